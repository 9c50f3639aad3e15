package api

import (
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// A writer puts a resolved response into JSON in query order, without maps or
// reflection. A null where the schema allows none takes back what its nearest
// nullable ancestor has written and makes that null.
type writer struct {
	buf    []byte
	eng    *engine
	path   []step
	errors []*Error
	limit  int // bytes; beyond it full is set and writing stops
	full   bool
}

// A step of a path is a response name or, if that is empty, a list index.
type step struct {
	name  string
	index int
}

// object writes n and reports whether it could; otherwise the caller writes
// null or gives up itself.
func (w *writer) object(n *node) bool {
	w.buf = append(w.buf, '{')
	for i, f := range n.sel.fields {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = append(w.buf, f.key...)
		if !w.field(n, f) {
			return false
		}
	}
	w.buf = append(w.buf, '}')
	if len(w.buf) > w.limit {
		w.full = true
	}
	return !w.full
}

func (w *writer) field(n *node, f *planField) bool {
	start := len(w.buf)
	switch {
	case f.def == nil:
		w.buf = appendString(w.buf, w.typename(n))
		return true
	case f.slot < 0:
		w.buf = f.def.leaf(w.buf, n.src)
	default:
		k := &n.kids[f.slot]
		if k.err == nil && f.def.target == nil {
			w.buf = append(w.buf, k.raw...)
			break
		}
		w.path = append(w.path, step{name: f.response})
		ok := w.kid(k, f)
		w.path = w.path[:len(w.path)-1]
		return ok
	}
	if len(w.buf) > start {
		return true
	}
	if f.def.nonNull {
		w.path = append(w.path, step{name: f.response})
		w.missing(f)
		w.path = w.path[:len(w.path)-1]
		return false
	}
	w.buf = append(w.buf, "null"...)
	return true
}

func (w *writer) typename(n *node) string {
	if n.sel.typ.abstract {
		return w.eng.typeOf(n.src).name
	}
	return n.sel.typ.name
}

// kid writes an object or list, null for an error where null is allowed.
func (w *writer) kid(k *kid, f *planField) bool {
	start := len(w.buf)
	ok := false
	switch {
	case k.err != nil:
		w.fail(k.err, f)
	case !k.set:
		if !f.def.nonNull {
			w.buf = append(w.buf, "null"...)
			return true
		}
		w.missing(f)
	case f.def.list:
		ok = w.list(k, f)
	default:
		ok = w.object(k.one)
	}
	if ok || w.full || f.def.nonNull {
		return ok
	}
	w.buf = append(w.buf[:start], "null"...)
	return true
}

func (w *writer) list(k *kid, f *planField) bool {
	w.buf = append(w.buf, '[')
	w.path = append(w.path, step{})
	defer func() { w.path = w.path[:len(w.path)-1] }()
	for i, n := range k.list {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.path[len(w.path)-1].index = i
		start := len(w.buf)
		switch {
		case n != nil && n.err != nil:
			w.fail(n.err, f)
		case n != nil && w.object(n):
			continue
		case n == nil && f.def.itemNonNull:
			w.missing(f)
		}
		if w.full || f.def.itemNonNull {
			return false
		}
		w.buf = append(w.buf[:start], "null"...)
	}
	w.buf = append(w.buf, ']')
	return true
}

// missing records a null that the schema does not allow.
func (w *writer) missing(f *planField) {
	w.fail(&Error{Code: codeInternal, Message: "the server has no value for a field that needs one",
		Err: fmt.Errorf("null for %s", f.def.name)}, f)
}

// fail records an error at the present path.
func (w *writer) fail(e *Error, f *planField) {
	c := *e
	c.Path = make([]any, len(w.path))
	for i, s := range w.path {
		if c.Path[i] = s.name; s.name == "" {
			c.Path[i] = s.index
		}
	}
	c.Locations = []Location{f.at}
	w.errors = append(w.errors, &c)
}

const hexDigits = "0123456789abcdef"

// appendString appends s as JSON. Bytes that are no UTF-8 become U+FFFD; the
// line separators that JavaScript dislikes are escaped.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\t':
				b = append(b, '\\', 't')
			case '\r':
				b = append(b, '\\', 'r')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r == '\u2028' || r == '\u2029' {
			b = append(b, s[from:i]...)
			b = append(b, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
			from = i + n
		}
		i += n
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

// appendText appends s, or nothing if it is empty: an absent string.
func appendText(b []byte, s string) []byte {
	if s == "" {
		return b
	}
	return appendString(b, s)
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

func appendBool(b []byte, v bool) []byte { return strconv.AppendBool(b, v) }

// appendFloat appends nothing for what JSON cannot hold.
func appendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return b
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64)
}

// appendTime appends a day for midnight, else an instant; nothing for zero.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	t = t.UTC()
	b = append(b, '"')
	if h, m, s := t.Clock(); h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0 {
		b = t.AppendFormat(b, time.DateOnly)
	} else {
		b = t.AppendFormat(b, time.RFC3339Nano)
	}
	return append(b, '"')
}

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}
