// Package train fits the weights of the language layer on annotated corpora
// and measures every layer. It is for the developers of Dossier: nothing here
// runs when articles are ingested.
package train

import "fmt"

// A Score is what one measurement counted. Where every item gets exactly one
// answer (tags, heads), a wrong answer counts as FP and as FN, so that
// precision, recall and F1 all equal the accuracy.
type Score struct {
	Layer string // "UPOS", "LAS", "ner PER" …
	TP    int    // found and right
	FP    int    // found and wrong
	FN    int    // missed
}

// Answer counts one item that has exactly one answer.
func (s *Score) Answer(right bool) {
	if right {
		s.TP++
		return
	}
	s.FP++
	s.FN++
}

// Add adds the counts of o.
func (s *Score) Add(o Score) {
	s.TP += o.TP
	s.FP += o.FP
	s.FN += o.FN
}

// Precision is TP ÷ (TP + FP), 0 where nothing was found.
func (s Score) Precision() float64 { return ratio(s.TP, s.TP+s.FP) }

// Recall is TP ÷ (TP + FN), 0 where there was nothing to find.
func (s Score) Recall() float64 { return ratio(s.TP, s.TP+s.FN) }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 { return ratio(2*s.TP, 2*s.TP+s.FP+s.FN) }

// String gives one line: counts first, ratios in percent last.
func (s Score) String() string {
	return fmt.Sprintf("%-20s tp %6d  fp %6d  fn %6d  P %6.2f  R %6.2f  F1 %6.2f",
		s.Layer, s.TP, s.FP, s.FN, 100*s.Precision(), 100*s.Recall(), 100*s.F1())
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
