package nlp

import (
	"dossier/schema"
	"slices"
	"strings"
)

// A typeVote is one piece of evidence for an entity's type.
type typeVote struct {
	name   string // entity type
	weight float64
}

// Weights of the evidence for a type, by how far it settles the matter.
const (
	voteFact     = 6.0 // an exact name of the knowledge base
	voteAffix    = 3.0 // "Inc.", "Ministry of"
	voteTitle    = 4.0 // "Senator" before it
	voteAppos    = 2.5 // "the software maker Z", "Z, a bank"
	voteList     = 2.0 // a list of well-known names
	voteListed   = 3.5 // the same, for a name of several words: it settles more than one of them
	voteOwner    = 3.0 // "Z's shareholders"
	votePlace    = 1.5 // a gazetteer of places
	voteNominal  = 0.8 // "the company" of the same entity
	voteLabel    = 1.0 // the recogniser's label
	voteUnsure   = 0.2 // its label for what it cannot place
	voteWeakName = 1.5 // a name that is sometimes this fact
)

// labelType is the most general type a coarse label stands for.
func labelType(label string) string {
	switch label {
	case "PER":
		return "Person"
	case "ORG":
		return "Organization"
	case "LOC":
		return "Place"
	case "MISC":
		return "Thing"
	}
	return ""
}

// typeOfMention returns the ontology type that a name's own words and its
// neighbours give away, or the general type of its label.
func (a *Analyzer) typeOfMention(an *Analysis, m *Mention) string {
	if a.ontology == nil {
		return labelType(m.Label)
	}
	return a.elect(a.nameVotes(an, m, nil))
}

// voteTypes gives each entity of an analysis its type, its fact and its facet
// by a vote of its mentions, and writes the type back to them. It runs after
// coreference. Exact names of the knowledge base are settled first: what they
// are helps to tell what a weak name stands for.
func (a *Analyzer) voteTypes(an *Analysis) {
	if a.ontology == nil {
		return
	}
	c := newFactContext(a, an)
	for i := range an.Entities {
		e := &an.Entities[i]
		e.Type = a.typeOfEntity(an, e)
		c.settle(i, c.exact(e))
	}
	for i := range an.Entities {
		e := &an.Entities[i]
		if e.Fact == "" {
			c.settle(i, c.weak(i))
		}
		for _, k := range e.Mentions {
			an.Mentions[k].Type = e.Type
		}
		if e.Type == "Country" {
			e.Facet = facetOfCountry(an, e)
		}
	}
}

// typeOfEntity elects the type of an entity from all its mentions.
func (a *Analyzer) typeOfEntity(an *Analysis, e *Entity) string {
	var votes []typeVote
	named, people := 0, 0
	for _, k := range e.Mentions {
		m := &an.Mentions[k]
		switch m.Kind {
		case Name:
			votes = a.nameVotes(an, m, votes)
			named++
			if m.Label == "PER" {
				people++
			}
		case Nominal:
			votes = a.headVotes(an, m.Head, voteNominal, votes)
		}
	}
	t := a.elect(votes)
	switch {
	case t == "Thing" && staysPut(an, e) && a.ontology.EntityType("Place") != nil:
		return "Place"
	case named > 0 && people == named && !a.exactly(an, e):
		return "Person" // whatever stands beside: "Photo: Ana Roy"
	case t != "":
		return t
	case named > 0 && e.Type == "":
		return "Thing"
	}
	return e.Type
}

// exactly reports whether the knowledge base knows one of the names.
func (a *Analyzer) exactly(an *Analysis, e *Entity) bool {
	for _, k := range e.Mentions {
		if m := &an.Mentions[k]; m.Kind == Name && !allWeak(a.tables().kb.lookup(an.Text[m.Start:m.End])) {
			return true
		}
	}
	return false
}

// elect returns the type with the most support. Families compete first; within
// the best one, a type has its own votes and those of its supertypes, and the
// more special wins a tie.
func (a *Analyzer) elect(votes []typeVote) string {
	if len(votes) == 0 {
		return ""
	}
	family := map[schema.Family]float64{}
	for _, v := range votes {
		family[a.ontology.Family(v.name)] += v.weight
	}
	var best schema.Family
	for _, f := range [...]schema.Family{schema.FamilyPerson, schema.FamilyOrg, schema.FamilyPlace, schema.FamilyThing, schema.FamilyGroup} {
		if best == "" && family[f] > 0 || best != "" && family[f] > family[best] {
			best = f
		}
	}
	top, score := "", -1.0
	var done []string // few types, however many votes
	for _, v := range votes {
		if slices.Contains(done, v.name) {
			continue
		}
		done = append(done, v.name)
		if a.ontology.Family(v.name) != best {
			continue
		}
		s := 0.0
		for _, w := range votes {
			if a.ontology.Is(v.name, w.name) {
				s += w.weight
			}
		}
		if s > score || s == score && v.name != top && a.ontology.Is(v.name, top) {
			top, score = v.name, s
		}
	}
	return top
}

// partOfName holds the coreference rules by which a mention is short for a
// fuller name of the same text: that name tells what it is, and what else goes
// by the short form does not matter.
var partOfName = map[string]bool{"surname": true, "given name": true, "inner name": true, "acronym": true}

// fits reports whether a name of the knowledge base may stand for an entity of
// the elected type. Platforms and products go by the name of their company.
func (a *Analyzer) fits(n kbName, elected string) bool {
	f := a.ontology.Family(elected)
	if n.family == f || elected == "" {
		return true
	}
	return n.family == schema.FamilyThing && f == schema.FamilyOrg || n.family == schema.FamilyOrg && f == schema.FamilyThing
}

// weakSupported reports whether the recogniser's label speaks for a weak name.
func (a *Analyzer) weakSupported(an *Analysis, m *Mention, n kbName) bool {
	if n.family == schema.FamilyPerson {
		return m.Label == "PER" && titleBefore(an, m, n.fact)
	}
	return m.Label == labelOfFamily(n.family) || n.family == schema.FamilyThing && m.Label != "PER"
}

// titleBefore reports whether one of the person's titles stands right before
// a name: "Senator Vale" may be the senator of that surname, a bare "Vale" is
// anybody.
func titleBefore(an *Analysis, m *Mention, f *schema.Fact) bool {
	for n := 1; n <= 4 && m.First-n >= 0; n++ {
		words := an.Text[an.Tokens[m.First-n].Start:an.Tokens[m.First-1].End]
		for _, t := range f.Titles {
			if strings.EqualFold(t, words) {
				return true
			}
		}
	}
	return false
}

// otherPerson reports whether an entity goes by a full name that is none of
// the fact's: two people may share a surname, never both names.
func (a *Analyzer) otherPerson(an *Analysis, e *Entity, f *schema.Fact) bool {
	if a.ontology.Family(f.Type) != schema.FamilyPerson {
		return false
	}
	for _, k := range e.Mentions {
		m := &an.Mentions[k]
		if m.Kind != Name || m.Last-m.First < 2 {
			continue
		}
		first := an.Text[an.Tokens[m.First].Start:an.Tokens[m.First].End]
		if IsGivenName(first) && !slices.ContainsFunc(append([]string{f.Name}, f.Aliases...), func(name string) bool {
			given, _, _ := strings.Cut(name, " ")
			return SameGivenName(given, first)
		}) {
			return true
		}
	}
	return false
}

// facetOfCountry returns "government" when a country acts and is nowhere a
// place: "Norvia said", never "in Norvia".
func facetOfCountry(an *Analysis, e *Entity) string {
	acts := false
	for _, k := range e.Mentions {
		m := &an.Mentions[k]
		if m.Kind != Name {
			continue
		}
		t := an.Tokens[m.Head]
		switch {
		case t.Deprel == "nsubj" && t.Head >= 0 && an.Tokens[t.Head].UPOS == "VERB":
			acts = true
		case t.Deprel == "obl" || t.Deprel == "nmod":
			if p := an.caseOf(m.Head); p == "in" || p == "from" || p == "to" || p == "across" || p == "near" || p == "within" || p == "outside" {
				return ""
			}
		}
	}
	if acts {
		return "government"
	}
	return ""
}

// caseOf returns the lower-cased preposition of a token, or "".
func (an *Analysis) caseOf(head int) string {
	for i := max(0, head-6); i < head; i++ {
		if t := an.Tokens[i]; t.Head == head && t.Deprel == "case" {
			return lowerASCII(an.word(i))
		}
	}
	return ""
}
