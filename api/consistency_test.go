package api

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/graph"
)

var soak = flag.Duration("soak", 2*time.Second, "how long TestConsistency runs")

// churn writes to a store until stop closes: articles come, and unless they
// only come, change and go, and judgements are made and taken back.
func churn(t *testing.T, store *graph.Store, onlyCome bool, stop <-chan struct{}) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(3, 4))
	var made []graph.JudgementID
	const most = 150 // articles that only come; a slow client must reach the end of its lists
	for n := 0; !closed(stop) && !(onlyCome && n == most); n++ {
		var world strings.Builder
		fmt.Fprintf(&world, "# 2031-01-%02d The Ledger: Article %d\n", rnd.IntN(28)+1, n)
		for range 4 {
			fmt.Fprintf(&world, "Person P%d | %s | Person P%d\n", rnd.IntN(60), []string{"meets", "accuses", "greets warmly"}[rnd.IntN(3)], rnd.IntN(60))
		}
		b := parseWorld(t, world.String())[0]
		if renumber(b, n); !onlyCome {
			renumber(b, rnd.IntN(60))
		}
		if _, err := store.Apply(ctx, b); err != nil {
			t.Errorf("apply: %v", err)
			return
		}
		if onlyCome {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		switch rnd.IntN(6) {
		case 0:
			id := graph.NewDocumentID(fmt.Sprintf("https://example.org/churn/%d", rnd.IntN(60)), nil)
			store.Retract(ctx, id, false) // it may not be there
		case 1:
			if j := judgeAny(t, store, rnd); j != nil {
				made = append(made, j.ID)
			}
		case 2:
			if len(made) > 0 {
				if _, _, err := store.Undo(ctx, made[len(made)-1], "churn", "", false); err != nil {
					t.Errorf("undo: %v", err)
				}
				made = made[:len(made)-1]
			}
		}
	}
}

// renumber gives a batch the id of the n-th article of the churn.
func renumber(b *graph.Batch, n int) {
	b.Document.URL = fmt.Sprintf("https://example.org/churn/%d", n)
	id := graph.NewDocumentID(b.Document.URL, nil)
	b.Document.ID = id
	for i := range b.Profiles {
		b.Profiles[i].ID.Document = id
	}
	for i := range b.Claims {
		b.Claims[i].ID.Document = id
	}
	b.Document.Revision = graph.RevisionOf(&b.Document)
}

func judgeAny(t *testing.T, store *graph.Store, rnd *rand.Rand) *graph.Judgement {
	ctx := context.Background()
	snap, err := store.Snapshot(ctx)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer snap.Close()
	l, err := snap.ListEntities(ctx, graph.EntityQuery{Page: graph.Page{First: 50}})
	if err != nil || len(l.Items) < 2 {
		return nil
	}
	left, right := l.Items[rnd.IntN(len(l.Items))], l.Items[rnd.IntN(len(l.Items))]
	if left.ID == right.ID {
		return nil
	}
	j, _, err := store.Judge(ctx, left.ID, right.ID, graph.Verdict(1+rnd.IntN(2)), "churn", "", false)
	if err != nil {
		t.Errorf("judge: %v", err)
	}
	return j
}

const consistentQuery = `{
  stats { entities documents relations claims }
  entities(first: 60) { totalCount nodes { id relationCount claimCount documentCount
    relations { totalCount nodes { id claimCount subject { id } object { id } claims(first: 1) { totalCount } } }
    claims(first: 1) { totalCount } documents(first: 1) { totalCount } neighbors(first: 3) { nodes { entity { id name } relations { id } relationCount } } } }
  documents(first: 1) { totalCount }
  relations(first: 1) { totalCount }
  claims(first: 20) { totalCount nodes { subject { name } relation { id } evidence { quote start end document { text } } } }
}`

type consistentAnswer struct {
	Errors []any
	Data   struct {
		Stats     struct{ Entities, Documents, Relations, Claims int }
		Documents struct{ TotalCount int }
		Relations struct{ TotalCount int }
		Entities  struct {
			TotalCount int
			Nodes      []struct {
				ID                                       string
				RelationCount, ClaimCount, DocumentCount int
				Relations                                struct {
					TotalCount int
					Nodes      []struct {
						ID              string
						ClaimCount      int
						Subject, Object *struct{ ID string }
						Claims          struct{ TotalCount int }
					}
				}
				Claims, Documents struct{ TotalCount int }
				Neighbors         struct {
					Nodes []struct {
						Entity        *struct{ ID string }
						Relations     []*struct{ ID string }
						RelationCount int
					}
				}
			}
		}
		Claims struct {
			TotalCount int
			Nodes      []struct {
				Evidence struct {
					Quote      string
					Start, End int
					Document   *struct{ Text string }
				}
			}
		}
	}
}

// faults lists where an answer contradicts itself.
func (a *consistentAnswer) faults() (out []string) {
	differ := func(what string, a, b int) {
		if a != b {
			out = append(out, fmt.Sprintf("%s: %d and %d", what, a, b))
		}
	}
	if len(a.Errors) > 0 {
		return []string{fmt.Sprint("errors: ", a.Errors)}
	}
	d := &a.Data
	differ("entities in stats and list", d.Stats.Entities, d.Entities.TotalCount)
	differ("documents in stats and list", d.Stats.Documents, d.Documents.TotalCount)
	differ("relations in stats and list", d.Stats.Relations, d.Relations.TotalCount)
	differ("claims in stats and list", d.Stats.Claims, d.Claims.TotalCount)
	for _, e := range d.Entities.Nodes {
		differ("relations of "+e.ID, e.RelationCount, e.Relations.TotalCount)
		differ("claims of "+e.ID, e.ClaimCount, e.Claims.TotalCount)
		differ("documents of "+e.ID, e.DocumentCount, e.Documents.TotalCount)
		for _, r := range e.Relations.Nodes {
			differ("claims of relation "+r.ID, r.ClaimCount, r.Claims.TotalCount)
			if r.Subject == nil || r.Object == nil || r.Subject.ID != e.ID && r.Object.ID != e.ID {
				out = append(out, "relation "+r.ID+" of "+e.ID+" leads elsewhere")
			}
		}
		for _, n := range e.Neighbors.Nodes {
			differ("relations to a neighbour", n.RelationCount, len(n.Relations))
			for _, r := range n.Relations {
				if r == nil {
					out = append(out, "a neighbour's relation is missing")
				}
			}
		}
	}
	for _, c := range d.Claims.Nodes {
		ev := c.Evidence
		if ev.Document == nil || ev.End > len(ev.Document.Text) || ev.Document.Text[ev.Start:ev.End] != ev.Quote {
			out = append(out, "a quote is not in its document")
		}
	}
	return out
}

// TestConsistency asks with eight clients while articles come and go and
// judgements are made: every answer agrees with itself. Run it with -race and
// -soak 30s.
func TestConsistency(t *testing.T) {
	store := openWorld(t)
	e := engineOn(t, Config{Store: store})
	stop := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() { churn(t, store, false, stop) })
	var answers [8]int
	for k := range answers {
		wait.Go(func() {
			for !closed(stop) && !t.Failed() {
				var a consistentAnswer
				body := ask(t, e, consistentQuery)
				if err := json.Unmarshal([]byte(body), &a); err != nil {
					t.Errorf("%v: %.500s", err, body)
					return
				}
				if faults := a.faults(); len(faults) > 0 {
					t.Errorf("an answer contradicts itself: %.1000s", strings.Join(faults, "\n"))
				}
				answers[k]++
			}
		})
	}
	time.Sleep(*soak)
	close(stop)
	wait.Wait()
	total := 0
	for _, n := range answers {
		total += n
	}
	t.Logf("%d consistent answers", total)
	if total == 0 {
		t.Error("nothing was answered")
	}
}

// clientWhileWriting runs a script against a server while articles come.
func clientWhileWriting(t *testing.T, script, want string) {
	store := openWorld(t)
	srv := serve(t, Config{Store: store})
	stop := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() { churn(t, store, true, stop) })
	defer wait.Wait()
	defer close(stop) // also where runNode skips the test
	out, err := runNode(t, script, srv.URL+"/graphql")
	if err != nil || !strings.Contains(out, want) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestPaging pages both ways with a client of JavaScript.
func TestPaging(t *testing.T) { clientWhileWriting(t, "page.mjs", "18 passes, 0 faults") }

// TestSubscribing listens with the client of GraphQL over SSE.
func TestSubscribing(t *testing.T) { clientWhileWriting(t, "sse.mjs", "5 changes, 0 faults") }
