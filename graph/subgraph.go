package graph

import (
	"cmp"
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
		near, err := s.best(ctx, frontier, in, q)
		if err != nil {
			return nil, nil, false, err
		}
		if room := limit - len(entities); len(near) > room {
			near, truncated = near[:room], true
		}
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

// best returns the neighbours of a frontier that are not in yet, those with
// most sources first.
func (s *Snapshot) best(ctx context.Context, frontier []EntityID, in map[EntityID]bool, q RelationQuery) ([]nearEnd, error) {
	choices, err := s.choose(ctx, frontier, &q)
	if err != nil {
		return nil, err
	}
	at := map[EntityID]int{}
	var out []nearEnd
	for _, c := range choices {
		for _, e := range c.grouped().ends {
			k, ok := at[e.id]
			switch {
			case ok:
				out[k].sources += int(e.sources)
			case !in[e.id]:
				at[e.id] = len(out)
				out = append(out, nearEnd{e.id, int(e.sources)})
			}
		}
	}
	slices.SortFunc(out, func(a, b nearEnd) int {
		if a.sources != b.sources {
			return cmp.Compare(b.sources, a.sources)
		}
		return cmp16(a.id, b.id)
	})
	return out, nil
}
