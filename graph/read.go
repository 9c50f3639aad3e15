package graph

import (
	"context"
	"errors"

	"dossier/graph/kv"
)

// getAll reads one record a key and hands each that is there to use.
func getAll[T any](ctx context.Context, r scanner, keys []kv.Key, use func(i int, rec *T)) error {
	got, err := r.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, v := range got {
		if v == nil {
			continue
		}
		rec := new(T)
		if err := decode(keys[i], v, rec); err != nil {
			return err
		}
		use(i, rec)
	}
	return nil
}

// Entities returns entities by id.
func (s *Snapshot) Entities(ctx context.Context, ids []EntityID) ([]*Entity, error) {
	out := make([]*Entity, len(ids))
	missing := recall(s, (*memo).entityShelf, ids, out)
	if len(missing) == 0 {
		return out, ctx.Err()
	}
	keys := make([]kv.Key, len(missing))
	for k, i := range missing {
		keys[k] = entKey(ids[i], entHeader)
	}
	return out, getAll(ctx, s.r, keys, func(k int, r *entityRec) {
		i := missing[k]
		out[i] = r.entity(ids[i])
		keep(s, (*memo).entityShelf, ids[i], out[i], r.size())
	})
}

// Documents returns documents; Text, Regions and Raw only if asked for.
func (s *Snapshot) Documents(ctx context.Context, ids []DocumentID, withText, withRaw bool) ([]*Document, error) {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = docKey(id, docHeader)
	}
	out := make([]*Document, len(ids))
	if err := getAll(ctx, s.r, keys, func(i int, r *docRec) { out[i] = r.document(ids[i]) }); err != nil {
		return nil, err
	}
	if err := s.stories(ctx, out); err != nil {
		return nil, err
	}
	if withText {
		if err := s.texts(ctx, ids, out); err != nil {
			return nil, err
		}
	}
	if !withRaw {
		return out, nil
	}
	raw, err := readChunked(ctx, s.r, ids, docRaw)
	for i, d := range out {
		if d != nil && err == nil {
			d.Raw = raw[i]
		}
	}
	return out, err
}

// texts fills in texts and regions.
func (s *Snapshot) texts(ctx context.Context, ids []DocumentID, out []*Document) error {
	texts, err := readText(ctx, s.r, ids)
	if err != nil {
		return err
	}
	regions, err := readChunked(ctx, s.r, ids, docRegions)
	if err != nil {
		return err
	}
	for i, d := range out {
		if d == nil {
			continue
		}
		d.Text = texts[i]
		var rs []regionRec
		if err := unmarshal("regions of "+ids[i].String(), regions[i], &rs); err != nil {
			return err
		}
		for _, r := range rs {
			d.Regions = append(d.Regions, Region{Span{r.Start, r.End}, r.Kind})
		}
	}
	return nil
}

// Claims returns claims by id, with the entities of their arguments.
func (s *Snapshot) Claims(ctx context.Context, ids []ClaimID) ([]*Claim, error) {
	recs := make([]*claimRec, len(ids))
	if err := getGrouped(ctx, s.r, docClaim, ids, func(i int, r *claimRec) { recs[i] = r }); err != nil {
		return nil, err
	}
	return s.claims(ctx, ids, recs)
}

// claims makes claims of their records.
func (s *Snapshot) claims(ctx context.Context, ids []ClaimID, recs []*claimRec) ([]*Claim, error) {
	out := make([]*Claim, len(ids))
	need := map[nodeID]EntityID{}
	for i, r := range recs {
		if r == nil {
			continue
		}
		out[i] = r.claim(ids[i])
		r.nodes(out[i], func(n []byte, _ *EntityID) {
			if len(n) > 0 {
				need[from16[nodeID](n)] = EntityID{}
			}
		})
	}
	if err := entitiesAt(ctx, s.r, need); err != nil {
		return nil, err
	}
	for i, r := range recs {
		if r == nil {
			continue
		}
		r.nodes(out[i], func(n []byte, into *EntityID) {
			if len(n) > 0 {
				*into = need[from16[nodeID](n)]
			}
		})
	}
	return out, s.utterances(ctx, recs, out)
}

// entitiesAt fills in the entity of each key.
func entitiesAt(ctx context.Context, r scanner, at map[nodeID]EntityID) error {
	keys := make([]kv.Key, 0, len(at))
	ids := make([]nodeID, 0, len(at))
	for id := range at {
		keys, ids = append(keys, nodeKey(id, nodeHeader)), append(ids, id)
	}
	return getAll(ctx, r, keys, func(i int, n *nodeRec) { at[ids[i]] = from16[EntityID](n.Entity) })
}

// Relations returns relations by id.
func (s *Snapshot) Relations(ctx context.Context, ids []RelationID) ([]*Relation, error) {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = relOut(id)
	}
	out := make([]*Relation, len(ids))
	return out, getAll(ctx, s.r, keys, func(i int, r *relationRec) { out[i] = r.relation() })
}

// Profiles returns profiles by id, Entity set.
func (s *Snapshot) Profiles(ctx context.Context, ids []ProfileID) ([]*Profile, error) {
	where := make([]ClaimID, len(ids))
	for i, id := range ids {
		where[i] = ClaimID(id)
	}
	out := make([]*Profile, len(ids))
	anchors := make([]nodeID, len(ids))
	at := map[nodeID]EntityID{}
	err := getGrouped(ctx, s.r, docProfile, where, func(i int, r *profileRec) {
		out[i] = r.profile(ids[i])
		anchors[i] = from16[nodeID](r.Anchor)
		at[anchors[i]] = EntityID{}
	})
	if err != nil {
		return nil, err
	}
	if err := entitiesAt(ctx, s.r, at); err != nil {
		return nil, err
	}
	for i, p := range out {
		if p != nil {
			p.Entity = at[anchors[i]]
		}
	}
	return out, nil
}

// ProfilesIn returns all profiles of documents, Entity set.
func (s *Snapshot) ProfilesIn(ctx context.Context, ids []DocumentID) ([][]*Profile, error) {
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		ranges[i] = prefixRange(partDocument(id), docProfile)
	}
	groups, err := groupsIn(ctx, s.r, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]*Profile, len(ids))
	at := map[nodeID]EntityID{}
	var anchors []nodeID
	for i, gs := range groups {
		err := eachGrouped(gs, func(n uint32, r *profileRec) {
			out[i] = append(out[i], r.profile(ProfileID{ids[i], n}))
			anchors = append(anchors, from16[nodeID](r.Anchor))
			at[from16[nodeID](r.Anchor)] = EntityID{}
		})
		if err != nil {
			return nil, err
		}
	}
	if err := entitiesAt(ctx, s.r, at); err != nil {
		return nil, err
	}
	k := 0
	for _, ps := range out {
		for _, p := range ps {
			p.Entity = at[anchors[k]]
			k++
		}
	}
	return out, nil
}

// Judgements returns judgements by id, with the entities their keys are in now.
func (s *Snapshot) Judgements(ctx context.Context, ids []JudgementID) ([]*Judgement, error) {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = keyJudgement(id)
	}
	out := make([]*Judgement, len(ids))
	at := map[nodeID]EntityID{}
	err := getAll(ctx, s.r, keys, func(i int, r *judgementRec) {
		out[i] = r.judgement(ids[i])
		left, right := out[i].sides()
		for _, n := range append(left, right...) {
			at[n] = EntityID{}
		}
	})
	if err != nil {
		return nil, err
	}
	if err := entitiesAt(ctx, s.r, at); err != nil {
		return nil, err
	}
	first := func(ns []nodeID) EntityID {
		for _, n := range ns {
			if e := at[n]; e != (EntityID{}) {
				return e
			}
		}
		return EntityID{}
	}
	for _, j := range out {
		if j != nil {
			left, right := j.sides()
			j.LeftEntity, j.RightEntity = first(left), first(right)
		}
	}
	return out, nil
}

// Stats returns the store's counters.
func (s *Snapshot) Stats(ctx context.Context) (Stats, error) {
	var r statsRec
	err := getAll(ctx, s.r, []kv.Key{keyStats}, func(_ int, got *statsRec) { r = *got })
	return r.stats(), err
}

// missing is ErrNotFound with what was looked for.
func missing(what, id string) error { return errors.Join(ErrNotFound, errors.New(what+" "+id)) }
