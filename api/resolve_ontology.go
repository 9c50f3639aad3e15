package api

import (
	"dossier/graph"
	"dossier/schema"
)

// indexOntology prepares what resolvers look up in the ontology.
func (e *engine) indexOntology() {
	e.byKind = map[string]*typeDef{}
	e.below = map[string][]string{}
	for _, t := range e.onto.EntityTypes() {
		e.byKind[t.Name] = e.types[entityTypeName(t.Name)]
		e.below[t.Name] = e.onto.Sub(t.Name)
	}
	for _, t := range e.onto.RelationTypes() {
		e.below[t.Name] = e.onto.Sub(t.Name)
	}
}

func (e *engine) ontologyFields() map[string]resolver {
	str := func(get func(v *schema.RelationType) string) resolver {
		return leaf(func(b []byte, v *schema.RelationType) []byte { return appendString(b, get(v)) })
	}
	flag := func(get func(v *schema.RelationType) bool) resolver {
		return leaf(func(b []byte, v *schema.RelationType) []byte { return appendBool(b, get(v)) })
	}
	estr := func(get func(v *schema.EntityType) string) resolver {
		return leaf(func(b []byte, v *schema.EntityType) []byte { return appendString(b, get(v)) })
	}
	stat := func(get func(v *graph.Stats) int) resolver {
		return leaf(func(b []byte, v *graph.Stats) []byte { return appendInt(b, get(v)) })
	}
	limit := func(n int) resolver {
		return resolver{leaf: func(b []byte, _ any) []byte { return appendInt(b, n) }}
	}
	return map[string]resolver{
		"Ontology.entityTypes":   many(20, func(v *schema.Ontology) any { return pointers(v.EntityTypes()) }),
		"Ontology.relationTypes": many(100, func(v *schema.Ontology) any { return pointers(v.RelationTypes()) }),
		"EntityTypeInfo.name":    estr(func(v *schema.EntityType) string { return v.Name }),
		"EntityTypeInfo.label":   estr(func(v *schema.EntityType) string { return v.Label }),
		"EntityTypeInfo.plural":  estr(func(v *schema.EntityType) string { return v.Plural }),
		"EntityTypeInfo.doc":     estr(func(v *schema.EntityType) string { return v.Doc }),
		"EntityTypeInfo.family":  estr(func(v *schema.EntityType) string { return string(v.Family) }),
		"EntityTypeInfo.parent":  leaf(func(b []byte, v *schema.EntityType) []byte { return appendText(b, v.Parent) }),

		"RelationTypeInfo.name":       str(func(v *schema.RelationType) string { return v.Name }),
		"RelationTypeInfo.label":      str(func(v *schema.RelationType) string { return v.Label }),
		"RelationTypeInfo.inverse":    str(func(v *schema.RelationType) string { return v.Inverse }),
		"RelationTypeInfo.doc":        str(func(v *schema.RelationType) string { return v.Doc }),
		"RelationTypeInfo.parent":     leaf(func(b []byte, v *schema.RelationType) []byte { return appendText(b, v.Parent) }),
		"RelationTypeInfo.domain":     leaf(func(b []byte, v *schema.RelationType) []byte { return appendStrings(b, v.Domain) }),
		"RelationTypeInfo.range":      leaf(func(b []byte, v *schema.RelationType) []byte { return appendStrings(b, v.Range) }),
		"RelationTypeInfo.symmetric":  flag(func(v *schema.RelationType) bool { return v.Symmetric }),
		"RelationTypeInfo.functional": flag(func(v *schema.RelationType) bool { return v.Functional }),
		"RelationTypeInfo.lasting":    flag(func(v *schema.RelationType) bool { return v.Lasting }),
		"RelationTypeInfo.cues": leaf(func(b []byte, v *schema.RelationType) []byte {
			texts := make([]string, len(v.Cues))
			for i, c := range v.Cues {
				texts[i] = c.Text
			}
			return appendStrings(b, texts)
		}),

		"Stats.documents":      stat(func(v *graph.Stats) int { return v.Documents }),
		"Stats.datasets":       stat(func(v *graph.Stats) int { return v.Datasets }),
		"Stats.mentions":       stat(func(v *graph.Stats) int { return v.Mentions }),
		"Stats.profiles":       stat(func(v *graph.Stats) int { return v.Profiles }),
		"Stats.claims":         stat(func(v *graph.Stats) int { return v.Claims }),
		"Stats.openClaims":     stat(func(v *graph.Stats) int { return v.OpenClaims }),
		"Stats.entities":       stat(func(v *graph.Stats) int { return v.Entities }),
		"Stats.relations":      stat(func(v *graph.Stats) int { return v.Relations }),
		"Stats.stories":        stat(func(v *graph.Stats) int { return v.Stories }),
		"Stats.utterances":     stat(func(v *graph.Stats) int { return v.Utterances }),
		"Stats.judgements":     stat(func(v *graph.Stats) int { return v.Judgements }),
		"Stats.byEntityType":   many(20, func(v *graph.Stats) any { return pointers(v.ByEntityType) }),
		"Stats.byRelationType": many(50, func(v *graph.Stats) any { return pointers(v.ByRelationType) }),
		"Stats.version":        {leaf: func(b []byte, _ any) []byte { return appendString(b, e.cfg.Version) }},
		"TypeCount.type":       leaf(func(b []byte, v *graph.Count) []byte { return appendString(b, v.Text) }),
		"TypeCount.count":      leaf(func(b []byte, v *graph.Count) []byte { return appendInt(b, v.N) }),

		"Limits.maxBytes":         limit(maxBytes),
		"Limits.maxBodyBytes":     limit(maxBody),
		"Limits.maxTokens":        limit(maxTokens),
		"Limits.maxFields":        limit(maxFields),
		"Limits.maxDepth":         limit(maxDepth),
		"Limits.maxAliases":       limit(maxAliases),
		"Limits.maxCost":          limit(maxCost),
		"Limits.maxResponseBytes": limit(maxResponseBytes),
		"Limits.maxFirst":         limit(maxFirst),
		"Limits.defaultFirst":     limit(defaultFirst),
		"Limits.maxIds":           limit(maxIDs),
		"Limits.maxHops":          limit(maxHops),
		"Limits.maxSubgraph":      limit(maxSubgraph),
		"Limits.timeoutMs":        limit(int(e.cfg.Timeout.Milliseconds())),
	}
}
