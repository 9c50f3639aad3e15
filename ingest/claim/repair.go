package claim

import "dossier/ingest/nlp"

// repair corrects attachments that statistical parsers often get wrong and
// that names and times decide: it works on the page's own copy of the tokens.
func (d *page) repair() {
	for i := range d.tok {
		h := d.tok[i].Head
		if h < 0 {
			continue
		}
		switch {
		case d.splitsName(i, h):
			d.tok[i].Deprel = "flat"
		case d.tok[i].Deprel == "nmod" && d.timeAt[i] >= 0:
			d.raiseTime(i, h)
		case d.tok[i].Deprel == "nmod":
			d.raiseTransfer(i, h)
		case d.tok[i].Deprel == "acl" || d.tok[i].Deprel == "acl:relcl" || d.tok[i].Deprel == "advcl":
			if !d.raiseContent(i, h) && !d.raiseInfinitive(i, h) {
				d.raiseParticiple(i, h)
			}
		}
	}
}

// splitsName tells a name of several words that was read as a coordination:
// two proper nouns side by side with nothing between them.
func (d *page) splitsName(i, h int) bool {
	if i != h+1 || d.tok[i].UPOS != "PROPN" || d.tok[h].UPOS != "PROPN" {
		return false
	}
	r := d.tok[i].Deprel
	if r != "conj" && r != "appos" && r != "list" && r != "parataxis" && r != "nmod" && r != "dep" {
		return false
	}
	for k := range d.tok { // a coordinator of its own keeps it apart
		if d.tok[k].Head == i && (d.tok[k].Deprel == "cc" || d.tok[k].Deprel == "case" || d.tok[k].Deprel == "punct") && k < i {
			return false
		}
	}
	return true
}

// governor returns the verb above a noun that is its object or oblique, -1 for none.
func (d *page) governor(n int) int {
	switch d.tok[n].Deprel {
	case "obj", "obl", "iobj", "nsubj:pass", "obl:agent", "xcomp":
		if v := d.tok[n].Head; v >= 0 && d.tok[v].UPOS == "VERB" && v < n {
			return v
		}
	}
	return -1
}

// raiseTime gives a time inside an object to the verb: "sold the port on
// Monday". Nouns for events keep theirs: "the election in May".
func (d *page) raiseTime(i, n int) {
	v := d.governor(n)
	if up := d.tok[n].Head; v < 0 && d.tok[n].Deprel == "nmod" && up >= 0 {
		v = d.governor(up)
	}
	if v < 0 || i < n || d.timeAt[n] >= 0 || d.eventive(n) {
		return
	}
	d.tok[i].Head, d.tok[i].Deprel = v, "obl"
}

func (d *page) eventive(n int) bool {
	t := d.x.headTypes[plain(d.tok[n].Lemma)]
	return t != "" && (d.o.Is(t, "Event") || d.o.Is(t, "Document"))
}

// transfers are verbs that hand something from one to another.
var transfers = words(`sell give send provide transfer hand pay award deliver export buy purchase acquire obtain receive get take offer lend lease
	supply ship return grant donate leak disclose submit present steal seize import borrow hire rent collect extend outsource pass`)

// raiseTransfer gives the one behind "to" or "from" to a verb of transfer:
// "bought cranes from Teldra".
func (d *page) raiseTransfer(i, n int) {
	v := d.governor(n)
	if v < 0 || d.tok[n].Deprel != "obj" && d.tok[n].Deprel != "nsubj:pass" || !transfers[plain(d.tok[v].Lemma)] {
		return
	}
	for k := n + 1; k < i; k++ {
		if d.tok[k].Head == i && d.tok[k].Deprel == "case" {
			if w := d.lower[k]; w == "to" || w == "from" {
				d.tok[i].Head, d.tok[i].Deprel = v, "obl"
			}
			return
		}
	}
}

// informs are verbs with a listener and a content.
var informs = words(`tell inform warn assure notify remind convince persuade advise show brief promise teach alert`)

// raiseContent gives a "that" clause behind the listener to the verb: "told
// the Ledger that it had paid".
func (d *page) raiseContent(i, n int) bool {
	v := d.governor(n)
	if v < 0 || !informs[plain(d.tok[v].Lemma)] || d.markOf(i, n) != "that" {
		return false
	}
	d.tok[i].Head, d.tok[i].Deprel = v, "ccomp"
	return true
}

// markOf returns the subordinator that a clause has behind token n, "" for none.
func (d *page) markOf(i, n int) string {
	for k := n + 1; k < i; k++ {
		if d.tok[k].Head == i && d.tok[k].Deprel == "mark" {
			return d.lower[k]
		}
	}
	return ""
}

// raiseInfinitive gives an infinitive behind the object to verbs that let, ask
// or order somebody to do something: "allowed the divers to work".
func (d *page) raiseInfinitive(i, n int) bool {
	v := d.governor(n)
	if v < 0 || d.tok[n].Deprel != "obj" || d.tok[i].Deprel != "acl" || d.markOf(i, n) != "to" {
		return false
	}
	switch class(plain(d.tok[v].Lemma)) {
	case wayAllowed, wayOrdered, wayRequested, wayForced:
		d.tok[i].Head, d.tok[i].Deprel = v, "xcomp"
		return true
	}
	return false
}

// raiseParticiple gives a participle behind a comma to the main verb: "hired
// divers working in Riga, hoping to save money".
func (d *page) raiseParticiple(i, n int) {
	if d.tok[i].XPOS != "VBG" || i == 0 || d.lower[i-1] != "," || i < n {
		return
	}
	v := n
	for steps := 0; v >= 0 && steps < 20; steps++ {
		if t := &d.tok[v]; t.UPOS == "VERB" && t.Deprel != "acl" && t.Deprel != "acl:relcl" && !(t.Deprel == "advcl" && v == n && t.XPOS == "VBG") {
			break
		}
		v = d.tok[v].Head
	}
	if v >= 0 && v != n && v < i {
		d.tok[i].Head, d.tok[i].Deprel = v, "advcl"
	}
}

// cloneTokens returns a copy that repair may change.
func cloneTokens(t []nlp.Token) []nlp.Token { return append([]nlp.Token(nil), t...) }
