package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dossier/graph"
	"dossier/ingest/article"
)

// Upload analyses and stores the articles of one stream; name's ending tells
// the format. It returns the documents in it, whether new or not, and what was
// refused. Articles before a failing read stay stored.
func (p *Pipeline) Upload(ctx context.Context, store *graph.Store, name string, r io.Reader) (ids []graph.DocumentID, refused []*article.Error, err error) {
	for a, err := range article.Read(name, r) {
		var bad *article.Error
		switch {
		case errors.As(err, &bad):
			refused = append(refused, bad)
			continue
		case err != nil:
			return ids, refused, err
		case ctx.Err() != nil:
			return ids, refused, ctx.Err()
		}
		got := p.one(ctx, store, a)
		switch {
		case got.failed != nil:
			return ids, refused, got.failed
		case got.refused != nil:
			refused = append(refused, got.refused)
			continue
		case got.batch != nil:
			if _, err := store.Apply(ctx, got.batch); err != nil {
				return ids, refused, fmt.Errorf("store %s: %w", a.Source, err)
			}
		}
		ids = append(ids, p.Document(a).ID)
	}
	return ids, refused, nil
}
