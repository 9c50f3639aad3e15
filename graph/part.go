package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dossier/graph/kv"
)

// ErrInseparable tells that all reports that use one name hang on the same
// keys as those that use the other, so that no judgement can part them.
var ErrInseparable = errors.New("the reports of both names share all their keys")

// Part records the judgement that two names of one entity are those of two
// things: the keys of what goes by the left name alone are held apart from
// those of the right one. It is taken back like any other.
func (s *Store) Part(ctx context.Context, id EntityID, left, right, by, reason string, preview bool) (*Judgement, *Effect, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	j := &Judgement{Verdict: Different, By: by, Reason: reason, At: s.stamp(), LeftEntity: id, RightEntity: id, LeftName: left, RightName: right}
	e, err := s.ledger(ctx, preview, func(st *step) error {
		a, b, err := st.namedBy(ctx, id, left, right)
		if err != nil {
			return err
		}
		j.Left, j.LeftFamily = keysAmong(a)
		j.Right, j.RightFamily = keysAmong(b)
		j.ID = j.newID()
		return st.addJudgements(ctx, []*Judgement{j})
	})
	if err != nil {
		return nil, nil, fmt.Errorf("part %q from %q: %w", left, right, err)
	}
	return j, e, nil
}

// namedBy sorts the keys of an entity by which of two names is used under
// them. Those under which both are stay with the side that has no others.
func (st *step) namedBy(ctx context.Context, id EntityID, left, right string) (a, b []*node, err error) {
	ms, err := st.members(ctx, []EntityID{id})
	if err != nil {
		return nil, nil, err
	}
	if len(ms[0]) == 0 {
		return nil, nil, ErrNotFound
	}
	if err := st.loadNodes(ctx, ms[0]); err != nil {
		return nil, nil, err
	}
	var both []*node
	for _, m := range ms[0] {
		r := prefixRange(partNode(m), nodeFact+factAlias)
		rows, err := st.o.scanAll(ctx, []kv.Range{r})
		if err != nil {
			return nil, nil, err
		}
		var names []string
		for _, e := range rows[0] {
			var c countRec
			if err := decode(e.Key, e.Value, &c); err != nil {
				return nil, nil, err
			}
			names = append(names, fold(c.Text))
		}
		isLeft, isRight := slices.Contains(names, fold(left)), slices.Contains(names, fold(right))
		switch n := st.nodes[m]; {
		case isLeft && isRight:
			both = append(both, n)
		case isLeft:
			a = append(a, n)
		case isRight:
			b = append(b, n)
		}
	}
	switch {
	case len(a) == 0:
		a = both
	case len(b) == 0:
		b = both
	}
	if len(a) == 0 || len(b) == 0 {
		return nil, nil, ErrInseparable
	}
	return a, b, nil
}

// keysAmong returns the strong keys among some, or if there are none the weak
// ones, of the family of the first.
func keysAmong(ns []*node) (keys []IdentityKey, family string) {
	first := ns[0]
	for _, n := range ns {
		if firstKey(n, first) {
			first = n
		}
	}
	for _, n := range ns {
		if n.rec.Family == first.rec.Family && n.rec.Strong == first.rec.Strong {
			keys = append(keys, IdentityKey{Text: n.rec.Text, Strong: n.rec.Strong})
		}
	}
	slices.SortFunc(keys, func(a, b IdentityKey) int { return keyLess(a.Text, b.Text) })
	return firstOf(keys, func(k IdentityKey) int { return len(k.Text) }), first.rec.Family
}
