package graph

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"dossier/graph/kv"
)

// A sorter puts records in key order, more of them than fit memory: sorted
// runs in temporary files, merged at the end. Records of one key become one:
// counts are added up, of other values the last one stays.
type sorter struct {
	dir    string
	budget int      // bytes of a run
	blocks [][]byte // of records; used ones are filled, the next is being filled
	used   int
	bytes  int // of records
	items  []sortItem
	spare  []sortItem
	runs   []*os.File
}

// blockSize is a power of two that holds the largest record.
const blockSize = 1 << 20

// A sortItem points at a record. The first bytes of its key, part and sort one
// after the other, decide nearly all comparisons without a look at it; beyond
// the first eight only between parts of one length.
type sortItem struct {
	head [3]uint64
	at   uint32 // block and offset: a sorter holds up to 4 GB
	part uint16 // length
}

// A sorted record. A count has its text as value.
type sorted struct {
	key   kv.Key
	count int64 // 0: a value
	value []byte
}

// Layout of a record: lengths, the count, then part, sort and value.
const sortHead = 2 + 2 + 4 + 8

func newSorter(dir string, budget int) *sorter { return &sorter{dir: dir, budget: min(budget, 1<<31)} }

// room returns a block with space for size bytes. Blocks are used again by the
// next run, so that memory neither grows nor moves.
func (s *sorter) room(size int) *[]byte {
	for s.used < len(s.blocks) {
		if b := &s.blocks[s.used]; len(*b)+size <= cap(*b) {
			return b
		}
		s.used++
	}
	s.blocks = append(s.blocks, make([]byte, 0, blockSize))
	return &s.blocks[s.used]
}

// record returns the record that an item points at, and what follows it.
func (s *sorter) record(it sortItem) []byte {
	return s.blocks[it.at/blockSize][it.at%blockSize:]
}

func (s *sorter) put(key kv.Key, value []byte) error { return s.add(key, 0, value) }

// count adds n to the count of a key. The text is the same for all of a key.
func (s *sorter) count(key kv.Key, text string, n int64) error { return s.add(key, n, []byte(text)) }

func (s *sorter) add(key kv.Key, count int64, value []byte) error {
	if e := (kv.Entry{Key: key, Value: value}); e.Check() != nil {
		return fmt.Errorf("%s: %w", keyString(key), e.Check())
	}
	size := sortHead + len(key.Part) + len(key.Sort) + len(value)
	if s.bytes+size > s.budget && len(s.items) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.bytes += size
	block := s.room(size)
	s.items = append(s.items, sortItem{headOf(key), uint32(s.used*blockSize + len(*block)), uint16(len(key.Part))})
	b := binary.LittleEndian.AppendUint16(*block, uint16(len(key.Part)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(key.Sort)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	b = binary.LittleEndian.AppendUint64(b, uint64(count))
	b = append(append(append(b, key.Part...), key.Sort...), value...)
	*block = b
	return nil
}

// headOf packs the beginning of a key. A part shorter than eight bytes fills
// them with zeros, so that the first eight are of the part alone.
func headOf(key kv.Key) (h [3]uint64) {
	var b [24]byte
	n := max(copy(b[:], key.Part), 8)
	copy(b[n:], key.Sort)
	for i := range h {
		h[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return h
}

// parts splits a record.
func parts(rec []byte) (part, sort, value []byte, count int64) {
	p, q := int(binary.LittleEndian.Uint16(rec)), int(binary.LittleEndian.Uint16(rec[2:]))
	v := int(binary.LittleEndian.Uint32(rec[4:]))
	count = int64(binary.LittleEndian.Uint64(rec[8:]))
	rec = rec[sortHead:]
	return rec[:p], rec[p : p+q], rec[p+q : p+q+v], count
}

func (s *sorter) compare(a, b sortItem) int {
	for i := range a.head {
		if a.head[i] < b.head[i] {
			return -1
		}
		if a.head[i] > b.head[i] {
			return 1
		}
		if a.part != b.part {
			break
		}
	}
	ap, as, _, _ := parts(s.record(a))
	bp, bs, _, _ := parts(s.record(b))
	if c := bytes.Compare(ap, bp); c != 0 {
		return c
	}
	if c := bytes.Compare(as, bs); c != 0 {
		return c
	}
	return int(int64(a.at) - int64(b.at)) // as they came
}

// sort sorts the items: two halves at the same time, then both into one.
func (s *sorter) sort() {
	a, b := s.items[:len(s.items)/2], s.items[len(s.items)/2:]
	var wg sync.WaitGroup
	wg.Go(func() { slices.SortFunc(a, s.compare) })
	slices.SortFunc(b, s.compare)
	wg.Wait()
	out := s.spare[:0]
	for len(a) > 0 && len(b) > 0 {
		if s.compare(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	out = append(append(out, a...), b...)
	s.items, s.spare = out, s.items
}

// spill writes a sorted run.
func (s *sorter) spill() error {
	f, err := os.CreateTemp(s.dir, "dossier-sort-*")
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	s.sort()
	w := bufio.NewWriterSize(f, 1<<18)
	for _, it := range s.items {
		rec := s.record(it)
		p, q, v, _ := parts(rec)
		if _, err := w.Write(rec[:sortHead+len(p)+len(q)+len(v)]); err != nil {
			return err
		}
	}
	for i := range s.blocks {
		s.blocks[i] = s.blocks[i][:0]
	}
	s.items, s.used, s.bytes = s.items[:0], 0, 0
	return w.Flush()
}

// close removes the runs.
func (s *sorter) close() error {
	var errs []error
	for _, f := range s.runs {
		errs = append(errs, f.Close(), os.Remove(f.Name()))
	}
	s.runs, s.blocks, s.items, s.spare = nil, nil, nil, nil
	return errors.Join(errs...)
}

// each visits every key once, in order; the value is valid until the next.
func (s *sorter) each(visit func(sorted) error) error {
	var cur sorted
	var part, sort, value []byte
	have := false
	emit := func() error {
		if !have {
			return nil
		}
		if string(part) != cur.key.Part { // keys of one part share its string
			cur.key.Part = string(part)
		}
		cur.key.Sort, cur.value = string(sort), value
		return visit(cur)
	}
	err := s.records(func(rec []byte) error {
		p, q, v, n := parts(rec)
		if have && bytes.Equal(q, sort) && bytes.Equal(p, part) {
			cur.count += n
			value = append(value[:0], v...)
			return nil
		}
		if err := emit(); err != nil {
			return err
		}
		part, sort, value = append(part[:0], p...), append(sort[:0], q...), append(value[:0], v...)
		cur.count, have = n, true
		return nil
	})
	if err != nil {
		return err
	}
	return emit()
}

// records visits all records in order.
func (s *sorter) records(visit func([]byte) error) error {
	if len(s.runs) == 0 {
		s.sort()
		for _, it := range s.items {
			if err := visit(s.record(it)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(s.items) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.blocks, s.items, s.spare = nil, nil, nil
	h := make(runHeap, 0, len(s.runs))
	for i, f := range s.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		r := &run{r: bufio.NewReaderSize(f, 1<<17), n: i}
		ok, err := r.next()
		if err != nil {
			return err
		}
		if ok {
			h = append(h, r)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := visit(h[0].rec); err != nil {
			return err
		}
		ok, err := h[0].next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
	return nil
}

// A run is a sorted file being read.
type run struct {
	r      *bufio.Reader
	n      int
	rec    []byte
	prefix uint64
}

func (r *run) next() (bool, error) {
	var head [sortHead]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		if err == io.EOF {
			return false, nil
		}
		return false, err
	}
	size := sortHead + int(binary.LittleEndian.Uint16(head[:])) + int(binary.LittleEndian.Uint16(head[2:])) + int(binary.LittleEndian.Uint32(head[4:]))
	r.rec = append(r.rec[:0], head[:]...)
	r.rec = slices.Grow(r.rec, size)[:size]
	if _, err := io.ReadFull(r.r, r.rec[sortHead:]); err != nil {
		return false, err
	}
	var b [8]byte
	part, _, _, _ := parts(r.rec)
	copy(b[:], part)
	r.prefix = binary.BigEndian.Uint64(b[:])
	return true, nil
}

// runHeap has the run with the smallest record on top; of equal ones the
// earlier run.
type runHeap []*run

func (h runHeap) Len() int      { return len(h) }
func (h runHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)   { *h = append(*h, x.(*run)) }
func (h *runHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (h runHeap) Less(i, j int) bool {
	a, b := h[i], h[j]
	if a.prefix != b.prefix {
		return a.prefix < b.prefix
	}
	ap, as, _, _ := parts(a.rec)
	bp, bs, _, _ := parts(b.rec)
	if c := bytes.Compare(ap, bp); c != 0 {
		return c < 0
	}
	if c := bytes.Compare(as, bs); c != 0 {
		return c < 0
	}
	return a.n < b.n
}
