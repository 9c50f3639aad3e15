package claim

import (
	"strings"

	"dossier/graph"
	"dossier/schema"
)

func emptyArgument() graph.Argument { return graph.Argument{Profile: -1} }

// circumstances fills what all claims of a clause share: polarity, modality,
// attribution, time and place.
func (d *page) circumstances(c int, g *graph.Claim) {
	ctx := d.contextOf(c)
	g.Modality = ctx.modality
	if ctx.denied {
		g.Polarity = graph.Denied
	}
	g.Attribution = append([]graph.Attribution(nil), ctx.speakers...)
	g.Time = d.timeOf(c)
	for _, o := range d.clauses[c].obliques {
		if o.under < 0 && d.roleOf(o) == "place" && d.entityOf(o.head) >= 0 && d.o.Family(d.typeOf(o.head)) == "place" {
			a := d.argument(o.head, "place")
			g.Place = &a
			break
		}
	}
}

// predicate returns the words of a predicate, where they stand, and their
// lemma form: verb, particle, and the preposition that carries the object.
func (d *page) predicate(cl *clause, m match) (string, graph.Span, string) {
	first, last := cl.head, cl.head+1
	lemma := d.lemma(cl.head)
	if cl.passive && len(cl.subjects) == 0 {
		if k := d.kid(cl.head, "aux:pass"); k >= 0 {
			first = k
			if k != cl.head-1 {
				first = cl.head
			}
		}
	}
	if prt := d.kid(cl.head, "compound:prt"); prt >= 0 {
		lemma += " " + d.lower[prt]
		if prt == last {
			last++
		}
	}
	text := d.text(first, last)
	at := graph.Span{Start: d.a.Tokens[first].Start, End: d.a.Tokens[last-1].End}
	if bare, _ := d.preposition(m.object0()); m.prep != "" && m.object >= 0 && !(bare == "" && (contains(cl.objects, m.object) || contains(cl.indirect, m.object))) {
		lemma += " " + m.prep
		if _, p := d.preposition(m.object); p == last {
			n := len(strings.Fields(m.prep))
			text = d.text(first, min(last+n, len(d.a.Tokens)))
			at.End = d.a.Tokens[min(last+n, len(d.a.Tokens))-1].End
		} else if lightVerbs[d.lemma(cl.head)] && p > last && p-last <= 6 && len(cl.objects) == 1 && cl.objects[0] >= last && cl.objects[0] < p {
			n := len(strings.Fields(m.prep)) // "have any part in"
			text, lemma = d.text(first, min(p+n, len(d.tok))), d.lemma(cl.head)+" "+d.lemma(cl.objects[0])+" "+m.prep
			at.End = d.a.Tokens[min(p+n, len(d.tok))-1].End
		} else {
			text += " … " + m.prep
		}
	}
	return text, at, lemma
}

// rest returns the participants and circumstances that are not the claim's
// subject or object, each with its role.
func (d *page) rest(cl *clause, m match) []graph.Argument {
	var out []graph.Argument
	add := func(h int, role string) {
		if contains(cl.surface, m.subject) && contains(cl.surface, h) {
			return // coordinated with the subject: a claim of its own
		}
		if h != m.subject && h != m.object && !d.vague(h) && h != d.head(cl.head) {
			out = append(out, d.argument(h, role))
		}
	}
	for _, h := range cl.objects {
		if m.prep != "" && m.object >= 0 && lightVerbs[d.lemma(cl.head)] && d.head(m.object) == h {
			continue // its words are in the predicate
		}
		if m.cue != nil && m.cue.FillerAt.Role == schema.SlotObject && m.cue.Filler != "" && m.cue.Filler != "_" && m.object > h && m.object-h < 6 && d.valueAt[h] < 0 && d.kid(h, "det", "amod", "nmod:poss", "compound") < 0 {
			continue // "take part in": so are these
		}
		if len(cl.objects) == 1 || m.object < 0 || !contains(cl.objects, m.object) {
			add(h, "object")
		}
	}
	for _, h := range cl.indirect {
		add(h, "recipient")
	}
	for _, o := range cl.obliques {
		if o.under < 0 && o.prep != "according to" && d.upos(o.head) != "ADP" && !(m.object >= 0 && m.object != o.head && (d.head(o.head) == m.object || d.head(m.object) == o.head || d.head(o.head) == d.head(m.object)) && (d.rel(o.head) == "conj" || d.rel(m.object) == "conj")) {
			add(o.head, d.roleOf(o))
		}
	}
	if cl.content >= 0 && m.content < 0 {
		out = append(out, d.wordsOf(d.whole(d.clauses[cl.content].head), "content"))
	}
	if cl.infinite >= 0 && m.content < 0 && cl.infinite != m.object {
		role := "topic"
		if d.upos(cl.infinite) == "ADJ" || judges[d.lemma(cl.head)] && d.clauseAt[cl.infinite] < 0 {
			role = "manner" // "called the sanctions illegal"
		}
		out = append(out, d.wordsOf(d.whole(cl.infinite), role))
	}
	for _, k := range d.all(cl.head, "advcl") {
		c := d.clauseAt[k]
		switch {
		case c < 0:
		case strings.HasSuffix(d.clauses[c].mark, "to"):
			out = append(out, d.wordsOf(d.whole(k), "purpose"))
		case d.clauses[c].mark == "for" && d.xpos(k) == "VBG" && accusing[d.lemma(cl.head)]:
			out = append(out, d.wordsOf(d.whole(k), "cause"))
		}
	}
	return out
}

func contains(list []int, v int) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// evidence sets the shortest run of whole sentences that shows a claim: its
// own, and the one that names the speaker of a quotation when that is beside it.
func (d *page) evidence(c int, g *graph.Claim) {
	head := d.clauses[c].head
	s := d.sentence[head]
	from, to := s, s
	if q := d.quoteAt(d.a.Tokens[head].Start); q != nil && q.speaker != nil && len(g.Attribution) > 0 {
		for _, n := range []int{s - 1, s + 1, s - 2, s + 2} {
			if d.reporterIn(s) == nil && n >= 0 && n < len(d.a.Sentences) && d.reporterIn(n) != nil && d.sameParagraph(n, s) {
				from, to = min(n, s), max(n, s)
				break
			}
		}
	}
	d.quote(from, to, g)
}

// sameParagraph reports whether no blank line and no untold region lies between two sentences.
func (d *page) sameParagraph(a, b int) bool {
	a, b = min(a, b), max(a, b)
	for i := a; i <= b; i++ {
		if !d.told(i) {
			return false
		}
	}
	return !strings.Contains(d.a.Text[d.a.Sentences[a].Start:d.a.Sentences[b].End], "\n\n")
}

func (d *page) quote(from, to int, g *graph.Claim) {
	start, end := d.a.Sentences[from].Start, d.a.Sentences[to].End
	text := d.a.Text[start:end]
	start += len(text) - len(strings.TrimLeft(text, " \t\n\r"))
	end -= len(text) - len(strings.TrimRight(text, " \t\n\r"))
	if start < end {
		g.Evidence = graph.Evidence{Span: graph.Span{Start: start, End: end}, Quote: d.a.Text[start:end]}
	}
}
