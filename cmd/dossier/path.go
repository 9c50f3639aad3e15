package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/schema"
)

func (a *app) pathVerb() *cobra.Command {
	var hops, n int
	c := &cobra.Command{
		Use:     "path A B",
		Short:   "Show how two entities are connected, each step with its evidence",
		Example: "  dossier path \"Tom Cotton\" Microsoft",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.read(cmd.Context(), func(_ *graph.Store, snap *graph.Snapshot, o *schema.Ontology) error {
				return a.printPaths(cmd.Context(), snap, o, args[0], args[1], hops, n)
			})
		},
	}
	c.Flags().IntVar(&hops, "max-hops", 4, "the longest chain to look for")
	c.Flags().IntVar(&n, "first", 3, "how many chains to show")
	return c
}

func (a *app) printPaths(ctx context.Context, snap *graph.Snapshot, o *schema.Ontology, from, to string, hops, n int) error {
	left, err := find(ctx, snap, from)
	if err != nil {
		return err
	}
	right, err := find(ctx, snap, to)
	if err != nil {
		return err
	}
	paths, err := snap.Paths(ctx, left.ID, right.ID, hops, n, graph.RelationQuery{})
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(paths)
	}
	if len(paths) == 0 {
		fmt.Fprintf(a.out, "no chain of at most %d relations joins %s and %s\n", hops, left.Name, right.Name)
		return nil
	}
	for i, p := range paths {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := a.printPath(ctx, snap, o, p); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) printPath(ctx context.Context, snap *graph.Snapshot, o *schema.Ontology, p graph.Path) error {
	entities, err := snap.Entities(ctx, p.Entities)
	if err != nil {
		return err
	}
	claims, err := snap.ClaimsOfRelations(ctx, p.Relations, graph.ClaimQuery{Order: graph.ClaimsByScore, Page: graph.Page{First: 1}})
	if err != nil {
		return err
	}
	shown := make([]*graph.Claim, len(claims))
	for i := range claims {
		shown[i] = claims[i].Items[0]
	}
	sources, err := sourcesOf(ctx, snap, shown)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, entities[0].Name)
	for i, r := range p.Relations {
		label, t := r.Type, o.RelationType(r.Type)
		if t != nil {
			label = t.Label
			if r.Subject != p.Entities[i] {
				label = t.Inverse
			}
		}
		if shown[i].Polarity == graph.Denied {
			label = "denied: " + label
		}
		fmt.Fprintf(a.out, "  %s %s\n    “%s”\n    — %s\n", label, entities[i+1].Name, oneLine(shown[i].Evidence.Quote), sources[i])
	}
	return nil
}
