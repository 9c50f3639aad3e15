package graph

import (
	"context"
	"errors"
	"iter"
	"time"

	"dossier/graph/kv"
)

// Errors of the store.
var (
	ErrNotFound = errors.New("not found")
	ErrFormat   = errors.New("store was written in a format this version does not read")
)

// Options of a store. The zero value works, with identity by strong keys alone.
type Options struct {
	// Family returns the family of an entity type; identity never crosses it.
	Family func(entityType string) string
	// Now stamps judgements; time.Now by default.
	Now func() time.Time
}

// A Store is a graph in a kv.DB. One goroutine writes at a time (the store
// sees to it); reads go on meanwhile on their own snapshots, which only ever
// show states in which views and documents agree.
type Store struct{}

// Open reads the store's header, finishes what a crash left half done, and
// refuses formats it does not know. The store owns db from here on.
func Open(ctx context.Context, db kv.DB, o Options) (*Store, error) { panic("contract only") }

// Close closes the store and its engine.
func (s *Store) Close() error { panic("contract only") }

// Outcome tells what Apply found.
type Outcome uint8

// The outcomes of Apply.
const (
	Unchanged Outcome = iota
	New
	Updated
)

// Apply stores everything the batches' documents say, each whole or not at
// all, and brings every view up to date before it returns. A document whose
// revision is already there is Unchanged; another revision replaces it.
func (s *Store) Apply(ctx context.Context, batches ...*Batch) ([]Outcome, error) {
	panic("contract only")
}

// An Effect is what a retraction or a judgement changes: shown before, and
// returned after.
type Effect struct {
	Join, Leave []EntityID   // entities that become one; that come apart
	Entities    []EntityID   // that disappear
	Relations   []RelationID // that lose their last support
	Moved       int          // claims that change their entity
	Claims      int          // claims that go
}

// Retract removes a document and all that only it supports. With preview it
// changes nothing and returns what would happen.
func (s *Store) Retract(ctx context.Context, id DocumentID, preview bool) (*Effect, error) {
	panic("contract only")
}

// Judge records a judgement about two entities and applies it.
func (s *Store) Judge(ctx context.Context, left, right EntityID, v Verdict, by, reason string, preview bool) (*Judgement, *Effect, error) {
	panic("contract only")
}

// Undo takes a judgement back, by a judgement.
func (s *Store) Undo(ctx context.Context, id JudgementID, by, reason string, preview bool) (*Judgement, *Effect, error) {
	panic("contract only")
}

// ImportJudgements adds judgements of another store, as they are.
func (s *Store) ImportJudgements(ctx context.Context, js []Judgement) error { panic("contract only") }

// A Problem is a broken invariant.
type Problem struct {
	Record string // the record's key, readable
	What   string
}

// Verify checks every invariant of the store, among them that each quote
// equals the document's text at its offsets and that every view equals one
// computed anew.
func (s *Store) Verify(ctx context.Context) iter.Seq2[Problem, error] { panic("contract only") }

// Changes returns a channel that receives after every commit; slow receivers
// miss intermediate ones. stop releases it.
func (s *Store) Changes() (c <-chan Change, stop func()) { panic("contract only") }

// A Change says what a commit touched.
type Change struct {
	Entities  []EntityID
	Documents []DocumentID
}

// Snapshot opens a consistent view. Close it.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) { panic("contract only") }

// A Snapshot answers questions about one state of the graph. Methods take
// slices and answer in the same order; what is missing is nil or empty. Results
// may be shared between callers: do not write to them.
type Snapshot struct{}

// Close releases the snapshot.
func (s *Snapshot) Close() { panic("contract only") }

// By id.
func (s *Snapshot) Entities(ctx context.Context, ids []EntityID) ([]*Entity, error) {
	panic("contract only")
}

// Documents returns documents; Text, Regions and Raw only if asked for.
func (s *Snapshot) Documents(ctx context.Context, ids []DocumentID, withText, withRaw bool) ([]*Document, error) {
	panic("contract only")
}
func (s *Snapshot) Claims(ctx context.Context, ids []ClaimID) ([]*Claim, error) {
	panic("contract only")
}
func (s *Snapshot) Relations(ctx context.Context, ids []RelationID) ([]*Relation, error) {
	panic("contract only")
}
func (s *Snapshot) Profiles(ctx context.Context, ids []ProfileID) ([]*Profile, error) {
	panic("contract only")
}
func (s *Snapshot) Stories(ctx context.Context, ids []StoryID) ([]*Story, error) {
	panic("contract only")
}
func (s *Snapshot) Utterances(ctx context.Context, ids []UtteranceID) ([]*Utterance, error) {
	panic("contract only")
}
func (s *Snapshot) Judgements(ctx context.Context, ids []JudgementID) ([]*Judgement, error) {
	panic("contract only")
}

// By what they hang on: one list for each id.
func (s *Snapshot) RelationsOf(ctx context.Context, ids []EntityID, q RelationQuery) ([]List[*Relation], error) {
	panic("contract only")
}

// A Neighbor is an entity at the other end of some relations.
type Neighbor struct {
	Entity    EntityID
	Relations []RelationID
	Sources   int
}

// NeighborsOf groups the relations of entities by their other end, most
// sources first; types filters the neighbours' entity types.
func (s *Snapshot) NeighborsOf(ctx context.Context, ids []EntityID, q RelationQuery, types []string) ([]List[Neighbor], error) {
	panic("contract only")
}
func (s *Snapshot) ClaimsOf(ctx context.Context, ids []EntityID, q ClaimQuery) ([]List[*Claim], error) {
	panic("contract only")
}
func (s *Snapshot) ClaimsOfRelations(ctx context.Context, ids []RelationID, q ClaimQuery) ([]List[*Claim], error) {
	panic("contract only")
}
func (s *Snapshot) ClaimsOfDocuments(ctx context.Context, ids []DocumentID, q ClaimQuery) ([]List[*Claim], error) {
	panic("contract only")
}
func (s *Snapshot) DocumentsOf(ctx context.Context, ids []EntityID, p Page) ([]List[*Document], error) {
	panic("contract only")
}
func (s *Snapshot) EntitiesOf(ctx context.Context, ids []DocumentID, types []string, p Page) ([]List[*Entity], error) {
	panic("contract only")
}

// An EntityMention is a mention with its document.
type EntityMention struct {
	Document DocumentID
	Mention
	Text string
}

func (s *Snapshot) MentionsOf(ctx context.Context, ids []EntityID, p Page) ([]List[EntityMention], error) {
	panic("contract only")
}

// MentionsIn returns all mentions of documents with the entity of each.
func (s *Snapshot) MentionsIn(ctx context.Context, ids []DocumentID) ([][]Mention, error) {
	panic("contract only")
}

// ProfilesIn returns all profiles of documents, Entity set.
func (s *Snapshot) ProfilesIn(ctx context.Context, ids []DocumentID) ([][]*Profile, error) {
	panic("contract only")
}
func (s *Snapshot) Identity(ctx context.Context, id EntityID) ([]IdentityLink, error) {
	panic("contract only")
}
func (s *Snapshot) Lookalikes(ctx context.Context, id EntityID, first int) ([]Lookalike, error) {
	panic("contract only")
}
func (s *Snapshot) DocumentsOfStories(ctx context.Context, ids []StoryID, p Page) ([]List[*Document], error) {
	panic("contract only")
}
func (s *Snapshot) CarriersOf(ctx context.Context, ids []UtteranceID, p Page) ([]List[*Document], error) {
	panic("contract only")
}

// Lists over the whole graph.
func (s *Snapshot) ListEntities(ctx context.Context, q EntityQuery) (List[*Entity], error) {
	panic("contract only")
}
func (s *Snapshot) ListRelations(ctx context.Context, q RelationQuery) (List[*Relation], error) {
	panic("contract only")
}
func (s *Snapshot) ListClaims(ctx context.Context, q ClaimQuery) (List[*Claim], error) {
	panic("contract only")
}
func (s *Snapshot) ListDocuments(ctx context.Context, q DocumentQuery) (List[*Document], error) {
	panic("contract only")
}
func (s *Snapshot) ListStories(ctx context.Context, p Page) (List[*Story], error) {
	panic("contract only")
}
func (s *Snapshot) ListJudgements(ctx context.Context, p Page) (List[*Judgement], error) {
	panic("contract only")
}
func (s *Snapshot) ListContradictions(ctx context.Context, p Page) (List[*Contradiction], error) {
	panic("contract only")
}

// Named returns, for each name, the entities that carry it as name or alias
// (case, "the", punctuation and dashes folded), most documents first.
func (s *Snapshot) Named(ctx context.Context, names []string) ([][]EntityID, error) {
	panic("contract only")
}

// Search finds entities, documents and claims by words; the last word matches
// as a prefix, so that it serves completion.
func (s *Snapshot) Search(ctx context.Context, q SearchQuery) (List[Hit], error) {
	panic("contract only")
}

// Paths returns up to n shortest chains of relations, by bidirectional search.
func (s *Snapshot) Paths(ctx context.Context, from, to EntityID, maxHops, n int, q RelationQuery) ([]Path, error) {
	panic("contract only")
}

// Subgraph returns the entities within depth of some, best connected first up
// to limit, and all relations among them.
func (s *Snapshot) Subgraph(ctx context.Context, around []EntityID, depth, limit int, q RelationQuery) (entities []EntityID, relations []*Relation, truncated bool, err error) {
	panic("contract only")
}

// Stats returns the store's counters.
func (s *Snapshot) Stats(ctx context.Context) (Stats, error) { panic("contract only") }

// Batches yields every document with all it says, by document id: what a
// lossless export writes. A dataset of any size comes in several batches of
// the same document, each with a run of its profiles and claims.
func (s *Snapshot) Batches(ctx context.Context) iter.Seq2[*Batch, error] { panic("contract only") }
