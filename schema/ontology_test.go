package schema

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSuperAndSub(t *testing.T) {
	o := Default()
	if d := cmp.Diff([]string{"Court", "PublicBody", "Organization", "LegalEntity", "Agent"}, o.Super("Court")); d != "" {
		t.Errorf("Super(Court):\n%s", d)
	}
	if d := cmp.Diff([]string{"Country", "Place", "Agent"}, o.Super("Country")); d != "" {
		t.Errorf("Super(Country):\n%s", d)
	}
	if d := cmp.Diff([]string{"PublicBody", "Legislature", "Court", "Military", "Police"}, o.Sub("PublicBody")); d != "" {
		t.Errorf("Sub(PublicBody):\n%s", d)
	}
	if got := o.Sub("assaults"); !slices.Contains(got, "attacks") || !slices.Contains(got, "invades") || got[0] != "assaults" {
		t.Errorf("Sub(assaults): %v", got)
	}
	if !o.Is("invades", "assaults") || o.Is("assaults", "invades") || !o.Is("Person", "Person") || o.Is("Nothing", "Agent") {
		t.Error("Is is wrong")
	}
	if o.Super("Nothing") != nil || o.Sub("Nothing") != nil || o.EntityType("Nothing") != nil || o.RelationType("nothing") != nil {
		t.Error("an unknown type is known")
	}
}

func TestFamily(t *testing.T) {
	o := Default()
	for name, want := range map[string]Family{"Person": FamilyPerson, "Court": FamilyOrg, "Publication": FamilyOrg, "Country": FamilyPlace,
		"City": FamilyPlace, "Platform": FamilyThing, "WeaponSystem": FamilyThing, "Group": FamilyGroup, "Nothing": FamilyThing} {
		if got := o.Family(name); got != want {
			t.Errorf("Family(%s) = %s, want %s", name, got, want)
		}
	}
}

func TestAccepts(t *testing.T) {
	o := Default()
	for _, c := range []struct {
		relation, subj, obj string
		want                bool
	}{
		{"holdsPosition", "Person", "PublicBody", true},
		{"holdsPosition", "Company", "PublicBody", false},
		{"accuses", "Country", "Company", true},
		{"accuses", "City", "Person", true},
		{"locatedIn", "Company", "Country", true},
		{"locatedIn", "Company", "Person", false},
		{"states", "Publication", ValueText, true},
		{"worth", "Company", ValueMoney, true},
		{"worth", "Company", ValueDate, false},
		{"causes", "Event", "Event", true},
		{"nothing", "Person", "Person", false},
	} {
		if got := o.Accepts(c.relation, c.subj, c.obj); got != c.want {
			t.Errorf("Accepts(%s, %s, %s) = %v", c.relation, c.subj, c.obj, got)
		}
		if got := o.AcceptsSubject(c.relation, c.subj) && o.AcceptsObject(c.relation, c.obj); got != c.want {
			t.Errorf("%s, %s, %s: subject and object alone say %v", c.relation, c.subj, c.obj, got)
		}
	}
}

func TestCuesFor(t *testing.T) {
	o := Default()
	has := func(kind CueKind, lemma, relation string) bool {
		return slices.ContainsFunc(o.CuesFor(kind, lemma), func(c RelationCue) bool { return c.Relation.Name == relation && c.Cue.Head == lemma })
	}
	if !has(CueVerb, "acquire", "acquires") || !has(CueRole, "chief executive", "leads") || !has(CueNoun, "use", "uses") || has(CueRole, "acquire", "acquires") {
		t.Error("cues are not found by their head")
	}
	if head, cues := o.CuesForPhrase(CueRole, []string{"former", "deputy", "chief", "executive"}); head != "chief executive" || len(cues) == 0 {
		t.Errorf("former deputy chief executive: %q, %d cues", head, len(cues))
	}
	if head, cues := o.CuesForPhrase(CueRole, []string{"blue", "teapot"}); head != "" || cues != nil {
		t.Errorf("blue teapot: %q, %d cues", head, len(cues))
	}
	if len(o.CuesFor(CueRole, "ceo")) == 0 || len(o.CuesFor(CueRole, "CEO")) == 0 {
		t.Error("CEO is found only in one case")
	}
	for _, kind := range []CueKind{CueVerb, CueRole, CueNoun} {
		heads := o.CueHeads(kind)
		if len(heads) == 0 || !slices.IsSorted(heads) || len(slices.Compact(slices.Clone(heads))) != len(heads) {
			t.Errorf("heads of %v are not sorted or not unique", kind)
		}
	}
}

// TestPLOVER: each event category of PLOVER is a supertype here.
func TestPLOVER(t *testing.T) {
	o := Default()
	for _, name := range []string{"agrees", "consults", "supports", "concedes", "cooperatesWith", "aids", "retreatsFrom", "investigates", "requests",
		"demands", "accuses", "rejects", "threatens", "protests", "commitsCrime", "sanctions", "mobilizes", "coerces", "assaults"} {
		if o.RelationType(name) == nil {
			t.Errorf("no relation type %s", name)
		}
	}
}

// TestRelationTypesAreUsable: every type can be found by cues or has subtypes that can.
func TestRelationTypesAreUsable(t *testing.T) {
	for _, r := range Default().RelationTypes() {
		if len(r.Cues) < 3 {
			t.Errorf("%s:%d: %s has only %d cues", r.File, r.Line, r.Name, len(r.Cues))
		}
	}
}

func TestTypesForHead(t *testing.T) {
	got := Default().TypesForHead("ministry")
	if len(got) == 0 || got[0].Name != "PublicBody" {
		t.Errorf("ministry: %v", got)
	}
}
