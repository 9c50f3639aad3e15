package graph

import (
	"context"
	"errors"
	"fmt"

	"dossier/graph/kv"
)

// Outcome tells what Apply found.
type Outcome uint8

// The outcomes of Apply.
const (
	Unchanged Outcome = iota
	New
	Updated
)

// groupEntries is about how many writes of documents go into one commit.
const groupEntries = 3_000

// tries bounds how often a step is computed anew when another process writes.
const tries = 8

// Apply stores everything the batches' documents say, each whole or not at
// all, and brings every view up to date before it returns. A document whose
// revision is already there is Unchanged; another revision replaces it. A
// batch that contradicts itself (a quote that is not in the text, a profile
// that does not exist) is refused with ErrInvalid before anything of it is
// written; batches before it may be in.
func (s *Store) Apply(ctx context.Context, batches ...*Batch) ([]Outcome, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	out := make([]Outcome, len(batches))
	for _, b := range batches {
		if err := b.check(); err != nil {
			return nil, fmt.Errorf("apply document %s: %w", b.Document.ID, err)
		}
	}
	for i := 0; i < len(batches); {
		n, err := s.applyGroup(ctx, batches[i:], out[i:])
		if errors.Is(err, errLarge) {
			n, err = 1, s.replaceLarge(ctx, batches[i], out[i:])
		}
		if err != nil {
			return out, err
		}
		i += n
	}
	return out, nil
}

// applyGroup applies the first batches in one commit and returns how many.
func (s *Store) applyGroup(ctx context.Context, batches []*Batch, out []Outcome) (n int, err error) {
	partial := map[DocumentID]bool{}
	err = s.step(ctx, func(st *step) error {
		clear(partial)
		seen := map[DocumentID]bool{}
		size := 0
		for n = 0; n < len(batches) && (n == 0 || size < groupEntries); n++ {
			b := batches[n]
			if seen[b.Document.ID] {
				break
			}
			seen[b.Document.ID] = true
			o, again, err := st.applyOne(ctx, b, n == 0)
			if err != nil {
				return fmt.Errorf("apply document %s: %w", b.Document.ID, err)
			}
			if again {
				break
			}
			out[n] = o
			if o != Unchanged {
				partial[b.Document.ID] = b.More
				size += 15*len(b.Profiles) + 6*len(b.Claims) + len(b.Document.Text)/30
			}
		}
		return nil
	}, func() {
		for id, more := range partial {
			if more {
				s.partial[id] = true
			} else {
				delete(s.partial, id)
			}
		}
	})
	return n, err
}

// applyOne adds one batch to a step. again tells that the document's old
// revision is too large to replace in the same step as others.
func (st *step) applyOne(ctx context.Context, b *Batch, first bool) (o Outcome, again bool, err error) {
	d := &b.Document
	if d.Revision == 0 {
		c := *b
		c.Document.Revision = RevisionOf(d)
		b, d = &c, &c.Document
	}
	key := docKey(d.ID, docHeader)
	got, err := st.o.Get(ctx, []kv.Key{key})
	if err != nil {
		return 0, false, err
	}
	if got[0] == nil {
		return New, false, st.comeDocument(ctx, b, nil)
	}
	var old docRec
	if err := decode(key, got[0], &old); err != nil {
		return 0, false, err
	}
	switch {
	case old.Revision == d.Revision && !old.Partial:
		return Unchanged, false, nil
	case old.Revision == d.Revision && continues(b, &old):
		return New, false, st.comeDocument(ctx, b, &old)
	}
	if size := old.Claims + old.Profiles; size > st.s.limits.remove {
		if !first {
			return 0, true, nil
		}
		if b.More || size > st.s.limits.replace {
			return 0, false, errLarge
		}
	}
	for done := false; !done; {
		if done, err = st.goDocument(ctx, d.ID); err != nil {
			return 0, false, err
		}
	}
	return Updated, false, st.comeDocument(ctx, b, nil)
}

// continues reports whether a batch goes on where the stored parts end.
func continues(b *Batch, old *docRec) bool {
	return (len(b.Profiles) == 0 || int(b.Profiles[0].ID.N) == old.Profiles) &&
		(len(b.Claims) == 0 || int(b.Claims[0].ID.N) == old.Claims) &&
		old.Profiles+old.Claims > 0
}

// errLarge tells that a document must be removed in several steps first.
var errLarge = errors.New("document is too large for one step")

// step computes a step and commits it; done runs after the commit and before
// readers see it.
func (s *Store) step(ctx context.Context, fill func(*step) error, done func()) error {
	for range tries {
		err := s.try(ctx, fill, done)
		if !errors.Is(err, errStale) {
			return err
		}
	}
	return errStale
}

func (s *Store) try(ctx context.Context, fill func(*step) error, done func()) error {
	if err := s.settle(ctx); err != nil {
		return err
	}
	snap, err := s.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	st, err := s.begin(ctx, snap)
	if err != nil {
		return err
	}
	if err := fill(st); err != nil {
		return err
	}
	if st.idle() {
		return nil
	}
	if err := st.finish(ctx); err != nil {
		return err
	}
	if err := s.commit(ctx, st.o, st.seen); err != nil {
		return err
	}
	if done != nil {
		done()
	}
	if err := s.publish(ctx); err != nil {
		return err
	}
	s.tell(st.changed)
	return nil
}

// idle reports whether the step has nothing to do.
func (st *step) idle() bool { return st.o.n == 0 && len(st.counts) == 0 && len(st.touched) == 0 }

// replaceLarge replaces a data set too large to go in one step, or by one that
// comes in parts. Readers see the old one until the new one is in; after a
// crash in between there is none.
func (s *Store) replaceLarge(ctx context.Context, b *Batch, out []Outcome) error {
	if err := s.remove(ctx, b.Document.ID, true); err != nil {
		return err
	}
	_, err := s.applyGroup(ctx, []*Batch{b}, out)
	if err != nil {
		delete(s.partial, b.Document.ID)
		return errors.Join(err, s.publish(ctx))
	}
	out[0] = Updated
	return nil
}

// remove takes a document away in as many steps as it needs. Until the last
// (with hold: and after it), readers go on seeing the state before the first.
func (s *Store) remove(ctx context.Context, id DocumentID, hold bool) error {
	for {
		gone := false
		err := s.step(ctx, func(st *step) (err error) {
			gone, err = st.goDocument(ctx, id)
			return err
		}, func() {
			if gone && !hold {
				delete(s.partial, id)
			} else {
				s.partial[id] = true
			}
		})
		if err != nil || gone {
			return err
		}
	}
}
