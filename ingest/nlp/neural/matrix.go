// Package neural holds the arithmetic of the language layer's network: matrix
// kernels, a bidirectional LSTM, and a joint tagger and biaffine parser.
//
// The parser multiplies whole numbers, whose sums are exact (see Bytes).
// Training multiplies floating-point ones: there every sum has one fixed order
// and every product is rounded before it is added. Both hold in the vector code
// as in the scalar code, so all kernels give the same bits on every machine,
// whatever a sentence is batched with.
package neural

// A Matrix is a dense matrix in row order.
type Matrix struct {
	Rows, Cols int
	Data       []float32
}

// NewMatrix returns a zero matrix.
func NewMatrix(rows, cols int) Matrix {
	return Matrix{rows, cols, make([]float32, rows*cols)}
}

// Row returns row i, sharing its memory.
func (m Matrix) Row(i int) []float32 { return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols] }

// Top returns the first rows of m, sharing their memory.
func (m Matrix) Top(rows int) Matrix { return Matrix{rows, m.Cols, m.Data[:rows*m.Cols]} }

// Resize returns a matrix of that shape whose contents are undefined, in the
// memory of m where it suffices.
func (m Matrix) Resize(rows, cols int) Matrix {
	n := rows * cols
	if cap(m.Data) < n {
		return Matrix{rows, cols, make([]float32, n, n+n/4)}
	}
	return Matrix{rows, cols, m.Data[:n]}
}

// Zero clears m.
func (m Matrix) Zero() { clear(m.Data) }

// Transpose writes the transpose of m into dst's memory and returns it.
func (m Matrix) Transpose(dst Matrix) Matrix {
	dst = dst.Resize(m.Cols, m.Rows)
	const tile = 16
	for i0 := 0; i0 < m.Rows; i0 += tile {
		i1 := min(i0+tile, m.Rows)
		for j0 := 0; j0 < m.Cols; j0 += tile {
			j1 := min(j0+tile, m.Cols)
			for i := i0; i < i1; i++ {
				for j := j0; j < j1; j++ {
					dst.Data[j*m.Rows+i] = m.Data[i*m.Cols+j]
				}
			}
		}
	}
	return dst
}

// panelWidth is the number of columns the kernel computes at once.
const panelWidth = 16

// Panels is the right factor of a product, cut into panels of 16 columns so
// that the kernel reads it in order. The last panel is filled up with zeros.
type Panels struct {
	K, N int // rows and columns of the factor
	data []float32
}

// Pack fills p with m.
func (p *Panels) Pack(m Matrix) {
	p.resize(m.Rows, m.Cols)
	for j0 := 0; j0 < m.Cols; j0 += panelWidth {
		w := min(panelWidth, m.Cols-j0)
		panel := p.data[j0*m.Rows:]
		for k := range m.Rows {
			row := panel[k*panelWidth : (k+1)*panelWidth]
			clear(row[copy(row[:w], m.Data[k*m.Cols+j0:k*m.Cols+j0+w]):])
		}
	}
}

// PackT fills p with the transpose of m.
func (p *Panels) PackT(m Matrix) {
	p.resize(m.Cols, m.Rows)
	for j0 := 0; j0 < m.Rows; j0 += panelWidth {
		w := min(panelWidth, m.Rows-j0)
		panel := p.data[j0*m.Cols : j0*m.Cols+m.Cols*panelWidth]
		if w < panelWidth {
			clear(panel)
		}
		for j := range w {
			for k, v := range m.Row(j0 + j) {
				panel[k*panelWidth+j] = v
			}
		}
	}
}

func (p *Panels) resize(k, n int) {
	p.K, p.N = k, n
	size := (n + panelWidth - 1) / panelWidth * panelWidth * k
	if cap(p.data) < size {
		p.data = make([]float32, size)
	}
	p.data = p.data[:size]
}
