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

// An ImportRequest is what the parameters of POST /import say; they are those
// of the command line.
type ImportRequest struct {
	Format, Name       string // Name of the file, without folders
	Dataset, URL       string
	Label, Alias, Type []string // IRIs
	Mapping            string   // JSON, "" for none
	DryRun             bool
	Stop               bool // at the first bad line
}

// ImportFunc reads records in a batch format and reports progress.
type ImportFunc func(ctx context.Context, q ImportRequest, r io.Reader, progress func(Progress), refuse func(Refusal)) error

// Refused makes an error of a hook one whose words the client sees, because
// they speak of what it sent. Of all others it only learns that the log has
// them.
func Refused(err error) error { return &Error{Code: codeRefused, Message: err.Error(), Err: err} }

// ExportFunc writes the graph in a batch format.
type ExportFunc func(ctx context.Context, format string, w io.Writer) error
