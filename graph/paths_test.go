package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dossier/graph/kv"
)

// tangle makes documents that say who meets whom at random: small graphs with
// many ways from one to the other.
func tangle(seed uint64, people, claims int) []*Batch {
	r := rand.New(rand.NewPCG(seed, 3))
	who := func() string { n := r.IntN(people); return fmt.Sprintf("P%c Q%c", 'a'+n, 'a'+n) }
	var out []*Batch
	for d := range 3 {
		s := sample{name: fmt.Sprint("tangle", seed, d), published: fmt.Sprintf("2031-03-%02d", d+1)}
		for range claims {
			s.says = append(s.says, [3]string{who(), []string{"meets", "funds", "not greets"}[r.IntN(3)], who()})
		}
		out = append(out, s.batch())
	}
	return out
}

// allPaths finds the paths by trying everything: the meaning of Paths.
func allPaths(t *testing.T, s *Snapshot, from, to EntityID, maxHops, n int, q RelationQuery) (out []Path) {
	q.Page = Page{First: 1000}
	next := map[EntityID][]RelationID{}
	end := func(e EntityID, r RelationID) EntityID {
		if r.Subject == e {
			return r.Object
		}
		return r.Subject
	}
	hops := func(e EntityID) []RelationID {
		if _, ok := next[e]; !ok {
			seen := map[EntityID]bool{e: true, {}: true}
			for _, r := range must[[]List[*Relation]](t)(s.RelationsOf(context.Background(), []EntityID{e}, q))[0].Items {
				if o := end(e, r.ID); !seen[o] {
					seen[o] = true
					next[e] = append(next[e], r.ID)
				}
			}
		}
		return next[e]
	}
	var walk func(length int, es []EntityID, rs []RelationID)
	walk = func(length int, es []EntityID, rs []RelationID) {
		at := es[len(es)-1]
		switch {
		case len(out) == n || len(rs) > length:
		case at == to && len(rs) == length:
			out = append(out, Path{slices.Clone(es), slices.Clone(rs)})
		case at != to:
			for _, r := range hops(at) {
				if o := end(at, r); !slices.Contains(es, o) {
					walk(length, append(es, o), append(rs, r))
				}
			}
		}
	}
	for length := 1; length <= maxHops; length++ {
		walk(length, []EntityID{from}, nil)
	}
	return out
}

// Paths are those that trying everything finds, in that order.
func TestPathsAreAll(t *testing.T) {
	ctx := context.Background()
	denied := Denied
	found := 0
	for seed := range uint64(12) {
		people := 4 + int(seed)%7
		s := openTest(t, kv.NewMem())
		applyTo(t, s, tangle(seed, people, people*2/3+1), 10)
		snap := snapshot(t, s)
		all := must[List[*Entity]](t)(snap.ListEntities(ctx, EntityQuery{Page: Page{First: 100}})).Items
		for i, e := range all {
			for _, q := range []RelationQuery{{}, {Types: []string{"meets", "funds"}}, {Polarity: &denied}, {Text: "meets"}} {
				to, n := all[(i*5+2)%len(all)].ID, 1+i%7
				if to == e.ID {
					continue
				}
				got := must[[]Path](t)(snap.Paths(ctx, e.ID, to, 2+i%6, n, q))
				if want := allPaths(t, snap, e.ID, to, 2+i%6, n, q); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("seed %d, %s to %s, %d hops, %d paths, %+v:\n%v\nwant\n%v", seed, e.ID, to, 2+i%6, n, q, got, want)
				}
				found += len(got)
			}
		}
		s.Close()
	}
	if found < 200 {
		t.Errorf("only %d paths: the test tests little", found)
	}
}

// A subgraph takes the best neighbours, level by level, and all relations
// between any two of its entities.
func TestSubgraph(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(4, 4))
	for n := range 200 {
		all := make([]nearEnd, n)
		for i := range all {
			all[i] = nearEnd{EntityID{byte(r.IntN(256)), byte(i)}, r.IntN(4)}
		}
		k := r.IntN(n + 1)
		order := func(a, b nearEnd) int {
			if a.before(b) {
				return -1
			}
			return 1
		}
		want := slices.Clone(all)
		slices.SortFunc(want, order)
		got := firstSorted(all, k)
		slices.SortFunc(got, order)
		if !slices.Equal(got, want[:k]) {
			t.Fatalf("the first %d of %d are wrong", k, n)
		}
	}
	s := openTest(t, kv.NewMem())
	defer s.Close()
	applyTo(t, s, tangle(5, 20, 25), 10)
	snap := snapshot(t, s)
	l := must[List[*Entity]](t)(snap.ListEntities(ctx, EntityQuery{Page: Page{First: 100}}))
	for limit := 1; limit <= len(l.Items)+1; limit++ {
		es, rs, more, err := snap.Subgraph(ctx, []EntityID{l.Items[0].ID}, 5, limit, RelationQuery{})
		if err != nil || len(es) != min(limit, len(l.Items)) || more != (limit < len(l.Items)) {
			t.Fatal(limit, len(es), len(l.Items), more, err)
		}
		want := 0
		for _, r := range must[List[*Relation]](t)(snap.ListRelations(ctx, RelationQuery{Page: Page{First: 1000}})).Items {
			if slices.Contains(es, r.ID.Subject) && slices.Contains(es, r.ID.Object) {
				want++
			}
		}
		if len(rs) != want {
			t.Fatalf("%d entities have %d relations, want %d", limit, len(rs), want)
		}
	}
	ids := []EntityID{l.Items[0].ID, l.Items[1].ID, l.Items[0].ID}
	if es, _, more, err := snap.Subgraph(ctx, ids, 0, 1, RelationQuery{}); len(es) != 1 || !more || err != nil {
		t.Error("entities that were asked for are left out without a word")
	}
}
