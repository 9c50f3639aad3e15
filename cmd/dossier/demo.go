package main

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"dossier/ingest"
)

// samples are the articles of the demo: two invented stories as several
// outlets tell them.
//
//go:embed samples
var samples embed.FS

func (a *app) demoVerb() *cobra.Command {
	f := server{addr: "127.0.0.1:8321", log: slog.LevelWarn}
	c := &cobra.Command{
		Use:   "demo",
		Short: "Try Dossier on sample articles, in a store that goes when you stop",
		Long: `Reads the sample articles that the program carries (two invented stories, told by
several outlets) into a temporary store and serves the graph until Ctrl-C.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), f) },
	}
	c.Flags().StringVar(&f.addr, "addr", f.addr, "address to listen on; port 0 picks a free one")
	return c
}

func (a *app) demo(ctx context.Context, f server) error {
	dir, err := os.MkdirTemp("", "dossier-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := unpack(samples, dir); err != nil {
		return err
	}
	o, err := a.loadOntology()
	if err != nil {
		return err
	}
	a.store = filepath.Join(dir, "store")
	s, err := a.openStore(ctx, o, false)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := a.ingestInto(ctx, s, ingest.New(o, 0), []string{filepath.Join(dir, "samples")}, ingest.Options{}); err != nil {
		return err
	}
	return a.serve(ctx, s, o, f, func(url string) { fmt.Fprint(a.out, invitation(url)) })
}

// unpack writes an embedded folder to disk.
func unpack(from fs.FS, dir string) error {
	return fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(path))
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		data, err := fs.ReadFile(from, path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o600)
	})
}

// demoQueries are what the demo proposes to ask.
var demoQueries = []string{
	`{ entity(name: "Teldra Systems") { name type documentCount relations(first: 5) { nodes { label object { name } independentSourceCount claims(first: 1) { nodes { evidence { quote document { title } } } } } } } }`,
	`{ claims(filter: { polarity: DENIED }, first: 5) { nodes { subjectText predicate objectText attribution { text } evidence { quote } } } }`,
	`{ search(query: "Ostra", first: 5) { nodes { kind snippet entity { name type documentCount } } } }`,
}

func invitation(url string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nLook at the graph:  %s\nAsk it:             %sgraphql, for example\n", url, url)
	for _, q := range demoQueries {
		fmt.Fprintf(&b, "\n  curl -s %sgraphql -H 'content-type: application/json' -d '%s'\n", url, jsonBody(q))
	}
	b.WriteString("\nEnd with Ctrl-C; the store goes with it.\n")
	return b.String()
}

// jsonBody is the body of a GraphQL request for a query.
func jsonBody(query string) string {
	b, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return "" // a map of strings always encodes
	}
	return string(b)
}
