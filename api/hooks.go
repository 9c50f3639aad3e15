package api

import (
	"context"
	"io"

	"dossier/graph"
)

// A Progress reports how far an ingest or import has come.
type Progress struct {
	Documents, Claims, Refused, Total int
	Current                           string
	Done                              bool
}

// A Refusal names an input that was not taken, and why.
type Refusal struct {
	Source string `json:"source"` // file
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

// IngestFunc analyses and stores one upload: a file's name (its ending tells
// the format) and content. It returns the documents it made (a page may hold
// several) and what it refused.
type IngestFunc func(ctx context.Context, name string, r io.Reader) ([]graph.DocumentID, []Refusal, error)

// ImportFunc reads records in a batch format and reports progress.
type ImportFunc func(ctx context.Context, format, name string, r io.Reader, progress func(Progress), refuse func(Refusal)) error

// ExportFunc writes the graph in a batch format.
type ExportFunc func(ctx context.Context, format string, w io.Writer) error
