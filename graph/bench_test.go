package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"dossier/graph/kv"
)

// bigWorld makes documents of 12 claims over a population whose names follow
// a steep distribution: some are in nearly every document, most in one.
func bigWorld(docs int, seed uint64) []*Batch {
	r := rand.New(rand.NewPCG(seed, 1))
	person := func() string {
		n := int(float64(docs) * r.Float64() * r.Float64() * r.Float64() * 2)
		return fmt.Sprintf("%s%d %s%d", "Given", n%97, "Family", n)
	}
	out := make([]*Batch, docs)
	for i := range out {
		s := sample{name: fmt.Sprint("big", seed, "-", i), published: fmt.Sprintf("2031-%02d-%02d", 1+i%12, 1+i%28)}
		for range 12 {
			obj := person()
			if r.IntN(4) == 0 {
				obj = "Harbour Corp"
			}
			s.says = append(s.says, [3]string{person(), []string{"meets", "funds", "greets"}[r.IntN(3)], obj})
		}
		out[i] = s.batch()
	}
	return out
}

func BenchmarkApply(b *testing.B) {
	batches := bigWorld(b.N, 7)
	s := openTest(b, kv.NewMem())
	defer s.Close()
	b.ResetTimer()
	applyTo(b, s, batches, 50)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "documents/s")
}

// What one more document costs must not depend on how many are there.
func BenchmarkApplyToLarge(b *testing.B) {
	for _, n := range []int{100, 1_000, 4_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := openTest(b, kv.NewMem())
			defer s.Close()
			applyTo(b, s, bigWorld(n, 7), 50)
			more := bigWorld(b.N, 8)
			b.ResetTimer()
			applyTo(b, s, more, 1)
		})
	}
}

func BenchmarkRead(b *testing.B) {
	ctx := context.Background()
	s := openTest(b, kv.NewMem())
	defer s.Close()
	applyTo(b, s, bigWorld(2_000, 7), 50)
	snap := snapshot(b, s)
	hub := named(b, snap, "Harbour Corp").ID
	l := must[List[*Entity]](b)(snap.ListEntities(ctx, EntityQuery{Page: Page{First: 100}}))
	ids := make([]EntityID, len(l.Items))
	for i, e := range l.Items {
		ids[i] = e.ID
	}
	run := func(name string, f func(i int) error) {
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				if err := f(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("entity", func(i int) error { _, err := snap.Entities(ctx, ids[i%100:i%100+1]); return err })
	run("named", func(i int) error { _, err := snap.Named(ctx, []string{"Harbour Corp"}); return err })
	run("neighbors", func(i int) error {
		_, err := snap.NeighborsOf(ctx, ids[i%100:i%100+1], RelationQuery{}, nil)
		return err
	})
	run("neighborsOfHub", func(i int) error {
		_, err := snap.NeighborsOf(ctx, []EntityID{hub}, RelationQuery{}, nil)
		return err
	})
	run("claimsOfHub", func(i int) error { _, err := snap.ClaimsOf(ctx, []EntityID{hub}, ClaimQuery{}); return err })
	run("paths", func(i int) error {
		_, err := snap.Paths(ctx, ids[i%50], ids[99-i%50], 4, 3, RelationQuery{})
		return err
	})
	run("search", func(i int) error { _, err := snap.Search(ctx, SearchQuery{Text: "harbour fund"}); return err })
}
