package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"dossier/graph"
)

// A jsonList writes values one after another.
type jsonList struct {
	ex  *exporter
	buf bytes.Buffer
	enc *json.Encoder
	sep string
	n   int
}

func newJSONList(ex *exporter, sep string) *jsonList {
	l := &jsonList{ex: ex, sep: sep}
	l.enc = json.NewEncoder(&l.buf)
	l.enc.SetEscapeHTML(false)
	return l
}

func (l *jsonList) add(v any) error {
	l.buf.Reset()
	if err := l.enc.Encode(v); err != nil {
		return err
	}
	if l.n > 0 {
		l.ex.w.WriteString(l.sep)
	}
	l.n++
	_, err := l.ex.w.Write(l.buf.Bytes())
	return err
}

// jsonldContext gives the members of our nodes their IRIs.
const jsonldContext = `{"@vocab":"https://schema.org/","relation":"urn:dossier:relation:","denied":"urn:dossier:denied:",` +
	`"type":"urn:dossier:type:","term":"urn:dossier:term:","sameAs":{"@type":"@id"},"url":{"@type":"@id"},` +
	`"appearance":{"@type":"@id"},"about":{"@type":"@id"},"datePublished":{"@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}`

// jsonld writes one object with a graph: entities, relations as members of
// their subjects, documents, and claims as Claim of schema.org.
func (ex *exporter) jsonld(ctx context.Context) error {
	sel, err := ex.choose(ctx)
	if err != nil {
		return err
	}
	ex.w.WriteString(`{"@context":` + jsonldContext + ",\n\"@graph\":[\n")
	l := newJSONList(ex, ",")
	for e, err := range sel.entities(ctx) {
		if err != nil {
			return err
		}
		if err := l.add(ex.entityLD(e)); err != nil {
			return err
		}
	}
	docs := map[graph.DocumentID]*graph.Document{}
	for r, err := range sel.withClaims(ctx, maxClaims) {
		if err != nil {
			return err
		}
		if err := ex.relationLD(ctx, l, &r, docs); err != nil {
			return err
		}
	}
	_, err = ex.w.WriteString("]}\n")
	return err
}

func (ex *exporter) entityLD(e *graph.Entity) map[string]any {
	n := map[string]any{
		"@id": ex.iriOf(e.ID), "@type": []string{strings.TrimPrefix(schemaClass(e.Type), schemaOrg), "type:" + e.Type}, "name": e.Name,
	}
	if names := otherNames(e); len(names) > 0 {
		n["alternateName"] = names
	}
	if e.Description != "" {
		n["description"] = e.Description
	}
	var same, ids []string
	for _, x := range e.ExternalIDs {
		if iri := idIRI(x); iri != "" && strings.Contains(iri, ":") {
			same = append(same, iri)
		} else {
			ids = append(ids, x.Scheme+":"+x.Value)
		}
	}
	if same != nil {
		n["sameAs"] = same
	}
	if ids != nil {
		n["identifier"] = ids
	}
	return n
}

func (ex *exporter) relationLD(ctx context.Context, l *jsonList, r *evidenced, docs map[graph.DocumentID]*graph.Document) error {
	subject := ex.iriOf(r.ID.Subject)
	var object any = map[string]string{"@id": ex.iriOf(r.ID.Object)}
	if r.object == nil {
		value, datatype := literalOf(r.Value)
		object = value
		if datatype != "" {
			object = map[string]string{"@value": value, "@type": datatype}
		}
	}
	if r.Supporting > 0 {
		if err := l.add(map[string]any{"@id": subject, "relation:" + r.ID.Type: object}); err != nil {
			return err
		}
	}
	for _, c := range r.claims {
		if _, ok := docs[c.ID.Document]; !ok {
			if err := ex.documents(ctx, docs, []*graph.Claim{c}); err != nil {
				return err
			}
			if err := l.add(ex.documentLD(docs[c.ID.Document])); err != nil {
				return err
			}
		}
		ex.report.Claims++
		about := []string{subject}
		if r.object != nil {
			about = append(about, ex.iriOf(r.ID.Object))
		}
		err := l.add(map[string]any{
			"@id": "urn:dossier:claim:" + c.ID.String(), "@type": "Claim", "text": c.Evidence.Quote, "appearance": ex.iriOf(c.ID.Document),
			"about": about, "term:relation": r.ID.Type, "term:polarity": c.Polarity.String(), "term:modality": c.Modality.String(),
			"term:start": c.Evidence.Start, "term:end": c.Evidence.End,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (ex *exporter) documentLD(d *graph.Document) map[string]any {
	if d == nil {
		return map[string]any{}
	}
	ex.report.Documents++
	n := map[string]any{"@id": ex.iriOf(d.ID), "@type": "NewsArticle"}
	if d.Kind == graph.KindDataset {
		n["@type"] = "Dataset"
	}
	for k, v := range map[string]string{"name": d.Title, "publisher": d.Publisher, "url": d.URL} {
		if v != "" {
			n[k] = v
		}
	}
	if !d.Published.IsZero() {
		n["datePublished"] = d.Published.UTC().Format(time.RFC3339)
	}
	return n
}

// ftm writes an entity stream. A relation that FollowTheMoney has no schema
// for is an UnknownLink with the relation as its role. A value is a note of its
// subject, in a line of its own: lines of one id are parts of one entity.
func (ex *exporter) ftm(ctx context.Context) error {
	sel, err := ex.choose(ctx)
	if err != nil {
		return err
	}
	l := newJSONList(ex, "")
	for e, err := range sel.entities(ctx) {
		if err != nil {
			return err
		}
		if err := l.add(ftmEntityOf(e)); err != nil {
			return err
		}
	}
	docs := map[graph.DocumentID]*graph.Document{}
	for r, err := range sel.withClaims(ctx, 1) {
		if err != nil {
			return err
		}
		if r.target() == nil || r.subject == nil {
			ex.report.Relations--
			continue
		}
		if r.object == nil {
			if err := l.add(ftmNoteOf(&r)); err != nil {
				return err
			}
			continue
		}
		if err := ex.documents(ctx, docs, r.claims); err != nil {
			return err
		}
		if err := l.add(ftmLinkOf(&r, docs)); err != nil {
			return err
		}
	}
	return nil
}

func ftmEntityOf(e *graph.Entity) ftmEntity {
	f := ftmEntity{ID: e.ID.String(), Schema: ftmSchema[e.Type], Properties: map[string][]string{}}
	if f.Schema == "" {
		f.Schema = "Thing"
		if slices.Contains(ftmThings, e.Type) {
			f.Schema = e.Type
		}
	}
	set := func(p string, vs ...string) {
		for _, v := range vs {
			if v != "" {
				f.Properties[p] = append(f.Properties[p], v)
			}
		}
	}
	set("name", e.Name)
	set("alias", otherNames(e)...)
	set("summary", e.Description)
	for _, x := range e.ExternalIDs {
		for p, scheme := range ftmIDs {
			if x.Scheme == scheme && (ftmHolders[p] == nil || slices.Contains(ftmHolders[p], f.Schema)) {
				set(p, x.Value)
			}
		}
	}
	return f
}

func ftmNoteOf(r *evidenced) ftmEntity {
	f := ftmEntityOf(&graph.Entity{ID: r.subject.ID, Type: r.subject.Type, Name: r.subject.Name})
	f.Properties["notes"] = []string{spaced(r.ID.Type) + ": " + r.Value.Text}
	return f
}

func ftmLinkOf(r *evidenced, docs map[graph.DocumentID]*graph.Document) ftmEntity {
	schema := "UnknownLink"
	for _, s := range []string{"Ownership", "Directorship", "Membership", "Employment", "Family", "Payment", "Debt"} {
		if ftmLinks[s].relation == r.ID.Type {
			schema = s
		}
	}
	link := ftmLinks[schema]
	f := ftmEntity{ID: relationKey(r.ID), Schema: schema, Properties: map[string][]string{
		link.source: {r.ID.Subject.String()}, link.target: {r.ID.Object.String()},
	}}
	set := func(p, v string) {
		if v != "" {
			f.Properties[p] = []string{v}
		}
	}
	if schema == "UnknownLink" {
		set("role", spaced(r.ID.Type))
	}
	set("startDate", day(r.FirstTime))
	set("endDate", r.end())
	if len(r.claims) > 0 {
		for _, a := range r.claims[0].Arguments {
			switch {
			case a.Role == "role" && schema != "UnknownLink":
				set(link.role, a.Text)
			case slices.Contains(ftmLinkOwn[schema], a.Role):
				set(a.Role, a.Text)
			}
		}
		if d := docs[r.claims[0].ID.Document]; d != nil {
			set("sourceUrl", d.URL)
			set("publisher", d.Publisher)
		}
		set("summary", r.claims[0].Evidence.Quote)
	}
	return f
}
