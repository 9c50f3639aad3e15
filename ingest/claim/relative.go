package claim

import "strings"

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
	if up := d.head(ante); d.valueAt[ante] >= 0 && d.rel(ante) == "nmod" && up >= 0 && d.upos(up) == "NOUN" && up < ante {
		ante = up // "a ransom of $5 million, which"
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
	if k := cl.infinite; k >= 0 && d.clauseAt[k] >= 0 && len(cl.objects) == 1 && d.isRelative(cl.objects[0]) && len(d.clauses[d.clauseAt[k]].objects) == 0 && len(ways[d.lemma(cl.head)]) > 0 {
		in := &d.clauses[d.clauseAt[k]] // "a ransom, which Ostra refused to pay": it is what is not paid
		cl.objects, found = nil, true
		d.resolve(d.clauseAt[k], 0)
		if len(in.objects) == 0 {
			in.objects = []int{ante}
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
