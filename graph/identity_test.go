package graph

import (
	"context"
	"testing"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// applyAll applies batches in calls of the given size and returns the dump.
func applyAll(t testing.TB, batches []*Batch, size int) string {
	t.Helper()
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	applyTo(t, s, batches, size)
	return dump(t, db)
}

func applyTo(t testing.TB, s *Store, batches []*Batch, size int) {
	t.Helper()
	for len(batches) > 0 {
		n := min(size, len(batches))
		if _, err := s.Apply(context.Background(), batches[:n]...); err != nil {
			t.Fatal(err)
		}
		batches = batches[n:]
	}
}

func batchesOf(ss []sample) []*Batch {
	var out []*Batch
	for _, s := range ss {
		out = append(out, s.batch())
	}
	return out
}

// Whatever the order, the size of calls, and what came and went in between:
// the same documents make the same store, byte for byte.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		samples := genSamples(rt, rapid.IntRange(1, 8).Draw(rt, "docs"))
		want := applyAll(t, batchesOf(samples), 100)
		shuffled := rapid.Permutation(batchesOf(samples)).Draw(rt, "order")
		if got := applyAll(t, shuffled, rapid.IntRange(1, 3).Draw(rt, "size")); got != want {
			rt.Fatalf("another order gives another store: %s", firstDifference(got, want))
		}
		db := kv.NewMem()
		s := openTest(t, db)
		defer s.Close()
		others := genSamples(rt, len(samples)) // other revisions of the same documents
		for i, o := range others {
			b := o.batch()
			if _, err := s.Apply(context.Background(), b); err != nil {
				rt.Fatal(err)
			}
			if i%2 == 0 {
				if _, err := s.Apply(context.Background(), shuffled[:i]...); err != nil {
					rt.Fatal(err)
				}
			}
		}
		applyTo(t, s, shuffled, 2)
		if got := dump(t, db); got != want {
			rt.Fatalf("revisions leave traces: %s", firstDifference(got, want))
		}
	})
}
