package exchange

import (
	"bufio"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decoded returns the text of r in UTF-8 without a byte order mark, and how
// many bytes of one it left out. name is an encoding as HTML names them; the
// marks of UTF-8 and UTF-16 are believed before it.
func decoded(r *bufio.Reader, name string) (*bufio.Reader, int64, error) {
	bom, _ := r.Peek(3)
	var e encoding.Encoding
	switch {
	case string(bom) == "\ufeff":
		_, err := r.Discard(len(bom))
		return r, int64(len(bom)), err
	case len(bom) >= 2 && (bom[0] == 0xff && bom[1] == 0xfe || bom[0] == 0xfe && bom[1] == 0xff):
		e = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case name == "":
		return r, 0, nil
	default:
		var err error
		if e, err = htmlindex.Get(name); err != nil {
			return nil, 0, fmt.Errorf("%w: there is no encoding %q", ErrFormat, name)
		}
	}
	return bufio.NewReaderSize(e.NewDecoder().Reader(io.Reader(r)), 1<<18), 0, nil
}
