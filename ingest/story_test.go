package ingest

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/schema"
)

// Reports of one event are one story, whatever their words; other events with
// the same actors in the same week are none of it.
func TestStories(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/stories.txtar")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := memStore(t)
	p := New(schema.Default(), 0)
	event := map[graph.DocumentID]string{}
	want := map[string]int{}
	for _, f := range archive.Files {
		for a, err := range article.Read(path.Base(f.Name), bytes.NewReader(f.Data)) {
			if err != nil {
				t.Fatal(err)
			}
			b := p.Batch(a)
			event[b.Document.ID] = path.Dir(f.Name)
			want[path.Dir(f.Name)]++
			if _, err := s.Apply(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
	}
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	stories, err := snap.ListStories(t.Context(), graph.Page{First: 100})
	if err != nil {
		t.Fatal(err)
	}
	right, together := 0, 0
	for _, story := range stories.Items {
		docs, err := snap.DocumentsOfStories(t.Context(), []graph.StoryID{story.ID}, graph.Page{First: 100})
		if err != nil {
			t.Fatal(err)
		}
		var events []string
		for _, d := range docs[0].Items {
			events = append(events, event[d.ID])
		}
		slices.Sort(events)
		together += len(events)
		if events[0] != events[len(events)-1] {
			t.Errorf("%q mixes %s", story.Title, strings.Join(events, ", "))
			continue
		}
		right += len(events)
		if n := want[events[0]]; n != len(events) {
			t.Logf("%q has %d of %d reports", story.Title, len(events), n)
		}
	}
	several := 0
	for _, n := range want {
		if n > 1 {
			several += n
		}
	}
	summary := fmt.Sprintf("%d of %d reports with others of their event, %d in a story", right, several, together)
	t.Log(summary)
	// The two of the earthquake name too little that is the same, and one of the
	// ferry has a ship that is taken for a woman.
	if right < several-3 {
		t.Error("too few reports find their story: " + summary)
	}
}
