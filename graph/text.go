package graph

import (
	"context"

	"dossier/graph/kv"
)

// readChunked reads and unpacks what chunked stored, one prefix a document.
func readChunked(ctx context.Context, r scanner, ids []DocumentID, prefix string) ([][]byte, error) {
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		ranges[i] = prefixRange(partDocument(id), prefix)
	}
	rows, err := r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(ids))
	for i, es := range rows {
		if out[i], err = unchunk(es); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readText reads the texts of documents.
func readText(ctx context.Context, r scanner, ids []DocumentID) ([]string, error) {
	data, err := readChunked(ctx, r, ids, docText)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(ids))
	for i, d := range data {
		out[i] = string(d)
	}
	return out, nil
}

// unmarshal is the inverse of marshal.
func unmarshal(what string, data []byte, v any) error {
	if len(data) == 0 {
		return nil
	}
	if err := codec().dec.Unmarshal(data, v); err != nil {
		return damagedError(what, err)
	}
	return nil
}
