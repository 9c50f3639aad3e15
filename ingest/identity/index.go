package identity

import (
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
}

// NewIndex returns the index of an ontology.
func NewIndex(o *schema.Ontology) *Index { return &Index{ontology: o} }

// place reads a place's name or demonym at the start of folded words: its id
// and how many words it takes, 0 for none.
func (x *Index) place(words []string) (id string, n int) {
	x.once.Do(x.load)
	for n := min(3, len(words)); n > 0; n-- {
		if id := x.places[strings.Join(words[:n], " ")]; id != "" {
			return id, n
		}
	}
	return "", 0
}

func (x *Index) load() {
	x.places = map[string]string{}
	facts := x.ontology.Facts()
	for _, demonyms := range []bool{false, true} { // a name goes before a demonym
		for i := range facts {
			f := &facts[i]
			if x.ontology.Family(f.Type) != schema.FamilyPlace {
				continue
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
}
