package api

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/graphql-go/graphql/language/ast"
)

// A plan is an operation compiled for execution: what to select from which
// type, in the order of the query, with fragments resolved. Plans never change
// and are shared between requests.
type plan struct {
	op      *ast.OperationDefinition
	root    *selection
	dynamic bool // depends on variables in @skip or @include: not shared
}

// A selection is what a query asks of objects of one type.
type selection struct {
	typ    *typeDef
	fields []*planField
	slots  int // fields that need more than a leafFunc
}

// A planField is one field of a selection.
type planField struct {
	def      *fieldDef // nil for __typename
	response string
	key      string // the response name as JSON, with the colon
	at       Location
	args     args            // when no variable occurs in them
	asts     []*ast.Argument // otherwise
	slot     int             // -1 for a leaf
	sel      *selection      // for a target of one type, or an interface asked only for its own fields
	byType   map[*typeDef]*selection
	cursors  bool // of a connection: some cursor is selected
}

// maxPlan bounds the fields of a compiled plan, all concrete types counted.
const maxPlan = 20_000

type planner struct {
	types  map[string]*typeDef
	frags  map[string]*ast.FragmentDefinition
	src    string
	vars   map[string]any
	all    bool // take what @skip and @include would leave out
	memo   map[string]*selection
	shapes map[string]bool // sets of selections compared
	fields int
	dyn    bool
	err    *Error
}

// compilePlan makes the plan of an operation and checks that its fields can be
// merged. vars decide @skip and @include; with all, for validation, nothing is
// left out.
func compilePlan(types map[string]*typeDef, d *document, op *ast.OperationDefinition, vars map[string]any, all bool) (*plan, *Error) {
	p := &planner{types: types, frags: d.frags, src: d.src, vars: vars, all: all, memo: map[string]*selection{}, shapes: map[string]bool{}}
	root := types[rootName(op.Operation)]
	sel := p.selection(root, []*ast.SelectionSet{op.SelectionSet})
	if p.err != nil {
		return nil, p.err
	}
	if op.Operation == "subscription" && len(sel.fields) != 1 {
		return nil, newError(codeValidation, "a subscription selects exactly one field")
	}
	return &plan{op, sel, p.dyn}, nil
}

// rootName is the type of an operation: "Query" of "query".
func rootName(operation string) string {
	return strings.ToUpper(operation[:1]) + operation[1:]
}

// selection compiles what sets select together from a type.
func (p *planner) selection(t *typeDef, sets []*ast.SelectionSet) *selection {
	key := t.name
	for _, s := range sets {
		key += fmt.Sprintf("|%p", s)
	}
	if s := p.memo[key]; s != nil {
		return s
	}
	sel := &selection{typ: t}
	p.memo[key] = sel
	c := collector{p: p, typ: t, index: map[string]int{}, seen: map[string]bool{}}
	for _, s := range sets {
		c.collect(s)
	}
	for _, group := range c.groups {
		f := p.field(t, group)
		if p.err != nil {
			return sel
		}
		if f.slot == 0 {
			f.slot = sel.slots
			sel.slots++
		}
		sel.fields = append(sel.fields, f)
	}
	return sel
}

// field compiles the fields of one response name, merged.
func (p *planner) field(t *typeDef, group []*ast.Field) *planField {
	first := group[0]
	name := first.Name.Value
	f := &planField{response: responseName(first), at: locate(p.src, first.Loc.Start), slot: -1}
	f.key = strconv.Quote(f.response) + ":"
	p.sameField(t, group)
	if p.fields++; p.fields > maxPlan {
		p.err = limitError("the document selects too many fields of too many types")
		return f
	}
	if name == "__typename" {
		return f
	}
	if f.def = t.fields[name]; f.def == nil {
		p.err = newError(codeValidation, fmt.Sprintf("type %s has no field %q", t.name, name))
		return f
	}
	if constant(first.Arguments) {
		a, err := coerceArgs(f.def, first.Arguments, nil)
		if f.args = a; err != nil && p.err == nil {
			err.Locations = []Location{f.at}
			p.err = err
		}
	} else {
		f.asts = first.Arguments
	}
	if f.def.batch != nil {
		f.slot = 0
	}
	if f.def.target == nil || p.err != nil {
		return f
	}
	var subs []*ast.SelectionSet
	for _, g := range group {
		if g.SelectionSet != nil {
			subs = append(subs, g.SelectionSet)
		}
	}
	p.target(f, subs)
	f.cursors = f.sel.asks("edges", "cursor") || f.sel.asks("pageInfo", "startCursor") || f.sel.asks("pageInfo", "endCursor")
	return f
}

// asks reports whether a selection holds a field below another.
func (s *selection) asks(outer, inner string) bool {
	if s == nil {
		return false
	}
	for _, f := range s.fields {
		if f.def != nil && f.def.name == outer && (inner == "" || f.sel.asks(inner, "")) {
			return true
		}
	}
	return false
}

// target compiles the selection below a field. An interface whose fragments do
// not tell its types apart is compiled once for all of them, so that they are
// resolved together.
func (p *planner) target(f *planField, subs []*ast.SelectionSet) {
	t := f.def.target
	if !t.abstract || p.uniform(t, subs, map[string]bool{}) {
		f.sel = p.selection(t, subs)
		return
	}
	f.byType = make(map[*typeDef]*selection, len(t.possible))
	for _, c := range t.possible {
		f.byType[c] = p.selection(c, subs)
	}
	p.sameShape(f.selections(nil))
}

// uniform reports whether every fragment in sets applies to all types of t or
// to none.
func (p *planner) uniform(t *typeDef, sets []*ast.SelectionSet, seen map[string]bool) bool {
	for _, set := range sets {
		for _, s := range set.Selections {
			var cond *ast.Named
			var sub *ast.SelectionSet
			switch s := s.(type) {
			case *ast.InlineFragment:
				cond, sub = s.TypeCondition, s.SelectionSet
			case *ast.FragmentSpread:
				d := p.frags[s.Name.Value]
				if d == nil || seen[s.Name.Value] {
					continue
				}
				seen[s.Name.Value] = true
				cond, sub = d.TypeCondition, d.SelectionSet
			default:
				continue
			}
			if cond != nil {
				n := p.overlap(t, cond.Name.Value)
				if n == 0 {
					continue
				}
				if n < len(t.possible) {
					return false
				}
			}
			if !p.uniform(t, []*ast.SelectionSet{sub}, seen) {
				return false
			}
		}
	}
	return true
}

// overlap counts the possible types of t that a type condition admits.
func (p *planner) overlap(t *typeDef, cond string) int {
	c := p.types[cond]
	if c == nil {
		return 0
	}
	n := 0
	for _, q := range t.possible {
		if c.has(q) {
			n++
		}
	}
	return n
}

// A collector gathers the fields that selection sets ask of a type, merged by
// response name in order of first appearance.
type collector struct {
	p      *planner
	typ    *typeDef
	groups [][]*ast.Field
	index  map[string]int
	seen   map[string]bool // fragments
}

func (c *collector) collect(set *ast.SelectionSet) {
	for _, s := range set.Selections {
		switch s := s.(type) {
		case *ast.Field:
			if !c.p.included(s.Directives) {
				continue
			}
			name := responseName(s)
			i, ok := c.index[name]
			if !ok {
				i = len(c.groups)
				c.index[name] = i
				c.groups = append(c.groups, nil)
			}
			c.groups[i] = append(c.groups[i], s)
		case *ast.InlineFragment:
			if c.p.included(s.Directives) && (s.TypeCondition == nil || c.p.overlap(c.typ, s.TypeCondition.Name.Value) > 0) {
				c.collect(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			d := c.p.frags[s.Name.Value]
			if d == nil || !c.p.included(s.Directives) || c.seen[s.Name.Value] {
				continue
			}
			c.seen[s.Name.Value] = true
			if c.p.overlap(c.typ, d.TypeCondition.Name.Value) > 0 {
				c.collect(d.SelectionSet)
			}
		}
	}
}

// included evaluates @skip and @include.
func (p *planner) included(ds []*ast.Directive) bool {
	for _, d := range ds {
		if p.all {
			p.dyn = true
			continue
		}
		for _, a := range d.Arguments {
			if a.Name.Value != "if" {
				continue
			}
			var cond bool
			switch v := a.Value.(type) {
			case *ast.BooleanValue:
				cond = v.Value
			case *ast.Variable:
				p.dyn = true
				cond, _ = p.vars[v.Name.Value].(bool)
			}
			if d.Name.Value == "skip" && cond || d.Name.Value == "include" && !cond {
				return false
			}
		}
	}
	return true
}

func responseName(f *ast.Field) string {
	if f.Alias != nil && f.Alias.Value != "" {
		return f.Alias.Value
	}
	return f.Name.Value
}
