package graph

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

var errPower = errors.New("power cut")

// frail is a store whose power fails after some Updates: the one that hits the
// cut is done or not, the ones after it are not.
type frail struct {
	kv.DB
	left int
	done bool // whether the Update that hits the cut is done
}

func (f *frail) Update(ctx context.Context, fn func(kv.Txn) error) error {
	f.left--
	if f.left > 0 || f.left == 0 && f.done {
		if err := f.DB.Update(ctx, fn); err != nil || f.left > 0 {
			return err
		}
	}
	return errPower
}

// dataset makes a data set of n rows; every row is a profile and a claim about
// it and the first.
func dataset(name string, n int, revision uint64) *Batch {
	id := NewDocumentID("file:"+name, nil)
	b := &Batch{Document: Document{ID: id, Kind: KindDataset, URL: "file:" + name, Title: name, Extractor: "import", Revision: revision}}
	for i := range n {
		p := profileFor(id, i, fmt.Sprintf("Row%d Of%s%d", i, name, revision%2))
		b.Profiles = append(b.Profiles, p)
		b.Claims = append(b.Claims, Claim{
			ID: ClaimID{id, uint32(i)}, Relation: "funds", Score: 1, Extractor: "import",
			Subject: Argument{Text: b.Profiles[0].Name, Profile: 0}, Object: Argument{Text: p.Name, Profile: int32(i)},
			Evidence: Evidence{Span: Span{10 * i, 10*i + 9}, Quote: fmt.Sprint("row ", i), Line: i + 1},
		})
	}
	return b
}

// parts cuts a data set into batches.
func cutUp(b *Batch, size int) []*Batch {
	var out []*Batch
	for i := 0; i < len(b.Profiles); i += size {
		end := min(i+size, len(b.Profiles))
		out = append(out, &Batch{Document: b.Document, Profiles: b.Profiles[i:end], Claims: b.Claims[i:end], More: end < len(b.Profiles)})
	}
	return out
}

func TestDatasetInParts(t *testing.T) {
	ctx := context.Background()
	want := applyAll(t, []*Batch{dataset("ds", 50, 1)}, 1)
	for _, size := range []int{1, 7, 49} {
		if got := applyAll(t, cutUp(dataset("ds", 50, 1), size), 3); got != want {
			t.Errorf("parts of %d: %s", size, firstDifference(got, want))
		}
	}
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	empty := dump(t, db)
	ps := cutUp(dataset("ds", 50, 1), 20)
	applyTo(t, s, ps[:2], 1)
	if st := must[Stats](t)(snapshot(t, s).Stats(ctx)); st.Claims != 0 {
		t.Errorf("readers see %d claims of half a data set", st.Claims)
	}
	again := openTest(t, keepOpen{db}) // as after a crash
	if got := dump(t, db); got != empty {
		t.Errorf("half a data set is left: %s", firstDifference(got, empty))
	}
	applyTo(t, again, cutUp(dataset("ds", 50, 1), 20), 1)
	applyTo(t, again, cutUp(dataset("ds", 50, 1), 20), 1) // a second time changes nothing
	if got := dump(t, db); got != want {
		t.Errorf("after a crash: %s", firstDifference(got, want))
	}
	var out []*Batch
	for b, err := range snapshot(t, again).Batches(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	if got := applyAll(t, out, 1); got != want {
		t.Errorf("batches: %s", firstDifference(got, want))
	}
}

// keepOpen is a store that survives the Close of what uses it.
type keepOpen struct{ kv.DB }

func (keepOpen) Close() error { return nil }

func TestReplaceLargeDataset(t *testing.T) {
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	s.limits.remove = 100
	const n = 230
	applyTo(t, s, cutUp(dataset("big", n, 1), 100), 1)
	ps := cutUp(dataset("big", 30, 2), 10)
	out, err := s.Apply(context.Background(), ps...)
	if err != nil || out[0] != Updated {
		t.Fatal(out, err)
	}
	if got, want := dump(t, db), applyAll(t, []*Batch{dataset("big", 30, 2)}, 1); got != want {
		t.Error(firstDifference(got, want))
	}
	applyTo(t, s, cutUp(dataset("big", n, 3), 100), 1)
	e, err := s.Retract(context.Background(), ps[0].Document.ID, false)
	if err != nil || e.Claims != n {
		t.Fatal(e, err)
	}
	if st := must[Stats](t)(snapshot(t, s).Stats(context.Background())); st.Claims+st.Entities+st.Profiles != 0 {
		t.Errorf("%+v", st)
	}
}

// A crash at any Update, with commits of one Update and with journals, leaves
// a store that opens, verifies, and after a rerun is what it would have been.
func TestCrashAndResume(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		samples := genSamples(rt, rapid.IntRange(1, 4).Draw(rt, "docs"))
		batches := append(batchesOf(samples), cutUp(dataset("ds", 6, 1), 2)...)
		want := applyAll(t, batches, 100)
		mem := kv.NewMem()
		defer mem.Close()
		small := limits{rapid.SampledFrom([]int{5, 40, 100_000}).Draw(rt, "entries"), 1 << 20, rapid.SampledFrom([]int{3, 1000}).Draw(rt, "remove"), 1000}
		for range 2 {
			db := &frail{DB: keepOpen{mem}, left: rapid.IntRange(1, 40).Draw(rt, "cut"), done: rapid.Bool().Draw(rt, "done")}
			if s, err := Open(context.Background(), db, testOptions()); err == nil {
				s.limits = small
				if _, err := s.Apply(context.Background(), batches...); err != nil && !errors.Is(err, errPower) {
					rt.Fatal(err)
				}
			} else if !errors.Is(err, errPower) {
				rt.Fatal(err)
			}
		}
		s := openTest(t, keepOpen{mem})
		if ps := problems(s); ps != "" {
			rt.Fatalf("after the cut: %s", ps)
		}
		s.limits = small
		applyTo(t, s, batches, 3)
		if got := dump(t, mem); got != want {
			rt.Fatalf("after the rerun: %s", firstDifference(got, want))
		}
	})
}

// A document larger than a step removes is replaced whole or not at all,
// wherever the power fails.
func TestLargeIsReplacedWholeOrNotAtAll(t *testing.T) {
	old, new := dataset("big", 150, 1), dataset("big", 60, 2)
	shrink := func(s *Store) { s.limits.remove, s.limits.entries = 100, 400 }
	before, after := applyAll(t, []*Batch{old}, 1), applyAll(t, []*Batch{new}, 1)
	seen := map[string]int{}
	for cut := 1; seen["after"] < 2; cut++ {
		mem := kv.NewMem()
		s := openTest(t, keepOpen{mem})
		applyTo(t, s, []*Batch{old}, 1)
		db := &frail{DB: keepOpen{mem}, left: 100}
		f := openTest(t, db)
		shrink(f)
		db.left = cut
		if _, err := f.Apply(context.Background(), new); err != nil && !errors.Is(err, errPower) {
			t.Fatal(err)
		}
		openTest(t, keepOpen{mem})
		switch dump(t, mem) {
		case before:
			seen["before"]++
		case after:
			seen["after"]++
		default:
			t.Fatalf("power cut at Update %d: neither the old nor the new document", cut)
		}
	}
	if seen["before"] < 2 {
		t.Errorf("%v: nothing was cut", seen)
	}
}
