package nlp

import (
	"unicode"
	"unicode/utf8"
)

// introduced reports whether a noun right before several words in capitals says
// what they name, and leaves out whose it is: "the ferry Stella Maris of Vesper
// Lines".
func (f *nameFinder) introduced(n *foundName) bool {
	if n.last-n.first < 2 || n.first == 0 || f.an.Tokens[n.first-1].UPOS != "NOUN" || !f.an.sameSentence(n.first-1, n.first) {
		return false
	}
	for i := n.first; i < n.last; i++ {
		switch r, _ := utf8.DecodeRuneInString(f.an.word(i)); {
		case unicode.IsUpper(r):
		case i > n.first+1 && f.an.word(i) == "of":
			for k := i; k < n.last; k++ {
				f.taken[k] = 0
			}
			n.last = i
			return true
		default:
			return false
		}
	}
	return true
}
