package nlp

import "testing"

func TestGivenNames(t *testing.T) {
	for name, want := range map[string]string{"Ana": "female", "Pete": "male", "Jean-Luc": "male", "Xyzzy": ""} {
		if got := FirstNameGender(name); got != want {
			t.Errorf("FirstNameGender(%q) = %q, want %q", name, got, want)
		}
	}
	for _, pair := range [][2]string{{"Pete", "Peter"}, {"William", "Bill"}, {"bob", "BOB"}, {"Bill", "Billy"}} {
		if !SameGivenName(pair[0], pair[1]) {
			t.Errorf("%v are not taken for one name", pair)
		}
	}
	if SameGivenName("Anna", "Peter") || SameGivenName("Bill", "Bob") {
		t.Error("different names are taken for one")
	}
}

func TestEmbeddedRecogniserDecodes(t *testing.T) {
	if _, err := loadRecogniser(gazetteerFile, nameWeights); err != nil {
		t.Fatal(err)
	}
}
