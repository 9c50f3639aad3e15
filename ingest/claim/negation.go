package claim

import (
	"strings"

	"dossier/graph"
	"dossier/ingest/article"
)

// predicateLemma returns the lemma that decides how a clause governs another:
// of a copula with an adjective or noun that one ("is likely to"), else the verb.
func (d *page) predicateLemma(c *clause) string { return d.lemma(c.head) }

// ownNegation reports whether a clause is negated by its own words: "not",
// "no longer", a subject or object with "no", "nobody", "neither".
func (d *page) ownNegation(c int) bool {
	cl := &d.clauses[c]
	n := 0
	for _, k := range d.kids[cl.head] {
		switch d.base(k) {
		case "advmod", "det", "cc", "aux", "discourse":
			if d.negates(k) && d.quoteAt(d.a.Tokens[k].Start) == d.quoteAt(d.a.Tokens[cl.head].Start) {
				n++
			}
		}
	}
	if cl.cop >= 0 && d.negatedNoun(cl.head) {
		n++
	}
	lists := [][]int{cl.subjects, cl.surface, cl.objects}
	if len(cl.surface) > 0 {
		lists = lists[:2] // a passive's object is its surface subject: one "no", not two
	}
	for _, list := range lists {
		for _, h := range list {
			if h != d.head(cl.head) && d.negatedNoun(h) && d.below(h, cl.head) {
				n++
				break
			}
		}
	}
	if n == 0 && d.head(cl.head) >= 0 && cl.link == "conj" && !d.finite(cl) && d.has(cl.head, "cc", "nor") {
		n++
	}
	return n == 1
}

// negates reports whether a word denies what it modifies: "not", "never", "no longer".
func (d *page) negates(k int) bool {
	w := d.lower[k]
	if w == "longer" || w == "more" || w == "further" {
		return d.has(k, "advmod", "no") || d.has(k, "det", "no")
	}
	if w == "no" {
		return d.base(k) == "det" || d.base(k) == "advmod"
	}
	if w == "not" || w == "n't" {
		// "not only … but also" affirms both.
		return k+1 >= len(d.lower) || !onlys[d.lower[k+1]]
	}
	for _, x := range d.all(k, "advmod") { // "not always", "not yet"
		if d.base(k) == "advmod" && (d.lower[x] == "not" || d.lower[x] == "n't") && !onlys[w] {
			return true
		}
	}
	return negators[w] || negators[d.lemma(k)]
}

// negatedNoun reports whether a noun phrase denies its predicate: "no
// evidence", "none of the staff", "nobody", "neither company".
func (d *page) negatedNoun(h int) bool {
	if h < 0 {
		return false
	}
	if negativePronouns[d.lower[h]] {
		return true
	}
	if d.rel(h) == "conj" && d.has(h, "cc", "nor") {
		return true
	}
	for _, k := range d.kids[h] {
		if d.base(k) == "cc" && d.lower[k] == "neither" {
			return true
		}
		if (d.base(k) == "det" || d.base(k) == "advmod") && k < h {
			switch d.lower[k] {
			case "no", "neither", "nary":
				return true
			case "not":
				return k+1 >= len(d.lower) || !onlys[d.lower[k+1]]
			}
		}
	}
	return false
}

// ownContext adds what a clause's own words say: negation, modal verbs and
// adverbs, "according to", speech beside it, questions and commands.
func (d *page) ownContext(c int, ctx *context) {
	cl := &d.clauses[c]
	if d.ownNegation(c) {
		if ctx.denied {
			ctx.void = true // two negations: nothing safe is left
		}
		ctx.denied = true
	}
	aux := cl.head
	if cl.link == "conj" && cl.parent >= 0 && !d.finite(cl) {
		aux = d.clauses[cl.parent].head
	}
	d.modalVerbs(cl, aux, ctx)
	for _, k := range d.kids[cl.head] {
		if d.base(k) != "advmod" && d.base(k) != "parataxis" && d.base(k) != "discourse" {
			continue
		}
		switch {
		case hedges[d.lower[k]]:
			ctx.weaken(graph.Alleged)
		case maybes[d.lower[k]] && d.rel(k) == "advmod":
			ctx.weaken(graph.Possible)
		}
	}
	for _, k := range d.kids[cl.head] {
		if k := d.clauseAt[k]; k >= 0 {
			kid := &d.clauses[k]
			first, _, _ := strings.Cut(kid.mark, " ")
			if kid.link == "advcl" && (first == "if" || first == "unless" || first == "provided" || d.has(kid.head, "mark", "if")) && kid.mark != "even if" && kid.mark != "as if" {
				ctx.weaken(graph.Conditional)
			}
		}
	}
	d.beside(c, ctx)
	if strings.Contains(cl.mark, "whether") {
		ctx.weaken(graph.Possible)
		ctx.void = ctx.void || cl.link == "root"
	}
	if d.isQuestion(cl) || (cl.link == "root" || cl.link == "parataxis" || cl.link == "conj") && d.isCommand(cl) {
		ctx.void = true
	}
}

// modalVerbs reads the auxiliaries on token aux.
func (d *page) modalVerbs(cl *clause, aux int, ctx *context) {
	for _, k := range d.all(aux, "aux") {
		switch d.lemma(k) {
		case "will", "shall", "'ll", "wo":
			ctx.weaken(graph.Planned)
		case "would", "'d":
			if d.xpos(k) == "MD" {
				if ctx.modality == graph.Reported || len(ctx.speakers) > 0 {
					ctx.weaken(graph.Planned)
				} else {
					ctx.weaken(graph.Possible)
				}
			}
		case "may", "might", "could":
			if d.lower[k] == "could" && ctx.denied {
				continue // "could not detect" is a statement of fact
			}
			ctx.weaken(graph.Possible)
		case "can", "ca":
			if isWay(d.lemma(cl.head), waySaid) && len(cl.subjects) > 0 && (d.lower[cl.subjects[0]] == "i" || d.lower[cl.subjects[0]] == "we") {
				continue // "I can confirm": it is done by saying so
			}
			if d.lower[k] == "could" && !ctx.denied {
				ctx.weaken(graph.Possible)
			} else if !ctx.denied {
				ctx.weaken(graph.Possible)
			}
		case "should", "must", "ought", "need":
			ctx.weaken(graph.Opinion)
		}
	}
	switch {
	case d.lemma(aux) == "have" && false:
	case cl.mark == "to" && (cl.link == "root" || cl.link == "csubj"):
		ctx.weaken(graph.Planned)
	}
	// Headlines write the future as an infinitive: "Ostra to buy Pell".
	if cl.link == "root" && d.has(cl.head, "mark", "to") {
		ctx.weaken(graph.Planned)
	}
	if d.lemma(cl.head) == "go" && cl.infinite >= 0 && d.xpos(cl.head) == "VBG" {
		ctx.weaken(graph.Planned)
	}
}

// isQuestion reports whether a clause asks: the mark that ends its sentence, or
// the quoted sentence that it stands in, is a question mark. Of "“Is it true?”
// Roy asked" the second clause asks nothing.
func (d *page) isQuestion(cl *clause) bool {
	s := d.a.Sentences[d.sentence[cl.head]]
	q := d.quoteAt(d.a.Tokens[cl.head].Start)
	for i := cl.head + 1; i < s.Last; i++ {
		switch w := d.word(i); w {
		case "?", "?!", "!?":
			return d.quoteAt(d.a.Tokens[i].Start) == q
		case ".", "!", ";":
			return false
		}
	}
	return false
}

// isCommand reports whether a main clause is an imperative: a base form
// without a subject.
func (d *page) isCommand(cl *clause) bool {
	return len(cl.subjects)+len(cl.surface) == 0 && d.xpos(cl.head) == "VB" && !cl.existal
}

// told reports whether claims of the article itself may come from a sentence,
// and whether it is prose at all: not a heading cut in two, a list of links, a
// copyright line.
func (d *page) told(s int) bool {
	sent := d.a.Sentences[s]
	if !sent.Region.Told() && sent.Region != "" {
		return false
	}
	if sent.Last-sent.First < 3 {
		return false
	}
	text := strings.ToLower(d.a.Text[sent.Start:sent.End])
	for _, junk := range []string{"©", "copyright ", "all rights reserved", "click here", "read more", "sign up", "subscribe", "cookies", "http://", "https://", "advertisement"} {
		if strings.HasPrefix(text, junk) || strings.Contains(junk, "©") && strings.Contains(text, junk) || junk == "all rights reserved" && strings.Contains(text, junk) {
			return false
		}
	}
	return sent.Region != article.Advert && !d.garbled(s)
}

// speaks reports whether a sentence makes a statement with a finite verb.
// What ends in a full stop without one is a list, a label or a caption;
// headlines have no stop.
func (d *page) speaks(s int) bool {
	sent := d.a.Sentences[s]
	for i := sent.First; i < sent.Last; i++ {
		switch x := d.tok[i].XPOS; {
		case x == "VBD", x == "VBZ", x == "VBP", x == "MD", d.tok[i].Deprel == "aux", d.tok[i].Deprel == "aux:pass", d.tok[i].Deprel == "cop":
			return true
		case d.tok[i].UPOS == "VERB" && d.hasChild(i, "nsubj"):
			return true
		}
	}
	return d.word(sent.Last-1) != "."
}

// garbled tells sentences in which two texts were printed over each other: a
// word with a capital inside that is no name, and three words that come twice.
func (d *page) garbled(s int) bool {
	sent := d.a.Sentences[s]
	hump := false
	for i := sent.First; i < sent.Last && !hump; i++ {
		w := d.word(i)
		for k := 2; k < len(w)-2; k++ {
			if 'A' <= w[k] && w[k] <= 'Z' && 'a' <= w[k-1] && w[k-1] <= 'z' && len(w) > 8 && d.mention[i] < 0 {
				hump = true
			}
		}
	}
	if !hump {
		return false
	}
	seen := map[string]bool{}
	for i := sent.First; i+2 < sent.Last; i++ {
		key := d.lower[i] + " " + d.lower[i+1] + " " + d.lower[i+2]
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}
