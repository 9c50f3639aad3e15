package api

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"dossier/graph"
)

// A question is what the benchmark asks: a query whose variables differ from
// request to request, and hand-written Go that answers the i-th from the same
// store with the same bytes.
type question struct {
	name  string
	query func(i int) string
	vars  func(i int) map[string]any
	hand  func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte
	asked *atomic.Int64 // requests answered by hand
}

// bodies are the requests from up to, without, to.
func (q question) bodies(from, to int) []string {
	out := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		raw, err := json.Marshal(map[string]any{"query": q.query(i), "variables": q.vars(i)})
		if err != nil {
			panic(err)
		}
		out = append(out, string(raw))
	}
	return out
}

// TestAnswersByHand holds the hand-written answers to those of GraphQL, so that
// the benchmark compares like with like.
func TestAnswersByHand(t *testing.T) {
	g := benched(t, openWorld(t, randomGraph(500)), 100)
	e := engineOn(t, Config{Store: g.store})
	snap, err := g.store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	for _, q := range questions(g, e) {
		for i := range 5 {
			vars, err := json.Marshal(q.vars(i))
			if err != nil {
				t.Fatal(err)
			}
			want, ok, err := (&Executor{e}).Execute(t.Context(), q.query(i), "", vars)
			if err != nil || !ok {
				t.Fatalf("%s: %v %s", q.name, err, want)
			}
			if got := q.hand(t.Context(), snap, i, nil); string(got) != string(want) {
				t.Errorf("%s by hand\ngot  %.400s\nwant %.400s", q.name, got, want)
			}
		}
	}
}

// questions of the benchmark. No two requests in a row ask for the same
// things, and the server keeps no answers.
func questions(g *benchGraph, e *engine) []question {
	ids := make([]string, len(g.ids))
	for i, id := range g.ids {
		ids[i] = EntityID(id)
	}
	pick := func(i int) int { return i * 7919 % len(ids) }
	id := func(i int) map[string]any { return map[string]any{"id": ids[pick(i)]} }
	name := func(i int) map[string]any { return map[string]any{"n": g.names[pick(i)]} }
	fixed := func(q string) func(int) string { return func(int) string { return q } }
	point := func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
		found, _ := s.Named(ctx, g.names[pick(i):pick(i)+1])
		es, _ := s.Entities(ctx, found[0])
		return append(e.handEntity(append(b, `{"data":{"entity":`...), es[0]), "}}"...)
	}
	list := []question{
		{name: "point", vars: name, hand: point,
			query: fixed(`query($n:String!){entity(name:$n){id type name claimCount}}`)},
		{name: "point, new text", vars: name, hand: point, // parsed and validated each time
			query: func(i int) string {
				return fmt.Sprintf(`query Q%d($n:String!){entity(name:$n){id type name claimCount}}`, i)
			}},
		{name: "50 neighbours", vars: id,
			query: fixed(`query($id:ID!){entity(id:$id){neighbors(first:50){nodes{entity{name type}}}}}`),
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				return e.handNeighbours(ctx, s, g.ids[pick(i)], b)
			}},
		{name: "two hops", vars: id,
			query: fixed(`query($id:ID!){entity(id:$id){neighbors(first:10){nodes{entity{neighbors(first:10){nodes{entity{name}}}}}}}}`),
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				return handHops(ctx, s, g.ids[pick(i)], b)
			}},
		{name: "subgraph 1000", vars: id,
			query: fixed(`query($id:ID!){subgraph(around:[$id],depth:3,limit:1000){entities{id name type} relations{type subject{id} object{id}}}}`),
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				return e.handSubgraph(ctx, s, g.ids[pick(i)], b)
			}},
	}
	for _, p := range []struct {
		name  string
		pairs []pair
	}{{"path", g.pairs}, {"path, far ends", g.far}, {"path, from a hub", g.hubs}} {
		list = append(list, question{name: p.name,
			query: fixed(`query($a:ID!,$b:ID!){paths(from:$a,to:$b,maxHops:6,first:1){length entities{name}}}`),
			vars: func(i int) map[string]any {
				at := p.pairs[i%len(p.pairs)]
				return map[string]any{"a": EntityID(at.from), "b": EntityID(at.to)}
			},
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				return handPath(ctx, s, p.pairs[i%len(p.pairs)], b)
			}})
	}
	for i := range list {
		list[i].asked = new(atomic.Int64)
	}
	return list
}

// A pair is what a path leads from and to.
type pair struct{ from, to graph.EntityID }

// choosePairs picks the ends of paths: of any two entities, of such as are at
// least four relations apart, and from one of the hundred entities with most
// relations to any other.
func (g *benchGraph) choosePairs(ctx context.Context, s *graph.Snapshot, rnd *rand.Rand, n int) error {
	any := func() graph.EntityID { return g.ids[rnd.IntN(len(g.ids))] }
	top, err := s.ListEntities(ctx, graph.EntityQuery{Order: graph.EntitiesByRelations, Page: graph.Page{First: 100}})
	if err != nil {
		return err
	}
	for i := range n {
		p := pair{any(), any()}
		g.pairs = append(g.pairs, p)
		g.hubs = append(g.hubs, pair{top.Items[i%len(top.Items)].ID, any()})
		if i >= n/4 {
			continue
		}
		if found, err := s.Paths(ctx, p.from, p.to, 3, 1, graph.RelationQuery{}); err != nil {
			return err
		} else if len(found) == 0 {
			g.far = append(g.far, p)
		}
	}
	if len(g.far) == 0 { // the small graph has none
		g.far = g.pairs
	}
	return nil
}

func (e *engine) handNeighbours(ctx context.Context, s *graph.Snapshot, id graph.EntityID, b []byte) []byte {
	ls, _ := s.NeighborsOf(ctx, []graph.EntityID{id}, graph.RelationQuery{Page: graph.Page{First: 50}}, nil)
	found, _ := s.Entities(ctx, endsOf(ls))
	b = append(b, `{"data":{"entity":{"neighbors":{"nodes":[`...)
	for i, en := range found {
		b = append(comma(b, i), `{"entity":{"name":`...)
		b = append(appendString(b, en.Name), `,"type":`...)
		b = append(appendString(b, e.entityKind(en.Type)), "}}"...)
	}
	return append(b, "]}}}}"...)
}

func handHops(ctx context.Context, s *graph.Snapshot, id graph.EntityID, b []byte) []byte {
	q := graph.RelationQuery{Page: graph.Page{First: 10}}
	first, _ := s.NeighborsOf(ctx, []graph.EntityID{id}, q, nil)
	second, _ := s.NeighborsOf(ctx, endsOf(first), q, nil)
	found, _ := s.Entities(ctx, endsOf(second))
	b = append(b, `{"data":{"entity":{"neighbors":{"nodes":[`...)
	for i, l := range second {
		b = append(comma(b, i), `{"entity":{"neighbors":{"nodes":[`...)
		for j := range l.Items {
			b = append(comma(b, j), `{"entity":{"name":`...)
			b = append(appendString(b, found[0].Name), "}}"...)
			found = found[1:]
		}
		b = append(b, "]}}}"...)
	}
	return append(b, "]}}}}"...)
}

func endsOf(ls []graph.List[graph.Neighbor]) (ids []graph.EntityID) {
	for _, l := range ls {
		for _, n := range l.Items {
			ids = append(ids, n.Entity)
		}
	}
	return ids
}

func (e *engine) handSubgraph(ctx context.Context, s *graph.Snapshot, id graph.EntityID, b []byte) []byte {
	es, rs, _, _ := s.Subgraph(ctx, []graph.EntityID{id}, 3, 1000, graph.RelationQuery{})
	found, _ := s.Entities(ctx, es)
	b = append(b, `{"data":{"subgraph":{"entities":[`...)
	for i, en := range found {
		b = appendID(append(comma(b, i), `{"id":`...), idEntity, en.ID)
		b = appendString(append(b, `,"name":`...), en.Name)
		b = append(appendString(append(b, `,"type":`...), e.entityKind(en.Type)), '}')
	}
	b = append(b, `],"relations":[`...)
	for i, r := range rs {
		b = appendString(append(comma(b, i), `{"type":`...), e.relationKind(r.ID.Type))
		b = appendID(append(b, `,"subject":{"id":`...), idEntity, r.ID.Subject)
		b = append(appendID(append(b, `},"object":{"id":`...), idEntity, r.ID.Object), "}}"...)
	}
	return append(b, "]}}}"...)
}

func handPath(ctx context.Context, s *graph.Snapshot, p pair, b []byte) []byte {
	ps, _ := s.Paths(ctx, p.from, p.to, 6, 1, graph.RelationQuery{})
	b = append(b, `{"data":{"paths":[`...)
	for i, found := range ps {
		b = appendInt(append(comma(b, i), `{"length":`...), len(found.Relations))
		b = append(b, `,"entities":[`...)
		es, _ := s.Entities(ctx, found.Entities)
		for j, en := range es {
			b = append(appendString(append(comma(b, j), `{"name":`...), en.Name), '}')
		}
		b = append(b, "]}"...)
	}
	return append(b, "]}}"...)
}

func (e *engine) handEntity(b []byte, en *graph.Entity) []byte {
	b = appendID(append(b, `{"id":`...), idEntity, en.ID)
	b = appendString(append(b, `,"type":`...), e.entityKind(en.Type))
	b = appendString(append(b, `,"name":`...), en.Name)
	return append(appendInt(append(b, `,"claimCount":`...), en.Claims), '}')
}

// comma appends one between members of a list.
func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}
