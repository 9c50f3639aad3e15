package article

import (
	"bytes"
	"strings"
	"time"
)

// parseText reads plain text, as people save or scrape it: the text is kept
// byte for byte, so that offsets fit the file as well.
func parseText(raw []byte) *Article {
	text := string(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	a := &Article{Text: text, Raw: raw, RawType: "text"}
	lines := splitLines(text)
	kinds := classify(lines, make([]RegionKind, len(lines)), true)
	finish(a, lines, kinds)
	return a
}

// parseTitled reads text whose title came separately.
func parseTitled(title, text string) *Article {
	title, text = strings.TrimSpace(strings.ReplaceAll(title, "\x00", "")), strings.ReplaceAll(text, "\x00", "")
	if title == "" || strings.HasPrefix(strings.TrimSpace(text), title) {
		a := parseText([]byte(text))
		override(&a.Title, title)
		return a
	}
	b := builder{}
	b.add(title, Title)
	b.add(text, "")
	return b.article(title)
}

// finish sets what lines and their kinds tell: regions, title, date.
func finish(a *Article, lines []line, kinds []RegionKind) {
	a.Regions = merge(lines, kinds)
	for i, l := range lines {
		s := strings.TrimSpace(l.text)
		switch {
		case kinds[i] == Title && a.Title == "":
			a.Title = s
		case kinds[i] == Byline && a.Published.IsZero():
			if t, dayOnly, ok := dateIn(s); ok {
				a.Published, a.DayOnly = t, dayOnly
			}
		}
	}
}

// dateIn finds the date of a dateline such as "Published: July 18, 2025 (updated)".
func dateIn(s string) (t time.Time, dayOnly, ok bool) {
	words := strings.Fields(s)
	for from := range words {
		for n := min(5, len(words)-from); n > 0; n-- {
			candidate := strings.Trim(strings.Join(words[from:from+n], " "), ",.;:()[]|•·")
			if t, dayOnly, ok = ParseDate(candidate); ok {
				return t, dayOnly, true
			}
		}
	}
	return time.Time{}, false, false
}

// A builder assembles a text from blocks whose kind is known, or "" to let
// classify find it.
type builder struct {
	text  strings.Builder
	lines []line
	kinds []RegionKind
}

// add appends a block as a paragraph of its own.
func (b *builder) add(block string, kind RegionKind) {
	block = strings.TrimSpace(block)
	if block == "" {
		return
	}
	if b.text.Len() > 0 {
		b.text.WriteString("\n\n")
	}
	start := b.text.Len()
	b.text.WriteString(block)
	for _, l := range splitLines(block) {
		b.lines = append(b.lines, line{l.text, l.start + start, l.end + start})
		b.kinds = append(b.kinds, kind)
	}
}

// article closes the text.
func (b *builder) article(title string) *Article {
	a := &Article{Title: title, Text: b.text.String()}
	for i := range b.lines { // the blank lines between blocks belong to the block before
		if i+1 < len(b.lines) {
			b.lines[i].end = b.lines[i+1].start
		}
	}
	finish(a, b.lines, classify(b.lines, b.kinds, false))
	return a
}

// A line is one line of a text, with its end included in the span.
type line struct {
	text       string // without line end
	start, end int
}

// splitLines cuts a text into lines; together they cover it.
func splitLines(text string) []line {
	var out []line
	for start := 0; start < len(text); {
		end, next := len(text), len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end, next = start+i, start+i+1
		}
		out = append(out, line{strings.TrimRight(text[start:end], "\r"), start, next})
		start = next
	}
	return out
}

// merge joins neighbouring lines of one kind into regions.
func merge(lines []line, kinds []RegionKind) []Region {
	var out []Region
	for i, l := range lines {
		if n := len(out); n > 0 && out[n-1].Kind == kinds[i] {
			out[n-1].End = l.end
			continue
		}
		out = append(out, Region{Span{l.start, l.end}, kinds[i]})
	}
	return out
}
