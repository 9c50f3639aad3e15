package neural

// attach finds the heads and tags of a sentence of the batch.
func (p *Parser) attach(s *scratch, sentence int, arcs []Arc) {
	n, m := len(arcs), p.MLP
	s.heads, s.dependents = s.heads.Resize(n+1, m), s.dependents.Resize(n, m)
	copy(s.heads.Row(0), p.Root.Row(0))
	for i := range n {
		r := s.time.row(sentence, i)
		copy(s.heads.Row(i+1), s.mlp.Row(r)[m:2*m])
		copy(s.dependents.Row(i), s.u.Row(r))
	}
	s.panels.PackT(s.heads)
	s.scores = s.scores.Resize(n, n+1)
	for i := range n {
		row := s.scores.Row(i)
		for h := range row {
			row[h] = p.Distance.Data[DistanceBucket(i+1, h)]
		}
	}
	p.kernel.AddMul(s.scores, s.dependents, &s.panels)
	s.found = s.trees.heads(s.found, s.scores)
	for i := range arcs {
		row := s.scores.Row(i)
		row[i+1] = -1e30
		p.kernel.Softmax(row)
		arcs[i] = Arc{Head: s.found[i], Score: row[s.found[i]], Tag: p.tag(s.tags.Row(s.time.row(sentence, i)))}
	}
}

// tag returns the likeliest tag of the likeliest class.
func (p *Parser) tag(chance []float32) int {
	best, most := 0, float32(-1)
	for i, first := range p.class[:len(p.class)-1] {
		var sum float32
		for _, c := range chance[first:p.class[i+1]] {
			sum += c
		}
		if sum > most {
			best, most = i, sum
		}
	}
	first := p.class[best]
	return first + argmax(chance[first:p.class[best+1]])
}

// label names every arc of the batch.
func (p *Parser) label(s *scratch, batch [][]Arc) {
	m := p.MLP
	s.label = s.label.Resize(s.time.total, m)
	for i, arcs := range batch {
		for at, a := range arcs {
			r := s.time.row(i, at)
			row, head := s.label.Row(r), p.Root.Row(1)
			if a.Head > 0 {
				head = s.mlp.Row(s.time.row(i, a.Head-1))[3*m:]
			}
			copy(row, s.mlp.Row(r)[2*m:3*m])
			p.kernel.Add(row, head)
			p.kernel.relu(row)
		}
	}
	s.logits = p.kernel.affine(s.logits, s.label, &s.rounded, p.labelW, p.LabelB)
	for i, arcs := range batch {
		for at := range arcs {
			if arcs[at].Head == 0 {
				arcs[at].Label = p.rootLabel
				continue
			}
			row := s.logits.Row(s.time.row(i, at))
			row[p.rootLabel] = -1e30
			arcs[at].Label = argmax(row)
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
