package train

import (
	"math"
	"slices"

	"dossier/ingest/nlp/neural"
)

// Constants of the optimiser (Adam: Kingma & Ba 2015).
const (
	adamFirst  = 0.9
	adamSecond = 0.98
	adamSmall  = 1e-9
	warmUp     = 200 // steps
	clipNorm   = 5
)

// adam updates the weights: Adam with linear warm-up and decay to zero,
// gradients clipped by their common norm; feature rows are updated only when a
// batch has them. It keeps a moving average of the weights beside.
type adam struct {
	w             *neural.Params
	first, second *neural.Params // moments
	mean          *neural.Params
	rate, decay   float64
	done, steps   int
	rows          []int32
}

func newAdam(w *neural.Params, rate float64, steps int, decay float64) *adam {
	a := &adam{w: w, first: neural.NewParams(w.Shape), second: neural.NewParams(w.Shape), rate: rate, steps: steps, decay: decay}
	if decay > 0 {
		a.mean = clone(w)
	}
	return a
}

func clone(w *neural.Params) *neural.Params {
	c := neural.NewParams(w.Shape)
	_, from := w.All()
	_, to := c.All()
	for i := range from {
		copy(to[i].Data, from[i].Data)
	}
	return c
}

// average returns a copy of the averaged weights, or of the weights themselves
// where none are kept.
func (a *adam) average() *neural.Params {
	if a.mean == nil {
		return clone(a.w)
	}
	return clone(a.mean)
}

// step applies the sum of two gradients; it uses up g.
func (a *adam) step(g, other *gradient) {
	norm := 0.0
	for i, m := range g.dense {
		for j, v := range other.dense[i].Data {
			m.Data[j] += v
			norm += float64(m.Data[j]) * float64(m.Data[j])
		}
	}
	a.rows = append(append(a.rows[:0], g.touched...), other.touched...)
	slices.Sort(a.rows)
	a.rows = slices.Compact(a.rows)
	for _, r := range a.rows {
		row := g.Embed.Row(int(r))
		for j, v := range other.Embed.Row(int(r)) {
			row[j] += v
			norm += float64(row[j]) * float64(row[j])
		}
		if !g.mark[r] {
			g.mark[r] = true
			g.touched = append(g.touched, r)
		}
	}
	shrink := float32(1)
	if norm = math.Sqrt(norm); norm > clipNorm {
		shrink = float32(clipNorm / norm)
	}
	a.apply(g, shrink)
	a.follow()
}

func (a *adam) apply(g *gradient, shrink float32) {
	a.done++
	n := float64(a.done)
	rate := a.rate * min(n/warmUp, 1) * max(0, 1-n/float64(a.steps+1))
	rate *= math.Sqrt(1-math.Pow(adamSecond, n)) / (1 - math.Pow(adamFirst, n))
	_, w := a.w.All()
	_, first := a.first.All()
	_, second := a.second.All()
	for i, m := range g.dense {
		adamRow(w[i+1].Data, m.Data, first[i+1].Data, second[i+1].Data, float32(rate), shrink)
	}
	for _, r := range a.rows {
		r := int(r)
		adamRow(a.w.Embed.Row(r), g.Embed.Row(r), a.first.Embed.Row(r), a.second.Embed.Row(r), float32(rate), shrink)
	}
}

func adamRow(w, g, first, second []float32, rate, shrink float32) {
	g, first, second = g[:len(w)], first[:len(w)], second[:len(w)]
	for i := range w {
		d := g[i] * shrink
		first[i] += (1 - adamFirst) * (d - first[i])
		second[i] += (1 - adamSecond) * (d*d - second[i])
		w[i] -= rate * first[i] / (float32(math.Sqrt(float64(second[i]))) + adamSmall)
	}
}

// followEvery is the number of steps between two moves of the average.
const followEvery = 8

// follow moves the average towards the weights, faster in the beginning.
func (a *adam) follow() {
	if a.mean == nil || a.done%followEvery != 0 && a.done < a.steps {
		return
	}
	n := float64(a.done)
	part := float32(1 - math.Pow(min(a.decay, (1+n)/(10+n)), followEvery))
	_, w := a.w.All()
	_, mean := a.mean.All()
	for i := range w {
		from, to := w[i].Data, mean[i].Data
		to = to[:len(from)]
		for j, v := range from {
			to[j] += part * (v - to[j])
		}
	}
}
