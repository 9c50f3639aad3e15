// Package exchange takes whole graphs in and out. JSONL is lossless and
// canonical; the other formats serve other tools. An imported table or graph
// becomes a document of kind "dataset" whose rows are the evidence, so that
// every edge still shows where it comes from.
package exchange

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dossier/graph"
)

// ErrFormat is wrapped by errors about the input as a whole: a format that is
// not known, a head that is missing, a file that ends early.
var ErrFormat = errors.New("not in the format")

// A Format is a way to write a graph down.
type Format struct {
	Name   string
	Doc    string
	Import bool
	Export bool
	Suffix []string // of file names, without ".gz"
}

// Formats returns the formats, the lossless one first.
func Formats() []Format {
	return []Format{
		{"jsonl", "lossless, canonical: the same graph gives the same bytes; filters leave whole documents", true, true, []string{".jsonl"}},
		{"csv", "tables: CSV or TSV with neo4j-admin's header or a mapping in, spreadsheet-safe CSV out", true, true, []string{".csv", ".tsv", ".txt"}},
		{"nquads", "RDF: N-Quads or N-Triples in, N-Quads with PROV-O and Web Annotation out", true, true, []string{".nq", ".nt"}},
		{"ftm", "FollowTheMoney entity stream", true, true, []string{".ftm", ".ijson", ".json"}},
		{"graphml", "GraphML 1.0", false, true, []string{".graphml"}},
		{"gexf", "GEXF 1.3, for Gephi", false, true, []string{".gexf"}},
		{"neo4j", "zip of the CSV files for neo4j-admin, with the command", false, true, []string{".zip"}},
		{"jsonld", "JSON-LD with schema.org names", false, true, []string{".jsonld"}},
	}
}

// A Source is a file to import. It is read more than once.
type Source struct {
	Name string // shown in messages; names the data set
	Open func() (io.ReadCloser, error)
	Size int64 // bytes as stored, for progress; 0 if unknown
}

// Import limits and choices. The zero value works.
type ImportOptions struct {
	Dataset  string   // name of the data set; by default the file's name
	Title    string   // by default the name of the data set
	URL      string   // where the data set comes from
	Label    []string // predicates that carry names; rdfs:label by default
	Alias    []string // … other names; skos:altLabel by default
	Type     []string // … types; rdf:type by default
	Mapping  *Mapping // how the columns of a table are meant
	Encoding string   // as HTML names it, "windows-1252"; by default UTF-8, or UTF-16 where a byte order mark says so
	Space    string   // under which ids of several tables are one; by default the data set or the folder
	Known    *Known   // shared by the files of one import, those with nodes first
	DryRun   bool     // read and check everything, store nothing
	OnError  OnError
	Refuse   func(BadLine)    // told of every line that was skipped
	Progress func(Progress)   // called a few times a second
	Now      func() time.Time // for Progress; time.Now by default

	// Keys makes the identity keys of a profile, beyond one for each external id.
	Keys   func(*graph.Profile) []graph.IdentityKey
	NoBulk bool              // go the incremental way also into an empty store
	Bulk   graph.LoadOptions // of the bulk load that an empty store gets
}

// OnError says what a bad line does.
type OnError uint8

// The ways to go on.
const (
	Skip OnError = iota // name it and go on
	Stop                // end the import
)

// A BadLine is a line that was refused.
type BadLine struct {
	Source string
	Line   int
	Err    error
}

func (b BadLine) Error() string { return fmt.Sprintf("%s:%d: %v", b.Source, b.Line, b.Err) }
func (b BadLine) Unwrap() error { return b.Err }

// Progress tells how far an import is.
type Progress struct {
	Source  string
	Phase   string // "reading", "storing", "indexing"
	Bytes   int64  // of the source as stored; how much of them is read, or indexed
	Size    int64  // 0 if unknown
	Records int    // profiles and claims so far
	Elapsed time.Duration
}

// A Report tells what an import did.
type Report struct {
	Documents, New, Updated, Unchanged int
	Profiles, Claims, Judgements       int // read
	Refused                            int // lines
}

// Import reads a source into the store. The error is of the source as a
// whole, or with OnError Stop of the first bad line; lines that were skipped
// are only counted and told to Refuse.
func Import(ctx context.Context, s *graph.Store, src Source, format string, o ImportOptions) (*Report, error) {
	im := newImporter(s, src, o)
	err := im.run(ctx, format)
	return im.report, err
}

// ImportAll reads several sources of one format, those with nodes before those
// with edges, as one import: what one says of a node the next ones know. Into
// an empty store all go in one bulk load. A report for each source.
func ImportAll(ctx context.Context, s *graph.Store, srcs []Source, format string, o ImportOptions) ([]*Report, error) {
	if o.Known == nil && len(srcs) > 1 {
		o.Known = NewKnown()
	}
	if format != "jsonl" && !o.NoBulk && !o.DryRun && len(srcs) > 1 {
		reports, err := loadAll(ctx, s, srcs, format, o)
		if !errors.Is(err, graph.ErrNoBulk) {
			return reports, err
		}
		o.Known = NewKnown()
		if reports != nil { // all lines have been told of
			o.Refuse = nil
		}
	}
	var reports []*Report
	for _, src := range srcs {
		r, err := Import(ctx, s, src, format, o)
		reports = append(reports, r)
		if err != nil {
			return reports, err
		}
	}
	return reports, nil
}

// loadAll loads the sources one after the other in one bulk load.
func loadAll(ctx context.Context, s *graph.Store, srcs []Source, format string, o ImportOptions) (reports []*Report, err error) {
	var failed error
	err = s.Load(ctx, func(yield func(*graph.Batch, error) bool) {
		for _, src := range srcs {
			im := newImporter(s, src, o)
			reports = append(reports, im.report)
			im.load = func(b *graph.Batch) error {
				if !yield(b, nil) {
					return errStopped
				}
				return nil
			}
			if failed = im.run(ctx, format); failed == nil {
				im.report.New++
				continue
			}
			if !errors.Is(failed, errStopped) {
				yield(nil, failed)
			}
			return
		}
	}, newImporter(s, srcs[len(srcs)-1], o).bulk())
	return reports, err
}

// errStopped tells that a bulk load takes no more; why is its own error.
var errStopped = errors.New("the store takes no more")

func newImporter(s *graph.Store, src Source, o ImportOptions) *importer {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &importer{store: s, src: src, o: o, report: &Report{}, started: o.Now(), named: map[int]bool{}}
}

func (im *importer) run(ctx context.Context, format string) (err error) {
	switch format {
	case "jsonl":
		err = im.jsonl(ctx)
	case "nquads":
		err = im.nquads(ctx)
	case "csv":
		err = im.csv(ctx)
	case "ftm":
		err = im.ftm(ctx)
	default:
		err = fmt.Errorf("%w %q: there is no such format to import", ErrFormat, format)
		if format == "" {
			err = errors.New("its name does not tell the format, which has to be given")
		}
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", im.src.Name, err)
	}
	return nil
}

// importer is one run of Import.
type importer struct {
	store   *graph.Store
	src     Source
	o       ImportOptions
	report  *Report
	started time.Time
	told    time.Time                // when Progress was called last
	partOf  graph.DocumentID         // data set of which further parts follow
	load    func(*graph.Batch) error // of a bulk load that takes several sources
	named   map[int]bool             // bad lines that Refuse was told of: a file may be read again
}

// refuse notes a bad line; its error ends the import.
func (im *importer) refuse(line int, err error) error {
	bad := BadLine{im.src.Name, line, err}
	im.report.Refused++
	if im.o.OnError == Stop {
		return bad
	}
	if im.o.Refuse != nil && !im.named[line] {
		im.named[line] = true
		im.o.Refuse(bad)
	}
	return nil
}

func (im *importer) progress(phase string, bytes int64) {
	if im.o.Progress == nil {
		return
	}
	now := im.o.Now()
	if now.Sub(im.told) < 200*time.Millisecond {
		return
	}
	im.told = now
	im.o.Progress(Progress{im.src.Name, phase, bytes, im.src.Size, im.report.Profiles + im.report.Claims, now.Sub(im.started)})
}

// bulk is how to load in bulk, with the progress of it.
func (im *importer) bulk() graph.LoadOptions {
	o := im.o.Bulk
	o.Progress = func(done, total int) { im.progress("indexing", im.src.Size*int64(done)/int64(total)) }
	return o
}

// ExportOptions select what is exported. The zero value exports everything; of
// JSONL filters leave whole documents.
type ExportOptions struct {
	Types      []string // entity types, already expanded
	Relations  []string // relation types, already expanded
	Since      time.Time
	MinSources int
	Around     []graph.EntityID
	Depth      int    // of Around; 1 by default
	Table      string // csv: "relations" (default), "entities" or "claims"
	Base       string // IRIs of exported things; "urn:uuid:" by default
	Progress   func(ExportReport)
}

// An ExportReport counts what was written.
type ExportReport struct{ Documents, Entities, Relations, Claims, Judgements int }

// Export writes a graph.
func Export(ctx context.Context, w io.Writer, s *graph.Snapshot, format string, o ExportOptions) (*ExportReport, error) {
	if o.Depth == 0 {
		o.Depth = 1
	}
	o.Base = cmp.Or(o.Base, "urn:uuid:")
	ex := &exporter{w: bufio.NewWriterSize(w, 1<<16), s: s, o: o, report: &ExportReport{}}
	write := map[string]func(context.Context) error{
		"jsonl": ex.jsonl, "csv": ex.csv, "nquads": ex.nquads, "graphml": ex.graphml, "gexf": ex.gexf, "neo4j": ex.neo4j, "ftm": ex.ftm, "jsonld": ex.jsonld,
	}[format]
	if write == nil {
		return nil, fmt.Errorf("%w %q: there is no such format to export", ErrFormat, format)
	}
	err := write(ctx)
	if err == nil {
		err = ex.w.Flush()
	}
	if err != nil {
		return ex.report, fmt.Errorf("export %s: %w", format, err)
	}
	return ex.report, nil
}

// exporter is one run of Export.
type exporter struct {
	w      *bufio.Writer
	s      *graph.Snapshot
	o      ExportOptions
	report *ExportReport
}

func (ex *exporter) tell() {
	if ex.o.Progress != nil {
		ex.o.Progress(*ex.report)
	}
}

// FormatOf guesses the format from a file's name; "" if it says nothing.
func FormatOf(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	for _, f := range Formats() {
		for _, s := range f.Suffix {
			if strings.HasSuffix(name, s) {
				return f.Name
			}
		}
	}
	return ""
}
