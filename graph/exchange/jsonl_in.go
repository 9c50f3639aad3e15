package exchange

import (
	"context"
	"errors"
	"fmt"

	"dossier/graph"
)

// Bounds of what an import holds in memory before it stores it.
const (
	groupRecords = 500      // profiles, mentions and claims
	groupBytes   = 16 << 20 // of text and raw pages
)

// jsonl reads what Export wrote, or what another program wrote alike. Into an
// empty store it tries a bulk load, which takes data sets alone: at the first
// article it starts over.
func (im *importer) jsonl(ctx context.Context) error {
	if !im.o.NoBulk && !im.o.DryRun {
		in := &jsonlReader{im: im, ctx: ctx}
		err := in.load()
		if err == nil {
			return in.importJudgements()
		}
		if !errors.Is(err, graph.ErrNoBulk) && !errors.Is(err, graph.ErrInvalid) && !errors.Is(err, errArticle) {
			return err
		}
		*im.report = Report{}
	}
	in := &jsonlReader{im: im, ctx: ctx, store: func(batches []*graph.Batch, lines []int) error { return im.apply(ctx, batches, lines) }}
	if err := in.read(); err != nil {
		return err
	}
	return in.importJudgements()
}

// errArticle ends a bulk load.
var errArticle = errors.New("an article among the data sets")

func (in *jsonlReader) load() error {
	var failed error
	err := in.im.store.Load(in.ctx, func(yield func(*graph.Batch, error) bool) {
		in.store = func(batches []*graph.Batch, _ []int) error {
			for _, b := range batches {
				if b.Document.Kind != graph.KindDataset {
					return asFatal(errArticle)
				}
				if !yield(b, nil) {
					return asFatal(errStopped)
				}
				if !b.More {
					in.im.report.New++
				}
			}
			return nil
		}
		if failed = in.read(); failed != nil && !errors.Is(failed, errStopped) {
			yield(nil, failed)
		}
	}, in.im.bulk())
	return err
}

func (in *jsonlReader) importJudgements() error {
	if len(in.judgements) == 0 || in.im.o.DryRun {
		return nil
	}
	return in.im.store.ImportJudgements(in.ctx, in.judgements)
}

// read reads the file and stores it.
func (in *jsonlReader) read() error {
	im := in.im
	if err := im.eachLine("reading", maxLine, in.line); err != nil {
		return err
	}
	if !in.head {
		return fmt.Errorf("%w: no line %q", ErrFormat, `{"graph":…}`)
	}
	if err := in.flush(false); err != nil {
		return err
	}
	if in.end == nil {
		return fmt.Errorf("%w: the last line is missing: the file has been cut", ErrFormat)
	}
	if *in.end != in.seen && im.report.Refused == 0 {
		return fmt.Errorf("%w: the last line counts %+v, the file holds %+v", ErrFormat, *in.end, in.seen)
	}
	return nil
}

// jsonlReader gathers documents until there are enough to apply. Its last
// batch may still grow; a data set is passed on in parts.
type jsonlReader struct {
	im         *importer
	ctx        context.Context
	store      func([]*graph.Batch, []int) error
	head       bool
	batches    []*graph.Batch
	lines      []int // of the documents of batches
	skip       bool  // the document has been refused, and with it all it says
	records    int
	bytes      int
	seen       recEnd
	end        *recEnd
	judgements []graph.Judgement
}

func (in *jsonlReader) line(l line) error {
	if len(l.text) == 0 {
		return nil
	}
	r, err := decodeLine(l.text)
	if err != nil {
		if !in.head {
			return fatal{fmt.Errorf("%w: line %d: %v", ErrFormat, l.n, err)}
		}
		return in.refuseRest(err)
	}
	if !in.head {
		return asFatal(in.readHead(r))
	}
	if in.end != nil {
		return errors.New("a line after the last one")
	}
	switch {
	case r.Document != nil:
		return in.document(r.Document, l.n)
	case r.Judgement != nil:
		j, err := r.Judgement.judgement()
		if err != nil {
			return err
		}
		in.seen.Judgements++
		in.im.report.Judgements++
		in.judgements = append(in.judgements, j)
	case r.End != nil:
		in.end = r.End
	case in.skip:
		return nil
	case len(in.batches) == 0:
		return errors.New("a record before its document")
	default:
		if err := in.record(r); err != nil {
			return in.refuseRest(err)
		}
	}
	return nil
}

func (in *jsonlReader) readHead(r *recLine) error {
	h := r.Head
	if h == nil || h.Format != jsonlKind {
		return fmt.Errorf("%w: the first line does not say %q", ErrFormat, jsonlKind)
	}
	if h.Version != jsonlVersion {
		return fmt.Errorf("%w: version %d, this program reads %d", ErrFormat, h.Version, jsonlVersion)
	}
	in.head = true
	return nil
}

// refuseRest drops the document that a bad line belongs to: a document goes in
// whole or not at all.
func (in *jsonlReader) refuseRest(err error) error {
	if n := len(in.batches); n > 0 && !in.skip {
		d := in.batches[n-1].Document
		in.batches, in.lines = in.batches[:n-1], in.lines[:n-1]
		in.skip = true
		return fmt.Errorf("%w; document %s is left out", err, d.ID)
	}
	return err
}

func (in *jsonlReader) document(r *recDocument, n int) error {
	if in.records >= groupRecords || in.bytes >= groupBytes {
		if err := in.flush(false); err != nil {
			return err
		}
	}
	in.skip = true
	d, err := r.document()
	if err != nil {
		return err
	}
	in.skip = false
	in.seen.Documents++
	in.im.report.Documents++
	in.bytes += len(d.Text) + len(d.Raw)
	in.batches, in.lines = append(in.batches, &graph.Batch{Document: d}), append(in.lines, n)
	return nil
}

func (in *jsonlReader) record(r *recLine) error {
	b := in.batches[len(in.batches)-1]
	if b.Document.Kind == graph.KindDataset && len(b.Profiles)+len(b.Claims) >= groupRecords {
		if err := in.flush(true); err != nil {
			return err
		}
		b = in.batches[len(in.batches)-1]
	}
	in.records++
	switch {
	case r.Profile != nil:
		in.seen.Profiles++
		in.im.report.Profiles++
		b.Profiles = append(b.Profiles, r.Profile.profile(b.Document.ID))
	case r.Mention != nil:
		in.seen.Mentions++
		m := r.Mention
		b.Mentions = append(b.Mentions, graph.Mention{
			Span: graph.Span{Start: m.Start, End: m.End}, Profile: m.Profile, Kind: m.Kind, Type: m.Type, Rule: m.Rule, Score: m.Score,
		})
	case r.Claim != nil:
		c, err := r.Claim.claim(b.Document.ID)
		if err != nil {
			return err
		}
		in.seen.Claims++
		in.im.report.Claims++
		b.Claims = append(b.Claims, c)
	default:
		return errors.New("a line that says nothing")
	}
	return nil
}

// flush stores what was gathered. With more, further parts of the last data
// set follow.
func (in *jsonlReader) flush(more bool) error {
	if len(in.batches) == 0 {
		return nil
	}
	last := in.batches[len(in.batches)-1]
	last.More = more
	if err := in.store(in.batches, in.lines); err != nil {
		return err
	}
	in.records, in.bytes = 0, 0
	in.batches, in.lines = nil, nil
	if more {
		in.batches, in.lines = []*graph.Batch{{Document: last.Document}}, []int{0}
	}
	return nil
}

// apply stores batches. When one is refused, the others go in one by one.
func (im *importer) apply(ctx context.Context, batches []*graph.Batch, lines []int) error {
	if im.o.DryRun {
		return nil
	}
	outs, err := im.store.Apply(ctx, batches...)
	if errors.Is(err, graph.ErrInvalid) && !batches[len(batches)-1].More && im.partOf == (graph.DocumentID{}) {
		if len(batches) == 1 {
			return im.refuse(lines[0], err)
		}
		for i := range batches {
			if err := im.apply(ctx, batches[i:i+1], lines[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	if err != nil {
		return asFatal(err)
	}
	for i, o := range outs {
		b := batches[i]
		if b.Document.ID != im.partOf { // the first part tells of a data set
			im.count(o)
		}
		im.partOf = graph.DocumentID{}
		if b.More {
			im.partOf = b.Document.ID
		}
	}
	return nil
}

func (im *importer) count(o graph.Outcome) {
	switch o {
	case graph.New:
		im.report.New++
	case graph.Updated:
		im.report.Updated++
	default:
		im.report.Unchanged++
	}
}
