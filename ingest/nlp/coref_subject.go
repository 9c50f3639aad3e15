package nlp

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
	for k := i - 1; k >= r.from[c.sentence]; k-- { // "Roy and Lind left before they …"
		if o := &r.cands[k]; form.kind == "they" && (o.class == classPerson && r.an.Tokens[o.head].Deprel == "conj" || o.plural == 1 && isSubject(o.role)) {
			return -1
		}
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
	for k := i - 1; k >= r.from[c.sentence]; k-- { // "A group posted what it said were files"
		if o := &r.cands[k]; o.kind == Nominal && o.chain < 0 && o.plural == -1 && o.class != classPerson && o.class != classThing && isSubject(o.role) && r.main(o.head) {
			return k
		}
	}
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
