package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/schema"
)

func (a *app) entityVerb() *cobra.Command {
	var first int
	c := &cobra.Command{
		Use:     "entity NAME",
		Short:   "Show an entity: its names, its relations, and the words behind them",
		Example: "  dossier entity Pentagon\n  dossier entity \"Tom Cotton\" --first 50",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.read(cmd.Context(), func(_ *graph.Store, snap *graph.Snapshot, o *schema.Ontology) error {
				e, err := find(cmd.Context(), snap, args[0])
				if err != nil {
					return err
				}
				return a.printEntity(cmd.Context(), snap, o, e, first)
			})
		},
	}
	c.Flags().IntVar(&first, "first", 15, "how many relations to show")
	return c
}

// entityReport is what "entity --json" prints.
type entityReport struct {
	Entity    *graph.Entity    `json:"entity"`
	Relations []relationReport `json:"relations"`
}

type relationReport struct {
	Relation  *graph.Relation `json:"relation"`
	Direction string          `json:"direction"` // "out": the entity is the subject
	Other     string          `json:"other"`
	Claim     *graph.Claim    `json:"claim"` // one of those behind it
	Source    string          `json:"source"`
}

func (a *app) printEntity(ctx context.Context, snap *graph.Snapshot, o *schema.Ontology, e *graph.Entity, first int) error {
	relations, total, err := relationsOf(ctx, snap, e, first)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(entityReport{e, relations})
	}
	fmt.Fprintf(a.out, "%s  (%s)\n", e.Name, typeLabel(o, e.Type))
	if e.Description != "" {
		fmt.Fprintln(a.out, e.Description)
	}
	if names := otherNames(e); names != "" {
		fmt.Fprintf(a.out, "also       %s\n", names)
	}
	fmt.Fprintf(a.out, "in         %s, %s, %s%s\n", plural(e.Documents, "document"), plural(e.Claims, "claim"), plural(e.Relations, "relation"), seen(e))
	for _, id := range e.ExternalIDs {
		fmt.Fprintf(a.out, "%-10s %s\n", id.Scheme, id.Value)
	}
	fmt.Fprintf(a.out, "id         %s\n", e.ID)
	for _, r := range relations {
		fmt.Fprintf(a.out, "\n%s\n", relationLine(o, r))
		fmt.Fprintf(a.out, "    “%s”\n    — %s\n", oneLine(r.Claim.Evidence.Quote), r.Source)
	}
	if total > len(relations) {
		fmt.Fprintf(a.out, "\n… and %d more (--first %d)\n", total-len(relations), total)
	}
	return nil
}

// relationsOf returns the first relations of an entity, each with one claim
// and its source.
func relationsOf(ctx context.Context, snap *graph.Snapshot, e *graph.Entity, first int) ([]relationReport, int, error) {
	lists, err := snap.RelationsOf(ctx, []graph.EntityID{e.ID}, graph.RelationQuery{Page: graph.Page{First: first}})
	if err != nil {
		return nil, 0, err
	}
	var out []relationReport
	var others []graph.EntityID
	var ids []graph.RelationID
	for _, r := range lists[0].Items {
		rep := relationReport{Relation: r, Direction: "out"}
		other := r.ID.Object
		if r.ID.Subject != e.ID {
			rep.Direction, other = "in", r.ID.Subject
		}
		out, others, ids = append(out, rep), append(others, other), append(ids, r.ID)
	}
	entities, err := snap.Entities(ctx, others)
	if err != nil {
		return nil, 0, err
	}
	claims, err := snap.ClaimsOfRelations(ctx, ids, graph.ClaimQuery{Order: graph.ClaimsByScore, Page: graph.Page{First: 1}})
	if err != nil {
		return nil, 0, err
	}
	shown := make([]*graph.Claim, len(out))
	for i := range out {
		shown[i] = claims[i].Items[0]
	}
	sources, err := sourcesOf(ctx, snap, shown)
	if err != nil {
		return nil, 0, err
	}
	for i := range out {
		if entities[i] != nil {
			out[i].Other = entities[i].Name
		} else if v := out[i].Relation.Value; v != nil {
			out[i].Other = v.Text
		}
		out[i].Claim, out[i].Source = shown[i], sources[i]
	}
	return out, lists[0].Total, nil
}

func relationLine(o *schema.Ontology, r relationReport) string {
	label, arrow := r.Relation.ID.Type, "→"
	if t := o.RelationType(r.Relation.ID.Type); t != nil {
		label = t.Label
		if r.Direction == "in" {
			label, arrow = t.Inverse, "←"
		}
	}
	line := fmt.Sprintf("%s %s: %s   %s, %s", arrow, label, r.Other, plural(r.Relation.Sources, "source"), plural(r.Relation.Documents, "document"))
	switch {
	case r.Relation.Supporting == 0:
		line += ", denied"
	case r.Relation.Contradicting > 0:
		line += fmt.Sprintf(", denied by %s", plural(r.Relation.Contradicting, "claim"))
	}
	if r.Relation.Supporting > 0 && r.Relation.Modality != graph.Asserted {
		line += ", " + r.Relation.Modality.String()
	}
	return line
}

func typeLabel(o *schema.Ontology, name string) string {
	if t := o.EntityType(name); t != nil {
		return t.Label
	}
	return name
}

func otherNames(e *graph.Entity) string {
	var names []string
	for _, al := range e.Aliases {
		if al.Name != e.Name && al.Documents > 0 {
			names = append(names, al.Name)
		}
	}
	return strings.Join(names, ", ")
}

func seen(e *graph.Entity) string {
	if e.FirstSeen.IsZero() {
		return ""
	}
	from, to := e.FirstSeen.Format(time.DateOnly), e.LastSeen.Format(time.DateOnly)
	if from == to {
		return ", published " + from
	}
	return ", published " + from + " to " + to
}

// oneLine folds white space, so that a quote fits a line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
