package claim

import "dossier/ingest/nlp"

// Amounts: "at least", "more than" and a sum behind who pays it look like places
// and comparisons to a parser.

// mendAmount applies the repairs of amounts to one token.
func (d *page) mendAmount(i int) {
	d.atLeast(i)
	d.moreThan(i)
	d.payee(i)
	d.bareObject(i)
	d.age(i)
}

// atLeast reads "underpaid at least 300 people" as an amount and not as a place.
func (d *page) atLeast(at int) {
	least := at + 1
	if d.lower[at] != "at" || least+1 >= len(d.tok) || d.lower[least] != "least" && d.lower[least] != "most" || d.tok[least+1].UPOS != "NUM" && d.tok[least+1].UPOS != "SYM" {
		return
	}
	n := d.counted(least + 1)
	if h := d.tok[at].Head; h != n && h != least || !d.objectless(n, at-1) {
		return
	}
	d.tok[n].Deprel = "obj"
	d.tok[least].Head, d.tok[least].Deprel = n, "advmod"
	d.tok[at].Head, d.tok[at].Deprel = least, "case"
}

// moreThan does the same for "injured more than 300 [people]".
func (d *page) moreThan(more int) {
	than := more + 1
	if !quantity[d.lower[more]] || than+1 >= len(d.tok) || d.lower[than] != "than" || d.tok[than+1].UPOS != "NUM" && d.tok[than+1].UPOS != "SYM" {
		return
	}
	n := d.counted(than + 1)
	if !d.objectless(n, more-1) {
		return
	}
	d.tok[n].Deprel = "obj"
	d.tok[more].Head, d.tok[more].Deprel = n, "advmod"
	d.tok[than].Head, d.tok[than].Deprel = more, "fixed"
}

// counted returns the noun that a number counts, the number itself if none.
func (d *page) counted(n int) int {
	for steps := 0; steps < 4; steps++ {
		h := d.tok[n].Head
		if h <= n || h > n+4 || d.tok[h].UPOS == "VERB" {
			break
		}
		n = h
	}
	return n
}

// objectless reports whether an oblique hangs on the verb v, an active one that
// has no object yet, and so may be its object.
func (d *page) objectless(n, v int) bool {
	r := d.tok[n].Deprel
	return v >= 0 && d.tok[n].Head == v && (r == "obl" || r == "obl:unmarked") && d.tok[v].UPOS == "VERB" && d.timeAt[n] < 0 && !d.hasChild(v, "obj") && !d.hasChild(v, "aux:pass") && d.tok[v].Deprel != "acl"
}

// bareObject makes a noun phrase right behind a verb, without a preposition and
// no time or measure, its object: "recovered ghost guns".
func (d *page) bareObject(v int) {
	if d.tok[v].UPOS != "VERB" || v+1 >= len(d.tok) || moving[d.lemmas[v]] {
		return
	}
	for n := v + 1; n < len(d.tok) && n < v+7 && d.sentence[n] == d.sentence[v]; n++ {
		if d.tok[n].Head != v {
			if d.tok[n].UPOS == "VERB" || d.tok[n].UPOS == "PUNCT" || d.tok[n].Deprel == "case" {
				return
			}
			continue
		}
		if d.tok[n].UPOS == "NOUN" && d.valueAt[n] < 0 && !timeUnits[d.lemmas[n]] && d.tok[n].XPOS == "NNS" && !d.hasChild(n, "case") && d.objectless(n, v) {
			d.tok[n].Deprel = "obj"
		}
		return
	}
}

// moving are verbs that measure how far: "rose points".
var moving = words(`rise fall climb drop jump slip gain lose go run walk travel move come fly drive last wait sit stand live stay`)

// payee parts who is fined or paid from the sum behind his name: "fined the
// bank Savo 210 million shillings".
func (d *page) payee(v int) {
	if d.tok[v].UPOS != "VERB" || !paying[d.lemmas[v]] {
		return
	}
	sum, own := -1, d.child(v, "obj")
	for k := v + 1; k < len(d.tok) && k < v+14 && d.sentence[k] == d.sentence[v]; k++ {
		if d.tok[k].Head == v && d.tok[k].Deprel == "obj" && (d.tok[k].UPOS == "SYM" || d.hasChild(k, "nummod") && d.tok[k].UPOS == "NOUN") {
			sum = k
		}
	}
	if sum < v+2 || d.hasChild(sum, "case") {
		return
	}
	first, last := d.payeeName(v, sum)
	top := d.topOf(first, last)
	if top < 0 || !d.under(top, sum) {
		return
	}
	d.tok[top].Head, d.tok[top].Deprel = v, "obj"
	if own > v && own < top { // "the bank Savo"
		d.tok[own].Head, d.tok[own].Deprel = top, "nmod:desc"
	}
	d.tok[sum].Deprel = "obl:unmarked"
	if f := d.child(sum, "acl"); f > sum && d.hasMark(f, "for") {
		d.tok[f].Head, d.tok[f].Deprel = v, "advcl" // what the fine is for
	}
}

// payeeName returns the tokens of the name right before a sum behind the verb:
// a mention, else a run of proper nouns.
func (d *page) payeeName(v, sum int) (first, last int) {
	for m := range d.a.Mentions {
		men := &d.a.Mentions[m]
		if men.First > v && men.Last <= sum && men.Kind == nlp.Name && d.numbers(men.Last, sum) {
			return men.First, men.Last
		}
	}
	last = sum
	for last > v+1 && d.numbers(last-1, last) {
		last--
	}
	first = last
	for first > v+1 && d.tok[first-1].UPOS == "PROPN" {
		first--
	}
	return first, last
}

// numbers reports whether nothing but numbers and signs stand between two tokens.
func (d *page) numbers(from, to int) bool {
	for k := from; k < to; k++ {
		if d.tok[k].UPOS != "NUM" && d.tok[k].UPOS != "SYM" {
			return false
		}
	}
	return true
}

var paying = words(`fine pay owe charge give award offer lend sentence`)

// age keeps a number between commas behind a person's name from being an
// object of its own: "strangled Roy, 41, at her home".
func (d *page) age(i int) {
	t := &d.tok[i]
	if t.UPOS != "NUM" || i < 2 || d.lower[i-1] != "," || i+1 < len(d.tok) && d.lower[i+1] != "," && d.lower[i+1] != "." || len(d.lower[i]) > 3 || d.tok[i-2].UPOS != "PROPN" {
		return
	}
	top := i - 2
	for steps := 0; steps < 4 && (d.tok[top].Deprel == "flat" || d.tok[top].Deprel == "compound") && d.tok[top].Head >= 0 && d.tok[d.tok[top].Head].UPOS == "PROPN"; steps++ {
		top = d.tok[top].Head
	}
	if t.Deprel == "conj" || t.Deprel == "obj" || t.Deprel == "appos" || t.Deprel == "nmod" || t.Deprel == "list" {
		t.Head, t.Deprel = top, "appos"
	}
}
