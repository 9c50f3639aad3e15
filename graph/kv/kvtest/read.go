package kvtest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/graph/kv"
)

// trickyStrings sort in ways that a careless encoding gets wrong.
var trickyStrings = []string{
	"", "\x00", "\x00\x00", "\x00\x01", "\x00\xff", "\x01", "\x01\x00", "a", "a\x00", "a\x00\x00", "a\x00\x01", "a\x00\x02", "a\x00\xfe",
	"a\x00\xff", "a\x00b", "a\x01", "a\x01b", "aa", "ab", "a\xff", "a\xff\x00", "a\xff\xff", "b", "\xfe", "\xfe\xff", "\xff", "\xff\x00", "\xff\xff",
	"!", "!\x00", "!\x01", "!badger!", "!badger!head", "!badger!txn",
}

func trickyKeys() []kv.Key {
	var keys []kv.Key
	for _, p := range trickyStrings {
		for _, s := range trickyStrings {
			keys = append(keys, key(p, s))
		}
	}
	return keys
}

// "Get returns one value per key, in order; nil for an absent key (a present
// empty value is non-nil and empty)." "Values belong to the receiver."
func testGet(t *testing.T, db kv.DB) {
	value := []byte("two")
	put(t, db, kv.Entry{Key: key("p", "1"), Value: []byte{}}, kv.Entry{Key: key("p", "2"), Value: value}, kv.Entry{Key: key("q", "1"), Value: nil})
	value[0] = 'X' // the store keeps a copy
	view(t, db, func(s kv.Snapshot) {
		ks := []kv.Key{key("p", "2"), key("p", "9"), key("p", "1"), key("p", "2"), key("", ""), key("q", "1")}
		vs, err := s.Get(t.Context(), ks)
		if err != nil || len(vs) != len(ks) {
			t.Fatalf("get: %d values, %v", len(vs), err)
		}
		if string(vs[0]) != "two" || string(vs[3]) != "two" || vs[1] != nil || vs[4] != nil {
			t.Errorf("got %q", vs)
		}
		for _, i := range []int{2, 5} {
			if vs[i] == nil || len(vs[i]) != 0 {
				t.Errorf("empty value %d came back as %#v", i, vs[i])
			}
		}
		vs[0][0] = 'Y'
		if got := get(t, s, ks[0]); got != "two" {
			t.Errorf("the receiver's change reached the store: %q", got)
		}
		if vs, err := s.Get(t.Context(), nil); err != nil || len(vs) != 0 {
			t.Errorf("get of nothing: %v, %v", vs, err)
		}
	})
}

// "Order is by Part, then Sort, bytewise."
func testOrder(t *testing.T, db kv.DB) {
	all := entries(trickyKeys()...)
	put(t, db, all...)
	want := sorted(all)
	same(t, "walk", walk(t, db, ""), want)
	view(t, db, func(s kv.Snapshot) {
		for _, p := range trickyStrings {
			var part []kv.Entry
			for _, e := range want {
				if e.Key.Part == p {
					part = append(part, e)
				}
			}
			same(t, fmt.Sprintf("part %q", p), scanAll(t, s, kv.Range{Part: p}), part)
			slices.Reverse(part)
			same(t, fmt.Sprintf("part %q reversed", p), scanAll(t, s, kv.Range{Part: p, Reverse: true}), part)
		}
		for _, e := range want {
			if got := get(t, s, e.Key); got != string(e.Value) {
				t.Errorf("get %q = %q", e.Key, got)
			}
		}
	})
}

// A partition whose name begins with another's is not part of it.
func testPartitions(t *testing.T, db kv.DB) {
	all := entries(key("a", "x"), key("ab", "x"), key("abc", "x"), key("a\x00", "x"))
	put(t, db, all...)
	view(t, db, func(s kv.Snapshot) {
		for _, e := range all {
			same(t, fmt.Sprintf("part %q", e.Key.Part), scanAll(t, s, kv.Range{Part: e.Key.Part}), []kv.Entry{e})
		}
		same(t, "absent part", scanAll(t, s, kv.Range{Part: "aba"}), nil)
	})
}

// "A Range asks for the keys of one partition with From <= Sort < To ("" as
// To: to the end), forwards or backwards." "Scan answers every range, in
// order."
func testRanges(t *testing.T, db kv.DB) {
	all := entries(trickyKeys()...)
	put(t, db, all...)
	want := sorted(all)
	view(t, db, func(s kv.Snapshot) {
		var ranges []kv.Range
		for _, from := range trickyStrings {
			for _, to := range trickyStrings {
				ranges = append(ranges, kv.Range{Part: "a\x00", From: from, To: to, Limit: 100}, kv.Range{Part: "a\x00", From: from, To: to, Limit: 100, Reverse: true})
			}
		}
		pages, err := s.Scan(t.Context(), ranges)
		if err != nil || len(pages) != len(ranges) {
			t.Fatalf("scan: %d pages for %d ranges, %v", len(pages), len(ranges), err)
		}
		for i, rg := range ranges {
			same(t, fmt.Sprintf("range %+v", rg), pages[i].Entries, filter(want, rg))
		}
		if pages, err := s.Scan(t.Context(), nil); err != nil || len(pages) != 0 {
			t.Errorf("scan of nothing: %v, %v", pages, err)
		}
	})
}

// filter is what a range means.
func filter(sorted []kv.Entry, rg kv.Range) []kv.Entry {
	var in []kv.Entry
	for _, e := range sorted {
		if e.Key.Part == rg.Part && e.Key.Sort >= rg.From && (rg.To == "" || e.Key.Sort < rg.To) {
			in = append(in, e)
		}
	}
	if rg.Reverse {
		slices.Reverse(in)
	}
	return in
}

// "at most Limit of them (0: as many as fit a page of the engine's choosing)",
// keys only where asked; "Next is the token for the rest, "" at the end."
func testPages(t *testing.T, db kv.DB) {
	var keys []kv.Key
	for i := range 25 {
		keys = append(keys, key("p", fmt.Sprintf("%03d", i)))
	}
	all := entries(keys...)
	put(t, db, all...)
	view(t, db, func(s kv.Snapshot) {
		for _, c := range []struct{ limit, want int }{{0, 25}, {1, 1}, {24, 24}, {25, 25}, {26, 25}, {1 << 30, 25}} {
			pages, err := s.Scan(t.Context(), []kv.Range{{Part: "p", Limit: c.limit}, {Part: "none", Limit: c.limit}})
			if err != nil {
				t.Fatal(err)
			}
			same(t, fmt.Sprintf("limit %d", c.limit), pages[0].Entries, all[:c.want])
			if more := pages[0].Next != ""; more != (c.want < 25) {
				t.Errorf("limit %d: %d entries, next %q", c.limit, len(pages[0].Entries), pages[0].Next)
			}
			if pages[1].Next != "" || len(pages[1].Entries) != 0 {
				t.Errorf("empty part: %+v", pages[1])
			}
		}
		pages, err := s.Scan(t.Context(), []kv.Range{{Part: "p", KeysOnly: true}})
		if err != nil || len(pages[0].Entries) != 25 {
			t.Fatalf("keys only: %+v, %v", pages, err)
		}
		for _, e := range pages[0].Entries {
			if e.Value != nil {
				t.Fatalf("keys only: %q has value %q", e.Key, e.Value)
			}
		}
		if _, err := s.Scan(t.Context(), []kv.Range{{Part: "p", Limit: -1}}); err == nil {
			t.Error("a negative limit passed")
		}
	})
}

// "Resume: token from an earlier Page of the same range" gives every entry
// once, in either direction, with any limit, also in a later snapshot.
func testResume(t *testing.T, db kv.DB) {
	var keys []kv.Key
	for _, s := range trickyStrings {
		keys = append(keys, key("p", s), key("p\x00", s))
	}
	big := entries(keys...)
	for i := range 40 { // more than any engine's page
		big = append(big, kv.Entry{Key: key("big", fmt.Sprintf("%02d", i)), Value: bytes.Repeat([]byte{byte(i)}, 200<<10)})
	}
	for i := range 3000 {
		big = append(big, entries(key("many", fmt.Sprintf("%05d", i)))...)
	}
	for chunk := range slices.Chunk(big, 10) {
		put(t, db, chunk...)
	}
	want := sorted(big)
	view(t, db, func(s kv.Snapshot) {
		for _, part := range []string{"p", "big", "many"} {
			for _, limit := range []int{0, 1, 2, 7, 10_000} {
				if limit == 1 && part == "many" {
					continue
				}
				for _, reverse := range []bool{false, true} {
					for _, rg := range []kv.Range{{}, {From: "\x00", To: "a\xff"}, {From: "05", To: "27"}} {
						rg.Part, rg.Limit, rg.Reverse = part, limit, reverse
						same(t, fmt.Sprintf("%+v", rg), scanAll(t, s, rg), filter(want, rg))
					}
				}
			}
		}
		if _, err := s.Scan(t.Context(), []kv.Range{{Part: "p", Resume: "not a token"}}); err == nil {
			t.Error("a made-up resume token passed")
		}
	})
	var next string
	view(t, db, func(s kv.Snapshot) {
		pages, err := s.Scan(t.Context(), []kv.Range{{Part: "many", Limit: 10}})
		if err != nil {
			t.Fatal(err)
		}
		next = pages[0].Next
	})
	err := db.Update(t.Context(), func(tx kv.Txn) error { return tx.Delete(key("many", "00009")) })
	if err != nil {
		t.Fatal(err)
	}
	view(t, db, func(s kv.Snapshot) {
		pages, err := s.Scan(t.Context(), []kv.Range{{Part: "many", Limit: 1, Resume: next}})
		if err != nil || len(pages[0].Entries) != 1 || pages[0].Entries[0].Key.Sort != "00010" {
			t.Fatalf("resumed after a deleted key: %+v, %v", pages, err)
		}
	})
}

// No key within the limits is refused or shown twice for the engine's sake.
func testReserved(t *testing.T, db kv.DB) {
	long := strings.Repeat("\x00", kv.MaxKey/2)
	all := entries(key("", ""), key(long, long), key(strings.Repeat("\x00", kv.MaxKey), ""), key("", strings.Repeat("\xff", kv.MaxKey)),
		key("!badger!banned", "x"), key("!badger", "!"), key("\x00", ""), key("", "\x00"))
	put(t, db, all...)
	same(t, "walk", walk(t, db, ""), sorted(all))
	err := db.Update(t.Context(), func(tx kv.Txn) error {
		for _, e := range all {
			if err := tx.Delete(e.Key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "walk after delete", walk(t, db, ""), nil)
}
