package ingest

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/schema"
)

// What people have said about who is who holds after a document is forgotten
// and read again, after a rebuild that replaces what an older extractor made,
// and in a store that imports the graph: byte for byte.
func TestLedgerIsReplayed(t *testing.T) {
	ctx := t.Context()
	dir := write(t, map[string]string{
		"a.txt": strings.Join(sentences, " "), "b.txt": "Ana Roy met Orrin Vale in Lisbon. Roy resigned on Friday.",
		"c.txt": "Anna Roye left Teldra Systems in May. Orrin Vale praised Ostra Group.",
	})
	s, dump := memStore(t)
	p := New(schema.Default(), 0)
	ingestAll(t, p, s, []string{dir}, 1)
	judge := func(left, right string, v graph.Verdict) {
		t.Helper()
		snap, err := s.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer snap.Close()
		found, err := snap.Named(ctx, []string{left, right})
		if err != nil || len(found[0]) != 1 || len(found[1]) != 1 {
			t.Fatalf("%s, %s: %v %v", left, right, found, err)
		}
		if _, _, err := s.Judge(ctx, found[0][0], found[1][0], v, "tester", "", false); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond) // the ledger is in order of time
	}
	judge("Ana Roy", "Anna Roye", graph.Same)
	judge("Orrin Vale", "Dan Ode", graph.Different)
	want := dump()

	each := func(visit func(b *graph.Batch)) {
		snap, err := s.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer snap.Close()
		for b, err := range snap.Batches(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			visit(b)
		}
	}
	each(func(b *graph.Batch) {
		if _, err := s.Retract(ctx, b.Document.ID, false); err != nil {
			t.Fatal(err)
		}
	})
	ingestAll(t, p, s, []string{dir}, 1)
	if dump() != want {
		t.Error("forgotten and read again: another store")
	}

	each(func(b *graph.Batch) { // as an older extractor would have left it
		b.Document.Extractor, b.Document.Revision = "dossier/0", 0
		b.Claims = b.Claims[:len(b.Claims)/2]
		if _, err := s.Apply(ctx, b); err != nil {
			t.Fatal(err)
		}
	})
	if dump() == want {
		t.Fatal("nothing to rebuild")
	}
	if sum, err := p.Rebuild(ctx, s, Options{}); err != nil || sum.Updated != 3 || dump() != want {
		t.Errorf("rebuilt: %+v %v, the same store: %v", sum, err, dump() == want)
	}

	snap, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	var data bytes.Buffer
	if _, err := exchange.Export(ctx, &data, snap, "jsonl", exchange.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	other, dumpOther := memStore(t)
	src := exchange.Source{Name: "all.jsonl", Size: int64(data.Len()), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data.Bytes())), nil }}
	if _, err := exchange.Import(ctx, other, src, "jsonl", exchange.ImportOptions{}); err != nil || dumpOther() != want {
		t.Errorf("imported: another store, %v", err)
	}
}

// Two people of one name who were born in different years are two; a report
// that does not say the year goes to the one most reports speak of.
func TestHomonyms(t *testing.T) {
	s, _ := memStore(t)
	ingestAll(t, New(schema.Default(), 0), s, []string{write(t, map[string]string{
		"a.txt": "Orrin Vale, the mayor of Lisbon, resigned on Monday. Orrin Vale was born in 1961.",
		"b.txt": "Orrin Vale was born in 1987. Orrin Vale joined Teldra Systems in May.",
		"c.txt": "Orrin Vale was born on 3 May 1961. Orrin Vale met Dan Ode.",
		"d.txt": "Orrin Vale met Dan Ode in Lisbon.",
	})}, 1)
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	found, err := snap.Named(t.Context(), []string{"Orrin Vale"})
	if err != nil {
		t.Fatal(err)
	}
	es, err := snap.Entities(t.Context(), found[0])
	if err != nil {
		t.Fatal(err)
	}
	var documents []int
	for _, e := range es {
		documents = append(documents, e.Documents)
	}
	slices.Sort(documents)
	if !slices.Equal(documents, []int{1, 3}) {
		t.Errorf("Orrin Vale is %v", documents)
	}
}
