package exchange

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/graph"
)

// FB15k-237 whole: a table of the nodes with their labels, and one of the edges,
// in one bulk load on disk. The counts are those of a count by other means,
// sampled entities have all their edges both ways, verify is clean, export,
// import and export are identical, and a second import changes nothing.
func TestFreebaseWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 272,115 edges")
	}
	nodes, edges, degree := freebase(t)
	file := func(name string, data []byte) Source {
		return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, Size: int64(len(data))}
	}
	srcs := []Source{file("fb15k/nodes.csv", nodes), file("fb15k/edges.tsv", edges)}
	s, _ := onBadger(t, t.TempDir())
	defer s.Close()
	var o ImportOptions
	took := timed(func() {
		rs, err := ImportAll(t.Context(), s, srcs, "csv", o)
		if err != nil || rs[0].Refused+rs[1].Refused > 0 || rs[1].Claims != 272_115 {
			t.Fatalf("%+v, %v", rs, err)
		}
	})
	t.Logf("import: %s", took.per(272_115))
	relations := 0
	for _, d := range degree {
		relations += len(d.out)
	}
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	st, err := snap.Stats(t.Context())
	if err != nil || st.Claims != 272_115 || st.Relations != relations || st.Entities != len(degree) {
		t.Errorf("%+v, %v, want %d relations and %d entities", st, err, relations, len(degree))
	}
	checkFreebase(t, snap, degree)
	snap.Close()
	rs, err := ImportAll(t.Context(), s, srcs, "csv", o)
	if err != nil || rs[0].Unchanged+rs[1].Unchanged != 2 {
		t.Errorf("second import: %+v, %v", rs, err)
	}
	verified(t, s)
	first := filepath.Join(t.TempDir(), "fb15k.jsonl")
	want := exportTo(t, s, first)
	again, _ := onBadger(t, t.TempDir())
	defer again.Close()
	imported(t, again, Source{Name: first, Open: func() (io.ReadCloser, error) { return os.Open(first) }}, "jsonl", ImportOptions{})
	if exportTo(t, again, first) != want {
		t.Error("export, import, export gives another file")
	}
}

// A degree is what a node has by a count without this program.
type ends struct{ out, in map[string]bool }

// freebase makes a table of nodes and one of edges of the public files.
func freebase(t *testing.T) (nodes, edges []byte, degree map[string]ends) {
	t.Helper()
	var labels map[string]struct{ Label, Description string }
	if err := json.NewDecoder(shared(t, "fb15k237-labels.json.gz")).Decode(&labels); err != nil {
		t.Fatal(err)
	}
	table := bytes.NewBufferString(":START_ID(freebase)\t:TYPE\t:END_ID(freebase)\n")
	degree = map[string]ends{}
	of := func(n string) ends {
		if degree[n].out == nil {
			degree[n] = ends{map[string]bool{}, map[string]bool{}}
		}
		return degree[n]
	}
	sc := bufio.NewScanner(shared(t, "fb15k237-train.tsv.gz"))
	for sc.Scan() {
		f := strings.Split(sc.Text(), "\t")
		of(f[0]).out[f[1]+" "+f[2]] = true
		of(f[2]).in[f[1]+" "+f[0]] = true
		table.WriteString(sc.Text() + "\n")
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"id:ID(freebase)", "name"})
	for _, id := range slices.Sorted(maps.Keys(degree)) {
		w.Write([]string{id, labels[id].Label})
	}
	w.Flush()
	return b.Bytes(), table.Bytes(), degree
}

// checkFreebase compares the relations of some entities, both ways.
func checkFreebase(t *testing.T, snap *graph.Snapshot, degree map[string]ends) {
	t.Helper()
	ids := slices.Sorted(maps.Keys(degree))
	byID := map[string]graph.EntityID{}
	l, err := snap.ListEntities(t.Context(), graph.EntityQuery{Page: graph.Page{First: len(ids)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range l.Items {
		for _, x := range e.ExternalIDs {
			byID[x.Value] = e.ID
		}
	}
	for i := 0; i < len(ids); i += len(ids)/60 + 1 {
		for dir, want := range map[graph.Direction]map[string]bool{graph.Out: degree[ids[i]].out, graph.In: degree[ids[i]].in} {
			ls, err := snap.RelationsOf(t.Context(), []graph.EntityID{byID[ids[i]]}, graph.RelationQuery{Direction: dir, Page: graph.Page{First: 10_000}})
			if err != nil || len(ls[0].Items) != len(want) {
				t.Errorf("%s has %d relations in direction %v (%v), want %d", ids[i], len(ls[0].Items), dir, err, len(want))
			}
		}
	}
}

// exportTo writes a graph as JSONL and returns its hash.
func exportTo(t *testing.T, s *graph.Store, name string) (sum [32]byte) {
	t.Helper()
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := Export(t.Context(), io.MultiWriter(f, h), snap, "jsonl", ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	return [32]byte(h.Sum(nil))
}
