package graph

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dossier/graph/kv"
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

// effects tells what a finished step changed, in a fixed order.
func (st *step) effects() *Effect {
	now, was := map[EntityID]map[EntityID]bool{}, map[EntityID]map[EntityID]bool{}
	note := func(m map[EntityID]map[EntityID]bool, a, b EntityID) {
		if m[a] == nil {
			m[a] = map[EntityID]bool{}
		}
		m[a][b] = true
	}
	for _, n := range st.nodes {
		if a, b := n.was, n.entity(); a != (EntityID{}) && b != (EntityID{}) && n.exists() {
			note(now, a, b)
			note(was, b, a)
		}
	}
	e := st.effect
	e.Join, e.Leave = several(was), several(now)
	slices.SortFunc(e.Entities, cmp16[EntityID])
	slices.SortFunc(e.Relations, func(a, b RelationID) int {
		x, y := relOut(a), relOut(b)
		return compareStrings(x.Part+x.Sort, y.Part+y.Sort)
	})
	return e
}

// several collects the members of the sets with more than one.
func several(m map[EntityID]map[EntityID]bool) []EntityID {
	out := map[EntityID]bool{}
	for _, set := range m {
		if len(set) > 1 {
			maps.Copy(out, set)
		}
	}
	return slices.SortedFunc(maps.Keys(out), cmp16[EntityID])
}

// Retract removes a document and all that only it supports. With preview it
// changes nothing and returns what would happen.
func (s *Store) Retract(ctx context.Context, id DocumentID, preview bool) (*Effect, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	e, err := s.retract(ctx, id, preview)
	if err != nil {
		return nil, fmt.Errorf("retract %s: %w", id, err)
	}
	return e, nil
}

// retract computes the whole retraction in one step, to know its effect; what
// is too large to commit so goes in several.
func (s *Store) retract(ctx context.Context, id DocumentID, preview bool) (*Effect, error) {
	large := false
	var last *step
	err := s.step(ctx, func(st *step) error {
		last, large = st, false
		got, err := st.o.Get(ctx, []kv.Key{docKey(id, docHeader)})
		if err != nil {
			return err
		}
		if got[0] == nil {
			return ErrNotFound
		}
		for done := false; !done; {
			if done, err = st.goDocument(ctx, id); err != nil {
				return err
			}
			large = large || !done
		}
		if !preview && !large {
			return nil
		}
		if err := st.finish(ctx); err != nil {
			return err
		}
		return errPreview
	}, func() { delete(s.partial, id) })
	if err != nil && !errors.Is(err, errPreview) {
		return nil, err
	}
	if large && !preview {
		if err := s.remove(ctx, id, false); err != nil {
			return nil, err
		}
	}
	return last.effects(), nil
}
