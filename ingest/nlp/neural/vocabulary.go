package neural

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// SenseCount is the number of supersenses (lexicographer files of WordNet) a
// feature set has room for.
const SenseCount = 48

// The first rows of the feature table.
const (
	rowUnknown     = 0              // a word not in the vocabulary
	rowSense       = 1              // the first supersense
	rowNoSense     = 1 + SenseCount // a word the lexicon does not have
	rowOneSense    = rowNoSense + 1 // a word with one supersense only
	rowLists       = rowOneSense + 1
	longestPrefix  = 3
	longestSuffix  = 4
	vocabularySets = 4
)

// A Vocabulary maps features of word forms to rows of the feature table. It is
// read-only once made.
type Vocabulary struct {
	lists [vocabularySets][]string // words, prefixes, suffixes, shapes, each sorted
	rows  [vocabularySets]map[string]int32
	total int
}

const (
	setWord = iota
	setPrefix
	setSuffix
	setShape
)

// Rows is the number of rows of the feature table.
func (v *Vocabulary) Rows() int { return v.total }

// NewVocabulary counts the features of forms and keeps words that occur at
// least minWord times and other features that occur at least minOther times.
func NewVocabulary(forms []string, minWord, minOther int) *Vocabulary {
	var counts [vocabularySets]map[string]int
	for i := range counts {
		counts[i] = make(map[string]int)
	}
	for _, form := range forms {
		visit(form, func(set int, key []byte) { counts[set][string(key)]++ })
	}
	v := new(Vocabulary)
	for i, c := range counts {
		least := minOther
		if i == setWord {
			least = minWord
		}
		for key, n := range c {
			if n >= least {
				v.lists[i] = append(v.lists[i], key)
			}
		}
		slices.Sort(v.lists[i])
	}
	v.index()
	return v
}

// index numbers the rows from the lists.
func (v *Vocabulary) index() {
	next := int32(rowLists)
	for i, list := range v.lists {
		v.rows[i] = make(map[string]int32, len(list))
		for _, key := range list {
			v.rows[i][key] = next
			next++
		}
	}
	v.total = int(next)
}

// Join returns a vocabulary of everything either of two knows.
func (v *Vocabulary) Join(o *Vocabulary) *Vocabulary {
	all := new(Vocabulary)
	for i := range all.lists {
		all.lists[i] = append(slices.Clone(v.lists[i]), o.lists[i]...)
		slices.Sort(all.lists[i])
		all.lists[i] = slices.Compact(all.lists[i])
	}
	all.index()
	return all
}

// Features appends the rows of a form with a set of supersenses; the word's own
// row comes first.
func (v *Vocabulary) Features(dst []int32, form string, senses uint64) []int32 {
	dst = append(dst, rowUnknown)
	word := len(dst) - 1
	visit(form, func(set int, key []byte) {
		row, ok := v.rows[set][string(key)]
		switch {
		case !ok:
		case set == setWord:
			dst[word] = row
		default:
			dst = append(dst, row)
		}
	})
	n := 0
	for i := range SenseCount {
		if senses>>i&1 != 0 {
			dst = append(dst, int32(rowSense+i))
			n++
		}
	}
	switch n {
	case 0:
		dst = append(dst, rowNoSense)
	case 1:
		dst = append(dst, rowOneSense)
	}
	return dst
}

// Unknown is the row of words that are not in the vocabulary.
func Unknown() int32 { return rowUnknown }

// longestWord bounds what is looked at of a form, in bytes of its middle.
const longestWord = 64

// visit calls f with every feature of a form; the key is valid during the call.
func visit(form string, f func(set int, key []byte)) {
	var buffer, shape [longestWord]byte
	form = clip(form)
	word := appendNormal(buffer[:0], form)
	f(setWord, word)
	n := 0
	for i := 0; i < len(word) && n < longestPrefix; n++ {
		_, size := utf8.DecodeRune(word[i:])
		i += size
		f(setPrefix, word[:i])
	}
	n = 0
	for i := len(word); i > 0 && n < longestSuffix; n++ {
		_, size := utf8.DecodeLastRune(word[:i])
		i -= size
		f(setSuffix, word[i:])
	}
	f(setShape, appendShape(shape[:0], form))
}

// clip cuts the middle out of very long forms (addresses, rubbish).
func clip(form string) string {
	if len(form) <= longestWord/2 {
		return form
	}
	runes := 0
	for range form {
		runes++
	}
	if runes <= longestWord/4 {
		return form
	}
	r := []rune(form)
	const half = longestWord / 8
	return string(r[:half]) + string(r[len(r)-half:])
}

// Normal returns a form as the features see it: in lower case, digits as 0,
// typographic quotes and dashes as their plain signs.
func Normal(form string) string { return string(appendNormal(nil, form)) }

func appendNormal(dst []byte, form string) []byte {
	for _, r := range form {
		switch {
		case r >= 'a' && r <= 'z':
			dst = append(dst, byte(r))
		case r >= 'A' && r <= 'Z':
			dst = append(dst, byte(r)+'a'-'A')
		case unicode.IsDigit(r):
			dst = append(dst, '0')
		default:
			dst = appendPlain(dst, r)
		}
	}
	return dst
}

func appendPlain(dst []byte, r rune) []byte {
	switch r {
	case '‘', '’', '‚', '‛', '′', '`', '´':
		return append(dst, '\'')
	case '“', '”', '„', '‟', '«', '»', '″':
		return append(dst, '"')
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return append(dst, '-')
	case '…':
		return append(dst, "..."...)
	case '\u00a0', '\u202f':
		return append(dst, ' ')
	}
	return utf8.AppendRune(dst, unicode.ToLower(r))
}

// appendShape writes X for upper case, x for lower case, 0 for digits and the
// plain sign for others; runs are cut to two.
func appendShape(dst []byte, form string) []byte {
	run, last := 0, byte(0)
	for _, r := range form {
		c := byte('?')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		case r < utf8.RuneSelf:
			c = byte(r)
		}
		if c == last {
			run++
		} else {
			run, last = 1, c
		}
		if run <= 2 {
			dst = append(dst, c)
		}
	}
	return dst
}
