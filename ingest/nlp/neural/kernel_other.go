//go:build !amd64

package neural

const hasVector = false

func vectorPanel(rows, depth int, a []float32, lda int, b, c []float32, ldc int) {
	panic("neural: no vector kernel")
}

func addAVX2(n int, dst, src *float32)         { panic("neural: no vector kernel") }
func expAVX2(n int, x *float32, shift float32) { panic("neural: no vector kernel") }
func cellAVX2(n, h int, z, before, state, out *float32) {
	panic("neural: no vector kernel")
}
