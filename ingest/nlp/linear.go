package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A linear is a binary linear classifier over hashed features with weights
// of one byte. Scores are integers, so that they are the same everywhere.
type linear struct {
	weights []int8 // a power of two of them
}

// LinearBits is the size of a hashed linear model: 1<<LinearBits weights.
const LinearBits = 16

// score sums the weights of the features; above zero means yes.
func (m *linear) score(features []uint32) int {
	if len(m.weights) == 0 {
		return 0
	}
	mask, sum := uint32(len(m.weights)-1), 0
	for _, f := range features {
		sum += int(m.weights[f&mask])
	}
	return sum
}

// hash32 is FNV-1a with ASCII lower-casing.
func hash32(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// mix joins a feature template's number with the hashes of its parts.
func mix(template uint32, parts ...uint32) uint32 {
	h := template*0x9E3779B1 + 0x7F4A7C15
	for _, p := range parts {
		h = (h ^ p) * 0x85EBCA6B
		h ^= h >> 13
	}
	h *= 0xC2B2AE35
	return h ^ h>>16
}

// Quantise turns real weights into the bytes of a linear model: the largest
// magnitude becomes 127.
func Quantise(weights []float64) []byte {
	top := 1e-9
	for _, w := range weights {
		top = max(top, math.Abs(w))
	}
	out := make([]byte, len(weights))
	for i, w := range weights {
		out[i] = byte(int8(math.Round(w / top * 127)))
	}
	return out
}

// SegmentModel is what ingest/train fits for the tokeniser and the sentence
// splitter, and what weights/segment.bin holds.
type SegmentModel struct {
	Token    []byte           // quantised linear model: is there a token boundary here?
	Sentence []byte           // is there a sentence boundary here?
	Splits   map[string][]int // lower-case words written together: "cannot" → 3
}

const segmentMagic = "DSEG1\n"

// Encode writes the model in the format of weights/segment.bin: both models,
// then the split words in byte order.
func (m *SegmentModel) Encode() []byte {
	b := []byte(segmentMagic)
	for _, w := range [][]byte{m.Token, m.Sentence} {
		b = binary.AppendUvarint(b, uint64(len(w)))
		b = append(b, w...)
	}
	words := sortedKeys(m.Splits)
	b = binary.AppendUvarint(b, uint64(len(words)))
	for _, w := range words {
		b = binary.AppendUvarint(b, uint64(len(w)))
		b = append(b, w...)
		b = binary.AppendUvarint(b, uint64(len(m.Splits[w])))
		for _, at := range m.Splits[w] {
			b = binary.AppendUvarint(b, uint64(at))
		}
	}
	return b
}

// decodeSegment reads what Encode wrote.
func decodeSegment(b []byte) (*segmenter, error) {
	r := byteReader{b: b}
	if string(r.take(len(segmentMagic))) != segmentMagic {
		return nil, fmt.Errorf("segment weights: not in the format %q", segmentMagic)
	}
	s := &segmenter{splits: map[string][]int{}}
	s.token.weights = r.int8s()
	s.sentence.weights = r.int8s()
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		word := string(r.take(r.uvarint()))
		at := make([]int, 0, 1)
		for k := r.uvarint(); k > 0 && !r.bad; k-- {
			at = append(at, r.uvarint())
		}
		s.splits[word] = at
	}
	if r.bad || len(s.token.weights)&(len(s.token.weights)-1) != 0 || len(s.sentence.weights)&(len(s.sentence.weights)-1) != 0 {
		return nil, fmt.Errorf("segment weights: cut short or damaged")
	}
	return s, nil
}

// A byteReader reads the fields of a weights file; bad is set at the first
// field that does not fit.
type byteReader struct {
	b   []byte
	bad bool
}

func (r *byteReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad = true
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *byteReader) uvarint() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > math.MaxInt32 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *byteReader) int8s() []int8 {
	raw := r.take(r.uvarint())
	out := make([]int8, len(raw))
	for i, c := range raw {
		out[i] = int8(c)
	}
	return out
}
