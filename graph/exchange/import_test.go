package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"dossier/graph"
	"dossier/graph/kv"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newStore(t testing.TB) *graph.Store {
	t.Helper()
	s, err := graph.Open(context.Background(), kv.NewMem(), graph.Options{Now: func() time.Time { return time.Unix(1e9, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func text(name, s string) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }, Size: int64(len(s))}
}

func imported(t testing.TB, s *graph.Store, src Source, format string, o ImportOptions) *Report {
	t.Helper()
	if o.Refuse == nil {
		o.Refuse = func(b BadLine) { t.Errorf("refused: %v", b) }
	}
	r, err := Import(t.Context(), s, src, format, o)
	if err != nil {
		t.Fatalf("%+v, %v", r, err)
	}
	return r
}

func exported(t testing.TB, s *graph.Store, format string, o ExportOptions) string {
	t.Helper()
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	var b bytes.Buffer
	if _, err := Export(t.Context(), &b, snap, format, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func verified(t testing.TB, s *graph.Store) {
	t.Helper()
	for p, err := range s.Verify(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("verify: %s: %s", p.Record, p.What)
	}
}

// edges lists every relation as "subject relation object", sorted.
func edges(t testing.TB, s *graph.Store) []string {
	t.Helper()
	return tableOf(t, exported(t, s, "csv", ExportOptions{}))
}

func tableOf(t testing.TB, table string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows[1:] {
		all = append(all, oneLine(r[0]+" "+r[2]+" "+r[3]))
	}
	slices.Sort(all)
	return all
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func day2021(testing.TB) time.Time { return time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC) }

func equal(t testing.TB, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// A file of every format, what is in it, and what of it is refused.
var samples = []struct {
	name, format, text string
	options            ImportOptions
	edges              []string
	refused            []string
}{
	{
		name: "harbours/people.csv", format: "csv",
		text: "personId:ID(Person),name,born:int,aliases:string[],:LABEL\n" +
			"p1,\"Vale, Orrin\",1961,O. Vale;Orrin Vale,Person;Director\n" +
			"p2,Ana Roy,,,Person\n" +
			"p3,\"Two\nlines\",1970,,Person\n",
		edges: []string{"Two lines born 1970", "Vale, Orrin born 1961"},
	}, {
		name: "harbours/ties.csv", format: "csv",
		text: ":START_ID(Person),:END_ID(Person),:TYPE,since,share\n" +
			"p1,p2,WORKS_WITH,2019-03-01,\n" +
			"p2,p1,REPORTS_TO,2019,0.5\n" +
			"p2,,REPORTS_TO,,\n" +
			"p1,p2,KNOWS,some day,\n",
		edges:   []string{"reportsTo", "worksWith"},
		refused: []string{"harbours/ties.csv:4: a relation without start", "harbours/ties.csv:5: date \"some day\" is not year, month or day"},
	}, {
		name: "firms.tsv", format: "csv",
		text: "owner\tfirm\tpercent\tlei\nMarta Sund\tTeldra \"North\"\t51\tX1\nOstra AG\tPell Mining\t100\tX2\n",
		options: ImportOptions{Mapping: &Mapping{
			Entities: map[string]EntityMapping{
				"owner": {Name: "owner", Type: "LegalEntity"},
				"firm":  {ID: "lei", Scheme: "lei", Name: "firm", Type: "Company"},
			},
			Relations: []RelationMapping{{Subject: "owner", Object: "firm", Type: "ownerOf", Arguments: map[string]string{"share": "percent"}}},
		}},
		edges: []string{"Marta Sund ownerOf Teldra \"North\"", "Ostra AG ownerOf Pell Mining"},
	}, {
		name: "films.nq", format: "nquads",
		text: "<http://ex.org/f1> <http://www.w3.org/2000/01/rdf-schema#label> \"The Caf\\u00E9\"@fr .\n" +
			"<http://ex.org/f1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Movie> .\n" +
			"# a comment\n\n" +
			"<http://ex.org/f1> <http://ex.org/v#directedBy> _:b1 <http://ex.org/graph> .\n" +
			"_:b1 <http://www.w3.org/2000/01/rdf-schema#label> \"Ana \\\"A\\\" Roy\" .\n" +
			"<http://ex.org/f1> <http://ex.org/v#released> \"1999-05-01\"^^<http://www.w3.org/2001/XMLSchema#date> .\n" +
			"<http://ex.org/f1> <http://ex.org/v#directedBy> <http://ex.org/p2>.\n" +
			"<http://ex.org/f1> \"literal\" <http://ex.org/p2> .\n" +
			"<http://ex.org/f1> <http://ex.org/v#x> <http://ex.org/p2>\n" +
			"<http://ex.org/f1> <http://ex.org/v#x> \"open .\n",
		edges: []string{"The Café directedBy Ana \"A\" Roy", "The Café directedBy p2", "The Café released 1999-05-01"},
		refused: []string{
			"films.nq:9: predicate: not a term that may stand there",
			"films.nq:10: no full stop at the end",
			"films.nq:11: object: a literal without end",
		},
	}, {
		name: "owners.ftm", format: "ftm",
		text: `{"id":"l1","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"startDate":["2020-01"],"percentage":["51"]}}` + "\n" +
			`{"id":"a","schema":"Person","properties":{"name":["Marta Sund"],"alias":["M. Sund"],"birthDate":["1970"],"wikidataId":["Q4711"]}}` + "\n" +
			`{"id":"b","schema":"Company","properties":{"name":["Teldra"],"parent":["c"]}}` + "\n" +
			`{"id":"c","schema":"Company","properties":{"name":["Ostra"]}}` + "\n" +
			`{"id":"d","schema":"Wizard","properties":{}}` + "\n" +
			`{"id":"e","schema":"Person"` + "\n" +
			`{"id":"f","schema":"Directorship","properties":{"director":["a"]}}` + "\n",
		edges: []string{"Marta Sund birthDate 1970", "Marta Sund ownerOf Teldra", "Teldra parent Ostra"},
		refused: []string{
			`owners.ftm:5: schema "Wizard" is none of FollowTheMoney's`,
			"owners.ftm:6: unexpected end of JSON input",
			"owners.ftm:7: Directorship without director or organization",
		},
	},
}

// Every sample gives its edges, names its bad lines, changes nothing the
// second time, and comes back from JSONL as it was.
func TestSamples(t *testing.T) {
	for _, c := range samples {
		t.Run(c.name, func(t *testing.T) {
			s := newStore(t)
			var refused []string
			c.options.Refuse = func(b BadLine) { refused = append(refused, b.Error()) }
			r := imported(t, s, text(c.name, c.text), c.format, c.options)
			if r.New != 1 || r.Refused != len(c.refused) {
				t.Errorf("report %+v", r)
			}
			equal(t, refused, c.refused)
			got := edges(t, s)
			equal(t, got, c.edges)
			verified(t, s)

			first := exported(t, s, "jsonl", ExportOptions{})
			if r := imported(t, s, text(c.name, c.text), c.format, c.options); r.Unchanged != 1 || r.New+r.Updated != 0 {
				t.Errorf("second import: %+v", r)
			}
			roundTrip(t, s, first)

			c.options.OnError = Stop
			_, err := Import(t.Context(), newStore(t), text(c.name, c.text), c.format, c.options)
			var bad BadLine
			if len(c.refused) > 0 && (!errors.As(err, &bad) || bad.Error() != c.refused[0]) {
				t.Errorf("with Stop: %v", err)
			}
			fresh := newStore(t)
			c.options.OnError, c.options.DryRun = Skip, true
			dry := imported(t, fresh, text(c.name, c.text), c.format, c.options)
			if dry.Claims != r.Claims || dry.Refused != r.Refused || len(edges(t, fresh)) != 0 {
				t.Errorf("dry run: %+v, want the counts of %+v and nothing stored", dry, r)
			}
		})
	}
}

// roundTrip checks that a store exports want, and that want imported into an
// empty one exports as want.
func roundTrip(t testing.TB, s *graph.Store, want string) {
	t.Helper()
	if got := exported(t, s, "jsonl", ExportOptions{}); got != want {
		t.Error("the same graph gives other bytes")
	}
	fresh := newStore(t)
	imported(t, fresh, text("graph.jsonl", want), "jsonl", ImportOptions{})
	if got := exported(t, fresh, "jsonl", ExportOptions{}); got != want {
		t.Errorf("export, import, export differs:\n%s\nwant\n%s", firstDifference(got, want), want)
	}
}

func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range as {
		if i >= len(bs) || as[i] != bs[i] {
			return fmt.Sprintf("line %d: %s", i+1, as[i])
		}
	}
	return "cut"
}

// A changed file of the same name replaces what it said before.
func TestReplace(t *testing.T) {
	s := newStore(t)
	head := ":START_ID,:END_ID,:TYPE\n"
	imported(t, s, text("d/a.csv", head+"1,2,KNOWS\n2,3,KNOWS\n"), "csv", ImportOptions{})
	r := imported(t, s, text("d/a.csv", head+"1,2,KNOWS\n"), "csv", ImportOptions{})
	if r.Updated != 1 || len(edges(t, s)) != 1 {
		t.Errorf("report %+v, edges %q", r, edges(t, s))
	}
	verified(t, s)
}

// Tables of one folder speak of the same nodes; of another folder they do not.
func TestTablesFitTogether(t *testing.T) {
	s, err := graph.Open(t.Context(), kv.NewMem(), graph.Options{Family: strings.ToLower}) // the strictest: every type is a family
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	nodes := text("d/nodes.csv", ":ID,name,:LABEL\n1,Ada,Person\n2,Teldra,Company\n")
	imported(t, s, nodes, "csv", ImportOptions{})
	o := ImportOptions{Known: NewKnown()}
	if r := imported(t, s, nodes, "csv", o); r.Unchanged != 1 {
		t.Errorf("nodes again: %+v", r)
	}
	imported(t, s, text("d/ties.csv", ":START_ID,:END_ID,:TYPE\n1,2,OWNS\n"), "csv", o)
	imported(t, s, text("other/ties.csv", ":START_ID,:END_ID,:TYPE\n1,2,OWNS\n"), "csv", ImportOptions{})
	equal(t, edges(t, s), []string{"Ada owns Teldra", "owns"})
}

// Articles, judgements and odd bytes come back as they were.
func TestJSONLIsLossless(t *testing.T) {
	s := newStore(t)
	if _, err := s.Apply(t.Context(), articles()...); err != nil {
		t.Fatal(err)
	}
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l, err := snap.ListEntities(t.Context(), graph.EntityQuery{Order: graph.EntitiesByName})
	snap.Close()
	if err != nil || len(l.Items) < 2 {
		t.Fatal(l, err)
	}
	if _, _, err := s.Judge(t.Context(), l.Items[0].ID, l.Items[1].ID, graph.Different, "a tester", "because <&>", false); err != nil {
		t.Fatal(err)
	}
	out := exported(t, s, "jsonl", ExportOptions{})
	for _, want := range []string{`"judgement":`, `"rawBase64":"/wA="`, `"denied"`, `because <&>`, `"precision":"day"`, `\\ufffd`} {
		if !strings.Contains(out, want) {
			t.Errorf("the export lacks %s:\n%s", want, out)
		}
	}
	roundTrip(t, s, out)
}

// articles are two documents that use every field.
func articles() []*graph.Batch {
	txt := "Orrin Vale, who leads Teldra \\ufffd, said on 3 March that it never paid.\x1f\u2028 \ufffd Ende."
	id := graph.NewDocumentID("https://example.org/1", nil)
	other := graph.NewDocumentID("", []byte("zwei"))
	date := time.Date(2025, 3, 4, 5, 6, 7, 8000, time.UTC)
	span := func(s string) graph.Span {
		i := strings.Index(txt, s)
		return graph.Span{Start: i, End: i + len(s)}
	}
	first := &graph.Batch{
		Document: graph.Document{
			ID: id, Kind: graph.KindArticle, URL: "https://example.org/1", Title: "Fees & <b>", Publisher: "The Ledger", Authors: []string{"A", "B"},
			Published: date, Language: "en", Text: txt, Regions: []graph.Region{{Span: graph.Span{End: len(txt)}, Kind: "body"}},
			Raw: []byte{0xff, 0}, RawType: "text/html", Extractor: "x/1",
		},
		Mentions: []graph.Mention{{Span: span("Orrin Vale"), Profile: 0, Kind: "name", Type: "Person", Rule: "name", Score: .5}, {Span: span("it"), Profile: 1, Kind: "pronoun"}},
		Profiles: []graph.Profile{
			{ID: graph.ProfileID{Document: id, N: 0}, Type: "Person", Name: "Orrin Vale", Names: []graph.Count{{Text: "Orrin Vale", N: 1}}, Roles: []string{"director"},
				Keys: []graph.IdentityKey{{Text: "person/name/orrin vale", Strong: true}, {Text: "person/surname/vale"}}},
			{ID: graph.ProfileID{Document: id, N: 1}, Type: "Company", Name: "Teldra", Names: []graph.Count{{Text: "Teldra", N: 2}}, Description: "a firm",
				ExternalIDs: []graph.ExternalID{{Scheme: "wikidata", Value: "Q4711"}}, Keys: []graph.IdentityKey{{Text: "org/name/teldra", Strong: true}}},
		},
		Claims: []graph.Claim{
			{ID: graph.ClaimID{Document: id, N: 0}, Subject: graph.Argument{Profile: 0, Text: "Orrin Vale", Span: span("Orrin Vale")}, Relation: "leads",
				Predicate: "leads", PredicateAt: span("leads"), Lemma: "lead", Object: graph.Argument{Profile: 1, Text: "Teldra", Span: span("Teldra")},
				Evidence: graph.Evidence{Span: graph.Span{End: len(txt)}, Quote: txt}, Score: .875, Extractor: "x/1"},
			{ID: graph.ClaimID{Document: id, N: 1}, Subject: graph.Argument{Profile: 1, Text: "it", Span: span("it")}, Relation: "pays", Predicate: "paid", Lemma: "pay",
				Object: graph.Argument{Profile: -1}, Polarity: graph.Denied, Modality: graph.Reported,
				Arguments:   []graph.Argument{{Role: "amount", Profile: -1, Text: "9", Value: &graph.Value{Type: "money", Text: "$9", Number: 9, Unit: "USD"}}},
				Attribution: []graph.Attribution{{Profile: 0, Text: "Orrin Vale", Cue: "said", Channel: "letter"}, {Profile: -1, Text: "aides"}},
				Time:        &graph.Time{Text: "3 March", Start: date.Truncate(24 * time.Hour), End: date.Truncate(24 * time.Hour), Precision: graph.Day, Basis: "year of publication"},
				Place:       &graph.Argument{Profile: -1, Text: "here", Role: "place"}, Evidence: graph.Evidence{Span: graph.Span{End: len(txt)}, Quote: txt}, Extractor: "x/1"},
		},
	}
	second := &graph.Batch{
		Document: graph.Document{ID: other, Kind: graph.KindArticle, Text: "zwei", Raw: []byte("<p>zwei</p>"), Parent: id, DayOnly: true, Published: time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC), Extractor: "x/1"},
		Profiles: []graph.Profile{{ID: graph.ProfileID{Document: other, N: 0}, Type: "Thing", Name: "zwei"}},
	}
	return []*graph.Batch{first, second}
}

// Files that are not what they should be are refused as a whole, with a reason.
func TestJSONLRefuses(t *testing.T) {
	s := newStore(t)
	if _, err := s.Apply(t.Context(), articles()...); err != nil {
		t.Fatal(err)
	}
	good := exported(t, s, "jsonl", ExportOptions{})
	lines := strings.SplitAfter(good, "\n")
	mention := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, `{"mention"`) })
	for _, c := range []struct{ name, text, reason string }{
		{"empty", "", "no line"},
		{"other json", `{"a":1}` + "\n", "line 1"},
		{"later version", strings.Replace(good, `"version":1`, `"version":9`, 1), "version 9"},
		{"cut", strings.Join(lines[:len(lines)-3], ""), "has been cut"},
		{"a line less", strings.Join(slices.Delete(slices.Clone(lines), mention, mention+1), ""), "the last line counts"},
	} {
		_, err := Import(t.Context(), newStore(t), text("x.jsonl", c.text), "jsonl", ImportOptions{})
		if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var refused []string
	o := ImportOptions{Refuse: func(b BadLine) { refused = append(refused, b.Error()) }}
	bad := strings.Replace(good, `"denied"`, `"doubted"`, 1)
	fresh := newStore(t)
	r, err := Import(t.Context(), fresh, text("x.jsonl", bad), "jsonl", o)
	if err != nil || len(refused) != 1 || !strings.Contains(refused[0], `polarity "doubted" is none; document`) || r.New != 1 {
		t.Errorf("bad claim: %q, %+v, %v", refused, r, err)
	}
}
