package graph

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"dossier/graph/kv"
)

// resolveRun is about how many keys are resolved at a time.
const resolveRun = 4096

// resolve gives every key its entity, by the same code as a step, one set of
// connected keys after the other: components do not bear on each other, and
// most are a single key.
func (l *loader) resolve(ctx context.Context) error {
	l.linkEdges()
	group := newUnion(len(l.nodes))
	for pair := range l.edges {
		group.join(pair[0], pair[1])
	}
	members := map[int32][]int32{}
	for i := range l.nodes {
		n := &l.nodes[i]
		switch {
		case !n.rec.Strong:
		case len(n.edges) == 0:
			n.set(newEntityID(n.rec.Family, n.rec.Text, true))
		default:
			root := group.find(int32(i))
			members[root] = append(members[root], int32(i))
		}
	}
	if err := l.joinAll(ctx, members); err != nil {
		return err
	}
	return l.resolveWeak(ctx)
}

// joinAll resolves all connected keys, by root, in runs of whole components:
// one goroutine a core, which share nothing that they write.
func (l *loader) joinAll(ctx context.Context, members map[int32][]int32) error {
	runs := make(chan []int32)
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for w := range errs {
		wg.Go(func() {
			for run := range runs {
				if errs[w] == nil {
					errs[w] = l.joinKeys(ctx, run)
				}
			}
		})
	}
	var run []int32
	for i := range l.nodes {
		if run = append(run, members[int32(i)]...); len(run) >= resolveRun {
			runs <- run
			run = nil
		}
	}
	runs <- run
	close(runs)
	wg.Wait()
	return firstError(errs...)
}

// linkEdges puts the strong edges where closure looks for them.
func (l *loader) linkEdges() {
	for pair, n := range l.edges {
		a, b := &l.nodes[pair[0]], &l.nodes[pair[1]]
		a.edges = append(a.edges, edge{b.id, b.rec.Text, n})
		b.edges = append(b.edges, edge{a.id, a.rec.Text, n})
	}
}

// step returns a step that sees nothing but the given keys.
func (l *loader) step(ctx context.Context, keys []int32) (*step, error) {
	st, err := l.s.begin(ctx, noReader{})
	if err != nil {
		return nil, err
	}
	for _, i := range keys {
		st.nodes[l.nodes[i].id] = &l.nodes[i]
	}
	return st, nil
}

func (l *loader) joinKeys(ctx context.Context, keys []int32) error {
	if len(keys) == 0 {
		return ctx.Err()
	}
	st, err := l.step(ctx, keys)
	if err != nil {
		return err
	}
	from := make(map[nodeID]bool, len(keys))
	for _, i := range keys {
		from[l.nodes[i].id] = true
	}
	reg, err := st.closure(ctx, from)
	if err != nil {
		return err
	}
	st.assign(reg)
	for _, i := range keys {
		l.nodes[i].edges = nil
	}
	return nil
}

// resolveWeak settles the weak keys, with the strong ones they stand beside.
func (l *loader) resolveWeak(ctx context.Context) error {
	var run []int32
	flush := func() error {
		if len(run) == 0 {
			return nil
		}
		defer func() { run = run[:0] }()
		return l.settleWeak(ctx, run)
	}
	for i := range l.nodes {
		if l.nodes[i].rec.Strong {
			continue
		}
		if run = append(run, int32(i)); len(run) >= resolveRun {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

func (l *loader) settleWeak(ctx context.Context, keys []int32) error {
	near := slices.Clone(keys)
	beside := weakReader{edges: map[string][]nodeID{}}
	ids := make([]nodeID, len(keys))
	for k, i := range keys {
		n := &l.nodes[i]
		ids[k] = n.id
		ns := slices.Clone(l.weak[i])
		slices.Sort(ns)
		ns = slices.Compact(ns)
		near = append(near, ns...)
		strong := make([]nodeID, len(ns))
		for k, s := range ns {
			strong[k] = l.nodes[s].id
		}
		slices.SortFunc(strong, cmp16[nodeID])
		beside.edges[partNode(n.id)] = strong
		if twin, ok := l.index[newNodeID(n.rec.Family, n.rec.Text, true)]; ok {
			near = append(near, twin)
		}
	}
	st, err := l.step(ctx, near)
	if err != nil {
		return err
	}
	st.o = newOverlay(beside)
	slices.SortFunc(ids, cmp16[nodeID])
	return st.settleWeak(ctx, ids)
}

// noReader reads from an empty store.
type noReader struct{}

func (noReader) Get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	return make([][]byte, len(keys)), ctx.Err()
}

func (noReader) Scan(ctx context.Context, ranges []kv.Range) ([]kv.Page, error) {
	return make([]kv.Page, len(ranges)), ctx.Err()
}

// weakReader reads from a store that holds the edges of weak keys alone.
type weakReader struct {
	noReader
	edges map[string][]nodeID // by part, sorted
}

func (w weakReader) Scan(ctx context.Context, ranges []kv.Range) ([]kv.Page, error) {
	pages := make([]kv.Page, len(ranges))
	for i, r := range ranges {
		if r.From == "" || r.From[:1] != nodeWeak {
			continue
		}
		for _, id := range w.edges[r.Part] {
			sort := nodeWeak + string(id[:])
			if sort < r.From || r.To != "" && sort >= r.To {
				continue
			}
			if r.Limit > 0 && len(pages[i].Entries) == r.Limit {
				break
			}
			pages[i].Entries = append(pages[i].Entries, kv.Entry{Key: kv.Key{Part: r.Part, Sort: sort}})
		}
	}
	return pages, ctx.Err()
}

// A union finds connected components (Tarjan's union–find, with path halving
// and union by size). The root of a component is any of its members.
type union struct{ parent, size []int32 }

func newUnion(n int) *union {
	u := &union{make([]int32, n), make([]int32, n)}
	for i := range u.parent {
		u.parent[i], u.size[i] = int32(i), 1
	}
	return u
}

func (u *union) find(i int32) int32 {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(a, b int32) {
	a, b = u.find(a), u.find(b)
	if a == b {
		return
	}
	if u.size[a] < u.size[b] {
		a, b = b, a
	}
	u.parent[b], u.size[a] = a, u.size[a]+u.size[b]
}
