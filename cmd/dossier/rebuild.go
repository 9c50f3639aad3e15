package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/ingest"
	"dossier/schema"
)

func (a *app) rebuildVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Read every kept document again with the present extractor",
		Long: `Analyses every article in the store anew, from the bytes it came as. Judgements
stay and are applied to the result.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.read(ctx, func(s *graph.Store, snap *graph.Snapshot, o *schema.Ontology) error {
				stats, err := snap.Stats(ctx)
				if err != nil {
					return err
				}
				bar := newMeter(a.err, "rebuild")
				sum, err := ingest.New(o, 0).Rebuild(ctx, s, ingest.Options{
					Refuse: a.refuse,
					Progress: func(p ingest.Progress) {
						bar.set(p.Documents, stats.Documents, fmt.Sprintf("%d claims", p.Claims))
					},
				})
				bar.done()
				if perr := a.printSummary(ctx, s, sum); err == nil {
					err = perr
				}
				return err
			})
		},
	}
}
