package api

import (
	"container/list"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
	"github.com/graphql-go/graphql/language/source"
)

// A document is a parsed query document with what was compiled from it.
type document struct {
	src   string
	doc   *ast.Document
	ops   []*ast.OperationDefinition
	frags map[string]*ast.FragmentDefinition

	mu    sync.Mutex // guards plans
	plans map[*ast.OperationDefinition]*plan
}

// syntaxHead is what the parser puts before the description of a fault.
var syntaxHead = regexp.MustCompile(`^Syntax Error .*? \(\d+:\d+\) `)

// parseDocument parses a document the guard has let through.
func parseDocument(src string) (d *document, err *Error) {
	defer func() {
		if p := recover(); p != nil { // a bug of the parser must not end the server
			d, err = nil, &Error{Code: codeParse, Message: "syntax error: the document cannot be read", Err: fmt.Errorf("parser: %v", p)}
		}
	}()
	body := blankNulls(src) // a copy: the parser may write to it
	doc, fault := parser.Parse(parser.ParseParams{Source: source.NewSource(&source.Source{Body: body, Name: "query"})})
	if fault != nil {
		return nil, syntaxError(src, fault)
	}
	d = &document{src: src, doc: doc, frags: map[string]*ast.FragmentDefinition{}, plans: map[*ast.OperationDefinition]*plan{}}
	for _, n := range doc.Definitions {
		switch n := n.(type) {
		case *ast.OperationDefinition:
			d.ops = append(d.ops, n)
		case *ast.FragmentDefinition:
			d.frags[n.Name.Value] = n
		default:
			return nil, newError(codeValidation, "the document defines types; only operations and fragments are answered")
		}
	}
	return d, nil
}

func syntaxError(src string, fault error) *Error {
	e := &Error{Code: codeParse, Message: "syntax error", Err: fault}
	var g *gqlerrors.Error
	if !errors.As(fault, &g) {
		return e
	}
	line, _, _ := strings.Cut(g.Message, "\n")
	e.Message = "syntax error: " + syntaxHead.ReplaceAllString(line, "")
	if len(g.Positions) > 0 {
		e.Locations = []Location{locate(src, g.Positions[0])}
	}
	return e
}

// operation returns the operation a request means.
func (d *document) operation(name string) (*ast.OperationDefinition, *Error) {
	if name == "" {
		switch len(d.ops) {
		case 0:
			return nil, newError(codeOperation, "the document has no operation")
		case 1:
			return d.ops[0], nil
		}
		return nil, newError(codeOperation, "the document has several operations; operationName must name one")
	}
	for _, op := range d.ops {
		if op.Name != nil && op.Name.Value == name {
			return op, nil
		}
	}
	return nil, newError(codeOperation, fmt.Sprintf("the document has no operation named %q", clip(name, maxName)))
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}

// A docCache keeps valid documents by their text, least recently used out
// first. It bounds the bytes of their texts.
type docCache struct {
	mu    sync.Mutex // guards all below
	docs  map[string]*list.Element
	order *list.List // of *document, most recently used first
	bytes int
}

const docCacheBytes = 4 << 20

func newDocCache() *docCache {
	return &docCache{docs: map[string]*list.Element{}, order: list.New()}
}

func (c *docCache) get(src string) *document {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.docs[src]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*document)
}

func (c *docCache) put(d *document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.docs[d.src] != nil {
		return
	}
	c.docs[d.src] = c.order.PushFront(d)
	// A parsed document takes about twenty times its text.
	for c.bytes += len(d.src); c.bytes > docCacheBytes/20; {
		last := c.order.Back()
		old := c.order.Remove(last).(*document)
		delete(c.docs, old.src)
		c.bytes -= len(old.src)
	}
}
