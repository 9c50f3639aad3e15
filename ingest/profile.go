package ingest

import (
	"net/url"
	"slices"
	"strings"

	"dossier/graph"
	"dossier/ingest/identity"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// profile says what the document says of the analysis' entity e; roles and
// keys follow when the claims are known.
func (p *Pipeline) profile(b *graph.Batch, an *nlp.Analysis, r *identity.Reading, e int) graph.Profile {
	ent := an.Entities[e]
	out := graph.Profile{
		ID:   graph.ProfileID{Document: b.Document.ID, N: uint32(len(b.Profiles))},
		Type: ent.Type, Name: ent.Name, Names: names(an, e),
	}
	if out.Type == "" {
		out.Type = "Thing"
	}
	f := r.Fact(e)
	if ent.Fact != "" && f == nil {
		out.Name = longest(out.Names)
		switch { // of the fact's type, the general part
		case p.ontology.Family(ent.Type) == schema.FamilyPerson:
			out.Type = "Person"
		case len(out.Name) <= 3:
			out.Type = "Organization"
		}
	}
	if f != nil {
		out.Type, out.Name = f.Type, f.Name
		out.Description = f.Doc
		out.ExternalIDs = []graph.ExternalID{externalID(f.ID)}
		out.Names = withAliases(out.Names, append([]string{f.Name}, f.Aliases...))
	}
	return out
}

// longest returns the longest of some names, the first of equals.
func longest(names []graph.Count) string {
	best := ""
	for _, n := range names {
		if len(n.Text) > len(best) {
			best = n.Text
		}
	}
	return best
}

// names counts the names of an entity in its document; of a thing without any,
// its descriptions.
func names(an *nlp.Analysis, e int) []graph.Count {
	for _, kind := range []nlp.MentionKind{nlp.Name, nlp.Nominal} {
		counts := map[string]int{}
		for _, m := range an.Entities[e].Mentions {
			if mention := an.Mentions[m]; mention.Kind == kind {
				name := nameOf(an.Text[mention.Start:mention.End])
				if kind == nlp.Nominal {
					name = identity.Plain(name)
				}
				counts[name]++
			}
		}
		delete(counts, "")
		if len(counts) > 0 {
			return sorted(counts)
		}
	}
	return nil
}

func sorted(counts map[string]int) []graph.Count {
	var out []graph.Count
	for text, n := range counts {
		out = append(out, graph.Count{Text: text, N: n})
	}
	slices.SortFunc(out, func(a, b graph.Count) int { return strings.Compare(a.Text, b.Text) })
	return out
}

// withAliases adds the names that the knowledge base knows, with a count of 0:
// an entity is found by them, but this document does not use them.
func withAliases(names []graph.Count, known []string) []graph.Count {
	counts := map[string]int{}
	for _, k := range known {
		counts[k] = 0
	}
	for _, n := range names {
		counts[n.Text] = n.N
	}
	return sorted(counts)
}

// nameOf is a mention's text as a name: one line, no possessive, plain hyphens.
func nameOf(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= '\u2010' && r <= '\u2015' {
			return '-'
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	for _, possessive := range []string{"'s", "’s", "'", "’"} {
		if rest, ok := strings.CutSuffix(s, possessive); ok {
			return rest
		}
	}
	return s
}

// externalID tells a Wikidata id from one of the knowledge base's own.
func externalID(fact string) graph.ExternalID {
	if slug, ok := strings.CutPrefix(fact, "kb:"); ok {
		return graph.ExternalID{Scheme: "dossier", Value: slug}
	}
	return graph.ExternalID{Scheme: "wikidata", Value: fact}
}

// addRoles gives every profile the positions that the document's affirmed
// claims say it holds: identity tells people of one name apart by them.
func addRoles(b *graph.Batch) {
	for _, c := range b.Claims {
		if c.Relation != "holdsPosition" || c.Subject.Profile < 0 || c.Polarity != graph.Affirmed {
			continue
		}
		role := c.Predicate
		for _, a := range c.Arguments {
			if a.Role == "position" {
				role = a.Text
			}
		}
		p := &b.Profiles[c.Subject.Profile]
		p.Roles = append(p.Roles, strings.ToLower(nameOf(role)))
	}
	for i := range b.Profiles {
		slices.Sort(b.Profiles[i].Roles)
		b.Profiles[i].Roles = slices.Compact(b.Profiles[i].Roles)
	}
}

// traits tells for each profile, by the number of its entity, what the document
// says by which namesakes are told apart. The year of birth is a claim's.
func (p *Pipeline) traits(b *graph.Batch, an *nlp.Analysis, r *identity.Reading, used []int) []identity.Traits {
	out := make([]identity.Traits, len(b.Profiles))
	year := identity.YearOf(an, b.Document.Published)
	for i := range b.Profiles {
		switch q := &b.Profiles[i]; p.ontology.Family(q.Type) {
		case schema.FamilyPerson:
			out[i] = p.identity.TraitsOf(an, used[i], q.Roles, year)
		case schema.FamilyOrg:
			out[i].Country, out[i].Sure = r.Country(used[i])
		}
	}
	for n, year := range birthYears(b) {
		out[n].Born = nil
		if year > 0 {
			out[n].Born = []int{year}
		}
	}
	p.identity.Ambiguous(b.Profiles, out)
	return out
}

// birthYears tells for each profile the year in which its document says that
// it was born, if it says one: two people of one name differ by it.
func birthYears(b *graph.Batch) map[int32]int {
	years := map[int32]int{}
	for _, c := range b.Claims {
		v := c.Object.Value
		if c.Relation != "bornIn" || c.Subject.Profile < 0 || c.Polarity != graph.Affirmed || v == nil || v.Date.IsZero() {
			continue
		}
		if y := v.Date.Year(); years[c.Subject.Profile] == 0 {
			years[c.Subject.Profile] = y
		} else if years[c.Subject.Profile] != y {
			years[c.Subject.Profile] = -1
		}
	}
	return years
}

// tracking lists query parameters that tell who clicked, not what is shown.
var tracking = []string{"fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref", "ref_src", "cmpid", "smid"}

// canonical is the form of a URL under which a document is known: without
// fragment, tracking parameters, default port and letter case of the host.
// What is no absolute web address names no document.
func canonical(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment, u.User = "", nil
	u.Host = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(u.Host), ":443"), ":80")
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || slices.Contains(tracking, k) {
			q.Del(k)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
