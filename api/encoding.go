package api

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// gzipFrom is the size from which compression pays.
const gzipFrom = 1400

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return w
}}

func compress(body []byte) ([]byte, bool) {
	z := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(z)
	var buf bytes.Buffer
	buf.Grow(len(body) / 4)
	z.Reset(&buf)
	if _, err := z.Write(body); err != nil {
		return nil, false
	}
	if err := z.Close(); err != nil {
		return nil, false
	}
	return buf.Bytes(), buf.Len() < len(body)
}

func acceptsGzip(r *http.Request) bool {
	for _, h := range r.Header.Values("Accept-Encoding") {
		for _, part := range strings.Split(h, ",") {
			name, q := quality(part)
			if (name == "gzip" || name == "*") && q > 0 {
				return true
			}
		}
	}
	return false
}

// quality splits one member of an Accept header into its name and weight.
func quality(part string) (name string, q float64) {
	name, rest, _ := strings.Cut(part, ";")
	q = 1
	for _, p := range strings.Split(rest, ";") {
		if k, v, ok := strings.Cut(strings.TrimSpace(p), "="); ok && strings.EqualFold(k, "q") {
			if n, err := strconv.ParseFloat(v, 64); err == nil {
				q = n
			}
		}
	}
	return strings.ToLower(strings.TrimSpace(name)), q
}

// negotiate picks the media type of the answer: the one the client likes best,
// application/json where it does not say, "" where none fits.
func negotiate(accept []string) string {
	best, bestQ := "", 0.0
	any := true
	for _, h := range accept {
		for _, part := range strings.Split(h, ",") {
			name, q := quality(part)
			if name == "" {
				continue
			}
			any = false
			switch name {
			case "*/*", "application/*":
				name = typeJSON
				q -= 0.0001 // a type named outright comes first
			case typeJSON, typeGraphQL, typeEvents:
			default:
				continue
			}
			if q > bestQ {
				best, bestQ = name, q
			}
		}
	}
	if any {
		return typeJSON
	}
	return best
}
