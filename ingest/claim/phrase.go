package claim

import "dossier/ingest/nlp"

// A phrase is a noun phrase or clause as an argument: its head and the tokens
// that a reader needs to understand it.
type phrase struct {
	head        int
	first, last int // half-open token range
}

// cutoff are the dependents that say something more about a noun and are
// claims of their own; a minimal noun phrase leaves them out.
var cutoff = map[string]bool{"acl:relcl": true, "appos": true, "parataxis": true, "conj": true, "cc": true, "punct": true,
	"discourse": true, "dep": true, "list": true, "orphan": true, "advcl": true, "vocative": true, "nsubj": true, "nsubj:pass": true,
	"cop": true, "mark": true, "aux": true, "obl:agent": true, "reparandum": true, "advcl:relcl": true, "dislocated": true, "nsubj:outer": true}

// nounPhrase returns the minimal noun phrase of a head: determiners, adjectives,
// compounds, possessors, "of" phrases and reduced clauses, without relative
// clauses, appositions and coordinated members.
func (d *page) nounPhrase(h int) phrase { return d.spread(h, cutoff, false) }

// nounPhraseWithout is the minimal noun phrase of h without one of its
// dependents: in a claim made of "scanners built by Teldra" the phrase is "scanners".
func (d *page) nounPhraseWithout(h, drop int) phrase {
	d.dropped = drop + 1
	p := d.nounPhrase(h)
	d.dropped = 0
	return p
}

// longPhrase returns the noun phrase of a head with its coordinations and
// appositions, as a reader would quote it.
func (d *page) longPhrase(h int) phrase {
	return d.spread(h, map[string]bool{"punct": true, "nsubj": true, "nsubj:pass": true, "cop": true, "mark": true, "aux": true,
		"cc": true, "parataxis": true, "acl:relcl": true, "advcl": true}, true)
}

// spread grows a phrase from its head over the dependents not cut off, as far
// as they are contiguous. A preposition in front of the head is not part of it.
func (d *page) spread(h int, cut map[string]bool, coordinate bool) phrase {
	s := d.a.Sentences[d.sentence[h]]
	in := make([]bool, s.Last-s.First)
	var walk func(i, depth int)
	walk = func(i, depth int) {
		in[i-s.First] = true
		for _, k := range d.kids[i] {
			r := d.rel(k)
			if depth > 60 || i == h && (d.base(k) == "case" && (k < h || d.lower[k] == "'s" || d.lower[k] == "'") || cut[r] || cut[d.base(k)]) {
				if !(coordinate && i == h && r == "cc") {
					continue
				}
			}
			if i == h && d.xpos(k) == "WRB" && k < h {
				continue // "on how guards": how they do it is the clause's
			}
			if k == d.dropped-1 || d.tight && d.loosens(k) {
				continue
			}
			if i != h && cut[r] && (r == "parataxis" || r == "acl:relcl" || r == "appos" || d.base(k) == "advcl") {
				continue
			}
			walk(k, depth+1)
		}
	}
	walk(h, 0)
	// Punctuation between two parts of the phrase belongs to it.
	inside := func(i int) bool {
		if i > h && i < s.Last && !coordinate && (d.word(i) == "," || d.word(i) == ";" || d.word(i) == "—" || d.word(i) == "–") && !d.lists(i, in, s) {
			return false
		}
		return i >= s.First && i < s.Last && (in[i-s.First] || d.base(i) == "punct" && d.bridges(i, in, s))
	}
	p := phrase{head: h, first: h, last: h + 1}
	for inside(p.first - 1) {
		p.first--
	}
	for inside(p.last) {
		p.last++
	}
	return d.trim(p)
}

// lists reports whether a comma belongs to a coordination inside a phrase.
func (d *page) lists(i int, in []bool, s nlp.Sentence) bool {
	h := d.head(i)
	return h > i && in[h-s.First] && d.rel(h) == "conj"
}

// bridges reports whether a punctuation mark has phrase tokens on both sides
// and is no comma, dash or quotation mark that would end the phrase.
func (d *page) bridges(i int, in []bool, s nlp.Sentence) bool {
	if i-1 < s.First || i+1 >= s.Last || !in[i-1-s.First] && d.base(i-1) != "punct" || !in[i+1-s.First] && d.base(i+1) != "punct" {
		return false
	}
	return true
}

// trim drops punctuation, coordinators and subordinators from a phrase's ends.
// A quotation mark stays when its partner is inside too; one that lost its
// partner just outside gets it back.
func (d *page) trim(p phrase) phrase {
	loose := func(i int) bool {
		return d.base(i) == "punct" || d.base(i) == "cc" || d.rel(i) == "mark" && !tellingMarks[d.lower[i]] || d.rel(i) == "fixed" && d.rel(max(d.head(i), 0)) == "mark"
	}
	for p.first < p.head && loose(p.first) && !d.paired(p, p.first) {
		p.first++
	}
	if p.first > 0 && (d.lower[p.first] == "least" || d.lower[p.first] == "most") && d.lower[p.first-1] == "at" && d.sentence[p.first-1] == d.sentence[p.head] {
		p.first-- // "at least 40 engineers"
	}
	if p.first > 0 && d.lower[p.first] == "than" && quantity[d.lower[p.first-1]] && d.sentence[p.first-1] == d.sentence[p.head] {
		p.first-- // "more than 300 sailors"
	}
	for p.last-1 > p.head && (d.base(p.last-1) == "punct" || relativePronouns[d.lower[p.last-1]]) && !d.paired(p, p.last-1) {
		p.last--
	}
	if wide := (phrase{p.head, p.first, p.last + 1}); p.last < len(d.lower) && d.sentence[p.last] == d.sentence[p.head] && closers[d.word(p.last)] && d.opens(p) {
		return wide
	}
	if n := p.last + 1; n < len(d.lower) && d.lower[p.last] == "," && closers[d.word(n)] && d.opens(phrase{p.head, p.first, n}) {
		return phrase{p.head, p.first, n + 1} // “divers,” with the comma inside the marks
	}
	return p
}

// Subordinators without which a clause says something else.
var tellingMarks = words(`whether if unless although though because while since before after until till once lest`)

var quantity = words(`more less fewer greater higher lower`)

var closers = map[string]bool{"”": true, "\"": true, "'": true, "’": true, "''": true, ")": true}

// opens reports whether a phrase holds a quotation mark or bracket that the
// token behind the phrase closes.
func (d *page) opens(p phrase) bool {
	want := map[string]string{"”": "“", "\"": "\"", "'": "'", "’": "‘", "''": "``", ")": "("}[d.word(p.last)]
	n := 0
	for i := p.first; i < p.last; i++ {
		switch d.word(i) {
		case want:
			n++
		case d.word(p.last):
			n--
		}
	}
	return n == 1
}

// paired reports whether a bracket or quotation mark at token i has its partner in the phrase.
func (d *page) paired(p phrase, i int) bool {
	partner := map[string]string{"“": "”", "”": "“", "\"": "\"", "(": ")", ")": "(", "'": "'", "``": "''", "''": "``", "[": "]", "]": "["}
	want := partner[d.word(i)]
	if d.word(i) == "‘" {
		want = "'"
	}
	if want == "" {
		return false
	}
	for k := p.first; k < p.last; k++ {
		if k != i && plain(d.word(k)) == plain(want) {
			return true
		}
	}
	return false
}

// whole returns the full subtree of a head as a phrase, for clausal
// complements and quotations, without punctuation at its ends.
func (d *page) whole(h int) phrase {
	s := d.a.Sentences[d.sentence[h]]
	p := phrase{head: h, first: h, last: h + 1}
	var walk func(i, depth int)
	walk = func(i, depth int) {
		p.first, p.last = min(p.first, i), max(p.last, i+1)
		for _, k := range d.kids[i] {
			if depth < 200 {
				walk(k, depth+1)
			}
		}
	}
	walk(h, 0)
	p.first, p.last = max(p.first, s.First), min(p.last, s.Last)
	return d.trim(p)
}

// members returns a head and the heads coordinated with it: "A, B and C".
func (d *page) members(h int) []int {
	out := []int{h}
	for _, k := range d.kids[h] {
		if d.rel(k) == "conj" && d.nominal(k) && d.clauseAt[k] < 0 && !d.unlike(h, k) && !d.ownCase(h, k) && !d.exceptThis(k) && !d.firm(h, k) && !(d.person(h) && d.bareOffice(k)) {
			out = append(out, k)
		}
	}
	return out
}

// firm reports whether two names joined by "&" are one: "Pratt & Whitney".
func (d *page) firm(h, k int) bool {
	return k == h+2 && d.lower[h+1] == "&" && d.upos(h) == "PROPN" && d.upos(k) == "PROPN"
}

// exceptThis reports whether a coordinated noun is one that is not meant: "names
// and addresses, but not card numbers".
func (d *page) exceptThis(k int) bool {
	return d.has(k, "advmod", "not") || d.has(k, "cc", "not") || d.has(k, "cc", "but") && k > 0 && d.negatedNoun(k)
}

// ownCase reports whether a coordinated noun has a preposition and the first
// has none: "use sailors and [asked] for information".
func (d *page) ownCase(h, k int) bool {
	prep, _ := d.preposition(k)
	if prep == "" {
		return false
	}
	first, _ := d.preposition(h)
	return first == ""
}

// unlike reports whether two nouns that the parser coordinated are not: a
// person's name and a thing far behind it, with a noun between that the thing
// goes with: "arrested Lind on two warrants and a charge".
func (d *page) unlike(h, k int) bool {
	if !d.person(h) || d.upos(k) != "NOUN" || d.animate(k) || d.entityOf(k) >= 0 {
		return false
	}
	for i := h + 1; i < k; i++ {
		if d.upos(i) == "NOUN" && d.rel(i) != "conj" && d.rel(i) != "appos" && d.rel(i) != "compound" && !d.below(i, k) {
			return true
		}
	}
	return false
}

// nominal reports whether a token can head a noun phrase.
func (d *page) nominal(i int) bool {
	switch d.upos(i) {
	case "NOUN", "PROPN", "PRON", "NUM", "SYM", "X":
		return true
	case "DET", "ADJ":
		return d.base(i) == "nsubj" || d.base(i) == "obj" || d.base(i) == "obl" || d.base(i) == "conj" && d.head(i) >= 0 && d.upos(d.head(i)) == d.upos(i)
	}
	return d.mention[i] >= 0
}

// tightPhrase is a noun phrase without any modifier behind its head but "of"
// phrases: what is left when every other modifier is told on its own.
func (d *page) tightPhrase(h int) phrase {
	d.tight = true
	p := d.nounPhrase(h)
	d.tight = false
	return p
}

// loosens tells the modifiers that a tight phrase leaves out.
func (d *page) loosens(k int) bool {
	if d.base(k) == "acl" {
		return true
	}
	prep, at := d.preposition(k)
	return d.rel(k) == "nmod" && at > d.head(k) && prep != "of"
}
