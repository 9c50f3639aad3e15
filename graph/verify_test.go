package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/graph/kv"
)

// family names a record by the parts of its key that tell its kind.
func family(k kv.Key) string {
	f := k.Part[:1]
	switch f {
	case famDocument, famNode, famEntity, famStory, famUtter, famShingle:
		f += k.Sort[:1]
	case famMeta, famList, famJudge:
		f = k.Part
		if k.Part == keyHeader.Part {
			f += k.Sort
		}
	}
	return f
}

// damagedStore is a store with every kind of record.
func damagedStore(t *testing.T) (*Store, kv.DB) {
	db := kv.NewMem()
	s := clocked(t, db)
	t.Cleanup(func() { s.Close() })
	told := "|" + tails[3] + tails[6] + " before the committee adjourned for the night and the members went home without a vote"
	copies := []sample{ // one story, and one utterance with two carriers
		{"wire", "2031-03-01", [][3]string{{"Ada Moss", "meets" + told, "Olu Reed"}, {"Tarn Corp", "funds", "Kit Vane"}}},
		{"copy", "2031-03-02", [][3]string{{"Ada Moss", "meets" + told, "Olu Reed"}, {"Tarn Corp", "funds", "Kit Vane"}}},
	}
	applyTo(t, s, batchesOf(append(slices.Clone(world), copies...)), 10)
	snap := snapshot(t, s)
	if stats := must[Stats](t)(snap.Stats(context.Background())); stats.Stories == 0 || stats.Utterances == 0 {
		t.Fatalf("no story or no utterance: %+v", stats)
	}
	ctx := context.Background()
	j, _, err := s.Judge(ctx, named(t, snap, "Ada Moss").ID, named(t, snap, "Kit Vane").ID, Different, "t", "", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Undo(ctx, j.ID, "t", "", false); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Judge(ctx, named(t, snap, "Ada Moss").ID, named(t, snap, "Olu Reed").ID, Different, "t", "", false); err != nil {
		t.Fatal(err)
	}
	return s, db
}

// One record of every family is damaged, dropped, or replaced by one that
// checks but says something else; verify sees each.
func TestVerifySeesDamage(t *testing.T) { seesDamage(t, 28, damagedStore) }

// The same for data sets alone, which are not built up again but compared with
// what a bulk load makes.
func TestVerifySeesDamageOfDataSets(t *testing.T) {
	seesDamage(t, 20, func(t *testing.T) (*Store, kv.DB) {
		db := kv.NewMem()
		s := openTest(t, db)
		t.Cleanup(func() { s.Close() })
		if err := s.Load(t.Context(), seqOf(datasets(batchesOf(world), 3)), LoadOptions{}); err != nil {
			t.Fatal(err)
		}
		return s, db
	})
}

func seesDamage(t *testing.T, atLeast int, damagedStore func(*testing.T) (*Store, kv.DB)) {
	ctx := context.Background()
	_, db := damagedStore(t)
	families := map[string]kv.Entry{}
	for e, err := range db.Walk(ctx, "") {
		if err != nil {
			t.Fatal(err)
		}
		families[family(e.Key)] = e
	}
	if len(families) < atLeast {
		t.Fatalf("only %d families", len(families))
	}
	for name, e := range families {
		for how, value := range map[string][]byte{
			"flipped": append(e.Value[:len(e.Value)-1:len(e.Value)-1], e.Value[len(e.Value)-1]^4),
			"dropped": nil,
			"forged":  seal(e.Key, []byte{0xa1, 0x18, 0x63, 0x01}),
		} {
			s, db := damagedStore(t)
			err := db.Update(ctx, func(tx kv.Txn) error {
				if value == nil {
					return tx.Delete(e.Key)
				}
				return tx.Put(e.Key, value)
			})
			if err != nil {
				t.Fatal(err)
			}
			var seen []string
			for p, err := range s.Verify(ctx) {
				seen = append(seen, fmt.Sprint(p.Record, ": ", p.What, err))
			}
			if len(seen) == 0 {
				t.Errorf("%q %s: verify sees nothing", name, how)
			}
			if how == "flipped" && !strings.Contains(seen[0], "damaged") {
				t.Errorf("%q %s: %s", name, how, seen[0])
			}
		}
	}
}

// A quote that is not in the text is never stored, and seen if it is forced in.
func TestQuotesAreChecked(t *testing.T) {
	ctx := context.Background()
	b := world[0].batch()
	b.Claims[1].Evidence.Quote += "!"
	s := openTest(t, kv.NewMem())
	defer s.Close()
	if _, err := s.Apply(ctx, b); err == nil || !strings.Contains(err.Error(), "claim 1") {
		t.Errorf("a wrong quote was taken: %v", err)
	}
	if got, _ := snapshot(t, s).Stats(ctx); got.Documents != 0 {
		t.Error("something of it was kept")
	}
}
