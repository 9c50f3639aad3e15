package nlp

import "slices"

// A bearer is one of several persons of a text who share a surname.
type bearer struct {
	chain int
	first int  // candidate that introduces the full name
	kin   bool // introduced as somebody's relative: "his brother, Jo Vale"
	short int  // uses of the surname alone given to this one so far
}

// shareSurname gives each use of a surname that several persons bear to the
// one it must mean there: the only one introduced so far, else the only one
// who is not introduced as a relative, else the only one the surname alone has
// meant before. A use stays alone where none of these decides, or where the
// text has just turned to another of them.
func (r *resolver) shareSurname(groups []nameGroup, i int, bearing []int) {
	bearers := r.bearersOf(groups, bearing)
	chain := r.chainOfGroup(&groups[i])
	members := slices.Clone(r.chains[chain].members)
	to := make([]int, len(members))
	any := false
	for n, m := range members {
		to[n] = r.bearerAt(bearers, groups, i, m)
		any = any || to[n] >= 0
	}
	if !any {
		return
	}
	rest := r.chains[chain]
	r.chains[chain] = emptyChain()
	for n, m := range members {
		r.cands[m].chain = -1
		if to[n] >= 0 {
			r.join(m, bearers[to[n]].chain, "surname", 0.75)
			continue
		}
		r.join(m, chain, r.cands[m].rule, r.cands[m].score)
	}
	if r.chains[chain].dead = len(r.chains[chain].members) == 0; !r.chains[chain].dead {
		r.chains[chain].typ = rest.typ
	}
}

func emptyChain() chain { return chain{nouns: map[string]bool{}, last: -1} }

// bearersOf reads the bearers, one of each chain.
func (r *resolver) bearersOf(groups []nameGroup, bearing []int) []bearer {
	var out []bearer
	for _, k := range bearing {
		g := &groups[k]
		at := slices.IndexFunc(out, func(b bearer) bool { return b.chain == r.chainOfGroup(g) })
		if at < 0 {
			at = len(out)
			out = append(out, bearer{chain: r.chainOfGroup(g), first: g.first})
		}
		out[at].first = min(out[at].first, g.first)
		out[at].kin = out[at].kin || r.asKin(&r.cands[g.first])
	}
	return out
}

// bearerAt returns the index of the bearer that the surname at candidate m
// means, -1 where nothing decides.
func (r *resolver) bearerAt(bearers []bearer, groups []nameGroup, i, m int) int {
	var open, main, used []int
	for n := range bearers {
		if gender := r.chains[bearers[n].chain].gender; gender != "" && r.cands[m].gender != "" && gender != r.cands[m].gender {
			continue
		}
		if bearers[n].first < m {
			open = append(open, n)
		}
	}
	if len(open) == 0 {
		for n := range bearers {
			open = append(open, n) // a headline
		}
	}
	for _, n := range open {
		if !bearers[n].kin {
			main = append(main, n)
		}
		if bearers[n].short > 0 {
			used = append(used, n)
		}
	}
	best := -1
	switch {
	case len(open) == 1:
		best = open[0]
	case len(main) == 1:
		best = main[0]
	case len(used) == 1:
		best = used[0]
	}
	if best < 0 || len(open) > 1 && r.turned(bearers, best, m) {
		return -1
	}
	bearers[best].short++
	return best
}

// turned reports whether the last bearer named before candidate m is another
// than the chosen one, as the subject of this sentence or of the one before.
func (r *resolver) turned(bearers []bearer, best, m int) bool {
	for k := m - 1; k >= 0 && r.cands[k].sentence >= r.cands[m].sentence-1; k-- {
		c := &r.cands[k]
		if c.kind != Name || c.chain < 0 {
			continue
		}
		at := slices.IndexFunc(bearers, func(b bearer) bool { return b.chain == c.chain })
		if at == best {
			return false
		}
		if at >= 0 && isSubject(c.role) && !(bearers[at].kin && bearers[at].first == k) {
			return true
		}
	}
	return false
}

var kinNouns = set(`brother sister wife husband son daughter father mother cousin nephew niece uncle aunt widow widower fiancé fiancée fiance fiancee
	grandson granddaughter grandfather grandmother stepson stepdaughter half-brother half-sister brother-in-law sister-in-law father-in-law
	mother-in-law son-in-law daughter-in-law twin sibling`)

// asKin reports whether a name stands in apposition to somebody's relative:
// "his younger brother, Jo Vale", "Jo Vale, her husband".
func (r *resolver) asKin(c *candidate) bool {
	s := r.an.Sentences[c.sentence]
	for t := c.first - 1; t >= s.First && t >= c.first-4; t-- {
		tok := &r.an.Tokens[t]
		if kinNouns[tok.Lemma] {
			return r.owned(t, s.First)
		}
		if w := r.an.word(t); w != "," && !IsTitle(w) {
			break
		}
	}
	if c.last < s.Last && r.an.word(c.last) == "," {
		for t := c.last + 1; t < s.Last && t < c.last+5; t++ {
			if kinNouns[r.an.Tokens[t].Lemma] {
				return r.owned(t, c.last)
			}
		}
	}
	return false
}

// owned reports whether somebody's is said of the noun at token t, not before
// token low.
func (r *resolver) owned(t, low int) bool {
	for k := t - 1; k >= low && k > t-6; k-- {
		if tok := &r.an.Tokens[k]; tok.Deprel == "nmod:poss" && tok.Head == t {
			return true
		}
	}
	return false
}
