package train

import (
	"maps"
	"math"
	"slices"
)

// A CorefScore holds the usual measures of coreference, each as precision,
// recall and F1; CoNLL is the mean of the three F1.
type CorefScore struct {
	Layer           string
	Gold, Found     int // mentions
	MUC, B3, CEAFe  [3]float64
	CoNLL           float64
	MentionsMatched int
}

// clusterMap says of each mention which cluster it is in.
type clusterMap map[string]int

func (m clusterMap) clusters() [][]string {
	by := map[int][]string{}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		by[m[k]] = append(by[m[k]], k)
	}
	var out [][]string
	for _, id := range slices.Sorted(maps.Keys(by)) {
		out = append(out, by[id])
	}
	return out
}

// scoreCoref compares two clusterings of mentions by MUC (Vilain et al. 1995),
// B³ (Bagga and Baldwin 1998) and CEAF with entity similarity φ4 (Luo 2005).
func scoreCoref(layer string, gold, found clusterMap) CorefScore {
	s := CorefScore{Layer: layer, Gold: len(gold), Found: len(found)}
	for k := range found {
		if _, ok := gold[k]; ok {
			s.MentionsMatched++
		}
	}
	g, f := gold.clusters(), found.clusters()
	s.MUC = measure(mucRecall(f, gold), mucRecall(g, found))
	s.B3 = measure(b3Recall(f, gold), b3Recall(g, found))
	s.CEAFe = measure(ceafe(g, f))
	s.CoNLL = (s.MUC[2] + s.B3[2] + s.CEAFe[2]) / 3
	return s
}

func measure(p, r float64) [3]float64 {
	if p+r == 0 {
		return [3]float64{}
	}
	return [3]float64{p, r, 2 * p * r / (p + r)}
}

// mucRecall counts the links of the clusters that the other side also has.
func mucRecall(clusters [][]string, other clusterMap) float64 {
	kept, all := 0, 0
	for _, c := range clusters {
		parts, seen := 0, map[int]bool{}
		for _, k := range c {
			if id, ok := other[k]; !ok {
				parts++
			} else if !seen[id] {
				seen[id] = true
				parts++
			}
		}
		kept += len(c) - parts
		all += len(c) - 1
	}
	return ratio(kept, all)
}

// b3Recall averages over mentions the share of their cluster that shares
// their cluster on the other side, too.
func b3Recall(clusters [][]string, other clusterMap) float64 {
	sum, n := 0.0, 0
	for _, c := range clusters {
		count := map[int]int{}
		for _, k := range c {
			if id, ok := other[k]; ok {
				count[id]++
			}
		}
		for _, id := range slices.Sorted(maps.Keys(count)) {
			sum += float64(count[id]*count[id]) / float64(len(c))
		}
		n += len(c)
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// ceafe returns precision and recall of the best one-to-one alignment of
// clusters by 2|A∩B| ÷ (|A|+|B|).
func ceafe(gold, found [][]string) (p, r float64) {
	at := map[string]int{}
	for i, c := range found {
		for _, k := range c {
			at[k] = i
		}
	}
	weight := make([]map[int]float64, len(gold))
	for i, c := range gold {
		shared := map[int]int{}
		for _, k := range c {
			if j, ok := at[k]; ok {
				shared[j]++
			}
		}
		weight[i] = map[int]float64{}
		for j, n := range shared {
			weight[i][j] = 2 * float64(n) / float64(len(c)+len(found[j]))
		}
	}
	total := 0.0
	for _, part := range components(weight, len(found)) {
		total += bestAlignment(part.gold, part.found, weight)
	}
	if len(gold) == 0 || len(found) == 0 {
		return 0, 0
	}
	return total / float64(len(found)), total / float64(len(gold))
}

type component struct{ gold, found []int }

// components parts the graph of overlapping clusters, so that alignment is
// solved for small groups.
func components(weight []map[int]float64, found int) []component {
	back := make([][]int, found)
	for i := range weight {
		for _, j := range slices.Sorted(maps.Keys(weight[i])) {
			back[j] = append(back[j], i)
		}
	}
	seen := make([]bool, len(weight))
	seenFound := make([]bool, found)
	var out []component
	for start := range weight {
		if seen[start] || len(weight[start]) == 0 {
			continue
		}
		seen[start] = true
		c := component{gold: []int{start}}
		for n := 0; n < len(c.gold); n++ {
			for _, j := range slices.Sorted(maps.Keys(weight[c.gold[n]])) {
				if seenFound[j] {
					continue
				}
				seenFound[j] = true
				c.found = append(c.found, j)
				for _, i := range back[j] {
					if !seen[i] {
						seen[i] = true
						c.gold = append(c.gold, i)
					}
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// bestAlignment is the weight of the best assignment (Kuhn–Munkres with
// potentials, cubic time) of two sets of clusters.
func bestAlignment(rows, cols []int, weight []map[int]float64) float64 {
	at := func(i, j int) float64 { return weight[rows[i]][cols[j]] }
	n, m := len(rows), len(cols)
	if n > m {
		n, m = m, n
		at = func(i, j int) float64 { return weight[rows[j]][cols[i]] }
	}
	u, v := make([]float64, n+1), make([]float64, m+1)
	match, way := make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		free := 0
		least := make([]float64, m+1)
		used := make([]bool, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for match[free] != 0 {
			used[free] = true
			row, delta, next := match[free], math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if cost := -at(row-1, j-1) - u[row] - v[j]; cost < least[j] {
					least[j], way[j] = cost, free
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			free = next
		}
		for free != 0 {
			match[free] = match[way[free]]
			free = way[free]
		}
	}
	sum := 0.0
	for j := 1; j <= m; j++ {
		if match[j] > 0 {
			sum += at(match[j]-1, j-1)
		}
	}
	return sum
}
