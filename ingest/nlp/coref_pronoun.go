package nlp

import (
	"math"
	"slices"
	"time"
)

// A rankedCandidate is one thing a pronoun may stand for.
type rankedCandidate struct {
	cand     int // nearest candidate of the chain, -1 for nothing in the text
	features []uint32
}

// A PronounQuestion is one pronoun with all it may stand for, as
// ingest/train sees it. The last choice stands for nothing in the text.
type PronounQuestion struct {
	Token   int // of the pronoun
	Choices []PronounChoice
}

// A PronounChoice is a chain a pronoun may join.
type PronounChoice struct {
	Mentions [][2]int // token ranges of the chain so far
	Features []uint32
}

// PronounQuestions runs every layer over an analysis that has its text,
// sentences and tokens, with answer in the place of the pronoun model: it
// returns the index of a choice.
func (a *Analyzer) PronounQuestions(an *Analysis, answer func(*PronounQuestion) int) {
	b := &Analyzer{ontology: a.ontology, answer: answer}
	b.AnalyzeTokens(an, time.Time{})
}

// pronounWindow is how many sentences back a pronoun may reach.
const pronounWindow = 4

// maxChoices bounds the chains one pronoun is compared with; the nearest win.
const maxChoices = 40

// linkPronoun links one pronoun.
func (r *resolver) linkPronoun(i int) {
	c := &r.cands[i]
	form := r.formOf(c)
	if k := r.reporter(i, form); k >= 0 {
		r.join(i, r.chainOf(k), "reported speech", 0.85)
		return
	}
	if k := r.subjectAbove(i, form); k >= 0 {
		r.join(i, r.chainOf(k), "same subject", 0.8)
		return
	}
	if k := r.subjectBefore(i, form); k >= 0 {
		r.join(i, r.chainOf(k), "same subject", 0.8)
		return
	}
	if k := r.spokenOf(i, form); k >= 0 {
		r.join(i, r.chainOf(k), "spoken of", 0.8)
		return
	}
	if k := r.speaksOn(i, form); k >= 0 {
		r.join(i, r.chainOf(k), "speaker", 0.8)
		return
	}
	if k := r.described(i, form); k >= 0 {
		r.join(i, r.chainOf(k), "relative clause", 0.8)
		return
	}
	choices := r.choices(i, form)
	best, score := r.rank(i, choices)
	if best < 0 || choices[best].cand < 0 {
		return
	}
	r.join(i, r.chainOf(choices[best].cand), "pronoun", score)
}

// linkFirstPersons links I, me, we and us in quotations to their speakers.
func (r *resolver) linkFirstPersons() {
	for i := range r.cands {
		c := &r.cands[i]
		if c.kind != Pronoun || pronouns[c.noun].person != 1 || c.quote == 0 {
			continue
		}
		who := r.quotes[c.quote-1].speaker
		if who < 0 || r.cands[who].chain < 0 && r.cands[who].kind == Pronoun {
			continue
		}
		k := r.chainOf(who)
		switch class := r.chains[k].class; {
		case pronouns[c.noun].kind == "we":
			if class == classOrg || class == classPlace || r.cands[who].plural == 1 {
				r.join(i, k, "speaker", 0.6) // a person's "we" are more than the one
			}
		case class != classOrg && class != classPlace:
			r.join(i, k, "speaker", 0.85)
		}
	}
}

// formOf reads a pronoun's form; "her" is told apart by its tag.
func (r *resolver) formOf(c *candidate) pronounForm {
	form := pronouns[c.noun]
	if tok := &r.an.Tokens[c.head]; tok.XPOS == "PRP$" || tok.Deprel == "nmod:poss" {
		form.form = "poss"
	}
	return form
}

// choices gathers the chains and lone candidates that a pronoun can agree
// with, nearest first, and the choice of none.
func (r *resolver) choices(i int, form pronounForm) []rankedCandidate {
	c := &r.cands[i]
	r.scores = r.scores[:0]
	var chains []int
	consider := func(k int) {
		o := &r.cands[k]
		if len(r.scores) >= maxChoices || !r.possible(i, k, form) || r.inDateline(o) {
			return
		}
		if o.chain >= 0 {
			if slices.Contains(chains, o.chain) {
				return
			}
			chains = append(chains, o.chain)
		}
		r.scores = append(r.scores, rankedCandidate{cand: k})
	}
	low := r.from[max(0, c.sentence-pronounWindow)]
	for k := i - 1; k >= low; k-- {
		consider(k)
	}
	for k := i + 1; k < len(r.cands) && r.cands[k].sentence == c.sentence && k < i+8; k++ {
		if r.cands[k].kind == Name {
			consider(k)
		}
	}
	r.scores = append(r.scores, rankedCandidate{cand: -1})
	r.describeChoices(i, form)
	return r.scores
}

// inDateline reports whether a name is the agency in brackets that opens a
// story: "(Northwire) - ", of which no sentence speaks.
func (r *resolver) inDateline(o *candidate) bool {
	toks := r.an.Tokens
	if o.kind != Name || o.first == 0 || o.last+1 >= len(toks) || r.an.word(o.first-1) != "(" || r.an.word(o.last) != ")" {
		return false
	}
	switch r.an.word(o.last + 1) {
	case "-", "–", "—", "--":
		return true
	}
	return false
}

// possible reports whether pronoun i can stand for candidate k at all.
func (r *resolver) possible(i, k int, form pronounForm) bool {
	c, o := &r.cands[i], &r.cands[k]
	if o.first <= c.head && c.head < o.last || o.kind == Nominal && r.above(o.head, c.head) && o.head > c.head && r.an.Tokens[c.head].Head == o.head {
		return false // "his wife" is not his
	}
	if form.form == "acc" && r.sameVerb(c, o) {
		return false // "Roy named her": not Roy
	}
	if o.chain >= 0 && form.form != "poss" && form.form != "refl" && r.argumentBeside(i, o.chain) {
		return false // "he asked Roy": not Roy
	}
	if form.form == "acc" && r.actsOn(i, k) || form.kind != "he" && form.kind != "she" && r.beside(i, k) {
		return false // "sentencing him, Judge Roy said": not Roy
	}
	if r.speaks(c, o) {
		return false // who is quoted speaks of himself as I
	}
	class, gender := o.class, o.gender
	plural := o.plural
	if o.chain >= 0 {
		ch := &r.chains[o.chain]
		if ch.class != classUnknown {
			class = ch.class
		}
		if ch.gender != "" {
			gender = ch.gender
		}
	}
	if o.kind == Nominal && (form.kind == "he" || form.kind == "she") && r.subjectOfPredicate(o) >= 0 {
		return false // "Roy is a director. She": Roy herself
	}
	if class == classThing && r.asksWill(c) || class != classPerson && class != classUnknown && r.asksLife(c) {
		return false
	}
	if form.kind == "they" && class == classPerson && plural < 0 && o.chain >= 0 && r.chains[o.chain].named && gender != "" {
		return false
	}
	if o.kind == Pronoun {
		other := pronouns[o.noun]
		if other.person != 3 || other.kind != form.kind {
			return false
		}
	}
	if o.chain >= 0 && class != classOrg && r.mixes(o.chain, form) {
		return false // it and they are not one thing, unless an organisation
	}
	switch form.kind {
	case "he", "she":
		return (class == classPerson || class == classUnknown) && plural <= 0 && (gender == "" || gender == form.gender)
	case "it":
		return class != classPerson && plural <= 0 && gender != "male" && gender != "female"
	}
	return plural >= 0 || class == classOrg || class == classPerson || class == classUnknown && !(o.kind == Nominal && o.det == "poss") || class == classPlace
}

// speaks reports whether a candidate is the one person whose quoted words a
// pronoun of the third person stands in.
func (r *resolver) speaks(c, o *candidate) bool {
	if c.quote == 0 {
		return false
	}
	who := r.quotes[c.quote-1].speaker
	if who < 0 || r.cands[who].class != classPerson {
		return false
	}
	w := &r.cands[who]
	return w == o || w.chain >= 0 && w.chain == o.chain
}

// argumentBeside reports whether a name of a chain is an argument of the verb
// that pronoun i is an argument of: two arguments of one verb are two things
// unless a reflexive says otherwise (Principle B of binding theory).
func (r *resolver) argumentBeside(i, chain int) bool {
	c := &r.cands[i]
	for k := r.from[c.sentence]; k < len(r.cands) && r.cands[k].sentence == c.sentence; k++ {
		if o := &r.cands[k]; k != i && o.chain == chain && o.kind == Name && r.sameVerb(c, o) {
			return true
		}
	}
	return false
}

// mixes reports that a chain has a third-person pronoun of another kind.
func (r *resolver) mixes(k int, form pronounForm) bool { return r.chains[k].kinds&^form.bit != 0 }

// sameVerb reports that two mentions are arguments of one verb, or that one
// stands in a prepositional phrase of the other's verb.
func (r *resolver) sameVerb(c, o *candidate) bool {
	a, b := &r.an.Tokens[c.head], &r.an.Tokens[o.head]
	if a.Head < 0 || a.Head != b.Head || c.sentence != o.sentence {
		return false
	}
	direct := func(rel string) bool {
		return isSubject(rel) || rel == "obj" || rel == "iobj"
	}
	return direct(a.Deprel) && direct(b.Deprel)
}

// rank returns the best choice and its probability among all.
func (r *resolver) rank(i int, choices []rankedCandidate) (int, float64) {
	if r.a.answer != nil {
		return r.a.answer(r.question(i, choices)), 1
	}
	m := corefModel()
	if m == nil {
		return -1, 0
	}
	best, top := -1, 0
	sum := 0.0
	for k := range choices {
		s := m.score(choices[k].features)
		if best < 0 || s > top {
			best, top = k, s
		}
	}
	for k := range choices {
		sum += math.Exp(float64(m.score(choices[k].features)-top) * m.scale)
	}
	return best, math.Round(100/sum) / 100
}

func (r *resolver) question(i int, choices []rankedCandidate) *PronounQuestion {
	q := &PronounQuestion{Token: r.cands[i].head}
	for _, c := range choices {
		choice := PronounChoice{Features: slices.Clone(c.features)}
		if c.cand >= 0 {
			members := []int{c.cand}
			if k := r.cands[c.cand].chain; k >= 0 {
				members = r.chains[k].members
			}
			for _, m := range members {
				choice.Mentions = append(choice.Mentions, [2]int{r.cands[m].first, r.cands[m].last})
			}
		}
		q.Choices = append(q.Choices, choice)
	}
	return q
}
