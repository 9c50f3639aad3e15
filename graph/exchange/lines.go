package exchange

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	maxLine    = 64 << 20  // bytes of a line of JSONL: an article with its raw page
	maxRow     = 128 << 10 // bytes of a row of a data set: it is kept as a quote
	bombAfter  = 256 << 20 // unpacked bytes from which the ratio is watched
	bombFactor = 300       // unpacked over packed
)

var (
	errBomb    = fmt.Errorf("%w: it unpacks to more than %d times its size", ErrFormat, bombFactor)
	errNotUTF8 = errors.New("not UTF-8")
)

// A line of a source. Text is valid until the next one.
type line struct {
	n      int   // from 1
	offset int64 // of the file, unpacked and as UTF-8
	text   []byte
	err    error // why it cannot be used
}

// lineReader reads lines of bounded length, whatever the input.
type lineReader struct {
	r      *bufio.Reader
	packed *countingReader
	gz     bool
	max    int
	n      int
	offset int64
	buf    []byte
}

// countingReader counts what is read from the source as stored.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// newLineReader unpacks what begins with gzip's magic bytes, and decodes what
// is not UTF-8 from the encoding, if one is given.
func newLineReader(r io.Reader, max int, encoding string) (*lineReader, error) {
	packed := &countingReader{r: r}
	lr := &lineReader{packed: packed, max: max, r: bufio.NewReaderSize(packed, 1<<18)}
	head, _ := lr.r.Peek(2)
	if bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(lr.r)
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrFormat, err)
		}
		lr.gz, lr.r = true, bufio.NewReaderSize(z, 1<<18)
	}
	var err error
	lr.r, lr.offset, err = decoded(lr.r, encoding)
	return lr, err
}

// next returns the next line without its end; io.EOF after the last. A line
// too long or not UTF-8 comes with err set and can be skipped.
func (lr *lineReader) next() (line, error) {
	l := line{n: lr.n + 1, offset: lr.offset}
	lr.buf = lr.buf[:0]
	size := 0
	for {
		part, err := lr.r.ReadSlice('\n')
		size += len(part)
		if size <= lr.max+2 {
			lr.buf = append(lr.buf, part...)
		}
		lr.offset += int64(len(part))
		if lr.gz && lr.offset > bombAfter && lr.offset > bombFactor*lr.packed.n {
			return l, errBomb
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF && size > 0 {
			break
		}
		if err == io.EOF {
			return l, io.EOF
		}
		if err != nil {
			return l, fmt.Errorf("line %d: %w", l.n, err)
		}
		break
	}
	lr.n++
	l.text = bytes.TrimSuffix(bytes.TrimSuffix(lr.buf, []byte{'\n'}), []byte{'\r'})
	switch {
	case size > lr.max+2 || len(l.text) > lr.max:
		l.text, l.err = nil, fmt.Errorf("a line of %d bytes, at most %d are read", size, lr.max)
	case !utf8.Valid(l.text):
		l.text, l.err = nil, fmt.Errorf("%w; another encoding, such as windows-1252, has to be given", errNotUTF8)
	case bytes.IndexByte(l.text, 0) >= 0:
		l.text, l.err = nil, errors.New("a NUL byte")
	}
	return l, nil
}

// eachLine calls visit with every line that can be used and refuses the rest.
func (im *importer) eachLine(phase string, max int, visit func(line) error) error {
	rc, err := im.src.Open()
	if err != nil {
		return err
	}
	defer rc.Close()
	lr, err := newLineReader(rc, max, im.o.Encoding)
	if err != nil {
		return err
	}
	for {
		l, err := lr.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if l.err == nil {
			l.err = visit(l)
		}
		var bad BadLine
		if errors.As(l.err, &bad) || errors.As(l.err, new(fatal)) {
			return l.err
		}
		if l.err != nil {
			if err := im.refuse(l.n, l.err); err != nil {
				return err
			}
		}
		if l.n%512 == 0 {
			im.progress(phase, lr.packed.n)
		}
	}
}

// fatal marks errors that no skipping of lines gets around: of the store, of
// the context, of the file's head.
type fatal struct{ error }

func (f fatal) Unwrap() error { return f.error }

func asFatal(err error) error {
	if err == nil {
		return nil
	}
	return fatal{err}
}
