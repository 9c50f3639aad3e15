package ingest

import (
	"bytes"
	"context"
	"errors"

	"dossier/graph"
	"dossier/ingest/article"
)

// Rebuild analyses every article of a store anew, from the bytes it came as,
// and applies what differs. Judgements are the store's and stay.
func (p *Pipeline) Rebuild(ctx context.Context, store *graph.Store, o Options) (Summary, error) {
	snap, err := store.Snapshot(ctx)
	if err != nil {
		return Summary{}, err
	}
	defer snap.Close()
	done := make(chan outcome)
	ctx2, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer close(done)
		for b, err := range snap.Batches(ctx2) {
			if err != nil {
				send(ctx2, done, outcome{failed: err})
				return
			}
			if b.Document.Kind == graph.KindArticle && !send(ctx2, done, p.again(&b.Document)) {
				return
			}
		}
	}()
	var progress Progress
	err = p.apply(ctx, store, done, o, &progress)
	cancel()
	for range done { // let the reader see it and end
	}
	return progress.Summary, errors.Join(err, ctx.Err())
}

// rawNames gives the file name under which article.Read takes each kind of
// kept bytes.
var rawNames = map[string]string{"text": "kept.txt", "markdown": "kept.md", "html": "kept.html", "jsonl": "kept.jsonl"}

// again analyses one kept document. It keeps its id whatever a newer reader
// makes of its bytes.
func (p *Pipeline) again(d *graph.Document) outcome {
	name := rawNames[d.RawType]
	for a, err := range article.Read(name, bytes.NewReader(d.Raw)) {
		if err != nil {
			return outcome{refused: &article.Error{Source: d.ID.String(), Reason: err.Error()}}
		}
		b := p.Batch(a)
		b.Document.ID = d.ID
		for i := range b.Profiles {
			b.Profiles[i].ID.Document = d.ID
		}
		for i := range b.Claims {
			b.Claims[i].ID.Document = d.ID
		}
		return outcome{source: d.ID.String(), batch: b}
	}
	return outcome{refused: &article.Error{Source: d.ID.String(), Reason: "its kept bytes hold no article"}}
}
