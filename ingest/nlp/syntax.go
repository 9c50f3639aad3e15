package nlp

import (
	"fmt"
	"strings"
	"sync"

	"dossier/ingest/nlp/neural"
)

// Syntax tags, parses and lemmatises tokens. It is safe for concurrent use.
type Syntax struct {
	model  *neural.Model
	parser *neural.Parser
	upos   []string // of each tag
	xpos   []string
	lemmas *Lemmatizer
}

// NewSyntax returns the layer over a trained model, computed by a kernel.
func NewSyntax(m *neural.Model, lemmas *Lemmatizer, k neural.Kernel) *Syntax {
	s := &Syntax{model: m, parser: neural.NewParser(m, k), lemmas: lemmas}
	for _, tag := range m.Tags {
		u, x, _ := strings.Cut(tag, "|")
		s.upos, s.xpos = append(s.upos, u), append(s.xpos, x)
	}
	return s
}

// EmbeddedSyntax returns the layer over the embedded weights, loaded at the
// first call.
var EmbeddedSyntax = sync.OnceValue(func() *Syntax {
	s, err := loadSyntax(syntaxFile, lemmaFile)
	if err != nil {
		panic(err) // embedded: a bug of the build
	}
	return s
})

func loadSyntax(model, lemmas []byte) (*Syntax, error) {
	m := new(neural.Model)
	if err := m.UnmarshalBinary(model); err != nil {
		return nil, fmt.Errorf("load syntax: %w", err)
	}
	l := new(Lemmatizer)
	if err := l.UnmarshalBinary(lemmas); err != nil {
		return nil, fmt.Errorf("load lemmas: %w", err)
	}
	return NewSyntax(m, l, neural.Best()), nil
}

// maxParsed is the longest run of tokens parsed as one: the parser's cost is
// quadratic in it.
const maxParsed = 200

// maxTogether is about the most tokens given to the parser at once: it bounds
// memory, not what is found.
const maxTogether = 4096

// Annotate fills lemma, tags, head, head score and relation of the tokens of
// every sentence; the spans are given. What it says of a sentence depends on
// its tokens only. Sentences beyond 200 tokens are parsed in parts whose roots
// hang on the first part's as parataxis.
func (s *Syntax) Annotate(text string, tokens []Token, sentences []Sentence) {
	var parts [][2]int
	for _, sent := range sentences {
		parts = appendParts(parts, text, tokens, sent)
	}
	for rest := parts; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n][1]-rest[0][0] <= maxTogether {
			n++
		}
		s.parse(text, tokens, rest[:n])
		rest = rest[n:]
	}
	at := 0
	for _, sent := range sentences {
		root := -1
		for ; at < len(parts) && parts[at][1] <= sent.Last; at++ {
			r := rootIn(tokens, parts[at])
			if root >= 0 && r >= 0 {
				tokens[r].Head, tokens[r].Deprel, tokens[r].HeadScore = root, "parataxis", 0
				continue
			}
			root = r
		}
	}
	if s.lemmas == nil {
		return
	}
	for i := range tokens {
		t := &tokens[i]
		t.Lemma = s.lemmas.Lemma(text[t.Start:t.End], t.UPOS, t.XPOS)
	}
}

// appendParts cuts a sentence into runs of at most maxParsed tokens, after the
// last punctuation mark in the second half of each where there is one.
func appendParts(parts [][2]int, text string, tokens []Token, s Sentence) [][2]int {
	first := s.First
	for s.Last-first > maxParsed {
		cut := first + maxParsed
		for i := cut - 1; i >= first+maxParsed/2; i-- {
			if strings.Contains(",;:.!?)—–", text[tokens[i].Start:tokens[i].End]) {
				cut = i + 1
				break
			}
		}
		parts = append(parts, [2]int{first, cut})
		first = cut
	}
	if first < s.Last {
		parts = append(parts, [2]int{first, s.Last})
	}
	return parts
}

// parse tags and attaches the tokens of some parts. The parser is given each
// word once, however often it occurs.
func (s *Syntax) parse(text string, tokens []Token, parts [][2]int) {
	first, last := parts[0][0], parts[len(parts)-1][1]
	number := make(map[string]int32)
	var words [][]int32
	features := make([]int32, 0, 8*(last-first))
	all := make([]int32, last-first) // the word of each token
	for i := range all {
		form := parsedForm(text, tokens[first:last], i)
		n, ok := number[form]
		if !ok {
			n = int32(len(words))
			number[form] = n
			from := len(features)
			features = s.model.Features(features, form, FormSenses(form))
			words = append(words, features[from:len(features):len(features)])
		}
		all[i] = n
	}
	input := make([][]int32, len(parts))
	for i, p := range parts {
		input[i] = all[p[0]-first : p[1]-first]
	}
	for i, arcs := range s.parser.Parse(words, input) {
		s.fill(tokens, parts[i][0], arcs)
		tree := tokens[parts[i][0]:parts[i][1]]
		joinNames(text, tree, parts[i][0])
		raiseTopics(tree, parts[i][0])
		raiseDays(text, tree, parts[i][0])
		freeDays(text, tree, parts[i][0])
		joinSides(text, tree, parts[i][0])
		attachPunctuation(text, tree, parts[i][0])
	}
}

func (s *Syntax) fill(tokens []Token, first int, arcs []neural.Arc) {
	for i, a := range arcs {
		t := &tokens[first+i]
		t.UPOS, t.XPOS = s.upos[a.Tag], s.xpos[a.Tag]
		t.Head = -1
		if a.Head > 0 {
			t.Head = first + a.Head - 1
		}
		t.Deprel, t.HeadScore = s.model.Labels[a.Label], a.Score
	}
}

func rootIn(tokens []Token, part [2]int) int {
	for i := part[0]; i < part[1]; i++ {
		if tokens[i].Head < 0 {
			return i
		}
	}
	return -1
}
