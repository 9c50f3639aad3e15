package api

import (
	"context"
	"fmt"
	"strings"

	"dossier/graph"
)

func (e *engine) documentFields() map[string]resolver {
	return map[string]resolver{
		"Document.id":          nodeFields["Node.id"],
		"Document.kind":        leaf(func(b []byte, v *graph.Document) []byte { return appendString(b, strings.ToUpper(string(v.Kind))) }),
		"Document.url":         leaf(func(b []byte, v *graph.Document) []byte { return appendText(b, v.URL) }),
		"Document.title":       leaf(func(b []byte, v *graph.Document) []byte { return appendText(b, v.Title) }),
		"Document.publisher":   leaf(func(b []byte, v *graph.Document) []byte { return appendText(b, v.Publisher) }),
		"Document.authors":     leaf(func(b []byte, v *graph.Document) []byte { return appendStrings(b, v.Authors) }),
		"Document.published":   leaf(func(b []byte, v *graph.Document) []byte { return appendTime(b, v.Published) }),
		"Document.language":    leaf(func(b []byte, v *graph.Document) []byte { return appendText(b, v.Language) }),
		"Document.text":        {batch: documentText},
		"Document.regions":     {batch: documentRegions, fan: fan(5)},
		"Document.claims":      pages(documentID, (*call).claimQuery, (*graph.Snapshot).ClaimsOfDocuments),
		"Document.claimCount":  leaf(func(b []byte, v *graph.Document) []byte { return appendInt(b, v.Claims) }),
		"Document.entities":    pages(documentID, documentEntityQuery, readDocumentEntities),
		"Document.entityCount": leaf(func(b []byte, v *graph.Document) []byte { return appendInt(b, v.Entities) }),
		"Document.mentions":    {batch: documentMentions, fan: fan(100)},
		"Document.story":       one(func(v *graph.Document) graph.StoryID { return v.Story }, (*graph.Snapshot).Stories),
		"Document.parent":      documentOf(func(v *graph.Document) graph.DocumentID { return v.Parent }),
		"Document.extractor":   leaf(func(b []byte, v *graph.Document) []byte { return appendString(b, v.Extractor) }),

		"Region.kind":  leaf(func(b []byte, v *graph.Region) []byte { return appendString(b, strings.ToUpper(v.Kind)) }),
		"Region.start": leaf(func(b []byte, v *graph.Region) []byte { return appendInt(b, v.Start) }),
		"Region.end":   leaf(func(b []byte, v *graph.Region) []byte { return appendInt(b, v.End) }),

		"Mention.document": documentOf(func(v *mention) graph.DocumentID { return v.document }),
		"Mention.entity":   entityOf(func(v *mention) graph.EntityID { return v.entity }),
		"Mention.text":     leaf(func(b []byte, v *mention) []byte { return appendString(b, v.text) }),
		"Mention.start":    leaf(func(b []byte, v *mention) []byte { return appendInt(b, v.Start) }),
		"Mention.end":      leaf(func(b []byte, v *mention) []byte { return appendInt(b, v.End) }),
		"Mention.kind":     leaf(func(b []byte, v *mention) []byte { return appendString(b, v.Kind) }),
		"Mention.rule":     leaf(func(b []byte, v *mention) []byte { return appendText(b, v.Rule) }),
		"Mention.score":    leaf(func(b []byte, v *mention) []byte { return appendFloat(b, v.Score) }),
		"Mention.type": leaf(func(b []byte, v *mention) []byte {
			if v.Type == "" {
				return b
			}
			return appendString(b, e.entityKind(v.Type))
		}),
	}
}

// A mention is a graph.Mention with what it belongs to.
type mention struct {
	document graph.DocumentID
	entity   graph.EntityID
	graph.Mention
	text string
}

// documentOf makes the resolver of a field that leads to one document.
func documentOf[T any](get func(v *T) graph.DocumentID) resolver {
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		ids := idsOf(srcs, get)
		if err := c.loadHeads(ids); err != nil {
			return nil, err
		}
		out := make([]any, len(srcs))
		for i, id := range ids {
			out[i] = orNil(c.heads[id])
		}
		return out, nil
	}}
}

// loadHeads reads the documents, without text, that the request has not read
// yet.
func (x *exec) loadHeads(ids []graph.DocumentID) error {
	if x.heads == nil {
		x.heads = map[graph.DocumentID]*graph.Document{}
	}
	var missing []graph.DocumentID
	for _, id := range ids {
		if _, known := x.heads[id]; !known && id != (graph.DocumentID{}) {
			x.heads[id] = nil
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	found, err := s.Documents(x.ctx, missing, false, false)
	if err != nil {
		return err
	}
	for i, d := range found {
		x.heads[missing[i]] = d
	}
	return nil
}

// maxTextBytes bounds the article text one request may hold.
const maxTextBytes = 64 << 20

// loadTexts reads the documents with text that the request has not read yet.
func (x *exec) loadTexts(ids []graph.DocumentID) error {
	if x.texts == nil {
		x.texts = map[graph.DocumentID]*graph.Document{}
	}
	var missing []graph.DocumentID
	for _, id := range ids {
		if _, known := x.texts[id]; !known {
			x.texts[id] = nil
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	const step = 64
	for len(missing) > 0 {
		n := min(step, len(missing))
		found, err := s.Documents(x.ctx, missing[:n], true, false)
		if err != nil {
			return err
		}
		for i, d := range found {
			if d == nil {
				continue
			}
			x.texts[missing[i]] = d
			if x.textBytes += len(d.Text); x.textBytes > maxTextBytes {
				return newError(codeResponseSize, fmt.Sprintf("the query needs more than %d bytes of article text", maxTextBytes))
			}
		}
		missing = missing[n:]
	}
	return nil
}

func documentText(c *call, srcs []any) ([]any, error) {
	ids := idsOf(srcs, documentID)
	if err := c.loadTexts(ids); err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, id := range ids {
		if d := c.texts[id]; d != nil {
			out[i] = appendString(make([]byte, 0, len(d.Text)+len(d.Text)/32+2), d.Text)
		}
	}
	return out, nil
}

func documentRegions(c *call, srcs []any) ([]any, error) {
	ids := idsOf(srcs, documentID)
	if err := c.loadTexts(ids); err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, id := range ids {
		if d := c.texts[id]; d != nil {
			out[i] = pointers(d.Regions)
		}
	}
	return out, nil
}

func documentEntityQuery(c *call) (graph.EntityQuery, error) {
	types, err := c.expand(c.args.strs("types"))
	return graph.EntityQuery{Types: types, Page: c.page()}, err
}

func readDocumentEntities(s *graph.Snapshot, ctx context.Context, ids []graph.DocumentID, q graph.EntityQuery) ([]graph.List[*graph.Entity], error) {
	return s.EntitiesOf(ctx, ids, q.Types, q.Page)
}

func documentMentions(c *call, srcs []any) ([]any, error) {
	ids := idsOf(srcs, documentID)
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	mentions, err := s.MentionsIn(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	profiles, err := s.ProfilesIn(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	if err := c.loadTexts(ids); err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, list := range mentions {
		entities := make(map[uint32]graph.EntityID, len(profiles[i]))
		for _, p := range profiles[i] {
			entities[p.ID.N] = p.Entity
		}
		ms := make([]mention, len(list))
		for j, m := range list {
			ms[j] = mention{ids[i], entities[m.Profile], m, ""}
			if d := c.texts[ids[i]]; d != nil && m.Start >= 0 && m.Start <= m.End && m.End <= len(d.Text) {
				ms[j].text = d.Text[m.Start:m.End]
			}
		}
		out[i] = pointers(ms)
	}
	return out, nil
}
