package article

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"
	"unicode/utf8"
)

// Limits on what one file may hold. They bound memory, whatever is fed in.
const (
	MaxArticle = 16 << 20 // bytes of one article as stored, after gunzip
	MaxText    = 4 << 20  // bytes of one article's text
)

// An Error names an input that was not taken, and why.
type Error struct {
	Source string // file
	Line   int    // counted from 1; 0 where the whole file is meant
	Reason string
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", e.Source, e.Line, e.Reason)
	}
	return e.Source + ": " + e.Reason
}

// Formats lists the file endings that Read understands, each also with ".gz".
func Formats() []string { return []string{".txt", ".md", ".html", ".htm", ".jsonl"} }

// Reads reports whether Read understands a file of this name.
func Reads(name string) bool {
	_, _, ok := split(name)
	return ok
}

// split returns the format ending of a name and whether ".gz" follows it.
func split(name string) (ext string, gz, ok bool) {
	name = strings.ToLower(name)
	if strings.HasSuffix(name, ".gz") {
		name, gz = strings.TrimSuffix(name, ".gz"), true
	}
	ext = path.Ext(name)
	for _, f := range Formats() {
		if ext == f {
			return ext, gz, true
		}
	}
	return ext, gz, false
}

// Read yields the articles of one file, whose name's ending tells the format;
// for the name "-" the content does. A part that cannot be read yields an
// *Error instead; the articles after it follow all the same. Any other error
// is r's own and ends the sequence.
func Read(name string, r io.Reader) iter.Seq2[*Article, error] {
	return func(yield func(*Article, error) bool) {
		ext, gz, ok := split(name)
		br := bufio.NewReaderSize(r, 64<<10)
		if name == "-" {
			ext, ok = sniff(br), true
		}
		if !ok {
			yield(nil, &Error{name, 0, fmt.Sprintf("unknown ending %q; known: %s, each also .gz", ext, strings.Join(Formats(), " "))})
			return
		}
		if gz {
			z, err := gzip.NewReader(br)
			if err != nil {
				yield(nil, &Error{name, 0, "not a gzip file, though its name ends in .gz"})
				return
			}
			br = bufio.NewReaderSize(z, 64<<10)
		}
		if ext == ".jsonl" {
			readJSONL(name, br, yield)
			return
		}
		a, err := readWhole(name, ext, br)
		yield(a, err)
	}
}

// sniff guesses the format of a stream without a name.
func sniff(br *bufio.Reader) string {
	head, _ := br.Peek(512)
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		return ".jsonl"
	case bytes.HasPrefix(head, []byte("<")):
		return ".html"
	}
	return ".txt"
}

// readWhole reads a file that is one article.
func readWhole(name, ext string, r io.Reader) (*Article, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxArticle+1))
	if err != nil {
		return nil, readError(name, err)
	}
	if len(raw) > MaxArticle {
		return nil, &Error{name, 0, fmt.Sprintf("larger than %d MB; split it into articles, or give it as JSONL", MaxArticle>>20)}
	}
	a, reason := parse(ext, raw)
	if reason != "" {
		return nil, &Error{name, 0, reason}
	}
	a.Source = name
	return a, nil
}

// readError keeps an error of the reader apart from damage in a gzip stream.
func readError(name string, err error) error {
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Error{name, 0, "damaged or cut off gzip data"}
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// parse turns one article's bytes into an Article, or says why it cannot.
func parse(ext string, raw []byte) (a *Article, reason string) {
	if reason := unreadable(ext, raw); reason != "" {
		return nil, reason
	}
	switch ext {
	case ".md":
		a = parseMarkdown(raw)
	case ".html", ".htm":
		a, reason = parseHTML(raw, "")
	default:
		a = parseText(raw)
	}
	if reason == "" {
		reason = check(a)
	}
	return a, reason
}

// check returns the reason why a parsed article is of no use, or "".
func check(a *Article) string {
	switch {
	case strings.TrimSpace(a.Text) == "":
		return "no text in it"
	case len(a.Text) > MaxText:
		return fmt.Sprintf("its text is longer than %d MB; split it into articles", MaxText>>20)
	}
	return ""
}

var magics = []struct{ prefix, what string }{
	{"%PDF-", "a PDF, not text; convert it first (pdftotext)"},
	{"PK\x03\x04", "a ZIP or Office file, not text; unpack or convert it first"},
	{"\x1f\x8b", "gzip data; give the file a name that ends in .gz"},
	{"\xd0\xcf\x11\xe0", "an old Office file, not text; convert it first"},
	{"\x89PNG", "a picture, not text"},
	{"\xff\xd8\xff", "a picture, not text"},
	{"\xff\xfe", "UTF-16; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"},
	{"\xfe\xff", "UTF-16; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"},
}

// unreadable returns why bytes cannot be an article of this format, or "".
func unreadable(ext string, raw []byte) string {
	if len(bytes.TrimSpace(raw)) == 0 {
		return "empty"
	}
	for _, m := range magics {
		if bytes.HasPrefix(raw, []byte(m.prefix)) {
			return "this is " + m.what
		}
	}
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return fmt.Sprintf("a NUL byte at offset %d: this is not text", i)
	}
	if ext == ".html" || ext == ".htm" { // declares its own encoding
		return ""
	}
	if i := invalidAt(raw); i >= 0 {
		return fmt.Sprintf("not UTF-8 at offset %d; convert it first (iconv -f WINDOWS-1252 -t UTF-8, or whatever it was saved in)", i)
	}
	return ""
}

// invalidAt returns the offset of the first byte that is not UTF-8, or -1.
func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
