package train

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/ner"
)

// A nameSentence is one sentence of a corpus of names. Where the annotation is
// incomplete, Allowed leaves labels open (Tsuboi et al. 2008, "Training
// conditional random fields using incomplete annotations").
type nameSentence struct {
	Words   []string
	Allowed []ner.Labels
	Doc     string
}

// A nameSpan is an annotated name: words, half-open.
type nameSpan struct {
	first, last int
	label       string // "PER" …; "?" leaves its words open
}

// Policies for words no annotation covers: what a capitalised one may be.
const (
	restOutside = ner.Labels(1 << ner.Outside)
	restMisc    = restOutside | 1<<ner.BeginMISC | 1<<ner.InsideMISC // the corpus has no MISC
	restAny     = ner.AnyLabel                                       // the corpus has gaps
)

// newNameSentence labels words by spans that do not overlap. A word outside
// them is Outside, or, when it has a capital, whatever rest allows.
func newNameSentence(words []string, spans []nameSpan, rest ner.Labels) nameSentence {
	s := nameSentence{Words: words, Allowed: make([]ner.Labels, len(words))}
	for i, w := range words {
		s.Allowed[i] = restOutside
		if ner.MaybeName(w) && !plainlyOutside(w, i == 0) {
			s.Allowed[i] = rest
		}
	}
	for _, sp := range spans {
		begin := ner.ParseLabel("B-" + sp.label)
		for i := sp.first; i < sp.last; i++ {
			switch {
			case begin == ner.Outside:
				s.Allowed[i] = ner.AnyLabel
			case i == sp.first:
				s.Allowed[i] = ner.Only(begin)
			default:
				s.Allowed[i] = ner.Only(begin.Inside())
			}
		}
	}
	for _, sp := range spans { // an annotated name ends where it ends
		if begin := ner.ParseLabel("B-" + sp.label); begin != ner.Outside && sp.last < len(words) {
			s.Allowed[sp.last] &^= ner.Only(begin.Inside())
		}
	}
	s.closeGaps(rest)
	return s
}

// plainlyOutside reports whether a capitalised word is none of a name for
// sure: dates, titles, pronouns, and function words that open a sentence.
func plainlyOutside(w string, opens bool) bool {
	if notNames()[w] {
		return true
	}
	return opens && openers[strings.ToLower(w)]
}

var notNames = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{"I": true, "Mr": true, "Mr.": true, "Mrs.": true, "Ms.": true, "Dr.": true}
	for _, section := range []string{"weekday", "month"} {
		for _, w := range nlp.WordList(section) {
			m[w] = w != "May" && w != "April" && w != "June" && w != "August" && w != "Sun" && w != "March"
		}
	}
	return m
})

var openers = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`the a an this that these those he she it they we you his her its their our my your in on at by for from with to of as and but or
		if when while after before since because although though however there here then now also who what which where why how not no yes so such some many most
		all both each every another other one two three is was are were do does did has have had be being during under over about into through between among against
		despite according following prior once later more`) {
		m[w] = true
	}
	return m
}()

// closeGaps lets no open word in lower case go on a name and keeps every
// sentence satisfiable: an inside label needs its begin before it.
func (s *nameSentence) closeGaps(rest ner.Labels) {
	for i := range s.Allowed {
		if i > 0 && s.Allowed[i] == restOutside && rest != restOutside &&
			s.Allowed[i-1] == rest && nameLinks[strings.ToLower(s.Words[i])] &&
			i+1 < len(s.Allowed) && s.Allowed[i+1] == rest {
			s.Allowed[i] = rest // "Lord of War" may be one name
		}
	}
}

var nameLinks = map[string]bool{"of": true, "the": true, "and": true, "&": true, "for": true, "de": true, "-": true, "'s": true}

// gold returns the labels of a fully annotated sentence: the first allowed.
func (s *nameSentence) gold() []ner.Label {
	out := make([]ner.Label, len(s.Words))
	for i, a := range s.Allowed {
		for l := range ner.Label(ner.NumLabels) {
			if a.Has(l) {
				out[i] = l
				break
			}
		}
	}
	return out
}

// looseWords splits raw text into words roughly as treebanks do, for corpora
// that come without words: letters and digits stick together, an apostrophe s
// and every other sign stands alone, abbreviations keep their dots.
func looseWords(text string) (words []string, starts []int) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		j := i + size
		if wordRune(r) {
			for j < len(text) {
				r, size = utf8.DecodeRuneInString(text[j:])
				if !wordRune(r) && !innerMark(text, i, j) {
					break
				}
				j += size
			}
		} else if strings.HasPrefix(text[i:], "'s") || strings.HasPrefix(text[i:], "’s") {
			j += 1
		}
		words, starts = append(words, text[i:j]), append(starts, i)
		i = j
	}
	return words, starts
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// innerMark reports whether the sign at j belongs to the word from i: a dot of
// "U.S." or "Inc.", the apostrophe of "O'Neil", "&" in "AT&T".
func innerMark(text string, i, j int) bool {
	next, _ := utf8.DecodeRuneInString(text[min(j+1, len(text)):])
	switch text[j] {
	case '.':
		if j-i == 1 && unicode.IsUpper(rune(text[i])) || j-i >= 3 && text[j-2] == '.' {
			return true
		}
		return dotted[text[i:j]]
	case '\'':
		return j-i == 1 && unicode.IsUpper(next)
	case '&':
		return unicode.IsUpper(next)
	}
	return false
}

var dotted = map[string]bool{"Inc": true, "Corp": true, "Co": true, "Ltd": true, "Mr": true, "Mrs": true, "Ms": true,
	"Dr": true, "St": true, "Sen": true, "Rep": true, "Gov": true, "Gen": true, "Jr": true, "Sr": true}

// wordRange returns the words that lie in text bytes [start, end); ok is false
// when a bound cuts a word.
func wordRange(words []string, starts []int, start, end int) (first, last int, ok bool) {
	first, last = -1, -1
	for i, at := range starts {
		if at >= start && first < 0 {
			if at != start {
				return 0, 0, false
			}
			first = i
		}
		if at < end {
			last = i + 1
		}
	}
	if first < 0 || last <= first || starts[last-1]+len(words[last-1]) > end {
		return 0, 0, false
	}
	return first, last, true
}
