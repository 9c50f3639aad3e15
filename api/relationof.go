package api

import "dossier/graph"

// relationOf is the relation a claim counts for; ok is false for an open claim
// and for one whose ends are mere words.
func relationOf(c *graph.Claim) (id graph.RelationID, ok bool) {
	id = graph.RelationID{Subject: c.Subject.Entity, Type: c.Relation, Object: c.Object.Entity}
	if v := c.Object.Value; v != nil && id.Object == (graph.EntityID{}) {
		id.Value = v.Type + ":" + v.Text
	}
	ok = id.Type != "" && id.Subject != (graph.EntityID{}) && (id.Object != (graph.EntityID{}) || id.Value != "")
	return id, ok
}
