// Package badgerkv keeps the storage contract in a folder, with Badger v4: the
// embedded engine, and the default.
package badgerkv

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"

	"dossier/graph/kv"
)

// Options of a store. The zero value works.
type Options struct {
	// MinFree is how much disk space must stay free, in bytes: below it writes
	// are refused with kv.ErrNoSpace, and so is opening, because a full disk
	// kills the process in the middle of a write to a mapped file. Default 512 MB.
	MinFree int64
	// BlockCache is the memory for blocks read, in bytes. Default 64 MB.
	BlockCache int64
	// Log receives Badger's warnings and errors; its chatter at debug level.
	// Default: nobody.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	o.MinFree = cmp.Or(o.MinFree, 512<<20)
	o.BlockCache = cmp.Or(o.BlockCache, 64<<20)
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	return o
}

// tableCompression never changes without a new format: a table outside the
// manifest does not tell how it was written.
const tableCompression = options.Snappy

func (o Options) badger(dir string) badger.Options {
	b := badger.DefaultOptions(dir).
		WithLogger(logger{o.Log}).
		WithMetricsEnabled(false).
		WithBypassLockGuard(lockedByUs).
		// Off, it lost acknowledged writes in 24 of 25 power cuts.
		WithSyncWrites(true).
		// Badger knows only read–write conflicts; kv.Conflicts keeps the contract.
		WithDetectConflicts(false).
		WithNumVersionsToKeep(1).
		// An Update may fill 15 percent of a memtable, and a key of zero bytes
		// takes twice its size: this holds the largest Update of the contract.
		WithMemTableSize(58 << 20).
		WithNumMemtables(2).
		WithNumCompactors(2).
		WithBlockCacheSize(o.BlockCache).
		WithBaseTableSize(8 << 20).
		WithCompression(tableCompression).
		// Values stay inline (threshold 1 MB), so value logs stay empty.
		WithValueLogFileSize(16 << 20)
	b.TableSizeMultiplier = 1 // on all levels: the loader builds several tables at once
	return b
}

// Open opens the store in a folder, which it makes if need be. One process has
// it open at a time: the second gets kv.ErrLocked. What it finds damaged is
// kv.ErrDamaged, and stays as it is.
func Open(dir string, o Options) (kv.DB, error) {
	o = o.withDefaults()
	s, err := open(dir, o)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	return s, nil
}

func open(dir string, o Options) (_ *store, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	unlock, err := lock(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			unlock()
		}
	}()
	if err := checkSpace(dir, o.MinFree); err != nil {
		return nil, err
	}
	strays, err := preflight(dir, o)
	if err != nil {
		return nil, err
	}
	if err := strays.settle(dir, o); err != nil {
		return nil, err
	}
	db, err := badger.Open(o.badger(dir))
	if err != nil && removeEmptyLogs(dir) > 0 {
		db, err = badger.Open(o.badger(dir)) // a file that this very attempt left empty
	}
	if err != nil {
		return nil, explain(err)
	}
	return &store{dir: dir, o: o, db: db, unlock: unlock, open: map[*snapshot]struct{}{}}, nil
}

type store struct {
	dir       string
	o         Options
	db        *badger.DB
	unlock    func()
	gate      kv.Gate
	conflicts kv.Conflicts
	loading   sync.RWMutex // held whole by Load, which shuts db and opens it again
	lost      error        // guarded by loading: db does not open any more
	mu        sync.Mutex
	open      map[*snapshot]struct{} // guarded by mu
}

// enter is what every call begins with; leave ends it.
func (s *store) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.gate.Enter(); err != nil {
		return err
	}
	s.loading.RLock()
	if s.lost != nil {
		s.leave()
		return s.lost
	}
	return nil
}

func (s *store) leave() {
	s.loading.RUnlock()
	s.gate.Leave()
}

func (s *store) Update(ctx context.Context, fn func(kv.Txn) error) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.leave()
	for {
		done, err := s.try(fn)
		if done || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// try runs fn once; done is false after a conflict.
func (s *store) try(fn func(kv.Txn) error) (done bool, err error) {
	start := s.conflicts.Begin()
	defer s.conflicts.End(start)
	tx := s.db.NewTransaction(true)
	defer tx.Discard()
	t := &txn{reader: reader{tx}, written: map[kv.Key]struct{}{}}
	defer func() { t.ended = true }()
	if err := fn(t); err != nil {
		return true, err
	}
	if len(t.keys) == 0 {
		return true, nil
	}
	if err := checkSpace(s.dir, s.o.MinFree); err != nil {
		return true, err
	}
	// Badger gives the place in the order before CommitWith returns, and calls
	// back when the writes are on disk.
	durable := make(chan error, 1)
	committed := s.conflicts.Commit(start, t.keys, func() {
		tx.CommitWith(func(err error) { durable <- err })
	})
	if !committed {
		return false, nil
	}
	return true, <-durable
}

// Verify reads every table and checks Badger's checksums. Its iterators end
// early, without an error, on a damaged block; this names it.
func (s *store) Verify(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.leave()
	if err := s.db.VerifyChecksum(); err != nil {
		return fmt.Errorf("%w: %w", kv.ErrDamaged, err)
	}
	return nil
}

func (s *store) Close() error {
	if !s.gate.Close() {
		return nil
	}
	s.mu.Lock()
	for snap := range s.open {
		snap.tx.Discard()
	}
	clear(s.open)
	s.mu.Unlock()
	err := s.db.Close()
	s.unlock()
	return err
}

// logger passes Badger's messages on.
type logger struct{ log *slog.Logger }

func (l logger) Errorf(f string, a ...any)   { l.log.Error(message(f, a)) }
func (l logger) Warningf(f string, a ...any) { l.log.Warn(message(f, a)) }
func (l logger) Infof(f string, a ...any)    { l.log.Debug(message(f, a)) }
func (l logger) Debugf(f string, a ...any)   { l.log.Debug(message(f, a)) }
