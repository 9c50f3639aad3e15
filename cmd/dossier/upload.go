package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"dossier/api"
	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/graph/kv"
	"dossier/ingest/identity"
	"dossier/schema"
)

// keysUnder makes identity keys for imported records.
func keysUnder(o *schema.Ontology) func(*graph.Profile) []graph.IdentityKey {
	x := identity.NewIndex(o)
	return func(p *graph.Profile) []graph.IdentityKey { return x.Keys(p, identity.Traits{}) }
}

// importStream imports an upload, with the choices and errors of the import
// verb. It is kept in a temporary file meanwhile, because readers go over their
// input more than once.
func importStream(ctx context.Context, s *graph.Store, o *schema.Ontology, q api.ImportRequest, r io.Reader, progress func(api.Progress), refuse func(api.Refusal)) error {
	opts := exchange.ImportOptions{Dataset: q.Dataset, URL: q.URL, Label: q.Label, Alias: q.Alias, Type: q.Type, DryRun: q.DryRun, Keys: keysUnder(o)}
	if q.Stop {
		opts.OnError = exchange.Stop
	}
	if q.Mapping != "" {
		var err error
		if opts.Mapping, err = exchange.ParseMapping([]byte(q.Mapping)); err != nil {
			return api.Refused(fmt.Errorf("mapping: %w", err))
		}
	}
	path, size, err := keep(r)
	if path != "" {
		defer os.Remove(path)
	}
	if err != nil {
		return err
	}
	refused := 0
	opts.Refuse = func(b exchange.BadLine) {
		refused++
		refuse(api.Refusal{Source: b.Source, Line: b.Line, Reason: b.Err.Error()})
	}
	opts.Progress = func(p exchange.Progress) {
		progress(api.Progress{Claims: p.Records, Refused: refused, Current: p.Phase})
	}
	src := exchange.Source{Name: q.Name, Size: size, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	report, err := exchange.Import(ctx, s, src, q.Format, opts)
	if err != nil {
		return told(err)
	}
	progress(api.Progress{Documents: report.Documents, Claims: report.Claims, Refused: report.Refused, Done: true})
	return nil
}

// keep writes an upload to a temporary file, which the caller removes.
func keep(r io.Reader) (path string, size int64, err error) {
	f, err := os.CreateTemp("", "dossier-import-")
	if err != nil {
		return "", 0, err
	}
	size, err = io.Copy(f, r)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return f.Name(), size, err
}

// told lets clients read the errors that speak of what they sent, or that they
// can do something about.
func told(err error) error {
	var line exchange.BadLine
	if errors.As(err, &line) || errors.Is(err, exchange.ErrFormat) || errors.Is(err, kv.ErrNoSpace) || errors.Is(err, kv.ErrTooLarge) {
		return api.Refused(err)
	}
	return err
}
