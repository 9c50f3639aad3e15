package kvtest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"dossier/graph/kv"
)

var errStop = errors.New("stop")

// The limits hold for Put, Delete and the whole Update, to the byte, and what
// went over leaves nothing behind.
func testLimits(t *testing.T, db kv.DB) {
	long := strings.Repeat("k", kv.MaxKey)
	big := make([]byte, kv.MaxValue+1)
	for i, write := range []func(kv.Txn) error{
		func(tx kv.Txn) error { return tx.Put(key(long, "k"), nil) },
		func(tx kv.Txn) error { return tx.Put(key("k", long), nil) },
		func(tx kv.Txn) error { return tx.Delete(key("k", long)) },
		func(tx kv.Txn) error { return tx.Put(key("k", "k"), big) },
		func(tx kv.Txn) error { return fill(tx, kv.MaxTxnEntries+1, 1) },
		func(tx kv.Txn) error { return fill(tx, kv.MaxTxnBytes/kv.MaxValue+1, kv.MaxValue) },
	} {
		err := db.Update(t.Context(), func(tx kv.Txn) error {
			if err := tx.Put(key("before", ""), nil); err != nil {
				return err
			}
			return write(tx)
		})
		is(t, fmt.Sprintf("write %d", i), err, kv.ErrTooLarge)
	}
	same(t, "after refused writes", walk(t, db, ""), nil)

	for i, write := range []func(kv.Txn) error{
		func(tx kv.Txn) error { return tx.Put(key(long, ""), big[1:]) },
		func(tx kv.Txn) error { return fill(tx, kv.MaxTxnEntries, 100) },
		func(tx kv.Txn) error { return fill(tx, kv.MaxTxnBytes/kv.MaxValue-1, kv.MaxValue) },
		// Keys of zero bytes are the largest once escaped.
		func(tx kv.Txn) error { return fillZeros(tx, kv.MaxTxnBytes/kv.MaxKey-1) },
	} {
		if err := db.Update(t.Context(), write); err != nil {
			t.Fatalf("write %d within the limits: %v", i, err)
		}
	}
	view(t, db, func(s kv.Snapshot) {
		if n := len(scanAll(t, s, kv.Range{Part: "fill"})); n != kv.MaxTxnEntries {
			t.Errorf("%d entries in the full partition, want %d", n, kv.MaxTxnEntries)
		}
	})
}

func fill(tx kv.Txn, n, size int) error {
	for i := range n {
		if err := tx.Put(key("fill", fmt.Sprintf("%05d", i)), bytes.Repeat([]byte{'v'}, size)); err != nil {
			return err
		}
	}
	return nil
}

func fillZeros(tx kv.Txn, n int) error {
	part := strings.Repeat("\x00", kv.MaxKey-4)
	for i := range n {
		if err := tx.Put(key(part, fmt.Sprintf("%04d", i)), nil); err != nil {
			return err
		}
	}
	return nil
}

// "Writes happen when the function given to Update returns nil, all or none."
func testAtomic(t *testing.T, db kv.DB) {
	put(t, db, entries(key("p", "old"))...)
	err := db.Update(t.Context(), func(tx kv.Txn) error {
		if err := tx.Put(key("p", "new"), nil); err != nil {
			return err
		}
		if err := tx.Delete(key("p", "old")); err != nil {
			return err
		}
		return errStop
	})
	is(t, "update that fails", err, errStop)
	same(t, "after a failed update", walk(t, db, ""), entries(key("p", "old")))

	func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic of the function was swallowed")
			}
		}()
		_ = db.Update(t.Context(), func(tx kv.Txn) error {
			_ = tx.Put(key("p", "new"), nil)
			panic("in the function")
		})
	}()
	same(t, "after a panic", walk(t, db, ""), entries(key("p", "old")))
	if err := db.Update(t.Context(), func(kv.Txn) error { return nil }); err != nil {
		t.Errorf("update without writes: %v", err)
	}
}

// "A Txn is a Reader that also sees its own writes", in Get and in Scan both
// ways; nobody else does before it ends.
func testOwnWrites(t *testing.T, db kv.DB) {
	put(t, db, entries(key("p", "a"), key("p", "c"), key("p", "e"))...)
	err := db.Update(t.Context(), func(tx kv.Txn) error {
		for _, e := range entries(key("p", "b"), key("p", "d"), key("q", "x")) {
			if err := tx.Put(e.Key, e.Value); err != nil {
				return err
			}
		}
		buf := []byte("changed")
		if err := tx.Put(key("p", "c"), buf); err != nil {
			return err
		}
		buf[0] = 'X' // the transaction keeps a copy
		if err := tx.Delete(key("p", "e")); err != nil {
			return err
		}
		if err := tx.Delete(key("p", "absent")); err != nil {
			return err
		}
		want := entries(key("p", "a"), key("p", "b"), key("p", "c"), key("p", "d"))
		want[2].Value = []byte("changed")
		same(t, "scan in the update", scanAll(t, tx, kv.Range{Part: "p"}), want)
		same(t, "reversed", scanAll(t, tx, kv.Range{Part: "p", Reverse: true, Limit: 2}), []kv.Entry{want[3], want[2], want[1], want[0]})
		if got := get(t, tx, key("p", "c")) + get(t, tx, key("p", "e")); got != "changed<absent>" {
			t.Errorf("get in the update: %q", got)
		}
		if err := tx.Put(key("p", "e"), []byte("again")); err != nil {
			return err
		}
		view(t, db, func(s kv.Snapshot) {
			if got := get(t, s, key("p", "b")); got != "<absent>" {
				t.Errorf("another reader sees %q before the commit", got)
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	view(t, db, func(s kv.Snapshot) {
		if got := get(t, s, key("p", "c")) + get(t, s, key("p", "e")); got != "changedagain" {
			t.Errorf("after the commit: %q", got)
		}
	})
}

// "fn may run again after a conflict." "Two Updates that write the same key
// conflict", blind writes and deletes included; others do not disturb.
func testConflict(t *testing.T, db kv.DB) {
	put(t, db, entries(key("p", "shared"))...)
	for _, c := range []struct {
		name        string
		mine, other kv.Key
		remove      bool
		runs        int
	}{
		{"same key", key("p", "shared"), key("p", "shared"), false, 2},
		{"same new key", key("p", "new"), key("p", "new"), false, 2},
		{"deleted key", key("p", "shared"), key("p", "shared"), true, 2},
		{"other key of the partition", key("p", "mine"), key("p", "other"), false, 1},
	} {
		runs := 0
		err := db.Update(t.Context(), func(tx kv.Txn) error {
			if err := tx.Put(c.mine, fmt.Append(nil, "run ", runs)); err != nil {
				return err
			}
			if runs++; runs > 1 {
				return nil
			}
			return db.Update(t.Context(), func(tx kv.Txn) error {
				if c.remove {
					return tx.Delete(c.other)
				}
				return tx.Put(c.other, []byte("theirs"))
			})
		})
		if err != nil || runs != c.runs {
			t.Errorf("%s: %d runs, %v; want %d", c.name, runs, err, c.runs)
		}
		view(t, db, func(s kv.Snapshot) {
			if got, want := get(t, s, c.mine), fmt.Sprint("run ", c.runs-1); got != want {
				t.Errorf("%s: value %q, want %q", c.name, got, want)
			}
		})
	}
}

// Read, add, write from many goroutines loses no addition.
func testCounter(t *testing.T, db kv.DB) {
	const workers, rounds = 8, 25
	var wg sync.WaitGroup
	var runs atomic.Int64
	for w := range workers {
		wg.Go(func() {
			for range rounds {
				err := db.Update(t.Context(), func(tx kv.Txn) error {
					runs.Add(1)
					n := 0
					fmt.Sscan(get(t, tx, key("counter", "")), &n)
					if err := tx.Put(key("counter", ""), fmt.Append(nil, n+1)); err != nil {
						return err
					}
					return tx.Put(key("worker", fmt.Sprint(w)), fmt.Append(nil, n+1))
				})
				if err != nil {
					t.Errorf("worker %d: %v", w, err)
					return
				}
			}
		})
	}
	wg.Wait()
	view(t, db, func(s kv.Snapshot) {
		if got := get(t, s, key("counter", "")); got != fmt.Sprint(workers*rounds) {
			t.Errorf("counter is %s after %d additions (%d runs)", got, workers*rounds, runs.Load())
		}
	})
}

// A Txn kept beyond its Update writes nothing.
func testEnded(t *testing.T, db kv.DB) {
	var kept kv.Txn
	if err := db.Update(t.Context(), func(tx kv.Txn) error { kept = tx; return tx.Put(key("p", "1"), nil) }); err != nil {
		t.Fatal(err)
	}
	if err := kept.Put(key("p", "2"), nil); err == nil {
		t.Error("a write after the end of its update was accepted")
	}
	if err := kept.Delete(key("p", "1")); err == nil {
		t.Error("a delete after the end of its update was accepted")
	}
	if n := len(walk(t, db, "")); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
}
