package graph

import (
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"
)

// relate computes the relations anew whose claims changed.
func (st *step) relate(ctx context.Context) error {
	names := slices.Sorted(maps.Keys(st.relation))
	const run = 512 // relations read at a time
	for len(names) > 0 {
		n := min(len(names), run)
		rels := make([]RelationID, n)
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

func (st *step) relateRun(ctx context.Context, rels []RelationID) error {
	ranges := make([]kv.Range, len(rels))
	keys := make([]kv.Key, len(rels))
	for i, id := range rels {
		k := relEvidence(id)
		ranges[i] = prefixRange(k.Part, k.Sort)
		keys[i] = relOut(id)
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	olds, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	sums := make([][]supporting, len(rels))
	for i, es := range rows {
		for _, e := range es {
			var s claimSum
			if err := decode(e.Key, e.Value, &s); err != nil {
				return err
			}
			sums[i] = append(sums[i], supporting{claimOf(e.Key.Sort), s})
		}
	}
	utter, err := statements(ctx, st.o, sums)
	if err != nil {
		return err
	}
	for i, id := range rels {
		var old *relationRec
		if olds[i] != nil {
			old = &relationRec{}
			if err := decode(keys[i], olds[i], old); err != nil {
				return err
			}
		}
		st.putRelation(id, old, viewOf(id, sums[i], utter))
	}
	return nil
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
	var last DocumentID
	affirmed := false
	for i, c := range claims {
		s := &c.sum
		r.Claims++
		r.Modalities |= 1 << min(s.Modality, 31)
		if Polarity(s.Polarity) == Denied {
			r.Contradicting++
		} else {
			r.Supporting++
		}
		if yes := Polarity(s.Polarity) != Denied; i == 0 || yes && !affirmed || yes == affirmed && stronger(s.Modality, r.Modality) {
			r.Modality = s.Modality
			affirmed = yes
		}
		if i == 0 || c.id.Document != last {
			r.Documents++
			last = c.id.Document
		}
		widen(&r.FirstSeen, &r.LastSeen, s.Pub, s.Pub)
		widen(&r.FirstTime, &r.LastTime, s.Start, s.End)
		r.Score = max(r.Score, s.Score)
	}
	r.Sources = independent(claims, utter)
	return r
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
