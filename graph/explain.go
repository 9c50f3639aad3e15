package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// Identity says why the profiles of an entity are one: which keys they share,
// which keys profiles carry together, and which judgements join them.
func (s *Snapshot) Identity(ctx context.Context, id EntityID) ([]IdentityLink, error) {
	st := s.lookStep()
	ms, err := st.members(ctx, []EntityID{id})
	if err != nil {
		return nil, err
	}
	members := ms[0]
	if err := st.loadNodes(ctx, members); err != nil {
		return nil, err
	}
	if err := st.readEdges(ctx, members); err != nil {
		return nil, err
	}
	var out []IdentityLink
	in := map[nodeID]bool{}
	for _, m := range members {
		in[m] = true
	}
	for _, m := range members {
		n := st.nodes[m]
		if n.rec.Anchored > 1 {
			out = append(out, IdentityLink{Left: n.rec.Text, Right: counted(n.rec.Anchored, "profile"), Rule: "same " + ruleOf(n), Score: 1})
		}
		if !n.rec.Strong {
			out = append(out, IdentityLink{Left: n.rec.Text, Right: counted(n.rec.Anchored, "profile"), Rule: "short name of one entity only", Score: 0.8})
		}
		for _, e := range n.edges {
			if in[e.to] && keyLess(n.rec.Text, e.text) < 0 {
				out = append(out, IdentityLink{Left: n.rec.Text, Right: e.text, Rule: "carried together by " + counted(e.n, "profile"), Score: 1})
			}
		}
	}
	js, err := st.judgementsOn(ctx, members)
	if err != nil {
		return nil, err
	}
	seen := map[JudgementID]bool{}
	for _, on := range js {
		for _, j := range on {
			if j.Verdict == Same && !seen[j.ID] {
				seen[j.ID] = true
				out = append(out, IdentityLink{Left: j.LeftName, Right: j.RightName, Rule: "judgement", Score: 1, Judgement: j.ID})
			}
		}
	}
	slices.SortFunc(out, func(a, b IdentityLink) int {
		if c := keyLess(a.Left, b.Left); c != 0 {
			return c
		}
		return strings.Compare(a.Right+a.Rule, b.Right+b.Rule)
	})
	return out, nil
}

// ruleOf names a key's kind: "wikidata id", "name", "short name".
func ruleOf(n *node) string {
	if s := schemeOf(n.rec.Text); s != "" {
		return s + " id"
	}
	if parts := strings.Split(n.rec.Text, "/"); len(parts) > 2 {
		return parts[1]
	}
	return "key"
}

// lookStep is a step that only reads, on this snapshot.
func (s *Snapshot) lookStep() *step {
	return &step{
		o: newOverlay(readerOf{s.r}), nodes: map[nodeID]*node{}, judged: map[JudgementID]*Judgement{}, stances: map[nodeID][]stance{},
	}
}

// readerOf makes a kv.Reader of a scanner.
type readerOf struct{ scanner }

func (r readerOf) Scan(ctx context.Context, ranges []kv.Range) ([]kv.Page, error) {
	rows, err := r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([]kv.Page, len(rows))
	for i, es := range rows {
		out[i].Entries = es
	}
	return out, nil
}

// Bounds of a look for lookalikes.
const maxLookalikes = 400

// Lookalikes lists entities that may be the same as one, best first: those
// that share a short name, those a full name of which goes with another id,
// and those of similar names. A pair judged already is not listed.
func (s *Snapshot) Lookalikes(ctx context.Context, id EntityID, first int) ([]Lookalike, error) {
	self, err := s.Entities(ctx, []EntityID{id})
	if err != nil || self[0] == nil {
		return nil, err
	}
	st := s.lookStep()
	near, err := st.neighbourhood(ctx, id)
	if err != nil {
		return nil, err
	}
	similar, err := s.similarNames(ctx, self[0])
	if err != nil {
		return nil, err
	}
	for _, e := range similar {
		if near[e] == nil {
			near[e] = grounds{}
		}
	}
	delete(near, id)
	delete(near, EntityID{})
	settled, err := st.settledWith(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := slices.SortedFunc(maps.Keys(near), cmp16[EntityID])
	ids = slices.DeleteFunc(ids, func(e EntityID) bool { return settled[e] })
	es, err := s.Entities(ctx, ids[:min(len(ids), maxLookalikes)])
	if err != nil {
		return nil, err
	}
	var out []Lookalike
	for _, e := range es {
		if e == nil {
			continue
		}
		if l := compare(self[0], e, near[e.ID]); l.Score >= 0.3 {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b Lookalike) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return out[:min(len(out), max(first, 0))], nil
}

// compare scores how likely two entities are one, from what brought them
// together and from their names and types.
func compare(a, b *Entity, reasons grounds) Lookalike {
	l := Lookalike{Entity: b.ID}
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		l.Reasons = append(l.Reasons, why)
		l.Score = max(l.Score, reasons[why])
	}
	best, left, right := 0.0, "", ""
	for _, x := range a.Aliases {
		for _, y := range b.Aliases {
			if v := nameLikeness(x.Name, y.Name); v > best {
				best, left, right = v, x.Name, y.Name
			}
		}
	}
	if best >= 0.5 {
		l.Reasons = append(l.Reasons, fmt.Sprintf("names %q and %q", left, right))
		l.Score = 1 - (1-l.Score)*(1-0.6*best)
	}
	if a.Type != b.Type {
		l.Reasons = append(l.Reasons, fmt.Sprintf("but %s and %s", a.Type, b.Type))
		l.Score *= 0.5
	}
	for _, x := range a.ExternalIDs {
		for _, y := range b.ExternalIDs {
			if x.Scheme == y.Scheme && x.Value != y.Value {
				l.Reasons = append(l.Reasons, "but different "+x.Scheme+" ids")
				l.Score *= 0.5
			}
		}
	}
	return l
}

// nameLikeness is the share of the longer name's words that the shorter has;
// an initial counts half.
func nameLikeness(a, b string) float64 {
	x, y := wordsOf(a), wordsOf(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	got := 0.0
	for _, w := range x {
		switch {
		case slices.Contains(y, w):
			got++
		case slices.ContainsFunc(y, func(v string) bool {
			return (len(w) == 1 || len(v) == 1) && w[0] == v[0]
		}):
			got += 0.5
		}
	}
	return got / float64(len(y))
}

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
			noteGround(why, e.to, "share "+e.text+" or "+n.rec.Text, 0.5)
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
		noteGround(why, w, "share the short name "+weak[w], 0.35)
		r := prefixRange(partNode(w), nodeWeak)
		r.KeysOnly, r.Limit = true, maxLookalikes
		ranges = append(ranges, r)
	}
	if rows, err = st.o.scanAll(ctx, ranges); err != nil {
		return err
	}
	for i, es := range rows {
		for _, e := range es {
			noteGround(why, id16(e.Key.Sort), "share the short name "+weak[names[i]], 0.35)
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
