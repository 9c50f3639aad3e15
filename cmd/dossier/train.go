package main

import (
	"strings"

	"github.com/spf13/cobra"

	"dossier/ingest/train"
)

func (a *app) trainVerb() *cobra.Command {
	var data, weights string
	c := &cobra.Command{
		Use:   "train [MODEL…]",
		Short: "For developers: fit the embedded weights",
		Long: `Fits models on a folder of public corpora and writes the weights into the source
tree; build again to embed them. The same data give the same weights, so that a run
into another folder shows whether the embedded ones are what it writes. A model that
builds on weights that have changed since the program was built is not fitted: build,
and go on from there. Models, in that order: ` + strings.Join(train.Models(), ", ") + ".",
		Example: "  dossier train ner --data ../shared/data && go build ./cmd/dossier",
		RunE: func(_ *cobra.Command, args []string) error {
			return train.Fit(args, data, weights, a.err)
		},
	}
	c.Flags().StringVar(&data, "data", "../shared/data", "folder of the corpora")
	c.Flags().StringVar(&weights, "weights", "ingest/nlp/weights", "folder to write the weights to")
	return c
}
