package api

import (
	"fmt"
	"strconv"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
	"github.com/graphql-go/graphql/language/printer"

	"dossier/schema"
)

// A builder turns SDL into a graphql-go schema. Every type is complete before
// the schema is used: nothing is built lazily while requests run.
type builder struct {
	types    map[string]graphql.Type
	order    map[string]int    // "Type.member" → place in the SDL
	defaults map[string]string // "Type.field(arg)" or "Input.field" → default value as written
}

// buildSchema parses and builds the schema of an ontology.
func buildSchema(o *schema.Ontology) (*graphql.Schema, *builder, error) {
	doc, err := parser.Parse(parser.ParseParams{Source: SDL(o), Options: parser.ParseOptions{NoSource: true}})
	if err != nil {
		return nil, nil, fmt.Errorf("read the schema made from the ontology: %w", err)
	}
	b := &builder{types: map[string]graphql.Type{}, order: map[string]int{}, defaults: map[string]string{}}
	for name, s := range builtin {
		b.types[name] = s
	}
	var all []graphql.Type
	for _, d := range doc.Definitions {
		t, err := b.define(d)
		if err != nil {
			return nil, nil, err
		}
		if b.types[t.Name()] != nil {
			return nil, nil, fmt.Errorf("the type %s is defined twice: by the ontology and by the schema", t.Name())
		}
		b.types[t.Name()] = t
		all = append(all, t)
	}
	root := func(name string) *graphql.Object { o, _ := b.types[name].(*graphql.Object); return o }
	s, err := graphql.NewSchema(graphql.SchemaConfig{
		Query: root("Query"), Mutation: root("Mutation"), Subscription: root("Subscription"), Types: all,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("build the schema: %w", err)
	}
	return &s, b, nil
}

func (b *builder) define(n ast.Node) (graphql.Type, error) {
	switch d := n.(type) {
	case *ast.ScalarDefinition:
		return scalar(d.Name.Value, text(d.Description)), nil
	case *ast.EnumDefinition:
		values := graphql.EnumValueConfigMap{}
		for i, v := range d.Values {
			b.order[d.Name.Value+"."+v.Name.Value] = i
			values[v.Name.Value] = &graphql.EnumValueConfig{Value: v.Name.Value, Description: text(v.Description)}
		}
		return graphql.NewEnum(graphql.EnumConfig{Name: d.Name.Value, Description: text(d.Description), Values: values}), nil
	case *ast.InputObjectDefinition:
		return graphql.NewInputObject(graphql.InputObjectConfig{
			Name: d.Name.Value, Description: text(d.Description),
			Fields: graphql.InputObjectConfigFieldMapThunk(func() graphql.InputObjectConfigFieldMap { return b.inputFields(d) }),
		}), nil
	case *ast.InterfaceDefinition:
		return graphql.NewInterface(graphql.InterfaceConfig{
			Name: d.Name.Value, Description: text(d.Description),
			Fields:      graphql.FieldsThunk(func() graphql.Fields { return b.fields(d.Name.Value, d.Fields) }),
			ResolveType: func(graphql.ResolveTypeParams) *graphql.Object { return nil }, // the executor asks concrete
		}), nil
	case *ast.ObjectDefinition:
		return graphql.NewObject(graphql.ObjectConfig{
			Name: d.Name.Value, Description: text(d.Description),
			Interfaces: graphql.InterfacesThunk(func() []*graphql.Interface {
				var is []*graphql.Interface
				for _, n := range d.Interfaces {
					is = append(is, b.types[n.Name.Value].(*graphql.Interface))
				}
				return is
			}),
			Fields: graphql.FieldsThunk(func() graphql.Fields { return b.fields(d.Name.Value, d.Fields) }),
		}), nil
	}
	return nil, fmt.Errorf("the schema holds a %s, which is not built", n.GetKind())
}

func (b *builder) fields(owner string, defs []*ast.FieldDefinition) graphql.Fields {
	fields := graphql.Fields{}
	for i, f := range defs {
		b.order[owner+"."+f.Name.Value] = i
		args := graphql.FieldConfigArgument{}
		for j, a := range f.Arguments {
			at := owner + "." + f.Name.Value + "." + a.Name.Value
			b.order[at] = j
			b.setDefault(at, a.DefaultValue)
			args[a.Name.Value] = &graphql.ArgumentConfig{
				Type: b.typeOf(a.Type), DefaultValue: defaultValue(a.DefaultValue), Description: text(a.Description)}
		}
		fields[f.Name.Value] = &graphql.Field{Type: b.typeOf(f.Type), Args: args, Description: text(f.Description)}
	}
	return fields
}

func (b *builder) inputFields(d *ast.InputObjectDefinition) graphql.InputObjectConfigFieldMap {
	fields := graphql.InputObjectConfigFieldMap{}
	for i, f := range d.Fields {
		at := d.Name.Value + "." + f.Name.Value
		b.order[at] = i
		b.setDefault(at, f.DefaultValue)
		fields[f.Name.Value] = &graphql.InputObjectFieldConfig{
			Type: b.typeOf(f.Type), DefaultValue: defaultValue(f.DefaultValue), Description: text(f.Description)}
	}
	return fields
}

func (b *builder) setDefault(at string, v ast.Value) {
	if v != nil {
		b.defaults[at] = fmt.Sprint(printer.Print(v))
	}
}

// typeOf resolves a type reference; the schema's own text never names a type
// that is missing, and the golden schema test would show it.
func (b *builder) typeOf(t ast.Type) graphql.Type {
	switch t := t.(type) {
	case *ast.NonNull:
		return graphql.NewNonNull(b.typeOf(t.Type))
	case *ast.List:
		return graphql.NewList(b.typeOf(t.Type))
	case *ast.Named:
		return b.types[t.Name.Value]
	}
	return nil
}

// defaultValue is a default as coerceArg would make it.
func defaultValue(v ast.Value) any {
	switch v := v.(type) {
	case *ast.IntValue:
		n, _ := strconv.Atoi(v.Value)
		return n
	case *ast.BooleanValue:
		return v.Value
	case *ast.EnumValue:
		return v.Value
	}
	return nil
}

func text(s *ast.StringValue) string {
	if s == nil {
		return ""
	}
	return s.Value
}
