package claim

import (
	"strings"

	"dossier/graph"
	"dossier/schema"
)

// linking verbs say of their subject what it is or becomes.
var linking = words(`become remain serve stay act name appoint elect nominate designate call consider dub make hire promote install
	choose select reelect re-elect swear describe regard know`)

// becomes reports whether a verb links its subject (or object) to a nominal:
// "became chairman", "was appointed director", "served as minister".
func (d *page) becomes(cl *clause) bool {
	if judges[d.lemma(cl.head)] && len(cl.subjects) > 0 && d.lemma(cl.head) != "make" {
		return false // "called the ruling a gift": that is the speaker's view
	}
	return linking[d.lemma(cl.head)] && d.linked(cl) >= 0
}

// linked returns the nominal that a linking verb gives, -1 for none.
func (d *page) linked(cl *clause) int {
	if cl.infinite >= 0 && d.clauseAt[cl.infinite] < 0 && d.nominal(cl.infinite) {
		return cl.infinite
	}
	v := d.lemma(cl.head)
	for _, o := range cl.obliques {
		if o.prep == "as" && d.upos(o.head) == "NOUN" && (v != "know" && v != "describe") {
			return o.head
		}
	}
	if v == "become" && len(cl.objects) > 0 {
		return cl.objects[0]
	}
	return -1
}

// copular returns the claims of "X is Y" and its like: a role of X when Y is
// one, a type's cue when one fits, else an open claim with the words of Y.
func (d *page) copular(c int) []draft {
	cl := &d.clauses[c]
	what, subjects := cl.head, cl.subjects
	if cl.cop < 0 {
		what = d.linked(cl)
		if v := d.lemma(cl.head); v != "become" && v != "remain" && v != "serve" && v != "stay" && v != "act" {
			subjects = cl.objects // "named Roy director", "Roy was named director"
		}
	}
	if cl.cop < 0 && d.upos(what) == "PROPN" && d.entityOf(what) >= 0 {
		return nil
	}
	var out []draft
	for _, s := range subjects {
		if s == what || d.vague(s) {
			continue
		}
		for _, role := range d.members(what) {
			out = append(out, d.attributes(c, s, role)...)
		}
	}
	return out
}

// attributes returns the claims of one subject and one thing said of it.
func (d *page) attributes(c, s, what int) []draft {
	cl := &d.clauses[c]
	out := d.nationality(s, what)
	for i := range out {
		d.circumstances(c, &out[i].Claim)
	}
	if d.upos(what) == "NOUN" || d.upos(what) == "PROPN" {
		if prep, _ := d.preposition(what); prep == "" || prep == "as" {
			for _, r := range d.roles(s, what) {
				dr := d.roleClaim(r)
				d.circumstances(c, &dr.Claim)
				if r.past != "" && dr.Time == nil {
					dr.Time = &graph.Time{Text: r.past}
				}
				dr.clause = c
				d.evidence(c, &dr.Claim)
				out = append(out, dr)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	prep, _ := d.preposition(what)
	m := match{subject: s, object: what, content: -1, prep: prep}
	if n := what + 1; n < len(d.tok) && d.lower[n] == "to" && d.sentence[n] == d.sentence[what] && d.upos(what) == "ADJ" && len(ways[d.lemma(what)]) > 0 {
		return nil // "is likely to": the infinitive's claim says it
	}
	if d.upos(what) == "VERB" || d.xpos(what) == "WRB" || d.vague(what) || d.upos(what) == "ADJ" && cl.infinite >= 0 && len(ways[d.lemma(what)]) > 0 {
		return nil
	}
	dr := d.typed(c, m)
	dr.rule = "copula"
	verb := cl.head
	if cl.cop >= 0 {
		verb = cl.cop
	}
	dr.Predicate, dr.Lemma = d.word(verb), d.lemma(verb)
	dr.PredicateAt = graph.Span{Start: d.a.Tokens[verb].Start, End: d.a.Tokens[verb].End}
	if prep != "" {
		dr.Predicate, dr.Lemma = dr.Predicate+" "+prep, dr.Lemma+" "+prep
		for _, rc := range d.o.CuesFor(schema.CueVerb, "be") {
			if rc.Cue.Object.Prep == prep && d.accepts(rc.Relation, s, what) {
				dr.Relation = rc.Relation.Name
				break
			}
		}
	}
	if d.upos(what) == "ADJ" {
		dr.Object = d.wordsOf(d.adjective(what), "")
		if evaluative(d.lemma(what)) {
			weaken(&dr.Claim, graph.Opinion)
		}
	}
	return append(out, dr)
}

// adjective is a predicative adjective with its modifiers and complement.
func (d *page) adjective(h int) phrase {
	p := d.spread(h, adjectiveCut, false)
	for p.first < h && d.negates(p.first) {
		p.first++
	}
	return p
}

var adjectiveCut = words(`nsubj nsubj:pass cop aux mark conj cc punct parataxis discourse csubj expl obl:unmarked vocative nsubj:outer advcl:relcl dep`)

func weaken(g *graph.Claim, m graph.Modality) {
	if strength[m] > strength[g.Modality] {
		g.Modality = m
	}
}

// evaluative tells adjectives that judge from those that describe, by a list
// of the commonest and the suffixes that make them.
func evaluative(l string) bool {
	if judging[l] {
		return true
	}
	for _, suffix := range []string{"able", "ible", "less", "ful", "ous"} {
		if strings.HasSuffix(l, suffix) && len(l) > 6 && !describing[l] {
			return true
		}
	}
	return false
}

var judging = words(`good bad great terrible wrong right best worst better worse important crucial critical vital fair unfair false true
	significant dangerous safe unsafe clear obvious serious absurd stupid smart weak strong sad happy nice cruel huge tragic
	insane crazy ridiculous excellent poor perfect big spot immoral illegal legal corrupt evil brave impressive disturbing
	alarming troubling shocking surprising concerning worrying disappointing encouraging promising outrageous`)
var describing = words(`available responsible eligible renewable portable religious indigenous previous various numerous anonymous
	wireless homeless autonomous simultaneous unanimous successful continuous`)
