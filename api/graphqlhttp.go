package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Media types of GraphQL over HTTP.
const (
	typeJSON    = "application/json"
	typeGraphQL = "application/graphql-response+json"
	typeEvents  = "text/event-stream"
)

// serveGraphQL answers GraphQL over HTTP, as the working draft of the GraphQL
// Foundation describes it, and event streams in the distinct connections mode
// of the GraphQL over SSE protocol.
func (s *site) serveGraphQL(w http.ResponseWriter, r *http.Request) {
	accept := negotiate(r.Header.Values("Accept"))
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		s.answer(w, r, reply{status: http.StatusMethodNotAllowed, kind: typeJSON,
			body: errorBody([]*Error{newError(codeBadRequest, "GraphQL is asked by GET or POST")}, false)})
		return
	}
	if r.Method == http.MethodGet && r.URL.RawQuery == "" && strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/graphiql", http.StatusSeeOther) // a person with a browser, which accepts */* too
		return
	}
	if accept == "" {
		s.answer(w, r, reply{status: http.StatusNotAcceptable, kind: typeJSON,
			body: errorBody([]*Error{newError(codeBadRequest, "answers come as "+typeGraphQL+", "+typeJSON+" or "+typeEvents)}, false)})
		return
	}
	q, err := s.read(w, r)
	if err != nil {
		kind := accept
		if kind == typeEvents {
			kind = typeJSON
		}
		s.answer(w, r, reply{status: err.status(), kind: kind, body: errorBody([]*Error{err}, false)})
		return
	}
	if accept == typeEvents {
		s.serveEvents(w, r, q)
		return
	}
	s.serveAnswer(w, r, q, accept)
}

// serveAnswer runs one query or mutation.
func (s *site) serveAnswer(w http.ResponseWriter, r *http.Request, q request, accept string) {
	start := time.Now()
	ready, errs := s.prepare(r.Context(), q)
	if errs == nil {
		errs = s.fits(w, r, ready, accept)
	}
	if errs != nil {
		status := http.StatusOK // application/json: the response is well-formed, whatever it says
		if accept == typeGraphQL || errs[0].http != 0 {
			status = errs[0].status()
		}
		s.metrics.query("invalid", errs, time.Since(start))
		s.answer(w, r, reply{status: status, kind: accept, body: errorBody(errs, false)})
		return
	}
	http.NewResponseController(w).SetWriteDeadline(start.Add(s.cfg.Timeout + s.timeout(ready) + transferStep))
	body, busy := s.execute(r.Context(), ready, w.Header().Get("X-Request-Id"))
	if busy != nil {
		s.refuse(w, busy)
		return
	}
	s.answer(w, r, reply{status: http.StatusOK, kind: accept, body: body, cache: ready.kind() == "query"})
	recycle(body)
}

// fits checks what depends on how the request came.
func (s *site) fits(w http.ResponseWriter, r *http.Request, q *ready, accept string) []*Error {
	switch {
	case q.kind() == "subscription" && accept != typeEvents:
		return []*Error{newError(codeOperation, "subscriptions are answered as "+typeEvents)}
	case q.kind() == "mutation" && r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST")
		return []*Error{withStatus(newError(codeBadRequest, "mutations are asked by POST"), http.StatusMethodNotAllowed)}
	case q.kind() == "mutation" && s.cfg.ReadOnly:
		return []*Error{withStatus(newError(codeReadOnly, "the server is read-only"), http.StatusForbidden)}
	}
	return nil
}

// A reply is a finished answer.
type reply struct {
	status int
	kind   string
	body   []byte
	cache  bool // may carry an ETag when asked by GET
}

// answer writes a reply, compressed and with an ETag where that fits.
func (s *site) answer(w http.ResponseWriter, r *http.Request, a reply) {
	h := w.Header()
	h.Set("Content-Type", a.kind+"; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept, Accept-Encoding, Authorization")
	if a.cache && r.Method != http.MethodPost && a.status == http.StatusOK {
		sum := sha256.Sum256(a.body)
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if etagMatches(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := a.body
	if len(body) > gzipFrom && acceptsGzip(r) {
		if packed, ok := compress(body); ok {
			h.Set("Content-Encoding", "gzip")
			body = packed
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

func etagMatches(header, tag string) bool {
	for _, t := range strings.Split(header, ",") {
		t = strings.TrimSpace(t)
		if t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// read takes the GraphQL request out of the HTTP request.
func (s *site) read(w http.ResponseWriter, r *http.Request) (request, *Error) {
	var p params
	if r.Method == http.MethodPost {
		kind, attrs, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || kind != typeJSON {
			return request{}, withStatus(newError(codeBadRequest, "the request must be sent with Content-Type: "+typeJSON), http.StatusUnsupportedMediaType)
		}
		if cs := attrs["charset"]; cs != "" && !strings.EqualFold(cs, "utf-8") {
			return request{}, withStatus(newError(codeBadRequest, "the request must be in UTF-8"), http.StatusUnsupportedMediaType)
		}
		body, release, fault := s.body(w, r)
		defer release()
		if fault != nil {
			return request{}, fault
		}
		if fault := p.decode(body); fault != nil {
			return request{}, fault
		}
	} else {
		v := r.URL.Query()
		p.fromURL(v.Get("query"), v.Has("query"), v.Get("operationName"), v.Get("variables"), v.Get("extensions"))
	}
	return s.persisted(&p)
}

// largeBody is from where a body takes one of the few slots for large ones
// while it is decoded, so that they never hold up the others.
const largeBody = 16 << 10

// maxBodies is how many bytes of bodies may be in memory at once; short ones
// are always let in.
const maxBodies = 24 << 20

// body reads the request's body within the limits. The caller calls release
// when it has decoded it.
func (s *site) body(w http.ResponseWriter, r *http.Request) (body []byte, release func(), fault *Error) {
	if r.ContentLength > maxBody {
		return nil, func() {}, withStatus(limitError("the request has %d bytes, at most %d are allowed", r.ContentLength, maxBody), http.StatusRequestEntityTooLarge)
	}
	buf := bodies.Get().(*bytes.Buffer)
	buf.Reset()
	taken, slot := 0, false
	release = func() {
		s.inMemory.Add(int64(-taken))
		if slot {
			<-s.bodies
		}
		if buf.Cap() <= maxKeptBody {
			bodies.Put(buf)
		}
	}
	from := &guardedReader{r: http.MaxBytesReader(w, r.Body, maxBody), g: jsonGuard{request: true}}
	for more := true; more; {
		// It grows as it comes: a length is only a promise.
		n, err := buf.ReadFrom(io.LimitReader(from, largeBody))
		taken += int(n)
		full := s.inMemory.Add(n) > maxBodies && taken > largeBody
		if err != nil {
			return nil, release, unread(err)
		}
		if full {
			return nil, release, newError(codeOverloaded, "the server is busy; try again")
		}
		more = n == largeBody
	}
	if buf.Len() > largeBody {
		select {
		case s.bodies <- struct{}{}:
			slot = true
		case <-r.Context().Done():
			return nil, release, asError(r.Context().Err())
		}
	}
	return buf.Bytes(), release, nil
}

// bodies are buffers to read requests into; larger ones are not kept.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxKeptBody = 1 << 20

// unread tells why a body could not be read.
func unread(err error) *Error {
	var refused *Error
	if errors.As(err, &refused) {
		return refused
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return withStatus(limitError("the request has more than %d bytes", maxBody), http.StatusRequestEntityTooLarge)
	}
	return newError(codeBadRequest, "the request could not be read to its end")
}

func withStatus(e *Error, status int) *Error {
	e.http = status
	return e
}

// params are the parameters of a GraphQL request, not yet checked.
type params struct {
	Query         json.RawMessage `json:"query"`
	OperationName json.RawMessage `json:"operationName"`
	Variables     json.RawMessage `json:"variables"`
	Extensions    json.RawMessage `json:"extensions"`
}

func (p *params) decode(body []byte) *Error {
	if t := bytes.TrimLeft(body, " \t\r\n"); len(t) > 0 && t[0] != '{' {
		return newError(codeBadRequest, "the request must be one JSON object")
	}
	if err := json.Unmarshal(body, p); err != nil {
		var at *json.SyntaxError
		if errors.As(err, &at) {
			return newError(codeBadRequest, fmt.Sprintf("the request is not valid JSON: see byte %d", at.Offset))
		}
		return newError(codeBadRequest, "the request must be one JSON object")
	}
	if len(p.Query) > maxEscaped {
		return limitError("the document has more than %d bytes", maxBytes)
	}
	return nil
}

func (p *params) fromURL(query string, given bool, operation, variables, extensions string) {
	quote := func(s string) json.RawMessage {
		if s == "" {
			return nil
		}
		return appendString(nil, s)
	}
	p.Query, p.OperationName = quote(query), quote(operation)
	if given && query == "" {
		p.Query = json.RawMessage(`""`)
	}
	p.Variables, p.Extensions = json.RawMessage(variables), json.RawMessage(extensions)
}

// decodeString reads a parameter that must be a string, or null.
func decodeString(raw json.RawMessage, name string) (string, *Error) {
	var s *string
	if len(raw) == 0 {
		return "", nil
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", newError(codeBadRequest, "the parameter "+name+" must be a string")
	}
	if s == nil {
		return "", nil
	}
	return *s, nil
}

// decodeObject reads a parameter that must be an object, or null.
func decodeObject(raw json.RawMessage, name string) (map[string]any, *Error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if err := guardJSON(raw); err != nil {
		return nil, err
	}
	if string(raw) == "{}" {
		return nil, nil
	}
	var m map[string]any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&m); err != nil {
		return nil, newError(codeBadRequest, "the parameter "+name+" must be an object")
	}
	return m, nil
}
