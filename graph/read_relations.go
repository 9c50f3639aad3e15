package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dossier/graph/kv"
)

// A choice is the relations of one entity that a query lets through, best
// first.
type choice struct {
	*adjacency
	picked []tie
}

// choose reads the relations of entities and picks those that a query lets
// through.
func (s *Snapshot) choose(ctx context.Context, ids []EntityID, q *RelationQuery) ([]choice, error) {
	all, err := s.adjacent(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]choice, len(ids))
	for i, a := range all {
		out[i] = choice{a, a.selected(q)}
	}
	if !q.narrows() {
		return out, nil
	}
	groups := make([][]*relationRec, len(out))
	for i, c := range out {
		for k := range c.picked {
			r := c.record(&c.picked[k])
			groups[i] = append(groups[i], &r)
		}
	}
	if groups, err = s.narrow(ctx, groups, q); err != nil {
		return nil, err
	}
	for i, g := range groups {
		a := adjacencyOf(ids[i], g)
		out[i] = choice{a, a.ties}
	}
	return out, nil
}

// grouped groups what was picked by the other end.
func (c choice) grouped() *nearby {
	if len(c.picked) == len(c.ties) {
		return c.adjacency.grouped()
	}
	return groupTies(c.self, c.picked)
}

// relationKey is the order key of a relation.
func relationKey(r *relationRec, o RelationOrder) string {
	k := relOut(r.ID)
	tail := k.Part + k.Sort
	switch o {
	case RelationsByFirstSeen:
		return datedLast(r.FirstSeen) + tail
	case RelationsByLastSeen:
		return newestFirst(r.LastSeen) + tail
	case RelationsByType:
		return keyText(r.ID.Type) + "\x00" + mostFirst(r.Sources) + tail
	}
	return mostFirst(r.Sources) + mostFirst(r.Documents) + tail
}

// RelationsOf lists the relations of each entity.
func (s *Snapshot) RelationsOf(ctx context.Context, ids []EntityID, q RelationQuery) ([]List[*Relation], error) {
	choices, err := s.choose(ctx, ids, &q)
	if err != nil {
		return nil, err
	}
	out := make([]List[*Relation], len(ids))
	for i, c := range choices {
		picked := c.inOrder(q.Order)
		out[i], err = pageSorted(len(picked), q.Page,
			func(k int) string { r := c.record(&picked[k]); return relationKey(&r, q.Order) },
			func(k int) *Relation { r := c.record(&picked[k]); return r.relation() })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inOrder sorts what was picked.
func (c choice) inOrder(o RelationOrder) []tie {
	if o == RelationsBySources {
		return c.picked
	}
	keys := make([]keyed[tie], len(c.picked))
	for i := range c.picked {
		r := c.record(&c.picked[i])
		keys[i] = keyed[tie]{relationKey(&r, o), c.picked[i]}
	}
	slices.SortFunc(keys, func(a, b keyed[tie]) int { return compareStrings(a.key, b.key) })
	out := make([]tie, len(keys))
	for i := range keys {
		out[i] = keys[i].item
	}
	return out
}

// A Neighbor is an entity at the other end of some relations.
type Neighbor struct {
	Entity    EntityID
	Relations []RelationID
	Sources   int
}

// NeighborsOf groups the relations of entities by their other end, most
// sources first; types filters the neighbours' entity types.
func (s *Snapshot) NeighborsOf(ctx context.Context, ids []EntityID, q RelationQuery, types []string) ([]List[Neighbor], error) {
	choices, err := s.choose(ctx, ids, &q)
	if err != nil {
		return nil, err
	}
	groups := make([]*nearby, len(ids))
	summed := make([][]uint32, len(ids))
	kinds := map[EntityID]string{}
	for i, c := range choices {
		groups[i] = c.grouped()
		summed[i] = groups[i].summed
		for k := 0; k < len(groups[i].ends) && len(types) > 0; k++ {
			kinds[groups[i].ends[k].id] = ""
		}
	}
	if len(types) > 0 {
		if err := s.typesOf(ctx, kinds); err != nil {
			return nil, err
		}
		for i, g := range groups {
			summed[i] = slices.DeleteFunc(slices.Clone(summed[i]), func(k uint32) bool { return !slices.Contains(types, kinds[g.ends[k].id]) })
		}
	}
	out := make([]List[Neighbor], len(ids))
	for i, c := range choices {
		g := groups[i]
		out[i], err = pageSorted(len(summed[i]), q.Page,
			func(k int) string { e := &g.ends[summed[i][k]]; return mostFirst(int(e.sources)) + string(e.id[:]) },
			func(k int) Neighbor { return c.neighbor(g, &g.ends[summed[i][k]]) })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c choice) neighbor(g *nearby, e *end) Neighbor {
	n := Neighbor{Entity: e.id, Sources: int(e.sources), Relations: make([]RelationID, e.n)}
	for k := range n.Relations {
		n.Relations[k] = c.id(&c.picked[g.order[int(e.at)+k]])
	}
	return n
}

// typesOf fills in the types of entities.
func (s *Snapshot) typesOf(ctx context.Context, kinds map[EntityID]string) error {
	ids := make([]EntityID, 0, len(kinds))
	for id := range kinds {
		ids = append(ids, id)
	}
	es, err := s.Entities(ctx, ids)
	if err != nil {
		return err
	}
	for _, e := range es {
		if e != nil {
			kinds[e.ID] = e.Type
		}
	}
	return nil
}

// ListRelations lists the relations of the whole graph.
func (s *Snapshot) ListRelations(ctx context.Context, q RelationQuery) (List[*Relation], error) {
	if q.Entity != (EntityID{}) {
		id := q.Entity
		q.Entity = EntityID{}
		ls, err := s.RelationsOf(ctx, []EntityID{id}, q)
		if err != nil {
			return List[*Relation]{}, err
		}
		return ls[0], nil
	}
	if q.Order != RelationsBySources {
		return s.allRelations(ctx, q, func(r relationRec) string { return relationKey(&r, q.Order) })
	}
	list := kv.Range{Part: listRelations}
	if q.MinSources > 0 {
		list.To = mostFirst(q.MinSources - 1)
	}
	looked := 0
	out, err := pageIndex(ctx, s.r, list, q.Page, func(ctx context.Context, es []kv.Entry) ([]*Relation, []bool, error) {
		// As of a time a relation may have fewer sources than its place tells.
		if looked += len(es); looked > maxLooked && q.PublishedBefore.IsZero() {
			return nil, nil, errRare
		}
		return s.keepRelations(ctx, es, &q)
	})
	switch {
	case errors.Is(err, errRare):
		out, err = s.allRelations(ctx, q, func(r relationRec) string { return relListed(r.ID, r.Sources).Sort })
		out.Total = -1
	case err == nil && q.unfiltered():
		st, err := s.Stats(ctx)
		out.Total = st.Relations
		return out, err
	}
	return out, err
}

// errRare tells that a query lets through so little that it is better to look
// at everything than to go on along the list: one read for each relation.
var errRare = errors.New("few of the relations are asked for")

// maxLooked is how many relations of the list are looked at before that.
const maxLooked = 4_096

// unfiltered reports whether a query for all relations lets all of them
// through.
func (q *RelationQuery) unfiltered() bool {
	return len(q.Types) == 0 && q.Since.IsZero() && q.Until.IsZero() && q.PublishedBefore.IsZero() &&
		q.MinSources == 0 && q.Polarity == nil && len(q.Modality) == 0 && q.Text == ""
}

// keepRelations reads listed relations and tells which ones a query lets
// through.
func (s *Snapshot) keepRelations(ctx context.Context, es []kv.Entry, q *RelationQuery) ([]*Relation, []bool, error) {
	keys := make([]kv.Key, len(es))
	for i, e := range es {
		if _, err := open(e.Key, e.Value); err != nil {
			return nil, nil, err
		}
		if len(e.Key.Sort) < 20 {
			return nil, nil, fmt.Errorf("%s: %w: no key of a listed relation", keyString(e.Key), errDamaged)
		}
		keys[i] = relOfListed(e.Key.Sort)
	}
	groups := make([][]*relationRec, len(es)) // of one each, so that narrow keeps places
	err := getAll(ctx, s.r, keys, func(i int, r *relationRec) {
		if q.matches(r) {
			groups[i] = []*relationRec{r}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	if groups, err = s.narrow(ctx, groups, q); err != nil {
		return nil, nil, err
	}
	out, ok := make([]*Relation, len(es)), make([]bool, len(es))
	for i, g := range groups {
		if len(g) > 0 {
			out[i], ok[i] = g[0].relation(), true
		}
	}
	return out, ok, nil
}
