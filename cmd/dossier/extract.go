package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"dossier/ingest"
	"dossier/ingest/article"
)

func (a *app) extractVerb() *cobra.Command {
	var minScore float64
	var open bool
	c := &cobra.Command{
		Use:   "extract PATH…",
		Short: "Print what articles say, one JSON object a document, without a store",
		Long: `Runs the same analysis as ingest and prints one JSON object per document on
stdout: the text with its regions, mentions, entities, and claims with their
quotes. All offsets are bytes of the text, half-open.`,
		Example: "  dossier extract article.html | jq '.claims[] | [.subject.text, .predicate, .object.text]'",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.extract(cmd.Context(), args, minScore, open)
		},
	}
	c.Flags().Float64Var(&minScore, "min-score", 0, "drop claims that score below this (0 to 1)")
	c.Flags().BoolVar(&open, "open", false, "add open relations in the sentences' own words, as tuples and as triples")
	return c
}

func (a *app) extract(ctx context.Context, paths []string, minScore float64, open bool) error {
	o, err := a.loadOntology()
	if err != nil {
		return err
	}
	p := ingest.New(o, minScore)
	if open {
		p.Open()
	}
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	files, refused := ingest.Sources(paths)
	n := len(refused)
	for _, e := range refused {
		a.refuse(e)
	}
	for _, f := range files {
		more, err := a.extractFile(ctx, p, f, enc)
		if err != nil {
			return err
		}
		n += more
	}
	return refusedIf(n)
}

// extractFile prints every article of one file and returns how many inputs it
// refused.
func (a *app) extractFile(ctx context.Context, p *ingest.Pipeline, file string, enc *json.Encoder) (refused int, err error) {
	var r io.Reader = a.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		r = f
	}
	for doc, err := range article.Read(file, r) {
		if ctx.Err() != nil {
			return refused, ctx.Err()
		}
		var bad *article.Error
		switch {
		case errors.As(err, &bad):
			a.refuse(bad)
			refused++
		case err != nil:
			return refused, err
		default:
			if err := enc.Encode(p.Extract(doc)); err != nil {
				return refused, err
			}
		}
	}
	return refused, nil
}
