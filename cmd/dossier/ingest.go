package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/ingest"
)

func (a *app) ingestVerb() *cobra.Command {
	var o ingest.Options
	var minScore float64
	c := &cobra.Command{
		Use:   "ingest PATH…",
		Short: "Read articles into the graph",
		Long: `Reads files, folders (with all below them), globs and - for stdin: .txt, .md,
.html, .htm and .jsonl (one article a line with url, title, published, publisher,
language, and text or html), each also .gz.

What is in the store already is passed over, so an interrupted run is resumed by
running it again. Inputs that cannot be read are named and the rest is done.`,
		Example: "  dossier ingest articles/ more.jsonl.gz\n  curl -s https://news.example/a | dossier ingest -",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ingest(cmd.Context(), args, o, minScore)
		},
	}
	c.Flags().IntVar(&o.Workers, "workers", 0, "articles analysed at a time (default: one for each core)")
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "analyse and count, store nothing")
	c.Flags().Float64Var(&minScore, "min-score", 0, "drop claims that score below this (0 to 1)")
	c.Flags().Bool("resume", true, "pass over what the store has already (always on)")
	return c
}

func (a *app) ingest(ctx context.Context, paths []string, o ingest.Options, minScore float64) error {
	ont, err := a.loadOntology()
	if err != nil {
		return err
	}
	var store *graph.Store
	if !o.DryRun {
		if store, err = a.openStore(ctx, ont, false); err != nil {
			return err
		}
		defer store.Close()
	}
	sum, err := a.ingestInto(ctx, store, ingest.New(ont, minScore), paths, o)
	if err != nil {
		return err
	}
	return refusedIf(sum.Refused)
}

// ingestInto runs a pipeline over paths with progress, and prints the summary.
func (a *app) ingestInto(ctx context.Context, store *graph.Store, p *ingest.Pipeline, paths []string, o ingest.Options) (ingest.Summary, error) {
	bar := newMeter(a.err, "ingest")
	o.Progress = func(p ingest.Progress) {
		bar.set(p.Files, p.FilesTotal, fmt.Sprintf("%d documents, %d claims", p.Documents, p.Claims))
	}
	o.Refuse = a.refuse
	sum, err := p.Ingest(ctx, store, paths, a.in, o)
	bar.done()
	if perr := a.printSummary(ctx, store, sum); err == nil {
		err = perr
	}
	return sum, err
}

// printSummary says what an ingest did, and what the store holds now.
func (a *app) printSummary(ctx context.Context, store *graph.Store, sum ingest.Summary) error {
	var stats graph.Stats
	if store != nil {
		ctx = context.WithoutCancel(ctx)
		snap, err := store.Snapshot(ctx)
		if err != nil {
			return err
		}
		defer snap.Close()
		if stats, err = snap.Stats(ctx); err != nil {
			return err
		}
	}
	if a.json {
		return a.printJSON(struct {
			Ingest ingest.Summary `json:"ingest"`
			Store  graph.Stats    `json:"store"`
		}{sum, stats})
	}
	fmt.Fprintf(a.out, "documents  %d new, %d unchanged, %d updated, %d refused\n", sum.New, sum.Unchanged, sum.Updated, sum.Refused)
	fmt.Fprintf(a.out, "read       %d mentions, %d claims\n", sum.Mentions, sum.Claims)
	if sum.NotAnalysed > 0 {
		fmt.Fprintf(a.out, "           %d in a language that is stored and searchable but not analysed\n", sum.NotAnalysed)
	}
	if store != nil {
		fmt.Fprintf(a.out, "store      %d documents, %d entities, %d relations, %d claims, %d stories\n",
			stats.Documents, stats.Entities, stats.Relations, stats.Claims, stats.Stories)
	}
	return nil
}
