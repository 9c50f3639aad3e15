package api

import (
	"context"
	"maps"

	"dossier/graph"
)

// externalAddress tells where schemes of external ids are read about.
var externalAddress = map[string]string{
	"wikidata": "https://www.wikidata.org/wiki/",
	"imdb":     "https://www.imdb.com/name/",
	"lei":      "https://search.gleif.org/#/record/",
	"freebase": "https://www.freebase.com",
}

// entityFields serve the interface Entity and all entity types.
func (e *engine) entityFields() map[string]resolver {
	fields := map[string]resolver{
		"Entity.id":            nodeFields["Node.id"],
		"Entity.type":          leaf(func(b []byte, v *graph.Entity) []byte { return appendString(b, e.entityKind(v.Type)) }),
		"Entity.name":          leaf(func(b []byte, v *graph.Entity) []byte { return appendString(b, v.Name) }),
		"Entity.aliases":       many(5, func(v *graph.Entity) any { return pointers(v.Aliases) }),
		"Entity.description":   leaf(func(b []byte, v *graph.Entity) []byte { return appendText(b, v.Description) }),
		"Entity.externalIds":   many(2, func(v *graph.Entity) any { return pointers(v.ExternalIDs) }),
		"Entity.documentCount": leaf(func(b []byte, v *graph.Entity) []byte { return appendInt(b, v.Documents) }),
		"Entity.claimCount":    leaf(func(b []byte, v *graph.Entity) []byte { return appendInt(b, v.Claims) }),
		"Entity.relationCount": leaf(func(b []byte, v *graph.Entity) []byte { return appendInt(b, v.Relations) }),
		"Entity.firstSeen":     leaf(func(b []byte, v *graph.Entity) []byte { return appendTime(b, v.FirstSeen) }),
		"Entity.lastSeen":      leaf(func(b []byte, v *graph.Entity) []byte { return appendTime(b, v.LastSeen) }),
		"Entity.relations":     pages(entityID, (*call).relationQuery, (*graph.Snapshot).RelationsOf),
		"Entity.neighbors":     lists(entityID, neighborQuery, readNeighbors, func(_ graph.EntityID, v *graph.Neighbor) any { return v }),
		"Entity.claims":        pages(entityID, (*call).claimQuery, (*graph.Snapshot).ClaimsOf),
		"Entity.timeline":      pages(entityID, timelineQuery, (*graph.Snapshot).ClaimsOf),
		"Entity.mentions":      lists(entityID, itself, (*graph.Snapshot).MentionsOf, entityMention),
		"Entity.documents":     pages(entityID, itself, (*graph.Snapshot).DocumentsOf),
		"Entity.identity":      {batch: entityIdentity, fan: fan(20)},
		"Entity.lookalikes":    {batch: entityLookalikes, fan: fanPage},

		"Alias.name":          leaf(func(b []byte, v *graph.Alias) []byte { return appendString(b, v.Name) }),
		"Alias.documentCount": leaf(func(b []byte, v *graph.Alias) []byte { return appendInt(b, v.Documents) }),
		"ExternalId.scheme":   leaf(func(b []byte, v *graph.ExternalID) []byte { return appendString(b, v.Scheme) }),
		"ExternalId.value":    leaf(func(b []byte, v *graph.ExternalID) []byte { return appendString(b, v.Value) }),
		"ExternalId.url": leaf(func(b []byte, v *graph.ExternalID) []byte {
			if base := externalAddress[v.Scheme]; base != "" {
				return appendString(b, base+v.Value)
			}
			return b
		}),

		"Neighbor.entity":        entityOf(func(v *graph.Neighbor) graph.EntityID { return v.Entity }),
		"Neighbor.relations":     {batch: several(func(v *graph.Neighbor) []graph.RelationID { return v.Relations }, relationsByID), fan: fan(3)},
		"Neighbor.relationCount": leaf(func(b []byte, v *graph.Neighbor) []byte { return appendInt(b, len(v.Relations)) }),
		"Neighbor.sourceCount":   leaf(func(b []byte, v *graph.Neighbor) []byte { return appendInt(b, v.Sources) }),

		"IdentityLink.left":      leaf(func(b []byte, v *graph.IdentityLink) []byte { return appendString(b, v.Left) }),
		"IdentityLink.right":     leaf(func(b []byte, v *graph.IdentityLink) []byte { return appendString(b, v.Right) }),
		"IdentityLink.rule":      leaf(func(b []byte, v *graph.IdentityLink) []byte { return appendString(b, v.Rule) }),
		"IdentityLink.score":     leaf(func(b []byte, v *graph.IdentityLink) []byte { return appendFloat(b, v.Score) }),
		"IdentityLink.judgement": judgementOf(func(v *graph.IdentityLink) graph.JudgementID { return v.Judgement }),
		"Lookalike.entity":       entityOf(func(v *graph.Lookalike) graph.EntityID { return v.Entity }),
		"Lookalike.score":        leaf(func(b []byte, v *graph.Lookalike) []byte { return appendFloat(b, v.Score) }),
		"Lookalike.reasons":      leaf(func(b []byte, v *graph.Lookalike) []byte { return appendStrings(b, v.Reasons) }),
	}
	maps.Copy(fields, nodeFields)
	return fields
}

// many is child for a list that usually has n members.
func many[T any](n int, f func(v *T) any) resolver {
	r := child(f)
	r.fan = fan(n)
	return r
}

// entityKind is the member of EntityType for a stored type.
func (e *engine) entityKind(t string) string {
	if e.byKind[t] == nil {
		return otherEntity
	}
	return t
}

// A neighborsQuery selects neighbours by the relations to them and by type.
type neighborsQuery struct {
	relations graph.RelationQuery
	types     []string
}

func neighborQuery(c *call) (q neighborsQuery, err error) {
	if q.relations, err = c.relationQuery(); err == nil {
		q.types, err = c.expand(c.args.strs("types"))
	}
	return q, err
}

func readNeighbors(s *graph.Snapshot, ctx context.Context, ids []graph.EntityID, q neighborsQuery) ([]graph.List[graph.Neighbor], error) {
	return s.NeighborsOf(ctx, ids, q.relations, q.types)
}

func timelineQuery(c *call) (graph.ClaimQuery, error) {
	q := graph.ClaimQuery{Order: graph.ClaimsByTime, Page: c.page()}
	q.Since, q.Until = c.args.since("since"), c.args.until("until")
	return q, nil
}

func entityMention(of graph.EntityID, v *graph.EntityMention) any {
	return &mention{v.Document, of, v.Mention, v.Text}
}

// entityIdentity asks for one entity at a time: explanations are looked at
// singly, and their cost is counted.
func entityIdentity(c *call, srcs []any) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, id := range idsOf(srcs, entityID) {
		links, err := s.Identity(c.ctx, id)
		if err != nil {
			return nil, err
		}
		out[i] = pointers(links)
	}
	return out, nil
}

func entityLookalikes(c *call, srcs []any) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, id := range idsOf(srcs, entityID) {
		found, err := s.Lookalikes(c.ctx, id, c.page().First)
		if err != nil {
			return nil, err
		}
		out[i] = pointers(found)
	}
	return out, nil
}
