package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// datasets turns articles into data sets in parts of one record.
func datasets(batches []*Batch, part int) []*Batch {
	var out []*Batch
	for _, b := range batches {
		d := b.Document
		d.Kind = KindDataset
		d.Revision = RevisionOf(&d)
		p := &Batch{Document: d, More: true}
		flush := func() {
			out = append(out, p)
			p = &Batch{Document: d, More: true}
		}
		for i := range b.Profiles {
			p.Profiles = append(p.Profiles, b.Profiles[i])
			for _, m := range b.Mentions {
				if m.Profile == uint32(i) {
					p.Mentions = append(p.Mentions, m)
				}
			}
			if len(p.Profiles) >= part {
				flush()
			}
		}
		for i := range b.Claims {
			p.Claims = append(p.Claims, b.Claims[i])
			if len(p.Claims) >= part {
				flush()
			}
		}
		p.More = false
		flush()
	}
	return out
}

func seqOf(batches []*Batch) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		for _, b := range batches {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// A bulk load makes the store that Apply makes, byte for byte, however little
// memory it has.
func TestLoadIsApply(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		samples := genSamples(rt, rapid.IntRange(1, 8).Draw(rt, "docs"))
		batches := datasets(batchesOf(samples), rapid.IntRange(1, 9).Draw(rt, "part"))
		want := applyAll(t, batches, 100)
		db := kv.NewMem()
		s := openTest(t, db)
		defer s.Close()
		memory := rapid.SampledFrom([]int{0, 3_000, 100_000}).Draw(rt, "memory")
		if err := s.Load(context.Background(), seqOf(batches), LoadOptions{Dir: t.TempDir(), Memory: memory}); err != nil {
			rt.Fatal(err)
		}
		if got := dump(t, db); got != want {
			rt.Fatalf("a load gives another store than apply: %s", firstDifference(got, want))
		}
	})
}

// A loaded store goes on like any other: it shows what was loaded, verifies,
// takes articles, and knows its data sets again.
func TestLoadThenApply(t *testing.T) {
	samples := []sample{
		{"d0", "2031-01-02", [][3]string{{"Ada Moss#Q1", "meets", "Olu Reed"}, {"Tarn Corp#Q5", "funds", "TARN"}, {"Moss", "funds", "$5"}}},
		{"d1", "", [][3]string{{"Ada Moss", "not meets", "Reed"}, {"Kit Vane", "greets", "Moss"}}},
	}
	batches := datasets(batchesOf(samples), 2)
	s := openTest(t, kv.NewMem())
	defer s.Close()
	if err := s.Load(t.Context(), seqOf(batches), LoadOptions{Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	checkVerify(t, s)
	snap := snapshot(t, s)
	if st, err := snap.Stats(t.Context()); err != nil || st.Datasets != 2 || st.Claims != 5 || st.Relations == 0 {
		t.Errorf("stats %+v, %v", st, err)
	}
	outs, err := s.Apply(t.Context(), batches...)
	if err != nil || slices.ContainsFunc(outs, func(o Outcome) bool { return o != Unchanged }) {
		t.Errorf("apply what was loaded: %v, %v", outs, err)
	}
	article := sample{"news", "2031-02-02", [][3]string{{"Ada Moss#Q1", "meets", "Kit Vane"}}}.batch()
	if outs, err = s.Apply(t.Context(), article); err != nil || outs[0] != New {
		t.Errorf("apply an article: %v, %v", outs, err)
	}
	checkVerify(t, s)
	if err := s.Load(t.Context(), seqOf(batches), LoadOptions{}); !errors.Is(err, kv.ErrNotEmpty) {
		t.Errorf("second load: %v", err)
	}
}

// What cannot be loaded leaves the store as it was, and no files behind.
func TestLoadRefuses(t *testing.T) {
	article := sample{"d0", "", [][3]string{{"Ada Moss", "meets", "Olu Reed"}}}.batch()
	good := datasets([]*Batch{article}, 1)
	lost := *good[len(good)-1]
	lost.More = true
	failed := errors.New("the source failed")
	for name, seq := range map[string]iter.Seq2[*Batch, error]{
		"article":      seqOf([]*Batch{article}),
		"part missing": seqOf(append(slices.Clone(good[:1]), good[2:]...)),
		"no last part": seqOf(append(slices.Clone(good[:len(good)-1]), &lost)),
		"twice":        seqOf(append(slices.Clone(good), good...)),
		"source":       func(yield func(*Batch, error) bool) { _ = yield(good[0], nil) && yield(nil, failed) },
	} {
		dir := t.TempDir()
		s := openTest(t, kv.NewMem())
		defer s.Close()
		err := s.Load(t.Context(), seq, LoadOptions{Dir: dir, Memory: 1})
		if !errors.Is(err, ErrInvalid) && !errors.Is(err, failed) {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: files are left: %v", name, left)
		}
		if outs, err := s.Apply(t.Context(), article); err != nil || outs[0] != New {
			t.Errorf("%s: apply afterwards: %v, %v", name, outs, err)
		}
	}
	s := openTest(t, kv.NewMem())
	defer s.Close()
	snapshot(t, s)
	if err := s.Load(t.Context(), seqOf(good), LoadOptions{}); !errors.Is(err, kv.ErrBusy) {
		t.Errorf("with a reader: %v", err)
	}
}

// The sorter agrees with a map, with any memory.
func TestSorter(t *testing.T) {
	for _, budget := range []int{1, 500, 1 << 20} {
		rng := rand.New(rand.NewPCG(5, 6))
		s := newSorter(t.TempDir(), budget)
		values, counts := map[kv.Key]string{}, map[kv.Key]int64{}
		for i := range 2000 {
			k := kv.Key{Part: strings.Repeat("\x00", rng.IntN(4)) + fmt.Sprint(rng.IntN(9)), Sort: fmt.Sprint(rng.IntN(20))}
			if rng.IntN(2) == 0 {
				k.Part = "c" + k.Part
				counts[k]++
				if err := s.count(k, "text of "+k.Sort, 1); err != nil {
					t.Fatal(err)
				}
				continue
			}
			values[k] = fmt.Sprint(i)
			if err := s.put(k, []byte(values[k])); err != nil {
				t.Fatal(err)
			}
		}
		var last *kv.Key
		err := s.each(func(r sorted) error {
			if last != nil && last.Compare(r.key) >= 0 {
				t.Errorf("%q after %q", r.key, *last)
			}
			last = &r.key
			if want := counts[r.key]; r.count != want || want > 0 && string(r.value) != "text of "+r.key.Sort {
				t.Errorf("%q: count %d %q, want %d", r.key, r.count, r.value, want)
			}
			if want, ok := values[r.key]; ok && string(r.value) != want {
				t.Errorf("%q: value %s, want the last one, %s", r.key, r.value, want)
			}
			delete(values, r.key)
			delete(counts, r.key)
			return nil
		})
		if err != nil || len(values)+len(counts) > 0 {
			t.Errorf("%v, %d keys were not visited", err, len(values)+len(counts))
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
}

// Whoever takes the records may stop at any of them.
func TestEntriesStop(t *testing.T) {
	s := openTest(t, kv.NewMem())
	defer s.Close()
	for _, take := range []int{0, 1, entryRun, 7*entryRun + 3, 10 * entryRun} {
		l := newLoader(s, t.TempDir(), 1<<20)
		for i := range 10 * entryRun {
			if err := l.names.count(kv.Key{Part: "A", Sort: fmt.Sprintf("%06d", i)}, "", 1); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for _, err := range l.entries(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if n == take {
				break
			}
			n++
		}
		if n != take {
			t.Errorf("%d records, want %d", n, take)
		}
		if err := l.close(); err != nil {
			t.Error(err)
		}
	}
}
