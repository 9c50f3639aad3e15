package nlp

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Lemmatizer finds lemmas by edits of endings, learnt from a treebank: the
// longest known ending of the form under its tag decides, a whole word being
// the longest ending of all. Where only an ending is known, and its lemma is
// not in the lexicon, a regular inflection whose lemma is there wins.
type Lemmatizer struct{ edits map[string]lemmaEdit }

// A lemmaEdit cuts bytes off the end of a form in lower case and adds others.
type lemmaEdit struct {
	cut  int
	add  string
	mode caseMode
}

type caseMode uint8

const (
	lowerCase caseMode = iota
	keepCase
	titleCase
)

// longestEnding is the length, in runes, of the longest ending that is not a
// whole word.
const longestEnding = 6

// LemmaExamples collects what a Lemmatizer is made from.
type LemmaExamples struct {
	counts map[string]map[lemmaEdit]int // whole words by tokens, endings by different words
	seen   map[[3]string]bool
}

// Add counts one word of a treebank.
func (e *LemmaExamples) Add(form, xpos, lemma string) {
	if lemma == "" {
		return
	}
	if e.counts == nil {
		e.counts, e.seen = make(map[string]map[lemmaEdit]int), make(map[[3]string]bool)
	}
	edit := editFor(form, xpos, lemma)
	id := [3]string{strings.ToLower(form), xpos, lemma}
	known := e.seen[id]
	e.seen[id] = true
	eachEnding(form, xpos, func(key []byte, whole bool) bool {
		if !whole && (known || len(key)-bytes.IndexByte(key, ' ')-1 < edit.cut) {
			return false // counted before, or cutting more than the ending
		}
		if e.counts[string(key)] == nil {
			e.counts[string(key)] = make(map[lemmaEdit]int)
		}
		e.counts[string(key)][edit]++
		return true
	})
}

// Lemmatizer makes a Lemmatizer of the most frequent edits, leaving out every
// ending that would be treated the same without being listed.
func (e *LemmaExamples) Lemmatizer() *Lemmatizer {
	l := &Lemmatizer{edits: make(map[string]lemmaEdit)}
	keys := slices.SortedFunc(maps.Keys(e.counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	for _, key := range keys {
		best := mostFrequent(e.counts[key])
		whole := strings.Contains(key, " ^")
		if !whole && !strings.HasSuffix(key, " ") && e.counts[key][best] < 2 {
			continue // one word makes no rule for others
		}
		if inherited, ok := l.shorter(key); !ok || inherited != best {
			l.edits[key] = best
		}
	}
	return l
}

func mostFrequent(counts map[lemmaEdit]int) lemmaEdit {
	edits := slices.SortedFunc(maps.Keys(counts), func(a, b lemmaEdit) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.cut, b.cut), strings.Compare(a.add, b.add),
			cmp.Compare(a.mode, b.mode))
	})
	return edits[0]
}

// shorter looks up the endings of a key that are shorter than itself.
func (l *Lemmatizer) shorter(key string) (lemmaEdit, bool) {
	at := strings.IndexByte(key, ' ') + 1
	tag, ending := key[:at], key[at:]
	if rest, ok := strings.CutPrefix(ending, "^"); ok {
		ending = lastRunes(rest, longestEnding)
		if e, ok := l.edits[tag+ending]; ok {
			return e, true
		}
	}
	for ending != "" {
		_, size := utf8.DecodeRuneInString(ending)
		ending = ending[size:]
		if e, ok := l.edits[tag+ending]; ok {
			return e, true
		}
	}
	return lemmaEdit{}, false
}

// eachEnding calls f with the keys of a form, the longest first, until it
// returns false. A key is valid during the call.
func eachEnding(form, xpos string, f func(key []byte, whole bool) bool) {
	word := strings.ToLower(form)
	if len(word) > 48 {
		word = lastRunes(word, 12)
	}
	if xpos == "VBN" {
		xpos = "VBD" // regular participles are past tenses
	}
	var buffer [80]byte
	key := append(buffer[:0], xpos...)
	if word != form && utf8.RuneCountInString(form) > 1 && strings.ToUpper(form) == form {
		key = append(key, '!')
	}
	key = append(key, ' ')
	tag := len(key)
	key = append(append(key, '^'), word...)
	if !f(key, true) {
		return
	}
	for ending := lastRunes(word, longestEnding); ; {
		key = append(key[:tag], ending...)
		if !f(key, false) || ending == "" {
			return
		}
		_, size := utf8.DecodeRuneInString(ending)
		ending = ending[size:]
	}
}

func lastRunes(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}

func editFor(form, xpos, lemma string) lemmaEdit {
	word, base := strings.ToLower(form), strings.ToLower(lemma)
	n := 0
	for n < len(word) && n < len(base) && word[n] == base[n] {
		n++
	}
	for n > 0 && n < len(word) && !utf8.RuneStart(word[n]) {
		n--
	}
	e := lemmaEdit{cut: len(word) - n, add: base[n:]}
	modes := []caseMode{lowerCase, titleCase, keepCase}
	if strings.HasPrefix(xpos, "NNP") {
		modes = []caseMode{keepCase, titleCase, lowerCase}
	}
	for _, e.mode = range modes {
		if got, ok := e.apply(form); ok && got == lemma {
			return e
		}
	}
	e.mode = modes[0]
	return e
}

// apply edits a form; false where it is too short.
func (e lemmaEdit) apply(form string) (string, bool) {
	word := strings.ToLower(form)
	if e.mode == keepCase && len(word) == len(form) {
		word = form
	}
	if e.cut > len(word) || e.cut == len(word) && e.add == "" {
		return "", false
	}
	word = word[:len(word)-e.cut]
	if !utf8.ValidString(word) {
		return "", false
	}
	word += e.add
	if e.mode == titleCase {
		r, size := utf8.DecodeRuneInString(word)
		word = string(unicode.ToTitle(r)) + word[size:]
	}
	return word, true
}

// Lemma returns the lemma of a form with its tags.
func (l *Lemmatizer) Lemma(form, upos, xpos string) string {
	lemma, known := form, false
	eachEnding(form, xpos, func(key []byte, whole bool) bool {
		e, ok := l.edits[string(key)]
		if !ok {
			return true
		}
		got, ok := e.apply(form)
		if !ok {
			return true
		}
		lemma, known = got, whole
		return false
	})
	if !known {
		low := strings.ToLower(form)
		if bases := irregular[low]; len(bases) > 0 && lexicon().senses(bases[0])&sensesOf(upos) != 0 && (inflected(xpos) || upos == "VERB" && lexicon().senses(low)&verbSenses == 0) {
			return bases[0] // also where the tag takes "lent" for a present form: there is no such verb
		}
		if with, ok := silentE(form, xpos, lemma); ok {
			return with
		}
		if better, ok := regularLemma(form, upos, xpos, lemma); ok {
			return better
		}
	}
	return lemma
}

// inflected reports whether a tag is of a noun or verb that is not its own lemma.
func inflected(xpos string) bool {
	switch xpos {
	case "NNS", "VBD", "VBG", "VBN", "VBZ":
		return true
	}
	return false
}

// silentE returns a verb's lemma with the e that its spelling asks for: had
// "fined" or "staring" no e in their lemmas, the consonant would be doubled.
func silentE(form, xpos, lemma string) (string, bool) {
	if !strings.HasPrefix(xpos, "VB") || len(lemma) < 3 || len(form) <= len(lemma) {
		return "", false
	}
	n := len(lemma)
	vowel := func(i int) bool { return strings.IndexByte("aeiou", lemma[i]) >= 0 }
	if vowel(n-1) || !vowel(n-2) || vowel(n-3) || strings.IndexByte("wxy", lemma[n-1]) >= 0 {
		return "", false
	}
	for i := range n - 2 {
		if vowel(i) {
			return "", false // the vowel may be unstressed: "opened"
		}
	}
	word := strings.ToLower(form)
	if word != lemma+"ed" && word != lemma+"ing" {
		return "", false
	}
	return lemma + "e", lexicon().senses(lemma+"e")&verbSenses != 0
}

// regularLemma undoes the inflection a tag tells of, where the lexicon knows the
// result and not the guess.
func regularLemma(form, upos, xpos, guess string) (string, bool) {
	var endings []detachment
	switch {
	case xpos == "NNS":
		endings = nounEndings
	case strings.HasPrefix(xpos, "VB") && xpos != "VB" && xpos != "VBP":
		endings = verbEndings
	case xpos == "JJR" || xpos == "JJS" || xpos == "RBR" || xpos == "RBS":
		endings = adjEndings
	default:
		return "", false
	}
	t, senses := lexicon(), sensesOf(upos)
	if t.senses(guess)&senses != 0 {
		return "", false
	}
	word := strings.ToLower(form)
	for _, d := range endings {
		stem, ok := strings.CutSuffix(word, d.ending)
		if !ok || len(stem) < 2 {
			continue
		}
		if t.senses(stem+d.base)&senses != 0 {
			return stem + d.base, true
		}
		if n := len(stem); d.base == "" && n > 2 && stem[n-1] == stem[n-2] && t.senses(stem[:n-1])&senses != 0 {
			return stem[:n-1], true
		}
	}
	return "", false
}

// MarshalBinary returns the embedded form: deflated; the count, then for each
// ending in order: key, bytes cut, case, bytes added.
func (l *Lemmatizer) MarshalBinary() ([]byte, error) {
	raw := binary.AppendUvarint(nil, uint64(len(l.edits)))
	last := ""
	for _, key := range slices.Sorted(maps.Keys(l.edits)) {
		e := l.edits[key]
		raw = appendShared(raw, last, key)
		raw = binary.AppendUvarint(raw, uint64(e.cut))
		raw = binary.AppendUvarint(raw, uint64(e.mode))
		raw = binary.AppendUvarint(raw, uint64(len(e.add)))
		raw = append(raw, e.add...)
		last = key
	}
	return deflate(raw)
}

var errLemmas = errors.New("nlp: damaged lemma table")

// UnmarshalBinary reads what MarshalBinary wrote.
func (l *Lemmatizer) UnmarshalBinary(data []byte) error {
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxLexicon))
	if err != nil {
		return fmt.Errorf("%w: %w", errLemmas, err)
	}
	r := sharedReader{rest: raw}
	n := r.number()
	if n > uint64(len(raw)) {
		return errLemmas
	}
	l.edits = make(map[string]lemmaEdit, n)
	for range n {
		key := r.next()
		cut, mode, add := r.number(), r.number(), r.number()
		if r.bad || cut > 64 || mode > uint64(titleCase) || add > uint64(len(r.rest)) {
			return errLemmas
		}
		l.edits[key] = lemmaEdit{cut: int(cut), mode: caseMode(mode), add: string(r.rest[:add])}
		r.rest = r.rest[add:]
	}
	return nil
}
