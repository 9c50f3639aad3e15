package badgerkv

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"

	"dossier/graph/kv"
)

// loadingMark is the file that lies beside the data while a Load runs. Found
// when the store is opened, it says that a Load was cut short: whatever is
// there is part of it, and goes.
const loadingMark = "LOADING"

// Load writes Badger's tables itself, into the lowest level, while the store is
// shut: Badger's StreamWriter does the same, but takes twice the time, most of
// it to hand records from one goroutine to the next. Nobody else may use the
// store meanwhile.
func (s *store) Load(ctx context.Context, entries iter.Seq2[kv.Entry, error]) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.gate.Enter(); err != nil {
		return err
	}
	defer s.gate.Leave()
	if !s.loading.TryLock() {
		return fmt.Errorf("load: %w", kv.ErrBusy)
	}
	defer s.loading.Unlock()
	if s.lost != nil {
		return s.lost
	}
	if err := s.mayLoad(); err != nil {
		return err
	}
	if err := checkSpace(s.dir, s.o.MinFree); err != nil {
		return err
	}
	mark := filepath.Join(s.dir, loadingMark)
	if err := writeSynced(mark, "A bulk load is running, or was cut short.\n"); err != nil {
		return err
	}
	err := s.db.Close()
	if err == nil {
		err = clearFiles(s.dir)
	}
	if err == nil {
		err = s.build(ctx, entries)
	}
	if err != nil {
		err = errors.Join(err, clearFiles(s.dir))
	}
	return errors.Join(err, s.reopen(), removeSynced(mark))
}

// reopen opens the store again after a Load. If it does not open, nobody can
// use it any more.
func (s *store) reopen() error {
	db, err := badger.Open(s.o.badger(s.dir))
	if err != nil {
		s.lost = fmt.Errorf("open the store again: %w", explain(err))
		return s.lost
	}
	s.db = db
	return nil
}

func (s *store) mayLoad() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) > 0 {
		return fmt.Errorf("load: %w: %d snapshots are open", kv.ErrBusy, len(s.open))
	}
	tx := s.db.NewTransaction(false)
	defer tx.Discard()
	it := reader{tx}.iterator(false)
	defer it.Close()
	if it.Rewind(); it.Valid() {
		return kv.ErrNotEmpty
	}
	return nil
}

// build writes the tables, and then the MANIFEST that names them.
func (s *store) build(ctx context.Context, entries iter.Seq2[kv.Entry, error]) error {
	w := newTableWriter(s.dir, s.o)
	err := s.fill(ctx, w, entries)
	n, werr := w.close(err == nil)
	if err = errors.Join(err, werr); err != nil {
		return err
	}
	return writeManifest(s.dir, s.o, n)
}

func (s *store) fill(ctx context.Context, w *tableWriter, entries iter.Seq2[kv.Entry, error]) error {
	for e, err := range kv.Ascending(ctx, entries) {
		if err != nil {
			return err
		}
		full, err := w.add(e)
		if err != nil {
			return err
		}
		if full {
			if err := checkSpace(s.dir, s.o.MinFree); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func writeSynced(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// removeSynced removes a file for good: a mark that came back after a power
// cut would throw away what was written since.
func removeSynced(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
