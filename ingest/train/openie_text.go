package train

import (
	"strings"

	"dossier/ingest/nlp"
)

// spelled are the marks that the Penn Treebank's tokenisation writes otherwise.
var spelled = map[string]string{"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": "“", "''": "”"}

// Detokenize turns a benchmark's blank-separated words back into ordinary text,
// so that the language layer meets what it was made for, and says where each
// word stands in it (bytes).
func Detokenize(s string) (string, []nlp.Span) {
	words := strings.Fields(s)
	spans := make([]nlp.Span, 0, len(words))
	var b strings.Builder
	open, glue := false, true
	for _, w := range words {
		if x, ok := spelled[w]; ok {
			w = x
		}
		if w == "\"" {
			w = map[bool]string{false: "“", true: "”"}[open]
		}
		if w == "“" || w == "”" {
			open = w == "“"
		}
		if !glue && !leans(w) {
			b.WriteByte(' ')
		}
		spans = append(spans, nlp.Span{Start: b.Len(), End: b.Len() + len(w)})
		b.WriteString(w)
		glue = w == "(" || w == "[" || w == "{" || w == "“" || w == "$" || w == "-"
	}
	return b.String(), spans
}

// leans reports whether a word is written without a blank before it.
func leans(w string) bool {
	switch w {
	case ",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "”", "'", "’s", "-":
		return true
	}
	return false
}

// OpenAnalysis lays out one sentence of a benchmark with its words as tokens,
// ready for nlp.Analyzer.AnalyzeTokens.
func OpenAnalysis(sentence string) *nlp.Analysis {
	text, spans := Detokenize(sentence)
	a := &nlp.Analysis{Text: text, Language: "en"}
	for _, s := range spans {
		a.Tokens = append(a.Tokens, nlp.Token{Span: s, Head: -1})
	}
	if len(spans) > 0 {
		a.Sentences = []nlp.Sentence{{Span: nlp.Span{Start: 0, End: len(text)}, Last: len(spans), Region: "body"}}
	}
	return a
}

// AsWritten gives a phrase made of a's tokens back in the benchmark's own
// spelling of quotation marks and brackets.
func AsWritten(sentence, phrase string) string {
	for ptb, plain := range map[string]string{"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"} {
		if strings.Contains(sentence, ptb) {
			phrase = strings.ReplaceAll(phrase, plain, ptb)
		}
	}
	if strings.Contains(sentence, "``") {
		phrase = strings.NewReplacer("“", "``", "”", "''").Replace(phrase)
	} else if strings.Contains(sentence, "\"") {
		phrase = strings.NewReplacer("“", "\"", "”", "\"").Replace(phrase)
	}
	return phrase
}

// PredictOpen runs a system over a benchmark's sentences: analyze fills the
// layers above the tokens, extract returns the tuples. The answers are looked
// up by the key that the scorer uses.
func PredictOpen(gold []OpenSentence, key func(OpenSentence) string, analyze func(*nlp.Analysis), extract func(*nlp.Analysis) []OpenTuple) map[string][]OpenTuple {
	out := make(map[string][]OpenTuple, len(gold))
	for _, s := range gold {
		a := OpenAnalysis(s.Text)
		analyze(a)
		list := extract(a)
		for i := range list {
			list[i].Relation = AsWritten(s.Text, list[i].Relation)
			for j := range list[i].Arguments {
				list[i].Arguments[j] = AsWritten(s.Text, list[i].Arguments[j])
			}
		}
		out[key(s)] = list
	}
	return out
}

// ByText and ByID are the keys of CaRB and BenchIE.
func ByText(s OpenSentence) string { return s.Text }
func ByID(s OpenSentence) string   { return s.ID }
