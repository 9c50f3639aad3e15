package graph

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"dossier/graph/kv"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var drawID = rapid.Custom(func(t *rapid.T) EntityID {
	id := EntityID(bytes.Repeat([]byte{rapid.Byte().Draw(t, "byte")}, 16))
	id[0] |= 1
	return id
})

// drawText makes texts with the bytes that keys escape, and long ones.
var drawText = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a\x00b", "\x01", strings.Repeat("x", 199), strings.Repeat("y", 300)}))

// Records with an encoding of their own come back as they were from their key
// and payload, under either end.
func TestPackedRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SampledFrom([]int64{0, 0, 1, -5, 1 << 55, 63_000_000_000_000_000})
		count := rapid.IntRange(0, 1<<40)
		r := relationRec{
			ID: RelationID{Subject: drawID.Draw(t, "subject"), Type: drawText.Draw(t, "type"), Object: drawID.Draw(t, "object")}, Supporting: count.Draw(t, "supporting"),
			Contradicting: count.Draw(t, "contradicting"), Documents: count.Draw(t, "documents"), Sources: count.Draw(t, "sources"), Modality: rapid.Byte().Draw(t, "modality"),
			Modalities: rapid.Uint32().Draw(t, "modalities"), FirstSeen: times.Draw(t, "seen"), LastSeen: times.Draw(t, "last seen"),
			FirstTime: times.Draw(t, "time"), LastTime: times.Draw(t, "last time"), Score: rapid.Float64().Draw(t, "score"),
		}
		r.Claims = r.Supporting + r.Contradicting
		keys := []kv.Key{relOut(r.ID), relIn(r.ID)}
		if rapid.Bool().Draw(t, "value") {
			r.Value = &valueRec{"money", drawText.Draw(t, "text"), rapid.Float64().Draw(t, "number"), "USD", times.Draw(t, "date")}
			r.ID.Object, r.ID.Value = EntityID{}, r.Value.valueKey()
			keys = []kv.Key{relOut(r.ID)}
		}
		for _, k := range keys {
			var got relationRec
			if err := decode(k, encode(k, &r), &got); err != nil || !cmp.Equal(got, r) {
				t.Fatalf("%v: %s", err, cmp.Diff(r, got))
			}
		}
		if k := relOfListed(relListed(r.ID, r.Sources).Sort); k != relOut(r.ID) {
			t.Fatalf("the list leads to %s, not %s", keyString(k), keyString(relOut(r.ID)))
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		e := entityRec{Type: drawText.Draw(t, "type"), Name: drawText.Draw(t, "name"), Documents: 3, Claims: 1 << 33, FirstSeen: 7, LastSeen: 9}
		for _, n := range rapid.SliceOfN(drawText, 0, 3).Draw(t, "texts") {
			e.Aliases = append(e.Aliases, countRec{n, len(n)})
			e.ExternalIDs = append(e.ExternalIDs, externalRec{"wikidata", n})
		}
		var got entityRec
		if err := (&got).unpack(kv.Key{}, e.pack(nil)); err != nil || !cmp.Equal(got, e) {
			t.Fatalf("%v: %s", err, cmp.Diff(e, got))
		}
	})
}

// Whatever the bytes, reading them ends in a record or in errDamaged.
func FuzzUnpack(f *testing.F) {
	id := RelationID{Subject: EntityID{1}, Type: "owns", Object: EntityID{2}}
	f.Add((&relationRec{ID: id, Sources: 3, Score: 0.5, FirstSeen: 9}).pack(nil))
	f.Add(entityRec{Type: "Person", Name: "Ada", Aliases: []countRec{{"A", 2}}}.pack(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r relationRec
		var e entityRec
		var l listedEntity
		for _, u := range []unpacked{&r, &e, &l, &claimRec{}, &profileRec{}, &claimSum{}, &nodeRec{}, &countRec{}} {
			if err := u.unpack(relOut(id), b); err != nil && !errors.Is(err, errDamaged) {
				t.Error(err)
			}
		}
	})
}
