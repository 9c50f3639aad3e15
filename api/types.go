package api

import (
	"fmt"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"
)

// A leafFunc appends the JSON of a scalar field of src to b. It does no work
// beyond that; appending nothing means null.
type leafFunc func(b []byte, src any) []byte

// A batchFunc resolves one field for all objects of a level at once, with one
// batched read where it needs the store. It returns one value for each source:
// nil for null, an error for a fault of that one, []any for a list, whose members
// may be nil or errors too. The values
// of a scalar field are leafFuncs already bound, as []byte of JSON.
type batchFunc func(c *call, srcs []any) ([]any, error)

// A resolver is how one field is answered: exactly one of leaf and batch. fan
// estimates how many objects the field brings, for the cost of a query; nil
// means one.
type resolver struct {
	leaf  leafFunc
	batch batchFunc
	fan   func(a args) int
	wide  func(a args) bool // may look at the whole graph for one page
	scans bool              // takes milliseconds for a small page: has slots of its own
}

// A typeDef is an object type or interface as the executor sees it.
type typeDef struct {
	name     string
	fields   map[string]*fieldDef
	possible []*typeDef // of an interface; of an object type itself alone
	abstract bool
}

// A fieldDef is a field with its resolver.
type fieldDef struct {
	name string
	key  string // of its resolver, such as Entity.claims for a Person's claims
	resolver
	args        []argDef
	target      *typeDef // nil for scalars and enums
	leafType    string   // of a scalar or enum
	list        bool
	nonNull     bool
	itemNonNull bool
}

type argDef struct {
	name string
	typ  graphql.Type
	def  any // default value, nil for none
}

// compileTypes joins the types of a schema with their resolvers. A field
// without a resolver, or a resolver without a field, is an error.
func compileTypes(s *graphql.Schema, bound map[string]resolver) (map[string]*typeDef, error) {
	types := map[string]*typeDef{}
	for name, t := range s.TypeMap() {
		switch t.(type) {
		case *graphql.Object:
			types[name] = &typeDef{name: name}
		case *graphql.Interface:
			types[name] = &typeDef{name: name, abstract: true}
		}
	}
	used := map[string]bool{}
	for _, name := range sortedKeys(types) {
		t := types[name]
		var fields graphql.FieldDefinitionMap
		var owners []string // whose resolvers may serve, first found wins
		switch g := s.Type(name).(type) {
		case *graphql.Object:
			fields, owners = g.Fields(), []string{name}
			for _, i := range g.Interfaces() {
				owners = append(owners, i.Name())
			}
			t.possible = []*typeDef{t}
		case *graphql.Interface:
			fields, owners = g.Fields(), []string{name}
			for _, o := range s.PossibleTypes(g) {
				t.possible = append(t.possible, types[o.Name()])
			}
			slices.SortFunc(t.possible, func(a, b *typeDef) int { return strings.Compare(a.name, b.name) })
		}
		for _, suffix := range []string{"Connection", "Edge"} {
			if strings.HasSuffix(name, suffix) {
				owners = append(owners, suffix)
			}
		}
		t.fields = make(map[string]*fieldDef, len(fields))
		for _, fname := range sortedKeys(fields) {
			f, key := compileField(fields[fname], owners, bound, types)
			if f == nil {
				return nil, fmt.Errorf("the field %s.%s has no resolver", name, fname)
			}
			used[key] = true
			t.fields[fname] = f
		}
	}
	for _, key := range sortedKeys(bound) {
		if !used[key] {
			return nil, fmt.Errorf("the resolver %s has no field", key)
		}
	}
	return types, nil
}

func compileField(g *graphql.FieldDefinition, owners []string, bound map[string]resolver, types map[string]*typeDef) (*fieldDef, string) {
	for _, owner := range owners {
		key := owner + "." + g.Name
		r, ok := bound[key]
		if !ok {
			continue
		}
		f := &fieldDef{name: g.Name, key: key, resolver: r}
		for _, a := range g.Args {
			f.args = append(f.args, argDef{a.Name(), a.Type, a.DefaultValue})
		}
		slices.SortFunc(f.args, func(a, b argDef) int { return strings.Compare(a.name, b.name) })
		var t graphql.Type = g.Type
		if nn, ok := t.(*graphql.NonNull); ok {
			f.nonNull, t = true, nn.OfType
		}
		if l, ok := t.(*graphql.List); ok {
			f.list, t = true, l.OfType
			if nn, ok := t.(*graphql.NonNull); ok {
				f.itemNonNull, t = true, nn.OfType
			}
		}
		if f.target = types[t.Name()]; f.target == nil {
			f.leafType = t.String()
		}
		return f, key
	}
	return nil, ""
}

// has reports whether concrete type t is one of the interface's.
func (d *typeDef) has(t *typeDef) bool { return slices.Contains(d.possible, t) }
