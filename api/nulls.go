package api

import (
	"strings"

	"github.com/graphql-go/graphql/language/ast"
)

// nullWord stands for a null that is a member of a list. Names that begin with
// two underscores are the specification's own, so no document means it.
const nullWord = "____"

// isNull reports whether a literal is the null of a list.
func isNull(v ast.Value) bool {
	e, ok := v.(*ast.EnumValue)
	return ok && e.Value == nullWord
}

// blankNulls takes the literal null, which graphql-go's parser does not know,
// out of a document. "name: null" in arguments and input objects, and the
// default "= null", become spaces: no argument of this schema tells null from
// absent. In a list it becomes nullWord. Positions stay as they are. The
// document has passed the guard.
func blankNulls(src string) []byte {
	body := []byte(src)
	if !strings.Contains(src, "null") {
		return body
	}
	l := guardLexer{src: src}
	var last, before guardLexer // the two tokens before the present one
	parens, opened, kept := 0, 0, 0
	var open []byte // brackets
	for l.next(); l.kind != tokEnd && l.kind != tokBad; l.next() {
		open = l.brackets(open)
		switch {
		case len(open) > 0 && open[len(open)-1] == '[' && l.kind == tokName && l.text() == "null":
			copy(body[l.from:l.at], nullWord)
			kept++
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

// brackets follows which brackets are open.
func (l *guardLexer) brackets(open []byte) []byte {
	switch {
	case l.is('(') || l.is('[') || l.is('{'):
		return append(open, l.src[l.from])
	case len(open) > 0 && (l.is(')') || l.is(']') || l.is('}')):
		return open[:len(open)-1]
	}
	return open
}

func blank(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}
