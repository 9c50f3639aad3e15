package api

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/graph/kv/badgerkv"
	"dossier/schema"
)

// freebase is where the benchmark keeps FB15k-237, for the next run to find.
// Without it the benchmark imports it into a folder of its own, and without
// ../shared it asks a small graph of the same shape in memory.
var freebase = flag.String("freebase", "", "folder of a store with FB15k-237 for the benchmark; made if it is not there")

// A benchGraph is what the benchmark asks. Each name means one entity; the
// pairs are ends of paths.
type benchGraph struct {
	store            *graph.Store
	names            []string
	ids              []graph.EntityID
	pairs, far, hubs []pair
}

func benchStore(b *testing.B) *benchGraph {
	b.Helper()
	dir := *freebase
	if dir == "" {
		if _, err := os.Stat(sharedGraphs); err != nil {
			b.Log("no ../shared: a small graph in memory is asked instead of FB15k-237")
			return benched(b, openWorld(b, randomGraph(2_000)), 20_000)
		}
		dir = filepath.Join(b.TempDir(), "store")
	}
	s, err := openFreebase(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return benched(b, s, 20_000)
}

// benched finds the entities whose names mean them alone, and pairs of them.
func benched(t testing.TB, s *graph.Store, pairs int) *benchGraph {
	t.Helper()
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	g := &benchGraph{store: s}
	for p := (graph.Page{First: 1000}); ; {
		l, err := snap.ListEntities(t.Context(), graph.EntityQuery{Order: graph.EntitiesByName, Page: p})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range l.Items {
			names = append(names, e.Name)
		}
		found, err := snap.Named(t.Context(), names)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range l.Items {
			if len(found[i]) == 1 {
				g.names, g.ids = append(g.names, e.Name), append(g.ids, e.ID)
			}
		}
		if !l.HasNext {
			break
		}
		p.After = l.Cursors[len(l.Cursors)-1]
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	rnd.Shuffle(len(g.ids), func(i, j int) {
		g.names[i], g.names[j] = g.names[j], g.names[i]
		g.ids[i], g.ids[j] = g.ids[j], g.ids[i]
	})
	if err := g.choosePairs(t.Context(), snap, rnd, pairs); err != nil {
		t.Fatal(err)
	}
	return g
}

// randomGraph has about 25 relations an entity, as FB15k-237, and hubs.
func randomGraph(entities int) *graph.Batch {
	id := graph.NewDocumentID("https://example.org/bench", nil)
	b := &graph.Batch{Document: graph.Document{ID: id, Kind: graph.KindDataset, Title: "bench", Extractor: "bench"}}
	for i := range entities {
		name := fmt.Sprintf("Node %d", i)
		b.Profiles = append(b.Profiles, graph.Profile{ID: graph.ProfileID{Document: id, N: uint32(i)}, Type: "Person", Name: name,
			Names: []graph.Count{{Text: name, N: 1}}, Keys: []graph.IdentityKey{{Text: "person/name/" + name, Strong: true}}})
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range entities * 25 / 2 {
		s := rnd.IntN(entities)
		o := int(float64(entities) * rnd.Float64() * rnd.Float64())
		row := fmt.Sprintf("Node %d\tmeets\tNode %d", s, o)
		b.Claims = append(b.Claims, graph.Claim{ID: graph.ClaimID{Document: id, N: uint32(i)}, Relation: "meets", Predicate: "meets", Score: 1,
			Subject: graph.Argument{Text: fmt.Sprintf("Node %d", s), Profile: int32(s)}, Object: graph.Argument{Text: fmt.Sprintf("Node %d", o), Profile: int32(o)},
			Evidence: graph.Evidence{Quote: row, Line: i + 1}, Extractor: "bench"})
	}
	b.Document.Revision = graph.RevisionOf(&b.Document)
	return b
}

// openFreebase opens the store in a folder, or imports FB15k-237 into it.
func openFreebase(dir string) (*graph.Store, error) {
	_, missing := os.Stat(dir)
	db, err := badgerkv.Open(dir, badgerkv.Options{})
	if err != nil {
		return nil, err
	}
	onto := schema.Default()
	s, err := graph.Open(context.Background(), db, graph.Options{Family: func(k string) string { return string(onto.Family(k)) }})
	if err != nil || missing == nil {
		return s, err
	}
	nodes, edges, err := freebaseTables()
	if err != nil {
		return nil, err
	}
	_, err = exchange.ImportAll(context.Background(), s, []exchange.Source{table("nodes.csv", nodes), table("edges.csv", edges)}, "csv", exchange.ImportOptions{})
	return s, err
}

func table(name, text string) exchange.Source {
	return exchange.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// freebaseTables are the labels and the edges, with the headers that say what
// their columns mean.
func freebaseTables() (nodes, edges string, err error) {
	raw, err := sharedGraph("fb15k237-labels.json.gz")
	if err != nil {
		return "", "", err
	}
	var labels map[string]struct {
		Label, Description string
		Alternatives       []string
	}
	if err := json.Unmarshal(raw, &labels); err != nil {
		return "", "", err
	}
	if raw, err = sharedGraph("fb15k237-train.tsv.gz"); err != nil {
		return "", "", err
	}
	var n, e strings.Builder
	nw, ew := csv.NewWriter(&n), csv.NewWriter(&e)
	ew.Write([]string{":START_ID", ":TYPE", ":END_ID"})
	ends := map[string]bool{}
	for l := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(l), "\t")
		ew.Write(f)
		ends[f[0]], ends[f[2]] = true, true
	}
	ids := make([]string, 0, len(ends))
	for id := range ends {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	nw.Write([]string{":ID", "name", "description", "alias:string[]"})
	for _, id := range ids {
		l := labels[id]
		nw.Write([]string{id, l.Label, l.Description, strings.Join(l.Alternatives, ";")})
	}
	nw.Flush()
	ew.Flush()
	return n.String(), e.String(), nil
}

const sharedGraphs = "../../shared/data/graphs"

func sharedGraph(name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(sharedGraphs, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
