package api

import "fmt"

// estimate evaluates the arguments that hold variables and bounds the cost of
// a plan before anything is read: one for each field the response may hold,
// where a page counts as many times as it may have items.
func (x *exec) estimate(p *plan) (int, *Error) {
	m := meter{x: x, seen: map[*selection]int{}}
	n := m.selection(p.root)
	if m.err != nil {
		return 0, m.err
	}
	if n > maxCost {
		return 0, newError(codeCost, fmt.Sprintf("the query may cost %s fields, at most %d are allowed; ask for smaller pages", amount(n), maxCost))
	}
	return n, nil
}

// costCap keeps sums from overflowing.
const costCap = 1 << 40

func amount(n int) string {
	if n >= costCap {
		return "an enormous number of"
	}
	return fmt.Sprint(n)
}

type meter struct {
	x    *exec
	seen map[*selection]int
	err  *Error
}

func (m *meter) selection(s *selection) int {
	if n, ok := m.seen[s]; ok {
		return n
	}
	sum := 0
	for _, f := range s.fields {
		sum = min(sum+m.field(f), costCap)
	}
	m.seen[s] = sum
	return sum
}

func (m *meter) field(f *planField) int {
	if f.def == nil {
		return 1
	}
	m.x.scans = m.x.scans || f.def.scans
	a := f.args
	if f.asts != nil {
		var err *Error
		if a, err = coerceArgs(f.def, f.asts, m.x.vars); err != nil {
			if m.err == nil {
				err.Locations = []Location{f.at}
				m.err = err
			}
			return 1
		}
		if m.x.args == nil {
			m.x.args = map[*planField]args{}
		}
		m.x.args[f] = a
	}
	if f.def.target == nil {
		return 1
	}
	below := 0
	if f.sel != nil {
		below = m.selection(f.sel)
	}
	for _, s := range f.byType {
		below = max(below, m.selection(s))
	}
	n := 1
	if f.def.fan != nil {
		n = max(1, f.def.fan(a))
	}
	if below > costCap/n {
		return costCap
	}
	if f.def.wide != nil && f.def.wide(a) {
		return 1 + n*below + heavyCost
	}
	return 1 + n*below
}

// fanPage is the fan of a connection.
func fanPage(a args) int {
	switch {
	case a.has("first"):
		return a.int("first")
	case a.has("last"):
		return a.int("last")
	}
	return defaultFirst
}

// fan returns a constant fan: the usual length of a list without a bound.
func fan(n int) func(args) int { return func(args) int { return n } }
