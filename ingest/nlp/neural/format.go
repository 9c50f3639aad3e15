package neural

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// A Model is everything a trained parser consists of.
type Model struct {
	*Vocabulary
	Tags   []string // "NOUN|NNS"
	Labels []string // "nsubj:pass"
	Params *Params
}

// Root returns the number of the label "root", or -1.
func (m *Model) Root() int {
	for i, l := range m.Labels {
		if l == "root" {
			return i
		}
	}
	return -1
}

// Grow returns a copy of the model with a larger vocabulary: known features keep
// their weights, new words begin as unknown ones and other new features as
// nothing.
func (m *Model) Grow(v *Vocabulary) *Model {
	shape := m.Params.Shape
	shape.Rows = v.Rows()
	grown := &Model{Vocabulary: v, Tags: m.Tags, Labels: m.Labels, Params: NewParams(shape)}
	_, from := m.Params.All()
	_, to := grown.Params.All()
	for i := range from[1:] {
		copy(to[i+1].Data, from[i+1].Data)
	}
	copy(grown.Params.Embed.Data, m.Params.Embed.Data[:rowLists*shape.Width])
	for set, list := range v.lists {
		for _, key := range list {
			row := grown.Params.Embed.Row(int(v.rows[set][key]))
			if old, ok := m.rows[set][key]; ok {
				copy(row, m.Params.Embed.Row(int(old)))
			} else if set == setWord {
				copy(row, m.Params.Embed.Row(rowUnknown))
			}
		}
	}
	return grown
}

// ErrModel is returned for bytes that are no model of this version.
var ErrModel = errors.New("neural: damaged model")

// The file: magic, the CRC32C of all that follows, four feature lists, tags and
// labels (each: count, then strings with their shared prefix left out), sizes,
// then every matrix as one float32 scale and int8 values for each row.
const modelMagic = "DSYN\x02"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// MarshalBinary returns the model with its weights rounded to 8 bits a value.
func (m *Model) MarshalBinary() ([]byte, error) {
	var out []byte
	for _, list := range m.lists {
		out = appendList(out, list)
	}
	out = appendList(out, m.Tags)
	out = appendList(out, m.Labels)
	s := m.Params.Shape
	for _, n := range []int{s.Width, s.Hidden, s.MLP} {
		out = binary.AppendUvarint(out, uint64(n))
	}
	_, all := m.Params.All()
	for _, w := range all {
		for i := range w.Rows {
			out = appendRow(out, w.Row(i))
		}
	}
	head := binary.LittleEndian.AppendUint32([]byte(modelMagic), crc32.Checksum(out, castagnoli))
	return append(head, out...), nil
}

func appendList(out []byte, list []string) []byte {
	out = binary.AppendUvarint(out, uint64(len(list)))
	last := ""
	for _, s := range list {
		shared := 0
		for shared < len(s) && shared < len(last) && s[shared] == last[shared] {
			shared++
		}
		out = binary.AppendUvarint(out, uint64(shared))
		out = binary.AppendUvarint(out, uint64(len(s)-shared))
		out = append(out, s[shared:]...)
		last = s
	}
	return out
}

func appendRow(out []byte, row []float32) []byte {
	values := make([]int8, len(row))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(roundRow(values, row)))
	for _, v := range values {
		out = append(out, byte(v))
	}
	return out
}

// Limits of what a file may ask for.
const (
	maxList = 1 << 20
	maxSize = 1 << 11
)

// UnmarshalBinary reads what MarshalBinary wrote. Anything else gives ErrModel.
func (m *Model) UnmarshalBinary(data []byte) error {
	body, ok := bytes.CutPrefix(data, []byte(modelMagic))
	if !ok || len(body) < 4 {
		return fmt.Errorf("%w: no model of this version", ErrModel)
	}
	if crc32.Checksum(body[4:], castagnoli) != binary.LittleEndian.Uint32(body) {
		return fmt.Errorf("%w: checksum differs", ErrModel)
	}
	return m.decode(body[4:])
}

func (m *Model) decode(body []byte) error {
	d := decoder{rest: body}
	v := new(Vocabulary)
	for i := range v.lists {
		v.lists[i] = d.list()
	}
	v.index()
	m.Vocabulary, m.Tags, m.Labels = v, d.list(), d.list()
	s := Shape{Rows: v.Rows(), Width: d.size(), Hidden: d.size(), MLP: d.size(), Tags: len(m.Tags), Labels: len(m.Labels)}
	if d.bad || s.Width == 0 || s.Hidden == 0 || s.MLP == 0 || m.Root() < 0 || s.Labels < 2 || s.Tags == 0 {
		return fmt.Errorf("%w: sizes", ErrModel)
	}
	if s.bytes() != len(d.rest) {
		return fmt.Errorf("%w: %d bytes of weights, want %d", ErrModel, len(d.rest), s.bytes())
	}
	m.Params = NewParams(s)
	_, all := m.Params.All()
	for _, w := range all {
		for i := range w.Rows {
			d.row(w.Row(i))
		}
	}
	if d.bad {
		return fmt.Errorf("%w: a weight is out of range", ErrModel)
	}
	return nil
}

// bytes is the size of the weights in a file.
func (s Shape) bytes() int {
	n := 0
	for _, f := range (&Params{Shape: s}).fields() {
		n += f.rows * (f.cols + 4)
	}
	return n
}

type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) uvarint(limit uint64) int {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n > limit {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[size:]
	return int(n)
}

func (d *decoder) size() int { return d.uvarint(maxSize) }

func (d *decoder) list() []string {
	n := d.uvarint(maxList)
	if n > len(d.rest) {
		d.bad = true
		return nil
	}
	list := make([]string, 0, n)
	last := ""
	for range n {
		shared, own := d.uvarint(maxList), d.uvarint(maxList)
		if shared > len(last) || own > len(d.rest) {
			d.bad = true
			return nil
		}
		last = last[:shared] + string(d.rest[:own])
		d.rest = d.rest[own:]
		list = append(list, last)
	}
	return list
}

// maxScale keeps every sum of the network far from overflow.
const maxScale = 1e3

func (d *decoder) row(row []float32) {
	scale := math.Float32frombits(binary.LittleEndian.Uint32(d.rest))
	if !(scale >= 0 && scale <= maxScale) {
		d.bad = true
		scale = 0
	}
	for i, b := range d.rest[4 : 4+len(row)] {
		row[i] = float32(int8(b)) * scale
	}
	d.rest = d.rest[4+len(row):]
}
