package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dossier/graph/kv"
)

// Copies of one statement are one utterance and one source, whatever the
// typography, the frame, and the words left out.
func TestCopiesCountOnce(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	say := func(doc, tail string) sample {
		return sample{doc, "2031-02-0" + doc[1:], [][3]string{{"Ada Moss", "meets|" + tail, "Olu Reed"}}}
	}
	applyTo(t, s, batchesOf([]sample{
		say("d1", tails[3]), say("d2", tails[4]), say("d3", tails[5]), say("d4", tails[6]), say("d5", tails[7]),
		say("d6", " at noon in the market, a trader recalls, with three dogs and a great many onlookers"),
	}), 2)
	snap := snapshot(t, s)
	l := must[List[*Relation]](t)(snap.ListRelations(ctx, RelationQuery{}))
	if r := l.Items[0]; r.Documents != 6 || r.Sources != 3 {
		t.Errorf("%d documents, %d sources", r.Documents, r.Sources)
	}
	cs := must[List[*Claim]](t)(snap.ListClaims(ctx, ClaimQuery{}))
	groups := map[UtteranceID]int{}
	for _, c := range cs.Items {
		groups[c.Utterance]++
	}
	if len(groups) != 3 || groups[UtteranceID{}] != 1 {
		t.Errorf("groups %v", groups)
	}
	for id, n := range groups {
		if id == (UtteranceID{}) {
			continue
		}
		us := must[[]*Utterance](t)(snap.Utterances(ctx, []UtteranceID{id}))
		docs := must[[]List[*Document]](t)(snap.CarriersOf(ctx, []UtteranceID{id}, Page{}))
		if us[0].Carriers != n || docs[0].Total != n {
			t.Errorf("%q: %d carriers, %d listed, %d claims", us[0].Text, us[0].Carriers, docs[0].Total, n)
		}
		if n == 2 && !strings.HasPrefix(us[0].Text, "We were in the hall") {
			t.Errorf("the statement is %q", us[0].Text)
		}
	}
	if st := must[Stats](t)(snap.Stats(ctx)); st.Utterances != 2 {
		t.Error(st.Utterances)
	}
}

// A sentence that very many documents vary joins nothing, and joins again when
// there are fewer: as if the others had never been.
func TestCommonplaces(t *testing.T) {
	var ss []sample
	for i := range maxCarriers + 3 {
		tail := fmt.Sprintf("|%s and that was number %d of them", tails[3], i)
		ss = append(ss, sample{fmt.Sprint("c", i), "", [][3]string{{"Ada Moss", "meets" + tail, "Olu Reed"}}})
	}
	want := applyAll(t, batchesOf(ss[:maxCarriers-2]), 7)
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	applyTo(t, s, batchesOf(ss), 5)
	checkVerify(t, s)
	for _, x := range ss[maxCarriers-2:] {
		if _, err := s.Retract(context.Background(), x.batch().Document.ID, false); err != nil {
			t.Fatal(err)
		}
	}
	if got := dump(t, db); got != want {
		t.Error(firstDifference(got, want))
	}
}
