package main

import (
	"fmt"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/schema"
)

func (a *app) forgetVerb() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use:   "forget DOCUMENT",
		Short: "Retract a source and all that only it supports",
		Long: `Removes a document (its id or URL) with its claims. What loses its last support is
shown first; --yes skips the question.`,
		Example: "  dossier forget https://news.example/a",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id := graph.NewDocumentID(args[0], nil)
			if parsed, err := uuid.Parse(args[0]); err == nil {
				id = graph.DocumentID(parsed)
			}
			return a.read(ctx, func(s *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				docs, err := snap.Documents(ctx, []graph.DocumentID{id}, false, false)
				if err != nil {
					return err
				}
				if docs[0] == nil {
					return fmt.Errorf("no document %q in this store; give its id or its URL", args[0])
				}
				return a.carryOut(ctx, snap, yes, fmt.Sprintf("forget %q", docs[0].Title), func(preview bool) (*graph.Judgement, *graph.Effect, error) {
					effect, err := s.Retract(ctx, id, preview)
					return nil, effect, err
				})
			})
		},
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return c
}
