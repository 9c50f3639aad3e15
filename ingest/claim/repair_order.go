package claim

// The rules here mend what the order of words hides: a subject behind the verb of
// saying, a name behind what it names, a clause given to the wrong side of a comma.

// lateSubject gives a second subject that stands behind a verb of saying to the
// clause that says what is said: "the union said 92% of them backed it".
func (d *page) lateSubject(n int) {
	v := d.tok[n].Head
	if d.tok[n].Deprel != "nsubj" && d.tok[n].Deprel != "conj" || v < 0 || v > n {
		return
	}
	if d.tok[n].Deprel == "conj" { // coordinated with the speaker across the verb
		if d.hasChild(n, "cc") {
			return
		}
		v = d.tok[v].Head
	}
	if v < 0 || v > n || d.tok[v].UPOS != "VERB" || !isWay(d.lemmas[v], waySaid) || d.child(v, "nsubj") < 0 || d.child(v, "nsubj") > v {
		return
	}
	if c := d.child(v, "ccomp"); c > n && !d.hasChild(c, "nsubj") && !d.hasChild(c, "nsubj:pass") {
		d.tok[n].Head, d.tok[n].Deprel = c, "nsubj"
	}
}

// builtBy makes a name behind the one who acts in a passive his name: "built by
// the carrier Ostra Lines".
func (d *page) builtBy(n int) {
	v := d.tok[n].Head
	if d.tok[n].Deprel != "obl" || d.tok[n].UPOS != "PROPN" || v < 0 || v > n || d.hasChild(n, "case") || d.timeAt[n] >= 0 {
		return
	}
	a := d.child(v, "obl:agent")
	if a < v || a > n || d.tok[a].UPOS != "NOUN" {
		return
	}
	for k := a + 1; k < n; k++ {
		if d.tok[k].Head != n {
			return
		}
	}
	if c := d.child(a, "case"); c >= 0 {
		d.tok[c].Head = n
	}
	d.tok[a].Head, d.tok[a].Deprel = n, "nmod:desc"
	d.tok[n].Deprel = "obl:agent"
}

// whichContent makes a "which" clause that was read as what is found or said a
// description of the noun before it: "the study, which was not published, found
// that it leaked".
func (d *page) whichContent(c int) {
	v := d.tok[c].Head
	if d.tok[c].Deprel != "ccomp" || v <= c {
		return
	}
	for k := d.a.Sentences[d.sentence[c]].First + 2; k < c; k++ {
		if d.tok[k].Head == c && (d.lower[k] == "which" || d.lower[k] == "who") && d.lower[k-1] == "," {
			n := k - 2
			for d.tok[n].Head < k && d.tok[n].Head > n {
				n = d.tok[n].Head
			}
			if s := d.child(v, "nsubj"); s >= 0 && s < k && d.tok[n].UPOS != "PROPN" {
				n = s
			}
			if !d.under(n, c) {
				d.tok[c].Head, d.tok[c].Deprel = n, "acl:relcl"
			}
			return
		}
	}
}

// frontedParticiple gives "killing six" to the clause in front of it and not to
// the main verb behind it: "before the bridge fell, killing six, Roy had
// inspected it".
func (d *page) frontedParticiple(i int) {
	v := d.tok[i].Head
	if d.tok[i].Deprel != "advcl" || d.tok[i].XPOS != "VBG" || v <= i || i == 0 || d.lower[i-1] != "," || d.hasChild(i, "mark") {
		return
	}
	for a := i - 2; a >= d.a.Sentences[d.sentence[i]].First; a-- {
		if d.tok[a].Head == v && d.tok[a].Deprel == "advcl" && d.tok[a].UPOS == "VERB" && d.tok[a].XPOS != "VBG" && d.subordinated(a) {
			d.tok[i].Head = a
			return
		}
	}
}

// prepositionVerb reads a participle that serves as a preposition as one:
// "paused it following an outcry".
func (d *page) prepositionVerb(i int) {
	if !prepositional[d.lower[i]] || d.tok[i].XPOS != "VBG" || d.tok[i].Deprel != "acl" && d.tok[i].Deprel != "advcl" || d.hasChild(i, "nsubj") {
		return
	}
	o := d.child(i, "obj")
	if o < i || d.lower[i] == "including" {
		return
	}
	h := d.tok[i].Head
	v := h
	if g := d.governor(h); d.tok[h].UPOS == "NOUN" && g >= 0 {
		v = g
	}
	d.tok[o].Head, d.tok[o].Deprel = v, "obl"
	if d.tok[v].UPOS != "VERB" {
		d.tok[o].Deprel = "nmod"
	}
	d.tok[i].Head, d.tok[i].Deprel, d.tok[i].UPOS = o, "case", "ADP"
}

// commaObject makes a noun phrase behind a comma and a name an apposition of
// the name, where it was read as an object: "worked for Keystone, a contractor".
func (d *page) commaObject(n int) {
	v := d.tok[n].Head
	if d.tok[n].Deprel != "obj" || d.tok[n].UPOS != "NOUN" || v < 0 || v > n {
		return
	}
	first := d.child(n, "det")
	if first < 2 || first > n || d.lower[first-1] != "," || d.tok[first-2].UPOS != "PROPN" {
		return
	}
	top := first - 2
	for steps := 0; steps < 6 && d.tok[top].Head != v; steps++ {
		if top = d.tok[top].Head; top < v {
			return
		}
	}
	if top > v && (d.tok[top].Deprel == "obl" || d.tok[top].Deprel == "obj") {
		d.tok[n].Head, d.tok[n].Deprel = top, "appos"
	}
}

// innerWhich parts a "which" clause inside what is said from it: "asked whether
// Ostra, which has no ships, could sail".
func (d *page) innerWhich(c int) {
	v := d.tok[c].Head
	if d.tok[c].Deprel != "ccomp" || v < 0 || v > c {
		return
	}
	n, which := d.child(c, "nsubj"), -1
	for k := n + 1; n >= 0 && k < c; k++ {
		if d.tok[k].Head == c && (d.lower[k] == "which" || d.lower[k] == "who") && d.lower[k-1] == "," {
			which = k
		}
	}
	m := d.child2(v, "ccomp", c)
	if which < 0 || m < c || d.hasChild(m, "nsubj") || d.hasChild(m, "nsubj:pass") || d.hasChild(m, "mark") {
		return
	}
	for k := v + 1; k < which; k++ {
		if d.tok[k].Head == c {
			d.tok[k].Head = m
		}
	}
	d.tok[c].Head, d.tok[c].Deprel = n, "acl:relcl"
}

// accusingName reads "accusing rival Ostra of theft", taken for a kind of Ostra,
// as the verb it is; "by doing so" behind it tells how the theft was done.
func (d *page) accusingName(i int) {
	h := d.tok[i].Head
	if d.tok[i].XPOS != "VBG" || d.tok[i].Deprel != "amod" || !accusing[d.lemmas[i]] || h < i || d.tok[h].UPOS != "PROPN" && d.tok[h].UPOS != "NOUN" || d.hasChild(h, "case") {
		return
	}
	v := d.tok[h].Head
	if v < 0 || v > i || d.tok[v].UPOS != "VERB" {
		return
	}
	d.tok[i].UPOS, d.tok[i].Head, d.tok[i].Deprel = "VERB", v, "advcl"
	d.tok[h].Head, d.tok[h].Deprel = i, "obj"
}

// looseVerb gives a past tense that was coordinated with an infinitive or
// participle to the verb that it can stand beside: "said that he would not be
// told what to do and threatened to leave".
func (d *page) looseVerb(i int) {
	h := d.tok[i].Head
	if d.tok[i].Deprel != "conj" || d.tok[i].XPOS != "VBD" || h < 0 || h > i || d.hasChild(i, "nsubj") || d.tok[h].Deprel != "xcomp" || d.tok[h].XPOS == "VBD" || d.hasChild(h, "aux") {
		return
	}
	for v, n := h, 0; v >= 0 && n < 12; v, n = d.tok[v].Head, n+1 {
		if d.tok[v].XPOS == "VBD" && d.tok[v].UPOS == "VERB" && v < i {
			d.tok[i].Head = v
			return
		}
	}
}
