package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"

	"dossier/graph/kv"
)

// A Problem is a broken invariant.
type Problem struct {
	Record string // the record's key, readable
	What   string
}

// Verify checks every invariant of the store, among them that each quote
// equals the document's text at its offsets and that every view equals one
// computed anew. It reads every record, then builds the graph once more from
// the documents and judgements alone and compares the two record by record:
// what is missing, left over or different is a problem. A graph of data sets
// alone is built as a bulk load builds it, and compared as it comes, in little
// memory; any other in memory. Writers wait.
func (s *Store) Verify(ctx context.Context) iter.Seq2[Problem, error] {
	return func(yield func(Problem, error) bool) {
		s.writing.Lock()
		defer s.writing.Unlock()
		v := &verifier{s: s, yield: yield}
		if err := v.run(ctx); err != nil && !v.stopped {
			yield(Problem{}, fmt.Errorf("verify: %w", err))
		}
	}
}

type verifier struct {
	s       *Store
	yield   func(Problem, error) bool
	stopped bool
	sets    []DocumentID // data sets
	docs    []DocumentID // articles, and what cannot be read
	judged  []JudgementID
	damaged int
}

// report hands out a problem; false means that nobody listens any more.
func (v *verifier) report(record, what string) bool {
	if !v.stopped && !v.yield(Problem{record, what}, nil) {
		v.stopped = true
	}
	return !v.stopped
}

func (v *verifier) run(ctx context.Context) error {
	if engine, ok := v.s.db.(kv.Verifier); ok {
		if err := engine.Verify(ctx); err != nil && !v.report("storage engine", err.Error()) {
			return ctx.Err()
		}
	}
	if err := v.records(ctx); err != nil || v.stopped {
		return err
	}
	if len(v.docs)+len(v.judged) == 0 {
		done, err := v.stream(ctx)
		if done || err != nil {
			return err
		}
		v.docs, v.sets = v.sets, nil // to be applied one by one, which tells what is wrong
	}
	db := kv.NewMem()
	again, err := Open(ctx, db, Options{Family: v.s.family, Functional: v.s.functional, Now: v.s.now})
	if err != nil {
		return err
	}
	defer again.Close()
	if err := v.rebuild(ctx, again); err != nil || v.stopped {
		return err
	}
	if v.damaged > 0 {
		v.report("views", "not compared, because documents or judgements are damaged")
		return nil
	}
	return v.compare(ctx, db.Walk(ctx, ""))
}

// stream compares with what a bulk load of the data sets makes. done is false
// if one of them cannot be read.
func (v *verifier) stream(ctx context.Context) (done bool, err error) {
	dir, err := os.MkdirTemp("", "dossier-verify-*")
	if err != nil {
		return false, err
	}
	snap, err := v.s.db.Snapshot(ctx)
	if err != nil {
		return false, errors.Join(err, os.RemoveAll(dir))
	}
	defer snap.Close()
	from := &Snapshot{r: plain{snap}, release: func() {}}
	l := newLoader(v.s, dir, defaultMemory)
	defer func() { err = errors.Join(err, l.close(), os.RemoveAll(dir)) }()
	if l.prepare(ctx, v.datasets(ctx, from)) != nil {
		return false, ctx.Err()
	}
	return true, v.compare(ctx, l.entries(ctx))
}

// datasets yields the data sets of the store.
func (v *verifier) datasets(ctx context.Context, from *Snapshot) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		for _, id := range v.sets {
			if !from.batchesOf(ctx, id, yield) {
				return
			}
		}
	}
}

// records reads every record once.
func (v *verifier) records(ctx context.Context) error {
	for e, err := range v.s.db.Walk(ctx, "") {
		if err != nil {
			return err
		}
		if _, err := open(e.Key, e.Value); err != nil {
			what := strings.TrimPrefix(err.Error(), keyString(e.Key)+": ")
			if !v.report(keyString(e.Key), what) {
				return nil
			}
		}
		switch {
		case strings.HasPrefix(e.Key.Part, famDocument) && e.Key.Sort == docHeader:
			var r docRec
			if id := DocumentID(id16(e.Key.Part)); decode(e.Key, e.Value, &r) == nil && DocumentKind(r.Kind) == KindDataset {
				v.sets = append(v.sets, id)
			} else {
				v.docs = append(v.docs, id)
			}
		case e.Key.Part == listJudge:
			v.judged = append(v.judged, JudgementID(id16(e.Key.Sort)))
		}
	}
	return nil
}

// rebuild applies all documents and judgements to an empty store.
func (v *verifier) rebuild(ctx context.Context, again *Store) error {
	snap, err := v.s.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	from := &Snapshot{r: plain{snap}, release: func() {}}
	if err := v.reload(ctx, from, again); err != nil {
		return err
	}
	for _, id := range v.docs {
		var bad error
		from.batchesOf(ctx, id, func(b *Batch, err error) bool {
			if err == nil {
				_, err = again.Apply(ctx, b)
			}
			bad = err
			return err == nil
		})
		if err := ctx.Err(); err != nil {
			return err
		}
		if bad != nil {
			v.damaged++
			if !v.report("document "+id.String(), bad.Error()) {
				return nil
			}
		}
	}
	for _, id := range v.judged {
		js, err := from.Judgements(ctx, []JudgementID{id})
		if err == nil {
			err = again.ImportJudgements(ctx, []Judgement{*js[0]})
		}
		if err != nil {
			v.damaged++
			if !v.report("judgement "+id.String(), err.Error()) {
				return nil
			}
		}
	}
	return nil
}

// reload loads the data sets in bulk. If one of them cannot be read, all are
// left to be applied one by one, which tells what is wrong.
func (v *verifier) reload(ctx context.Context, from *Snapshot, again *Store) error {
	if len(v.sets) == 0 {
		return nil
	}
	err := again.Load(ctx, v.datasets(ctx, from), LoadOptions{})
	if err != nil && ctx.Err() == nil {
		v.docs = append(v.sets, v.docs...)
	}
	return ctx.Err()
}

// compare walks the store side by side with the records that it should have.
func (v *verifier) compare(ctx context.Context, again iter.Seq2[kv.Entry, error]) error {
	next, stop := iter.Pull2(again)
	defer stop()
	want, err, more := next()
	for have, herr := range recut(v.s.db.Walk(ctx, "")) {
		if herr != nil {
			return herr
		}
		for more && err == nil && less(want.Key, have.Key) {
			if !v.report(keyString(want.Key), "is missing") {
				return nil
			}
			want, err, more = next()
		}
		if err != nil {
			return err
		}
		switch {
		case !more || want.Key != have.Key:
			if !v.report(keyString(have.Key), "follows from no document or judgement") {
				return nil
			}
			continue
		case !bytes.Equal(want.Value, have.Value):
			if !v.report(keyString(have.Key), "differs from what documents and judgements say") {
				return nil
			}
		}
		want, err, more = next()
	}
	for ; more && err == nil; want, err, more = next() {
		if !v.report(keyString(want.Key), "is missing") {
			return nil
		}
	}
	return err
}

func less(a, b kv.Key) bool {
	return a.Part < b.Part || a.Part == b.Part && a.Sort < b.Sort
}
