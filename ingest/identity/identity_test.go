package identity

import (
	"strings"
	"testing"

	"dossier/graph"
	"dossier/schema"
)

func keysOf(p graph.Profile) string {
	return keysText(NewIndex(schema.Default()).Keys(&p, Traits{}))
}

// keysText writes keys so: a strong one in capitals' place with "!", one of a
// story with "~".
func keysText(keys []graph.IdentityKey) string {
	var out []string
	for _, k := range keys {
		s := k.Text
		if k.Strong {
			s = "!" + s
		}
		if k.Story {
			s = "~" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestKeys(t *testing.T) {
	for _, tc := range []struct {
		profile graph.Profile
		want    string
	}{
		{graph.Profile{Type: "Person", Name: "Ana B. Roy Jr."}, "!id/~generation ana roy/jr !id/~middle ana roy/b ~initial/a roy ~!name/ana roy !person/name/ana roy ~surname/roy ~surname/roy/female"},
		{graph.Profile{Type: "Person", Name: "Pete Lind"}, "~initial/p lind ~!name/peter lind person/initial/p lind !person/name/peter lind person/surname/lind person/surname/lind/male ~surname/lind ~surname/lind/male"},
		{graph.Profile{Type: "Person", Name: "Roy"}, "~!?surname/roy"},
		{graph.Profile{Type: "Company", Name: "The Teldra Systems, Inc."}, "!org/name/teldra systems"},
		{graph.Profile{Type: "Organization", Name: "NCA"}, "~!?acronym/nca"},
		{graph.Profile{Type: "Organization", Name: "NCAB"}, "org/acronym/ncab"},
		{graph.Profile{Type: "Country", Name: "Türkiye", ExternalIDs: []graph.ExternalID{{Scheme: "wikidata", Value: "Q43"}}},
			"!id/wikidata/Q43 !place/name/turkiye"},
		{graph.Profile{Type: "Event", Name: "two-week review", ID: graph.ProfileID{N: 3}},
			"~?phrase/twoweek review ~!phrase/twoweek review"},
		{graph.Profile{Type: "Group", Name: "its so-called Chinese software engineers"}, "~group/Q148 ~!group/Q148/engineer ~phrase/software engineer"},
		{graph.Profile{Type: "Group", Name: "engineers based in China"}, "~group/Q148 ~!group/Q148/engineer"},
		{graph.Profile{Type: "Person", Name: "China-based engineering teams"}, "~group/Q148 ~!group/Q148/engineer"},
		{graph.Profile{Type: "Group", Name: "personnel in China"}, "~?group/Q148 ~!group/Q148/worker"},
		{graph.Profile{Type: "Group", Name: "the former Chinese engineers"}, "~group/Q148 ~!group/Q148/former engineer"},
		{graph.Profile{Type: "Group", Name: "US-supervised foreign engineers"}, "~?phrase/foreign engineer ~!phrase/foreign engineer"},
		{graph.Profile{Type: "Group", Name: "US “digital escorts” hired through subcontractors"}, "~!group/Q30/escort ~phrase/digital escort"},
		{graph.Profile{Type: "Topic", Name: "the issue"}, ""},
		{graph.Profile{Type: "Person", Name: "Workers"}, ""},
		{graph.Profile{Type: "Person", Name: "Hegstrand"}, "person/surname/hegstrand"},
		{graph.Profile{Type: "Person", Name: "Defense Secretary"}, "~?role/defense secretary"},
		{graph.Profile{Type: "Person", Name: "Ana Roy", Roles: []string{"norvian secretary of defence"}}, "~initial/a roy ~!name/ana roy !person/name/ana roy ~role/defense norvian secretary ~surname/roy ~surname/roy/female"},
		{graph.Profile{Type: "Person", Name: "Ana \u202eyoR"}, "~initial/a yor ~!name/ana yor !person/name/ana yor ~surname/yor ~surname/yor/female"}, // is shown as "Ana Roy"
		{graph.Profile{Type: "Person", Name: "Аna Lind"}, "~initial/а lind ~initial/а аna ~!name/аna lind person/initial/а lind !person/name/аna lind person/surname/lind person/surname/lind/female " +
			"person/surname/lind/male ~surname/lind ~surname/lind/female ~surname/lind/male ~surname/аna ~surname/аna/female ~surname/аna/male"}, // the first letter is Cyrillic
	} {
		if got := keysOf(tc.profile); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.profile.Name, got, tc.want)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"these \"digital escorts": "digital escorts", "so-called “digital escorts”": "digital escorts", "The inspectors": "inspectors",
		"U.S. “digital escorts,”": "U.S. digital escorts", "on how US “digital escorts”": "US digital escorts", "two-week review": "two-week review", "the": "the",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
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
