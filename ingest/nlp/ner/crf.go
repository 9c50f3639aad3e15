package ner

import "math"

// A Chain computes over one sentence: emission scores of each word and edge
// scores between neighbours. Its buffers are reused; it serves one goroutine.
type Chain struct {
	Emit  [][NumLabels]float32
	Kinds []int
	Edges *[NumEdges][NumLabels][NumLabels]float32
	Start *[NumLabels]float32

	alpha, beta [][NumLabels]float64
	scale       []float64
	emit        [][NumLabels]float64
	edges       [NumEdges]*[NumLabels][NumLabels]float64
	back        [][NumLabels]Label
	fixed       bool // the edge scores never change: what was computed of them holds
}

// Best returns the most probable legal labels (Viterbi).
func (c *Chain) Best() []Label {
	n := len(c.Emit)
	if n == 0 {
		return nil
	}
	c.back = c.back[:0]
	var prev, next [NumLabels]float32
	for l := range prev {
		prev[l] = float32(math.Inf(-1))
		if Follows(Outside, Label(l)) {
			prev[l] = c.Start[l] + c.Emit[0][l]
		}
	}
	for i := 1; i < n; i++ {
		edge := &c.Edges[c.Kinds[i]]
		var from [NumLabels]Label
		for l := range next {
			best := float32(math.Inf(-1))
			for p := range prev {
				if s := prev[p] + edge[p][l]; s > best && Follows(Label(p), Label(l)) {
					best, from[l] = s, Label(p)
				}
			}
			next[l] = best + c.Emit[i][l]
		}
		c.back = append(c.back, from)
		prev = next
	}
	out := make([]Label, n)
	best := Label(0)
	for l := range prev {
		if prev[l] > prev[best] {
			best = Label(l)
		}
	}
	for i := n - 1; ; i-- {
		out[i] = best
		if i == 0 {
			return out
		}
		best = c.back[i-1][best]
	}
}

// expEdges caches the exponentials of the edge scores the sentence needs.
func (c *Chain) expEdges() {
	if !c.fixed {
		clear(c.edges[:])
	}
	for _, k := range c.Kinds {
		if c.edges[k] != nil {
			continue
		}
		e := new([NumLabels][NumLabels]float64)
		for p := range e {
			for l := range e[p] {
				if Follows(Label(p), Label(l)) {
					e[p][l] = math.Exp(float64(c.Edges[k][p][l]))
				}
			}
		}
		c.edges[k] = e
	}
}

func (c *Chain) expEmit() {
	c.emit = c.emit[:0]
	for i, e := range c.Emit {
		var x [NumLabels]float64
		most := e[0]
		for _, v := range e {
			most = max(most, v)
		}
		for l, v := range e {
			if i == 0 {
				v += c.Start[l]
			}
			x[l] = math.Exp(float64(v - most))
		}
		c.emit = append(c.emit, x)
	}
}

// Prepare readies the chain for Forward after Emit, Kinds or weights changed.
func (c *Chain) Prepare() {
	c.expEdges()
	c.expEmit()
}

// Forward fills marginals with the probability of each label of each word,
// given that word i's label is in allowed[i] (nil: any). It returns the log of
// the total, up to a constant of the sentence; -Inf when nothing is allowed.
func (c *Chain) Forward(allowed []Labels, marginals [][NumLabels]float64) float64 {
	n := len(c.emit)
	if cap(c.alpha) < n {
		c.alpha, c.beta, c.scale = make([][NumLabels]float64, n*2), make([][NumLabels]float64, n*2), make([]float64, n*2)
	}
	alpha, beta, scale := c.alpha[:n], c.beta[:n], c.scale[:n]
	total := 0.0
	for i := range n {
		sum := 0.0
		for l := range NumLabels {
			alpha[i][l] = 0
			if allowed != nil && !allowed[i].Has(Label(l)) {
				continue
			}
			v := 0.0
			if i == 0 {
				if Follows(Outside, Label(l)) {
					v = 1
				}
			} else {
				e := c.edges[c.Kinds[i]]
				for p, a := range alpha[i-1] {
					v += a * e[p][l]
				}
			}
			alpha[i][l] = v * c.emit[i][l]
			sum += alpha[i][l]
		}
		if sum <= 0 || math.IsInf(sum, 1) || math.IsNaN(sum) {
			return math.Inf(-1)
		}
		for l := range alpha[i] {
			alpha[i][l] /= sum
		}
		scale[i] = sum
		total += math.Log(sum)
	}
	for i := n - 1; i >= 0; i-- {
		for l := range NumLabels {
			if i == n-1 {
				beta[i][l] = 1
				continue
			}
			e := c.edges[c.Kinds[i+1]]
			v := 0.0
			for q := range NumLabels {
				if allowed == nil || allowed[i+1].Has(Label(q)) {
					v += e[l][q] * c.emit[i+1][q] * beta[i+1][q]
				}
			}
			beta[i][l] = v / scale[i+1]
		}
		for l := range NumLabels {
			marginals[i][l] = alpha[i][l] * beta[i][l]
		}
	}
	return total
}

// Pairs adds to sums the expected number of each pair of labels, by the kind
// of the second word, after a Forward with the same allowed.
func (c *Chain) Pairs(allowed []Labels, weight float64, sums *[NumEdges][NumLabels][NumLabels]float64) {
	for i := 1; i < len(c.emit); i++ {
		k := c.Kinds[i]
		e := c.edges[k]
		for p := range NumLabels {
			a := c.alpha[i-1][p] * weight / c.scale[i]
			if a == 0 {
				continue
			}
			for l := range NumLabels {
				if allowed == nil || allowed[i].Has(Label(l)) {
					sums[k][p][l] += a * e[p][l] * c.emit[i][l] * c.beta[i][l]
				}
			}
		}
	}
}
