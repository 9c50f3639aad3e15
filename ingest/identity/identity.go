// Package identity says which entity a mention names, and why.
package identity

import (
	"dossier/graph"
	"dossier/schema"
)

// Keys returns the identity keys of a profile, sorted: strong ones from its
// knowledge-base id, external ids and full names, weak ones from a bare
// surname or acronym.
func Keys(o *schema.Ontology, p *graph.Profile) []graph.IdentityKey { panic("contract only") }
