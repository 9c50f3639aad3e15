package api

import (
	"context"
	"fmt"

	"dossier/graph"
)

// An exec runs one plan. It resolves breadth first: all objects that stand at
// one place of the query are resolved together, so that a level costs one read
// however many objects it has. The response is written afterwards, in query
// order (write.go).
type exec struct {
	ctx   context.Context
	eng   *engine
	vars  map[string]any
	args  map[*planField]args // of fields whose arguments hold variables
	snap  *graph.Snapshot
	nodes int
	scans bool // some field does
	event any  // of a subscription

	entities  map[graph.EntityID]*graph.Entity     // read so far
	heads     map[graph.DocumentID]*graph.Document // the same, without text
	texts     map[graph.DocumentID]*graph.Document
	textBytes int
}

// maxNodes bounds the objects one request may hold in memory.
const maxNodes = 500_000

// A node is an object of the response: its source, and what its fields with a
// batchFunc gave.
type node struct {
	src  any
	sel  *selection
	kids []kid
	err  *Error // of a member of a list, instead of all else
}

// A kid is the value of a field: for an object one, for a list list (nil
// members are nulls), for a scalar raw JSON.
type kid struct {
	one  *node
	list []*node
	raw  []byte
	err  *Error
	set  bool // not null
}

// A call is what a batchFunc may know: the request, its arguments, and the
// field as the query has it.
type call struct {
	*exec
	field *planField
	args  args
}

// cursorTag is what the cursors of the field begin with.
func (c *call) cursorTag() string { return c.field.def.cursorTag(c.args) }

// close releases the snapshot.
func (x *exec) close() {
	if x.snap != nil {
		x.snap.Close()
		x.snap = nil
	}
}

// snapshot opens the request's one view of the graph on first use.
func (x *exec) snapshot() (*graph.Snapshot, error) {
	if x.snap == nil {
		s, err := x.eng.store.Snapshot(x.ctx)
		if err != nil {
			return nil, err
		}
		x.snap = s
	}
	return x.snap, nil
}

// root makes and resolves the node of an operation.
func (x *exec) root(p *plan) (*node, error) {
	n := &node{src: x, sel: p.root, kids: make([]kid, p.root.slots)}
	return n, x.resolve(p.root, []*node{n})
}

// resolve fills the kids of nodes that share a selection. Fields run in query
// order, each with all that hangs below it, so that mutations run one after
// another.
func (x *exec) resolve(sel *selection, nodes []*node) error {
	if sel.slots == 0 || len(nodes) == 0 {
		return nil
	}
	srcs := make([]any, len(nodes))
	for i, n := range nodes {
		srcs[i] = n.src
	}
	for _, f := range sel.fields {
		if f.slot < 0 {
			continue
		}
		if err := x.ctx.Err(); err != nil {
			return err
		}
		values, err := f.def.batch(&call{x, f, x.argsOf(f)}, srcs)
		if err != nil {
			if x.ctx.Err() != nil {
				return x.ctx.Err()
			}
			e := asError(err)
			for _, n := range nodes {
				n.kids[f.slot].err = e
			}
			continue
		}
		if len(values) != len(nodes) {
			return fmt.Errorf("resolver of %s gave %d values for %d objects", f.def.name, len(values), len(nodes))
		}
		if err := x.place(f, nodes, values); err != nil {
			return err
		}
	}
	return nil
}

func (x *exec) argsOf(f *planField) args {
	if f.asts != nil {
		return x.args[f]
	}
	return f.args
}

// place stores a field's values in the nodes and resolves what is below.
func (x *exec) place(f *planField, nodes []*node, values []any) error {
	if f.def.target == nil {
		for i, v := range values {
			k := &nodes[i].kids[f.slot]
			switch v := v.(type) {
			case []byte:
				k.raw, k.set = v, len(v) > 0
			case error:
				k.err = asError(v)
			}
		}
		return nil
	}
	total := 0
	for _, v := range values {
		if l, ok := v.([]any); ok {
			total += len(l)
		} else if v != nil {
			total++
		}
	}
	if x.nodes += total; x.nodes > maxNodes {
		return newError(codeResponseSize, fmt.Sprintf("the response would hold more than %d objects", maxNodes))
	}
	level := newLevel(x.eng, f, total)
	for i, v := range values {
		k := &nodes[i].kids[f.slot]
		switch v := v.(type) {
		case nil:
		case error:
			k.err = asError(v)
		case []any:
			k.set = true
			k.list = make([]*node, len(v))
			for j, item := range v {
				switch item := item.(type) {
				case nil:
				case error:
					k.list[j] = &node{err: asError(item)}
				default:
					k.list[j] = level.add(item)
				}
			}
		default:
			k.set = true
			k.one = level.add(v)
		}
	}
	return level.resolve(x)
}

// A level collects the objects a field brought, by selection. An object that
// comes more than once is resolved once and its node shared.
type level struct {
	eng   *engine
	field *planField
	slab  []node
	by    []group
	seen  map[any]*node
}

type group struct {
	sel   *selection
	nodes []*node
}

func newLevel(e *engine, f *planField, n int) *level {
	l := &level{eng: e, field: f, slab: make([]node, 0, n)}
	if f.sel != nil {
		l.by = []group{{f.sel, make([]*node, 0, n)}}
	}
	return l
}

// add makes the node of an object. The slab never grows, so that pointers into
// it stay valid.
func (l *level) add(src any) *node {
	g := &group{}
	if l.field.sel != nil {
		g = &l.by[0]
	} else {
		g = l.groupOf(l.field.byType[l.eng.typeOf(src)])
	}
	share := g.sel.slots > 0
	if share {
		if n := l.seen[src]; n != nil {
			return n
		}
	}
	l.slab = append(l.slab, node{src: src, sel: g.sel})
	n := &l.slab[len(l.slab)-1]
	g.nodes = append(g.nodes, n)
	if share && cap(l.slab) > 1 {
		if l.seen == nil {
			l.seen = make(map[any]*node, cap(l.slab))
		}
		l.seen[src] = n
	}
	return n
}

func (l *level) groupOf(sel *selection) *group {
	for i := range l.by {
		if l.by[i].sel == sel {
			return &l.by[i]
		}
	}
	l.by = append(l.by, group{sel: sel})
	return &l.by[len(l.by)-1]
}

func (l *level) resolve(x *exec) error {
	for _, g := range l.by {
		if g.sel.slots > 0 {
			kids := make([]kid, len(g.nodes)*g.sel.slots)
			for i, n := range g.nodes {
				n.kids = kids[i*g.sel.slots : (i+1)*g.sel.slots : (i+1)*g.sel.slots]
			}
		}
		if err := x.resolve(g.sel, g.nodes); err != nil {
			return err
		}
	}
	return nil
}
