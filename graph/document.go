// Package graph holds what has been said, and by which article: documents,
// mentions, profiles, claims with their evidence, and the views computed from
// them: entities, relations, stories, utterances. FORMAT.md draws what is on
// disk.
package graph

import (
	"time"

	"github.com/google/uuid"
)

// Ids are UUIDs, version 5, computed from content: the same articles always
// give the same ids.
type (
	// DocumentID names a document: from its URL, or from its content.
	DocumentID uuid.UUID
	// EntityID names an entity: from the first of its strong keys.
	EntityID uuid.UUID
	// StoryID names a story: from its first document.
	StoryID uuid.UUID
	// UtteranceID names an utterance: from its first carrier.
	UtteranceID uuid.UUID
	// JudgementID names a judgement: from its content and time.
	JudgementID uuid.UUID
)

// ProfileID and ClaimID number the profiles and claims of a document in text
// order; they are stable for one revision and extractor.
type (
	ProfileID struct {
		Document DocumentID
		N        uint32
	}
	ClaimID struct {
		Document DocumentID
		N        uint32
	}
)

// A Span is a half-open range of bytes of a document's text.
type Span struct{ Start, End int }

// DocumentKind tells articles from imported data sets.
type DocumentKind string

// The kinds of document.
const (
	KindArticle DocumentKind = "article"
	KindDataset DocumentKind = "dataset" // rows are its evidence; it has no text
)

// A Document is one article, or one imported data set.
type Document struct {
	ID        DocumentID
	Kind      DocumentKind
	URL       string
	Title     string
	Publisher string
	Authors   []string
	Published time.Time // UTC; zero if unknown
	DayOnly   bool
	Language  string
	Text      string
	Regions   []Region
	Raw       []byte // the original bytes; stored compressed
	RawType   string
	Parent    DocumentID // of a related story: the page it was found on; zero otherwise
	Extractor string     // version that made its claims
	Revision  uint64     // hash of everything above; a changed document has another

	// Set when read, never by the caller of Apply.
	Story    StoryID
	Claims   int // how many it has
	Entities int
}

// A Region is a stretch of a document's text of one kind ("body", "advert", …).
type Region struct {
	Span
	Kind string
}

// A Mention is a span of a document that names one of its profiles.
type Mention struct {
	Span
	Profile uint32 // N of the profile
	Kind    string // "name", "nominal", "pronoun"
	Type    string // entity type this mention alone suggests
	Rule    string // why it belongs to the profile
	Score   float64
}

// A Profile is what one document says of one entity.
type Profile struct {
	ID          ProfileID
	Type        string   // entity type of the ontology
	Name        string   // the fullest name in this document
	Names       []Count  // every name and how often, by name
	Roles       []string // "secretary of defense", lower case, sorted
	Description string
	ExternalIDs []ExternalID
	Keys        []IdentityKey // made by ingest/identity; sorted

	Entity EntityID // set when read
}

// A Count is a text with how often it occurs.
type Count struct {
	Text string
	N    int
}

// An ExternalID names the same thing in another scheme: {"wikidata", "Q95"}.
type ExternalID struct{ Scheme, Value string }

// An IdentityKey is a reason why two profiles are one entity. Profiles that
// share a strong key are; a weak key attaches to the one compatible entity of
// its block, or to none.
type IdentityKey struct {
	Text   string // "person/name/tom cotton", "id/wikidata/Q95", "person/surname/cotton"
	Strong bool
	// Story tells that the key holds among the documents of one story only:
	// "group/china/engineer". There a strong key joins what has no other key; a
	// weak one says what a profile may be looked for by. With "?" in front it
	// looks for the one thing with that key, and if the key is strong, those
	// that look in vain are one.
	Story bool
}

// A Batch is everything one document says, ready to apply. A data set too
// large for memory comes as several batches of the same Document: profiles and
// claims are numbered on from batch to batch, a claim may speak of profiles of
// earlier batches, and More is true in all but the last. Readers see the data
// set when its last batch is in.
type Batch struct {
	Document Document
	Mentions []Mention // in text order
	Profiles []Profile // numbered 0…n-1
	Claims   []Claim   // numbered 0…n-1
	More     bool      // further batches of this document follow
}
