package identity

import (
	"slices"
	"strings"
	"sync"

	"dossier/schema"
)

// An Index makes identity keys under one ontology. It is safe for concurrent
// use.
type Index struct {
	ontology *schema.Ontology
	once     sync.Once
	places   map[string]string // folded names and demonyms of places → id

	countries map[string]bool              // ids
	capitalOf map[string]string            // id of a city → of its country
	shared    map[string]bool              // folded words that name several people, or other things
	bodies    map[string]map[string]string // name of a public body → country → id
}

// NewIndex returns the index of an ontology.
func NewIndex(o *schema.Ontology) *Index { return &Index{ontology: o} }

// place reads a place's name or demonym at the start of folded words: its id
// and how many words it takes, 0 for none.
func (x *Index) place(words []string) (id string, n int) {
	x.once.Do(x.load)
	return x.placeAt(words)
}

// placeAt is place for an index that is loaded.
func (x *Index) placeAt(words []string) (id string, n int) {
	for n := min(3, len(words)); n > 0; n-- {
		if id := x.places[strings.Join(words[:n], " ")]; id != "" {
			return id, n
		}
	}
	return "", 0
}

func (x *Index) load() {
	x.places, x.countries, x.shared, x.capitalOf = map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]string{}
	facts := x.ontology.Facts()
	x.loadSurnames(facts)
	for _, demonyms := range []bool{false, true} { // a name goes before a demonym
		for i := range facts {
			f := &facts[i]
			if x.ontology.Family(f.Type) != schema.FamilyPlace {
				continue
			}
			if x.ontology.Is(f.Type, "Country") {
				x.countries[f.ID] = true
				x.capitalOf[f.Capital] = f.ID
			}
			names := append([]string{f.Name}, f.Aliases...)
			if demonyms {
				names = f.Demonyms
			}
			for _, name := range names {
				if k := Fold(name); x.places[k] == "" && len(k) > 1 {
					x.places[k] = f.ID
				}
			}
		}
	}
	x.loadBodies(facts)
}

// loadSurnames finds the words that are surnames of several people, or names
// of what is no person.
func (x *Index) loadSurnames(facts []schema.Fact) {
	bearer := map[string]string{}
	for i := range facts {
		f := &facts[i]
		person := x.ontology.Family(f.Type) == schema.FamilyPerson
		for _, name := range slices.Concat([]string{f.Name}, f.Aliases, f.Weak) {
			words := strings.Fields(Fold(name))
			if len(words) == 0 || !person && len(words) > 1 {
				continue
			}
			last := words[len(words)-1]
			if by := bearer[last]; !person || by != "" && by != f.ID {
				x.shared[last] = true
			}
			bearer[last] = f.ID
		}
	}
}
