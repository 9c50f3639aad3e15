package neural

// vectorPanel computes one whole panel of product.
func (x *integers) vectorPanel(c []float32, strideC int, from []float32, strideFrom, rows int, panel []int16) {
	pairs, whole := x.stride/2, rows/4
	if whole > 0 {
		int4AVX2(whole, pairs, &x.data[0], &panel[0], &x.scale[0], &from[0], strideFrom, &c[0], strideC)
	}
	r := whole * 4
	if rows-r >= 2 {
		int2AVX2(pairs, &x.data[r*x.stride], &panel[0], &x.scale[r], &from[r*strideFrom], strideFrom, &c[r*strideC], strideC)
		r += 2
	}
	if r < rows {
		int1AVX2(pairs, &x.data[r*x.stride], &panel[0], &x.scale[r], &from[r*strideFrom], &c[r*strideC])
	}
}

// dotPanels computes two whole panels of product, with the dot products of
// AVX-512 VNNI.
func (x *integers) dotPanels(c []float32, strideC int, from []float32, strideFrom, rows int, panels []int16) {
	pairs, whole := x.stride/2, rows/8
	if whole > 0 {
		dot8AVX512(whole, pairs, &x.data[0], &panels[0], &x.scale[0], &from[0], strideFrom, &c[0], strideC)
	}
	if r := whole * 8; r < rows {
		dot1AVX512(rows-r, pairs, &x.data[r*x.stride], &panels[0], &x.scale[r], &from[r*strideFrom], strideFrom, &c[r*strideC], strideC)
	}
}

// dot8AVX512 is int4AVX2 for blocks of eight rows and two panels, which are
// close together.
//
//go:noescape
func dot8AVX512(blocks, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)

// dot1AVX512 is the same for single rows.
//
//go:noescape
func dot1AVX512(rows, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)

// int4AVX2 writes from + a·b·scale to c: blocks of four rows of a (pairs of
// columns, close together), one panel b, rows of 16 columns of from and c at
// their strides.
//
//go:noescape
func int4AVX2(blocks, pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)

// int2AVX2 does the same for two rows.
//
//go:noescape
func int2AVX2(pairs int, a, b *int16, scale, from *float32, strideFrom int, c *float32, strideC int)

// int1AVX2 does the same for one row.
//
//go:noescape
func int1AVX2(pairs int, a, b *int16, scale, from, c *float32)

// largestAVX2 is Kernel.largest for n elements, a multiple of 8.
//
//go:noescape
func largestAVX2(n int, a, b *float32) float32

// multiplesAVX2 is Kernel.multiples for n elements, a multiple of 8.
//
//go:noescape
func multiplesAVX2(n int, dst *int16, a, b *float32, factor float32)

// reluAVX2 replaces negative elements by nought, n a multiple of 8.
//
//go:noescape
func reluAVX2(n int, x *float32)
