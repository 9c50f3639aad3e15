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
	in := &rdfReader{things: map[string]*thing{}, roles: map[string]byte{}}
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
		in.ds = ds
		return im.eachLine("storing", maxRow, in.state)
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
	things map[string]*thing // by key of node
	roles  map[string]byte   // predicates that say l(abel), a(lias), t(ype)
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
	t := in.things[id]
	if t == nil {
		t = &thing{}
		in.things[strings.Clone(id)] = t
	}
	value := strings.Clone(shorten(q.object.value))
	switch {
	case role == 't' && t.typ == "":
		t.typ = typeName(iriLast(value))
	case role == 't':
		t.roles = append(t.roles, spaced(iriLast(value)))
	case role == 'l' && t.name == "":
		t.name = value
	default:
		t.names = append(t.names, value)
	}
	return nil
}

// state makes a claim of a statement that is not about names or types, and a
// profile of every node.
func (in *rdfReader) state(l line) error {
	q, ok, err := parseQuad(string(l.text))
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
	e := edge{subject: s, subjectText: in.text(q.subject), relation: relationName(iriLocal(q.predicate.value)), predicate: spaced(iriLast(q.predicate.value)), source: q.graph.value}
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
	if th := in.things[t.nodeID()]; th != nil && th.name != "" {
		return th.name
	}
	if t.kind == blankTerm {
		return ""
	}
	return shorten(iriLast(t.value))
}

func (in *rdfReader) node(t term) (uint32, error) {
	id := t.nodeID()
	if len(id) > maxText {
		return 0, fmt.Errorf("a node's name of %d bytes, at most %d are read", len(id), maxText)
	}
	return in.ds.profile(id, func() thing {
		var th thing
		if known := in.things[id]; known != nil {
			th = *known
		}
		if t.kind == blankTerm {
			th.ids = []graph.ExternalID{{Scheme: "node:" + in.ds.doc.ID.String(), Value: t.value}}
		} else {
			th.ids = []graph.ExternalID{iriID(t.value)}
			th.name = cmp.Or(th.name, shorten(iriLast(t.value)))
		}
		slices.Sort(th.roles)
		th.roles = slices.Compact(th.roles)
		return th
	})
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
