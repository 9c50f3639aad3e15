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
