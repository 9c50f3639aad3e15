package article

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// parseMarkdown reads CommonMark, with the front matter that site generators
// use: "key: value" lines between two lines of "---".
func parseMarkdown(raw []byte) *Article {
	src := bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	meta, src := frontMatter(src)
	b := builder{}
	title := meta["title"]
	b.add(title, Title)
	doc := goldmark.DefaultParser().Parse(text.NewReader(src))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		block := plain(n, src)
		kind := markdownKind(n)
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 && (title == "" || title == block) {
			if title == block {
				continue
			}
			title, kind = block, Title
		}
		b.add(block, kind)
	}
	a := b.article(title)
	a.Raw, a.RawType = raw, "markdown"
	a.URL, a.Publisher, a.Language = meta["url"], meta["publisher"], meta["language"]
	if meta["author"] != "" {
		a.Authors = []string{meta["author"]}
	}
	if t, dayOnly, ok := ParseDate(firstOf(meta, "published", "date")); ok {
		a.Published, a.DayOnly = t, dayOnly
	}
	return a
}

func firstOf(meta map[string]string, keys ...string) string {
	for _, k := range keys {
		if meta[k] != "" {
			return meta[k]
		}
	}
	return ""
}

// frontMatter splits the head of "key: value" lines off.
func frontMatter(src []byte) (map[string]string, []byte) {
	meta := map[string]string{}
	if !bytes.HasPrefix(src, []byte("---\n")) {
		return meta, src
	}
	head, rest, ok := bytes.Cut(src[4:], []byte("\n---"))
	if !ok {
		return meta, src
	}
	for l := range strings.Lines(string(head)) {
		if k, v, ok := strings.Cut(l, ":"); ok {
			meta[strings.ToLower(strings.TrimSpace(k))] = strings.Trim(strings.TrimSpace(v), `"'`)
		}
	}
	_, rest, _ = bytes.Cut(rest, []byte("\n"))
	return meta, rest
}

// markdownKind is the region kind a block's markup tells, "" where its words
// must.
func markdownKind(n ast.Node) RegionKind {
	switch n.Kind() {
	case ast.KindBlockquote:
		return Quote
	case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindHTMLBlock:
		return Navigation
	}
	return ""
}

// plain is the text of a block without its markup, blocks inside it on lines
// of their own.
func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock && b.Len() > 0 {
				b.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.Text:
			b.Write(t.Value(src))
			if t.SoftLineBreak() {
				b.WriteByte(' ')
			} else if t.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(t.Value)
		case *ast.AutoLink:
			b.Write(t.Label(src))
		case *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			b.Write(n.Lines().Value(src))
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(strings.ReplaceAll(b.String(), "\n\n", "\n"))
}
