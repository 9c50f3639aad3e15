// Package ingest is the pipeline from files to applied batches.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"dossier/graph"
	"dossier/ingest/article"
)

// Options of Ingest; the zero value works.
type Options struct {
	Workers  int                      // analysing at a time; 0: one for each core
	DryRun   bool                     // analyse, store nothing
	Progress func(Progress)           // called from one goroutine, after every document
	Refuse   func(err *article.Error) // called from one goroutine, for every input not taken
}

// A Progress says how far an Ingest is.
type Progress struct {
	Summary
	Files, FilesTotal int
	Current           string // source of the document just done
}

// A Summary counts what an Ingest did.
type Summary struct {
	Documents   int // read; the sum of the next three
	New         int
	Updated     int
	Unchanged   int
	Refused     int // inputs not taken
	NotAnalysed int // documents in a language that is stored but not analysed
	Mentions    int // of the new and updated documents
	Claims      int
}

// groupSize is how many documents are applied together: enough that syncing
// to disk costs little, few enough that an interrupted run loses little.
const groupSize = 16

// outcome of one article on its way: analysed, already there, or refused.
type outcome struct {
	batch     *graph.Batch
	source    string
	unchanged bool
	refused   *article.Error
	fileDone  bool
	failed    error
}

// Ingest reads the articles of files, folders and globs ("-" is stdin),
// analyses them on all workers, and applies them to the store. What cannot be
// read goes to o.Refuse and the rest is done; a document that the store has
// already is passed over before it is analysed, so that an interrupted run is
// resumed by running it again. With o.DryRun the store may be nil.
func (p *Pipeline) Ingest(ctx context.Context, store *graph.Store, paths []string, stdin io.Reader, o Options) (Summary, error) {
	outer := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sources, refusals := Sources(paths)
	read := make(chan *article.Article)
	done := make(chan outcome)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(read)
		for _, e := range refusals {
			if !send(ctx, done, outcome{refused: e}) {
				return
			}
		}
		readAll(ctx, sources, stdin, read, done)
	})
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for range workers {
		wg.Go(func() {
			for a := range read {
				if !send(ctx, done, p.one(ctx, store, a)) {
					return
				}
			}
		})
	}
	go func() { wg.Wait(); close(done) }()
	progress := Progress{FilesTotal: len(sources)}
	err := p.apply(ctx, store, done, o, &progress)
	cancel()
	for range done { // let the others see it and end
	}
	return progress.Summary, errors.Join(err, outer.Err())
}

func send[T any](ctx context.Context, c chan<- T, v T) bool {
	select {
	case c <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// one analyses an article unless the store has it. A fault of our own in the
// analysis costs this article, never the run.
func (p *Pipeline) one(ctx context.Context, store *graph.Store, a *article.Article) (out outcome) {
	defer func() {
		if fault := recover(); fault != nil {
			reason := fmt.Sprintf("cannot be analysed (a bug in Dossier, please report it): %v", fault)
			out = outcome{refused: &article.Error{Source: a.Source, Reason: reason}}
		}
	}()
	if store != nil {
		d := p.Document(a)
		same, err := has(ctx, store, &d)
		if err != nil || same {
			return outcome{source: a.Source, unchanged: same, failed: err}
		}
	}
	return outcome{source: a.Source, batch: p.Batch(a)}
}

// has reports whether the store holds this revision of the document.
func has(ctx context.Context, store *graph.Store, d *graph.Document) (bool, error) {
	snap, err := store.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	defer snap.Close()
	found, err := snap.Documents(ctx, []graph.DocumentID{d.ID}, false, false)
	if err != nil {
		return false, fmt.Errorf("look up document %s: %w", d.ID, err)
	}
	return found[0] != nil && found[0].Revision == d.Revision, nil
}

// apply takes the outcomes as they come and applies them in groups. What was
// analysed when the context ended is still applied, so that no work is lost.
func (p *Pipeline) apply(ctx context.Context, store *graph.Store, done <-chan outcome, o Options, progress *Progress) error {
	var group []*graph.Batch
	flush := func() error {
		if len(group) == 0 || o.DryRun {
			group = nil
			return nil
		}
		outcomes, err := store.Apply(context.WithoutCancel(ctx), group...)
		for i, got := range outcomes {
			progress.count(got, group[i])
		}
		group = nil
		return err
	}
	for r := range done {
		switch {
		case r.failed != nil:
			return errors.Join(r.failed, flush())
		case r.refused != nil:
			progress.Refused++
			if o.Refuse != nil {
				o.Refuse(r.refused)
			}
		case r.fileDone:
			progress.Files++
		case r.unchanged:
			progress.Documents++
			progress.Unchanged++
		default:
			group = append(group, r.batch)
			if o.DryRun {
				progress.count(graph.New, r.batch)
			}
			if len(group) == groupSize {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if o.Progress != nil {
			progress.Current = r.source
			o.Progress(*progress)
		}
	}
	return flush()
}

// count adds one applied document.
func (s *Summary) count(got graph.Outcome, b *graph.Batch) {
	s.Documents++
	switch got {
	case graph.New:
		s.New++
	case graph.Updated:
		s.Updated++
	case graph.Unchanged:
		s.Unchanged++
		return
	}
	if b.Document.Language != "en" {
		s.NotAnalysed++
	}
	s.Mentions += len(b.Mentions)
	s.Claims += len(b.Claims)
}
