package graph

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// clocked opens a store whose clock goes a minute a tick.
func clocked(t testing.TB, db kv.DB) *Store {
	t.Helper()
	o := testOptions()
	tick := testTime
	o.Now = func() time.Time { tick = tick.Add(time.Minute); return tick }
	s, err := Open(context.Background(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func problems(s *Store) (out string) {
	for p, err := range s.Verify(context.Background()) {
		out += fmt.Sprintln(p.Record, p.What, err)
	}
	return out
}

func checkVerify(t testing.TB, s *Store) {
	t.Helper()
	for p, err := range s.Verify(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("verify: %s %s", p.Record, p.What)
	}
}

func TestSameAndUndo(t *testing.T) {
	ctx := context.Background()
	db := kv.NewMem()
	s := clocked(t, db)
	defer s.Close()
	applyTo(t, s, batchesOf(world), 10)
	before := dump(t, db)
	snap := snapshot(t, s)
	ada, olu := named(t, snap, "Ada Moss"), named(t, snap, "Olu Reed")

	_, seen, err := s.Judge(ctx, ada.ID, olu.ID, Same, "tester", "one person", true)
	if err != nil || dump(t, db) != before {
		t.Fatal("preview changed the store", err)
	}
	j, done, err := s.Judge(ctx, ada.ID, olu.ID, Same, "tester", "one person", false)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(*seen) != fmt.Sprint(*done) || len(done.Join) != 2 || done.Moved == 0 {
		t.Errorf("effect %v, previewed %v", *done, *seen)
	}
	after := snapshot(t, s)
	if a, b := named(t, after, "Ada Moss"), named(t, after, "Olu Reed"); a.ID != b.ID || a.Documents != 3 {
		t.Errorf("not one: %v %v", a, b)
	}
	if e := named(t, after, "Reed"); e.ID != named(t, after, "Ada Moss").ID {
		t.Error("the surname did not follow")
	}
	checkVerify(t, s)
	if _, _, err := s.Undo(ctx, j.ID, "tester", "no", false); err != nil {
		t.Fatal(err)
	}
	if e := named(t, snapshot(t, s), "Olu Reed"); e.ID != olu.ID {
		t.Error("undo did not part them")
	}
	if _, _, err := s.Undo(ctx, j.ID, "tester", "no", false); !errors.Is(err, ErrUndone) {
		t.Error(err)
	}
	checkVerify(t, s)
}

// Judgements survive the documents they were made about, whatever the order
// in which both come.
func TestJudgementsAreReplayed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := context.Background()
		samples := genSamples(rt, rapid.IntRange(2, 6).Draw(rt, "docs"))
		db := kv.NewMem()
		s := clocked(t, db)
		defer s.Close()
		applyTo(t, s, batchesOf(samples), 3)
		var made []JudgementID
		for range rapid.IntRange(1, 6).Draw(rt, "judgements") {
			if len(made) > 0 && rapid.IntRange(0, 3).Draw(rt, "undo") == 0 {
				j, _, err := s.Undo(ctx, made[rapid.IntRange(0, len(made)-1).Draw(rt, "which")], "t", "", false)
				if err == nil {
					made = append(made, j.ID)
				} else if !errors.Is(err, ErrUndone) {
					rt.Fatal(err)
				}
				continue
			}
			snap, _ := s.Snapshot(ctx)
			l, err := snap.ListEntities(ctx, EntityQuery{Page: Page{First: 50}})
			snap.Close()
			if err != nil {
				rt.Fatal(err)
			}
			if len(l.Items) < 2 {
				return
			}
			a := l.Items[rapid.IntRange(0, len(l.Items)-1).Draw(rt, "a")]
			b := l.Items[rapid.IntRange(0, len(l.Items)-1).Draw(rt, "b")]
			if a.ID == b.ID {
				continue
			}
			j, _, err := s.Judge(ctx, a.ID, b.ID, Verdict(rapid.IntRange(0, 2).Draw(rt, "verdict")), "t", "", false)
			if err != nil {
				rt.Fatal(err)
			}
			made = append(made, j.ID)
		}
		want := dump(t, db)
		if ps := problems(s); ps != "" {
			rt.Fatalf("verify: %s", ps)
		}
		// Retract some and apply them again.
		for _, smp := range samples {
			if rapid.Bool().Draw(rt, "retract") {
				if _, err := s.Retract(ctx, smp.batch().Document.ID, false); err != nil {
					rt.Fatal(err)
				}
			}
		}
		if ps := problems(s); ps != "" {
			rt.Fatalf("verify after retraction: %s", ps)
		}
		applyTo(t, s, rapid.Permutation(batchesOf(samples)).Draw(rt, "order"), 2)
		if got := dump(t, db); got != want {
			rt.Fatalf("retraction leaves traces: %s", firstDifference(got, want))
		}
		// Another store: judgements first, one by one, in another order.
		snap, _ := s.Snapshot(ctx)
		js, err := snap.ListJudgements(ctx, Page{First: 100})
		snap.Close()
		if err != nil {
			rt.Fatal(err)
		}
		db2 := kv.NewMem()
		s2 := openTest(t, db2)
		defer s2.Close()
		for _, j := range rapid.Permutation(js.Items).Draw(rt, "judgement order") {
			if err := s2.ImportJudgements(ctx, []Judgement{*j}); err != nil {
				rt.Fatal(err)
			}
		}
		applyTo(t, s2, batchesOf(samples), 1)
		if got := dump(t, db2); got != want {
			rt.Fatalf("import differs: %s", firstDifference(got, want))
		}
	})
}

// A judgement wins over a rule, a newer one over an older.
func TestDifferentHolds(t *testing.T) {
	ctx := context.Background()
	s := clocked(t, kv.NewMem())
	defer s.Close()
	docs := []sample{
		{"x", "", [][3]string{{"Kit Vane", "meets", "Olu Reed"}}},
		{"y", "", [][3]string{{"Vane", "meets", "Ada Moss#Q1"}}},
	}
	applyTo(t, s, batchesOf(docs[1:]), 1)
	vane := named(t, snapshot(t, s), "Vane")
	applyTo(t, s, batchesOf([]sample{{"z", "", [][3]string{{"Bo Vane", "meets", "Ada Moss#Q1"}, {"Kit Vane", "meets", "Olu Reed"}}}}), 1)
	snap := snapshot(t, s)
	kit := named(t, snap, "Kit Vane")
	if _, _, err := s.Judge(ctx, vane.ID, kit.ID, Different, "t", "", false); err != nil {
		t.Fatal(err)
	}
	applyTo(t, s, batchesOf(docs), 1)
	if e := named(t, snapshot(t, s), "Vane"); e.Name != "Bo Vane" {
		t.Errorf("the surname went to %s", e.Name)
	}
	checkVerify(t, s)
}

// Names that people made one thing come apart by a newer word on two of them,
// and together again when that is taken back. Names that share all their keys
// do not.
func TestPart(t *testing.T) {
	ctx := context.Background()
	db := kv.NewMem()
	s := clocked(t, db)
	defer s.Close()
	applyTo(t, s, batchesOf(world), 10)
	ada, olu := named(t, snapshot(t, s), "Ada Moss"), named(t, snapshot(t, s), "Olu Reed")
	if _, _, err := s.Judge(ctx, ada.ID, olu.ID, Same, "tester", "one person", false); err != nil {
		t.Fatal(err)
	}
	one := named(t, snapshot(t, s), "Ada Moss")
	j, e, err := s.Part(ctx, one.ID, "Olu Reed", "ada moss", "tester", "two after all", false)
	if err != nil || len(e.Leave) == 0 {
		t.Fatal(e, err)
	}
	if a, b := named(t, snapshot(t, s), "Ada Moss"), named(t, snapshot(t, s), "Olu Reed"); a.ID == b.ID {
		t.Error("still one")
	}
	checkVerify(t, s)
	if _, _, err := s.Undo(ctx, j.ID, "tester", "", false); err != nil {
		t.Fatal(err)
	}
	if a, b := named(t, snapshot(t, s), "Ada Moss"), named(t, snapshot(t, s), "Olu Reed"); a.ID != b.ID {
		t.Error("undo did not join them")
	}
	before := dump(t, db)
	if _, _, err := s.Part(ctx, one.ID, "Ada Moss", "Ada Moss", "tester", "", false); !errors.Is(err, ErrInseparable) || dump(t, db) != before {
		t.Errorf("parted a name from itself: %v", err)
	}
}
