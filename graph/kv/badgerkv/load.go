package badgerkv

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/ristretto/v2/z"

	"dossier/graph/kv"
)

// loadingMark is the file that lies beside the data while a Load runs. Found
// when the store is opened, it says that a Load was cut short: whatever is
// there is part of it, and goes.
const loadingMark = "LOADING"

// loadBuffer is how many bytes are handed to Badger at a time.
const loadBuffer = 4 << 20

// Load uses Badger's StreamWriter, which deletes all there is before it
// begins: hence the check, and hence nobody else may use the store meanwhile.
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
	if err := s.mayLoad(); err != nil {
		return err
	}
	mark := filepath.Join(s.dir, loadingMark)
	if err := writeSynced(mark, "A bulk load is running, or was cut short.\n"); err != nil {
		return err
	}
	if err := s.stream(ctx, entries); err != nil {
		return errors.Join(err, s.db.DropAll(), removeSynced(mark))
	}
	return removeSynced(mark)
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

func (s *store) stream(ctx context.Context, entries iter.Seq2[kv.Entry, error]) (err error) {
	if err := checkSpace(s.dir, s.o.MinFree); err != nil {
		return err
	}
	w := s.db.NewStreamWriter()
	if err := w.Prepare(); err != nil {
		w.Cancel()
		return err
	}
	buf := z.NewBuffer(loadBuffer+loadBuffer/4, "load")
	defer buf.Release()
	if err := s.fill(ctx, w, buf, entries); err != nil {
		w.Cancel()
		return err
	}
	return w.Flush()
}

func (s *store) fill(ctx context.Context, w *badger.StreamWriter, buf *z.Buffer, entries iter.Seq2[kv.Entry, error]) error {
	flush := func() error {
		if err := checkSpace(s.dir, s.o.MinFree); err != nil {
			return err
		}
		err := w.Write(buf)
		buf.Reset()
		return err
	}
	record := &pb.KV{Version: 1, StreamId: 1}
	for e, err := range kv.Ascending(ctx, entries) {
		if err != nil {
			return err
		}
		record.Key, record.Value = appendKey(record.Key[:0], e.Key), e.Value
		badger.KVToBuffer(record, buf)
		if buf.LenNoPadding() < loadBuffer {
			continue
		}
		if err := flush(); err != nil {
			return err
		}
	}
	return flush()
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
