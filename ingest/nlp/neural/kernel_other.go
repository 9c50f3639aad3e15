//go:build !amd64

package neural

const hasVector, hasDot = false, false

func vectorPanel(rows, depth int, a []float32, lda int, b, c []float32, ldc int) {
	panic("neural: no vector kernel")
}

func addAVX2(n int, dst, src *float32)         { panic("neural: no vector kernel") }
func topAVX2(n int, x *float32) float32        { panic("neural: no vector kernel") }
func scaleAVX2(n int, x *float32, by float32)  { panic("neural: no vector kernel") }
func expAVX2(n int, x *float32, shift float32) { panic("neural: no vector kernel") }
func cellAVX2(n, h int, z, before, state, out *float32) {
	panic("neural: no vector kernel")
}

func (x *integers) vectorPanel(c []float32, strideC int, from []float32, strideFrom, rows int, panel []int16) {
	panic("neural: no vector kernel")
}

func (x *integers) dotPanels(c []float32, strideC int, from []float32, strideFrom, rows int, panels []int16) {
	panic("neural: no vector kernel")
}

func largestAVX2(n int, a, b *float32) float32 { panic("neural: no vector kernel") }
func multiplesAVX2(n int, dst *int16, a, b *float32, factor float32) {
	panic("neural: no vector kernel")
}
func reluAVX2(n int, x *float32) { panic("neural: no vector kernel") }
