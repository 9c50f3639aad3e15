package neural

import "math"

// Bytes is the right factor of a product in whole numbers: weights of one byte,
// as the file has them, with one scale for each row. A left row is multiplied by
// these scales and rounded to 16 bits first (see round), so that the sums are
// exact, in any order, and every kernel gives the same bits.
type Bytes struct {
	K, N  int       // rows and columns of the factor
	scale []float32 // of each row
	top   float32   // the largest number a left row may have: no sum overflows
	most  float32   // the largest scale
	// Panels of 16 columns. For the vector kernels: in each, two rows at a time,
	// column by column. For the scalar one: row by row, columns j and j+8 as one
	// number, the second times 2^32, so that one product serves both.
	data []int16
	wide []int64
}

// bytes rounds a matrix to bytes, row by row as in the file; a matrix that was
// read from a file keeps its values. The result serves this kernel only.
func (k Kernel) bytes(m Matrix) *Bytes {
	b := &Bytes{K: m.Rows, N: m.Cols, scale: make([]float32, m.Rows)}
	b.top = float32(min(math.MaxInt16, math.MaxInt32/(127*max(m.Rows, 1))))
	width := k.width()
	panels, row := (m.Cols+width-1)/width*(width/panelWidth), make([]int8, m.Cols)
	if k.vector {
		b.data = make([]int16, panels*b.pairs()*2*panelWidth)
	} else {
		b.wide = make([]int64, panels*b.K*panelWidth/2)
	}
	for i := range m.Rows {
		b.scale[i] = roundRow(row, m.Row(i))
		b.most = max(b.most, b.scale[i])
		for j, v := range row {
			panel, j := j/panelWidth, j%panelWidth
			if k.vector {
				b.data[(panel*b.pairs()+i/2)*2*panelWidth+j*2+i%2] = int16(v)
			} else {
				b.wide[(panel*b.K+i)*panelWidth/2+j%8] += int64(v) << (j / 8 * 32)
			}
		}
	}
	return b
}

// pairs is the number of pairs of rows; the last may be half empty.
func (b *Bytes) pairs() int { return (b.K + 1) / 2 }

// roundRow rounds a row to bytes and returns the scale they are multiples of.
func roundRow(dst []int8, row []float32) float32 {
	var top float32
	for _, v := range row {
		top = max(top, float32(math.Abs(float64(v))))
	}
	scale := top / 127
	for i, v := range row {
		dst[i] = 0
		if scale > 0 {
			dst[i] = int8(math.RoundToEven(float64(v) / float64(scale)))
		}
	}
	return scale
}

// integers is a left factor: rows rounded to whole numbers, and the scale of
// each.
type integers struct {
	rows, stride int
	data         []int16
	scale        []float32
}

// resize makes room for a number of rows that fit a right factor.
func (x *integers) resize(rows int, b *Bytes) {
	x.rows, x.stride = rows, 2*b.pairs()
	if n := rows * x.stride; cap(x.data) < n {
		x.data = make([]int16, n+n/4)
	}
	if cap(x.scale) < rows {
		x.scale = make([]float32, rows+rows/4)
	}
	x.data, x.scale = x.data[:rows*x.stride], x.scale[:rows]
}

// round fills row i with a row of a left factor, as finely as 16 bits allow.
func (k Kernel) round(x *integers, i int, row []float32, b *Bytes) {
	x.put(k, i, row, b, k.largest(row, b.scale))
}

// roundUnit is round for rows whose values lie between -1 and 1.
func (k Kernel) roundUnit(x *integers, i int, row []float32, b *Bytes) { x.put(k, i, row, b, b.most) }

func (x *integers) put(k Kernel, i int, row []float32, b *Bytes, largest float32) {
	dst := x.data[i*x.stride : (i+1)*x.stride]
	if !(largest > 1e-30) { // also where there is no number
		clear(dst)
		x.scale[i] = 0
		return
	}
	dst[len(dst)-1] = 0 // where the number of rows is odd
	k.multiples(dst, row, b.scale, b.top/largest)
	x.scale[i] = largest / b.top
}

// largest returns the largest magnitude of the products of two rows' elements.
func (k Kernel) largest(a, b []float32) (top float32) {
	b = b[:len(a)]
	i := 0
	if k.vector && len(a) >= 8 {
		i = len(a) &^ 7
		top = largestAVX2(i, &a[0], &b[0])
	}
	for ; i < len(a); i++ {
		top = max(top, math.Float32frombits(math.Float32bits(a[i]*b[i])&^(1<<31)))
	}
	return top
}

// multiples rounds a·b·factor to whole numbers, element by element, even ones
// at the half.
func (k Kernel) multiples(dst []int16, a, b []float32, factor float32) {
	b = b[:len(a)]
	i := 0
	if k.vector && len(a) >= 8 {
		i = len(a) &^ 7
		multiplesAVX2(i, &dst[0], &a[0], &b[0], factor)
	}
	for ; i < len(a); i++ {
		v := math.RoundToEven(float64(float32(a[i]*b[i]) * factor))
		dst[i] = int16(min(max(v, -math.MaxInt16-1), math.MaxInt16))
	}
}

// product writes from + x·b to the first rows of c; both from and c have rows of
// at least b.N elements, apart by their strides. A stride of 0 for from adds the
// same row to all.
func (k Kernel) product(c []float32, strideC int, from []float32, strideFrom int, x *integers, rows int, b *Bytes) {
	if x.stride != 2*b.pairs() || rows > x.rows {
		panic("neural: shapes of a product differ")
	}
	if rows == 0 || b.N == 0 {
		return
	}
	// The check the assembly does not make.
	_, _ = c[(rows-1)*strideC+b.N-1], from[(rows-1)*strideFrom+b.N-1]
	for r := 0; r < rows; r += productRows {
		part := integers{stride: x.stride, data: x.data[r*x.stride:], scale: x.scale[r:]}
		k.block(c[r*strideC:], strideC, from[r*strideFrom:], strideFrom, &part, min(productRows, rows-r), b)
	}
}

// productRows is how many rows of the left factor are worked on at once, so that
// they stay near while the panels of the right one pass.
const productRows = 128

// width is how many columns of the right factor are worked on at once.
func (k Kernel) width() int {
	if k.dot {
		return 2 * panelWidth
	}
	return panelWidth
}

func (k Kernel) block(c []float32, strideC int, from []float32, strideFrom int, x *integers, rows int, b *Bytes) {
	width := k.width()
	for j := 0; j < b.N; j += width {
		if !k.vector {
			panel := b.wide[j*b.K/2 : (j+panelWidth)*b.K/2]
			x.scalarPanel(c[j:], strideC, from[j:], strideFrom, rows, panel, min(panelWidth, b.N-j))
			continue
		}
		columns := b.data[j*2*b.pairs() : (j+width)*2*b.pairs()]
		if b.N-j >= width {
			k.columns(c[j:], strideC, from[j:], strideFrom, x, rows, columns)
		} else {
			k.lastColumns(c[j:], strideC, from[j:], strideFrom, x, rows, columns, b.N-j)
		}
	}
}

// columns computes as many columns of product as are worked on at once.
func (k Kernel) columns(c []float32, strideC int, from []float32, strideFrom int, x *integers, rows int, columns []int16) {
	if k.dot {
		x.dotPanels(c, strideC, from, strideFrom, rows, columns)
	} else {
		x.vectorPanel(c, strideC, from, strideFrom, rows, columns)
	}
}

// lastColumns computes columns of which only the first exist.
func (k Kernel) lastColumns(c []float32, strideC int, from []float32, strideFrom int, x *integers, rows int, columns []int16, count int) {
	const together = 8
	var tile [together * 2 * panelWidth]float32
	part, width := *x, k.width()
	for r := 0; r < rows; r += together {
		n := min(together, rows-r)
		for i := range n {
			copy(tile[i*width:], from[(r+i)*strideFrom:][:count])
		}
		part.data, part.scale = x.data[r*x.stride:], x.scale[r:]
		k.columns(tile[:], width, tile[:], width, &part, n, columns)
		for i := range n {
			copy(c[(r+i)*strideC:][:count], tile[i*width:])
		}
	}
}

// scalarPanel is the portable form of the kernel. The conversion keeps the
// compiler from fusing product and sum.
func (x *integers) scalarPanel(c []float32, strideC int, from []float32, strideFrom, rows int, panel []int64, width int) {
	for r := range rows {
		both := scalarSums(x.data[r*x.stride:(r+1)*x.stride], panel)
		for j := range width {
			low := int32(both[j%8])
			sum := low
			if j >= 8 {
				sum = int32((both[j%8] - int64(low)) >> 32)
			}
			c[r*strideC+j] = from[r*strideFrom+j] + float32(float32(sum)*x.scale[r])
		}
	}
}

// scalarSums returns the sums of a panel's columns j and, times 2^32, j+8.
func scalarSums(a []int16, panel []int64) (sums [panelWidth / 2]int64) {
	var s0, s1, s2, s3, s4, s5, s6, s7 int64
	for k, v := range a[:len(panel)/8] {
		v, w := int64(v), (*[8]int64)(panel[k*8:])
		s0 += v * w[0]
		s1 += v * w[1]
		s2 += v * w[2]
		s3 += v * w[3]
		s4 += v * w[4]
		s5 += v * w[5]
		s6 += v * w[6]
		s7 += v * w[7]
	}
	return [...]int64{s0, s1, s2, s3, s4, s5, s6, s7}
}

// affine returns a·b + bias in the memory of dst, with a rounded into x.
func (k Kernel) affine(dst, a Matrix, x *integers, b *Bytes, bias Matrix) Matrix {
	dst = dst.Resize(a.Rows, b.N)
	k.roundAll(x, a, b)
	k.product(dst.Data, dst.Cols, bias.Data, 0, x, a.Rows, b)
	return dst
}

func (k Kernel) roundAll(x *integers, a Matrix, b *Bytes) {
	x.resize(a.Rows, b)
	for i := range a.Rows {
		k.round(x, i, a.Row(i), b)
	}
}
