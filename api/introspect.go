package api

import (
	"cmp"
	"slices"

	"github.com/graphql-go/graphql"
)

// Sources of the introspection types. Members keep the order of the SDL, which
// the library's maps lose.
type (
	metaType  struct{ graphql.Type }
	metaField struct {
		owner string
		*graphql.FieldDefinition
	}
	metaInput struct {
		name, doc, def string
		typ            graphql.Type
	}
)

// introspection binds the fields of __Schema and below.
func (e *engine) introspection(b *builder) map[string]resolver {
	return map[string]resolver{
		"__Schema.types":            many(20, e.metaTypes),
		"__Schema.queryType":        child(func(s *graphql.Schema) any { return meta(s.QueryType()) }),
		"__Schema.mutationType":     child(func(s *graphql.Schema) any { return meta(s.MutationType()) }),
		"__Schema.subscriptionType": child(func(s *graphql.Schema) any { return meta(s.SubscriptionType()) }),
		"__Schema.directives":       many(3, func(s *graphql.Schema) any { return items(s.Directives()) }),

		"__Type.kind":          leaf(func(b []byte, t *metaType) []byte { return appendString(b, typeKind(t.Type)) }),
		"__Type.name":          leaf(typeName),
		"__Type.description":   leaf(func(b []byte, t *metaType) []byte { return appendText(b, t.Description()) }),
		"__Type.ofType":        child(ofType),
		"__Type.fields":        many(5, func(t *metaType) any { return b.metaFields(t) }),
		"__Type.inputFields":   many(3, func(t *metaType) any { return b.metaInputFields(t) }),
		"__Type.interfaces":    many(2, b.metaInterfaces),
		"__Type.possibleTypes": many(3, func(t *metaType) any { return e.metaPossible(t) }),
		"__Type.enumValues":    many(5, func(t *metaType) any { return b.metaEnumValues(t) }),

		"__Field.name":              leaf(func(b []byte, f *metaField) []byte { return appendString(b, f.Name) }),
		"__Field.description":       leaf(func(b []byte, f *metaField) []byte { return appendText(b, f.Description) }),
		"__Field.args":              many(3, b.metaArgs),
		"__Field.type":              child(func(f *metaField) any { return meta(f.Type) }),
		"__Field.isDeprecated":      leaf(func(b []byte, f *metaField) []byte { return appendBool(b, f.DeprecationReason != "") }),
		"__Field.deprecationReason": leaf(func(b []byte, f *metaField) []byte { return appendText(b, f.DeprecationReason) }),

		"__InputValue.name":         leaf(func(b []byte, v *metaInput) []byte { return appendString(b, v.name) }),
		"__InputValue.description":  leaf(func(b []byte, v *metaInput) []byte { return appendText(b, v.doc) }),
		"__InputValue.type":         child(func(v *metaInput) any { return meta(v.typ) }),
		"__InputValue.defaultValue": leaf(func(b []byte, v *metaInput) []byte { return appendText(b, v.def) }),

		"__EnumValue.name":        leaf(func(b []byte, v *graphql.EnumValueDefinition) []byte { return appendString(b, v.Name) }),
		"__EnumValue.description": leaf(func(b []byte, v *graphql.EnumValueDefinition) []byte { return appendText(b, v.Description) }),
		"__EnumValue.isDeprecated": leaf(func(b []byte, v *graphql.EnumValueDefinition) []byte {
			return appendBool(b, v.DeprecationReason != "")
		}),
		"__EnumValue.deprecationReason": leaf(func(b []byte, v *graphql.EnumValueDefinition) []byte {
			return appendText(b, v.DeprecationReason)
		}),

		"__Directive.name":        leaf(func(b []byte, d *graphql.Directive) []byte { return appendString(b, d.Name) }),
		"__Directive.description": leaf(func(b []byte, d *graphql.Directive) []byte { return appendText(b, d.Description) }),
		"__Directive.locations":   leaf(func(b []byte, d *graphql.Directive) []byte { return appendStrings(b, d.Locations) }),
		"__Directive.args":        many(1, directiveArgs),
		"__Directive.onOperation": leaf(func(b []byte, d *graphql.Directive) []byte { return appendBool(b, false) }),
		"__Directive.onFragment":  leaf(func(b []byte, d *graphql.Directive) []byte { return appendBool(b, d.Name != "deprecated") }),
		"__Directive.onField":     leaf(func(b []byte, d *graphql.Directive) []byte { return appendBool(b, d.Name != "deprecated") }),
	}
}

// addMetaFields gives Query the two fields every schema has.
func (e *engine) addMetaFields() {
	q := e.types["Query"]
	q.fields["__schema"] = &fieldDef{name: "__schema", target: e.types["__Schema"], nonNull: true, resolver: resolver{
		batch: func(*call, []any) ([]any, error) { return []any{e.schema}, nil }}}
	q.fields["__type"] = &fieldDef{name: "__type", target: e.types["__Type"],
		args: []argDef{{"name", graphql.NewNonNull(graphql.String), nil}},
		resolver: resolver{batch: func(c *call, _ []any) ([]any, error) {
			t := e.schema.Type(c.args.str("name"))
			if t == nil {
				return []any{nil}, nil
			}
			return []any{meta(t)}, nil
		}}}
}

// addLaterIntrospection gives the introspection types what the specification
// has and the library has not, so that tools which ask for all of it are
// answered at the first attempt. Nothing in the schema makes use of it.
func (e *engine) addLaterIntrospection() {
	null := func(b []byte, _ any) []byte { return b }
	no := func(b []byte, _ any) []byte { return appendBool(b, false) }
	for _, f := range []struct {
		owner, name, leafType string
		mustBe                bool
		leaf                  leafFunc
	}{
		{"__Schema", "description", "String", false, null},
		{"__Type", "specifiedByURL", "String", false, null},
		{"__Type", "isOneOf", "Boolean", false, null},
		{"__Directive", "isRepeatable", "Boolean", true, no},
		{"__InputValue", "isDeprecated", "Boolean", true, no},
		{"__InputValue", "deprecationReason", "String", false, null},
	} {
		e.types[f.owner].fields[f.name] = &fieldDef{name: f.name, resolver: resolver{leaf: f.leaf}, leafType: f.leafType, nonNull: f.mustBe}
	}
	deprecated := []argDef{{"includeDeprecated", graphql.Boolean, false}}
	e.types["__Type"].fields["inputFields"].args = deprecated
	e.types["__Field"].fields["args"].args = deprecated
	e.types["__Directive"].fields["args"].args = deprecated
}

func meta(t graphql.Type) any { return &metaType{t} }

func (e *engine) metaTypes(s *graphql.Schema) any {
	var out []any
	m := s.TypeMap()
	for _, name := range sortedKeys(m) {
		out = append(out, meta(m[name]))
	}
	return out
}

func typeKind(t graphql.Type) string {
	switch t.(type) {
	case *graphql.Scalar:
		return "SCALAR"
	case *graphql.Object:
		return "OBJECT"
	case *graphql.Interface:
		return "INTERFACE"
	case *graphql.Union:
		return "UNION"
	case *graphql.Enum:
		return "ENUM"
	case *graphql.InputObject:
		return "INPUT_OBJECT"
	case *graphql.List:
		return "LIST"
	}
	return "NON_NULL"
}

// typeName is null for wrapping types.
func typeName(b []byte, t *metaType) []byte {
	switch t.Type.(type) {
	case *graphql.List, *graphql.NonNull:
		return b
	}
	return appendString(b, t.Name())
}

func ofType(t *metaType) any {
	switch w := t.Type.(type) {
	case *graphql.List:
		return meta(w.OfType)
	case *graphql.NonNull:
		return meta(w.OfType)
	}
	return nil
}

// inOrder sorts the members of owner as the SDL has them.
func inOrder[T any](b *builder, owner string, list []T, name func(T) string) []T {
	slices.SortFunc(list, func(x, y T) int {
		return cmp.Or(cmp.Compare(b.order[owner+"."+name(x)], b.order[owner+"."+name(y)]), cmp.Compare(name(x), name(y)))
	})
	return list
}

func (b *builder) metaFields(t *metaType) any {
	var defs graphql.FieldDefinitionMap
	switch o := t.Type.(type) {
	case *graphql.Object:
		defs = o.Fields()
	case *graphql.Interface:
		defs = o.Fields()
	default:
		return nil
	}
	fields := make([]metaField, 0, len(defs))
	for _, f := range defs {
		fields = append(fields, metaField{t.Name(), f})
	}
	return pointers(inOrder(b, t.Name(), fields, func(f metaField) string { return f.Name }))
}

func (b *builder) metaArgs(f *metaField) any {
	owner := f.owner + "." + f.Name
	args := make([]metaInput, 0, len(f.Args))
	for _, a := range f.Args {
		args = append(args, metaInput{a.Name(), a.Description(), b.defaults[owner+"."+a.Name()], a.Type})
	}
	return pointers(inOrder(b, owner, args, func(a metaInput) string { return a.name }))
}

func (b *builder) metaInputFields(t *metaType) any {
	o, ok := t.Type.(*graphql.InputObject)
	if !ok {
		return nil
	}
	fields := make([]metaInput, 0, len(o.Fields()))
	for name, f := range o.Fields() {
		fields = append(fields, metaInput{name, f.Description(), b.defaults[t.Name()+"."+name], f.Type})
	}
	return pointers(inOrder(b, t.Name(), fields, func(f metaInput) string { return f.name }))
}

func (b *builder) metaInterfaces(t *metaType) any {
	o, ok := t.Type.(*graphql.Object)
	if !ok {
		if _, ok := t.Type.(*graphql.Interface); ok {
			return []any{}
		}
		return nil
	}
	out := []any{}
	for _, i := range o.Interfaces() {
		out = append(out, meta(i))
	}
	return out
}

func (e *engine) metaPossible(t *metaType) any {
	if _, ok := t.Type.(*graphql.Interface); !ok {
		return nil
	}
	out := []any{}
	for _, p := range e.types[t.Name()].possible {
		out = append(out, meta(e.schema.Type(p.name)))
	}
	return out
}

func (b *builder) metaEnumValues(t *metaType) any {
	en, ok := t.Type.(*graphql.Enum)
	if !ok {
		return nil
	}
	return items(inOrder(b, t.Name(), slices.Clone(en.Values()), func(v *graphql.EnumValueDefinition) string { return v.Name }))
}

func directiveArgs(d *graphql.Directive) any {
	args := []metaInput{}
	for _, a := range d.Args {
		in := metaInput{name: a.Name(), doc: a.Description(), typ: a.Type}
		if s, ok := a.DefaultValue.(string); ok {
			in.def = string(appendString(nil, s))
		}
		args = append(args, in)
	}
	slices.SortFunc(args, func(x, y metaInput) int { return cmp.Compare(x.name, y.name) })
	return pointers(args)
}
