package api

import (
	"fmt"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// ifArgument is what @skip and @include take.
var ifArgument = []argDef{{"if", graphql.NewNonNull(graphql.Boolean), nil}}

func (v *validator) variable(d *ast.VariableDefinition) {
	name := d.Variable.Name.Value
	if v.op.defs[name] != nil {
		v.fail(d, "variable $%s is defined twice", name)
		return
	}
	v.op.defs[name] = d
	t := typeFromAST(v.eng.inputs, d.Type)
	switch {
	case t == nil:
		v.fail(d, "variable $%s has a type that does not exist", name)
	case !graphql.IsInputType(t):
		v.fail(d, "variable $%s has type %s, which is none of input", name, t)
	case d.DefaultValue != nil:
		if _, _, err := coerceAST(t, d.DefaultValue, nil, "the default of $"+name); err != nil {
			v.fail(d, "%s", err.Message)
		}
	}
}

// arguments checks what a field or directive is given.
func (v *validator) arguments(n ast.Node, given []*ast.Argument, defs []argDef, of string) {
	seen := map[string]bool{}
	for _, a := range given {
		if v.full() {
			return
		}
		name := a.Name.Value
		if seen[name] {
			v.fail(a, "argument %q is given twice", name)
			continue
		}
		seen[name] = true
		def := findArg(defs, name)
		if def == nil {
			v.fail(a, "%s has no argument %q%s", of, name, suggestArg(name, defs))
			continue
		}
		v.value(def.typ, a.Value, def.def != nil, fmt.Sprintf("argument %q", name))
	}
	for _, d := range defs {
		if _, must := d.typ.(*graphql.NonNull); must && d.def == nil && !seen[d.name] {
			v.fail(n, "%s needs the argument %q of type %s", of, d.name, d.typ)
		}
	}
}

func findArg(defs []argDef, name string) *argDef {
	for i := range defs {
		if defs[i].name == name {
			return &defs[i]
		}
	}
	return nil
}

func suggestArg(name string, defs []argDef) string {
	known := map[string]bool{}
	for _, d := range defs {
		known[d.name] = true
	}
	return suggest(name, known)
}

// value checks a literal that may hold variables against an input type.
// hasDefault says that the place has a default of its own.
func (v *validator) value(t graphql.Type, val ast.Value, hasDefault bool, at string) {
	if ref, ok := val.(*ast.Variable); ok {
		v.usage(t, ref, hasDefault, at)
		return
	}
	nn, must := t.(*graphql.NonNull)
	if isNull(val) {
		if must {
			v.fail(val, "%s must not be null", at)
		}
		return
	}
	if must {
		t = nn.OfType
	}
	switch t := t.(type) {
	case *graphql.List:
		list, ok := val.(*ast.ListValue)
		if !ok {
			v.value(t.OfType, val, false, at)
			return
		}
		for i, item := range list.Values {
			if v.full() {
				return
			}
			v.value(t.OfType, item, false, fmt.Sprintf("%s[%d]", at, i))
		}
	case *graphql.InputObject:
		v.object(t, val, at)
	default:
		if _, _, err := coerceAST(t, val, nil, at); err != nil {
			v.fail(val, "%s", err.Message)
		}
	}
}

func (v *validator) object(t *graphql.InputObject, val ast.Value, at string) {
	obj, ok := val.(*ast.ObjectValue)
	if !ok {
		v.fail(val, "%s must be an object of type %s", at, t.Name())
		return
	}
	fields := t.Fields()
	seen := map[string]bool{}
	for _, f := range obj.Fields {
		name := f.Name.Value
		def := fields[name]
		switch {
		case v.full():
			return
		case def == nil:
			v.fail(f, "%s: %s has no field %q%s", at, t.Name(), name, suggest(name, fields))
		case seen[name]:
			v.fail(f, "%s: field %q is given twice", at, name)
		default:
			v.value(def.Type, f.Value, def.DefaultValue != nil, at+"."+name)
		}
		seen[name] = true
	}
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		if _, must := f.Type.(*graphql.NonNull); must && f.DefaultValue == nil && !seen[name] {
			v.fail(val, "%s.%s is required", at, name)
		}
	}
}

// usage checks that a variable is defined and that its type may stand where it
// does.
func (v *validator) usage(t graphql.Type, ref *ast.Variable, hasDefault bool, at string) {
	name := ref.Name.Value
	d := v.op.defs[name]
	if d == nil {
		v.fail(ref, "variable $%s is not defined", name)
		return
	}
	v.op.used[name] = true
	vt := typeFromAST(v.eng.inputs, d.Type)
	if vt == nil {
		return // said where it is defined
	}
	want := t
	if nn, ok := t.(*graphql.NonNull); ok {
		if _, same := vt.(*graphql.NonNull); !same && (d.DefaultValue != nil || hasDefault) {
			want = nn.OfType
		}
	}
	if !fitsType(vt, want) {
		v.fail(ref, "variable $%s has type %s, but %s needs %s", name, vt, at, t)
	}
}

// fitsType reports whether every value of type a is one of type b.
func fitsType(a, b graphql.Type) bool {
	if bn, ok := b.(*graphql.NonNull); ok {
		an, ok := a.(*graphql.NonNull)
		return ok && fitsType(an.OfType, bn.OfType)
	}
	if an, ok := a.(*graphql.NonNull); ok {
		return fitsType(an.OfType, b)
	}
	al, aList := a.(*graphql.List)
	bl, bList := b.(*graphql.List)
	if aList || bList {
		return aList && bList && fitsType(al.OfType, bl.OfType)
	}
	return a.Name() == b.Name()
}
