package api

import (
	"fmt"

	"github.com/graphql-go/graphql/language/ast"
)

// A validator checks a document by the rules of the GraphQL specification
// (October 2021, section 5). It is the package's own because graphql-go's takes
// minutes over some small documents: it builds every error in full, and two
// hundred fields that conflict in pairs make many thousands. This one stops
// after maxErrors and visits each fragment once an operation.
type validator struct {
	eng    *engine
	d      *document
	errs   []*Error
	visits int

	used  map[string]bool // fragments some operation spreads
	op    opVars
	inner map[string]bool // fragments visited in the present operation
}

// opVars are the variables of the operation being checked.
type opVars struct {
	defs map[string]*ast.VariableDefinition
	used map[string]bool
}

// maxVisits bounds the selections visited, fragments counted once for each
// operation.
const maxVisits = 20_000

// validate returns what is wrong with a document, at most maxErrors.
func (e *engine) validate(d *document) []*Error {
	v := &validator{eng: e, d: d, used: map[string]bool{}}
	v.operations()
	for _, name := range sortedKeys(d.frags) {
		if !v.used[name] {
			v.fail(d.frags[name], "fragment %q is never used", name)
		}
	}
	if len(v.errs) > 0 {
		return v.errs
	}
	for _, op := range d.ops {
		p, err := compilePlan(e.types, d, op, nil, true)
		if err != nil {
			return []*Error{err}
		}
		if !p.dynamic {
			d.plans[op] = p
		}
	}
	return nil
}

func (v *validator) full() bool { return len(v.errs) >= maxErrors }

func (v *validator) fail(n ast.Node, format string, args ...any) {
	if v.full() {
		return
	}
	e := newError(codeValidation, fmt.Sprintf(format, args...))
	if l := n.GetLoc(); l != nil {
		e.Locations = []Location{locate(v.d.src, l.Start)}
	}
	v.errs = append(v.errs, e)
}

func (v *validator) operations() {
	names := map[string]bool{}
	for _, op := range v.d.ops {
		if v.full() {
			return
		}
		name := ""
		if op.Name != nil {
			name = op.Name.Value
		}
		switch {
		case name == "" && len(v.d.ops) > 1:
			v.fail(op, "an operation without a name must be the only one")
		case name != "" && names[name]:
			v.fail(op, "there is more than one operation named %q", name)
		}
		names[name] = true
		v.operation(op)
	}
}

func (v *validator) operation(op *ast.OperationDefinition) {
	root := v.eng.rootType(op.Operation)
	if root == nil {
		v.fail(op, "the schema has no %s", op.Operation)
		return
	}
	v.op = opVars{map[string]*ast.VariableDefinition{}, map[string]bool{}}
	v.inner = map[string]bool{}
	for _, d := range op.VariableDefinitions {
		v.variable(d)
	}
	v.directives(op, op.Directives, false)
	v.selections(op.SelectionSet, root)
	for _, d := range op.VariableDefinitions {
		if name := d.Variable.Name.Value; !v.op.used[name] {
			v.fail(d, "variable $%s is never used", name)
		}
	}
}

func (v *validator) selections(set *ast.SelectionSet, t *typeDef) {
	for _, s := range set.Selections {
		if v.visits++; v.visits > maxVisits {
			if !v.full() {
				v.errs = append(v.errs, limitError("the operations of the document take more than %d selections to check", maxVisits))
				v.visits = -1 << 40
			}
			return
		}
		if v.full() {
			return
		}
		switch s := s.(type) {
		case *ast.Field:
			v.field(s, t)
		case *ast.InlineFragment:
			v.directives(s, s.Directives, true)
			cond := t
			if s.TypeCondition != nil {
				if cond = v.condition(s.TypeCondition, t); cond == nil {
					continue
				}
			}
			v.selections(s.SelectionSet, cond)
		case *ast.FragmentSpread:
			v.spread(s, t)
		}
	}
}

func (v *validator) spread(s *ast.FragmentSpread, t *typeDef) {
	name := s.Name.Value
	d := v.d.frags[name]
	if d == nil {
		v.fail(s, "there is no fragment named %q", name)
		return
	}
	v.directives(s, s.Directives, true)
	v.used[name] = true
	cond := v.condition(d.TypeCondition, t)
	if cond == nil || v.inner[name] {
		return
	}
	v.inner[name] = true
	v.directives(d, d.Directives, false)
	v.selections(d.SelectionSet, cond)
}

// condition checks that a fragment on the named type may stand in t.
func (v *validator) condition(n *ast.Named, t *typeDef) *typeDef {
	name := n.Name.Value
	cond := v.eng.types[name]
	if cond == nil {
		if v.eng.schema.Type(name) != nil {
			v.fail(n, "a fragment cannot be on %s, which has no fields", name)
		} else {
			v.fail(n, "there is no type named %q%s", name, suggest(name, v.eng.types))
		}
		return nil
	}
	for _, p := range cond.possible {
		if t.has(p) {
			return cond
		}
	}
	v.fail(n, "a fragment on %s can never apply inside %s", name, t.name)
	return nil
}

func (v *validator) field(f *ast.Field, t *typeDef) {
	v.directives(f, f.Directives, true)
	name := f.Name.Value
	if name == "__typename" {
		if len(f.Arguments) > 0 || f.SelectionSet != nil {
			v.fail(f, "__typename has neither arguments nor fields")
		}
		return
	}
	def := t.fields[name]
	if def == nil {
		v.fail(f, "type %s has no field %q%s", t.name, name, suggest(name, t.fields))
		return
	}
	v.arguments(f, f.Arguments, def.args, t.name+"."+name)
	switch {
	case def.target == nil && f.SelectionSet != nil:
		v.fail(f, "field %q has no fields of its own to select", name)
	case def.target != nil && f.SelectionSet == nil:
		v.fail(f, "field %q needs a selection of its fields: { … }", name)
	case def.target != nil:
		v.selections(f.SelectionSet, def.target)
	}
}

func (v *validator) directives(n ast.Node, ds []*ast.Directive, onSelection bool) {
	seen := map[string]bool{}
	for _, d := range ds {
		name := d.Name.Value
		switch {
		case name == "deprecated", (name == "skip" || name == "include") && !onSelection:
			v.fail(d, "directive @%s cannot stand here", name)
		case name != "skip" && name != "include":
			v.fail(d, "there is no directive named %q", name)
		case seen[name]:
			v.fail(d, "directive @%s stands here twice", name)
		default:
			v.arguments(d, d.Arguments, ifArgument, "@"+name)
		}
		seen[name] = true
	}
}

// suggest returns the known name that is meant, as a question.
func suggest[V any](name string, known map[string]V) string {
	best, dist := "", 3
	for _, k := range sortedKeys(known) {
		if d := editDistance(name, k, dist); d < dist {
			best, dist = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// editDistance is the Levenshtein distance of two names, or limit if it is at
// least that.
func editDistance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return min(row[len(b)], limit)
}
