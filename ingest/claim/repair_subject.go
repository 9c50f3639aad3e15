package claim

import "strings"

// The rules here tell subjects from their neighbours: who says from what is
// said, a name from its parts and descriptions, an office from another.

// mendSubject applies them to one token.
func (d *page) mendSubject(i int) {
	d.doubleTitle(i)
	d.sayerSubject(i)
	d.saidSubject(i)
	d.asideNoun(i)
	d.compoundSubject(i)
	d.timedContent(i)
	d.raisePlan(i)
	d.secondObject(i)
	d.colonSubject(i)
	d.lateSubject(i)
	d.innerWhich(i)
	d.accusingName(i)
	d.looseVerb(i)
	d.builtBy(i)
	d.whichContent(i)
	d.frontedParticiple(i)
	d.prepositionVerb(i)
	d.commaObject(i)
}

// doubleTitle joins the two words of an office: of "Attorney General Ana Roy"
// the general is what she is, and an attorney general.
func (d *page) doubleTitle(i int) {
	g := i + 1
	if g >= len(d.tok) || d.lower[g] != "general" || !generals[d.lower[i]] || d.tok[i].Deprel == "compound" && d.tok[i].Head == g {
		return
	}
	if d.tok[g].Deprel == "amod" && d.tok[g].Head == i || d.tok[g].Head == i && d.tok[g].Deprel == "flat" {
		d.tok[g].Head, d.tok[g].Deprel = d.tok[i].Head, d.tok[i].Deprel
	} else if d.tok[i].Head != d.tok[g].Head && d.tok[i].Head != g {
		return
	}
	d.tok[g].UPOS = "PROPN"
	for k := d.a.Sentences[d.sentence[i]].First; k < i; k++ {
		if d.tok[k].Head == i {
			d.tok[k].Head = g
		}
	}
	d.tok[i].Head, d.tok[i].Deprel = g, "compound"
}

var generals = words(`attorney secretary director governor inspector solicitor surgeon prosecutor comptroller consul postmaster secretary-`)

// sayerSubject gives the first of two subjects of what is said to the verb of
// saying between them: "Ana Roy, who has long warned, said many were cheated".
func (d *page) sayerSubject(i int) {
	c := d.tok[i].Head
	if !strings.HasPrefix(d.tok[i].Deprel, "nsubj") || c < i || d.tok[c].Deprel != "ccomp" {
		return
	}
	v := d.tok[c].Head
	if v <= i || v >= c || d.tok[v].UPOS != "VERB" || d.hasChild(v, "nsubj") || d.hasChild(v, "nsubj:pass") {
		return
	}
	if d.child2(c, "nsubj", i) > v || d.child2(c, "nsubj:pass", i) > v {
		d.tok[i].Head, d.tok[i].Deprel = v, "nsubj"
	}
}

// saidSubject makes a noun behind a verb of saying the subject of the clause
// that has none: "said the suspect, known as Haug, had been hired".
func (d *page) saidSubject(v int) {
	if d.tok[v].UPOS != "VERB" || d.tok[v].XPOS != "VBD" && d.tok[v].XPOS != "VBP" && d.tok[v].XPOS != "VBZ" || !isWay(d.lemmas[v], waySaid) || informs[d.lemmas[v]] {
		return
	}
	o, c := d.child(v, "obj"), d.child(v, "ccomp")
	if o < v || c < o || d.hasChild(c, "nsubj") || d.hasChild(c, "nsubj:pass") || d.hasChild(c, "mark") || d.timeAt[o] >= 0 {
		return
	}
	x := d.tok[c].XPOS
	if x != "VBD" && x != "VBZ" && x != "VBP" && !d.hasChild(c, "aux") && !d.hasChild(c, "aux:pass") && !d.hasChild(c, "cop") {
		return
	}
	d.tok[o].Head, d.tok[o].Deprel = c, "nsubj"
	if d.hasChild(c, "aux:pass") {
		d.tok[o].Deprel = "nsubj:pass"
	}
}

// asideNoun makes a noun phrase between commas that was read as a second
// subject an apposition of the name before it: "shares in Savo, the country's
// largest bank, dropped".
func (d *page) asideNoun(i int) {
	v := d.tok[i].Head
	if d.tok[i].Deprel != "nsubj" || v <= i || d.tok[i].UPOS != "NOUN" || i == 0 {
		return
	}
	s := d.a.Sentences[d.sentence[i]]
	first := d.child(v, "nsubj")
	if first < 0 || first >= i || d.tok[first].UPOS == "PRON" {
		return
	}
	open, shut := -1, false
	for k := i - 1; k > first && open < 0; k-- {
		if d.lower[k] == "," {
			open = k
		}
	}
	for k := i + 1; k < v; k++ {
		shut = shut || d.lower[k] == ","
	}
	end := v - 1
	for end > i && (d.tok[end].UPOS == "AUX" || d.tok[end].UPOS == "ADV" || d.tok[end].UPOS == "PART") {
		end--
	}
	if open <= s.First || !shut || d.tok[end].UPOS != "PUNCT" {
		return
	}
	to := first
	if k := open - 1; d.tok[k].UPOS == "PROPN" && d.under(k, first) {
		to = k
		for steps := 0; steps < 6 && d.tok[to].Deprel == "flat" && d.tok[to].Head > first; steps++ {
			to = d.tok[to].Head
		}
	}
	d.tok[i].Head, d.tok[i].Deprel = to, "appos"
}

// colonSubject takes a name in front of a colon, a place and a day, away from
// the verb that has its subject behind the colon: "DUBLIN, Friday: a court ruled".
func (d *page) colonSubject(i int) {
	v := d.tok[i].Head
	if !strings.HasPrefix(d.tok[i].Deprel, "nsubj") || v < i {
		return
	}
	colon := false
	for k := i + 1; k < v; k++ {
		colon = colon || d.lower[k] == ":"
		if colon && d.tok[k].Head == v && strings.HasPrefix(d.tok[k].Deprel, "nsubj") {
			d.tok[i].Deprel = "dislocated"
			return
		}
	}
}

// compoundSubject makes a name that was joined to a finite verb its subject:
// "as Lisbon presses its allies".
func (d *page) compoundSubject(i int) {
	v := d.tok[i].Head
	if d.tok[i].Deprel != "compound" || d.tok[i].UPOS != "PROPN" || v != i+1 || d.tok[v].UPOS != "VERB" || d.hasChild(v, "nsubj") || d.hasChild(v, "nsubj:pass") {
		return
	}
	if x := d.tok[v].XPOS; x == "VBZ" || x == "VBD" || x == "VBP" {
		d.tok[i].Deprel = "nsubj"
	}
}

// timedContent gives a "that" clause behind a time to the verb of saying before
// it: "said last week that the port was closed".
func (d *page) timedContent(i int) {
	n := d.tok[i].Head
	if n < 0 || n > i || d.timeAt[n] < 0 || d.tok[i].Deprel != "acl" && d.tok[i].Deprel != "acl:relcl" || d.markOf(i, n) != "that" {
		return
	}
	if v := d.tok[n].Head; v >= 0 && v < n && d.tok[v].UPOS == "VERB" && isWay(d.lemmas[v], waySaid) && !d.hasChild(v, "ccomp") {
		d.tok[i].Head, d.tok[i].Deprel = v, "ccomp"
	}
}

// raisePlan makes an infinitive behind a verb of planning or refusing, parted
// from it by a time only, what is planned: "agreed in May to sell it".
func (d *page) raisePlan(i int) {
	v := d.tok[i].Head
	if v < 0 || v > i || d.tok[i].Deprel != "advcl" || d.tok[i].XPOS != "VB" || !d.hasMark(i, "to") || d.tok[v].UPOS != "VERB" || d.hasChild(v, "xcomp") || d.hasChild(v, "obj") || d.hasChild(v, "ccomp") {
		return
	}
	if w := class(d.lemmas[v]); w != wayPlanned && w != wayUndone {
		return
	}
	to := d.child(i, "mark")
	for k := v + 1; k < to; k++ {
		if d.timeAt[k] < 0 && d.tok[k].Deprel != "case" {
			return
		}
	}
	d.tok[i].Deprel = "xcomp"
}

// secondObject makes the second of two objects of a verb of calling what the
// first is called: "called the ruling “a gift”".
func (d *page) secondObject(v int) {
	if d.tok[v].UPOS != "VERB" || !calling[d.lemmas[v]] {
		return
	}
	o := d.child(v, "obj")
	if o < v {
		return
	}
	if n := d.child2(v, "obj", o); n > o && !d.hasChild(n, "cc") {
		d.tok[n].Deprel = "xcomp"
		return
	}
	n := d.child(o, "appos")
	if n < 0 {
		n = d.child(o, "amod")
	}
	if n > o && n < o+8 && d.inMarks(o, n) && !d.hasChild(v, "xcomp") {
		d.tok[n].Head, d.tok[n].Deprel = v, "xcomp"
	}
}

var calling = words(`call label brand dub deem`)

// joinNames keeps the parts of a name with "and" in it together: "the Food and
// Drug Agency approved it" names one agency.
func (d *page) joinNames(first, last int) {
	for k := first; k < last; k++ {
		if h := d.tok[k].Head; h >= first && h < last && (d.tok[k].Deprel == "conj" || d.tok[k].Deprel == "cc" || d.tok[k].Deprel == "appos") {
			d.tok[k].Deprel = "flat"
		}
	}
}
