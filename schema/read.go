package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A word is a scalar and the line it stands on.
type word struct {
	s    string
	line int
}

type rawEntity struct {
	name, label, plural, doc, parent, family word
	also, heads, affix                       []word
	file                                     string
	line                                     int
}

type rawRelation struct {
	name, label, inverse, doc, parent, opposite word
	domain, rang, cues                          []word
	symmetric, functional, lasting              bool
	file                                        string
	line                                        int
}

type rawFact struct {
	id, typ, name, part, capital, gender, doc word
	aliases, weak, demonyms, titles           []word
	file                                      string
	line                                      int
}

// rawCues are cues that a file adds to a relation type of another file.
type rawCues struct {
	relation word
	cues     []word
	file     string
}

// A builder collects what the files say, then checks it.
type builder struct {
	order     map[string]int // file → place, for sorting faults
	entities  []rawEntity
	relations []rawRelation
	cues      []rawCues
	facts     []rawFact
	faults    Faults
}

func (b *builder) fault(file string, line int, format string, args ...any) {
	b.faults = append(b.faults, Fault{file, line, fmt.Sprintf(format, args...)})
}

// A reader walks the nodes of one file.
type reader struct {
	*builder
	file string
}

func (b *builder) read(f source) {
	r := &reader{b, f.shown}
	defer func() {
		if x := recover(); x != nil { // a bug of the YAML parser must not take the program down
			r.fault(r.file, 0, "not YAML: %v", x)
		}
	}()
	tree, err := parser.ParseBytes(f.data, 0)
	if err != nil {
		line, text := 0, err.Error()
		if y := yaml.Error(nil); errors.As(err, &y) && y.GetToken() != nil && y.GetToken().Position != nil {
			line, text = y.GetToken().Position.Line, y.GetMessage()
		}
		r.fault(r.file, line, "not YAML: %s", text)
		return
	}
	for _, doc := range tree.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.NullType || doc.Body.Type() == ast.CommentType {
			continue
		}
		r.object(doc.Body, "an ontology file", fields{
			"entities":  func(n ast.Node) { r.each(n, r.entity) },
			"relations": func(n ast.Node) { r.each(n, r.relation) },
			"facts":     func(n ast.Node) { r.each(n, r.fact) },
			"cues":      r.moreCues,
			"replace":   r.replace,
		})
	}
}

type fields map[string]func(ast.Node)

// object calls the field's function for every key of a mapping.
func (r *reader) object(n ast.Node, what string, fs fields) {
	var pairs []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		r.fault(r.file, line(n), "%s is a mapping of fields, found %s", what, kind(n))
		return
	}
	for _, p := range pairs {
		key := p.Key.GetToken().Value
		if set, ok := fs[key]; ok {
			set(p.Value)
			continue
		}
		known := make([]string, 0, len(fs))
		for k := range fs {
			known = append(known, k)
		}
		slices.Sort(known)
		r.fault(r.file, line(p.Key), "unknown field %q of %s; known: %s", key, what, strings.Join(known, ", "))
	}
}

func (r *reader) each(n ast.Node, read func(ast.Node)) {
	switch s := n.(type) {
	case *ast.SequenceNode:
		for _, v := range s.Values {
			read(v)
		}
	case *ast.NullNode, nil:
	default:
		r.fault(r.file, line(n), "found %s where a list belongs", kind(n))
	}
}

func (r *reader) entity(n ast.Node) {
	e := rawEntity{file: r.file, line: line(n)}
	r.object(n, "an entity type", fields{
		"name": r.word(&e.name), "label": r.word(&e.label), "plural": r.word(&e.plural), "doc": r.word(&e.doc),
		"parent": r.word(&e.parent), "family": r.word(&e.family),
		"also": r.words(&e.also), "heads": r.words(&e.heads), "affix": r.words(&e.affix),
	})
	r.entities = append(r.entities, e)
}

func (r *reader) relation(n ast.Node) {
	t := rawRelation{file: r.file, line: line(n)}
	r.object(n, "a relation type", fields{
		"name": r.word(&t.name), "label": r.word(&t.label), "inverse": r.word(&t.inverse), "doc": r.word(&t.doc),
		"parent": r.word(&t.parent), "opposite": r.word(&t.opposite),
		"domain": r.words(&t.domain), "range": r.words(&t.rang), "cues": r.words(&t.cues),
		"symmetric": r.flag(&t.symmetric), "functional": r.flag(&t.functional), "lasting": r.flag(&t.lasting),
	})
	r.relations = append(r.relations, t)
}

func (r *reader) fact(n ast.Node) {
	f := rawFact{file: r.file, line: line(n)}
	r.object(n, "a fact", fields{
		"id": r.word(&f.id), "type": r.word(&f.typ), "name": r.word(&f.name), "doc": r.word(&f.doc),
		"part": r.word(&f.part), "capital": r.word(&f.capital), "gender": r.word(&f.gender),
		"aliases": r.words(&f.aliases), "weak": r.words(&f.weak),
		"demonyms": r.words(&f.demonyms), "titles": r.words(&f.titles),
	})
	r.facts = append(r.facts, f)
}

// moreCues reads "cues: {acquires: [S snap up O]}".
func (r *reader) moreCues(n ast.Node) {
	var pairs []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		r.fault(r.file, line(n), "cues is a mapping from relation type to list of cues, found %s", kind(n))
	}
	for _, p := range pairs {
		c := rawCues{relation: word{p.Key.GetToken().Value, line(p.Key)}, file: r.file}
		r.words(&c.cues)(p.Value)
		r.cues = append(r.cues, c)
	}
}

// replace drops what the built-in files said before this one.
func (r *reader) replace(n ast.Node) {
	var what []word
	r.words(&what)(n)
	builtin := func(file string) bool { return strings.HasPrefix(file, "builtin:") }
	for _, w := range what {
		switch w.s {
		case "entities":
			r.entities = slices.DeleteFunc(r.entities, func(e rawEntity) bool { return builtin(e.file) })
		case "relations":
			r.relations = slices.DeleteFunc(r.relations, func(t rawRelation) bool { return builtin(t.file) })
			r.cues = slices.DeleteFunc(r.cues, func(c rawCues) bool { return builtin(c.file) })
		case "facts":
			r.facts = slices.DeleteFunc(r.facts, func(f rawFact) bool { return builtin(f.file) })
		default:
			r.fault(r.file, w.line, "replace knows entities, relations and facts, not %q", w.s)
		}
	}
}

func (r *reader) word(to *word) func(ast.Node) {
	return func(n ast.Node) {
		if w, ok := r.scalar(n); ok {
			*to = w
		}
	}
}

func (r *reader) words(to *[]word) func(ast.Node) {
	return func(n ast.Node) {
		r.each(n, func(v ast.Node) {
			if w, ok := r.scalar(v); ok {
				*to = append(*to, w)
			}
		})
	}
}

func (r *reader) flag(to *bool) func(ast.Node) {
	return func(n ast.Node) {
		if b, ok := n.(*ast.BoolNode); ok {
			*to = b.Value
			return
		}
		r.fault(r.file, line(n), "found %s where true or false belongs", kind(n))
	}
}

// scalar takes numbers and booleans as the words they are written with: 1789
// and yes can be names.
func (r *reader) scalar(n ast.Node) (word, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return r.clean(v.Value, line(n))
	case *ast.LiteralNode:
		return r.clean(strings.TrimSpace(v.Value.Value), line(n))
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return r.clean(n.GetToken().Value, line(n))
	}
	r.fault(r.file, line(n), "found %s where a word belongs", kind(n))
	return word{}, false
}

func (r *reader) clean(s string, line int) (word, bool) {
	if s == "" || s != strings.TrimSpace(s) || strings.ContainsAny(s, "\n\t") {
		r.fault(r.file, line, "%q is empty or has white space at its ends or line breaks in it", s)
		return word{}, false
	}
	return word{s, line}, true
}

func line(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		return line(m.Values[0].Key)
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		return line(m.Key)
	}
	return n.GetToken().Position.Line
}

func kind(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		return "an anchor, alias or tag"
	}
	return fmt.Sprintf("%q", n.GetToken().Value)
}
