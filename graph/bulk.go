package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime/debug"

	"dossier/graph/kv"
)

// LoadOptions of Load. The zero value works.
type LoadOptions struct {
	Dir    string // for temporary files; the system's by default
	Memory int    // bytes for sorting; 128 MB by default. Names and ids of all things come on top

	// Progress is told, now and then and from another goroutine, how much of the
	// records is written.
	Progress func(done, total int)
}

const defaultMemory = 128 << 20

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
	o.Memory = cmp.Or(o.Memory, defaultMemory)
	dir, err := os.MkdirTemp(o.Dir, "dossier-load-*")
	if err != nil {
		return err
	}
	l := newLoader(s, dir, o.Memory)
	l.told = o.Progress
	defer func() { err = errors.Join(err, l.close(), os.RemoveAll(dir)) }()
	if err := l.prepare(ctx, batches); err != nil {
		return err
	}
	return l.fill(ctx)
}

// prepare takes all batches and computes what their records are made of.
func (l *loader) prepare(ctx context.Context, batches iter.Seq2[*Batch, error]) error {
	// What a load keeps, it keeps to the end: letting garbage double that would
	// need more memory than it saves time.
	before := debug.SetGCPercent(50)
	l.collect = func() { debug.SetGCPercent(before) }
	if err := l.read(ctx, batches); err != nil {
		return err
	}
	if l.open != nil {
		return fmt.Errorf("%w: the last part of data set %s is missing", ErrInvalid, l.open.id)
	}
	for _, f := range []func(context.Context) error{l.resolve, l.rank, l.contribute, l.relate} {
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

// A loader gathers what the records of a Load are made of. In memory it keeps
// keys, entities and where profiles hang; claims and what profiles say are
// spooled, and sorted by small numbers in place of keys.
type loader struct {
	s    *Store
	dir  string
	size int // bytes each sort may use

	// While batches are read.
	claims, profiles *spool  // groups of each document
	sums             *spool  // claims in short, until their entities are known
	says             *spool  // what profiles say
	names            *sorter // where names are found
	rest             *sorter // records of which there are few
	index            map[nodeID]int32
	keys             keyTable
	edges            map[[2]int32]int // between strong keys, the smaller index first: profiles
	weak             [][2]int32       // edges from weak keys to strong ones, one for each profile
	docs             []*loadedDocument
	known            map[DocumentID]bool
	open             *loadedDocument // further parts follow
	types            map[string]int32
	typeNames        []string // of relations, then of entities
	typeKeys         []string // of relations, as keys have them
	facts            []byte   // scratch
	collect          func()   // sets back how often garbage is collected
	told             func(done, total int)

	// Once all are read: see rank.
	nodeOrder []int32 // by id
	nodeRank  []int32
	entityAt  []int32 // rank of a key's entity, -1 for none
	entities  []loadedEntity
	members   []int32 // keys by entity, then id
	docOrder  []int32
	docRank   []int32
	typeOrder []int32
	typeRank  []int32

	byEntity, byNode *tuples // what profiles say
	listed           *tuples // claims by the keys they hang on
	supports         *tuples // claims by relation
	in               *tuples // relations by their objects
	ranked           *tuples // relations by sources
	beside           *tuples // edges by key
	out, evidence    *spool  // relations by subject, and their claims
	byName           *sorter // entities
	stats            statsRec
}

// A loadedDocument is a document whose profiles hang on these keys.
type loadedDocument struct {
	id      DocumentID
	at      uint32 // index
	rec     docRec
	anchors []int32

	profiles, claims *group   // being filled
	spooled          [4]int64 // where its claims begin and end in the spool, and its profiles
}

// A loadedEntity counts what an entity has.
type loadedEntity struct {
	id                EntityID
	member            int32 // where its keys begin
	claims, relations int32
	documents         int32 // once it is described
	typ               int32
	latest            int64 // publication
}

func newLoader(s *Store, dir string, memory int) *loader {
	share := memory / 6
	tuples := func() *tuples { return newTuples(dir, share) }
	return &loader{
		s: s, dir: dir, size: share, claims: newSpool(dir), profiles: newSpool(dir), sums: newSpool(dir), says: newSpool(dir),
		names: newSorter(dir, share), rest: newSorter(dir, share), byName: newSorter(dir, share),
		index: map[nodeID]int32{}, edges: map[[2]int32]int{}, known: map[DocumentID]bool{}, types: map[string]int32{},
		byEntity: tuples(), byNode: tuples(), listed: tuples(), supports: tuples(), in: tuples(), ranked: tuples(), beside: tuples(),
		out: newSpool(dir), evidence: newSpool(dir),
	}
}

func (l *loader) close() error {
	if l.collect != nil {
		l.collect()
	}
	var errs []error
	for _, c := range []interface{ close() error }{
		l.claims, l.profiles, l.sums, l.says, l.names, l.rest, l.byEntity, l.byNode, l.listed, l.supports, l.in, l.ranked, l.beside, l.out, l.evidence, l.byName,
	} {
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}

// readAhead is how many batches are read while one is being taken.
const readAhead = 2

// read takes all batches. The next are read meanwhile.
func (l *loader) read(ctx context.Context, batches iter.Seq2[*Batch, error]) error {
	type item struct {
		b   *Batch
		err error
	}
	items, stop := make(chan item, readAhead), make(chan struct{})
	go func() {
		defer close(items)
		for b, err := range batches {
			select {
			case items <- item{b, err}:
			case <-stop:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	var failed error
	for it := range items { // to the end: the source must be over when this returns
		if failed != nil {
			continue
		}
		if failed = it.err; failed == nil {
			failed = ctx.Err()
		}
		if failed == nil {
			failed = l.batch(it.b)
		}
		if failed != nil {
			close(stop)
		}
	}
	return failed
}

// fill hands everything to the engine. Loading needs it empty and to itself,
// so the header goes first, and comes back with the rest.
func (l *loader) fill(ctx context.Context) error {
	s := l.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.shared.checkFree(); err != nil {
		return err
	}
	s.shared.release() // readers wait at the lock for the next one
	err := s.db.Update(ctx, func(tx kv.Txn) error { return errors.Join(tx.Delete(keyHeader), tx.Delete(keyStats)) })
	if err == nil {
		err = s.db.Load(ctx, l.entries(ctx))
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

// entries yields the records in key order. They are made while the engine works
// on those before.
func (l *loader) entries(ctx context.Context) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		runs, stop := make(chan []kv.Entry, 4), make(chan struct{})
		var failed error // read once runs is closed
		go func() {
			defer close(runs)
			failed = l.write(ctx, runs, stop)
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

var errStopped = errors.New("stopped")

// tell reports how many entities and keys are written.
func (l *loader) tell(done int) {
	if l.told != nil && done%1024 == 0 {
		l.told(done, max(len(l.entities)+l.keys.n, 1))
	}
}
