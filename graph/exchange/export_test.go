package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/graph"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// hostile holds names that break what does not escape: formulas, markup,
// control characters, quotes.
const hostile = ":ID,name,:LABEL\n" +
	"1,=HYPERLINK(\"x\"),Person\n" +
	"2,\"<b>&\"\"Quote\"\"; Sons\x01 \U0001F600\",Company\n" +
	"3,@nobody,Person\n"

// sampleGraph holds articles, a table, a judgement, values and denials.
func sampleGraph(t testing.TB) *graph.Store {
	s := newStore(t)
	if _, err := s.Apply(t.Context(), articles()...); err != nil {
		t.Fatal(err)
	}
	for _, c := range samples {
		c.options.Refuse = func(BadLine) {}
		imported(t, s, text(c.name, c.text), c.format, c.options)
	}
	known := NewKnown()
	imported(t, s, text("odd/nodes.csv", hostile), "csv", ImportOptions{Known: known})
	imported(t, s, text("odd/ties.csv", ":START_ID,:END_ID,:TYPE,since,until\n1,2,SUES,2020-01-02,2021\n3,2,SUES,,\n"), "csv", ImportOptions{Known: known})
	return s
}

// The bytes of every format are held by a golden file: read its diff.
func TestGolden(t *testing.T) {
	s := sampleGraph(t)
	for _, f := range Formats() {
		if !f.Export {
			continue
		}
		got := exported(t, s, f.Name, ExportOptions{})
		if again := exported(t, s, f.Name, ExportOptions{}); again != got {
			t.Errorf("%s: not the same bytes twice", f.Name)
		}
		if f.Name == "neo4j" {
			got = unzipped(t, got)
		}
		path := filepath.Join("testdata", "export", f.Name+".golden")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: %s\nrun with -update and read the diff", f.Name, firstDifference(got, string(want)))
		}
	}
}

func unzipped(t testing.TB, data string) string {
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("-- " + f.Name + " --\n")
		if _, err := io.Copy(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// No cell of a CSV for people starts a formula.
func TestCSVIsSafe(t *testing.T) {
	s := sampleGraph(t)
	for _, table := range []string{"relations", "entities", "claims"} {
		out := exported(t, s, "csv", ExportOptions{Table: table})
		if regexp.MustCompile(`(?m)(^|,)"?[=+@]`).MatchString(out) {
			t.Errorf("%s: a cell begins a formula:\n%s", table, out)
		}
		if table != "claims" && !strings.Contains(out, "'=HYPERLINK") {
			t.Errorf("%s: the name with a formula is missing:\n%s", table, out)
		}
	}
}

// Filters keep what they name, and nodes of a graph are the ends of its edges.
func TestFilters(t *testing.T) {
	s := sampleGraph(t)
	for _, c := range []struct {
		name string
		o    ExportOptions
		want []string
	}{
		{"relation", ExportOptions{Relations: []string{"sues"}}, []string{"'=HYPERLINK(\"x\") sues <b>&\"Quote\"; Sons\x01 \U0001F600", "'@nobody sues <b>&\"Quote\"; Sons\x01 \U0001F600"}},
		{"type", ExportOptions{Types: []string{"LegalEntity", "Company"}}, []string{"Marta Sund ownerOf Teldra \"North\"", "Ostra AG ownerOf Pell Mining", "Teldra parent Ostra"}},
		{"since", ExportOptions{Since: day2021(t)}, nil},
		{"sources", ExportOptions{MinSources: 9}, nil},
		{"around", ExportOptions{Around: []graph.EntityID{entity(t, s, "Ostra")}}, []string{"Teldra parent Ostra"}},
	} {
		rows := tableOf(t, exported(t, s, "csv", c.o))
		if c.name == "since" {
			if len(rows) == 0 {
				t.Errorf("since: nothing is left")
			}
			continue
		}
		equal(t, rows, c.want)
	}
	ents := exported(t, s, "csv", ExportOptions{Table: "entities", Relations: []string{"sues"}})
	if n := strings.Count(ents, "\n"); n != 4 {
		t.Errorf("%d lines of entities, want a header and 3:\n%s", n, ents)
	}
}

// Of JSONL, filters leave the documents that bear on what they name, whole, and
// it can be read back.
func TestFiltersOfJSONL(t *testing.T) {
	s := sampleGraph(t)
	all := exported(t, s, "jsonl", ExportOptions{})
	some := exported(t, s, "jsonl", ExportOptions{Relations: []string{"sues"}})
	if n := strings.Count(some, `{"document":`); n != 1 || !strings.Contains(some, `"title":"odd/ties.csv"`) {
		t.Errorf("%d documents:\n%s", n, some)
	}
	for _, l := range strings.Split(strings.TrimSpace(some), "\n") {
		if !strings.Contains(all, l) && !strings.HasPrefix(l, `{"end":`) {
			t.Errorf("not in the whole: %s", l)
		}
	}
	back := newStore(t)
	imported(t, back, text("some.jsonl", some), "jsonl", ImportOptions{})
	verified(t, back)
	if none := exported(t, s, "jsonl", ExportOptions{MinSources: 99}); strings.Contains(none, `{"document":`) {
		t.Error(none)
	}
}

func entity(t testing.TB, s *graph.Store, name string) graph.EntityID {
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	ids, err := snap.Named(t.Context(), []string{name})
	if err != nil || len(ids[0]) != 1 {
		t.Fatalf("%s: %v, %v", name, ids, err)
	}
	return ids[0][0]
}

// XML formats are well formed and complete.
func TestXMLParses(t *testing.T) {
	s := sampleGraph(t)
	for _, format := range []string{"graphml", "gexf"} {
		out := exported(t, s, format, ExportOptions{})
		nodes, links := map[string]bool{}, 0
		dec := xml.NewDecoder(strings.NewReader(out))
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			e, ok := tok.(xml.StartElement)
			attr := func(name string) string {
				for _, a := range e.Attr {
					if a.Name.Local == name {
						return a.Value
					}
				}
				return ""
			}
			switch {
			case ok && e.Name.Local == "node":
				nodes[attr("id")] = true
			case ok && e.Name.Local == "edge":
				links++
				if !nodes[attr("source")] || !nodes[attr("target")] || attr("id") == "" {
					t.Errorf("%s: edge %v hangs in the air", format, e.Attr)
				}
			}
		}
		if want := len(edges(t, s)); len(nodes) == 0 || links != want {
			t.Errorf("%s: %d nodes, %d edges, want %d", format, len(nodes), links, want)
		}
	}
}

// Our own readers read what our writers wrote, where both are there.
func TestOwnFormats(t *testing.T) {
	s := sampleGraph(t)
	back := newStore(t)
	r := imported(t, back, text("x.nq", exported(t, s, "nquads", ExportOptions{})), "nquads", ImportOptions{})
	if r.Claims == 0 {
		t.Errorf("N-Quads: %+v", r)
	}
	back = newStore(t)
	r = imported(t, back, text("x.ftm", exported(t, s, "ftm", ExportOptions{})), "ftm", ImportOptions{})
	if r.Claims == 0 {
		t.Errorf("FollowTheMoney: %+v", r)
	}
	back = newStore(t)
	files := strings.Split(unzipped(t, exported(t, s, "neo4j", ExportOptions{})), "-- ")
	known := NewKnown()
	for _, f := range files[1:3] {
		name, data, _ := strings.Cut(f, " --\n")
		imported(t, back, text("neo/"+name, data), "csv", ImportOptions{Known: known})
	}
	if got := edges(t, back); !slices.Contains(got, "Teldra parent Ostra") {
		t.Errorf("Neo4j: %q", got)
	}
}

// Programs that others wrote read the exports. Needs node and the packages of
// testdata/consumers.
func TestConsumers(t *testing.T) {
	dir := filepath.Join("testdata", "consumers")
	node, err := exec.LookPath("node")
	if _, missing := os.Stat(filepath.Join(dir, "node_modules")); err != nil || missing != nil {
		t.Skip("needs Node and npm packages: npm ci --prefix graph/exchange/testdata/consumers")
	}
	s := sampleGraph(t)
	want := edges(t, s)
	entities := strings.Count(exported(t, s, "jsonl", ExportOptions{}), `{"profile":`)
	for _, format := range []string{"graphml", "gexf", "nquads", "jsonld"} {
		out := exported(t, s, format, ExportOptions{})
		path := filepath.Join(t.TempDir(), "graph."+format)
		if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		var found struct {
			Nodes, Edges, Quads, Graphs int
			Labels, Relations, Quotes   []string
		}
		cmd := exec.Command(node, "read.mjs", format, path)
		cmd.Dir = dir
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		answer, err := cmd.Output()
		if err == nil {
			err = json.Unmarshal(answer, &found)
		}
		if err != nil {
			t.Errorf("%s: %v\n%s", format, err, stderr.String())
			continue
		}
		switch format {
		case "graphml", "gexf":
			if found.Nodes == 0 || found.Nodes > entities || found.Edges == 0 || !slices.Contains(found.Labels, `=HYPERLINK("x")`) || !slices.Contains(found.Relations, "sues") {
				t.Errorf("%s: %s", format, answer)
			}
			if n := strings.Count(out, "<edge "); n != found.Edges {
				t.Errorf("%s: %d edges are read, %d written", format, found.Edges, n)
			}
		default:
			if n := strings.Count(out, "\n"); format == "nquads" && n != found.Quads {
				t.Errorf("%s: %d quads are read, %d written", format, found.Quads, n)
			}
			if len(found.Quotes) < len(want) || !slices.ContainsFunc(found.Quotes, func(q string) bool { return strings.Contains(q, "\u2028") }) {
				t.Errorf("%s: %d quotes for %d relations: %s", format, len(found.Quotes), len(want), answer)
			}
		}
	}
}
