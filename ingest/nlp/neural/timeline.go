package neural

// A timeline places the tokens of a batch of sentences, the longest first, in
// the rows of a matrix: first tokens, then second ones, and so on. The rows of
// one position lie together, and match the first rows of the position before.
type timeline struct {
	start []int // first row of each position; one more at the end
	total int   // rows
}

func (t *timeline) lay(batch [][]int32) {
	t.start, t.total = t.start[:0], 0
	n := len(batch)
	for at := range batch[0] {
		for n > 0 && len(batch[n-1]) <= at {
			n--
		}
		t.start = append(t.start, t.total)
		t.total += n
	}
	t.start = append(t.start, t.total)
}

// row is the row of the token of a sentence at a position.
func (t *timeline) row(sentence, at int) int { return t.start[at] + sentence }

// count is the number of sentences that have a token at a position.
func (t *timeline) count(at int) int { return t.start[at+1] - t.start[at] }

// recur runs one direction of an LSTM layer over a batch. On entry s.z holds
// bias and input products; the outputs go to that direction's half of s.h.
func (p *Parser) recur(s *scratch, direction int, wh *Bytes) {
	h := p.Hidden
	zAt, at, last := direction*4*h, 0, len(s.time.start)-2
	step, hAt := 1, direction*h
	if direction == Backward {
		at, step = last, -1
	}
	none := s.row.Resize(1, h)
	none.Zero()
	s.row = none
	for done := 0; done <= last; done++ {
		first, n := s.time.start[at], s.time.count(at)
		carried, from := 0, 0
		if done > 0 {
			from = s.time.start[at-step]
			carried = min(n, s.time.count(at-step))
			z := s.z.Data[first*s.z.Cols+zAt:]
			p.kernel.product(z, s.z.Cols, z, s.z.Cols, &s.before, carried, wh)
		}
		s.before.resize(n, wh)
		for i := range n {
			before := none.Data
			if i < carried {
				before = s.state.Row(from + i)[hAt : hAt+h]
			}
			out := s.h.Row(first + i)[hAt : hAt+h]
			p.kernel.Cell(s.z.Row(first + i)[zAt:zAt+4*h], before, s.state.Row(first + i)[hAt:hAt+h], out)
			p.kernel.roundUnit(&s.before, i, out, wh)
		}
		at += step
	}
}

// run computes the tag distributions and the projections of every token.
func (p *Parser) run(s *scratch) {
	k, h, n, m := p.kernel, p.Hidden, s.time.total, p.MLP
	s.h, s.state = s.h.Resize(n, 2*h), s.state.Resize(n, 2*h)
	for d := range 2 {
		p.recur(s, d, p.lowerH[d])
	}
	s.tags = k.affine(s.tags, s.h, &s.rounded, p.tagW, p.TagB)
	for i := range n {
		k.Softmax(s.tags.Row(i))
	}
	k.roundAll(&s.rounded, s.tags, p.tagEmbed)
	k.product(s.h.Data, s.h.Cols, s.h.Data, s.h.Cols, &s.rounded, n, p.tagEmbed)
	s.z = k.affine(s.z, s.h, &s.rounded, p.upperX, p.Upper.B)
	for d := range 2 {
		p.recur(s, d, p.upperH[d])
	}
	s.late = k.affine(s.late, s.h, &s.rounded, p.lateW, p.LateB)
	for i := range n {
		k.Softmax(s.late.Row(i))
	}
	k.Add(s.tags.Data, s.late.Data)
	s.mlp = k.affine(s.mlp, s.h, &s.rounded, p.mlpW, p.MLPB)
	s.rounded.resize(n, p.arcU)
	for i := range n {
		row := s.mlp.Row(i)
		k.relu(row[:2*m])
		k.round(&s.rounded, i, row[:m], p.arcU)
	}
	s.u = s.u.Resize(n, m)
	k.product(s.u.Data, m, p.ArcBias.Data, 0, &s.rounded, n, p.arcU)
}
