package api

import "io"

// A jsonGuard refuses JSON that would take far more memory decoded than it has
// bytes: by the number of values and the nesting, in one pass, as the bytes
// come in. It does not check the syntax; the decoder does.
type jsonGuard struct {
	values, depth  int
	inside, escape bool // a string; behind a backslash
}

// feed looks at the next bytes.
func (g *jsonGuard) feed(b []byte) *Error {
	for _, c := range b {
		switch {
		case g.escape:
			g.escape = false
		case g.inside:
			g.inside, g.escape = c != '"', c == '\\'
		case c == '"':
			g.inside = true
		case c == '{' || c == '[':
			g.values++
			if g.depth++; g.depth > maxJSONDepth {
				return limitError("the JSON is nested more than %d deep", maxJSONDepth)
			}
		case c == '}' || c == ']':
			g.depth--
		case c == ',':
			g.values++
		}
		if g.values > maxJSONValues {
			return limitError("the JSON has more than %d values", maxJSONValues)
		}
	}
	return nil
}

// guardJSON is feed for JSON that is there as a whole.
func guardJSON(b []byte) *Error { return new(jsonGuard).feed(b) }

// A guardedReader ends with the guard's error as soon as it refuses.
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
