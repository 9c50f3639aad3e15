package graph

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/graph/kv"
)

// A fact is something a profile says, counted under the key it hangs on.
type fact struct{ kind, text string }

// Kinds of fact, those of few texts first.
const (
	factType        = "1"
	factExternal    = "2"
	factFull        = "3" // the fullest name of a profile
	factAlias       = "4"
	factDescription = "5"
)

const (
	maxName        = 1_000    // bytes of a name that a view shows
	maxDescription = 300      // bytes of a description that a view shows
	maxAliases     = 500      // of an entity, and of its external ids
	maxShown       = 64 << 10 // bytes of them
	maxFacts       = 5_000    // of one key that a view looks at
)

// factsOf lists what a profile says, each thing once.
func factsOf(p *Profile) []fact {
	fs := []fact{{factType, p.Type}}
	if p.Name != "" {
		fs = append(fs, fact{factFull, cut(p.Name, maxName)})
	}
	for _, n := range usedNames(p) {
		fs = append(fs, fact{factAlias, n})
	}
	for _, x := range p.ExternalIDs {
		fs = append(fs, fact{factExternal, x.Scheme + "\x00" + x.Value})
	}
	if p.Description != "" {
		fs = append(fs, fact{factDescription, cut(p.Description, maxDescription)})
	}
	return different(fs)
}

// few is up to how many things are compared with each other, without a map.
const few = 16

// different drops what was there before.
func different[T comparable](list []T) []T {
	var seen map[T]bool
	if len(list) > few {
		seen = make(map[T]bool, len(list))
	}
	out := list[:0]
	for _, x := range list {
		if seen == nil && slices.Contains(out, x) || seen[x] {
			continue
		}
		if seen != nil {
			seen[x] = true
		}
		out = append(out, x)
	}
	return out
}

// namesOf lists the different names of a profile, those that its document
// does not use (with a count of 0) as well: it is found by them.
func namesOf(p *Profile) []string {
	return differentNames(p, func(Count) bool { return true })
}

// usedNames lists the different names that a profile's document uses; its own
// name where it lists none.
func usedNames(p *Profile) []string {
	used := differentNames(&Profile{Names: p.Names}, func(c Count) bool { return c.N > 0 })
	if len(used) == 0 {
		return differentNames(&Profile{Name: p.Name}, nil)
	}
	return used
}

func differentNames(p *Profile, want func(Count) bool) []string {
	out := make([]string, 0, 1+len(p.Names))
	add := func(n string) {
		if n = cut(n, maxName); n != "" {
			out = append(out, n)
		}
	}
	add(p.Name)
	for _, n := range p.Names {
		if want(n) {
			add(n.Text)
		}
	}
	return different(out)
}

// countNames counts a profile's names in the indexes that lead from names to
// keys.
func (st *step) countNames(p *Profile, anchor nodeID, sign int) {
	eachNameKey(p, anchor, func(key kv.Key) { st.count(key, "", sign, nil) })
}

// eachNameKey visits the places of a profile's names in the indexes, each once:
// whole names, and their words for completion.
func eachNameKey(p *Profile, anchor nodeID, visit func(kv.Key)) {
	names := namesOf(p)
	folds := make([]string, 0, len(names))
	for _, n := range names {
		if f := fold(n); f != "" {
			folds = append(folds, f)
		}
	}
	var words []string
	for _, f := range different(folds) {
		visit(kv.Key{Part: famName + keyText(f), Sort: string(anchor[:])})
		words = append(words, wordsOf(f)...)
	}
	for _, w := range different(words) {
		visit(kv.Key{Part: partComplete(w), Sort: keyText(w) + "\x00" + string(anchor[:])})
	}
}

// partComplete is the partition of the words that start as w does.
func partComplete(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return famComplete + w[:n]
}

// cut shortens a text to at most n bytes of whole runes.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimRight(s[:n], " ")
}
