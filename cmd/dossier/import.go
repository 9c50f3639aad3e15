package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/ingest/article"
)

func (a *app) importVerb() *cobra.Command {
	var format, mapping, onError string
	var o exchange.ImportOptions
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Read a batch of records: registers, lists, other graphs",
		Long: "Reads records that are no articles. Their rows are kept as evidence, so every\nrelation still shows where it comes from, and a data set can be forgotten as a\nwhole. Each file may be .gz. Formats:\n\n" +
			formatList(func(x exchange.Format) bool { return x.Import }),
		Example: `  dossier import --format jsonl graph.jsonl.gz
  dossier import --format nquads --label http://www.w3.org/2000/01/rdf-schema#label films.nq.gz
  dossier import --format csv --mapping columns.json register.csv
  dossier import --format csv nodes.csv edges.csv`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := importChoices(&o, mapping, onError); err != nil {
				return err
			}
			return a.importFiles(cmd.Context(), args, format, o)
		},
	}
	flags := c.Flags()
	flags.StringVar(&format, "format", "", "the format (default: by the file's name)")
	flags.StringArrayVar(&o.Label, "label", nil, "nquads: predicate that carries names (repeatable; default rdfs:label)")
	flags.StringArrayVar(&o.Alias, "alias", nil, "nquads: predicate that carries other names (repeatable; default skos:altLabel)")
	flags.StringArrayVar(&o.Type, "type", nil, "nquads: predicate that carries types (repeatable; default rdf:type)")
	flags.StringVar(&mapping, "mapping", "", "csv: JSON file that says what the columns mean")
	flags.StringVar(&o.Dataset, "dataset", "", "name of the data set (default: the file's name)")
	flags.StringVar(&o.URL, "url", "", "where the data set comes from")
	flags.BoolVar(&o.DryRun, "dry-run", false, "read and check everything, store nothing")
	flags.StringVar(&onError, "on-error", "skip", "what a bad line does: skip (it is named) or stop")
	return c
}

func importChoices(o *exchange.ImportOptions, mapping, onError string) error {
	switch onError {
	case "skip":
		o.OnError = exchange.Skip
	case "stop":
		o.OnError = exchange.Stop
	default:
		return fmt.Errorf("--on-error %q: want skip or stop", onError)
	}
	if mapping == "" {
		return nil
	}
	data, err := os.ReadFile(mapping)
	if err != nil {
		return err
	}
	if o.Mapping, err = exchange.ParseMapping(data); err != nil {
		return fmt.Errorf("%s: %w", mapping, err)
	}
	return nil
}

func (a *app) importFiles(ctx context.Context, files []string, format string, o exchange.ImportOptions) error {
	ont, err := a.loadOntology()
	if err != nil {
		return err
	}
	s, err := a.openStore(ctx, ont, false)
	if err != nil {
		return err
	}
	defer s.Close()
	o.Keys = keysUnder(ont)
	o.Refuse = func(b exchange.BadLine) {
		a.refuse(&article.Error{Source: b.Source, Line: b.Line, Reason: b.Err.Error()})
	}
	reports, err := a.importAll(ctx, s, files, format, o)
	if err != nil {
		return err
	}
	refused := 0
	for i, report := range reports {
		refused += report.Refused
		if a.json {
			if err := a.printJSON(report); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(a.out, "%s: %d documents (%d new, %d updated, %d unchanged), %d entities, %d claims, %d lines refused\n",
			files[i], report.Documents, report.New, report.Updated, report.Unchanged, report.Profiles, report.Claims, report.Refused)
	}
	return refusedIf(refused)
}

// importAll imports the files together, so that an edge of one finds its ends
// in another. Without a format the first file's name decides.
func (a *app) importAll(ctx context.Context, s *graph.Store, files []string, format string, o exchange.ImportOptions) ([]*exchange.Report, error) {
	if format == "" {
		format = exchange.FormatOf(files[0])
	}
	var sources []exchange.Source
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return nil, err
		}
		sources = append(sources, exchange.Source{Name: file, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(file) }})
	}
	bar := newMeter(a.err, "import")
	defer bar.done()
	o.Progress = func(p exchange.Progress) {
		bar.set(int(p.Bytes>>10), int(p.Size>>10), fmt.Sprintf("%s, %s, %d records", p.Source, p.Phase, p.Records))
	}
	return exchange.ImportAll(ctx, s, sources, format, o)
}
