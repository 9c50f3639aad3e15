package neural

import (
	"slices"
	"strings"
	"sync"
)

// A Parser runs the network. It is safe for concurrent use.
type Parser struct {
	*Params
	kernel                         Kernel
	lowerX, tagW, tagEmbed, upperX *Bytes
	lowerH, upperH                 [2]*Bytes
	lateW, mlpW, arcU, labelW      *Bytes
	scratch                        sync.Pool
	rootLabel                      int   // of every arc from the root, and of no other
	class                          []int // first tag of each class (its part before "|"); one more at the end
}

// NewParser prepares a model for inference with a kernel; its weights may not
// change any more.
func NewParser(m *Model, k Kernel) *Parser {
	p := m.Params
	r := &Parser{Params: p, kernel: k, rootLabel: m.Root()}
	last := ""
	for i, tag := range m.Tags { // sorted, so that those of a class stand together
		class, _, _ := strings.Cut(tag, "|")
		if i == 0 || class != last {
			r.class, last = append(r.class, i), class
		}
	}
	r.class = append(r.class, len(m.Tags))
	r.lowerX, r.upperX = k.bytes(p.Lower.Wx), k.bytes(p.Upper.Wx)
	for d := range 2 {
		r.lowerH[d], r.upperH[d] = k.bytes(p.Lower.Wh[d]), k.bytes(p.Upper.Wh[d])
	}
	r.tagW, r.tagEmbed, r.lateW = k.bytes(p.TagW), k.bytes(p.TagEmbed), k.bytes(p.LateW)
	r.mlpW, r.arcU, r.labelW = k.bytes(p.MLPW), k.bytes(p.ArcU), k.bytes(p.LabelW)
	r.scratch.New = func() any { return new(scratch) }
	return r
}

// An Arc is what the parser says of one token.
type Arc struct {
	Tag   int
	Head  int // position from 1, 0 for the root
	Label int
	Score float32 // probability of the head, 0 to 1
}

// batchSize is the number of sentences computed side by side.
const batchSize = 32

// scratch is working memory of one Parse. Its matrices have a row for each token
// of a batch, in the order of a timeline, but for words and input.
type scratch struct {
	words, input                   Matrix // of each word: its feature sum, and that times lowerX
	z, state, h, tags, mlp, u      Matrix
	late, label, logits            Matrix
	dependents, heads, scores, row Matrix // of one sentence
	rounded, before                integers
	panels                         Panels
	time                           timeline
	found                          []int
	trees                          trees
}

// Parse analyses sentences. Their tokens are numbers of words, and words are
// given as their feature rows (see Vocabulary.Features). What it says of a
// sentence does not depend on the others. Time and memory are quadratic in the
// length of a sentence, and memory grows with the number of words: the caller
// bounds both.
func (p *Parser) Parse(words [][]int32, sentences [][]int32) [][]Arc {
	result := make([][]Arc, len(sentences))
	order := make([]int, 0, len(sentences))
	for i, s := range sentences {
		if len(s) > 0 {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		return result
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(sentences[b]) - len(sentences[a]) })
	s := p.scratch.Get().(*scratch)
	defer p.scratch.Put(s)
	p.look(s, words)
	batch := make([][]int32, 0, batchSize)
	for chunk := range slices.Chunk(order, batchSize) {
		batch = batch[:0]
		for _, n := range chunk {
			batch = append(batch, sentences[n])
		}
		for i, arcs := range p.parseBatch(s, batch) {
			result[chunk[i]] = arcs
		}
	}
	return result
}

// look computes what the lower layer is given for each word: it is the same
// wherever the word stands.
func (p *Parser) look(s *scratch, words [][]int32) {
	s.words = s.words.Resize(len(words), p.Width)
	s.words.Zero()
	for i, features := range words {
		for _, f := range features {
			p.kernel.Add(s.words.Row(i), p.Embed.Row(int(f)))
		}
	}
	s.input = p.kernel.affine(s.input, s.words, &s.rounded, p.lowerX, p.Lower.B)
}

// parseBatch analyses sentences side by side, the longest first.
func (p *Parser) parseBatch(s *scratch, batch [][]int32) [][]Arc {
	s.time.lay(batch)
	s.z = s.z.Resize(s.time.total, s.input.Cols)
	for i, sentence := range batch {
		for at, word := range sentence {
			copy(s.z.Row(s.time.row(i, at)), s.input.Row(int(word)))
		}
	}
	p.run(s)
	result := make([][]Arc, len(batch))
	for i, sentence := range batch {
		result[i] = make([]Arc, len(sentence))
		p.attach(s, i, result[i])
	}
	p.label(s, result)
	return result
}
