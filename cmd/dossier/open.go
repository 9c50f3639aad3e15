package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"dossier/graph"
	"dossier/graph/kv"
	"dossier/graph/kv/badgerkv"
	"dossier/schema"
)

// openStore opens the graph that --store names. A Badger folder is made if it
// is not there, unless existing is set.
func (a *app) openStore(ctx context.Context, o *schema.Ontology, existing bool) (*graph.Store, error) {
	db, err := openEngine(a.store, existing)
	if err != nil {
		return nil, err
	}
	s, err := graph.Open(ctx, db, graph.Options{
		Family: func(t string) string { return string(o.Family(t)) },
		Functional: func(relation string, values bool) bool {
			t := o.RelationType(relation)
			return t != nil && t.Functional && (values || !slices.ContainsFunc(t.Range, func(r string) bool { return o.EntityType(r) == nil }))
		},
	})
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open %s: %w", a.store, err)
	}
	return s, nil
}

// openEngine picks the engine: the one place that knows them all.
func openEngine(store string, existing bool) (kv.DB, error) {
	scheme, rest, ok := strings.Cut(store, ":")
	switch {
	case store == "mem:":
		return kv.NewMem(), nil
	case ok && scheme == "badger":
		store = strings.TrimPrefix(rest, "//")
	case ok && len(scheme) > 1: // one letter is a drive of Windows
		return nil, fmt.Errorf("store %q: unknown kind %q; give mem:, badger:///path or a folder", store, scheme)
	}
	if existing {
		if _, err := os.Stat(store); err != nil {
			return nil, fmt.Errorf("no store at %s; run 'dossier ingest PATH…' first, or name another with --store", store)
		}
	}
	return badgerkv.Open(store, badgerkv.Options{})
}

// read opens the store and one snapshot of it, calls fn and closes both.
func (a *app) read(ctx context.Context, fn func(*graph.Store, *graph.Snapshot, *schema.Ontology) error) error {
	o, err := a.loadOntology()
	if err != nil {
		return err
	}
	s, err := a.openStore(ctx, o, true)
	if err != nil {
		return err
	}
	defer s.Close()
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	return fn(s, snap, o)
}
