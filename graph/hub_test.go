package graph

import (
	"fmt"
	"slices"
	"testing"

	"dossier/graph/kv"
)

const (
	hubs    = 40
	hubPart = 500 // claims of a data set that come in one commit
)

// A hubWorld is a data set in which every hub has a relation with every one of
// a number of leaves, and in which each of them is said a number of times.
type hubWorld struct{ leaves, times int }

// parts yields the profiles, then the claims leaf by leaf.
func (w hubWorld) parts() []*Batch {
	id := NewDocumentID("file:hubs", nil)
	doc := Document{ID: id, Kind: KindDataset, Title: "hubs", Extractor: "import", Revision: 1}
	var out []*Batch
	for i := range hubs + w.leaves {
		if i%hubPart == 0 {
			out = append(out, &Batch{Document: doc, More: true})
		}
		b := out[len(out)-1]
		b.Profiles = append(b.Profiles, profileFor(id, i, fmt.Sprintf("Node%d Of Hubs", i)))
	}
	for i := range hubs * w.leaves * w.times {
		if i%hubPart == 0 {
			out = append(out, &Batch{Document: doc, More: true})
		}
		b, hub, leaf := out[len(out)-1], i%hubs, hubs+i/hubs%w.leaves
		c := Claim{
			ID: ClaimID{id, uint32(i)}, Relation: "meets", Score: 1, Extractor: "import",
			Subject:  Argument{Text: fmt.Sprint("Node", hub), Profile: int32(hub)},
			Object:   Argument{Text: fmt.Sprint("Node", leaf), Profile: int32(leaf)},
			Evidence: Evidence{Span: Span{10 * i, 10*i + 9}, Quote: fmt.Sprint("row ", i), Line: i + 1},
		}
		if i%2 == 1 { // under both ends alike
			c.Subject, c.Object = c.Object, c.Subject
		}
		b.Claims = append(b.Claims, c)
	}
	out[len(out)-1].More = false
	return out
}

// last is what the last whole part of the data set costs.
func (w hubWorld) last(t *testing.T) tally {
	m := &meter{DB: kv.NewMem()}
	s := openTest(t, m)
	defer s.Close()
	all := w.parts()
	applyTo(t, s, all[:len(all)-2], 1)
	m.tally = tally{}
	applyTo(t, s, all[len(all)-2:len(all)-1], 1)
	t.Logf("%+v: %+v for a part of %d claims", w, m.tally, hubPart)
	return m.tally
}

// A claim more about a thing of two thousand relations, or one more of a
// relation that was claimed a hundred times, costs what it costs with few.
func TestHubCostIsFlat(t *testing.T) {
	for _, c := range []struct {
		what         string
		small, large hubWorld
	}{
		{"relations of an entity", hubWorld{40, 1}, hubWorld{2_000, 1}},
		{"claims of a relation", hubWorld{25, 3}, hubWorld{25, 100}},
	} {
		small, large := c.small.last(t), c.large.last(t)
		for _, n := range []struct {
			what         string
			small, large int
		}{
			{"records read", small.read, large.read},
			{"records written", small.written, large.written},
			{"bytes read", small.bytesRead, large.bytesRead},
			{"bytes written", small.bytesWritten, large.bytesWritten},
		} {
			if ratio := float64(n.large) / float64(n.small); ratio > 1.5 {
				t.Errorf("%s: %.2f times as many %s with many as with few", c.what, ratio, n.what)
			}
		}
	}
}

// An earlier version wrote longer lists of claims. This one reads them, goes
// on with them, finds nothing wrong with them and takes them back.
func TestLongerListsOfClaims(t *testing.T) {
	w := hubWorld{100, 1}
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	all := w.parts()
	applyTo(t, s, all[:len(all)-2], 1)
	if n := lengthen(t, db); n < hubs {
		t.Fatalf("%d lists are longer now, want one for each hub", n)
	}
	applyTo(t, s, all[len(all)-2:], 1)
	checkVerify(t, s)
	snap := snapshot(t, s)
	for i, e := range must[List[*Entity]](t)(snap.ListEntities(t.Context(), EntityQuery{Page: Page{First: hubs}, Order: EntitiesByRelations})).Items {
		claims := must[[]List[*Claim]](t)(snap.ClaimsOf(t.Context(), []EntityID{e.ID}, ClaimQuery{Page: Page{First: 1_000}}))
		if len(claims[0].Items) != w.leaves {
			t.Errorf("hub %d has %d claims, want %d", i, len(claims[0].Items), w.leaves)
		}
	}
	if _, err := s.Retract(t.Context(), all[0].Document.ID, false); err != nil {
		t.Fatal(err)
	}
	checkVerify(t, s)
}

// lengthen makes one record of each list of claims and tells of how many it
// is more than one.
func lengthen(t *testing.T, db kv.DB) (n int) {
	t.Helper()
	lists, firsts := map[kv.Key]*claimList{}, map[kv.Key][]kv.Key{}
	for e, err := range db.Walk(t.Context(), famNode) {
		if err != nil || !isClaimList(e) {
			continue
		}
		of := kv.Key{Part: e.Key.Part, Sort: e.Key.Sort[:17]}
		if lists[of] == nil {
			lists[of] = &claimList{}
		}
		firsts[of] = append(firsts[of], e.Key)
		eachListed(e, func(id ClaimID, sum []byte) error { lists[of].add(id.N, sum); return nil })
	}
	err := db.Update(t.Context(), func(tx kv.Txn) error {
		for of, l := range lists {
			if len(firsts[of]) == 1 {
				continue
			}
			n++
			for _, k := range firsts[of][1:] {
				tx.Delete(k)
			}
			if err := tx.Put(firsts[of][0], seal(firsts[of][0], l.data)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Claims that a merge moves to a relation that has claims of their document,
// earlier or later ones, make that document no second source.
func TestMovedClaimsAreNoNewSource(t *testing.T) {
	for _, names := range [][2]string{{"Ada Moss", "Olu Reed"}, {"Olu Reed", "Ada Moss"}} {
		s := openTest(t, kv.NewMem())
		says := [][3]string{{names[0], "meets", "Kit Vane"}, {names[1], "meets", "Kit Vane"}}
		applyTo(t, s, datasets(batchesOf([]sample{{"d0", "2031-01-02", says}}), 9), 1)
		snap := snapshot(t, s)
		if _, _, err := s.Judge(t.Context(), named(t, snap, names[0]).ID, named(t, snap, names[1]).ID, Same, "tester", "", false); err != nil {
			t.Fatal(err)
		}
		rels := must[List[*Relation]](t)(snapshot(t, s).ListRelations(t.Context(), RelationQuery{Page: Page{First: 9}}))
		var got [][3]int
		for _, r := range rels.Items {
			got = append(got, [3]int{r.Claims, r.Documents, r.Sources})
		}
		if want := [][3]int{{2, 1, 1}}; !slices.Equal(got, want) {
			t.Errorf("%v: claims, documents and sources %v, want %v", names, got, want)
		}
		s.Close()
	}
}
