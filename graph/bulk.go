package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	"dossier/graph/kv"
)

// LoadOptions of Load. The zero value works.
type LoadOptions struct {
	Dir    string // for temporary files; the system's by default
	Memory int    // bytes for sorting; 128 MB by default. Names and ids of all things come on top
}

// ErrNoBulk tells that Load cannot be used now: something is stored already, or
// somebody reads. Apply can.
var ErrNoBulk = errors.New("not a store to load in bulk")

// Load fills an empty store with data sets: what Apply would make of the same
// batches, byte for byte, in one pass. It sorts outside of memory and hands
// the engine its records in key order. ErrNoBulk if anything is stored
// or somebody reads, where possible before the first batch is asked for. A Load
// that fails leaves the store empty.
func (s *Store) Load(ctx context.Context, batches iter.Seq2[*Batch, error], o LoadOptions) (err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.checkEmpty(ctx); err != nil {
		return err
	}
	if o.Memory == 0 {
		o.Memory = 128 << 20
	}
	dir, err := os.MkdirTemp(o.Dir, "dossier-load-*")
	if err != nil {
		return err
	}
	l := newLoader(s, dir, o.Memory)
	defer func() { err = errors.Join(err, l.close(), os.RemoveAll(dir)) }()
	for b, err := range batches {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = l.batch(b)
		}
		if err != nil {
			return err
		}
	}
	if l.open != nil {
		return fmt.Errorf("%w: the last part of data set %s is missing", ErrInvalid, l.open.id)
	}
	for _, f := range []func(context.Context) error{l.resolve, l.lists, l.contribute, l.relate, l.assemble, l.fill} {
		if err := f(ctx); err != nil {
			return err
		}
	}
	return nil
}

// checkEmpty returns kv.ErrNotEmpty if there is more than Open makes.
func (s *Store) checkEmpty(ctx context.Context) error {
	for e, err := range s.db.Walk(ctx, "") {
		if err != nil {
			return err
		}
		if e.Key != keyHeader && e.Key != keyStats {
			return fmt.Errorf("%w: %w", ErrNoBulk, kv.ErrNotEmpty)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shared.checkFree()
}

// A loader gathers the records of a Load. In memory it keeps keys, entities
// and where profiles hang, never claims.
type loader struct {
	s     *Store
	dir   string
	size  int     // bytes a sorter may use
	out   *sorter // records of the store
	facts *sorter // what profiles say, by key
	refs  *sorter // claims by the keys they hang on
	sums  *spool  // claims, until their entities are known
	index map[nodeID]int32
	nodes []node
	edges map[[2]int32]int // between strong keys, the smaller index first: profiles
	weak  map[int32][]nodeID
	docs  []*loadedDocument
	known map[DocumentID]bool
	open  *loadedDocument // further parts follow
	ents  map[EntityID]int32
	list  []loadedEntity
	stats statsRec
}

// A loadedDocument is a document whose profiles hang on these keys.
type loadedDocument struct {
	id      DocumentID
	rec     docRec
	anchors []int32

	profiles, claims *group // being filled
}

// A loadedEntity counts what an entity has.
type loadedEntity struct {
	documents, claims, relations int32
	last                         int32 // document counted last, plus one
	first, latest                int64 // publication
}

func newLoader(s *Store, dir string, memory int) *loader {
	return &loader{
		s: s, dir: dir, size: memory / 2, out: newSorter(dir, memory/2), facts: newSorter(dir, memory/4), refs: newSorter(dir, memory/4), sums: newSpool(dir),
		index: map[nodeID]int32{}, edges: map[[2]int32]int{}, weak: map[int32][]nodeID{}, known: map[DocumentID]bool{}, ents: map[EntityID]int32{},
	}
}

func (l *loader) close() error {
	return errors.Join(l.out.close(), l.facts.close(), l.refs.close(), l.sums.close())
}

// fill hands everything to the engine. Loading needs it empty and to itself,
// so the header goes first, and comes back with the rest.
func (l *loader) fill(ctx context.Context) error {
	s := l.s
	if err := l.out.put(keyStats, encode(keyStats, l.stats.tidy())); err != nil {
		return err
	}
	if err := l.out.put(keyHeader, encode(keyHeader, headerRec{formatVersion})); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.shared.checkFree(); err != nil {
		return err
	}
	s.shared.release() // readers wait at the lock for the next one
	err := s.db.Update(ctx, func(tx kv.Txn) error { return errors.Join(tx.Delete(keyHeader), tx.Delete(keyStats)) })
	if err == nil {
		err = s.db.Load(ctx, l.entries())
	}
	if err != nil {
		err = errors.Join(err, s.checkHeader(context.WithoutCancel(ctx)))
	}
	snap, snapErr := s.db.Snapshot(context.WithoutCancel(ctx))
	if snapErr != nil {
		s.shared, s.closed = nil, true
		return errors.Join(err, snapErr)
	}
	s.touchedAll = true
	s.shared = s.fresh(snap)
	return err
}

// checkFree returns ErrNoBulk if somebody reads from the snapshot.
func (s *sharedSnapshot) checkFree() error {
	if s == nil {
		return kv.ErrClosed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refs > 1 {
		return fmt.Errorf("%w: %w", ErrNoBulk, kv.ErrBusy)
	}
	return nil
}

// entryRun is how many records are made ready at a time.
const entryRun = 512

// entries yields the records in key order, counts as their records. They are
// merged while the engine works on those before.
func (l *loader) entries() iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		runs, stop := make(chan []kv.Entry, 4), make(chan struct{})
		var failed error // read once runs is closed
		go func() {
			defer close(runs)
			failed = l.merge(runs, stop)
		}()
		stopped := false
		for run := range runs { // to the end: the merge must be over when this returns
			for i := 0; i < len(run) && !stopped; i++ {
				if !yield(run[i], nil) {
					stopped = true
					close(stop)
				}
			}
		}
		if failed != nil && !stopped {
			yield(kv.Entry{}, failed)
		}
	}
}

// merge sends the records in key order, until stop is closed.
func (l *loader) merge(runs chan<- []kv.Entry, stop <-chan struct{}) error {
	var run []kv.Entry
	send := func() error {
		select {
		case runs <- run:
			run = make([]kv.Entry, 0, entryRun)
			return nil
		case <-stop:
			return errStopped
		}
	}
	err := l.out.each(func(r sorted) error {
		e := kv.Entry{Key: r.key}
		if r.count != 0 {
			e.Value = encode(r.key, countRec{string(r.value), int(r.count)})
		} else {
			e.Value = bytes.Clone(r.value)
		}
		if run = append(run, e); len(run) == entryRun {
			return send()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return send()
}

var errStopped = errors.New("stopped")
