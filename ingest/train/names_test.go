package train

import (
	"os"
	"slices"
	"testing"

	"dossier/graph"
	"dossier/ingest/identity"
	"dossier/schema"
)

func TestNames(t *testing.T) {
	const file = "../../../shared/data/names/pairs-dev.csv"
	f, err := os.Open(file)
	if err != nil {
		t.Skip("needs the shared data folder beside the repository (../shared)")
	}
	defer f.Close()
	pairs, err := ReadNamePairs(f, file)
	if err != nil {
		t.Fatal(err)
	}
	s, pairs := EvaluateNames(schema.Default(), pairs, identity.MatchThreshold)
	t.Log(s)
	if s.F1() < 0.80 || s.Precision() < 0.85 {
		t.Errorf("F1 %.3f, precision %.3f; want at least 0.80 and 0.85", s.F1(), s.Precision())
	}
	for _, p := range pairs {
		if p.Schema == "Person" && !p.Match && sharesStrongKey(p.Left, p.Right) {
			t.Errorf("%q and %q would be merged", p.Left, p.Right)
		}
	}
}

// sharesStrongKey reports whether two people of these names become one entity
// by the rules alone.
func sharesStrongKey(left, right string) bool {
	keys := func(name string) []graph.IdentityKey {
		return identity.NewIndex(schema.Default()).Keys(&graph.Profile{Type: "Person", Name: name}, identity.Traits{})
	}
	for _, k := range keys(left) {
		if k.Strong && slices.Contains(keys(right), k) {
			return true
		}
	}
	return false
}
