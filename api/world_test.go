package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/graph"
	"dossier/graph/kv"
	"dossier/schema"

	"golang.org/x/tools/txtar"
)

// A world is a graph written by hand. A line "# 2031-01-02 The Ledger: Title"
// begins a document; every other line is one sentence and one claim:
//
//	Person Ada Moss | meets | Person Olu Reed | says Company Tarn Corp | on 2031-01-02 | denied | alleged
//
// A type of relation that the ontology does not have makes an open claim, or a
// typed one behind "~"; "$" in place of the object's type makes a value.
func parseWorld(t testing.TB, text string) []*graph.Batch {
	var out []*graph.Batch
	var w *worldDoc
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "# "):
			if w != nil {
				out = append(out, w.done())
			}
			w = newWorldDoc(len(out), line[2:])
		default:
			if err := w.sentence(line); err != nil {
				t.Fatalf("world line %d: %v", i+1, err)
			}
		}
	}
	if w != nil {
		out = append(out, w.done())
	}
	return out
}

type worldDoc struct {
	b        *graph.Batch
	text     strings.Builder
	profiles map[string]int32
}

func newWorldDoc(n int, head string) *worldDoc {
	date, rest, _ := strings.Cut(head, " ")
	publisher, title, _ := strings.Cut(rest, ": ")
	url := fmt.Sprintf("https://example.org/%d", n)
	published, _ := time.Parse(time.DateOnly, date)
	return &worldDoc{profiles: map[string]int32{}, b: &graph.Batch{Document: graph.Document{
		ID: graph.NewDocumentID(url, nil), Kind: graph.KindArticle, URL: url, Title: title, Publisher: publisher,
		Published: published, Language: "en", Extractor: "test",
	}}}
}

func (w *worldDoc) done() *graph.Batch {
	w.b.Document.Text = w.text.String()
	w.b.Document.Regions = []graph.Region{{Span: graph.Span{Start: 0, End: w.text.Len()}, Kind: "body"}}
	w.b.Document.Revision = graph.RevisionOf(&w.b.Document)
	return w.b
}

// arg writes "Type Name" into the text and returns it as an argument.
func (w *worldDoc) arg(s string) graph.Argument {
	kind, name, _ := strings.Cut(strings.TrimSpace(s), " ")
	a := graph.Argument{Span: graph.Span{Start: w.text.Len(), End: w.text.Len() + len(name)}, Text: name, Profile: -1}
	w.text.WriteString(name)
	if kind == "$" {
		a.Value = &graph.Value{Type: "text", Text: name}
		return a
	}
	a.Profile = w.profile(kind, name)
	w.b.Mentions = append(w.b.Mentions, graph.Mention{Span: a.Span, Profile: uint32(a.Profile), Kind: "name", Type: kind, Rule: "test", Score: 1})
	return a
}

func (w *worldDoc) profile(kind, name string) int32 {
	n, ok := w.profiles[kind+name]
	if !ok {
		n = int32(len(w.b.Profiles))
		w.profiles[kind+name] = n
		family := string(schema.Default().Family(kind))
		w.b.Profiles = append(w.b.Profiles, graph.Profile{
			ID: graph.ProfileID{Document: w.b.Document.ID, N: uint32(n)}, Type: kind, Name: name, Names: []graph.Count{{Text: name, N: 1}},
			Keys: []graph.IdentityKey{{Text: family + "/name/" + kind + "/" + strings.ToLower(name), Strong: true}},
		})
	}
	return n
}

func (w *worldDoc) sentence(line string) error {
	parts := strings.Split(line, " | ")
	if len(parts) < 3 {
		return fmt.Errorf("%q has no subject, predicate and object", line)
	}
	start := w.text.Len()
	c := graph.Claim{ID: graph.ClaimID{Document: w.b.Document.ID, N: uint32(len(w.b.Claims))}, Score: 0.9, Extractor: "test"}
	c.Subject = w.arg(parts[0])
	w.text.WriteString(" ")
	c.Predicate, c.Lemma = parts[1], parts[1]
	c.PredicateAt = graph.Span{Start: w.text.Len(), End: w.text.Len() + len(parts[1])}
	if name, other := strings.CutPrefix(parts[1], "~"); other || schema.Default().RelationType(name) != nil {
		c.Relation = name
	}
	w.text.WriteString(parts[1] + " ")
	c.Object = w.arg(parts[2])
	for _, p := range parts[3:] {
		word, rest, _ := strings.Cut(p, " ")
		switch word {
		case "denied":
			c.Polarity = graph.Denied
		case "alleged":
			c.Modality = graph.Alleged
		case "says":
			w.text.WriteString(", says ")
			a := w.arg(rest)
			c.Attribution = append(c.Attribution, graph.Attribution{Profile: a.Profile, Text: a.Text, Cue: "says"})
		case "on":
			day, err := time.Parse(time.DateOnly, rest)
			if err != nil {
				return err
			}
			w.text.WriteString(" on " + rest)
			c.Time = &graph.Time{Text: rest, Start: day, End: day, Precision: graph.Day, Basis: "as written"}
		}
	}
	w.text.WriteString(".")
	c.Evidence = graph.Evidence{Span: graph.Span{Start: start, End: w.text.Len()}, Quote: w.text.String()[start:]}
	w.text.WriteString(" ")
	w.b.Claims = append(w.b.Claims, c)
	return nil
}

// openWorld returns a store on the memory engine that holds a world.
func openWorld(t testing.TB, batches ...*graph.Batch) *graph.Store {
	t.Helper()
	onto := schema.Default()
	start, tick := time.Date(2031, 5, 6, 7, 8, 0, 0, time.UTC), 0
	s, err := graph.Open(context.Background(), kv.NewMem(), graph.Options{
		Family: func(k string) string { return string(onto.Family(k)) },
		Now:    func() time.Time { tick++; return start.Add(time.Duration(tick) * time.Second) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Apply(context.Background(), batches...); err != nil {
		t.Fatal(err)
	}
	return s
}

func engineOn(t testing.TB, c Config) *engine {
	t.Helper()
	c.Ontology = schema.Default()
	e, err := newEngine(c)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestQueries runs the cases of testdata/*.txtar: a world, then queries with
// the response each must get, one after another.
func TestQueries(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runCases(t, file) })
	}
}

func runCases(t *testing.T, file string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	world := ar.Files[slices.IndexFunc(ar.Files, func(f txtar.File) bool { return f.Name == "world" })]
	e := engineOn(t, Config{Store: openWorld(t, parseWorld(t, string(world.Data))...), Version: "test"})
	var out []txtar.File
	for i, f := range ar.Files {
		if f.Name == "want" {
			continue
		}
		out = append(out, f)
		if f.Name != "query" {
			continue
		}
		var got bytes.Buffer
		body := ask(t, e, withIDs(t, e, string(f.Data)))
		if err := json.Indent(&got, []byte(body), "", " "); err != nil {
			t.Fatal(err)
		}
		got.WriteString("\n")
		out = append(out, txtar.File{Name: "want", Data: got.Bytes()})
		want := ""
		if i+1 < len(ar.Files) && ar.Files[i+1].Name == "want" {
			want = string(ar.Files[i+1].Data)
		}
		if !*update && want != got.String() {
			t.Errorf("query:\n%s\ngot:\n%s\nwant:\n%s", f.Data, &got, want)
		}
	}
	if *update {
		ar.Files = out
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// withIDs replaces ID(name) by the global id of the entity of that name, and
// DOC(n) by that of the n-th document.
func withIDs(t testing.TB, e *engine, query string) string {
	for n := range 10 {
		id := DocumentID(graph.NewDocumentID(fmt.Sprintf("https://example.org/%d", n), nil))
		query = strings.ReplaceAll(query, fmt.Sprintf("DOC(%d)", n), `"`+id+`"`)
	}
	for {
		before, rest, ok := strings.Cut(query, "ID(")
		if !ok {
			return query
		}
		name, after, _ := strings.Cut(rest, ")")
		query = before + `"` + idOf(t, e, name) + `"` + after
	}
}

func idOf(t testing.TB, e *engine, name string) string {
	t.Helper()
	var r struct {
		Data struct{ Entity struct{ ID string } }
	}
	body := ask(t, e, fmt.Sprintf(`{entity(name:%q){id}}`, name))
	if err := json.Unmarshal([]byte(body), &r); err != nil || r.Data.Entity.ID == "" {
		t.Fatalf("entity %q: %s", name, body)
	}
	return r.Data.Entity.ID
}
