package api

import "fmt"

// guard refuses documents that would cost the parser, the validator or the
// executor more than a request may. It runs before all of them, in one pass
// over the bytes and one over the fragments, in time linear in the document.
//
// A fragment's fields count as often as it is spread, so that a small document
// cannot unfold into a large one.
func guard(doc string) *Error {
	if len(doc) > maxBytes {
		return limitError("the document has %d bytes, at most %d are allowed", len(doc), maxBytes)
	}
	g := guardScan{lex: guardLexer{src: doc}, frags: map[string]int{}}
	if err := g.scan(); err != nil {
		return err
	}
	return g.expand()
}

// A guardDef sums up one operation or fragment.
type guardDef struct {
	fields, aliases, depth int
	spreads                []guardSpread
	state                  uint8 // of expand: 0 not seen, 1 being expanded, 2 done
}

// A guardSpread is a fragment spread with the selection depth it stands at.
type guardSpread struct {
	name  string
	depth int
}

type guardScan struct {
	lex        guardLexer
	tokens     int
	directives int
	variables  int
	stack      []byte // open brackets; 's' for a selection set's brace
	defs       []guardDef
	frags      map[string]int // name → index in defs
}

// scan reads the document and fills defs.
func (g *guardScan) scan() *Error {
	for {
		if err := g.advance(); err != nil {
			return err
		}
		switch {
		case g.lex.kind == tokEnd:
			if len(g.stack) > 0 {
				return g.syntax("a bracket is not closed")
			}
			return nil
		case len(g.stack) == 0:
			if err := g.definition(); err != nil {
				return err
			}
		case g.stack[len(g.stack)-1] == 's':
			if err := g.selection(); err != nil {
				return err
			}
		default:
			if err := g.bracket(false); err != nil {
				return err
			}
		}
	}
}

// advance reads a token and counts it.
func (g *guardScan) advance() *Error {
	g.lex.next()
	if g.lex.kind == tokBad {
		return g.syntax("a character or string cannot be read")
	}
	if g.lex.kind == tokName && len(g.lex.text()) > maxName {
		return limitError("a name has %d bytes, at most %d are allowed", len(g.lex.text()), maxName)
	}
	if g.lex.kind == tokValue && len(g.lex.text()) > maxString {
		return limitError("a string has %d bytes, at most %d are allowed; give it as a variable", len(g.lex.text()), maxString)
	}
	if g.tokens++; g.tokens > maxTokens {
		return limitError("the document has more than %d tokens", maxTokens)
	}
	if g.lex.is('@') {
		if g.directives++; g.directives > maxDirectives {
			return limitError("the document has more than %d directives", maxDirectives)
		}
	}
	return nil
}

// definition handles a token outside all brackets: the head of an operation or
// fragment up to the brace of its selection set.
func (g *guardScan) definition() *Error {
	switch {
	case g.lex.is('{'):
		if len(g.defs) == 0 || g.defs[len(g.defs)-1].depth > 0 {
			g.defs = append(g.defs, guardDef{})
		}
		return g.bracket(true)
	case g.lex.kind == tokName && g.lex.text() == "fragment" && g.headDone():
		if err := g.advance(); err != nil {
			return err
		}
		if g.lex.kind != tokName {
			return g.syntax("a fragment has no name")
		}
		if _, twice := g.frags[g.lex.text()]; twice {
			return newError(codeValidation, fmt.Sprintf("there is more than one fragment named %q", g.lex.text()))
		}
		g.frags[g.lex.text()] = len(g.defs)
		g.defs = append(g.defs, guardDef{})
		return nil
	case g.lex.kind == tokName && g.headDone():
		g.defs = append(g.defs, guardDef{})
		return nil
	}
	return g.bracket(false)
}

// headDone reports whether the next name begins a new definition.
func (g *guardScan) headDone() bool {
	return len(g.defs) == 0 || g.defs[len(g.defs)-1].depth > 0
}

// selection handles a token directly inside a selection set. Aliases, field
// names, spreads and inline fragments are told apart by the token before.
func (g *guardScan) selection() *Error {
	def := &g.defs[len(g.defs)-1]
	switch {
	case g.lex.kind == tokSpread:
		return g.spread(def)
	case g.lex.kind == tokName:
		def.fields++
		return g.afterField(def)
	}
	return g.bracket(g.lex.is('{'))
}

// afterField looks whether the name just read was an alias.
func (g *guardScan) afterField(def *guardDef) *Error {
	ahead := g.lex
	if ahead.next(); !ahead.is(':') {
		return nil
	}
	def.aliases++
	if err := g.advance(); err != nil { // the colon
		return err
	}
	if err := g.advance(); err != nil { // the field's name
		return err
	}
	if g.lex.kind != tokName {
		return g.syntax("an alias has no field")
	}
	return nil
}

// spread handles what follows "...": a fragment's name, "on Type", a directive
// or a selection set.
func (g *guardScan) spread(def *guardDef) *Error {
	ahead := g.lex
	if ahead.next(); ahead.kind != tokName {
		return nil // "... {" or "... @include": their tokens come next
	}
	if err := g.advance(); err != nil {
		return err
	}
	if g.lex.text() != "on" {
		def.spreads = append(def.spreads, guardSpread{g.lex.text(), g.selectionDepth()})
		return nil
	}
	if err := g.advance(); err != nil {
		return err
	}
	if g.lex.kind != tokName {
		return g.syntax("an inline fragment has no type")
	}
	return nil
}

// bracket opens and closes brackets; selection says that a brace opens a
// selection set. A name behind "@" is a directive, not a field.
func (g *guardScan) bracket(selection bool) *Error {
	if g.lex.kind == tokPunct {
		switch c := g.lex.src[g.lex.from]; c {
		case '{', '(', '[':
			if selection {
				c = 's'
			}
			return g.open(c)
		case '}', ')', ']':
			return g.close(c)
		case '@':
			if err := g.advance(); err != nil {
				return err
			}
			if g.lex.kind != tokName {
				return g.syntax("a directive has no name")
			}
		case '$':
			if len(g.stack) == 1 && len(g.defs) > 0 && g.headOpen() {
				g.variables++
				if g.variables > maxVariables {
					return limitError("the document defines more than %d variables", maxVariables)
				}
			}
		}
	}
	return nil
}

// headOpen reports whether the current definition has no selection set yet.
func (g *guardScan) headOpen() bool { return g.defs[len(g.defs)-1].depth == 0 }

func (g *guardScan) open(c byte) *Error {
	if len(g.stack) >= maxBrackets {
		return limitError("more than %d brackets are open at once", maxBrackets)
	}
	g.stack = append(g.stack, c)
	if c != 's' {
		return nil
	}
	def := &g.defs[len(g.defs)-1]
	def.depth = max(def.depth, g.selectionDepth())
	return nil
}

func (g *guardScan) close(c byte) *Error {
	if len(g.stack) == 0 {
		return g.syntax("a bracket closes that was not opened")
	}
	top := g.stack[len(g.stack)-1]
	g.stack = g.stack[:len(g.stack)-1]
	if top == 's' {
		top = '{'
	}
	if top == '{' && c != '}' || top == '(' && c != ')' || top == '[' && c != ']' {
		return g.syntax("brackets do not match")
	}
	return nil
}

// selectionDepth is how many selection sets are open. Selection sets never
// stand inside other brackets, so that all open brackets at such a place are
// selection sets.
func (g *guardScan) selectionDepth() int { return len(g.stack) }

func (g *guardScan) syntax(what string) *Error {
	e := newError(codeParse, "syntax error: "+what)
	e.Locations = []Location{locate(g.lex.src, g.lex.from)}
	return e
}

// expand adds to every definition what its fragments bring, refuses cycles,
// and checks the sums of each.
func (g *guardScan) expand() *Error {
	for i := range g.defs {
		if err := g.expandDef(i, 0); err != nil {
			return err
		}
		d := &g.defs[i]
		switch {
		case d.fields > maxFields:
			return limitError("the document selects more than %d fields", maxFields)
		case d.depth > maxDepth:
			return limitError("selections are nested %d deep, at most %d are allowed", d.depth, maxDepth)
		case d.aliases > maxAliases:
			return limitError("the document has more than %d aliases", maxAliases)
		}
	}
	return nil
}

// expandDef recurses along a chain of fragments, at most maxBrackets long.
func (g *guardScan) expandDef(i, chain int) *Error {
	d := &g.defs[i]
	switch {
	case d.state == 2:
		return nil
	case d.state == 1:
		return newError(codeLimit, "fragments spread each other in a cycle")
	case chain > maxBrackets:
		return limitError("fragments are nested more than %d deep", maxBrackets)
	}
	d.state = 1
	for _, s := range d.spreads {
		j, ok := g.frags[s.name]
		if !ok {
			continue // validation names the missing fragment
		}
		if err := g.expandDef(j, chain+1); err != nil {
			return err
		}
		f := &g.defs[j]
		d.fields = min(d.fields+f.fields, maxFields+1)
		d.aliases = min(d.aliases+f.aliases, maxAliases+1)
		d.depth = max(d.depth, s.depth-1+f.depth)
	}
	d.state = 2
	return nil
}

func limitError(format string, args ...any) *Error {
	return newError(codeLimit, fmt.Sprintf(format, args...))
}
