package exchange

import (
	"fmt"

	"dossier/graph"
)

func profileRef(p int32) *int32 {
	if p < 0 {
		return nil
	}
	return &p
}

func profileOf(r *int32) int32 {
	if r == nil || *r < 0 {
		return -1
	}
	return *r
}

func argumentRec(a *graph.Argument) *recArgument {
	if a == nil || a.Empty() {
		return nil
	}
	r := &recArgument{Role: a.Role, Start: a.Span.Start, End: a.Span.End, Text: a.Text, Profile: profileRef(a.Profile)}
	if v := a.Value; v != nil {
		r.Value = &recValue{v.Type, v.Text, v.Number, v.Unit, timeText(v.Date)}
	}
	return r
}

func (r *recArgument) argument() (a graph.Argument, err error) {
	if r == nil {
		return graph.Argument{Profile: -1}, nil
	}
	a = graph.Argument{Role: r.Role, Span: graph.Span{Start: r.Start, End: r.End}, Text: r.Text, Profile: profileOf(r.Profile)}
	if v := r.Value; v != nil {
		a.Value = &graph.Value{Type: v.Type, Text: v.Text, Number: v.Number, Unit: v.Unit}
		a.Value.Date, err = parseTime(v.Date)
	}
	return a, err
}

func claimRec(c *graph.Claim) *recClaim {
	r := &recClaim{
		N: c.ID.N, Subject: argumentRec(&c.Subject), Relation: c.Relation, Predicate: c.Predicate, PredStart: c.PredicateAt.Start,
		PredEnd: c.PredicateAt.End, Lemma: c.Lemma, Object: argumentRec(&c.Object), Polarity: c.Polarity.String(),
		Modality: c.Modality.String(), Place: argumentRec(c.Place), Score: c.Score, Extractor: c.Extractor,
		Evidence: recEvidence{c.Evidence.Start, c.Evidence.End, c.Evidence.Line, c.Evidence.Quote},
	}
	for i := range c.Arguments {
		if a := argumentRec(&c.Arguments[i]); a != nil {
			r.Arguments = append(r.Arguments, *a)
		}
	}
	for _, a := range c.Attribution {
		r.Attribution = append(r.Attribution, recAttribution{profileRef(a.Profile), a.Text, a.Cue, a.Channel})
	}
	if t := c.Time; t != nil {
		r.Time = &recTime{t.Text, timeText(t.Start), timeText(t.End), t.Precision.String(), t.Basis, relativeRec(t.Relative)}
	}
	return r
}

func (r *recClaim) claim(d graph.DocumentID) (c graph.Claim, err error) {
	e := r.Evidence
	c = graph.Claim{
		ID: graph.ClaimID{Document: d, N: r.N}, Relation: r.Relation, Predicate: r.Predicate,
		PredicateAt: graph.Span{Start: r.PredStart, End: r.PredEnd}, Lemma: r.Lemma, Score: r.Score, Extractor: r.Extractor,
		Evidence: graph.Evidence{Span: graph.Span{Start: e.Start, End: e.End}, Quote: e.Quote, Line: e.Line},
	}
	var ok bool
	if c.Polarity, ok = graph.ParsePolarity(r.Polarity); !ok {
		return c, fmt.Errorf("polarity %q is none", r.Polarity)
	}
	if c.Modality, ok = graph.ParseModality(r.Modality); !ok {
		return c, fmt.Errorf("modality %q is none", r.Modality)
	}
	if c.Subject, err = r.Subject.argument(); err != nil {
		return c, err
	}
	if c.Object, err = r.Object.argument(); err != nil {
		return c, err
	}
	for i := range r.Arguments {
		a, err := r.Arguments[i].argument()
		if err != nil {
			return c, err
		}
		c.Arguments = append(c.Arguments, a)
	}
	for _, a := range r.Attribution {
		c.Attribution = append(c.Attribution, graph.Attribution{Profile: profileOf(a.Profile), Text: a.Text, Cue: a.Cue, Channel: a.Channel})
	}
	if r.Place != nil {
		place, err := r.Place.argument()
		if err != nil {
			return c, err
		}
		c.Place = &place
	}
	c.Time, err = r.Time.time()
	return c, err
}

func (r *recTime) time() (t *graph.Time, err error) {
	if r == nil {
		return nil, nil
	}
	t = &graph.Time{Text: r.Text, Basis: r.Basis}
	if len(r.Relative) > 0 {
		if t.Relative, err = relativeOf(r.Relative); err != nil {
			return nil, err
		}
	}
	var ok bool
	if t.Precision, ok = graph.ParsePrecision(r.Precision); !ok {
		return nil, fmt.Errorf("precision %q is none", r.Precision)
	}
	if t.Start, err = parseTime(r.Start); err != nil {
		return nil, err
	}
	t.End, err = parseTime(r.End)
	return t, err
}

func relativeRec(r *graph.Relative) []int8 {
	if r == nil {
		return nil
	}
	out := []int8{int8(r.Precision)}
	for _, d := range r.Days {
		out = append(out, d[0], d[1])
	}
	return out
}

func relativeOf(ns []int8) (*graph.Relative, error) {
	if len(ns) != 15 || ns[0] < 0 || ns[0] > int8(graph.RangeOfTime) {
		return nil, fmt.Errorf("a relative time of %d numbers", len(ns))
	}
	r := &graph.Relative{Precision: graph.Precision(ns[0])}
	for i := range r.Days {
		r.Days[i] = [2]int8{ns[1+2*i], ns[2+2*i]}
	}
	return r, nil
}

func judgementRec(j *graph.Judgement) *recJudgement {
	return &recJudgement{
		ID: idText(j.ID), Left: keyRecs(j.Left), Right: keyRecs(j.Right), LeftName: j.LeftName, RightName: j.RightName, LeftFamily: j.LeftFamily, RightFamily: j.RightFamily,
		Verdict: j.Verdict.String(), Undoes: idText(j.Undoes), By: j.By, Reason: j.Reason, At: timeText(j.At),
	}
}

func (r *recJudgement) judgement() (j graph.Judgement, err error) {
	j = graph.Judgement{Left: keysOf(r.Left), Right: keysOf(r.Right), LeftName: r.LeftName, RightName: r.RightName, LeftFamily: r.LeftFamily, RightFamily: r.RightFamily, By: r.By, Reason: r.Reason}
	var ok bool
	if j.Verdict, ok = graph.ParseVerdict(r.Verdict); !ok {
		return j, fmt.Errorf("verdict %q is none", r.Verdict)
	}
	if j.ID, err = parseID[graph.JudgementID](r.ID); err != nil {
		return j, err
	}
	if j.Undoes, err = parseID[graph.JudgementID](r.Undoes); err != nil {
		return j, err
	}
	j.At, err = parseTime(r.At)
	return j, err
}
