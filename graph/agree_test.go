package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// disagreement looks for a place where the lists, views and counters of one
// state contradict each other.
func disagreement(ctx context.Context, s *Snapshot) error {
	all := Page{First: 10_000}
	es, err := s.ListEntities(ctx, EntityQuery{Page: all})
	if err != nil {
		return err
	}
	st, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	if len(es.Items) != st.Entities {
		return fmt.Errorf("%d entities listed, %d counted", len(es.Items), st.Entities)
	}
	ids := make([]EntityID, len(es.Items))
	for i, e := range es.Items {
		ids[i] = e.ID
	}
	rels, err1 := s.RelationsOf(ctx, ids, RelationQuery{Page: all})
	claims, err2 := s.ClaimsOf(ctx, ids, ClaimQuery{Page: all})
	docs, err3 := s.DocumentsOf(ctx, ids, all)
	mentions, err4 := s.MentionsOf(ctx, ids, all)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	seen := 0
	for i, e := range es.Items {
		seen += len(mentions[i].Items)
		if rels[i].Total != e.Relations || claims[i].Total != e.Claims || len(docs[i].Items) != e.Documents {
			return fmt.Errorf("%s has %d relations, %d claims, %d documents; listed are %d, %d, %d", e.Name,
				e.Relations, e.Claims, e.Documents, rels[i].Total, claims[i].Total, len(docs[i].Items))
		}
		for _, r := range rels[i].Items {
			back, err := s.ClaimsOfRelations(ctx, []RelationID{r.ID}, ClaimQuery{Page: all})
			if err != nil {
				return err
			}
			if back[0].Total != r.Claims || r.Supporting+r.Contradicting != r.Claims || r.Sources < 1 || r.Sources > r.Documents {
				return fmt.Errorf("relation %v: %+v, %d claims listed", r.ID, *r, back[0].Total)
			}
		}
		for _, c := range claims[i].Items {
			if c.Subject.Entity != e.ID && c.Object.Entity != e.ID {
				return fmt.Errorf("claim %s is not about %s", c.ID, e.Name)
			}
		}
	}
	if seen != st.Mentions {
		return fmt.Errorf("%d mentions listed, %d counted", seen, st.Mentions)
	}
	rl, err := s.ListRelations(ctx, RelationQuery{Page: all})
	if err == nil && len(rl.Items) != st.Relations {
		err = fmt.Errorf("%d relations listed, %d counted", len(rl.Items), st.Relations)
	}
	return err
}

func TestViewsAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := openTest(t, kv.NewMem())
		defer s.Close()
		applyTo(t, s, batchesOf(genSamples(rt, rapid.IntRange(1, 8).Draw(rt, "docs"))), 3)
		snap, err := s.Snapshot(context.Background())
		if err != nil {
			rt.Fatal(err)
		}
		defer snap.Close()
		if err := disagreement(context.Background(), snap); err != nil {
			rt.Fatal(err)
		}
	})
}

// Readers see whole states only, while documents come and go.
func TestReadersWhileWriting(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	changes, stop := s.Changes()
	defer stop()
	batches := bigWorld(12, 3)
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				snap, err := s.Snapshot(ctx)
				if err != nil {
					t.Error(err)
					return
				}
				if err := disagreement(ctx, snap); err != nil {
					t.Error(err)
				}
				snap.Close()
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for round := range 2 {
		applyTo(t, s, batches, 2)
		for _, b := range batches[round : len(batches)-4] {
			if _, err := s.Retract(ctx, b.Document.ID, false); err != nil {
				t.Error(err)
			}
		}
	}
	close(done)
	wg.Wait()
	select {
	case c := <-changes:
		for _, b := range batches { // nobody listened until now
			if !slices.Contains(c.Documents, b.Document.ID) {
				t.Errorf("the change of document %s was missed", b.Document.ID)
			}
		}
		if len(c.Entities) == 0 || len(c.Documents) != len(batches) {
			t.Errorf("%d entities, %d documents of %d", len(c.Entities), len(c.Documents), len(batches))
		}
	default:
		t.Error("no change was told")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Snapshot(ctx); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("a snapshot of a closed store: %v", err)
	}
	if _, err := s.Apply(ctx, batches...); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("apply to a closed store: %v", err)
	}
}
