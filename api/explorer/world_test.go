package explorer_test

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dossier/api"
	"dossier/graph"
	"dossier/graph/kv"
	"dossier/schema"
)

// A doc writes one document of a test's world, sentence by sentence.
type doc struct {
	b        *graph.Batch
	text     strings.Builder
	profiles map[string]int32
}

func newDoc(url, day, publisher, title string) *doc {
	published, _ := time.Parse(time.DateOnly, day)
	return &doc{profiles: map[string]int32{}, b: &graph.Batch{Document: graph.Document{
		ID: graph.NewDocumentID(url, []byte(title)), Kind: graph.KindArticle, URL: url, Title: title, Publisher: publisher,
		Published: published, Language: "en", Extractor: "test",
	}}}
}

// name writes a name into the text as a mention.
func (d *doc) name(kind, name string) graph.Argument {
	a := graph.Argument{Span: graph.Span{Start: d.text.Len(), End: d.text.Len() + len(name)}, Text: name}
	d.text.WriteString(name)
	n, ok := d.profiles[kind+name]
	if !ok {
		n = int32(len(d.b.Profiles))
		d.profiles[kind+name] = n
		family := string(schema.Default().Family(kind))
		d.b.Profiles = append(d.b.Profiles, graph.Profile{
			ID: graph.ProfileID{Document: d.b.Document.ID, N: uint32(n)}, Type: kind, Name: name, Names: []graph.Count{{Text: name, N: 1}},
			Keys: []graph.IdentityKey{{Text: clip(family + "/name/" + strings.ToLower(name)), Strong: true}},
		})
	}
	a.Profile = n
	d.b.Mentions = append(d.b.Mentions, graph.Mention{Span: a.Span, Profile: uint32(n), Kind: "name", Type: kind, Rule: "test", Score: 1})
	return a
}

// clip keeps a key within what a store takes.
func clip(s string) string {
	if len(s) > 200 {
		s = s[:200]
	}
	return strings.ToValidUTF8(s, "?")
}

// A said is one sentence: subject, relation, object, and how it is meant.
type said struct {
	subjectType, subject, relation, words, objectType, object string
	denied                                                    bool
	modality                                                  graph.Modality
	on                                                        string // the day it happened
	then                                                      string // words after the object
}

// say adds a sentence, and returns it as the text holds it.
func (d *doc) say(s said) string {
	start := d.text.Len()
	c := graph.Claim{ID: graph.ClaimID{Document: d.b.Document.ID, N: uint32(len(d.b.Claims))}, Score: 0.9, Extractor: "test", Relation: s.relation, Modality: s.modality}
	c.Subject = d.name(s.subjectType, s.subject)
	d.text.WriteString(" ")
	c.Predicate, c.Lemma = s.words, s.words
	c.PredicateAt = graph.Span{Start: d.text.Len(), End: d.text.Len() + len(s.words)}
	d.text.WriteString(s.words + " ")
	c.Object = d.name(s.objectType, s.object)
	d.text.WriteString(s.then)
	if s.denied {
		c.Polarity = graph.Denied
	}
	if s.on != "" {
		day, _ := time.Parse(time.DateOnly, s.on)
		c.Time = &graph.Time{Text: s.on, Start: day, End: day, Precision: graph.Day, Basis: "as written"}
	}
	d.text.WriteString(".")
	quote := d.text.String()[start:]
	c.Evidence = graph.Evidence{Span: graph.Span{Start: start, End: d.text.Len()}, Quote: quote}
	d.b.Claims = append(d.b.Claims, c)
	d.text.WriteString(" ")
	return quote
}

// plain adds words that say nothing.
func (d *doc) plain(s string) { d.text.WriteString(s) }

func (d *doc) done() *graph.Batch {
	d.b.Document.Text = d.text.String()
	d.b.Document.Regions = []graph.Region{{Span: graph.Span{Start: 0, End: d.text.Len()}, Kind: "body"}}
	d.b.Document.Revision = graph.RevisionOf(&d.b.Document)
	return d.b
}

// A site is a server on a store of a test.
type site struct {
	*httptest.Server
	store *graph.Store
}

// serve starts the real server on a real store that holds the batches.
func serve(t testing.TB, batches ...*graph.Batch) *site {
	return serveWith(t, api.Config{}, batches...)
}

func serveWith(t testing.TB, c api.Config, batches ...*graph.Batch) *site {
	t.Helper()
	onto := schema.Default()
	s, err := graph.Open(context.Background(), kv.NewMem(), graph.Options{
		Family: func(k string) string { return string(onto.Family(k)) },
		Now:    func() time.Time { return time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for len(batches) > 0 {
		n := min(len(batches), 50)
		if _, err := s.Apply(context.Background(), batches[:n]...); err != nil {
			t.Fatal(err)
		}
		batches = batches[n:]
	}
	c.Store, c.Ontology, c.Version = s, onto, "test"
	c.Ingest = func(ctx context.Context, name string, r io.Reader) ([]graph.DocumentID, []api.Refusal, error) {
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, nil, err
		}
		if strings.TrimSpace(string(text)) == "" {
			return nil, []api.Refusal{{Source: name, Reason: "the file is empty"}}, nil
		}
		d := newDoc("https://example.org/new/"+name, "2031-04-01", "The Post", "From "+name)
		d.say(said{"Person", "Nia Holt", "leads", "leads", "Company", "Quill Works", false, graph.Asserted, "", ""})
		d.plain(string(text))
		b := d.done()
		_, err = s.Apply(ctx, b)
		return []graph.DocumentID{b.Document.ID}, nil, err
	}
	h, err := api.NewHandler(c)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return &site{srv, s}
}

// The world of most tests: a company, its people, and a deal that is denied.
const quoted = "Ada Moss leads Tarn Corp"

func harbour() []*graph.Batch {
	one := newDoc("https://example.org/1", "2031-01-02", "The Ledger", "Tarn Corp has a new chief")
	one.plain("The port waited for months.\n")
	one.say(said{"Person", "Ada Moss", "leads", "leads", "Company", "Tarn Corp", false, graph.Asserted, "2031-01-01", " since the first day of the year, as the board decided"})
	one.say(said{"Company", "Tarn Corp", "acquires", "will buy", "Company", "Fenn Mining", false, graph.Planned, "2031-02-10", ""})
	one.say(said{"Person", "Olu Reed", "knows", "knows", "Person", "Ada Moss", false, graph.Alleged, "", ""})
	two := newDoc("https://example.org/2", "2031-01-03", "Northwire", "Moss takes over at Tarn")
	two.say(said{"Person", "Ada Moss", "leads", "leads", "Company", "Tarn Corp", false, graph.Asserted, "2031-01-01", " since the first day of the year, as the board decided"})
	two.say(said{"Person", "Ada Mosse", "meets", "met", "Person", "Olu Reed", false, graph.Asserted, "2031-01-02", " in the harbour"})
	three := newDoc("https://example.org/3", "2031-03-05", "The Post", "Fenn says no")
	three.plain("A long morning.\n")
	three.say(said{"Company", "Tarn Corp", "acquires", "did not buy", "Company", "Fenn Mining", true, graph.Asserted, "2031-03-04", ""})
	three.say(said{"Company", "Fenn Mining", "basedIn", "has its seat in", "City", "Oslo", false, graph.Asserted, "", ""})
	three.say(said{"Person", "Bea Lund", "leads", "is the head of", "Company", "Fenn Mining", false, graph.Asserted, "2031-03-01", ", wrote 日本語 and «ü» in Größe"})
	four := newDoc("", "2031-03-06", "The Ledger", "A quiet town")
	four.say(said{"Person", "Bea Lund", "livesIn", "lives in", "City", "Oslo", false, graph.Asserted, "", ""})
	return []*graph.Batch{one.done(), two.done(), three.done(), four.done()}
}

func (s *site) count(t testing.TB) string {
	t.Helper()
	snap, err := s.store.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	st, err := snap.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d documents, %d entities, %d relations", st.Documents, st.Entities, st.Relations)
}
