package claim

import (
	"strconv"
	"strings"

	"dossier/graph"
	"dossier/schema"
)

func itoa(n int) string { return strconv.Itoa(n) }

// clauseClaims returns the claims of one clause: typed ones first, then open
// ones for the pairs of participants that no type covers.
func (d *page) clauseClaims(c int) []draft {
	cl := &d.clauses[c]
	ctx := d.contextOf(c)
	if ctx.void || d.skips(c) {
		return nil
	}
	if cl.cop >= 0 || d.becomes(cl) {
		return d.copular(c)
	}
	if d.isComment(cl) {
		return d.comment(c)
	}
	var out []draft
	covered := map[[2]int]bool{}
	for _, m := range d.matches(c) {
		out = append(out, d.typed(c, m))
		covered[[2]int{m.subject, m.object}] = true
		if m.content >= 0 {
			covered[[2]int{m.subject, m.content}] = true
		}
	}
	for _, m := range d.open(c) {
		if !covered[[2]int{m.subject, m.end()}] && !(len(covered) > 0 && m.end() < 0) {
			out = append(out, d.typed(c, m))
		}
	}
	return out
}

func (m match) end() int {
	if m.object < 0 {
		return m.content
	}
	return m.object
}

// skips tells the clauses that say nothing by themselves: auxiliaries of
// another ("seems to"), clauses without any participant.
func (d *page) skips(c int) bool {
	cl := &d.clauses[c]
	if cl.existal && cl.cop >= 0 || cl.link == "csubj:outer" {
		return true
	}
	if cl.passive && len(cl.subjects) == 0 && cl.infinite >= 0 && d.clauseAt[cl.infinite] >= 0 && isWay(d.lemma(cl.head), wayExpected, wayAlleged, waySaid, wayOpinion, wayPossible) {
		return true // "is expected to close": the infinitive's claim says it
	}
	if cl.passive && len(cl.surface) > 0 && d.allVague(cl.surface) {
		return true // "it was found": what was?
	}
	return len(cl.subjects) == 0 && len(cl.objects) == 0
}

func (d *page) allVague(heads []int) bool {
	for _, h := range heads {
		if !d.vague(h) {
			return false
		}
	}
	return true
}

// comment returns the claim of saying that "…, Roy said" makes: its object is
// the statement beside it.
func (d *page) comment(c int) []draft {
	cl := &d.clauses[c]
	said := d.statement(cl)
	var out []draft
	for _, s := range cl.subjects {
		if d.vague(s) {
			continue
		}
		m := match{subject: s, object: -1, content: -1}
		for _, rc := range d.o.CuesFor(schema.CueVerb, d.lemma(cl.head)) {
			if rc.Cue.Object.Role == schema.SlotObject && rc.Cue.Filler == "" && d.particleFits(cl, rc.Cue) && d.acceptsText(rc.Relation, s) && (m.relation == nil || d.weigh(rc) > m.weight) {
				m.relation, m.cue, m.weight = rc.Relation, rc.Cue, d.weigh(rc)
			}
		}
		dr := d.typed(c, m)
		dr.Object = d.wordsOf(said, "")
		out = append(out, dr)
	}
	return out
}

// statement is the clause that a comment belongs to, without the comment.
func (d *page) statement(cl *clause) phrase {
	p, own := d.whole(d.clauses[cl.parent].head), d.whole(cl.head)
	switch {
	case own.last >= p.last-1 && own.first > p.head:
		p.last = own.first
	case own.first <= p.first+1 && own.last <= p.head:
		p.first = own.last
	}
	return d.trim(p)
}

// open returns the pairs of an open claim: each subject with each direct
// object; without one with what is said or planned, else with the first
// oblique that names something. An entity behind a preposition comes before an
// object of plain words: "sells scanners to the army" is about the army.
func (d *page) open(c int) []match {
	cl := &d.clauses[c]
	subjects := cl.subjects
	var ends []match
	switch {
	case cl.passive && len(cl.subjects) == 0:
		if o := d.mainOblique(cl); o >= 0 && len(cl.surface) > 0 && cl.content < 0 {
			subjects = cl.surface
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
			break
		}
		if len(cl.indirect) > 0 && len(cl.surface) > 0 && len(cl.objects) > 0 {
			subjects = cl.surface // "Lind was given a medal"
		} else {
			subjects = []int{-1}
		}
		for _, o := range cl.objects {
			ends = append(ends, match{object: o, content: -1})
		}
	case len(cl.objects) > 0:
		if o := d.entityBehind(cl); o >= 0 {
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
			break
		}
		for _, o := range cl.objects {
			ends = append(ends, match{object: o, content: -1})
		}
	case len(cl.indirect) > 0:
		for _, o := range cl.indirect {
			ends = append(ends, match{object: o, content: -1})
		}
	case d.contentToken(cl) >= 0:
		if k := d.contentToken(cl); d.says(cl, k) {
			ends = append(ends, match{object: -1, content: k})
		}
	default:
		if o := d.mainOblique(cl); o >= 0 {
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
		} else if o := d.timeOblique(cl); o >= 0 {
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
		} else if !isWay(d.lemma(cl.head), waySaid) {
			ends = append(ends, match{object: -1, content: -1})
		}
	}
	var out []match
	for _, s := range subjects {
		for _, e := range ends {
			e.subject = s
			if e.subject != e.object && d.sensible(e) && !(s < 0 && e.object < 0) {
				out = append(out, e)
			}
		}
	}
	return out
}

// says reports whether a verb's clausal complement makes a claim of its own
// about the subject: "said that", "stopped selling", but not "began to sell",
// which says no more than the complement's own claim.
func (d *page) says(cl *clause, k int) bool {
	if d.clauseAt[k] < 0 {
		return true
	}
	switch class(d.lemma(cl.head)) {
	case wayDone, wayNone, wayForced:
		return cl.content >= 0 || len(ways[d.lemma(cl.head)]) == 0 && cl.infinite < 0
	case wayPossible:
		return cl.content >= 0
	}
	return true
}

// entityBehind returns the oblique whose entity is the claim's real object
// when the direct object is mere words, -1 for none.
func (d *page) entityBehind(cl *clause) int {
	for _, o := range cl.objects {
		if d.entityOf(o) >= 0 {
			return -1
		}
	}
	if i := d.lightObject(cl); i >= 0 {
		return i
	}
	for i, o := range cl.obliques {
		if d.entityOf(o.head) < 0 || d.vague(o.head) {
			continue
		}
		switch o.prep {
		case "to", "from", "with", "against":
		case "for", "on", "at":
			if o.under >= 0 {
				continue
			}
		default:
			continue
		}
		if r := d.roleOf(o); r == "time" || r == "amount" || r == "place" && o.prep != "to" && o.prep != "from" {
			continue
		}
		return i
	}
	return -1
}

// lightObject returns what an idiom of a light verb is about: of "made changes
// to the port" the port; -1 for none.
func (d *page) lightObject(cl *clause) int {
	if !lightVerbs[d.lemma(cl.head)] || len(cl.objects) != 1 {
		return -1
	}
	beside := -1
	for i, o := range cl.obliques {
		if o.prep == "of" || d.vague(o.head) || d.timeAt[o.head] >= 0 {
			continue
		}
		if o.under == cl.objects[0] {
			return i
		}
		if beside < 0 && o.under < 0 && o.head > cl.objects[0] && lightPreps[o.prep] && !channels[d.lemma(o.head)] {
			beside = i
		}
	}
	return beside
}

// lightPreps are the prepositions by which the noun of "have a part in" takes its object.
var lightPreps = words(`in with to on over into against`)

// mainOblique returns the oblique that completes an intransitive verb: the
// first that names an entity, else the first that is no time or manner.
func (d *page) mainOblique(cl *clause) int {
	first := -1
	for i, o := range cl.obliques {
		if o.under >= 0 || d.vague(o.head) || o.prep == "according to" || o.prep == "" || d.timeAt[o.head] >= 0 {
			continue
		}
		if isWay(d.lemma(cl.head), waySaid) && (channels[d.lemma(o.head)] || cl.content >= 0) {
			continue // by which words it was said
		}
		if d.entityOf(o.head) >= 0 {
			return i
		}
		if first < 0 && d.roleOf(o) != "time" {
			first = i
		}
	}
	return first
}

// timeOblique returns the date behind a preposition that completes a verb
// without any other object: "the talks end in May"; -1 for none.
func (d *page) timeOblique(cl *clause) int {
	for i, o := range cl.obliques {
		if t := d.timeAt[o.head]; t >= 0 && o.prep != "" && o.under < 0 && !d.a.Times[t].Duration {
			return i
		}
	}
	return -1
}

// typed makes a claim of a match; an open one when it has no relation.
func (d *page) typed(c int, m match) draft {
	cl := &d.clauses[c]
	out := draft{at: cl.head, clause: c, subjHead: m.subject, objHead: m.object, rule: "clause"}
	g := &out.Claim
	d.circumstances(c, g)
	if m.relation != nil {
		g.Relation, out.rule = m.relation.Name, "cue"
	}
	g.Subject, g.Object = emptyArgument(), emptyArgument()
	if m.subject >= 0 {
		g.Subject = d.argumentOf(m.subject, cl.head, "")
	}
	switch {
	case m.object >= 0:
		g.Object = d.argumentOf(m.object, cl.head, "")
	case m.content >= 0:
		g.Object = d.wordsOf(d.whole(m.content), "")
	}
	g.Predicate, g.PredicateAt, g.Lemma = d.predicate(cl, m)
	g.Arguments = d.rest(cl, m)
	d.evidence(c, g)
	return out
}

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
	if m.prep != "" && m.object >= 0 {
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
		if h != m.subject && h != m.object && !d.vague(h) && h != d.head(cl.head) {
			out = append(out, d.argument(h, role))
		}
	}
	for _, h := range cl.objects {
		if m.prep != "" && m.object >= 0 && lightVerbs[d.lemma(cl.head)] && d.head(m.object) == h {
			continue // its words are in the predicate
		}
		if len(cl.objects) == 1 || m.object < 0 || !contains(cl.objects, m.object) {
			add(h, "object")
		}
	}
	for _, h := range cl.indirect {
		add(h, "recipient")
	}
	for _, o := range cl.obliques {
		if o.under < 0 && o.prep != "according to" {
			add(o.head, d.roleOf(o))
		}
	}
	if cl.content >= 0 && m.content < 0 {
		out = append(out, d.wordsOf(d.whole(d.clauses[cl.content].head), "content"))
	}
	if cl.infinite >= 0 && m.content < 0 && cl.infinite != m.object {
		out = append(out, d.wordsOf(d.whole(cl.infinite), "topic"))
	}
	for _, k := range d.all(cl.head, "advcl") {
		if c := d.clauseAt[k]; c >= 0 && strings.HasSuffix(d.clauses[c].mark, "to") {
			out = append(out, d.wordsOf(d.whole(k), "purpose"))
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
