package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/schema"
)

func (a *app) verifyVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check every invariant of the store",
		Long: `Reads every record and checks its checksum, that every quote equals the text at
its offsets, and that every view (entities, relations, counts, indexes) equals one
computed anew from the documents. Exit status 1 and a list when one is broken.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.read(cmd.Context(), func(s *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				var problems []graph.Problem
				for p, err := range s.Verify(cmd.Context()) {
					if err != nil {
						return err
					}
					problems = append(problems, p)
					if !a.json {
						fmt.Fprintf(a.out, "%s: %s\n", p.Record, p.What)
					}
				}
				stats, err := snap.Stats(cmd.Context())
				if err != nil {
					return err
				}
				return a.verdict(problems, stats)
			})
		},
	}
}

func (a *app) verdict(problems []graph.Problem, stats graph.Stats) error {
	if a.json {
		if err := a.printJSON(map[string]any{"problems": append([]graph.Problem{}, problems...), "stats": stats}); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		fmt.Fprintf(a.err, "dossier: %s found\n", plural(len(problems), "problem"))
		return errSaid
	}
	if !a.json {
		fmt.Fprintf(a.out, "ok: %s, %s, %s, %s\n", plural(stats.Documents+stats.Datasets, "document"), plural(stats.Claims, "claim"),
			plural(stats.Entities, "entity"), plural(stats.Relations, "relation"))
	}
	return nil
}
