package claim

import (
	"cmp"
	"math"
	"slices"
)

// most is how many pairs of a sentence a wide ranker takes for one relation,
// comparable by how much less likely (natural logarithm) than the best the others may be.
const (
	most       = 5
	comparable = 0.7
)

// predictWide reads sentence by sentence. For each relation the pairs compete:
// the share of the best is how much likelier it is than the others. Whether the
// relation holds of it is told by its own features and the words of the sentence.
func (r *Ranker) predictWide(pairs []Pair) []Prediction {
	var out []Prediction
	for first := 0; first < len(pairs); {
		last := first
		for last < len(pairs) && pairs[last].Sentence == pairs[first].Sentence {
			last++
		}
		out = append(out, r.predictSentence(pairs[first:last])...)
		first = last
	}
	return out
}

func (r *Ranker) predictSentence(pairs []Pair) []Prediction {
	var out []Prediction
	sums := make([][]float64, len(pairs))
	for i := range pairs {
		sums[i] = make([]float64, len(r.Relations))
		r.table.score(pairs[i].Features, sums[i])
	}
	for k := range r.Relations {
		out = append(out, r.contest(pairs, sums, k)...)
	}
	top := -1
	for i := range out {
		if top < 0 || out[i].odds(&r.Mix) > out[top].odds(&r.Mix) {
			top = i
		}
	}
	if top >= 0 {
		out[top].Evidence[3] = 1
	}
	for i := range out {
		out[i].Probability = logistic(out[i].odds(&r.Mix))
	}
	return out
}

func (p *Prediction) odds(mix *[4]float64) float64 {
	x := 0.0
	for i, w := range mix {
		x += w * p.Evidence[i]
	}
	return x
}

// contest returns the best pairs of one relation in one sentence. Candidates
// overlap, so that each stands for those that overlap its ends.
func (r *Ranker) contest(pairs []Pair, sums [][]float64, k int) []Prediction {
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sums[b][k], sums[a][k]) })
	all := 0.0
	for _, i := range order {
		all += math.Exp(sums[i][k] - sums[order[0]][k])
	}
	var out []Prediction
	for _, i := range order {
		share := sums[i][k] - sums[order[0]][k] - math.Log(all)
		if len(out) == most || len(out) > 0 && share < out[0].Evidence[2]-comparable {
			break
		}
		p := &pairs[i]
		if slices.ContainsFunc(out, func(q Prediction) bool {
			return overlap(q.Object.Span, p.Object.Span) || q.Subject.Span != p.Subject.Span && overlap(q.Subject.Span, p.Subject.Span)
		}) {
			continue
		}
		held := make([]float64, len(r.Relations))
		r.holds.score(p.Features, held)
		r.holds.score(p.Context, held)
		out = append(out, Prediction{Pair: p, Relation: k, Evidence: [4]float64{1, held[k], share, 0}})
	}
	return out
}
