package train

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"dossier/ingest/nlp"
)

// TestFitKnowsStaleWeights wants no model fitted on weights that are not those
// just written.
func TestFitKnowsStaleWeights(t *testing.T) {
	weights := t.TempDir()
	for _, name := range []string{"segment.bin", "lexicon.bin", "lemma.bin", "syntax.bin", "gazetteer.bin", "ner.bin"} {
		if len(nlp.Embedded(name)) == 0 {
			t.Fatalf("%s is not embedded", name)
		}
		if err := os.WriteFile(filepath.Join(weights, name), nlp.Embedded(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := checkEmbedded(weights, "segment.bin", "syntax.bin", "coref.bin"); err != nil {
		t.Errorf("the embedded weights: %v", err)
	}
	if err := os.WriteFile(filepath.Join(weights, "syntax.bin"), []byte("other"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Fit([]string{"pronouns"}, t.TempDir(), weights, t.Output()); !errors.Is(err, ErrStale) {
		t.Errorf("other weights of syntax gave %v", err)
	}
}

// TestCheapWeightsAreReproducible fits what takes seconds and compares it with
// the embedded files; `dossier train --weights FOLDER` does so for all.
func TestCheapWeightsAreReproducible(t *testing.T) {
	gold, err := ReadTreebanks(shared(t, "data/syntax/ewt-train.conllu.gz"), shared(t, "data/syntax/gum-train.conllu.gz"))
	if err != nil {
		t.Fatal(err)
	}
	lemmas, err := Lemmas(gold).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := Lexicon(shared(t, "data/lexicon/oewn-synsets.tsv.gz"), shared(t, "data/lexicon/oewn-derived.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"lemma.bin": lemmas, "lexicon.bin": lexicon, "segment.bin": FitSegment(gold, seed).Encode()} {
		if string(got) != string(nlp.Embedded(name)) {
			t.Errorf("%s is not what dossier train writes", name)
		}
	}
}
