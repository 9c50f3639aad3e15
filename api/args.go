package api

import (
	"fmt"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// args are a field's arguments, or an input object's fields, coerced: int,
// float64, string, bool, int64, moment, []any or map[string]any.
type args map[string]any

func (a args) str(name string) string    { s, _ := a[name].(string); return s }
func (a args) int(name string) int       { n, _ := a[name].(int); return n }
func (a args) bool(name string) bool     { b, _ := a[name].(bool); return b }
func (a args) float(name string) float64 { f, _ := a[name].(float64); return f }

// object returns an input object, nil if absent.
func (a args) object(name string) args { m, _ := a[name].(map[string]any); return m }

// has reports whether the argument was given and is not null.
func (a args) has(name string) bool { return a[name] != nil }

// since is the first instant of a DateTime argument, until the last.
func (a args) since(name string) time.Time { m, _ := a[name].(moment); return m.Time }
func (a args) until(name string) time.Time {
	m, ok := a[name].(moment)
	if !ok {
		return time.Time{}
	}
	return m.end()
}

// strs returns a list of strings or enum members.
func (a args) strs(name string) []string {
	l, _ := a[name].([]any)
	var out []string
	for _, v := range l {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// coerceArgs evaluates the arguments of a field and checks page sizes.
func coerceArgs(def *fieldDef, asts []*ast.Argument, vars map[string]any) (args, *Error) {
	if len(def.args) == 0 {
		return nil, nil
	}
	out := make(args, len(def.args))
	for _, d := range def.args {
		given := false
		for _, a := range asts {
			if a.Name.Value != d.name {
				continue
			}
			v, ok, err := coerceAST(d.typ, a.Value, vars, fmt.Sprintf("argument %q", d.name))
			if err != nil {
				return nil, err
			}
			if ok {
				out[d.name], given = v, true
			}
		}
		if !given && d.def != nil {
			out[d.name] = d.def
		}
		if _, must := d.typ.(*graphql.NonNull); must && out[d.name] == nil {
			return nil, badInput("argument %q is required", d.name)
		}
	}
	if err := checkPage(out); err != nil {
		return nil, err
	}
	return out, def.checkCursors(out)
}

// checkPage holds first and last to what the limits allow.
func checkPage(a args) *Error {
	for _, name := range [...]string{"first", "last"} {
		if n, ok := a[name].(int); ok && (n < 1 || n > maxFirst) {
			return newError(codeLimit, fmt.Sprintf("argument %q is %d, allowed are 1 to %d", name, n, maxFirst))
		}
	}
	switch {
	case a.has("first") && a.has("last"):
		return badInput("first and last cannot be given together")
	case a.has("first") && a.has("before"), a.has("last") && a.has("after"):
		return badInput("first goes with after, last with before")
	}
	return nil
}

// constant reports whether no variable occurs in the arguments.
func constant(asts []*ast.Argument) bool {
	for _, a := range asts {
		if holdsVariable(a.Value) {
			return false
		}
	}
	return true
}

func holdsVariable(v ast.Value) bool {
	switch v := v.(type) {
	case *ast.Variable:
		return true
	case *ast.ListValue:
		for _, item := range v.Values {
			if holdsVariable(item) {
				return true
			}
		}
	case *ast.ObjectValue:
		for _, f := range v.Fields {
			if holdsVariable(f.Value) {
				return true
			}
		}
	}
	return false
}
