// Package identity says which entity a mention names, and why.
package identity

import (
	"slices"
	"strings"
	"unicode"

	"dossier/graph"
	"dossier/schema"
)

// Keys returns the identity keys of a profile, sorted: strong ones from its
// external ids and full names, weak ones from a bare surname or acronym. Two
// profiles of one family that share a strong key are one entity.
//
// What has no name of its own ("a two-week review") is known only within its
// document.
func Keys(o *schema.Ontology, p *graph.Profile) []graph.IdentityKey {
	family := string(o.Family(p.Type))
	var keys []graph.IdentityKey
	add := func(strong bool, parts ...string) {
		keys = append(keys, graph.IdentityKey{Text: strings.Join(parts, "/"), Strong: strong})
	}
	for _, id := range p.ExternalIDs {
		add(true, "id", id.Scheme, id.Value)
	}
	name := Fold(p.Name)
	words := strings.Fields(name)
	switch {
	case len(words) == 0 && len(keys) > 0:
	case schema.Family(family) == schema.FamilyGroup || !proper(p):
		add(true, family, "in", p.ID.String())
	case schema.Family(family) == schema.FamilyPerson && len(words) == 1:
		add(false, family, "surname", name)
	case schema.Family(family) == schema.FamilyPerson:
		add(true, family, "name", canonicalPerson(words))
	case acronym(p.Name):
		add(false, family, "acronym", name)
	default:
		add(true, family, "name", canonicalOrg(words))
	}
	slices.SortFunc(keys, func(a, b graph.IdentityKey) int { return strings.Compare(a.Text, b.Text) })
	return slices.Compact(keys)
}

// proper reports whether a profile goes by a name: with a capital in it, or a
// digit, or a letter of a script without case.
func proper(p *graph.Profile) bool {
	return strings.IndexFunc(p.Name, func(r rune) bool {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.Is(unicode.Lo, r)
	}) >= 0
}

// acronym reports whether a name is capitals only, and short.
func acronym(name string) bool {
	return len(name) <= 6 && name == strings.ToUpper(name) && !strings.ContainsAny(name, " ")
}
