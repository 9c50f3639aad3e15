package claim

import (
	"strings"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// actor returns the entity that a noun phrase stands for as one who acts: a
// capital that speaks, decides or has rivals is its country's government, so
// "Lisbon accused Madrid" is about two countries. -1 for none.
func (d *page) actor(h int) int {
	e := d.entityOf(h)
	if e < 0 || !d.isName(h) {
		return e
	}
	country := d.x.seats[d.a.Entities[e].Fact]
	if country == nil || !d.acts(h) {
		return e
	}
	return d.factEntity(country)
}

// acts reports whether a name does what only people do: it is the subject of a
// verb of speaking, deciding or dealing with others, the object of one that
// accuses or urges, or has allies and rivals.
func (d *page) acts(h int) bool {
	v := d.head(h)
	if v < 0 {
		return false
	}
	for _, k := range d.kids[h] { // "Lisbon, Ohio", "the old Lisbon"
		if r := d.base(k); r == "amod" || r == "det" || r == "appos" || r == "flat" {
			return false
		}
	}
	l := d.lemma(v)
	switch d.rel(h) {
	case "nsubj", "obl:agent":
		return d.upos(v) == "VERB" && (statecraft[l] || isWay(l, waySaid, wayPlanned, wayDenied, wayRequested, wayOrdered, wayUndone, wayAlleged, wayOpinion, wayDismissed) && !cityDeeds[l])
	case "obj", "iobj", "nsubj:pass":
		return d.upos(v) == "VERB" && (accusing[l] || isWay(l, wayRequested, wayOrdered, wayDenied) || informs[l] || l == "urge" || l == "pressure")
	case "nmod:poss":
		return dealings[l] || people[l] && !positions[l] || isWay(l, waySaid, wayDenied, wayAlleged, wayPlanned)
	case "conj":
		return d.acts(v)
	}
	return false
}

// Verbs by which one state deals with another.
var statecraft = words(`accuse blame back support oppose recognise recognize sanction impose retaliate invade arm negotiate condemn welcome
	veto deploy fund supply mediate respond reject lift withdraw recall summon annex expel criticise criticize denounce claim
	protest react ally agree sign ratify escalate concede fear want warn deny`)

// Verbs that cities do as cities.
var cityDeeds = words(`need look move set be show elect read record mark`)

// Nouns of what one state is or has to another.
var dealings = words(`rival ally enemy adversary foe partner competitor neighbour neighbor stance policy interest demand threat claim decision
	refusal response allegation accusation sanction influence ambition`)

// factEntity returns the entity of a fact; if the document has none it adds one
// that has no mention of its own.
func (d *page) factEntity(f *schema.Fact) int {
	for i := range d.a.Entities {
		if d.a.Entities[i].Fact == f.ID {
			return i
		}
	}
	return d.addEntity("fact:"+f.ID, nlp.Entity{Name: f.Name, Type: f.Type, Fact: f.ID, Gender: "neutral"})
}

// severalPeople makes groups of the entities that are known by descriptions in
// the plural only: "security experts", whom a recogniser takes for a person.
func (d *page) severalPeople() {
	if d.x.groups == "" {
		return
	}
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if d.o.Family(e.Type) != schema.FamilyPerson || e.Fact != "" {
			continue
		}
		plural := false
		for _, m := range e.Mentions {
			men := &d.a.Mentions[m]
			if men.Kind == nlp.Name {
				plural = false
				break
			}
			if h := d.topOf(men.First, men.Last); men.Kind == nlp.Nominal && h >= 0 {
				plural = d.xpos(h) == "NNS" || d.kid(h, "nummod") >= 0 && strings.HasSuffix(d.xpos(h), "S")
				if !plural {
					break
				}
			}
		}
		if plural {
			e.Type, e.Gender = d.x.groups, "plural"
		}
	}
}
