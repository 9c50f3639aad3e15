package ner

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// Weights are a model as training leaves it: for each feature one weight for
// each label, and scores of label pairs by the kind of the second word.
type Weights struct {
	Rows  map[uint32]*[NumLabels]float32
	Edges [NumEdges][NumLabels][NumLabels]float32 // kind of word, its predecessor's label, its own
	Start [NumLabels]float32
}

// NumEdges is the number of kinds of words that transitions tell apart.
const NumEdges = int(numCaps) * 2

// EdgeKind returns the kind of word i of the sentence last given to Features.
func (x *Extractor) EdgeKind(i int) int {
	w := &x.words[i]
	k := int(w.caps)
	if w.link {
		k += int(numCaps)
	}
	return k
}

// A Model is a set of weights ready for use: 8-bit rows by feature.
// It never changes and is safe for concurrent use.
type Model struct {
	rows  rowTable
	scale float32
	edges [NumEdges][NumLabels][NumLabels]float32
	start [NumLabels]float32
}

const modelMagic = "dossier names 1\n"

// Bytes quantises the weights to 8 bits and encodes them: magic, scale, label
// pairs, then for each feature with a weight that is not nought the delta of
// its sorted hash, a bit set of its labels and their weights. The same weights
// give the same bytes.
func (w *Weights) Bytes() []byte {
	keys := make([]uint32, 0, len(w.Rows))
	most := float32(0)
	for k, row := range w.Rows {
		keys = append(keys, k)
		for _, v := range row {
			most = max(most, abs(v))
		}
	}
	slices.Sort(keys)
	scale := max(most/127, 1e-6)
	out := []byte(modelMagic)
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
	for l := range w.Start {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(w.Start[l]))
	}
	for k := range w.Edges {
		for p := range w.Edges[k] {
			for _, v := range w.Edges[k][p] {
				out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
			}
		}
	}
	var body []byte
	last, n := uint32(0), 0
	for _, k := range keys {
		var q [NumLabels]int8
		var set uint16
		for l, v := range w.Rows[k] {
			q[l] = int8(math.Round(float64(v / scale)))
			if q[l] != 0 {
				set |= 1 << l
			}
		}
		if set == 0 || k == 0 {
			continue
		}
		body = binary.AppendUvarint(body, uint64(k-last))
		body = binary.AppendUvarint(body, uint64(set))
		for _, v := range q {
			if v != 0 {
				body = append(body, byte(v))
			}
		}
		last = k
		n++
	}
	out = binary.AppendUvarint(out, uint64(n))
	return append(out, body...)
}

func abs(v float32) float32 { return max(v, -v) }

// ReadModel decodes what Bytes wrote; ErrFormat if it is anything else.
func ReadModel(data []byte) (*Model, error) {
	r := reader{data: data}
	if !r.magic(modelMagic) {
		return nil, ErrFormat
	}
	m := &Model{scale: r.float()}
	for l := range m.start {
		m.start[l] = r.float()
	}
	for k := range m.edges {
		for p := range m.edges[k] {
			for l := range m.edges[k][p] {
				m.edges[k][p][l] = r.float()
			}
		}
	}
	n := r.uvarint()
	if r.bad || n > uint64(len(data)) {
		return nil, ErrFormat
	}
	m.rows = newRowTable(int(n))
	key := uint32(0)
	for range n {
		delta, set := r.uvarint(), r.uvarint()
		if delta == 0 || uint64(key)+delta > math.MaxUint32 || bits.OnesCount64(set) > len(r.data) {
			return nil, ErrFormat
		}
		key += uint32(delta)
		var row [NumLabels]int8
		for set &= 1<<NumLabels - 1; set != 0; set &= set - 1 {
			row[bits.TrailingZeros64(set)] = int8(r.data[0])
			r.data = r.data[1:]
		}
		m.rows.push(key, row)
	}
	return m, nil
}

func (r *reader) float() float32 {
	if len(r.data) < 4 {
		r.bad, r.data = true, nil
		return 0
	}
	v := math.Float32frombits(binary.LittleEndian.Uint32(r.data))
	r.data = r.data[4:]
	return v
}

// scores sums the rows of the features of each word.
func (m *Model) scores(feats []uint32, ends []int, dst [][NumLabels]float32) [][NumLabels]float32 {
	dst = dst[:0]
	at := 0
	for _, end := range ends {
		sum := m.rows.sum(feats[at:end])
		var s [NumLabels]float32
		for l, v := range sum {
			s[l] = float32(v) * m.scale
		}
		dst = append(dst, s)
		at = end
	}
	return dst
}
