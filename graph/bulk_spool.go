package graph

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
)

// A spool keeps records in a file, in the order they come. Each has some
// numbers, a text and a payload.
type spool struct {
	dir  string
	f    *os.File
	w    *bufio.Writer
	size int64
	buf  []byte
}

const spoolNumbers = 5

func newSpool(dir string) *spool { return &spool{dir: dir} }

func (s *spool) write(n [spoolNumbers]uint32, text string, payload []byte) error {
	if s.f == nil {
		f, err := os.CreateTemp(s.dir, "dossier-spool-*")
		if err != nil {
			return err
		}
		s.f, s.w = f, bufio.NewWriterSize(f, 1<<18)
	}
	b := s.buf[:0]
	for _, x := range n {
		b = binary.AppendUvarint(b, uint64(x))
	}
	b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	b = append(binary.AppendUvarint(b, uint64(len(payload))), payload...)
	s.buf, s.size = b, s.size+int64(len(b))
	_, err := s.w.Write(b)
	return err
}

// A spooled record. Its bytes are valid until the next.
type spooled struct {
	n       [spoolNumbers]uint32
	text    []byte
	payload []byte
}

// A spoolReader reads a stretch of a spool.
type spoolReader struct {
	r   *bufio.Reader
	cur spooled
	ok  bool // cur is a record
}

// from reads the records between two sizes that the spool had. It stands at
// the first.
func (s *spool) from(start, end int64) (*spoolReader, error) {
	r := &spoolReader{}
	if s.f == nil {
		return r, nil
	}
	if err := s.w.Flush(); err != nil {
		return nil, err
	}
	r.r = bufio.NewReaderSize(io.NewSectionReader(s.f, start, end-start), 1<<17)
	return r, r.next()
}

// next goes on to the next record; ok tells whether there is one.
func (r *spoolReader) next() error {
	if r.r == nil {
		return nil
	}
	if _, err := r.r.Peek(1); err == io.EOF {
		r.ok = false
		return nil
	}
	for i := range r.cur.n {
		n, err := binary.ReadUvarint(r.r)
		if err != nil {
			return err
		}
		r.cur.n[i] = uint32(n)
	}
	var err1, err2 error
	r.cur.text, err1 = r.bytes(r.cur.text)
	r.cur.payload, err2 = r.bytes(r.cur.payload)
	r.ok = true
	return errors.Join(err1, err2)
}

func (r *spoolReader) bytes(b []byte) ([]byte, error) {
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return nil, err
	}
	b = slices.Grow(b[:0], int(n))[:n]
	_, err = io.ReadFull(r.r, b)
	return b, err
}

// each visits all records.
func (s *spool) each(visit func(*spooled) error) error {
	r, err := s.from(0, s.size)
	for err == nil && r.ok {
		if err = visit(&r.cur); err == nil {
			err = r.next()
		}
	}
	return err
}

func (s *spool) close() error {
	if s.f == nil {
		return nil
	}
	f := s.f
	s.f = nil
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
