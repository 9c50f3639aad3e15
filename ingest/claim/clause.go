package claim

import "strings"

// A clause is one predicate with what belongs to it, after ClausIE (Del Corro
// and Gemulla 2013), in active direction: a passive's agent is the subject and
// its grammatical subject the object. Everything else in this package reads clauses.
type clause struct {
	head    int    // the verb; of a copular clause the noun or adjective
	cop     int    // the copula, -1 for none
	parent  int    // clause it depends on, -1 for none
	link    string // how: "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "root" …
	mark    string // subordinating words in lower case: "that", "if", "so that", "to"
	passive bool
	existal bool // "there is", "it is … that": the grammatical subject says nothing

	particle string
	subjects []int // heads of noun phrases, coordination resolved
	surface  []int // of a passive: the grammatical subjects
	objects  []int
	indirect []int
	obliques []oblique
	content  int // clausal object ("said that …"): its clause, -1 for none
	infinite int // infinitive or predicate complement: its token, -1 for none
	resolved bool

	ctx context
}

// An oblique is a participant behind a preposition, or a bare time expression.
type oblique struct {
	head  int
	prep  string // "", "to", "in front of": words in lower case
	at    int    // first token of the preposition, -1 for none
	role  string
	under int // noun it is attached to when that is the clause's object, else -1
}

// clausal are the relations by which a predicate can hang on something.
var clausal = map[string]bool{"root": true, "ccomp": true, "xcomp": true, "advcl": true, "acl": true, "acl:relcl": true,
	"conj": true, "parataxis": true, "csubj": true, "csubj:pass": true, "advcl:relcl": true, "list": true, "appos": true, "dep": true, "csubj:outer": true}

// findClauses fills d.clauses.
func (d *page) findClauses() {
	for i := range d.a.Tokens {
		if d.isPredicate(i) {
			d.clauseAt[i] = len(d.clauses)
			d.clauses = append(d.clauses, clause{head: i, cop: d.copulaOf(i), parent: -1, content: -1, infinite: -1})
		}
	}
	for c := range d.clauses {
		d.attach(c)
	}
	for c := range d.clauses {
		d.resolve(c, 0)
	}
}

// copulaOf returns the copula of a predicate, -1 for none. "The problem is that
// it failed" has a finite verb for its head; that one needs no copula.
func (d *page) copulaOf(i int) int {
	if d.upos(i) == "VERB" && (d.xpos(i) == "VBD" || d.xpos(i) == "VBZ" || d.xpos(i) == "VBP") || d.kid(i, "nsubj:outer", "csubj:outer") >= 0 && d.kid(i, "nsubj", "nsubj:pass") >= 0 {
		return -1
	}
	return d.kid(i, "cop")
}

func (d *page) isPredicate(i int) bool {
	if prepositional[d.lower[i]] && d.kid(i, "nsubj", "nsubj:pass", "aux") < 0 && d.head(i) >= 0 || d.idiom(i) {
		return false
	}
	if !clausal[d.rel(i)] && d.head(i) >= 0 {
		return false
	}
	if d.kid(i, "cop") >= 0 {
		return true
	}
	if d.upos(i) != "VERB" && (d.upos(i) != "AUX" || d.kid(i, "nsubj", "expl") < 0) {
		return false
	}
	if d.rel(i) == "conj" || d.rel(i) == "appos" || d.rel(i) == "dep" {
		h := d.head(i)
		return d.clauseAt[h] >= 0 || d.upos(h) == "VERB" || d.kid(h, "cop") >= 0 || d.kid(i, "nsubj", "nsubj:pass") >= 0
	}
	return true
}

// idiom tells set phrases that hold a verb and say nothing: "so to speak".
func (d *page) idiom(i int) bool {
	return i >= 2 && d.lower[i] == "speak" && d.lower[i-1] == "to" && d.lower[i-2] == "so"
}

// attach finds the clause's parent, its link and its subordinator.
func (d *page) attach(c int) {
	cl := &d.clauses[c]
	cl.link = d.rel(cl.head)
	if d.head(cl.head) < 0 {
		cl.link = "root"
	}
	for h, n := d.head(cl.head), 0; h >= 0 && n < 200; h, n = d.head(h), n+1 {
		if d.clauseAt[h] >= 0 {
			cl.parent = d.clauseAt[h]
			break
		}
	}
	var marks []string
	for _, k := range d.kids[cl.head] {
		if d.rel(k) == "mark" || d.rel(k) == "case" && k < cl.head && cl.cop < 0 {
			marks = append(marks, d.lower[k])
			for _, f := range d.all(k, "fixed") {
				marks = append(marks, d.lower[f])
			}
		}
	}
	cl.mark = strings.Join(marks, " ")
	if k := d.kid(cl.head, "advmod"); cl.mark == "" && k >= 0 && k < cl.head && (d.xpos(k) == "WRB") {
		cl.mark = d.lower[k]
	}
	if prt := d.kid(cl.head, "compound:prt"); prt >= 0 {
		cl.particle = d.lower[prt]
	}
	if d.kid(cl.head, "aux:pass", "nsubj:pass", "obl:agent", "csubj:pass") >= 0 {
		cl.passive = true
	}
	if (cl.link == "acl" || cl.link == "advcl") && d.xpos(cl.head) == "VBN" && d.kid(cl.head, "aux", "obj") < 0 && cl.mark != "to" {
		cl.passive = true // "engineers based in China", "asked about it, Roy …"
	}
}

// resolve fills subjects, objects and obliques, those of the parent first,
// because a clause without its own subject borrows one.
func (d *page) resolve(c, depth int) {
	cl := &d.clauses[c]
	if cl.resolved || depth > 100 {
		return
	}
	cl.resolved = true
	if cl.parent >= 0 {
		d.resolve(cl.parent, depth+1)
	}
	if p := cl.parent; cl.link == "conj" && p >= 0 && d.xpos(cl.head) == "VBN" && d.clauses[p].passive && d.kid(cl.head, "aux", "nsubj") < 0 {
		cl.passive = true
	}
	d.own(cl)
	if len(cl.surface) == 0 && (len(cl.subjects) == 0 || cl.passive) && !cl.existal {
		d.borrow(cl)
	}
	d.relative(cl)
	d.shareObjects(cl)
}

// own reads the clause's own dependents.
func (d *page) own(cl *clause) {
	outer := -1 // the copula of "the problem is that it failed": subjects before it are another's
	if cl.cop < 0 {
		outer = d.kid(cl.head, "cop")
	}
	if d.kid(cl.head, "expl") >= 0 || d.kid(cl.head, "nsubj:outer", "csubj:outer") >= 0 {
		cl.existal = true
	}
	for _, k := range d.kids[cl.head] {
		switch d.rel(k) {
		case "nsubj":
			if k < outer || d.laterSubject(cl.head, k) {
				continue
			}
			if !cl.existal || d.kid(cl.head, "nsubj:outer") >= 0 {
				if cl.passive && d.kid(cl.head, "aux:pass") >= 0 {
					cl.surface = append(cl.surface, d.members(k)...)
				} else {
					cl.subjects = append(cl.subjects, d.members(k)...)
				}
			}
		case "nsubj:pass":
			cl.surface = append(cl.surface, d.members(k)...)
		case "obj":
			if d.timeAt[k] >= 0 && cl.content < 0 && !spending[d.lemma(cl.head)] {
				d.addOblique(cl, k, -1) // "said Friday that …" is often read as an object
				continue
			}
			cl.objects = append(cl.objects, d.members(k)...)
		case "iobj":
			cl.indirect = append(cl.indirect, d.members(k)...)
		case "obl:agent":
			cl.subjects = append(cl.subjects, d.members(k)...)
		case "ccomp":
			if cl.content < 0 && d.clauseAt[k] >= 0 {
				cl.content = d.clauseAt[k]
			}
		case "xcomp":
			if cl.infinite < 0 {
				cl.infinite = k
			}
		case "obl", "obl:unmarked", "obl:tmod", "obl:npmod":
			if cl.passive && d.isAgent(k) {
				cl.subjects = append(cl.subjects, d.members(k)...)
				continue
			}
			d.addOblique(cl, k, -1)
		}
	}
	for _, o := range cl.objects {
		for _, k := range d.all(o, "nmod") {
			if d.rel(k) == "nmod" {
				d.addOblique(cl, k, o)
			}
		}
	}
	if cl.cop >= 0 && d.nominal(cl.head) {
		for _, k := range d.all(cl.head, "nmod") {
			if d.rel(k) == "nmod" {
				d.addOblique(cl, k, cl.head)
			}
		}
	}
	if cl.passive {
		d.activate(cl)
	}
}

// laterSubject reports whether a verb has another subject between k and itself:
// then the parser gave it one that belongs to a verb in between.
func (d *page) laterSubject(v, k int) bool {
	for _, x := range d.all(v, "nsubj", "nsubj:pass") {
		if x > k && x < v && d.rel(k) != "nsubj:outer" {
			return true
		}
	}
	return false
}

// isAgent reports whether an oblique of a passive is the one who acts: behind
// "by", no time, no bare means ("by mail"), no gerund.
func (d *page) isAgent(k int) bool {
	prep, _ := d.preposition(k)
	if prep != "by" || d.timeAt[k] >= 0 || d.valueAt[k] >= 0 && d.upos(k) != "NOUN" || !d.nominal(k) {
		return false
	}
	return d.upos(k) == "PROPN" || d.mention[k] >= 0 || d.xpos(k) == "NNS" || d.kid(k, "det", "nmod:poss", "amod", "nummod") >= 0
}

// activate turns a passive round: "Lind was fined" has Lind as its object; of
// "Lind was given a medal" Lind is the receiver.
func (d *page) activate(cl *clause) {
	if len(cl.objects) > 0 || cl.infinite >= 0 && dative[d.lemma(cl.head)] {
		cl.indirect = append(cl.indirect, cl.surface...)
		return
	}
	cl.objects = append(cl.objects, cl.surface...)
}

func (d *page) addOblique(cl *clause, k, under int) {
	for _, m := range d.members(k) {
		prep, at := d.preposition(m)
		if prep == "" && m != k {
			prep, at = d.preposition(k)
		}
		cl.obliques = append(cl.obliques, oblique{head: m, prep: prep, at: at, under: under})
	}
}

// preposition returns the words that mark a noun phrase, and where they begin.
func (d *page) preposition(h int) (string, int) {
	var words []string
	at := -1
	for _, k := range d.kids[h] {
		if d.rel(k) != "case" || k > h {
			continue
		}
		if at < 0 {
			at = k
		}
		words = append(words, d.lower[k])
		for _, f := range d.all(k, "fixed") {
			words = append(words, d.lower[f])
		}
	}
	return strings.Join(words, " "), at
}

// borrow takes the subject from the clause this one depends on.
func (d *page) borrow(cl *clause) {
	set := func(from []int) {
		if cl.passive {
			cl.surface = append(cl.surface, from...)
			d.activate(cl)
		} else {
			cl.subjects = append(cl.subjects, from...)
		}
	}
	if cl.link == "acl" && !strings.HasPrefix(cl.mark, "to") && cl.mark == "" {
		if h := d.head(cl.head); h >= 0 && d.nominal(h) { // "engineers based in China", "the man leading it"
			set([]int{h})
		}
		return
	}
	if cl.parent < 0 {
		return
	}
	p := &d.clauses[cl.parent]
	switch cl.link {
	case "conj":
		if p.passive && !cl.passive {
			set(p.surface)
		} else if p.passive {
			set(p.surface)
		} else {
			set(p.subjects)
		}
	case "xcomp", "advcl", "ccomp":
		if cl.link == "ccomp" && d.kid(cl.head, "mark") >= 0 && cl.mark != "to" {
			return
		}
		if cl.link == "advcl" && (d.xpos(cl.head) == "VBD" && cl.mark != "" || cl.mark == "from" && !isWay(d.lemma(p.head), wayUndone) || d.colonBetween(p.head, cl.head)) {
			return
		}
		set(d.controller(p, cl))
	case "acl":
		set(d.nounController(p, cl))
	}
}

// colonBetween reports whether a colon parts two tokens: what follows it has
// no subject before it.
func (d *page) colonBetween(a, b int) bool {
	for k := min(a, b) + 1; k < max(a, b); k++ {
		if d.lower[k] == ":" {
			return true
		}
	}
	return false
}

// controller returns who does what an infinitive or participle says.
func (d *page) controller(p, cl *clause) []int {
	v := d.lemma(p.head)
	if p.passive {
		if cl.link == "advcl" && len(p.subjects) == 0 && (cl.mark == "by" || cl.mark == "without" || cl.mark == "for" || cl.mark == "in") && !accusing[v] {
			return nil // "was done by copying": whoever did it
		}
		if cl.link == "advcl" && len(p.subjects) > 0 && len(p.surface) == 0 {
			return p.subjects
		}
		return p.surface
	}
	if len(p.objects)+len(p.indirect) > 0 && (cl.link == "xcomp" && !subjectControl[v] || cl.link != "xcomp" && objectControl(v, cl.mark)) {
		if len(p.indirect) > 0 {
			return p.indirect
		}
		return p.objects
	}
	if v == "use" && len(p.objects) > 0 && cl.mark == "to" && d.animate(p.objects[0]) {
		return p.objects
	}
	return p.subjects
}

// objectControl tells the participles that speak of the object: "accused Lind
// of bribing", "barred it from selling", "used engineers to maintain".
func objectControl(verb, mark string) bool {
	switch mark {
	case "of":
		return true
	case "from":
		return isWay(verb, wayUndone)
	case "for", "with", "over":
		return accusing[verb]
	case "to", "into":
		if class(verb) == wayForced {
			return forcing[verb]
		}
		return class(verb) == wayOrdered || class(verb) == wayRequested || class(verb) == wayAllowed
	}
	return false
}

// nounController returns who carries out what a noun's infinitive says:
// "Ostra's plan to buy Pell", "Ostra has a plan to buy Pell".
func (d *page) nounController(p, cl *clause) []int {
	n := d.head(cl.head)
	if n < 0 {
		return nil
	}
	if cl.mark != "to" && cl.mark != "that" {
		return nil
	}
	if poss := d.kid(n, "nmod:poss"); poss >= 0 {
		return []int{poss}
	}
	if by := d.nmodWith(n, "by"); by >= 0 {
		return []int{by}
	}
	if d.base(n) == "obj" && d.head(n) == p.head && lightVerbs[d.lemma(p.head)] && !p.passive {
		return p.subjects
	}
	return nil
}

// nmodWith returns the noun that hangs on n with that preposition, or -1.
func (d *page) nmodWith(n int, prep string) int {
	for _, k := range d.all(n, "nmod") {
		if p, _ := d.preposition(k); p == prep {
			return k
		}
	}
	return -1
}

// relative puts the antecedent in the place of a relative pronoun, or into the
// gap where English leaves the pronoun out.
func (d *page) relative(cl *clause) {
	if cl.link != "acl:relcl" {
		return
	}
	ante := d.head(cl.head)
	if ante < 0 {
		return
	}
	found := false
	swap := func(list []int) {
		for i, k := range list {
			if d.isRelative(k) {
				list[i], found = ante, true
				if poss := d.kid(k, "nmod:poss"); poss >= 0 {
					list[i] = k
				}
			}
		}
	}
	swap(cl.subjects)
	swap(cl.surface)
	swap(cl.objects)
	swap(cl.indirect)
	for i := range cl.obliques {
		if d.isRelative(cl.obliques[i].head) {
			cl.obliques[i].head, found = ante, true
		}
	}
	for _, k := range d.kids[cl.head] {
		if d.rel(k) == "advmod" && d.xpos(k) == "WRB" || d.isWhose(k) {
			found = true
		}
	}
	if !found && len(cl.objects) == 0 && cl.cop < 0 && !cl.passive && len(cl.subjects) > 0 && d.upos(cl.head) == "VERB" &&
		!abstractAntecedent[d.lemma(ante)] && d.timeAt[ante] < 0 && cl.content < 0 && cl.infinite < 0 {
		cl.objects = append(cl.objects, ante)
	}
}

func (d *page) isWhose(k int) bool {
	p := d.kid(k, "nmod:poss")
	return p >= 0 && d.lower[p] == "whose"
}

func (d *page) isRelative(k int) bool {
	switch d.lower[k] {
	case "who", "which", "that", "whom":
		return strings.HasPrefix(d.xpos(k), "W") || d.upos(k) == "PRON"
	}
	return false
}

// shareObjects gives a coordinated verb the object that follows it but hangs
// on the first verb: "builds and sells scanners".
func (d *page) shareObjects(cl *clause) {
	if cl.link != "conj" || cl.parent < 0 || len(cl.objects) > 0 || cl.cop >= 0 || cl.passive || cl.content >= 0 || cl.infinite >= 0 {
		return
	}
	p := &d.clauses[cl.parent]
	if p.head == d.head(cl.head) && !p.passive && len(p.objects) > 0 && p.objects[0] > cl.head {
		cl.objects = append(cl.objects, p.objects...)
	}
}
