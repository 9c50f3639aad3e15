package neural

import "golang.org/x/sys/cpu"

var (
	hasVector = cpu.X86.HasAVX2
	hasDot    = cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

func vectorPanel(rows, depth int, a []float32, lda int, b, c []float32, ldc int) {
	whole := rows / 4
	if whole > 0 {
		mul4AVX2(whole, depth, &a[0], lda, &b[0], &c[0], ldc)
	}
	for i := whole * 4; i < rows; i++ {
		mul1AVX2(depth, &a[i*lda], &b[0], &c[i*ldc])
	}
}

// mul4AVX2 adds a·b to c, for blocks of four rows of a (depth columns, lda
// apart), one panel b, and c (16 columns, ldc apart).
//
//go:noescape
func mul4AVX2(blocks, depth int, a *float32, lda int, b, c *float32, ldc int)

// mul1AVX2 does the same for one row.
//
//go:noescape
func mul1AVX2(depth int, a, b, c *float32)

// addAVX2 adds n elements, a multiple of 8.
//
//go:noescape
func addAVX2(n int, dst, src *float32)

// topAVX2 is Kernel.top for n elements, a multiple of 8.
//
//go:noescape
func topAVX2(n int, x *float32) float32

// scaleAVX2 is Kernel.scale for n elements, a multiple of 8.
//
//go:noescape
func scaleAVX2(n int, x *float32, by float32)

// expAVX2 is Kernel.Exp for n elements, a multiple of 8.
//
//go:noescape
func expAVX2(n int, x *float32, shift float32)

// cellAVX2 is Kernel.Cell for the first n of h units, n a multiple of 8.
//
//go:noescape
func cellAVX2(n, h int, z, before, state, out *float32)
