// Package api answers: GraphQL derived from the ontology over HTTP, with the
// embedded explorer.
package api

import (
	"log/slog"
	"net/http"
	"time"

	"dossier/graph"
	"dossier/schema"
)

// Config of a server. Store and Ontology are required; the zero value of the
// rest works.
type Config struct {
	Store    *graph.Store
	Ontology *schema.Ontology
	Log      *slog.Logger // nil: nothing is logged
	ReadOnly bool
	Token    string        // bearer token required on every request, "" for none
	Hosts    []string      // Host headers allowed besides loopback names
	Timeout  time.Duration // of one query; 10 s by default
	Version  string

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
func NewHandler(c Config) (http.Handler, error) { panic("contract only") }
