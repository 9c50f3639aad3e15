package graph

import (
	"context"
	"testing"
	"time"

	"dossier/graph/kv"
)

// wire makes a document of one story: its passages are those of all others.
func wire(name, published string, says ...[3]string) sample {
	tail := "|" + tails[3] + tails[6] + " before the committee adjourned for the night and the members went home without a vote"
	return sample{name, published, append([][3]string{{"Ada Moss", "meets" + tail, "Olu Reed"}, {"Tarn Corp", "funds", "Kit Vane"}}, says...)}
}

// Descriptions join within their story, by a strong key all, by a weak one when
// it fits one thing; what another story describes so stays apart. When the
// story goes, so do the links.
func TestStoryJoinsDescriptions(t *testing.T) {
	ctx := context.Background()
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	one, two := wire("one", "2031-03-01", [3]string{"clerks of orm", "greets", "Ada Moss"}), wire("two", "2031-03-02", [3]string{"clerks of orm", "greets", "the chief"})
	applyTo(t, s, batchesOf([]sample{
		two, {"other", "2031-03-02", [][3]string{{"clerks of orm", "greets| over tea and cake at the seaside, where it rained all the week without a pause", "Kit Vane"}}},
	}), 1)
	before := dump(t, db)
	applyTo(t, s, batchesOf([]sample{one, wire("three", "2031-03-02", [3]string{"staff of orm", "greets", "Bo Moss"})}), 1)
	checkVerify(t, s)
	type seen struct {
		name      string
		documents int
	}
	got := map[seen]int{}
	for _, e := range must[List[*Entity]](t)(snapshot(t, s).ListEntities(ctx, EntityQuery{Page: Page{First: 100}})).Items {
		got[seen{e.Name, e.Documents}]++
	}
	for want, n := range map[seen]int{{"clerks of orm", 3}: 1, {"clerks of orm", 1}: 1, {"Kit Vane", 4}: 1, {"the chief", 1}: 0, {"staff of orm", 1}: 0} {
		if got[want] != n {
			t.Errorf("%d of %v, want %d in %v", got[want], want, n, got)
		}
	}
	for _, name := range []string{"one", "three"} {
		if _, err := s.Retract(ctx, sample{name: name}.batch().Document.ID, false); err != nil {
			t.Fatal(err)
		}
	}
	if after := dump(t, db); after != before {
		t.Errorf("the story leaves traces: %s", firstDifference(before, after))
	}
}

// An undated document tells its days from its story's: from the date of the
// document most like it, or from a date that another gives in full.
func TestStoryTellsTheDay(t *testing.T) {
	ctx := context.Background()
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	// Claim 2 says "Tuesday", claim 3 of reports "1 February 2031", a Saturday,
	// and claim 6 "Saturday".
	more := [][3]string{{"Kit Vane", "funds", "Ada Moss"}, {"Kit Vane", "meets", "Ada Moss"}, {"Kit Vane", "meets", "Bo Moss"}, {"Kit Vane", "funds", "Bo Moss"}, {"Kit Vane", "funds", "Olu Reed"}}
	undated, reports := wire("undated", "", more...), wire("reports", "", more[0], more[4])
	tuesday := func() (string, string) {
		for _, c := range must[List[*Claim]](t)(snapshot(t, s).ListClaims(ctx, ClaimQuery{Page: Page{First: 100}})).Items {
			if c.ID.Document == undated.batch().Document.ID && c.Time.Text == "Tuesday" {
				return c.Time.Start.Format(time.DateOnly), c.Time.Basis
			}
		}
		return "", ""
	}
	want := func(day, basis string) {
		t.Helper()
		if d, b := tuesday(); d != day || b != basis {
			t.Errorf("Tuesday is %s (%s), want %s (%s)", d, b, day, basis)
		}
		checkVerify(t, s)
	}
	applyTo(t, s, batchesOf([]sample{undated}), 1)
	want("0001-01-01", "")
	alone := dump(t, db)
	applyTo(t, s, batchesOf([]sample{reports}), 1)
	want("2031-02-04", "story: weekday in the week from 2031-02-01")
	both := dump(t, db)
	dated := wire("dated", "2031-02-13")
	applyTo(t, s, batchesOf([]sample{dated}), 1)
	want("2031-02-11", "story: told on 2031-02-13")
	rel := must[List[*Relation]](t)(snapshot(t, s).ListRelations(ctx, RelationQuery{Page: Page{First: 100}}))
	found := false
	for _, r := range rel.Items {
		found = found || r.LastTime.Format(time.DateOnly) == "2031-02-11"
	}
	if !found {
		t.Error("no relation knows the day")
	}
	e, err := s.Retract(ctx, dated.batch().Document.ID, true)
	if err != nil || e.Claims != 2 {
		t.Errorf("%+v %v", e, err)
	}
	for i, name := range []string{"dated", "reports"} {
		if _, err := s.Retract(ctx, sample{name: name}.batch().Document.ID, false); err != nil {
			t.Fatal(err)
		}
		if after := dump(t, db); after != []string{both, alone}[i] {
			t.Errorf("%s leaves traces: %s", name, firstDifference(after, []string{both, alone}[i]))
		}
	}
}
