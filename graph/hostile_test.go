package graph

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dossier/graph/kv"
)

// Names of any length and any bytes are stored, found, and verified.
func TestHostileNames(t *testing.T) {
	ctx := context.Background()
	db := kv.NewMem()
	s := openTest(t, db)
	defer s.Close()
	names := []string{
		strings.Repeat("Long Name ", 1_500), strings.Repeat("x", 10_000), "nul\x00byte and more", "\x00", "\x01\x02 \x00\x01",
		"bad \xff\xfe utf8", "", " ", strings.Repeat("é", 3_000), "\u202eevil", strings.Repeat("\x00", 3_000),
	}
	b := world[0].batch()
	for i, n := range names {
		p := Profile{ID: ProfileID{b.Document.ID, uint32(len(b.Profiles))}, Type: cut(n, maxType), Name: n, Names: []Count{{n, 1}}, Description: n, Roles: []string{n}}
		p.ExternalIDs = []ExternalID{{n, n}}
		p.Keys = []IdentityKey{{Text: "person/name/" + n, Strong: true}, {Text: n, Strong: i%2 == 0}}
		c := b.Claims[0]
		c.ID.N = uint32(len(b.Claims))
		c.Relation, c.Predicate = cut(n, maxType), n
		c.Subject.Profile = int32(p.ID.N)
		if i%2 == 0 {
			c.Object = Argument{Profile: -1, Text: n, Value: &Value{Type: n, Text: n}}
		}
		b.Profiles, b.Claims = append(b.Profiles, p), append(b.Claims, c)
	}
	b.Document.Title, b.Document.Publisher, b.Document.Revision = names[0], names[5], 0
	if _, err := s.Apply(ctx, b); err != nil {
		t.Fatal(err)
	}
	checkVerify(t, s)
	tooLong := *b
	tooLong.Document.Title = strings.Repeat("t", 1<<20)
	if _, err := s.Apply(ctx, &tooLong); !errors.Is(err, ErrInvalid) {
		t.Errorf("a title of a megabyte: %v", err)
	}
	snap := snapshot(t, s)
	for _, n := range []string{names[0], names[1], "nul byte and more"} {
		ids := must[[][]EntityID](t)(snap.Named(ctx, []string{n}))
		if len(ids[0]) != 1 {
			t.Errorf("%.20q names %d", n, len(ids[0]))
		}
	}
	for _, n := range names {
		must[List[Hit]](t)(snap.Search(ctx, SearchQuery{Text: n}))
		must[List[*Entity]](t)(snap.ListEntities(ctx, EntityQuery{NameStartsWith: n}))
		if _, err := snap.ListEntities(ctx, EntityQuery{Page: Page{After: n}}); err == nil && n != "" && strings.Contains(n, " ") {
			t.Errorf("%.20q passes for a cursor", n)
		}
	}
	ls := must[List[*Relation]](t)(snap.ListRelations(ctx, RelationQuery{Page: Page{First: 100}}))
	for _, r := range ls.Items {
		got := must[[]*Relation](t)(snap.Relations(ctx, []RelationID{r.ID}))
		if got[0] == nil {
			t.Errorf("%.30v is not found by its id", r.ID)
		}
	}
	if _, err := s.Retract(ctx, b.Document.ID, false); err != nil {
		t.Fatal(err)
	}
	empty := kv.NewMem()
	openTest(t, keepOpen{empty})
	if got, want := dump(t, db), dump(t, empty); got != want {
		t.Error(firstDifference(got, want))
	}
}
