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
	b, err := FitPronouns(nlp.New(schema.Default()), readTreebank(t, "gum-train"), shared(t, "data/coref/gap-validation.tsv.gz"),
		shared(t, "data/relations/knowledgenet-folds1-3.jsonl.gz"), 1)
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

func TestCorefGUM(t *testing.T) {
	scores := EvaluateCoref(nlp.New(schema.Default()), readTreebank(t, "gum-dev"))
	for _, s := range scores {
		t.Log(s)
	}
	if scores[0].CoNLL < 0.45 {
		t.Errorf("GUM dev CoNLL F1 %.4f over names and descriptions, want at least 0.45", scores[0].CoNLL)
	}
}

// TestScoreCoref holds the measures to an example worked by hand: gold
// {a b c} {d e}, found {a b} {c d e}.
func TestScoreCoref(t *testing.T) {
	s := scoreCoref("", clusterMap{"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}, clusterMap{"a": 1, "b": 1, "c": 2, "d": 2, "e": 2})
	near := func(x, y float64) bool { return x-y < 1e-9 && y-x < 1e-9 }
	if !near(s.MUC[0], 2./3) || !near(s.MUC[1], 2./3) {
		t.Errorf("MUC %v, want 2/3", s.MUC)
	}
	if want := (4./3 + 1./3 + 2) / 5; !near(s.B3[0], (2+1./3+4./3)/5) || !near(s.B3[1], want) {
		t.Errorf("B3 %v, want recall %v", s.B3, want)
	}
	if want := (4./5 + 4./5) / 2; !near(s.CEAFe[0], want) || !near(s.CEAFe[1], want) {
		t.Errorf("CEAFe %v, want %v", s.CEAFe, want)
	}
}
