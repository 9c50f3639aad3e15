package claim

import (
	"strings"

	"dossier/graph"
)

// context is how a clause is put forward: composed along the path from the
// root of its sentence down to it.
type context struct {
	denied   bool
	modality graph.Modality
	speakers []graph.Attribution // innermost first
	void     bool                // a question, a command, a mere thought: gives no claim
	done     bool
}

// strength orders the modalities: when two meet, the one further from a fact wins.
var strength = map[graph.Modality]int{graph.Asserted: 0, graph.Reported: 1, graph.Opinion: 2, graph.Alleged: 3, graph.Expected: 4,
	graph.Planned: 5, graph.Requested: 6, graph.Ordered: 7, graph.Possible: 8, graph.Conditional: 9}

func (c *context) weaken(m graph.Modality) {
	if strength[m] > strength[c.modality] {
		c.modality = m
	}
}

// contextOf computes and keeps the context of a clause.
func (d *page) contextOf(c int) context {
	cl := &d.clauses[c]
	if cl.ctx.done {
		return cl.ctx
	}
	cl.ctx.done = true // cuts cycles; overwritten below
	ctx := context{done: true}
	if cl.parent >= 0 {
		ctx = d.inherit(c, d.contextOf(cl.parent))
	}
	if s := d.quotedSpeaker(c); s != nil && len(ctx.speakers) == 0 {
		ctx.speakers = append(ctx.speakers, *s)
		ctx.weaken(graph.Reported)
	}
	if q := d.quoteAt(d.a.Tokens[cl.head].Start); q != nil && q.speaker == nil && d.sentenceStart(q.start) {
		ctx.weaken(graph.Reported) // whoever is quoted, the outlet is not
	}
	ctx.done = true
	d.ownContext(c, &ctx)
	cl.ctx = ctx
	return ctx
}

// inherit carries a parent's context over the link to clause c.
func (d *page) inherit(c int, p context) context {
	cl := &d.clauses[c]
	up := &d.clauses[cl.parent]
	ctx := context{done: true, speakers: append([]graph.Attribution(nil), p.speakers...), void: p.void}
	if len(p.speakers) > 0 {
		ctx.modality = graph.Reported
	}
	if m := p.modality; m == graph.Opinion || m == graph.Alleged {
		ctx.weaken(m)
	}
	switch cl.link {
	case "conj":
		own := d.ownNegation(cl.parent)
		ctx.modality, ctx.denied = d.outerOf(cl.parent)
		if len(p.speakers) > 0 {
			ctx.weaken(graph.Reported)
		}
		if !d.finite(cl) {
			ctx.modality, ctx.denied = p.modality, p.denied
			if own && d.has(cl.head, "cc", "but") {
				ctx.denied = false
			}
		}
	case "ccomp", "csubj", "csubj:pass":
		d.reportedContext(c, up, p, &ctx)
	case "xcomp":
		ctx.modality, ctx.denied = p.modality, p.denied
		d.complement(cl, up, &ctx)
	case "advcl":
		if d.isComment(cl) {
			return context{done: true, void: p.void}
		}
		d.adverbial(cl, up, p, &ctx)
	case "acl":
		d.nounClause(cl, up, p, &ctx)
	case "parataxis":
		d.parenthesis(cl, up, p, &ctx)
	}
	return ctx
}

// outerOf returns the modality and polarity under which a clause stands,
// without its own negation and auxiliaries: what a coordinated clause shares.
func (d *page) outerOf(c int) (graph.Modality, bool) {
	cl := &d.clauses[c]
	if cl.parent < 0 {
		return graph.Asserted, false
	}
	ctx := d.inherit(c, d.contextOf(cl.parent))
	return ctx.modality, ctx.denied
}

// finite reports whether a coordinated verb stands on its own feet, so that it
// does not share its partner's auxiliaries and negation.
func (d *page) finite(cl *clause) bool {
	if cl.cop >= 0 || d.kid(cl.head, "aux", "aux:pass", "nsubj", "nsubj:pass") >= 0 {
		return true
	}
	switch d.xpos(cl.head) {
	case "VBD", "VBZ", "VBP":
		return true
	}
	return false
}

// reportedContext is that of "that" clauses: the content of saying, denying, thinking.
func (d *page) reportedContext(c int, up *clause, p context, ctx *context) {
	cl := &d.clauses[c]
	v := d.predicateLemma(up)
	ctx.modality = p.modality
	switch {
	case d.freeRelative(cl): // "to end what he called fraud": that he did
		ctx.denied, ctx.modality = false, graph.Asserted
		if len(p.speakers) > 0 {
			ctx.modality = graph.Reported
		}
	case cl.mark == "if" || strings.Contains(cl.mark, "whether"):
		ctx.weaken(graph.Possible)
		ctx.denied = false // "cannot tell whether it failed" does not say that it did not
		return
	case assuring[v] && len(up.indirect)+len(up.objects) == 0:
		ctx.denied = p.denied
	case isWay(v, wayDenied):
		ctx.denied = !p.denied
		d.speaker(up, ctx)
	case isWay(v, waySaid):
		ctx.denied = false
		if p.denied {
			ctx.void = true // "did not say that …" leaves the content open
		}
		if p.modality == graph.Planned || p.modality == graph.Possible || p.modality == graph.Conditional {
			ctx.modality = graph.Possible
		}
		d.speaker(up, ctx)
	case isWay(v, wayOpinion), isWay(v, wayAlleged):
		ctx.denied = p.denied // "do not believe that …"
		if isWay(v, wayAlleged) && !isWay(v, wayOpinion) {
			ctx.weaken(graph.Alleged)
		} else {
			ctx.weaken(graph.Opinion)
		}
		d.speaker(up, ctx)
	case isWay(v, wayExpected):
		ctx.weaken(graph.Expected)
		d.speaker(up, ctx)
	case isWay(v, wayPlanned):
		ctx.weaken(graph.Planned)
	case isWay(v, wayOrdered):
		ctx.weaken(graph.Ordered)
	case v == "suggest" && d.xpos(cl.head) != "VB": // a base form asks, a finite one tells
		ctx.denied = p.denied
		ctx.weaken(graph.Opinion)
		d.speaker(up, ctx)
	case isWay(v, wayRequested):
		ctx.weaken(graph.Requested)
	case isWay(v, wayPossible):
		ctx.weaken(graph.Possible)
		ctx.denied = p.denied
	case isWay(v, wayAsked):
		ctx.weaken(graph.Possible)
	case isWay(v, wayUndone):
		ctx.denied = !p.denied
	case isWay(v, wayKnown), cl.link != "ccomp", up.existal:
		ctx.denied = false
		if len(p.speakers) == 0 && p.modality == graph.Asserted {
			ctx.modality = graph.Asserted
		}
		if p.denied && up.existal {
			ctx.denied = true // "it is not true that", "no evidence emerged that"
		}
	default:
		ctx.denied = p.denied
		if len(up.subjects) > 0 && !up.passive && d.animate(up.subjects[0]) && (cl.mark == "that" || cl.mark == "" && v != "maintain") {
			d.speaker(up, ctx)
		}
	}
}

// freeRelative reports whether a clause names a thing and says nothing: it
// begins with "what" and no verb of speech or thought is above it.
func (d *page) freeRelative(cl *clause) bool {
	up := &d.clauses[cl.parent]
	if isWay(d.predicateLemma(up), waySaid, wayAsked, wayKnown, wayOpinion, wayDenied, wayAlleged) {
		return false
	}
	for _, k := range d.kids[cl.head] {
		if k < cl.head && d.lower[k] == "what" {
			return true
		}
	}
	return false
}

// complement is the context of an infinitive or participle under a verb or adjective.
func (d *page) complement(cl, up *clause, ctx *context) {
	v := d.predicateLemma(up)
	w := class(v)
	if up.passive && (w == wayAlleged || isWay(v, waySaid)) && !(w == wayRequested || w == wayOrdered || w == wayExpected || w == wayPlanned) {
		if v != "know" && v != "find" {
			ctx.weaken(graph.Alleged) // "is said to own"
		}
		return
	}
	if v == "tell" && cl.mark == "to" {
		w = wayOrdered
	}
	if !strings.HasPrefix(cl.mark, "to") && d.xpos(cl.head) == "VBG" && (v == "consider" || v == "discuss" || v == "suggest" || v == "recommend") {
		w = wayPlanned
	}
	if isWay(v, wayDenied) { // "denied bribing"
		ctx.denied = !ctx.denied
		d.speaker(up, ctx)
		return
	}
	switch w {
	case wayUndone:
		ctx.denied = !ctx.denied
	case wayPlanned:
		ctx.weaken(graph.Planned)
	case wayOrdered:
		ctx.weaken(graph.Ordered)
	case wayRequested:
		ctx.weaken(graph.Requested)
	case wayExpected:
		ctx.weaken(graph.Expected)
	case wayPossible:
		if v == "able" || v == "capable" {
			if !ctx.denied {
				ctx.weaken(graph.Possible)
			}
			return
		}
		if v == "unlikely" {
			ctx.denied = !ctx.denied
		}
		ctx.weaken(graph.Possible)
	case wayAllowed:
		if !ctx.denied && v != "let" {
			ctx.weaken(graph.Possible)
		}
	case wayAlleged:
		ctx.weaken(graph.Alleged)
	case wayNone, wayDone, wayForced:
		if strings.HasPrefix(cl.mark, "to") && w == wayNone {
			ctx.weaken(graph.Planned) // an infinitive nobody vouches for
		}
	}
}

// adverbial is the context of an adverbial clause: purpose, condition, manner, time.
func (d *page) adverbial(cl, up *clause, p context, ctx *context) {
	v := d.predicateLemma(up)
	first, _, _ := strings.Cut(cl.mark, " ")
	switch {
	case strings.HasPrefix(cl.mark, "without"), first == "rather", cl.mark == "instead of", first == "than":
		ctx.denied = true
	case acquitting[v] && (cl.mark == "of" || cl.mark == "from"): // "acquitted of leaking papers"
		ctx.weaken(p.modality)
		ctx.denied = !p.denied
	case v == "stop" && cl.mark == "of": // "stopped short of suspending it"
		ctx.weaken(p.modality)
		ctx.denied = !p.denied
	case cl.mark == "" && d.xpos(cl.head) == "VBG" && isWay(v, wayDenied, wayUndone) && len(up.objects) == 0:
		ctx.weaken(p.modality)
		ctx.denied = p.denied
		d.complement(cl, up, ctx)
	case cl.mark == "as" && d.xpos(cl.head) == "VBG" && viewing[v]: // "is seen as weakening"
		ctx.weaken(graph.Opinion)
		ctx.denied = p.denied
	case v == "plead": // "pleaded guilty to threatening him": it is the defendant's word
		ctx.weaken(graph.Reported)
		d.speaker(up, ctx)
	case (cl.mark == "from" || cl.mark == "at") && isWay(v, wayUndone):
		ctx.denied = !p.denied
		ctx.weaken(p.modality)
	case conditions[first] || cl.mark == "in case" || cl.mark == "even if" || cl.mark == "as if" || cl.mark == "as though" ||
		strings.HasSuffix(cl.mark, " if") || d.has(cl.head, "mark", "if"):
		ctx.weaken(graph.Conditional)
	case cl.mark == "whether":
		ctx.weaken(graph.Possible)
	case (cl.mark == "of" || cl.mark == "for" || cl.mark == "with" || cl.mark == "over") && accusing[v]:
		if !established[v] || p.denied { // "never convicted of taking bribes"
			ctx.weaken(graph.Alleged)
			d.accuser(up, ctx)
		}
	case cl.mark == "to" || strings.HasSuffix(cl.mark, " to") || strings.HasPrefix(cl.mark, "so that") || cl.mark == "so":
		ctx.weaken(p.modality)
		ctx.denied = false
		w := class(v)
		switch {
		case v == "use" || w == wayAllowed || w == wayForced && len(up.objects) > 0 && v != "have" && v != "get":
			ctx.denied = p.denied
		case w == wayOrdered || w == wayRequested || w == wayUndone || v == "tell":
			ctx.denied = p.denied
			d.complement(cl, up, ctx)
		default:
			if p.denied {
				ctx.void = true
			}
			ctx.weaken(graph.Planned)
		}
	case cl.mark == "for" || cl.mark == "about" || cl.mark == "before" && isWay(v, wayPlanned):
		ctx.weaken(graph.Possible)
	}
	if strings.HasPrefix(cl.mark, "before") && (p.modality == graph.Planned || p.modality == graph.Expected) || strings.HasPrefix(cl.mark, "until") || strings.HasPrefix(cl.mark, "once") {
		ctx.weaken(p.modality)
	}
	if cl.mark == "when" || cl.mark == "after" || cl.mark == "as soon as" || cl.mark == "while" || cl.mark == "by" || cl.mark == "" {
		if strength[p.modality] >= strength[graph.Expected] && !(cl.mark == "after" && d.xpos(cl.head) == "VBD") {
			ctx.weaken(p.modality)
		}
	}
}

// nounClause is the context of a clause on a noun: "evidence that", "plan to", "engineers based in".
func (d *page) nounClause(cl, up *clause, p context, ctx *context) {
	n := d.head(cl.head)
	if n < 0 {
		return
	}
	noun := d.lemma(n)
	if cl.mark == "" || cl.mark == "by" {
		ctx.denied = up.existal && d.negatedNoun(n) // "there is no evidence linking him to it"
		return                                      // a participle describes its noun
	}
	ctx.denied = d.negatedNoun(n) || p.denied && (d.base(n) == "obj" || up.existal)
	owned := cl.mark == "that" && (d.kid(n, "nmod:poss") >= 0 || d.definite(n)) // "to support its claim that"
	owned = owned || cl.mark == "that" && isWay(noun, waySaid, wayAlleged, wayDenied)
	if !owned && !ctx.denied && len(p.speakers) == 0 && strength[p.modality] >= strength[graph.Planned] {
		ctx.weaken(p.modality)
	}
	if cl.mark == "to" {
		switch {
		case isWay(noun, wayUndone):
			ctx.denied = !ctx.denied
		case isWay(noun, wayOrdered):
			ctx.weaken(graph.Ordered)
		case isWay(noun, wayRequested):
			ctx.weaken(graph.Requested)
		case isWay(noun, wayExpected):
			ctx.weaken(graph.Expected)
		case isWay(noun, wayPossible):
			ctx.weaken(graph.Possible)
		default:
			ctx.weaken(graph.Planned)
		}
		return
	}
	if mereThoughts[noun] {
		ctx.void = true // "called the idea that it leaked absurd"
		return
	}
	if d.base(n) == "obj" && isWay(d.predicateLemma(up), wayDenied, wayDismissed) && isWay(noun, waySaid, wayAlleged, wayOpinion) {
		ctx.denied = !p.denied // "rejected claims that …"
		d.speaker(up, ctx)
		return
	}
	switch {
	case isWay(noun, wayDenied):
		ctx.denied = !ctx.denied
		ctx.weaken(graph.Reported)
	case isWay(noun, wayAlleged):
		ctx.weaken(graph.Alleged)
	case isWay(noun, wayOpinion):
		ctx.weaken(graph.Opinion)
	case isWay(noun, wayPossible, wayPlanned, wayExpected, wayRequested, wayOrdered):
		ctx.weaken(graph.Possible)
	case isWay(noun, waySaid):
		ctx.weaken(graph.Reported)
	}
	poss := d.kid(n, "nmod:poss")
	if by := d.nmodWith(n, "by"); poss < 0 {
		poss = by
	}
	if poss >= 0 && cl.mark == "that" {
		d.attribute(ctx, poss, n, noun, "")
	}
}
