package ingest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/schema"
)

// listed lists the entities of a type, one a line, with the documents that
// speak of them, by the names of name.
func listed(t *testing.T, s *graph.Store, typ string, name map[graph.DocumentID]string) string {
	t.Helper()
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	all, err := snap.ListEntities(t.Context(), graph.EntityQuery{Types: append(schema.Default().Sub(typ), typ), Page: graph.Page{First: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]graph.EntityID, len(all.Items))
	for i, e := range all.Items {
		ids[i] = e.ID
	}
	in, err := snap.DocumentsOf(t.Context(), ids, graph.Page{First: 100})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i, e := range all.Items {
		var docs []string
		for _, d := range in[i].Items {
			docs = append(docs, name[d.ID])
		}
		slices.Sort(docs)
		lines = append(lines, fmt.Sprintf("%s: %s\n", e.Name, strings.Join(docs, " ")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// Whatever the order in which reports come, two people of one name stay two,
// and one person under several names is one. The same holds for bodies.
func TestNamesakes(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/namesakes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	p := New(schema.Default(), 0)
	want := map[string]map[string]string{} // folder → type → list
	batches := map[string][]*graph.Batch{}
	name := map[graph.DocumentID]string{}
	for _, f := range archive.Files {
		folder, file := path.Split(f.Name)
		if typ := map[string]string{"people": "Person", "bodies": "Organization", "places": "Place"}[file]; typ != "" {
			want[folder] = map[string]string{typ: string(f.Data)}
			continue
		}
		for a, err := range article.Read(file, bytes.NewReader(f.Data)) {
			if err != nil {
				t.Fatal(err)
			}
			b := p.Batch(a)
			name[b.Document.ID] = strings.TrimSuffix(file, ".txt")
			batches[folder] = append(batches[folder], b)
		}
	}
	shuffle := rand.New(rand.NewPCG(1, 1))
	for folder, bs := range batches {
		t.Run(strings.TrimSuffix(folder, "/"), func(t *testing.T) {
			first := ""
			for order := range 6 {
				s, dump := memStore(t)
				for _, b := range bs {
					if _, err := s.Apply(t.Context(), b); err != nil {
						t.Fatal(err)
					}
				}
				for typ, list := range want[folder] {
					if got := listed(t, s, typ, name); got != list {
						t.Fatalf("order %d: got\n%swant\n%s", order, got, list)
					}
				}
				if got := dump(); order > 0 && got != first {
					t.Errorf("order %d: another store", order)
				} else {
					first = got
				}
				shuffle.Shuffle(len(bs), func(i, j int) { bs[i], bs[j] = bs[j], bs[i] })
			}
		})
	}
}
