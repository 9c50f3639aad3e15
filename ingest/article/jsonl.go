package article

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// record is one line of a JSONL file: the text of an article, or its HTML.
type record struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Publisher string `json:"publisher"`
	Author    string `json:"author"`
	Language  string `json:"language"`
	Text      string `json:"text"`
	HTML      string `json:"html"`
}

// readJSONL yields one article a line; blank lines are passed over.
func readJSONL(name string, br *bufio.Reader, yield func(*Article, error) bool) {
	for line := 1; ; line++ {
		raw, tooLong, err := readLine(br)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(nil, readError(name, err))
			return
		}
		last := err != nil
		switch {
		case tooLong:
			if !yield(nil, &Error{name, line, fmt.Sprintf("line longer than %d MB", MaxArticle>>20)}) {
				return
			}
		case strings.TrimSpace(string(raw)) != "":
			a, reason := parseRecord(raw)
			if reason != "" {
				if !yield(nil, &Error{name, line, reason}) {
					return
				}
				break
			}
			a.Source = fmt.Sprintf("%s:%d", name, line)
			if !yield(a, nil) {
				return
			}
		}
		if last {
			return
		}
	}
}

// readLine returns the next line without its end. Of a line beyond MaxArticle
// only the fact is returned; its bytes are read past, not kept.
func readLine(br *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
		}
		if len(line) > MaxArticle {
			tooLong, line = true, nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return line, tooLong, err
	}
}

// parseRecord turns one line into an article, or says why it cannot.
func parseRecord(raw []byte) (*Article, string) {
	if i := invalidAt(raw); i >= 0 {
		return nil, fmt.Sprintf("not UTF-8 at byte %d of the line", i)
	}
	var rec record
	if err := json.Unmarshal(raw, &rec); err != nil {
		return nil, jsonReason(err)
	}
	var published time.Time
	var dayOnly bool
	if rec.Published != "" {
		var ok bool
		if published, dayOnly, ok = ParseDate(rec.Published); !ok {
			return nil, fmt.Sprintf("published %q is no date; write 2025-07-18 or 2025-07-18T09:30:00Z", clip(rec.Published, 40))
		}
	}
	a, reason := parseContent(&rec)
	if reason != "" {
		return nil, reason
	}
	a.Raw, a.RawType = raw, "jsonl"
	override(&a.URL, rec.URL)
	override(&a.Publisher, rec.Publisher)
	override(&a.Language, rec.Language)
	if rec.Author != "" {
		a.Authors = []string{rec.Author}
	}
	if !published.IsZero() {
		a.Published, a.DayOnly = published, dayOnly
	}
	return a, check(a)
}

// parseContent reads the text or the HTML of a record.
func parseContent(rec *record) (*Article, string) {
	switch {
	case strings.TrimSpace(rec.Text) != "":
		a := parseTitled(rec.Title, rec.Text)
		return a, ""
	case strings.TrimSpace(rec.HTML) != "":
		a, reason := parseHTML([]byte(rec.HTML), rec.URL)
		if reason == "" {
			override(&a.Title, rec.Title)
		}
		return a, reason
	}
	return nil, `neither "text" nor "html" has anything in it`
}

func override(field *string, value string) {
	if value != "" {
		*field = value
	}
}

// jsonReason words a JSON error for the person who made the file.
func jsonReason(err error) string {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("not JSON at byte %d of the line: %s", syntax.Offset, syntax.Error())
	case errors.As(err, &typ):
		return fmt.Sprintf("field %q should be text, not %s", typ.Field, typ.Value)
	}
	return "not a JSON object"
}

// clip shortens s to at most n bytes, on a rune boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
