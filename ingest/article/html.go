package article

import (
	"bytes"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-shiori/go-readability"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxNodes bounds the tree that the extractors work on; they are quadratic in
// places.
const maxNodes = 200_000

// parseHTML finds the story in a page: go-trafilatura first, go-readability
// where that finds nothing. pageURL may be "".
func parseHTML(raw []byte, pageURL string) (*Article, string) {
	page, err := decode(raw)
	if err != nil {
		return nil, "its character encoding is not known"
	}
	doc, err := html.Parse(page)
	if err != nil {
		return nil, "not HTML: " + err.Error()
	}
	if tooLarge(doc) {
		return nil, "its page has too many elements"
	}
	source, _ := url.Parse(pageURL)
	found, err := trafilatura.ExtractDocument(doc, options(source))
	if err != nil || found.ContentNode == nil {
		return fallback(raw, source)
	}
	m := found.Metadata
	publisher := siteName(clean(m.Sitename), m.URL)
	title := headline(clean(m.Title), publisher)
	b := builder{}
	b.add(title, Title)
	addBlocks(&b, found.ContentNode, title)
	if found.CommentsNode != nil {
		b.add(flat(found.CommentsNode), Comment)
	}
	a := b.article(title)
	a.Raw, a.RawType = raw, "html"
	a.URL, a.Publisher, a.Language = m.URL, publisher, declaredLanguage(doc)
	a.Authors = authors(m.Author)
	if !m.Date.IsZero() {
		a.Published, a.DayOnly = m.Date.UTC(), true
	}
	if !a.told() {
		return nil, noArticle
	}
	return a, ""
}

// declared finds the encoding that a page names, wherever it does.
var declared = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset=["']?([\w.:-]{1,40})`)

// decode reads a page as UTF-8. Bytes that are UTF-8 beyond ASCII are taken for
// that, whatever the page declares. The standard's way of finding out looks at
// the first 1,024 bytes only, and makes Windows-1252 of a page that names its
// encoding later, as many do.
func decode(raw []byte) (io.Reader, error) {
	if beyondASCII(raw) && utf8.Valid(raw) {
		return bytes.NewReader(raw), nil
	}
	kind := "text/html"
	if m := declared.FindSubmatch(raw); m != nil {
		kind += "; charset=" + string(m[1])
	}
	return charset.NewReader(bytes.NewReader(raw), kind)
}

func beyondASCII(raw []byte) bool {
	return slices.ContainsFunc(raw, func(b byte) bool { return b >= utf8.RuneSelf })
}

// siteName returns what a page calls its site; where that is an address (of its
// page on a social network, say), the host of the page itself.
func siteName(name, pageURL string) string {
	if !strings.Contains(name, "://") {
		return name
	}
	for _, address := range []string{pageURL, name} {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			return strings.TrimPrefix(u.Host, "www.")
		}
	}
	return name
}

// headline takes the name of the site off the end of a page's title.
func headline(title, site string) string {
	if site == "" || len(title) <= len(site) || !strings.EqualFold(title[len(title)-len(site):], site) {
		return title
	}
	rest := strings.TrimSpace(title[:len(title)-len(site)])
	for _, mark := range []string{"|", "-", "–", "—", "·", ":"} {
		if cut, ok := strings.CutSuffix(rest, mark); ok && strings.TrimSpace(cut) != "" {
			return strings.TrimSpace(cut)
		}
	}
	return title
}

const noArticle = "no article text found in this page"

// declaredLanguage is the language that the page's root element names.
func declaredLanguage(doc *html.Node) string {
	for n := range doc.ChildNodes() {
		for _, attr := range n.Attr {
			if n.DataAtom == atom.Html && attr.Key == "lang" {
				return strings.ToLower(strings.SplitN(attr.Val, "-", 2)[0])
			}
		}
	}
	return ""
}

// options for extraction. The bounds of the date search are fixed, so that the
// same page gives the same article in any year.
func options(source *url.URL) trafilatura.Options {
	return trafilatura.Options{
		OriginalURL:    source,
		EnableFallback: true,
		HtmlDateOptions: &htmldate.Options{
			UseOriginalDate:     true,
			SkipExtensiveSearch: true,
			MinDate:             time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC),
			MaxDate:             time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC),
		},
	}
}

// fallback asks go-readability, which keeps more and sorts out less.
func fallback(raw []byte, source *url.URL) (*Article, string) {
	if source == nil {
		source = &url.URL{}
	}
	page, err := decode(raw)
	if err != nil {
		return nil, "its character encoding is not known"
	}
	found, err := readability.FromReader(page, source)
	if err != nil || found.Node == nil || strings.TrimSpace(found.TextContent) == "" {
		return nil, noArticle
	}
	b := builder{}
	b.add(clean(found.Title), Title)
	addBlocks(&b, found.Node, found.Title)
	a := b.article(clean(found.Title))
	a.Raw, a.RawType = raw, "html"
	a.Publisher, a.Language, a.Authors = clean(found.SiteName), found.Language, authors(found.Byline)
	if found.PublishedTime != nil {
		a.Published = found.PublishedTime.UTC()
	}
	return a, ""
}

// tooLarge reports whether a tree has more nodes than the extractors should
// get; it counts without recursion.
func tooLarge(doc *html.Node) bool {
	n := 0
	for range doc.Descendants() {
		if n++; n > maxNodes {
			return true
		}
	}
	return false
}

// addBlocks adds the block elements under n as paragraphs, each with the kind
// its markup tells. A heading that repeats the title is left out.
func addBlocks(b *builder, n *html.Node, title string) {
	var inline strings.Builder
	flush := func() {
		b.add(clean(inline.String()), "")
		inline.Reset()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			inline.WriteString(c.Data)
		case c.Type != html.ElementNode || skipped[c.DataAtom]:
		case blocks[c.DataAtom] != nil:
			flush()
			text := flat(c)
			if kind := *blocks[c.DataAtom]; !(heads[c.DataAtom] && text == clean(title)) {
				b.add(text, kind)
			}
		case holders[c.DataAtom]:
			flush()
			addBlocks(b, c, title)
		default:
			inline.WriteString(flatInline(c))
		}
	}
	flush()
}

var (
	told, quoted, caption RegionKind = "", Quote, Caption

	blocks = map[atom.Atom]*RegionKind{
		atom.P: &told, atom.Li: &told, atom.Td: &told, atom.Th: &told, atom.Dd: &told, atom.Dt: &told,
		atom.H1: &told, atom.H2: &told, atom.H3: &told, atom.H4: &told, atom.H5: &told, atom.H6: &told,
		atom.Blockquote: &quoted, atom.Figcaption: &caption, atom.Pre: &told,
	}
	heads   = map[atom.Atom]bool{atom.H1: true, atom.H2: true}
	holders = map[atom.Atom]bool{
		atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Body: true, atom.Html: true,
		atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Table: true, atom.Tbody: true, atom.Thead: true, atom.Tr: true,
		atom.Figure: true, atom.Header: true, atom.Footer: true, atom.Aside: true,
	}
	skipped = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Head: true, atom.Svg: true, atom.Form: true}
)

// flat is the text under a node; line breaks inside it stay line breaks.
func flat(n *html.Node) string { return clean(flatInline(n)) }

func flatInline(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode && !(c.Parent != nil && skipped[c.Parent.DataAtom]):
			b.WriteString(strings.ReplaceAll(c.Data, "\n", " "))
		case c.DataAtom == atom.Br || c.DataAtom == atom.P || c.DataAtom == atom.Li:
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// clean folds white space within lines, drops empty ones, and removes what
// text must not hold.
func clean(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// authors splits the author field that the extractors give.
func authors(s string) []string {
	var out []string
	for name := range strings.SplitSeq(s, ";") {
		if name = clean(name); name != "" && len(name) < 120 {
			out = append(out, name)
		}
	}
	return out
}
