package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dossier/ingest/train"
)

func (a *app) trainVerb() *cobra.Command {
	var data, weights, examples, scores string
	c := &cobra.Command{
		Use:   "train [MODEL…]",
		Short: "For developers: fit the embedded weights",
		Long: `Fits models on a folder of public corpora and writes the weights into the source
tree; build again to embed them. The same data give the same weights, so that a run
into another folder shows whether the embedded ones are what it writes. A model that
builds on weights that have changed since the program was built is not fitted: build,
and go on from there. Models, in that order: ` + strings.Join(train.Models(), ", ") + `.

With --ontology and --examples it learns instead, from sentences with their
relations, how likely the relations of your own ontology hold, and writes that as
ranker.bin into its folder; every verb uses it from then on. Examples are in the
format of KnowledgeNet or of Text2KGBench.`,
		Example: "  dossier train ner --data ../shared/data && go build ./cmd/dossier\n  dossier train --ontology my-ontology --examples sentences.jsonl",
		RunE: func(_ *cobra.Command, args []string) error {
			if (examples != "" || scores != "") && (a.ontology == "" || len(args) > 0) {
				return fmt.Errorf("--examples and --scores go with one ontology: name its folder with --ontology, and no model")
			}
			if scores != "" {
				return train.FitScoreTable(a.ontology, data, scores, a.err)
			}
			if examples != "" {
				return train.FitOntology(a.ontology, examples, a.err)
			}
			return train.Fit(args, data, weights, a.err)
		},
	}
	c.Flags().StringVar(&data, "data", "../shared/data", "folder of the corpora")
	c.Flags().StringVar(&weights, "weights", "ingest/nlp/weights", "folder to write the weights to")
	c.Flags().StringVar(&examples, "examples", "", "sentences that teach the ontology of --ontology")
	c.Flags().StringVar(&scores, "scores", "", "fit the table of claim scores (ingest/claim/score.tsv), under KnowledgeNet's ontology")
	return c
}
