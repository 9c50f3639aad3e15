package exchange

import (
	"bufio"
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"dossier/graph"
)

// xmlText escapes a text; characters that XML 1.0 does not allow become U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}

// A column is an attribute of nodes or edges, declared at the head of a file.
type column[T any] struct {
	id, title, kind string // kind as in GraphML
	value           func(T) string
}

var nodeColumns = []column[*graph.Entity]{
	{"label", "label", "string", func(e *graph.Entity) string { return e.Name }},
	{"type", "type", "string", func(e *graph.Entity) string { return e.Type }},
	{"aliases", "aliases", "string", func(e *graph.Entity) string { return strings.Join(otherNames(e), "; ") }},
	{"description", "description", "string", func(e *graph.Entity) string { return e.Description }},
	{"ids", "external ids", "string", func(e *graph.Entity) string { return strings.Join(idTexts(e), "; ") }},
	{"documents", "documents", "int", func(e *graph.Entity) string { return strconv.Itoa(e.Documents) }},
	{"first", "first seen", "string", func(e *graph.Entity) string { return day(e.FirstSeen) }},
	{"last", "last seen", "string", func(e *graph.Entity) string { return day(e.LastSeen) }},
}

var edgeColumns = []column[evidenced]{
	{"relation", "relation", "string", func(r evidenced) string { return r.ID.Type }},
	{"weight", "weight", "double", func(r evidenced) string { return strconv.Itoa(max(r.Sources, 1)) }},
	{"sources", "sources", "int", func(r evidenced) string { return strconv.Itoa(r.Sources) }},
	{"docs", "documents", "int", func(r evidenced) string { return strconv.Itoa(r.Documents) }},
	{"contradicting", "contradicting claims", "int", func(r evidenced) string { return strconv.Itoa(r.Contradicting) }},
	{"modality", "modality", "string", func(r evidenced) string { return r.Modality.String() }},
	{"start", "first time", "string", func(r evidenced) string { return day(r.FirstTime) }},
	{"end", "last time", "string", func(r evidenced) string { return day(r.LastTime) }},
	{"score", "score", "double", func(r evidenced) string { return number(r.Score) }},
	{"quote", "quote", "string", func(r evidenced) string {
		if len(r.claims) == 0 {
			return ""
		}
		return r.claims[0].Evidence.Quote
	}},
}

// An xmlGraph writes one of the XML formats.
type xmlGraph struct {
	node func(w *bufio.Writer, e *graph.Entity)
	edge func(w *bufio.Writer, r evidenced)
	mid  string // between nodes and edges
	head string
	foot string
}

// write writes nodes, those of values last, then the edges between them.
func (x *xmlGraph) write(ctx context.Context, ex *exporter) error {
	sel, err := ex.choose(ctx)
	if err != nil {
		return err
	}
	ex.w.WriteString(x.head)
	for e, err := range sel.entities(ctx) {
		if err != nil {
			return err
		}
		x.node(ex.w, e)
	}
	for v, err := range sel.values(ctx) {
		if err != nil {
			return err
		}
		x.node(ex.w, v)
	}
	ex.w.WriteString(x.mid)
	for r, err := range sel.withClaims(ctx, 1) {
		if err != nil {
			return err
		}
		if r.subject == nil || r.target() == nil {
			ex.report.Relations--
			continue
		}
		x.edge(ex.w, r)
	}
	_, err = ex.w.WriteString(x.foot)
	return err
}

// graphml writes GraphML 1.0 (graphml.graphdrawing.org).
func (ex *exporter) graphml(ctx context.Context) error {
	var head strings.Builder
	head.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">` + "\n")
	for _, c := range nodeColumns {
		fmt.Fprintf(&head, "<key id=\"n_%s\" for=\"node\" attr.name=\"%s\" attr.type=\"%s\"/>\n", c.id, c.title, c.kind)
	}
	for _, c := range edgeColumns {
		fmt.Fprintf(&head, "<key id=\"e_%s\" for=\"edge\" attr.name=\"%s\" attr.type=\"%s\"/>\n", c.id, c.title, c.kind)
	}
	head.WriteString("<graph id=\"dossier\" edgedefault=\"directed\">\n")
	data := func(w *bufio.Writer, id, value string) {
		if value != "" {
			fmt.Fprintf(w, "<data key=\"%s\">%s</data>", id, xmlText(value))
		}
	}
	x := &xmlGraph{head: head.String(), foot: "</graph>\n</graphml>\n"}
	x.node = func(w *bufio.Writer, e *graph.Entity) {
		fmt.Fprintf(w, "<node id=\"%s\">", e.ID)
		for _, c := range nodeColumns {
			data(w, "n_"+c.id, c.value(e))
		}
		w.WriteString("</node>\n")
	}
	x.edge = func(w *bufio.Writer, r evidenced) {
		fmt.Fprintf(w, "<edge id=\"%s\" source=\"%s\" target=\"%s\">", relationKey(r.ID), r.ID.Subject, r.target().ID)
		for _, c := range edgeColumns {
			data(w, "e_"+c.id, c.value(r))
		}
		w.WriteString("</edge>\n")
	}
	return x.write(ctx, ex)
}

// gexf writes GEXF 1.3 (gexf.net); edges whose event is dated have a time.
func (ex *exporter) gexf(ctx context.Context) error {
	types := map[string]string{"int": "integer", "double": "double", "string": "string"}
	var head strings.Builder
	head.WriteString(xml.Header + `<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">` + "\n" +
		"<meta><creator>Dossier</creator></meta>\n" +
		"<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n<attributes class=\"node\">\n")
	for _, c := range nodeColumns[1:] { // the label is a label
		fmt.Fprintf(&head, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", c.id, c.title, types[c.kind])
	}
	head.WriteString("</attributes>\n<attributes class=\"edge\">\n")
	for _, c := range gexfEdges() {
		fmt.Fprintf(&head, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", c.id, c.title, types[c.kind])
	}
	head.WriteString("</attributes>\n<nodes>\n")
	value := func(w *bufio.Writer, id, v string) {
		if v != "" {
			fmt.Fprintf(w, "<attvalue for=\"%s\" value=\"%s\"/>", id, xmlText(v))
		}
	}
	x := &xmlGraph{head: head.String(), mid: "</nodes>\n<edges>\n", foot: "</edges>\n</graph>\n</gexf>\n"}
	x.node = func(w *bufio.Writer, e *graph.Entity) {
		fmt.Fprintf(w, "<node id=\"%s\" label=\"%s\"><attvalues>", e.ID, xmlText(e.Name))
		for _, c := range nodeColumns[1:] {
			value(w, c.id, c.value(e))
		}
		w.WriteString("</attvalues></node>\n")
	}
	x.edge = func(w *bufio.Writer, r evidenced) {
		fmt.Fprintf(w, "<edge id=\"%s\" source=\"%s\" target=\"%s\" kind=\"%s\" label=\"%s\" weight=\"%d\"", relationKey(r.ID), r.ID.Subject, r.target().ID,
			xmlText(r.ID.Type), xmlText(r.ID.Type), max(r.Sources, 1))
		if s := day(r.FirstTime); s != "" {
			fmt.Fprintf(w, " start=\"%s\"", s)
		}
		if s := r.end(); s != "" {
			fmt.Fprintf(w, " end=\"%s\"", s)
		}
		w.WriteString("><attvalues>")
		for _, c := range gexfEdges() {
			value(w, c.id, c.value(r))
		}
		w.WriteString("</attvalues></edge>\n")
	}
	return x.write(ctx, ex)
}

// gexfEdges leaves out what GEXF says in other ways: kind, weight, start, end.
func gexfEdges() []column[evidenced] {
	var out []column[evidenced]
	for _, c := range edgeColumns {
		if c.id != "relation" && c.id != "weight" && c.id != "start" && c.id != "end" {
			out = append(out, c)
		}
	}
	return out
}
