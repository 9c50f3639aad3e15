package train

import (
	"math"

	"dossier/ingest/claim"
	"dossier/ingest/nlp"
)

// leastLikely is the lowest probability from which a wide ranker's predictions
// may become claims.
const leastLikely = 0.02

// wideRelations learns a wide ranker in two steps, each half of the examples
// standing in for new text to the other: of which pair of a sentence a relation
// holds, by a softmax over its pairs, from the sentences that have it; then
// whether it holds at all of the pair so found, from all.
func (f *rankFit) wideRelations() *claim.Ranker {
	names := f.names()
	whole := f.choosers(names, func(int) bool { return true })
	var halves [2]*claim.Ranker
	var best [2][]claim.Learned
	for h := range halves {
		best[h] = f.choosers(names, func(i int) bool { return i%2 != h })
		halves[h] = claim.NewRanker(best[h], nil, f.ends)
		halves[h].Mix = [4]float64{0, 0, 1, 0}
	}
	rows := f.contests(halves, len(names))
	held := func(i int) bool { return i%5 == 4 }
	some := f.holders(rows, names, func(i int) bool { return !held(i) })
	var evidence [][]float64
	var right []bool
	for k := range rows {
		for _, row := range rows[k] {
			if held(row.example) {
				z := some[k].score(row.pair.Features) + some[k].score(row.pair.Context)
				evidence = append(evidence, []float64{1, z, row.share, 0})
				right = append(right, row.right)
			}
		}
	}
	mix := FitLogistic(evidence, right, 1e-4)
	trials := [2]*claim.Ranker{claim.NewRanker(best[0], learnt(names, some), f.ends), claim.NewRanker(best[1], learnt(names, some), f.ends)}
	for _, t := range trials {
		copy(t.Mix[:], mix)
	}
	evidence, right = nil, nil
	f.eachHeld(trials, held, func(p claim.Prediction, ok bool) {
		evidence, right = append(evidence, p.Evidence[:]), append(right, ok)
	})
	mix = FitLogistic(evidence, right, 1e-4)
	out := claim.NewRanker(whole, learnt(names, f.holders(rows, names, func(int) bool { return true })), f.ends)
	copy(out.Mix[:], mix)
	out.Floor = f.wideFloor(trials, held, mix)
	return out
}

// wideFloor returns the probability from which taking predictions gives the best
// F1 on held-out examples, averaged over them.
func (f *rankFit) wideFloor(trials [2]*claim.Ranker, held func(int) bool, mix []float64) float64 {
	for _, t := range trials {
		copy(t.Mix[:], mix)
	}
	found := make([][]judged, len(f.examples)) // what is said of each example, the likeliest first
	for i := range f.examples {
		if !held(i) {
			continue
		}
		seen := map[[3]string]bool{}
		text := f.examples[i].Analysis.Text
		for _, p := range trials[i%2].Predict(f.plain(i), leastLikely) {
			name := trials[i%2].Relations[p.Relation].Name
			key := [3]string{name, text[p.Subject.Start:p.Subject.End], text[p.Object.Start:p.Object.End]}
			if !seen[key] {
				seen[key] = true
				found[i] = append(found[i], judged{p.Probability, f.rightOf(i, p.Pair)[name]})
			}
		}
	}
	best, floor := -1.0, leastLikely
	for t := leastLikely; t < 0.5; t += 0.01 {
		sum := 0.0
		for i := range f.examples {
			if held(i) {
				sum += f1From(found[i], t, len(f.goldOf(i)))
			}
		}
		if sum > best {
			best, floor = sum, t
		}
	}
	return floor
}

// goldOf returns the facts of an example, those of the same words once.
func (f *rankFit) goldOf(i int) map[[3]string]bool {
	gold := map[[3]string]bool{}
	text := f.examples[i].Analysis.Text
	for _, fact := range f.examples[i].Facts {
		gold[[3]string{fact.Relation, text[fact.Subject.Start:fact.Subject.End], text[fact.Object.Start:fact.Object.End]}] = true
	}
	return gold
}

// f1From is the F1 of the predictions at least as likely as floor.
func f1From(list []judged, floor float64, gold int) float64 {
	tp, n := 0, 0
	for _, j := range list {
		if j.x >= floor {
			n++
			if j.right {
				tp++
			}
		}
	}
	return 2 * float64(tp) / float64(max(n+gold, 1))
}

func learnt(names []string, l []logit) []claim.Learned {
	out := make([]claim.Learned, len(names))
	for k := range names {
		out[k] = claim.Learned{Ranked: claim.Ranked{Name: names[k]}, Weights: l[k].w}
	}
	return out
}

// choosers learns for each relation of which pair of a sentence it holds.
func (f *rankFit) choosers(names []string, use func(int) bool) []claim.Learned {
	out := make([]claim.Learned, len(names))
	for k, name := range names {
		l := newLogit(0.05, 1e-3)
		for range 8 {
			for i := range f.examples {
				if use(i) {
					f.choose(&l, f.pairs[i], name)
				}
			}
		}
		out[k] = claim.Learned{Ranked: claim.Ranked{Name: name, Types: f.types[name], Slope: 1}, Weights: l.w}
	}
	return out
}

// choose makes one step towards the right pairs of a sentence having all of
// the probability.
func (f *rankFit) choose(l *logit, pairs []rankPair, relation string) {
	any := false
	for k := range pairs {
		any = any || pairs[k].right[relation]
	}
	if !any {
		return
	}
	x, top := make([]float64, len(pairs)), math.Inf(-1)
	for k := range pairs {
		x[k] = l.score(pairs[k].Features)
		top = max(top, x[k])
	}
	all, gold := 0.0, 0.0
	for k := range pairs {
		x[k] = math.Exp(x[k] - top)
		all += x[k]
		if pairs[k].right[relation] {
			gold += x[k]
		}
	}
	for k := range pairs {
		g := x[k] / all
		if pairs[k].right[relation] {
			g -= x[k] / gold
		}
		if math.Abs(g) > 1e-3 {
			l.step(pairs[k].Features, float32(g))
		}
	}
}

// A contest is the best pair of one relation in one example.
type contest struct {
	example int
	pair    *claim.Pair
	share   float64
	right   bool
}

// contests finds the best pairs of every relation; where one is right, that one
// teaches whether the relation holds.
func (f *rankFit) contests(halves [2]*claim.Ranker, n int) [][]contest {
	rows := make([][]contest, n)
	for i := range f.examples {
		r := halves[i%2]
		plain := f.plain(i)
		seen := map[int]bool{}
		for _, p := range r.Predict(plain, 0) {
			if !seen[p.Relation] {
				seen[p.Relation] = true
				rows[p.Relation] = append(rows[p.Relation], contest{i, p.Pair, p.Evidence[2], f.rightOf(i, p.Pair)[r.Relations[p.Relation].Name]})
			}
		}
		for k := range f.pairs[i] {
			for rel := range n {
				if last := len(rows[rel]) - 1; f.pairs[i][k].right[r.Relations[rel].Name] && last >= 0 && rows[rel][last].example == i && !rows[rel][last].right {
					rows[rel] = append(rows[rel], contest{i, &f.pairs[i][k].Pair, -3, true})
					break
				}
			}
		}
	}
	return rows
}

// holders learns whether a relation holds of the best pair of a sentence.
func (f *rankFit) holders(rows [][]contest, names []string, use func(int) bool) []logit {
	out := make([]logit, len(names))
	for k := range names {
		l := newLogit(0.05, 1e-3)
		var both []uint32
		for range 8 {
			for _, row := range rows[k] {
				if use(row.example) {
					both = append(append(both[:0], row.pair.Features...), row.pair.Context...)
					l.learn(both, row.right)
				}
			}
		}
		out[k] = l
	}
	return out
}

// eachHeld visits what rankers predict for held-out examples, each by the one
// that did not learn from it.
func (f *rankFit) eachHeld(by [2]*claim.Ranker, held func(int) bool, visit func(p claim.Prediction, right bool)) {
	for i := range f.examples {
		if !held(i) {
			continue
		}
		for _, p := range by[i%2].Predict(f.plain(i), 0) {
			visit(p, f.rightOf(i, p.Pair)[by[i%2].Relations[p.Relation].Name])
		}
	}
}

func (f *rankFit) plain(i int) []claim.Pair {
	out := make([]claim.Pair, len(f.pairs[i]))
	for k := range f.pairs[i] {
		out[k] = f.pairs[i][k].Pair
	}
	return out
}

func (f *rankFit) rightOf(i int, p *claim.Pair) map[string]bool {
	if f.index == nil {
		f.index = make([]map[[2]nlp.Span]map[string]bool, len(f.pairs))
	}
	if f.index[i] == nil {
		f.index[i] = map[[2]nlp.Span]map[string]bool{}
		for k := range f.pairs[i] {
			q := &f.pairs[i][k]
			f.index[i][[2]nlp.Span{q.Subject.Span, q.Object.Span}] = q.right
		}
	}
	return f.index[i][[2]nlp.Span{p.Subject.Span, p.Object.Span}]
}
