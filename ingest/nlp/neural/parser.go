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
	lowerX, tagW, tagEmbed, upperX Panels
	lowerH, upperH                 [2]Panels
	lateW, mlpW, arcU, labelW      Panels
	scratch                        sync.Pool
	rootLabel                      int   // of every arc from the root, and of no other
	class                          []int // of each tag: its part before "|"
	classes                        int
}

// NewParser prepares a model for inference with a kernel; its weights may not
// change any more.
func NewParser(m *Model, k Kernel) *Parser {
	p := m.Params
	r := &Parser{Params: p, kernel: k, rootLabel: m.Root()}
	classes := make(map[string]int)
	for _, tag := range m.Tags {
		class, _, _ := strings.Cut(tag, "|")
		if _, ok := classes[class]; !ok {
			classes[class] = len(classes)
		}
		r.class = append(r.class, classes[class])
	}
	r.classes = len(classes)
	r.lowerX.Pack(p.Lower.Wx)
	r.upperX.Pack(p.Upper.Wx)
	for d := range 2 {
		r.lowerH[d].Pack(p.Lower.Wh[d])
		r.upperH[d].Pack(p.Upper.Wh[d])
	}
	r.tagW.Pack(p.TagW)
	r.tagEmbed.Pack(p.TagEmbed)
	r.lateW.Pack(p.LateW)
	r.mlpW.Pack(p.MLPW)
	r.arcU.Pack(p.ArcU)
	r.labelW.Pack(p.LabelW)
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

type scratch struct {
	lstm                                LSTMScratch
	x, z, state, h, tags, mlp, u, heads Matrix
	scores, late, label, logits, class  Matrix
	panels                              Panels
	found                               []int
}

// Parse analyses sentences, given as the feature rows of each of their tokens.
// What it says of a sentence does not depend on the others. Time and memory are
// quadratic in the length of a sentence: the caller bounds it.
func (p *Parser) Parse(sentences [][][]int32) [][]Arc {
	result := make([][]Arc, len(sentences))
	order := make([]int, 0, len(sentences))
	for i, s := range sentences {
		if len(s) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(sentences[b]) - len(sentences[a]) })
	s := p.scratch.Get().(*scratch)
	defer p.scratch.Put(s)
	for batch := range slices.Chunk(order, batchSize) {
		p.parseBatch(s, batch, sentences, result)
	}
	return result
}

func (p *Parser) parseBatch(s *scratch, batch []int, sentences [][][]int32, result [][]Arc) {
	length := make([]int, len(batch))
	for i, n := range batch {
		length[i] = len(sentences[n])
	}
	l := NewLayout(length)
	s.x = s.x.Resize(l.Total, p.Width)
	s.x.Zero()
	row := 0
	for _, n := range batch {
		for _, features := range sentences[n] {
			p.Sum(s.x.Row(row), features)
			row++
		}
	}
	p.run(s, l)
	arcs := make([]Arc, l.Total)
	for i, n := range batch {
		start, end := l.Start[i], l.Start[i]+l.Length[i]
		result[n] = arcs[start:end:end]
		p.attach(s, start, result[n])
	}
	p.label(s, l, arcs)
}

// Sum adds the feature rows to dst.
func (p *Parser) Sum(dst []float32, features []int32) {
	for _, f := range features {
		p.kernel.Add(dst, p.Embed.Row(int(f)))
	}
}

// run computes the tag distributions and the four projections of every token.
func (p *Parser) run(s *scratch, l *Layout) {
	k, h := p.kernel, p.Hidden
	s.h = s.h.Resize(l.Total, 2*h)
	s.state = s.state.Resize(l.Total, 2*h)
	s.z = k.Affine(s.z, s.x, &p.lowerX, p.Lower.B)
	for d := range 2 {
		k.LSTM(l, d, &p.lowerH[d], s.z, s.state, s.h, &s.lstm)
	}
	s.tags = k.Affine(s.tags, s.h, &p.tagW, p.TagB)
	for i := range l.Total {
		k.Softmax(s.tags.Row(i))
	}
	k.AddMul(s.h, s.tags, &p.tagEmbed)
	s.z = k.Affine(s.z, s.h, &p.upperX, p.Upper.B)
	for d := range 2 {
		k.LSTM(l, d, &p.upperH[d], s.z, s.state, s.h, &s.lstm)
	}
	s.late = k.Affine(s.late, s.h, &p.lateW, p.LateB)
	for i := range l.Total {
		k.Softmax(s.late.Row(i))
	}
	k.Add(s.tags.Data, s.late.Data)
	s.mlp = k.Affine(s.mlp, s.h, &p.mlpW, p.MLPB)
	m := p.MLP
	s.x = s.x.Resize(l.Total, m)
	for i := range l.Total {
		relu(s.mlp.Row(i)[:2*m])
		copy(s.x.Row(i), s.mlp.Row(i)[:m])
	}
	s.u = k.Affine(s.u, s.x, &p.arcU, p.ArcBias)
}

// attach finds the heads of the sentence whose tokens start at a row.
func (p *Parser) attach(s *scratch, start int, arcs []Arc) {
	n, m := len(arcs), p.MLP
	s.heads = s.heads.Resize(n+1, m)
	copy(s.heads.Row(0), p.Root.Row(0))
	for i := range n {
		copy(s.heads.Row(i+1), s.mlp.Row(start + i)[m:2*m])
	}
	s.panels.PackT(s.heads)
	s.scores = s.scores.Resize(n, n+1)
	for i := range n {
		row := s.scores.Row(i)
		for h := range row {
			row[h] = p.Distance.Data[DistanceBucket(i+1, h)]
		}
	}
	p.kernel.AddMul(s.scores, Matrix{n, m, s.u.Data[start*m : (start+n)*m]}, &s.panels)
	s.found = Heads(s.found, s.scores)
	for i := range arcs {
		row := s.scores.Row(i)
		row[i+1] = -1e30
		p.kernel.Softmax(row)
		arcs[i] = Arc{Head: s.found[i], Score: row[s.found[i]], Tag: p.tag(s, s.tags.Row(start+i))}
	}
}

// tag returns the likeliest tag of the likeliest class.
func (p *Parser) tag(s *scratch, chance []float32) int {
	s.class = s.class.Resize(1, p.classes)
	s.class.Zero()
	for t, c := range chance {
		s.class.Data[p.class[t]] += c
	}
	class, best := argmax(s.class.Data), -1
	for t, c := range chance {
		if p.class[t] == class && (best < 0 || c > chance[best]) {
			best = t
		}
	}
	return best
}

// label names every arc of the batch.
func (p *Parser) label(s *scratch, l *Layout, arcs []Arc) {
	m := p.MLP
	s.label = s.label.Resize(l.Total, m)
	for i := range l.Length {
		for r := l.Start[i]; r < l.Start[i]+l.Length[i]; r++ {
			row := s.label.Row(r)
			copy(row, s.mlp.Row(r)[2*m:3*m])
			if h := arcs[r].Head; h == 0 {
				p.kernel.Add(row, p.Root.Row(1))
			} else {
				p.kernel.Add(row, s.mlp.Row(l.Start[i] + h - 1)[3*m:])
			}
			relu(row)
		}
	}
	s.logits = p.kernel.Affine(s.logits, s.label, &p.labelW, p.LabelB)
	for r := range arcs {
		if arcs[r].Head == 0 {
			arcs[r].Label = p.rootLabel
			continue
		}
		row := s.logits.Row(r)
		row[p.rootLabel] = -1e30
		arcs[r].Label = argmax(row)
	}
}

// Affine returns a·w + bias in the memory of dst.
func (k Kernel) Affine(dst, a Matrix, w *Panels, bias Matrix) Matrix {
	dst = dst.Resize(a.Rows, w.N)
	for i := range a.Rows {
		copy(dst.Row(i), bias.Data)
	}
	k.AddMul(dst, a, w)
	return dst
}

func relu(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = 0
		}
	}
}

func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}
