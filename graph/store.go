package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"dossier/graph/kv"
)

// Errors of the store.
var (
	ErrNotFound = errors.New("not found")
	ErrFormat   = errors.New("store was written in a format this version does not read")
	ErrInvalid  = errors.New("batch contradicts itself")
)

// Options of a store. The zero value works, with identity by strong keys alone.
type Options struct {
	// Family returns the family of an entity type; identity never crosses it.
	Family func(entityType string) string
	// Functional reports whether a relation type admits one object at a time
	// among its values, or among the entities, so that two contradict each
	// other; none by default.
	Functional func(relation string, values bool) bool
	// Now stamps judgements; time.Now by default.
	Now func() time.Time
	// Cache is the memory for what readers asked for last, decoded, in bytes;
	// 128 MB by default, none if negative.
	Cache int64
}

// A Store is a graph in a kv.DB. One goroutine writes at a time (the store
// sees to it); reads go on meanwhile on their own snapshots, which only ever
// show states in which views and documents agree.
type Store struct {
	db     kv.DB
	family func(string) string
	now    func() time.Time

	functional func(relation string, values bool) bool
	limits     limits

	writing sync.Mutex // held by the writer; guards what follows up to memo
	journal bool       // a journal may be there
	partial map[DocumentID]bool

	touched    map[EntityID]bool // changed since readers saw the last state; guarded by writing
	touchedAll bool
	wrote      []byte // the record of counters as this store wrote it last

	memo   *memo
	mu     sync.Mutex // guards the rest
	shared *sharedSnapshot
	subs   map[chan Change]bool
	closed bool
}

// headerRec tells what a store is.
type headerRec struct {
	Format int `cbor:"1,keyasint"`
}

// Open reads the store's header, finishes what a crash left half done, and
// refuses formats it does not know. The store owns db from here on.
func Open(ctx context.Context, db kv.DB, o Options) (*Store, error) {
	s := &Store{db: db, family: o.Family, now: o.Now, functional: o.Functional, limits: contractLimits, journal: true, partial: map[DocumentID]bool{},
		touched: map[EntityID]bool{}, memo: newMemo(o.Cache), subs: map[chan Change]bool{}}
	if s.family == nil {
		s.family = func(string) string { return "" }
	}
	if s.functional == nil {
		s.functional = func(string, bool) bool { return false }
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.start(ctx); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) error {
	if err := s.checkHeader(ctx); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	if err := s.dropPartial(ctx); err != nil {
		return err
	}
	return s.publish(ctx)
}

// checkHeader reads the format, and writes it into an empty store.
func (s *Store) checkHeader(ctx context.Context) error {
	return s.db.Update(ctx, func(tx kv.Txn) error {
		got, err := tx.Get(ctx, []kv.Key{keyHeader})
		if err != nil {
			return err
		}
		if got[0] == nil {
			if err := tx.Put(keyStats, encode(keyStats, statsRec{})); err != nil {
				return err
			}
			return tx.Put(keyHeader, encode(keyHeader, headerRec{formatVersion}))
		}
		var h headerRec
		if err := decode(keyHeader, got[0], &h); err != nil {
			return err
		}
		if h.Format != formatVersion {
			return fmt.Errorf("format %d: %w", h.Format, ErrFormat)
		}
		return nil
	})
}

// dropPartial removes data sets of which only some parts had arrived.
func (s *Store) dropPartial(ctx context.Context) error {
	snap, err := s.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	rows, err := scanAll(ctx, snap, []kv.Range{{Part: partPending}})
	snap.Close()
	if err != nil {
		return err
	}
	for _, e := range rows[0] {
		if err := s.remove(ctx, DocumentID(id16(e.Key.Sort)), false); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the store and its engine. Snapshots in use stay readable until
// they are closed only if the engine says so; close them first.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	for c := range s.subs {
		close(c)
		delete(s.subs, c)
	}
	old := s.shared
	s.shared = nil
	s.mu.Unlock()
	old.release()
	return s.db.Close()
}

// A sharedSnapshot is the last consistent state, shared by its readers.
type sharedSnapshot struct {
	kv.Snapshot
	state uint64 // its number in the memo
	mu    sync.Mutex
	refs  int // guarded by mu
}

func (s *sharedSnapshot) acquire() *sharedSnapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs++
	return s
}

func (s *sharedSnapshot) release() {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.refs--
	last := s.refs == 0
	s.mu.Unlock()
	if last {
		s.Snapshot.Close()
	}
}

// publish shows readers the present state, unless a data set is only partly
// there: then they go on seeing the last whole one.
func (s *Store) publish(ctx context.Context) error {
	if len(s.partial) > 0 {
		return nil
	}
	snap, err := s.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	fresh := s.fresh(snap)
	s.mu.Lock()
	old := s.shared
	s.shared = fresh
	s.mu.Unlock()
	old.release()
	return nil
}

// Changes returns a channel that receives after every commit; for a slow
// receiver several commits become one change. stop releases it.
func (s *Store) Changes() (c <-chan Change, stop func()) {
	ch := make(chan Change, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		close(ch)
		return ch, func() {}
	}
	s.subs[ch] = true
	return ch, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.subs[ch] {
			delete(s.subs, ch)
			close(ch)
		}
	}
}

// tell sends a change to all who listen, with what they have not received yet.
func (s *Store) tell(c Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ch := range s.subs { // only tell sends, so there is room behind a receive
		select {
		case waiting := <-ch:
			ch <- waiting.and(c)
		default:
			ch <- c
		}
	}
}

// A Change says what a commit touched.
type Change struct {
	Entities  []EntityID
	Documents []DocumentID
}

// and returns what two commits touched together.
func (c Change) and(d Change) Change {
	return Change{eitherOf(c.Entities, d.Entities), eitherOf(c.Documents, d.Documents)}
}

// eitherOf returns the members of both lists, in order, each once.
func eitherOf[ID ~[16]byte](a, b []ID) []ID {
	out := slices.Concat(a, b)
	slices.SortFunc(out, cmp16)
	return slices.Compact(out)
}

// Snapshot opens a consistent view. Close it.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, kv.ErrClosed
	}
	shared := s.shared.acquire()
	return &Snapshot{r: plain{shared}, functional: s.functional, memo: s.memo, state: shared.state, release: sync.OnceFunc(shared.release)}, nil
}

// A Snapshot answers questions about one state of the graph. Methods take
// slices and answer in the same order; what is missing is nil or empty. Results
// may be shared between callers: do not write to them.
type Snapshot struct {
	r          scanner
	functional func(relation string, values bool) bool
	memo       *memo // nil: nothing is kept
	state      uint64
	release    func()
}

// Close releases the snapshot.
func (s *Snapshot) Close() { s.release() }
