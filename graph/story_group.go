package graph

import (
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"
)

// tellStory notes that a document comes or goes.
func (st *step) tellStory(id DocumentID, r *printsRec, come bool) {
	o := r.outline(id)
	o.gone = !come
	key := docKey(id, docPrints)
	if come {
		st.o.put(key, r)
	} else {
		st.o.delete(key)
	}
	for _, p := range o.index {
		k := kv.Key{Part: partPrint("d", p), Sort: string(id[:])}
		if come {
			st.o.mark(k)
			st.printsIn[p]++
		} else {
			st.o.delete(k)
			st.printsIn[p]--
		}
	}
	st.told[id] = append(st.told[id], o)
}

// A grouping finds the components of documents that cover one event around
// those that a step was told of.
type grouping struct {
	st     *step
	known  map[DocumentID]*outline
	root   map[DocumentID]*[]*outline
	before map[DocumentID]*storyOf // stories as they were
	olds   map[StoryID]bool
	wake   map[DocumentID]bool // documents whose neighbours changed without their doing
}

func (st *step) grouping() *grouping {
	return &grouping{
		st: st, known: map[DocumentID]*outline{}, root: map[DocumentID]*[]*outline{}, before: map[DocumentID]*storyOf{},
		olds: map[StoryID]bool{}, wake: map[DocumentID]bool{},
	}
}

// group brings stories up to date. Documents that only come join the stories
// they belong to, whole; when some go, or a print ceases to tell anything, the
// stories around them are formed anew.
func (st *step) group(ctx context.Context) error {
	if len(st.told) == 0 {
		return nil
	}
	anew := false
	for _, versions := range st.told {
		for _, o := range versions {
			anew = anew || o.gone
		}
	}
	g := st.grouping()
	if !anew {
		if err := g.join(ctx); err != nil {
			return err
		}
		anew = len(g.wake) > 0
	}
	if anew {
		g = st.grouping()
		if err := g.form(ctx); err != nil {
			return err
		}
	}
	return g.put(ctx)
}

// join adds documents that come to the stories of those near to them.
func (g *grouping) join(ctx context.Context) error {
	come := slices.SortedFunc(maps.Keys(g.st.told), cmp16[DocumentID])
	for _, id := range come {
		for _, o := range g.st.told[id] {
			g.known[id] = o
		}
	}
	met := map[DocumentID]bool{}
	for _, id := range come {
		near, err := g.near(ctx, g.known[id])
		if err != nil {
			return err
		}
		g.rootOf(g.known[id])
		for _, other := range near {
			if sameEvent(g.known[id], other) {
				g.unite(g.known[id], other)
				met[other.id] = true
			}
		}
	}
	if err := g.load(ctx, slices.SortedFunc(maps.Keys(met), cmp16[DocumentID])); err != nil {
		return err
	}
	stories := slices.SortedFunc(maps.Keys(g.olds), cmp16[StoryID])
	ranges := make([]kv.Range, len(stories))
	for i, id := range stories {
		ranges[i] = prefixRange(partStory(id), storyMember)
		ranges[i].KeysOnly = true
	}
	rows, err := g.st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for _, es := range rows {
		ids := make([]DocumentID, len(es))
		for i, e := range es {
			ids[i] = id16(e.Key.Sort)
		}
		if err := g.load(ctx, ids); err != nil {
			return err
		}
		for _, id := range ids {
			g.unite(g.known[ids[0]], g.known[id])
		}
	}
	return nil
}

// form finds components by looking at every document of a story that changes.
func (g *grouping) form(ctx context.Context) error {
	in := map[DocumentID]bool{}
	frontier := slices.SortedFunc(maps.Keys(g.st.told), cmp16[DocumentID])
	for len(frontier) > 0 {
		if err := g.load(ctx, frontier); err != nil {
			return err
		}
		next := map[DocumentID]bool{}
		for _, id := range frontier {
			in[id] = true
			versions := g.st.told[id]
			if len(versions) == 0 {
				versions = []*outline{g.known[id]}
			}
			for _, o := range versions {
				if !o.gone {
					g.known[id] = o
					g.rootOf(o)
				}
				near, err := g.near(ctx, o)
				if err != nil {
					return err
				}
				for _, other := range near {
					if sameEvent(o, other) {
						next[other.id] = true
						g.unite(o, other)
					}
				}
			}
		}
		maps.Copy(next, g.wake)
		clear(g.wake)
		frontier = slices.SortedFunc(maps.Keys(next), cmp16[DocumentID])
		frontier = slices.DeleteFunc(frontier, func(id DocumentID) bool { return in[id] })
	}
	return nil
}

func (g *grouping) rootOf(o *outline) *[]*outline {
	if g.root[o.id] == nil {
		g.root[o.id] = &[]*outline{o}
	}
	return g.root[o.id]
}

// unite puts two documents into one component, unless one of them goes.
func (g *grouping) unite(o, other *outline) {
	if o.gone || other.gone {
		return
	}
	a, b := g.rootOf(o), g.rootOf(other)
	if a == b {
		return
	}
	if len(*a) < len(*b) {
		a, b = b, a
	}
	*a = append(*a, *b...)
	for _, m := range *b {
		g.root[m.id] = a
	}
}

// near reads the documents that share a print with one. Documents of a print
// that became furniture or ceased to be go into wake.
func (g *grouping) near(ctx context.Context, o *outline) ([]*outline, error) {
	st := g.st
	limit := func(i int) int {
		if i < len(o.prints) {
			return maxCopies
		}
		return maxTellers
	}
	ranges := make([]kv.Range, len(o.index))
	for i, p := range o.index {
		ranges[i] = kv.Range{Part: partPrint("d", p), KeysOnly: true, Limit: limit(i) + 1 + max(st.printsIn[p], -st.printsIn[p])}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	ids := map[DocumentID]bool{}
	var need []DocumentID
	for i, es := range rows {
		many := len(es) > limit(i)
		turned := (len(es)-st.printsIn[o.index[i]] > limit(i)) != many
		for _, e := range es {
			id := DocumentID(id16(e.Key.Sort))
			if turned {
				g.wake[id] = true
			}
			if turned || !many {
				need = append(need, id)
			}
			if !many && id != o.id {
				ids[id] = true
			}
		}
	}
	if err := g.outlines(ctx, need); err != nil {
		return nil, err
	}
	var out []*outline
	for _, id := range slices.SortedFunc(maps.Keys(ids), cmp16[DocumentID]) {
		out = append(out, g.known[id])
	}
	return out, nil
}

// outlines reads what documents are compared by.
func (g *grouping) outlines(ctx context.Context, ids []DocumentID) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id DocumentID) bool { return g.known[id] != nil })
	slices.SortFunc(ids, cmp16[DocumentID])
	ids = slices.Compact(ids)
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = docKey(id, docPrints)
	}
	return getAll(ctx, g.st.o, keys, func(i int, r *printsRec) { g.known[ids[i]] = r.outline(ids[i]) })
}

// load reads documents and the stories they were in.
func (g *grouping) load(ctx context.Context, ids []DocumentID) error {
	if err := g.outlines(ctx, ids); err != nil {
		return err
	}
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = docKey(id, docStory)
	}
	return getAll(ctx, g.st.o, keys, func(i int, r *storyOf) {
		g.before[ids[i]] = r
		g.olds[from16[StoryID](r.Story)] = true
	})
}
