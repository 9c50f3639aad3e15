package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"

	"dossier/graph"
	"dossier/schema"
)

// An engine answers GraphQL requests, whatever brings them.
type engine struct {
	cfg     Config
	store   *graph.Store
	onto    *schema.Ontology
	log     *slog.Logger
	schema  *graphql.Schema
	inputs  map[string]graphql.Type
	types   map[string]*typeDef
	byKind  map[string]*typeDef // entity type → object type
	below   map[string][]string // type of entities or relations → itself and its subtypes
	docs    *docCache
	reading chan struct{} // slots for reading large documents
	hub     *hub
}

func newEngine(c Config) (*engine, error) {
	if c.Ontology == nil || c.Store == nil {
		return nil, errors.New("api: Store and Ontology are required")
	}
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s, b, err := buildSchema(c.Ontology)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	e := &engine{cfg: c, store: c.Store, onto: c.Ontology, log: c.Log, schema: s, inputs: b.types, docs: newDocCache(), reading: make(chan struct{}, heavySlots()), hub: newHub()}
	if e.types, err = compileTypes(s, e.resolvers(b)); err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	e.addMetaFields()
	e.addLaterIntrospection()
	e.indexOntology()
	return e, nil
}

// A request is what a client asks.
type request struct {
	query, operation string
	variables        map[string]any // JSON decoded with json.Number
}

// A ready request has passed every check that needs no data.
type ready struct {
	plan *plan
	cost int
	x    *exec
}

// kind of the operation: "query", "mutation" or "subscription".
func (r *ready) kind() string { return r.plan.op.Operation }

// prepare checks a request: guard, parser, validation, variables, cost.
func (e *engine) prepare(ctx context.Context, q request) (*ready, []*Error) {
	d := e.docs.get(q.query)
	if d == nil {
		var errs []*Error
		if d, errs = e.document(ctx, q.query); errs != nil {
			return nil, errs
		}
	}
	op, err := d.operation(q.operation)
	if err != nil {
		return nil, []*Error{err}
	}
	vars, err := coerceVariables(e.inputs, op, q.variables)
	if err != nil {
		return nil, []*Error{err}
	}
	p, err := e.plan(d, op, vars)
	if err != nil {
		return nil, []*Error{err}
	}
	x := &exec{ctx: ctx, eng: e, vars: vars}
	cost, err := x.estimate(p)
	if err != nil {
		return nil, []*Error{err}
	}
	return &ready{p, cost, x}, nil
}

// largeDocument is from where a new document takes one of the few slots for
// reading such, so that a flood of them leaves processors to others.
const largeDocument = 2 << 10

// document reads a document that is not in the cache.
func (e *engine) document(ctx context.Context, src string) (*document, []*Error) {
	if err := guard(src); err != nil {
		return nil, []*Error{err}
	}
	if len(src) > largeDocument {
		select {
		case e.reading <- struct{}{}:
			defer func() { <-e.reading }()
		case <-ctx.Done():
			return nil, []*Error{asError(ctx.Err())}
		}
	}
	d, err := parseDocument(src)
	if err != nil {
		return nil, []*Error{err}
	}
	if errs := e.validate(d); len(errs) > 0 {
		return nil, errs
	}
	e.docs.put(d)
	return d, nil
}

// plan returns the operation's plan, compiled once unless variables decide
// what it selects.
func (e *engine) plan(d *document, op *ast.OperationDefinition, vars map[string]any) (*plan, *Error) {
	d.mu.Lock()
	p := d.plans[op]
	d.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := compilePlan(e.types, d, op, vars, false)
	if err != nil {
		return nil, err
	}
	if !p.dynamic {
		d.mu.Lock()
		d.plans[op] = p
		d.mu.Unlock()
	}
	return p, nil
}

// run executes a prepared query or mutation and returns the response as JSON,
// with the errors in it. Who is done with the response may recycle it.
func (e *engine) run(ctx context.Context, r *ready) (body []byte, errs []*Error) {
	defer r.x.close()
	defer func() {
		if p := recover(); p != nil {
			e.log.Error("query panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			errs = []*Error{newError(codeInternal, "the server could not answer; its log says why")}
			body = errorBody(errs, true)
		}
	}()
	r.x.ctx = ctx
	root, err := r.x.root(r.plan)
	if err != nil {
		errs = []*Error{asError(err)}
		return errorBody(errs, true), errs
	}
	w := writer{eng: e, limit: maxResponseBytes, buf: append(*spare.Get().(*[]byte), `{"data":`...)}
	if !w.object(root) {
		if w.full {
			errs = []*Error{newError(codeResponseSize, fmt.Sprintf("the response is larger than %d bytes", maxResponseBytes))}
			return errorBody(errs, true), errs
		}
		w.buf = append(w.buf[:0], `{"data":null`...)
	}
	if len(w.errors) > 0 {
		w.buf = append(w.buf, `,"errors":`...)
		w.buf = appendErrors(w.buf, w.errors)
	}
	return append(w.buf, '}'), w.errors
}

// spare are buffers for responses, empty.
var spare = sync.Pool{New: func() any { b := make([]byte, 0, 2048); return &b }}

// maxSpare is how large a buffer is kept.
const maxSpare = 1 << 20

// recycle takes a response back that nobody holds any more.
func recycle(body []byte) {
	if cap(body) <= maxSpare {
		body = body[:0]
		spare.Put(&body)
	}
}

// logErrors writes the causes clients do not see.
func (e *engine) logErrors(ctx context.Context, id string, errs []*Error) {
	for _, err := range errs {
		if err.Code == codeInternal {
			e.log.ErrorContext(ctx, "query failed", "request", id, "path", fmt.Sprint(err.Path), "error", err.Err)
		}
	}
}

// An Executor answers GraphQL requests in-process.
type Executor struct{ e *engine }

// NewExecutor builds the schema once, for many Execute calls.
func NewExecutor(c Config) (*Executor, error) {
	e, err := newEngine(c)
	if err != nil {
		return nil, err
	}
	return &Executor{e}, nil
}

// Execute runs one operation and returns the response as JSON, "errors"
// included; ok is false when it has any. variables is a JSON object or empty.
// The error is one of the caller's: variables that are no JSON.
func (x *Executor) Execute(ctx context.Context, query, operationName string, variables []byte) (response []byte, ok bool, err error) {
	q := request{query: query, operation: operationName}
	if len(bytes.TrimSpace(variables)) > 0 {
		if fault := guardJSON(variables); fault != nil {
			return nil, false, fmt.Errorf("variables: %s", fault.Message)
		}
		dec := json.NewDecoder(bytes.NewReader(variables))
		dec.UseNumber()
		if err := dec.Decode(&q.variables); err != nil {
			return nil, false, fmt.Errorf("variables are not a JSON object: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, x.e.cfg.Timeout)
	defer cancel()
	r, errs := x.e.prepare(ctx, q)
	if errs != nil {
		return errorBody(errs, false), false, nil
	}
	if r.kind() == "subscription" {
		return errorBody([]*Error{newError(codeOperation, "subscriptions are answered over HTTP only")}, false), false, nil
	}
	body, errs := x.e.run(ctx, r)
	x.e.logErrors(ctx, "", errs)
	return body, len(errs) == 0, nil
}

// Execute runs one operation in-process; see Executor.
func Execute(ctx context.Context, c Config, query, operationName string, variables []byte) ([]byte, bool, error) {
	x, err := NewExecutor(c)
	if err != nil {
		return nil, false, err
	}
	return x.Execute(ctx, query, operationName, variables)
}

// errorBody is a response without a result; withData adds "data": null, for
// errors that came up during execution.
func errorBody(errs []*Error, withData bool) []byte {
	b := []byte(`{"errors":`)
	b = appendErrors(b, errs)
	if withData {
		b = append(b, `,"data":null`...)
	}
	return append(b, '}')
}

// appendErrors appends at most maxErrors errors as JSON.
func appendErrors(b []byte, errs []*Error) []byte {
	b = append(b, '[')
	for i, e := range errs[:min(len(errs), maxErrors)] {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendError(b, e)
	}
	return append(b, ']')
}

func appendError(b []byte, e *Error) []byte {
	b = append(b, `{"message":`...)
	b = appendString(b, e.Message)
	for i, l := range e.Locations {
		sep := `,{"line":`
		if i == 0 {
			sep = `,"locations":[{"line":`
		}
		b = append(b, sep...)
		b = appendInt(b, l.Line)
		b = append(b, `,"column":`...)
		b = append(appendInt(b, l.Column), '}')
	}
	if len(e.Locations) > 0 {
		b = append(b, ']')
	}
	for i, p := range e.Path {
		sep := `,`
		if i == 0 {
			sep = `,"path":[`
		}
		b = append(b, sep...)
		if s, ok := p.(string); ok {
			b = appendString(b, s)
		} else if n, ok := p.(int); ok {
			b = appendInt(b, n)
		}
	}
	if len(e.Path) > 0 {
		b = append(b, ']')
	}
	b = append(b, `,"extensions":{"code":`...)
	b = appendString(b, e.Code)
	for _, k := range sortedKeys(e.Extra) {
		if raw, err := json.Marshal(e.Extra[k]); err == nil {
			b = append(b, ',')
			b = append(appendString(b, k), ':')
			b = append(b, raw...)
		}
	}
	return append(b, `}}`...)
}

// rootType is the type whose fields an operation asks.
func (e *engine) rootType(operation string) *typeDef { return e.types[rootName(operation)] }
