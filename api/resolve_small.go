package api

import "dossier/graph"

var storyFields = map[string]resolver{
	"Story.id":             nodeFields["Node.id"],
	"Story.title":          leaf(func(b []byte, v *graph.Story) []byte { return appendString(b, v.Title) }),
	"Story.documents":      pages(func(v *graph.Story) graph.StoryID { return v.ID }, itself, (*graph.Snapshot).DocumentsOfStories),
	"Story.documentCount":  leaf(func(b []byte, v *graph.Story) []byte { return appendInt(b, v.Documents) }),
	"Story.firstPublished": leaf(func(b []byte, v *graph.Story) []byte { return appendTime(b, v.FirstPublished) }),

	"Utterance.id":           nodeFields["Node.id"],
	"Utterance.text":         leaf(func(b []byte, v *graph.Utterance) []byte { return appendString(b, v.Text) }),
	"Utterance.speaker":      entityOf(func(v *graph.Utterance) graph.EntityID { return v.Speaker }),
	"Utterance.carriers":     pages(func(v *graph.Utterance) graph.UtteranceID { return v.ID }, itself, (*graph.Snapshot).CarriersOf),
	"Utterance.carrierCount": leaf(func(b []byte, v *graph.Utterance) []byte { return appendInt(b, v.Carriers) }),

	"Judgement.id":        nodeFields["Node.id"],
	"Judgement.left":      entityOf(func(v *graph.Judgement) graph.EntityID { return v.LeftEntity }),
	"Judgement.right":     entityOf(func(v *graph.Judgement) graph.EntityID { return v.RightEntity }),
	"Judgement.leftName":  leaf(func(b []byte, v *graph.Judgement) []byte { return appendString(b, v.LeftName) }),
	"Judgement.rightName": leaf(func(b []byte, v *graph.Judgement) []byte { return appendString(b, v.RightName) }),
	"Judgement.verdict":   leaf(func(b []byte, v *graph.Judgement) []byte { return appendMember(b, verdicts, v.Verdict) }),
	"Judgement.undoes":    judgementOf(func(v *graph.Judgement) graph.JudgementID { return v.Undoes }),
	"Judgement.by":        leaf(func(b []byte, v *graph.Judgement) []byte { return appendString(b, v.By) }),
	"Judgement.reason":    leaf(func(b []byte, v *graph.Judgement) []byte { return appendText(b, v.Reason) }),
	"Judgement.at":        leaf(func(b []byte, v *graph.Judgement) []byte { return appendTime(b, v.At) }),
}

// A subgraph and a path as the store gives them.
type (
	subgraph struct {
		entities  []graph.EntityID
		relations []*graph.Relation
		truncated bool
	}
	contradiction = graph.Contradiction
)

var smallFields = map[string]resolver{
	"Path.length":    leaf(func(b []byte, v *graph.Path) []byte { return appendInt(b, len(v.Relations)) }),
	"Path.entities":  {batch: several(func(v *graph.Path) []graph.EntityID { return v.Entities }, (*call).entitiesByID), fan: fan(4)},
	"Path.relations": {batch: several(func(v *graph.Path) []graph.RelationID { return v.Relations }, relationsByID), fan: fan(3)},

	"Subgraph.entities":  {batch: subgraphEntities},
	"Subgraph.relations": {batch: subgraphRelations, fan: fan(4)},
	"Subgraph.truncated": leaf(func(b []byte, v *subgraph) []byte { return appendBool(b, v.truncated) }),

	"Contradiction.kind":        leaf(func(b []byte, v *contradiction) []byte { return appendString(b, v.Kind) }),
	"Contradiction.left":        claimOf(func(v *contradiction) graph.ClaimID { return v.Left }),
	"Contradiction.right":       claimOf(func(v *contradiction) graph.ClaimID { return v.Right }),
	"Contradiction.explanation": leaf(func(b []byte, v *contradiction) []byte { return appendString(b, v.Explanation) }),

	"SearchHit.kind":     leaf(func(b []byte, v *graph.Hit) []byte { return appendMember(b, hitKinds, v.Kind) }),
	"SearchHit.score":    leaf(func(b []byte, v *graph.Hit) []byte { return appendFloat(b, v.Score) }),
	"SearchHit.snippet":  leaf(func(b []byte, v *graph.Hit) []byte { return appendString(b, v.Snippet) }),
	"SearchHit.entity":   entityOf(func(v *graph.Hit) graph.EntityID { return v.Entity }),
	"SearchHit.document": documentOf(hitDocument),
	"SearchHit.claim":    claimOf(func(v *graph.Hit) graph.ClaimID { return v.Claim }),
}

// hitDocument keeps a claim's document from showing as a found document.
func hitDocument(v *graph.Hit) (id graph.DocumentID) {
	if v.Kind == graph.DocumentHit {
		id = v.Document
	}
	return id
}

// claimOf makes the resolver of a field that leads to one claim.
func claimOf[T any](get func(v *T) graph.ClaimID) resolver {
	return one(get, (*graph.Snapshot).Claims)
}

// judgementOf makes the resolver of a field that leads to one judgement.
func judgementOf[T any](get func(v *T) graph.JudgementID) resolver {
	return one(get, (*graph.Snapshot).Judgements)
}

func subgraphEntities(c *call, srcs []any) ([]any, error) {
	out := make([]any, len(srcs))
	for i, s := range srcs {
		list, err := c.entitiesByID(s.(*subgraph).entities)
		if err != nil {
			return nil, err
		}
		out[i] = list
	}
	return out, nil
}

func subgraphRelations(_ *call, srcs []any) ([]any, error) {
	out := make([]any, len(srcs))
	for i, s := range srcs {
		out[i] = items(s.(*subgraph).relations)
	}
	return out, nil
}
