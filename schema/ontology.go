package schema

import "io/fs"

// lookup holds the maps behind the accessors; built once by Load.
type lookup struct {
	entity   map[string]*EntityType
	relation map[string]*RelationType
	fact     map[string]*Fact
	names    map[string][]*Fact
}

// Load reads every *.yaml under fsys: entity types, relation types, facts. All
// files are checked before it returns; the error joins one line for each
// fault, "FILE:LINE: what is wrong", in file order.
func Load(fsys fs.FS) (*Ontology, error) { panic("contract only") }

// Default returns the embedded ontology.
func Default() *Ontology { panic("contract only") }

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

// Fact returns the fact of that id, or nil.
func (o *Ontology) Fact(id string) *Fact { return o.fact[id] }

// FactsNamed returns the facts that carry this exact name or alias (not the
// weak names or demonyms).
func (o *Ontology) FactsNamed(name string) []*Fact { return o.names[name] }

// Is reports whether entity type name is super or below it.
func (o *Ontology) Is(name, super string) bool { panic("contract only") }

// Family returns the family of an entity type; FamilyThing if unknown.
func (o *Ontology) Family(name string) Family { panic("contract only") }

// Accepts reports whether a subject of type subj and an object of type obj
// (or a value type) fit the relation's domain and range.
func (o *Ontology) Accepts(relation, subj, obj string) bool { panic("contract only") }

// CuesFor returns the cues whose head has this lemma, with the relation each
// belongs to. Shared slice: do not write.
func (o *Ontology) CuesFor(kind CueKind, lemma string) []RelationCue { panic("contract only") }

// A RelationCue is a cue together with its relation type.
type RelationCue struct {
	Relation *RelationType
	Cue      *Cue
}
