package graph

import (
	"context"
	"maps"
	"slices"
)

// Bounds of a search for paths.
const (
	maxPathNodes = 200_000 // entities whose relations are read
	maxPathSteps = 200_000 // of the enumeration
)

// A hop leads from one entity to another by their best relation.
type hop struct {
	to       EntityID
	relation RelationID
	sources  int
}

// A wave is one side of a bidirectional breadth-first search.
type wave struct {
	dist     map[EntityID]int
	frontier []EntityID
	depth    int
}

func newWave(from EntityID) *wave {
	return &wave{dist: map[EntityID]int{from: 0}, frontier: []EntityID{from}}
}

// Paths returns up to n shortest chains of relations, by bidirectional search
// (Pohl 1971): the side with fewer open ends grows, one read a level. Between
// two neighbours it takes the relation of most sources; paths of equal length
// come in the order of the sources of their hops.
func (s *Snapshot) Paths(ctx context.Context, from, to EntityID, maxHops, n int, q RelationQuery) ([]Path, error) {
	ends, err := s.Entities(ctx, []EntityID{from, to})
	if err != nil || ends[0] == nil || ends[1] == nil || n <= 0 {
		return nil, err
	}
	if from == to {
		return []Path{{Entities: []EntityID{from}}}, nil
	}
	q.Direction, q.Entity = Both, EntityID{}
	g := &pathSearch{s: s, q: &q, hops: map[EntityID][]hop{}, turned: map[EntityID][]hop{}, to: to}
	a, b := newWave(from), newWave(to)
	var out []Path
	for length := 1; length <= maxHops && len(out) < n; length++ {
		w := a
		if len(b.frontier) < len(a.frontier) {
			w = b
		}
		if len(w.frontier) == 0 || len(g.hops) > maxPathNodes {
			break
		}
		if err := g.grow(ctx, w); err != nil {
			return nil, err
		}
		g.back, g.length, g.want = b, length, n-len(out)
		g.found, g.steps = nil, 0
		g.walk([]EntityID{from}, nil)
		out = append(out, g.found...)
	}
	return out, nil
}

// pathSearch is the part of the graph read so far, and one enumeration in it.
type pathSearch struct {
	s      *Snapshot
	q      *RelationQuery
	hops   map[EntityID][]hop
	turned map[EntityID][]hop // the same, by their far end
	to     EntityID

	back         *wave
	length, want int
	found        []Path
	steps        int
}

// grow reads the relations of a wave's frontier and moves it one level out.
func (g *pathSearch) grow(ctx context.Context, w *wave) error {
	var ask []EntityID
	for _, e := range w.frontier {
		if _, ok := g.hops[e]; !ok {
			ask = append(ask, e)
		}
	}
	groups, err := g.s.relationsOf(ctx, ask, g.q)
	if err != nil {
		return err
	}
	for i, e := range ask {
		g.hops[e] = nil
		g.add(e, groups[i])
	}
	w.depth++
	next := map[EntityID]bool{}
	for _, e := range w.frontier {
		for _, h := range g.hops[e] {
			if _, seen := w.dist[h.to]; !seen {
				w.dist[h.to] = w.depth
				next[h.to] = true
			}
		}
	}
	w.frontier = slices.SortedFunc(maps.Keys(next), cmp16[EntityID])
	return nil
}

// add notes the best relation to each neighbour.
func (g *pathSearch) add(e EntityID, rels []*Relation) {
	slices.SortFunc(rels, func(a, b *Relation) int {
		return compareStrings(relationKey(a, RelationsBySources), relationKey(b, RelationsBySources))
	})
	have := map[EntityID]bool{e: true, {}: true}
	for _, r := range rels {
		other := r.ID.Object
		if other == e {
			other = r.ID.Subject
		}
		if !have[other] {
			have[other] = true
			g.hops[e] = append(g.hops[e], hop{other, r.ID, r.Sources})
			g.turned[other] = append(g.turned[other], hop{e, r.ID, r.Sources})
		}
	}
}

// walk extends a path by one hop in every way that can still reach the end in
// the wanted length. Hops that only the other wave read are walked backwards.
func (g *pathSearch) walk(path []EntityID, rels []RelationID) {
	g.steps++
	at := path[len(path)-1]
	if at == g.to {
		if len(rels) == g.length {
			g.found = append(g.found, Path{slices.Clone(path), slices.Clone(rels)})
		}
		return
	}
	for _, h := range g.hopsFrom(at) {
		if len(g.found) >= g.want || g.steps > maxPathSteps {
			return
		}
		left, known := g.back.dist[h.to]
		if !known {
			left = g.back.depth + 1
		}
		if len(rels)+1+left > g.length || slices.Contains(path, h.to) {
			continue
		}
		g.walk(append(path, h.to), append(rels, h.relation))
	}
}

// hopsFrom returns the hops of an entity: those read, or, where only its
// neighbours were read, theirs turned round.
func (g *pathSearch) hopsFrom(e EntityID) []hop {
	if hs, ok := g.hops[e]; ok {
		return hs
	}
	out := g.turned[e]
	slices.SortFunc(out, func(a, b hop) int {
		if a.sources != b.sources {
			return b.sources - a.sources
		}
		return cmp16(a.to, b.to)
	})
	return out
}

// Subgraph returns the entities within depth of some, best connected first up
// to limit, and all relations among them. truncated tells that there are more.
func (s *Snapshot) Subgraph(ctx context.Context, around []EntityID, depth, limit int, q RelationQuery) (entities []EntityID, relations []*Relation, truncated bool, err error) {
	found, err := s.Entities(ctx, around)
	if err != nil {
		return nil, nil, false, err
	}
	in := map[EntityID]bool{}
	for _, e := range found {
		if e != nil && !in[e.ID] && len(entities) < limit {
			in[e.ID] = true
			entities = append(entities, e.ID)
		}
	}
	frontier := slices.Clone(entities)
	for level := 0; level < depth && len(frontier) > 0; level++ {
		near, err := s.best(ctx, frontier, in, q)
		if err != nil {
			return nil, nil, false, err
		}
		if room := limit - len(entities); len(near) > room {
			near, truncated = near[:room], true
		}
		frontier = frontier[:0]
		for _, n := range near {
			in[n.Entity] = true
			frontier = append(frontier, n.Entity)
		}
		entities = append(entities, frontier...)
	}
	q.Direction = Out
	groups, err := s.relationsOf(ctx, entities, &q)
	if err != nil {
		return nil, nil, false, err
	}
	for _, g := range groups {
		slices.SortFunc(g, func(a, b *Relation) int { return compareStrings(relationKey(a, q.Order), relationKey(b, q.Order)) })
		for _, r := range g {
			if in[r.ID.Object] {
				relations = append(relations, r)
			}
		}
	}
	return entities, relations, truncated, nil
}

// best returns the neighbours of a frontier that are not in yet, those with
// most sources first.
func (s *Snapshot) best(ctx context.Context, frontier []EntityID, in map[EntityID]bool, q RelationQuery) ([]Neighbor, error) {
	q.Page = Page{First: 1 << 30}
	ls, err := s.NeighborsOf(ctx, frontier, q, nil)
	if err != nil {
		return nil, err
	}
	sum := map[EntityID]int{}
	for _, l := range ls {
		for _, n := range l.Items {
			if !in[n.Entity] {
				sum[n.Entity] += n.Sources
			}
		}
	}
	out := make([]Neighbor, 0, len(sum))
	for e, n := range sum {
		out = append(out, Neighbor{Entity: e, Sources: n})
	}
	slices.SortFunc(out, func(a, b Neighbor) int {
		if a.Sources != b.Sources {
			return b.Sources - a.Sources
		}
		return cmp16(a.Entity, b.Entity)
	})
	return out, nil
}
