package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/graph/kv"
)

func TestIdentityIsExplained(t *testing.T) {
	ctx := context.Background()
	_, s := openWorld(t)
	links := must[[]IdentityLink](t)(s.Identity(ctx, named(t, s, "Ada Moss").ID))
	got := ""
	for _, l := range links {
		got += fmt.Sprintln(l.Left, "|", l.Right, "|", l.Rule)
	}
	if want := `id/wikidata/Q1 | person/name/ada moss | carried together by 1 profile
person/surname/moss | 2 profiles | same surname
person/surname/moss | 2 profiles | short name of one entity only
`; got != want {
		t.Error(got)
	}
}

func TestLookalikes(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	applyTo(t, s, batchesOf(append(world, sample{"l", "", [][3]string{{"A Moss", "meets", "Bo Moss"}, {"Ada Moss#Q2", "meets", "Reed"}}})), 9)
	snap := snapshot(t, s)
	ids := must[[][]EntityID](t)(snap.Named(ctx, []string{"Ada Moss"}))
	if len(ids[0]) != 2 {
		t.Fatalf("%d homonyms", len(ids[0]))
	}
	looks := must[[]Lookalike](t)(snap.Lookalikes(ctx, ids[0][0], 10))
	got := ""
	for _, l := range looks {
		e := must[[]*Entity](t)(snap.Entities(ctx, []EntityID{l.Entity}))[0]
		got += fmt.Sprintf("%s %v %.2f\n", e.Name, e.ExternalIDs, l.Score)
		if len(l.Reasons) == 0 {
			t.Error("no reason")
		}
	}
	if want := "A Moss [] 0.64\nBo Moss [] 0.55\nAda Moss [{wikidata Q2}] 0.40\nMoss [] 0.54\n"; len(looks) != 4 {
		t.Errorf("%s\nwant about\n%s", got, want)
	}
}

// Lookalikes that keep the same company score higher than others of the same
// likeness, those that one document tells apart lower; the reasons say so.
func TestLookalikesInContext(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	applyTo(t, s, batchesOf([]sample{
		{"a", "", [][3]string{{"Ada Moss", "meets", "Kit Vane"}, {"Ada Moss", "funds", "Tarn Corp"}}},
		{"b", "", [][3]string{{"A Moss", "meets", "Kit Vane"}, {"A Moss", "funds", "Tarn Corp"}}},
		{"c", "", [][3]string{{"Ada B Moss", "meets", "Olu Reed"}}},
		{"d", "", [][3]string{{"Ada C Moss", "meets", "Ada Moss"}}},
	}), 9)
	snap := snapshot(t, s)
	score, reasons := map[string]float64{}, map[string]string{}
	for _, l := range must[[]Lookalike](t)(snap.Lookalikes(ctx, named(t, snap, "Ada Moss").ID, 10)) {
		e := must[[]*Entity](t)(snap.Entities(ctx, []EntityID{l.Entity}))[0]
		score[e.Name], reasons[e.Name] = l.Score, strings.Join(l.Reasons, "; ")
	}
	if score["A Moss"] <= score["Ada B Moss"] || score["Ada B Moss"] <= score["Ada C Moss"] {
		t.Error(score)
	}
	if !strings.Contains(reasons["A Moss"], "both with Kit Vane") || !strings.Contains(reasons["Ada C Moss"], "but both are in 1 document") {
		t.Error(reasons)
	}
}

func TestContradictions(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	applyTo(t, s, batchesOf([]sample{
		{"p", "", [][3]string{{"Ada Moss", "meets", "Olu Reed"}, {"Tarn Corp", "funds", "$5"}}},
		{"q", "", [][3]string{{"Ada Moss", "not meets", "Olu Reed"}, {"Tarn Corp", "funds", "$77"}, {"Kit Vane", "meets", "Olu Reed"}}},
	}), 1)
	snap := snapshot(t, s)
	l := must[List[*Contradiction]](t)(snap.ListContradictions(ctx, Page{}))
	got := ""
	for _, c := range l.Items {
		cs := must[[]*Claim](t)(snap.Claims(ctx, []ClaimID{c.Left, c.Right}))
		got += fmt.Sprintln(c.Kind, cs[0].Object.Text, cs[0].Polarity, cs[1].Object.Text, cs[1].Polarity, c.Explanation)
	}
	if want := `amount $5 affirmed $77 affirmed different amounts where one is expected; 1 source for the first, 1 source for the second
polarity Olu Reed affirmed Olu Reed denied affirmed by 1 claim, denied by 1 claim, in 2 documents
`; got != want {
		t.Error(got)
	}
	if _, err := s.Retract(ctx, sample{name: "q"}.batch().Document.ID, false); err != nil {
		t.Fatal(err)
	}
	if l := must[List[*Contradiction]](t)(snapshot(t, s).ListContradictions(ctx, Page{})); len(l.Items) != 0 {
		t.Error("contradictions outlive their claims")
	}
}

func TestPaths(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	applyTo(t, s, batchesOf([]sample{{"g", "", [][3]string{
		{"Ann Aa", "meets", "Ben Bb"}, {"Ben Bb", "meets", "Cyn Cc"}, {"Cyn Cc", "meets", "Dan Dd"},
		{"Ann Aa", "funds", "Eve Ee"}, {"Dan Dd", "funds", "Eve Ee"}, {"Fay Ff", "meets", "Gus Gg"},
	}}}), 1)
	snap := snapshot(t, s)
	id := func(n string) EntityID { return named(t, snap, n).ID }
	show := func(ps []Path) (out string) {
		for _, p := range ps {
			es := must[[]*Entity](t)(snap.Entities(ctx, p.Entities))
			for _, e := range es {
				out += e.Name[:1]
			}
			for i, r := range p.Relations {
				if r.Subject != p.Entities[i] && r.Subject != p.Entities[i+1] {
					t.Errorf("hop %d of %v does not join", i, p)
				}
			}
			out += " "
		}
		return out
	}
	for _, c := range []struct {
		from, to string
		hops, n  int
		want     string
	}{
		{"Ann Aa", "Dan Dd", 4, 5, "AED ABCD "},
		{"Ann Aa", "Dan Dd", 4, 1, "AED "},
		{"Ann Aa", "Dan Dd", 2, 5, "AED "},
		{"Dan Dd", "Ann Aa", 3, 5, "DEA DCBA "},
		{"Ann Aa", "Fay Ff", 9, 5, ""},
		{"Ann Aa", "Ann Aa", 3, 2, "A "},
		{"Ben Bb", "Eve Ee", 6, 9, "BAE BCDE "},
	} {
		if got := show(must[[]Path](t)(snap.Paths(ctx, id(c.from), id(c.to), c.hops, c.n, RelationQuery{}))); got != c.want {
			t.Errorf("%s to %s in %d: %q, want %q", c.from, c.to, c.hops, got, c.want)
		}
	}
	es, rs, more, err := snap.Subgraph(ctx, []EntityID{id("Ann Aa")}, 1, 10, RelationQuery{})
	if err != nil || len(es) != 3 || len(rs) != 2 || more {
		t.Error(len(es), len(rs), more, err)
	}
	es, rs, more, _ = snap.Subgraph(ctx, []EntityID{id("Ann Aa")}, 3, 4, RelationQuery{})
	if len(es) != 4 || !more {
		t.Error(len(es), len(rs), more)
	}
}

// Of what admits one object, objects of a kind clash: two years, not a year
// and a day in it, not a date and a place.
func TestRivals(t *testing.T) {
	day := func(y, m, d int) *valueRec {
		return &valueRec{Type: "date", Text: fmt.Sprint(y, m, d), Date: micros(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC))}
	}
	money := func(n float64, unit string) *valueRec {
		return &valueRec{Type: "money", Text: fmt.Sprint(n, unit), Number: n, Unit: unit}
	}
	s := openTest(t, kv.NewMem())
	defer s.Close()
	for _, tc := range []struct {
		name string
		a, b *valueRec
		want bool
	}{
		{"two years", day(1961, 1, 1), day(1963, 1, 1), true},
		{"a year and a day in it", day(1961, 1, 1), day(1961, 5, 3), false},
		{"two amounts", money(2e9, "USD"), money(3e9, "USD"), true},
		{"one amount", money(2e9, "USD"), money(2e9, "USD"), false},
		{"an amount and a date", money(2e9, "USD"), day(1961, 1, 1), false},
		{"a thing and a date", nil, day(1961, 1, 1), false},
	} {
		r := rivalry{typ: "funds"}
		r.add(s, &relationRec{Supporting: 1, Value: tc.a})
		r.add(s, &relationRec{Supporting: 1, Value: tc.b})
		if r.clash != tc.want {
			t.Errorf("%s: clash %v", tc.name, r.clash)
		}
	}
}
