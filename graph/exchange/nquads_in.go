package exchange

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dossier/graph"
)

const (
	rdfType   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	rdfsLabel = "http://www.w3.org/2000/01/rdf-schema#label"
	skosAlt   = "http://www.w3.org/2004/02/skos/core#altLabel"
	xsd       = "http://www.w3.org/2001/XMLSchema#"
)

// nquads imports RDF. A first reading gathers names and types, which may stand
// anywhere; a second makes a claim of every other statement.
func (im *importer) nquads(ctx context.Context) error {
	in := &rdfReader{things: map[string]rdfThing{}, types: map[string]string{}, said: map[string]rdfPredicate{}, roles: map[string]byte{}}
	for i, ps := range [][]string{orDefault(im.o.Label, rdfsLabel), orDefault(im.o.Alias, skosAlt), orDefault(im.o.Type, rdfType)} {
		for _, p := range ps {
			in.roles[strings.Trim(p, "<>")] = "lat"[i]
		}
	}
	choices := fmt.Sprintf("%q %q %q", im.o.Label, im.o.Alias, im.o.Type)
	ds, done, err := im.openDataset(ctx, "nquads", choices, in.gather)
	if err != nil || done {
		return err
	}
	return ds.fill(func() error {
		if in.ds = ds; in.things == nil { // read again, after a bulk load that came too late
			in.things = map[string]rdfThing{}
			if _, _, err := im.openDataset(ctx, "nquads", choices, in.gather); err != nil {
				return err
			}
		}
		err := im.eachLine("storing", maxRow, in.state)
		in.things = nil // the rest of a bulk load needs the room
		return err
	})
}

func orDefault(list []string, value string) []string {
	if len(list) == 0 {
		return []string{value}
	}
	return list
}

type rdfReader struct {
	ds     *dataset
	things map[string]rdfThing // by key of node
	types  map[string]string   // by IRI
	said   map[string]rdfPredicate
	roles  map[string]byte // predicates that say l(abel), a(lias), t(ype)
}

// An rdfThing is what the file says of a node, and little more: there are as
// many as nodes.
type rdfThing struct {
	typ, name string
	more      *thing // further names and types
	profile   uint32 // its number plus one
	english   bool   // the name
}

// An rdfPredicate is what a predicate is called here.
type rdfPredicate struct{ relation, words string }

// maxPredicates bounds how many are remembered.
const maxPredicates = 10_000

func (in *rdfReader) predicate(iri string) rdfPredicate {
	p, ok := in.said[iri]
	if !ok {
		p = rdfPredicate{relationName(iriLocal(iri)), spaced(iriLast(iri))}
		if label := in.labelOf(iri); relationName(label) != "" { // P69 says less than "educated at"
			p = rdfPredicate{relationName(label), strings.ToLower(label)}
		}
		if len(in.said) < maxPredicates {
			in.said[strings.Clone(iri)] = p
		}
	}
	return p
}

// labelOf is what the file calls a predicate. Wikidata names it at the item of
// the property.
func (in *rdfReader) labelOf(iri string) string {
	if t := in.things[iri]; t.name != "" {
		return t.name
	}
	if id, ok := strings.CutPrefix(iri, "http://www.wikidata.org/prop/direct/"); ok {
		return in.things["http://www.wikidata.org/entity/"+id].name
	}
	return ""
}

func (t *rdfThing) further() *thing {
	if t.more == nil {
		t.more = &thing{}
	}
	return t.more
}

// nodeID is what tells nodes apart within a file.
func (t term) nodeID() string {
	if t.kind == blankTerm {
		return "_:" + t.value
	}
	return t.value
}

// gather notes names and types. Bad lines are told of by state.
func (in *rdfReader) gather(l line) error {
	q, ok, err := parseQuad(string(l.text))
	if err != nil || !ok {
		return nil
	}
	role := in.roles[q.predicate.value]
	if role == 0 || role != 't' && q.object.kind != literalTerm {
		return nil
	}
	id := q.subject.nodeID()
	t, ok := in.things[id]
	if !ok {
		id = strings.Clone(id)
	}
	value := shorten(q.object.value)
	switch {
	case role == 't' && t.typ == "":
		t.typ = in.typeName(value)
	case role == 't':
		t.further().roles = append(t.more.roles, spaced(iriLast(value)))
	case role == 'l' && t.name == "":
		t.name, t.english = strings.Clone(value), isEnglish(q.object.language)
	case role == 'l' && !t.english && isEnglish(q.object.language):
		t.further().names = append(t.more.names, t.name)
		t.name, t.english = strings.Clone(value), true
	default:
		t.further().names = append(t.more.names, strings.Clone(value))
	}
	in.things[id] = t
	return nil
}

// isEnglish reports whether a language tag, as in RFC 5646, is of English. Of
// labels in many languages the English one names a thing, the first one else.
func isEnglish(tag string) bool {
	language, _, _ := strings.Cut(tag, "-")
	return strings.EqualFold(language, "en")
}

// typeName is the entity type that an IRI stands for, as one string for all
// that have it.
func (in *rdfReader) typeName(iri string) string {
	name, ok := in.types[iri]
	if !ok {
		name = typeName(iriLast(iri))
		in.types[strings.Clone(iri)] = name
	}
	return name
}

// state makes a claim of a statement that is not about names or types, and a
// profile of every node.
func (in *rdfReader) state(l line) error {
	row := string(l.text)
	q, ok, err := parseQuad(row)
	if err != nil || !ok {
		return err
	}
	s, err := in.node(q.subject)
	if err != nil {
		return err
	}
	if role := in.roles[q.predicate.value]; role == 't' || role != 0 && q.object.kind == literalTerm {
		return nil
	}
	p := in.predicate(q.predicate.value)
	e := edge{subject: s, subjectText: in.text(q.subject), relation: p.relation, predicate: p.words, source: q.graph.value, row: row}
	if e.relation == "" {
		return fmt.Errorf("predicate <%s> leaves no name for a relation", q.predicate.value)
	}
	if q.object.kind == literalTerm {
		e.value = literalValue(q.object)
		return in.ds.claim(e, l)
	}
	if e.object, err = in.node(q.object); err != nil {
		return err
	}
	e.objectText = in.text(q.object)
	return in.ds.claim(e, l)
}

func (in *rdfReader) text(t term) string {
	if th := in.things[t.nodeID()]; th.name != "" {
		return th.name
	}
	if t.kind == blankTerm {
		return ""
	}
	return iriName(t.value)
}

func (in *rdfReader) node(t term) (uint32, error) {
	id := t.nodeID()
	if len(id) > maxText {
		return 0, fmt.Errorf("a node's name of %d bytes, at most %d are read", len(id), maxText)
	}
	th, ok := in.things[id]
	if th.profile > 0 {
		return th.profile - 1, nil
	}
	n, err := in.ds.newProfile(id, func() thing { return in.thing(t, &th) })
	if err != nil {
		return 0, err
	}
	if th.profile, th.more = n+1, nil; !ok {
		id = strings.Clone(id)
	}
	in.things[id] = th
	return n, nil
}

// thing is what the file says of a node.
func (in *rdfReader) thing(t term, known *rdfThing) thing {
	th := thing{typ: known.typ, name: known.name}
	if m := known.more; m != nil {
		th.names, th.roles = m.names, m.roles
	}
	if t.kind == blankTerm {
		th.ids = []graph.ExternalID{{Scheme: "node:" + in.ds.doc.ID.String(), Value: t.value}}
	} else {
		th.ids = []graph.ExternalID{iriID(t.value)}
		th.name = cmp.Or(th.name, iriName(t.value))
	}
	slices.Sort(th.roles)
	th.roles = slices.Compact(th.roles)
	return th
}

// literalValue reads a literal by its datatype.
func literalValue(t term) *graph.Value {
	v := &graph.Value{Type: "text", Text: t.value, Unit: ""}
	switch strings.TrimPrefix(t.datatype, xsd) {
	case "integer", "int", "long", "short", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "byte", "unsignedInt", "unsignedLong":
		if n, err := strconv.ParseFloat(t.value, 64); err == nil && n-n == 0 {
			v.Type, v.Number = "number", n
		}
	case "date", "dateTime", "gYear", "gYearMonth":
		if start, _, _, ok := parseDay(t.value); ok {
			v.Type, v.Date = "date", start
		}
	}
	return v
}
