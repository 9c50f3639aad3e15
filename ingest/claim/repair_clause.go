package claim

// mainVerb returns the verb that an auxiliary stands for or under, -1 for none:
// of "as fast as we can" the verb above.
func (d *page) mainVerb(aux int) int {
	if b := d.tok[aux].Deprel; b != "aux" && b != "advcl" {
		return -1
	}
	for v, n := d.tok[aux].Head, 0; v >= 0 && n < 6; v, n = d.tok[v].Head, n+1 {
		if d.tok[v].UPOS == "VERB" {
			return v
		}
	}
	return -1
}

// freeFromDate parts a name from the date behind it: "on X [compound] Friday evening".
func (d *page) freeFromDate(i, h int) {
	c := d.child(h, "case")
	if c < 0 || c > i {
		return
	}
	d.tok[c].Head = i
	d.tok[i].Head, d.tok[i].Deprel = d.tok[h].Head, "obl"
	d.tok[h].Deprel = "obl:unmarked"
}

// goingForward reads "with the ministry going forward" as an adverb behind an oblique.
func (d *page) goingForward(i int) {
	n, m := d.child(i, "nsubj"), d.child(i, "mark")
	v := d.tok[i].Head
	for steps := 0; v >= 0 && d.tok[v].UPOS != "VERB" && steps < 10; steps++ {
		v = d.tok[v].Head
	}
	if n < 0 || m < 0 || m > n || v < 0 {
		return
	}
	d.tok[n].Head, d.tok[n].Deprel = v, "obl"
	d.tok[m].Head, d.tok[m].Deprel = n, "case"
	d.tok[i].Head, d.tok[i].Deprel, d.tok[i].UPOS = v, "advmod", "ADV"
}

// contentPronoun reports whether a clause coordinated with a verb of saying
// goes on with what is said: its subject is "they" or "it", and the content's
// subject is no pronoun.
func (d *page) contentPronoun(i, h int) bool {
	c, s := d.child(h, "ccomp"), d.child(i, "nsubj")
	if c < 0 || c > i || s < 0 || !isWay(d.lemmas[h], waySaid) || isWay(d.lemmas[i], waySaid) {
		return false
	}
	own := d.child(h, "nsubj")
	return (d.lower[s] == "they" || d.lower[s] == "it") && own >= 0 && d.tok[own].XPOS != "NNS" && d.tok[own].XPOS != "PRP" && d.lower[s] == "they"
}

// takeSubject finds the subject of a finite verb that has none in the noun
// phrase right before it, where that phrase was read as part of what precedes:
// "after a report [obl] detailed how …", "asked about fees and Roy [conj] said …".
func (d *page) takeSubject(v int) bool {
	r := d.tok[v].Deprel
	if r != "conj" && r != "parataxis" && r != "advcl" && r != "ccomp" && r != "dep" && r != "acl:relcl" {
		return false
	}
	last := v - 1
	first := d.a.Sentences[d.sentence[v]].First
	for last > first && d.tok[last].UPOS == "ADV" {
		last--
	}
	if last < first {
		return false
	}
	if d.lower[last] == "," && last > first { // "after Ostra, the carrier, sold it"
		last--
	}
	n := last // climb from the last word to the head of the phrase it ends
	for steps := 0; n >= first && steps < 12; steps++ {
		if x := d.tok[n].Deprel; (x == "obl" || x == "conj") && d.tok[n].UPOS != "VERB" && d.tok[n].Head < n {
			break
		}
		if n = d.tok[n].Head; n > last || n < first {
			return false
		}
	}
	if n < first || n > last || d.tok[n].Head < 0 || d.tok[n].UPOS == "VERB" || d.tok[n].Head == v {
		return false
	}
	switch d.tok[n].Deprel {
	case "obl":
		c := d.child(n, "case")
		if c < 0 && d.tok[n].UPOS == "PROPN" && isWay(d.lemmas[v], waySaid) {
			break // a name right before a verb of saying
		}
		if c < 0 || c > n || !clauseWords[d.lower[c]] {
			return false
		}
		up := d.tok[n].Head
		d.tok[c].Head, d.tok[c].Deprel = v, "mark"
		d.tok[v].Head, d.tok[v].Deprel = up, "advcl"
	case "conj":
		c := d.coordinator(n)
		if c < 0 || r != "conj" && r != "advcl" || d.hasChild(v, "cc") || d.hasChild(v, "mark") {
			return false
		}
		d.tok[c].Head, d.tok[v].Deprel = v, "conj"
	default:
		return false
	}
	d.tok[n].Head, d.tok[n].Deprel = v, "nsubj"
	return true
}

// coordinator returns the "and" in front of a coordinated noun phrase, -1 for none.
func (d *page) coordinator(n int) int {
	for c := n - 1; c > d.tok[n].Head; c-- {
		if h := d.tok[c].Head; d.tok[c].Deprel == "cc" && (h == n || h >= 0 && d.tok[h].Head == n) {
			return c
		}
	}
	return -1
}

// makeClause turns "after a report detailed how …", read as a noun with a
// participle, into a clause: a participle with a clause for its object acts.
func (d *page) makeClause(i int) {
	n := i - 1
	c := d.child(n, "case")
	if d.tok[n].Deprel != "obl" || c < 0 || !clauseWords[d.lower[c]] {
		return
	}
	d.tok[i].Head, d.tok[i].Deprel, d.tok[i].XPOS = d.tok[n].Head, "advcl", "VBD"
	d.tok[n].Head, d.tok[n].Deprel = i, "nsubj"
	d.tok[c].Head, d.tok[c].Deprel = i, "mark"
}

// takeOblique makes the noun behind "after" right before a verb its subject,
// where the verb was taken for what somebody says: "said it would pay after a
// report detailed how it had cheated".
func (d *page) takeOblique(i int) {
	n := i - 1
	c := d.child(n, "case")
	if c < 0 || !clauseWords[d.lower[c]] {
		return
	}
	d.tok[n].Deprel = "nsubj"
	d.tok[c].Head, d.tok[c].Deprel = i, "mark"
	if h := d.tok[i].Head; h >= 0 && d.tok[i].Deprel == "ccomp" {
		d.tok[i].Deprel = "advcl"
		if main := d.child2(h, "ccomp", i); main >= 0 && main < n {
			d.tok[i].Head = main
		}
	}
}

// askingContent finds the clause behind a verb of saying that begins with
// "how" or "that" and gives it to the verb if the parser did not.
func (d *page) askingContent(i int) bool {
	w := i + 1
	if w >= len(d.tok) || d.sentence[w] != d.sentence[i] || !isWay(d.lemmas[i], waySaid) || d.tok[w].XPOS != "WRB" && d.lower[w] != "that" {
		return false
	}
	c := d.tok[w].Head
	if c <= w || d.tok[c].UPOS != "VERB" && !d.hasChild(c, "cop") {
		return false
	}
	if d.tok[c].Head != i {
		d.tok[c].Head = i
	}
	d.tok[c].Deprel = "ccomp"
	return true
}

// makeVerb reads an adjective in -ed with a subject and a clause for its
// object as the past tense it is.
func (d *page) makeVerb(i int) {
	d.tok[i].UPOS, d.tok[i].XPOS = "VERB", "VBD"
	w := d.lower[i]
	for _, l := range []string{w[:len(w)-2], w[:len(w)-1], w[:max(len(w)-3, 0)]} {
		if len(ways[l]) > 0 {
			d.lemmas[i] = l
			return
		}
	}
	d.lemmas[i] = w[:len(w)-2]
}

// caseOf returns the preposition in front of a noun that cannot be a subject
// then, "" for none.
func (d *page) caseOf(i int) string {
	if c := d.child(i, "case"); c >= 0 && c < i && subjectNever[d.lower[c]] {
		return d.lower[c]
	}
	return ""
}

var subjectNever = words(`to from with at in on for by against of into about`)

// lowerSubject makes a "subject" behind a preposition an oblique of the verb before it.
func (d *page) lowerSubject(i int) {
	first := d.a.Sentences[d.sentence[i]].First
	for v := i - 1; v >= first; v-- {
		if d.tok[v].UPOS == "VERB" && !d.under(v, i) {
			d.tok[i].Head, d.tok[i].Deprel = v, "obl"
			return
		}
	}
}

// under reports whether a token hangs under another, while the tree is being repaired.
func (d *page) under(i, top int) bool {
	for n := 0; i >= 0 && n < 100; n++ {
		if i == top {
			return true
		}
		i = d.tok[i].Head
	}
	return false
}

// raiseSubject gives a name that was read as an apposition of a date to the
// verb that lacks a subject: "Earlier on Friday, Ana Roy sent …".
func (d *page) raiseSubject(i int) {
	for v, n := d.tok[i].Head, 0; v >= 0 && n < 20; v, n = d.tok[v].Head, n+1 {
		if d.tok[v].UPOS == "VERB" && v > i {
			if !d.hasChild(v, "nsubj") && !d.hasChild(v, "nsubj:pass") {
				d.tok[i].Head, d.tok[i].Deprel = v, "nsubj"
			}
			return
		}
	}
}

// raiseListener gives an object that stands before the subject of a content
// clause to the verb of telling: "told the Ledger it had paid".
func (d *page) raiseListener(i, h int) {
	v, s := d.tok[h].Head, d.child(h, "nsubj")
	if v >= 0 && v < i && s > i && informs[d.lemmas[v]] && !d.hasChild(v, "obj") {
		d.tok[i].Head, d.tok[i].Deprel = v, "obj"
	}
}

func (d *page) hasMark(i int, word string) bool {
	m := d.child(i, "mark")
	return m >= 0 && d.lower[m] == word
}

var clauseWords = words(`after before since until as because while once`)

// joinRelative gives a coordinated verb to the relative clause before it rather
// than to the main verb: "divers, who lacked tools and did not see the fault".
// A comma before the coordinator says the main verb was meant.
func (d *page) joinRelative(i int) {
	h := d.tok[i].Head
	cc := d.child(i, "cc")
	if d.tok[i].Deprel != "conj" || h > i || cc <= h || cc == 0 {
		return
	}
	x := d.tok[i].XPOS
	for r := cc - 1; r > h; r-- {
		// Unless the main verb's tense cannot be meant: "approved a bill that doubles
		// sentences for theft, known as galamsey, and bans it".
		if d.lower[cc-1] == "," && (x == d.tok[h].XPOS || x != d.tok[r].XPOS || x == "VB" || d.hasChild(i, "aux")) {
			continue
		}
		if d.tok[r].Deprel == "acl:relcl" && r != i {
			for up, n := d.tok[r].Head, 0; up >= 0 && n < 20; up, n = d.tok[up].Head, n+1 {
				if up == h {
					d.tok[i].Head = r
					return
				}
			}
		}
	}
}

// fillsNoun reports whether a clause that is read as relative says what its
// noun of saying or thinking holds: "claims that Roy had left", where "that" is
// no argument of the clause.
func (d *page) fillsNoun(i, h int) bool {
	if !isWay(d.lemma(h), waySaid, wayAlleged, wayDenied, wayOpinion, wayKnown) || d.tok[h].UPOS != "NOUN" {
		return false
	}
	that, subject, objects := -1, false, 0
	for k := range d.tok {
		if d.tok[k].Head != i {
			continue
		}
		switch rel := d.tok[k].Deprel; {
		case d.lower[k] == "that" && (rel == "mark" || rel == "obj"):
			that = k
		case (rel == "nsubj" || rel == "nsubj:pass") && d.lower[k] != "that" && d.lower[k] != "which" && d.lower[k] != "who":
			subject = true
		case rel == "obj":
			objects++
		}
	}
	if that < 0 || !subject || d.tok[that].Deprel == "obj" && objects == 0 {
		return false // "the claims that Roy made"
	}
	d.tok[that].Deprel = "mark"
	return true
}

// isMain tells a verb that was read as describing the name at the head of its
// sentence: a past tense, or behind a comma the participle of a verb of saying.
func (d *page) isMain(i, h int) bool {
	if i < h || d.hasChild(i, "nsubj") {
		return false
	}
	root := h
	if d.tok[h].Deprel == "appos" && d.tok[h].Head >= 0 {
		root = d.tok[h].Head
	}
	aside := d.tok[root].Deprel == "parataxis" && d.tok[root].UPOS == "NOUN" && !d.hasChild(root, "case")
	if d.tok[root].Head >= 0 && !aside || d.tok[root].UPOS == "VERB" || d.hasChild(root, "cop") {
		return false
	}
	if aside { // "; the judge ruled that …"
		return d.tok[i].XPOS == "VBD" || d.tok[i].XPOS == "VBN" && i == h+1 && d.hasChild(i, "obl") && isWay(d.lemmas[i], waySaid)
	}
	x := d.tok[i].XPOS
	return x == "VBD" || x == "VBN" && i > 0 && d.lower[i-1] == "," && isWay(d.lemmas[i], waySaid, wayAlleged, wayRequested, wayOrdered, wayDenied)
}

func (d *page) makeMain(i, h int) {
	root := h
	if d.tok[h].Deprel == "appos" && d.tok[h].Head >= 0 {
		root = d.tok[h].Head
	}
	d.tok[i].Head, d.tok[i].Deprel, d.tok[i].XPOS = d.tok[root].Head, d.tok[root].Deprel, "VBD"
	d.tok[root].Head, d.tok[root].Deprel = i, "nsubj"
	s := d.a.Sentences[d.sentence[i]]
	for k := i + 1; k < s.Last; k++ { // "announced that …": the content was read as describing the name too
		if t := &d.tok[k]; (t.Head == h || t.Head == root) && (t.Deprel == "acl:relcl" || t.Deprel == "acl") && d.hasMark(k, "that") {
			t.Head, t.Deprel = i, "ccomp"
		}
	}
}

// locates returns the participle of place right before an oblique's
// preposition when the oblique was given to a later verb, -1 for none.
func (d *page) locates(i int) int {
	c := d.child(i, "case")
	if c <= 0 || c > i || d.tok[c-1].XPOS != "VBN" || !located[d.lemmas[c-1]] || d.hasChild(c-1, "obl") {
		return -1
	}
	return c - 1
}

// child2 returns a dependent of that relation other than one token, -1 for none.
func (d *page) child2(h int, rel string, not int) int {
	s := d.a.Sentences[d.sentence[h]]
	for k := s.First; k < s.Last; k++ {
		if k != not && d.tok[k].Head == h && d.tok[k].Deprel == rel {
			return k
		}
	}
	return -1
}
