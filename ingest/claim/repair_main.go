package claim

import "strings"

// The rules here find main clauses again that lost their verb or their subject:
// a verb in -s read as a noun, a subject read as an address, an office and its
// holder read as two subjects, a participle read as the clause's verb.

// mendMain applies them to one token, before the other repairs of words.
func (d *page) mendMain(i int) {
	d.hyphenTail(i)
	d.riskVerb(i)
	d.vocativeSubject(i)
	d.titleSubject(i)
	d.agentParticiple(i)
	d.adjectiveVerb(i)
	d.verdict(i)
	d.detThat(i)
	d.sayingTime(i)
	d.whoseOwner(i)
	d.twinObject(i)
	d.twinListener(i)
	d.titleCase(i)
	d.outletTime(i)
}

// hyphenTail joins what a hyphen parted: of "won the by -election" the election
// is what was won.
func (d *page) hyphenTail(i int) {
	w := d.word(i)
	if len(w) < 4 || w[0] != '-' || w[1] < 'a' || w[1] > 'z' || i == 0 || d.a.Tokens[i-1].End != d.a.Tokens[i].Start || d.tok[i-1].Deprel != "case" || d.tok[i-1].Head != i {
		return
	}
	d.tok[i-1].Deprel = "compound"
	d.tok[i].UPOS, d.tok[i].XPOS = "NOUN", "NN"
	if v := d.tok[i].Head; d.tok[i].Deprel == "obl" && v >= 0 && v < i && d.tok[v].UPOS == "VERB" && !d.hasChild(i, "case") {
		o := d.child(v, "obj")
		if o < 0 || d.child(o, "case") > o {
			d.tok[i].Deprel = "obj"
		}
	}
}

// riskVerb reads a noun in -s with a subject and a complement as the verb it
// is: "Ostra risks losing its name", "Gavo, the fund, plans to buy doses".
func (d *page) riskVerb(i int) {
	t := &d.tok[i]
	if t.UPOS != "NOUN" || t.XPOS != "NNS" || d.hasChild(i, "det") || d.hasChild(i, "case") || d.hasChild(i, "cop") || d.hasChild(i, "amod") || d.hasChild(i, "nmod:poss") || i+1 >= len(d.tok) {
		return
	}
	if t.Deprel != "root" && t.Deprel != "ccomp" && t.Deprel != "conj" && t.Deprel != "parataxis" {
		return
	}
	s := d.child(i, "nsubj")
	if s < 0 || s > i {
		s = d.child(i, "vocative")
	}
	if s < 0 || s > i {
		return
	}
	for _, rel := range []string{"xcomp", "acl"} {
		c := d.child(i, rel)
		if c != i+1 && c != i+2 || d.tok[c].UPOS != "VERB" {
			continue
		}
		if gerund := d.tok[c].XPOS == "VBG" && c == i+1; !gerund && !(d.tok[c].XPOS == "VB" && d.lower[i+1] == "to") {
			continue
		}
		t.UPOS, t.XPOS = "VERB", "VBZ"
		d.tok[s].Deprel, d.tok[c].Deprel = "nsubj", "xcomp"
		return
	}
}

// vocativeSubject gives a verb without a subject the name at its sentence's
// beginning that was read as being addressed: "Lind, who was elected in May,
// previously struck down two rules".
func (d *page) vocativeSubject(i int) {
	v := d.tok[i].Head
	if d.tok[i].Deprel != "vocative" || v < i || d.tok[i].UPOS != "PROPN" || d.tok[v].UPOS != "VERB" || d.hasChild(v, "nsubj") || d.hasChild(v, "nsubj:pass") || d.tok[v].XPOS == "VB" && !d.hasChild(v, "aux") || d.inMarks(i, v) {
		return
	}
	d.tok[i].Deprel = "nsubj"
	if d.hasChild(v, "aux:pass") {
		d.tok[i].Deprel = "nsubj:pass"
	}
}

// inMarks reports whether a quotation mark stands between two tokens.
func (d *page) inMarks(a, b int) bool {
	for k := a; k < b; k++ {
		if w := d.word(k); w == "“" || w == "”" || w == "\"" {
			return true
		}
	}
	return false
}

// titleSubject makes an office in front of its holder's name his title, where
// both were read as subjects: "Ostra chief executive Ana Roy will join".
func (d *page) titleSubject(i int) {
	n := i + 1
	if d.tok[i].Deprel != "nsubj" || n >= len(d.tok) || d.tok[n].UPOS != "PROPN" || !d.isPosition(i) {
		return
	}
	v := d.tok[i].Head
	for k := n; k < v && k < n+4; k++ {
		if d.tok[k].UPOS != "PROPN" {
			return
		}
		if d.tok[k].Head == v && strings.HasPrefix(d.tok[k].Deprel, "nsubj") {
			d.tok[i].UPOS, d.tok[i].XPOS = "NOUN", "NN"
			d.tok[i].Head, d.tok[i].Deprel = k, "nmod:desc"
			return
		}
	}
}

// agentParticiple reads a verb with a "by" phrase right behind a noun, which is
// another verb's subject, as describing the noun: "a panel led by Lind advised".
func (d *page) agentParticiple(i int) {
	t := &d.tok[i]
	n := i - 1
	if t.Deprel != "advcl" || t.XPOS != "VBD" && t.XPOS != "VBN" || n < 0 || d.tok[n].Head != i || d.tok[n].Deprel != "nsubj" && d.tok[n].Deprel != "nsubj:pass" || !d.hasChild(i, "obl:agent") || d.hasChild(i, "aux:pass") || d.hasChild(i, "mark") {
		return
	}
	if v := t.Head; v > i && !d.hasChild(v, "nsubj") && !d.hasChild(v, "nsubj:pass") {
		d.tok[n].Head, d.tok[n].Deprel = v, "nsubj"
		t.XPOS, t.Head, t.Deprel = "VBN", n, "acl"
	}
}

// adjectiveVerb reads an adjective in -ed with a "that" clause for its object,
// coordinated with a verb, as the past tense it is: "refused to yield and
// alleged that it was theft".
func (d *page) adjectiveVerb(i int) {
	t := &d.tok[i]
	if t.UPOS != "ADJ" || t.Deprel != "conj" || !strings.HasSuffix(d.lower[i], "ed") || t.Head < 0 || d.hasChild(i, "cop") {
		return
	}
	if c := d.child(i, "ccomp"); c < i || !d.hasMark(c, "that") {
		return
	}
	d.makeVerb(i)
	for h, n := t.Head, 0; h >= 0 && n < 4; h, n = d.tok[h].Head, n+1 {
		if d.tok[h].XPOS == "VBD" {
			t.Head = h
			return
		}
	}
}

// twinObject makes a common noun right before a name, both read as objects, what
// the name is: "heads the union UFWA".
func (d *page) twinObject(i int) {
	n := i + 1
	if d.tok[i].Deprel != "obj" || d.tok[i].XPOS != "NN" || n >= len(d.tok) || d.tok[n].Head != d.tok[i].Head || d.tok[n].Deprel != "obj" || d.tok[n].UPOS != "PROPN" || d.hasChild(n, "cc") {
		return
	}
	d.tok[i].Head, d.tok[i].Deprel = n, "nmod:desc"
}

// titleCase gives a preposition in front of an office to the name that the
// office describes: "called on [chief] Ana Roy".
func (d *page) titleCase(i int) {
	n := d.tok[i].Head
	if d.tok[i].Deprel == "case" && n > i && d.tok[n].Deprel == "nmod:desc" && d.tok[n].Head > n && (i == 0 || d.tok[i-1].Head != d.tok[n].Head) {
		d.tok[i].Head = d.tok[n].Head
	}
}

// twinListener gives a pronoun in front of what is told its subject to the verb
// of telling: "told her the company would not pay".
func (d *page) twinListener(i int) {
	t := &d.tok[i]
	v := i - 1
	if v < 0 || t.Deprel != "nsubj" || t.XPOS != "PRP" || !objectPronouns[d.lower[i]] || t.Head < i || d.tok[t.Head].Head != v || !informs[d.lemmas[v]] || d.child2(t.Head, "nsubj", i) < i {
		return
	}
	t.Head, t.Deprel = v, "iobj"
}

var objectPronouns = words(`her him them me us you it`)

// verdict gives an adjective behind the object of a verb of judging to the
// verb: "called the sanctions illegal".
func (d *page) verdict(i int) {
	t := &d.tok[i]
	o := t.Head
	if t.Deprel != "amod" || t.UPOS != "ADJ" || o < 0 || o != i-1 || d.tok[o].Deprel != "obj" || d.tok[o].UPOS != "NOUN" && d.tok[o].UPOS != "PROPN" {
		return
	}
	v := d.tok[o].Head
	if v < 0 || v > o || !judges[d.lemmas[v]] || d.hasChild(v, "xcomp") || d.hasChild(i, "obl") {
		return
	}
	t.Head, t.Deprel = v, "xcomp"
}

var judges = words(`call deem label brand dub consider declare find make render rule think keep leave`)

// detThat repairs "finds that Ostra misled customers", read as if Ostra-misled
// customers were found: "that" is no determiner of a plural.
func (d *page) detThat(that int) {
	n := d.tok[that].Head
	v := that - 1
	if d.lower[that] != "that" || d.tok[that].Deprel != "det" || v < 0 || n < that+3 || d.tok[n].XPOS != "NNS" || d.tok[n].Deprel != "obj" || d.tok[n].Head != v || !isWay(d.lemmas[v], waySaid, wayKnown, wayOpinion, wayAlleged, wayDenied) {
		return
	}
	p := n - 1
	if d.tok[p].Head != n || d.tok[p].Deprel != "amod" || d.tok[p].XPOS != "VBN" && d.tok[p].XPOS != "VBD" {
		return
	}
	s := p - 1
	if h := d.tok[s].Head; h != n && h != p || d.tok[s].UPOS != "NOUN" && d.tok[s].UPOS != "PROPN" || s <= that {
		return
	}
	d.tok[p].UPOS, d.tok[p].XPOS = "VERB", "VBD"
	d.tok[p].Head, d.tok[p].Deprel = v, "ccomp"
	d.tok[that].Head, d.tok[that].Deprel = p, "mark"
	d.tok[s].Head, d.tok[s].Deprel = p, "nsubj"
	d.tok[n].Head, d.tok[n].Deprel = p, "obj"
}

// sayingTime gives a day right behind a verb of saying to it and not to what is
// said: "said Friday it would close".
func (d *page) sayingTime(i int) {
	v := i - 1
	if v < 0 || d.timeAt[i] < 0 || d.tok[i].Head <= i || d.tok[v].UPOS != "VERB" || !isWay(d.lemmas[v], waySaid) || d.tok[i].Deprel == "nmod:poss" || d.tok[i].Deprel == "compound" {
		return
	}
	if c := d.tok[i].Head; d.tok[c].Head == v && d.tok[c].Deprel == "ccomp" && (strings.HasPrefix(d.tok[i].Deprel, "obl") || d.tok[i].Deprel == "nmod" || d.tok[i].Deprel == "advmod") {
		d.tok[i].Head, d.tok[i].Deprel = v, "obl:unmarked"
	}
}

// whoseOwner gives a clause that begins with "whose" to the noun before the
// comma: "Ostra, whose founder, Ana Roy, gave them money".
func (d *page) whoseOwner(w int) {
	if d.lower[w] != "whose" || w < 2 || d.lower[w-1] != "," {
		return
	}
	n := d.tok[w].Head
	if n <= w {
		return
	}
	s := d.a.Sentences[d.sentence[w]]
	owner := w - 2
	for steps := 0; steps < 8; steps++ {
		r := d.tok[owner].Deprel
		h := d.tok[owner].Head
		if h < s.First || h >= w || d.tok[h].UPOS == "VERB" || strings.HasPrefix(r, "nsubj") || r == "obj" || strings.HasPrefix(r, "obl") || r == "nmod" {
			break
		}
		owner = h
	}
	if d.tok[owner].UPOS != "NOUN" && d.tok[owner].UPOS != "PROPN" {
		return
	}
	if k := d.tok[n].Head; k > n && d.tok[k].UPOS == "PROPN" { // the name is better known than the office
		n = k
	}
	v := d.tok[n].Head
	if r := d.tok[n].Deprel; r == "appos" || r == "conj" || r == "nmod" {
		if v = d.bareVerbBehind(n); v < 0 {
			return
		}
		d.tok[n].Head, d.tok[n].Deprel = v, "nsubj"
	} else if !strings.HasPrefix(r, "nsubj") {
		return
	}
	if v > n && d.tok[v].Deprel != "acl:relcl" && !d.under(owner, v) {
		d.tok[v].Head, d.tok[v].Deprel = owner, "acl:relcl"
	}
}

// bareVerbBehind returns the finite verb without a subject that follows a noun
// and at most one aside in commas, -1 for none.
func (d *page) bareVerbBehind(n int) int {
	s := d.a.Sentences[d.sentence[n]]
	for k := n + 1; k < s.Last && k < n+12; k++ {
		if x := d.tok[k].XPOS; d.tok[k].UPOS == "VERB" && (x == "VBD" || x == "VBZ" || x == "VBP" || d.hasChild(k, "aux")) {
			if d.hasChild(k, "nsubj") || d.hasChild(k, "nsubj:pass") || d.hasChild(k, "cc") {
				return -1
			}
			return k
		}
	}
	return -1
}

// outletTime gives ", after the Ledger revealed it" at the end of what someone
// will or does not do to the verb of saying: a plain past behind a comma is not
// in the tense of what is said, so it is the outlet that tells it.
func (d *page) outletTime(i int) {
	if d.tok[i].Deprel != "advcl" || d.tok[i].XPOS != "VBD" || d.hasChild(i, "aux") {
		return
	}
	m := d.commaAfter(i)
	if m < 0 {
		return
	}
	for c, n := d.tok[i].Head, 0; c >= 0 && c < m && n < 8; c, n = d.tok[c].Head, n+1 {
		v := d.tok[c].Head
		if d.tok[c].Deprel != "ccomp" || v < 0 || v > c || d.tok[v].XPOS != "VBD" || !isWay(d.lemmas[v], waySaid) {
			continue
		}
		if d.tok[c].XPOS == "VBD" && !d.hasChild(c, "aux") || d.inMarks(v, i) {
			return
		}
		d.tok[i].Head = v
		d.tok[m].Head, d.tok[m].Deprel = i, "mark"
		return
	}
}

// commaAfter returns the "after" behind a comma that opens a verb's clause, -1
// for none.
func (d *page) commaAfter(v int) int {
	first := d.a.Sentences[d.sentence[v]].First
	for k := v - 1; k > first && k > v-12 && d.tok[k].UPOS != "VERB"; k-- {
		if d.lower[k] != "after" {
			continue
		}
		c := k - 1 // "hours after", "two days after"
		for c > first && (timeUnits[d.lemmas[c]] || d.tok[c].UPOS == "NUM" || d.tok[c].UPOS == "DET") {
			c--
		}
		if d.lower[c] == "," {
			return k
		}
	}
	return -1
}
