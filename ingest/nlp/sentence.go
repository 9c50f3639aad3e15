package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A tokenRange is a half-open range of tokens.
type tokenRange struct{ first, last int }

// maxSentence is the longest sentence in tokens. Anything longer is cut at a
// semicolon or comma, so that no layer above is asked to parse a page at once.
const maxSentence = 160

// sentences appends the sentences of tokens. A blank line always ends one, a
// single new line does unless the text is wrapped there, and elsewhere a
// linear model decides.
func (s *segmenter) sentences(text string, tokens []Span, out []tokenRange) []tokenRange {
	scan := newSentenceScan(text, tokens)
	start := 0
	for i := range tokens {
		if i+1 == len(tokens) {
			return append(out, tokenRange{start, i + 1})
		}
		if i+1-start >= maxSentence {
			cut := softCut(text, tokens, start, i+1)
			out = append(out, tokenRange{start, cut})
			start = cut
			scan.restart(start, i)
		}
		end, features := scan.at(i, start)
		if features != nil {
			end = s.sentence.score(features) > 0
		}
		if end {
			out = append(out, tokenRange{start, i + 1})
			start = i + 1
			scan.restart(start, i)
		}
	}
	return out
}

// softCut returns where to cut a run that is too long: behind the last
// semicolon or comma of its second half, else at its end.
func softCut(text string, tokens []Span, start, end int) int {
	for _, mark := range []string{";", ","} {
		for i := end - 1; i > (start+end)/2; i-- {
			if text[tokens[i].Start:tokens[i].End] == mark {
				return i + 1
			}
		}
	}
	return end
}

// A sentenceScan walks over the boundaries of a token sequence once.
type sentenceScan struct {
	text     string
	tokens   []Span
	wrapped  bool // the text has hard line breaks inside paragraphs
	line     int  // byte offset at which the current line starts
	quotes   int  // straight quotes seen in this sentence
	open     int  // brackets and curly quotes open in this sentence
	features []uint32
}

func newSentenceScan(text string, tokens []Span) *sentenceScan {
	s := &sentenceScan{text: text, tokens: tokens, features: make([]uint32, 0, 32)}
	if len(tokens) > 0 {
		s.line = tokens[0].Start
		s.wrapped = isWrapped(text[tokens[0].Start:tokens[len(tokens)-1].End])
	}
	return s
}

// restart forgets the quotes and brackets of the sentence before.
func (s *sentenceScan) restart(start, now int) {
	s.quotes, s.open = 0, 0
	for ; start <= now; start++ {
		s.count(s.form(start))
	}
}

func (s *sentenceScan) count(form string) {
	switch {
	case form == `"`:
		s.quotes++
	case isOpening(form) && form != "‘":
		s.open++
	case isClosing(form) && form != "’" && form != "'":
		s.open = max(0, s.open-1)
	}
}

func (s *sentenceScan) form(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.text[s.tokens[i].Start:s.tokens[i].End]
}

// at decides the boundary behind token i of a sentence that began at start,
// or returns the features by which a model must. Features are valid until
// the next call.
func (s *sentenceScan) at(i, start int) (end bool, features []uint32) {
	cur, next := s.form(i), s.form(i+1)
	s.count(cur)
	gap := s.text[s.tokens[i].End:s.tokens[i+1].Start]
	lines := strings.Count(gap, "\n")
	if lines == 0 && (strings.Contains(gap, "\u2029") || strings.Contains(gap, "\u2028") || strings.Contains(gap, "\r")) {
		lines = 1
	}
	if lines > 0 {
		length := s.tokens[i].End - s.line
		s.line = s.tokens[i+1].Start
		if lines > 1 || s.breaks(cur, next, length) {
			return true, nil
		}
	}
	if !s.candidate(cur, next, gap) {
		return false, nil
	}
	s.features = s.describe(s.features[:0], i, start, gap)
	return false, s.features
}

// breaks decides a single new line behind a line of so many bytes.
func (s *sentenceScan) breaks(cur, next string, length int) bool {
	if next == "-" || next == "*" || next == "•" || next == "·" || next == ">" {
		return true
	}
	if s.wrapped {
		return length < 40
	}
	continues := unicode.IsLower(firstRune(next)) || next == ","
	return !continues || length < 40 || strings.ContainsAny(cur, ".?!:;")
}

// isWrapped reports whether most lines that are followed by another line are
// as long as a page is wide and stop in mid-sentence.
func isWrapped(text string) bool {
	pairs, wide := 0, 0
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more {
			break
		}
		text = rest
		line = strings.TrimRight(line, " \t\r")
		follow, _, _ := strings.Cut(rest[:min(len(rest), 200)], "\n")
		if line == "" || strings.TrimSpace(follow) == "" {
			continue
		}
		pairs++
		if len(line) >= 45 && len(line) <= 100 && !strings.ContainsRune(".?!:", rune(line[len(line)-1])) {
			wide++
		}
	}
	return pairs >= 3 && wide*3 >= pairs*2
}

// candidate reports whether a sentence could end between two tokens.
func (s *sentenceScan) candidate(cur, next, gap string) bool {
	if w, dotted := strings.CutSuffix(cur, "."); dotted && shortTitle[w] {
		return false
	}
	first := firstRune(next)
	if gap == "" {
		last, _ := utf8.DecodeLastRuneInString(cur)
		return unicode.IsUpper(first) && len(next) > 1 && (strings.ContainsRune(".?!…", last) || cur == "”")
	}
	if classOf(firstRune(cur)) != classLetter && classOf(firstRune(cur)) != classDigit && cur != "," {
		return true
	}
	if strings.HasSuffix(cur, ".") {
		return true
	}
	return !unicode.IsLower(first) && classOf(first) != classDigit && next != ","
}

// describe appends the features of the boundary behind token i.
func (s *sentenceScan) describe(f []uint32, i, start int, gap string) []uint32 {
	prev, cur, next, after := s.form(i-1), s.form(i), s.form(i+1), s.form(i+2)
	if i-1 < start {
		prev = ""
	}
	p, c, n, a := hash32(fold(prev)), hash32(fold(cur)), hash32(fold(next)), hash32(fold(after))
	ps, cs, ns, as := tokenShape(prev), tokenShape(cur), tokenShape(next), tokenShape(after)
	if strings.HasSuffix(cur, ".") && len(cur) > 1 {
		cs = mix(5, uint32(strings.Count(cur, ".")), uint32(min(len(cur), 5)), cs)
	}
	wide := uint32(min(len(gap), 2))
	length := uint32(0)
	for n := i + 1 - start; n > 0; n >>= 1 {
		length++
	}
	quoted := uint32(s.quotes%2)<<1 | uint32(min(s.open, 1))
	return append(f,
		mix(40), mix(41, c), mix(42, n), mix(43, c, ns), mix(44, cs, n), mix(45, cs, ns), mix(46, ps, cs, ns), mix(47, p, c, ns),
		mix(48, c, ns, wide), mix(49, c, ns, length), mix(50, c, quoted, ns), mix(51, c, n), mix(52, cs, ns, as), mix(53, n, as),
		mix(54, p, cs), mix(55, c, ns, as), mix(56, cs, ns, length, wide), mix(57, cs, n, a), mix(58, p, ns, cs), mix(59, c, length), mix(60, ps, c, n),
		mix(61, c, ns, quoted, length),
	)
}

// tokenShape is a coarse hash of a token's outline: case, class and length.
func tokenShape(form string) uint32 {
	first := firstRune(form)
	switch classOf(first) {
	case classLetter:
		upper := unicode.IsUpper(first)
		last, _ := utf8.DecodeLastRuneInString(form)
		kind := uint32(0)
		if upper {
			kind = 1
			if len(form) > 1 && unicode.IsUpper(last) {
				kind = 2
			}
			if len(form) == 1 {
				kind = 3
			}
		}
		if last == '.' {
			kind += 4
		}
		return mix(6, kind)
	case classDigit:
		return mix(7, uint32(min(len(form), 3)))
	case classPicture:
		return mix(8)
	}
	return hash32(fold(form))
}
