package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"dossier/graph"
)

// jsonl writes everything, by document id, then the judgements by id. Filters
// leave the documents that bear on a relation they let pass, each whole: what
// is imported again must not be half of what an article says.
func (ex *exporter) jsonl(ctx context.Context) error {
	bears, err := ex.bearing(ctx)
	if err != nil {
		return err
	}
	out := newJSONLWriter(ex)
	if err := out.line(recLine{Head: &recHead{jsonlKind, jsonlVersion}}); err != nil {
		return err
	}
	for b, err := range ex.s.Batches(ctx) {
		if err != nil {
			return err
		}
		if bears != nil && !bears[b.Document.ID] {
			continue
		}
		if err := out.batch(b); err != nil {
			return fmt.Errorf("document %s: %w", b.Document.ID, err)
		}
		ex.report.Documents, ex.report.Claims = out.end.Documents, out.end.Claims
		ex.tell()
	}
	js, err := allJudgements(ctx, ex.s)
	if err != nil {
		return err
	}
	for _, j := range js {
		if err := out.line(recLine{Judgement: judgementRec(j)}); err != nil {
			return fmt.Errorf("judgement %s: %w", j.ID, err)
		}
	}
	out.end.Judgements, ex.report.Judgements = len(js), len(js)
	return out.line(recLine{End: &out.end})
}

// bearing lists the documents with a claim of a selected relation; nil if
// nothing is filtered.
func (ex *exporter) bearing(ctx context.Context) (map[graph.DocumentID]bool, error) {
	if o := &ex.o; len(o.Types)+len(o.Relations)+len(o.Around)+o.MinSources == 0 && o.Since.IsZero() {
		return nil, nil
	}
	sel, err := ex.choose(ctx)
	if err != nil {
		return nil, err
	}
	bears := map[graph.DocumentID]bool{}
	for r, err := range sel.withClaims(ctx, maxBearing) {
		if err != nil {
			return nil, err
		}
		for _, c := range r.claims {
			bears[c.ID.Document] = true
		}
	}
	ex.report.Relations = 0 // they were looked at, not written
	return bears, nil
}

// maxBearing bounds the claims of one relation whose documents are found.
const maxBearing = 10_000

func allJudgements(ctx context.Context, s *graph.Snapshot) ([]*graph.Judgement, error) {
	var js []*graph.Judgement
	p := graph.Page{First: 200}
	for {
		l, err := s.ListJudgements(ctx, p)
		if err != nil {
			return nil, err
		}
		js = append(js, l.Items...)
		if !l.HasNext || len(l.Cursors) == 0 {
			break
		}
		p.After = l.Cursors[len(l.Cursors)-1]
	}
	slices.SortFunc(js, func(a, b *graph.Judgement) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return js, nil
}

type jsonlWriter struct {
	ex   *exporter
	buf  bytes.Buffer
	enc  *json.Encoder
	last graph.DocumentID
	end  recEnd
}

func newJSONLWriter(ex *exporter) *jsonlWriter {
	w := &jsonlWriter{ex: ex}
	w.enc = json.NewEncoder(&w.buf)
	w.enc.SetEscapeHTML(false)
	return w
}

// line writes one record. Go writes bytes that are not UTF-8 as U+FFFD;
// rather than to lose them, the export fails and says where.
func (w *jsonlWriter) line(r recLine) error {
	w.buf.Reset()
	if err := w.enc.Encode(r); err != nil {
		return err
	}
	if hasReplaced(w.buf.Bytes()) {
		return fmt.Errorf("%w: %.80s", errNotUTF8, w.buf.Bytes())
	}
	if w.buf.Len() > maxLine {
		return fmt.Errorf("a line of %d bytes, at most %d can be read back", w.buf.Len(), maxLine)
	}
	_, err := w.ex.w.Write(w.buf.Bytes())
	return err
}

// hasReplaced reports whether the encoder replaced a byte: it writes those as
// an escape, and a U+FFFD of the text as it is.
func hasReplaced(b []byte) bool {
	for {
		i := bytes.IndexByte(b, '\\')
		if i < 0 || i+1 >= len(b) {
			return false
		}
		if bytes.HasPrefix(b[i:], []byte(`\ufffd`)) {
			return true
		}
		b = b[i+2:]
	}
}

func (w *jsonlWriter) batch(b *graph.Batch) error {
	if b.Document.ID != w.last {
		w.last = b.Document.ID
		w.end.Documents++
		if err := w.line(recLine{Document: documentRec(&b.Document)}); err != nil {
			return err
		}
	}
	for i := range b.Profiles {
		w.end.Profiles++
		if err := w.line(recLine{Profile: profileRec(&b.Profiles[i])}); err != nil {
			return err
		}
	}
	for _, m := range b.Mentions {
		w.end.Mentions++
		r := &recMention{m.Start, m.End, m.Profile, m.Kind, m.Type, m.Rule, m.Score}
		if err := w.line(recLine{Mention: r}); err != nil {
			return err
		}
	}
	for i := range b.Claims {
		w.end.Claims++
		if err := w.line(recLine{Claim: claimRec(&b.Claims[i])}); err != nil {
			return err
		}
	}
	return nil
}
