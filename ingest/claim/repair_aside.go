package claim

// raiseMeanwhile gives "while doing so" behind a noun, and "to do so" behind the
// dash that ends an aside, to the verb.
func (d *page) raiseMeanwhile(i int) bool {
	m := d.child(i, "mark")
	if m < 1 || m > i {
		return false
	}
	aside := d.lower[m] == "to" && (d.word(m-1) == "—" || d.word(m-1) == "–")
	if !aside && (d.tok[i].XPOS != "VBG" || !clauseWords[d.lower[m]]) {
		return false
	}
	for v, n := d.tok[i].Head, 0; v >= 0 && n < 8; v, n = d.tok[v].Head, n+1 {
		r := d.tok[v].Deprel
		if d.tok[v].UPOS == "VERB" && v < i && r != "acl" && !(aside && r == "xcomp" && d.tok[v].XPOS == "VBN") {
			d.tok[i].Head, d.tok[i].Deprel = v, "advcl"
			return true
		}
	}
	return false
}

// letters are channels that an act of asking or saying goes through.
var letters = words(`letter statement interview post tweet email e-mail memo speech briefing release message filing note report`)

// raiseChannel gives "in a letter" behind what is asked for to the verb of
// asking: "asked Lind to look into the matter in a letter".
func (d *page) raiseChannel(i int) {
	c := d.child(i, "case")
	if !letters[d.lemmas[i]] || c < 0 || c > i || d.lower[c] != "in" || d.tok[i].Deprel != "obl" && d.tok[i].Deprel != "nmod" {
		return
	}
	v := d.tok[i].Head
	for n := 0; v >= 0 && n < 4; n++ {
		if d.tok[v].UPOS == "VERB" && d.tok[v].Deprel == "xcomp" {
			break
		}
		v = d.tok[v].Head
	}
	if v < 0 || d.tok[v].UPOS != "VERB" || d.tok[v].Deprel != "xcomp" || d.tok[v].XPOS != "VB" {
		return
	}
	if up := d.tok[v].Head; up >= 0 && up < v && isWay(d.lemmas[up], waySaid, wayRequested, wayOrdered, wayAsked) && d.tok[up].UPOS == "VERB" && !isWay(d.lemmas[v], waySaid) {
		d.tok[i].Head, d.tok[i].Deprel = up, "obl"
	}
}

// gerundSubject repairs "letting them in presents a risk", read as if somebody
// let them in: a noun in -s with an object is a verb, and a gerund that nothing
// introduces is its subject.
func (d *page) gerundSubject(i int) {
	t := &d.tok[i]
	if o := d.child(i, "obj"); t.XPOS == "NNS" && t.UPOS == "NOUN" && o > i && t.Deprel == "advcl" {
		t.UPOS, t.XPOS = "VERB", "VBZ"
	}
	g := t.Head
	if t.UPOS != "VERB" || t.XPOS != "VBZ" || t.Deprel != "advcl" || g < 0 || g > i || d.tok[g].XPOS != "VBG" || d.hasChild(i, "mark") || d.hasChild(g, "mark") || d.hasChild(g, "aux") {
		return
	}
	for k := g; k < i; k++ {
		if d.lower[k] == "," {
			return
		}
	}
	if n := d.child(i, "nsubj"); n >= 0 { // behind a preposition it is no subject
		if d.caseOf(n) == "" || n < g {
			return
		}
		d.tok[n].Head, d.tok[n].Deprel = g, "obl"
	}
	t.Head, t.Deprel = d.tok[g].Head, d.tok[g].Deprel
	if up := t.Head; up >= 0 && isWay(d.lemmas[up], waySaid) {
		t.Deprel = "ccomp"
	}
	d.tok[g].Head, d.tok[g].Deprel = i, "csubj"
}

// dashedObject gives a noun behind an aside in dashes to the verb in front of
// the aside: "start – as soon as it can – a review".
func (d *page) dashedObject(n int) {
	if d.hasChild(n, "nsubj") || d.hasChild(n, "cop") || d.hasChild(n, "case") {
		return
	}
	s := d.a.Sentences[d.sentence[n]]
	first := n
	for first-1 > s.First && d.under(first-1, n) && !d.dash(first-1) {
		first--
	}
	open := first - 2
	for open > s.First && !d.dash(open) {
		open--
	}
	if open <= s.First || !d.dash(first-1) {
		return
	}
	if v := open - 1; d.tok[v].UPOS == "VERB" && !d.hasChild(v, "obj") && !d.hasChild(v, "ccomp") && !d.under(v, n) {
		d.tok[n].Head, d.tok[n].Deprel = v, "obj"
	}
}

func (d *page) dash(i int) bool { return i >= 0 && (d.word(i) == "—" || d.word(i) == "–") }

// asideSubject makes a noun between dashes that was taken for the subject of
// the infinitive behind them what it is, a word on the noun before: "engineers
// in Norvia—Lisbon's rival—to run it".
func (d *page) asideSubject(to int) {
	if d.lower[to] != "to" || to < 2 || !d.dash(to-1) || d.tok[to].Deprel != "mark" {
		return
	}
	v := d.tok[to].Head
	if v < to {
		return
	}
	n := d.child(v, "nsubj")
	if n < 0 || n > to {
		return
	}
	for k := n; k > d.a.Sentences[d.sentence[to]].First; k-- {
		if d.dash(k) {
			d.tok[n].Head, d.tok[n].Deprel = k-1, "appos"
			return
		}
	}
}
