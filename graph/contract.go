package graph

import (
	"context"
	"iter"
)

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

func (s *Snapshot) Stories(ctx context.Context, ids []StoryID) ([]*Story, error) {
	panic("contract only")
}

func (s *Snapshot) Utterances(ctx context.Context, ids []UtteranceID) ([]*Utterance, error) {
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

func (s *Snapshot) ListStories(ctx context.Context, p Page) (List[*Story], error) {
	panic("contract only")
}

func (s *Snapshot) ListJudgements(ctx context.Context, p Page) (List[*Judgement], error) {
	panic("contract only")
}

func (s *Snapshot) ListContradictions(ctx context.Context, p Page) (List[*Contradiction], error) {
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
