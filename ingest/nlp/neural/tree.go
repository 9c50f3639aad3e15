package neural

// Heads finds the best heads of a sentence of n tokens: scores is n × (n+1),
// row i for the dependent i+1, column 0 for the root; the arc of a token to
// itself is never taken. The result holds positions from 1, and 0 for the one
// root. It is the best head of each token where these form a tree, else the
// maximum spanning tree with a single root (Chu & Liu 1965, Edmonds 1967).
func Heads(dst []int, scores Matrix) []int { return new(trees).heads(dst, scores) }

// trees is working memory of heads: the arc weights of each contraction.
type trees struct {
	depth int
	cells [][]float64
	rows  [][][]float64
}

// grid returns n+1 by n+1 arc weights, of undefined values, for the contraction
// at hand.
func (t *trees) grid(n int) [][]float64 {
	if t.depth == len(t.cells) {
		t.cells, t.rows = append(t.cells, nil), append(t.rows, nil)
	}
	size := (n + 1) * (n + 1)
	if cap(t.cells[t.depth]) < size {
		t.cells[t.depth] = make([]float64, size+size/2)
	}
	cells, rows := t.cells[t.depth], t.rows[t.depth][:0]
	for i := range n + 1 {
		rows = append(rows, cells[i*(n+1):(i+1)*(n+1):(i+1)*(n+1)])
	}
	t.rows[t.depth] = rows
	t.depth++
	return rows
}

func (t *trees) heads(dst []int, scores Matrix) []int {
	n := scores.Rows
	dst = append(dst[:0], make([]int, n)...)
	for i := range n {
		dst[i] = bestHead(scores.Row(i), i+1)
	}
	if isTree(dst) {
		return dst
	}
	t.depth = 0
	return t.spanning(dst, scores)
}

func bestHead(row []float32, self int) int {
	best := -1
	for h, v := range row {
		if h != self && (best < 0 || v > row[best]) {
			best = h
		}
	}
	return best
}

// isTree reports whether heads have one root and no cycle.
func isTree(heads []int) bool {
	mark := make([]int, len(heads)+1)
	roots := 0
	for i := range heads {
		if heads[i] == 0 {
			roots++
		}
		at := i + 1
		for at != 0 && mark[at] == 0 {
			mark[at] = i + 1
			at = heads[at-1]
		}
		if at != 0 && mark[at] == i+1 {
			return false
		}
	}
	return roots == 1
}

// spanning contracts cycles until none is left, then opens them again. A price
// on root arcs above all else makes it take exactly one.
func (t *trees) spanning(heads []int, scores Matrix) []int {
	n := scores.Rows
	low, high := scores.Data[0], scores.Data[0]
	for _, v := range scores.Data {
		low, high = min(low, v), max(high, v)
	}
	price := (float64(high)-float64(low)+1)*float64(n) + 1
	w := t.grid(n) // w[dependent][head]
	for d := 1; d <= n; d++ {
		for h, v := range scores.Row(d - 1) {
			w[d][h] = float64(v)
		}
		w[d][0] -= price
	}
	copy(heads, t.arborescence(w)[1:])
	return heads
}

// arborescence returns the head of every node of the maximum spanning tree
// rooted in node 0, for arc weights w[dependent][head]; w[0] is not read. It
// contracts one cycle of best heads, solves the smaller graph, and opens the
// cycle where the solution enters it. Cubic in the worst case.
func (t *trees) arborescence(w [][]float64) []int {
	best := make([]int, len(w))
	for d := 1; d < len(w); d++ {
		best[d] = -1
		for h, v := range w[d] {
			if h != d && (best[d] < 0 || v > w[d][best[d]]) {
				best[d] = h
			}
		}
	}
	cycle := findCycle(best)
	if cycle == nil {
		return best
	}
	c := t.contract(w, best, cycle)
	heads := t.arborescence(c.w)
	last := len(c.old) // the contracted node
	for d := 1; d < last; d++ {
		if heads[d] == last {
			best[c.old[d]] = c.leave[d]
		} else {
			best[c.old[d]] = c.old[heads[d]]
		}
	}
	best[c.enter[heads[last]]] = c.old[heads[last]]
	return best
}

// findCycle returns the nodes of one cycle, or nil.
func findCycle(head []int) []int {
	mark := make([]int, len(head))
	for i := 1; i < len(head); i++ {
		at := i
		for at != 0 && mark[at] == 0 {
			mark[at] = i
			at = head[at]
		}
		if at == 0 || mark[at] != i {
			continue
		}
		cycle := []int{at}
		for j := head[at]; j != at; j = head[j] {
			cycle = append(cycle, j)
		}
		return cycle
	}
	return nil
}

// A contraction is a graph in which one cycle has become the last node.
type contraction struct {
	w     [][]float64
	old   []int // node of the old graph, for each but the last
	leave []int // dependent → member of the cycle that is its best head
	enter []int // head → member of the cycle it best takes as dependent
}

func (t *trees) contract(w [][]float64, best, cycle []int) contraction {
	in := make([]bool, len(w))
	for _, d := range cycle {
		in[d] = true
	}
	var c contraction
	for i := range w {
		if !in[i] {
			c.old = append(c.old, i)
		}
	}
	last := len(c.old)
	c.leave, c.enter = make([]int, last), make([]int, last)
	c.w = t.grid(last)
	for i, h := range c.old {
		gain := func(k int) float64 { return w[k][h] - w[k][best[k]] }
		enter := cycle[0]
		most := gain(enter)
		for _, k := range cycle[1:] {
			if g := gain(k); g > most {
				enter, most = k, g
			}
		}
		c.enter[i], c.w[last][i] = enter, most
	}
	for i, d := range c.old[1:] {
		row := c.w[i+1]
		for j, h := range c.old {
			row[j] = w[d][h]
		}
		k := cycle[0]
		for _, o := range cycle {
			if w[d][o] > w[d][k] {
				k = o
			}
		}
		row[last], c.leave[i+1] = w[d][k], k
	}
	return c
}
