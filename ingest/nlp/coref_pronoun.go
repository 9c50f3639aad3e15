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

// reporter returns the name whose own words the pronoun stands in: in
// "Ostra said it would pay its fees", it and its are Ostra's. Only for it, its
// and an organisation's they, which the training texts hardly have; -1 if none.
func (r *resolver) reporter(i int, form pronounForm) int {
	if r.a.answer != nil || form.kind != "it" && form.kind != "they" || form.form == "acc" || form.form == "refl" {
		return -1
	}
	c := &r.cands[i]
	if tok := &r.an.Tokens[c.head]; form.kind == "it" && tok.Deprel == "nsubj" && tok.Head >= 0 && sayVerbs[r.an.Tokens[tok.Head].Lemma] && c.quote == 0 {
		if k := r.topicOrganisation(i); k >= 0 {
			return k
		}
	}
	if form.form == "nom" && (!isSubject(c.role) || r.an.Tokens[c.head].Deprel == "expl") {
		return -1
	}
	clause := r.clauseOf(c.head)
	for range 3 {
		tok := &r.an.Tokens[clause]
		verb := tok.Head
		if verb < 0 || tok.Deprel != "ccomp" && tok.Deprel != "xcomp" && tok.Deprel != "conj" {
			return -1
		}
		if tok.Deprel == "ccomp" && sayVerbs[r.an.Tokens[verb].Lemma] {
			return r.sayer(i, verb, form)
		}
		clause = r.clauseOf(verb)
	}
	return -1
}

// subjectBefore returns the pronoun that opens the sentence before as its
// subject, for one of the same kind that opens this one: "She asked Lind to
// wait. She said …"; -1 if there is none.
func (r *resolver) subjectBefore(i int, form pronounForm) int {
	c := &r.cands[i]
	if r.a.answer != nil || form.form != "nom" || form.kind != "he" && form.kind != "she" || c.quote > 0 || c.sentence == 0 || !r.opens(c) {
		return -1
	}
	s := c.sentence - 1
	for s > 0 && r.heading(s) {
		s--
	}
	for k := r.from[s]; k < r.from[s+1]; k++ {
		if o := &r.cands[k]; o.kind == Pronoun && o.chain >= 0 && pronouns[o.noun].kind == form.kind && o.quote == 0 && r.opens(o) && r.possible(i, k, form) {
			return k
		}
	}
	return -1
}

// heading reports whether a sentence is a line between paragraphs: short, and
// without a mark at its end.
func (r *resolver) heading(s int) bool {
	sent := r.an.Sentences[s]
	return sent.Last-sent.First < 8 && r.an.Tokens[sent.Last-1].UPOS != "PUNCT"
}

// opens reports whether a candidate is the first word of its sentence and its subject.
func (r *resolver) opens(c *candidate) bool {
	tok := &r.an.Tokens[c.head]
	return c.head == r.an.Sentences[c.sentence].First && isSubject(tok.Deprel) && tok.Head >= 0 && r.an.Tokens[tok.Head].Head < 0
}

// subjectAbove returns the named subject of the clause that the pronoun's
// adverbial clause belongs to: of "Ostra closed the port as it faced losses"
// Ostra; -1 if none fits. Only for it, whose referents the training texts
// hardly have, and an organisation's they.
func (r *resolver) subjectAbove(i int, form pronounForm) int {
	c := &r.cands[i]
	if r.a.answer != nil || form.kind != "it" && form.kind != "they" || form.form != "nom" || !isSubject(c.role) || r.an.Tokens[c.head].Deprel == "expl" || c.quote > 0 {
		return -1
	}
	clause := r.clauseOf(c.head)
	for range 3 {
		tok := &r.an.Tokens[clause]
		if tok.Head < 0 || tok.Deprel != "advcl" && tok.Deprel != "ccomp" {
			return -1
		}
		up := r.clauseOf(tok.Head)
		for k := i - 1; k >= 0 && r.cands[k].sentence == c.sentence; k-- {
			o := &r.cands[k]
			if r.an.Tokens[o.head].Head != up || !isSubject(o.role) {
				continue
			}
			org := o.class == classOrg || o.chain >= 0 && r.chains[o.chain].class == classOrg
			if (o.kind == Name || o.chain >= 0 && r.chains[o.chain].named) && org && r.possible(i, k, form) {
				return k
			}
			return -1
		}
		clause = up
	}
	return -1
}

// topicOrganisation returns the one organisation that was the subject of a
// main clause in this sentence or the two before; -1 for none or several in
// the nearest sentence that has any.
func (r *resolver) topicOrganisation(i int) int {
	c := &r.cands[i]
	found := -1
	for k := i - 1; k >= 0 && r.cands[k].sentence >= c.sentence-2; k-- {
		o := &r.cands[k]
		if found >= 0 && o.sentence < r.cands[found].sentence {
			break
		}
		if !isSubject(o.role) || o.chain < 0 || r.chains[o.chain].class != classOrg || r.an.Tokens[r.clauseOf(o.head)].Head >= 0 {
			continue
		}
		if found >= 0 && r.cands[found].chain != o.chain {
			return -1
		}
		found = k
	}
	return found
}

// sayer returns the named organisation, or the pronoun of the same kind, that
// is the subject of a verb of saying; -1 if none, or if another singular name
// stands between that and the pronoun.
func (r *resolver) sayer(i, verb int, form pronounForm) int {
	for k := i - 1; k >= 0 && r.cands[k].sentence == r.cands[i].sentence; k-- {
		o := &r.cands[k]
		if r.an.Tokens[o.head].Head != verb || !isSubject(o.role) {
			if rel := r.an.Tokens[o.head].Deprel; r.an.Tokens[o.head].Head == verb && (rel == "obj" || rel == "iobj") {
				continue // who is told
			}
			if o.kind == Name && (o.class == classOrg || form.kind == "they") {
				return -1
			}
			continue
		}
		if o.kind == Name && (o.class == classOrg || o.class == classPlace) {
			return k
		}
		if o.chain >= 0 && r.chains[o.chain].class == classOrg || o.kind == Pronoun && pronouns[o.noun].kind == form.kind {
			return k
		}
		return -1
	}
	return -1
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
	return plural >= 0 || class == classOrg || class == classPerson || class == classUnknown || class == classPlace
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

// BestPronounChoice is the embedded model's answer to a question, the last
// choice where there is no model.
func (a *Analyzer) BestPronounChoice(q *PronounQuestion) int {
	m := corefModel()
	if m == nil {
		return len(q.Choices) - 1
	}
	best, top := 0, 0
	for k, c := range q.Choices {
		if s := m.score(c.Features); k == 0 || s > top {
			best, top = k, s
		}
	}
	return best
}
