package claim

import (
	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// nounClaims returns the claims that noun phrases make without a verb:
// titles in front of names, appositions, and nominalisations.
func (d *page) nounClaims() []draft {
	var out []draft
	for i := range d.a.Tokens {
		if u := d.upos(i); u != "NOUN" && u != "PROPN" || !d.told(d.sentence[i]) {
			continue
		}
		out = append(out, d.titled(i)...)
		out = append(out, d.seconded(i)...)
		out = append(out, d.apposed(i)...)
		out = append(out, d.nominalised(i)...)
		out = append(out, d.stationed(i)...)
	}
	for m := range d.a.Mentions {
		if men := d.a.Mentions[m]; men.First < len(d.sentence) && d.told(d.sentence[men.First]) {
			out = append(out, d.lifeDates(&men)...)
		}
	}
	return out
}

// seconded reads a further office behind "and": "Senator Ana Roy, and chair of
// the trade committee, said".
func (d *page) seconded(i int) []draft {
	if !d.person(i) {
		return nil
	}
	var out []draft
	s := d.a.Sentences[d.sentence[i]]
	for k := i + 1; k < s.Last; k++ {
		if d.rel(k) == "conj" && d.bareOffice(k) && d.below(k, i) {
			out = append(out, d.standing(d.roles(i, k), i)...)
		}
	}
	return out
}

// bareOffice reports whether a noun names an office without an article: it
// says what somebody is and is nobody else.
func (d *page) bareOffice(k int) bool {
	return d.isPosition(k) && d.xpos(k) != "NNS" && d.kid(k, "det", "nmod:poss") < 0 && d.entityOf(k) < 0 && d.kid(k, "flat", "appos") < 0
}

// titled reads a title in front of a name: "Defense Minister Ana Roy",
// "Teldra's chief engineer Frank Lind".
func (d *page) titled(i int) []draft {
	var out []draft
	if d.person(i) {
		for _, k := range d.kids[i] {
			if k < i && d.preTitle(k) && !(k+1 < i && d.preTitle(k+1) && d.head(k+1) == i) {
				rs := d.roles(i, k)
				for n := range rs {
					if rs[n].past == "" {
						rs[n].past = d.pastOf(i) // "former [president] Ana Roy"
					}
				}
				out = append(out, d.standing(rs, i)...)
				out = append(out, d.nationality(i, k)...)
			}
		}
		return out
	}
	if d.isPosition(i) && d.entityOf(i) < 0 {
		for _, k := range d.kids[i] {
			switch d.rel(k) {
			case "flat", "nmod:desc", "compound":
				if k > i && d.person(k) {
					out = append(out, d.standing(d.roles(k, i), k)...)
					out = append(out, d.nationality(k, i)...)
				}
			}
		}
	}
	return out
}

func (d *page) preTitle(k int) bool {
	switch d.rel(k) {
	case "nmod:desc", "compound", "flat", "nmod", "appos", "nmod:unmarked", "amod", "dep":
		return d.isPosition(k) && (d.upos(k) == "NOUN" || d.upos(k) == "PROPN")
	}
	return false
}

// apposed reads "Frank Lind, the chief engineer of Teldra" and, the other way
// round, "the chief engineer of Teldra, Frank Lind".
func (d *page) apposed(i int) []draft {
	var out []draft
	for _, k := range d.all(i, "appos") {
		for _, m := range d.members(k) {
			name, noun := i, m
			if !d.isName(name) && d.isName(noun) {
				name, noun = noun, name
			}
			if !d.isName(name) || d.isName(noun) && !d.isPosition(noun) || d.upos(noun) == "PRON" {
				continue
			}
			out = append(out, d.standing(d.roles(name, noun), name)...)
			out = append(out, d.nationality(name, noun)...)
		}
	}
	return out
}

// isName reports whether a phrase is headed by a name.
func (d *page) isName(i int) bool {
	return d.mention[i] >= 0 && d.a.Mentions[d.mention[i]].Kind == nlp.Name && d.entityOf(i) >= 0
}

// standing makes claims of roles that hold whatever the sentence around them
// says: a title is not part of what is denied or planned. Inside a quotation
// it is the speaker's.
func (d *page) standing(rs []role, at int) []draft {
	var out []draft
	for _, r := range rs {
		dr := d.roleClaim(r)
		if q := d.quoteAt(d.a.Tokens[at].Start); q != nil && q.speaker != nil && d.inQuote(d.a.Tokens[r.noun].Start) {
			dr.Attribution = []graph.Attribution{*q.speaker}
			dr.Modality = graph.Reported
		}
		d.quote(d.sentence[at], d.sentence[at], &dr.Claim)
		out = append(out, dr)
	}
	return out
}

// nominalised reads the ontology's noun cues: "Teldra's use of scanners", "use
// of scanners by Teldra", "talks between Ostra and Pell".
func (d *page) nominalised(i int) []draft {
	if d.entityOf(i) >= 0 && d.isName(i) {
		return nil
	}
	var found []match
	for _, rc := range d.o.CuesFor(schema.CueNoun, d.lemma(i)) {
		for _, s := range d.nounSlot(i, rc.Cue.Subject) {
			for _, o := range d.nounSlot(i, rc.Cue.Object) {
				m := match{relation: rc.Relation, cue: rc.Cue, subject: s, object: o, content: -1, weight: d.weigh(rc)}
				if s != o && d.sensible(m) && d.accepts(rc.Relation, s, o) {
					found = best(found, m)
				}
			}
		}
	}
	var out []draft
	for _, m := range found {
		dr := draft{at: i, clause: -1, rule: "noun", subjHead: m.subject, objHead: m.object}
		g := &dr.Claim
		g.Relation = m.relation.Name
		g.Subject, g.Object = d.argument(m.subject, ""), d.argument(m.object, "")
		g.Predicate, g.Lemma = d.word(i), d.lemma(i)
		g.PredicateAt = graph.Span{Start: d.a.Tokens[i].Start, End: d.a.Tokens[i].End}
		if !d.nounContext(i, g) {
			continue
		}
		d.quote(d.sentence[i], d.sentence[i], g)
		out = append(out, dr)
	}
	return out
}

// nounSlot returns the phrases that fill a slot of a nominalisation. "S's" also
// stands as "by S", and as a name in front of the noun.
func (d *page) nounSlot(i int, s schema.Slot) []int {
	var out []int
	for _, k := range d.kids[i] {
		prep, _ := d.preposition(k)
		switch {
		case s.Role == schema.SlotPossessor && d.rel(k) == "nmod:poss",
			s.Role == schema.SlotPossessor && d.rel(k) == "nmod" && prep == "by",
			s.Role == schema.SlotPossessor && d.rel(k) == "compound" && k == i-1 && d.isName(k) && d.kindFamily(k) == "org",
			s.Role == schema.SlotPrep && (d.base(k) == "nmod" || d.base(k) == "obl") && prepFits(prep, s.Prep) && d.rel(k) != "nmod:poss":
			out = append(out, d.members(k)...)
		}
	}
	if s.Role == schema.SlotPrep && s.Prep == "and" {
		for _, k := range d.all(i, "nmod") {
			if prep, _ := d.preposition(k); prep == "between" {
				out = append(out, d.members(k)[1:]...)
			}
		}
	}
	return out
}

// nounContext sets polarity, modality and attribution of what a noun says by
// what governs the noun: "denied the use", "plans for a merger", "no sale".
// It returns false where nothing can be told.
func (d *page) nounContext(i int, g *graph.Claim) bool {
	ctx := context{denied: d.negatedNoun(i)}
	for _, k := range d.all(i, "amod", "compound") {
		l := d.lemma(k)
		switch {
		case l == "alleged" || l == "suspected" || l == "reported" || l == "supposed" || l == "purported" || l == "apparent":
			ctx.weaken(graph.Alleged)
		case l == "planned" || l == "proposed" || l == "future" || l == "intended" || l == "upcoming":
			ctx.weaken(graph.Planned)
		case l == "possible" || l == "potential" || l == "likely" || l == "hypothetical":
			ctx.weaken(graph.Possible)
		}
	}
	for h, n := d.head(i), 0; h >= 0 && n < 30; h, n = d.head(h), n+1 {
		if c := d.clauseAt[h]; c >= 0 {
			return d.nounInClause(i, c, &ctx, g)
		}
		switch l := d.lemma(h); {
		case isWay(l, wayDenied), l == "end", l == "halt", l == "ban", l == "lack":
			ctx.denied = !ctx.denied
		case isWay(l, wayAlleged):
			ctx.weaken(graph.Alleged)
		case isWay(l, wayPossible, wayPlanned, wayRequested, wayExpected) && l != "way" && l != "time" && l != "right" && l != "power" && l != "means" && l != "reason":
			ctx.weaken(graph.Possible)
		}
	}
	d.setContext(&ctx, g)
	return true
}

// nounInClause adds what the clause around a noun says of it.
func (d *page) nounInClause(i, c int, ctx *context, g *graph.Claim) bool {
	cl := &d.clauses[c]
	cc := d.contextOf(c)
	if cc.void {
		return false
	}
	ctx.speakers = cc.speakers
	if len(cc.speakers) > 0 {
		ctx.weaken(graph.Reported)
	}
	v := d.lemma(cl.head)
	if contains(cl.objects, i) || contains(cl.surface, i) {
		switch {
		case (v == "drop" || v == "withdraw" || v == "abandon") && d.definite(i):
			return false // "dropped its case against Lind": brought it was
		case isWay(v, wayDenied, wayUndone) || v == "lack" || v == "oppose":
			ctx.denied = !ctx.denied
			if cc.modality == graph.Planned || cc.modality == graph.Possible {
				ctx.weaken(cc.modality)
			}
		case isWay(v, wayPlanned, wayRequested, wayOrdered, wayExpected, wayPossible):
			ctx.weaken(graph.Planned)
		default:
			ctx.denied = ctx.denied || cc.denied && !d.definite(i)
			if !d.definite(i) {
				ctx.weaken(cc.modality)
			}
		}
	}
	for _, o := range cl.obliques {
		if o.head == i && (o.prep == "without" || o.prep == "instead of") {
			ctx.denied = true
		}
		if o.head == i && o.prep == "for" && isWay(v, wayRequested, wayPlanned) {
			ctx.weaken(graph.Requested)
		}
	}
	d.setContext(ctx, g)
	g.Time = d.timeOf(c)
	return true
}

// definite reports whether a noun is presented as existing: "the use", "its use".
func (d *page) definite(i int) bool {
	if d.kid(i, "nmod:poss") >= 0 {
		return true
	}
	k := d.kid(i, "det")
	return k >= 0 && (d.lower[k] == "the" || d.lower[k] == "this" || d.lower[k] == "these")
}

func (d *page) setContext(ctx *context, g *graph.Claim) {
	g.Modality = ctx.modality
	if ctx.denied {
		g.Polarity = graph.Denied
	}
	g.Attribution = append([]graph.Attribution(nil), ctx.speakers...)
}
