package api

import "strings"

// blankNulls overwrites "name: null" in arguments and input objects, and the
// default "= null", with spaces: graphql-go's parser does not know the literal.
// No argument of this schema tells null from absent. Positions stay as they
// are. The document has passed the guard.
func blankNulls(src string) []byte {
	body := []byte(src)
	if !strings.Contains(src, "null") {
		return body
	}
	l := guardLexer{src: src}
	var last, before guardLexer // the two tokens before the present one
	parens, opened, kept := 0, 0, 0
	for l.next(); l.kind != tokEnd && l.kind != tokBad; l.next() {
		switch {
		case l.is('('):
			parens++
			opened, kept = l.from, 0
		case l.is(')'):
			if parens--; kept == 0 && parens == 0 {
				blank(body[opened:l.at])
			}
		case parens > 0 && l.kind == tokName && l.text() == "null" && last.is(':') && before.kind == tokName:
			blank(body[before.from:l.at])
			kept -= 2
		case parens > 0 && l.kind == tokName && l.text() == "null" && last.is('='):
			blank(body[last.from:l.at])
			kept--
		case parens > 0:
			kept++
		}
		before, last = last, l
	}
	return body
}

func blank(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}
