package train

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"dossier/ingest/nlp/ner"
)

// train fits one model: AdaGrad (Duchi, Hazan and Singer 2011), one sentence a
// step, on the log-likelihood that the labels are among the allowed ones.
func (f *crfFit) train(rng *rand.Rand) *crfParams {
	p, g := newCRFParams(len(f.keys)), newCRFParams(len(f.keys))
	t := &crfStep{fit: f, p: p, g: g, rng: rng}
	t.chain.Edges, t.chain.Start = &p.edges, &p.start
	order := make([]int, len(f.sentences))
	for i := range order {
		order[i] = i
	}
	for epoch := range f.opt.Epochs {
		begun := time.Now()
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for _, i := range order {
			loss += t.step(&f.sentences[i])
		}
		fmt.Fprintf(f.opt.Log, "epoch %d: loss %.4f a word, %s\n", epoch+1, loss/float64(f.words), time.Since(begun).Round(time.Millisecond))
	}
	return p
}

// A crfStep takes the gradient steps of one model.
type crfStep struct {
	fit         *crfFit
	p, g        *crfParams // weights and sums of squared gradients
	rng         *rand.Rand
	chain       ner.Chain
	kept        []uint32
	ends        []int
	free, bound [][ner.NumLabels]float64
	pairs       [ner.NumEdges][ner.NumLabels][ner.NumLabels]float64
}

// step learns from one sentence and returns its loss before.
func (t *crfStep) step(s *crfSentence) float64 {
	n := len(s.ends)
	t.drop(s)
	c := &t.chain
	c.Kinds = s.kinds
	c.Emit = c.Emit[:0]
	scale := float32(1 / (1 - t.fit.opt.Dropout))
	at := 0
	for _, end := range t.ends {
		var e [ner.NumLabels]float32
		for _, k := range t.kept[at:end] {
			for l, v := range &t.p.rows[k] {
				e[l] += v
			}
		}
		for l := range e {
			e[l] *= scale
		}
		c.Emit = append(c.Emit, e)
		at = end
	}
	for len(t.free) < n {
		t.free = append(t.free, [ner.NumLabels]float64{})
		t.bound = append(t.bound, [ner.NumLabels]float64{})
	}
	c.Prepare()
	for _, k := range s.kinds {
		t.pairs[k] = [ner.NumLabels][ner.NumLabels]float64{}
	}
	gold := c.Forward(s.allowed, t.bound[:n])
	if math.IsInf(gold, -1) {
		return 0
	}
	c.Pairs(s.allowed, 1, &t.pairs)
	all := c.Forward(nil, t.free[:n])
	c.Pairs(nil, -1, &t.pairs)
	t.update(s, scale)
	return all - gold
}

// drop copies the sentence's features without those hidden in this step.
func (t *crfStep) drop(s *crfSentence) {
	t.kept, t.ends = t.kept[:0], t.ends[:0]
	limit := uint32(t.fit.opt.Dropout * (1 << 16))
	at := 0
	for _, end := range s.ends {
		var bits uint64
		for i, k := range s.feats[at:end] {
			if i%4 == 0 {
				bits = t.rng.Uint64()
			}
			if uint32(bits&0xffff) >= limit {
				t.kept = append(t.kept, k)
			}
			bits >>= 16
		}
		t.ends = append(t.ends, len(t.kept))
		at = end
	}
}

func (t *crfStep) update(s *crfSentence, scale float32) {
	rate := float32(t.fit.opt.Rate)
	at := 0
	for i, end := range t.ends {
		var d [ner.NumLabels]float32
		largest := float32(0)
		for l := range d {
			d[l] = float32(t.bound[i][l]-t.free[i][l]) * scale
			largest = max(largest, d[l], -d[l])
		}
		if i == 0 {
			for l, v := range d {
				adagrad(&t.p.start[l], &t.g.start[l], v/scale, rate)
			}
		}
		if largest > 1e-4 {
			for _, k := range t.kept[at:end] {
				p, g := &t.p.rows[k], &t.g.rows[k]
				for l, v := range d {
					adagrad(&p[l], &g[l], v, rate)
				}
			}
		}
		at = end
	}
	for i, k := range s.kinds {
		if i == 0 {
			continue
		}
		for a := range t.pairs[k] {
			for b, v := range t.pairs[k][a] {
				if v != 0 {
					adagrad(&t.p.edges[k][a][b], &t.g.edges[k][a][b], float32(v), rate)
				}
			}
		}
		t.pairs[k] = [ner.NumLabels][ner.NumLabels]float64{}
	}
}

func adagrad(p, g *float32, d, rate float32) {
	*g += d * d
	*p += rate * d / (float32(math.Sqrt(float64(*g))) + 1e-6)
}
