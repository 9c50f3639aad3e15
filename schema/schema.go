package schema

// An EntityType is a kind of thing that articles speak of.
type EntityType struct {
	Name   string // "PublicBody": unique, an upper-camel GraphQL name
	Label  string // "public body"
	Plural string // "public bodies"
	Doc    string
	Parent string   // name of the supertype, "" for a root
	Also   []string // further supertypes: a Country is a Place and acts like an Agent
	Family Family   // what may be the same thing: identity never merges across families
	Heads  []string // lemmas of common nouns that name one ("ministry", "regulator")
	Affix  []string // words in a name that give the type away ("Inc.", "Ministry of")
	File   string
	Line   int
}

// A Family groups the types between which identity may merge.
type Family string

// The families. A Company and a PublicBody may turn out to be one
// organisation; a Person and a Place never do.
const (
	FamilyPerson Family = "person"
	FamilyOrg    Family = "org"
	FamilyPlace  Family = "place" // countries included: a government named by its country stays the country
	FamilyThing  Family = "thing" // products, systems, documents, events, positions
	FamilyGroup  Family = "group" // people without a legal form: "Chinese engineers"
)

// A RelationType is a kind of statement about two entities, or about an
// entity and a value.
type RelationType struct {
	Name       string // "holdsPosition": unique, lower camel; the enum member in GraphQL
	Label      string // "holds position at", read subject → object
	Inverse    string // "position held by", read object → subject
	Doc        string
	Parent     string   // name of the supertype, "" for a root
	Domain     []string // entity types the subject may have; supertypes cover their subtypes; empty: any
	Range      []string // the same for the object; the value types "date", "number", "money", "text" may stand here too
	Symmetric  bool     // S r O says the same as O r S
	Functional bool     // one object at a time: two different ones contradict each other; of a range with values, two values do
	Lasting    bool     // a state (employedBy) and not an event (accuses)
	Opposite   string   // relation type that a denied claim of this one supports ("stops" and "uses"), or ""
	Cues       []Cue
	File       string
	Line       int
}

// The value types, which may stand in a Range beside entity types.
const (
	ValueDate   = "date"
	ValueNumber = "number"
	ValueMoney  = "money"
	ValueText   = "text" // also a clause: what somebody says or orders
)

// A Cue is one way in which English says a relation, written as a short frame.
// S and O stand for subject and object of the relation, "_" for any filler,
// all else are lemmas. Passive voice, tense, negation, relative clauses and
// the double object ("give O _" for "give _ to O") are the claim finder's
// business and never part of a cue.
//
//	S acquire O                 verb, direct object
//	S look into O               verb with preposition: O hangs on it
//	S carry out O               verb with particle (up, out, off, down, away, back …)
//	S take+over O               "+" makes a particle of a word that is mostly a preposition
//	S sign up for O             particle and preposition
//	S provide _ to O            filler "_" as direct object, O behind the preposition
//	S sign deal with O          filler that must have this head lemma
//	S charge O with _           filler behind a preposition (FillerAt)
//	S take O hostage            filler as complement of the object
//	_ base S in O               nobody in particular acts: "S is based in O"
//	S be director of O          role noun: covers "S is/was/became/serves as a director of O",
//	                            "S, director of O", "O director S", "O's director, S"
//	S be critical of O          the same for an adjective
//	S's use of O                nominalisation; also "use of O by S"
//	war between S and O         nominalisation without a possessor
//	O hire S                    either end may stand first
type Cue struct {
	Text     string // as written in the file
	Kind     CueKind
	Head     string // lemma of the verb, noun or adjective; may hold several words ("chief executive")
	Particle string // "up" in "sign up for", "" if none
	Filler   string // head lemma the filler must have, "_" for any, "" when the frame has none
	FillerAt Slot   // where the filler stands when Filler is not ""; SlotObject unless the frame says otherwise
	Subject  Slot   // where S stands
	Object   Slot   // where O stands
	File     string
	Line     int
}

// CueKind tells the three forms of a frame apart.
type CueKind uint8

// The forms of a frame.
const (
	CueVerb CueKind = iota // S acquire O
	CueRole                // S be director of O
	CueNoun                // S's use of O
)

// String returns "verb", "role" or "noun".
func (k CueKind) String() string { return [...]string{"verb", "role", "noun"}[k%3] }

// A Slot says where an argument stands in a frame.
type Slot struct {
	Role SlotRole
	Prep string // with SlotPrep: the preposition's lemma
}

// SlotRole is the grammatical place of an argument.
type SlotRole uint8

// Places of an argument in a frame.
const (
	SlotSubject SlotRole = iota
	SlotObject
	SlotPrep
	SlotPossessor  // S's use
	SlotComplement // only for fillers: "hostage" in "S take O hostage"
)

// A Fact is an entry of the knowledge base: a thing of the world that news
// names without introducing it.
type Fact struct {
	ID       string   // Wikidata id "Q11212" where known, else "kb:" and a slug; unique
	Type     string   // entity type
	Name     string   // the name to show; a strong name too, unless Weak repeats it
	Aliases  []string // other names; matched exactly, case-sensitive where all capitals; no two facts of a family share one
	Weak     []string // names that are only sometimes this thing ("Washington", "X", "Oracle"): need context
	Demonyms []string // "Chinese": points at the country, is not a name of it
	Titles   []string // for persons and bodies: "Secretary of Defense"
	Part     string   // id of the body or country it belongs to
	Capital  string   // for countries and regions: id of the city
	Gender   string   // "female", "male" or "" for persons
	Doc      string   // one line of description
	File     string
	Line     int
}

// An Ontology is a checked set of types, cues and facts. It never changes
// after Load and is safe for concurrent use.
type Ontology struct {
	entities  []EntityType
	relations []RelationType
	facts     []Fact
	ranker    []byte // ranker.bin of the folder, opaque here
	lookup
}
