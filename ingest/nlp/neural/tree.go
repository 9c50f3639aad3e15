package neural

import "slices"

// Heads finds the best heads of a sentence of n tokens: scores is n × (n+1),
// row i for the dependent i+1, column 0 for the root; the arc of a token to
// itself is never taken. The result holds positions from 1, and 0 for the one
// root. It is the best head of each token where these form a tree, else the
// maximum spanning tree with a single root (Chu & Liu 1965, Edmonds 1967).
func Heads(dst []int, scores Matrix) []int { return new(trees).heads(dst, scores) }

// trees is working memory of heads.
type trees struct {
	size   int       // nodes: the root and the words
	weight []float64 // of the arc from each head (column) to each dependent (row)
	best   []int     // head of each node that is left
	alive  []int     // the nodes that are left, the root first
	mark   []int
	cuts   []cut
}

// A cut is a cycle that has become one node, its first one.
type cut struct {
	cycle, heads []int // its nodes and their heads in it
	outside      []int // the nodes that were left beside it, the root first
	leave        []int // dependent outside → node of the cycle that is its best head
	enter        []int // head outside → node of the cycle it best takes as dependent
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
// on root arcs above all else makes it take exactly one. Time is quadratic in
// the words: each contraction takes as many steps as there are arcs between the
// cycle and the rest.
func (t *trees) spanning(heads []int, scores Matrix) []int {
	t.price(scores)
	for d := 1; d < t.size; d++ {
		t.best[d] = t.bestOf(d)
	}
	t.cuts = t.cuts[:0]
	for cycle := t.findCycle(nil); cycle != nil; cycle = t.findCycle(cycle[:0]) {
		t.contract(cycle)
	}
	for i := len(t.cuts) - 1; i >= 0; i-- {
		t.open(&t.cuts[i])
	}
	copy(heads, t.best[1:])
	return heads
}

// price fills in the arc weights; all nodes are left.
func (t *trees) price(scores Matrix) {
	low, high := scores.Data[0], scores.Data[0]
	for _, v := range scores.Data {
		low, high = min(low, v), max(high, v)
	}
	price := (float64(high)-float64(low)+1)*float64(scores.Rows) + 1
	n := scores.Rows + 1
	t.size = n
	if cap(t.weight) < n*n {
		t.weight = make([]float64, n*n+n*n/2)
	}
	t.weight = t.weight[:n*n]
	t.best, t.mark = slices.Grow(t.best[:0], n)[:n], slices.Grow(t.mark[:0], n)[:n]
	t.alive = append(t.alive[:0], 0)
	for d := 1; d < n; d++ {
		row := t.row(d)
		for h, v := range scores.Row(d - 1) {
			row[h] = float64(v)
		}
		row[0] -= price
		t.alive = append(t.alive, d)
	}
}

func (t *trees) row(dependent int) []float64 {
	return t.weight[dependent*t.size : (dependent+1)*t.size]
}

// bestOf returns the best head of a node among those that are left.
func (t *trees) bestOf(dependent int) int {
	best, row := -1, t.row(dependent)
	for _, h := range t.alive {
		if h != dependent && (best < 0 || row[h] > row[best]) {
			best = h
		}
	}
	return best
}

// findCycle returns the nodes of one cycle in the memory of dst, or nil.
func (t *trees) findCycle(dst []int) []int {
	clear(t.mark)
	for _, i := range t.alive[1:] {
		at := i
		for at != 0 && t.mark[at] == 0 {
			t.mark[at] = i
			at = t.best[at]
		}
		if at == 0 || t.mark[at] != i {
			continue
		}
		dst = append(dst, at)
		for j := t.best[at]; j != at; j = t.best[j] {
			dst = append(dst, j)
		}
		return dst
	}
	return nil
}

// contract makes a cycle one node: the first of it stands for all.
func (t *trees) contract(cycle []int) {
	c := t.cut(cycle)
	node := cycle[0]
	for _, h := range c.outside {
		enter, most := -1, 0.0
		for i, k := range cycle {
			row := t.row(k)
			if gain := row[h] - row[c.heads[i]]; enter < 0 || gain > most {
				enter, most = k, gain
			}
		}
		c.enter[h] = enter
		t.row(node)[h] = most
	}
	for _, d := range c.outside[1:] {
		row, leave := t.row(d), node
		for _, k := range cycle {
			if row[k] > row[leave] {
				leave = k
			}
			if t.best[d] == k {
				t.best[d] = node // the arc is as good as before, and the best still
			}
		}
		c.leave[d], row[node] = leave, row[leave]
	}
	t.alive = append(append(t.alive[:0], c.outside...), node)
	t.best[node] = t.bestOf(node)
}

// cut returns a cut for a cycle, with room for its arcs.
func (t *trees) cut(cycle []int) *cut {
	if len(t.cuts) < cap(t.cuts) {
		t.cuts = t.cuts[:len(t.cuts)+1] // with the memory it had before
	} else {
		t.cuts = append(t.cuts, cut{})
	}
	c := &t.cuts[len(t.cuts)-1]
	c.cycle, c.heads, c.outside = append(c.cycle[:0], cycle...), c.heads[:0], c.outside[:0]
	clear(t.mark)
	for _, k := range cycle {
		t.mark[k] = 1
		c.heads = append(c.heads, t.best[k])
	}
	for _, i := range t.alive {
		if t.mark[i] == 0 {
			c.outside = append(c.outside, i)
		}
	}
	c.leave, c.enter = slices.Grow(c.leave[:0], t.size)[:t.size], slices.Grow(c.enter[:0], t.size)[:t.size]
	return c
}

// open puts the cycle back where the heads found for the rest enter it.
func (t *trees) open(c *cut) {
	node := c.cycle[0]
	for _, d := range c.outside[1:] {
		if t.best[d] == node {
			t.best[d] = c.leave[d]
		}
	}
	head := t.best[node]
	for i, k := range c.cycle {
		t.best[k] = c.heads[i]
	}
	t.best[c.enter[head]] = head
}
