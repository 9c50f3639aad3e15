package graph

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dossier/graph/kv"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hubBatches is a data set in parts about one hub: more claims than a list
// holds, some with quotes so long that a group takes several records.
func hubBatches(claims, part int) []*Batch {
	d := Document{ID: NewDocumentID("dataset:hub", nil), Kind: KindDataset, Title: "hub", Revision: 7}
	b := &Batch{Document: d, More: true}
	for i := range 40 {
		text := fmt.Sprint("person/name/", i)
		b.Profiles = append(b.Profiles, Profile{
			ID: ProfileID{d.ID, uint32(i)}, Type: "Person", Name: fmt.Sprint("Name ", i), Keys: []IdentityKey{{Text: text, Strong: true}},
		})
	}
	var out []*Batch
	for i := range claims {
		quote := "row"
		if i%50 == 7 {
			quote = strings.Repeat(fmt.Sprint(i, " long "), 12_000)
		}
		b.Claims = append(b.Claims, Claim{
			ID: ClaimID{d.ID, uint32(i)}, Relation: "meets", Predicate: "meets", Subject: Argument{Profile: int32(i % 3), Text: "a"},
			Object: Argument{Profile: int32(i % 40), Text: "b"}, Attribution: []Attribution{{Profile: 5, Cue: "said"}}, Score: 1, Extractor: "t",
			Evidence: Evidence{Span{i, i + len(quote)}, quote, i},
		})
		if len(b.Claims) == part || i == claims-1 {
			b.More = i < claims-1
			out, b = append(out, b), &Batch{Document: d, More: true}
		}
	}
	return out
}

// Long lists and long groups are the same however the data set comes, can be
// read one by one, and go without a trace in small steps.
func TestLongGroups(t *testing.T) {
	ctx := context.Background()
	const claims = 1000
	want := ""
	for _, part := range []int{70, 97, claims} {
		db := kv.NewMem()
		s := openTest(t, db)
		defer s.Close()
		before := dump(t, db)
		applyTo(t, s, hubBatches(claims, part), 1)
		got := dump(t, db)
		if want == "" {
			checkVerify(t, s)
			want = got
		} else if got != want {
			t.Errorf("parts of %d give another store: %s", part, firstDifference(got, want))
		}
		snap := snapshot(t, s)
		ids := []ClaimID{{hubBatches(1, 1)[0].Document.ID, 57}, {hubBatches(1, 1)[0].Document.ID, 999}, {hubBatches(1, 1)[0].Document.ID, 1000}}
		cs := must[[]*Claim](t)(snap.Claims(ctx, ids))
		if cs[0] == nil || cs[0].Evidence.Line != 57 || cs[1] == nil || cs[1].Evidence.Line != 999 || cs[2] != nil {
			t.Errorf("claims by number: %v", cs)
		}
		hub := named(t, snap, "Name 0").ID
		if l := must[[]List[*Claim]](t)(snap.ClaimsOf(ctx, []EntityID{hub}, ClaimQuery{})); l[0].Total != 350 {
			t.Errorf("%d claims of the hub", l[0].Total)
		}
		s.limits.remove = 100
		if _, err := s.Retract(ctx, ids[0].Document, false); err != nil {
			t.Fatal(err)
		}
		if left := dump(t, db); left != before {
			t.Errorf("something is left: %s", firstDifference(left, before))
		}
	}
}

// What is packed comes back as it was.
func TestPackedClaims(t *testing.T) {
	text := rapid.StringN(0, 5, 9)
	id := rapid.Custom(func(t *rapid.T) []byte {
		if rapid.Bool().Draw(t, "none") {
			return nil
		}
		return rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")
	})
	time := rapid.SampledFrom([]int64{0, 1, -5, 63_000_000_000_000_000})
	value := rapid.Custom(func(t *rapid.T) *valueRec {
		if rapid.Bool().Draw(t, "none") {
			return nil
		}
		return &valueRec{text.Draw(t, "type"), text.Draw(t, "text"), rapid.Float64().Draw(t, "number"), text.Draw(t, "unit"), time.Draw(t, "date")}
	})
	argument := rapid.Custom(func(t *rapid.T) argumentRec {
		return argumentRec{text.Draw(t, "role"), rapid.IntRange(0, 9).Draw(t, "start"), 9, text.Draw(t, "text"), rapid.Int32Min(0).Draw(t, "profile"), value.Draw(t, "value"), id.Draw(t, "node")}
	})
	some := func(t *rapid.T) *argumentRec {
		if rapid.Bool().Draw(t, "none") {
			return nil
		}
		a := argument.Draw(t, "argument")
		return &a
	}
	rapid.Check(t, func(t *rapid.T) {
		c := claimRec{
			Subject: some(t), Object: some(t), Place: some(t), Relation: text.Draw(t, "relation"), Predicate: text.Draw(t, "predicate"), Lemma: text.Draw(t, "lemma"),
			Polarity: 1, Modality: rapid.Byte().Draw(t, "modality"), Quote: text.Draw(t, "quote"), Line: 3, Score: rapid.Float64().Draw(t, "score"), Sentence: id.Draw(t, "sentence"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "more") {
			c.Arguments = append(c.Arguments, argument.Draw(t, "argument"))
			c.Attribution = append(c.Attribution, attributionRec{3, text.Draw(t, "text"), "said", "", id.Draw(t, "speaker")})
			c.Time = &timeRec{text.Draw(t, "time"), time.Draw(t, "start"), time.Draw(t, "end"), 3, text.Draw(t, "basis"), nil}
		}
		p := profileRec{Type: text.Draw(t, "type"), Name: text.Draw(t, "name"), Family: "f", Anchor: make([]byte, 16), Keys: []keyRec{{text.Draw(t, "key"), rapid.Bool().Draw(t, "strong"), rapid.Bool().Draw(t, "story")}}}
		for _, n := range rapid.SliceOfN(text, 0, 3).Draw(t, "texts") {
			p.Names, p.Roles, p.ExternalIDs = append(p.Names, countRec{n, len(n)}), append(p.Roles, n), append(p.ExternalIDs, externalRec{n, "x"})
		}
		n := nodeRec{text.Draw(t, "key"), "f", rapid.Bool().Draw(t, "strong"), 3, 1 << 40, id.Draw(t, "entity")}
		sum := c.sum(time.Draw(t, "pub"))
		for _, x := range []struct {
			in  packed
			out unpacked
		}{{c, &claimRec{}}, {p, &profileRec{}}, {n, &nodeRec{}}, {&sum, &claimSum{}}, {countRec{"x", 9}, &countRec{}}} {
			b := x.in.pack(nil)
			if err := x.out.unpack(kv.Key{}, b); err != nil {
				t.Fatal(err)
			}
			in := reflect.Indirect(reflect.ValueOf(x.in)).Interface()
			if got := reflect.ValueOf(x.out).Elem().Interface(); !cmp.Equal(got, in) {
				t.Fatalf("%s", cmp.Diff(in, got))
			}
			if len(b) > 0 && x.out.unpack(kv.Key{}, append(b, 0)) == nil {
				t.Fatalf("%T: a byte too many goes unseen", x.in)
			}
		}
	})
}
