package nlp

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A segmenter finds tokens and sentences. Within a run of text without white
// space, a linear model decides at every change of character class whether a
// token ends there, after the conventions of the UD English treebanks; web
// addresses are found by rule and words written together by a table.
type segmenter struct {
	token, sentence linear
	splits          map[string][]int
}

//go:embed weights/segment.bin
var segmentWeights []byte

// defaultSegmenter decodes the embedded weights once.
var defaultSegmenter = sync.OnceValue(func() *segmenter {
	s, err := decodeSegment(segmentWeights)
	if err != nil {
		return &segmenter{splits: map[string][]int{}} // Fit starts from nothing; a test guards the file
	}
	return s
})

// maxToken is the longest token in bytes; longer runs are cut, so that no
// layer above meets a word of a megabyte.
const maxToken = 128

// Tokens splits text into the byte spans of its tokens, in order. Together
// they cover everything that is not space.
func Tokens(text string) []Span {
	return defaultSegmenter().tokens(text, Span{Start: 0, End: len(text)}, make([]Span, 0, len(text)/5+1))
}

// tokens appends the tokens of one stretch of the text.
func (s *segmenter) tokens(text string, in Span, out []Span) []Span {
	var work chunkWork
	for at := in.Start; at < in.End; {
		r, n := utf8.DecodeRuneInString(text[at:in.End])
		if isSpace(r) {
			at += n
			continue
		}
		end, plain := chunkEnd(text[:in.End], at)
		out = s.chunk(&work, text[:in.End], Span{Start: at, End: end}, plain, out)
		at = end
	}
	return out
}

// chunkEnd returns where the run without white space that starts at ends,
// and whether it is all ASCII letters.
func chunkEnd(text string, at int) (end int, plain bool) {
	plain = true
	for at < len(text) {
		c := text[at]
		if c < 0x80 {
			k := asciiClass[c]
			if k == classSpace {
				return at, plain
			}
			plain = plain && k == classLetter
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		if isSpace(r) {
			return at, plain
		}
		plain, at = false, at+n
	}
	return at, plain
}

// chunkWork is scratch space for one chunk.
type chunkWork struct {
	atoms    []atom
	features []uint32
}

// An atom is a run of one character class; tokens are made of whole atoms.
type atom struct {
	Span
	class charClass
	hash  uint32 // of its folded lower-case form, digits by their number
	shape uint32
	glue  bool // never a boundary before it
	cut   bool // always a boundary before it
}

// chunk appends the tokens of a run without white space.
func (s *segmenter) chunk(w *chunkWork, text string, in Span, plain bool, out []Span) []Span {
	if plain {
		return s.word(text, in, out)
	}
	w.atoms = appendAtoms(w.atoms[:0], text, in)
	start := in.Start
	for i := 1; i < len(w.atoms); i++ {
		a := &w.atoms[i]
		if a.glue {
			continue
		}
		if !a.cut {
			w.features = splitFeatures(w.features[:0], w.atoms, i, text, in)
			if s.token.score(w.features) <= 0 {
				continue
			}
		}
		out = s.word(text, Span{Start: start, End: a.Start}, out)
		start = a.Start
	}
	return s.word(text, Span{Start: start, End: in.End}, out)
}

// word appends one token, or the parts of a word written together.
func (s *segmenter) word(text string, in Span, out []Span) []Span {
	if n := in.End - in.Start; n <= 12 && n > 1 {
		var buf [12]byte
		low := buf[:n]
		for i := range low {
			low[i] = text[in.Start+i] | 0x20
		}
		start := in.Start
		for _, at := range s.splits[string(low)] {
			if end := in.Start + at; end > start && end < in.End {
				out = append(out, Span{Start: start, End: end})
				start = end
			}
		}
		return append(out, Span{Start: start, End: in.End})
	}
	for in.End-in.Start > maxToken {
		end := in.Start + maxToken
		for k := 0; k < 3 && !utf8.RuneStart(text[end]); k++ { // more in a row are not UTF-8
			end--
		}
		out = append(out, Span{Start: in.Start, End: end})
		in.Start = end
	}
	return append(out, in)
}

// appendAtoms cuts a chunk into atoms and marks what rules decide: addresses
// are glued, and a full stop between a word and a capital is cut loose.
func appendAtoms(atoms []atom, text string, in Span) []atom {
	for at := in.Start; at < in.End; {
		r, n := utf8.DecodeRuneInString(text[at:in.End])
		a := atom{Span: Span{Start: at, End: at + n}, class: classOf(r)}
		for a.class != classPunct && a.class != classApostrophe && a.class != classHyphen && a.End < in.End {
			r, n := utf8.DecodeRuneInString(text[a.End:in.End])
			if classOf(r) != a.class {
				break
			}
			a.End += n
		}
		at = a.End
		atoms = append(atoms, a)
	}
	atoms = splitNegation(atoms, text)
	for i := range atoms {
		atoms[i].describe(text)
	}
	if address := findAddress(text, in); address.End > address.Start {
		for i := range atoms {
			switch a := &atoms[i]; {
			case a.Start > address.Start && a.Start < address.End:
				a.glue = true
			case a.Start == address.Start || a.Start == address.End:
				a.cut = true
			}
		}
		return atoms
	}
	for i := 1; i < len(atoms); i++ {
		switch {
		case i+1 < len(atoms) && isGlued(atoms, i, text):
			atoms[i].cut, atoms[i+1].cut = true, true
		case isDotted(atoms, i, text), i == len(atoms)-1 && text[atoms[i].Start:atoms[i].End] == "." && shortTitle[text[atoms[i-1].Start:atoms[i-1].End]]:
			atoms[i].glue = true
		case i+4 <= len(atoms) && isISODay(text[atoms[i-1].Start:in.End]):
			for k := i; k < i+4; k++ {
				atoms[k].glue = true
			}
		case i+1 < len(atoms) && isIrish(atoms, i, text):
			atoms[i].glue, atoms[i+1].glue = true, true
		}
	}
	return atoms
}

// shortTitle lists abbreviated titles that American texts hardly have, and no
// sentence closes with.
var shortTitle = set("Hon Smt Cllr Supt Insp Engr Messrs Brig Cpl Ven Msgr Adv")

// isDotted reports an atom that continues "p.m.", "U.S.", "J.R.R." or
// "15.07.2025": letters one by one, or digits, with full stops between.
func isDotted(atoms []atom, i int, text string) bool {
	if i < 3 {
		return false
	}
	dot := func(k int) bool { return text[atoms[k].Start] == '.' && atoms[k].End-atoms[k].Start == 1 }
	letter := func(k int) bool {
		return atoms[k].class == classLetter && utf8.RuneCountInString(text[atoms[k].Start:min(atoms[k].End, atoms[k].Start+5)]) == 1
	}
	if dot(i) {
		return letter(i-1) && dot(i-2) && letter(i-3) ||
			i+1 < len(atoms) && atoms[i-1].class == classDigit && dot(i-2) && atoms[i-3].class == classDigit && atoms[i+1].class == classDigit
	}
	return i >= 4 && atoms[i].class == classDigit && dot(i-1) && atoms[i-2].class == classDigit && dot(i-3)
}

// isISODay reports whether s begins with a day as in 2025-07-15.
func isISODay(s string) bool {
	if len(s) < 10 || len(s) > 10 && asciiClassOf(s[10]) == classDigit {
		return false
	}
	for i := range 10 {
		if dash := i == 4 || i == 7; dash != (s[i] == '-') || !dash && asciiClassOf(s[i]) != classDigit {
			return false
		}
	}
	return true
}

// isIrish reports the apostrophe of O'Brien and d'Estaing.
func isIrish(atoms []atom, i int, text string) bool {
	if atoms[i].class != classApostrophe || atoms[i-1].End-atoms[i-1].Start != 1 || atoms[i+1].class != classLetter || atoms[i+1].End-atoms[i+1].Start < 2 {
		return false
	}
	if i >= 2 && atoms[i-2].class != classPunct && atoms[i-2].class != classHyphen {
		return false
	}
	return strings.IndexByte("OoDdL", text[atoms[i-1].Start]) >= 0 && unicode.IsUpper(firstRune(text[atoms[i+1].Start:]))
}

// splitNegation cuts the n of n't loose from its verb: do|n't.
func splitNegation(atoms []atom, text string) []atom {
	for i := 0; i+2 < len(atoms); i++ {
		a, quote, t := atoms[i], atoms[i+1], atoms[i+2]
		if a.class != classLetter || a.End-a.Start < 2 || quote.class != classApostrophe || t.End-t.Start != 1 || text[t.Start]|0x20 != 't' || text[a.End-1]|0x20 != 'n' {
			continue
		}
		n := atom{Span: Span{Start: a.End - 1, End: a.End}, class: classLetter}
		atoms[i].End--
		atoms = append(atoms, atom{})
		copy(atoms[i+2:], atoms[i+1:])
		atoms[i+1] = n
		i += 3
	}
	return atoms
}

// isGlued reports a sentence end without the space behind it: "so.Vale".
func isGlued(atoms []atom, i int, text string) bool {
	before, stop, after := atoms[i-1], atoms[i], atoms[i+1]
	if stop.End-stop.Start != 1 || !strings.ContainsRune(".?!", rune(text[stop.Start])) {
		return false
	}
	if before.class != classLetter || after.class != classLetter || before.End-before.Start < 2 || after.End-after.Start < 2 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text[:before.End])
	first := firstRune(text[after.Start:])
	second := firstRune(text[after.Start+utf8.RuneLen(first):])
	return unicode.IsLower(last) && unicode.IsUpper(first) && unicode.IsLower(second)
}

// describe fills in the hashes of an atom.
func (a *atom) describe(text string) {
	form := text[a.Start:a.End]
	if len(form) > 24 {
		form = form[:24]
	}
	switch a.class {
	case classDigit:
		a.hash = mix(1, uint32(min(a.End-a.Start, 6)))
		a.shape = mix(2, uint32(min(a.End-a.Start, 4)))
	case classLetter:
		a.hash = hash32(fold(form))
		first := unicode.IsUpper(firstRune(form))
		last, _ := utf8.DecodeLastRuneInString(form)
		shape := uint32(0)
		if first {
			shape |= 1
		}
		if unicode.IsUpper(last) {
			shape |= 2
		}
		a.shape = mix(3, shape, uint32(min(a.End-a.Start, 4)))
	case classPicture:
		a.hash, a.shape = mix(4), mix(4)
	default:
		a.hash = hash32(fold(form))
		a.shape = a.hash
	}
}

// splitFeatures appends the features of the boundary before atoms[i].
func splitFeatures(f []uint32, atoms []atom, i int, text string, in Span) []uint32 {
	get := func(k int) (hash, shape uint32) {
		switch {
		case k < 0:
			return 0, 0
		case k >= len(atoms):
			return 1, 1
		}
		return atoms[k].hash, atoms[k].shape
	}
	h0, s0 := get(i - 1)
	h1, s1 := get(i)
	hm, sm := get(i - 2)
	hn, sn := get(i + 1)
	_, sl := get(i - 3)
	_, sr := get(i + 2)
	next := nextClass(text, in.End)
	left, right := uint32(min(i, 3)), uint32(min(len(atoms)-i, 3))
	return append(f,
		mix(10), mix(11, h0), mix(12, h1), mix(13, h0, h1), mix(14, hm, h0, h1), mix(15, h0, h1, hn), mix(16, hm, h0, h1, hn),
		mix(17, s0, s1), mix(18, sm, s0, s1), mix(19, s0, s1, sn), mix(20, sm, s0, s1, sn), mix(21, sl, sm, s0, s1, sn, sr),
		mix(22, s0, s1, left, right), mix(23, h1, s0, right, next), mix(24, h0, h1, right, next), mix(25, hm, h1), mix(26, h0, hn),
		mix(27, s1, sn, sr), mix(28, sl, sm, s0), mix(29, h0, s1), mix(30, s0, h1), mix(31, s1, right, next), mix(32, hm, s0, h1),
	)
}

// nextClass says what follows a chunk: nothing, a new line, a capital, a
// small letter, a digit or something else.
func nextClass(text string, at int) uint32 {
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == '\n':
			return 1
		case isSpace(r):
			at += n
			continue
		case unicode.IsUpper(r):
			return 2
		case unicode.IsLower(r):
			return 3
		case unicode.IsDigit(r):
			return 4
		}
		return 5
	}
	return 0
}
