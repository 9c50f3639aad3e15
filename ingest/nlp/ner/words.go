package ner

import (
	"unicode"
	"unicode/utf8"
)

// FNV-1a, 32 bits.
const (
	hashStart = 2166136261
	hashPrime = 16777619
)

// foldRune lowers a rune and folds typography: dashes to "-", quotes to "'"
// or '"', digits to "0".
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case '0' <= r && r <= '9':
			return '0'
		case r == '`':
			return '\''
		}
		return r
	}
	switch {
	case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
		return '-'
	case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case unicode.IsDigit(r):
		return '0'
	}
	return unicode.ToLower(r)
}

// hashFold continues a hash with the folded runes of s.
func hashFold(h uint32, s string) uint32 {
	for _, r := range s {
		r = foldRune(r)
		if r < utf8.RuneSelf {
			h = (h ^ uint32(r)) * hashPrime
			continue
		}
		h = (h ^ uint32(r&0xff)) * hashPrime
		h = (h ^ uint32(r>>8)) * hashPrime
	}
	return h
}

// caps tells how a word is capitalised.
type caps uint8

const (
	capNone  caps = iota // word
	capFirst             // Word
	capAll               // WORD, two letters or more
	capMixed             // McWord, iPhone
	capOne               // W
	capDot               // W. or U.S.
	capDigit             // has a digit and no letter
	capAlnum             // has both
	capPunct             // neither letter nor digit
	numCaps
)

func capsOf(w string) caps {
	var upper, lower, digit, dot, runes int
	firstUpper := false
	for i, r := range w {
		runes++
		switch {
		case unicode.IsUpper(r):
			upper++
			firstUpper = firstUpper || i == 0
		case unicode.IsLetter(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		case r == '.':
			dot++
		}
	}
	letters := upper + lower
	switch {
	case letters == 0 && digit > 0:
		return capDigit
	case letters == 0:
		return capPunct
	case digit > 0:
		return capAlnum
	case upper == 0:
		return capNone
	case dot > 0 && lower == 0:
		return capDot
	case upper == 1 && lower == 0:
		return capOne
	case lower == 0:
		return capAll
	case firstUpper && upper == 1:
		return capFirst
	}
	return capMixed
}

// isCap reports whether a word may be part of a name by its form.
func (c caps) isCap() bool {
	return c == capFirst || c == capAll || c == capMixed || c == capOne || c == capDot
}

// shapeHash hashes a word's form with runs collapsed: "Xx", "X.X.", "0-0".
func shapeHash(w string) uint32 {
	h := uint32(hashStart)
	last, run := rune(0), 0
	for _, r := range w {
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		default:
			c = foldRune(r)
		}
		if c == last {
			run++
			if run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		h = (h ^ uint32(c)) * hashPrime
	}
	return h
}

// MaybeName reports whether a word may be part of a name by its form alone:
// it has a capital letter.
func MaybeName(w string) bool {
	for _, r := range w {
		if unicode.IsUpper(r) {
			return true
		}
	}
	return false
}
