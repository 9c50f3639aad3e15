package claim

import "strings"

// clauseTriples returns the triples of one clause: subject and object for each
// direct object, and for each further argument a relation that holds the verb,
// the first object and the preposition. A noun phrase that ends in a
// prepositional phrase is also split before it.
func (d *page) clauseTriples(c int) []Tuple {
	cl := &d.clauses[c]
	if cl.existal {
		return nil
	}
	subjects := cl.subjects
	if cl.passive {
		subjects = cl.surface
	}
	rel, ok := d.chain(c)
	if !ok {
		return nil
	}
	t := tripler{d: d, cl: cl, rel: rel}
	for _, s := range subjects {
		if d.isRelative(s) {
			continue
		}
		t.subjects, t.heads = append(t.subjects, d.tripleSubject(cl, s)), append(t.heads, s)
	}
	t.arguments()
	return t.out
}

// tripleSubject is a subject in the words of a triple.
func (d *page) tripleSubject(cl *clause, s int) string {
	if d.head(cl.head) == s {
		return d.tokens(d.nounPhraseWithout(s, cl.head))
	}
	return d.tokens(d.tightSubject(s))
}

// chain is the relation's words for a clause: its verb group, and before it
// that of the verbs it depends on as infinitive: "was considered to be".
func (d *page) chain(c int) (string, bool) {
	cl := &d.clauses[c]
	own := d.verbGroup(cl, false)
	if cl.mark == "to" {
		own = "to " + own
	}
	if cl.link == "xcomp" && cl.parent >= 0 {
		p := &d.clauses[cl.parent]
		up, ok := d.chain(cl.parent)
		if !ok {
			return "", false
		}
		if len(p.objects) > 0 && !p.passive {
			return own, true
		}
		if p.cop >= 0 {
			up += " " + d.tokens(phrase{p.head, p.head, p.head + 1})
		}
		return up + " " + own, true
	}
	if cl.link == "conj" && cl.parent >= 0 && !d.finite(cl) {
		own = d.borrowedAux(cl) + own
	}
	return own, own != ""
}

// borrowedAux returns the auxiliaries that a coordinated verb shares.
func (d *page) borrowedAux(cl *clause) string {
	if len(d.all(cl.head, "aux")) > 0 {
		return ""
	}
	var b strings.Builder
	for _, k := range d.all(d.clauses[cl.parent].head, "aux") {
		be := d.lemma(k) == "be"
		switch d.xpos(cl.head) {
		case "VB":
			if be || d.lemma(k) == "have" {
				continue
			}
		case "VBG":
			if !be {
				continue
			}
		case "VBN":
		default:
			continue
		}
		b.WriteString(d.word(k) + " ")
	}
	return b.String()
}

// tripler collects the triples of one clause.
type tripler struct {
	d        *page
	cl       *clause
	subjects []string
	heads    []int // of subjects
	rel      string
	object   string // the words of the first object, part of the relation for all that follow
	out      []Tuple
}

func (t *tripler) add(rel, object string, head int, prep string) {
	if rel == "" || object == "" {
		return
	}
	for i, s := range t.subjects {
		if s != "" && s != object {
			f := t.d.features(t.cl, t.heads[i], head, prep)
			t.out = append(t.out, Tuple{Sentence: t.d.sentence[t.cl.head], Subject: s, Relation: strings.Join(strings.Fields(rel), " "), Arguments: []string{object}, Score: logistic(dot(f)), Features: f})
		}
	}
}

// phrases adds the triples for each member of a coordinated noun phrase, and
// those for the prepositional phrases inside it: "of" is split where it stands
// ("is the capital of | Ruritania"), others are told of the clause.
func (t *tripler) phrases(rel string, h int) {
	for _, m := range t.d.members(h) {
		t.member(rel, m, 0)
	}
}

func (t *tripler) member(rel string, h, depth int) {
	d := t.d
	p := d.tightPhrase(h)
	prep, _ := d.preposition(h)
	t.add(rel, d.tokens(p), h, prep)
	if depth > 4 {
		return
	}
	for _, k := range d.all(h, "nmod") {
		prep, at := d.preposition(k)
		if d.rel(k) != "nmod" || at <= h {
			continue
		}
		base := rel + " " + d.tokens(phrase{h, p.first, h + 1})
		if prep != "of" && t.object != "" && depth > 0 {
			base = t.rel + " " + t.object
		}
		for _, m := range d.members(k) {
			t.member(base+" "+prep, m, depth+1)
		}
	}
}

// arguments walks the clause's arguments in text order.
func (t *tripler) arguments() {
	d, cl := t.d, t.cl
	if cl.cop >= 0 {
		prep, at := d.preposition(cl.head)
		rel := t.rel
		if at >= 0 {
			rel += " " + prep
		}
		switch {
		case d.nominal(cl.head) && d.upos(cl.head) != "ADJ":
			t.object = d.tokens(d.tightPhrase(cl.head))
			t.phrases(rel, cl.head)
		default:
			t.add(t.rel, d.tokens(d.predicative(cl)), cl.head, "")
			t.rel += " " + d.tokens(d.adverbed(cl.head))
		}
	}
	for _, k := range d.kids[cl.head] {
		switch d.rel(k) {
		case "obj":
			if t.object == "" {
				t.object = d.tokens(d.tightPhrase(k))
			}
			t.phrases(t.rel, k)

		case "iobj":
			t.phrases(t.rel, k)
		case "xcomp":
			if d.clauseAt[k] < 0 {
				t.phrases(t.rel+" "+t.object, k)
			}
		case "obl", "obl:agent":
			if prep, at := d.preposition(k); at >= 0 {
				t.phrases(t.rel+" "+t.object+" "+prep, k)
			}
		case "obl:unmarked", "obl:tmod":
			if s := d.kid(cl.head, "nsubj"); t.object == "" && s >= 0 && s < k && k < cl.head && d.kid(cl.head, "obj") > cl.head {
				continue // "Ostra this year adds ships": without the ships it says nothing
			}
			t.phrases(t.rel+" "+t.object, k)
		}
	}
}

// adverbed is an adjective with the adverbs in front of it.
func (d *page) adverbed(h int) phrase {
	p := phrase{h, h, h + 1}
	for p.first > 0 && d.head(p.first-1) == h && d.rel(p.first-1) == "advmod" && !d.negates(p.first-1) {
		p.first--
	}
	return p
}

// tightSubject is a subject without the clauses that describe it.
func (d *page) tightSubject(h int) phrase {
	if k := d.kid(h, "acl"); k >= 0 {
		return d.nounPhraseWithout(h, k)
	}
	return d.nounPhrase(h)
}
