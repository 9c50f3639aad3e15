package claim

import "strings"

// Garden paths: a participle and a past tense look alike, so the parser takes
// the verb of the clause for a description of the noun before it, or the other
// way round. The rules here ask which verb the clause needs: a subordinator or
// a subject asks for a finite one.

// mendFinite repairs the verbs of one token.
func (d *page) mendFinite(i int) {
	t := &d.tok[i]
	if t.UPOS == "NOUN" && d.child(i, "obj") > i && d.child(i, "nsubj") >= 0 && d.child(i, "nsubj") < i && !d.hasChild(i, "cop") && !d.hasChild(i, "case") && !d.hasChild(i, "det") {
		t.UPOS, t.XPOS = "VERB", "VBD" // "United beat Riga"
		if strings.HasSuffix(d.lower[i], "s") {
			t.XPOS = "VBZ"
		}
	}
	if t.Head < 0 || t.UPOS != "VERB" {
		return
	}
	switch {
	case t.Deprel == "conj" && d.inContent(i, t.Head):
		t.Head = d.child(t.Head, "ccomp")
	case t.XPOS == "VBG" && t.Deprel == "acl" && t.Head < i && !d.hasChild(i, "obj"):
		d.takeObject(i)
	case d.bareParticiple(i) && d.child(i, "nsubj") >= 0 && d.child(i, "nsubj") < i:
		d.giveSubject(i)
	case t.XPOS == "VBD" && (t.Deprel == "acl" || t.Deprel == "advcl") && d.nominalRoot(i) && i > t.Head:
		d.makePredicate(i)
	}
}

// actsOnNumber reads a participle in front of a number as the verb it is: "a
// hall meant for six held forty crates".
func (d *page) actsOnNumber(i int) {
	t := &d.tok[i]
	h := t.Head
	if t.XPOS != "VBN" || t.Deprel != "amod" || h <= i+1 || d.tok[i+1].UPOS != "NUM" || d.hasChild(h, "case") && d.child(h, "case") < i || d.hasChild(h, "det") {
		return
	}
	p := d.tok[h].Head
	if p < 0 || p > i || d.tok[p].Deprel != "acl" || d.tok[p].Head < 0 || d.tok[p].Head > p {
		return
	}
	n := d.tok[p].Head
	t.UPOS, t.XPOS, t.Head, t.Deprel = "VERB", "VBD", d.tok[n].Head, "parataxis"
	if t.Head < 0 {
		t.Deprel = "root"
	} else if !isWay(d.lemmas[t.Head], waySaid) {
		t.Deprel = d.tok[n].Deprel
	}
	d.tok[n].Head, d.tok[n].Deprel = i, "nsubj"
	d.tok[h].Head, d.tok[h].Deprel = i, "obj"
}

// inContent reports whether a verb coordinated with one of saying goes on with
// what is said: it has a form that the speaker's verb cannot have ("demanded
// that it stop and pay"), or "that" opens the content, no comma parts them and it
// is itself no verb of saying ("argued that he erred and never meant harm").
func (d *page) inContent(i, h int) bool {
	c := d.child(h, "ccomp")
	cc := d.child(i, "cc")
	if c < h || c > i || cc < c || d.tok[i].UPOS != "VERB" || d.hasChild(i, "nsubj") || d.hasChild(i, "mark") || !isWay(d.lemmas[h], waySaid, wayRequested, wayOrdered, wayDenied) || d.lower[cc-1] == "," || d.lower[cc-1] == "”" || d.lower[cc-1] == "\"" {
		return false
	}
	if x := d.tok[i].XPOS; (x == "VB" || x == "VBP") && d.tok[h].XPOS == "VBD" && !d.hasChild(i, "aux") {
		return true
	}
	return d.hasMark(c, "that") && d.tok[i].XPOS == d.tok[c].XPOS && !isWay(d.lemmas[i], waySaid, wayRequested, wayOrdered, wayDenied, wayAlleged, wayAsked)
}

// takeObject gives a participle the noun behind it that was taken for a second
// subject: "a union representing staff called the cuts wrong".
func (d *page) takeObject(g int) {
	k := d.tok[g].Head
	v := d.tok[k].Head
	if v < g || d.tok[k].Deprel != "nsubj" {
		return
	}
	if s := d.child2(v, "nsubj", k); s > g && s < v {
		for n := g + 1; n < s; n++ {
			if d.lower[n] == "," {
				return
			}
		}
		d.tok[s].Head, d.tok[s].Deprel = g, "obj"
	}
}

// lowerTime gives a time at the end of a relative clause in commas to it, not
// to the main verb: "Ostra, which bought Pell in 2021, blamed the war".
func (d *page) lowerTime(i int) {
	v := d.tok[i].Head
	if v <= i || d.timeAt[i] < 0 {
		return
	}
	comma := -1
	for k := i + 1; k < v && comma < 0; k++ {
		if d.lower[k] == "," {
			comma = k
		}
	}
	if comma < 0 {
		return
	}
	for r := i - 1; r > d.a.Sentences[d.sentence[i]].First && d.lower[r] != ","; r-- {
		if d.tok[r].Deprel == "acl:relcl" && d.tok[r].Head < r {
			d.tok[i].Head = r
			return
		}
	}
}

// bareParticiple reports whether a verb is a participle without an auxiliary.
func (d *page) bareParticiple(i int) bool {
	x := d.tok[i].XPOS
	return (x == "VBG" || x == "VBN") && !d.hasChild(i, "aux") && !d.hasChild(i, "aux:pass") && !d.hasChild(i, "cop")
}

// pastForm reports whether a verb without auxiliary and subject may be a past tense.
func (d *page) pastForm(i int) bool {
	x := d.tok[i].XPOS
	return d.tok[i].UPOS == "VERB" && (x == "VBD" || x == "VBN") && !d.hasChild(i, "aux") && !d.hasChild(i, "aux:pass") &&
		!d.hasChild(i, "nsubj") && !d.hasChild(i, "nsubj:pass") && !d.hasChild(i, "obl:agent")
}

// giveSubject hands the subject of a participle to the finite verb behind it:
// "when divers fleeing the flood [gathered]", "a cell meant for two [held] ten".
func (d *page) giveSubject(i int) {
	s := d.a.Sentences[d.sentence[i]]
	subject := d.child(i, "nsubj")
	y := -1
	if h := d.tok[i].Head; h > i && d.pastForm(h) && d.tok[i].Deprel == "advcl" && !d.subordinated(i) {
		y = h
	}
	for k := i + 1; k < s.Last && y < 0 && d.subordinated(i); k++ {
		if d.lower[k] == "," {
			break
		}
		if (d.tok[k].Deprel == "acl" || d.tok[k].Deprel == "xcomp") && d.pastForm(k) && d.under(k, i) && k > i+1 {
			y = k
		}
	}
	if y < 0 {
		return
	}
	if d.tok[y].Head != d.tok[i].Head && d.under(y, i) {
		d.tok[y].Head, d.tok[y].Deprel = d.tok[i].Head, d.tok[i].Deprel
	}
	d.tok[y].XPOS = "VBD"
	for k := s.First; k < i; k++ {
		if d.tok[k].Head == i && (k == subject || d.tok[k].Deprel == "mark" || d.tok[k].XPOS == "WRB" || d.tok[k].Deprel == "cc") {
			d.tok[k].Head = y
		}
	}
	for k := i + 1; k < y; k++ { // "meant for two held"
		if d.tok[k].Head == y && d.tok[k].Deprel == "obl" {
			d.tok[k].Head = i
		}
	}
	d.tok[i].Head, d.tok[i].Deprel = subject, "acl"
}

// nominalRoot reports whether a verb describes a noun that is taken for the
// head of its sentence, directly or as coordinated with it, and no other verb
// could be the main one.
func (d *page) nominalRoot(i int) bool {
	s := d.a.Sentences[d.sentence[i]]
	root := d.tok[i].Head
	for n := 0; d.tok[root].Head >= 0 && n < 5; n++ {
		if r := d.tok[root].Deprel; r != "conj" && r != "appos" && r != "flat" {
			return false
		}
		root = d.tok[root].Head
	}
	if d.tok[root].Head >= 0 || d.tok[root].UPOS == "VERB" || d.tok[root].UPOS == "AUX" || d.hasChild(root, "cop") {
		return false
	}
	for k := s.First; k < s.Last; k++ {
		if k == i || d.under(k, i) {
			continue
		}
		if x := d.tok[k].XPOS; (x == "VBD" || x == "VBZ" || x == "VBP" || x == "MD") && d.tok[k].Deprel != "acl:relcl" && !d.insideRelative(k) {
			return false
		}
	}
	return true
}

// insideRelative reports whether a token lies in a relative clause.
func (d *page) insideRelative(k int) bool {
	for n := 0; k >= 0 && n < 50; n++ {
		if d.tok[k].Deprel == "acl:relcl" {
			return true
		}
		k = d.tok[k].Head
	}
	return false
}

// makePredicate makes such a verb the head of the sentence and its noun the
// subject. What the verb had for a subject behind "after" was a time: "Ana Roy
// shortly after the arrest linked it to Ostra".
func (d *page) makePredicate(i int) {
	if own, m := d.child(i, "nsubj"), d.child(i, "mark"); own >= 0 {
		if m < 0 || m > own || !clauseWords[d.lower[m]] {
			return
		}
		d.tok[own].Deprel = "obl"
		d.tok[m].Head, d.tok[m].Deprel = own, "case"
	}
	root := i
	for n := 0; d.tok[root].Head >= 0 && n < 6; n++ {
		root = d.tok[root].Head
	}
	s := d.a.Sentences[d.sentence[i]]
	d.tok[i].Head, d.tok[i].Deprel = -1, "root"
	d.tok[root].Head, d.tok[root].Deprel = i, "nsubj"
	for k := s.First; k < s.Last; k++ {
		if d.tok[k].Head == root && (d.tok[k].Deprel == "advmod" && k > root && k < i || d.tok[k].Deprel == "parataxis" || d.tok[k].Deprel == "advcl") {
			d.tok[k].Head = i
		}
	}
}

// timeSubject makes a time that stands between a verb and its real subject
// what it is: "its cutback early this year led to losses".
func (d *page) timeSubject(i, v int) {
	for k := i - 1; k >= d.a.Sentences[d.sentence[i]].First; k-- {
		if d.tok[k].Head == v && (d.tok[k].Deprel == "nsubj" || d.tok[k].Deprel == "nsubj:pass") {
			d.tok[i].Deprel = "obl:unmarked"
			return
		}
	}
}

// progressive reads "it would not be vaccinating families", parsed as a copula
// with a described noun, as the verb it is: an auxiliary before "be" and no article.
func (d *page) progressive(g, n int) {
	c := d.child(n, "cop")
	if c < 0 || c > g || g > n || d.lower[c] != "be" && d.lower[c] != "been" || !d.hasChild(n, "aux") || d.hasChild(n, "det") && d.child(n, "det") < g {
		return
	}
	for k := c + 1; k < g; k++ {
		if d.tok[k].UPOS != "ADV" && d.tok[k].UPOS != "PART" {
			return
		}
	}
	s := d.a.Sentences[d.sentence[n]]
	d.tok[g].UPOS, d.tok[g].Head, d.tok[g].Deprel = "VERB", d.tok[n].Head, d.tok[n].Deprel
	d.tok[n].Head, d.tok[n].Deprel = g, "obj"
	d.tok[c].Deprel = "aux"
	for k := s.First; k < s.Last; k++ {
		if d.tok[k].Head == n && k < g {
			d.tok[k].Head = g
		}
	}
}

// missingSubject gives a finite verb that was put beside a verb of saying the
// noun between the two: "the report found children in camps did not sleep".
func (d *page) missingSubject(i, v int) {
	o := d.child(v, "obj")
	if !isWay(d.lemmas[v], waySaid, wayKnown, wayOpinion) || o < v || o > i || d.hasChild(v, "ccomp") || d.hasChild(i, "cc") || d.hasChild(i, "nsubj") || d.hasChild(i, "mark") || d.hasChild(i, "nsubj:pass") {
		return
	}
	if x := d.tok[i].XPOS; x != "VBD" && x != "VBZ" && x != "VBP" && !d.hasChild(i, "aux") {
		return
	}
	for k := o + 1; k < i; k++ {
		if d.lower[k] == "," || d.lower[k] == "and" || d.tok[k].Head == v {
			return
		}
	}
	d.tok[o].Head, d.tok[o].Deprel = i, "nsubj"
	d.tok[i].Head, d.tok[i].Deprel = v, "ccomp"
	for k := i + 1; k < d.a.Sentences[d.sentence[i]].Last; k++ {
		if d.tok[k].Head == v && d.tok[k].Deprel == "conj" && !d.hasChild(k, "nsubj") {
			d.tok[k].Head = i
		}
	}
}
