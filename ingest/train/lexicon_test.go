package train

import (
	"os"
	"testing"
)

func TestLexiconCompiles(t *testing.T) {
	b, err := Lexicon(shared(t, "data/lexicon/oewn-synsets.tsv.gz"), shared(t, "data/lexicon/oewn-derived.tsv.gz"))
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
