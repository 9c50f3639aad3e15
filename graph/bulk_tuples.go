package graph

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
)

// tuples are sorted by two numbers, then a text, then a third number, more of
// them than fit memory: sorted runs in temporary files, merged as they are
// read. Each carries a payload. What is equal keeps the order it came in.
type tuples struct {
	dir    string
	budget int      // bytes of a run
	blocks [][]byte // of texts and payloads
	used   int      // blocks that are full
	bytes  int
	items  []tuple
	runs   []*os.File

	from []*tupleSource // once read: a heap, the least first
}

// A tuple points at its text and payload. The numbers decide nearly all
// comparisons.
type tuple struct {
	a, b, c uint64
	at      uint32 // block and offset
}

const tupleSize = 32 // bytes of a tuple in memory

func newTuples(dir string, budget int) *tuples { return &tuples{dir: dir, budget: min(budget, 1<<31)} }

func (t *tuples) add(a, b, c uint64, text, payload []byte) error {
	size := 6 + len(text) + len(payload)
	if t.bytes+size+tupleSize > t.budget && len(t.items) > 0 {
		if err := t.spill(); err != nil {
			return err
		}
	}
	t.bytes += size + tupleSize
	block := t.room(size)
	t.items = append(t.items, tuple{a, b, c, uint32(t.used*blockSize + len(*block))})
	d := binary.LittleEndian.AppendUint16(*block, uint16(len(text)))
	d = binary.LittleEndian.AppendUint32(d, uint32(len(payload)))
	*block = append(append(d, text...), payload...)
	return nil
}

// room returns a block with space for size bytes. Blocks are used again by the
// next run, so that memory neither grows nor moves.
func (t *tuples) room(size int) *[]byte {
	for ; t.used < len(t.blocks); t.used++ {
		if b := &t.blocks[t.used]; len(*b)+size <= cap(*b) {
			return b
		}
	}
	t.blocks = append(t.blocks, make([]byte, 0, blockSize))
	return &t.blocks[t.used]
}

func (t *tuples) data(at uint32) (text, payload, all []byte) {
	d := t.blocks[at/blockSize][at%blockSize:]
	n, m := int(binary.LittleEndian.Uint16(d)), int(binary.LittleEndian.Uint32(d[2:]))
	return d[6 : 6+n], d[6+n : 6+n+m], d[:6+n+m]
}

func (t *tuples) compare(x, y tuple) int {
	switch {
	case x.a != y.a:
		return cmp.Compare(x.a, y.a)
	case x.b != y.b:
		return cmp.Compare(x.b, y.b)
	}
	tx, _, _ := t.data(x.at)
	ty, _, _ := t.data(y.at)
	if c := bytes.Compare(tx, ty); c != 0 {
		return c
	}
	if c := cmp.Compare(x.c, y.c); c != 0 {
		return c
	}
	return cmp.Compare(x.at, y.at)
}

// sorted returns the tuples in memory as two sorted halves, each sorted on a
// core of its own.
func (t *tuples) sorted() []*tupleSource {
	half := len(t.items) / 2
	a, b := t.items[:half], t.items[half:]
	var wg sync.WaitGroup
	wg.Go(func() { slices.SortFunc(a, t.compare) })
	slices.SortFunc(b, t.compare)
	wg.Wait()
	return []*tupleSource{{t: t, items: a, n: len(t.runs)}, {t: t, items: b, n: len(t.runs) + 1}}
}

// spill writes a sorted run.
func (t *tuples) spill() error {
	f, err := os.CreateTemp(t.dir, "dossier-run-*")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<18)
	from := t.sorted()
	t.runs = append(t.runs, f)
	var head [24]byte
	err = mergeTuples(from, func(s *tupleSource) error {
		binary.LittleEndian.PutUint64(head[:], s.a)
		binary.LittleEndian.PutUint64(head[8:], s.b)
		binary.LittleEndian.PutUint64(head[16:], s.c)
		if _, err := w.Write(head[:]); err != nil {
			return err
		}
		_, _, all := t.data(s.items[0].at)
		_, err := w.Write(all)
		return err
	})
	for i := range t.blocks {
		t.blocks[i] = t.blocks[i][:0]
	}
	t.items, t.used, t.bytes = t.items[:0], 0, 0
	return errors.Join(err, w.Flush())
}

// A tupleSource yields tuples in order: from memory, or from a run.
type tupleSource struct {
	a, b, c       uint64
	text, payload []byte // valid until the next one

	t     *tuples
	n     int // of equal tuples that of the lowest number comes first
	items []tuple
	r     *bufio.Reader
	buf   []byte
	begun bool
}

// next goes on to the next tuple; false at the end.
func (s *tupleSource) next() (bool, error) {
	if s.r == nil {
		if s.begun {
			s.items = s.items[1:]
		}
		s.begun = true
		if len(s.items) == 0 {
			return false, nil
		}
		it := s.items[0]
		s.a, s.b, s.c = it.a, it.b, it.c
		s.text, s.payload, _ = s.t.data(it.at)
		return true, nil
	}
	var head [30]byte
	if _, err := io.ReadFull(s.r, head[:]); err == io.EOF {
		return false, nil
	} else if err != nil {
		return false, err
	}
	s.a, s.b, s.c = binary.LittleEndian.Uint64(head[:]), binary.LittleEndian.Uint64(head[8:]), binary.LittleEndian.Uint64(head[16:])
	n, m := int(binary.LittleEndian.Uint16(head[24:])), int(binary.LittleEndian.Uint32(head[26:]))
	s.buf = slices.Grow(s.buf[:0], n+m)[:n+m]
	_, err := io.ReadFull(s.r, s.buf)
	s.text, s.payload = s.buf[:n], s.buf[n:]
	return true, err
}

func (s *tupleSource) before(o *tupleSource) bool {
	switch {
	case s.a != o.a:
		return s.a < o.a
	case s.b != o.b:
		return s.b < o.b
	}
	if c := bytes.Compare(s.text, o.text); c != 0 {
		return c < 0
	}
	if s.c != o.c {
		return s.c < o.c
	}
	return s.n < o.n
}

// mergeTuples visits the tuples of all sources in order.
func mergeTuples(from []*tupleSource, visit func(*tupleSource) error) error {
	h, err := heapOf(from)
	for err == nil && len(h) > 0 {
		if err = visit(h[0]); err == nil {
			h, err = advance(h)
		}
	}
	return err
}

// heapOf makes a heap of the sources that have anything.
func heapOf(from []*tupleSource) ([]*tupleSource, error) {
	h := make([]*tupleSource, 0, len(from))
	for _, s := range from {
		ok, err := s.next()
		if err != nil {
			return nil, err
		}
		if ok {
			h = append(h, s)
		}
	}
	for i := len(h)/2 - 1; i >= 0; i-- {
		sink(h, i)
	}
	return h, nil
}

// advance takes the first tuple off a heap.
func advance(h []*tupleSource) ([]*tupleSource, error) {
	ok, err := h[0].next()
	if err != nil {
		return nil, err
	}
	if !ok {
		h[0] = h[len(h)-1]
		h = h[:len(h)-1]
	}
	sink(h, 0)
	return h, nil
}

func sink(h []*tupleSource, i int) {
	for {
		least := i
		for k := 2*i + 1; k <= 2*i+2 && k < len(h); k++ {
			if h[k].before(h[least]) {
				least = k
			}
		}
		if least == i {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}

// begin ends the adding: from now on first and skip read.
func (t *tuples) begin() (err error) {
	if len(t.runs) > 0 && len(t.items) > 0 {
		if err := t.spill(); err != nil {
			return err
		}
		t.blocks, t.items = nil, nil
	}
	from := t.sorted()
	for i, f := range t.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		from = append(from, &tupleSource{r: bufio.NewReaderSize(f, 1<<16), n: i})
	}
	t.from, err = heapOf(from)
	return err
}

// first is the first tuple that is left; nil if none is.
func (t *tuples) first() *tupleSource {
	if len(t.from) == 0 {
		return nil
	}
	return t.from[0]
}

// skip goes on to the next tuple.
func (t *tuples) skip() (err error) {
	t.from, err = advance(t.from)
	return err
}

// close removes the runs.
func (t *tuples) close() error {
	var errs []error
	for _, f := range t.runs {
		errs = append(errs, f.Close(), os.Remove(f.Name()))
	}
	*t = tuples{}
	return errors.Join(errs...)
}
