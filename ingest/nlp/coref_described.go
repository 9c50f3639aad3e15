package nlp

import (
	"slices"

	"dossier/schema"
)

// describedAs returns the one chain lately mentioned that the text has
// called by this noun: "Senator Dan Ode … the senator".
func (r *resolver) describedAs(i int) int {
	c := &r.cands[i]
	found := -1
	for _, k := range r.live(i, 10) {
		ch := &r.chains[k]
		if !ch.named || !ch.nouns[c.noun] || !r.agrees(c, ch) || r.coArgument(i, k) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = k
	}
	return found
}

// sinceThen returns the named chain that the sentence before is about, where a
// bare description ("the company") fits it by type as well as the chain that the
// text has called so earlier, and that one is not in the sentence before; else -1.
func (r *resolver) sinceThen(i, called int) int {
	c := &r.cands[i]
	if called < 0 || c.plural == 1 || c.class == classPerson || r.restricted(c) || len(r.modifiers(c)) > 0 {
		return -1
	}
	types, found := r.headTypes(c), -1
	if len(types) == 0 {
		return -1
	}
	for m := r.from[max(0, c.sentence-1)]; m < i; m++ {
		o := &r.cands[m]
		if o.chain < 0 || o.sentence == c.sentence {
			continue
		}
		ch := &r.chains[o.chain]
		switch {
		case o.chain == called:
			return -1
		case o.chain == found || !ch.named || !isSubject(o.role) || !r.agrees(c, ch) || !r.typeFits(types, ch):
		case found >= 0:
			return -1
		default:
			found = o.chain
		}
	}
	return found
}

// onlyOfType returns the one named chain of the last sentences whose type the
// noun names, and the link's score.
func (r *resolver) onlyOfType(i int) (int, float64) {
	c := &r.cands[i]
	types := r.headTypes(c)
	if len(types) == 0 || c.class == classPerson && c.gender == "" {
		return -1, 0
	}
	var fit []int
	for _, k := range r.live(i, 3) {
		ch := &r.chains[k]
		if ch.named && r.agrees(c, ch) && r.typeFits(types, ch) && !r.coArgument(i, k) && !(c.noun == "village" && ch.typ == "City") {
			fit = append(fit, k)
		}
	}
	switch len(fit) {
	case 0:
		return -1, 0
	case 1:
		return fit[0], 0.75
	}
	// Several: only the subject of the sentence before, when no other of them stands there.
	best := -1
	for _, k := range fit {
		m := &r.cands[r.chains[k].last]
		if m.sentence < c.sentence-1 {
			continue
		}
		if best >= 0 {
			return -1, 0
		}
		best = k
	}
	if best >= 0 && isSubject(r.cands[r.chains[best].last].role) {
		return best, 0.6
	}
	return -1, 0
}

// agrees reports that class, gender and number of a description do not
// contradict a chain.
func (r *resolver) agrees(c *candidate, ch *chain) bool {
	if c.class != classUnknown && ch.class != classUnknown && c.class != ch.class {
		return false
	}
	return c.gender == "" || ch.gender == "" || c.gender == ch.gender
}

// typeFits reports that the chain's type is one of the types, or is not known
// better than that it is an organisation.
func (r *resolver) typeFits(types []string, ch *chain) bool {
	for _, t := range types {
		if ch.typ != "" && r.a.ontology.Is(ch.typ, t) {
			return true
		}
		if ch.class == classOrg && (ch.typ == "" || ch.typ == "Organization") && r.a.ontology.Family(t) == "org" && r.a.ontology.Is(t, "Organization") && !r.ofOtherKind(types, ch) {
			return true
		}
		if ch.class == classPerson && t == "Person" {
			return true
		}
	}
	return false
}

// ofOtherKind reports a chain that the text calls by a noun of other types
// only: an institute is no assembly.
func (r *resolver) ofOtherKind(types []string, ch *chain) bool {
	other := false
	for n := range ch.nouns {
		own := r.a.nouns().types[n]
		for _, t := range own {
			if slices.ContainsFunc(types, func(x string) bool { return r.a.ontology.Is(x, t) || r.a.ontology.Is(t, x) }) {
				return false
			}
		}
		other = other || len(own) > 0 && r.a.ontology.Family(own[0]) == schema.FamilyOrg
	}
	return other
}
