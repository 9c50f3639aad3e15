package api

import (
	"dossier/graph"
)

// A connection is a page of a list, as Relay describes it.
type connection struct {
	items      []any
	cursors    []string
	next, prev bool
	total      int // -1 where it is not kept
}

// An edge is an item with its cursor.
type edge struct {
	cursor string
	node   any
}

// page turns a list of the store into a connection; item makes the source of
// one.
func page[T any](l graph.List[T], item func(v *T) any) *connection {
	c := &connection{make([]any, len(l.Items)), l.Cursors, l.HasNext, l.HasPrevious, l.Total}
	for i := range l.Items {
		c.items[i] = item(&l.Items[i])
	}
	return c
}

// pageOf is page for lists of pointers.
func pageOf[T any](l graph.List[*T]) *connection {
	return page(l, func(v **T) any { return orNil(*v) })
}

// connectionFields serve all types whose names end in Connection or Edge.
var connectionFields = map[string]resolver{
	"Connection.nodes": child(func(c *connection) any { return c.items }),
	"Connection.edges": child(func(c *connection) any {
		edges := make([]edge, len(c.items))
		for i := range edges {
			edges[i] = edge{c.cursors[i], c.items[i]}
		}
		return pointers(edges)
	}),
	"Connection.pageInfo": child(func(c *connection) any { return c }),
	"Connection.totalCount": leaf(func(b []byte, c *connection) []byte {
		if c.total < 0 {
			return b
		}
		return appendInt(b, c.total)
	}),
	"Edge.cursor":              leaf(func(b []byte, e *edge) []byte { return appendString(b, e.cursor) }),
	"Edge.node":                child(func(e *edge) any { return e.node }),
	"PageInfo.hasNextPage":     leaf(func(b []byte, c *connection) []byte { return appendBool(b, c.next) }),
	"PageInfo.hasPreviousPage": leaf(func(b []byte, c *connection) []byte { return appendBool(b, c.prev) }),
	"PageInfo.startCursor": leaf(func(b []byte, c *connection) []byte {
		if len(c.cursors) == 0 {
			return b
		}
		return appendString(b, c.cursors[0])
	}),
	"PageInfo.endCursor": leaf(func(b []byte, c *connection) []byte {
		if len(c.cursors) == 0 {
			return b
		}
		return appendString(b, c.cursors[len(c.cursors)-1])
	}),
}
