package ingest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/ingest/train"
	"dossier/schema"
)

var update = flag.Bool("update", false, "rewrite testdata/quality.txt")

const (
	knowledgeNet     = "train/testdata/ontology-knowledgenet"
	tekgen           = "relations/tekgen-train.jsonl.gz"
	tekgenOntologies = "train/testdata/ontology-tekgen/"
)

// measured lists what the golden file holds: layer, files under shared/data,
// and the ontology where it is not the built-in one.
var measured = []struct {
	layer    string
	files    []string
	ontology string
}{
	{"syntax", []string{"syntax/ewt-dev.conllu.gz", "syntax/gum-dev.conllu.gz"}, ""},
	{"ner", []string{"ner/uner-ewt-dev.iob2.gz", "ner/wikigold.conll.gz#9", "ner/crossner-politics-dev.conll.gz", "ner/wnut17-dev.conll.gz"}, ""},
	{"coref", []string{"syntax/gum-dev.conllu.gz"}, ""},
	{"pronouns", []string{"coref/gap-development.tsv.gz"}, ""},
	{"openie", []string{"openie/carb-dev.tsv.gz", "openie/benchie-dev.txt.gz"}, ""},
	{"relations", []string{"relations/knowledgenet-folds1-3.jsonl.gz"}, knowledgeNet},
	{"triples", []string{tekgen + "#ont_10_culture"}, tekgenOntologies + "10_culture"},
	{"triples", []string{tekgen + "#ont_1_movie"}, tekgenOntologies + "1_movie"},
	{"triples", []string{tekgen + "#ont_2_music"}, tekgenOntologies + "2_music"},
	{"triples", []string{tekgen + "#ont_3_sport"}, tekgenOntologies + "3_sport"},
	{"triples", []string{tekgen + "#ont_4_book"}, tekgenOntologies + "4_book"},
	{"triples", []string{tekgen + "#ont_6_computer"}, tekgenOntologies + "6_computer"},
	{"triples", []string{tekgen + "#ont_7_space"}, tekgenOntologies + "7_space"},
	{"triples", []string{tekgen + "#ont_9_nature"}, tekgenOntologies + "9_nature"},
	{"scores", []string{"."}, knowledgeNet},
	{"names", []string{"names/pairs-dev.csv"}, ""},
	{"pages", []string{"pages"}, ""},
}

// The golden file holds how good every layer is, as measured on public data.
// A change to a model, a feature or a rule is reviewed by reading its diff.
func TestQuality(t *testing.T) {
	const data, golden = "../../shared/data", "testdata/quality.txt"
	if _, err := os.Stat(data); err != nil {
		t.Skip("needs the shared data folder beside the repository (../shared)")
	}
	if raceDetector || testing.Short() {
		t.Skip("measures minutes of text: run without -race and -short")
	}
	var b strings.Builder
	b.WriteString("Counts first: right (tp), wrong (fp), missed (fn); then precision, recall, F1 in percent.\n" +
		"Remake with: go test ./ingest -run TestQuality -update\n")
	for _, m := range measured {
		o := schema.Default()
		if m.ontology != "" {
			var err error
			if o, err = schema.LoadDir(m.ontology); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range m.files {
			r, err := train.Evaluate(o, m.layer, []string{filepath.Join(data, f)})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "\n%s: %s\n", m.layer, f)
			for _, s := range r.Scores {
				fmt.Fprintf(&b, "  %s\n", s)
			}
			for _, f := range r.Figures {
				fmt.Fprintf(&b, "  %-40s %6.2f\n", f.Name, 100*f.Value)
			}
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("quality changed; run with -update and read the diff (-want +got):\n%s", d)
	}
}
