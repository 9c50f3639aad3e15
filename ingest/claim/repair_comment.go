package claim

// mendComment repairs the comment that ends a sentence, ", NBC reported" or
// ", said Ana Roy": statistical parsers give its verb parts of the statement,
// or hang it on the clause beside it. The statement is what the whole sentence
// before the comma says.
func (d *page) mendComment(s int) {
	v, first := d.lastComment(s)
	if v < 0 {
		return
	}
	main := d.mainBefore(s, first, v)
	if main < 0 {
		main = d.finiteAside(s, first, v)
	}
	if main < 0 {
		return
	}
	start := d.a.Sentences[s].First
	for k := start; k < first; k++ {
		if t := &d.tok[k]; t.Head == v && k != main && t.UPOS != "PUNCT" {
			t.Head = main
			if t.Deprel == "nsubj" {
				d.firstSubject(k, main)
			}
			if t.Deprel == "ccomp" {
				t.Deprel = "parataxis"
			}
		}
	}
	for k := first; k < v; k++ { // the commas around an apposition of the speaker
		if h := d.tok[k].Head; d.tok[k].UPOS == "PUNCT" && h >= 0 && h < first {
			d.tok[k].Head = v
		}
	}
	if s := d.child(v, "nsubj"); s > first { // "“…,” Belarian leader Ilya Voss told parliament"
		for n := first; n < s; n++ {
			if h := d.tok[n].Head; h >= 0 && h < first {
				d.tok[n].Head, d.tok[n].Deprel = s, "compound"
			}
		}
	}
	if d.tok[v].Head < 0 {
		d.tok[main].Head, d.tok[main].Deprel = v, "ccomp"
		return
	}
	if d.under(main, v) {
		d.tok[main].Head, d.tok[main].Deprel = d.tok[v].Head, d.tok[v].Deprel
	}
	d.tok[v].Head, d.tok[v].Deprel = main, "parataxis"
}

// firstSubject makes a noun the subject of a verb that took the object of the
// noun's infinitive for one: "steps to shape its future will be announced".
func (d *page) firstSubject(n, v int) {
	own := d.child(v, "nsubj:pass")
	if own < 0 {
		own = d.child2(v, "nsubj", n)
	}
	t := d.child(n, "acl")
	if own < n || t < n || t > own || d.tok[t].XPOS != "VB" || d.hasChild(t, "obj") {
		return
	}
	d.tok[n].Deprel = d.tok[own].Deprel
	d.tok[own].Head, d.tok[own].Deprel = t, "obj"
}

// lastComment returns the verb of saying of a comment that ends the sentence
// and the comment's first token, -1 for none. The comment is a comma or closing
// quotation mark, a short subject and the verb, in either order.
func (d *page) lastComment(s int) (verb, first int) {
	sent := d.a.Sentences[s]
	last := sent.Last - 1
	for last > sent.First && d.tok[last].UPOS == "PUNCT" {
		last--
	}
	for v := last; v > sent.First+3 && v > last-14; v-- {
		x := d.tok[v].XPOS
		if x != "VBD" && x != "VBZ" && x != "VBP" || !isWay(d.lemmas[v], waySaid) {
			if x == "VBD" || x == "VBZ" || x == "VBP" || x == "MD" || x == "TO" || d.lower[v] == "that" {
				return -1, -1 // the tail is a clause of its own
			}
			continue
		}
		if k := d.commentSubject(v, sent.First); k >= 0 {
			return v, k
		}
		break
	}
	for v := sent.First + 3; v < last; v++ { // "…, said the port's director Ana Roy in a letter"
		if d.tok[v].XPOS == "VBD" && sayers[d.lemmas[v]] && (d.lower[v-1] == "," || closers[d.word(v-1)]) && d.invertedSubject(v, last) {
			return v, v
		}
	}
	return -1, -1
}

// sayers are verbs that stand in front of their subject behind a statement.
var sayers = words(`say add write tell explain note warn announce insist admit reply tweet recall argue report continue state declare quip joke`)

// invertedSubject finds the subject behind a verb of saying that the parser
// took for its object, and sets it right.
func (d *page) invertedSubject(v, last int) bool {
	for n := v + 1; n <= last; n++ {
		if d.tok[n].Head != v {
			continue
		}
		switch r := d.tok[n].Deprel; {
		case r == "nsubj" && n < v+14:
			return true
		case r != "obj" && r != "xcomp" && r != "ccomp" || d.hasChild(n, "case") && d.child(n, "case") < n || d.hasChild(n, "mark"):
			return false
		}
		named := d.tok[n].UPOS == "PROPN"
		for k := n; k <= last && k < n+5; k++ {
			named = named || d.tok[k].UPOS == "PROPN" && d.under(k, n)
		}
		if !named && !people[d.lemmas[n]] || d.tok[n].UPOS == "VERB" || d.hasChild(v, "nsubj") {
			return false
		}
		d.tok[n].Deprel = "nsubj"
		return true
	}
	return false
}

// commentSubject returns where the subject in front of a verb of saying
// begins, if nothing but a comma or closing mark stands before it and the
// parser found it to be the subject.
func (d *page) commentSubject(v, first int) int {
	k := v - 1
	if d.lower[k] == "," { // "“…,” his lawyer, Ana Roy, said"
		for k--; k > first && k > v-10 && d.lower[k] != ","; k-- {
			if d.tok[k].UPOS == "VERB" || closers[d.word(k)] {
				return -1
			}
		}
		if d.lower[k] == "," {
			k--
		}
	}
	for k > first && k > v-16 && d.tok[k].UPOS != "PUNCT" {
		switch d.tok[k].UPOS {
		case "NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "ADP", "PART":
		default:
			if d.tok[k].XPOS != "VBN" && d.tok[k].XPOS != "VBG" {
				return -1
			}
		}
		k--
	}
	if k == v-1 || k <= first+2 || d.lower[k] != "," && !closers[d.word(k)] || relativePronouns[d.lower[k+1]] || d.tok[k+1].UPOS == "ADP" {
		return -1
	}
	for n := k + 1; n < v; n++ {
		if d.tok[n].Head == v && d.tok[n].Deprel == "nsubj" {
			return k + 1
		}
	}
	if d.child(v, "nsubj") > k {
		return -1
	}
	for n := k + 1; n < v; n++ { // given to another verb: "…, a person briefed on it said"
		if h := d.tok[n].Head; (h <= k || h >= v) && (d.tok[n].Deprel == "nsubj" || d.tok[n].Deprel == "nsubj:pass" || d.tok[n].Deprel == "conj" || d.tok[n].Deprel == "appos" || d.tok[n].Deprel == "parataxis" || d.tok[n].Deprel == "obj" && closers[d.word(k)]) && d.tok[n].UPOS != "VERB" {
			d.tok[n].Head, d.tok[n].Deprel = v, "nsubj"
			return k + 1
		}
	}
	return -1
}

// mainBefore returns the head of the statement in front of a comment: the
// finite verb or predicate there that hangs on nothing else before it.
func (d *page) mainBefore(s, first, v int) int {
	best, depth := -1, 1000
	for k := d.a.Sentences[s].First; k < first; k++ {
		if !d.predicates(k) || d.subordinated(k) {
			continue
		}
		n := 0
		for h, steps := d.tok[k].Head, 0; h >= 0 && steps < 100; h, steps = d.tok[h].Head, steps+1 {
			if h != v {
				n++
			}
		}
		if n < depth {
			best, depth = k, n
		}
	}
	return best
}

// finiteAside finds the statement's verb where the parser made it describe its
// own subject, and that the speaker's: "a vaccine made in Riga cut deaths in a
// trial, researchers reported". It is in the past tense and has an object.
func (d *page) finiteAside(s, first, v int) int {
	for k := d.a.Sentences[s].First; k < first; k++ {
		n := d.tok[k].Head
		if d.tok[k].Deprel != "acl" || d.tok[k].XPOS != "VBD" || d.child(k, "obj") < k || n < 0 || n > k || d.tok[n].Head != v || d.tok[n].Deprel != "nsubj" {
			continue
		}
		d.tok[k].Head, d.tok[k].Deprel = v, "ccomp"
		d.tok[n].Head = k
		return k
	}
	return -1
}

// predicates reports whether a token can be the head of a main clause.
func (d *page) predicates(k int) bool {
	t := d.tok[k]
	if d.hasChild(k, "cop") && d.hasChild(k, "nsubj") {
		return true
	}
	if t.UPOS != "VERB" || t.Deprel == "acl" || t.Deprel == "acl:relcl" || t.Deprel == "amod" || t.Deprel == "xcomp" {
		return false
	}
	switch t.XPOS {
	case "VBD", "VBZ", "VBP":
		return true
	}
	return d.hasChild(k, "aux") || d.hasChild(k, "aux:pass") || t.XPOS == "VBN" && (t.Deprel != "advcl" || d.child(k, "obj") > k)
}

// subordinated reports whether a clause begins with a word that makes it
// depend on another: "when Lind asked".
func (d *page) subordinated(k int) bool {
	if d.hasChild(k, "mark") {
		return true
	}
	c := d.child(k, "advmod")
	return c >= 0 && c < k && d.tok[c].XPOS == "WRB"
}
