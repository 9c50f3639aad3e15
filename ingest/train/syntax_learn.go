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

	rows                          [][]int32 // features after word dropout
	x, xMask                      neural.Matrix
	lower, upper                  tape
	tags, between                 neural.Matrix // tag distributions; input of the upper layer
	mlp, mlpMask, dep, u          neural.Matrix
	label, labelMask              neural.Matrix
	dUpper, dLower, dMLP, dX      neural.Matrix
	heads, scores, dHeads, t1, t2 neural.Matrix
	panels                        neural.Panels
	lstm                          neural.LSTMScratch
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
