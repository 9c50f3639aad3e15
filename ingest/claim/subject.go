package claim

import (
	"strings"

	"dossier/schema"
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
		if len(p.objects) > 0 && !d.animate(p.objects[0]) && !naming[v] && !isWay(v, wayAllowed, wayOrdered, wayRequested, wayForced, wayExpected, wayUndone) && cl.mark == "to" {
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
	if cl.mark == "to" && class(v) == wayRequested { // "called on Lind to resign"
		for _, o := range p.obliques {
			if (o.prep == "on" || o.prep == "upon" || o.prep == "to" || o.prep == "with") && o.under < 0 && d.animate(o.head) {
				return []int{o.head}
			}
		}
	}
	if (v == "lack" || v == "need") && cl.mark == "to" {
		return nil // "lack the skill to see it"
	}
	if v == "use" && len(p.objects) > 0 && cl.mark == "to" && d.humans(p.objects[0]) {
		return p.objects
	}
	return p.subjects
}

// humans reports whether a noun stands for people and not for an organisation:
// "used engineers to maintain it", but "used shell companies to hide it".
func (d *page) humans(h int) bool {
	return d.animate(h) && d.o.Family(d.x.headTypes[d.lemma(h)]) != schema.FamilyOrg && d.kindFamily(h) != string(schema.FamilyOrg)
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
		return naming[verb] || class(verb) == wayOrdered || class(verb) == wayRequested || class(verb) == wayAllowed
	}
	return false
}

// Verbs that give somebody a task.
var naming = words(`appoint name hire choose elect nominate select pick send dispatch deploy recruit commission contract tap`)

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
	if d.lemma(p.head) == "use" && cl.mark == "to" && d.head(n) == p.head && d.base(n) == "obj" && !p.passive {
		if d.humans(n) {
			return []int{n}
		}
		return p.subjects
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
	if d.head(n) != p.head || p.passive {
		return nil
	}
	if d.base(n) == "obj" && lightVerbs[d.lemma(p.head)] || d.base(n) == "obl" && d.lemma(p.head) == "enter" {
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
