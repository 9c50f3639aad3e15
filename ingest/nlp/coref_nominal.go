package nlp

import (
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
		if s := r.sinceThen(i, r.cands[k].chain); s >= 0 {
			r.join(i, s, "type", 0.6)
			return
		}
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
		if s := r.sinceThen(i, k); s >= 0 {
			r.join(i, s, "type", 0.6)
			return
		}
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
