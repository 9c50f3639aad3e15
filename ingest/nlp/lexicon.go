package nlp

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// lexiconFile is compiled from Open English WordNet by train.Lexicon; see
// weights/LICENSE.
//
//go:embed weights/lexicon.bin
var lexiconFile []byte

// SupersenseNames lists WordNet's lexicographer files, in the order of the bits
// of a supersense set.
var SupersenseNames = [...]string{
	"adj.all", "adj.pert", "adj.ppl", "adv.all",
	"noun.Tops", "noun.act", "noun.animal", "noun.artifact", "noun.attribute", "noun.body", "noun.cognition",
	"noun.communication", "noun.event", "noun.feeling", "noun.food", "noun.group", "noun.location", "noun.motive",
	"noun.object", "noun.person", "noun.phenomenon", "noun.plant", "noun.possession", "noun.process", "noun.quantity",
	"noun.relation", "noun.shape", "noun.state", "noun.substance", "noun.time",
	"verb.body", "verb.change", "verb.cognition", "verb.communication", "verb.competition", "verb.consumption",
	"verb.contact", "verb.creation", "verb.emotion", "verb.motion", "verb.perception", "verb.possession",
	"verb.social", "verb.stative", "verb.weather",
}

// Bits of the supersenses of each part of speech.
const (
	adjSenses  = 1<<3 - 1
	advSenses  = 1 << 3
	nounSenses = (1<<30 - 1) &^ (1<<4 - 1)
	verbSenses = (1<<45 - 1) &^ (1<<30 - 1)
)

func sensesOf(upos string) uint64 {
	switch upos {
	case "NOUN", "PROPN":
		return nounSenses
	case "VERB", "AUX":
		return verbSenses
	case "ADJ":
		return adjSenses
	case "ADV":
		return advSenses
	case "":
		return adjSenses | advSenses | nounSenses | verbSenses
	}
	return 0
}

// Supersenses returns the WordNet lexicographer files of a lemma as the part of
// speech (UD; "" for any), in the order of SupersenseNames: "company" as NOUN
// has "noun.group" and others. A lemma of several words has single spaces.
func Supersenses(lemma, upos string) []string {
	var names []string
	set := lexicon().senses(strings.ToLower(lemma)) & sensesOf(upos)
	for i, name := range SupersenseNames {
		if set>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}

// A Derivation says that Lemma comes from Of.
type Derivation struct {
	Relation string // "agent", "event", "result", "derivation" (verb → noun) or "pertainym"
	From     string // "acquire"
	FromPOS  string // "v" verb, "n" noun, "a" adjective, "r" adverb
	To       string // "acquisition"
	ToPOS    string
}

// Derivations returns the derivations a lemma takes part in, on either side.
func Derivations(lemma string) []Derivation { return derivations()[strings.ToLower(lemma)] }

// The two parts of the lexicon, each unpacked at its first use.
var (
	lexicon = sync.OnceValue(func() *lexiconTable {
		t, err := decodeLexicon(lexiconFile)
		if err != nil {
			panic(err) // embedded: a bug of the build
		}
		return t
	})
	derivations = sync.OnceValue(func() map[string][]Derivation {
		d, err := decodeDerivations(lexiconFile)
		if err != nil {
			panic(err)
		}
		return d
	})
)

// A lexiconTable maps lemmas in lower case to sets of supersenses, with open
// addressing.
type lexiconTable struct {
	text  string
	slots []int32 // entry + 1, 0 for none; a power of two long
	start []int32 // of each entry's lemma in text, and the end
	set   []uint64
}

func hashLemma(s string) uint32 {
	h := uint32(2166136261) // FNV-1a
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

func (t *lexiconTable) senses(lemma string) uint64 {
	for at := hashLemma(lemma); ; at++ {
		e := t.slots[at&uint32(len(t.slots)-1)]
		if e == 0 {
			return 0
		}
		if t.text[t.start[e-1]:t.start[e]] == lemma {
			return t.set[e-1]
		}
	}
}

// A LexiconEntry is one lemma, in lower case, and its supersenses.
type LexiconEntry struct {
	Lemma  string
	Senses uint64 // bit i is SupersenseNames[i]
}

// EncodeLexicon returns the embedded form of a lexicon: the length of the first
// part, then two deflated parts: the count of entries, each as shared prefix,
// rest, set; and the derivations the same way, as lines.
func EncodeLexicon(entries []LexiconEntry, derived []Derivation) ([]byte, error) {
	slices.SortFunc(entries, func(a, b LexiconEntry) int { return strings.Compare(a.Lemma, b.Lemma) })
	raw := binary.AppendUvarint(nil, uint64(len(entries)))
	last := ""
	for _, e := range entries {
		raw = appendShared(raw, last, e.Lemma)
		raw = binary.AppendUvarint(raw, e.Senses)
		last = e.Lemma
	}
	first, err := deflate(raw)
	if err != nil {
		return nil, err
	}
	raw = binary.AppendUvarint(nil, uint64(len(derived)))
	last = ""
	for _, d := range derived {
		line := strings.Join([]string{d.From, d.FromPOS, d.Relation, d.To, d.ToPOS}, "\t")
		raw = appendShared(raw, last, line)
		last = line
	}
	second, err := deflate(raw)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(first)))
	return append(append(out, first...), second...), nil
}

func deflate(raw []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

func appendShared(raw []byte, last, s string) []byte {
	n := 0
	for n < len(s) && n < len(last) && s[n] == last[n] {
		n++
	}
	raw = binary.AppendUvarint(raw, uint64(n))
	raw = binary.AppendUvarint(raw, uint64(len(s)-n))
	return append(raw, s[n:]...)
}

// maxLexicon bounds the bytes a lexicon may unpack to.
const maxLexicon = 1 << 25

var errLexicon = errors.New("nlp: damaged lexicon")

// inflate unpacks one part of a lexicon.
func inflate(file []byte, part int) (*sharedReader, error) {
	n, size := binary.Uvarint(file)
	if size <= 0 || n > uint64(len(file)-size) {
		return nil, errLexicon
	}
	file = file[size:]
	if part == 0 {
		file = file[:n]
	} else {
		file = file[n:]
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(file)), maxLexicon))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLexicon, err)
	}
	return &sharedReader{rest: raw}, nil
}

func decodeLexicon(file []byte) (*lexiconTable, error) {
	r, err := inflate(file, 0)
	if err != nil {
		return nil, err
	}
	size := uint64(len(r.rest))
	n := r.number()
	if n > size {
		return nil, errLexicon
	}
	t := &lexiconTable{start: make([]int32, 1, n+1), set: make([]uint64, 0, n)}
	var text strings.Builder
	text.Grow(int(2 * size))
	for range n {
		if text.Len() > maxLexicon || r.bad {
			return nil, errLexicon
		}
		r.read()
		text.Write(r.last)
		t.set = append(t.set, r.number())
		t.start = append(t.start, int32(text.Len()))
	}
	if r.bad {
		return nil, errLexicon
	}
	t.text = text.String()
	t.index()
	return t, nil
}

func decodeDerivations(file []byte) (map[string][]Derivation, error) {
	r, err := inflate(file, 1)
	if err != nil {
		return nil, err
	}
	n := r.number()
	if n > uint64(len(r.rest)) {
		return nil, errLexicon
	}
	all := make(map[string][]Derivation)
	for range n {
		col := strings.Split(r.next(), "\t")
		if len(col) != 5 {
			return nil, errLexicon
		}
		d := Derivation{From: col[0], FromPOS: col[1], Relation: col[2], To: col[3], ToPOS: col[4]}
		all[d.From] = append(all[d.From], d)
		if d.To != d.From {
			all[d.To] = append(all[d.To], d)
		}
	}
	if r.bad {
		return nil, errLexicon
	}
	return all, nil
}

func (t *lexiconTable) index() {
	size := 16
	for size < 2*len(t.set) {
		size *= 2
	}
	t.slots = make([]int32, size)
	for e := range t.set {
		at := hashLemma(t.text[t.start[e]:t.start[e+1]])
		for t.slots[at&uint32(size-1)] != 0 {
			at++
		}
		t.slots[at&uint32(size-1)] = int32(e + 1)
	}
}

// sharedReader reads strings that leave out what they share with the last.
type sharedReader struct {
	rest []byte
	last []byte
	bad  bool
}

func (r *sharedReader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// read leaves the next string in last.
func (r *sharedReader) read() {
	shared, own := r.number(), r.number()
	if shared > uint64(len(r.last)) || own > uint64(len(r.rest)) {
		r.bad, r.last = true, nil
		return
	}
	r.last = append(r.last[:shared], r.rest[:own]...)
	r.rest = r.rest[own:]
}

func (r *sharedReader) next() string {
	r.read()
	return string(r.last)
}
