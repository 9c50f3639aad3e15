package graph

import (
	"context"

	"dossier/graph/kv"
)

// before and after are the entity of a key before the step and now.
func (st *step) before(n []byte) EntityID {
	if len(n) == 0 {
		return EntityID{}
	}
	return st.nodes[from16[nodeID](n)].was
}

func (st *step) after(n []byte) EntityID {
	if len(n) == 0 {
		return EntityID{}
	}
	x := st.nodes[from16[nodeID](n)]
	if !x.exists() {
		return EntityID{}
	}
	return x.entity()
}

// contribute moves the claims and documents that hang on keys between
// entities: those of documents that come or go, and those of keys that
// changed their entity.
func (st *step) contribute(ctx context.Context) error {
	moved, movedP, err := st.moved(ctx)
	if err != nil {
		return err
	}
	if err := st.loadEnds(ctx, st.gone, st.come, moved); err != nil {
		return err
	}
	// First everything that goes, then everything that comes: what stays the
	// same is written last.
	for id, sum := range st.gone {
		st.claimAt(id, &sum, st.before, -1)
	}
	for id, sum := range moved {
		st.claimAt(id, &sum, st.before, -1)
		if rel, ok := sum.relationOf(st.before); ok {
			st.shifted[relOut(rel).Part+relOut(rel).Sort] = true
		}
	}
	st.effect.Moved += len(moved)
	st.effect.Claims += len(st.gone) - st.retimed
	for id, sum := range moved {
		st.claimAt(id, &sum, st.after, +1)
	}
	for id, sum := range st.come {
		st.claimAt(id, &sum, st.after, +1)
	}
	for _, p := range st.goneP {
		st.documentAt(p, st.nodes[p.node].was, -1)
	}
	for _, p := range movedP {
		st.documentAt(p, st.nodes[p.node].was, -1)
		st.documentAt(p, st.nodes[p.node].entity(), +1)
	}
	for _, p := range st.comeP {
		st.documentAt(p, st.nodes[p.node].entity(), +1)
	}
	for id := range st.touched { // facts changed
		st.anew(st.nodes[id].entity())
		st.anew(st.nodes[id].was)
	}
	return nil
}

// moved reads the claims and profiles of the keys that changed their entity,
// without those that come with the step.
func (st *step) moved(ctx context.Context) (map[ClaimID]claimSum, []hung, error) {
	var ranges []kv.Range
	for _, n := range st.nodes {
		now := n.entity()
		if now == n.was || !n.exists() || n.was == (EntityID{}) {
			continue
		}
		ranges = append(ranges, prefixRange(partNode(n.id), nodeClaim), prefixRange(partNode(n.id), nodeProfile))
		st.anew(n.was)
		st.anew(now)
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, nil, err
	}
	come := map[ProfileID]bool{}
	for _, p := range st.comeP {
		come[p.id] = true
	}
	claims := map[ClaimID]claimSum{}
	var profiles []hung
	for i, es := range rows {
		if i%2 == 0 {
			err := listed(es, func(id ClaimID, sum *claimSum) {
				if _, new := st.come[id]; !new {
					claims[id] = *sum
				}
			})
			if err != nil {
				return nil, nil, err
			}
			continue
		}
		for _, e := range es {
			var r countRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return nil, nil, err
			}
			if id := ProfileID(claimOf(e.Key.Sort)); !come[id] {
				profiles = append(profiles, hung{id, id16(e.Key.Part), int64(r.N)})
			}
		}
	}
	return claims, profiles, nil
}

// loadEnds reads the keys at the ends of claims.
func (st *step) loadEnds(ctx context.Context, sets ...map[ClaimID]claimSum) error {
	need := map[nodeID]bool{}
	for _, set := range sets {
		for _, sum := range set {
			for _, n := range [][]byte{sum.Subject, sum.Object} {
				if len(n) > 0 {
					need[from16[nodeID](n)] = true
				}
			}
		}
	}
	ids := make([]nodeID, 0, len(need))
	for n := range need {
		ids = append(ids, n)
	}
	return st.loadNodes(ctx, ids)
}

// relationOf returns the relation a claim supports under an assignment.
func (sum *claimSum) relationOf(at func([]byte) EntityID) (id RelationID, ok bool) {
	id = RelationID{Subject: at(sum.Subject), Type: sum.Relation, Object: at(sum.Object)}
	if id.Object == (EntityID{}) {
		id.Value = sum.Value.valueKey()
	}
	return id, id.Type != "" && id.Subject != (EntityID{}) && (id.Object != (EntityID{}) || id.Value != "")
}

// claimAt adds (+1) or takes away (-1) what a claim contributes to entities
// and to its relation under an assignment.
func (st *step) claimAt(id ClaimID, sum *claimSum, at func([]byte) EntityID, sign int) {
	s, o := at(sum.Subject), at(sum.Object)
	if s != (EntityID{}) {
		st.entity(s).claims += sign
	}
	if o != (EntityID{}) && o != s {
		st.entity(o).claims += sign
	}
	rel, ok := sum.relationOf(at)
	if !ok {
		return
	}
	j := st.joins(rel)
	key := relEvidence(rel)
	key.Sort += sortClaim(id)
	if sign > 0 {
		st.o.put(key, sum)
		j.come = append(j.come, supporting{id, *sum})
	} else {
		st.o.delete(key)
		j.whole = true
	}
}

// documentAt counts a profile among the documents of an entity.
func (st *step) documentAt(p hung, e EntityID, sign int) {
	if e == (EntityID{}) {
		return
	}
	ent := st.anew(e)
	key := entKey(e, entDocument+newestFirst(p.pub)+string(p.id.Document[:]))
	st.count(key, "", sign, func(delta int) { ent.documents += delta })
}

// anew notes that what is said of an entity, or when, may have changed.
func (st *step) anew(id EntityID) *entity {
	e := st.entity(id)
	e.anew = true
	return e
}

// entity notes that an entity has to be assembled.
func (st *step) entity(id EntityID) *entity {
	e := st.entities[id]
	if e == nil {
		e = &entity{id: id}
		if id != (EntityID{}) {
			st.entities[id] = e
		}
	}
	return e
}
