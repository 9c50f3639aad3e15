package graph

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
)

// fold makes names comparable: lower case, "the" in front, full stops and
// apostrophes gone, every other mark and all dashes a space.
func fold(name string) string {
	var b strings.Builder
	space := false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case r == '.' || r == '\'' || r == '’' || r == 'ʼ' || unicode.Is(unicode.Cf, r):
		default:
			space = true
		}
	}
	s := b.String()
	if rest, ok := strings.CutPrefix(s, "the "); ok {
		return rest
	}
	return s
}

// maxWord is the most bytes of a word that is indexed.
const maxWord = 64

// wordsOf splits folded text into words.
func wordsOf(text string) []string {
	ws := strings.Fields(fold(text))
	for i, w := range ws {
		if len(w) > maxWord {
			ws[i] = w[:maxWord]
		}
	}
	return ws
}

// stem is Porter's second English stemmer; other words pass unchanged.
func stem(word string) string { return english.Stem(word, false) }

// titleWeight is how many times a word of the title counts.
const titleWeight = 5

// maxStems bounds how many different stems of one document are indexed.
const maxStems = 5_000

// stemsOf counts the stems under which a document is found.
func stemsOf(title, text string) map[string]int {
	out := map[string]int{}
	memo := map[string]string{}
	add := func(words []string, n int) {
		for _, w := range words {
			s, ok := memo[w]
			if !ok {
				s = stem(w)
				memo[w] = s
			}
			if s == "" || len(out) >= maxStems && out[s] == 0 {
				continue
			}
			out[s] += n
		}
	}
	add(wordsOf(title), titleWeight)
	add(wordsOf(text), 1)
	return out
}
