package neural

import "slices"

// A Layout places the tokens of a batch of sentences in the rows of a matrix,
// sentence after sentence.
type Layout struct {
	Length []int // of each sentence
	Start  []int // its first row
	Total  int   // rows
	order  []int // sentences, longest first
}

// NewLayout lays out sentences of these lengths.
func NewLayout(length []int) *Layout {
	l := &Layout{Length: length, Start: make([]int, len(length)), order: make([]int, len(length))}
	for i, n := range length {
		l.Start[i], l.order[i] = l.Total, i
		l.Total += n
	}
	slices.SortStableFunc(l.order, func(a, b int) int { return length[b] - length[a] })
	return l
}

// Rows appends the rows an LSTM visits at a step of a direction, longest
// sentence first; sentences that are over take no part, so the rows of a step
// match the first rows of the step before.
func (l *Layout) Rows(dst []int, direction, step int) []int {
	for _, s := range l.order {
		n := l.Length[s]
		if n <= step {
			break
		}
		if direction == Forward {
			dst = append(dst, l.Start[s]+step)
		} else {
			dst = append(dst, l.Start[s]+n-1-step)
		}
	}
	return dst
}

// Steps is the length of the longest sentence.
func (l *Layout) Steps() int {
	if len(l.order) == 0 {
		return 0
	}
	return l.Length[l.order[0]]
}

// LSTMScratch is working memory of Kernel.LSTM; its zero value is ready.
type LSTMScratch struct {
	z, h, c    Matrix
	rows, last []int
}

// LSTM runs one direction of a layer over all sentences side by side. On entry
// z holds bias and input products; on return the activations of the gates.
// State and out (Total × 2·Hidden) get the cell states and outputs.
func (k Kernel) LSTM(l *Layout, direction int, wh *Panels, z, state, out Matrix, s *LSTMScratch) {
	h := wh.K
	at, hat := direction*4*h, direction*h
	s.rows = s.rows[:0]
	for step := range l.Steps() {
		s.last = append(s.last[:0], s.rows...)
		s.rows = l.Rows(s.rows[:0], direction, step)
		n := len(s.rows)
		s.z, s.h, s.c = s.z.Resize(n, 4*h), s.h.Resize(n, h), s.c.Resize(1, h)
		for i, r := range s.rows {
			copy(s.z.Row(i), z.Row(r)[at:at+4*h])
			if step > 0 {
				copy(s.h.Row(i), out.Row(s.last[i])[hat:hat+h])
			}
		}
		if step > 0 {
			k.AddMul(s.z, s.h, wh)
		}
		for i, r := range s.rows {
			before := s.c.Data
			if step > 0 {
				before = state.Row(s.last[i])[hat : hat+h]
			} else {
				s.c.Zero()
			}
			k.Cell(s.z.Row(i), before, state.Row(r)[hat:hat+h], out.Row(r)[hat:hat+h])
			copy(z.Row(r)[at:at+4*h], s.z.Row(i))
		}
	}
}
