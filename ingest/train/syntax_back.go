package train

import (
	"dossier/ingest/nlp/neural"
)

// A tape keeps what one BiLSTM layer computed, for the way back.
type tape struct {
	z, state, out, mask neural.Matrix // activations of the gates, cell states, outputs after dropout
	raw                 neural.Matrix // outputs before dropout

	dz, before, dh, dc, step, tanh neural.Matrix
	rows                           [][]int
}

func (t *tape) run(p *pupil, x neural.Matrix, w *neural.Layer, packed *packedLayer) {
	n, h := p.lay.Total, p.w.Hidden
	t.z = p.kernel.Affine(t.z, x, &packed.x, w.B)
	t.state, t.raw, t.out = t.state.Resize(n, 2*h), t.raw.Resize(n, 2*h), t.out.Resize(n, 2*h)
	for d := range 2 {
		p.kernel.LSTM(p.lay, d, &packed.h[d], t.z, t.state, t.raw, &p.lstm)
	}
	copy(t.out.Data, t.raw.Data)
	t.mask = p.dropLocked(t.out, t.mask, p.dropout, 2*h)
}

// back adds the layer's gradients to g and returns the gradient of its input x
// in the memory of dx. It uses up dOut, the gradient of its output.
func (t *tape) back(p *pupil, dOut, x, dx neural.Matrix, g *neural.Layer, packed *packedLayer) neural.Matrix {
	scale(dOut.Data, t.mask.Data)
	for d := range 2 {
		t.backDirection(p, d, dOut, g, packed)
	}
	p.grad.product(p, g.Wx, x, t.z)
	sumRows(g.B.Data, t.z)
	dx = dx.Resize(x.Rows, x.Cols)
	dx.Zero()
	p.kernel.AddMul(dx, t.z, &packed.xT)
	return dx
}

// backDirection replaces the activations in t.z by the gradients of the gates'
// sums, and adds the gradient of the recurrent weights.
func (t *tape) backDirection(p *pupil, dir int, dOut neural.Matrix, g *neural.Layer, packed *packedLayer) {
	h, steps := p.w.Hidden, p.lay.Steps()
	at, hat := dir*4*h, dir*h
	for len(t.rows) < steps {
		t.rows = append(t.rows, nil)
	}
	for s := range steps {
		t.rows[s] = p.lay.Rows(t.rows[s][:0], dir, s)
	}
	widest := len(t.rows[0])
	t.dh, t.dc = t.dh.Resize(widest, h), t.dc.Resize(widest, h)
	t.dh.Zero()
	t.dc.Zero()
	t.dz, t.before = t.dz.Resize(p.lay.Total, 4*h), t.before.Resize(p.lay.Total, h)
	t.tanh = t.tanh.Resize(1, h)
	zero := make([]float32, h)
	for s := steps - 1; s >= 0; s-- {
		rows := t.rows[s]
		t.step = t.step.Resize(len(rows), 4*h)
		for i, r := range rows {
			before, out := zero, zero
			if s > 0 {
				before = t.state.Row(t.rows[s-1][i])[hat : hat+h]
				out = t.raw.Row(t.rows[s-1][i])[hat : hat+h]
			}
			copy(t.before.Row(r), out)
			z := t.z.Row(r)[at : at+4*h]
			t.tanhOf(p, t.state.Row(r)[hat:hat+h])
			backCell(z, before, t.tanh.Data, dOut.Row(r)[hat:hat+h], t.dh.Row(i), t.dc.Row(i))
			copy(t.step.Row(i), z)
			copy(t.dz.Row(r), z)
		}
		if s > 0 {
			d := t.dh.Top(len(rows))
			d.Zero()
			p.kernel.AddMul(d, t.step, &packed.hT[dir])
		}
	}
	p.grad.product(p, g.Wh[dir], t.before, t.dz)
}

func (t *tape) tanhOf(p *pupil, c []float32) {
	y := t.tanh.Data
	for i, v := range c {
		y[i] = -2 * v
	}
	p.kernel.Exp(y, 0)
	for i, e := range y {
		y[i] = 2/(1+e) - 1
	}
}

// backCell turns the activations z of one cell row into the gradients of its
// sums. Before is the old cell state, tanh that of the new one; dOut and dh are
// the output's gradients from above and from the next step; dc, the cell
// state's from the next step, becomes the one for the step before.
func backCell(z, before, tanh, dOut, dh, dc []float32) {
	h := len(dc)
	zi, zf, zg, zo := z[:h], z[h:2*h], z[2*h:3*h], z[3*h:4*h]
	before, tanh, dOut, dh = before[:h], tanh[:h], dOut[:h], dh[:h]
	for j := range h {
		i, f, g, o := zi[j], zf[j], zg[j], zo[j]
		d := dOut[j] + dh[j]
		c := dc[j] + d*o*(1-tanh[j]*tanh[j])
		zo[j] = d * tanh[j] * o * (1 - o)
		zi[j] = c * g * i * (1 - i)
		zg[j] = c * i * (1 - g*g)
		zf[j] = c * before[j] * f * (1 - f)
		dc[j] = c * f
	}
}

// A gradient has the shape of the weights. Of the feature table's rows only
// those touched since the last clear are not zero.
type gradient struct {
	*neural.Params
	dense   []*neural.Matrix // all but the feature table
	touched []int32
	mark    []bool

	transposed neural.Matrix
	panels     neural.Panels
}

func newGradient(w *neural.Params) *gradient {
	g := &gradient{Params: neural.NewParams(w.Shape), mark: make([]bool, w.Rows)}
	_, all := g.Params.All()
	g.dense = all[1:]
	return g
}

func (g *gradient) clear() {
	for _, m := range g.dense {
		m.Zero()
	}
	for _, r := range g.touched {
		clear(g.Embed.Row(int(r)))
		g.mark[r] = false
	}
	g.touched = g.touched[:0]
}

func (g *gradient) addRow(k neural.Kernel, row int32, d []float32) {
	if !g.mark[row] {
		g.mark[row] = true
		g.touched = append(g.touched, row)
	}
	k.Add(g.Embed.Row(int(row)), d)
}

// product adds the transpose of x times dy to dst.
func (g *gradient) product(p *pupil, dst, x, dy neural.Matrix) {
	g.transposed = x.Transpose(g.transposed)
	g.panels.Pack(dy)
	p.kernel.AddMul(dst, g.transposed, &g.panels)
}
