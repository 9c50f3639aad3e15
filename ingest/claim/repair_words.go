package claim

import "strings"

// upTo reads "face up to 10 years" as an amount, not as the verb "face up".
func (d *page) upTo(i int) {
	if i+2 >= len(d.tok) || d.lower[i] != "up" || d.lower[i+1] != "to" || d.sentence[i+2] != d.sentence[i] {
		return
	}
	number := i + 2
	if d.tok[number].UPOS == "SYM" && number+1 < len(d.tok) {
		number++
	}
	if d.tok[number].UPOS != "NUM" {
		return
	}
	n := d.tok[i+1].Head
	if n <= i || d.tok[i+1].Deprel != "case" {
		return
	}
	v := d.tok[n].Head
	d.tok[i].Head, d.tok[i].Deprel = n, "advmod"
	d.tok[i+1].Head, d.tok[i+1].Deprel = i, "fixed"
	if d.tok[n].Deprel == "obl" && v >= 0 && v < i && !d.hasChild(v, "obj") && d.tok[v].XPOS != "VBN" {
		d.tok[n].Deprel = "obj"
	}
}

// lowerNot gives a "not" between a verb and its infinitive to the infinitive:
// "asked not to be named".
func (d *page) lowerNot(i int) {
	if d.lower[i] != "not" || i+1 >= len(d.tok) || d.lower[i+1] != "to" || d.tok[i].Head >= i {
		return
	}
	if x := d.tok[i+1].Head; d.tok[i+1].Deprel == "mark" && x > i {
		d.tok[i].Head, d.tok[i].Deprel = x, "advmod"
	}
}

// raiseCharge gives "of doing it" to the verb of accusing before it, from the
// noun that the parser gave it to: "accused troops in Norvia of burning houses".
func (d *page) raiseCharge(of int) {
	g := of + 1
	if d.lower[of] != "of" || g >= len(d.tok) || d.tok[g].XPOS != "VBG" {
		return
	}
	v := of - 1
	first := d.a.Sentences[d.sentence[of]].First
	for v >= first && !(d.tok[v].UPOS == "VERB" && accusing[d.lemmas[v]]) {
		if d.tok[v].UPOS == "VERB" || d.lower[v] == "," || d.lower[v] == "of" {
			return
		}
		v--
	}
	if v < first || of-v < 3 || d.tok[g].Head == v && d.tok[g].Deprel == "advcl" {
		return
	}
	if n := d.tok[g].Head; d.tok[g].Deprel == "amod" && n > g { // "of controlling [amod] gangs"
		if d.hasChild(n, "det") && d.child(n, "det") < g {
			return
		}
		d.tok[n].Head, d.tok[n].Deprel = g, "obj"
	}
	d.tok[g].UPOS, d.tok[g].Head, d.tok[g].Deprel = "VERB", v, "advcl"
	d.tok[of].Head, d.tok[of].Deprel = g, "mark"
	who := d.child(v, "obj")
	for k := g + 1; k < d.a.Sentences[d.sentence[of]].Last; k++ {
		switch t := &d.tok[k]; {
		case t.Head == v && t.Deprel == "conj" && t.XPOS == "VBG":
			t.Head = g
		case t.Deprel == "advcl" && t.XPOS == "VBG" && d.hasMark(k, "by") && d.under(v, t.Head):
			t.Head = g // "of stealing secrets by hiring engineers"
		case t.Head == who && who >= 0 && t.Deprel == "nmod" && !d.hasChild(k, "case") && !d.hasChild(g, "obj"):
			t.Head, t.Deprel = g, "obj"
		}
	}
}

// heads of complex prepositions: "in addition to", "in lieu of".
var linkNouns = map[string]string{"addition": "to", "response": "to", "lieu": "of", "front": "of", "light": "of", "spite": "of", "terms": "of", "favor": "of", "favour": "of", "case": "of",
	"accordance": "with", "connection": "with", "line": "with", "exchange": "for", "return": "for", "relation": "to", "contrast": "to", "place": "of", "behalf": "of", "compliance": "with",
	"view": "of", "excess": "of", "keeping": "with", "partnership": "with", "collaboration": "with", "conjunction": "with", "cooperation": "with", "coordination": "with", "charge": "of", "honor": "of", "honour": "of", "support": "of"}

// linkWords joins a complex preposition: of "in addition to his fee" the fee is
// what hangs on the verb.
func (d *page) linkWords(n int) {
	want := linkNouns[d.lower[n]]
	if want == "" || n+1 >= len(d.tok) || d.lower[n+1] != want || n == 0 || d.tok[n].Deprel != "obl" || d.lower[n] == "charge" || d.lower[n] == "case" && d.lower[n-1] != "in" {
		return
	}
	if p := d.lower[n-1]; p != "in" && p != "on" || d.tok[n-1].Head != n {
		return
	}
	x := d.tok[n+1].Head
	if d.tok[n+1].Deprel != "case" || x <= n || d.tok[x].Head != n && d.tok[x].Head != d.tok[n].Head {
		return
	}
	d.tok[x].Head, d.tok[x].Deprel = d.tok[n].Head, "obl"
	d.tok[n-1].Head = x
	d.tok[n].Head, d.tok[n].Deprel = n-1, "fixed"
	d.tok[n+1].Head, d.tok[n+1].Deprel = n-1, "fixed"
}

// accordingTo gives the one behind "according to" to the clause, where an
// adjective behind him was taken for a predicate: "according to two people
// familiar with it".
func (d *page) accordingTo(i int) {
	if d.lower[i] != "according" || d.tok[i].Deprel != "case" {
		return
	}
	n := d.tok[i].Head
	if n < i {
		return
	}
	h := d.tok[n].Head
	if h <= n || d.tok[h].Head < 0 || d.tok[h].UPOS == "VERB" && d.tok[h].XPOS != "VBN" {
		return
	}
	d.tok[n].Head, d.tok[n].Deprel = d.tok[h].Head, "obl"
	d.tok[h].Head, d.tok[h].Deprel = n, "acl"
}

// phrasal particles that the parser gave to the object: "scale back [certain] functions".
var phrasal = map[string]map[string]bool{
	"back": words(`roll scale pull push hold cut pay give take bring hit fight dial win send hand call claw`),
	"up":   words(`set give take build step pick back clean break bring call open cover`),
	"down": words(`shut turn strike break bring close cut knock tear put take shoot`),
	"out":  words(`rule carry point lay set wipe hand find throw phase roll pull turn take`),
	"off":  words(`lay call set pay sell write break kick cut fend pull take put`),
	"away": words(`take give put throw turn`),
}

func (d *page) particle(i int) {
	verbs := phrasal[d.lower[i]]
	if verbs == nil || i == 0 || d.tok[i-1].UPOS != "VERB" || !verbs[d.lemmas[i-1]] || d.tok[i].Deprel == "case" || d.tok[i].Deprel == "compound:prt" {
		return
	}
	if d.tok[i].Head != i-1 && d.tok[i].Head < i {
		return
	}
	for k := range d.tok[i:min(i+12, len(d.tok))] {
		if d.tok[i+k].Head == i {
			return // a phrase of its own: "back to the port"
		}
	}
	d.tok[i].Head, d.tok[i].Deprel, d.tok[i].UPOS = i-1, "compound:prt", "ADP"
}

// raiseTemporal gives "after reaching a deal" at the end of a sentence to its
// finite verb, not to an infinitive inside its object.
func (d *page) raiseTemporal(i int) {
	m := d.child(i, "mark")
	if m < 0 || d.tok[i].Deprel != "advcl" || d.tok[i].XPOS != "VBG" || m != i-1 || d.lower[m] != "after" && d.lower[m] != "before" && d.lower[m] != "since" {
		return
	}
	v := d.tok[i].Head
	if v < 0 || v > i || d.tok[v].Deprel != "xcomp" && d.tok[v].Deprel != "acl" {
		return
	}
	inside := false
	for n := 0; v >= 0 && n < 20; n++ {
		inside = inside || d.tok[v].Deprel == "acl"
		if x := d.tok[v].XPOS; inside && d.tok[v].UPOS == "VERB" && (x == "VBD" || x == "VBZ" || x == "VBP" || d.hasChild(v, "aux")) {
			d.tok[i].Head = v
			return
		}
		v = d.tok[v].Head
	}
}

// asMuchAs reads "as much as 7 percent" as an amount.
func (d *page) asMuchAs(i int) {
	if i+3 >= len(d.tok) || d.lower[i] != "as" || d.lower[i+2] != "as" || !quantities[d.lower[i+1]] || d.sentence[i+3] != d.sentence[i] {
		return
	}
	n := d.tok[i+2].Head
	if d.tok[i+2].Deprel != "case" || n <= i+2 || d.tok[i+3].UPOS != "NUM" && d.tok[i+3].UPOS != "SYM" {
		return
	}
	for k := i; k <= i+2; k++ {
		d.tok[k].Head, d.tok[k].Deprel = n, "advmod"
	}
	if v := d.tok[n].Head; d.tok[n].Deprel == "obl" && v >= 0 && v < i && d.tok[v].UPOS == "VERB" && !d.hasChild(v, "obj") {
		d.tok[n].Deprel = "obj"
	}
}

var quantities = words(`much many little few high low long`)

// bareGoal reads "admitted to hospital", where the noun was taken for an
// infinitive, as the place it is.
func (d *page) bareGoal(i int) {
	t := &d.tok[i]
	if !bareGoals[d.lower[i]] || t.UPOS != "VERB" || i == 0 || d.lower[i-1] != "to" || t.Head < 0 || t.Head > i || d.hasChild(i, "obj") {
		return
	}
	v := t.Head
	t.UPOS, t.XPOS, t.Deprel = "NOUN", "NN", "obl"
	d.tok[i-1].Head, d.tok[i-1].Deprel = i, "case"
	for k := i + 1; k < d.a.Sentences[d.sentence[i]].Last; k++ {
		if d.tok[k].Head == i {
			d.tok[k].Head = v
		}
	}
}

var bareGoals = words(`hospital prison jail court school church university college bed`)

// howMark lets "on how pilots are trained" begin with "how": the words belong to
// the clause and not to its subject.
func (d *page) howMark(i int) {
	if d.lower[i] != "how" || i == 0 || i+1 >= len(d.tok) || d.tok[i].Head <= i {
		return
	}
	n := d.tok[i].Head
	s := d.a.Sentences[d.sentence[i]]
	for steps := 0; d.tok[n].UPOS != "VERB" && !d.hasChild(n, "cop") && steps < 6; steps++ {
		if n = d.tok[n].Head; n <= i || n >= s.Last {
			return
		}
	}
	d.tok[i].Head, d.tok[i].Deprel = n, "advmod"
	if p := i - 1; d.tok[p].Deprel == "case" && d.tok[p].Head >= i {
		d.tok[p].Head, d.tok[p].Deprel = n, "mark"
	}
}

// nounPurpose gives "to do it" right behind a noun of being able or willing to
// the noun: "raised concerns about their ability to see it".
func (d *page) nounPurpose(to int) {
	if d.lower[to] != "to" || to == 0 || d.tok[to].Deprel != "mark" || d.tok[to-1].UPOS != "NOUN" || class(d.lemmas[to-1]) == wayNone {
		return
	}
	n, v := to-1, d.tok[to].Head
	if v > to && d.tok[v].Deprel == "advcl" && d.tok[v].Head < n && d.hasChild(n, "nmod:poss") && d.tok[n].Deprel == "nmod" {
		d.tok[v].Head, d.tok[v].Deprel = n, "acl"
	}
}

// thatClause repairs the clause behind a verb of saying and "that": the noun
// behind "that" is its subject, not the verb's object; a fronted "to" clause is
// not what is said.
func (d *page) thatClause(that int) {
	t := &d.tok[that]
	if d.lower[that] != "that" || that == 0 {
		return
	}
	if n := t.Head; t.Deprel == "det" && n > that && d.tok[that-1].UPOS == "VERB" && isWay(d.lemmas[that-1], waySaid) && strings.HasPrefix(d.tok[n].Deprel, "nsubj") && d.tok[n].Head > n {
		t.Head, t.Deprel = d.tok[n].Head, "mark" // "confirmed that work had begun"
		return
	}
	if t.Deprel == "det" && t.Head > that && d.tok[t.Head].XPOS == "NNS" {
		d.pluralThat(that)
		return
	}
	p := t.Head
	if t.Deprel != "mark" || p <= that {
		return
	}
	v := d.tok[p].Head
	if d.tok[p].Deprel == "advcl" && v >= 0 && v < that && d.tok[v].UPOS == "VERB" && isWay(d.lemmas[v], waySaid, wayOpinion, wayKnown) && !d.hasChild(v, "ccomp") && d.tok[that-1].XPOS != "RB" && d.tok[that-1].XPOS != "IN" {
		d.tok[p].Deprel = "ccomp"
		return
	}
	if v := that - 1; d.tok[v].UPOS == "VERB" && !d.hasChild(p, "nsubj") && !d.hasChild(p, "nsubj:pass") && !d.hasChild(v, "ccomp") {
		if o := d.child(v, "obj"); o > that && o < p {
			d.tok[o].Head, d.tok[o].Deprel = p, "nsubj"
			d.tok[p].Head, d.tok[p].Deprel = v, "ccomp"
		}
	}
}

// pluralThat reads "that workers", where "that" is no determiner, as the
// beginning of a clause.
func (d *page) pluralThat(that int) {
	n := d.tok[that].Head
	s := d.a.Sentences[d.sentence[that]]
	if r := d.tok[n].Deprel; r != "conj" && r != "obj" && r != "appos" {
		d.tok[that].Deprel = "mark"
		return
	}
	for p := n + 1; p < s.Last; p++ {
		if !d.predicates(p) && !d.hasChild(p, "cop") || d.insideRelative(p) || d.hasChild(p, "nsubj") || d.hasChild(p, "nsubj:pass") || d.subordinated(p) {
			continue
		}
		up, rel := d.tok[n].Head, "conj"
		if d.tok[n].Deprel == "obj" {
			rel = "ccomp"
		}
		d.tok[n].Head, d.tok[n].Deprel = p, "nsubj"
		d.tok[that].Head, d.tok[that].Deprel = p, "mark"
		if d.tok[p].Head >= 0 && !d.under(up, p) {
			d.tok[p].Head, d.tok[p].Deprel = up, rel
		}
		return
	}
}

// frontedPurpose repairs "said that to save it, he would pay": what is said is
// the finite clause, the infinitive depends on it.
func (d *page) frontedPurpose(i int) {
	if d.tok[i].Head < 0 || d.tok[i].Deprel != "ccomp" || d.tok[i].XPOS != "VB" || !d.hasMark(i, "to") || d.hasChild(i, "nsubj") {
		return
	}
	if c := d.child2(d.tok[i].Head, "ccomp", i); c > i && (d.hasChild(c, "nsubj") || d.hasChild(c, "nsubj:pass")) {
		d.tok[i].Head, d.tok[i].Deprel = c, "advcl"
	}
}
