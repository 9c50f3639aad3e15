package graph

import (
	"context"
	"maps"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// grounds are what brings two things together, each with its weight.
type grounds map[string]float64

// neighbourhood collects entities that share a weak key with one, or a strong
// key that goes with another id, with the grounds.
func (st *step) neighbourhood(ctx context.Context, id EntityID) (map[EntityID]grounds, error) {
	ms, err := st.members(ctx, []EntityID{id})
	if err != nil {
		return nil, err
	}
	if err := st.loadNodes(ctx, ms[0]); err != nil {
		return nil, err
	}
	if err := st.readEdges(ctx, ms[0]); err != nil {
		return nil, err
	}
	why := map[nodeID]grounds{}
	for _, m := range ms[0] {
		n := st.nodes[m]
		for _, e := range n.edges {
			if reason := sharedKey(n.rec.Text, e.text); reason != "" {
				noteGround(why, e.to, reason, 0.5)
			}
		}
	}
	if err := st.shareWeak(ctx, ms[0], why); err != nil {
		return nil, err
	}
	at := map[nodeID]EntityID{}
	for n := range why {
		at[n] = EntityID{}
	}
	if err := entitiesAt(ctx, st.o, at); err != nil {
		return nil, err
	}
	out := map[EntityID]grounds{}
	for n, g := range why {
		e := at[n]
		if out[e] == nil {
			out[e] = grounds{}
		}
		maps.Copy(out[e], g)
	}
	return out, nil
}

// sharedKey says what brings two keys together that some profile carries and
// that are no one entity: the name, where the other is an id or a trait of
// somebody who bears it. Keys made of others bring nothing new.
func sharedKey(ours, theirs string) string {
	for _, key := range []string{ours, theirs} {
		if strings.HasPrefix(key, combinedPrefix) || strings.HasPrefix(key, storyPrefix) {
			return ""
		}
	}
	name := ours
	if schemeOf(ours) != "" {
		name = theirs
	}
	return "share the " + inWords(name)
}

func noteGround(why map[nodeID]grounds, n nodeID, reason string, weight float64) {
	if why[n] == nil {
		why[n] = grounds{}
	}
	why[n][reason] = weight
}

// shareWeak notes the keys that share a weak key with some.
func (st *step) shareWeak(ctx context.Context, members []nodeID, why map[nodeID]grounds) error {
	weak := map[nodeID]string{}
	var ranges []kv.Range
	for _, m := range members {
		if n := st.nodes[m]; n.rec.Strong {
			ranges = append(ranges, prefixRange(partNode(m), nodeWeak))
		} else {
			weak[m] = n.rec.Text
		}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for _, es := range rows {
		for _, e := range es {
			var r countRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return err
			}
			weak[id16(e.Key.Sort)] = r.Text
		}
	}
	ranges = nil
	names := slices.SortedFunc(maps.Keys(weak), cmp16[nodeID])
	for _, w := range names {
		noteGround(why, w, "share the "+inWords(weak[w]), 0.35)
		r := prefixRange(partNode(w), nodeWeak)
		r.KeysOnly, r.Limit = true, maxLookalikes
		ranges = append(ranges, r)
	}
	if rows, err = st.o.scanAll(ctx, ranges); err != nil {
		return err
	}
	for i, es := range rows {
		for _, e := range es {
			noteGround(why, id16(e.Key.Sort), "share the "+inWords(weak[names[i]]), 0.35)
		}
	}
	return nil
}

// settledWith returns the entities that judgements in force, or undecided
// ones, name together with this one.
func (st *step) settledWith(ctx context.Context, id EntityID) (map[EntityID]bool, error) {
	ms, err := st.members(ctx, []EntityID{id})
	if err != nil {
		return nil, err
	}
	js, err := st.judgementsOn(ctx, ms[0])
	if err != nil {
		return nil, err
	}
	at := map[nodeID]EntityID{}
	for _, on := range js {
		for _, j := range on {
			left, right := j.sides()
			for _, n := range append(left, right...) {
				at[n] = EntityID{}
			}
		}
	}
	if err := entitiesAt(ctx, st.o, at); err != nil {
		return nil, err
	}
	out := map[EntityID]bool{}
	for _, e := range at {
		out[e] = true
	}
	return out, nil
}

// similarNames finds entities that share a rare word of a name.
func (s *Snapshot) similarNames(ctx context.Context, e *Entity) ([]EntityID, error) {
	words := map[string]bool{}
	for _, a := range e.Aliases[:min(len(e.Aliases), 20)] {
		for _, w := range wordsOf(a.Name) {
			if len(w) > 2 {
				words[w] = true
			}
		}
	}
	var ranges []kv.Range
	for _, w := range slices.Sorted(maps.Keys(words)) {
		r := prefixRange(partComplete(w), keyText(w)+"\x00")
		r.KeysOnly, r.Limit = true, maxLookalikes
		ranges = append(ranges, r)
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	at := map[nodeID]EntityID{}
	for _, es := range rows {
		if len(es) == maxLookalikes {
			continue // too common to tell anything
		}
		for _, r := range es {
			at[id16(r.Key.Sort)] = EntityID{}
		}
	}
	if err := entitiesAt(ctx, s.r, at); err != nil {
		return nil, err
	}
	return slices.Collect(maps.Values(at)), nil
}
