package claim

// parenthesis: "Ostra, Roy said, lied" – the clause that says is not itself
// under anything; another clause beside it is.
func (d *page) parenthesis(cl, up *clause, p context, ctx *context) {
	outside := isWay(d.lemma(cl.head), waySaid) && !d.inQuote(d.a.Tokens[cl.head].Start) && d.inQuote(d.a.Tokens[up.head].Start)
	if outside || d.isComment(cl) { // "“We lost,” Roy told reporters"
		*ctx = context{done: true, void: p.void}
	}
}

// isComment reports whether a clause says who says the clause it hangs on:
// "Roy said" after or inside a statement, "as the Ledger reported".
func (d *page) isComment(cl *clause) bool {
	if len(cl.subjects) == 0 || cl.passive || cl.content >= 0 || len(cl.objects) > 0 || cl.parent < 0 || contains(cl.subjects, d.clauses[cl.parent].head) {
		return false
	}
	v := d.lemma(cl.head)
	if v == "find" && (d.bareParticiple(cl.head) || !d.animate(cl.subjects[0]) && !channels[d.lemma(cl.subjects[0])]) {
		return false // "a germ found in fleas"
	}
	switch cl.link {
	case "parataxis":
		return isWay(v, waySaid, wayOpinion) && d.comments(cl) && !d.semicolon(cl)
	case "advcl":
		return cl.mark == "as" && isWay(v, waySaid)
	}
	return false
}

// semicolon reports whether a clause begins behind a semicolon and so is one of its own.
func (d *page) semicolon(cl *clause) bool {
	p := d.whole(cl.head)
	return p.first > 0 && d.lower[p.first-1] == ";"
}

// comments reports whether a parenthetical clause is short, as "Roy said" is:
// it has no complement of its own and a subject next to its verb.
func (d *page) comments(s *clause) bool {
	w := d.whole(s.head)
	return w.last-w.first < 30
}
