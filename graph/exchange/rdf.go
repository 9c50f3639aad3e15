package exchange

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A term of RDF. Of an IRI, value is the IRI; of a blank node its label.
type term struct {
	kind     termKind
	value    string
	language string
	datatype string
}

type termKind uint8

const (
	noTerm termKind = iota
	iriTerm
	blankTerm
	literalTerm
)

// A quad of RDF; graph may be noTerm.
type quad struct{ subject, predicate, object, graph term }

// parseQuad reads a line of N-Quads or N-Triples (W3C, 2014). Unlike there,
// an IRI may be relative: public dumps have such. ok is false for a line that
// is empty or a comment.
func parseQuad(text string) (q quad, ok bool, err error) {
	p := quadParser{rest: text}
	p.space()
	if p.rest == "" || p.rest[0] == '#' {
		return q, false, nil
	}
	for _, part := range []struct {
		to      *term
		name    string
		allowed [4]bool
	}{
		{&q.subject, "subject", [4]bool{iriTerm: true, blankTerm: true}},
		{&q.predicate, "predicate", [4]bool{iriTerm: true}},
		{&q.object, "object", [4]bool{iriTerm: true, blankTerm: true, literalTerm: true}},
	} {
		if *part.to, err = p.term(); err != nil {
			return q, false, fmt.Errorf("%s: %w", part.name, err)
		}
		if !part.allowed[part.to.kind] {
			return q, false, fmt.Errorf("%s: not a term that may stand there", part.name)
		}
	}
	if p.rest != "" && p.rest[0] != '.' {
		if q.graph, err = p.term(); err != nil {
			return q, false, fmt.Errorf("graph: %w", err)
		}
		if q.graph.kind == literalTerm {
			return q, false, errors.New("graph: a literal")
		}
	}
	if p.rest == "" || p.rest[0] != '.' {
		return q, false, errors.New("no full stop at the end")
	}
	p.rest = p.rest[1:]
	p.space()
	if p.rest != "" && p.rest[0] != '#' {
		return q, false, fmt.Errorf("text after the full stop: %.20q", p.rest)
	}
	return q, true, nil
}

type quadParser struct{ rest string }

func (p *quadParser) space() { p.rest = strings.TrimLeft(p.rest, " \t") }

func (p *quadParser) term() (t term, err error) {
	defer p.space()
	switch {
	case strings.HasPrefix(p.rest, "<"):
		t.kind = iriTerm
		t.value, err = p.iri()
	case strings.HasPrefix(p.rest, "_:"):
		t.kind = blankTerm
		t.value, err = p.label()
	case strings.HasPrefix(p.rest, `"`):
		return p.literal()
	default:
		err = fmt.Errorf("neither IRI, blank node nor literal: %.20q", p.rest)
	}
	return t, err
}

func (p *quadParser) iri() (string, error) {
	end := strings.IndexByte(p.rest, '>')
	if end < 0 {
		return "", errors.New("an IRI without end")
	}
	raw := p.rest[1:end]
	p.rest = p.rest[end+1:]
	if raw == "" || strings.ContainsAny(raw, " \t<\"{}|^`") {
		return "", fmt.Errorf("IRI %.60q holds what it must not", raw)
	}
	return unescape(raw, false)
}

func (p *quadParser) label() (string, error) {
	end := strings.IndexAny(p.rest, " \t<\"")
	if end < 0 {
		end = len(p.rest)
	}
	l := strings.TrimRight(p.rest[2:end], ".") // a full stop may follow at once
	if l == "" || l[0] == '-' {
		return "", fmt.Errorf("blank node %.20q has no label", p.rest[:end])
	}
	p.rest = p.rest[2+len(l):]
	return l, nil
}

func (p *quadParser) literal() (t term, err error) {
	end := 1
	for {
		i := strings.IndexAny(p.rest[end:], `"\`)
		if i < 0 || p.rest[end+i] == '\\' && end+i+1 >= len(p.rest) {
			return t, errors.New("a literal without end")
		}
		if end += i; p.rest[end] == '"' {
			break
		}
		end += 2
	}
	t.kind = literalTerm
	if t.value, err = unescape(p.rest[1:end], true); err != nil {
		return t, err
	}
	p.rest = p.rest[end+1:]
	switch {
	case strings.HasPrefix(p.rest, "^^<"):
		p.rest = p.rest[2:]
		t.datatype, err = p.iri()
	case strings.HasPrefix(p.rest, "@"):
		n := strings.IndexAny(p.rest, " \t.<_")
		if n < 0 {
			n = len(p.rest)
		}
		t.language, p.rest = p.rest[1:n], p.rest[n:]
		if t.language == "" {
			err = errors.New("a language tag without letters")
		}
	}
	return t, err
}

// unescape resolves \uXXXX and \UXXXXXXXX, and in literals the short escapes.
func unescape(s string, short bool) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			b.WriteString(s)
			return b.String(), nil
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		if s == "" {
			return "", errors.New("a backslash at the end")
		}
		c := s[0]
		s = s[1:]
		if j := strings.IndexByte(`tbnrf"'\`, c); short && j >= 0 {
			b.WriteByte("\t\b\n\r\f\"'\\"[j])
			continue
		}
		digits := map[byte]int{'u': 4, 'U': 8}[c]
		if digits == 0 || len(s) < digits {
			return "", fmt.Errorf("escape \\%c is none", c)
		}
		n, err := strconv.ParseUint(s[:digits], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) || n > utf8.MaxRune || n == 0 {
			return "", fmt.Errorf("escape \\%c%s is no character", c, s[:digits])
		}
		b.WriteRune(rune(n))
		s = s[digits:]
	}
}
