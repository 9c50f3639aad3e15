package main

import (
	"context"
	"fmt"
	"strings"

	"dossier/graph"
)

// sourcesOf words where each claim comes from: speaker, title, line of a data
// set, publisher, date.
func sourcesOf(ctx context.Context, snap *graph.Snapshot, claims []*graph.Claim) ([]string, error) {
	speakers := make([]graph.EntityID, len(claims))
	ids := make([]graph.DocumentID, len(claims))
	for i, c := range claims {
		ids[i] = c.ID.Document
		if len(c.Attribution) > 0 {
			speakers[i] = c.Attribution[0].Entity
		}
	}
	entities, err := snap.Entities(ctx, speakers)
	if err != nil {
		return nil, err
	}
	docs, err := snap.Documents(ctx, ids, false, false)
	if err != nil {
		return nil, err
	}
	titles, err := titlesOf(ctx, snap, docs)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(claims))
	for i, c := range claims {
		var parts []string
		if len(c.Attribution) > 0 {
			speaker := oneLine(c.Attribution[0].Text)
			if e := entities[i]; e != nil { // "He" says nothing to who reads only this
				speaker = e.Name
			}
			parts = append(parts, "according to "+speaker)
		}
		if d := docs[i]; d != nil {
			parts = append(parts, titles[d.ID])
			if c.Evidence.Line > 0 {
				parts = append(parts, fmt.Sprintf("line %d", c.Evidence.Line))
			}
			if d.Publisher != "" {
				parts = append(parts, d.Publisher)
			}
			if !d.Published.IsZero() {
				parts = append(parts, d.Published.Format("2 January 2006"))
			}
		}
		out[i] = strings.Join(parts, ", ")
	}
	return out, nil
}

// openingWords is how many words stand for a title that a document lacks.
const openingWords = 9

// titlesOf returns what to call each document: its title or its first words.
func titlesOf(ctx context.Context, snap *graph.Snapshot, docs []*graph.Document) (map[graph.DocumentID]string, error) {
	titles := make(map[graph.DocumentID]string, len(docs))
	var untitled []graph.DocumentID
	for _, d := range docs {
		if d == nil || titles[d.ID] != "" {
			continue
		}
		if titles[d.ID] = oneLine(d.Title); d.Title == "" {
			titles[d.ID] = "untitled document " + d.ID.String()
			untitled = append(untitled, d.ID)
		}
	}
	full, err := snap.Documents(ctx, untitled, true, false)
	if err != nil {
		return nil, err
	}
	for _, d := range full {
		if d == nil {
			continue
		}
		if words := strings.Fields(bodyOf(d)); len(words) > 0 {
			titles[d.ID] = "“" + strings.Join(words[:min(openingWords, len(words))], " ") + " …”"
		}
	}
	return titles, nil
}

// bodyOf returns the first region of running text.
func bodyOf(d *graph.Document) string {
	for _, g := range d.Regions {
		if text := strings.TrimSpace(d.Text[g.Start:g.End]); g.Kind == "body" && text != "" {
			return text
		}
	}
	return d.Text
}
