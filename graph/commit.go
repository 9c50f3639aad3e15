package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"dossier/graph/kv"
)

// errStale tells that another process wrote since the step was computed.
var errStale = errors.New("store changed while a step was computed")

// limits bound one Update, with room below the contract's for the guard.
type limits struct {
	entries, bytes int
	remove         int // profiles and claims of a document that one step removes; an article has fewer
	replace        int // of a document that is replaced in one step, whole or not at all
}

var contractLimits = limits{kv.MaxTxnEntries - 100, kv.MaxTxnBytes - 64<<10, 8_000, 50_000}

// journalRec is a run of writes that wait to be done.
type journalRec struct {
	Writes []journalWrite `cbor:"1,keyasint"`
}

type journalWrite struct {
	Part   []byte `cbor:"1,keyasint"`
	Sort   []byte `cbor:"2,keyasint"`
	Value  []byte `cbor:"3,keyasint,omitempty"`
	Delete bool   `cbor:"4,keyasint,omitempty"`
}

// commit makes the writes of a step durable, all or none. What fits one
// Update is one. The rest goes through a redo journal: the writes, a mark that
// they are complete, then the writes once more in their places. Open finishes
// a marked journal and throws an unmarked one away. seen is the record of
// counters the step was computed on: every step writes it.
func (s *Store) commit(ctx context.Context, o *overlay, seen []byte) error {
	s.touch(o, seen)
	entries := o.sorted()
	guard := func(tx kv.Txn) error {
		now, err := tx.Get(ctx, []kv.Key{keyStats})
		if err == nil && !bytes.Equal(now[0], seen) {
			return errStale
		}
		return err
	}
	if len(entries) <= s.limits.entries && o.bytes <= s.limits.bytes {
		return s.db.Update(ctx, func(tx kv.Txn) error {
			if err := guard(tx); err != nil {
				return err
			}
			return writeAll(tx, entries)
		})
	}
	s.journal = true
	if err := s.writeJournal(ctx, entries, guard); err != nil {
		return err
	}
	return s.settle(context.WithoutCancel(ctx))
}

// settle brings the journal to an end after an error or a crash.
func (s *Store) settle(ctx context.Context) error {
	if !s.journal {
		return nil
	}
	if err := s.redo(ctx); err != nil {
		return err
	}
	s.journal = false
	return nil
}

func writeAll(tx kv.Txn, entries []kv.Entry) error {
	for _, e := range entries {
		var err error
		if e.Value == nil {
			err = tx.Delete(e.Key)
		} else {
			err = tx.Put(e.Key, e.Value)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", keyString(e.Key), err)
		}
	}
	return nil
}

// writeJournal stores entries and then the mark.
func (s *Store) writeJournal(ctx context.Context, entries []kv.Entry, guard func(kv.Txn) error) error {
	var records []kv.Entry
	var run journalRec
	size := 0
	flush := func() {
		if len(run.Writes) > 0 {
			records = append(records, put(keyJournal(uint64(len(records))), run))
		}
		run, size = journalRec{}, 0
	}
	for _, e := range entries {
		n := len(e.Key.Part) + len(e.Key.Sort) + len(e.Value) + 16
		if size+n > maxChunk {
			flush()
		}
		size += n
		run.Writes = append(run.Writes, journalWrite{[]byte(e.Key.Part), []byte(e.Key.Sort), e.Value, e.Value == nil})
	}
	flush()
	for len(records) > 0 {
		n, size := 0, 0
		for n < min(len(records), s.limits.entries) && (n == 0 || size+len(records[n].Value) < s.limits.bytes) {
			size += len(records[n].Value)
			n++
		}
		if err := s.db.Update(ctx, func(tx kv.Txn) error { return writeAll(tx, records[:n]) }); err != nil {
			return err
		}
		records = records[n:]
	}
	return s.db.Update(ctx, func(tx kv.Txn) error {
		if err := guard(tx); err != nil {
			return err
		}
		return tx.Put(keyJournalMark(), seal(keyJournalMark(), nil))
	})
}

// redo does what a marked journal says and clears the journal; an unmarked one
// it only clears. Doing it twice does no harm.
func (s *Store) redo(ctx context.Context) error {
	snap, err := s.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	got, err := snap.Get(ctx, []kv.Key{keyJournalMark()})
	if err != nil {
		return err
	}
	marked := got[0] != nil
	r := prefixRange(partJournal, "r")
	var clear []kv.Entry
	for {
		pages, err := snap.Scan(ctx, []kv.Range{r})
		if err != nil {
			return err
		}
		for _, e := range pages[0].Entries {
			clear = append(clear, kv.Entry{Key: e.Key})
			if marked {
				if err := s.redoRun(ctx, e); err != nil {
					return err
				}
			}
		}
		if r.Resume = pages[0].Next; r.Resume == "" {
			break
		}
	}
	if marked {
		clear = append([]kv.Entry{{Key: keyJournalMark()}}, clear...)
	}
	for len(clear) > 0 {
		n := min(len(clear), s.limits.entries)
		if err := s.db.Update(ctx, func(tx kv.Txn) error { return writeAll(tx, clear[:n]) }); err != nil {
			return err
		}
		clear = clear[n:]
	}
	return nil
}

func (s *Store) redoRun(ctx context.Context, e kv.Entry) error {
	var run journalRec
	if err := decode(e.Key, e.Value, &run); err != nil {
		return err
	}
	writes := make([]kv.Entry, len(run.Writes))
	for i, w := range run.Writes {
		writes[i] = kv.Entry{Key: kv.Key{Part: string(w.Part), Sort: string(w.Sort)}, Value: w.Value}
	}
	for len(writes) > 0 {
		n := min(len(writes), s.limits.entries)
		if err := s.db.Update(ctx, func(tx kv.Txn) error { return writeAll(tx, writes[:n]) }); err != nil {
			return err
		}
		writes = writes[n:]
	}
	return nil
}
