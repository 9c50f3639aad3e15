package kvtest

import (
	"fmt"
	"iter"
	"testing"

	"dossier/graph/kv"
)

// Bench measures an engine with records of the graph's size: keys of about 40
// bytes, values of about 120.
func Bench(b *testing.B, open Opener) {
	b.Run("load", func(b *testing.B) { benchLoad(b, open) })
	b.Run("update-1000", func(b *testing.B) { benchUpdate(b, open, 1000) })
	b.Run("update-1", func(b *testing.B) { benchUpdate(b, open, 1) })
	b.Run("get-100", func(b *testing.B) { benchGet(b, open) })
	b.Run("scan-100x20", func(b *testing.B) { benchScan(b, open) })
	b.Run("walk", func(b *testing.B) { benchWalk(b, open) })
}

const (
	benchParts   = 5000
	benchPerPart = 20
)

func benchEntry(part, n int) kv.Entry {
	return kv.Entry{
		Key:   key(fmt.Sprintf("entity %08d", part), fmt.Sprintf("relation %06d", n)),
		Value: fmt.Appendf(nil, "%120d", part*benchPerPart+n),
	}
}

func benchEntries(n int) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		for i := range n {
			if !yield(benchEntry(i/benchPerPart, i%benchPerPart), nil) {
				return
			}
		}
	}
}

func benchLoad(b *testing.B, open Opener) {
	db := open(b)
	defer db.Close()
	b.ResetTimer()
	if err := db.Load(b.Context(), benchEntries(b.N)); err != nil {
		b.Fatal(err)
	}
}

func benchUpdate(b *testing.B, open Opener, size int) {
	db := open(b)
	defer db.Close()
	b.ResetTimer()
	for i := 0; i < b.N; i += size {
		err := db.Update(b.Context(), func(tx kv.Txn) error {
			for j := i; j < min(i+size, b.N); j++ {
				e := benchEntry(j%benchParts, j/benchParts)
				if err := tx.Put(e.Key, e.Value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// loaded opens a store with benchParts partitions and a snapshot of it.
func loaded(b *testing.B, open Opener) (kv.DB, kv.Snapshot) {
	db := open(b)
	if err := db.Load(b.Context(), benchEntries(benchParts*benchPerPart)); err != nil {
		b.Fatal(err)
	}
	s, err := db.Snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	return db, s
}

func benchGet(b *testing.B, open Opener) {
	db, s := loaded(b, open)
	defer db.Close()
	defer s.Close()
	keys := make([]kv.Key, 100)
	for n := range b.N {
		for i := range keys {
			keys[i] = benchEntry((n*7919+i*131)%benchParts, i%benchPerPart).Key
		}
		if _, err := s.Get(b.Context(), keys); err != nil {
			b.Fatal(err)
		}
	}
}

func benchScan(b *testing.B, open Opener) {
	db, s := loaded(b, open)
	defer db.Close()
	defer s.Close()
	ranges := make([]kv.Range, 100)
	for n := range b.N {
		for i := range ranges {
			ranges[i] = kv.Range{Part: fmt.Sprintf("entity %08d", (n*7919+i*131)%benchParts)}
		}
		if _, err := s.Scan(b.Context(), ranges); err != nil {
			b.Fatal(err)
		}
	}
}

func benchWalk(b *testing.B, open Opener) {
	db, s := loaded(b, open)
	defer db.Close()
	defer s.Close()
	for n := 0; n < b.N; {
		for _, err := range db.Walk(b.Context(), "") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
}
