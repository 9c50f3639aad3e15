package api

import "dossier/graph"

// relationOf is the relation a claim counts for; none for an open claim and for
// one whose ends are mere words.
func relationOf(c *graph.Claim) graph.RelationID {
	id := graph.RelationID{Subject: c.Subject.Entity, Type: c.Relation, Object: c.Object.Entity}
	if v := c.Object.Value; v != nil && id.Object == (graph.EntityID{}) {
		id.Value = v.Type + ":" + v.Text
	}
	if id.Type == "" || id.Subject == (graph.EntityID{}) || id.Object == (graph.EntityID{}) && id.Value == "" {
		return graph.RelationID{}
	}
	return id
}
