package api

import (
	"maps"

	"dossier/graph"
)

// resolvers binds every field of the schema. Sources of objects are the
// graph's own structs; the fields of an interface serve all its types.
func (e *engine) resolvers(b *builder) map[string]resolver {
	all := map[string]resolver{}
	for _, m := range []map[string]resolver{
		queryFields, e.entityFields(), e.relationFields(), claimFields, evidenceFields, e.documentFields(), storyFields,
		connectionFields, smallFields, e.ontologyFields(), e.mutationFields(), e.subscriptionFields(), e.introspection(b),
	} {
		maps.Copy(all, m)
	}
	return all
}

// typeOf returns the object type of a source that stands for an interface.
func (e *engine) typeOf(src any) *typeDef {
	switch s := src.(type) {
	case *graph.Entity:
		if t := e.byKind[s.Type]; t != nil {
			return t
		}
		return e.types[otherEntity]
	case *graph.Relation:
		return e.types["Relation"]
	case *graph.Claim:
		return e.types["Claim"]
	case *graph.Document:
		return e.types["Document"]
	case *graph.Story:
		return e.types["Story"]
	case *graph.Utterance:
		return e.types["Utterance"]
	case *graph.Judgement:
		return e.types["Judgement"]
	}
	return nil
}

// nodeFields serve the interface Node.
var nodeFields = map[string]resolver{
	"Node.id": {leaf: func(b []byte, src any) []byte {
		switch s := src.(type) {
		case *graph.Entity:
			return appendID(b, idEntity, s.ID)
		case *graph.Relation:
			return appendRelationID(b, s.ID)
		case *graph.Claim:
			return appendClaimID(b, s.ID)
		case *graph.Document:
			return appendID(b, idDocument, s.ID)
		case *graph.Story:
			return appendID(b, idStory, s.ID)
		case *graph.Utterance:
			return appendID(b, idUtterance, s.ID)
		case *graph.Judgement:
			return appendID(b, idJudgement, s.ID)
		}
		return b
	}},
}

// leaf makes the resolver of a scalar field of a *T.
func leaf[T any](f func(b []byte, v *T) []byte) resolver {
	return resolver{leaf: func(b []byte, src any) []byte { return f(b, src.(*T)) }}
}

// child makes the resolver of an object or list that lies in its parent. f
// returns nil for null and []any for a list.
func child[T any](f func(v *T) any) resolver {
	return resolver{batch: func(_ *call, srcs []any) ([]any, error) {
		out := make([]any, len(srcs))
		for i, s := range srcs {
			out[i] = f(s.(*T))
		}
		return out, nil
	}}
}

// pointers returns a list as the executor takes it: pointers to its members.
func pointers[T any](list []T) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// items returns a list of pointers as the executor takes it.
func items[T any](list []*T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		if v != nil {
			out[i] = v
		}
	}
	return out
}

// orNil keeps a nil pointer from becoming a non-nil any.
func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

// entityOf makes the resolver of a field that leads to one entity.
func entityOf[T any](get func(v *T) graph.EntityID) resolver {
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		return c.entitiesByID(idsOf(srcs, get))
	}}
}

// entitiesByID returns an entity, or nil, for each id. Where the query asks
// for nothing but the id, nothing is read.
func (c *call) entitiesByID(ids []graph.EntityID) ([]any, error) {
	out := make([]any, len(ids))
	if c.field.asksOnlyID() {
		for i, id := range ids {
			if id != (graph.EntityID{}) {
				out[i] = &graph.Entity{ID: id}
			}
		}
		return out, nil
	}
	if err := c.loadEntities(ids); err != nil {
		return nil, err
	}
	for i, id := range ids {
		out[i] = orNil(c.entities[id])
	}
	return out, nil
}

// asksOnlyID reports whether the field's selection is { id }.
func (f *planField) asksOnlyID() bool {
	if f.sel == nil {
		return false
	}
	for _, s := range f.sel.fields {
		if s.def == nil || s.def.name != "id" {
			return false
		}
	}
	return true
}

// loadEntities reads the entities that the request has not read yet, at once.
func (x *exec) loadEntities(ids []graph.EntityID) error {
	if x.entities == nil {
		x.entities = make(map[graph.EntityID]*graph.Entity, len(ids))
	}
	var missing []graph.EntityID
	for _, id := range ids {
		if _, known := x.entities[id]; !known && id != (graph.EntityID{}) {
			x.entities[id] = nil
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	found, err := s.Entities(x.ctx, missing)
	if err != nil {
		return err
	}
	for i, en := range found {
		x.entities[missing[i]] = en
	}
	return nil
}
