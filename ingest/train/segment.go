package train

import (
	"maps"
	"slices"
	"strings"

	"dossier/ingest/nlp"
)

// FitSegment fits the tokeniser and the sentence splitter on treebank
// sentences laid out as text. The same input gives the same model.
func FitSegment(sentences []*nlp.CoNLLUSentence, seed uint64) *nlp.SegmentModel {
	gold := nlp.LayoutCoNLLU(sentences)
	spans, ends := goldSpans(gold)
	starts := make(map[int]bool, len(spans))
	for _, s := range spans {
		starts[s.Start] = true
	}
	var token, sentence []example
	for _, d := range nlp.TokenDecisions(gold.Text) {
		token = append(token, example{d.Features, starts[d.Offset]})
	}
	endAt := map[int]bool{}
	for i := range ends {
		endAt[spans[i].End] = true
	}
	for _, d := range nlp.SentenceDecisions(gold.Text, spans, ends) {
		sentence = append(sentence, example{d.Features, endAt[d.Offset]})
	}
	return &nlp.SegmentModel{
		Token:    nlp.Quantise(fitLogistic(token, nlp.LinearBits, 8, 0.2, 0.1, seed)),
		Sentence: nlp.Quantise(fitLogistic(sentence, nlp.LinearBits, 8, 0.2, 0.2, seed)),
		Splits:   splitWords(gold),
	}
}

// goldSpans returns the token spans and the indexes of sentence-final tokens.
func goldSpans(gold *nlp.Analysis) ([]nlp.Span, map[int]bool) {
	spans := make([]nlp.Span, len(gold.Tokens))
	for i, t := range gold.Tokens {
		spans[i] = t.Span
	}
	ends := map[int]bool{}
	for _, s := range gold.Sentences {
		ends[s.Last-1] = true
	}
	return spans, ends
}

// splitWords tables the all-letter words that the treebank mostly splits, and
// has split at least twice.
func splitWords(gold *nlp.Analysis) map[string][]int {
	type counts struct {
		split, whole int
		at           []int
	}
	words := map[string]*counts{}
	for i := 0; i < len(gold.Tokens); {
		j := i + 1
		for j < len(gold.Tokens) && gold.Tokens[j].Start == gold.Tokens[j-1].End {
			j++
		}
		word := strings.ToLower(gold.Text[gold.Tokens[i].Start:gold.Tokens[j-1].End])
		if isLetters(word) && len(word) <= 12 {
			c := words[word]
			if c == nil {
				c = &counts{}
				words[word] = c
			}
			if j == i+1 {
				c.whole++
			} else {
				c.split++
				c.at = nil
				for k := i + 1; k < j; k++ {
					c.at = append(c.at, gold.Tokens[k].Start-gold.Tokens[i].Start)
				}
			}
		}
		i = j
	}
	out := map[string][]int{}
	for _, w := range slices.Sorted(maps.Keys(words)) {
		if c := words[w]; c.split >= 2 && c.split > c.whole {
			out[w] = c.at
		}
	}
	return out
}

func isLetters(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}

// EvaluateSegment scores tokens and sentences found in the raw text of a
// treebank: a token or a sentence is right when both its ends are.
func EvaluateSegment(name string, sentences []*nlp.CoNLLUSentence) []Score {
	gold := nlp.LayoutCoNLLU(sentences)
	tokens, found := nlp.Sentences(gold.Text)
	goldTokens, _ := goldSpans(gold)
	var goldSentences, foundSentences []nlp.Span
	for _, s := range gold.Sentences {
		goldSentences = append(goldSentences, s.Span)
	}
	for _, r := range found {
		foundSentences = append(foundSentences, nlp.Span{Start: tokens[r[0]].Start, End: tokens[r[1]-1].End})
	}
	return []Score{
		scoreSpans(name+" tokens", goldTokens, tokens),
		scoreSpans(name+" sentences", goldSentences, foundSentences),
	}
}

func scoreSpans(layer string, gold, found []nlp.Span) Score {
	s := Score{Layer: layer}
	want := map[nlp.Span]bool{}
	for _, g := range gold {
		want[g] = true
	}
	for _, f := range found {
		if want[f] {
			s.TP++
		} else {
			s.FP++
		}
	}
	s.FN = len(gold) - s.TP
	return s
}
