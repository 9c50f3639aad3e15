package schema

import (
	"slices"
	"strings"
)

// lookup holds the maps behind the accessors; built once by Load.
type lookup struct {
	entity    map[string]*EntityType
	relation  map[string]*RelationType
	fact      map[string]*Fact
	names     map[string][]*Fact
	folded    map[string][]*Fact
	weak      map[string][]*Fact
	demonyms  map[string][]*Fact
	titles    map[string][]*Fact
	parts     map[string][]*Fact
	ofType    map[string][]*Fact
	heads     map[string][]*EntityType
	supers    map[string][]string // nearest first, itself first
	subs      map[string][]string // itself first, file order
	cues      map[cueKey][]RelationCue
	cueLemmas [3][]string
}

type cueKey struct {
	kind  CueKind
	lemma string
}

// A RelationCue is a cue together with its relation type.
type RelationCue struct {
	Relation *RelationType
	Cue      *Cue
}

// Ranker returns the file ranker.bin of the ontology's folder, nil for none:
// what its examples taught, for package claim to read.
func (o *Ontology) Ranker() []byte { return o.ranker }

// EntityTypes returns all entity types in file order.
func (o *Ontology) EntityTypes() []EntityType { return o.entities }

// RelationTypes returns all relation types in file order.
func (o *Ontology) RelationTypes() []RelationType { return o.relations }

// Facts returns the knowledge base in file order.
func (o *Ontology) Facts() []Fact { return o.facts }

// EntityType returns the type of that name, or nil.
func (o *Ontology) EntityType(name string) *EntityType { return o.entity[name] }

// RelationType returns the relation type of that name, or nil.
func (o *Ontology) RelationType(name string) *RelationType { return o.relation[name] }

// Super returns an entity or relation type with all its supertypes, nearest
// first; nil if there is no such type.
func (o *Ontology) Super(name string) []string { return o.supers[name] }

// Sub returns an entity or relation type with all its subtypes, itself first,
// then in file order; nil if there is no such type.
func (o *Ontology) Sub(name string) []string { return o.subs[name] }

// Is reports whether the entity or relation type name is super or below it.
func (o *Ontology) Is(name, super string) bool { return slices.Contains(o.supers[name], super) }

// Family returns the family of an entity type; FamilyThing if unknown.
func (o *Ontology) Family(name string) Family {
	if e := o.entity[name]; e != nil && e.Family != "" {
		return e.Family
	}
	return FamilyThing
}

// TypesForHead returns the entity types that a common noun names ("ministry").
func (o *Ontology) TypesForHead(lemma string) []*EntityType { return o.heads[lemma] }

// Accepts reports whether a subject of type subj and an object of type obj
// (or a value type) fit the relation's domain and range. An empty domain or
// range fits everything; an unknown relation nothing.
func (o *Ontology) Accepts(relation, subj, obj string) bool {
	r := o.relation[relation]
	return r != nil && o.fits(subj, r.Domain) && o.fits(obj, r.Range)
}

// AcceptsSubject is Accepts for the subject alone, AcceptsObject for the object.
func (o *Ontology) AcceptsSubject(relation, subj string) bool {
	r := o.relation[relation]
	return r != nil && o.fits(subj, r.Domain)
}

// AcceptsObject reports whether an object of type obj fits the relation's range.
func (o *Ontology) AcceptsObject(relation, obj string) bool {
	r := o.relation[relation]
	return r != nil && o.fits(obj, r.Range)
}

func (o *Ontology) fits(name string, allowed []string) bool {
	if len(allowed) == 0 {
		return true
	}
	for _, a := range allowed {
		if a == name || o.Is(name, a) {
			return true
		}
	}
	return false
}

// CuesFor returns the cues whose head has this lemma, with the relation each
// belongs to; case does not matter ("CEO", "ceo"). Shared slice: do not write.
func (o *Ontology) CuesFor(kind CueKind, lemma string) []RelationCue {
	return o.cues[cueKey{kind, strings.ToLower(lemma)}]
}

// CuesForPhrase is CuesFor for a noun with words in front of it: it tries the
// whole phrase, then drops leading words, so that "former deputy chief
// executive" finds the cues of "chief executive". It returns the head found.
func (o *Ontology) CuesForPhrase(kind CueKind, lemmas []string) (head string, cues []RelationCue) {
	for i := range lemmas {
		head = strings.Join(lemmas[i:], " ")
		if cues = o.CuesFor(kind, head); len(cues) > 0 {
			return head, cues
		}
	}
	return "", nil
}

// CueHeads returns the heads of all cues of a kind in small letters, sorted, each once; some
// hold several words ("chief executive"). Shared slice: do not write.
func (o *Ontology) CueHeads(kind CueKind) []string { return o.cueLemmas[kind%3] }

// Fact returns the fact of that id, or nil.
func (o *Ontology) Fact(id string) *Fact { return o.fact[id] }

// FactsNamed returns the facts that carry this exact name or alias (not the
// weak names or demonyms). Within a family there is at most one.
func (o *Ontology) FactsNamed(name string) []*Fact { return o.names[name] }

// FactsNamedFold is FactsNamed without regard to case; names that are all
// capitals ("US", "WHO") or start with "The" ("The Record") match only as they
// are written, because in small letters they are common words.
func (o *Ontology) FactsNamedFold(name string) []*Fact {
	if fs := o.names[name]; len(fs) > 0 {
		return fs
	}
	return o.folded[strings.ToLower(name)]
}

// FactsWeak returns the facts of which this is sometimes the name: "Washington".
func (o *Ontology) FactsWeak(name string) []*Fact { return o.weak[name] }

// FactsWithDemonym returns the countries and regions of a demonym: "Chinese".
func (o *Ontology) FactsWithDemonym(demonym string) []*Fact { return o.demonyms[demonym] }

// FactsTitled returns the facts with this title: "Secretary of Defense".
func (o *Ontology) FactsTitled(title string) []*Fact { return o.titles[title] }

// FactsIn returns the facts whose Part is this id: the bodies of a country.
func (o *Ontology) FactsIn(id string) []*Fact { return o.parts[id] }

// FactsOfType returns the facts of an entity type or a subtype of it.
func (o *Ontology) FactsOfType(name string) []*Fact {
	var fs []*Fact
	for _, t := range o.subs[name] {
		fs = append(fs, o.ofType[t]...)
	}
	return fs
}

// index builds the maps of a checked ontology.
func (o *Ontology) index() {
	o.indexTypes()
	o.indexCues()
	o.indexFacts()
}

func (o *Ontology) indexTypes() {
	o.entity, o.relation = map[string]*EntityType{}, map[string]*RelationType{}
	o.heads, o.supers, o.subs = map[string][]*EntityType{}, map[string][]string{}, map[string][]string{}
	up, all := map[string][]string{}, []string{}
	for i := range o.entities {
		e := &o.entities[i]
		o.entity[e.Name] = e
		all = append(all, e.Name)
		up[e.Name] = append([]string{e.Parent}, e.Also...)
		for _, h := range e.Heads {
			o.heads[h] = append(o.heads[h], e)
		}
	}
	for i := range o.relations {
		r := &o.relations[i]
		o.relation[r.Name] = r
		all = append(all, r.Name)
		up[r.Name] = []string{r.Parent}
	}
	for _, name := range all {
		line := []string{name}
		for i := 0; i < len(line); i++ { // breadth first, so nearest first
			for _, s := range up[line[i]] {
				if s != "" && !slices.Contains(line, s) {
					line = append(line, s)
				}
			}
		}
		o.supers[name] = line
		o.subs[name] = []string{name}
	}
	for _, name := range all {
		for _, s := range o.supers[name][1:] {
			o.subs[s] = append(o.subs[s], name)
		}
	}
}

func (o *Ontology) indexCues() {
	o.cues = map[cueKey][]RelationCue{}
	for i := range o.relations {
		r := &o.relations[i]
		for j := range r.Cues {
			c := &r.Cues[j]
			k := cueKey{c.Kind, strings.ToLower(c.Head)}
			if len(o.cues[k]) == 0 {
				o.cueLemmas[c.Kind] = append(o.cueLemmas[c.Kind], k.lemma)
			}
			o.cues[k] = append(o.cues[k], RelationCue{r, c})
		}
	}
	for i := range o.cueLemmas {
		slices.Sort(o.cueLemmas[i])
	}
}

func (o *Ontology) indexFacts() {
	n := len(o.facts)
	o.fact, o.names, o.folded = make(map[string]*Fact, n), make(map[string][]*Fact, 3*n), make(map[string][]*Fact, 3*n)
	o.weak, o.demonyms, o.titles = map[string][]*Fact{}, map[string][]*Fact{}, map[string][]*Fact{}
	o.parts, o.ofType = map[string][]*Fact{}, map[string][]*Fact{}
	for i := range o.facts {
		f := &o.facts[i]
		o.fact[f.ID] = f
		put(o.ofType, f.Type, f)
		if f.Part != "" {
			put(o.parts, f.Part, f)
		}
		o.indexName(f.Name, f)
		for _, a := range f.Aliases {
			o.indexName(a, f)
		}
		for _, w := range f.Weak {
			put(o.weak, w, f)
		}
		for _, d := range f.Demonyms {
			put(o.demonyms, d, f)
		}
		for _, t := range f.Titles {
			put(o.titles, t, f)
		}
	}
}

func (o *Ontology) indexName(name string, f *Fact) {
	if slices.Contains(f.Weak, name) {
		return
	}
	put(o.names, name, f)
	if name != strings.ToUpper(name) && !strings.HasPrefix(name, "The ") {
		put(o.folded, strings.ToLower(name), f)
	}
}

// put appends f unless it is there already.
func put(m map[string][]*Fact, key string, f *Fact) {
	if !slices.Contains(m[key], f) {
		m[key] = append(m[key], f)
	}
}
