package identity

import (
	"fmt"
	"testing"

	"dossier/graph"
	"dossier/schema"
)

func keysOf(p graph.Profile) string {
	return fmt.Sprint(Keys(schema.Default(), &p))
}

func TestKeys(t *testing.T) {
	for _, tc := range []struct {
		profile graph.Profile
		want    string
	}{
		{graph.Profile{Type: "Person", Name: "Ana B. Roy Jr."}, "[{person/name/ana roy true}]"},
		{graph.Profile{Type: "Person", Name: "Pete Lind"}, "[{person/name/peter lind true}]"},
		{graph.Profile{Type: "Person", Name: "Roy"}, "[{person/surname/roy false}]"},
		{graph.Profile{Type: "Company", Name: "The Teldra Systems, Inc."}, "[{org/name/teldra systems true}]"},
		{graph.Profile{Type: "Organization", Name: "NCA"}, "[{org/acronym/nca false}]"},
		{graph.Profile{Type: "Country", Name: "Türkiye", ExternalIDs: []graph.ExternalID{{Scheme: "wikidata", Value: "Q43"}}},
			"[{id/wikidata/Q43 true} {place/name/turkiye true}]"},
		{graph.Profile{Type: "Event", Name: "two-week review", ID: graph.ProfileID{N: 3}},
			"[{thing/in/00000000-0000-0000-0000-000000000000/p3 true}]"},
		{graph.Profile{Type: "Person", Name: "Аna Roy"}, "[{person/name/аna roy true}]"}, // the first letter is Cyrillic
	} {
		if got := keysOf(tc.profile); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.profile.Name, got, tc.want)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, tc := range []struct {
		family schema.Family
		a, b   string
		same   bool
	}{
		{schema.FamilyPerson, "Roy, Ana", "Ana Roy", true},
		{schema.FamilyPerson, "A. Roy", "Ana Roy", true},
		{schema.FamilyPerson, "Ana Maria Roy", "Ana Roy", true},
		{schema.FamilyPerson, "Ana Roy", "Dan Roy", false},
		{schema.FamilyPerson, "Roy", "Ana Roy", false},
		{schema.FamilyPerson, "Юлия Орлова", "Yulia Orlova", true},
		{schema.FamilyOrg, "Teldra Systems GmbH", "Teldra Systems", true},
		{schema.FamilyOrg, "Teldra Systems", "Teldra Systems Mexico", false},
		{schema.FamilyOrg, "Pell & Sons Ltd", "Pell and Sons Limited", true},
	} {
		c := Compare(tc.family, tc.a, tc.b)
		if said := c.Score >= MatchThreshold; said != tc.same {
			t.Errorf("%q and %q: %.2f %q, want same = %v", tc.a, tc.b, c.Score, c.Reasons, tc.same)
		}
		if back := Compare(tc.family, tc.b, tc.a); back.Score != c.Score {
			t.Errorf("%q and %q: %.3f one way, %.3f the other", tc.a, tc.b, c.Score, back.Score)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Ana Roy", "Roy, A.")
	f.Add("Teldra & Co.", "ООО Телдра")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, family := range []schema.Family{schema.FamilyPerson, schema.FamilyOrg} {
			if s := Compare(family, a, b).Score; !(s >= 0 && s <= 1) {
				t.Fatalf("score %v of %q and %q", s, a, b)
			}
		}
	})
}
