package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"dossier/api"
	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/ingest/identity"
	"dossier/schema"
)

// keysUnder makes identity keys for imported records.
func keysUnder(o *schema.Ontology) func(*graph.Profile) []graph.IdentityKey {
	x := identity.NewIndex(o)
	return func(p *graph.Profile) []graph.IdentityKey { return x.Keys(p, identity.Traits{}) }
}

// importStream imports an upload. It is kept in a temporary file meanwhile,
// because readers go over their input more than once.
func importStream(ctx context.Context, s *graph.Store, o *schema.Ontology, format, name string, r io.Reader, progress func(api.Progress), refuse func(api.Refusal)) error {
	tmp, err := os.CreateTemp("", "dossier-import-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	size, err := io.Copy(tmp, r)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	refused := 0
	opts := exchange.ImportOptions{
		Keys: keysUnder(o),
		Refuse: func(b exchange.BadLine) {
			refused++
			refuse(api.Refusal{Source: b.Source, Line: b.Line, Reason: b.Err.Error()})
		},
		Progress: func(p exchange.Progress) {
			progress(api.Progress{Claims: p.Records, Refused: refused, Current: p.Phase})
		},
	}
	src := exchange.Source{Name: filepath.Base(name), Size: size, Open: func() (io.ReadCloser, error) { return os.Open(tmp.Name()) }}
	report, err := exchange.Import(ctx, s, src, format, opts)
	if err != nil {
		return err
	}
	progress(api.Progress{Documents: report.Documents, Claims: report.Claims, Refused: report.Refused, Done: true})
	return nil
}
