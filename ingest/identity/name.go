package identity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dossier/ingest/nlp"
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

// suffixes of persons' names that do not tell who it is in the news.
var suffixes = []string{"jr", "sr", "ii", "iii", "iv", "phd", "md"}

// canonicalPerson is a person's name with middle initials and suffixes
// dropped and a short form of the first name ("Pete") spelt out: given names
// and surname decide.
func canonicalPerson(words []string) string {
	for len(words) > 2 && slices.Contains(suffixes, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	out := []string{given(words[0])}
	for i, w := range words {
		if i == 0 || i < len(words)-1 && len(w) == 1 {
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// given is the full form of a folded given name.
func given(w string) string {
	r, n := utf8.DecodeRuneInString(w)
	return Fold(nlp.FormalName(string(unicode.ToUpper(r)) + w[n:]))
}
