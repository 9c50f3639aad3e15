package claim

import (
	"strings"

	"dossier/ingest/nlp"
)

// repair corrects attachments that statistical parsers often get wrong and
// that names, times and neighbouring words decide: it works on the page's own
// copy of the tokens. Each rule asks for exactly the pattern it mends.
func (d *page) repair() {
	d.repairNames()
	for i := range d.tok {
		d.mendMain(i)
		d.mendSubject(i)
		d.mendAmount(i)
	}
	for i := range d.tok {
		d.mendWords(i)
	}
	for s := range d.a.Sentences {
		d.mendComment(s)
	}
	for i := range d.tok {
		d.mendFinite(i)
	}
	for i := range d.tok {
		if d.tok[i].UPOS == "VERB" {
			d.raiseSpeaker(i)
		}
	}
	for i := range d.tok {
		t := &d.tok[i]
		h := t.Head
		if h < 0 {
			continue
		}
		switch {
		case d.splitsName(i, h):
			t.Deprel = "flat"
		case t.Deprel == "nsubj" && d.timeAt[i] >= 0 && i < h:
			d.timeSubject(i, h)
		case (t.Deprel == "obl" || t.Deprel == "obl:unmarked") && d.timeAt[i] >= 0 && h > i && d.tok[h].Deprel != "acl:relcl":
			d.lowerTime(i)
		case t.Deprel == "amod" && t.XPOS == "VBG" && d.hasChild(h, "cop"):
			d.progressive(i, h)
		case t.Deprel == "parataxis" && t.UPOS == "VERB" && d.tok[h].UPOS == "VERB" && h < i:
			d.missingSubject(i, h)
		case (t.Deprel == "nmod" || t.Deprel == "obl" && d.tok[h].UPOS == "NOUN" && !d.hasChild(h, "cop")) && d.timeAt[i] >= 0:
			d.raiseTime(i, h)
		case t.Deprel == "nmod":
			d.raiseTransfer(i, h)
		case t.Deprel == "acl" && t.XPOS == "VBN" && h == i-1 && (d.hasChild(i, "ccomp") || d.askingContent(i)):
			d.makeClause(i)
		case t.Deprel == "acl" && t.UPOS == "ADJ" && h == i-1 && strings.HasSuffix(d.lower[i], "ed") && d.hasChild(i, "ccomp") && d.tok[h].Deprel == "obl":
			d.makeVerb(i)
			d.makeClause(i)
		case t.Deprel == "acl" && d.isMain(i, h):
			d.makeMain(i, h)
		case t.Deprel == "acl" && d.raiseMeanwhile(i):
		case t.Deprel == "acl:relcl" && d.raiseContent(i, h):
		case t.Deprel == "acl:relcl" && d.fillsNoun(i, h):
			t.Deprel = "acl"
		case t.Deprel == "acl" || t.Deprel == "acl:relcl" || t.Deprel == "advcl":
			if !d.raiseContent(i, h) && !d.raiseInfinitive(i, h) {
				d.raiseParticiple(i, h)
			}
		case (t.Deprel == "obj" || t.Deprel == "ccomp" || t.Deprel == "nsubj" && d.tok[h].Deprel == "aux") && d.tok[h].UPOS == "AUX" && d.mainVerb(h) >= 0:
			t.Head = d.mainVerb(h) // an auxiliary has no arguments
		case t.Deprel == "compound" && h > 0 && (d.timeAt[h] >= 0 || d.timeAt[h-1] >= 0 && h-1 > i) && d.timeAt[i] < 0 && t.UPOS == "PROPN":
			d.freeFromDate(i, h)
		case d.lower[i] == "going" && i+1 < len(d.tok) && d.lower[i+1] == "forward" && t.Deprel == "advcl":
			d.goingForward(i)
		case t.Deprel == "obl:agent" && (d.child(i, "case") < 0 || d.lower[d.child(i, "case")] != "by"):
			t.Deprel = "obl" // no agent without "by"
		case t.Deprel == "conj" && t.XPOS == "VBG" && i > h && d.lower[i-1] == "," && !d.hasChild(i, "cc") && (d.tok[h].Deprel == "acl" || d.tok[h].Deprel == "acl:relcl"):
			d.raiseParticiple(i, h)
		case t.Deprel == "parataxis" && t.UPOS == "NOUN" && h < i:
			d.dashedObject(i)
		case t.Deprel == "nsubj:pass" && !d.hasChild(h, "aux:pass") && d.hasMark(h, "as") && isWay(d.lemmas[h], waySaid):
			t.Deprel, d.tok[h].XPOS = "nsubj", "VBD" // "as the Ledger announced"
		case t.Deprel == "obl" && h > i && i > 1 && d.locates(i) >= 0:
			t.Head = d.locates(i) // "divers based in Riga [to work]"
		case t.Deprel == "nsubj" && t.UPOS == "PROPN" && i < h && d.tok[h].Head >= 0 && d.tok[h].Head == i-1 && informs[d.lemmas[i-1]] && d.child2(h, "nsubj", i) > i:
			t.Head, t.Deprel = i-1, "obj" // "told the Ledger it had paid"
		case t.Deprel == "amod" && t.XPOS == "VBG" && i > h && d.hasChild(i, "obj"):
			d.raiseParticiple(i, h)
		case t.Deprel == "obl" && d.tok[h].Deprel == "advmod" && d.tok[h].Head >= 0:
			t.Head = d.tok[h].Head // "any part whatsoever in the sale"
		case t.Deprel == "conj" && d.possessed(i) >= 0:
			x := d.possessed(i)
			d.tok[x].Head, d.tok[x].Deprel = h, "conj"
			t.Head, t.Deprel = x, "nmod:poss"
		case (t.Deprel == "obj" || t.Deprel == "obl") && d.possessed(i) >= 0:
			x := d.possessed(i)
			d.tok[x].Deprel = t.Deprel
			t.Head, t.Deprel = x, "nmod:poss"
		case t.Deprel == "conj" && d.contentPronoun(i, h):
			t.Head = d.child(h, "ccomp")
		case t.Deprel == "xcomp" && t.XPOS == "VBN":
			d.lowerParticiple(i, h)
		case t.Deprel == "appos" && d.timeAt[h] >= 0 && d.timeAt[i] < 0:
			d.raiseSubject(i)
		case t.Deprel == "nsubj" && d.caseOf(i) != "":
			d.lowerSubject(i)
		case t.Deprel == "obj" && i < h:
			d.raiseListener(i, h)
		case t.UPOS == "ADJ" && strings.HasSuffix(d.lower[i], "ed") && d.hasChild(i, "nsubj") && d.hasChild(i, "ccomp") && !d.hasChild(i, "cop"):
			d.makeVerb(i)
		case t.UPOS == "ADJ" && strings.HasSuffix(d.lower[i], "ed") && d.tok[i-min(i, 1)].Deprel == "obl" && d.tok[i-min(i, 1)].Head == i && d.hasChild(i, "ccomp"):
			d.makeVerb(i)
			d.takeOblique(i)
		case t.Deprel == "conj" && d.hasMark(i, "that") && d.child(h, "ccomp") >= 0 && d.child(h, "ccomp") < i:
			t.Head = d.child(h, "ccomp")
		case t.Deprel == "nsubj:pass" && !d.hasChild(h, "aux:pass") && (d.tok[h].XPOS == "VBD" || d.hasChild(h, "aux")):
			t.Deprel = "nsubj" // a past tense is no participle
		}
	}
	for i := range d.tok {
		if t := d.tok[i]; t.Head >= 0 && t.UPOS == "VERB" && (t.XPOS == "VBD" || t.XPOS == "VBZ" || t.XPOS == "VBP" || t.XPOS == "VB" && d.hasChild(i, "aux")) && !d.hasChild(i, "nsubj") && !d.hasChild(i, "nsubj:pass") {
			if !d.takeSubject(i) {
				d.joinRelative(i)
			}
		}
	}
}

// mendWords applies the repairs that start from single words.
func (d *page) mendWords(i int) {
	d.actsOnNumber(i)
	d.upTo(i)
	d.asMuchAs(i)
	d.bareGoal(i)
	d.howMark(i)
	d.lowerNot(i)
	d.raiseCharge(i)
	d.linkWords(i)
	d.accordingTo(i)
	d.particle(i)
	d.thatClause(i)
	d.frontedPurpose(i)
	d.raiseTemporal(i)
	d.raiseChannel(i)
	d.gerundSubject(i)
	d.asideSubject(i)
	d.nounPurpose(i)
	d.mendFinite(i)
}

// possessed returns the noun that an object with a possessive mark belongs to
// when the parser made both objects of the verb, -1 for none.
func (d *page) possessed(i int) int {
	c := d.child(i, "case")
	if c < i || d.lower[c] != "'s" {
		return -1
	}
	s := d.a.Sentences[d.sentence[i]]
	for x := c + 1; x < s.Last && x < c+8; x++ {
		if d.tok[i].Deprel == "conj" && d.tok[x].Deprel == "conj" && d.under(i, d.tok[x].Head) {
			return x
		}
		if d.tok[x].Head == d.tok[i].Head && (d.tok[x].Deprel == "obj" || d.tok[x].Deprel == "obl") {
			if k := d.child(x, "case"); k < 0 || k > x {
				return x
			}
			return -1
		}
	}
	return -1
}

// hasChild reports whether a token governs one of that relation.
func (d *page) hasChild(h int, rel string) bool { return d.child(h, rel) >= 0 }

// child returns the first dependent of that relation, -1 for none. It searches
// the sentence, because the index of dependents is made after the repairs.
func (d *page) child(h int, rel string) int {
	s := d.a.Sentences[d.sentence[h]]
	for k := s.First; k < s.Last; k++ {
		if d.tok[k].Head == h && d.tok[k].Deprel == rel {
			return k
		}
	}
	return -1
}

// lowerParticiple gives a participle right behind the object to it: "used
// divers based in Riga". Verbs of having and seeing something done keep theirs.
func (d *page) lowerParticiple(i, v int) {
	if i == 0 || i-1 <= v || d.tok[i-1].Head != v || d.tok[i-1].Deprel != "obj" || hasDone[d.lemmas[v]] {
		return
	}
	d.tok[i].Head, d.tok[i].Deprel = i-1, "acl"
}

// timeUnits are no subjects beside another one: "children above six months get".
var timeUnits = words(`day week month year hour minute decade morning afternoon evening night weekend`)

var hasDone = words(`have get want see keep leave need call make like prefer find consider feel hear declare name`)

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
	if r := d.tok[n].Deprel; v < 0 && i > n && (r == "nsubj" || r == "nsubj:pass") && d.tok[n].Head > i && (people[d.lemmas[n]] || acting[d.lemmas[n]] || d.tok[n].UPOS == "PROPN") {
		v = d.tok[n].Head // "a jury on Tuesday found him guilty"
	}
	if v < 0 || i < n || d.timeAt[n] >= 0 || d.eventive(n) {
		return
	}
	d.tok[i].Head, d.tok[i].Deprel = v, "obl"
}

// acting are nouns of bodies that act.
var acting = words(`jury judge court police parliament senate house assembly tribunal commission panel board committee president`)

func (d *page) eventive(n int) bool {
	t := d.x.headTypes[d.lemmas[n]]
	return t != "" && (d.o.Is(t, "Event") || d.o.Is(t, "Document"))
}

// transfers are verbs that hand something from one to another.
var transfers = words(`sell give send provide transfer hand pay award deliver export buy purchase acquire obtain receive get take offer lend lease
	supply ship return grant donate leak disclose submit present steal seize import borrow hire rent collect extend outsource pass`)

// raiseTransfer gives the one behind "to" or "from" to a verb of transfer:
// "bought cranes from Teldra".
func (d *page) raiseTransfer(i, n int) {
	v := d.governor(n)
	if v < 0 || d.tok[n].Deprel != "obj" && d.tok[n].Deprel != "nsubj:pass" || !transfers[d.lemmas[v]] {
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

// raiseContent gives a content clause that was read as describing the noun
// before it to the verb of saying: "told the Ledger that it had paid", "said in
// a statement that it would".
func (d *page) raiseContent(i, n int) bool {
	v := d.governor(n)
	if v < 0 || d.hasChild(v, "ccomp") || d.tok[i].Deprel == "advcl" {
		return false
	}
	that := d.markOf(i, n) == "that"
	listener := informs[d.lemmas[v]] && (d.tok[n].Deprel == "obj" || d.tok[n].Deprel == "iobj")
	channel := isWay(d.lemmas[v], waySaid) && d.tok[n].Deprel == "obl" && (channels[d.lemmas[n]] || d.tok[n].UPOS == "PROPN" || manners[d.lemmas[n]])
	bare := listener && d.tok[i].Deprel == "acl:relcl" && d.pronounSubject(i) && (d.tok[n].UPOS == "PROPN" || !d.hasChild(n, "det") || d.hasChild(i, "obj"))
	if !(that && (listener || channel)) && !bare {
		return false
	}
	d.tok[i].Head, d.tok[i].Deprel = v, "ccomp"
	return true
}

// manners are nouns of how something is said; a clause behind them is what is said.
var manners = words(`confidence certainty regret pride conviction candor candour surprise alarm satisfaction anger irony sadness glee frankness caution
	detail passing public private court parliament interview`)

// pronounSubject reports whether a clause has a personal pronoun for its subject.
func (d *page) pronounSubject(i int) bool {
	k := d.child(i, "nsubj")
	return k >= 0 && d.tok[k].XPOS == "PRP"
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
	if d.lemmas[v] == "tell" {
		d.tok[i].Head, d.tok[i].Deprel = v, "xcomp"
		return true
	}
	switch class(d.lemmas[v]) {
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
	if isWay(d.lemmas[i], waySaid, wayAlleged, wayDenied) || d.lemmas[i] == "blame" { // "confirmed that it was sold, adding that …": who confirmed adds
		for up, steps := d.tok[n].Head, 0; up >= 0 && steps < 40; up, steps = d.tok[up].Head, steps+1 {
			if (isWay(d.lemmas[up], waySaid, wayRequested, wayOrdered, wayDenied) || d.tok[up].Head < 0) && d.tok[up].UPOS == "VERB" && d.hasChild(up, "nsubj") && d.tok[up].Deprel != "acl" && d.tok[up].Deprel != "acl:relcl" {
				d.tok[i].Head, d.tok[i].Deprel = up, "advcl"
				return
			}
		}
	}
	for steps := 0; v >= 0 && steps < 20; steps++ {
		if t := &d.tok[v]; t.UPOS == "VERB" && t.Deprel != "acl" && t.Deprel != "acl:relcl" && !(t.Deprel == "advcl" && v == n && t.XPOS == "VBG") {
			break
		}
		v = d.tok[v].Head
	}
	if v >= 0 && v != n && v < i {
		d.tok[i].Head, d.tok[i].Deprel = v, "advcl"
	}
	if v >= 0 && v < i {
		d.pastComment(i, v)
	}
}

// pastComment gives a participle behind a comment to the statement before it:
// "Ostra chose Pell, Roy said on Monday, handing it a success".
func (d *page) pastComment(i, v int) {
	if !isWay(d.lemmas[v], waySaid) || isWay(d.lemmas[i], waySaid, wayAlleged, wayRequested) || d.lemmas[i] == "cite" {
		return
	}
	main := d.child(v, "ccomp")
	if d.tok[v].Deprel == "parataxis" {
		main = d.tok[v].Head
	}
	if main >= 0 && main < v && d.tok[main].UPOS == "VERB" {
		d.tok[i].Head, d.tok[i].Deprel = main, "advcl"
	}
}

// cloneTokens returns a copy that repair may change.
func cloneTokens(t []nlp.Token) []nlp.Token { return append([]nlp.Token(nil), t...) }
