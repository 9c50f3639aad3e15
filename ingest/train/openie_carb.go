package train

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// CaRBScore is the result of CaRB's comparison at the confidence with the best F1.
type CaRBScore struct {
	Precision, Recall, F1, AUC float64
}

// binary is a tuple as CaRB compares it: all arguments behind the subject are one.
type binary struct {
	rel, subj, obj []string
	noSubj, noObj  bool
	confidence     float64
}

func toBinary(t OpenTuple) binary {
	b := binary{rel: strings.Fields(t.Relation), noSubj: len(t.Arguments) == 0, noObj: len(t.Arguments) < 2, confidence: t.Confidence}
	if !b.noSubj {
		b.subj = strings.Fields(t.Arguments[0])
	}
	if !b.noObj {
		b.obj = strings.Fields(strings.Join(t.Arguments[1:], " "))
	}
	return b
}

// overlap counts the words of gold that pred has too, each used once, and
// returns what is left of pred.
func overlap(gold, pred []string) (n int, left []string) {
	left = slices.Clone(pred)
	for _, w := range gold {
		if i := slices.Index(left, w); i >= 0 {
			left = slices.Delete(left, i, i+1)
			n++
		}
	}
	return n, left
}

// compare returns the precision and recall of one tuple against one of gold:
// shared words, zero unless the relations share one.
func compare(g, e binary) (p, r float64) {
	n, left := overlap(g.rel, e.rel)
	if slices.Contains(left, "be") && slices.ContainsFunc(g.rel, func(w string) bool {
		return slices.Contains([]string{"be", "is", "am", "are", "was", "were", "been", "being"}, w)
	}) {
		n++
	}
	if n == 0 {
		return 0, 0
	}
	pt, gt := len(e.rel), len(g.rel)
	for _, side := range []struct {
		g, e     []string
		noG, noE bool
	}{{g.subj, e.subj, g.noSubj, e.noSubj}, {g.obj, e.obj, g.noObj, e.noObj}} {
		if side.noG {
			continue
		}
		gt += len(side.g)
		if side.noE {
			return 0, 0
		}
		pt += len(side.e)
		k, _ := overlap(side.g, side.e)
		n += k
	}
	if pt > 0 {
		p = float64(n) / float64(pt)
	}
	if gt > 0 {
		r = float64(n) / float64(gt)
	}
	return p, r
}

// match is compare, except that in gold of saying subject and object may be turned.
func match(gold OpenTuple, g, e binary) (p, r float64) {
	p, r = compare(g, e)
	said := slices.ContainsFunc([]string{"said", "told", "added", "adds", "says"}, func(v string) bool { return strings.Contains(gold.Relation, v) })
	if said && !e.noSubj && !e.noObj {
		e.subj, e.obj = e.obj, e.subj
		if p2, r2 := compare(g, e); p2 > p || p2 == p && r2 > r {
			return p2, r2
		}
	}
	return p, r
}

// ScoreCaRB compares predictions with gold as CaRB's scorer does with its
// lenient matching of binary tuples. Predictions are looked up by sentence.
func ScoreCaRB(gold []OpenSentence, pred map[string][]OpenTuple) CaRBScore {
	var levels []float64
	for _, s := range gold {
		for _, t := range pred[s.Text] {
			levels = append(levels, t.Confidence)
		}
	}
	sort.Float64s(levels)
	levels = slices.Compact(levels)
	if len(levels) == 0 {
		return CaRBScore{}
	}
	sums := newCaRBSums(len(levels))
	for _, s := range gold {
		sums.add(s, pred[s.Text], levels)
	}
	return sums.score()
}

// carbSums holds, for each confidence level, the sums over sentences.
type carbSums struct{ p, pl, r, rl []float64 }

func newCaRBSums(n int) *carbSums {
	return &carbSums{make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)}
}

func (c *carbSums) add(s OpenSentence, pred []OpenTuple, levels []float64) {
	ps, rs := make([][]float64, len(s.Gold)), make([][]float64, len(s.Gold))
	for i, g := range s.Gold {
		for _, e := range pred {
			p, r := match(g, toBinary(g), toBinary(e))
			ps[i], rs[i] = append(ps[i], p), append(rs[i], r)
		}
	}
	var have []float64
	for _, e := range pred {
		have = append(have, e.Confidence)
	}
	sort.Float64s(have)
	have = slices.Compact(have)
	prev := 0
	for _, q := range have {
		i, _ := slices.BinarySearch(levels, q)
		var sel []int
		for j, e := range pred {
			if e.Confidence >= q {
				sel = append(sel, j)
			}
		}
		pn, rn := greedy(ps, sel), recall(rs, sel)
		for k := prev; k <= i; k++ {
			c.p[k] += pn
			c.pl[k] += float64(len(sel))
			c.r[k] += rn
			c.rl[k] += float64(len(s.Gold))
		}
		prev = max(prev, i+1)
	}
	for k := prev; k < len(levels); k++ {
		c.rl[k] += float64(len(s.Gold))
	}
}

// greedy sums the precisions of the best one-to-one assignment taken greedily.
func greedy(m [][]float64, sel []int) float64 {
	usedG, usedE, sum := map[int]bool{}, map[int]bool{}, 0.0
	for n := min(len(m), len(sel)); n > 0; n-- {
		best, bg, be := -1.0, -1, -1
		for g := range m {
			if usedG[g] {
				continue
			}
			for _, e := range sel {
				if !usedE[e] && m[g][e] > best {
					best, bg, be = m[g][e], g, e
				}
			}
		}
		usedG[bg], usedE[be] = true, true
		sum += best
	}
	return sum
}

func recall(m [][]float64, sel []int) float64 {
	sum := 0.0
	for g := range m {
		best := 0.0
		for _, e := range sel {
			best = max(best, m[g][e])
		}
		sum += best
	}
	return sum
}

func (c *carbSums) score() CaRBScore {
	n := len(c.p)
	p, r := make([]float64, n+1), make([]float64, n+1)
	var best CaRBScore
	for k := range n {
		p[k], r[k] = 1, 0
		if c.pl[k] > 0 {
			p[k] = c.p[k] / c.pl[k]
		}
		if c.rl[k] > 0 {
			r[k] = c.r[k] / c.rl[k]
		}
		if f := harmonic(p[k], r[k]); f > best.F1 {
			best = CaRBScore{Precision: p[k], Recall: r[k], F1: f}
		}
	}
	p[n], r[n] = 1, 0
	for k := range n {
		best.AUC += math.Abs((r[k+1] - r[k]) * (p[k+1] + p[k]) / 2)
	}
	return best
}
