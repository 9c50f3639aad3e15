package graph

import (
	"context"
	"fmt"
	"testing"

	"dossier/graph/kv"
)

// Documents that share passages and things are a story; one that shares
// neither, or lies months away, is not in it.
func TestStories(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, kv.NewMem())
	defer s.Close()
	said := "|" + tails[3] + tails[6] + " before the committee adjourned for the night and the members went home without a vote"
	say := func(doc, date, tail string, more [3]string) sample {
		return sample{doc, date, [][3]string{{"Ada Moss", "meets" + tail, "Olu Reed"}, {"Tarn Corp", "funds", "Kit Vane"}, more}}
	}
	applyTo(t, s, batchesOf([]sample{
		say("one", "2031-03-01", said, [3]string{"Kit Vane", "greets|, an outsider in every way that anybody could ever think of naming", "Ada Moss"}),
		say("two", "2031-03-02", said, [3]string{"Bo Moss", "greets| under the great lime trees of the southern avenue that lead to the gate", "Ada Moss"}),
		say("far", "2031-09-02", said, [3]string{"Kit Vane", "greets", "Ada Moss"}),
		{"other", "2031-03-02", [][3]string{{"Ada Moss", "meets| over tea and cake at the seaside, where it rained all the week without a pause", "Kit Vane"}}},
	}), 3)
	snap := snapshot(t, s)
	l := must[List[*Story]](t)(snap.ListStories(ctx, Page{}))
	if len(l.Items) != 1 || l.Items[0].Documents != 2 || l.Items[0].Title != "On one" {
		t.Fatalf("%+v", l.Items)
	}
	docs := must[[]List[*Document]](t)(snap.DocumentsOfStories(ctx, []StoryID{l.Items[0].ID}, Page{}))
	if len(docs[0].Items) != 2 || docs[0].Items[0].Title != "On two" || docs[0].Items[0].Story != l.Items[0].ID {
		t.Errorf("%+v", docs[0].Items)
	}
	if _, err := s.Retract(ctx, docs[0].Items[1].ID, false); err != nil {
		t.Fatal(err)
	}
	if l := must[List[*Story]](t)(snapshot(t, s).ListStories(ctx, Page{})); len(l.Items) != 0 {
		t.Errorf("a story of one: %+v", l.Items[0])
	}
	checkVerify(t, s)
}

// A wire copy that very many carry stays one story, also where its phrases are
// in too many documents to be found by; and goes as it came.
func TestManyCopiesAreOneStory(t *testing.T) {
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	var ss []sample
	for i := range maxTellers + 8 {
		ss = append(ss, wire(fmt.Sprint("copy", i), "2031-03-01"))
	}
	applyTo(t, s, batchesOf(ss[:maxTellers-2]), 7)
	before := dump(t, db)
	applyTo(t, s, batchesOf(ss[maxTellers-2:]), 3)
	l := must[List[*Story]](t)(snapshot(t, s).ListStories(context.Background(), Page{}))
	if len(l.Items) != 1 || l.Items[0].Documents != len(ss) {
		t.Errorf("%d stories, the first of %d documents", len(l.Items), l.Items[0].Documents)
	}
	for _, x := range ss[maxTellers-2:] {
		if _, err := s.Retract(context.Background(), x.batch().Document.ID, false); err != nil {
			t.Fatal(err)
		}
	}
	if after := dump(t, db); after != before {
		t.Error(firstDifference(after, before))
	}
}
