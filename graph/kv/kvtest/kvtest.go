// Package kvtest is the conformance suite of the storage contract: an engine
// is done when Run passes. Each test holds one sentence of package kv.
package kvtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"dossier/graph/kv"
)

// An Opener opens an empty store that nobody else uses. Run closes it.
type Opener func(t testing.TB) kv.DB

// Run holds an engine to the contract.
func Run(t *testing.T, open Opener) {
	for _, c := range []struct {
		name string
		test func(*testing.T, kv.DB)
	}{
		{"get", testGet},
		{"order", testOrder},
		{"partitions", testPartitions},
		{"ranges", testRanges},
		{"pages", testPages},
		{"resume", testResume},
		{"reserved bytes", testReserved},
		{"limits", testLimits},
		{"update is atomic", testAtomic},
		{"update sees its writes", testOwnWrites},
		{"update conflicts", testConflict},
		{"update counts", testCounter},
		{"update ended", testEnded},
		{"snapshot stays", testSnapshot},
		{"snapshots are whole", testTornReads},
		{"load", testLoad},
		{"load refuses", testLoadRefuses},
		{"load then update", testLoadThenUpdate},
		{"walk", testWalk},
		{"context", testContext},
		{"close", testClose},
		{"close waits", testCloseWaits},
		{"model", testModel},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := open(t)
			defer func() {
				if err := db.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			}()
			c.test(t, db)
		})
	}
}

func key(part, sort string) kv.Key { return kv.Key{Part: part, Sort: sort} }

// put writes entries, in as many updates as it takes.
func put(t testing.TB, db kv.DB, entries ...kv.Entry) {
	t.Helper()
	for chunk := range slices.Chunk(entries, 1000) {
		err := db.Update(t.Context(), func(tx kv.Txn) error {
			for _, e := range chunk {
				if err := tx.Put(e.Key, e.Value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("put: %v", err)
		}
	}
}

// entries makes one entry a key, its value telling the key.
func entries(keys ...kv.Key) []kv.Entry {
	es := make([]kv.Entry, len(keys))
	for i, k := range keys {
		es[i] = kv.Entry{Key: k, Value: fmt.Appendf(nil, "%q/%q", k.Part, k.Sort)}
	}
	return es
}

// view runs fn on a fresh snapshot.
func view(t testing.TB, db kv.DB, fn func(kv.Snapshot)) {
	t.Helper()
	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	defer s.Close()
	fn(s)
}

// get reads one value; "<absent>" if there is none.
func get(t testing.TB, r kv.Reader, k kv.Key) string {
	t.Helper()
	vs, err := r.Get(context.Background(), []kv.Key{k})
	if err != nil {
		t.Fatalf("get %q: %v", k, err)
	}
	if len(vs) != 1 {
		t.Fatalf("get of 1 key returned %d values", len(vs))
	}
	if vs[0] == nil {
		return "<absent>"
	}
	return string(vs[0])
}

// scanAll reads a range to its end, page by page.
func scanAll(t testing.TB, r kv.Reader, rg kv.Range) []kv.Entry {
	t.Helper()
	var all []kv.Entry
	for {
		pages, err := r.Scan(context.Background(), []kv.Range{rg})
		if err != nil {
			t.Fatalf("scan %+v: %v", rg, err)
		}
		if len(pages) != 1 {
			t.Fatalf("scan of 1 range returned %d pages", len(pages))
		}
		if rg.Limit > 0 && len(pages[0].Entries) > rg.Limit {
			t.Fatalf("scan %+v returned %d entries", rg, len(pages[0].Entries))
		}
		all = append(all, pages[0].Entries...)
		if rg.Resume = pages[0].Next; rg.Resume == "" {
			return all
		}
		if len(pages[0].Entries) == 0 {
			t.Fatalf("scan %+v: an empty page with more to come", rg)
		}
	}
}

// walk reads everything under a prefix.
func walk(t testing.TB, db kv.DB, prefix string) []kv.Entry {
	t.Helper()
	var all []kv.Entry
	for e, err := range db.Walk(context.Background(), prefix) {
		if err != nil {
			t.Fatalf("walk %q: %v", prefix, err)
		}
		all = append(all, e)
	}
	return all
}

func same(t testing.TB, what string, got, want []kv.Entry) {
	t.Helper()
	equal := slices.EqualFunc(got, want, func(a, b kv.Entry) bool {
		return a.Key == b.Key && bytes.Equal(a.Value, b.Value)
	})
	if !equal {
		t.Fatalf("%s:\n got %d entries %s\nwant %d entries %s", what, len(got), show(got), len(want), show(want))
	}
}

func show(es []kv.Entry) string {
	var b bytes.Buffer
	for i, e := range es {
		if i == 20 {
			return b.String() + " …"
		}
		fmt.Fprintf(&b, " %q/%q=%.20q", e.Key.Part, e.Key.Sort, e.Value)
	}
	return b.String()
}

func sorted(es []kv.Entry) []kv.Entry {
	es = slices.Clone(es)
	slices.SortFunc(es, func(a, b kv.Entry) int { return a.Key.Compare(b.Key) })
	return es
}

func is(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("%s: got error %v, want %v", what, err, want)
	}
}

// seq yields entries, then err if it is not nil.
func seq(es []kv.Entry, err error) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(kv.Entry{}, err)
		}
	}
}
