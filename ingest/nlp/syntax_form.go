package nlp

import (
	"strings"
	"unicode/utf8"
)

// parsedForm returns the form under which the tagger and parser know token i
// of a part, where news from elsewhere writes it otherwise than the American
// treebanks they were trained on: "Mr Vale" for "Mr. Vale", "Sh2bn" for "$2
// billion". Any other token is itself.
func parsedForm(text string, tokens []Token, i int) string {
	form := text[tokens[i].Start:tokens[i].End]
	switch c := form[0]; {
	case c >= 'a' && c <= 'z':
		if size := shortScale[form]; size != "" && i > 0 && (size != "million" || form != "m" || sumBefore(text, tokens, i)) && endsInDigit(text, tokens[i-1]) {
			return size
		}
	case c >= 'A' && c <= 'Z' || c >= 0x80:
		if i+1 == len(tokens) || len(form) > 6 {
			return form
		}
		next := text[tokens[i+1].Start:tokens[i+1].End]
		if known := treebankTitle[form]; known != "" && next[0] >= 'A' && next[0] <= 'Z' && tokens[i].End < tokens[i+1].Start {
			return known
		}
		if opensSum(text, tokens, i) {
			return "$"
		}
		if next == "$" && tokens[i].End == tokens[i+1].Start {
			return "US" // A$3m
		}
		if sign, figures := fusedSum(form); sign != "" {
			return figures
		}
	}
	return form
}

// treebankTitle maps titles of address and rank without a full stop, and those
// the treebanks do not have, to one of theirs that is used alike.
var treebankTitle = map[string]string{
	"Mr": "Mr.", "Mrs": "Mrs.", "Ms": "Ms.", "Mx": "Mr.", "Dr": "Dr.", "Prof": "Dr.", "Capt": "Capt.", "Gen": "Gen.", "Col": "Col.", "Sgt": "Sgt.",
	"Lt": "Lt.", "Maj": "Maj.", "Sen": "Sen.", "Rep": "Rep.", "Gov": "Gov.", "Rev": "Rev.", "Hon": "Mr.", "Hon.": "Mr.", "Smt.": "Ms.", "Cllr": "Mr.", "Smt": "Ms.", "Shri": "Mr.",
	"Alhaji": "Mr.", "Hajia": "Ms.", "Mallam": "Mr.", "Datuk": "Mr.", "Sheikh": "Mr.",
}

// shortScale maps scales as they are written on to figures to their words.
var shortScale = map[string]string{"bn": "billion", "b": "billion", "m": "million", "mn": "million", "mln": "million", "tn": "trillion", "trn": "trillion",
	"crore": "million", "lakh": "million", "crores": "million", "lakhs": "million"}

// sumBefore reports whether the figures before token i have a currency.
func sumBefore(text string, tokens []Token, i int) bool {
	if sign, _ := fusedSum(text[tokens[i-1].Start:tokens[i-1].End]); sign != "" {
		return true
	}
	if i < 2 {
		return false
	}
	sign := text[tokens[i-2].Start:tokens[i-2].End]
	return sign == "$" || opensSum(text, tokens, i-2)
}

// opensSum reports whether token i is the sign or code of a currency in front
// of figures: the "Sh" of "Sh2bn", the "Rs" of "Rs 500".
func opensSum(text string, tokens []Token, i int) bool {
	if i+1 >= len(tokens) {
		return false
	}
	next := text[tokens[i+1].Start:tokens[i+1].End]
	sign, gap := text[tokens[i].Start:tokens[i].End], tokens[i+1].Start-tokens[i].End
	return next[0] >= '0' && next[0] <= '9' && gap <= 2 && (len(sign) > 1 || gap == 0 || sign == "$") && currencyBefore(sign) != ""
}

// currencyBefore returns the currency of a sign or code as written in front of
// an amount, "" where it is none.
func currencyBefore(sign string) string {
	c := firstRune(sign)
	if c >= 'a' && c <= 'z' || c < utf8.RuneSelf && len(sign) == 3 && !isUpperWord(sign) && fusedSigns[sign] == "" {
		return "" // "rs" and "Try" are words
	}
	return currencySigns[strings.ToLower(sign)]
}

// fusedSum parts a code and the figures written on to it that the tokeniser
// keeps as one: "N33.8" into "N" and "33.8".
func fusedSum(form string) (sign, figures string) {
	at := strings.IndexAny(form, "0123456789")
	if at < 1 || at > 4 || fusedSigns[form[:at]] == "" {
		return "", ""
	}
	if n, rest, ok := figure(form[at:]); !ok || rest != "" && multipliers[rest] == 0 && shortMultipliers[rest] == 0 || n == 0 {
		return "", ""
	}
	return form[:at], form[at:]
}

func endsInDigit(text string, t Token) bool {
	c := text[t.End-1]
	return c >= '0' && c <= '9'
}
