package train

import "math"

// FitLogistic fits the weights of a logistic regression by gradient descent
// with an L2 penalty on all weights but the first, which is the bias. It is
// deterministic: rows are taken in order.
func FitLogistic(rows [][]float64, right []bool, penalty float64) []float64 {
	if len(rows) == 0 {
		return nil
	}
	w := make([]float64, len(rows[0]))
	grad := make([]float64, len(w))
	speed := make([]float64, len(w)) // sums of squared gradients (AdaGrad)
	for range 2000 {
		for i := range grad {
			grad[i] = 0
		}
		for n, f := range rows {
			x := 0.0
			for i, v := range f {
				x += w[i] * v
			}
			e := 1 / (1 + math.Exp(-x))
			if right[n] {
				e--
			}
			for i, v := range f {
				grad[i] += e * v
			}
		}
		for i := range w {
			g := grad[i] / float64(len(rows))
			if i > 0 {
				g += penalty * w[i]
			}
			speed[i] += g * g
			if speed[i] > 0 {
				w[i] -= 0.1 * g / math.Sqrt(speed[i])
			}
		}
	}
	return w
}
