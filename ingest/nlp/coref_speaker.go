package nlp

// speaksOn returns who spoke or acted last, for he or she as the subject of a
// verb of saying outside quotation marks: in «Roy called on Lind to resign.
// "Nobody is above the law," she said» she is Roy. It is the person who is the
// subject of the last main clause before; -1 where that is nobody who fits.
func (r *resolver) speaksOn(i int, form pronounForm) int {
	c := &r.cands[i]
	tok := &r.an.Tokens[c.head]
	if r.a.answer != nil || form.kind != "he" && form.kind != "she" || form.form != "nom" || c.quote > 0 || c.sentence == 0 ||
		!isSubject(tok.Deprel) || tok.Head < 0 || !sayVerbs[r.an.Tokens[tok.Head].Lemma] || !r.quotesBeside(c, tok.Head) {
		return -1
	}
	for k := i - 1; k >= r.from[c.sentence]; k-- {
		if o := &r.cands[k]; o.quote == 0 && o.class == classPerson && r.an.Tokens[o.head].Head != tok.Head {
			return -1 // somebody is named in front of the quotation
		}
	}
	s := c.sentence - 1
	for s > 0 && (r.heading(s) || r.quotedWhole(s)) && s > c.sentence-4 {
		s--
	}
	for k := r.from[s]; k < r.from[s+1]; k++ {
		o := &r.cands[k]
		if o.quote > 0 || !isSubject(o.role) || !r.main(o.head) {
			continue
		}
		person := o.class == classPerson || o.chain >= 0 && r.chains[o.chain].class == classPerson
		if !person || o.plural == 1 || o.kind == Pronoun && o.chain < 0 || !r.possible(i, k, form) {
			return -1
		}
		return k
	}
	return -1
}

// quotesBeside reports whether a verb of saying stands by a quotation, or is
// what its sentence opens with.
func (r *resolver) quotesBeside(c *candidate, verb int) bool {
	s := r.an.Sentences[c.sentence]
	for t := s.First; t < s.Last; t++ {
		if quoteAt(r.quotes, r.an.Tokens[t].Start) > 0 {
			return true
		}
	}
	return r.opens(c) && r.main(c.head) // "He warned that …", or in front of a colon
}

// quotedWhole reports whether a sentence is all quotation.
func (r *resolver) quotedWhole(s int) bool {
	sent := r.an.Sentences[s]
	for t := sent.First; t < sent.Last; t++ {
		if r.an.Tokens[t].UPOS != "PUNCT" && quoteAt(r.quotes, r.an.Tokens[t].Start) == 0 {
			return false
		}
	}
	return true
}

// main reports whether a subject's verb is that of its sentence, or what the
// sentence says that somebody said.
func (r *resolver) main(t int) bool {
	for n := 0; n < 8 && r.an.Tokens[t].Deprel == "conj" && r.an.Tokens[t].Head >= 0; n++ {
		t = r.an.Tokens[t].Head
	}
	verb := r.an.Tokens[t].Head
	return verb >= 0 && r.an.Tokens[verb].Head < 0
}

// spokenOf returns whom quoted words are said to be of, for he or she in them:
// of «"He lied to us," Roy said of Lind» Lind; -1 if none fits.
func (r *resolver) spokenOf(i int, form pronounForm) int {
	c := &r.cands[i]
	if r.a.answer != nil || c.quote == 0 || form.kind != "he" && form.kind != "she" || r.quotes[c.quote-1].speaker < 0 {
		return -1
	}
	q := &r.quotes[c.quote-1]
	for k := r.from[r.an.sentenceOf(q.verb)]; k < len(r.cands) && r.cands[k].first <= q.verb+6; k++ {
		o := &r.cands[k]
		if o.first <= q.verb || r.an.word(o.first-1) != "of" && !(o.first > q.verb+2 && r.an.word(o.first-2) == "of") {
			continue
		}
		if o.class == classPerson && o.kind != Pronoun && r.possible(i, k, form) {
			return k
		}
	}
	return -1
}
