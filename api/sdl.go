package api

import (
	_ "embed"
	"fmt"
	"strings"

	"dossier/schema"
)

// baseSDL is the part of the schema that does not depend on the ontology.
//
//go:embed schema.graphql
var baseSDL string

// connections are the Relay connections: name and type of the nodes.
var connections = []struct{ name, node string }{
	{"Relation", "Relation"}, {"Neighbor", "Neighbor"}, {"Claim", "Claim"}, {"Mention", "Mention"},
	{"Document", "Document"}, {"Entity", "Entity"}, {"Story", "Story"}, {"Judgement", "Judgement"},
	{"Search", "SearchHit"}, {"Contradiction", "Contradiction"},
}

// Types for what a store holds beyond the ontology, such as imported data.
const (
	otherEntity   = "Unknown"
	otherRelation = "unknown"
)

// SDL returns the whole GraphQL schema for an ontology, as served at
// /schema.graphql. The schema itself is built from this text.
func SDL(o *schema.Ontology) string {
	var b strings.Builder
	b.WriteString(strings.TrimRight(baseSDL, "\n"))
	b.WriteString("\n")
	for _, c := range connections {
		fmt.Fprintf(&b, "\ntype %sConnection {\n  edges: [%sEdge!]!\n  nodes: [%s!]!\n  pageInfo: PageInfo!\n"+
			"  \"Of the whole list; null where it is not kept.\"\n  totalCount: Int\n}\n", c.name, c.name, c.node)
		fmt.Fprintf(&b, "type %sEdge {\n  cursor: String!\n  node: %s!\n}\n", c.name, c.node)
	}
	writeEntityTypes(&b, o)
	writeRelationTypes(&b, o)
	return b.String()
}

func writeEntityTypes(b *strings.Builder, o *schema.Ontology) {
	b.WriteString("\nenum EntityType {\n")
	for _, t := range o.EntityTypes() {
		writeDoc(b, "  ", t.Doc)
		fmt.Fprintf(b, "  %s\n", t.Name)
	}
	writeDoc(b, "  ", "A type that the ontology does not have.")
	fmt.Fprintf(b, "  %s\n}\n", otherEntity)

	fields := interfaceBody(baseSDL, "Entity")
	for _, t := range o.EntityTypes() {
		b.WriteString("\n")
		writeDoc(b, "", t.Doc)
		fmt.Fprintf(b, "type %s implements Node & Entity {%s}\n", entityTypeName(t.Name), fields)
	}
	b.WriteString("\n")
	writeDoc(b, "", "Of a type that the ontology does not have.")
	fmt.Fprintf(b, "type %s implements Node & Entity {%s}\n", otherEntity, fields)
}

func writeRelationTypes(b *strings.Builder, o *schema.Ontology) {
	b.WriteString("\nenum RelationType {\n")
	for _, t := range o.RelationTypes() {
		doc := t.Doc
		if doc == "" {
			doc = t.Label
		}
		writeDoc(b, "  ", doc)
		fmt.Fprintf(b, "  %s\n", t.Name)
	}
	writeDoc(b, "  ", "A type that the ontology does not have; the label names it.")
	fmt.Fprintf(b, "  %s\n}\n", otherRelation)
}

// entityTypeName is the object type of an entity type: its own name, unless
// the schema uses that for something else.
func entityTypeName(name string) string {
	if strings.Contains(baseSDL, "\ntype "+name+" ") || strings.Contains(baseSDL, "\ninterface "+name+" ") ||
		strings.Contains(baseSDL, "\nenum "+name+" ") || strings.Contains(baseSDL, "\nscalar "+name+"\n") ||
		strings.HasSuffix(name, "Connection") || strings.HasSuffix(name, "Edge") {
		return name + "Entity"
	}
	return name
}

// interfaceBody returns what stands between the braces of an interface.
func interfaceBody(sdl, name string) string {
	_, rest, _ := strings.Cut(sdl, "\ninterface "+name+" {")
	body, _, _ := strings.Cut(rest, "\n}")
	return body + "\n"
}

// writeDoc writes a description on a line of its own.
func writeDoc(b *strings.Builder, indent, doc string) {
	doc = strings.Join(strings.Fields(doc), " ")
	if doc == "" {
		return
	}
	doc = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(doc)
	fmt.Fprintf(b, "%s\"%s\"\n", indent, doc)
}
