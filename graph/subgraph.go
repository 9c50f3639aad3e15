package graph

import (
	"context"
	"slices"
)

// Subgraph returns the entities within depth of some, best connected first up
// to limit, and all relations among them. truncated tells that there are more.
func (s *Snapshot) Subgraph(ctx context.Context, around []EntityID, depth, limit int, q RelationQuery) (entities []EntityID, relations []*Relation, truncated bool, err error) {
	found, err := s.Entities(ctx, around)
	if err != nil {
		return nil, nil, false, err
	}
	in := map[EntityID]bool{}
	for _, e := range found {
		if e == nil || in[e.ID] {
			continue
		}
		if len(entities) == limit {
			truncated = true
			break
		}
		in[e.ID] = true
		entities = append(entities, e.ID)
	}
	frontier := entities
	for level := 0; level < depth && len(frontier) > 0; level++ {
		near, more, err := s.best(ctx, frontier, in, limit-len(entities), q)
		if err != nil {
			return nil, nil, false, err
		}
		truncated = truncated || more
		at := len(entities)
		for _, n := range near {
			in[n.id] = true
			entities = append(entities, n.id)
		}
		frontier = entities[at:]
	}
	relations, err = s.among(ctx, entities, in, q)
	return entities, relations, truncated, err
}

// among returns all relations that have both ends in a set, those of the first
// entity as subject first.
func (s *Snapshot) among(ctx context.Context, entities []EntityID, in map[EntityID]bool, q RelationQuery) ([]*Relation, error) {
	q.Direction = Both
	choices, err := s.choose(ctx, entities, &q)
	if err != nil {
		return nil, err
	}
	var out []*Relation
	for _, c := range choices {
		var inside []tie
		for i := range c.picked {
			if t := &c.picked[i]; !t.in && in[t.other] {
				inside = append(inside, *t)
			}
		}
		for _, t := range (choice{c.adjacency, inside}).inOrder(q.Order) {
			r := c.record(&t)
			out = append(out, r.relation())
		}
	}
	return out, nil
}

// A nearEnd is a neighbour of a frontier, with the sources of its ties to it.
type nearEnd struct {
	id      EntityID
	sources int
}

// before orders those with most sources first.
func (a nearEnd) before(b nearEnd) bool {
	return a.sources > b.sources || a.sources == b.sources && cmp16(a.id, b.id) < 0
}

// best returns the n best neighbours of a frontier that are not in yet, those
// with most sources first, and whether there are more.
func (s *Snapshot) best(ctx context.Context, frontier []EntityID, in map[EntityID]bool, n int, q RelationQuery) (best []nearEnd, more bool, err error) {
	choices, err := s.choose(ctx, frontier, &q)
	if err != nil {
		return nil, false, err
	}
	const inside = -1
	at := make(map[EntityID]int, 4*len(in))
	for e := range in {
		at[e] = inside
	}
	var all []nearEnd
	for _, c := range choices {
		for _, e := range c.grouped().ends {
			k, ok := at[e.id]
			switch {
			case !ok:
				at[e.id] = len(all)
				all = append(all, nearEnd{e.id, int(e.sources)})
			case k != inside:
				all[k].sources += int(e.sources)
			}
		}
	}
	if more = len(all) > n; more {
		all = firstSorted(all, n)
	}
	slices.SortFunc(all, func(a, b nearEnd) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	return all, more, nil
}

// firstSorted moves the n first in order to the front and cuts off the rest,
// by quickselect (Hoare 1961), so that it need not sort what is left out.
func firstSorted(all []nearEnd, n int) []nearEnd {
	lo, hi := 0, len(all)
	for hi-lo > 1 && lo < n && n < hi {
		pivot := all[lo+(hi-lo)/2]
		i, j := lo, hi-1
		for i <= j {
			for all[i].before(pivot) {
				i++
			}
			for pivot.before(all[j]) {
				j--
			}
			if i <= j {
				all[i], all[j] = all[j], all[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			hi = j + 1
		case n >= i:
			lo = i
		default:
			return all[:n]
		}
	}
	return all[:n]
}
