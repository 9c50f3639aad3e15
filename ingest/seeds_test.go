package ingest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/schema"
)

// goldEntity is one thing of the founding articles as a careful reader lists
// it: by which names, in which articles.
type goldEntity struct {
	Name    string
	Type    string
	Aliases []string
	Seeds   []string
	Region  string
}

// goldStore applies the founding articles and returns what is in the graph,
// with the articles in the order of their names.
func goldStore(t *testing.T) (gold []goldEntity, snap *graph.Snapshot, docs []graph.DocumentID) {
	data, err := os.ReadFile("../../shared/gold/seeds.json")
	if err != nil {
		t.Skip("needs the shared folder beside the repository (../shared): no gold of the founding articles")
	}
	var file struct{ Entities []goldEntity }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("../../shared/seeds/*.txt")
	s, _ := memStore(t)
	p := New(schema.Default(), 0)
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for a, err := range article.Read(filepath.Base(name), f) {
			if err != nil {
				t.Fatal(err)
			}
			b := p.Batch(a)
			docs = append(docs, b.Document.ID)
			if _, err := s.Apply(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
		f.Close()
	}
	snap, err = s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(snap.Close)
	return file.Entities, snap, docs
}

// folded makes two ways to write one name equal.
func folded(name string) string {
	s := strings.ToLower(strings.NewReplacer("’", "'", ".", "", "\"", "", "“", "", "”", "").Replace(name))
	for _, w := range []string{"the ", "a ", "an ", "its ", "these ", "us ", "so-called "} {
		s = strings.TrimPrefix(s, w)
	}
	return s
}

// Every main thing of three or more founding articles is one entity with all
// its documents, and no entity is two things.
func TestSeedClusters(t *testing.T) {
	gold, snap, docs := goldStore(t)
	list, err := snap.ListEntities(t.Context(), graph.EntityQuery{Page: graph.Page{First: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]graph.EntityID, len(list.Items))
	byName := map[string][]int{}
	for i, e := range list.Items {
		ids[i] = e.ID
		for _, a := range e.Aliases {
			if f := folded(a.Name); !slices.Contains(byName[f], i) {
				byName[f] = append(byName[f], i)
			}
		}
	}
	in, err := snap.DocumentsOf(t.Context(), ids, graph.Page{First: 100})
	if err != nil {
		t.Fatal(err)
	}
	owner := map[int]string{} // entity → what it is
	whole, main := 0, 0
	for _, g := range gold {
		found := map[int]bool{}
		for _, a := range append(g.Aliases, g.Name) {
			for name, is := range byName {
				// "two-week review" also names "a two-week review of all contracts".
				longer := a == strings.ToLower(a) && strings.Contains(a, " ") && strings.HasPrefix(name, folded(a)+" of ")
				if name != folded(a) && !longer || a == "the country" || a == "the company" || a == "the department" {
					continue
				}
				for _, i := range is {
					found[i] = true
				}
			}
		}
		for i := range found {
			if owner[i] != "" {
				t.Errorf("%q is %s and %s", list.Items[i].Name, owner[i], g.Name)
			}
			owner[i] = g.Name
		}
		if len(g.Seeds) < 3 || g.Region != "main" {
			continue
		}
		main++
		if len(found) > 1 {
			var names []string
			for i := range found {
				names = append(names, list.Items[i].Name)
			}
			slices.Sort(names)
			t.Logf("%s is %d entities: %s", g.Name, len(found), strings.Join(names, "; "))
			continue
		}
		missing := strings.Join(g.Seeds, " ")
		for i := range found {
			for _, d := range in[i].Items {
				n := slices.Index(docs, d.ID)
				missing = strings.TrimSpace(strings.Replace(missing, []string{"000", "001", "002", "003", "004"}[n], "", 1))
			}
		}
		if missing = strings.Join(strings.Fields(missing), " "); missing != "" {
			t.Logf("%s lacks %s", g.Name, missing)
			continue
		}
		whole++
	}
	t.Logf("%d of %d main entities are whole", whole, main)
	if whole < 11 {
		t.Errorf("%d of %d main entities are whole, were 11", whole, main)
	}
}

// The founding articles are one story; Shaw's statement is one utterance, also
// where words are left out of it; undated articles know which Friday they mean.
func TestSeedStory(t *testing.T) {
	_, snap, docs := goldStore(t)
	stories, err := snap.ListStories(t.Context(), graph.Page{First: 10})
	if err != nil {
		t.Fatal(err)
	}
	if len(stories.Items) != 1 || stories.Items[0].Documents != len(docs) {
		t.Errorf("%d stories, the first of %d documents", len(stories.Items), stories.Items[0].Documents)
	}
	claims, err := snap.ListClaims(t.Context(), graph.ClaimQuery{Page: graph.Page{First: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	said := map[graph.UtteranceID]map[graph.DocumentID]bool{}
	fridays := map[string]int{}
	for _, c := range claims.Items {
		if strings.Contains(c.Evidence.Quote, "engineering teams are providing technical assistance") {
			if said[c.Utterance] == nil {
				said[c.Utterance] = map[graph.DocumentID]bool{}
			}
			said[c.Utterance][c.ID.Document] = true
		}
		if c.Time != nil && c.Time.Text == "Friday" {
			fridays[c.Time.Start.Format("2006-01-02")]++
		}
	}
	if len(said) != 1 {
		t.Errorf("Shaw's statement is %d utterances", len(said))
	}
	for _, in := range said {
		if len(in) != 5 || !in[docs[0]] {
			t.Errorf("Shaw's statement has %d carriers", len(in))
		}
	}
	if len(fridays) != 1 || fridays["2025-07-18"] == 0 {
		t.Errorf("Friday is %v", fridays)
	}
}
