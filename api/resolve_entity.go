package api

import (
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
		"Entity.relations":     {batch: entityRelations, fan: fanPage},
		"Entity.neighbors":     {batch: entityNeighbors, fan: fanPage},
		"Entity.claims":        {batch: entityClaims, fan: fanPage},
		"Entity.timeline":      {batch: entityTimeline, fan: fanPage},
		"Entity.mentions":      {batch: entityMentions, fan: fanPage},
		"Entity.documents":     {batch: entityDocuments, fan: fanPage},
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
		"Neighbor.relations":     {batch: neighborRelations, fan: fan(3)},
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

// entityIDs returns the ids of the sources of an entity's field.
func entityIDs(srcs []any) []graph.EntityID {
	ids := make([]graph.EntityID, len(srcs))
	for i, s := range srcs {
		ids[i] = s.(*graph.Entity).ID
	}
	return ids
}

func entityRelations(c *call, srcs []any) ([]any, error) {
	q, err := c.relationQuery()
	if err != nil {
		return nil, err
	}
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ls, err := s.RelationsOf(c.ctx, entityIDs(srcs), q)
	return pagesOf(ls), err
}

func entityNeighbors(c *call, srcs []any) ([]any, error) {
	q, err := c.relationQuery()
	if err != nil {
		return nil, err
	}
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	types, err := c.expand(c.args.strs("types"))
	if err != nil {
		return nil, err
	}
	ls, err := s.NeighborsOf(c.ctx, entityIDs(srcs), q, types)
	out := make([]any, len(ls))
	for i, l := range ls {
		out[i] = page(l, func(v *graph.Neighbor) any { return v })
	}
	return out, err
}

func neighborRelations(c *call, srcs []any) ([]any, error) {
	var ids []graph.RelationID
	for _, s := range srcs {
		ids = append(ids, s.(*graph.Neighbor).Relations...)
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
		n := len(s.(*graph.Neighbor).Relations)
		out[i], all = all[:n:n], all[n:]
	}
	return out, nil
}

func entityClaims(c *call, srcs []any) ([]any, error) {
	q, err := c.claimQuery()
	if err != nil {
		return nil, err
	}
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ls, err := s.ClaimsOf(c.ctx, entityIDs(srcs), q)
	return pagesOf(ls), err
}

func entityTimeline(c *call, srcs []any) ([]any, error) {
	q := graph.ClaimQuery{Order: graph.ClaimsByTime, Page: c.args.page()}
	q.Since, q.Until = c.args.since("since"), c.args.until("until")
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ls, err := s.ClaimsOf(c.ctx, entityIDs(srcs), q)
	return pagesOf(ls), err
}

func entityDocuments(c *call, srcs []any) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ls, err := s.DocumentsOf(c.ctx, entityIDs(srcs), c.args.page())
	return pagesOf(ls), err
}

func entityMentions(c *call, srcs []any) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ids := entityIDs(srcs)
	ls, err := s.MentionsOf(c.ctx, ids, c.args.page())
	out := make([]any, len(ls))
	for i, l := range ls {
		out[i] = page(l, func(v *graph.EntityMention) any { return &mention{v.Document, ids[i], v.Mention, v.Text} })
	}
	return out, err
}

// entityIdentity asks for one entity at a time: explanations are looked at
// singly, and their cost is counted.
func entityIdentity(c *call, srcs []any) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, id := range entityIDs(srcs) {
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
	for i, id := range entityIDs(srcs) {
		found, err := s.Lookalikes(c.ctx, id, c.args.page().First)
		if err != nil {
			return nil, err
		}
		out[i] = pointers(found)
	}
	return out, nil
}
