package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/schema"
)

// exporting holds the flags of export.
type exporting struct {
	format, file, since, around string
	types, relations            []string
	o                           exchange.ExportOptions
}

func (a *app) exportVerb() *cobra.Command {
	var f exporting
	c := &cobra.Command{
		Use:   "export",
		Short: "Write the graph for other tools",
		Long:  "Writes the graph, or the part that the filters leave. Formats:\n\n" + formatList(func(x exchange.Format) bool { return x.Export }),
		Example: `  dossier export --format jsonl -o graph.jsonl.gz
  dossier export --format gexf --around "Teldra Systems" --depth 2 -o teldra.gexf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context(), f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.format, "format", "", "the format (default: by the name given with -o, else jsonl)")
	flags.StringVarP(&f.file, "output", "o", "", "file to write, .gz to compress (default: stdout)")
	flags.StringSliceVar(&f.types, "type", nil, "only entities of these types and their subtypes")
	flags.StringSliceVar(&f.relations, "relation", nil, "only relations of these types and their subtypes")
	flags.StringVar(&f.since, "since", "", "only relations seen on or after this day (2025-07-18)")
	flags.IntVar(&f.o.MinSources, "min-sources", 0, "only relations with as many independent sources")
	flags.StringVar(&f.around, "around", "", "only what is near this entity (id or name)")
	flags.IntVar(&f.o.Depth, "depth", 1, "how many relations away counts as near")
	flags.StringVar(&f.o.Table, "table", "", "csv: relations (default), entities or claims")
	return c
}

func formatList(want func(exchange.Format) bool) string {
	var b strings.Builder
	for _, f := range exchange.Formats() {
		if want(f) {
			fmt.Fprintf(&b, "  %-8s  %s\n", f.Name, f.Doc)
		}
	}
	return b.String()
}

func (a *app) export(ctx context.Context, f exporting) error {
	if f.format == "" {
		f.format = exchange.FormatOf(f.file)
	}
	if f.format == "" {
		f.format = "jsonl"
	}
	return a.read(ctx, func(_ *graph.Store, snap *graph.Snapshot, o *schema.Ontology) error {
		if err := f.expand(ctx, snap, o); err != nil {
			return err
		}
		bar := newMeter(a.err, "export")
		f.o.Progress = func(r exchange.ExportReport) {
			bar.set(r.Documents, 0, fmt.Sprintf("%d entities, %d relations, %d claims", r.Entities, r.Relations, r.Claims))
		}
		report, err := a.exportTo(ctx, snap, f)
		bar.done()
		if err != nil || f.file == "" {
			return err
		}
		if a.json {
			return a.printJSON(report)
		}
		fmt.Fprintf(a.err, "%s: %d documents, %d entities, %d relations, %d claims\n", f.file, report.Documents, report.Entities, report.Relations, report.Claims)
		return nil
	})
}

// expand turns the flags' words into what exchange takes.
func (f *exporting) expand(ctx context.Context, snap *graph.Snapshot, o *schema.Ontology) error {
	for _, t := range f.types {
		if o.EntityType(t) == nil {
			return fmt.Errorf("--type %q: no such entity type; 'dossier schema' lists them", t)
		}
		f.o.Types = append(f.o.Types, o.Sub(t)...)
	}
	for _, t := range f.relations {
		if o.RelationType(t) == nil {
			return fmt.Errorf("--relation %q: no such relation type; 'dossier schema' lists them", t)
		}
		f.o.Relations = append(f.o.Relations, o.Sub(t)...)
	}
	if f.since != "" {
		day, err := time.Parse(time.DateOnly, f.since)
		if err != nil {
			return fmt.Errorf("--since %q: want a day as in 2025-07-18", f.since)
		}
		f.o.Since = day
	}
	if f.around == "" {
		return nil
	}
	e, err := find(ctx, snap, f.around)
	if err != nil {
		return err
	}
	f.o.Around = []graph.EntityID{e.ID}
	return nil
}

// exportTo writes to the file or to stdout. A file appears only when it is
// complete.
func (a *app) exportTo(ctx context.Context, snap *graph.Snapshot, f exporting) (report *exchange.ExportReport, err error) {
	if f.file == "" {
		return exchange.Export(ctx, a.out, snap, f.format, f.o)
	}
	err = writeFile(f.file, func(w io.Writer) error {
		report, err = exchange.Export(ctx, w, snap, f.format, f.o)
		return err
	})
	return report, err
}

// writeFile writes a file under a temporary name and renames it at the end;
// a name that ends in .gz is compressed.
func writeFile(name string, write func(io.Writer) error) (err error) {
	tmp, err := os.OpenFile(name+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tmp.Close(), os.Remove(tmp.Name()))
		}
	}()
	if strings.HasSuffix(name, ".gz") {
		z := gzip.NewWriter(tmp)
		err = errors.Join(write(z), z.Close())
	} else {
		err = write(tmp)
	}
	if err = errors.Join(err, tmp.Sync()); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
