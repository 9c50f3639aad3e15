package api

// tokKind tells the guard's tokens apart, as far as it needs to.
type tokKind uint8

const (
	tokEnd tokKind = iota
	tokName
	tokSpread // ...
	tokPunct  // one of ! $ & ( ) : = @ [ ] { | }
	tokValue  // number, string or block string
	tokBad
)

// A guardLexer reads a GraphQL document once, left to right, without
// recursion and without allocating. It accepts at least what the parser
// accepts; what it cannot read is refused before the parser sees it.
type guardLexer struct {
	src  string
	at   int
	kind tokKind
	from int // the token is src[from:at]
}

// text of the current token.
func (l *guardLexer) text() string { return l.src[l.from:l.at] }

// is reports whether the current token is that punctuator.
func (l *guardLexer) is(c byte) bool { return l.kind == tokPunct && l.src[l.from] == c }

// next moves to the next token.
func (l *guardLexer) next() {
	l.skipIgnored()
	l.from = l.at
	if l.at >= len(l.src) {
		l.kind = tokEnd
		return
	}
	c := l.src[l.at]
	switch {
	case isNameStart(c):
		for l.at < len(l.src) && isNamePart(l.src[l.at]) {
			l.at++
		}
		l.kind = tokName
	case c == '"':
		l.readString()
	case c >= '0' && c <= '9' || c == '-':
		l.at++
		for l.at < len(l.src) && isNumberPart(l.src[l.at]) {
			l.at++
		}
		l.kind = tokValue
	case c == '.':
		if l.at+3 <= len(l.src) && l.src[l.at:l.at+3] == "..." {
			l.at += 3
			l.kind = tokSpread
			return
		}
		l.kind = tokBad
	case isPunct(c):
		l.at++
		l.kind = tokPunct
	default:
		l.kind = tokBad
	}
}

func (l *guardLexer) skipIgnored() {
	for l.at < len(l.src) {
		switch c := l.src[l.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',':
			l.at++
		case c == 0xEF && l.at+3 <= len(l.src) && l.src[l.at:l.at+3] == "\ufeff":
			l.at += 3
		case c == '#':
			for l.at < len(l.src) && l.src[l.at] != '\n' && l.src[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

func (l *guardLexer) readString() {
	if l.at+3 <= len(l.src) && l.src[l.at:l.at+3] == `"""` {
		l.readBlockString()
		return
	}
	for l.at++; l.at < len(l.src); l.at++ {
		switch l.src[l.at] {
		case '"':
			l.at++
			l.kind = tokValue
			return
		case '\n', '\r':
			l.kind = tokBad
			return
		case '\\':
			l.at++
		}
	}
	l.at = len(l.src)
	l.kind = tokBad
}

func (l *guardLexer) readBlockString() {
	for l.at += 3; l.at < len(l.src); l.at++ {
		switch {
		case l.src[l.at] == '\\' && l.at+4 <= len(l.src) && l.src[l.at:l.at+4] == `\"""`:
			l.at += 3
		case l.src[l.at] == '"' && l.at+3 <= len(l.src) && l.src[l.at:l.at+3] == `"""`:
			l.at += 3
			l.kind = tokValue
			return
		}
	}
	l.kind = tokBad
}

func isNameStart(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isNamePart(c byte) bool { return isNameStart(c) || c >= '0' && c <= '9' }

func isNumberPart(c byte) bool {
	return c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-'
}

func isPunct(c byte) bool {
	switch c {
	case '!', '$', '&', '(', ')', ':', '=', '@', '[', ']', '{', '|', '}':
		return true
	}
	return false
}
