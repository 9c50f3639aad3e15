package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/schema"
)

// Exit statuses, as the help and the README give them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitRefused = 3 // finished, but some inputs were refused
)

// errRefused ends a verb that did its work but had to refuse inputs; each was
// named on stderr already.
var errRefused = errors.New("some inputs were refused")

// errSaid ends a verb whose failure is printed already.
var errSaid = errors.New("failed")

// An app is one run of the program: its streams and the flags of every verb.
type app struct {
	in       io.Reader
	out, err io.Writer
	store    string // --store
	ontology string // --ontology
	json     bool   // --json
	started  bool   // a verb was found and its flags were right
}

// run does all that main does, and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{in: stdin, out: stdout, err: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRefused):
		return exitRefused
	case errors.Is(err, errSaid):
		return exitFailed
	case !a.started:
		fmt.Fprintf(stderr, "dossier: %v\nRun 'dossier help' for the verbs and their flags.\n", err)
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "dossier: stopped; what was done so far is stored, and the same command goes on from there")
		return exitFailed
	}
	fmt.Fprintf(stderr, "dossier: %v\n", err)
	return exitFailed
}

// root builds the command tree, one file a verb.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "dossier",
		Short: "Turn news articles into a knowledge graph with evidence",
		Long: `Dossier reads news articles, finds people, organisations, places and what they
do to each other, and keeps for every relation the exact words that support it.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 finished but some inputs were refused.`,
		Example:       "  dossier demo\n  dossier ingest articles/\n  dossier entity \"Department of Defense\"\n  dossier serve",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			a.started = true
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.store, "store", defaultStore(), "where the graph is kept: a folder, badger:///path, or mem: (environment DOSSIER_STORE)")
	flags.StringVar(&a.ontology, "ontology", "", "folder of YAML files that add to or replace the built-in ontology")
	flags.BoolVar(&a.json, "json", false, "print machine-readable output")
	root.AddCommand(a.verbs()...)
	return root
}

func defaultStore() string {
	if s := os.Getenv("DOSSIER_STORE"); s != "" {
		return s
	}
	return "./dossier-data"
}

// loadOntology returns the built-in ontology, with the user's folder laid over
// it.
func (a *app) loadOntology() (*schema.Ontology, error) {
	if a.ontology == "" {
		return schema.Default(), nil
	}
	o, err := schema.LoadDir(a.ontology)
	if err != nil || o.Ranker() == nil {
		return o, err
	}
	if _, err := claim.DecodeRanker(o.Ranker()); err != nil {
		return nil, fmt.Errorf("%s: %w; make it anew with 'dossier train --ontology'", filepath.Join(a.ontology, claim.RankerFile), err)
	}
	return o, nil
}

// printJSON writes one indented JSON value.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// refuse names an input that was not taken.
func (a *app) refuse(e *article.Error) { fmt.Fprintf(a.err, "refused %v\n", e) }

// refusedIf turns a count of refused inputs into the verb's error.
func refusedIf(n int) error {
	if n > 0 {
		return errRefused
	}
	return nil
}
