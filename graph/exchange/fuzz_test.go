package exchange

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzz holds every reader to its law: no panic; what went in comes out of
// JSONL and back as it was.
func fuzz(f *testing.F, format string, o ImportOptions) {
	for _, s := range samples {
		if s.format == format {
			f.Add([]byte(s.text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<14 {
			return
		}
		s := newStore(t)
		o.Refuse = func(b BadLine) {
			if b.Line < 1 || b.Err == nil {
				t.Errorf("refused without line or reason: %v", b)
			}
		}
		src := Source{Name: "fuzz", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
		if _, err := Import(t.Context(), s, src, format, o); err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("the import failed for a reason that is not the file's: %v", err)
			}
			return
		}
		roundTrip(t, s, exported(t, s, "jsonl", ExportOptions{}))
	})
}

func FuzzNQuads(f *testing.F) { fuzz(f, "nquads", ImportOptions{}) }
func FuzzCSV(f *testing.F)    { fuzz(f, "csv", ImportOptions{}) }
func FuzzFtM(f *testing.F)    { fuzz(f, "ftm", ImportOptions{}) }

func FuzzMapping(f *testing.F) {
	f.Add([]byte(`{"entities":{"a":{"id":"x","name":"y"}},"relations":[{"subject":"a","object":"a","type":"knows"}]}`), "x,y\n1,Ada\n")
	f.Fuzz(func(t *testing.T, mapping []byte, table string) {
		m, err := ParseMapping(mapping)
		if err != nil || len(table) > 1<<14 {
			return
		}
		s := newStore(t)
		_, err = Import(t.Context(), s, text("fuzz.csv", table), "csv", ImportOptions{Mapping: m})
		if err != nil && !errors.Is(err, ErrFormat) {
			t.Error(err)
		}
	})
}

func FuzzJSONL(f *testing.F) {
	s := newStore(f)
	if _, err := s.Apply(f.Context(), articles()...); err != nil {
		f.Fatal(err)
	}
	good := exported(f, s, "jsonl", ExportOptions{})
	f.Add([]byte(good))
	for _, l := range strings.SplitAfter(good, "\n") {
		f.Add([]byte(l))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		s := newStore(t)
		src := Source{Name: "fuzz", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
		if _, err := Import(t.Context(), s, src, "jsonl", ImportOptions{}); err != nil {
			return
		}
		roundTrip(t, s, exported(t, s, "jsonl", ExportOptions{}))
	})
}

func FuzzQuad(f *testing.F) {
	f.Add(`<a:b> <c:d> "e\u00e9\n"@en-GB <f:g> . # h`)
	f.Add(`_:a <b> _:c.`)
	f.Fuzz(func(t *testing.T, s string) {
		q, ok, err := parseQuad(s)
		if !ok || err != nil || !utf8.ValidString(s) {
			return
		}
		for _, term := range []term{q.subject, q.predicate, q.object} {
			if term.kind == noTerm || !utf8.ValidString(term.value) {
				t.Errorf("%q gives the term %+v", s, term)
			}
		}
	})
}

// A file that unpacks without end, and a line without end, are refused with a
// message and in little memory.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks 300 MB")
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	bomb := func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			z := gzip.NewWriter(w)
			block := bytes.Repeat([]byte("a"), 1<<20)
			for range 400 {
				if _, err := z.Write(block); err != nil {
					return
				}
			}
			z.Close()
			w.Close()
		}()
		return r, nil
	}
	_, err := Import(t.Context(), newStore(t), Source{Name: "bomb.nq.gz", Open: bomb}, "nquads", ImportOptions{})
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "unpacks") {
		t.Errorf("bomb: %v", err)
	}
	long := func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("<a> <b> <c> .\n"), io.LimitReader(endless{}, 1<<30), strings.NewReader("\n<a> <b> <d> .\n"))), nil
	}
	var refused []string
	o := ImportOptions{Refuse: func(b BadLine) { refused = append(refused, b.Error()) }}
	s := newStore(t)
	r, err := Import(t.Context(), s, Source{Name: "long.nq", Open: long}, "nquads", o)
	if err != nil || r.Claims != 2 || len(refused) != 1 || refused[0] != "long.nq:2: a line of 1073741825 bytes, at most 131072 are read" {
		t.Errorf("long line: %+v, %q, %v", r, refused, err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
		t.Errorf("%d MB were allocated", grown>>20)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
