package train

import (
	"os"
	"testing"
)

// shared finds the developers' data, or skips the test.
func shared(t testing.TB, path string) string {
	full := "../../../shared/data/" + path
	if _, err := os.Stat(full); err != nil {
		t.Skip("no ../shared beside the project")
	}
	return full
}

func TestLexiconCompiles(t *testing.T) {
	b, err := Lexicon(shared(t, "lexicon/oewn-synsets.tsv.gz"), shared(t, "lexicon/oewn-derived.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := os.ReadFile("../nlp/weights/lexicon.bin")
	if err != nil {
		t.Fatal(err)
	}
	if string(embedded) != string(b) {
		t.Errorf("embedded lexicon has %d bytes, compiled one %d: run dossier train lexicon", len(embedded), len(b))
	}
}
