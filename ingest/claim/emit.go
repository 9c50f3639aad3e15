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
	if d.assures(cl) || d.asks(cl) {
		return nil
	}
	if q := d.quotedObject(cl); q != nil {
		return d.quoting(c, q)
	}
	var out []draft
	covered := map[[2]int]bool{}
	for _, m := range d.matches(c) {
		if d.wraps(cl, m) {
			continue
		}
		out = append(out, d.typed(c, m))
		covered[[2]int{m.subject, m.object}] = true
		covered[[2]int{m.object, m.subject}] = true // "created by" says "creates"
		if m.content >= 0 {
			covered[[2]int{m.subject, m.content}] = true
		}
	}
	for _, m := range d.open(c) {
		if !d.wraps(cl, m) && !covered[[2]int{m.subject, m.end()}] && !(len(covered) > 0 && m.end() < 0) {
			out = append(out, d.typed(c, m))
		}
	}
	return out
}

// wraps reports whether the words of what is said hold the verb of saying:
// "a drug that prosecutors say killed thirty" was read wrongly then.
func (d *page) wraps(cl *clause, m match) bool {
	if m.object >= 0 || m.content < 0 {
		return false
	}
	p := d.whole(m.content)
	return p.first <= cl.head && cl.head < p.last
}

func (m match) end() int {
	if m.object < 0 {
		return m.content
	}
	return m.object
}

// object0 is the object's head, the first token where there is none.
func (m match) object0() int { return max(m.object, 0) }

// skips tells the clauses that say nothing by themselves: auxiliaries of
// another ("seems to"), clauses without any participant.
func (d *page) skips(c int) bool {
	cl := &d.clauses[c]
	if d.lemma(cl.head) == "make" && cl.link == "advcl" && len(cl.objects) > 0 && d.upos(cl.objects[0]) == "PRON" {
		return true // "will cost $9 million, making it the dearest"
	}
	if cl.mark == "as" && d.lemma(cl.head) == "do" {
		return true // "as do two daughters"
	}
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
		if r := d.o.RelationType(saying); m.relation == nil && r != nil && isWay(d.lemma(cl.head), waySaid) && d.acceptsText(r, s) {
			m.relation = r
		}
		dr := d.typed(c, m)
		dr.Object = d.wordsOf(said, "")
		out = append(out, dr)
	}
	return out
}

// assures reports whether a clause is "make sure that …", which says no more
// than the clause behind it.
func (d *page) assures(cl *clause) bool {
	return d.lemma(cl.head) == "make" && cl.infinite >= 0 && (d.lemma(cl.infinite) == "sure" || d.lemma(cl.infinite) == "certain")
}

// asks reports whether a clause puts a question: what is asked is no statement
// and no request.
func (d *page) asks(cl *clause) bool {
	if d.lemma(cl.head) != "ask" || cl.content < 0 {
		return false
	}
	c := &d.clauses[cl.content]
	for k := range d.kids[c.head] {
		if x := d.xpos(d.kids[c.head][k]); x == "WP" || x == "WRB" || x == "WDT" {
			return true
		}
	}
	return c.mark == "if" || strings.Contains(c.mark, "whether") || d.isQuestion(c)
}

// quotedObject returns the quotation that a verb of saying outside it has for
// its object, read as if a noun inside were the object; nil for none.
func (d *page) quotedObject(cl *clause) *quotation {
	if !isWay(d.lemma(cl.head), waySaid) || len(cl.objects) == 0 || d.inQuote(d.a.Tokens[cl.head].Start) {
		return nil
	}
	q := d.quoteAt(d.a.Tokens[cl.objects[0]].Start)
	if q == nil || q.end > d.a.Tokens[cl.head].Start && d.head(cl.objects[0]) != cl.head {
		return nil
	}
	if p := d.nounPhrase(cl.objects[0]); q.end-q.start < 2*(d.a.Tokens[p.last-1].End-d.a.Tokens[p.first].Start) {
		return nil // the noun is all that is quoted
	}
	return q
}

// quoting returns the claim that someone says a quotation.
func (d *page) quoting(c int, q *quotation) []draft {
	cl := &d.clauses[c]
	var out []draft
	for _, s := range cl.subjects {
		if d.vague(s) {
			continue
		}
		dr := d.typed(c, match{relation: d.o.RelationType(saying), subject: s, object: -1, content: -1})
		dr.Arguments = nil
		text := strings.TrimSpace(d.a.Text[q.start:q.end])
		at := q.start + strings.Index(d.a.Text[q.start:q.end], text)
		dr.Object = graph.Argument{Span: graph.Span{Start: at, End: at + len(text)}, Text: text, Profile: -1}
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
	case own.first > p.head: // what follows the comment is told on its own
		p.last = own.first
	}
	for p.last-1 > p.head && (d.lower[p.last-1] == "as" || d.base(p.last-1) == "punct" && d.lower[p.last-1] == ",") {
		p.last-- // "…, as the Ledger announced in an article"
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
	var said *schema.RelationType // what a content clause is to who says it
	switch {
	case cl.passive && len(cl.subjects) == 0:
		if o := d.mainOblique(cl); o >= 0 && len(cl.surface) > 0 && cl.content < 0 {
			subjects = cl.surface
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
			break
		}
		if t := d.anyTime(cl); t >= 0 && len(cl.surface) > 0 && cl.link == "acl" {
			subjects = cl.surface // "a letter dated Thursday"
			ends = append(ends, match{object: cl.obliques[t].head, content: -1, prep: cl.obliques[t].prep})
			break
		}
		if cl.link == "acl" {
			return nil // "the tools needed": a mere description
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
	case len(cl.indirect) > 0 && !(d.allVague(cl.indirect) && cl.content >= 0):
		for _, o := range cl.indirect {
			ends = append(ends, match{object: o, content: -1})
		}
	case d.contentToken(cl) >= 0:
		if k := d.contentToken(cl); d.says(cl, k) {
			ends = append(ends, match{object: -1, content: k})
			said = d.sayingOf(cl)
		}
	default:
		if o := d.mainOblique(cl); o >= 0 {
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
		} else if o := d.timeOblique(cl); o >= 0 {
			ends = append(ends, match{object: cl.obliques[o].head, content: -1, prep: cl.obliques[o].prep})
		} else if k := d.gerund(cl); k >= 0 {
			ends = append(ends, match{object: -1, content: k})
		} else if !isWay(d.lemma(cl.head), waySaid) {
			ends = append(ends, match{object: -1, content: -1})
		}
	}
	var out []match
	for _, s := range subjects {
		for _, e := range ends {
			e.subject = s
			if said != nil && d.acceptsText(said, s) {
				e.relation = said
			}
			if e.end() < 0 && d.thin(c, s) {
				continue
			}
			if e.subject != e.object && d.sensible(e) && !(s < 0 && e.object < 0) {
				out = append(out, e)
			}
		}
	}
	return out
}

// sayingOf returns the relation of stating where a clause tells what somebody
// says by a verb that no cue types, nil otherwise.
func (d *page) sayingOf(cl *clause) *schema.RelationType {
	v := d.lemma(cl.head)
	if cl.content < 0 || cl.passive || assuring[v] || !isWay(v, waySaid) && v != "allege" || strings.Contains(d.clauses[cl.content].mark, "whether") || d.clauses[cl.content].mark == "if" {
		return nil
	}
	return d.o.RelationType(saying)
}

// gerund returns the "at doing so" that completes a verb without objects, -1 for none.
func (d *page) gerund(cl *clause) int {
	for _, k := range d.all(cl.head, "advcl") {
		if m := d.kid(k, "mark"); k > cl.head && d.xpos(k) == "VBG" && m == cl.head+1 && (lightPreps[d.lower[m]] || d.lower[m] == "at" || d.lower[m] == "of" || d.lower[m] == "about") {
			return k
		}
	}
	return -1
}

// thin reports whether a claim without an object says too little to keep: of
// verbs that need one, of pronouns, of what has no name unless it is denied.
func (d *page) thin(c, s int) bool {
	cl := &d.clauses[c]
	return emptyVerbs[d.lemma(cl.head)] || isWay(d.lemma(cl.head), waySaid, wayAlleged, wayDenied, wayAsked) || s < 0 || d.upos(s) == "PRON" || d.entityOf(s) < 0 && !d.contextOf(c).denied
}

var emptyVerbs = words(`do go come turn happen get make take be have draw look seem appear act let say tell continue start begin
	need want try help decide agree follow occur exist remain stay keep put set give use see know mean range vary`)

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
