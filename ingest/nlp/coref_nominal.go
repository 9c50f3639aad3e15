package nlp

import (
	"slices"
	"strings"

	"dossier/schema"
)

// linkNominal links a definite description to the thing it was introduced as
// or to the one name near it that it fits. When two fit alike it links none:
// a wrong link costs more than a missing one.
func (r *resolver) linkNominal(i int) {
	c := &r.cands[i]
	if c.chain >= 0 || plainNouns[c.noun] {
		return
	}
	post := r.restricted(c)
	if (c.det == "the" || c.det == "") && !post && c.plural == -1 {
		if k := r.officeHolder(c); k >= 0 {
			r.join(i, k, "office", 0.8)
			return
		}
	}
	switch c.det {
	case "the", "this":
	case "poss":
		if k := r.sameOwner(i); k >= 0 {
			r.join(i, r.chainOf(k), "same owner", 0.85)
		}
		return
	case "":
		if k := r.sameWords(i); k >= 0 {
			r.join(i, r.chainOf(k), "same words", 0.7)
		}
		return
	default:
		return
	}
	if k := r.sameDescription(i, post); k >= 0 {
		r.join(i, r.chainOf(k), "same description", 0.8)
		return
	}
	if post || c.plural == 1 {
		return
	}
	if r.hasName(c) {
		return // "the Ostra director": of another thing than the one named
	}
	if k := r.describedAs(i); k >= 0 {
		r.join(i, k, "description", 0.8)
		return
	}
	if k, score := r.onlyOfType(i); k >= 0 {
		r.join(i, k, "type", score)
	}
}

// plainNouns are too empty to carry a link.
var plainNouns = set(`thing way kind part number lot case fact issue point side end time day year week month moment place rest result
	reason example word matter sort type bit set piece level rate amount series majority
	response addition order term lack line course place view light face name home today tomorrow comment question answer`)

// restricted reports a modifier behind the noun that narrows it: "the company
// that sued", "the head of the fund".
func (r *resolver) restricted(c *candidate) bool {
	s := r.an.Sentences[c.sentence]
	for t := c.head + 1; t < s.Last && t < c.head+20; t++ {
		if tok := &r.an.Tokens[t]; tok.Head == c.head {
			switch tok.Deprel {
			case "nmod", "acl", "acl:relcl", "nmod:of":
				return true
			}
		}
	}
	return false
}

// hasName reports a name among the modifiers.
func (r *resolver) hasName(c *candidate) bool {
	for t := c.first; t < c.head; t++ {
		if r.an.Tokens[t].UPOS == "PROPN" {
			return true
		}
	}
	return false
}

// modifiers returns the content words before the noun.
func (r *resolver) modifiers(c *candidate) []string {
	var out []string
	for t := c.first; t < c.head; t++ {
		switch tok := &r.an.Tokens[t]; tok.UPOS {
		case "ADJ", "NOUN", "PROPN", "NUM", "VERB":
			out = append(out, strings.ToLower(r.an.word(t)))
		case "PRON":
			out = append(out, "'s") // possessed: of someone
		}
	}
	return out
}

// officeHolder returns the chain of the person whom the knowledge base has in
// the office described: "the Pentagon chief", "the Norvian president".
func (r *resolver) officeHolder(c *candidate) int {
	if c.first == c.head || c.class != classPerson && !chiefNouns[c.noun] {
		return -1
	}
	body := r.bodyNamed(c)
	if body == nil {
		return -1
	}
	found := -1
	for k := range r.chains {
		f := r.fact(r.chains[k].fact)
		if f == nil || r.chains[k].dead || r.chains[k].class != classPerson || !heads(f, body, c.noun) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = k
	}
	return found
}

var chiefNouns = set("chief head boss leader")

// bodyNamed returns the fact of the body or country among the modifiers.
func (r *resolver) bodyNamed(c *candidate) *schema.Fact {
	for t := c.first; t < c.head; t++ {
		w := r.an.word(t)
		for _, n := range r.a.tables().kb.lookup(w) {
			return n.fact
		}
		if f := r.a.tables().kb.demonyms[kbKey(w)]; f != nil {
			return f
		}
	}
	return nil
}

// heads reports whether a person of the knowledge base holds an office of a
// body that can be called by a noun. The office's field ("Defense") must be in
// a name of the body, or the person belong to the body itself.
func heads(f, body *schema.Fact, noun string) bool {
	for _, title := range f.Titles {
		title = strings.ToLower(title)
		if !chiefNouns[noun] && !strings.Contains(title, noun) {
			continue
		}
		_, field, of := strings.Cut(title, " of ")
		switch {
		case f.Part == body.ID && (!of || !chiefNouns[noun]):
			return true
		case of && f.Part == body.Part && body.Part != "" && namesField(body, strings.TrimPrefix(field, "the ")):
			return true
		}
	}
	return false
}

func namesField(body *schema.Fact, field string) bool {
	for _, n := range append([]string{body.Name}, body.Aliases...) {
		if strings.HasSuffix(strings.ToLower(n), "of "+field) || strings.HasPrefix(strings.ToLower(n), field+" ") {
			return true
		}
	}
	return false
}

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

// coArgument reports that a chain has a mention beside candidate i under the
// same verb, where the two cannot be the same.
func (r *resolver) coArgument(i, k int) bool {
	c := &r.cands[i]
	clause := r.clauseOf(c.head)
	for m := i - 1; m >= 0 && r.cands[m].sentence == c.sentence; m-- {
		if r.cands[m].chain == k && r.clauseOf(r.cands[m].head) == clause && r.cands[m].role != "nmod:poss" {
			return true
		}
	}
	return false
}
