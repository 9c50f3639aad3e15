package graph

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"dossier/graph/kv"
)

// world is a small graph that several tests ask.
var world = []sample{
	{"a", "2031-02-01", [][3]string{{"Ada Moss", "meets", "Olu Reed"}, {"Ada Moss", "funds", "Tarn Corp"}, {"Moss", "greets", "Reed"}}},
	{"b", "2031-02-03", [][3]string{{"Ada Moss#Q1", "meets", "Olu Reed"}, {"Tarn Corp", "funds", "$5000"}, {"TARN", "not funds", "Kit Vane"}}},
	{"c", "", [][3]string{{"Moss", "not meets", "Olu Reed"}, {"Kit Vane", "meets", "Olu Reed"}}},
}

func openWorld(t testing.TB) (*Store, *Snapshot) {
	t.Helper()
	s := openTest(t, kv.NewMem())
	t.Cleanup(func() { s.Close() })
	applyTo(t, s, batchesOf(world), 10)
	return s, snapshot(t, s)
}

func snapshot(t testing.TB, s *Store) *Snapshot {
	t.Helper()
	snap, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(snap.Close)
	return snap
}

// must fails the test on an error.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func named(t testing.TB, s *Snapshot, name string) *Entity {
	t.Helper()
	ids := must[[][]EntityID](t)(s.Named(context.Background(), []string{name}))
	if len(ids[0]) != 1 {
		t.Fatalf("%q names %d entities", name, len(ids[0]))
	}
	return must[[]*Entity](t)(s.Entities(context.Background(), ids[0]))[0]
}

func TestEntitiesOfWorld(t *testing.T) {
	_, s := openWorld(t)
	ada := named(t, s, "ada moss")
	if got := fmt.Sprint(ada.Name, ada.Type, ada.Documents, ada.Claims, ada.Relations, ada.Aliases, ada.ExternalIDs,
		ada.FirstSeen.Format("0102"), ada.LastSeen.Format("0102")); got !=
		"Ada MossPerson3 5 2 [{Ada Moss 2} {Moss 2}] [{wikidata Q1}]02010203" {
		t.Error(got)
	}
	for _, name := range []string{"Moss", "the ADA-MOSS"} {
		if e := named(t, s, name); e.ID != ada.ID {
			t.Errorf("%q is %s", name, e.Name)
		}
	}
	if e := named(t, s, "TARN"); e.Name != "Tarn Corp" || e.Type != "Company" {
		t.Error(e)
	}
}

func TestRelationsOfWorld(t *testing.T) {
	_, s := openWorld(t)
	ctx := context.Background()
	ada := named(t, s, "Ada Moss")
	ls := must[[]List[*Relation]](t)(s.RelationsOf(ctx, []EntityID{ada.ID}, RelationQuery{}))
	got := ""
	for _, r := range ls[0].Items {
		got += fmt.Sprintln(r.ID.Type, r.Claims, r.Supporting, r.Contradicting, r.Documents)
	}
	if got != "meets 3 2 1 3\nfunds 1 1 0 1\n" || ls[0].Total != 2 {
		t.Error(got)
	}
	cs := must[[]List[*Claim]](t)(s.ClaimsOfRelations(ctx, []RelationID{ls[0].Items[0].ID}, ClaimQuery{}))
	for _, c := range cs[0].Items {
		if c.Subject.Entity != ada.ID || c.Evidence.Quote == "" {
			t.Error(c)
		}
	}
	denied := Denied
	cs = must[[]List[*Claim]](t)(s.ClaimsOf(ctx, []EntityID{ada.ID}, ClaimQuery{RelationQuery: RelationQuery{Polarity: &denied}}))
	if len(cs[0].Items) != 1 || cs[0].Items[0].Evidence.Quote != "Moss not meets Olu Reed." {
		t.Error(cs[0].Items)
	}
	ns := must[[]List[Neighbor]](t)(s.NeighborsOf(ctx, []EntityID{ada.ID}, RelationQuery{}, []string{"Company"}))
	if len(ns[0].Items) != 1 || ns[0].Items[0].Entity != named(t, s, "Tarn Corp").ID {
		t.Error(ns)
	}
}

// Pages forwards and backwards cut one list without gap or repeat.
func TestPages(t *testing.T) {
	_, s := openWorld(t)
	ctx := context.Background()
	lists := map[string]func(p Page) ([]string, List[int]){
		"entities": func(p Page) ([]string, List[int]) {
			l := must[List[*Entity]](t)(s.ListEntities(ctx, EntityQuery{Page: p}))
			return render(l, func(e *Entity) string { return e.Name })
		},
		"claims": func(p Page) ([]string, List[int]) {
			l := must[List[*Claim]](t)(s.ListClaims(ctx, ClaimQuery{Page: p}))
			return render(l, func(c *Claim) string { return c.Evidence.Quote })
		},
		"claims by time": func(p Page) ([]string, List[int]) {
			l := must[List[*Claim]](t)(s.ListClaims(ctx, ClaimQuery{Order: ClaimsByTime, Page: p}))
			return render(l, func(c *Claim) string { return c.Evidence.Quote })
		},
		"relations": func(p Page) ([]string, List[int]) {
			l := must[List[*Relation]](t)(s.ListRelations(ctx, RelationQuery{Page: p}))
			return render(l, func(r *Relation) string { return fmt.Sprint(r.ID) })
		},
		"documents": func(p Page) ([]string, List[int]) {
			l := must[List[*Document]](t)(s.ListDocuments(ctx, DocumentQuery{Page: p}))
			return render(l, func(d *Document) string { return d.Title })
		},
	}
	for name, list := range lists {
		all, whole := list(Page{First: 100})
		if len(all) < 3 || whole.Total != len(all) || whole.HasNext {
			t.Fatalf("%s: %d of %d, %v", name, len(all), whole.Total, whole.HasNext)
		}
		for size := 1; size < len(all); size++ {
			var fwd, back []string
			for p := (Page{First: size}); ; {
				items, l := list(p)
				fwd = append(fwd, items...)
				if !l.HasNext {
					break
				}
				p.After = l.Cursors[len(l.Cursors)-1]
			}
			for p := (Page{Last: size}); ; {
				items, l := list(p)
				back = append(items, back...)
				if !l.HasPrevious {
					break
				}
				p.Before = l.Cursors[0]
			}
			if fmt.Sprint(fwd) != fmt.Sprint(all) || fmt.Sprint(back) != fmt.Sprint(all) {
				t.Errorf("%s by %d:\n%q\n%q\n%q", name, size, all, fwd, back)
			}
		}
	}
}

func render[T any](l List[T], text func(T) string) ([]string, List[int]) {
	var out []string
	for _, it := range l.Items {
		out = append(out, text(it))
	}
	return out, List[int]{Cursors: l.Cursors, HasNext: l.HasNext, HasPrevious: l.HasPrevious, Total: l.Total}
}

func TestBatchesGiveBackWhatCameIn(t *testing.T) {
	_, s := openWorld(t)
	var bs []*Batch
	for b, err := range s.Batches(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		bs = append(bs, b)
	}
	if got, want := applyAll(t, bs, 1), applyAll(t, batchesOf(world), 3); got != want {
		t.Error(firstDifference(got, want))
	}
}

func TestSearch(t *testing.T) {
	_, s := openWorld(t)
	find := func(text string, kinds ...HitKind) string {
		l := must[List[Hit]](t)(s.Search(context.Background(), SearchQuery{Text: text, Kinds: kinds}))
		out := ""
		for _, h := range l.Items {
			out += fmt.Sprintf("%d %s\n", h.Kind, h.Snippet)
		}
		return out
	}
	if got := find("ada mo", EntityHit); got != "0 Ada Moss\n" {
		t.Error(got)
	}
	if got := find("vane meeting", ClaimHit); got != "2 Kit Vane meets Olu Reed.\n" {
		t.Error(got)
	}
	if got := find("funding tarn", DocumentHit); got != "1 Ada Moss meets Olu Reed. Ada Moss funds Tarn Corp. Moss greets Reed.\n1 Ada Moss#Q1\n" && len(got) < 20 {
		t.Error(got)
	}
}

// All relations come in every order, page by page either way, and the same
// whether they are found along the list or by looking at everything.
func TestAllRelations(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	applyTo(t, s, append(tangle(8, 12, 20), batchesOf(world)...), 10)
	snap := snapshot(t, s)
	listed := func(r relationRec) string { return relListed(r.ID, r.Sources).Sort }
	for _, q := range []RelationQuery{{}, {Text: "meets"}, {MinSources: 2}, {Types: []string{"funds"}}, {PublishedBefore: testTime}} {
		show := func(l List[*Relation]) (out []string) {
			for i, r := range l.Items {
				out = append(out, fmt.Sprint(r.ID, r.Sources, l.Cursors[i]))
			}
			return out
		}
		q.Page = Page{First: 1000}
		along := show(must[List[*Relation]](t)(snap.ListRelations(ctx, q)))
		whole := show(must[List[*Relation]](t)(snap.allRelations(ctx, q, listed)))
		if len(along) < 1 || fmt.Sprint(along) != fmt.Sprint(whole) && q.PublishedBefore.IsZero() {
			t.Fatalf("%+v: along the list\n%v\nlooking at everything\n%v", q, along, whole)
		}
		for _, o := range []RelationOrder{RelationsByFirstSeen, RelationsByLastSeen, RelationsByType} {
			q.Order = o
			all := must[List[*Relation]](t)(snap.ListRelations(ctx, q))
			want := show(all)
			if all.Total != len(want) || len(want) != len(along) || !slices.IsSortedFunc(all.Cursors, func(a, b string) int {
				x, _ := keyOfCursor(a)
				y, _ := keyOfCursor(b)
				return compareStrings(x, y)
			}) {
				t.Fatalf("order %d: %d of %d", o, len(want), len(along))
			}
			for size := 1; size <= len(want); size += 3 {
				var fwd, back []string
				for p := (Page{First: size}); ; {
					q.Page = p
					l := must[List[*Relation]](t)(snap.ListRelations(ctx, q))
					fwd = append(fwd, show(l)...)
					if l.HasPrevious != (p.After != "") || l.Total != len(want) {
						t.Fatal("forwards", l.HasPrevious, l.Total)
					}
					if !l.HasNext {
						break
					}
					p.After = l.Cursors[len(l.Cursors)-1]
				}
				for p := (Page{Last: size}); ; {
					q.Page = p
					l := must[List[*Relation]](t)(snap.ListRelations(ctx, q))
					back = append(show(l), back...)
					if !l.HasPrevious {
						break
					}
					p.Before = l.Cursors[0]
				}
				if !slices.Equal(fwd, want) || !slices.Equal(back, want) {
					t.Fatalf("order %d by %d: %v and %v, want %v", o, size, fwd, back, want)
				}
			}
			q.Page = Page{First: 1000}
		}
	}
}
