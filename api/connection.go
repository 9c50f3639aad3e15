package api

import (
	"encoding/base64"
	"hash/fnv"
	"strings"

	"dossier/graph"
)

// A connection is a page of a list, as Relay describes it.
type connection struct {
	items      []any
	tag        string // of the cursors
	cursors    []string
	next, prev bool
	total      int // -1 where it is not kept
}

// An edge is the item of a connection at a place.
type edge struct {
	of *connection
	at int
}

// cursorTag is what the cursors of a field begin with: one of another list, or
// of the same in another order, would mean another place without saying so.
func (d *fieldDef) cursorTag(a args) string {
	h := fnv.New32a()
	h.Write([]byte(d.key))
	h.Write([]byte(a.str("orderBy")))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:3])
}

// checkCursors takes the tags off the cursors a field is given.
func (d *fieldDef) checkCursors(a args) *Error {
	for _, name := range [...]string{"after", "before"} {
		cursor := a.str(name)
		if cursor == "" {
			continue
		}
		key, ok := strings.CutPrefix(cursor, d.cursorTag(a))
		if !ok {
			return badInput("argument %q is not a cursor of this list in this order", name)
		}
		a[name] = key
	}
	return nil
}

// appendCursor appends the cursor of the item at a place.
func (c *connection) appendCursor(b []byte, at int) []byte {
	b = append(append(b, '"'), c.tag...)
	return append(append(b, c.cursors[at]...), '"') // both are base64
}

// page turns a list of the store into a connection with the field's cursors;
// item makes the source of one.
func page[T any](tag string, l graph.List[T], item func(v *T) any) *connection {
	c := &connection{make([]any, len(l.Items)), tag, l.Cursors, l.HasNext, l.HasPrevious, l.Total}
	for i := range l.Items {
		c.items[i] = item(&l.Items[i])
	}
	return c
}

// pageOf is page for lists of pointers.
func pageOf[T any](tag string, l graph.List[*T]) *connection {
	return page(tag, l, func(v **T) any { return orNil(*v) })
}

// connectionFields serve all types whose names end in Connection or Edge.
var connectionFields = map[string]resolver{
	"Connection.nodes": child(func(c *connection) any { return c.items }),
	"Connection.edges": child(func(c *connection) any {
		edges := make([]edge, len(c.items))
		for i := range edges {
			edges[i] = edge{c, i}
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
	"Edge.cursor":              leaf(func(b []byte, e *edge) []byte { return e.of.appendCursor(b, e.at) }),
	"Edge.node":                child(func(e *edge) any { return e.of.items[e.at] }),
	"PageInfo.hasNextPage":     leaf(func(b []byte, c *connection) []byte { return appendBool(b, c.next) }),
	"PageInfo.hasPreviousPage": leaf(func(b []byte, c *connection) []byte { return appendBool(b, c.prev) }),
	"PageInfo.startCursor": leaf(func(b []byte, c *connection) []byte {
		if len(c.cursors) == 0 {
			return b
		}
		return c.appendCursor(b, 0)
	}),
	"PageInfo.endCursor": leaf(func(b []byte, c *connection) []byte {
		if len(c.cursors) == 0 {
			return b
		}
		return c.appendCursor(b, len(c.cursors)-1)
	}),
}
