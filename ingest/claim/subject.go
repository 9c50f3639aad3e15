package claim

import (
	"strings"
)

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
	if d.means(k) {
		return false
	}
	return d.upos(k) == "PROPN" || d.mention[k] >= 0 || d.xpos(k) == "NNS" || d.kid(k, "det", "nmod:poss", "amod", "nummod") >= 0
}

// means reports whether a noun says how and not who: "by copying".
func (d *page) means(k int) bool {
	return d.upos(k) != "PROPN" && strings.HasSuffix(d.lower[k], "ing") && d.kid(k, "det", "nmod:poss", "amod") < 0 && d.entityOf(k) < 0
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
		if cl.link == "ccomp" && cl.mark != "to" && (d.xpos(cl.head) != "VBG" || d.kid(cl.head, "aux") >= 0) {
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
		if p.link == "acl" && len(p.subjects) == 0 && cl.link == "xcomp" && len(p.surface) > 0 && !d.animate(p.surface[0]) {
			return nil // "the tools needed to find it"
		}
		return p.surface
	}
	if len(p.objects)+len(p.indirect) > 0 && (cl.link == "xcomp" && !subjectControl[v] || cl.link != "xcomp" && objectControl(v, cl.mark)) {
		if len(p.indirect) > 0 {
			return p.indirect
		}
		if len(p.objects) > 0 && !d.animate(p.objects[0]) && v == "make" && cl.mark == "to" {
			return p.subjects // "made changes to assure …"
		}
		if len(p.objects) > 0 && !d.animate(p.objects[0]) && (v == "have" || v == "get") && cl.mark == "to" {
			return nil // "had no time to do it"
		}
		if len(p.objects) > 0 && !d.animate(p.objects[0]) && !isWay(v, wayAllowed, wayOrdered, wayRequested, wayForced, wayExpected, wayUndone) && cl.mark == "to" {
			return nil // "lacks the skill to do it"
		}
		var who []int
		for _, o := range p.objects { // "charge Ostra $6 million to use it"
			if d.valueAt[o] < 0 || d.upos(o) != "SYM" && d.upos(o) != "NUM" {
				who = append(who, o)
			}
		}
		return who
	}
	if (v == "lack" || v == "need") && cl.mark == "to" {
		return nil // "lack the skill to see it"
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
	if len(ways[d.lemma(n)]) == 0 {
		return nil // "a rival to maintain": no doing of the possessor
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
	if a := d.whoOf(cl.head, ante); a >= 0 {
		ante = a
	}
	ante = d.agreeing(cl, ante)
	ante = d.pastTimes(cl, d.pastName(cl, ante))
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
	if c := cl.content; c >= 0 && isWay(d.lemma(cl.head), waySaid, wayOpinion) && len(cl.objects) == 1 && d.isRelative(cl.objects[0]) {
		cl.objects, found = nil, true // "a drug that prosecutors say killed ten": the drug killed
		if in := &d.clauses[c]; len(in.subjects)+len(in.surface) == 0 && !in.passive {
			d.resolve(c, 0)
			in.subjects = []int{ante}
		}
	}
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

// agreeing finds the antecedent that a relative clause's verb agrees with in
// number: of "officials in the port, which is closed" the port.
func (d *page) agreeing(cl *clause, ante int) int {
	number := d.verbNumber(cl.head)
	subject := false
	for _, k := range d.kids[cl.head] {
		subject = subject || d.isRelative(k) && strings.HasPrefix(d.rel(k), "nsubj")
	}
	if number == 0 || !subject || number == d.nounNumber(ante) || d.nounNumber(ante) == 0 {
		return ante
	}
	for k := cl.head - 1; k > ante; k-- {
		if d.rel(k) == "nmod" && d.below(k, ante) && !d.below(k, cl.head) && d.nounNumber(k) == number {
			return k
		}
	}
	return ante
}

// verbNumber returns 1 for a verb that has a singular subject by its form, 2
// for a plural one, 0 if its form does not tell.
func (d *page) verbNumber(v int) int {
	for _, k := range append(d.all(v, "aux", "aux:pass", "cop"), v) {
		switch w := d.lower[k]; {
		case w == "is" || w == "was" || w == "has" || w == "does" || k == v && d.xpos(k) == "VBZ":
			return 1
		case w == "are" || w == "were" || w == "have" && k != v || k == v && d.xpos(k) == "VBP":
			return 2
		case k != v:
			return 0
		}
	}
	return 0
}

func (d *page) nounNumber(n int) int {
	if d.kid(n, "conj") >= 0 {
		return 0
	}
	switch d.xpos(n) {
	case "NN", "NNP":
		return 1
	case "NNS", "NNPS":
		return 2
	}
	return 0
}

// pastName climbs from a name to the noun that a "that" clause must mean:
// names need no telling apart, so in "a deal with Pell that was reached in May"
// the deal was reached.
func (d *page) pastName(cl *clause, ante int) int {
	up := d.head(ante)
	if prep, _ := d.preposition(ante); placePreps[prep] && up >= 0 && d.kindFamily(ante) == "place" && d.rel(ante) == "nmod" && d.nominal(up) && d.kindFamily(up) != "place" &&
		cl.cop < 0 && d.lower[cl.head-min(cl.head, 1)] == "which" && !placed[d.lemma(cl.head)] {
		return up // "the observatory in Riga, which uses a mirror"
	}
	if d.upos(ante) != "PROPN" || d.rel(ante) != "nmod" || up < 0 || d.upos(up) != "NOUN" {
		return ante
	}
	for _, k := range d.kids[cl.head] {
		if d.lower[k] == "that" && (d.base(k) == "nsubj" || d.base(k) == "obj") {
			return up
		}
	}
	return ante
}

// placed are verbs that speak of places themselves.
var placed = words(`lie border sit stand have be belong share separate join gain declare hold vote suffer see face cover stretch`)

// pastTimes climbs from a time or an amount of time to what a relative clause
// speaks of: of "two floods in five months that killed six" the floods.
func (d *page) pastTimes(cl *clause, ante int) int {
	if cl.mark != "" && cl.mark != "that" {
		return ante
	}
	up := ante
	for n := 0; n < 6 && up >= 0 && (d.timeAt[up] >= 0 || timeUnits[d.lemma(up)]); n++ {
		up = d.head(up)
	}
	if up == ante || up < 0 {
		return ante
	}
	if up < cl.head && d.nominal(up) && d.upos(up) != "VERB" {
		return up
	}
	for k := ante - 1; k > up; k-- { // beside the time under the same verb
		if d.head(k) == up && d.nominal(k) && d.timeAt[k] < 0 && d.rel(k) != "nsubj" {
			return k
		}
	}
	return ante
}

// whoOf returns the people that a "who" must mean when its antecedent is none:
// of "the use of divers, who …" the divers; -1 if the antecedent will do.
func (d *page) whoOf(v, ante int) int {
	who := false
	for _, k := range d.kids[v] {
		who = who || d.lower[k] == "who"
	}
	if f := d.kindFamily(ante); !who || f != "place" && (d.animate(ante) || d.upos(ante) == "PROPN") {
		return -1
	}
	for up, n := ante, 0; up >= 0 && n < 4 && d.nominal(up) && d.upos(up) != "VERB"; up, n = d.head(up), n+1 {
		if f := d.kindFamily(up); f == "person" || f == "group" || people[d.lemma(up)] {
			return up
		}
	}
	for k := ante - 1; d.kindFamily(ante) == "place" && k >= d.a.Sentences[d.sentence[ante]].First && k > ante-8 && d.upos(k) != "VERB" && d.lower[k] != ","; k-- {
		if d.upos(k) == "NOUN" && people[d.lemma(k)] && d.base(k) != "compound" && d.rel(k) != "nmod:poss" {
			return k // "young people in the state who have used it"
		}
	}
	found := -1
	for k := ante + 1; k < v; k++ {
		if f := d.kindFamily(k); d.rel(k) == "nmod" && d.below(k, ante) && (f == "person" || f == "group" || people[d.lemma(k)]) {
			found = k
		}
	}
	return found
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
