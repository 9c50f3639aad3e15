package nlp

import (
	"slices"
	"strings"
)

func equalWords(a, b []string) bool { return slices.EqualFunc(a, b, strings.EqualFold) }

// sameGiven reports given names of one person: equal, an initial, a nickname.
func sameGiven(a, b string) bool {
	return strings.EqualFold(a, b) || initialOf(a, b) || initialOf(b, a) || SameGivenName(a, b)
}

func initialOf(a, b string) bool {
	return a != "" && len([]rune(a)) == 1 && strings.EqualFold(a, string([]rune(b)[:1]))
}

// middleFits reports that no middle name contradicts another.
func middleFits(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return sameGiven(a[0], b[0])
}
