package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrTooWide tells that a search would read more of the graph than one
// question may.
var ErrTooWide = errors.New("the search takes in too much of the graph")

// maxPathTies bounds a search for paths: beyond it is ErrTooWide, never a part
// of the answer.
const maxPathTies = 10_000_000 // relations

// Paths returns up to n shortest chains of relations without a repeated
// entity, by bidirectional breadth-first search (Pohl 1971): the side whose
// open ends have fewer relations grows, one read a level. Between two
// neighbours it takes the relation of most sources; paths of equal length come
// in the order of the sources of their hops.
func (s *Snapshot) Paths(ctx context.Context, from, to EntityID, maxHops, n int, q RelationQuery) ([]Path, error) {
	ends, err := s.Entities(ctx, []EntityID{from, to})
	if err != nil || ends[0] == nil || ends[1] == nil || n <= 0 {
		return nil, err
	}
	if from == to {
		return []Path{{Entities: []EntityID{from}}}, nil
	}
	q.Direction, q.Entity = Both, EntityID{}
	g := &pathSearch{s: s, q: &q, known: map[EntityID]neighborhood{}, from: from, to: to}
	a, b := newWave(from), newWave(to)
	for length := 1; length <= maxHops && len(g.found) < n; length++ {
		w, err := g.cheaper(ctx, a, b)
		if err != nil {
			return nil, err
		}
		if w == nil {
			break
		}
		if err := g.grow(ctx, w); err != nil {
			return nil, err
		}
		if g.measure(a, b, length); g.togo[from] == 0 || g.togo[from] > length {
			continue
		}
		g.length, g.want = length, n
		if err := g.walk(ctx, []EntityID{from}, nil); err != nil {
			return nil, err
		}
	}
	return g.found, nil
}

// A wave is one side of the search: how far the entities are that it has
// reached. Those nearer than depth are expanded: their relations are read.
type wave struct {
	dist     map[EntityID]int
	expanded [][]EntityID // by distance
	open     []EntityID   // at distance depth
	ties     int          // of the open ones, about; -1 not counted yet
	depth    int
}

func newWave(from EntityID) *wave {
	return &wave{dist: map[EntityID]int{from: 0}, open: []EntityID{from}, ties: -1}
}

// A neighborhood is the neighbours of an entity, best relation first.
type neighborhood struct {
	choice
	near *nearby
}

// pathSearch is the part of the graph read so far, and one enumeration in it.
type pathSearch struct {
	s        *Snapshot
	q        *RelationQuery
	known    map[EntityID]neighborhood
	ties     int // looked at
	from, to EntityID

	back         *wave
	togo         map[EntityID]int // hops to the end, as far as they matter
	length, want int
	found        []Path
}

// cheaper returns the wave whose open ends have fewer relations; nil if the
// other end is out of reach. A wave that has no open ends knows all that can be
// reached, and grows for nothing.
func (g *pathSearch) cheaper(ctx context.Context, a, b *wave) (*wave, error) {
	if _, met := a.dist[g.to]; len(a.open) == 0 && !met {
		return nil, nil
	}
	if _, met := b.dist[g.from]; len(b.open) == 0 && !met {
		return nil, nil
	}
	for _, w := range []*wave{a, b} {
		if w.ties >= 0 {
			continue
		}
		es, err := g.s.Entities(ctx, w.open)
		if err != nil {
			return nil, err
		}
		w.ties = 0
		for _, e := range es {
			if e != nil {
				w.ties += e.Relations
			}
		}
	}
	w := a
	if b.ties < a.ties {
		w = b
	}
	return w, g.look(w.ties)
}

// look counts relations looked at.
func (g *pathSearch) look(n int) error {
	if g.ties += n; g.ties > maxPathTies {
		return fmt.Errorf("%w: more than %d relations lie on the way", ErrTooWide, maxPathTies)
	}
	return nil
}

// grow expands the open ends of a wave.
func (g *pathSearch) grow(ctx context.Context, w *wave) error {
	if err := g.read(ctx, w.open); err != nil {
		return err
	}
	w.depth++
	w.expanded = append(w.expanded, w.open)
	var next []EntityID
	for _, e := range w.open {
		for _, n := range g.known[e].near.ends {
			if _, seen := w.dist[n.id]; !seen {
				w.dist[n.id] = w.depth
				next = append(next, n.id)
			}
		}
	}
	w.open, w.ties = next, -1
	return ctx.Err()
}

// read gets to know the neighbours of entities.
func (g *pathSearch) read(ctx context.Context, ids []EntityID) error {
	ask := make([]EntityID, 0, len(ids))
	for _, id := range ids {
		if _, ok := g.known[id]; !ok {
			ask = append(ask, id)
		}
	}
	choices, err := g.s.choose(ctx, ask, g.q)
	if err != nil {
		return err
	}
	for i, c := range choices {
		g.known[ask[i]] = neighborhood{c, c.grouped()}
	}
	return nil
}

// measure finds how many hops each entity that wave a has expanded is away
// from the end, where that is at most length. What wave b has reached it knows;
// the rest follows from there, one level after the other.
func (g *pathSearch) measure(a, b *wave, length int) {
	g.back = b
	g.togo = map[EntityID]int{}
	if d, ok := b.dist[g.from]; ok {
		g.togo[g.from] = d
	}
	for hops := b.depth + 1; hops <= length; hops++ {
		// Who is further from the beginning has fewer hops left.
		for _, es := range a.expanded[:min(len(a.expanded), length-hops+1)] {
			for _, e := range es {
				if _, ok := b.dist[e]; !ok && g.togo[e] == 0 && g.touches(e, hops-1) {
					g.togo[e] = hops
				}
			}
		}
	}
}

// touches reports whether an expanded entity has a neighbour that is some hops
// away from the end.
func (g *pathSearch) touches(e EntityID, hops int) bool {
	for _, n := range g.known[e].near.ends {
		if d := g.away(n.id); d >= 0 && d <= hops {
			return true
		}
	}
	return false
}

// away is how many hops an entity is away from the end; -1 is unknown, or too
// far.
func (g *pathSearch) away(e EntityID) int {
	if d, ok := g.back.dist[e]; ok {
		return d
	}
	if d := g.togo[e]; d > 0 {
		return d
	}
	return -1
}

// walk extends a path by one hop in every way that can still reach the end in
// the wanted length.
func (g *pathSearch) walk(ctx context.Context, path []EntityID, rels []RelationID) error {
	at := path[len(path)-1]
	if at == g.to {
		if len(rels) == g.length {
			g.found = append(g.found, Path{slices.Clone(path), slices.Clone(rels)})
		}
		return nil
	}
	if err := g.read(ctx, path[len(path)-1:]); err != nil {
		return err
	}
	from := g.known[at]
	left := g.length - len(rels) - 1
	for i := range from.near.ends {
		if len(g.found) >= g.want {
			return nil
		}
		if err := g.look(1); err != nil {
			return err
		}
		e := &from.near.ends[i]
		if d := g.away(e.id); d < 0 || d > left || slices.Contains(path, e.id) {
			continue
		}
		best := &from.picked[from.near.order[e.at]]
		if err := g.walk(ctx, append(path, e.id), append(rels, from.id(best))); err != nil {
			return err
		}
	}
	return ctx.Err()
}
