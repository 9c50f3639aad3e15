package api

import (
	"bytes"
	"io"
)

// A jsonGuard refuses JSON that would take far more memory decoded than it has
// bytes: by the number of values and the nesting, in one pass, as the bytes
// come in. Of a request it refuses a document that is too long as soon as it
// is. It does not check the syntax; the decoder does.
type jsonGuard struct {
	values, depth  int
	inside, escape bool // a string; behind a backslash
	request        bool // the JSON is the parameters of a request

	name     [8]byte // the first bytes of a string of the outermost object
	length   int     // bytes of the string so far
	document bool    // the string is the value of the member "query"
	member   bool    // the last string was that name
}

// maxEscaped is how long a document may be in JSON: every character may be
// escaped as six bytes.
const maxEscaped = 6*maxBytes + 2

// feed looks at the next bytes.
func (g *jsonGuard) feed(b []byte) *Error {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case g.inside:
			n, err := g.text(b[i:])
			if err != nil {
				return err
			}
			i += n - 1
		case c == '"':
			g.inside, g.length = true, 0
			g.document = g.member
		case c == '{' || c == '[':
			g.values++
			if g.depth++; g.depth > maxJSONDepth {
				return limitError("the JSON is nested more than %d deep", maxJSONDepth)
			}
			g.member = false
		case c == '}' || c == ']':
			g.depth--
		case c == ',':
			g.values++
			g.member = false
		}
		if g.values > maxJSONValues {
			return limitError("the JSON has more than %d values", maxJSONValues)
		}
	}
	return nil
}

// text passes over the next bytes of a string and returns how many they are,
// the quote at its end included.
func (g *jsonGuard) text(b []byte) (n int, fault *Error) {
	quote := -1 // the next one, escaped or not
	for n < len(b) && g.inside {
		if g.escape {
			g.escape = false
			n++
			g.length++
			continue
		}
		if quote < n {
			if quote = bytes.IndexByte(b[n:], '"'); quote < 0 {
				quote = len(b)
			} else {
				quote += n
			}
		}
		if e := bytes.IndexByte(b[n:quote], '\\'); e >= 0 {
			g.note(b[n : n+e+1])
			g.escape = true
			n += e + 1
			continue
		}
		g.note(b[n:quote])
		if n = quote; n < len(b) {
			g.inside = false
			n++
			g.member = g.request && g.depth == 1 && !g.document && string(g.name[:min(g.length, len(g.name))]) == "query"
		}
	}
	if g.document && g.length > maxEscaped {
		return n, limitError("the document has more than %d bytes", maxBytes)
	}
	return n, nil
}

// note counts bytes of a string and remembers the first ones.
func (g *jsonGuard) note(b []byte) {
	if g.length < len(g.name) {
		copy(g.name[g.length:], b)
	}
	g.length += len(b)
}

// guardJSON is feed for JSON that is there as a whole.
func guardJSON(b []byte) *Error { return new(jsonGuard).feed(b) }

// A guardedReader reads a request and ends with the guard's error as soon as
// it refuses.
type guardedReader struct {
	r io.Reader
	g jsonGuard
}

func (r *guardedReader) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	if fault := r.g.feed(b[:n]); fault != nil {
		return n, fault
	}
	return n, err
}
