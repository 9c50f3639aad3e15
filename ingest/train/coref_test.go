package train

import (
	"flag"
	"os"
	"testing"

	"dossier/ingest/nlp"
	"dossier/schema"
)

var fitCoref = flag.Bool("fit-coref", false, "fit and write the weights of the pronoun ranker")
var wholeCoref = flag.Bool("whole-coref", false, "measure pronouns on the whole of GAP development")

// TestFitCoref writes the weights when asked to: go test ./ingest/train -run
// TestFitCoref -fit-coref. Fit after the syntax and name models.
func TestFitCoref(t *testing.T) {
	if !*fitCoref {
		t.Skip("needs -fit-coref")
	}
	b, err := FitPronouns(nlp.New(schema.Default()), readTreebank(t, "gum-train"), shared(t, "data/coref/gap-validation.tsv.gz"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("../nlp/weights/coref.bin", b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPronouns scores a quarter of GAP's development set, for time; the
// whole is what EvaluatePronouns scores.
func TestPronouns(t *testing.T) {
	examples, err := readGAP(shared(t, "data/coref/gap-development.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if !*wholeCoref {
		var some []gapExample
		for i := 0; i < len(examples); i += 4 {
			some = append(some, examples[i])
		}
		examples = some
	}
	scores := scorePronouns(nlp.New(schema.Default()), examples)
	for _, s := range scores {
		t.Log(s)
	}
	if scores[0].F1() < 0.64 {
		t.Errorf("GAP development F1 %.4f, want at least 0.64", scores[0].F1())
	}
}
