package exchange

import (
	"bufio"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/graph"
)

// Names of RDF that are written.
const (
	owlSame     = "http://www.w3.org/2002/07/owl#sameAs"
	prov        = "http://www.w3.org/ns/prov#"
	oa          = "http://www.w3.org/ns/oa#"
	dcterms     = "http://purl.org/dc/terms/"
	schemaOrg   = "https://schema.org/"
	dossierType = "urn:dossier:type:"
	dossierRel  = "urn:dossier:relation:"
	dossierDeny = "urn:dossier:denied:" // a denied claim must not read as the relation
	dossierTerm = "urn:dossier:term:"
	schemaThing = schemaOrg + "Thing"
)

// A quadWriter writes canonical N-Quads.
type quadWriter struct{ w *bufio.Writer }

func (q quadWriter) iri(s string) {
	q.w.WriteByte('<')
	for _, r := range s {
		if r <= 0x20 || strings.ContainsRune("<>\"{}|^`\\", r) {
			fmt.Fprintf(q.w, "\\u%04X", r)
		} else {
			q.w.WriteRune(r)
		}
	}
	q.w.WriteByte('>')
}

func (q quadWriter) node(s string) {
	if strings.HasPrefix(s, "_:") {
		q.w.WriteString(s)
	} else {
		q.iri(s)
	}
}

var literalEscapes = strings.NewReplacer("\\", `\\`, "\"", `\"`, "\n", `\n`, "\r", `\r`)

func (q quadWriter) end(g string) {
	if g != "" {
		q.w.WriteByte(' ')
		q.node(g)
	}
	q.w.WriteString(" .\n")
}

// link writes a statement with a node as object; g may be "".
func (q quadWriter) link(s, p, o, g string) {
	if o == "" {
		return
	}
	q.node(s)
	q.w.WriteByte(' ')
	q.iri(p)
	q.w.WriteByte(' ')
	q.node(o)
	q.end(g)
}

// text writes a statement with a literal as object, of a datatype or plain.
func (q quadWriter) text(s, p, value, datatype, g string) {
	if value == "" {
		return
	}
	q.node(s)
	q.w.WriteByte(' ')
	q.iri(p)
	q.w.WriteString(` "`)
	q.w.WriteString(literalEscapes.Replace(value))
	q.w.WriteByte('"')
	if datatype != "" {
		q.w.WriteString("^^")
		q.iri(datatype)
	}
	q.end(g)
}

// schemaClass is the class of schema.org that an entity type is closest to.
func schemaClass(entityType string) string {
	switch entityType {
	case "Person":
		return schemaOrg + "Person"
	case "Country":
		return schemaOrg + "Country"
	case "City":
		return schemaOrg + "City"
	case "Place", "Region", "Facility", "NaturalFeature":
		return schemaOrg + "Place"
	case "Product", "System", "Platform", "Vessel", "Airplane", "Medicine":
		return schemaOrg + "Product"
	case "Event", "Meeting", "Conflict", "Attack", "Election", "Protest", "Disaster":
		return schemaOrg + "Event"
	case "PublicBody", "Military", "Police", "Legislature", "Court":
		return schemaOrg + "GovernmentOrganization"
	case "Company":
		return schemaOrg + "Corporation"
	case "Publication":
		return schemaOrg + "NewsMediaOrganization"
	case "University":
		return schemaOrg + "CollegeOrUniversity"
	case "Organization", "LegalEntity", "InternationalOrganization", "PoliticalParty", "Nonprofit", "SportsTeam", "ArmedGroup":
		return schemaOrg + "Organization"
	case "Document", "Law", "Agreement", "Contract":
		return schemaOrg + "CreativeWork"
	}
	return schemaThing
}

// nquads writes entities and documents in the default graph, and every claim
// as a graph of its own, about which PROV-O says where it comes from and a Web
// Annotation which words say it. Byte offsets are a DataPositionSelector.
func (ex *exporter) nquads(ctx context.Context) error {
	sel, err := ex.choose(ctx)
	if err != nil {
		return err
	}
	q := quadWriter{ex.w}
	for e, err := range sel.entities(ctx) {
		if err != nil {
			return err
		}
		ex.entityQuads(q, e)
	}
	docs := map[graph.DocumentID]*graph.Document{}
	for r, err := range sel.withClaims(ctx, maxClaims) {
		if err != nil {
			return err
		}
		for _, c := range r.claims {
			if _, ok := docs[c.ID.Document]; !ok {
				if err := ex.documents(ctx, docs, []*graph.Claim{c}); err != nil {
					return err
				}
				ex.documentQuads(q, docs[c.ID.Document])
			}
			ex.report.Claims++
			ex.claimQuads(q, &r, c)
		}
	}
	return nil
}

func (ex *exporter) iriOf(id fmt.Stringer) string { return ex.o.Base + id.String() }

func (ex *exporter) entityQuads(q quadWriter, e *graph.Entity) {
	s := ex.iriOf(e.ID)
	q.link(s, rdfType, dossierType+e.Type, "")
	q.link(s, rdfType, schemaClass(e.Type), "")
	q.text(s, rdfsLabel, e.Name, "", "")
	for _, a := range otherNames(e) {
		q.text(s, skosAlt, a, "", "")
	}
	q.text(s, dcterms+"description", e.Description, "", "")
	for _, x := range e.ExternalIDs {
		if iri := idIRI(x); iri != "" && strings.Contains(iri, ":") {
			q.link(s, owlSame, iri, "")
		} else {
			q.text(s, dcterms+"identifier", x.Scheme+":"+x.Value, "", "")
		}
	}
}

func (ex *exporter) documentQuads(q quadWriter, d *graph.Document) {
	if d == nil {
		return
	}
	ex.report.Documents++
	s := ex.iriOf(d.ID)
	class := schemaOrg + "NewsArticle"
	if d.Kind == graph.KindDataset {
		class = schemaOrg + "Dataset"
	}
	q.link(s, rdfType, class, "")
	q.link(s, rdfType, prov+"Entity", "")
	q.text(s, dcterms+"title", d.Title, "", "")
	q.text(s, dcterms+"publisher", d.Publisher, "", "")
	q.text(s, schemaOrg+"url", d.URL, "", "")
	if !d.Published.IsZero() {
		q.text(s, dcterms+"issued", d.Published.UTC().Format(time.RFC3339), xsd+"dateTime", "")
	}
}

func (ex *exporter) claimQuads(q quadWriter, r *evidenced, c *graph.Claim) {
	g := "urn:dossier:claim:" + c.ID.String()
	predicate := dossierRel + r.ID.Type
	if c.Polarity == graph.Denied {
		predicate = dossierDeny + r.ID.Type
	}
	subject := ex.iriOf(r.ID.Subject)
	if r.object != nil {
		q.link(subject, predicate, ex.iriOf(r.ID.Object), g)
	} else {
		value, datatype := literalOf(r.Value)
		q.text(subject, predicate, value, datatype, g)
	}
	document := ex.iriOf(c.ID.Document)
	q.link(g, rdfType, prov+"Entity", "")
	q.link(g, prov+"hadPrimarySource", document, "")
	q.text(g, dossierTerm+"polarity", c.Polarity.String(), "", "")
	q.text(g, dossierTerm+"modality", c.Modality.String(), "", "")
	q.text(g, dossierTerm+"score", number(c.Score), xsd+"double", "")
	for _, a := range c.Attribution {
		if a.Entity != (graph.EntityID{}) {
			q.link(g, prov+"wasAttributedTo", ex.iriOf(a.Entity), "")
		}
	}
	if t := c.Time; t != nil {
		q.text(g, dossierTerm+"start", day(t.Start), xsd+"date", "")
		q.text(g, dossierTerm+"end", day(t.End), xsd+"date", "")
	}
	b := strings.ReplaceAll(c.ID.String(), "/", "")
	a, target, quote, position := "_:a"+b, "_:t"+b, "_:q"+b, "_:p"+b
	q.link(a, rdfType, oa+"Annotation", "")
	q.link(a, oa+"hasBody", g, "")
	q.link(a, oa+"hasTarget", target, "")
	q.link(target, oa+"hasSource", document, "")
	q.link(target, oa+"hasSelector", quote, "")
	q.link(quote, rdfType, oa+"TextQuoteSelector", "")
	q.text(quote, oa+"exact", c.Evidence.Quote, "", "")
	q.link(target, oa+"hasSelector", position, "")
	q.link(position, rdfType, oa+"DataPositionSelector", "")
	q.text(position, oa+"start", strconv.Itoa(c.Evidence.Start), xsd+"nonNegativeInteger", "")
	q.text(position, oa+"end", strconv.Itoa(c.Evidence.End), xsd+"nonNegativeInteger", "")
}

// literalOf writes a value with its datatype.
func literalOf(v *graph.Value) (value, datatype string) {
	switch {
	case v == nil:
		return "", ""
	case v.Type == "date" && !v.Date.IsZero():
		return day(v.Date), xsd + "date"
	case v.Type == "number":
		return number(v.Number), xsd + "double"
	}
	return v.Text, ""
}
