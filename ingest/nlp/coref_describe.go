package nlp

import "strings"

// describe notes what the text says its names are: appositions join the
// chain of the name, titles and predicates only describe it.
func (r *resolver) describe() {
	for i := range r.cands {
		switch c := &r.cands[i]; c.kind {
		case Nominal:
			r.describeNominal(i)
		case Name:
			r.describeTitles(c)
		}
	}
	for i := range r.cands {
		if r.cands[i].kind == Nominal && r.cands[i].sentence < 12 {
			r.headline(i)
		}
	}
}

// describeNominal links an apposition and reads a predicate: "Ana Roy, the
// director", "the director, Ana Roy", "Ostra is a shipping company".
func (r *resolver) describeNominal(i int) {
	c := &r.cands[i]
	tok := &r.an.Tokens[c.head]
	if c.plural == 1 || c.chain >= 0 {
		return
	}
	if tok.Deprel == "appos" && tok.Head >= 0 {
		if k := r.nameAt(tok.Head); k >= 0 && (r.mayBe(i, k) || r.retype(k, c)) {
			r.join(i, r.cands[k].chain, "apposition", 0.9)
			return
		}
	}
	for k := i + 1; k < len(r.cands) && k < i+4 && r.cands[k].sentence == c.sentence; k++ {
		n := &r.cands[k]
		t := &r.an.Tokens[n.head]
		if n.kind == Name && n.class == classPerson && n.first == c.last && c.class == classPerson && c.det != "poss" && r.mayBe(i, k) {
			r.join(i, n.chain, "apposition", 0.8) // "club secretary Ana Roy", whatever the parser made of it
			return
		}
		if n.kind == Name && n.class == classPerson && t.Deprel == "appos" && r.holderBehind(c, t.Head) && r.mayBe(i, k) {
			r.join(i, n.chain, "apposition", 0.8)
			return
		}
		if n.kind == Name && t.Head == c.head && (t.Deprel == "appos" || t.Deprel == "conj" && r.enclosed(c, n) || strings.HasPrefix(t.Deprel, "flat")) && (r.mayBe(i, k) || r.vagueBody(i, k)) {
			r.join(i, n.chain, "apposition", 0.9)
			return
		}
	}
	if k := r.subjectOfPredicate(c); k >= 0 && r.mayBe(i, k) {
		r.chains[r.cands[k].chain].nouns[c.noun] = true
	}
}

// nameAt returns the name whose range holds a token, -1 if none.
func (r *resolver) nameAt(t int) int {
	if k, ok := r.byHead[t]; ok && r.cands[k].kind == Name {
		return k
	}
	return -1
}

// mayBe reports whether a description can stand for a name by class, number
// and gender.
func (r *resolver) mayBe(i, k int) bool {
	c, n := &r.cands[i], &r.cands[k]
	if c.class != classUnknown && n.class != classUnknown && c.class != n.class && !(chiefNouns[c.noun] && n.class == classPerson) && !(c.class == classOrg && n.class == classPlace) {
		return false
	}
	ch := &r.chains[n.chain]
	return c.gender == "" || ch.gender == "" || c.gender == ch.gender
}

// enclosed reports a name between commas right behind what somebody has, which
// the parser may take for a list: "Roy's label, Sunset Records, sued".
func (r *resolver) enclosed(c, n *candidate) bool {
	return c.det == "poss" && c.last == n.first-1 && r.an.word(c.last) == "," && n.last+1 < r.an.Sentences[c.sentence].Last && r.an.word(n.last) == "," &&
		r.an.Tokens[n.last+1].UPOS != "CCONJ"
}

// holderBehind reports a description of a person whose name the parser hung on
// what the description ends in: "a spokesman for the party, Ana Roy".
func (r *resolver) holderBehind(c *candidate, head int) bool {
	if c.class != classPerson && !chiefNouns[c.noun] || head <= c.head || !r.above(c.head, head) {
		return false
	}
	k := r.at(head)
	return k >= 0 && r.cands[k].class != classPerson && (r.an.Tokens[head].Deprel == "nmod" || r.an.Tokens[head].Deprel == "compound")
}

// vagueBody reports a noun in apposition to an organisation that the ontology
// does not know for one: "Roy's label, Sunset Records".
func (r *resolver) vagueBody(i, k int) bool {
	c := &r.cands[i]
	return c.class == classThing && c.det == "poss" && r.cands[k].class == classOrg && len(r.a.nouns().types[c.noun]) == 0
}

// headline joins the description that opens a headline to the person whom the
// text then introduces by that word: "Leith mayor held … Mayor Ana Roy".
func (r *resolver) headline(i int) {
	c := &r.cands[i]
	if c.chain >= 0 || c.det != "" || c.plural == 1 || c.class != classPerson && !chiefNouns[c.noun] || c.first != r.an.Sentences[c.sentence].First ||
		r.an.Tokens[r.an.Sentences[c.sentence].Last-1].UPOS == "PUNCT" || r.quotedWhole(c.sentence) {
		return
	}
	found := -1
	for k := range r.chains {
		ch := &r.chains[k]
		if ch.dead || !ch.named || !ch.nouns[c.noun] || !r.agrees(c, ch) {
			continue
		}
		if found >= 0 || ch.members[0] < i {
			return
		}
		found = k
	}
	if found >= 0 {
		r.join(i, found, "headline", 0.7)
	}
}

// subjectOfPredicate returns the name that a noun is predicated of, without
// negation, or -1.
func (r *resolver) subjectOfPredicate(c *candidate) int {
	subject, copula := -1, false
	s := r.an.Sentences[c.sentence]
	for t := max(s.First, c.head-25); t < c.head; t++ {
		tok := &r.an.Tokens[t]
		if tok.Head != c.head {
			continue
		}
		switch {
		case tok.Deprel == "cop":
			copula = true
		case tok.Deprel == "nsubj":
			subject = r.nameAt(t)
		case tok.Lemma == "not" || tok.Lemma == "never" || tok.Lemma == "no":
			return -1
		}
	}
	if !copula {
		return -1
	}
	return subject
}

// describeTitles notes the titles in and before a person's name and the
// head nouns inside the name of an organisation.
func (r *resolver) describeTitles(c *candidate) {
	nouns := r.chains[c.chain].nouns
	if c.class != classPerson {
		for t := c.first; t < c.last; t++ {
			if w := strings.ToLower(r.an.word(t)); r.isOrgWord(w) && r.a.nouns().types[w] != nil {
				nouns[w] = true
			}
		}
		return
	}
	low := r.an.Sentences[c.sentence].First
	for t := c.first - 1; t >= low && t >= c.first-4; t-- {
		tok := &r.an.Tokens[t]
		if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" || !r.above(t, c.head) && !r.above(c.head, t) && !sibling(r.an, t, c) {
			break
		}
		r.addTitle(nouns, t)
	}
	for t := c.first; t+1 < c.last && IsTitle(r.an.word(t)); t++ {
		r.addTitle(nouns, t)
	}
}

func sibling(an *Analysis, t int, c *candidate) bool {
	return an.Tokens[t].Head >= c.first && an.Tokens[t].Head < c.last
}

func (r *resolver) addTitle(nouns map[string]bool, t int) {
	w := plainWord(r.an.word(t))
	if full := titleWords[w]; full != "" {
		w = full
	}
	if r.a.nouns().types[w] != nil {
		nouns[w] = true
	}
}

var titleWords = map[string]string{
	"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "prof": "professor", "dr": "doctor", "col": "colonel",
	"capt": "captain", "adm": "admiral", "sgt": "sergeant", "lt": "lieutenant",
}
