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
	o.Stop = cmp.Or(o.Stop, 10)
	o.defaults()
	lexicon, err := Lexicon(filepath.Join(data, "lexicon/oewn-synsets.tsv.gz"), filepath.Join(data, "lexicon/oewn-derived.tsv.gz"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(weights, "lexicon.bin"), lexicon, 0o644); err != nil {
		return err
	}
	if err := checkEmbedded(weights, "segment.bin", "lexicon.bin"); err != nil {
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
	path := filepath.Join(weights, "syntax.bin")
	start := time.Now()
	o.Epoch = func(n int, m *neural.Model) error {
		fmt.Fprintf(o.Log, "after %.0f s:\n", time.Since(start).Seconds())
		if err := writeModel(path, m); err != nil {
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
	if o.Start == nil {
		if _, err := Syntax(gold, o); err != nil {
			return err
		}
	}
	return selfTrain(data, path, gold, o)
}

// selfTrain goes on from the weights in a file: with them it labels plain
// sentences of other kinds of text, and learns from these and the treebanks
// together. Dropout makes the pupil's task harder than the teacher's (Xie et al.
// 2020), and words that only the plain sentences have get rows of their own.
func selfTrain(data, path string, gold []*nlp.CoNLLUSentence, o SyntaxOptions) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	teacher := new(neural.Model)
	if err := teacher.UnmarshalBinary(b); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	plain, err := PlainSentences(data)
	if err != nil {
		return err
	}
	o.Start, o.Epochs, o.Stop, o.Rate = teacher, o.SelfEpochs, o.SelfEpochs, o.Rate/2
	o.Plain = Label(nlp.NewSyntax(teacher, nil, neural.Best()), plain, 0.8)
	fmt.Fprintf(o.Log, "%d plain sentences, %d words\n", len(plain), countWords(plain))
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
