package schema

import (
	"testing"
)

// TestOneFact: different names of one thing lead to one fact of the right type.
func TestOneFact(t *testing.T) {
	o := Default()
	for _, c := range []struct {
		typ   string
		names []string
	}{
		{"PublicBody", []string{"DoD", "DOD", "Pentagon", "Department of Defense", "Defense Department", "Defence Department", "US Department of Defense",
			"U.S. Department of Defense", "US Department of Defence", "U.S. Defense Department", "United States Department of Defense"}},
		{"PublicBody", []string{"State Department", "US State Department", "Department of State", "U.S. Department of State"}},
		{"PublicBody", []string{"Treasury Department", "US Treasury", "U.S. Treasury Department", "Department of the Treasury"}},
		{"PublicBody", []string{"UK Ministry of Defence", "British Defence Ministry", "British Defense Ministry"}},
		{"PublicBody", []string{"CISA", "Cybersecurity and Infrastructure Security Agency"}},
		{"Police", []string{"FBI", "Federal Bureau of Investigation"}},
		{"Military", []string{"IDF", "Israel Defense Forces", "Israeli military", "Israel Defence Forces"}},
		{"Legislature", []string{"US Senate", "United States Senate"}},
		{"PublicBody", []string{"Senate Intelligence Committee", "Senate Select Committee on Intelligence"}},
		{"Country", []string{"United States", "US", "U.S.", "USA", "United States of America"}},
		{"Country", []string{"United Kingdom", "UK", "U.K.", "Britain", "Great Britain"}},
		{"Country", []string{"China", "People's Republic of China", "PRC"}},
		{"Country", []string{"Turkey", "Türkiye", "Turkiye"}},
		{"Country", []string{"Ivory Coast", "Côte d'Ivoire"}},
		{"City", []string{"Kyiv", "Kiev"}},
		{"City", []string{"New York City", "NYC"}},
		{"InternationalOrganization", []string{"NATO", "Nato", "North Atlantic Treaty Organization"}},
		{"InternationalOrganization", []string{"European Union", "EU"}},
		{"Company", []string{"Microsoft", "Microsoft Corp.", "Microsoft Corporation"}},
		{"Company", []string{"JPMorgan Chase", "JPMorgan", "J.P. Morgan"}},
		{"Company", []string{"TSMC", "Taiwan Semiconductor Manufacturing Company"}},
		{"Publication", []string{"The New York Times", "New York Times", "NYT"}},
		{"Publication", []string{"Associated Press", "AP", "The Associated Press"}},
		{"Publication", []string{"ProPublica"}},
		{"Person", []string{"Tom Cotton"}},
		{"Person", []string{"Pete Hegseth", "Peter Hegseth"}},
		{"Person", []string{"Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"}},
		{"Person", []string{"Bernie Sanders", "Bernard Sanders"}},
		{"Person", []string{"Robert F. Kennedy Jr.", "RFK Jr."}},
		{"System", []string{"Azure", "Microsoft Azure"}},
		{"ArmedGroup", []string{"Islamic State", "ISIS", "IS group"}},
	} {
		first := o.FactsNamed(c.names[0])
		for _, name := range c.names {
			got := o.FactsNamed(name)
			if len(got) != 1 || got[0] != first[0] || got[0].Type != c.typ {
				t.Errorf("%q: got %v, want the %s %q", name, facts(got), c.typ, c.names[0])
			}
		}
	}
}

// TestWeak: a name that is only sometimes the thing is no name of it.
func TestWeak(t *testing.T) {
	o := Default()
	for name, want := range map[string][]string{
		"Washington": {"Washington, D.C.", "United States", "Washington State"},
		"Beijing":    {"China"},
		"X":          {"X (social network)"},
		"Apple":      {"Apple Inc."},
		"Oracle":     {"Oracle Corporation"},
		"Georgia":    {"Georgia", "Georgia"},
		"Jordan":     {"Jordan"},
		"Chad":       {"Chad"},
		"Trump":      {"Donald Trump"},
		"Congress":   {"United States Congress"},
		"Congo":      {"Republic of the Congo", "Democratic Republic of the Congo"},
	} {
		got := map[string]int{}
		for _, f := range o.FactsWeak(name) {
			got[f.Name]++
		}
		for _, w := range want {
			if got[w] == 0 {
				t.Errorf("%q is no weak name of %q: got %v", name, w, got)
			}
		}
		if strong := o.FactsNamed(name); len(strong) > 0 && strong[0].Type != "City" {
			t.Errorf("%q is a strong name of %v", name, facts(strong))
		}
	}
}

func TestDemonymsTitlesParts(t *testing.T) {
	o := Default()
	for demonym, want := range map[string]string{"Chinese": "China", "French": "France", "Dutch": "Netherlands", "American": "United States",
		"Americans": "United States", "Briton": "United Kingdom", "Filipino": "Philippines", "Pole": "Poland", "Emirati": "United Arab Emirates", "Texan": "Texas"} {
		if got := o.FactsWithDemonym(demonym); len(got) != 1 || got[0].Name != want {
			t.Errorf("%q: got %v, want %s", demonym, facts(got), want)
		}
	}
	if got := o.FactsTitled("Secretary of State"); len(got) < 2 {
		t.Errorf("Secretary of State: got %v, want the State Department and a person", facts(got))
	}
	china := o.FactsNamed("China")[0]
	if capital := o.Fact(china.Capital); capital == nil || capital.Name != "Beijing" || capital.Part != china.ID {
		t.Errorf("capital of China: %v", capital)
	}
	if got := o.FactsIn(china.ID); len(got) < 50 {
		t.Errorf("China holds only %d facts", len(got))
	}
	if got := o.FactsNamedFold("defense department"); len(got) != 1 || got[0].Name != "U.S. Department of Defense" {
		t.Errorf("defense department: %v", facts(got))
	}
	for _, low := range []string{"us", "who", "the record", "ice", "un"} {
		if got := o.FactsNamedFold(low); len(got) > 0 {
			t.Errorf("%q is a common word, got %v", low, facts(got))
		}
	}
}

// TestStrongNames holds what FactsNamed promises: one fact in each family.
func TestStrongNames(t *testing.T) {
	o := Default()
	for name, fs := range o.names {
		seen := map[Family]*Fact{}
		for _, f := range fs {
			if other := seen[o.Family(f.Type)]; other != nil {
				t.Errorf("%q names %s (%s:%d) and %s (%s:%d)", name, f.ID, f.File, f.Line, other.ID, other.File, other.Line)
			}
			seen[o.Family(f.Type)] = f
		}
	}
}

// TestSize keeps the knowledge base from losing a file unnoticed.
func TestSize(t *testing.T) {
	o := Default()
	for typ, min := range map[string]int{"Country": 230, "City": 1000, "Region": 250, "Company": 1200, "PublicBody": 850,
		"Publication": 500, "Person": 1000, "InternationalOrganization": 60, "Platform": 30, "Nonprofit": 120, "University": 120, "ArmedGroup": 60} {
		if got := len(o.FactsOfType(typ)); got < min {
			t.Errorf("%d facts of type %s, want at least %d", got, typ, min)
		}
	}
	if n := len(o.RelationTypes()); n < 90 {
		t.Errorf("only %d relation types", n)
	}
}

func facts(fs []*Fact) []string {
	var names []string
	for _, f := range fs {
		names = append(names, f.ID+" "+f.Type+" "+f.Name)
	}
	return names
}
