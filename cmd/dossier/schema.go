package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dossier/api"
	"dossier/schema"
)

func (a *app) schemaVerb() *cobra.Command {
	var graphql bool
	c := &cobra.Command{
		Use:     "schema",
		Short:   "Print the ontology, or the GraphQL schema made from it",
		Example: "  dossier schema\n  dossier schema --graphql > schema.graphql",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			o, err := a.loadOntology()
			if err != nil {
				return err
			}
			switch {
			case graphql:
				_, err = fmt.Fprint(a.out, api.SDL(o))
				return err
			case a.json:
				return a.printJSON(map[string]any{"entityTypes": o.EntityTypes(), "relationTypes": o.RelationTypes(), "facts": len(o.Facts())})
			}
			a.printOntology(o)
			return nil
		},
	}
	c.Flags().BoolVar(&graphql, "graphql", false, "print the GraphQL schema (SDL) instead")
	return c
}

// printOntology lists the types as trees.
func (a *app) printOntology(o *schema.Ontology) {
	fmt.Fprintln(a.out, "entity types")
	children := map[string][]string{}
	lines := map[string]string{}
	for _, t := range o.EntityTypes() {
		children[t.Parent] = append(children[t.Parent], t.Name)
		lines[t.Name] = fmt.Sprintf("%s  %s", t.Name, t.Doc)
	}
	a.printTree(children, lines, "", 1)
	fmt.Fprintln(a.out, "\nrelation types")
	clear(children)
	for _, t := range o.RelationTypes() {
		children[t.Parent] = append(children[t.Parent], t.Name)
		lines[t.Name] = fmt.Sprintf("%s  “%s” / “%s”: %s", t.Name, t.Label, t.Inverse, t.Doc)
	}
	a.printTree(children, lines, "", 1)
	fmt.Fprintf(a.out, "\n%d facts in the knowledge base\n", len(o.Facts()))
}

func (a *app) printTree(children map[string][]string, lines map[string]string, parent string, depth int) {
	for _, name := range children[parent] {
		fmt.Fprintf(a.out, "%s%s\n", strings.Repeat("  ", depth), lines[name])
		a.printTree(children, lines, name, depth+1)
	}
}
