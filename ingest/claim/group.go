package claim

import (
	"strings"

	"dossier/graph"
	"dossier/schema"
)

// stationed returns the claim that a group is where its description says:
// "engineers in Norvia", "Riga-based divers". The people are there; the country
// itself does nothing. "No divers in Riga" says nobody is, so it says nothing here.
func (d *page) stationed(i int) []draft {
	if d.xpos(i) != "NNS" || d.kindFamily(i) != string(schema.FamilyGroup) || d.negatedNoun(i) || d.isName(i) {
		return nil
	}
	place, rel, at := d.stationOf(i)
	r := d.o.RelationType(rel)
	if place < 0 || r == nil || !d.accepts(r, i, place) {
		return nil
	}
	dr := draft{at: at, clause: -1, rule: "group", subjHead: i, objHead: place}
	g := &dr.Claim
	g.Relation = r.Name
	g.Subject, g.Object = d.argument(i, ""), d.argument(place, "")
	g.Predicate, g.Lemma = d.word(at), d.lemma(at)
	g.PredicateAt = graph.Span{Start: d.a.Tokens[at].Start, End: d.a.Tokens[at].End}
	if !d.nounContext(i, g) {
		return nil
	}
	g.Polarity = graph.Affirmed // whatever is denied of them, there they are
	if g.Modality != graph.Asserted && len(g.Attribution) == 0 {
		g.Modality = graph.Asserted
	} else if len(g.Attribution) > 0 {
		g.Modality = graph.Reported
	}
	d.quote(d.sentence[i], d.sentence[i], g)
	return []draft{dr}
}

// stationOf returns the place in a group's description, the relation that it
// stands in and the word that says so; -1 for none.
func (d *page) stationOf(i int) (place int, rel string, at int) {
	for _, k := range d.kids[i] {
		if d.base(k) == "amod" && k < i && d.lower[k] == "based" {
			for p := k - 1; p >= k-3 && p >= 0; p-- {
				if e := d.entityOf(p); e >= 0 && d.o.Family(d.a.Entities[e].Type) == schema.FamilyPlace {
					return p, "basedIn", k
				}
			}
		}
		prep, c := d.preposition(k)
		if d.rel(k) != "nmod" || prep != "in" || k < i {
			continue
		}
		if e := d.entityOf(k); e >= 0 && d.o.Family(d.a.Entities[e].Type) == schema.FamilyPlace && strings.HasPrefix(d.xpos(k), "NNP") {
			return k, "locatedIn", c
		}
	}
	return -1, "", -1
}
