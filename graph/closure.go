package graph

import (
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"
)

// An edge joins two strong keys that some profiles carry together.
type edge struct {
	to   nodeID
	text string // of the other key
	n    int    // profiles
}

// readEdges reads the strong edges of keys, and which judgements bear on them.
func (st *step) readEdges(ctx context.Context, ids []nodeID) error {
	var ranges []kv.Range
	var ask []*node
	for _, id := range ids {
		if n := st.nodes[id]; !n.read {
			n.read = true
			ask = append(ask, n)
			ranges = append(ranges, prefixRange(partNode(id), nodeStrong))
		}
	}
	if len(ranges) == 0 {
		return nil
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for i, n := range ask {
		n.edges = make([]edge, 0, len(rows[i]))
		for _, e := range rows[i] {
			var r countRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return err
			}
			n.edges = append(n.edges, edge{id16(e.Key.Sort), r.Text, r.N})
		}
	}
	return nil
}

// choice tells which external id of each scheme a key goes with: the one most
// profiles give it, ties by text. A name that goes with two different people
// leads to the better known, never to both.
func (n *node) choice() map[string]string {
	out := map[string]string{}
	best := map[string]int{}
	for _, e := range n.edges {
		s := schemeOf(e.text)
		if s == "" {
			continue
		}
		if b := best[s]; e.n > b || e.n == b && e.text < out[s] {
			best[s], out[s] = e.n, e.text
		}
	}
	if s := schemeOf(n.rec.Text); s != "" && n.exists() {
		out[s] = n.rec.Text
	}
	return out
}

// kept reports whether an edge joins: not when its ends go with different ids
// of one scheme.
func kept(a, b map[string]string) bool {
	for s, v := range a {
		if w, ok := b[s]; ok && w != v {
			return false
		}
	}
	return true
}

// A link is an edge that may join, with what makes it strong.
type link struct {
	a, b      nodeID
	n         int
	judgement *Judgement // nil for a rule
}

// A region is a set of keys closed under everything that may join two.
type region struct {
	nodes []nodeID // sorted
	links []link
}

// closure collects all keys that may share an entity with the given ones,
// directly or through others, level by level. Its size is that of the names
// and ids of the things concerned, never that of their documents.
func (st *step) closure(ctx context.Context, from map[nodeID]bool) (*region, error) {
	in := map[nodeID]bool{}
	links := map[[2]nodeID]link{}
	choices := map[nodeID]map[string]string{}
	frontier := slices.SortedFunc(maps.Keys(from), cmp16[nodeID])
	var out region
	for len(frontier) > 0 {
		for _, id := range frontier {
			in[id] = true
		}
		if err := st.readAround(ctx, frontier); err != nil {
			return nil, err
		}
		next := st.keptLinks(frontier, choices, links)
		judged, err := st.judgedLinks(ctx, frontier)
		if err != nil {
			return nil, err
		}
		for _, l := range judged {
			out.links = append(out.links, l)
			next[l.a], next[l.b] = true, true
		}
		frontier = slices.SortedFunc(maps.Keys(next), cmp16[nodeID])
		frontier = slices.DeleteFunc(frontier, func(id nodeID) bool { return in[id] })
	}
	for _, l := range links {
		out.links = append(out.links, l)
	}
	out.nodes = slices.SortedFunc(maps.Keys(in), cmp16[nodeID])
	return &out, nil
}

// readAround reads keys and their edges, and those of the keys next to them.
func (st *step) readAround(ctx context.Context, ids []nodeID) error {
	if err := st.loadNodes(ctx, ids); err != nil {
		return err
	}
	if err := st.readEdges(ctx, ids); err != nil {
		return err
	}
	far := map[nodeID]bool{}
	for _, id := range ids {
		for _, e := range st.nodes[id].edges {
			far[e.to] = true
		}
	}
	ends := slices.Collect(maps.Keys(far))
	if err := st.loadNodes(ctx, ends); err != nil {
		return err
	}
	return st.readEdges(ctx, ends)
}

// keptLinks adds the edges of keys that may join and returns where they lead.
func (st *step) keptLinks(ids []nodeID, choices map[nodeID]map[string]string, links map[[2]nodeID]link) map[nodeID]bool {
	chosen := func(id nodeID) map[string]string {
		if choices[id] == nil {
			choices[id] = st.nodes[id].choice()
		}
		return choices[id]
	}
	next := map[nodeID]bool{}
	for _, id := range ids {
		for _, e := range st.nodes[id].edges {
			if !kept(chosen(id), chosen(e.to)) && !goTogether(st.nodes[id].rec.Text, e.text) {
				continue
			}
			l := link{a: id, b: e.to, n: e.n}
			if cmp16(l.a, l.b) > 0 {
				l.a, l.b = l.b, l.a
			}
			links[[2]nodeID{l.a, l.b}] = l
			next[e.to] = true
		}
	}
	return next
}
