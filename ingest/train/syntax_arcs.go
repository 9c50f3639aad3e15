package train

import (
	"math"

	"dossier/ingest/nlp/neural"
)

// labels computes the loss of the labels of the true arcs, and its gradients
// down to the projections.
func (p *pupil) labels() {
	k, m := p.kernel, p.w.MLP
	p.label = p.label.Resize(p.lay.Total, m)
	p.label.Zero()
	p.eachArc(func(row, headRow int) {
		dst := p.label.Row(row)
		copy(dst, p.mlp.Row(row)[2*m:3*m])
		if headRow < 0 {
			k.Add(dst, p.w.Root.Row(1))
		} else {
			k.Add(dst, p.mlp.Row(headRow)[3*m:])
		}
	})
	for i := range p.lay.Total {
		rectify(p.label.Row(i))
	}
	p.labelMask = p.drop(p.label, p.labelMask, p.dropout, m)
	p.t1 = k.Affine(p.t1, p.label, &p.p.labelW, p.w.LabelB)
	row := 0
	for _, l := range p.batch {
		for i, label := range l.labels {
			if l.heads[i] < 0 {
				clear(p.t1.Row(row))
			} else {
				p.loss.labels += p.crossEntropy(p.t1.Row(row), label)
			}
			row++
		}
	}
	p.grad.product(p, p.grad.LabelW, p.label, p.t1)
	sumRows(p.grad.LabelB.Data, p.t1)
	p.t2 = p.t2.Resize(p.lay.Total, m)
	p.t2.Zero()
	k.AddMul(p.t2, p.t1, &p.p.labelWT)
	p.eachArc(func(row, headRow int) {
		d := p.t2.Row(row)
		gate(d, p.label.Row(row), p.labelMask.Row(row))
		k.Add(p.dMLP.Row(row)[2*m:3*m], d)
		if headRow < 0 {
			k.Add(p.grad.Root.Row(1), d)
		} else {
			k.Add(p.dMLP.Row(headRow)[3*m:], d)
		}
	})
}

// eachArc visits every token whose head is known, with the rows of it and of
// that head, -1 for the root.
func (p *pupil) eachArc(f func(row, headRow int)) {
	for s, l := range p.batch {
		for i, h := range l.heads {
			if h < 0 {
				continue
			}
			head := -1
			if h > 0 {
				head = p.lay.Start[s] + h - 1
			}
			f(p.lay.Start[s]+i, head)
		}
	}
}

// crossEntropy turns scores into their gradient under the softmax loss with the
// right answer, and returns the loss.
func (p *pupil) crossEntropy(scores []float32, answer int) float64 {
	p.kernel.Softmax(scores)
	loss := -math.Log(max(float64(scores[answer]), 1e-30))
	scores[answer]--
	for i := range scores {
		scores[i] *= p.weight
	}
	return loss
}

// arcs computes the loss of the heads, and its gradients down to the
// projections.
func (p *pupil) arcs() {
	k, m, n := p.kernel, p.w.MLP, p.lay.Total
	p.dep = p.dep.Resize(n, m)
	for i := range n {
		copy(p.dep.Row(i), p.mlp.Row(i)[:m])
	}
	p.u = k.Affine(p.u, p.dep, &p.p.arcU, p.w.ArcBias)
	p.t2 = p.t2.Resize(n, m) // gradient of u
	p.t2.Zero()
	for s, l := range p.batch {
		p.sentenceArcs(l, p.lay.Start[s])
	}
	p.grad.product(p, p.grad.ArcU, p.dep, p.t2)
	sumRows(p.grad.ArcBias.Data, p.t2)
	p.dep.Zero()
	k.AddMul(p.dep, p.t2, &p.p.arcUT)
	for i := range n {
		d := p.dMLP.Row(i)
		copy(d[:m], p.dep.Row(i))
		gate(d[:2*m], p.mlp.Row(i)[:2*m], p.mlpMask.Row(i)[:2*m])
	}
}

func (p *pupil) sentenceArcs(l *lesson, start int) {
	k, m, n := p.kernel, p.w.MLP, len(l.tags)
	p.heads = p.heads.Resize(n+1, m)
	copy(p.heads.Row(0), p.w.Root.Row(0))
	for i := range n {
		copy(p.heads.Row(i+1), p.mlp.Row(start + i)[m:2*m])
	}
	p.scores = p.scores.Resize(n, n+1)
	for i := range n {
		row := p.scores.Row(i)
		for h := range row {
			row[h] = p.w.Distance.Data[neural.DistanceBucket(i+1, h)]
		}
	}
	u := neural.Matrix{Rows: n, Cols: m, Data: p.u.Data[start*m : (start+n)*m]}
	p.panels.PackT(p.heads)
	k.AddMul(p.scores, u, &p.panels)
	for i, h := range l.heads {
		row := p.scores.Row(i)
		if h < 0 {
			clear(row)
			continue
		}
		row[i+1] = -1e30
		p.loss.arcs += p.crossEntropy(row, h)
		for j, d := range row {
			p.grad.Distance.Data[neural.DistanceBucket(i+1, j)] += d
		}
	}
	du := neural.Matrix{Rows: n, Cols: m, Data: p.t2.Data[start*m : (start+n)*m]}
	p.panels.Pack(p.heads)
	k.AddMul(du, p.scores, &p.panels)
	p.dHeads = p.dHeads.Resize(n+1, m)
	p.dHeads.Zero()
	p.grad.product(p, p.dHeads, p.scores, u)
	k.Add(p.grad.Root.Row(0), p.dHeads.Row(0))
	for i := range n {
		k.Add(p.dMLP.Row(start + i)[m:2*m], p.dHeads.Row(i+1))
	}
}
