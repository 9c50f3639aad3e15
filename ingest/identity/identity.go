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
// document, and by its description within the document's story.
//
// What a document tells of a person beside the name makes keys that work as
// ids do: two of one name who were born in different years are two people.
func (x *Index) Keys(p *graph.Profile, t Traits) []graph.IdentityKey {
	family := x.ontology.Family(p.Type)
	var keys []graph.IdentityKey
	add := func(strong bool, parts ...string) {
		keys = append(keys, graph.IdentityKey{Text: strings.Join(parts, "/"), Strong: strong})
	}
	story := func(strong bool, text string) {
		keys = append(keys, graph.IdentityKey{Text: text, Strong: strong, Story: true})
	}
	for _, id := range p.ExternalIDs {
		add(true, "id", id.Scheme, id.Value)
	}
	name := Fold(p.Name)
	words := strings.Fields(name)
	switch {
	case len(words) == 0:
	case !proper(p), family == schema.FamilyGroup, family == schema.FamilyPerson && titleAlone(p.Name):
		if len(keys) == 0 {
			x.storyKeys(p, story)
		}
	case family == schema.FamilyPerson && len(words) == 1 && people(name): // known in its document only
	case family == schema.FamilyPerson:
		x.personKeys(p, t, func(strong bool, text string) { add(strong, text) }, story)
	case acronym(p.Name):
		x.acronymKey(p.Name, string(family), t.Country, false, add, story)
	case x.acronymOf(p.Name) != "": // "NCA of Lithuania"
		x.acronymKey(x.acronymOf(p.Name), string(family), t.Country, false, add, story)
	default:
		x.nameKey(p.Name, words, string(family), t, add, story)
		for _, n := range p.Names { // "National Customs Agency (NCA)"
			if n.N > 0 && acronym(n.Text) {
				x.acronymKey(n.Text, string(family), t.Country, true, add, story)
			}
		}
	}
	slices.SortFunc(keys, func(a, b graph.IdentityKey) int { return strings.Compare(a.Text, b.Text) })
	return slices.Compact(keys)
}

// proper reports whether a profile goes by a name: with a capital in its head,
// or a digit, or a letter of a script without case. "Chinese engineers" and
// "DoD cloud services" are descriptions that hold a name.
func proper(p *graph.Profile) bool {
	words := strings.Fields(p.Name)
	for i, w := range words {
		if i > 0 && joints[w] {
			words = words[:i]
			break
		}
	}
	return len(words) > 0 && strings.IndexFunc(words[len(words)-1], func(r rune) bool {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.Is(unicode.Lo, r)
	}) >= 0
}

// acronym reports whether a name is capitals only, and short.
func acronym(name string) bool {
	return len(name) <= 6 && name == strings.ToUpper(name) && !strings.ContainsAny(name, " ")
}
