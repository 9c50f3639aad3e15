package nlp

import (
	"slices"
	"strings"
	"sync"

	"dossier/schema"
)

// nounTables say what common nouns stand for, after the ontology's heads.
type nounTables struct {
	once  sync.Once
	types map[string][]string // lemma → entity types, in ontology order
}

// nouns returns the tables of the analyzer's ontology.
func (a *Analyzer) nouns() *nounTables {
	a.heads.once.Do(func() {
		a.heads.types = map[string][]string{}
		if a.ontology == nil {
			return
		}
		for _, t := range a.ontology.EntityTypes() {
			for _, h := range t.Heads {
				if !slices.Contains(a.heads.types[h], t.Name) {
					a.heads.types[h] = append(a.heads.types[h], t.Name)
				}
			}
		}
	})
	return &a.heads
}

// headTypes returns the entity types that the last words of a description
// name, the longest match first: "tech giant" before "giant".
func (r *resolver) headTypes(c *candidate) []string {
	types := r.a.nouns().types
	for k := max(c.first, c.head-2); k <= c.head; k++ {
		var words []string
		for t := k; t < c.head; t++ {
			words = append(words, strings.ToLower(r.an.word(t)))
		}
		key := strings.Join(append(words, c.noun), " ")
		if found := types[key]; found != nil {
			return found
		}
	}
	return nil
}

var femaleNouns = set(`woman girl lady mother daughter wife sister aunt niece grandmother mom mum mama actress queen princess heroine
	waitress girlfriend bride widow businesswoman chairwoman spokeswoman congresswoman saleswoman policewoman goddess duchess nun
	hostess granddaughter stepmother mistress ballerina empress female fiancée schoolgirl housewife countess`)

var maleNouns = set(`man boy gentleman father son husband brother uncle nephew grandfather dad papa king prince hero waiter boyfriend
	groom widower businessman chairman spokesman congressman salesman policeman god duke monk grandson stepfather emperor male guy fiancé
	schoolboy fisherman fireman nobleman statesman sportsman cameraman priest bishop lad chap`)

// nounClass returns the class and gender of a common noun.
func (r *resolver) nounClass(lemma string) (refClass, string) {
	switch {
	case femaleNouns[lemma]:
		return classPerson, "female"
	case maleNouns[lemma]:
		return classPerson, "male"
	}
	if types := r.a.nouns().types[lemma]; len(types) > 0 && r.a.ontology != nil {
		switch r.a.ontology.Family(types[0]) {
		case schema.FamilyPerson:
			return classPerson, ""
		case schema.FamilyPlace:
			return classPlace, "neutral"
		case schema.FamilyThing:
			return classThing, "neutral"
		case schema.FamilyOrg:
			return classOrg, "neutral"
		}
	}
	person, others := false, 0
	for _, s := range Supersenses(lemma, "NOUN") {
		switch s {
		case "noun.person":
			person = true
		case "noun.Tops":
		default:
			others++
		}
	}
	switch {
	case person && (others == 0 || personEnding(lemma)):
		return classPerson, ""
	case person || others == 0:
		return classUnknown, ""
	}
	return classThing, "neutral"
}

func personEnding(lemma string) bool {
	for _, e := range []string{"er", "or", "ist", "ian", "man", "ee", "ant", "eer", "ess"} {
		if strings.HasSuffix(lemma, e) {
			return true
		}
	}
	return false
}
