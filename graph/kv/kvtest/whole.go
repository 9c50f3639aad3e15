package kvtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/graph/kv"
)

// "Snapshot opens a consistent view of what is committed now", which lasts.
func testSnapshot(t *testing.T, db kv.DB) {
	put(t, db, entries(key("p", "a"), key("p", "b"))...)
	before := entries(key("p", "a"), key("p", "b"))
	view(t, db, func(s kv.Snapshot) {
		err := db.Update(t.Context(), func(tx kv.Txn) error {
			if err := tx.Delete(key("p", "a")); err != nil {
				return err
			}
			if err := tx.Put(key("p", "b"), []byte("new")); err != nil {
				return err
			}
			return tx.Put(key("p", "c"), []byte("new"))
		})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "old snapshot", scanAll(t, s, kv.Range{Part: "p"}), before)
		if got := get(t, s, key("p", "c")); got != "<absent>" {
			t.Errorf("old snapshot sees %q", got)
		}
		view(t, db, func(s kv.Snapshot) {
			if n := len(scanAll(t, s, kv.Range{Part: "p"})); n != 2 || get(t, s, key("p", "b")) != "new" {
				t.Errorf("new snapshot: %d entries", n)
			}
		})
	})
}

// Whatever two writers do, a snapshot sees each Update whole or not at all,
// and an acknowledged Update at once.
func testTornReads(t *testing.T, db kv.DB) {
	const pairs = 20
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(w), 1))
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				i := fmt.Sprint(rng.IntN(pairs))
				v := fmt.Append(nil, w, n)
				err := db.Update(context.Background(), func(tx kv.Txn) error {
					if err := tx.Put(key("left", i), v); err != nil {
						return err
					}
					return tx.Put(key("right", i), v)
				})
				if err != nil {
					t.Errorf("update: %v", err)
					return
				}
			}
		})
	}
	for range 100 {
		view(t, db, func(s kv.Snapshot) {
			pages, err := s.Scan(t.Context(), []kv.Range{{Part: "left"}, {Part: "right"}})
			if err != nil {
				t.Fatal(err)
			}
			if l, r := pages[0].Entries, pages[1].Entries; len(l) != len(r) {
				t.Fatalf("%d left, %d right", len(l), len(r))
			} else {
				for i := range l {
					if string(l[i].Value) != string(r[i].Value) {
						t.Fatalf("%s: left %s, right %s", l[i].Key.Sort, l[i].Value, r[i].Value)
					}
				}
			}
		})
	}
	close(stop)
	wg.Wait()
}

// "Load fills an empty store from entries in strictly ascending key order."
func testLoad(t *testing.T, db kv.DB) {
	keys := trickyKeys()
	for i := range 20_000 {
		keys = append(keys, key(fmt.Sprintf("part %04d", i/17), fmt.Sprintf("%06d", i)))
	}
	want := sorted(entries(keys...))
	want[7].Value = []byte{}
	want[8].Value = []byte(strings.Repeat("v", kv.MaxValue))
	if err := db.Load(t.Context(), seq(want, nil)); err != nil {
		t.Fatal(err)
	}
	same(t, "walk after load", walk(t, db, ""), want)
	view(t, db, func(s kv.Snapshot) {
		same(t, "scan after load", scanAll(t, s, kv.Range{Part: "part 0500"}), filter(want, kv.Range{Part: "part 0500"}))
	})
}

// "ErrNotEmpty or ErrUnsorted otherwise"; a Load that failed leaves nothing.
func testLoadRefuses(t *testing.T, db kv.DB) {
	good := sorted(entries(key("a", "1"), key("a", "2"), key("b", "0")))
	many := func(tail ...kv.Entry) []kv.Entry {
		var es []kv.Entry
		for i := range 30_000 {
			es = append(es, entries(key("a", fmt.Sprintf("%06d", i)))...)
		}
		return append(es, tail...)
	}
	is(t, "descending", db.Load(t.Context(), seq(many(entries(key("a", ""))...), nil)), kv.ErrUnsorted)
	same(t, "after an unsorted load", walk(t, db, ""), nil)
	is(t, "twice the same key", db.Load(t.Context(), seq([]kv.Entry{good[0], good[0]}, nil)), kv.ErrUnsorted)
	is(t, "failing source", db.Load(t.Context(), seq(many(), errStop)), errStop)
	is(t, "long key", db.Load(t.Context(), seq(many(entries(key("b", strings.Repeat("k", kv.MaxKey)))...), nil)), kv.ErrTooLarge)
	is(t, "long value", db.Load(t.Context(), seq([]kv.Entry{{Key: key("b", ""), Value: make([]byte, kv.MaxValue+1)}}, nil)), kv.ErrTooLarge)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	is(t, "cancelled", db.Load(ctx, seq(many(), nil)), context.Canceled)
	same(t, "after refused loads", walk(t, db, ""), nil)
	if err := db.Load(t.Context(), seq(good, nil)); err != nil {
		t.Fatalf("load after refused ones: %v", err)
	}
	is(t, "second load", db.Load(t.Context(), seq(good, nil)), kv.ErrNotEmpty)
	same(t, "after the second load", walk(t, db, ""), good)
}

// A loaded store is a store like any other.
func testLoadThenUpdate(t *testing.T, db kv.DB) {
	if err := db.Load(t.Context(), seq(nil, nil)); err != nil {
		t.Fatalf("load of nothing: %v", err)
	}
	if err := db.Load(t.Context(), seq(entries(key("a", "1"), key("a", "2"), key("b", "0")), nil)); err != nil {
		t.Fatal(err)
	}
	err := db.Update(t.Context(), func(tx kv.Txn) error {
		if err := tx.Delete(key("a", "1")); err != nil {
			return err
		}
		if err := tx.Put(key("a", "3"), []byte("3")); err != nil {
			return err
		}
		return tx.Put(key("a", "2"), []byte("2"))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := entries(key("a", "2"), key("a", "3"), key("b", "0"))
	want[0].Value, want[1].Value = []byte("2"), []byte("3")
	same(t, "walk", walk(t, db, ""), want)
}

// "Walk yields every entry whose Part starts with prefix, in key order, from
// one snapshot", and stops when the loop does.
func testWalk(t *testing.T, db kv.DB) {
	all := entries(trickyKeys()...)
	put(t, db, all...)
	want := sorted(all)
	for _, prefix := range trickyStrings {
		var part []kv.Entry
		for _, e := range want {
			if strings.HasPrefix(e.Key.Part, prefix) {
				part = append(part, e)
			}
		}
		same(t, fmt.Sprintf("prefix %q", prefix), walk(t, db, prefix), part)
	}
	n := 0
	for e, err := range db.Walk(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 { // neither a write nor a read in the loop disturbs the walk
			put(t, db, kv.Entry{Key: key("\xff\xff\xff", ""), Value: nil})
		}
		view(t, db, func(s kv.Snapshot) { get(t, s, e.Key) })
		n++
	}
	if n != len(want) {
		t.Errorf("walk yielded %d entries, want the %d of its snapshot", n, len(want))
	}
	for range db.Walk(t.Context(), "") {
		break
	}
}

// Every call heeds its context.
func testContext(t *testing.T, db kv.DB) {
	put(t, db, entries(key("p", "1"))...)
	ctx, cancel := context.WithCancel(t.Context())
	view(t, db, func(s kv.Snapshot) {
		cancel()
		_, err := s.Get(ctx, []kv.Key{key("p", "1")})
		is(t, "get", err, context.Canceled)
		_, err = s.Scan(ctx, []kv.Range{{Part: "p"}})
		is(t, "scan", err, context.Canceled)
	})
	_, err := db.Snapshot(ctx)
	is(t, "snapshot", err, context.Canceled)
	is(t, "update", db.Update(ctx, func(kv.Txn) error { return nil }), context.Canceled)
	for _, err := range db.Walk(ctx, "") {
		is(t, "walk", err, context.Canceled)
	}
}

// "Close waits for running calls and releases the store"; later calls, also
// on snapshots still open, get ErrClosed.
func testClose(t *testing.T, db kv.DB) {
	put(t, db, entries(key("p", "1"))...)
	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	_, err = s.Get(t.Context(), []kv.Key{key("p", "1")})
	is(t, "get", err, kv.ErrClosed)
	_, err = s.Scan(t.Context(), []kv.Range{{Part: "p"}})
	is(t, "scan", err, kv.ErrClosed)
	s.Close()
	s.Close()
	_, err = db.Snapshot(t.Context())
	is(t, "snapshot", err, kv.ErrClosed)
	is(t, "update", db.Update(t.Context(), func(kv.Txn) error { return nil }), kv.ErrClosed)
	is(t, "load", db.Load(t.Context(), seq(nil, nil)), kv.ErrClosed)
	n := 0
	for _, err := range db.Walk(t.Context(), "") {
		is(t, "walk", err, kv.ErrClosed)
		n++
	}
	if n != 1 {
		t.Errorf("walk on a closed store yielded %d times", n)
	}
}

func testCloseWaits(t *testing.T, db kv.DB) {
	inside, goOn, closed := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	updated := make(chan error, 1)
	var once sync.Once
	go func() {
		updated <- db.Update(t.Context(), func(tx kv.Txn) error {
			once.Do(func() { close(inside) })
			<-goOn
			return tx.Put(key("p", "1"), nil)
		})
	}()
	<-inside
	go func() { closed <- db.Close() }()
	select {
	case err := <-closed:
		t.Errorf("close did not wait for a running update (%v)", err)
	case <-time.After(50 * time.Millisecond):
		close(goOn)
		if err := <-closed; err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if err := <-updated; err != nil && !errors.Is(err, kv.ErrClosed) {
		t.Errorf("update while closing: %v", err)
	}
}

// A random series of updates and reads agrees with a plain map.
func testModel(t *testing.T, db kv.DB) {
	rng := rand.New(rand.NewPCG(7, 7))
	model := map[kv.Key]string{}
	pick := func() kv.Key {
		return key(trickyStrings[rng.IntN(6)], fmt.Sprint(trickyStrings[rng.IntN(len(trickyStrings))], rng.IntN(20)))
	}
	for round := range 60 {
		fail := rng.IntN(4) == 0
		next := map[kv.Key]string{}
		for k, v := range model {
			next[k] = v
		}
		err := db.Update(t.Context(), func(tx kv.Txn) error {
			for range rng.IntN(60) {
				k := pick()
				if rng.IntN(3) == 0 {
					delete(next, k)
					if err := tx.Delete(k); err != nil {
						return err
					}
					continue
				}
				v := fmt.Sprint(round, rng.IntN(1000))
				next[k] = v
				if err := tx.Put(k, []byte(v)); err != nil {
					return err
				}
			}
			same(t, "in the update", scanAll(t, tx, kv.Range{Part: "", Limit: 13}), filter(entriesOf(next), kv.Range{}))
			if fail {
				return errStop
			}
			return nil
		})
		if fail {
			is(t, "update", err, errStop)
		} else if model = next; err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("round %d", round), walk(t, db, ""), entriesOf(model))
	}
}

func entriesOf(m map[kv.Key]string) []kv.Entry {
	var es []kv.Entry
	for k, v := range m {
		es = append(es, kv.Entry{Key: k, Value: []byte(v)})
	}
	return sorted(es)
}
