package nlp

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A charClass sorts runes by what they do to token boundaries.
type charClass uint8

const (
	classSpace charClass = iota
	classLetter
	classDigit
	classApostrophe
	classHyphen
	classPicture // emoji and other symbols that come in sequences
	classPunct   // everything else, one by one
)

// isSpace reports white space, invisible spaces and control characters: what
// no token covers.
func isSpace(r rune) bool {
	switch {
	case r < 0x80:
		return r <= ' ' || r == 0x7F
	case r == 0x200B, r == 0x2060, r == 0xFEFF:
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Cc, r)
}

// classOf sorts one rune.
func classOf(r rune) charClass {
	if r < 0x80 {
		return asciiClass[r]
	}
	switch {
	case isSpace(r):
		return classSpace
	case r == '’' || r == '‘' || r == '´' || r == 'ʼ' || r == '＇':
		return classApostrophe
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		return classHyphen
	case unicode.IsLetter(r) || unicode.IsMark(r) && !isVariation(r) || r == 0xAD:
		return classLetter
	case unicode.IsNumber(r):
		return classDigit
	case unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r == 0x200D || isVariation(r) || unicode.Is(unicode.Co, r):
		return classPicture
	}
	return classPunct
}

func isVariation(r rune) bool { return r >= 0xFE00 && r <= 0xFE0F || r == 0x20E3 }

// asciiClass is classOf for the first 128 runes.
var asciiClass = func() (t [128]charClass) {
	for c := range t {
		switch {
		case c <= ' ' || c == 0x7F:
			t[c] = classSpace
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			t[c] = classLetter
		case '0' <= c && c <= '9':
			t[c] = classDigit
		case c == '\'' || c == '`':
			t[c] = classApostrophe
		case c == '-':
			t[c] = classHyphen
		default:
			t[c] = classPunct
		}
	}
	return t
}()

// fold normalises dashes, quotes and the ellipsis to ASCII for features. The
// offsets of the text are never changed by it.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return strings.Map(foldRune, s)
		}
	}
	return s
}

func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		return '-'
	case r == '’' || r == '‘' || r == '´' || r == 'ʼ' || r == '‚':
		return '\''
	case r == '“' || r == '”' || r == '„' || r == '«' || r == '»' || r == '‟':
		return '"'
	case r == 0xAD:
		return -1
	}
	return r
}

// isOpening and isClosing tell which way a bracket or curly quote faces.
func isOpening(s string) bool {
	switch s {
	case "(", "[", "{", "“", "‘", "„", "«", "``":
		return true
	}
	return false
}

func isClosing(s string) bool {
	switch s {
	case ")", "]", "}", "”", "’", "»", "''", "\"", "'":
		return true
	}
	return false
}

// firstRune returns the first rune of s, or 0.
func firstRune(s string) rune {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
