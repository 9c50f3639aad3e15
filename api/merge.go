package api

import (
	"fmt"

	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/printer"
)

// sameField checks that all fields of one response name in one object are the
// same field with the same arguments.
func (p *planner) sameField(t *typeDef, group []*ast.Field) {
	first := group[0]
	var args string
	for i, f := range group[1:] {
		if f.Name.Value != first.Name.Value {
			p.conflict(f, "%q is asked of %s both as %s and as %s; use another alias", responseName(f), t.name, first.Name.Value, f.Name.Value)
			return
		}
		if len(f.Arguments) == 0 && len(first.Arguments) == 0 {
			continue
		}
		if i == 0 {
			args = printArguments(first.Arguments)
		}
		if printArguments(f.Arguments) != args {
			p.conflict(f, "%q is asked of %s twice with different arguments; use another alias", responseName(f), t.name)
			return
		}
	}
}

func (p *planner) conflict(at *ast.Field, format string, args ...any) {
	if p.err == nil {
		p.err = newError(codeValidation, fmt.Sprintf(format, args...))
		p.err.Locations = []Location{locate(p.src, at.Loc.Start)}
	}
}

// printArguments renders arguments so that the same ones in any order are
// equal.
func printArguments(list []*ast.Argument) string {
	m := make(map[string]ast.Value, len(list))
	for _, a := range list {
		m[a.Name.Value] = a.Value
	}
	out := ""
	for _, name := range sortedKeys(m) {
		out += fmt.Sprintf("%s:%v ", name, printer.Print(m[name]))
	}
	return out
}

// sameShape checks that selections of different types which may stand at one
// place of the response agree on the shape of each response name.
func (p *planner) sameShape(sels []*selection) {
	if len(sels) < 2 || p.err != nil {
		return
	}
	key := ""
	for _, s := range sels {
		key += fmt.Sprintf("%p|", s)
	}
	if p.shapes[key] {
		return
	}
	p.shapes[key] = true
	first := map[string]*planField{}
	below := map[string][]*selection{}
	var names []string
	for _, s := range sels {
		for _, f := range s.fields {
			if f.def == nil {
				continue
			}
			g := first[f.response]
			if g == nil {
				first[f.response] = f
				names = append(names, f.response)
			} else if !f.def.shapedLike(g.def) {
				p.err = newError(codeValidation, fmt.Sprintf("%q has different types in different fragments; use another alias", f.response))
				p.err.Locations = []Location{f.at}
				return
			}
			below[f.response] = f.selections(below[f.response])
		}
	}
	for _, name := range names {
		p.sameShape(below[name])
	}
}

// shapedLike reports whether two fields may answer for one response name.
func (d *fieldDef) shapedLike(o *fieldDef) bool {
	if d.list != o.list || d.nonNull != o.nonNull || d.itemNonNull != o.itemNonNull || (d.target == nil) != (o.target == nil) {
		return false
	}
	return d.target != nil || d.leafType == o.leafType
}

// selections appends the selections below a field that are not in list yet.
func (f *planField) selections(list []*selection) []*selection {
	add := func(s *selection) {
		for _, have := range list {
			if have == s {
				return
			}
		}
		list = append(list, s)
	}
	if f.sel != nil {
		add(f.sel)
	}
	if f.byType != nil {
		for _, t := range f.def.target.possible {
			add(f.byType[t])
		}
	}
	return list
}
