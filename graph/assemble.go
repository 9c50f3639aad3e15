package graph

import (
	"context"
	"maps"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// An entity as the step sees it: what changes of its counters, and whether
// what is said of it may change, or when.
type entity struct {
	id                           EntityID
	documents, claims, relations int
	anew                         bool
}

// assemble computes the entities anew whose keys, documents, claims or
// relations changed.
func (st *step) assemble(ctx context.Context) error {
	ids := slices.SortedFunc(maps.Keys(st.entities), cmp16[EntityID])
	const run = 256 // entities read at a time
	for len(ids) > 0 {
		n := min(len(ids), run)
		if err := st.assembleRun(ctx, ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// assembleRun keeps what is said of an entity of which only counters change:
// claims come by the thousand to things that are long known.
func (st *step) assembleRun(ctx context.Context, ids []EntityID) error {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = entKey(id, entHeader)
	}
	stored, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	olds := make([]entityRec, len(ids))
	var anew []EntityID
	for i, id := range ids {
		if stored[i] != nil {
			if err := decode(keys[i], stored[i], &olds[i]); err != nil {
				return err
			}
		}
		if stored[i] == nil || st.entities[id].anew {
			anew = append(anew, id)
		}
	}
	said, err := st.said(ctx, anew)
	if err != nil {
		return err
	}
	for i, id := range ids {
		d, old, new := st.entities[id], &olds[i], olds[i]
		if r := said[id]; r != nil {
			new = *r
		}
		new.Documents, new.Claims, new.Relations = old.Documents+d.documents, old.Claims+d.claims, old.Relations+d.relations
		st.putEntity(id, stored[i] != nil, old, &new)
	}
	return nil
}

// said reads what all profiles say of entities, and when; their counters stay
// zero.
func (st *step) said(ctx context.Context, ids []EntityID) (map[EntityID]*entityRec, error) {
	members, err := st.members(ctx, ids)
	if err != nil {
		return nil, err
	}
	facts, err := st.readFacts(ctx, members)
	if err != nil {
		return nil, err
	}
	seen, err := st.readSeen(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[EntityID]*entityRec, len(ids))
	for i, id := range ids {
		out[id] = &entityRec{FirstSeen: seen[i].a, LastSeen: seen[i].b}
		facts[i].describe(out[id])
	}
	return out, nil
}

// putEntity replaces an entity and its places in the lists.
func (st *step) putEntity(id EntityID, existed bool, old, new *entityRec) {
	exists := new.Documents > 0
	var before, after []kv.Key
	if existed {
		before = entityLists(id, old)
		st.stats.Entities--
		st.stats.entityType(old.Type, -1)
	}
	if exists {
		after = entityLists(id, new)
		st.stats.Entities++
		st.stats.entityType(new.Type, +1)
		st.o.put(entKey(id, entHeader), new)
	} else {
		st.o.delete(entKey(id, entHeader))
	}
	for i, k := range before {
		if !exists || k != after[i] {
			st.o.delete(k)
		}
	}
	for i, k := range after {
		if !existed || k != before[i] || old.Type != new.Type || old.Documents != new.Documents {
			st.o.put(k, listedEntity{new.Type, new.Documents})
		}
	}
	if existed || exists {
		st.changed.Entities = append(st.changed.Entities, id)
	}
	if existed && !exists {
		st.effect.Entities = append(st.effect.Entities, id)
	}
}

// entityLists are the places of an entity in the lists, in EntityOrder.
func entityLists(id EntityID, r *entityRec) []kv.Key {
	tail := string(id[:])
	return []kv.Key{
		{Part: listEntDocuments, Sort: mostFirst(r.Documents) + tail},
		{Part: listEntName, Sort: keyText(fold(r.Name)) + "\x00" + tail},
		{Part: listEntRelations, Sort: mostFirst(r.Relations) + tail},
		{Part: listEntSeen, Sort: newestFirst(r.LastSeen) + tail},
	}
}

// readSeen reads the first and last publication of each entity.
func (st *step) readSeen(ctx context.Context, ids []EntityID) ([]pair[int64, int64], error) {
	ranges := make([]kv.Range, 0, 2*len(ids))
	for _, id := range ids {
		newest := kv.Range{Part: partEntity(id), From: entDocument, To: entDocument + undatedKey, Limit: 1, KeysOnly: true}
		oldest := newest
		oldest.Reverse = true
		ranges = append(ranges, oldest, newest)
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([]pair[int64, int64], len(ids))
	for i := range ids {
		if es := rows[2*i]; len(es) > 0 {
			out[i].a = dateOf(es[0].Key.Sort)
		}
		if es := rows[2*i+1]; len(es) > 0 {
			out[i].b = dateOf(es[0].Key.Sort)
		}
	}
	return out, nil
}

// factSet is what all profiles of an entity say, counted.
type factSet struct {
	counts map[fact]int
	ids    map[fact]int // of profiles with an external id
	strong map[fact]int
}

func newFactSet() *factSet { return &factSet{map[fact]int{}, map[fact]int{}, map[fact]int{}} }

// add counts a fact that is said n times under a key.
func (s *factSet) add(f fact, n int, key *nodeRec) {
	s.counts[f] += n
	if key.Strong {
		s.strong[f] += n
	}
	if schemeOf(key.Text) != "" && !isTrait(key.Text) {
		s.ids[f] += n
	}
}

func (s *factSet) clear() {
	clear(s.counts)
	clear(s.ids)
	clear(s.strong)
}

func (st *step) readFacts(ctx context.Context, members [][]nodeID) ([]*factSet, error) {
	var ranges []kv.Range
	var owner []int
	var all []nodeID
	for i, ms := range members {
		for _, m := range ms {
			r := prefixRange(partNode(m), nodeFact)
			r.Limit = maxFacts
			ranges, owner, all = append(ranges, r), append(owner, i), append(all, m)
		}
	}
	if err := st.loadNodes(ctx, all); err != nil {
		return nil, err
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([]*factSet, len(members))
	for i := range out {
		out[i] = newFactSet()
	}
	for i, es := range rows {
		s, n := out[owner[i]], st.nodes[all[i]]
		for _, e := range es {
			var r countRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return nil, err
			}
			s.add(fact{e.Key.Sort[1:2], r.Text}, r.N, &n.rec)
		}
	}
	return out, nil
}

// describe fills in what the profiles say of the entity.
func (s *factSet) describe(r *entityRec) {
	r.Type = most(s.counts, factType)
	r.Description = most(s.counts, factDescription)
	for _, from := range []map[fact]int{s.ids, s.strong, s.counts} {
		if r.Name = most(from, factFull); r.Name != "" {
			break
		}
	}
	for f, n := range s.counts {
		switch f.kind {
		case factAlias:
			r.Aliases = append(r.Aliases, countRec{f.text, n})
		case factExternal:
			scheme, value, _ := strings.Cut(f.text, "\x00")
			r.ExternalIDs = append(r.ExternalIDs, externalRec{scheme, value})
		}
	}
	slices.SortFunc(r.Aliases, func(a, b countRec) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Text, b.Text)
	})
	r.Aliases = firstOf(r.Aliases, func(a countRec) int { return len(a.Text) })
	slices.SortFunc(r.ExternalIDs, func(a, b externalRec) int {
		if c := strings.Compare(a.Scheme, b.Scheme); c != 0 {
			return c
		}
		return strings.Compare(a.Value, b.Value)
	})
	r.ExternalIDs = firstOf(r.ExternalIDs, func(x externalRec) int { return len(x.Scheme) + len(x.Value) })
}

// firstOf keeps as much of a list as a view shows.
func firstOf[T any](list []T, size func(T) int) []T {
	sum := 0
	for i, x := range list {
		if sum += size(x); i == maxAliases || sum > maxShown {
			return list[:i]
		}
	}
	return list
}

// most returns the most frequent text of a kind, ties by text.
func most(counts map[fact]int, kind string) string {
	best, n := "", 0
	for f, k := range counts {
		if f.kind == kind && (k > n || k == n && f.text < best) {
			best, n = f.text, k
		}
	}
	return best
}
