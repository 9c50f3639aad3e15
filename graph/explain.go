package graph

import (
	"context"
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
		if n.rec.Family == storyFamily {
			continue // told with the keys it joins
		}
		for _, e := range n.edges {
			if what, ok := storyKeyOf(e.text); ok && in[e.to] {
				out = append(out, IdentityLink{Left: n.rec.Text, Right: what, Rule: "described so in one story", Score: 0.9})
			} else if in[e.to] && keyLess(n.rec.Text, e.text) < 0 {
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

// storyKeyOf returns what a key of a story says: "group/Q148/engineer".
func storyKeyOf(text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, storyPrefix)
	if !ok {
		return "", false
	}
	_, what, _ := strings.Cut(rest, "/")
	return what, true
}

// ruleOf names a key's kind: "wikidata id", "name", "short name".
func ruleOf(n *node) string {
	switch s := schemeOf(n.rec.Text); {
	case isTrait(n.rec.Text):
		kind, _ := traitOf(n.rec.Text)
		return kind
	case s != "":
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
