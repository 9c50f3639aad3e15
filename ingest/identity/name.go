package identity

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes names comparable: compatibility forms and accents resolved, lower
// case, no "the" in front, full stops and apostrophes gone, every other mark a
// space. Letters of other scripts that merely look Latin stay what they are,
// so that a look-alike never becomes a same.
func Fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), strings.ContainsRune(".'’ʼ", r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// legalForms are the words that tell a firm's legal form, not its name.
var legalForms = []string{
	"inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "llp", "lp", "plc", "gmbh", "ag", "kg", "se",
	"sa", "sas", "sarl", "spa", "srl", "bv", "nv", "ab", "as", "asa", "oy", "oyj", "aps", "pte", "pty", "pjsc", "ojsc", "jsc", "kk", "holdings", "group",
}

// canonicalOrg drops the legal form at the end of an organisation's name, as
// long as a name remains.
func canonicalOrg(words []string) string {
	for len(words) > 1 && slices.Contains(legalForms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// suffixes close persons' names and are no part of them.
var suffixes = []string{"jr", "sr", "ii", "iii", "iv", "phd", "md"}
