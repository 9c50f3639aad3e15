package train

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/neural"
)

// FitSyntax writes syntax.bin, lemma.bin and lexicon.bin to the folder weights,
// from the folder data (the layout of SOURCES.md: syntax/, lexicon/). The same
// data and options give the same bytes. Scores on the dev files go to o.Log.
func FitSyntax(data, weights string, o SyntaxOptions) error {
	o.defaults()
	lexicon, err := Lexicon(filepath.Join(data, "lexicon/oewn-synsets.tsv.gz"), filepath.Join(data, "lexicon/oewn-derived.tsv.gz"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(weights, "lexicon.bin"), lexicon, 0o644); err != nil {
		return err
	}
	file := func(name string) string { return filepath.Join(data, "syntax", name+".conllu.gz") }
	gold, err := ReadTreebanks(file("ewt-train"), file("gum-train"))
	if err != nil {
		return err
	}
	lemmas := Lemmas(gold)
	if err := writeModel(filepath.Join(weights, "lemma.bin"), lemmas); err != nil {
		return err
	}
	ewt, errE := ReadTreebanks(file("ewt-dev"))
	gum, errG := ReadTreebanks(file("gum-dev"))
	if err := cmp.Or(errE, errG); err != nil {
		return err
	}
	start := time.Now()
	o.Epoch = func(n int, m *neural.Model) error {
		fmt.Fprintf(o.Log, "%d tokens of training, %.0f s\n", n*countWords(gold), time.Since(start).Seconds())
		if err := writeModel(filepath.Join(weights, "syntax.bin"), m); err != nil {
			return err
		}
		s := nlp.NewSyntax(m, lemmas, neural.Best())
		for _, dev := range [][]*nlp.CoNLLUSentence{ewt, gum} {
			for _, score := range ScoreSyntax(s, dev) {
				fmt.Fprintf(o.Log, "  %s %.2f", score.Layer, 100*score.F1())
			}
			fmt.Fprintln(o.Log)
		}
		return nil
	}
	_, err = Syntax(gold, o)
	return err
}

func countWords(sentences []*nlp.CoNLLUSentence) (n int) {
	for _, s := range sentences {
		n += len(s.Words)
	}
	return n
}

func writeModel(path string, m interface{ MarshalBinary() ([]byte, error) }) error {
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
