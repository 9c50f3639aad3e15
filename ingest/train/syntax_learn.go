package train

import (
	"math"
	"math/rand/v2"

	"dossier/ingest/nlp/neural"
)

// packed holds the weights as right factors: as they are for the way forward,
// transposed for the way back.
type packed struct {
	lower, upper                              packedLayer
	tagW, tagEmbed, lateW, mlpW, arcU, labelW neural.Panels
	tagWT, lateWT, mlpWT, arcUT, labelWT      neural.Panels
}

type packedLayer struct {
	x, xT neural.Panels
	h, hT [2]neural.Panels
}

func (p *packed) pack(w *neural.Params) {
	p.lower.pack(&w.Lower)
	p.upper.pack(&w.Upper)
	p.tagW.Pack(w.TagW)
	p.tagWT.PackT(w.TagW)
	p.tagEmbed.Pack(w.TagEmbed)
	p.lateW.Pack(w.LateW)
	p.lateWT.PackT(w.LateW)
	p.mlpW.Pack(w.MLPW)
	p.mlpWT.PackT(w.MLPW)
	p.arcU.Pack(w.ArcU)
	p.arcUT.PackT(w.ArcU)
	p.labelW.Pack(w.LabelW)
	p.labelWT.PackT(w.LabelW)
}

func (p *packedLayer) pack(l *neural.Layer) {
	p.x.Pack(l.Wx)
	p.xT.PackT(l.Wx)
	for d := range 2 {
		p.h[d].Pack(l.Wh[d])
		p.hT[d].PackT(l.Wh[d])
	}
}

// A pupil computes the gradients of a few sentences. Its matrices have one row
// for each token, sentence after sentence.
type pupil struct {
	w       *neural.Params
	p       *packed
	grad    *gradient
	kernel  neural.Kernel
	dropout float64
	locked  bool
	rng     *rand.Rand

	lay    *neural.Layout
	batch  []*lesson
	weight float32 // of one token in the loss
	loss   losses

	rows                            [][]int32 // features after word dropout
	x, xMask                        neural.Matrix
	lower, upper                    tape
	tags, between                   neural.Matrix // tag distributions; input of the upper layer
	mlp, mlpMask, dep, u            neural.Matrix
	label, labelMask                neural.Matrix
	dTags, dUpper, dLower, dMLP, dX neural.Matrix
	heads, scores, dHeads, t1, t2   neural.Matrix
	panels, panels2                 neural.Panels
	lstm                            neural.LSTMScratch
}

func newPupil(w *neural.Params, p *packed, dropout float64, rng *rand.Rand) *pupil {
	return &pupil{w: w, p: p, grad: newGradient(w), kernel: neural.Best(), dropout: dropout, rng: rng}
}

// learn adds the gradients of the batch's loss, each token weighing weight, to
// an emptied p.grad.
func (p *pupil) learn(batch []*lesson, weight float32) losses {
	p.grad.clear()
	p.batch, p.weight, p.loss = batch, weight, losses{}
	length := make([]int, len(batch))
	for i, l := range batch {
		length[i] = len(l.tags)
	}
	p.lay = neural.NewLayout(length)
	p.loss.tokens = p.lay.Total
	if p.lay.Total == 0 {
		return p.loss
	}
	p.forward()
	p.dMLP = p.dMLP.Resize(p.lay.Total, 4*p.w.MLP)
	p.dMLP.Zero()
	p.labels()
	p.arcs()
	p.backward()
	return p.loss
}

func (p *pupil) forward() {
	k, n := p.kernel, p.lay.Total
	p.rows = p.rows[:0]
	p.x = p.x.Resize(n, p.w.Width)
	p.x.Zero()
	for _, l := range p.batch {
		for _, f := range l.features {
			if p.dropout > 0 && p.rng.Float64() < 0.15 {
				f = append([]int32{neural.Unknown()}, f[1:]...)
			}
			row := p.x.Row(len(p.rows))
			for _, r := range f {
				k.Add(row, p.w.Embed.Row(int(r)))
			}
			p.rows = append(p.rows, f)
		}
	}
	p.xMask = p.drop(p.x, p.xMask, p.dropout*0.6, p.x.Cols)
	p.lower.run(p, p.x, &p.w.Lower, &p.p.lower)
	p.tags = k.Affine(p.tags, p.lower.out, &p.p.tagW, p.w.TagB)
	p.between = p.between.Resize(n, 2*p.w.Hidden)
	copy(p.between.Data, p.lower.out.Data)
	for i := range n {
		k.Softmax(p.tags.Row(i))
	}
	k.AddMul(p.between, p.tags, &p.p.tagEmbed)
	p.upper.run(p, p.between, &p.w.Upper, &p.p.upper)
	p.mlp = k.Affine(p.mlp, p.upper.out, &p.p.mlpW, p.w.MLPB)
	m := p.w.MLP
	for i := range n {
		rectify(p.mlp.Row(i)[:2*m])
	}
	p.mlpMask = p.dropLocked(p.mlp, p.mlpMask, p.dropout, 2*m)
}

// drop multiplies the first columns of m by a mask that is 0 with a
// probability, else 1/(1 - rate); the mask of the other columns is not set.
func (p *pupil) drop(m, mask neural.Matrix, rate float64, columns int) neural.Matrix {
	mask = mask.Resize(m.Rows, m.Cols)
	for i := range m.Rows {
		p.dropRow(m.Row(i)[:columns], mask.Row(i)[:columns], rate)
	}
	return mask
}

// dropLocked is drop with one mask for all tokens of a sentence (Gal &
// Ghahramani 2016).
func (p *pupil) dropLocked(m, mask neural.Matrix, rate float64, columns int) neural.Matrix {
	if !p.locked {
		return p.drop(m, mask, rate, columns)
	}
	mask = mask.Resize(m.Rows, m.Cols)
	for s, start := range p.lay.Start {
		first := mask.Row(start)[:columns]
		p.dropRow(m.Row(start)[:columns], first, rate)
		for r := start + 1; r < start+p.lay.Length[s]; r++ {
			copy(mask.Row(r), first)
			scale(m.Row(r)[:columns], first)
		}
	}
	return mask
}

func (p *pupil) dropRow(values, mask []float32, rate float64) {
	limit, keep := uint64(max(rate, 0)*(1<<16)), float32(1/(1-max(rate, 0)))
	var bits uint64
	for j := range mask {
		if j&3 == 0 && limit > 0 {
			bits = p.rng.Uint64()
		}
		v := keep
		if bits&0xffff < limit {
			v = 0
		}
		bits >>= 16
		mask[j] = v
		values[j] *= v
	}
}

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

// backward takes the gradients from the projections down to the features.
func (p *pupil) backward() {
	k, n := p.kernel, p.lay.Total
	p.grad.product(p, p.grad.MLPW, p.upper.out, p.dMLP)
	sumRows(p.grad.MLPB.Data, p.dMLP)
	p.dUpper = p.dUpper.Resize(n, 2*p.w.Hidden)
	p.dUpper.Zero()
	k.AddMul(p.dUpper, p.dMLP, &p.p.mlpWT)
	p.t1 = k.Affine(p.t1, p.upper.out, &p.p.lateW, p.w.LateB)
	for i := range n {
		k.Softmax(p.t1.Row(i))
	}
	p.tagGradient(p.t1)
	p.grad.product(p, p.grad.LateW, p.upper.out, p.t1)
	sumRows(p.grad.LateB.Data, p.t1)
	k.AddMul(p.dUpper, p.t1, &p.p.lateWT)
	p.dLower = p.upper.back(p, p.dUpper, p.between, p.dLower, &p.grad.Upper, &p.p.upper)

	p.grad.product(p, p.grad.TagEmbed, p.tags, p.dLower)
	p.tagGradient(p.tags)
	p.grad.product(p, p.grad.TagW, p.lower.out, p.tags)
	sumRows(p.grad.TagB.Data, p.tags)
	k.AddMul(p.dLower, p.tags, &p.p.tagWT)
	p.dX = p.lower.back(p, p.dLower, p.x, p.dX, &p.grad.Lower, &p.p.lower)
	for i, rows := range p.rows {
		d := p.dX.Row(i)
		scale(d, p.xMask.Row(i))
		for _, r := range rows {
			p.grad.addRow(k, r, d)
		}
	}
}

// tagGradient turns tag distributions into the gradients of their scores, and
// counts their loss.
func (p *pupil) tagGradient(chance neural.Matrix) {
	row := 0
	for _, l := range p.batch {
		for _, tag := range l.tags {
			d := chance.Row(row)
			row++
			if tag < 0 {
				clear(d)
				continue
			}
			p.loss.tags -= math.Log(max(float64(d[tag]), 1e-30))
			d[tag]--
			for i := range d {
				d[i] *= p.weight
			}
		}
	}
}

func rectify(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = 0
		}
	}
}

// gate takes a gradient back through dropout and rectifier, whose output is y.
func gate(d, y, mask []float32) {
	for i := range d {
		if y[i] <= 0 {
			d[i] = 0
		} else {
			d[i] *= mask[i]
		}
	}
}

func scale(d, by []float32) {
	for i := range d {
		d[i] *= by[i]
	}
}

// sumRows adds the rows of m to dst.
func sumRows(dst []float32, m neural.Matrix) {
	for i := range m.Rows {
		for j, v := range m.Row(i) {
			dst[j] += v
		}
	}
}
