package claim

import (
	"strings"

	"dossier/schema"
)

// closeness says how exactly a phrase's type is one of those allowed: of two
// relations with the same cue the one that asks for this very type fits best.
func (d *page) closeness(allowed []string, h int) int {
	t, best := d.kindOf(h), 0
	if v := d.valueOf(h); v != nil {
		t = v.Type
	}
	for _, a := range allowed {
		switch {
		case t == "":
		case t == a:
			best = max(best, 3)
		case a != "Thing" && a != "Agent" && d.o.Is(t, a):
			best = max(best, 2)
		case d.o.Is(t, a):
			best = max(best, 1)
		}
	}
	return best
}

// sensible refuses ends that a graph cannot use.
func (d *page) sensible(m match) bool {
	return !d.vague(m.subject) && !d.vague(m.object)
}

// vague reports whether a phrase is too thin to stand for anything: a pronoun
// that is not resolved.
func (d *page) vague(h int) bool {
	if h >= 0 && d.isWhose(h) {
		return true // "whose fleet": the words alone do not say whose
	}
	if h < 0 || d.entityOf(h) >= 0 {
		return h >= 0 && d.speaksOfSelf(h)
	}
	if d.unresolved && d.upos(h) == "PRON" && !relativePronouns[d.lower[h]] && (personal[d.lower[h]] || d.lower[h] == "it" || d.lower[h] == "its" || d.lower[h] == "they" || d.lower[h] == "their" || d.lower[h] == "we" || d.lower[h] == "our") {
		return false
	}
	if d.x.demonyms[d.word(h)] != nil && strings.HasPrefix(d.xpos(h), "JJ") {
		return true // "Dutch, German and Swedish tourists"
	}
	for _, k := range d.all(h, "nmod") { // "one of the threats"
		if d.rel(k) == "nmod" && (d.upos(k) == "NOUN" || d.upos(k) == "PROPN") {
			return false
		}
	}
	return d.upos(h) == "PRON" || d.upos(h) == "DET" || vaguePronouns[d.lower[h]] && d.upos(h) != "NOUN"
}

// speaksOfSelf reports whether a "he" or "she" inside a quotation was taken for
// the one who is quoted: nobody speaks of himself so, the reference is wrong.
func (d *page) speaksOfSelf(h int) bool {
	if d.upos(h) != "PRON" || !thirdPersons[d.lower[h]] {
		return false
	}
	q := d.quoteAt(d.a.Tokens[h].Start)
	return q != nil && q.speaker != nil && int(q.speaker.Profile) == d.entityOf(h) && q.speaker.Profile >= 0
}

var thirdPersons = words(`he she him her his hers himself herself they them their`)

// stative reports whether a passive says where something is and not what was
// done to it: "the base is located near the border".
func (d *page) stative(cl *clause) bool {
	if !cl.passive || !placing[d.lemma(cl.head)] || len(cl.subjects) > 0 {
		return false
	}
	for _, o := range cl.obliques {
		if placePreps[o.prep] || o.prep == "between" {
			return true
		}
	}
	return false
}

var placing = words(`locate situate base house station site position seat bury nestle store set sandwich`)

// accepts checks domain and range. A phrase of unknown type is taken for what
// the relation asks when it is a common noun, never when it is a name.
func (d *page) accepts(r *schema.RelationType, s, o int) bool {
	return d.fits(r.Domain, s) && d.fits(r.Range, o)
}

func (d *page) fits(allowed []string, h int) bool {
	if len(allowed) == 0 || h < 0 {
		return true
	}
	t := d.kindOf(h)
	for _, a := range allowed {
		if t == a || t != "" && d.o.Is(t, a) || a == "text" && d.valueOf(h) == nil && d.o.Family(t) != schema.FamilyPerson {
			return true
		}
		if v := d.valueOf(h); v != nil && v.Type == a {
			return true
		}
	}
	if d.unknownName(h) && d.admitsPeople(allowed) {
		return true // "fined", "sued" or "detained" says what bears the name
	}
	if t != "" || d.upos(h) == "PROPN" || d.timeAt[h] >= 0 || d.valueOf(h) != nil {
		return false
	}
	for _, a := range allowed {
		if a == "Thing" || d.o.Family(a) == schema.FamilyThing && d.o.Is("Thing", a) {
			return true
		}
	}
	return d.animate(h) && d.admitsPeople(allowed)
}

func (d *page) acceptsText(r *schema.RelationType, s int) bool {
	if d.vague(s) || !d.fits(r.Domain, s) && !(d.isSaying(r) && d.unknownName(s)) {
		return false
	}
	if len(r.Range) == 0 {
		return true
	}
	for _, a := range r.Range {
		if a == "text" {
			return true
		}
	}
	return false
}

// unknownName reports whether a name has no type that tells what bears it: who
// says something is somebody.
func (d *page) unknownName(h int) bool {
	t := d.kindOf(h)
	return h >= 0 && d.upos(h) == "PROPN" && d.timeAt[h] < 0 && (t == "" || t == "Thing" && d.isName(h))
}

// admitsPeople reports whether persons, groups or organisations are among the allowed types.
func (d *page) admitsPeople(allowed []string) bool {
	for _, a := range allowed {
		switch d.o.Family(a) {
		case schema.FamilyPerson, schema.FamilyOrg, schema.FamilyGroup:
			return true
		}
	}
	return false
}

// kindOf returns the type of a phrase: its entity's, else by its head noun.
func (d *page) kindOf(h int) string {
	if t := d.typeOf(h); t != "" {
		return t
	}
	if d.upos(h) != "NOUN" {
		return ""
	}
	t := d.x.headTypes[d.lemma(h)]
	if d.xpos(h) == "NNS" && (t == "" && people[d.lemma(h)] || t != "" && d.o.Family(t) == schema.FamilyPerson) {
		return d.x.groups // "engineers": several people are a group
	}
	return t
}

// animate reports whether a noun phrase stands for people or an organisation.
func (d *page) animate(h int) bool {
	if t := d.kindOf(h); t != "" {
		switch d.o.Family(t) {
		case schema.FamilyPerson, schema.FamilyOrg, schema.FamilyGroup:
			return true
		}
		return d.entityOf(h) >= 0 && d.o.Family(t) == schema.FamilyPlace
	}
	return people[d.lemma(h)]
}
