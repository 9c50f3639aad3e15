package graph

import (
	"cmp"
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
	near := neighboursOf(l.edges, l.keys.n)
	for i := range int32(l.keys.n) {
		if k := l.keys.at(i); k.strong && len(near.of(i)) == 0 {
			k.entity = newEntityID(l.keys.name[k.family], l.keys.texts.at(k.text), true)
		}
	}
	if err := l.joinAll(ctx, near); err != nil {
		return err
	}
	return l.resolveWeak(ctx)
}

// joinAll resolves all connected keys, in runs of whole components: one
// goroutine a core, which share nothing that they write.
func (l *loader) joinAll(ctx context.Context, near *neighbours) error {
	runs := make(chan []int32)
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for w := range errs {
		wg.Go(func() {
			for run := range runs {
				if errs[w] == nil {
					errs[w] = l.joinKeys(ctx, run, near)
				}
			}
		})
	}
	near.components(l.edges, resolveRun, func(run []int32) { runs <- run })
	close(runs)
	wg.Wait()
	return firstError(errs...)
}

// step returns a step that sees nothing but the given keys.
func (l *loader) step(ctx context.Context, keys []int32) (*step, error) {
	st, err := l.s.begin(ctx, noReader{})
	if err != nil {
		return nil, err
	}
	for _, i := range keys {
		k := l.keys.at(i)
		st.nodes[k.id] = &node{id: k.id, rec: l.keys.rec(k), read: true}
	}
	return st, nil
}

// take keeps what a step found out about keys.
func (l *loader) take(st *step, keys []int32) {
	for _, i := range keys {
		k := l.keys.at(i)
		k.entity = st.nodes[k.id].entity()
	}
}

func (l *loader) joinKeys(ctx context.Context, keys []int32, near *neighbours) error {
	st, err := l.step(ctx, keys)
	if err != nil {
		return err
	}
	from := make(map[nodeID]bool, len(keys))
	for _, i := range keys {
		k := l.keys.at(i)
		from[k.id] = true
		n := st.nodes[k.id]
		for _, e := range near.of(i) {
			other := l.keys.at(e.key)
			n.edges = append(n.edges, edge{other.id, l.keys.texts.at(other.text), int(e.profiles)})
		}
	}
	reg, err := st.closure(ctx, from)
	if err != nil {
		return err
	}
	st.assign(reg)
	l.take(st, keys)
	return ctx.Err()
}

// resolveWeak settles the weak keys, with the strong ones they stand beside.
func (l *loader) resolveWeak(ctx context.Context) error {
	slices.SortFunc(l.weak, comparePairs)
	var run []int32
	for i := range int32(l.keys.n) {
		if l.keys.at(i).strong {
			continue
		}
		if run = append(run, i); len(run) < resolveRun {
			continue
		}
		if err := l.settleWeak(ctx, run); err != nil {
			return err
		}
		run = run[:0]
	}
	if len(run) == 0 {
		return nil
	}
	return l.settleWeak(ctx, run)
}

func comparePairs(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

// strongBeside lists the strong keys beside a weak one.
func (l *loader) strongBeside(weak int32) []int32 {
	at, _ := slices.BinarySearchFunc(l.weak, [2]int32{weak, -1}, comparePairs)
	var out []int32
	for ; at < len(l.weak) && l.weak[at][0] == weak; at++ {
		if s := l.weak[at][1]; len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}

func (l *loader) settleWeak(ctx context.Context, keys []int32) error {
	near := slices.Clone(keys)
	beside := weakReader{edges: map[string][]nodeID{}}
	ids := make([]nodeID, len(keys))
	for at, i := range keys {
		k := l.keys.at(i)
		ids[at] = k.id
		ns := l.strongBeside(i)
		near = append(near, ns...)
		strong := make([]nodeID, len(ns))
		for at, s := range ns {
			strong[at] = l.keys.at(s).id
		}
		slices.SortFunc(strong, cmp16[nodeID])
		beside.edges[partNode(k.id)] = strong
		if twin, ok := l.index[newNodeID(l.keys.name[k.family], l.keys.texts.at(k.text), true)]; ok {
			near = append(near, twin)
		}
	}
	st, err := l.step(ctx, near)
	if err != nil {
		return err
	}
	st.o = newOverlay(beside)
	slices.SortFunc(ids, cmp16[nodeID])
	if err := st.settleWeak(ctx, ids); err != nil {
		return err
	}
	l.take(st, keys)
	return nil
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
