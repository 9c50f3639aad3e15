package claim

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/ingest/nlp"
)

// A Candidate is a stretch of a sentence of which a learnt relation may hold:
// a name, a pronoun, a date, the adjective of a country; under a ranker that
// reads widely also titles, what stands in quotation marks, and common nouns.
type Candidate struct {
	nlp.Span
	First, Last int // tokens
	Head        int
	Type        string
}

// pronounTypes sorts the pronouns that count as mentions.
var pronounTypes = map[string]string{"he": "HE", "she": "HE", "him": "HE", "her": "HE", "his": "HIS", "hers": "HIS", "i": "HE", "me": "HE", "my": "HIS",
	"it": "IT", "its": "ITS", "they": "THEY", "we": "THEY", "us": "THEY", "their": "THEIR", "our": "THEIR", "them": "THEY", "who": "WHO", "whom": "WHO",
	"whose": "WHO", "which": "WHICH", "that": "WHICH", "where": "WHERE", "himself": "HE", "herself": "HE", "itself": "IT"}

// Candidates returns the candidates of an analysis in text order.
func (x *Extractor) Candidates(a *nlp.Analysis, wide bool) []Candidate {
	f := finder{x: x, a: a, seen: map[[2]int]bool{}}
	f.names(!wide)
	if wide {
		for _, s := range a.Sentences {
			f.quoted(s)
			f.titles(s)
			f.nouns(s)
		}
	}
	slices.SortStableFunc(f.out, func(a, b Candidate) int { return a.Start - b.Start })
	return f.out
}

// finder collects candidates.
type finder struct {
	x    *Extractor
	a    *nlp.Analysis
	seen map[[2]int]bool
	out  []Candidate
}

func (f *finder) add(first, last int, typ string) {
	k := [2]int{first, last}
	if first < 0 || first >= last || last > len(f.a.Tokens) || f.seen[k] {
		return
	}
	f.seen[k] = true
	f.out = append(f.out, Candidate{Span: nlp.Span{Start: f.a.Tokens[first].Start, End: f.a.Tokens[last-1].End}, First: first, Last: last, Head: headIn(f.a, first, last), Type: typ})
}

func (f *finder) word(i int) string { return f.a.Text[f.a.Tokens[i].Start:f.a.Tokens[i].End] }

// names adds dates, names, the adjectives of countries and, where asked for,
// pronouns; none overlaps another.
func (f *finder) names(pronouns bool) {
	taken := make([]bool, len(f.a.Tokens))
	add := func(first, last int, typ string) {
		if first >= last || taken[first] || taken[last-1] {
			return
		}
		for i := first; i < last; i++ {
			taken[i] = true
		}
		f.add(first, last, typ)
	}
	for _, t := range f.a.Times {
		first, last := tokensOf(f.a, t.Span)
		add(first, last, "DATE")
	}
	for i := range f.a.Mentions {
		if m := &f.a.Mentions[i]; m.Kind == nlp.Name && m.Label != "" {
			typ := m.Label
			if m.Last-m.First == 1 && f.x.demonyms[f.a.Text[m.Start:m.End]] != nil {
				typ = "NAT"
			}
			add(m.First, m.Last, typ)
		}
	}
	for i, t := range f.a.Tokens {
		w := f.word(i)
		if f.x.demonyms[w] != nil {
			add(i, i+1, "NAT")
		} else if p := pronounTypes[strings.ToLower(w)]; pronouns && p != "" && (t.UPOS == "PRON" || t.UPOS == "ADV" || t.UPOS == "SCONJ" && p == "WHICH") {
			add(i, i+1, p)
		}
	}
}

// quoted adds what stands between quotation marks.
func (f *finder) quoted(s nlp.Sentence) {
	open := -1
	for i := s.First; i < s.Last; i++ {
		switch f.word(i) {
		case "\"", "“", "”", "``", "''", "'", "‘", "’":
			if open >= 0 && i > open+1 {
				last := i
				if w := f.word(i - 1); w == "," || w == "." {
					f.add(open+1, i-1, "QUOTE")
				}
				f.add(open+1, last, "QUOTE")
				open = -1
			} else {
				open = i
			}
		}
	}
}

const longestTitle = 10 // tokens

// titles adds the runs that begin and end with a capital, a number or a closing
// mark and have no more than two small words side by side: "The Story of Holly
// and Ivy".
func (f *finder) titles(s nlp.Sentence) {
	for i := s.First; i < s.Last; i++ {
		if !f.capital(i) {
			continue
		}
		small := 0
		for j := i; j < min(s.Last, i+longestTitle); j++ {
			w := f.word(j)
			big := f.capital(j) || w == ")" || w == "!" || w == "?" || w == "..."
			if !big {
				small++
			} else {
				small = 0
			}
			if small > 2 || w == ";" || w == "\"" || w == "“" || w == "”" {
				break
			}
			if f.x.finiteVerb(f.a, j) && small > 0 {
				break
			}
			if big && (j > i || f.a.Tokens[j].UPOS != "DET") {
				f.add(i, j+1, "TITLE")
			}
		}
	}
}

// finiteVerb reports whether a token is a finite verb in small letters: no
// title goes on over one, but for short ones in names that begin with it.
func (x *Extractor) finiteVerb(a *nlp.Analysis, i int) bool {
	t := a.Tokens[i].XPOS
	return t == "VBZ" || t == "VBD" || t == "VBP" || t == "MD"
}

func (f *finder) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(f.word(i))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// nouns adds the runs of up to four nouns, adjectives and hyphens that end in a
// noun or adjective: "romantic comedy film", and its parts.
func (f *finder) nouns(s nlp.Sentence) {
	for i := s.First; i < s.Last; i++ {
		if !f.nominal(i) {
			continue
		}
		for j := i; j < min(s.Last, i+5); j++ {
			w := f.word(j)
			if w != "-" && w != "'s" && w != "’s" && w != "of" && w != "and" && w != "&" && !f.nominal(j) {
				break
			}
			if f.nominal(j) {
				f.add(i, j+1, "NOUN")
			}
		}
	}
}

func (f *finder) nominal(i int) bool {
	switch t := f.a.Tokens[i]; t.UPOS {
	case "NOUN", "PROPN", "ADJ":
		return true
	case "VERB":
		return t.XPOS == "VBG" || t.XPOS == "VBN"
	case "X", "NUM":
		return true
	}
	return false
}

// tokensOf returns the half-open token range that lies in a span.
func tokensOf(a *nlp.Analysis, s nlp.Span) (first, last int) {
	first = len(a.Tokens)
	for i, t := range a.Tokens {
		if t.Start >= s.Start && t.End <= s.End {
			first, last = min(first, i), i+1
		}
	}
	return first, last
}

func headIn(a *nlp.Analysis, first, last int) int {
	for i := first; i < last; i++ {
		if h := a.Tokens[i].Head; h < first || h >= last {
			return i
		}
	}
	return first
}
