// Package api answers: GraphQL derived from the ontology over HTTP, with the
// embedded explorer.
//
// A request passes the guard (guard.go), the parser and the validator of
// graphql-go, then a planner (plan.go) and a static cost (cost.go). The
// executor (exec.go) resolves breadth first with one batched read a level on
// one snapshot, and the response is written in query order (write.go). The
// schema's text is schema.graphql plus what sdl.go derives from the ontology;
// resolve*.go, query.go and mutation.go bind each of its fields.
package api

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"dossier/graph"
	"dossier/schema"
)

//go:generate sh -c "cd graphiql && npm ci && npm run build"

// Config of a server. Store and Ontology are required; the zero value of the
// rest works.
type Config struct {
	Store    *graph.Store
	Ontology *schema.Ontology
	Log      *slog.Logger // nil: nothing is logged
	ReadOnly bool
	Token    string        // bearer token required for everything but pages and health, "" for none
	Hosts    []string      // Host headers allowed besides loopback names
	Timeout  time.Duration // of one query; 10 s by default
	Version  string
	Explorer http.Handler // serves / and everything without another handler; nil: the embedded explorer

	// Ingest adds an article, for ingestDocument; nil: not offered.
	Ingest IngestFunc
	// Import reads a data set, for POST /import; nil: not offered.
	Import ImportFunc
	// Export writes the graph, for GET /export; nil: not offered.
	Export ExportFunc
}

// NewHandler returns the whole site: /, /graphql, /graphiql, /schema.graphql,
// /import, /export, /metrics, /healthz, /readyz. The schema is fully built
// before it returns.
func NewHandler(c Config) (http.Handler, error) {
	s, err := newSite(c)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

// NewServer returns an HTTP server for h with the limits that keep slow and
// idle clients from holding it up. Long answers (event streams, imports and
// exports) extend their own deadlines. Its Shutdown ends subscriptions at once
// and lets all else finish.
func NewServer(h http.Handler) *http.Server {
	ending, end := context.WithCancel(context.Background())
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ConnContext: func(ctx context.Context, _ net.Conn) context.Context {
			return context.WithValue(ctx, closingKey{}, ending.Done())
		},
	}
	s.RegisterOnShutdown(end)
	return s
}

// closingKey is where the context of a request has the channel that closes
// when its server shuts down.
type closingKey struct{}

// closing returns that channel, nil under a server that NewServer did not make.
func closing(ctx context.Context) <-chan struct{} {
	c, _ := ctx.Value(closingKey{}).(<-chan struct{})
	return c
}
