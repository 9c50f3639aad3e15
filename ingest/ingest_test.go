package ingest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dossier/graph"
	"dossier/graph/kv"
	"dossier/ingest/article"
	"dossier/schema"
)

// memStore opens an empty graph in memory; dump hashes all it holds.
func memStore(t testing.TB) (s *graph.Store, dump func() string) {
	t.Helper()
	db := kv.NewMem()
	o := schema.Default()
	s, err := graph.Open(t.Context(), db, graph.Options{Family: func(e string) string { return string(o.Family(e)) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, func() string {
		h := sha256.New()
		for e, err := range db.Walk(context.Background(), "") {
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(h, "%q %q %x\n", e.Key.Part, e.Key.Sort, e.Value)
		}
		return fmt.Sprintf("%x", h.Sum(nil))
	}
}

// write puts files into a new folder.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Sentences from which articles are made: names that recur in full, short and
// in other order, so that identity has something to decide.
var sentences = []string{
	"Ana Roy met Dan Ode in Lisbon on Monday.", "Roy said that Teldra Systems had not paid the fine.",
	"Teldra Systems Inc. is based in Riga.", "The National Customs Agency (NCA) fined Teldra Systems.",
	"The NCA declined to comment.", "Senator Dan Ode sent a letter to Ana Roy.", "Ode accused Teldra of bribery.",
	"Mr Roy lives in Porto.", "Peter Lind founded Ostra Group in 1999.", "Pete Lind left Ostra Group in May.",
	"China and Norway signed an agreement.", "Norway denied that it had spied on China.", "\"We were wrong,\" Lind said. \"The tests never ran.\"",
}

// Whatever the order, the split into runs and the number of workers, the same
// articles give the same store, byte for byte; a second run changes nothing.
func TestSameArticlesSameStore(t *testing.T) {
	p := New(schema.Default(), 0)
	rapid.Check(t, func(rt *rapid.T) {
		files := map[string]string{}
		for i := range rapid.IntRange(1, 6).Draw(rt, "articles") {
			words := rapid.SliceOfN(rapid.SampledFrom(sentences), 1, 6).Draw(rt, "sentences")
			files[fmt.Sprintf("%d.txt", i)] = strings.Join(words, " ")
		}
		dir := write(t, files)
		whole, dumpWhole := memStore(t)
		ingestAll(rt, p, whole, []string{dir}, 1)
		var paths []string
		for name := range files {
			paths = append(paths, filepath.Join(dir, name))
		}
		parts, dumpParts := memStore(t)
		for _, path := range rapid.Permutation(paths).Draw(rt, "order") {
			ingestAll(rt, p, parts, []string{path}, rapid.SampledFrom([]int{1, 8}).Draw(rt, "workers"))
		}
		if dumpWhole() != dumpParts() {
			rt.Fatalf("one run and %d runs give different stores for %q", len(paths), files)
		}
		before := dumpWhole()
		if sum := ingestAll(rt, p, whole, []string{dir}, 8); sum.New+sum.Updated > 0 || dumpWhole() != before {
			rt.Fatalf("a second run changed the store: %+v", sum)
		}
	})
}

func ingestAll(t rapid.TB, p *Pipeline, s *graph.Store, paths []string, workers int) Summary {
	t.Helper()
	sum, err := p.Ingest(context.Background(), s, paths, nil, Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// A bad input is refused by name and the articles beside it are stored.
func TestBadInputsLoseNothingElse(t *testing.T) {
	dir := write(t, map[string]string{
		"good.txt": "Ana Roy met Dan Ode in Lisbon.", "empty.txt": "", "nul.txt": "a\x00b", "pdf.txt": "%PDF-1.4 x",
		"broken.jsonl": "{\"text\":\"Dan Ode resigned.\"}\n{\"text\":\n",
	})
	if err := os.Mkdir(filepath.Join(dir, "nothing"), 0o700); err != nil {
		t.Fatal(err)
	}
	s, _ := memStore(t)
	var refused []string
	sum, err := New(schema.Default(), 0).Ingest(t.Context(), s, []string{dir, filepath.Join(dir, "nothing"), filepath.Join(dir, "absent.txt")}, nil,
		Options{Refuse: func(e *article.Error) { refused = append(refused, strings.TrimPrefix(e.Error(), dir+"/")) }})
	if err != nil {
		t.Fatal(err)
	}
	if sum.New != 2 || sum.Refused != 6 || len(refused) != 6 {
		t.Fatalf("got %+v, refused %q; want 2 new, 6 refused", sum, refused)
	}
	for _, want := range []string{"empty.txt: empty", "broken.jsonl:2: not JSON", "nothing: no articles in this folder", "absent.txt: no such file"} {
		found := false
		for _, r := range refused {
			found = found || strings.HasPrefix(r, want)
		}
		if !found {
			t.Errorf("no refusal begins with %q in %q", want, refused)
		}
	}
}

// Every claim's quote is the text at its offsets, and rebuilding with the same
// extractor changes nothing.
func TestRebuildChangesNothing(t *testing.T) {
	dir := write(t, map[string]string{
		"a.txt": strings.Join(sentences, " "), "b.md": "# Roy resigns\n\nAna Roy **resigned** on Friday.",
		"c.jsonl": `{"title":"Ode wins","text":"Dan Ode won the election in Norway.","published":"2025-03-04"}`,
	})
	s, dump := memStore(t)
	p := New(schema.Default(), 0)
	ingestAll(t, p, s, []string{dir}, 2)
	before := dump()
	sum, err := p.Rebuild(t.Context(), s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Unchanged != 3 || dump() != before {
		t.Errorf("rebuild: %+v, store changed: %v", sum, dump() != before)
	}
}

func FuzzIngest(f *testing.F) {
	for _, s := range sentences {
		f.Add(s)
	}
	p := New(schema.Default(), 0)
	f.Fuzz(func(t *testing.T, text string) {
		for a, err := range article.Read("f.txt", strings.NewReader(text)) {
			if err != nil {
				continue
			}
			b := p.Batch(a)
			for _, c := range b.Claims {
				if a.Text[c.Evidence.Start:c.Evidence.End] != c.Evidence.Quote {
					t.Fatalf("quote %q is not the text at %v", c.Evidence.Quote, c.Evidence.Span)
				}
			}
			if d := cmp.Diff(b, p.Batch(a)); d != "" {
				t.Fatalf("analysing twice gives two answers:\n%s", d)
			}
		}
	})
}
