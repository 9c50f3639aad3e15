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
		if n.entity() == n.was {
			continue
		}
		for _, s := range st.stances[id] { // what is barred moved
			left, right := s.judgement.sides()
			for _, other := range append(left, right...) {
				concerned[other] = true
			}
		}
		if n.rec.Strong {
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
	var ask []*node
	for _, id := range weak {
		if n := st.nodes[id]; n.exists() && n.rec.Anchored > 0 {
			ask = append(ask, n)
		} else {
			n.set(EntityID{})
		}
	}
	return st.settleWeak(ctx, ask)
}

// settleWeak decides for weak keys, all together, a page of neighbours a round.
func (st *step) settleWeak(ctx context.Context, ask []*node) error {
	if len(ask) == 0 {
		return nil
	}
	barred, err := st.barred(ctx, ask)
	if err != nil {
		return err
	}
	found := make([]map[EntityID]bool, len(ask))
	var twins []nodeID
	for i, n := range ask {
		found[i] = map[EntityID]bool{}
		twins = append(twins, newNodeID(n.rec.Family, n.rec.Text, true))
	}
	if err := st.loadNodes(ctx, twins); err != nil {
		return err
	}
	note := func(i int, n *node) {
		if e := n.entity(); n.exists() && e != (EntityID{}) && !barred[i][e] {
			found[i][e] = true
		}
	}
	for i, t := range twins {
		note(i, st.nodes[t])
	}
	from := make([]string, len(ask))
	open := make([]int, len(ask))
	for i, n := range ask {
		open[i] = i
		from[i] = prefixRange(partNode(n.id), nodeWeak).From
	}
	for len(open) > 0 {
		ranges := make([]kv.Range, len(open))
		for k, i := range open {
			r := prefixRange(partNode(ask[i].id), nodeWeak)
			r.From, r.Limit, r.KeysOnly = from[i], weakPage, true
			ranges[k] = r
		}
		rows, err := st.o.scanAll(ctx, ranges)
		if err != nil {
			return err
		}
		var near []nodeID
		for _, es := range rows {
			for _, e := range es {
				near = append(near, id16(e.Key.Sort))
			}
		}
		if err := st.loadNodes(ctx, near); err != nil {
			return err
		}
		var again []int
		for k, i := range open {
			for _, e := range rows[k] {
				note(i, st.nodes[id16(e.Key.Sort)])
				from[i] = e.Key.Sort + "\x00"
			}
			if len(rows[k]) == weakPage && len(found[i]) < 2 {
				again = append(again, i)
			}
		}
		open = again
	}
	for i, n := range ask {
		e := newEntityID(n.rec.Family, n.rec.Text, false)
		if len(found[i]) == 1 {
			for one := range found[i] {
				e = one
			}
		}
		n.set(e)
	}
	return nil
}

// barred returns for each weak key the entities that a judgement says it is not.
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
			for _, o := range others {
				out[i][st.nodes[o].entity()] = true
			}
		}
	}
	return out, nil
}
