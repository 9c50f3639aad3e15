package graph

import (
	"context"
	"fmt"
	"slices"

	"dossier/graph/kv"
)

// relationRanges are the ranges that hold an entity's relations for a query.
func relationRanges(id EntityID, q *RelationQuery) []kv.Range {
	dirs := []string{"o", "i"}
	switch q.Direction {
	case Out:
		dirs = dirs[:1]
	case In:
		dirs = dirs[1:]
	}
	var out []kv.Range
	for _, d := range dirs {
		if len(q.Types) == 0 {
			out = append(out, prefixRange(partEntity(id), entRelation+d))
		}
		for _, t := range q.Types {
			out = append(out, prefixRange(partEntity(id), entRelation+d+keyText(t)+"\x00"))
		}
	}
	return out
}

// relationsOf reads the relations of entities that a query lets through.
func (s *Snapshot) relationsOf(ctx context.Context, ids []EntityID, q *RelationQuery) ([][]*Relation, error) {
	var ranges []kv.Range
	var owner []int
	for i, id := range ids {
		for _, r := range relationRanges(id, q) {
			ranges, owner = append(ranges, r), append(owner, i)
		}
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]*Relation, len(ids))
	for i, es := range rows {
		self := ids[owner[i]]
		for _, e := range es {
			var r relationRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return nil, err
			}
			if e.Key.Sort[1] == 'i' && r.ID.Subject == r.ID.Object && q.Direction == Both {
				continue // its own other end: seen as going out
			}
			if q.Entity != (EntityID{}) && otherEnd(&r, self) != q.Entity {
				continue
			}
			if q.matches(&r) {
				out[owner[i]] = append(out[owner[i]], r.relation())
			}
		}
	}
	return s.narrow(ctx, out, q)
}

func otherEnd(r *relationRec, self EntityID) EntityID {
	if r.ID.Subject != self {
		return r.ID.Subject
	}
	return r.ID.Object
}

// relationKey is the order key of a relation.
func relationKey(r *Relation, o RelationOrder) string {
	k := relOut(r.ID)
	tail := k.Part + k.Sort
	switch o {
	case RelationsByFirstSeen:
		return datedLast(micros(r.FirstSeen)) + tail
	case RelationsByLastSeen:
		return newestFirst(micros(r.LastSeen)) + tail
	case RelationsByType:
		return keyText(r.ID.Type) + "\x00" + mostFirst(r.Sources) + tail
	}
	return mostFirst(r.Sources) + mostFirst(r.Documents) + tail
}

// RelationsOf lists the relations of each entity.
func (s *Snapshot) RelationsOf(ctx context.Context, ids []EntityID, q RelationQuery) ([]List[*Relation], error) {
	groups, err := s.relationsOf(ctx, ids, &q)
	if err != nil {
		return nil, err
	}
	sorted := make([][]keyed[*Relation], len(groups))
	for i, g := range groups {
		for _, r := range g {
			sorted[i] = append(sorted[i], keyed[*Relation]{relationKey(r, q.Order), r})
		}
	}
	return lists(sorted, q.Page)
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
	groups, err := s.relationsOf(ctx, ids, &q)
	if err != nil {
		return nil, err
	}
	kinds := map[EntityID]string{}
	near := make([]map[EntityID]*Neighbor, len(ids))
	for i, g := range groups {
		near[i] = map[EntityID]*Neighbor{}
		slices.SortFunc(g, func(a, b *Relation) int {
			return compareStrings(relationKey(a, RelationsBySources), relationKey(b, RelationsBySources))
		})
		for _, r := range g {
			other := r.ID.Object
			if other == ids[i] {
				other = r.ID.Subject
			}
			if other == (EntityID{}) || other == ids[i] {
				continue
			}
			n := near[i][other]
			if n == nil {
				n = &Neighbor{Entity: other}
				near[i][other] = n
				kinds[other] = ""
			}
			n.Relations = append(n.Relations, r.ID)
			n.Sources += r.Sources
		}
	}
	if len(types) > 0 {
		if err := s.typesOf(ctx, kinds); err != nil {
			return nil, err
		}
	}
	sorted := make([][]keyed[Neighbor], len(ids))
	for i, m := range near {
		for id, n := range m {
			if len(types) == 0 || slices.Contains(types, kinds[id]) {
				sorted[i] = append(sorted[i], keyed[Neighbor]{mostFirst(n.Sources) + string(id[:]), *n})
			}
		}
	}
	return lists(sorted, q.Page)
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
		return s.sortRelations(ctx, q)
	}
	out, err := pageIndex(ctx, s.r, kv.Range{Part: listRelations}, q.Page, s.keepRelations(&q))
	if err == nil && q.unfiltered() {
		st, err := s.Stats(ctx)
		out.Total = st.Relations
		return out, err
	}
	return out, err
}

func (q *RelationQuery) unfiltered() bool {
	return len(q.Types) == 0 && q.Since.IsZero() && q.Until.IsZero() && q.PublishedBefore.IsZero() &&
		q.MinSources == 0 && q.Polarity == nil && len(q.Modality) == 0 && q.Text == ""
}

// keepRelations reads listed relations and filters them.
func (s *Snapshot) keepRelations(q *RelationQuery) func(context.Context, []kv.Entry) ([]*Relation, []bool, error) {
	return func(ctx context.Context, es []kv.Entry) ([]*Relation, []bool, error) {
		keys := make([]kv.Key, len(es))
		for i, e := range es {
			if len(e.Key.Sort) < 20 {
				return nil, nil, fmt.Errorf("%s: %w: no key of a listed relation", keyString(e.Key), errDamaged)
			}
			keys[i] = relOfListed(e.Key.Sort)
		}
		groups := make([][]*Relation, len(es)) // of one each, so that narrow keeps places
		err := getAll(ctx, s.r, keys, func(i int, r *relationRec) {
			if q.matches(r) {
				groups[i] = []*Relation{r.relation()}
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
				out[i], ok[i] = g[0], true
			}
		}
		return out, ok, nil
	}
}

// sortRelations reads all relations and sorts them: for orders without a list.
func (s *Snapshot) sortRelations(ctx context.Context, q RelationQuery) (List[*Relation], error) {
	var all []keyed[*Relation]
	list := kv.Range{Part: listRelations, Limit: maxScanPage}
	keep := s.keepRelations(&q)
	for {
		rows, err := s.r.scanAll(ctx, []kv.Range{list})
		if err != nil {
			return List[*Relation]{}, err
		}
		rs, ok, err := keep(ctx, rows[0])
		if err != nil {
			return List[*Relation]{}, err
		}
		for i, r := range rs {
			if ok[i] {
				all = append(all, keyed[*Relation]{relationKey(r, q.Order), r})
			}
		}
		if len(rows[0]) < maxScanPage {
			return pageOf(all, q.Page)
		}
		list.From = rows[0][len(rows[0])-1].Key.Sort + "\x00"
	}
}
