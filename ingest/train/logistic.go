package train

import (
	"math"
	"math/rand/v2"
)

// An example is one yes-or-no decision with its hashed features.
type example struct {
	features []uint32
	yes      bool
}

// fitLogistic fits a logistic regression over 1<<bits hashed features with
// AdaGrad (Duchi, Hazan and Singer 2011) and returns its weights. Features
// are dropped with probability drop, so that rare ones do not carry alone.
func fitLogistic(examples []example, bits, epochs int, rate, drop float64, seed uint64) []float64 {
	w := make([]float64, 1<<bits)
	g2 := make([]float64, 1<<bits)
	sum := make([]float64, 1<<bits)
	mask := uint32(len(w) - 1)
	rng := rand.New(rand.NewPCG(seed, 1))
	order := rng.Perm(len(examples))
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			e := &examples[k]
			z, keep := 0.0, e.features[:0:0]
			for _, f := range e.features {
				if drop == 0 || rng.Float64() >= drop {
					keep = append(keep, f&mask)
					z += w[f&mask]
				}
			}
			grad := 1 / (1 + math.Exp(-z))
			if e.yes {
				grad--
			}
			for _, f := range keep {
				g2[f] += grad * grad
				w[f] -= rate * grad / (1e-6 + math.Sqrt(g2[f]))
			}
		}
		for i := range w {
			sum[i] += w[i]
		}
	}
	for i := range sum {
		sum[i] /= float64(epochs)
	}
	return sum
}
