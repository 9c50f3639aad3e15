package api

import "dossier/graph"

func (e *engine) relationFields() map[string]resolver {
	return map[string]resolver{
		"Relation.id":                     nodeFields["Node.id"],
		"Relation.type":                   leaf(func(b []byte, v *graph.Relation) []byte { return appendString(b, e.relationKind(v.ID.Type)) }),
		"Relation.label":                  leaf(func(b []byte, v *graph.Relation) []byte { return appendString(b, e.relationLabel(v.ID.Type)) }),
		"Relation.subject":                entityOf(func(v *graph.Relation) graph.EntityID { return v.ID.Subject }),
		"Relation.object":                 entityOf(func(v *graph.Relation) graph.EntityID { return v.ID.Object }),
		"Relation.value":                  child(func(v *graph.Relation) any { return orNil(v.Value) }),
		"Relation.claims":                 pages(func(v *graph.Relation) graph.RelationID { return v.ID }, (*call).claimQuery, (*graph.Snapshot).ClaimsOfRelations),
		"Relation.claimCount":             leaf(func(b []byte, v *graph.Relation) []byte { return appendInt(b, v.Claims) }),
		"Relation.documentCount":          leaf(func(b []byte, v *graph.Relation) []byte { return appendInt(b, v.Documents) }),
		"Relation.independentSourceCount": leaf(func(b []byte, v *graph.Relation) []byte { return appendInt(b, v.Sources) }),
		"Relation.supportingCount":        leaf(func(b []byte, v *graph.Relation) []byte { return appendInt(b, v.Supporting) }),
		"Relation.contradictingCount":     leaf(func(b []byte, v *graph.Relation) []byte { return appendInt(b, v.Contradicting) }),
		"Relation.modality":               leaf(func(b []byte, v *graph.Relation) []byte { return appendMember(b, modalities, v.Modality) }),
		"Relation.firstSeen":              leaf(func(b []byte, v *graph.Relation) []byte { return appendTime(b, v.FirstSeen) }),
		"Relation.lastSeen":               leaf(func(b []byte, v *graph.Relation) []byte { return appendTime(b, v.LastSeen) }),
		"Relation.firstTime":              leaf(func(b []byte, v *graph.Relation) []byte { return appendTime(b, v.FirstTime) }),
		"Relation.lastTime":               leaf(func(b []byte, v *graph.Relation) []byte { return appendTime(b, v.LastTime) }),
		"Relation.score":                  leaf(func(b []byte, v *graph.Relation) []byte { return appendFloat(b, v.Score) }),

		"Claim.type": leaf(func(b []byte, v *graph.Claim) []byte {
			if v.Relation == "" {
				return b
			}
			return appendString(b, e.relationKind(v.Relation))
		}),
	}
}

// relationKind is the member of RelationType for a stored type.
func (e *engine) relationKind(t string) string {
	if e.onto.RelationType(t) == nil {
		return otherRelation
	}
	return t
}

// relationLabel is the type in words; a type the ontology does not have is its
// own label.
func (e *engine) relationLabel(t string) string {
	if r := e.onto.RelationType(t); r != nil {
		return r.Label
	}
	return t
}
