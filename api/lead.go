package api

import (
	"context"

	"dossier/graph"
)

// How a field leads from its sources to other things: always one read of the
// store for all of them.

// idsOf returns the id that each source leads on by.
func idsOf[T, ID any](srcs []any, id func(v *T) ID) []ID {
	ids := make([]ID, len(srcs))
	for i, s := range srcs {
		ids[i] = id(s.(*T))
	}
	return ids
}

func entityID(v *graph.Entity) graph.EntityID       { return v.ID }
func documentID(v *graph.Document) graph.DocumentID { return v.ID }

// one makes the resolver of a field that leads to one thing; the zero id leads
// nowhere.
func one[T any, ID comparable, V any](id func(v *T) ID, read func(*graph.Snapshot, context.Context, []ID) ([]*V, error)) resolver {
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		var none ID
		ids, at := make([]ID, 0, len(srcs)), make([]int, 0, len(srcs))
		for i, id := range idsOf(srcs, id) {
			if id != none {
				ids, at = append(ids, id), append(at, i)
			}
		}
		out := make([]any, len(srcs))
		s, err := c.snapshot()
		if err != nil || len(ids) == 0 {
			return out, err
		}
		found, err := read(s, c.ctx, ids)
		for i, v := range found {
			out[at[i]] = orNil(v)
		}
		return out, err
	}}
}

// several makes the resolver of a field that leads from each source to a list
// of things by their ids.
func several[T, ID any](ids func(v *T) []ID, read func(c *call, ids []ID) ([]any, error)) batchFunc {
	return func(c *call, srcs []any) ([]any, error) {
		var all []ID
		for _, s := range srcs {
			all = append(all, ids(s.(*T))...)
		}
		found, err := read(c, all)
		if err != nil {
			return nil, err
		}
		out := make([]any, len(srcs))
		for i, s := range srcs {
			n := len(ids(s.(*T)))
			out[i], found = found[:n:n], found[n:]
		}
		return out, nil
	}
}

// relationsByID reads relations for several.
func relationsByID(c *call, ids []graph.RelationID) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	found, err := s.Relations(c.ctx, ids)
	return items(found), err
}

// lists makes the resolver of a connection: query reads its arguments, read
// the page of each source, item makes a node of a member.
func lists[T, ID, Q, V any](id func(v *T) ID, query func(*call) (Q, error), read func(*graph.Snapshot, context.Context, []ID, Q) ([]graph.List[V], error),
	item func(from ID, v *V) any) resolver {
	return resolver{fan: fanPage, batch: func(c *call, srcs []any) ([]any, error) {
		q, err := query(c)
		if err != nil {
			return nil, err
		}
		s, err := c.snapshot()
		if err != nil {
			return nil, err
		}
		ids := idsOf(srcs, id)
		ls, err := read(s, c.ctx, ids, q)
		out := make([]any, len(ls))
		tag := c.cursorTag()
		for i, l := range ls {
			out[i] = page(tag, l, func(v *V) any { return item(ids[i], v) })
		}
		return out, err
	}}
}

// pages is lists for members that are nodes as they are.
func pages[T, ID, Q, V any](id func(v *T) ID, query func(*call) (Q, error), read func(*graph.Snapshot, context.Context, []ID, Q) ([]graph.List[*V], error)) resolver {
	return lists(id, query, read, func(_ ID, v **V) any { return orNil(*v) })
}

// itself is for connections that take nothing but their page.
func itself(c *call) (graph.Page, error) { return c.page(), nil }
