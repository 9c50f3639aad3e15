package graph

import (
	"context"
	"slices"

	"dossier/graph/kv"

	"github.com/google/uuid"
)

// putUtterances writes the sentences and utterances of whole components, and
// marks the relations whose sources they change.
func (st *step) putUtterances(ctx context.Context, groups [][]*sentence) error {
	for _, s := range st.sentences {
		if s.rec.Claims == 0 && s.known {
			st.o.delete(kv.Key{Part: partSentence(s.id), Sort: sentenceHeader})
			if len(s.rec.Utter) > 0 {
				if err := st.dropUtterance(ctx, from16[UtteranceID](s.rec.Utter)); err != nil {
					return err
				}
			}
		}
	}
	var ranges []kv.Range
	for _, g := range groups {
		slices.SortFunc(g, func(a, b *sentence) int { return cmp16(a.id, b.id) })
		for _, s := range g {
			ranges = append(ranges, prefixRange(partSentence(s.id), sentenceClaim))
			if len(s.rec.Utter) > 0 {
				if err := st.dropUtterance(ctx, from16[UtteranceID](s.rec.Utter)); err != nil {
					return err
				}
			}
		}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := st.putUtterance(ctx, g, rows[:len(g)]); err != nil {
			return err
		}
		rows = rows[len(g):]
	}
	return nil
}

// dropUtterance takes an utterance away, to be written anew or not.
func (st *step) dropUtterance(ctx context.Context, id UtteranceID) error {
	if st.dropped[id] {
		return nil
	}
	st.dropped[id] = true
	rows, err := st.o.scanAll(ctx, []kv.Range{{Part: partUtter(id), KeysOnly: true}})
	if err != nil {
		return err
	}
	for _, e := range rows[0] {
		st.o.delete(e.Key)
		if e.Key.Sort == utterHeader {
			st.stats.Utterances--
		}
	}
	return nil
}

// putUtterance writes one component with the claims of its sentences.
func (st *step) putUtterance(ctx context.Context, g []*sentence, rows [][]kv.Entry) error {
	id := UtteranceID(uuid.NewSHA1(spaceUtterance, g[0].id[:]))
	docs, said := map[DocumentID]bool{}, map[nodeID]int{}
	var first *ClaimID
	sums := make([][]claimSum, len(g))
	for i, es := range rows {
		for _, e := range es {
			var sum claimSum
			if err := decode(e.Key, e.Value, &sum); err != nil {
				return err
			}
			sums[i] = append(sums[i], sum)
			c := claimOf(e.Key.Sort)
			docs[c.Document] = true
			if len(sum.Speakers) > 0 {
				said[from16[nodeID](sum.Speakers[0])]++
			}
			if first == nil || claimLess(c, *first) < 0 {
				first = &c
			}
		}
	}
	shared := len(docs) > 1
	for i, s := range g {
		if from16[UtteranceID](s.rec.Utter) != id {
			for k := range sums[i] {
				st.reconsider(&sums[i][k])
			}
		}
		s.rec.Utter, s.rec.Shared = bytes16(id), shared
		st.o.put(kv.Key{Part: partSentence(s.id), Sort: sentenceHeader}, s.rec)
		if shared {
			st.o.mark(kv.Key{Part: partUtter(id), Sort: utterMember + string(s.id[:])})
		}
	}
	if !shared {
		return nil
	}
	st.stats.Utterances++
	text, err := st.statementText(ctx, *first)
	if err != nil {
		return err
	}
	st.o.put(kv.Key{Part: partUtter(id), Sort: utterHeader}, utterRec{text, mostSaid(said), len(docs)})
	return nil
}

// reconsider has a claim's relation computed anew.
func (st *step) reconsider(sum *claimSum) {
	st.unsettled = append(st.unsettled, *sum)
}

// unsettle marks the relations of claims whose utterance changed.
func (st *step) unsettle(ctx context.Context) error {
	set := map[ClaimID]claimSum{}
	for i, sum := range st.unsettled {
		set[ClaimID{N: uint32(i)}] = sum
	}
	if err := st.loadEnds(ctx, set); err != nil {
		return err
	}
	for i := range st.unsettled {
		if rel, ok := st.unsettled[i].relationOf(st.after); ok {
			st.joins(rel).whole = true
		}
	}
	return nil
}

// mostSaid returns the speaker most claims name, ties by id.
func mostSaid(said map[nodeID]int) []byte {
	var best nodeID
	for n, k := range said {
		if k > said[best] || k == said[best] && cmp16(n, best) < 0 {
			best = n
		}
	}
	return bytes16(best)
}

// statementText reads the statement of a claim as its document words it.
func (st *step) statementText(ctx context.Context, id ClaimID) (text string, err error) {
	err = getGrouped(ctx, st.o, docClaim, []ClaimID{id}, func(_ int, r *claimRec) { text = cut(statementOf(r.Quote), 2*maxName) })
	return text, err
}

// utterancesAt reads the utterance of each sentence; those of one document
// only if single is set.
func utterancesAt(ctx context.Context, r scanner, at map[nodeID]UtteranceID, single bool) error {
	keys, ids := make([]kv.Key, 0, len(at)), make([]nodeID, 0, len(at))
	for id := range at {
		keys, ids = append(keys, kv.Key{Part: partSentence(id), Sort: sentenceHeader}), append(ids, id)
	}
	return getAll(ctx, r, keys, func(i int, s *sentenceRec) {
		if single || s.Shared {
			at[ids[i]] = from16[UtteranceID](s.Utter)
		}
	})
}

// utterances fills in the utterance of each claim.
func (s *Snapshot) utterances(ctx context.Context, recs []*claimRec, claims []*Claim) error {
	at := map[nodeID]UtteranceID{}
	for _, r := range recs {
		if r != nil && len(r.Sentence) > 0 {
			at[from16[nodeID](r.Sentence)] = UtteranceID{}
		}
	}
	if err := utterancesAt(ctx, s.r, at, false); err != nil {
		return err
	}
	for i, r := range recs {
		if r != nil && len(r.Sentence) > 0 {
			claims[i].Utterance = at[from16[nodeID](r.Sentence)]
		}
	}
	return nil
}

// Utterances returns utterances by id.
func (s *Snapshot) Utterances(ctx context.Context, ids []UtteranceID) ([]*Utterance, error) {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = kv.Key{Part: partUtter(id), Sort: utterHeader}
	}
	out := make([]*Utterance, len(ids))
	at := map[nodeID]EntityID{}
	speaker := make([]nodeID, len(ids))
	err := getAll(ctx, s.r, keys, func(i int, r *utterRec) {
		out[i] = &Utterance{ID: ids[i], Text: r.Text, Carriers: r.Carriers}
		if len(r.Speaker) > 0 {
			speaker[i] = from16[nodeID](r.Speaker)
			at[speaker[i]] = EntityID{}
		}
	})
	if err != nil {
		return nil, err
	}
	if err := entitiesAt(ctx, s.r, at); err != nil {
		return nil, err
	}
	for i, u := range out {
		if u != nil {
			u.Speaker = at[speaker[i]]
		}
	}
	return out, nil
}

// CarriersOf lists the documents that carry each utterance, newest first.
func (s *Snapshot) CarriersOf(ctx context.Context, ids []UtteranceID, p Page) ([]List[*Document], error) {
	var ranges []kv.Range
	for _, id := range ids {
		ranges = append(ranges, prefixRange(partUtter(id), utterMember))
	}
	members, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	ranges = nil
	var owner []int
	for i, es := range members {
		for _, e := range es {
			r := prefixRange(partSentence(id16(e.Key.Sort)), sentenceClaim)
			r.KeysOnly = true
			ranges, owner = append(ranges, r), append(owner, i)
		}
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	groups := make([][]DocumentID, len(ids))
	for i, es := range rows {
		for _, e := range es {
			groups[owner[i]] = append(groups[owner[i]], claimOf(e.Key.Sort).Document)
		}
	}
	return s.documentGroups(ctx, groups, p)
}

// documentGroups makes a page of each group of documents, newest first.
func (s *Snapshot) documentGroups(ctx context.Context, groups [][]DocumentID, p Page) ([]List[*Document], error) {
	sorted := make([][]keyed[*Document], len(groups))
	for i, ids := range groups {
		slices.SortFunc(ids, cmp16[DocumentID])
		docs, err := s.Documents(ctx, slices.Compact(ids), false, false)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if d != nil {
				sorted[i] = append(sorted[i], keyed[*Document]{newestFirst(micros(d.Published)) + string(d.ID[:]), d})
			}
		}
	}
	return lists(sorted, p)
}
