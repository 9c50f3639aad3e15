package nlp

import (
	"slices"
	"time"

	"dossier/ingest/article"
)

// Analyze runs every layer over the article's text. Regions bound sentences;
// only those that tell the story are analysed: comments, adverts and other
// articles' text are not. Offsets are bytes of doc.Text. Texts in another language than English get their
// Language and nothing else.
func (a *Analyzer) Analyze(doc *article.Article) *Analysis {
	an := &Analysis{Text: doc.Text, Language: languageOf(doc)}
	if an.Language != "en" {
		return an
	}
	segment(an, regionsOf(doc))
	a.annotate(an, doc.Published)
	return an
}

// Segment splits a text without regions into sentences and tokens, and runs
// nothing above them.
func Segment(text string) *Analysis {
	an := &Analysis{Text: text, Language: "en"}
	segment(an, regionsOf(&article.Article{Text: text}))
	return an
}

// AnalyzeTokens runs every layer above the tokens over an analysis that has
// its text, sentences and tokens already (from CoNLL-U, say), and keeps them.
// Times are resolved against published unless it is zero. The analysis is
// changed in place and returned.
func (a *Analyzer) AnalyzeTokens(an *Analysis, published time.Time) *Analysis {
	an.Mentions, an.Entities, an.Times, an.Values = nil, nil, nil, nil
	a.annotate(an, published)
	return an
}

// annotate runs the layers above sentences and tokens.
func (a *Analyzer) annotate(an *Analysis, published time.Time) {
	EmbeddedSyntax().Annotate(an.Text, an.Tokens, an.Sentences)
	findTimes(an, published)
	a.findNames(an)
	gatherNames(an)
	findValues(an)
	a.resolveCoref(an)
	a.voteTypes(an)
}

// segment fills in the sentences and tokens of every region that tells the story.
func segment(an *Analysis, regions []article.Region) {
	seg := defaultSegmenter()
	spans := make([]Span, 0, len(an.Text)/5+1)
	var ranges []tokenRange
	for _, r := range regions {
		if !r.Kind.Told() {
			continue
		}
		first := len(spans)
		spans = seg.tokens(an.Text, r.Span, spans)
		ranges = splitDatelines(an.Text, spans[first:], seg.sentences(an.Text, spans[first:], ranges[:0]))
		for _, s := range ranges {
			an.Sentences = append(an.Sentences, Sentence{
				Span:  Span{Start: spans[first+s.first].Start, End: spans[first+s.last-1].End},
				First: first + s.first, Last: first + s.last, Region: r.Kind,
			})
		}
	}
	an.Tokens = make([]Token, len(spans))
	for i, s := range spans {
		an.Tokens[i] = Token{Span: s, Head: -1}
	}
}

// regionsOf returns the regions of an article, cut to its text and in order;
// an article without any is all body.
func regionsOf(doc *article.Article) []article.Region {
	whole := []article.Region{{Span: Span{End: len(doc.Text)}, Kind: article.Body}}
	if len(doc.Regions) == 0 {
		return whole
	}
	at := 0
	for _, r := range doc.Regions {
		if r.Start < at || r.End < r.Start || r.End > len(doc.Text) {
			return whole // not a cover of the text: better analysed than lost
		}
		at = r.End
	}
	return slices.Clone(doc.Regions)
}
