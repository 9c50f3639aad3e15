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
	claims := prefixRange(part, docClaim)
	claims.Limit = st.s.limits.remove
	rows, err := st.o.scanAll(ctx, []kv.Range{claims})
	if err != nil {
		return false, err
	}
	if err := st.goClaims(rows[0], &h); err != nil {
		return false, err
	}
	room := st.s.limits.remove - len(rows[0])
	if room > 0 {
		profiles := prefixRange(part, docProfile)
		profiles.Limit = room
		rows, err = st.o.scanAll(ctx, []kv.Range{profiles})
		if err != nil {
			return false, err
		}
		if err := st.goProfiles(ctx, id, rows[0], &h); err != nil {
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

func (st *step) goClaims(rows []kv.Entry, h *docRec) error {
	for _, e := range rows {
		var r claimRec
		if err := decode(e.Key, e.Value, &r); err != nil {
			return err
		}
		id := claimIn(e.Key)
		sum := r.sum(h.Published)
		st.gone[id] = sum
		st.referClaim(id, &sum, false)
		st.spoken(from16[nodeID](sum.Sentence), "", id, &sum, -1)
		st.o.delete(e.Key)
		if r.Relation == "" {
			h.Open--
			st.stats.Open--
		}
	}
	h.Claims -= len(rows)
	st.stats.Claims -= len(rows)
	return nil
}

func (st *step) goProfiles(ctx context.Context, id DocumentID, rows []kv.Entry, h *docRec) error {
	profiles := make([]*Profile, len(rows))
	all := make([]anchoring, len(rows))
	var need []nodeID
	for i, e := range rows {
		var r profileRec
		if err := decode(e.Key, e.Value, &r); err != nil {
			return err
		}
		profiles[i] = r.profile(ProfileID{id, getBE32(e.Key.Sort[1:])})
		all[i] = anchorOf(profiles[i], r.Family)
		for _, k := range append(all[i].strong, all[i].weak...) {
			need = append(need, k.node)
		}
	}
	if err := st.loadNodes(ctx, need); err != nil {
		return err
	}
	for i, e := range rows {
		st.hang(profiles[i], all[i], h.Published, -1)
		st.o.delete(e.Key)
	}
	h.Profiles -= len(rows)
	st.stats.Profiles -= len(rows)
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

// claimIn reads the claim from a key of a document's partition.
func claimIn(k kv.Key) ClaimID {
	var id ClaimID
	copy(id.Document[:], k.Part[1:])
	id.N = getBE32(k.Sort[1:])
	return id
}
