package train

import (
	"math"
	"slices"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// A RelationModel scores pairs of spans for each property by logistic
// regression over hashed features: the learned ranking of candidates beside
// the ontology's cues.
type RelationModel struct {
	ontology *schema.Ontology
	weights  map[string][]float32
	types    map[string]map[string]bool // pairs of span types seen with a property
	floor    map[string]float64         // score from which a pair is taken
}

// A RelationInput is a passage ready to learn from: analysed, with the facts
// that cues find in it.
type RelationInput struct {
	RelationPassage
	Analysis *nlp.Analysis
	Cues     []RelationFact
	Spans    []RelationSpan // candidates; nil for those of RelationSpans. Facts must match them exactly
}

type relationPair struct {
	fact  RelationFact
	feats []uint32
	types string
	right map[string]bool
}

// pairs returns the candidate pairs of a passage.
func (m *RelationModel) pairs(in *RelationInput) []relationPair {
	spans, exact := in.Spans, in.Spans != nil
	if !exact {
		spans = RelationSpans(in.Analysis, m.ontology)
	}
	var out []relationPair
	for _, sent := range in.Analysis.Sentences {
		if sent.End <= in.Span.Start || sent.Start >= in.Span.End {
			continue
		}
		pf := pairFeatures{a: in.Analysis, sent: sent, all: spans}
		for _, s := range spans {
			for _, o := range spans {
				if overlaps(s.Span, o.Span) || s.First < sent.First || s.Last > sent.Last || o.First < sent.First || o.Last > sent.Last ||
					s.Start < in.Span.Start || s.End > in.Span.End || o.Start < in.Span.Start || o.End > in.Span.End || s.Type == "DATE" || s.Type == "NAT" {
					continue
				}
				p := relationPair{fact: RelationFact{Subject: s.Span, Object: o.Span}, types: s.Type + ">" + o.Type, right: map[string]bool{}}
				p.feats = pf.pair(s, o)
				m.cueFeatures(&pf, &p, in.Cues)
				p.feats = append(p.feats, pf.out...)
				for _, f := range in.Facts {
					if !exact && overlaps(f.Subject, s.Span) && overlaps(f.Object, o.Span) || exact && f.Subject == s.Span && f.Object == o.Span {
						p.right[f.Property] = true
					}
				}
				out = append(out, p)
			}
		}
	}
	return out
}

// cueFeatures says which properties cues find between these spans, and between
// this object or subject and another span.
func (m *RelationModel) cueFeatures(pf *pairFeatures, p *relationPair, cues []RelationFact) {
	pf.out = pf.out[:0]
	for _, c := range cues {
		s, o := overlaps(c.Subject, p.fact.Subject), overlaps(c.Object, p.fact.Object)
		switch {
		case s && o:
			pf.add("cue", c.Property)
		case o:
			pf.add("cue object", c.Property, p.types)
		case s:
			pf.add("cue subject", c.Property, p.types)
		}
	}
}

// FitRelations learns a model from passages. Every fifth passage sets the
// scores from which pairs are taken.
func FitRelations(o *schema.Ontology, inputs []RelationInput) *RelationModel {
	m := &RelationModel{ontology: o, weights: map[string][]float32{}, types: map[string]map[string]bool{}, floor: map[string]float64{}}
	byPassage := make([][]relationPair, len(inputs))
	properties := map[string]bool{}
	for i := range inputs {
		byPassage[i] = m.pairs(&inputs[i])
		for p := range inputs[i].Complete {
			properties[p] = true
		}
		for _, pair := range byPassage[i] {
			for p := range pair.right {
				if m.types[p] == nil {
					m.types[p] = map[string]bool{}
				}
				m.types[p][pair.types] = true
			}
		}
	}
	names := make([]string, 0, len(properties))
	for p := range properties {
		names = append(names, p)
	}
	slices.Sort(names)
	for _, p := range names {
		held := func(i int) bool { return i%5 == 4 }
		m.fit(p, inputs, byPassage, func(i int) bool { return !held(i) })
		m.floor[p] = m.chooseFloor(p, inputs, byPassage, held)
		m.fit(p, inputs, byPassage, func(int) bool { return true })
	}
	return m
}

// fit learns one property with AdaGrad, in the order of the passages.
func (m *RelationModel) fit(property string, inputs []RelationInput, pairs [][]relationPair, use func(int) bool) {
	w := make([]float32, relationBuckets)
	speed := make([]float32, relationBuckets)
	for range 12 {
		for i := range inputs {
			if !inputs[i].Complete[property] || !use(i) {
				continue
			}
			for _, p := range pairs[i] {
				if !m.types[property][p.types] {
					continue
				}
				e := 1 / (1 + math.Exp(-score(w, p.feats)))
				if p.right[property] {
					e--
				}
				for _, f := range p.feats {
					g := float32(e) + 1e-4*w[f]
					speed[f] += g * g
					w[f] -= 0.1 * g / float32(math.Sqrt(float64(speed[f])+1e-6))
				}
			}
		}
	}
	m.weights[property] = w
}

func score(w []float32, feats []uint32) float64 {
	x := float32(0)
	for _, f := range feats {
		x += w[f]
	}
	return float64(x)
}

// chooseFloor returns the score with the best F1 on held-out passages.
func (m *RelationModel) chooseFloor(property string, inputs []RelationInput, pairs [][]relationPair, held func(int) bool) float64 {
	type scored struct {
		x     float64
		right bool
	}
	var list []scored
	gold := 0
	for i := range inputs {
		if !inputs[i].Complete[property] || !held(i) {
			continue
		}
		for _, f := range inputs[i].Facts {
			if f.Property == property {
				gold++
			}
		}
		for _, p := range pairs[i] {
			if m.types[property][p.types] {
				list = append(list, scored{score(m.weights[property], p.feats), p.right[property]})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int {
		switch {
		case a.x > b.x:
			return -1
		case a.x < b.x:
			return 1
		}
		return 0
	})
	best, floor, tp := 0.0, 0.0, 0
	for i, s := range list {
		if s.right {
			tp++
		}
		if f := float64(2*tp) / float64(i+1+gold); f > best {
			best, floor = f, s.x
		}
	}
	return min(max(floor, -1.5), 1)
}

// Predict returns the facts of a passage, only of properties it is complete for.
func (m *RelationModel) Predict(in *RelationInput) []RelationFact {
	var out []RelationFact
	names := make([]string, 0, len(in.Complete))
	for p := range in.Complete {
		names = append(names, p)
	}
	slices.Sort(names)
	for _, pair := range m.pairs(in) {
		for _, p := range names {
			if w := m.weights[p]; w != nil && m.types[p][pair.types] {
				if x := score(w, pair.feats); x >= m.floor[p] {
					f := pair.fact
					f.Property, f.Score = p, 1/(1+math.Exp(-x))
					out = append(out, f)
				}
			}
		}
	}
	return out
}
