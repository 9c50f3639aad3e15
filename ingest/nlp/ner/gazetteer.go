package ner

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// A Class is a set of things a word or phrase is known as.
type Class uint32

// The classes. The first group holds for phrases, the second for single words.
const (
	Country Class = 1 << iota
	City
	Region
	Place // any other place
	Company
	Organisation
	Media
	PersonName // full name
	Work       // films, series, books, awards
	Demonym
	Product

	FirstName
	LastName
	Title     // Mr., Senator
	OrgSuffix // Inc.
	OrgHead   // University, Ministry
	PlaceHead // River, Street
	SensePerson
	SenseGroup
	SensePlace
	SenseThing // any other noun sense
	SenseTime
	SenseSay // verbs of communication
	Verb
	Common // stands in the dictionary in lower case

	prefix     // first part of a longer phrase
	numClasses = iota
)

const phraseClasses = FirstName - 1

// maxPhrase is the most words a phrase of the gazetteer may have.
const maxPhrase = 8

// A Gazetteer knows words and phrases by the hash of their folded letters
// without spaces, so that it matches whatever a tokeniser splits. With 32 bits
// and 250,000 entries one unknown phrase in 17,000 is taken for a known one.
type Gazetteer struct {
	index   hashIndex
	classes []Class // of each key
}

const gazetteerMagic = "dossier gazetteer 1\n"

// ErrFormat marks bytes that are no weights or gazetteer of this version.
var ErrFormat = errors.New("ner: unknown or damaged format")

func newGazetteer(n int) *Gazetteer {
	return &Gazetteer{index: newHashIndex(n), classes: make([]Class, 0, n)}
}

func (g *Gazetteer) get(key uint32) Class {
	if i := g.index.find(key); i >= 0 {
		return g.classes[i]
	}
	return 0
}

// Class returns what one word is known as, whatever its case.
func (g *Gazetteer) Class(word string) Class { return g.get(hashFold(hashStart, word)) &^ prefix }

// PlainWord reports whether a word is plain English in lower case and not
// known as a name or part of one.
func (g *Gazetteer) PlainWord(word string) bool {
	c := g.Class(word)
	return c&Common != 0 && c&(phraseClasses|FirstName|LastName) == 0
}

// Phrase returns what a run of words is known as, whatever its case.
func (g *Gazetteer) Phrase(words []string) Class {
	h := uint32(hashStart)
	for _, w := range words {
		h = hashFold(h, w)
	}
	return g.get(h) &^ prefix
}

// A GazetteerBuilder collects phrases and writes a Gazetteer.
type GazetteerBuilder struct{ entries map[uint32]Class }

// Add records that the words together are of class c.
func (b *GazetteerBuilder) Add(words []string, c Class) {
	if len(words) == 0 || len(words) > maxPhrase {
		return
	}
	if b.entries == nil {
		b.entries = map[uint32]Class{}
	}
	h := uint32(hashStart)
	for i, w := range words {
		h = hashFold(h, w)
		if i < len(words)-1 {
			b.entries[h] |= prefix
		}
	}
	b.entries[h] |= c
}

// Len returns the number of entries, prefixes included.
func (b *GazetteerBuilder) Len() int { return len(b.entries) }

// Bytes returns the gazetteer's file: magic, count, the distinct classes, then
// sorted keys as deltas with the number of their class, all as varints. The
// same entries give the same bytes.
func (b *GazetteerBuilder) Bytes() []byte {
	keys := make([]uint32, 0, len(b.entries))
	freq := map[Class]int{}
	for k, c := range b.entries {
		keys = append(keys, k)
		freq[c]++
	}
	slices.Sort(keys)
	classes := make([]Class, 0, len(freq))
	for c := range freq {
		classes = append(classes, c)
	}
	slices.SortFunc(classes, func(a, b Class) int {
		if freq[a] != freq[b] {
			return freq[b] - freq[a]
		}
		return int(int64(a) - int64(b))
	})
	number := map[Class]uint64{}
	out := []byte(gazetteerMagic)
	out = binary.AppendUvarint(out, uint64(len(keys)))
	out = binary.AppendUvarint(out, uint64(len(classes)))
	for i, c := range classes {
		number[c] = uint64(i)
		out = binary.AppendUvarint(out, uint64(c))
	}
	last := uint32(0)
	for _, k := range keys {
		out = binary.AppendUvarint(out, uint64(k-last))
		out = binary.AppendUvarint(out, number[b.entries[k]])
		last = k
	}
	return out
}

// ReadGazetteer decodes what Bytes wrote; ErrFormat if it is anything else.
func ReadGazetteer(data []byte) (*Gazetteer, error) {
	r := reader{data: data}
	if !r.magic(gazetteerMagic) {
		return nil, ErrFormat
	}
	n, k := r.uvarint(), r.uvarint()
	if r.bad || n > uint64(len(data)) || k > uint64(len(data)) {
		return nil, ErrFormat
	}
	classes := make([]Class, k)
	for i := range classes {
		classes[i] = Class(r.uvarint())
	}
	g := newGazetteer(int(n))
	key := uint32(0)
	for i := range n {
		delta := r.uvarint()
		c := r.uvarint()
		if r.bad || c >= k || i > 0 && delta == 0 || uint64(key)+delta > math.MaxUint32 {
			return nil, ErrFormat
		}
		key += uint32(delta)
		g.index.push(key)
		g.classes = append(g.classes, classes[c])
	}
	g.index.done()
	return g, nil
}

// A reader takes varints and bytes off a slice; bad is set once it ran out.
type reader struct {
	data []byte
	bad  bool
}

func (r *reader) magic(s string) bool {
	if len(r.data) < len(s) || string(r.data[:len(s)]) != s {
		return false
	}
	r.data = r.data[len(s):]
	return true
}

func (r *reader) uvarint() uint64 {
	if d := r.data; len(d) > 1 { // most numbers are this short
		if d[0] < 0x80 {
			r.data = d[1:]
			return uint64(d[0])
		}
		if d[1] < 0x80 {
			r.data = d[2:]
			return uint64(d[0]&0x7f) | uint64(d[1])<<7
		}
	}
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}
