package train

import (
	"math"
	"math/rand/v2"

	"dossier/ingest/nlp"
)

// A pronounExample is one question to the ranker with the choices that are
// right; when several are, any of them may win.
type pronounExample struct {
	choices [][]uint32
	right   []bool
	weight  float64
}

// corefBits is the size of the ranker: 1<<corefBits weights.
const corefBits = 15

// gapWeight is how much a pronoun of GAP counts for one of GUM, which has
// five times as many and mostly easy ones.
const gapWeight = 6

// knetWeight is the same for KnowledgeNet, which has very few.
const knetWeight = 2

// A pronounRanker is the weights of hashed features.
type pronounRanker []float64

// best returns the choice the ranker takes; of equals the first.
func (w pronounRanker) best(q *nlp.PronounQuestion) int {
	best, top := 0, math.Inf(-1)
	for k, c := range q.Choices {
		sum := 0.0
		for _, f := range c.Features {
			sum += w[f&uint32(len(w)-1)]
		}
		if sum > top {
			best, top = k, sum
		}
	}
	return best
}

// FitPronouns fits the pronoun ranker on GUM documents, a GAP file and a
// KnowledgeNet file. These mark one pronoun of a text; the others are answered by
// a ranker fitted on GUM alone, so that what comes out depends on the data and not
// on the weights that were there before.
func FitPronouns(a *nlp.Analyzer, sentences []*nlp.CoNLLUSentence, gap, knet string, seed uint64) ([]byte, error) {
	examples := gumQuestions(a, sentences)
	others := fitRankers(examples, seed)
	more, err := gapQuestions(a, gap, others)
	if err != nil {
		return nil, err
	}
	examples = append(examples, more...)
	if more, err = knetQuestions(a, knet, others); err != nil {
		return nil, err
	}
	examples = append(examples, more...)
	return nlp.EncodeCoref(fitRankers(examples, seed)), nil
}

// epochs is how often a fit sees the examples: with more it learns the texts of GAP
// by heart (12 cost two points of its development set).
const epochs = 3

// fits is how many rankers are averaged: the order of the examples alone moves
// GAP's F1 by a point.
const fits = 8

// fitRankers averages rankers that saw the examples in different orders.
func fitRankers(examples []pronounExample, seed uint64) pronounRanker {
	mean := make(pronounRanker, 1<<corefBits)
	for n := range uint64(fits) {
		for i, w := range fitRanker(examples, corefBits, epochs, seed+n) {
			mean[i] += w / fits
		}
	}
	return mean
}

// gumQuestions collects the third-person pronouns of GUM. The right choice
// is also the answer, so that later questions see true chains.
func gumQuestions(a *nlp.Analyzer, sentences []*nlp.CoNLLUSentence) []pronounExample {
	var out []pronounExample
	docs := gumDocuments(sentences)
	for i := range docs {
		d := &docs[i]
		cluster := map[int]int{} // head token → cluster + 1
		for _, m := range d.mentions {
			cluster[m.head] = m.cluster + 1
		}
		a.PronounQuestions(d.plain(), func(q *nlp.PronounQuestion) int {
			e := pronounExample{weight: 1, right: make([]bool, len(q.Choices))}
			want, pick := cluster[q.Token], -1
			for k, c := range q.Choices {
				e.choices = append(e.choices, c.Features)
				for _, m := range c.Mentions {
					for t := m[0]; t < m[1] && want > 0; t++ {
						if cluster[t] == want {
							e.right[k] = true
						}
					}
				}
				if e.right[k] && pick < 0 {
					pick = k
				}
			}
			if pick < 0 {
				pick = len(q.Choices) - 1
				e.right[pick] = true
			}
			out = append(out, e)
			return pick
		})
	}
	return out
}

// gapQuestions collects the marked pronouns of GAP: right are the choices
// that overlap a true name or, where none is true, those that overlap no
// name. Other pronouns of the text are answered by the given ranker.
func gapQuestions(a *nlp.Analyzer, path string, others pronounRanker) ([]pronounExample, error) {
	examples, err := readGAP(path)
	if err != nil {
		return nil, err
	}
	var out []pronounExample
	for i := range examples {
		g := &examples[i]
		an := nlp.Segment(g.text)
		a.PronounQuestions(an, func(q *nlp.PronounQuestion) int {
			best := others.best(q)
			if an.Tokens[q.Token].Start != g.at.Start {
				return best
			}
			e := pronounExample{weight: gapWeight, right: make([]bool, len(q.Choices))}
			any := false
			for k, c := range q.Choices {
				e.choices = append(e.choices, c.Features)
				isA, isB := false, false
				for _, m := range c.Mentions {
					span := nlp.Span{Start: an.Tokens[m[0]].Start, End: an.Tokens[m[1]-1].End}
					isA, isB = isA || spansOverlap(span, g.a), isB || spansOverlap(span, g.b)
				}
				switch {
				case g.isA:
					e.right[k] = isA && !isB
				case g.isB:
					e.right[k] = isB && !isA
				default:
					e.right[k] = !isA && !isB
				}
				any = any || e.right[k]
			}
			if any {
				out = append(out, e)
			}
			return best
		})
	}
	return out, nil
}

// fitRanker fits a log-linear ranker: the probability of the right choices
// together is raised (AdaGrad, averaged over epochs, feature dropout 0.1).
func fitRanker(examples []pronounExample, bits, epochs int, seed uint64) []float64 {
	w, g2, sum := make([]float64, 1<<bits), make([]float64, 1<<bits), make([]float64, 1<<bits)
	mask := uint32(len(w) - 1)
	rng := rand.New(rand.NewPCG(seed, 2))
	order := rng.Perm(len(examples))
	const rate, drop, decay = 0.05, 0.1, 1e-4
	for epoch := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			e := &examples[k]
			salt := rng.Uint32()
			dropped := func(f uint32) bool { return float64((f*2654435761^salt)*0x85EBCA6B>>8)/(1<<24) < drop }
			all, right := e.probabilities(w, mask, dropped)
			for c, features := range e.choices {
				grad := (all[c] - right[c]) * e.weight
				if math.Abs(grad) < 1e-6 {
					continue
				}
				for _, f := range features {
					if dropped(f) {
						continue
					}
					f &= mask
					g := grad + decay*w[f]
					g2[f] += g * g
					w[f] -= rate * g / (1e-6 + math.Sqrt(g2[f]))
				}
			}
		}
		if epoch >= epochs/2 {
			for i := range w {
				sum[i] += w[i]
			}
		}
	}
	for i := range sum {
		sum[i] /= float64(epochs - epochs/2)
	}
	return sum
}

// probabilities returns each choice's share among all, and among the right.
func (e *pronounExample) probabilities(w []float64, mask uint32, dropped func(uint32) bool) (all, right []float64) {
	all, right = make([]float64, len(e.choices)), make([]float64, len(e.choices))
	top := math.Inf(-1)
	for c, features := range e.choices {
		for _, f := range features {
			if !dropped(f) {
				all[c] += w[f&mask]
			}
		}
		top = max(top, all[c])
	}
	sum, good := 0.0, 0.0
	for c := range all {
		all[c] = math.Exp(all[c] - top)
		sum += all[c]
		if e.right[c] {
			right[c] = all[c]
			good += all[c]
		}
	}
	for c := range all {
		all[c] /= sum
		if good > 0 {
			right[c] /= good
		}
	}
	return all, right
}
