package claim

import (
	"strings"

	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// Facts are the affirmed typed claims of a text as relations between spans. A
// fact is one about entities, so it is given for every mention of its subject
// in the claim's sentence.
func Facts(o *schema.Ontology, a *nlp.Analysis, claims []graph.Claim) []Fact {
	var out []Fact
	for _, c := range claims {
		if c.Relation == "" || c.Polarity == graph.Denied || c.Subject.Empty() || c.Object.Empty() {
			continue
		}
		f := Fact{Relation: c.Relation, Score: c.Score, Object: nlp.Span(c.Object.Span)}
		for _, s := range spansOf(a, c.Subject, nlp.Span(c.Evidence.Span)) {
			f.Subject = s
			out = append(out, f)
			if t := o.RelationType(c.Relation); t != nil && t.Symmetric {
				out = append(out, Fact{Relation: f.Relation, Score: f.Score, Subject: f.Object, Object: s})
			}
		}
	}
	return out
}

// spansOf returns where an argument's entity is mentioned within a stretch.
func spansOf(a *nlp.Analysis, arg graph.Argument, in nlp.Span) []nlp.Span {
	out := []nlp.Span{nlp.Span(arg.Span)}
	if arg.Profile < 0 {
		return out
	}
	for _, m := range a.Entities[arg.Profile].Mentions {
		s := a.Mentions[m].Span
		if s.Start >= in.Start && s.End <= in.End && s != nlp.Span(arg.Span) {
			out = append(out, s)
		}
	}
	return out
}

// ranked lets the ranker decide on the relations that it knows. What cues found
// of them stays typed where the ranker agrees and is an open claim where it
// does not; what it finds beyond them is added.
func (d *page) ranked(list []draft) []draft {
	r := d.x.ranker
	var found []graph.Claim
	for _, j := range d.finish(list, Options{}) {
		found = append(found, j.Claim)
	}
	facts := Facts(d.o, d.a, found)
	predicted := r.Predict(d.x.Pairs(r, d.a, nlp.Span{Start: 0, End: len(d.a.Text)}, facts), r.Floor)
	used := make([]bool, len(predicted))
	for i := range list {
		dr := &list[i]
		if !r.knows(dr.Relation) {
			continue
		}
		best := -1
		for k := range predicted {
			if r.Relations[predicted[k].Relation].Name == dr.Relation && d.agrees(dr, &predicted[k]) {
				used[k] = true
				if best < 0 {
					best = k
				}
			}
		}
		if best < 0 {
			dr.Relation = ""
			continue
		}
		dr.sure = predicted[best].Probability
	}
	for k := range predicted {
		if !used[k] {
			if dr, ok := d.learnt(&predicted[k], r.Relations[predicted[k].Relation].Name); ok {
				list = append(list, dr)
			}
		}
	}
	return list
}

// agrees reports whether a claim has the ends of a prediction.
func (d *page) agrees(dr *draft, p *Prediction) bool {
	return !dr.Subject.Empty() && !dr.Object.Empty() && d.agreesAt(&dr.Subject, p.Subject) && d.agreesAt(&dr.Object, p.Object)
}

func (d *page) agreesAt(a *graph.Argument, c Candidate) bool {
	if overlap(nlp.Span(a.Span), c.Span) {
		return !d.x.ranker.Wide || a.Span == graph.Span(c.Span)
	}
	m := d.mention[c.Head]
	return !d.eachName && m >= 0 && a.Profile >= 0 && d.a.Mentions[m].Entity == int(a.Profile)
}

// learnt makes a claim of a prediction; false where it says nothing that a
// graph can hold.
func (d *page) learnt(p *Prediction, relation string) (draft, bool) {
	t := d.o.RelationType(relation)
	out := draft{at: p.Object.Head, clause: -1, rule: "learnt", sure: p.Probability, subjHead: p.Subject.Head, objHead: p.Object.Head}
	g := &out.Claim
	g.Relation = relation
	var okS, okO bool
	if g.Subject, okS = d.endOf(p.Subject, t.Domain); !okS {
		return out, false
	}
	if g.Object, okO = d.endOf(p.Object, t.Range); !okO {
		return out, false
	}
	turn := turnOf(d.a, p.Subject.Head, p.Object.Head)
	at := turn
	if at < 0 {
		at = p.Object.Head
	}
	for h, n := at, 0; h >= 0 && n < 40; h, n = d.head(h), n+1 {
		if out.clause = d.clauseAt[h]; out.clause >= 0 {
			break
		}
	}
	if !d.told(d.sentence[at]) || !d.putForward(&out, turn, g) {
		return out, false
	}
	d.between(p, turn, g)
	out.at = p.Subject.First
	if g.PredicateAt.Start > p.Subject.Start {
		out.at = min(p.Object.First, max(p.Subject.First, at))
	}
	return out, true
}

// putForward sets how a learnt claim is put forward. One that goes over a verb
// shares what is said of its clause; one inside a noun phrase is said by the
// way, whatever the clause around it denies or plans.
func (d *page) putForward(out *draft, turn int, g *graph.Claim) bool {
	if out.clause < 0 {
		d.quote(d.sentence[out.at], d.sentence[out.at], g)
		return true
	}
	ctx := d.contextOf(out.clause)
	if ctx.void {
		return false
	}
	if turn == d.clauses[out.clause].head {
		d.circumstances(out.clause, g)
	} else if g.Attribution = append(g.Attribution, ctx.speakers...); len(ctx.speakers) > 0 {
		g.Modality = graph.Reported
	}
	d.evidence(out.clause, g)
	return true
}

// longestBetween is how many tokens between two ends still read as a predicate.
const longestBetween = 6

// between sets the words of a learnt claim's predicate: the verb that joins its
// ends with the preposition of the object, else the words between them, else
// the noun that holds both.
func (d *page) between(p *Prediction, turn int, g *graph.Claim) {
	inside := func(i int) bool {
		return i >= p.Subject.First && i < p.Subject.Last || i >= p.Object.First && i < p.Object.Last
	}
	if turn >= 0 && !inside(turn) && d.clauseAt[turn] >= 0 {
		cl := &d.clauses[d.clauseAt[turn]]
		if cl.cop < 0 {
			m := match{subject: p.Subject.Head, object: p.Object.Head, content: -1}
			if d.head(p.Object.Head) == turn {
				m.prep, _ = d.preposition(p.Object.Head)
			}
			g.Predicate, g.PredicateAt, g.Lemma = d.predicate(cl, m)
			return
		}
	}
	first, last := min(p.Subject.Last, p.Object.Last), max(p.Subject.First, p.Object.First)
	for first < last && d.base(first) == "punct" {
		first++
	}
	for first < last && d.base(last-1) == "punct" {
		last--
	}
	if first >= last || last-first > longestBetween {
		first, last = p.Object.First, p.Object.Last
		if turn >= 0 && !inside(turn) {
			first, last = turn, turn+1
		}
	}
	w := d.wordsOf(phrase{first, first, last}, "")
	lemmas := make([]string, 0, last-first)
	for i := first; i < last; i++ {
		lemmas = append(lemmas, d.lemma(i))
	}
	g.Predicate, g.PredicateAt, g.Lemma = w.Text, w.Span, strings.Join(lemmas, " ")
}

// endOf makes an argument of a candidate. One that the language layer did not
// find becomes an entity of the type that the relation asks for there.
func (d *page) endOf(c Candidate, allowed []string) (graph.Argument, bool) {
	words := d.wordsOf(phrase{c.Head, c.First, c.Last}, "")
	if c.Type == "DATE" {
		words.Value = d.valueOf(c.Head)
		return words, true
	}
	if pronounTypes[d.lower[c.Head]] != "" && c.Last == c.First+1 {
		return d.pronounEnd(c, words)
	}
	for i := range d.a.Mentions {
		if m := &d.a.Mentions[i]; m.Span == c.Span && m.Entity >= 0 {
			words.Profile = int32(m.Entity)
			return words, true
		}
	}
	if !d.x.ranker.Wide {
		if m := d.mention[c.Head]; m >= 0 && d.a.Mentions[m].Entity >= 0 && overlap(d.a.Mentions[m].Span, c.Span) {
			return d.argument(c.Head, ""), true
		}
	}
	if f := d.x.demonyms[words.Text]; f != nil {
		e := d.addEntity("fact:"+f.ID, nlp.Entity{Name: f.Name, Type: f.Type, Fact: f.ID, Gender: "neutral"})
		d.addMention(e, nlp.Mention{Span: c.Span, First: c.First, Last: c.Last, Head: c.Head, Kind: nlp.Nominal, Type: f.Type, Rule: "demonym", Score: 0.9})
		words.Profile = int32(e)
		return words, true
	}
	typ := ""
	for _, t := range allowed {
		if d.o.EntityType(t) != nil {
			typ = t
			break
		}
	}
	if typ == "" {
		return words, true
	}
	e := d.addEntity("learnt:"+plain(words.Text), nlp.Entity{Name: words.Text, Type: typ, Gender: "neutral"})
	d.addMention(e, nlp.Mention{Span: c.Span, First: c.First, Last: c.Last, Head: c.Head, Kind: nlp.Nominal, Type: typ, Rule: "learnt", Score: 0.7})
	words.Profile = int32(e)
	return words, true
}

// pronounEnd resolves a pronoun; a relative one stands for what its clause describes.
func (d *page) pronounEnd(c Candidate, words graph.Argument) (graph.Argument, bool) {
	h := c.Head
	if m := d.mention[h]; m >= 0 && d.a.Mentions[m].Entity >= 0 {
		return d.argument(h, ""), true
	}
	if relativePronouns[d.lower[h]] {
		for n := 0; h >= 0 && n < 20; n++ {
			if d.rel(h) == "acl:relcl" && d.head(h) >= 0 {
				if d.eachName {
					words.Profile = int32(d.entityOf(d.head(h)))
					return words, true
				}
				return d.argument(d.head(h), ""), true
			}
			h = d.head(h)
		}
	}
	return words, d.unresolved
}
