package graph

import "time"

// A Page asks for a stretch of an ordered list: First items after After, or
// Last items before Before. Cursors are opaque. Zero value: the first 20.
type Page struct {
	First, Last   int
	After, Before string
	NoCursors     bool // they are not needed
}

// A List is a stretch of an ordered list.
type List[T any] struct {
	Items       []T
	Cursors     []string // one an item, none with NoCursors
	HasNext     bool
	HasPrevious bool
	Total       int // of the whole list under its filter; -1 where it is not kept
}

// Direction of a relation as seen from an entity.
type Direction uint8

// The directions.
const (
	Both Direction = iota
	Out            // the entity is the subject
	In             // the entity is the object
)

// RelationQuery selects and orders relations. Zero value: all, by documents.
type RelationQuery struct {
	Types           []string // types and their subtypes, already expanded by the caller
	Entity          EntityID // other end
	Direction       Direction
	Since, Until    time.Time // when it happened
	PublishedBefore time.Time // what was known by then
	MinSources      int
	Polarity        *Polarity
	Modality        []Modality
	Text            string
	Order           RelationOrder
	Page            Page

	met map[EntityID]uint64 // which words of Text the entities met so far hold
}

// RelationOrder of a list of relations.
type RelationOrder uint8

// Orders of relations; ties by id.
const (
	RelationsBySources RelationOrder = iota // most independent sources first
	RelationsByFirstSeen
	RelationsByLastSeen
	RelationsByType
)

// ClaimQuery selects and orders claims.
type ClaimQuery struct {
	RelationQuery // Types, Entity, Since … as there; its Order and Page are not used
	AttributedTo  EntityID
	Document      DocumentID
	MinScore      float64
	Open          *bool // true: only open claims, false: only typed ones
	Order         ClaimOrder
	Page          Page
}

// ClaimOrder of a list of claims.
type ClaimOrder uint8

// Orders of claims; ties by id.
const (
	ClaimsByDocument ClaimOrder = iota // publication, then position
	ClaimsByTime                       // event time, undated last
	ClaimsByScore
)

// EntityQuery selects and orders entities.
type EntityQuery struct {
	Types                []string // expanded by the caller
	NameStartsWith       string
	Text                 string
	Document             DocumentID
	MinDocuments         int
	SeenSince, SeenUntil time.Time
	Order                EntityOrder
	Page                 Page
}

// EntityOrder of a list of entities.
type EntityOrder uint8

// Orders of entities; ties by id.
const (
	EntitiesByDocuments EntityOrder = iota
	EntitiesByName
	EntitiesByRelations
	EntitiesByLastSeen
)

// DocumentQuery selects and orders documents.
type DocumentQuery struct {
	Kind         DocumentKind
	Publisher    string
	Language     string
	Text         string
	Since, Until time.Time // publication
	Story        StoryID
	Order        DocumentOrder
	Page         Page
}

// DocumentOrder of a list of documents.
type DocumentOrder uint8

// Orders of documents; ties by id.
const (
	DocumentsByPublished DocumentOrder = iota // newest first, undated last
	DocumentsByTitle
)

// SearchQuery asks for entities, documents and claims by words.
type SearchQuery struct {
	Text  string
	Kinds []HitKind // empty: all
	Page  Page
}

// HitKind is what a search found.
type HitKind uint8

// Kinds of hit.
const (
	EntityHit HitKind = iota
	DocumentHit
	ClaimHit
)

// A Hit is one result of a search.
type Hit struct {
	Kind     HitKind
	Entity   EntityID
	Document DocumentID
	Claim    ClaimID
	Score    float64
	Snippet  string // words around the match
}
