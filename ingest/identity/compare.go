package identity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"dossier/schema"
)

// MatchThreshold is the score from which two names count as one name. It says
// nothing of the things named: two people may share one.
const MatchThreshold = 0.70

// A Comparison says how alike two names are, and why.
type Comparison struct {
	Score   float64  // 0 to 1
	Reasons []string // "same words", "gates ~ cates (1 letter)", "only in one: ibrahim"
}

// Compare says how alike two names of one family are. Words are aligned
// whatever their order; a pair of words may differ by few letters, by spelling
// tradition, or as a given name and its short form; what is left over counts
// against the pair, more so for organisations, where one word ("Mexico",
// "Trust") makes another firm.
func Compare(family schema.Family, a, b string) Comparison {
	x, y := words(family, a), words(family, b)
	switch {
	case len(x) == 0 || len(y) == 0:
		return Comparison{}
	case slices.Equal(sortedCopy(x), sortedCopy(y)):
		return Comparison{1, []string{"same words"}}
	case strings.Join(x, "") == strings.Join(y, ""):
		return Comparison{0.98, []string{"same letters"}}
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	return align(family, x, y)
}

func sortedCopy(ws []string) []string {
	ws = slices.Clone(ws)
	slices.Sort(ws)
	return ws
}

// words are the comparable words of a name: folded, in Latin letters, without
// legal forms and honorifics.
func words(family schema.Family, name string) []string {
	ws := strings.Fields(Fold(latin(strings.ReplaceAll(name, "&", " and "))))
	if family == schema.FamilyPerson {
		return personWords(ws)
	}
	return orgWords(ws)
}

// align pairs the words of x, the shorter name, with those of y, best pairs
// first.
func align(family schema.Family, x, y []string) Comparison {
	type pairing struct {
		i, j int
		sim  float64
		why  string
	}
	var pairs []pairing
	for i, u := range x {
		for j, v := range y {
			if sim, why := likeness(family, u, v); sim > 0 {
				pairs = append(pairs, pairing{i, j, sim, why})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q pairing) int {
		switch {
		case p.sim > q.sim:
			return -1
		case p.sim < q.sim:
			return 1
		}
		return abs(p.i-p.j) - abs(q.i-q.j)
	})
	usedX, usedY := make([]bool, len(x)), make([]bool, len(y))
	var got, exact float64
	var out Comparison
	for _, p := range pairs {
		if usedX[p.i] || usedY[p.j] {
			continue
		}
		usedX[p.i], usedY[p.j] = true, true
		w := (weight(x[p.i]) + weight(y[p.j])) / 2
		got += w * p.sim
		if p.sim == 1 {
			exact += w
		}
		if p.why != "" {
			out.Reasons = append(out.Reasons, p.why)
		}
	}
	all := got
	missing := func(ws []string, used []bool, cost float64) {
		for i, w := range ws {
			if !used[i] {
				all += cost * weight(w)
				out.Reasons = append(out.Reasons, "only in one: "+w)
			}
		}
	}
	full, extra := 1.0, 1.0
	if family == schema.FamilyPerson {
		full, extra = 1.9, 0.2
	}
	missing(x, usedX, full)
	missing(y, usedY, extra)
	if all > 0 {
		out.Score = got / all
	}
	if len(x) == 1 && len(y) > 1 && family == schema.FamilyPerson {
		out.Score = min(out.Score, 0.6) // a bare surname is nobody's name alone
	}
	slices.Sort(out.Reasons)
	return out
}

// likeness of two words, 0 where they are different words, with the reason
// where they are not the same.
func likeness(family schema.Family, u, v string) (float64, string) {
	if u == v {
		return 1, ""
	}
	person := family == schema.FamilyPerson
	switch {
	case !person && (number(u) || number(v)):
		return 0, ""
	case person && (initialOf(u, v) || initialOf(v, u)):
		return 0.9, u + " ~ " + v + " (initial)"
	case person && nicknames(u, v):
		return 0.95, u + " ~ " + v + " (short form)"
	}
	if person && sound(u) == sound(v) && len(sound(u)) > 2 {
		return 0.93, u + " ~ " + v + " (spelling)"
	}
	n := min(utf8.RuneCountInString(u), utf8.RuneCountInString(v))
	d := distance(u, v)
	if budget := n / 4; d > budget || budget == 0 {
		return 0, ""
	}
	return 1 - 1.2*float64(d)/float64(n), u + " ~ " + v + " (letters)"
}

// distance counts the letters that differ, two swapped neighbours as one.
func distance(u, v string) int {
	d := levenshtein.ComputeDistance(u, v)
	a, b := []rune(u), []rune(v)
	if d != 2 || len(a) != len(b) {
		return d
	}
	for i := 0; i+1 < len(a); i++ {
		if a[i] != b[i] {
			if a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:]) {
				return 1
			}
			break
		}
	}
	return d
}

// weight of a word: longer ones tell more.
func weight(w string) float64 { return min(float64(utf8.RuneCountInString(w)), 8) + 2 }

func number(w string) bool { return strings.Trim(w, "0123456789ivx") == "" }

func initialOf(short, long string) bool {
	return utf8.RuneCountInString(short) == 1 && strings.HasPrefix(long, short)
}

func abs(n int) int { return max(n, -n) }
