package claim

import (
	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// nationality reads the demonym in a description of a person: "Hauge was a
// Norwegian writer". The relation is the one whose cues speak of a citizen.
func (d *page) nationality(s, noun int) []draft {
	if d.x.citizen == nil || !d.person(s) || d.upos(noun) != "NOUN" || d.kindOf(noun) != "" && d.o.Family(d.kindOf(noun)) != schema.FamilyPerson && d.entityOf(noun) < 0 {
		return nil
	}
	var out []draft
	for _, k := range d.kids[noun] {
		if k > noun || d.base(k) != "amod" && d.base(k) != "compound" {
			continue
		}
		f := d.x.demonyms[d.word(k)]
		if f == nil || !d.o.Accepts(d.x.citizen.Name, d.typeOf(s), f.Type) {
			continue
		}
		dr := draft{at: k, clause: -1, rule: "demonym", subjHead: s, objHead: k}
		g := &dr.Claim
		g.Relation = d.x.citizen.Name
		g.Subject = d.argument(s, "")
		g.Object = d.demonymArgument(k, f)
		g.Predicate, g.Lemma = d.word(noun), d.lemma(noun)
		g.PredicateAt = graph.Span{Start: d.a.Tokens[noun].Start, End: d.a.Tokens[noun].End}
		d.quote(d.sentence[k], d.sentence[k], g)
		out = append(out, dr)
	}
	return out
}

// demonymArgument links a demonym to its country for a claim about citizenship.
func (d *page) demonymArgument(k int, f *schema.Fact) graph.Argument {
	a := d.wordsOf(phrase{head: k, first: k, last: k + 1}, "")
	a.Profile = int32(d.factEntity(f))
	return a
}

// lifeDates reads the dates in brackets behind a person's name: "Ana Roy (3
// May 1901 – 7 June 1980)", "(born 3 May 1901)". Their relations are those that
// the ontology's cues for "bear" and "die" give to dates.
func (d *page) lifeDates(m *nlp.Mention) []draft {
	if m.Kind != nlp.Name || m.Entity < 0 || d.o.Family(d.a.Entities[m.Entity].Type) != schema.FamilyPerson {
		return nil
	}
	n := len(d.a.Tokens)
	i := m.Last
	if i >= n || d.word(i) != "(" || d.sentence[i] != d.sentence[m.First] {
		return nil
	}
	var times []int
	dash, words := false, 0
	for i++; i < n && i < m.Last+40 && d.word(i) != ")" && d.sentence[i] == d.sentence[m.First]; i++ {
		switch t := d.timeAt[i]; {
		case t >= 0 && (len(times) == 0 || times[len(times)-1] != t):
			times = append(times, t)
		case d.word(i) == "–" || d.word(i) == "-" || d.word(i) == "—":
			dash = true
		case t < 0 && d.base(i) != "punct":
			words++
		}
		if d.lower[i] == "born" || d.lower[i] == "died" {
			return nil // a clause of its own
		}
	}
	if !dash || len(times) == 0 || len(times) > 2 || words > 12 {
		return nil
	}
	out := []draft{d.lifeDate(m, times[0], "bear")}
	if len(times) == 2 {
		out = append(out, d.lifeDate(m, times[1], "die"))
	} else if t := d.a.Times[times[0]]; t.Precision == "range" && !t.Start.IsZero() && !t.End.IsZero() {
		out = append(out, d.lifeDate(m, times[0], "die"))
	}
	return out
}

func (d *page) lifeDate(m *nlp.Mention, time int, verb string) draft {
	t := d.a.Times[time]
	dr := draft{at: m.Last, clause: -1, rule: "life", subjHead: m.Head, objHead: -1}
	g := &dr.Claim
	for _, rc := range d.o.CuesFor(schema.CueVerb, verb) {
		for _, r := range rc.Relation.Range {
			if r == "date" && g.Relation == "" {
				g.Relation = rc.Relation.Name
			}
		}
	}
	if g.Relation == "" {
		return dr // without evidence, so dropped
	}
	g.Subject = graph.Argument{Span: graph.Span(m.Span), Text: d.a.Text[m.Start:m.End], Profile: int32(m.Entity)}
	g.Object = graph.Argument{Span: graph.Span(t.Span), Text: d.a.Text[t.Span.Start:t.Span.End], Profile: -1, Value: &graph.Value{Type: "date", Text: t.Text, Date: t.Start}}
	g.Predicate, g.Lemma = "(", verb
	g.PredicateAt = graph.Span{Start: d.a.Tokens[m.Last].Start, End: d.a.Tokens[m.Last].End}
	d.quote(d.sentence[m.First], d.sentence[m.First], g)
	return dr
}
