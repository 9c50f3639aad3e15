package graph

import (
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"
)

// A joined relation is one whose claims change, with those that join it. With
// whole, others leave it or count differently, so that all have to be read.
type joined struct {
	id    RelationID
	come  []supporting
	whole bool
}

// joins returns what changes of a relation.
func (st *step) joins(id RelationID) *joined {
	key := relOut(id)
	name := key.Part + key.Sort
	j := st.relation[name]
	if j == nil {
		j = &joined{id: id}
		st.relation[name] = j
	}
	return j
}

// relate computes the relations anew whose claims changed.
func (st *step) relate(ctx context.Context) error {
	names := slices.Sorted(maps.Keys(st.relation))
	const run = 512 // relations read at a time
	for len(names) > 0 {
		n := min(len(names), run)
		rels := make([]*joined, n)
		for i, k := range names[:n] {
			rels[i] = st.relation[k]
		}
		if err := st.relateRun(ctx, rels); err != nil {
			return err
		}
		names = names[n:]
	}
	return st.noteObjects(ctx)
}

func (st *step) relateRun(ctx context.Context, rels []*joined) error {
	olds, err := st.relations(ctx, rels)
	if err != nil {
		return err
	}
	var grown, anew []int
	for i, j := range rels {
		if j.extends(olds[i]) {
			grown = append(grown, i)
		} else {
			anew = append(anew, i)
		}
	}
	views := make([]*relationRec, len(rels))
	if err := st.extend(ctx, rels, olds, views, grown); err != nil {
		return err
	}
	if err := st.compute(ctx, rels, olds, views, anew); err != nil {
		return err
	}
	for i, j := range rels {
		st.putRelation(j.id, olds[i], views[i])
	}
	return nil
}

// relations reads relations as they are stored; nil is none.
func (st *step) relations(ctx context.Context, rels []*joined) ([]*relationRec, error) {
	keys := make([]kv.Key, len(rels))
	for i, j := range rels {
		keys[i] = relOut(j.id)
	}
	out := make([]*relationRec, len(rels))
	return out, getAll(ctx, st.o, keys, func(i int, r *relationRec) { out[i] = r })
}

// extends reports whether what a relation was, and the claims that join it,
// tell what it is: not where sentences decide which sources are one, nor where
// the first claim lends the relation its value.
func (j *joined) extends(old *relationRec) bool {
	return old != nil && !j.whole && j.id.Value == "" && !slices.ContainsFunc(j.come, func(c supporting) bool {
		return len(c.sum.Sentence) > 0 || int(c.sum.Modality) >= len(strength)
	})
}

// extend adds the claims that join relations to what these were, however many
// claims they have. A document is another source if all its claims of the
// relation are among those that come.
func (st *step) extend(ctx context.Context, rels []*joined, olds, views []*relationRec, which []int) error {
	var ranges []kv.Range
	var of []*relationRec
	for _, i := range which {
		j, view := rels[i], *olds[i]
		views[i] = &view
		sortSupporting(j.come)
		for k, c := range j.come {
			view.add(&c.sum)
			if k > 0 && j.come[k-1].id.Document == c.id.Document {
				ranges[len(ranges)-1].Limit++
				continue
			}
			key := relEvidence(j.id)
			r := prefixRange(key.Part, key.Sort+string(c.id.Document[:]))
			r.Limit, r.KeysOnly = 2, true // one more than come
			ranges, of = append(ranges, r), append(of, views[i])
		}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for k, es := range rows {
		if len(es) < ranges[k].Limit {
			of[k].Documents++
			of[k].Sources++
		}
	}
	return nil
}

// compute makes views of all claims of relations; a relation that is new has
// those that come.
func (st *step) compute(ctx context.Context, rels []*joined, olds, views []*relationRec, which []int) error {
	sums := make([][]supporting, len(which))
	var ranges []kv.Range
	var of []int
	for k, i := range which {
		j := rels[i]
		if olds[i] == nil && !j.whole {
			sortSupporting(j.come)
			sums[k] = j.come
			continue
		}
		key := relEvidence(j.id)
		ranges, of = append(ranges, prefixRange(key.Part, key.Sort)), append(of, k)
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for r, es := range rows {
		for _, e := range es {
			var s claimSum
			if err := decode(e.Key, e.Value, &s); err != nil {
				return err
			}
			sums[of[r]] = append(sums[of[r]], supporting{claimOf(e.Key.Sort), s})
		}
	}
	utter, err := statements(ctx, st.o, sums)
	if err != nil {
		return err
	}
	for k, i := range which {
		views[i] = viewOf(rels[i].id, sums[k], utter)
	}
	return nil
}

func sortSupporting(claims []supporting) {
	slices.SortFunc(claims, func(a, b supporting) int { return claimLess(a.id, b.id) })
}

// putRelation replaces a relation under both ends and in the list; nil is none.
func (st *step) putRelation(id RelationID, old, new *relationRec) {
	if old == nil && new == nil {
		return
	}
	st.notePolarity(id, old, new)
	hasIn := id.Object != (EntityID{})
	if old != nil && (new == nil || new.Sources != old.Sources) {
		st.o.delete(relListed(id, old.Sources))
	}
	if new == nil {
		st.o.delete(relOut(id))
		if hasIn {
			st.o.delete(relIn(id))
		}
		if !st.shifted[relOut(id).Part+relOut(id).Sort] {
			st.effect.Relations = append(st.effect.Relations, id)
		}
	} else {
		st.o.put(relOut(id), new)
		if hasIn {
			st.o.put(relIn(id), new)
		}
		st.o.mark(relListed(id, new.Sources))
	}
	delta := 0
	switch {
	case old == nil:
		delta = 1
	case new == nil:
		delta = -1
	}
	st.stats.Relations += delta
	if delta != 0 {
		st.stats.relationType(id.Type, delta)
	}
	st.entity(id.Subject).relations += delta
	if hasIn && id.Object != id.Subject {
		st.entity(id.Object).relations += delta
	}
}

// A supporting claim of a relation, or one that contradicts it.
type supporting struct {
	id  ClaimID
	sum claimSum
}

// strength orders modalities: what is said as fact is strongest.
var strength = [...]int{
	Asserted: 10, Reported: 9, Alleged: 6, Planned: 7, Ordered: 8, Requested: 5, Expected: 4, Possible: 3, Conditional: 2, Opinion: 1,
}

func stronger(a, b uint8) bool {
	rank := func(m uint8) int {
		if int(m) < len(strength) {
			return strength[m]
		}
		return 0
	}
	return rank(a) > rank(b)
}

// viewOf computes a relation from its claims, in claim order; nil from none.
func viewOf(id RelationID, claims []supporting, utter map[nodeID]UtteranceID) *relationRec {
	if len(claims) == 0 {
		return nil
	}
	r := &relationRec{ID: id}
	if id.Value != "" {
		r.Value = claims[0].sum.Value
	}
	for i, c := range claims {
		r.add(&c.sum)
		if i == 0 || c.id.Document != claims[i-1].id.Document {
			r.Documents++
		}
	}
	r.Sources = independent(claims, utter)
	return r
}

// add counts one more claim of a relation, but not its document and source.
func (r *relationRec) add(s *claimSum) {
	yes, affirmed := Polarity(s.Polarity) != Denied, r.Supporting > 0
	if r.Claims == 0 || yes && !affirmed || yes == affirmed && stronger(s.Modality, r.Modality) {
		r.Modality = s.Modality
	}
	r.Claims++
	r.Modalities |= 1 << min(s.Modality, 31)
	if yes {
		r.Supporting++
	} else {
		r.Contradicting++
	}
	widen(&r.FirstSeen, &r.LastSeen, s.Pub, s.Pub)
	widen(&r.FirstTime, &r.LastTime, s.Start, s.End)
	r.Score = max(r.Score, s.Score)
}

// widen makes [first, last] take in [from, to]; zero is unknown.
func widen(first, last *int64, from, to int64) {
	if from != 0 && (*first == 0 || from < *first) {
		*first = from
	}
	if to == 0 {
		to = from
	}
	if to != 0 && (*last == 0 || to > *last) {
		*last = to
	}
}

// statements reads which utterance the sentences of claims belong to.
func statements(ctx context.Context, r scanner, groups [][]supporting) (map[nodeID]UtteranceID, error) {
	at := map[nodeID]UtteranceID{}
	for _, g := range groups {
		for _, c := range g {
			if len(c.sum.Sentence) > 0 && len(g) > 1 {
				at[from16[nodeID](c.sum.Sentence)] = UtteranceID{}
			}
		}
	}
	return at, utterancesAt(ctx, r, at, true)
}

// independent counts the sources of claims: documents that share a statement
// are one, and so are those that share one with these.
func independent(claims []supporting, utter map[nodeID]UtteranceID) int {
	if len(claims) == 1 {
		return 1
	}
	lead := map[DocumentID]DocumentID{}
	var find func(d DocumentID) DocumentID
	find = func(d DocumentID) DocumentID {
		if p := lead[d]; p != d {
			lead[d] = find(p)
		}
		return lead[d]
	}
	first := map[UtteranceID]DocumentID{}
	n := 0
	for _, c := range claims {
		d := c.id.Document
		if _, ok := lead[d]; !ok {
			lead[d] = d
			n++
		}
		u := utter[from16[nodeID](c.sum.Sentence)]
		if u == (UtteranceID{}) {
			continue
		}
		other, ok := first[u]
		if !ok {
			first[u] = d
			continue
		}
		if a, b := find(d), find(other); a != b {
			lead[a] = b
			n--
		}
	}
	return n
}
