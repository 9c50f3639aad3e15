package graph

import (
	"context"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// Named returns, for each name, the entities that carry it as name or alias
// (case, "the", punctuation and dashes folded), most documents first.
func (s *Snapshot) Named(ctx context.Context, names []string) ([][]EntityID, error) {
	out := make([][]EntityID, len(names))
	var ranges []kv.Range
	var folded []string
	var missing []int
	for i, n := range names {
		n = fold(cut(n, maxName))
		var ok bool
		if out[i], ok = s.recallName(n); !ok {
			ranges = append(ranges, kv.Range{Part: famName + keyText(n), KeysOnly: true})
			folded, missing = append(folded, n), append(missing, i)
		}
	}
	if len(missing) == 0 {
		return out, ctx.Err()
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	groups := make([][]nodeID, len(missing))
	for k, es := range rows {
		for _, e := range es {
			groups[k] = append(groups[k], id16(e.Key.Sort))
		}
	}
	found, err := s.rankNodes(ctx, groups)
	if err != nil {
		return nil, err
	}
	for k, i := range missing {
		out[i] = found[k]
		s.keepName(folded[k], found[k])
	}
	return out, nil
}

// rankNodes turns groups of keys into their entities, most documents first.
func (s *Snapshot) rankNodes(ctx context.Context, groups [][]nodeID) ([][]EntityID, error) {
	at := map[nodeID]EntityID{}
	for _, g := range groups {
		for _, n := range g {
			at[n] = EntityID{}
		}
	}
	if err := entitiesAt(ctx, s.r, at); err != nil {
		return nil, err
	}
	docs := map[EntityID]int{}
	var ids []EntityID
	for _, e := range at {
		if _, ok := docs[e]; !ok && e != (EntityID{}) {
			docs[e] = 0
			ids = append(ids, e)
		}
	}
	es, err := s.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		if e != nil {
			docs[e.ID] = e.Documents
		}
	}
	out := make([][]EntityID, len(groups))
	for i, g := range groups {
		for _, n := range g {
			if e := at[n]; docs[e] > 0 && !slices.Contains(out[i], e) {
				out[i] = append(out[i], e)
			}
		}
		slices.SortFunc(out[i], func(a, b EntityID) int {
			if docs[a] != docs[b] {
				return docs[b] - docs[a]
			}
			return cmp16(a, b)
		})
	}
	return out, nil
}

// EntitiesOf lists the entities each document speaks of, those of most
// documents first.
func (s *Snapshot) EntitiesOf(ctx context.Context, ids []DocumentID, types []string, p Page) ([]List[*Entity], error) {
	profiles, err := s.ProfilesIn(ctx, ids)
	if err != nil {
		return nil, err
	}
	var all []EntityID
	of := make([]map[EntityID]bool, len(ids))
	for i, ps := range profiles {
		of[i] = map[EntityID]bool{}
		for _, pr := range ps {
			if !of[i][pr.Entity] {
				of[i][pr.Entity] = true
				all = append(all, pr.Entity)
			}
		}
	}
	es, err := s.Entities(ctx, all)
	if err != nil {
		return nil, err
	}
	groups := make([][]keyed[*Entity], len(ids))
	k := 0
	for i := range ids {
		for range of[i] {
			e := es[k]
			k++
			if e != nil && (len(types) == 0 || slices.Contains(types, e.Type)) {
				groups[i] = append(groups[i], keyed[*Entity]{mostFirst(e.Documents) + string(e.ID[:]), e})
			}
		}
	}
	return lists(groups, p)
}

// ListEntities lists the entities of the whole graph.
func (s *Snapshot) ListEntities(ctx context.Context, q EntityQuery) (List[*Entity], error) {
	if q.Document != (DocumentID{}) || q.Text != "" || q.NameStartsWith != "" && q.Order != EntitiesByName {
		return s.fewEntities(ctx, q)
	}
	list := kv.Range{Part: []string{listEntDocuments, listEntName, listEntRelations, listEntSeen}[min(q.Order, EntitiesByLastSeen)]}
	if q.NameStartsWith != "" {
		list = prefixRange(listEntName, keyText(fold(q.NameStartsWith)))
	}
	if q.Order == EntitiesByDocuments && q.MinDocuments > 0 {
		list.To = mostFirst(q.MinDocuments - 1)
	}
	out, err := pageIndex(ctx, s.r, list, q.Page, func(ctx context.Context, es []kv.Entry) ([]*Entity, []bool, error) {
		return s.keepEntities(ctx, es, &q)
	})
	if err == nil && q.NameStartsWith == "" && q.MinDocuments == 0 && q.SeenSince.IsZero() && q.SeenUntil.IsZero() {
		st, err := s.Stats(ctx)
		out.Total = 0
		for _, c := range st.ByEntityType {
			if len(q.Types) == 0 || slices.Contains(q.Types, c.Text) {
				out.Total += c.N
			}
		}
		return out, err
	}
	return out, err
}

// keepEntities filters listed entities, by what the list knows first.
func (s *Snapshot) keepEntities(ctx context.Context, es []kv.Entry, q *EntityQuery) ([]*Entity, []bool, error) {
	var ids []EntityID
	var at []int
	for i, e := range es {
		var l listedEntity
		if err := decode(e.Key, e.Value, &l); err != nil {
			return nil, nil, err
		}
		if (len(q.Types) == 0 || slices.Contains(q.Types, l.Type)) && l.Documents >= q.MinDocuments {
			ids, at = append(ids, EntityID(id16(e.Key.Sort))), append(at, i)
		}
	}
	got, err := s.Entities(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	out, ok := make([]*Entity, len(es)), make([]bool, len(es))
	for k, e := range got {
		out[at[k]], ok[at[k]] = e, e != nil && q.matches(e)
	}
	return out, ok, nil
}

func (q *EntityQuery) matches(e *Entity) bool {
	if len(q.Types) > 0 && !slices.Contains(q.Types, e.Type) || e.Documents < q.MinDocuments {
		return false
	}
	if q.NameStartsWith != "" && !strings.HasPrefix(fold(e.Name), fold(q.NameStartsWith)) {
		return false
	}
	return (q.SeenSince.IsZero() || !e.LastSeen.IsZero() && !e.LastSeen.Before(q.SeenSince)) &&
		(q.SeenUntil.IsZero() || !e.FirstSeen.IsZero() && !e.FirstSeen.After(q.SeenUntil))
}

// fewEntities lists entities found by document, words or name, sorted in memory.
func (s *Snapshot) fewEntities(ctx context.Context, q EntityQuery) (List[*Entity], error) {
	var ids []EntityID
	var err error
	switch {
	case q.Document != (DocumentID{}):
		var ps [][]*Profile
		if ps, err = s.ProfilesIn(ctx, []DocumentID{q.Document}); err == nil {
			for _, p := range ps[0] {
				ids = append(ids, p.Entity)
			}
		}
	case q.Text != "":
		ids, err = s.entitiesWithWords(ctx, q.Text)
	default:
		ids, err = s.entitiesByPrefix(ctx, q.NameStartsWith)
	}
	if err != nil {
		return List[*Entity]{}, err
	}
	slices.SortFunc(ids, cmp16[EntityID])
	es, err := s.Entities(ctx, slices.Compact(ids))
	if err != nil {
		return List[*Entity]{}, err
	}
	var out []keyed[*Entity]
	for _, e := range es {
		if e != nil && q.matches(e) && (q.Text == "" || hasWords(e.allNames(), wordsOf(q.Text))) {
			out = append(out, keyed[*Entity]{entityKey(e, q.Order), e})
		}
	}
	return pageOf(out, q.Page)
}

// allNames joins the names of an entity.
func (e *Entity) allNames() string {
	var b strings.Builder
	b.WriteString(e.Name)
	for _, a := range e.Aliases {
		b.WriteString(" " + a.Name)
	}
	return b.String()
}

// entityKey is the order key of an entity, as in the lists.
func entityKey(e *Entity, o EntityOrder) string {
	rec := entityRec{Name: e.Name, Documents: e.Documents, Relations: e.Relations, LastSeen: micros(e.LastSeen)}
	return entityLists(e.ID, &rec)[min(o, EntitiesByLastSeen)].Sort
}

// entitiesByPrefix reads the entities whose shown name starts so.
func (s *Snapshot) entitiesByPrefix(ctx context.Context, prefix string) ([]EntityID, error) {
	r := prefixRange(listEntName, keyText(fold(prefix)))
	r.KeysOnly = true
	rows, err := s.r.scanAll(ctx, []kv.Range{r})
	if err != nil {
		return nil, err
	}
	var out []EntityID
	for _, e := range rows[0] {
		out = append(out, EntityID(id16(e.Key.Sort)))
	}
	return out, nil
}
