package api

import (
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// coerceVariables checks the variables of a request against what the operation
// declares. raw is JSON decoded with json.Number. Absent variables without a
// default are absent from the result.
func coerceVariables(types map[string]graphql.Type, op *ast.OperationDefinition, raw map[string]any) (map[string]any, *Error) {
	if len(op.VariableDefinitions) == 0 {
		return nil, nil
	}
	vars := make(map[string]any, len(op.VariableDefinitions))
	for _, def := range op.VariableDefinitions {
		name := def.Variable.Name.Value
		t := typeFromAST(types, def.Type)
		if t == nil {
			return nil, newError(codeValidation, fmt.Sprintf("variable $%s has an unknown type", name))
		}
		v, given := raw[name]
		switch {
		case given:
			out, err := coerceJSON(t, v, "$"+name)
			if err != nil {
				return nil, err
			}
			vars[name] = out
		case def.DefaultValue != nil:
			if out, ok, err := coerceAST(t, def.DefaultValue, nil, "$"+name); err != nil {
				return nil, err
			} else if ok {
				vars[name] = out
			}
		default:
			if _, must := t.(*graphql.NonNull); must {
				return nil, badInput("$%s is required", name)
			}
		}
	}
	return vars, nil
}

func badInput(format string, args ...any) *Error {
	return newError(codeVariables, fmt.Sprintf(format, args...))
}

// coerceJSON checks one JSON value against an input type. at names the place,
// for messages. A null gives nil.
func coerceJSON(t graphql.Type, v any, at string) (any, *Error) {
	if nn, ok := t.(*graphql.NonNull); ok {
		if v == nil {
			return nil, badInput("%s must not be null", at)
		}
		return coerceJSON(nn.OfType, v, at)
	}
	if v == nil {
		return nil, nil
	}
	switch t := t.(type) {
	case *graphql.List:
		items, ok := v.([]any)
		if !ok {
			items = []any{v} // one item stands for a list of one
		}
		out := make([]any, len(items))
		for i, item := range items {
			var err *Error
			if out[i], err = coerceJSON(t.OfType, item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return nil, err
			}
		}
		return out, nil
	case *graphql.InputObject:
		return coerceObject(t, v, at)
	case *graphql.Enum:
		s, ok := v.(string)
		if !ok || !hasMember(t, s) {
			return nil, noMember(t, fmt.Sprint(v), at)
		}
		return s, nil
	case *graphql.Scalar:
		out, ok := coerceScalar(t.Name(), v)
		if !ok {
			return nil, noScalar(t, at)
		}
		return out, nil
	}
	return nil, badInput("%s has no input type", at)
}

func coerceObject(t *graphql.InputObject, v any, at string) (any, *Error) {
	in, ok := v.(map[string]any)
	if !ok {
		return nil, badInput("%s must be an object of type %s", at, t.Name())
	}
	fields := t.Fields()
	for _, name := range sortedKeys(in) {
		if fields[name] == nil {
			return nil, badInput("%s: %s has no field %q", at, t.Name(), name)
		}
	}
	out := make(map[string]any, len(in))
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		v, given := in[name]
		switch {
		case given:
			c, err := coerceJSON(f.Type, v, at+"."+name)
			if err != nil {
				return nil, err
			}
			out[name] = c
		case f.DefaultValue != nil:
			out[name] = f.DefaultValue
		default:
			if _, must := f.Type.(*graphql.NonNull); must {
				return nil, badInput("%s.%s is required", at, name)
			}
		}
	}
	return out, nil
}

// coerceAST evaluates a literal that may hold variables. ok is false where the
// value is a variable that was not given.
func coerceAST(t graphql.Type, v ast.Value, vars map[string]any, at string) (out any, ok bool, err *Error) {
	if ref, isVar := v.(*ast.Variable); isVar {
		val, given := vars[ref.Name.Value]
		if _, must := t.(*graphql.NonNull); must && val == nil {
			return nil, false, badInput("%s must not be null", at)
		}
		return val, given, nil
	}
	nn, isNN := t.(*graphql.NonNull)
	if isNull(v) {
		if isNN {
			return nil, false, badInput("%s must not be null", at)
		}
		return nil, true, nil
	}
	if isNN {
		t = nn.OfType
	}
	switch t := t.(type) {
	case *graphql.List:
		return coerceListAST(t, v, vars, at)
	case *graphql.InputObject:
		return coerceObjectAST(t, v, vars, at)
	case *graphql.Enum:
		e, isEnum := v.(*ast.EnumValue)
		if !isEnum || !hasMember(t, e.Value) {
			return nil, false, noEnumLiteral(t, v, at)
		}
		return e.Value, true, nil
	case *graphql.Scalar:
		if t.Name() == "JSON" {
			return nil, false, badInput("%s must be given as a variable", at)
		}
		lit, isLit := literal(v)
		if isLit {
			if out, ok := coerceScalar(t.Name(), lit); ok {
				return out, true, nil
			}
		}
		return nil, false, noScalar(t, at)
	}
	return nil, false, badInput("%s has no input type", at)
}

func coerceListAST(t *graphql.List, v ast.Value, vars map[string]any, at string) (any, bool, *Error) {
	items := []ast.Value{v}
	if l, isList := v.(*ast.ListValue); isList {
		items = l.Values
	}
	out := make([]any, 0, len(items))
	for i, item := range items {
		c, _, err := coerceAST(t.OfType, item, vars, fmt.Sprintf("%s[%d]", at, i))
		if err != nil {
			return nil, false, err
		}
		out = append(out, c)
	}
	return out, true, nil
}

func coerceObjectAST(t *graphql.InputObject, v ast.Value, vars map[string]any, at string) (any, bool, *Error) {
	obj, isObj := v.(*ast.ObjectValue)
	if !isObj {
		return nil, false, badInput("%s must be an object of type %s", at, t.Name())
	}
	out := map[string]any{}
	given := map[string]bool{}
	fields := t.Fields()
	for _, f := range obj.Fields {
		def := fields[f.Name.Value]
		if def == nil {
			return nil, false, badInput("%s: %s has no field %q", at, t.Name(), f.Name.Value)
		}
		c, ok, err := coerceAST(def.Type, f.Value, vars, at+"."+f.Name.Value)
		if err != nil {
			return nil, false, err
		}
		if ok {
			out[f.Name.Value], given[f.Name.Value] = c, true
		}
	}
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		if given[name] {
			continue
		}
		if f.DefaultValue != nil {
			out[name] = f.DefaultValue
		} else if _, must := f.Type.(*graphql.NonNull); must {
			return nil, false, badInput("%s.%s is required", at, name)
		}
	}
	return out, true, nil
}

// noMember tells that a word is no member of an enum, and which is meant.
func noMember(t *graphql.Enum, word, at string) *Error {
	known := map[string]bool{}
	for _, v := range t.Values() {
		known[v.Name] = true
	}
	return badInput("%s: %q is not a member of %s%s", at, clip(word, maxName), t.Name(), suggest(word, known))
}

func noEnumLiteral(t *graphql.Enum, v ast.Value, at string) *Error {
	switch v := v.(type) {
	case *ast.EnumValue:
		return noMember(t, v.Value, at)
	case *ast.StringValue:
		return badInput("%s must be a member of %s, written without quotes", at, t.Name())
	}
	return badInput("%s must be a member of %s", at, t.Name())
}

// scalarForms are examples of what scalars take.
var scalarForms = map[string]string{
	"DateTime": `, such as "2031-01-02" or "2031-01-02T03:04:05Z"`,
	"Int64":    `, such as 12 or "12"`,
}

func noScalar(t *graphql.Scalar, at string) *Error {
	return badInput("%s must be of type %s%s", at, t.Name(), scalarForms[t.Name()])
}

func hasMember(t *graphql.Enum, name string) bool {
	return slices.ContainsFunc(t.Values(), func(v *graphql.EnumValueDefinition) bool { return v.Name == name })
}

func typeFromAST(types map[string]graphql.Type, t ast.Type) graphql.Type {
	switch t := t.(type) {
	case *ast.NonNull:
		if of := typeFromAST(types, t.Type); of != nil {
			return graphql.NewNonNull(of)
		}
	case *ast.List:
		if of := typeFromAST(types, t.Type); of != nil {
			return graphql.NewList(of)
		}
	case *ast.Named:
		if known, ok := types[t.Name.Value]; ok {
			return known
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
