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
		Long: "Reads records that are no articles. Their rows are kept as evidence, so every\nrelation still shows where it comes from, and a data set can be forgotten as a\nwhole: importing it again replaces it. Each file may be .gz. Formats:\n\n" +
			formatList(func(x exchange.Format) bool { return x.Import }) + mappingHelp,
		Example: `  dossier import graph.jsonl.gz
  dossier import --label http://schema.org/name --url https://example.org/films films.nq.gz
  dossier import nodes.csv edges.csv
  dossier import --mapping columns.json --encoding windows-1252 --dry-run register.csv`,
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
	flags.StringVar(&mapping, "mapping", "", "csv: JSON file that says what the columns mean (see above)")
	flags.StringVar(&o.Encoding, "encoding", "", "of the text, such as windows-1252 (default: UTF-8, or UTF-16 where the file says so)")
	flags.StringVar(&o.Dataset, "dataset", "", "name of the data set (default: the file's name)")
	flags.StringVar(&o.URL, "url", "", "where the data set comes from")
	flags.BoolVar(&o.DryRun, "dry-run", false, "read and check everything, store nothing")
	flags.StringVar(&onError, "on-error", "skip", "what a bad line does: skip (it is named) or stop")
	return c
}

// mappingHelp explains mappings by one that works as it stands.
const mappingHelp = `
A table whose header is not of neo4j-admin (id:ID, name, :LABEL; :START_ID, :END_ID,
:TYPE) needs --mapping: a JSON file that says which entities a row names, and how
they are related, by the names of the columns. For the table register.csv

` + mappingTable + `
the mapping columns.json may be

` + mappingExample + `
Of an entity: id (column; rows of one id speak of one entity), scheme (of the id:
wikidata, lei …), name, type or typeColumn, aliases, description, ids (scheme:
column), values (column: relation). Of a relation: subject, object or value, type or
typeColumn, start, end, arguments (role: column). Of the table: delimiter, header
(false: none), columns (their names then), list (what divides a cell; ";"), dates
("dmy" or "mdy": how 1/2/2020 is meant).`

const mappingTable = `  owner;firm;lei;share;since
  Ana Roy;Pell Mining;529900T8BM49AURSDO55;12,5;01.02.2020
`

const mappingExample = `  {"entities": {
     "owner": {"type": "Person", "name": "owner"},
     "firm":  {"type": "Company", "name": "firm", "id": "lei", "scheme": "lei"}},
   "relations": [
     {"subject": "owner", "type": "ownerOf", "object": "firm", "start": "since", "arguments": {"share": "share"}}]}
`

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
		stored := fmt.Sprintf("%d new, %d updated, %d unchanged", report.New, report.Updated, report.Unchanged)
		if o.DryRun {
			stored = "nothing stored"
		}
		fmt.Fprintf(a.out, "%s: %d documents (%s), %d entities, %d claims, %d lines refused\n",
			files[i], report.Documents, stored, report.Profiles, report.Claims, report.Refused)
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
		bar.set(int(p.Bytes>>10), int(p.Size>>10), progressText(p))
	}
	return exchange.ImportAll(ctx, s, sources, format, o)
}

// progressText says what an import is at.
func progressText(p exchange.Progress) string {
	s := p.Source + ", " + p.Phase
	if p.Records > 0 && p.Elapsed > 0 {
		s += fmt.Sprintf(" %d records, %.0f/s", p.Records, float64(p.Records)/p.Elapsed.Seconds())
	}
	return s
}
