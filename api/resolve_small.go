package api

import "dossier/graph"

var storyFields = map[string]resolver{
	"Story.id":             nodeFields["Node.id"],
	"Story.title":          leaf(func(b []byte, v *graph.Story) []byte { return appendString(b, v.Title) }),
	"Story.documents":      {batch: storyDocuments, fan: fanPage},
	"Story.documentCount":  leaf(func(b []byte, v *graph.Story) []byte { return appendInt(b, v.Documents) }),
	"Story.firstPublished": leaf(func(b []byte, v *graph.Story) []byte { return appendTime(b, v.FirstPublished) }),

	"Utterance.id":           nodeFields["Node.id"],
	"Utterance.text":         leaf(func(b []byte, v *graph.Utterance) []byte { return appendString(b, v.Text) }),
	"Utterance.speaker":      entityOf(func(v *graph.Utterance) graph.EntityID { return v.Speaker }),
	"Utterance.carriers":     {batch: utteranceCarriers, fan: fanPage},
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
	"Path.entities":  {batch: pathEntities, fan: fan(4)},
	"Path.relations": {batch: pathRelations, fan: fan(3)},

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
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		ids := make([]graph.ClaimID, 0, len(srcs))
		at := make([]int, 0, len(srcs))
		for i, s := range srcs {
			if id := get(s.(*T)); id != (graph.ClaimID{}) {
				ids, at = append(ids, id), append(at, i)
			}
		}
		out := make([]any, len(srcs))
		s, err := c.snapshot()
		if err != nil || len(ids) == 0 {
			return out, err
		}
		found, err := s.Claims(c.ctx, ids)
		for i, cl := range found {
			out[at[i]] = orNil(cl)
		}
		return out, err
	}}
}

// judgementOf makes the resolver of a field that leads to one judgement.
func judgementOf[T any](get func(v *T) graph.JudgementID) resolver {
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		ids := make([]graph.JudgementID, 0, len(srcs))
		at := make([]int, 0, len(srcs))
		for i, s := range srcs {
			if id := get(s.(*T)); id != (graph.JudgementID{}) {
				ids, at = append(ids, id), append(at, i)
			}
		}
		out := make([]any, len(srcs))
		s, err := c.snapshot()
		if err != nil || len(ids) == 0 {
			return out, err
		}
		found, err := s.Judgements(c.ctx, ids)
		for i, j := range found {
			out[at[i]] = orNil(j)
		}
		return out, err
	}}
}

func storyDocuments(c *call, srcs []any) ([]any, error) {
	ids := make([]graph.StoryID, len(srcs))
	for i, s := range srcs {
		ids[i] = s.(*graph.Story).ID
	}
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ls, err := s.DocumentsOfStories(c.ctx, ids, c.args.page())
	return pagesOf(ls), err
}

func utteranceCarriers(c *call, srcs []any) ([]any, error) {
	ids := make([]graph.UtteranceID, len(srcs))
	for i, s := range srcs {
		ids[i] = s.(*graph.Utterance).ID
	}
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ls, err := s.CarriersOf(c.ctx, ids, c.args.page())
	return pagesOf(ls), err
}

func pathEntities(c *call, srcs []any) ([]any, error) {
	var ids []graph.EntityID
	for _, s := range srcs {
		ids = append(ids, s.(*graph.Path).Entities...)
	}
	all, err := c.entitiesByID(ids)
	if err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, s := range srcs {
		n := len(s.(*graph.Path).Entities)
		out[i], all = all[:n:n], all[n:]
	}
	return out, nil
}

func pathRelations(c *call, srcs []any) ([]any, error) {
	var ids []graph.RelationID
	for _, s := range srcs {
		ids = append(ids, s.(*graph.Path).Relations...)
	}
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	found, err := s.Relations(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	all := items(found)
	out := make([]any, len(srcs))
	for i, s := range srcs {
		n := len(s.(*graph.Path).Relations)
		out[i], all = all[:n:n], all[n:]
	}
	return out, nil
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
