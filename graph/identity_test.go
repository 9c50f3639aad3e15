package graph

import (
	"context"
	"testing"

	"dossier/graph/kv"
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
