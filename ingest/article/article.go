// Package article turns the bytes of one file into clean text with metadata
// and regions. Nothing is thrown away: what is not the story (comments,
// adverts, other articles) stays in the text and is marked.
package article

import (
	"strings"
	"time"
)

// A Span is a half-open range of bytes of Article.Text, on rune boundaries.
type Span struct{ Start, End int }

// An Article is one document, ready for analysis.
type Article struct {
	URL       string // canonical, "" if unknown
	Title     string
	Publisher string
	Authors   []string
	Published time.Time // UTC; zero if unknown
	DayOnly   bool      // Published is a day, without a time of day
	Language  string    // as the source declares it, "" if it does not
	Text      string    // valid UTF-8 without NUL; all offsets refer to it
	Regions   []Region  // cover Text in order, without gaps or overlap
	Raw       []byte    // the bytes as read (after gunzip), for later extractors
	RawType   string    // "text", "markdown", "html", "jsonl"
	Source    string    // file and, for JSONL, line: "news.jsonl:12"; for messages only
}

// A Region is a stretch of text of one kind.
type Region struct {
	Span
	Kind RegionKind
}

// RegionKind says what a stretch of text is to the article around it.
type RegionKind string

// The kinds. Claims are taken from Title, Summary, Body, Caption and Quote; a
// Related region is another article's text, and becomes a document of its own.
const (
	Title      RegionKind = "title"
	Summary    RegionKind = "summary" // key takeaways, standfirst
	Body       RegionKind = "body"
	Caption    RegionKind = "caption"
	Quote      RegionKind = "quote" // block quotation
	Byline     RegionKind = "byline"
	Comment    RegionKind = "comment"
	Advert     RegionKind = "advert"
	Navigation RegionKind = "navigation" // share links, "Leave a Reply", source lists
	Related    RegionKind = "related"    // another article, or a teaser for one
)

// Told reports whether claims of the article itself may come from this kind.
func (k RegionKind) Told() bool {
	switch k {
	case Title, Summary, Body, Caption, Quote:
		return true
	}
	return false
}

// told reports whether any region may give claims.
func (a *Article) told() bool {
	for _, g := range a.Regions {
		if g.Kind.Told() && strings.TrimSpace(a.Text[g.Start:g.End]) != "" {
			return true
		}
	}
	return false
}
