package nlp

import (
	"slices"
	"testing"
)

// TestPunctuationRule hangs all punctuation of a treebank on the root: the rule
// must find its heads again from those of the words.
func TestPunctuationRule(t *testing.T) {
	for name, least := range map[string]float64{"ewt-dev": 0.97, "gum-dev": 0.955} {
		gold := goldTreebank(t, name)
		tokens := slices.Clone(gold.Tokens)
		parent := make(map[int]bool)
		for _, tok := range tokens {
			parent[tok.Head] = true
		}
		marks, right := 0, 0
		for _, s := range gold.Sentences {
			root := s.First
			for i := s.First; i < s.Last; i++ {
				if tokens[i].Head < 0 {
					root = i
				}
			}
			for i := s.First; i < s.Last; i++ {
				if tokens[i].Deprel == "punct" && !parent[i] {
					tokens[i].Head = root
				}
			}
			attachPunctuation(gold.Text, tokens[s.First:s.Last], s.First)
			for i := s.First; i < s.Last; i++ {
				if tokens[i].Deprel == "punct" {
					marks++
					if tokens[i].Head == gold.Tokens[i].Head {
						right++
					}
				}
			}
		}
		if got := float64(right) / float64(marks); got < least {
			t.Errorf("%s: %.4f of %d marks are right, want %.3f", name, got, marks, least)
		}
	}
}
