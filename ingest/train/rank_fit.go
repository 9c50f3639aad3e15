package train

import (
	"cmp"
	"math"
	"slices"

	"dossier/ingest/claim"
	"dossier/ingest/nlp"
)

// A RankExample is a stretch of an analysed text with the facts that hold in it.
type RankExample struct {
	Analysis *nlp.Analysis
	Span     nlp.Span
	Complete map[string]bool // relations for which every fact is given
	Facts    []claim.Fact
	Cues     []claim.Fact // what the extractor's cues find
}

// rankPair is a pair to learn from.
type rankPair struct {
	claim.Pair
	right map[string]bool // nil for none
}

// FitRanker learns a ranker. A wide one takes facts between candidates of
// exactly their spans; one that is not, between those that overlap them. Every
// fifth example sets the scores from which pairs are taken.
func FitRanker(x *claim.Extractor, examples []RankExample, wide bool) *claim.Ranker {
	f := rankFit{x: x, wide: wide, examples: examples, types: map[string]map[string]bool{}}
	if wide {
		f.ends = f.fitEnds(func(int) bool { return true })
	}
	f.collect()
	if wide {
		return f.wideRelations()
	}
	return f.relations()
}

type rankFit struct {
	x        *claim.Extractor
	wide     bool
	examples []RankExample
	ends     []claim.Learned
	pairs    [][]rankPair
	types    map[string]map[string]bool // relation → pairs of types seen with it
	index    []map[[2]nlp.Span]map[string]bool
}

// logit is a logistic regression with a weight for each bucket, fitted by
// AdaGrad (Duchi, Hazan and Singer 2011).
type logit struct {
	w, speed      []float32
	rate, penalty float32
}

func newLogit(rate, penalty float32) logit {
	return logit{make([]float32, claim.RankBuckets), make([]float32, claim.RankBuckets), rate, penalty}
}

func (l *logit) score(features []uint32) float64 {
	x := float32(0)
	for _, f := range features {
		x += l.w[f]
	}
	return float64(x)
}

func (l *logit) learn(features []uint32, right bool) {
	e := 1 / (1 + math.Exp(-l.score(features)))
	if right {
		e--
	}
	l.step(features, float32(e))
}

// step follows the gradient e of the score.
func (l *logit) step(features []uint32, e float32) {
	for _, f := range features {
		g := e + l.penalty*l.w[f]
		l.speed[f] += g * g
		l.w[f] -= l.rate * g / float32(math.Sqrt(float64(l.speed[f])+1e-6))
	}
}

// fitEnds learns which candidates are subjects and objects of facts at all.
func (f *rankFit) fitEnds(use func(int) bool) []claim.Learned {
	type row struct {
		features []uint32
		is       [2]bool
	}
	var rows []row
	for i, ex := range f.examples {
		var subject, object = map[nlp.Span]bool{}, map[nlp.Span]bool{}
		for _, fact := range ex.Facts {
			subject[fact.Subject], object[fact.Object] = true, true
		}
		if len(ex.Facts) == 0 || !use(i) {
			continue
		}
		f.x.EndFeatures(ex.Analysis, func(_ int, c claim.Candidate, features []uint32) {
			rows = append(rows, row{features, [2]bool{subject[c.Span], object[c.Span]}})
		})
	}
	var ends []claim.Learned
	for end := range 2 {
		l := newLogit(0.1, 1e-4)
		for range 6 {
			for i := range rows {
				l.learn(rows[i].features, rows[i].is[end])
			}
		}
		ends = append(ends, claim.Learned{Weights: l.w})
	}
	return ends
}

// collect makes the pairs of all examples. How sure the ends are is told by
// what the other half of the examples teaches, as it will be of new text.
func (f *rankFit) collect() {
	halves := [2]*claim.Ranker{claim.NewRanker(nil, nil, nil), claim.NewRanker(nil, nil, nil)}
	if f.wide {
		for h := range halves {
			halves[h] = claim.NewRanker(nil, nil, f.fitEnds(func(i int) bool { return i%2 != h }))
		}
	}
	f.pairs = make([][]rankPair, len(f.examples))
	for i := range f.examples {
		ex := &f.examples[i]
		for _, p := range f.x.Pairs(halves[i%2], ex.Analysis, ex.Span, ex.Cues) {
			rp := rankPair{Pair: p}
			for _, fact := range ex.Facts {
				if f.wide && fact.Subject == p.Subject.Span && fact.Object == p.Object.Span || !f.wide && overlaps(fact.Subject, p.Subject.Span) && overlaps(fact.Object, p.Object.Span) {
					if rp.right == nil {
						rp.right = map[string]bool{}
					}
					rp.right[fact.Relation] = true
				}
			}
			for r := range rp.right {
				if f.types[r] == nil {
					f.types[r] = map[string]bool{}
				}
				f.types[r][p.Types] = true
			}
			f.pairs[i] = append(f.pairs[i], rp)
		}
	}
}

// relations learns every relation. Weights are learnt from all examples; how
// sure they make one, from what four fifths of the examples teach of the rest.
func (f *rankFit) relations() *claim.Ranker {
	var learned, some []claim.Learned
	held := func(i int) bool { return i%5 == 4 }
	for _, r := range f.names() {
		ranked := claim.Ranked{Name: r, Types: f.types[r], Slope: 1}
		part := f.fit(r, func(i int) bool { return !held(i) })
		whole := f.fit(r, func(int) bool { return true })
		some = append(some, claim.Learned{Ranked: ranked, Weights: part.w})
		learned = append(learned, claim.Learned{Ranked: ranked, Weights: whole.w})
	}
	trial := claim.NewRanker(some, nil, nil)
	f.calibrate(trial, held)
	out := claim.NewRanker(learned, nil, nil)
	out.Floor = f.floor(trial, held)
	for k := range out.Relations {
		out.Relations[k].Slope, out.Relations[k].Bias = trial.Relations[k].Slope, trial.Relations[k].Bias
	}
	return out
}

// calibrate makes a ranker's probabilities those of being right on held-out
// examples, relation by relation.
func (f *rankFit) calibrate(r *claim.Ranker, held func(int) bool) {
	sums := make([][]judged, len(r.Relations))
	f.trial(r, held, func(p claim.Prediction, right bool) {
		sums[p.Relation] = append(sums[p.Relation], judged{p.Evidence[1], right})
	})
	for k := range r.Relations {
		r.Relations[k].Slope, r.Relations[k].Bias = platt(sums[k])
	}
}

func (f *rankFit) names() []string {
	all := map[string]bool{}
	for i := range f.examples {
		for r := range f.examples[i].Complete {
			all[r] = f.types[r] != nil
		}
	}
	var names []string
	for r, seen := range all {
		if seen {
			names = append(names, r)
		}
	}
	slices.Sort(names)
	return names
}

// fit learns one relation, in the order of the examples.
func (f *rankFit) fit(relation string, use func(int) bool) logit {
	l := newLogit(0.1, 1e-4)
	for range 12 {
		for i := range f.examples {
			if !f.examples[i].Complete[relation] || !use(i) {
				continue
			}
			for k := range f.pairs[i] {
				if p := &f.pairs[i][k]; f.types[relation][p.Types] {
					l.learn(p.Features, p.right[relation])
				}
			}
		}
	}
	return l
}

// judged is a prediction with whether it is right.
type judged struct {
	x     float64
	right bool
}

// predict runs a ranker over an example's pairs and judges what it says of the
// relations that the example is complete for.
func (f *rankFit) predict(r *claim.Ranker, i int, floor float64, visit func(p claim.Prediction, right bool)) {
	for _, p := range r.Predict(f.plain(i), floor) {
		if name := r.Relations[p.Relation].Name; f.examples[i].Complete[name] {
			visit(p, f.rightOf(i, p.Pair)[name])
		}
	}
}

// trial judges all that a ranker predicts for held-out examples.
func (f *rankFit) trial(r *claim.Ranker, held func(int) bool, visit func(p claim.Prediction, right bool)) {
	for i := range f.examples {
		if held(i) {
			f.predict(r, i, 0, visit)
		}
	}
}

// platt fits slope and bias that turn sums of weights into log odds (Platt
// 1999), drawn to a slope of one where there is little to learn from.
func platt(rows []judged) (slope, bias float64) {
	slope = 1
	var speed [2]float64
	n := float64(max(len(rows), 1))
	for range 500 {
		g := [2]float64{0.02 * (slope - 1) * 20 / n, 0}
		for _, r := range rows {
			e := 1 / (1 + math.Exp(-slope*r.x-bias))
			if r.right {
				e--
			}
			g[0], g[1] = g[0]+e*r.x/n, g[1]+e/n
		}
		for k := range g {
			speed[k] += g[k] * g[k]
		}
		slope -= 0.1 * g[0] / math.Sqrt(speed[0]+1e-12)
		bias -= 0.1 * g[1] / math.Sqrt(speed[1]+1e-12)
	}
	return max(slope, 0.05), bias
}

// floor returns the probability from which taking predictions gives the best
// F1 on held-out examples.
func (f *rankFit) floor(r *claim.Ranker, held func(int) bool) float64 {
	var list []judged
	gold := 0
	for i := range f.examples {
		if !held(i) {
			continue
		}
		for _, fact := range f.examples[i].Facts {
			if f.examples[i].Complete[fact.Relation] {
				gold++
			}
		}
		f.predict(r, i, 0.02, func(p claim.Prediction, right bool) { list = append(list, judged{p.Probability, right}) })
	}
	slices.SortStableFunc(list, func(a, b judged) int { return cmp.Compare(b.x, a.x) })
	best, floor, tp := 0.0, 0.5, 0
	for i, s := range list {
		if s.right {
			tp++
		}
		if v := float64(2*tp) / float64(i+1+gold); v > best {
			best, floor = v, s.x
		}
	}
	return floor
}
