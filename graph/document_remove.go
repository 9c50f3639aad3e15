package graph

import (
	"context"

	"dossier/graph/kv"
)

// goDocument takes away a document, or if it is larger than a step a part of
// it: claims first, then profiles, then itself. done tells that nothing is left.
func (st *step) goDocument(ctx context.Context, id DocumentID) (done bool, err error) {
	key := docKey(id, docHeader)
	got, err := st.o.Get(ctx, []kv.Key{key})
	if err != nil || got[0] == nil {
		return true, err
	}
	var h docRec
	if err := decode(key, got[0], &h); err != nil {
		return false, err
	}
	part := partDocument(id)
	claims, profiles := prefixRange(part, docClaim), prefixRange(part, docProfile)
	claims.Limit = max(1, st.s.limits.remove/groupSize)
	groups, err := groupsIn(ctx, st.o, []kv.Range{claims})
	if err != nil {
		return false, err
	}
	if err := st.goClaims(ctx, id, groups[0], &h); err != nil {
		return false, err
	}
	if profiles.Limit = claims.Limit - len(groups[0]); profiles.Limit > 0 {
		if groups, err = groupsIn(ctx, st.o, []kv.Range{profiles}); err != nil {
			return false, err
		}
		if err := st.goProfiles(ctx, id, groups[0], &h); err != nil {
			return false, err
		}
	}
	st.changed.Documents = append(st.changed.Documents, id)
	if h.Claims > 0 || h.Profiles > 0 {
		h.Partial = true
		st.o.put(key, h)
		st.o.mark(keyPending(id))
		return false, nil
	}
	return true, st.goHeader(ctx, id, &h)
}

func (st *step) goClaims(ctx context.Context, doc DocumentID, groups []storedGroup, h *docRec) error {
	refs, n := references{}, 0
	err := eachGrouped(groups, func(k uint32, r *claimRec) {
		id := ClaimID{doc, k}
		sum := r.sum(h.Published)
		st.gone[id] = sum
		refs.add(k, &sum)
		st.spoken(from16[nodeID](sum.Sentence), "", id, &sum, -1)
		if r.Relation == "" {
			h.Open--
			st.stats.Open--
		}
		n++
	})
	if err != nil {
		return err
	}
	st.deleteGroups(groups)
	h.Claims -= n
	st.stats.Claims -= n
	return st.unrefer(ctx, doc, refs)
}

func (st *step) deleteGroups(groups []storedGroup) {
	for _, g := range groups {
		for _, k := range g.keys {
			st.o.delete(k)
		}
	}
}

func (st *step) goProfiles(ctx context.Context, id DocumentID, groups []storedGroup, h *docRec) error {
	var profiles []*Profile
	var all []anchoring
	var need []nodeID
	err := eachGrouped(groups, func(n uint32, r *profileRec) {
		p := r.profile(ProfileID{id, n})
		a := anchorOf(p, r.Family)
		profiles, all = append(profiles, p), append(all, a)
		for _, k := range append(a.strong, a.weak...) {
			need = append(need, k.node)
		}
	})
	if err != nil {
		return err
	}
	if err := st.loadNodes(ctx, need); err != nil {
		return err
	}
	for i, p := range profiles {
		st.hang(p, all[i], h.Published, -1)
	}
	st.deleteGroups(groups)
	h.Profiles -= len(profiles)
	st.stats.Profiles -= len(profiles)
	return nil
}

// goHeader takes away what is left of a document without profiles and claims.
func (st *step) goHeader(ctx context.Context, id DocumentID, h *docRec) error {
	part := partDocument(id)
	text, err := readText(ctx, st.o, []DocumentID{id})
	if err != nil {
		return err
	}
	for stem := range stemsOf(h.Title, text[0]) {
		st.o.delete(kv.Key{Part: famWord + keyText(stem), Sort: string(id[:])})
	}
	key := docKey(id, docPrints)
	if err := getAll(ctx, st.o, []kv.Key{key}, func(_ int, r *printsRec) { st.tellStory(id, r, false) }); err != nil {
		return err
	}
	rest := kv.Range{Part: part, KeysOnly: true}
	rows, err := st.o.scanAll(ctx, []kv.Range{rest})
	if err != nil {
		return err
	}
	for _, e := range rows[0] {
		if e.Key.Sort != docStory { // goes with the story
			st.o.delete(e.Key)
		}
	}
	st.documentLists(id, h, false)
	st.o.delete(keyPending(id))
	st.stats.Mentions -= h.Mentions
	if DocumentKind(h.Kind) == KindDataset {
		st.stats.Datasets--
	} else {
		st.stats.Documents--
	}
	return nil
}
