package train

import (
	"slices"

	"dossier/ingest/nlp"
)

// EvaluateSyntax measures the embedded tagger, lemmatiser and parser on CoNLL-U
// files: tokens and sentences given, everything else predicted. Punctuation
// counts; relations must agree with their subtypes. It returns UPOS, XPOS,
// lemma, UAS and LAS.
func EvaluateSyntax(files ...string) ([]Score, error) {
	gold, err := ReadTreebanks(files...)
	if err != nil {
		return nil, err
	}
	return ScoreSyntax(nlp.EmbeddedSyntax(), gold), nil
}

// ScoreSyntax does the same for any syntax layer.
func ScoreSyntax(s *nlp.Syntax, sentences []*nlp.CoNLLUSentence) []Score {
	gold := nlp.LayoutCoNLLU(sentences)
	tokens := slices.Clone(gold.Tokens)
	for i, t := range tokens {
		tokens[i] = nlp.Token{Span: t.Span, Head: -1}
	}
	s.Annotate(gold.Text, tokens, gold.Sentences)
	scores := []Score{{Layer: "UPOS"}, {Layer: "XPOS"}, {Layer: "lemma"}, {Layer: "UAS"}, {Layer: "LAS"}}
	for i, g := range gold.Tokens {
		t := tokens[i]
		head := g.Head == t.Head
		for j, right := range []bool{g.UPOS == t.UPOS, g.XPOS == t.XPOS, g.Lemma == t.Lemma, head, head && g.Deprel == t.Deprel} {
			scores[j].Answer(right)
		}
	}
	return scores
}

// Lemmas makes the lemma table of sentences.
func Lemmas(sentences []*nlp.CoNLLUSentence) *nlp.Lemmatizer {
	var e nlp.LemmaExamples
	for _, s := range sentences {
		for _, w := range s.Words {
			e.Add(w.Form, w.XPOS, w.Lemma)
		}
	}
	return e.Lemmatizer()
}
