package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"dossier/graph/kv"
)

// everything is what readers of a snapshot see of all entities.
func everything(t *testing.T, s *Snapshot) string {
	t.Helper()
	ctx := context.Background()
	var ids []EntityID
	var names []string
	for _, e := range must[List[*Entity]](t)(s.ListEntities(ctx, EntityQuery{Page: Page{First: 1000}})).Items {
		ids, names = append(ids, e.ID), append(names, e.Name)
	}
	var out []any
	q := RelationQuery{Page: Page{First: 1000}}
	out = append(out, must[[]*Entity](t)(s.Entities(ctx, ids)), must[[]List[*Relation]](t)(s.RelationsOf(ctx, ids, q)),
		must[[]List[Neighbor]](t)(s.NeighborsOf(ctx, ids, q, nil)), must[[][]EntityID](t)(s.Named(ctx, names)))
	b, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What is kept for readers never shows in an answer, in the newest state or in
// one that a reader still holds, while documents come and go.
func TestMemo(t *testing.T) {
	ctx := context.Background()
	for _, cache := range []int64{0, 40 << 10, -1} { // all, some, nothing is kept
		t.Run(fmt.Sprint(cache), func(t *testing.T) {
			o := testOptions()
			o.Cache = cache
			s := must[*Store](t)(Open(ctx, kv.NewMem(), o))
			defer s.Close()
			var held []*Snapshot
			var want []string
			docs := append(tangle(1, 6, 5), tangle(2, 9, 4)...)
			docs = append(append(docs, batchesOf(world)...), bigWorld(12, 3)...)
			for i, b := range docs {
				applyTo(t, s, []*Batch{b}, 1)
				if i%5 == 4 {
					if _, err := s.Retract(ctx, docs[i-3].Document.ID, false); err != nil {
						t.Fatal(err)
					}
				}
				snap := snapshot(t, s)
				plain := &Snapshot{r: snap.r, release: func() {}}
				held, want = append(held, snap), append(want, everything(t, plain))
				for k := max(0, len(held)-4); k < len(held); k++ {
					for range 2 {
						if got := everything(t, held[k]); got != want[k] {
							t.Fatalf("after %d documents the state of %d reads differently: %s", i+1, k+1, firstDifference(want[k], got))
						}
					}
				}
			}
			m := s.memo
			if kept := len(m.ties.at); (kept == 0) != (cache < 0) || kept != len(m.ties.ring) {
				t.Errorf("%d entities' relations are kept", kept)
			}
			if m.ties.size > m.ties.budget || m.entities.size > m.entities.budget {
				t.Errorf("%d and %d bytes in %d and %d", m.ties.size, m.entities.size, m.ties.budget, m.entities.budget)
			}
		})
	}
}
