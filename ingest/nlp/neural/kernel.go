package neural

import "math"

// A Kernel does the arithmetic. All kernels give the same bits.
type Kernel struct {
	vector bool // AVX2
	dot    bool // and, for products in whole numbers, AVX-512 VNNI
}

// Best returns the fastest kernel this machine runs.
func Best() Kernel { return Kernels()[0] }

// Scalar returns the portable kernel.
func Scalar() Kernel { return Kernel{} }

// Kernels returns all kernels this machine runs, the fastest first and the
// portable one last.
func Kernels() []Kernel {
	all := []Kernel{{vector: true, dot: true}, {vector: true}, {}}
	switch {
	case hasVector && hasDot:
		return all
	case hasVector:
		return all[1:]
	}
	return all[2:]
}

// Name says which instructions the kernel uses: "avx512", "avx2" or "scalar".
func (k Kernel) Name() string {
	switch {
	case k.dot:
		return "avx512"
	case k.vector:
		return "avx2"
	}
	return "scalar"
}

// Rows and depth of the left factor worked on at once, so that it stays in the
// second-level cache and a panel of the right factor in the first.
const (
	blockRows  = 128
	blockDepth = 256
)

// AddMul adds a·b to c. Each element's sum runs over k in rising order.
func (k Kernel) AddMul(c, a Matrix, b *Panels) {
	if a.Cols != b.K || c.Cols != b.N || a.Rows != c.Rows {
		panic("neural: shapes of a product differ")
	}
	if a.Rows == 0 || a.Cols == 0 {
		return
	}
	for r0 := 0; r0 < a.Rows; r0 += blockRows {
		rows := min(blockRows, a.Rows-r0)
		for k0 := 0; k0 < a.Cols; k0 += blockDepth {
			depth := min(blockDepth, a.Cols-k0)
			for j0 := 0; j0 < b.N; j0 += panelWidth {
				panel := b.data[j0*b.K+k0*panelWidth : j0*b.K+(k0+depth)*panelWidth]
				if b.N-j0 >= panelWidth {
					k.panel(rows, depth, a.Data[r0*a.Cols+k0:], a.Cols, panel, c.Data[r0*c.Cols+j0:], c.Cols)
				} else {
					k.lastPanel(rows, depth, a.Data[r0*a.Cols+k0:], a.Cols, panel, c.Data[r0*c.Cols+j0:], c.Cols, b.N-j0)
				}
			}
		}
	}
}

// lastPanel computes a panel of which only the first columns exist in c.
func (k Kernel) lastPanel(rows, depth int, a []float32, lda int, b, c []float32, ldc, width int) {
	var tile [blockRows * panelWidth]float32
	for i := range rows {
		copy(tile[i*panelWidth:i*panelWidth+width], c[i*ldc:])
	}
	k.panel(rows, depth, a, lda, b, tile[:], panelWidth)
	for i := range rows {
		copy(c[i*ldc:i*ldc+width], tile[i*panelWidth:])
	}
}

func (k Kernel) panel(rows, depth int, a []float32, lda int, b, c []float32, ldc int) {
	// The checks the assembly does not make.
	_, _, _ = a[(rows-1)*lda+depth-1], b[depth*panelWidth-1], c[(rows-1)*ldc+panelWidth-1]
	if k.vector {
		vectorPanel(rows, depth, a, lda, b, c, ldc)
		return
	}
	for i := range rows {
		scalarPanelRow(a[i*lda:i*lda+depth], b, c[i*ldc:i*ldc+panelWidth])
	}
}

// scalarPanelRow adds one row's products: the portable form of the kernel. The
// conversions keep the compiler from fusing product and sum.
func scalarPanelRow(a, b, c []float32) {
	for j := 0; j < panelWidth; j += 8 {
		c0, c1, c2, c3 := c[j], c[j+1], c[j+2], c[j+3]
		c4, c5, c6, c7 := c[j+4], c[j+5], c[j+6], c[j+7]
		p := b[j:]
		for k, x := range a {
			q := p[k*panelWidth : k*panelWidth+8 : k*panelWidth+8]
			c0 += float32(x * q[0])
			c1 += float32(x * q[1])
			c2 += float32(x * q[2])
			c3 += float32(x * q[3])
			c4 += float32(x * q[4])
			c5 += float32(x * q[5])
			c6 += float32(x * q[6])
			c7 += float32(x * q[7])
		}
		c[j], c[j+1], c[j+2], c[j+3] = c0, c1, c2, c3
		c[j+4], c[j+5], c[j+6], c[j+7] = c4, c5, c6, c7
	}
}

// Add adds src to dst; both have the same length.
func (k Kernel) Add(dst, src []float32) {
	src = src[:len(dst)]
	i := 0
	if k.vector && len(dst) >= 8 {
		i = len(dst) &^ 7
		addAVX2(i, &dst[0], &src[0])
	}
	for ; i < len(dst); i++ {
		dst[i] += src[i]
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

// relu replaces negative elements by nought.
func (k Kernel) relu(x []float32) {
	i := 0
	if k.vector && len(x) >= 8 {
		i = len(x) &^ 7
		reluAVX2(i, &x[0])
	}
	for ; i < len(x); i++ {
		if x[i] < 0 {
			x[i] = 0
		}
	}
}

// Exp replaces each x by e^(x+shift), with a relative error under 3e-7.
func (k Kernel) Exp(x []float32, shift float32) {
	i := 0
	if k.vector && len(x) >= 8 {
		i = len(x) &^ 7
		expAVX2(i, &x[0], shift)
	}
	for ; i < len(x); i++ {
		x[i] = exp(x[i] + shift)
	}
}

// Cell runs one row of an LSTM cell of h units (Hochreiter & Schmidhuber 1997,
// with forget gate): z holds the sums for input gate, forget gate, candidate
// and output gate, h each, and is left with their activations; before is the
// old cell state; the new one goes to state and the output to out.
func (k Kernel) Cell(z, before, state, out []float32) {
	h := len(out)
	z, before, state = z[:4*h], before[:h], state[:h]
	i := 0
	if k.vector && h >= 8 {
		i = h &^ 7
		cellAVX2(i, h, &z[0], &before[0], &state[0], &out[0])
	}
	for ; i < h; i++ {
		in, forget := sigmoid(z[i]), sigmoid(z[h+i])
		cand, gate := Tanh(z[2*h+i]), sigmoid(z[3*h+i])
		c := float32(forget*before[i]) + float32(in*cand)
		z[i], z[h+i], z[2*h+i], z[3*h+i] = in, forget, cand, gate
		state[i], out[i] = c, float32(gate*Tanh(c))
	}
}

// Softmax replaces x by its softmax.
func (k Kernel) Softmax(x []float32) {
	k.Exp(x, -k.top(x))
	var sum float32
	for _, v := range x {
		sum += v
	}
	k.scale(x, 1/sum)
}

// top returns the greatest element.
func (k Kernel) top(x []float32) float32 {
	i, top := 1, x[0]
	if k.vector && len(x) >= 8 {
		i = len(x) &^ 7
		top = topAVX2(i, &x[0])
	}
	for _, v := range x[i:] {
		top = max(top, v)
	}
	return top
}

// scale multiplies every element.
func (k Kernel) scale(x []float32, by float32) {
	i := 0
	if k.vector && len(x) >= 8 {
		i = len(x) &^ 7
		scaleAVX2(i, &x[0], by)
	}
	for ; i < len(x); i++ {
		x[i] *= by
	}
}

const (
	expLow, expHigh = -86, 88
	log2e           = 1.44269504
	ln2High         = 0.693359375 // ln 2 in two parts, so that n·ln 2 is exact
	ln2Low          = -2.12194440e-4
	roundMagic      = 12582912 // 1.5·2^23: adding it rounds to an integer
)

// exp is e^x by range reduction to ±ln2/2 and the Taylor polynomial of degree 6.
func exp(x float32) float32 {
	x = min(max(x, expLow), expHigh)
	t := float32(x*log2e) + roundMagic
	n := t - roundMagic
	r := x - float32(n*ln2High)
	r -= float32(n * ln2Low)
	p := float32(1.0 / 720)
	p = float32(p*r) + 1.0/120
	p = float32(p*r) + 1.0/24
	p = float32(p*r) + 1.0/6
	p = float32(p*r) + 0.5
	p = float32(p*r) + 1
	p = float32(p*r) + 1
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(t)<<23)
}

func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

// Tanh is the hyperbolic tangent as the cell computes it: absolute error under
// 3e-7.
func Tanh(x float32) float32 { return 2/(1+exp(float32(-2*x))) - 1 }
