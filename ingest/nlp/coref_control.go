package nlp

import "strings"

// understood returns the token that stands for the subject of a verb which has
// none of its own: of "sentencing him, Judge Roy said" Roy, of "asked Lind to
// call him" Lind; -1 where there is none.
func (r *resolver) understood(verb int) int {
	tok := &r.an.Tokens[verb]
	if tok.Head < 0 || r.argument(verb, "nsubj") >= 0 {
		return -1
	}
	switch base, _, _ := strings.Cut(tok.Deprel, ":"); base {
	case "acl":
		if tok.Deprel == "acl" {
			return tok.Head
		}
	case "xcomp":
		if o := r.argument(tok.Head, "obj"); o >= 0 {
			return o
		}
		return r.argument(tok.Head, "nsubj")
	case "advcl", "conj":
		return r.argument(tok.Head, "nsubj")
	}
	return -1
}

// argument returns the dependent of a verb in a relation, whatever its
// subtype, -1 where it has none.
func (r *resolver) argument(verb int, rel string) int {
	s := sentenceRange(r.an, verb)
	for t := max(s.first, verb-40); t < min(s.last, verb+40); t++ {
		if tok := &r.an.Tokens[t]; tok.Head == verb && (tok.Deprel == rel || strings.HasPrefix(tok.Deprel, rel+":")) {
			return t
		}
	}
	return -1
}

// at returns the candidate that a token heads or, for a name, lies in; -1 for
// none.
func (r *resolver) at(t int) int {
	if t < 0 {
		return -1
	}
	if k, ok := r.byHead[t]; ok {
		return k
	}
	for k := r.from[r.an.sentenceOf(t)]; k < len(r.cands) && r.cands[k].first <= t; k++ {
		if c := &r.cands[k]; c.kind == Name && c.last > t {
			return k
		}
	}
	return -1
}

// same reports whether two candidates are one, or of one chain.
func (r *resolver) same(a, b int) bool {
	return a == b || r.cands[a].chain >= 0 && r.cands[a].chain == r.cands[b].chain
}

// actsOn reports whether candidate k does what pronoun i suffers, though not
// as its verb's own subject.
func (r *resolver) actsOn(i, k int) bool {
	verb := r.an.Tokens[r.cands[i].head].Head
	if verb < 0 || r.an.Tokens[r.cands[i].head].Deprel != "obj" {
		return false
	}
	who := r.at(r.understood(verb))
	return who >= 0 && r.same(who, k)
}

// beside reports whether candidate k is the subject of the verb in whose
// prepositional phrase the pronoun i stands: in "Norvia pushed for it", it is
// not Norvia. Phrases of place and company may go back to the subject.
func (r *resolver) beside(i, k int) bool {
	c, o := &r.cands[i], &r.cands[k]
	p := &r.an.Tokens[c.head]
	if c.sentence != o.sentence || p.Deprel != "obl" || !isSubject(o.role) || placing[r.an.caseOf(c.head)] {
		return false
	}
	return r.an.Tokens[o.head].Head == p.Head || r.roleHead(o.head) == p.Head
}

// placing lists the prepositions behind which a plain pronoun may be the
// subject: "she had her dog with her".
var placing = set("with around behind before near beside about over above under between within on in upon among")

// roleHead returns the governor of the first conjunct of a token.
func (r *resolver) roleHead(t int) int {
	for n := 0; n < 8 && r.an.Tokens[t].Deprel == "conj" && r.an.Tokens[t].Head >= 0; n++ {
		t = r.an.Tokens[t].Head
	}
	return r.an.Tokens[t].Head
}

// described returns the name that a relative clause around pronoun i
// describes, where "who" is the clause's subject: of "Hue, who quit after his
// aide was held" Hue; -1 if there is none that fits.
func (r *resolver) described(i int, form pronounForm) int {
	c := &r.cands[i]
	if r.a.answer != nil || form.kind != "he" && form.kind != "she" || c.quote > 0 {
		return -1
	}
	clause := r.clauseOf(c.head)
	for range 3 {
		tok := &r.an.Tokens[clause]
		if tok.Deprel == "acl:relcl" {
			who := r.argument(clause, "nsubj")
			if who < 0 || !strings.EqualFold(r.an.word(who), "who") || form.form == "acc" && r.an.Tokens[c.head].Head == clause {
				return -1
			}
			if k := r.at(tok.Head); k >= 0 && k < i && r.cands[k].class == classPerson && r.possible(i, k, form) {
				return k
			}
			return -1
		}
		if tok.Head < 0 || tok.Deprel != "advcl" && tok.Deprel != "xcomp" && tok.Deprel != "conj" && tok.Deprel != "ccomp" {
			return -1
		}
		clause = r.clauseOf(tok.Head)
	}
	return -1
}

// asksWill reports a pronoun where only somebody can stand, no thing: who
// says or thinks, who is accused, told or arrested.
func (r *resolver) asksWill(c *candidate) bool {
	tok := &r.an.Tokens[c.head]
	if tok.Head < 0 || r.an.Tokens[tok.Head].UPOS != "VERB" {
		return false
	}
	switch verb := r.an.Tokens[tok.Head].Lemma; tok.Deprel {
	case "nsubj":
		return willing[verb]
	case "obj", "iobj", "nsubj:pass":
		return personal[verb]
	}
	return false
}

// asksLife reports a pronoun as the subject of what only people do.
func (r *resolver) asksLife(c *candidate) bool {
	tok := &r.an.Tokens[c.head]
	return isSubject(tok.Deprel) && tok.Head >= 0 && living[r.an.Tokens[tok.Head].Lemma]
}

var living = set("resign marry divorce retire graduate testify die sleep weep")

var willing = set(`say tell announce deny promise vow refuse decline hope want believe think insist argue accuse urge agree demand threaten plan
	apologise apologize resign appeal negotiate`)

var personal = set(`accuse arrest blame jail imprison convict acquit sue tell ask urge remind warn persuade convince order summon bribe thank
	marry divorce hire fire invite kidnap murder extradite deport sentence interview detain handcuff`)
