package api

import "dossier/graph"

func (e *engine) effectFields() map[string]resolver {
	count := func(n func(v *effect) int) resolver {
		return leaf(func(b []byte, v *effect) []byte { return appendInt(b, n(v)) })
	}
	list := func(ids func(v *effect) []graph.EntityID) resolver {
		return many(10, func(v *effect) any { return v.affected(ids(v)) })
	}
	return map[string]resolver{
		"Effect.joined":               list(func(v *effect) []graph.EntityID { return v.Join }),
		"Effect.joinedCount":          count(func(v *effect) int { return len(v.Join) }),
		"Effect.separated":            list(func(v *effect) []graph.EntityID { return v.Leave }),
		"Effect.separatedCount":       count(func(v *effect) int { return len(v.Leave) }),
		"Effect.removedEntities":      list(func(v *effect) []graph.EntityID { return v.Entities }),
		"Effect.removedEntityCount":   count(func(v *effect) int { return len(v.Entities) }),
		"Effect.removedRelations":     many(10, func(v *effect) any { return pointers(v.relations) }),
		"Effect.removedRelationCount": count(func(v *effect) int { return len(v.Relations) }),
		"Effect.removedClaimCount":    count(func(v *effect) int { return v.Claims }),
		"Effect.movedClaimCount":      count(func(v *effect) int { return v.Moved }),

		"AffectedEntity.id":            nodeFields["Node.id"],
		"AffectedEntity.name":          leaf(func(b []byte, v *graph.Entity) []byte { return appendString(b, v.Name) }),
		"AffectedEntity.type":          leaf(func(b []byte, v *graph.Entity) []byte { return appendString(b, e.entityKind(v.Type)) }),
		"AffectedEntity.documentCount": leaf(func(b []byte, v *graph.Entity) []byte { return appendInt(b, v.Documents) }),

		"AffectedRelation.id":          leaf(func(b []byte, v *affectedRelation) []byte { return appendRelationID(b, v.id) }),
		"AffectedRelation.type":        leaf(func(b []byte, v *affectedRelation) []byte { return appendString(b, e.relationKind(v.id.Type)) }),
		"AffectedRelation.label":       leaf(func(b []byte, v *affectedRelation) []byte { return appendString(b, e.relationLabel(v.id.Type)) }),
		"AffectedRelation.subjectName": leaf(func(b []byte, v *affectedRelation) []byte { return appendString(b, v.subject) }),
		"AffectedRelation.objectText":  leaf(func(b []byte, v *affectedRelation) []byte { return appendString(b, v.object) }),
	}
}

// affected returns the entities of a list that were there before the change.
func (v *effect) affected(ids []graph.EntityID) []any {
	out := []any{}
	for _, id := range ids[:min(len(ids), maxListed)] {
		if en := v.entities[id]; en != nil {
			out = append(out, en)
		}
	}
	return out
}
