package neural

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func drawMatrix(t *rapid.T, rows, cols int, label string) Matrix {
	m := NewMatrix(rows, cols)
	seed := rapid.Uint32().Draw(t, label)
	for i := range m.Data {
		seed = seed*1664525 + 1013904223
		m.Data[i] = float32(int32(seed)) / (1 << 30)
	}
	return m
}

// TestAddMul compares all kernels with the definition of a product, for bits.
func TestAddMul(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k, m := rapid.IntRange(1, 140).Draw(t, "n"), rapid.IntRange(1, 300).Draw(t, "k"), rapid.IntRange(1, 50).Draw(t, "m")
		a, b, c := drawMatrix(t, n, k, "a"), drawMatrix(t, k, m, "b"), drawMatrix(t, n, m, "c")
		want := NewMatrix(n, m)
		for i := range n {
			for j := range m {
				sum := c.Data[i*m+j]
				for l := range k {
					sum += float32(a.Data[i*k+l] * b.Data[l*m+j])
				}
				want.Data[i*m+j] = sum
			}
		}
		var p, pt Panels
		p.Pack(b)
		pt.PackT(b.Transpose(Matrix{}))
		for _, kern := range Kernels() {
			for _, panels := range []*Panels{&p, &pt} {
				got := NewMatrix(n, m)
				copy(got.Data, c.Data)
				kern.AddMul(got, a, panels)
				for i := range got.Data {
					if got.Data[i] != want.Data[i] {
						t.Fatalf("%s: element %d is %v, want %v", kern.Name(), i, got.Data[i], want.Data[i])
					}
				}
			}
		}
	})
}

func TestElementwiseBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.IntRange(1, 70).Draw(t, "h")
		scale := rapid.Float32Range(0, 100).Draw(t, "scale")
		z, c := drawMatrix(t, 1, 4*h, "z"), drawMatrix(t, 1, h, "c")
		for i := range z.Data {
			z.Data[i] *= scale
		}
		type result struct{ z, s, o, e, a, p []float32 }
		run := func(k Kernel) (r result) {
			r.z = append(r.z, z.Data...)
			r.e = append(r.e, z.Data...)
			r.a = append(r.a, z.Data...)
			r.s, r.o = make([]float32, h), make([]float32, h)
			k.Cell(r.z, c.Data, r.s, r.o)
			k.Exp(r.e, -0.25)
			k.Add(r.a, r.e)
			r.p = append(r.p, z.Data...)
			k.Softmax(r.p)
			return r
		}
		v, s := run(Best()), run(Scalar())
		for n, pair := range [][2][]float32{{v.z, s.z}, {v.s, s.s}, {v.o, s.o}, {v.e, s.e}, {v.a, s.a}, {v.p, s.p}} {
			for i := range pair[0] {
				if math.Float32bits(pair[0][i]) != math.Float32bits(pair[1][i]) {
					t.Fatalf("array %d, element %d: vector %v, scalar %v", n, i, pair[0][i], pair[1][i])
				}
			}
		}
	})
}

func TestExpAndTanh(t *testing.T) {
	for x := float32(-80); x < 80; x += 0.0137 {
		if got, want := float64(exp(x)), math.Exp(float64(x)); math.Abs(got/want-1) > 3e-7 {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
		if got, want := float64(Tanh(x)), math.Tanh(float64(x)); math.Abs(got-want) > 3e-7 {
			t.Fatalf("tanh(%v) = %v, want %v", x, got, want)
		}
	}
}

func BenchmarkAddMul(b *testing.B) {
	for _, k := range Kernels() {
		b.Run(k.Name(), func(b *testing.B) {
			x, w, y := NewMatrix(800, 256), NewMatrix(256, 1024), NewMatrix(800, 1024)
			var p Panels
			p.Pack(w)
			for b.Loop() {
				k.AddMul(y, x, &p)
			}
			b.ReportMetric(2*800*256*1024*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}

func BenchmarkCell(b *testing.B) {
	for _, k := range Kernels() {
		b.Run(k.Name(), func(b *testing.B) {
			z, c, o := make([]float32, 512), make([]float32, 128), make([]float32, 128)
			for b.Loop() {
				k.Cell(z, c, c, o)
			}
		})
	}
}
