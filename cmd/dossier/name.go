package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"dossier/graph"
)

// find returns the one entity that an id or a name stands for. A name that
// several carry gives an error that lists them.
func find(ctx context.Context, snap *graph.Snapshot, name string) (*graph.Entity, error) {
	ids, err := candidates(ctx, snap, name)
	if err != nil {
		return nil, err
	}
	found, err := snap.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(e *graph.Entity) bool { return e == nil })
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no entity is called %q; try 'dossier query' with search(query: …)", name)
	case 1:
		return found[0], nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%q is the name of %d entities; give the id of one:", name, len(found))
	for _, e := range found {
		fmt.Fprintf(&b, "\n  %s  %s (%s), %s", e.ID, e.Name, e.Type, plural(e.Documents, "document"))
	}
	return nil, fmt.Errorf("%s", b.String())
}

func candidates(ctx context.Context, snap *graph.Snapshot, name string) ([]graph.EntityID, error) {
	if id, err := uuid.Parse(name); err == nil {
		return []graph.EntityID{graph.EntityID(id)}, nil
	}
	ids, err := snap.Named(ctx, []string{name})
	if err != nil {
		return nil, err
	}
	return ids[0], nil
}

// plural words a count: "1 document", "2 documents", "2 entities".
func plural(n int, noun string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(noun, "y"); ok {
			noun = stem + "ies"
		} else {
			noun += "s"
		}
	}
	return fmt.Sprintf("%d %s", n, noun)
}
