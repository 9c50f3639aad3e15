package exchange

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dossier/graph"
)

// safe keeps a spreadsheet from taking a cell for a formula: what begins with
// one of its signs gets an apostrophe in front (OWASP, CSV injection).
func safe(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// A table writes rows and remembers the first error.
type table struct {
	w     *csv.Writer
	plain bool // cells as they are: for programs, not for spreadsheets
}

func newTable(w io.Writer, plain bool, header ...string) (*table, error) {
	t := &table{csv.NewWriter(w), plain}
	return t, t.w.Write(header)
}

func (t *table) row(cells ...string) error {
	if !t.plain {
		for i, c := range cells {
			cells[i] = safe(c)
		}
	}
	return t.w.Write(cells)
}

func (t *table) end() error {
	t.w.Flush()
	return t.w.Error()
}

// csv writes one table: the relations, the entities or the claims.
func (ex *exporter) csv(ctx context.Context) error {
	sel, err := ex.choose(ctx)
	if err != nil {
		return err
	}
	switch ex.o.Table {
	case "", "relations":
		return ex.relationTable(ctx, sel)
	case "entities":
		return ex.entityTable(ctx, sel)
	case "claims":
		return ex.claimTable(ctx, sel)
	}
	return fmt.Errorf("table %q: there are relations, entities and claims", ex.o.Table)
}

func (ex *exporter) entityTable(ctx context.Context, sel *selection) error {
	t, err := newTable(ex.w, false, "id", "type", "name", "aliases", "description", "external ids", "documents", "claims", "relations", "first seen", "last seen")
	if err != nil {
		return err
	}
	for e, err := range sel.entities(ctx) {
		if err != nil {
			return err
		}
		err = t.row(e.ID.String(), e.Type, e.Name, strings.Join(otherNames(e), "; "), e.Description, strings.Join(idTexts(e), "; "),
			strconv.Itoa(e.Documents), strconv.Itoa(e.Claims), strconv.Itoa(e.Relations), day(e.FirstSeen), day(e.LastSeen))
		if err != nil {
			return err
		}
	}
	return t.end()
}

func idTexts(e *graph.Entity) []string {
	var out []string
	for _, x := range e.ExternalIDs {
		out = append(out, x.Scheme+":"+x.Value)
	}
	return out
}

func (ex *exporter) relationTable(ctx context.Context, sel *selection) error {
	t, err := newTable(ex.w, false, "subject", "subject type", "relation", "object", "object type", "sources", "documents", "claims", "supporting",
		"contradicting", "modality", "first seen", "last seen", "first time", "last time", "score", "quote", "quote source", "subject id", "object id", "id")
	if err != nil {
		return err
	}
	docs := map[graph.DocumentID]*graph.Document{}
	for r, err := range sel.withClaims(ctx, 1) {
		if err != nil {
			return err
		}
		if err := ex.documents(ctx, docs, r.claims); err != nil {
			return err
		}
		quote, source := "", ""
		if len(r.claims) > 0 {
			quote, source = r.claims[0].Evidence.Quote, sourceText(docs[r.claims[0].ID.Document], r.claims[0])
		}
		object, kind, objectID := nameOf(r.object), typeOf(r.object), idText(r.ID.Object)
		if v := r.Value; r.object == nil && v != nil {
			object, kind = v.Text, v.Type
		}
		err = t.row(nameOf(r.subject), typeOf(r.subject), r.ID.Type, object, kind, strconv.Itoa(r.Sources), strconv.Itoa(r.Documents),
			strconv.Itoa(r.Claims), strconv.Itoa(r.Supporting), strconv.Itoa(r.Contradicting), r.Modality.String(), day(r.FirstSeen), day(r.LastSeen),
			day(r.FirstTime), day(r.LastTime), number(r.Score), quote, source, idText(r.ID.Subject), objectID, relationKey(r.ID))
		if err != nil {
			return err
		}
	}
	return t.end()
}

func (ex *exporter) claimTable(ctx context.Context, sel *selection) error {
	t, err := newTable(ex.w, false, "subject", "relation", "predicate", "object", "polarity", "modality", "attributed to", "time", "quote", "source",
		"published", "start", "end", "score", "subject id", "object id", "document id", "claim")
	if err != nil {
		return err
	}
	docs := map[graph.DocumentID]*graph.Document{}
	for r, err := range sel.withClaims(ctx, maxClaims) {
		if err != nil {
			return err
		}
		if err := ex.documents(ctx, docs, r.claims); err != nil {
			return err
		}
		for _, c := range r.claims {
			ex.report.Claims++
			d, by, when, published := docs[c.ID.Document], "", "", ""
			if len(c.Attribution) > 0 {
				by = c.Attribution[0].Text
			}
			if c.Time != nil {
				when = c.Time.Text
			}
			if d != nil {
				published = day(d.Published)
			}
			err = t.row(c.Subject.Text, c.Relation, c.Predicate, c.Object.Text, c.Polarity.String(), c.Modality.String(), by, when, c.Evidence.Quote,
				sourceText(d, c), published, strconv.Itoa(c.Evidence.Start), strconv.Itoa(c.Evidence.End), number(c.Score), idText(r.ID.Subject),
				idText(r.ID.Object), c.ID.Document.String(), c.ID.String())
			if err != nil {
				return err
			}
		}
	}
	return t.end()
}

// sourceText names the place of a claim: an address or a title, and the line
// of a data set.
func sourceText(d *graph.Document, c *graph.Claim) string {
	if d == nil {
		return ""
	}
	s := d.URL
	if s == "" {
		s = d.Title
	}
	if c.Evidence.Line > 0 {
		s += ":" + strconv.Itoa(c.Evidence.Line)
	}
	return s
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// neo4j writes a zip: two tables with the header of neo4j-admin, and how to
// import them. A value that a relation has for an object is a node of its own,
// labelled Value.
func (ex *exporter) neo4j(ctx context.Context) error {
	sel, err := ex.choose(ctx)
	if err != nil {
		return err
	}
	z := zip.NewWriter(ex.w)
	for _, f := range []struct {
		name  string
		write func(context.Context, io.Writer, *selection) error
	}{{"nodes.csv", ex.neo4jNodes}, {"relationships.csv", ex.neo4jRelationships}, {"import.sh", writeNeo4jCommand}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate}) // no time: same graph, same bytes
		if err != nil {
			return err
		}
		if err := f.write(ctx, w, sel); err != nil {
			return err
		}
	}
	return z.Close()
}

func writeNeo4jCommand(_ context.Context, w io.Writer, _ *selection) error {
	_, err := io.WriteString(w, "#!/bin/sh\n# Fills a new database of Neo4j 5 with this graph. Run it where these files are.\n"+
		"neo4j-admin database import full --id-type=string --array-delimiter=';' --multiline-fields=true \\\n"+
		"  --nodes=nodes.csv --relationships=relationships.csv \"${1:-dossier}\"\n")
	return err
}

// listCell joins values for a cell of an array: the delimiter cannot be escaped.
func listCell(values []string) string {
	for i, v := range values {
		values[i] = strings.ReplaceAll(v, ";", ",")
	}
	return strings.Join(values, ";")
}

func (ex *exporter) neo4jNodes(ctx context.Context, w io.Writer, sel *selection) error {
	t, err := newTable(w, true, "id:ID", "name", ":LABEL", "aliases:string[]", "description", "externalIds:string[]", "documents:int", "claims:int", "firstSeen:date", "lastSeen:date")
	if err != nil {
		return err
	}
	row := func(label string, e *graph.Entity) error {
		return t.row(e.ID.String(), e.Name, listCell([]string{label, e.Type}), listCell(otherNames(e)), e.Description, listCell(idTexts(e)),
			strconv.Itoa(e.Documents), strconv.Itoa(e.Claims), day(e.FirstSeen), day(e.LastSeen))
	}
	for e, err := range sel.entities(ctx) {
		if err == nil {
			err = row("Entity", e)
		}
		if err != nil {
			return err
		}
	}
	for v, err := range sel.values(ctx) {
		if err == nil {
			err = row("Value", v)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

func (ex *exporter) neo4jRelationships(ctx context.Context, w io.Writer, sel *selection) error {
	t, err := newTable(w, true, ":START_ID", ":TYPE", ":END_ID", "id", "sources:int", "documents:int", "claims:int", "contradicting:int", "modality",
		"firstTime:date", "lastTime:date", "score:double", "quote", "source")
	if err != nil {
		return err
	}
	docs := map[graph.DocumentID]*graph.Document{}
	for r, err := range sel.withClaims(ctx, 1) {
		if err != nil {
			return err
		}
		if r.target() == nil {
			ex.report.Relations--
			continue
		}
		if err := ex.documents(ctx, docs, r.claims); err != nil {
			return err
		}
		quote, source := "", ""
		if len(r.claims) > 0 {
			quote, source = r.claims[0].Evidence.Quote, sourceText(docs[r.claims[0].ID.Document], r.claims[0])
		}
		err = t.row(idText(r.ID.Subject), r.ID.Type, idText(r.target().ID), relationKey(r.ID), strconv.Itoa(r.Sources), strconv.Itoa(r.Documents),
			strconv.Itoa(r.Claims), strconv.Itoa(r.Contradicting), r.Modality.String(), day(r.FirstTime), day(r.LastTime), number(r.Score), quote, source)
		if err != nil {
			return err
		}
	}
	return t.end()
}
