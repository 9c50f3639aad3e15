package exchange

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/graph"
)

const realLines = 3_000 // of each file: the whole of it is for the machine that measures

// shared opens a public data set; the test is skipped where it is missing.
func shared(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "graphs", name))
	if err != nil {
		t.Skipf("needs ../shared/data/graphs/%s", name)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func head(t testing.TB, r io.Reader) []string {
	var lines []string
	sc := bufio.NewScanner(r)
	for sc.Scan() && len(lines) < realLines {
		lines = append(lines, sc.Text())
	}
	return lines
}

// Films of Freebase: the counts are those of a count by other means, sampled
// entities have all their edges both ways, and a second import changes nothing.
func TestFilms(t *testing.T) {
	lines := head(t, shared(t, "30kmoviedata.nq.gz"))
	nodes, rels := map[string]bool{}, 0
	degree := map[string]map[string]bool{} // distinct statements about a node
	for _, l := range lines {
		f := strings.SplitN(strings.TrimSuffix(l, " ."), " ", 3)
		nodes[f[0]] = true
		if f[1] == "<type>" || f[1] == "<name>" {
			continue
		}
		rels++
		if f[2][0] != '"' {
			nodes[f[2]] = true
		}
		for _, n := range []string{f[0], f[2]} {
			if degree[n] == nil {
				degree[n] = map[string]bool{}
			}
			degree[n][l] = true
		}
	}
	s := newStore(t)
	src := text("films.nq", strings.Join(lines, "\n"))
	o := ImportOptions{Label: []string{"name"}, Type: []string{"type"}}
	r := imported(t, s, src, "nquads", o)
	if r.Profiles != len(nodes) || r.Claims != rels {
		t.Errorf("%+v, want %d profiles and %d claims", r, len(nodes), rels)
	}
	if r := imported(t, s, src, "nquads", o); r.Unchanged != 1 {
		t.Errorf("second import: %+v", r)
	}
	verified(t, s)
	checkDegrees(t, s, degree)
	roundTrip(t, s, exported(t, s, "jsonl", ExportOptions{}))
}

func checkDegrees(t *testing.T, s *graph.Store, degree map[string]map[string]bool) {
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	byIRI := map[string]graph.EntityID{}
	for p, err := range snap.Batches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var ids []graph.ProfileID
		for i := range p.Profiles {
			ids = append(ids, p.Profiles[i].ID)
		}
		ps, err := snap.Profiles(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range ps {
			if x := p.ExternalIDs[0]; x.Scheme == "iri" {
				byIRI["<"+x.Value+">"] = p.Entity
			}
		}
	}
	names := make([]string, 0, len(degree))
	for n := range degree {
		if strings.HasPrefix(n, "<") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	for i := 0; i < len(names); i += len(names)/50 + 1 {
		ls, err := snap.RelationsOf(t.Context(), []graph.EntityID{byIRI[names[i]]}, graph.RelationQuery{Page: graph.Page{First: 10_000}})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(ls[0].Items), len(degree[names[i]]); got != want {
			t.Errorf("%s has %d relations, want %d", names[i], got, want)
		}
	}
}

// FB15k-237: a table of nodes made of its labels, and a table of edges without
// header, in one import.
func TestFreebase(t *testing.T) {
	var labels map[string]struct {
		Label, Description string
		Alternatives       []string
		WikidataID         string `json:"wikidata_id"`
	}
	if err := json.NewDecoder(shared(t, "fb15k237-labels.json.gz")).Decode(&labels); err != nil {
		t.Fatal(err)
	}
	lines := head(t, shared(t, "fb15k237-train.tsv.gz"))
	ends := map[string]bool{}
	for _, l := range lines {
		f := strings.Split(l, "\t")
		ends[f[0]], ends[f[2]] = true, true
	}
	ids := make([]string, 0, len(ends))
	for id := range ends {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write([]string{"id", "label", "about", "also", "wikidata"})
	for _, id := range ids {
		l := labels[id]
		w.Write([]string{id, l.Label, l.Description, strings.Join(l.Alternatives, "|"), l.WikidataID})
	}
	w.Flush()
	no := false
	m := &Mapping{
		List: "|",
		Entities: map[string]EntityMapping{
			"node": {ID: "id", Scheme: "freebase", Name: "label", Description: "about", Aliases: []string{"also"}, IDs: map[string]string{"wikidata": "wikidata"}},
		},
	}
	known := NewKnown()
	s := newStore(t)
	imported(t, s, text("fb/labels.csv", b.String()), "csv", ImportOptions{Mapping: m, Known: known})
	m = &Mapping{
		Header: &no, Columns: []string{"head", "relation", "tail"},
		Entities:  map[string]EntityMapping{"a": {ID: "head", Scheme: "freebase"}, "b": {ID: "tail", Scheme: "freebase"}},
		Relations: []RelationMapping{{Subject: "a", Object: "b", TypeColumn: "relation"}},
	}
	r := imported(t, s, text("fb/train.tsv", strings.Join(lines[:1000], "\n")), "csv", ImportOptions{Mapping: m, Known: known})
	if r.Claims != 1000 {
		t.Errorf("%+v", r)
	}
	verified(t, s)
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	tried := 0
	for _, id := range ids {
		if names := labels[id].Alternatives; len(names) > 0 && tried < 20 {
			tried++
			found, err := snap.Named(t.Context(), names[:1])
			if err != nil || len(found[0]) == 0 {
				t.Errorf("%s: its other name %q leads nowhere (%v)", id, names[0], err)
			}
		}
	}
}

// Several sources in one bulk load give what they give one by one.
func TestImportAll(t *testing.T) {
	srcs := []Source{
		text("d/nodes.csv", ":ID,name,:LABEL\n1,Ada,Person\n2,Teldra,Company\n"),
		text("d/ties.csv", ":START_ID,:END_ID,:TYPE\n1,2,OWNS\n2,9,KNOWS\n1,,BAD\n"),
	}
	var dumps []string
	for _, o := range []ImportOptions{{}, {NoBulk: true}} {
		s := newStore(t)
		refused := 0
		o.Refuse = func(BadLine) { refused++ }
		rs, err := ImportAll(t.Context(), s, srcs, "csv", o)
		if err != nil || len(rs) != 2 || rs[0].New != 1 || rs[1].Claims != 2 || rs[1].Refused != 1 || refused != 1 {
			t.Errorf("%+v, %v", rs, err)
		}
		dumps = append(dumps, exported(t, s, "jsonl", ExportOptions{}))
		equal(t, edges(t, s), []string{"Ada owns Teldra", "Teldra knows"})
	}
	if dumps[0] != dumps[1] {
		t.Errorf("in bulk the graph is another: %s", firstDifference(dumps[0], dumps[1]))
	}
	_, err := ImportAll(t.Context(), newStore(t), append(srcs, text("d/x.csv", "a,b\n")), "csv", ImportOptions{})
	if err == nil || !strings.Contains(err.Error(), "d/x.csv") {
		t.Errorf("a bad source: %v", err)
	}
}
