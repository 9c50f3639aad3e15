package api

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"dossier/api/explorer"
)

// A site is the engine behind HTTP.
type site struct {
	*engine
	metrics *metrics
	apq     *textCache
	light   chan struct{} // slots of cheap queries
	heavy   chan struct{} // slots of costly ones, so that they never hold up the others
	scans   chan struct{} // slots of searches, which are cheap to ask and not to answer
	bodies  chan struct{} // slots of large request bodies being decoded
	streams chan struct{} // slots of event streams, imports and exports
	hosts   map[string]bool

	inMemory atomic.Int64 // bytes of request bodies
}

// newSite builds the engine and everything around it.
func newSite(c Config) (*site, error) {
	e, err := newEngine(c)
	if err != nil {
		return nil, err
	}
	s := &site{engine: e, metrics: newMetrics(e.store), apq: newTextCache(1 << 20),
		light: make(chan struct{}, lightSlots()), heavy: make(chan struct{}, heavySlots()), scans: make(chan struct{}, heavySlots()),
		bodies: make(chan struct{}, heavySlots()), streams: make(chan struct{}, 64),
		hosts: map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}}
	for _, h := range c.Hosts {
		s.hosts[strings.ToLower(h)] = true
	}
	return s, nil
}

// handler routes the site.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", s.authorized(s.serveGraphQL))
	mux.HandleFunc("GET /schema.graphql", s.authorized(s.serveSDL))
	mux.HandleFunc("POST /import", s.authorized(s.serveImport))
	mux.HandleFunc("GET /export", s.authorized(s.serveExport))
	mux.Handle("GET /metrics", s.authorized(s.metrics.handler().ServeHTTP))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plainText(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /readyz", s.serveReady)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "max-age=86400")
		w.WriteHeader(http.StatusNoContent) // browsers ask for it on every page
	})
	mux.Handle("GET /graphiql", servePage(graphiqlPage, graphiqlCSP))
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql/", graphiqlFiles()))
	if s.cfg.Explorer != nil {
		mux.Handle("/", s.cfg.Explorer)
	} else {
		mux.Handle("GET /{$}", serveFiles(explorer.Files(), explorerCSP, "no-cache"))
		mux.Handle("GET /explorer/{file}", serveFiles(explorer.Files(), explorerCSP, "max-age=3600"))
	}
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, newError(codeForbidden, "requests from pages of other sites are refused"))
	}))
	return s.outer(cross.Handler(mux))
}

// outer is what every request passes: an id, the Host check, common headers,
// recovery, log and count.
func (s *site) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := requestID(r)
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				s.log.Error("request panicked", "request", id, "panic", p)
				if rec.status == 0 {
					s.refuse(rec, newError(codeInternal, "the server could not answer; its log says why"))
				}
			}
			s.metrics.http(r, rec.status, time.Since(start))
			s.log.Info("request", "request", id, "method", r.Method, "path", r.URL.Path, "status", rec.status,
				"bytes", rec.bytes, "ms", time.Since(start).Milliseconds())
		}()
		if !s.allowed(r.Host) {
			s.refuse(rec, newError(codeForbidden, "this host name is not served here; dossier serve --host adds one"))
			return
		}
		next.ServeHTTP(rec, r)
	})
}

// allowed checks the Host header, so that a page cannot reach a loopback
// server under a name of its own (DNS rebinding).
func (s *site) allowed(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	return s.hosts[host]
}

// authorized asks for the bearer token. Pages and health checks need none:
// they show nothing of the graph.
func (s *site) authorized(next http.HandlerFunc) http.HandlerFunc {
	if s.cfg.Token == "" {
		return next
	}
	want := sha256.Sum256([]byte(s.cfg.Token))
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(strings.TrimSpace(token)))
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="dossier"`)
			s.refuse(w, newError(codeUnauthorized, "a valid bearer token is required"))
			return
		}
		next(w, r)
	}
}

// refuse answers a request that is not a GraphQL answer with an error.
func (s *site) refuse(w http.ResponseWriter, e *Error) {
	if e.Code == codeOverloaded {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", typeJSON+"; charset=utf-8")
	w.WriteHeader(e.status())
	w.Write(errorBody([]*Error{e}, false))
}

// requestID takes the client's id if it is harmless, else makes one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	if id != "" && len(id) <= 64 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") == "" {
		return id
	}
	var raw [8]byte
	rand.Read(raw[:])
	return hex.EncodeToString(raw[:])
}

// A recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func plainText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(text))
}

// serveReady says whether the store answers.
func (s *site) serveReady(w http.ResponseWriter, r *http.Request) {
	snap, err := s.store.Snapshot(r.Context())
	if err != nil {
		plainText(w, http.StatusServiceUnavailable, "the store does not answer\n")
		return
	}
	snap.Close()
	plainText(w, http.StatusOK, "ready\n")
}

func (s *site) serveSDL(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader([]byte(SDL(s.onto))))
}
