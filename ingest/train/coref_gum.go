package train

import (
	"strconv"
	"strings"

	"dossier/ingest/nlp"
)

// A goldMention is a mention of GUM's Entity= annotation.
type goldMention struct {
	first, last int // half-open range of tokens
	head        int
	cluster     int
	etype       string
	pronoun     bool
	other       bool // neither name, description nor pronoun: a time, a clause, a number
}

// A gumDocument is one document with gold tokens and coreference.
type gumDocument struct {
	id       string
	analysis *nlp.Analysis // text, tokens with gold syntax, sentences
	mentions []goldMention
}

// gumDocuments groups treebank sentences by document and reads their
// coreference (format of GUM from version 8 on: "(id-etype-…" opens and "id)"
// closes a mention).
func gumDocuments(sentences []*nlp.CoNLLUSentence) []gumDocument {
	var docs []gumDocument
	start := 0
	for i := 1; i <= len(sentences); i++ {
		if i < len(sentences) {
			if _, ok := sentences[i].Comment("newdoc id"); !ok {
				continue
			}
		}
		id, _ := sentences[start].Comment("newdoc id")
		d := gumDocument{id: id, analysis: nlp.LayoutCoNLLU(sentences[start:i])}
		d.mentions = readEntities(d.analysis, sentences[start:i])
		docs = append(docs, d)
		start = i
	}
	return docs
}

func readEntities(an *nlp.Analysis, sentences []*nlp.CoNLLUSentence) []goldMention {
	var out []goldMention
	var open []goldMention
	t := 0
	for _, s := range sentences {
		for _, w := range s.Words {
			for part := range strings.SplitSeq(w.Misc, "|") {
				if spec, ok := strings.CutPrefix(part, "Entity="); ok {
					open, out = readEntity(an, spec, t, open, out)
				}
			}
			t++
		}
	}
	return out
}

// readEntity applies the brackets of one token.
func readEntity(an *nlp.Analysis, spec string, t int, open, out []goldMention) ([]goldMention, []goldMention) {
	for spec != "" {
		switch {
		case spec[0] == '(':
			end := strings.IndexAny(spec[1:], "()")
			if end < 0 {
				end = len(spec) - 1
			}
			body := spec[1 : 1+end]
			spec = spec[1+end:]
			field := strings.Split(body, "-")
			id, err := strconv.Atoi(field[0])
			if err != nil {
				continue
			}
			m := goldMention{first: t, cluster: id}
			if len(field) > 1 {
				m.etype = field[1]
			}
			open = append(open, m)
			if strings.HasPrefix(spec, ")") { // one token
				out = append(out, closeMention(an, m, t))
				open = open[:len(open)-1]
				spec = spec[1:]
			}
		default:
			end := strings.IndexByte(spec, ')')
			if end < 0 {
				return open, out
			}
			id, _ := strconv.Atoi(spec[:end])
			spec = spec[end+1:]
			for k := len(open) - 1; k >= 0; k-- {
				if open[k].cluster == id {
					out = append(out, closeMention(an, open[k], t))
					open = append(open[:k], open[k+1:]...)
					break
				}
			}
		}
	}
	return open, out
}

func closeMention(an *nlp.Analysis, m goldMention, t int) goldMention {
	m.last = t + 1
	m.head = t
	for i := m.first; i < m.last; i++ {
		if h := an.Tokens[i].Head; h < m.first || h >= m.last {
			m.head = i
			break
		}
	}
	m.pronoun = an.Tokens[m.head].UPOS == "PRON"
	m.other = m.etype == "time" || !m.pronoun && an.Tokens[m.head].UPOS != "NOUN" && an.Tokens[m.head].UPOS != "PROPN"
	return m
}

// plain returns a copy of the document's analysis with text, sentences and
// token spans only.
func (d *gumDocument) plain() *nlp.Analysis {
	an := &nlp.Analysis{Text: d.analysis.Text, Language: "en", Sentences: append([]nlp.Sentence(nil), d.analysis.Sentences...)}
	for _, t := range d.analysis.Tokens {
		an.Tokens = append(an.Tokens, nlp.Token{Span: t.Span, Head: -1})
	}
	return an
}
