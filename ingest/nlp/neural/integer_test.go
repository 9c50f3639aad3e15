package neural

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestProduct compares all kernels with each other, for bits, and with the
// product of the numbers before rounding.
func TestProduct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k, m := rapid.IntRange(1, 40).Draw(t, "n"), rapid.IntRange(1, 300).Draw(t, "k"), rapid.IntRange(1, 50).Draw(t, "m")
		a, w, bias := drawMatrix(t, n, k, "a"), drawMatrix(t, k, m, "w"), drawMatrix(t, 1, m, "bias")
		var last Matrix
		for _, kern := range Kernels() {
			got := kern.affine(Matrix{}, a, new(integers), kern.bytes(w), bias)
			for i := range got.Data {
				if last.Data != nil && got.Data[i] != last.Data[i] {
					t.Fatalf("element %d is %v with one kernel and %v with %s", i, last.Data[i], got.Data[i], kern.Name())
				}
				want := float64(bias.Data[i%m])
				for l := range k {
					want += float64(a.Data[i/m*k+l]) * float64(w.Data[l*m+i%m])
				}
				// Every factor is off by half a step at most.
				if bound := float64(k) * 2 * (1./254 + 1./32000 + 127*float64(k)/math.MaxInt32); math.Abs(float64(got.Data[i])-want) > 2*bound {
					t.Fatalf("element %d is %v, want %v", i, got.Data[i], want)
				}
			}
			last = got
		}
	})
}

// TestProductOverflow multiplies the largest numbers there can be.
func TestProductOverflow(t *testing.T) {
	for _, depth := range []int{1, 2, 256, 257, 4096} {
		w, a := NewMatrix(depth, 17), NewMatrix(5, depth)
		for i := range w.Data {
			w.Data[i] = -3
		}
		for i := range a.Data {
			a.Data[i] = 7
		}
		for _, k := range Kernels() {
			got := k.affine(Matrix{}, a, new(integers), k.bytes(w), NewMatrix(1, 17))
			for i, v := range got.Data {
				if math.Abs(float64(v)/float64(-21*depth)-1) > 1e-3 {
					t.Fatalf("%s, depth %d: element %d is %v, want %v", k.Name(), depth, i, v, -21*depth)
				}
			}
		}
	}
}

func TestRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 70).Draw(t, "n")
		w := drawMatrix(t, n, 3, "w")
		a := make([]float32, n)
		size := rapid.SampledFrom([]float32{0, 1e-38, 1e-6, 1, 1e6, 1e20}).Draw(t, "size")
		for i := range a {
			a[i] = size * w.Data[i]
		}
		b := Best().bytes(w)
		var v, s integers
		v.resize(1, b)
		s.resize(1, b)
		Best().round(&v, 0, a, b)
		Scalar().round(&s, 0, a, b)
		if v.scale[0] != s.scale[0] {
			t.Fatalf("scales %v and %v", v.scale[0], s.scale[0])
		}
		for i := range v.data {
			if v.data[i] != s.data[i] {
				t.Fatalf("element %d of %v: vector %d, scalar %d", i, a, v.data[i], s.data[i])
			}
		}
		x, y := append([]float32(nil), a...), append([]float32(nil), a...)
		Best().relu(x)
		Scalar().relu(y)
		for i := range x {
			if math.Float32bits(x[i]) != math.Float32bits(y[i]) {
				t.Fatalf("relu of %v: vector %v, scalar %v", a[i], x[i], y[i])
			}
		}
	})
}

func BenchmarkProduct(b *testing.B) {
	x, w := NewMatrix(800, 256), NewMatrix(256, 1024)
	for i := range x.Data {
		x.Data[i] = float32(i%17) - 8
	}
	for i := range w.Data {
		w.Data[i] = float32(i%19) - 9
	}
	bias := NewMatrix(1, 1024)
	for _, k := range Kernels() {
		b.Run(k.Name(), func(b *testing.B) {
			f := k.bytes(w)
			var in integers
			var y Matrix
			for b.Loop() {
				y = k.affine(y, x, &in, f, bias)
			}
			b.ReportMetric(2*800*256*1024*float64(b.N)/b.Elapsed().Seconds()/1e9, "GOP/s")
		})
	}
}
