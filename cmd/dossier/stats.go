package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/schema"
)

func (a *app) statsVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Count what the store holds",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.read(cmd.Context(), func(_ *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				s, err := snap.Stats(cmd.Context())
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(s)
				}
				a.printStats(s)
				return nil
			})
		},
	}
}

func (a *app) printStats(s graph.Stats) {
	for _, row := range []struct {
		what string
		n    int
	}{
		{"documents", s.Documents}, {"data sets", s.Datasets}, {"mentions", s.Mentions}, {"profiles", s.Profiles},
		{"claims", s.Claims}, {"of them open", s.OpenClaims}, {"entities", s.Entities}, {"relations", s.Relations},
		{"stories", s.Stories}, {"utterances", s.Utterances}, {"judgements", s.Judgements},
	} {
		fmt.Fprintf(a.out, "%-14s %8d\n", row.what, row.n)
	}
	a.printCounts("entity types", s.ByEntityType)
	a.printCounts("relation types", s.ByRelationType)
}

// printCounts lists counts, the largest first.
func (a *app) printCounts(title string, counts []graph.Count) {
	if len(counts) == 0 {
		return
	}
	counts = slices.Clone(counts)
	slices.SortStableFunc(counts, func(x, y graph.Count) int { return y.N - x.N })
	fmt.Fprintf(a.out, "\n%s\n", title)
	for _, c := range counts {
		fmt.Fprintf(a.out, "  %-24s %6d\n", c.Text, c.N)
	}
}
