// Package claim turns analysed text into claims: who did what to whom, when,
// according to whom, asserted or denied.
package claim

import (
	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// An Extractor finds claims. Make one with New and share it.
type Extractor struct {
	ontology *schema.Ontology
}

// New returns an Extractor that types claims by the ontology's cues.
func New(o *schema.Ontology) *Extractor { return &Extractor{ontology: o} }

// Options of an extraction; the zero value works.
type Options struct {
	MinScore float64 // claims below are dropped
}

// Extract returns the claims of one document in text order, numbered from 0.
// The Profile of every argument and speaker is an index in a.Entities; objects
// that are no entity and no value are plain words with Profile -1. It may add
// entities to a (recurring groups, events, documents, systems) with their
// mentions.
func (x *Extractor) Extract(doc *article.Article, a *nlp.Analysis, o Options) []graph.Claim {
	panic("contract only")
}
