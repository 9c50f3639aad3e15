package graph

import (
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"
)

// weakPage is how many neighbours of a weak key are looked at in one go. Two
// that differ settle the matter, so that a surname of thousands costs no more
// than one of two.
const weakPage = 64

// attach decides for weak keys that profiles hang on: with the one entity whose
// profiles carry the key too, or as an entity of its own when there is none or
// several. free are weak keys already known to be concerned; those next to a
// strong key that changed its entity are too.
func (st *step) attach(ctx context.Context, reg *region, free []nodeID) error {
	concerned := map[nodeID]bool{}
	for _, id := range free {
		concerned[id] = true
	}
	var ranges []kv.Range
	for _, id := range reg.nodes {
		n := st.nodes[id]
		if n.entity() == n.was && !st.touched[id] {
			continue
		}
		for _, s := range st.stances[id] { // what is barred moved
			left, right := s.judgement.sides()
			for _, other := range append(left, right...) {
				concerned[other] = true
			}
		}
		if n.rec.Strong && n.entity() != n.was {
			concerned[newNodeID(n.rec.Family, n.rec.Text, false)] = true
			r := prefixRange(partNode(id), nodeWeak)
			r.KeysOnly = true
			ranges = append(ranges, r)
		}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for _, es := range rows {
		for _, e := range es {
			concerned[id16(e.Key.Sort)] = true
		}
	}
	weak := slices.SortedFunc(maps.Keys(concerned), cmp16[nodeID])
	if err := st.loadNodes(ctx, weak); err != nil {
		return err
	}
	inRegion := map[nodeID]bool{}
	for _, id := range reg.nodes {
		inRegion[id] = true
	}
	weak = slices.DeleteFunc(weak, func(id nodeID) bool { return inRegion[id] || st.nodes[id].rec.Strong })
	// What a judgement "same" ties and is not in the region is not concerned.
	weak, err = st.tied(ctx, weak, map[nodeID]bool{})
	if err != nil {
		return err
	}
	return st.settleWeak(ctx, weak)
}

// settleWeak decides for weak keys. Two that a judgement holds apart and that
// would go to one entity both stay on their own, so the decision about a key
// takes its rivals' into account, and theirs is made anew with it.
func (st *step) settleWeak(ctx context.Context, weak []nodeID) error {
	rivals := map[nodeID][]nodeID{}
	decide := map[nodeID]bool{}
	known := map[nodeID]bool{}
	next := weak
	for round := range 3 {
		for _, id := range next {
			known[id] = true
			if round < 2 {
				decide[id] = true
			}
		}
		found, err := st.rivalsOf(ctx, next)
		if err != nil {
			return err
		}
		next = nil
		for id, rs := range found {
			rivals[id] = rs
			for _, r := range rs {
				if !known[r] {
					next = append(next, r)
				}
			}
		}
		slices.SortFunc(next, cmp16[nodeID])
		next = slices.Compact(next)
	}
	var ask []*node
	for _, id := range slices.SortedFunc(maps.Keys(known), cmp16[nodeID]) {
		if n := st.nodes[id]; n.exists() && n.rec.Anchored > 0 {
			ask = append(ask, n)
		}
	}
	goes, err := st.natural(ctx, ask)
	if err != nil {
		return err
	}
	for id := range decide {
		e := goes[id]
		n := st.nodes[id]
		if slices.ContainsFunc(rivals[id], func(r nodeID) bool { return goes[r] == e }) && e != (EntityID{}) {
			e = newEntityID(n.rec.Family, n.rec.Text, false)
		}
		n.set(e)
	}
	return nil
}

// rivalsOf returns for weak keys the other free weak keys that a judgement
// says are different.
func (st *step) rivalsOf(ctx context.Context, weak []nodeID) (map[nodeID][]nodeID, error) {
	on, err := st.judgementsOn(ctx, weak)
	if err != nil {
		return nil, err
	}
	out := map[nodeID][]nodeID{}
	for i, js := range on {
		for _, j := range js {
			if j.Verdict != Different {
				continue
			}
			left, right := j.sides()
			others := left
			if sideOf(weak[i], left) == "left" {
				others = right
			}
			if err := st.loadNodes(ctx, others); err != nil {
				return nil, err
			}
			free, err := st.tied(ctx, slices.DeleteFunc(others, func(o nodeID) bool { return st.nodes[o].rec.Strong }), map[nodeID]bool{})
			if err != nil {
				return nil, err
			}
			out[weak[i]] = append(out[weak[i]], free...)
		}
	}
	return out, nil
}

// natural tells where weak keys would go by rule: with the one entity next to
// them, else on their own.
func (st *step) natural(ctx context.Context, ask []*node) (map[nodeID]EntityID, error) {
	goes := map[nodeID]EntityID{}
	if len(ask) == 0 {
		return goes, nil
	}
	found, err := st.candidates(ctx, ask)
	if err != nil {
		return nil, err
	}
	for i, n := range ask {
		goes[n.id] = newEntityID(n.rec.Family, n.rec.Text, false)
		if len(found[i]) == 1 {
			for one := range found[i] {
				goes[n.id] = one
			}
		}
	}
	return goes, nil
}

// candidates collects the entities next to weak keys, all keys together, a
// page of neighbours a round, until a key has two or no more.
func (st *step) candidates(ctx context.Context, ask []*node) ([]map[EntityID]bool, error) {
	barred, err := st.barred(ctx, ask)
	if err != nil {
		return nil, err
	}
	found := make([]map[EntityID]bool, len(ask))
	note := func(i int, n *node) {
		if e := n.entity(); n.exists() && e != (EntityID{}) && !barred[i][e] {
			found[i][e] = true
		}
	}
	open := make([]int, len(ask))
	ranges := make([]kv.Range, len(ask))
	var twins []nodeID
	for i, n := range ask {
		open[i], found[i] = i, map[EntityID]bool{}
		ranges[i] = prefixRange(partNode(n.id), nodeWeak)
		ranges[i].Limit, ranges[i].KeysOnly = weakPage, true
		twins = append(twins, newNodeID(n.rec.Family, n.rec.Text, true))
	}
	if err := st.loadNodes(ctx, twins); err != nil {
		return nil, err
	}
	for i, t := range twins {
		note(i, st.nodes[t])
	}
	for len(open) > 0 {
		asked := make([]kv.Range, len(open))
		for k, i := range open {
			asked[k] = ranges[i]
		}
		rows, err := st.o.scanAll(ctx, asked)
		if err != nil {
			return nil, err
		}
		var near []nodeID
		for _, es := range rows {
			for _, e := range es {
				near = append(near, id16(e.Key.Sort))
			}
		}
		if err := st.loadNodes(ctx, near); err != nil {
			return nil, err
		}
		var again []int
		for k, i := range open {
			for _, e := range rows[k] {
				note(i, st.nodes[id16(e.Key.Sort)])
				ranges[i].From = e.Key.Sort + "\x00"
			}
			if len(rows[k]) == weakPage && len(found[i]) < 2 {
				again = append(again, i)
			}
		}
		open = again
	}
	return found, nil
}

// barred returns for each weak key the entities that a judgement says it is
// not; of those named by a free weak key, settleWeak takes care.
func (st *step) barred(ctx context.Context, ask []*node) ([]map[EntityID]bool, error) {
	ids := make([]nodeID, len(ask))
	for i, n := range ask {
		ids[i] = n.id
	}
	on, err := st.judgementsOn(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]map[EntityID]bool, len(ask))
	for i, js := range on {
		out[i] = map[EntityID]bool{}
		for _, j := range js {
			if j.Verdict != Different {
				continue
			}
			left, right := j.sides()
			others := left
			if sideOf(ids[i], left) == "left" {
				others = right
			}
			if err := st.loadNodes(ctx, others); err != nil {
				return nil, err
			}
			free, err := st.tied(ctx, slices.DeleteFunc(slices.Clone(others), func(o nodeID) bool { return st.nodes[o].rec.Strong }), map[nodeID]bool{})
			if err != nil {
				return nil, err
			}
			for _, o := range others {
				if !slices.Contains(free, o) {
					out[i][st.nodes[o].entity()] = true
				}
			}
		}
	}
	return out, nil
}
