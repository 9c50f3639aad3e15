package nlp

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// nameTables hold what name finding needs beside the weights, built from the
// ontology at first use.
type nameTables struct {
	once sync.Once
	kb   *kbIndex
}

func (a *Analyzer) tables() *nameTables {
	a.names.once.Do(func() { a.names.kb = newKBIndex(a.ontology) })
	return &a.names
}

// findNames appends the names of an analysis to its mentions: spans on token
// boundaries, in text order, never overlapping, each with its coarse label,
// an ontology type for what its own words and neighbours give away, and its
// head token. It needs sentences and tokens; tags and heads help when present.
func (a *Analyzer) findNames(an *Analysis) {
	t := a.tables()
	var found []Mention
	for _, s := range an.Sentences {
		found = append(found, t.namesOf(an, s.First, s.Last)...)
	}
	for i := range found {
		m := &found[i]
		m.Span = Span{Start: an.Tokens[m.First].Start, End: an.Tokens[m.Last-1].End}
		m.Head = an.headOf(m.First, m.Last)
		m.Type = a.typeOfMention(an, m)
		m.Kind, m.Entity = Name, -1
	}
	an.Mentions = append(an.Mentions, found...)
	sort.SliceStable(an.Mentions, func(i, j int) bool { return an.Mentions[i].Start < an.Mentions[j].Start })
}

// namesOf finds names by the knowledge base, then by capitals.
func (t *nameTables) namesOf(an *Analysis, first, last int) []Mention {
	var out []Mention
	for i := first; i < last; {
		if end, names := t.kb.longest(an, i, last); end > i && !allWeak(names) {
			out = append(out, Mention{First: i, Last: end})
			i = end
			continue
		}
		end := i
		for end < last && capitalised(an, end) && (end > first || !plainStart(an, end)) {
			end++
		}
		if end > i {
			out = append(out, Mention{First: i, Last: end})
			i = end
			continue
		}
		i++
	}
	return out
}

func allWeak(names []kbName) bool {
	for _, n := range names {
		if !n.weak {
			return false
		}
	}
	return true
}

// capitalised reports whether token i looks like part of a name.
func capitalised(an *Analysis, i int) bool {
	w := an.word(i)
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(r) || utf8.RuneCountInString(w) < 2 || neverName[strings.ToLower(w)] {
		return false
	}
	return an.Tokens[i].UPOS == "PROPN" || an.Tokens[i].UPOS == ""
}

// plainStart reports whether the word that opens a sentence owes its capital
// to that place alone, as far as its tag tells.
func plainStart(an *Analysis, i int) bool { return an.Tokens[i].UPOS != "PROPN" }

// neverName lists words that are capitalised without naming an entity.
var neverName = set(`monday tuesday wednesday thursday friday saturday sunday
	january february march april may june july august september october november december
	mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
	mr mrs ms mr. mrs. ms. dr. i the a an`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// headOf returns the token of the range whose governor lies outside it, else
// the last one.
func (an *Analysis) headOf(first, last int) int {
	for i := first; i < last; i++ {
		if h := an.Tokens[i].Head; an.Tokens[i].Deprel != "" && (h < first || h >= last) {
			return i
		}
	}
	return last - 1
}
