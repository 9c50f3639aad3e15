package nlp

import (
	"slices"
	"strings"
)

// collect gathers the candidates of a text: its names, its pronouns, and its
// descriptions, which are noun phrases around a common noun.
func (r *resolver) collect() {
	an := r.an
	covered := make([]bool, len(an.Tokens))
	for i := range an.Mentions {
		m := &an.Mentions[i]
		for t := m.First; t < m.Last; t++ {
			covered[t] = true
		}
	}
	timed := r.timed()
	next := 0
	for s, sent := range an.Sentences {
		r.from = append(r.from, len(r.cands))
		start := len(r.cands)
		for ; next < len(an.Mentions) && an.Mentions[next].First < sent.Last; next++ {
			m := &an.Mentions[next]
			r.cands = append(r.cands, r.nameCandidate(m, next, s))
		}
		for t := sent.First; t < sent.Last; t++ {
			tok := &an.Tokens[t]
			switch {
			case covered[t] || timed[t]:
			case tok.UPOS == "PRON" || tok.UPOS == "DET" && strings.HasPrefix(tok.XPOS, "PRP"):
				if c, ok := r.pronounCandidate(t, s); ok {
					r.cands = append(r.cands, c)
				}
			case tok.UPOS == "NOUN" && tok.Deprel != "compound" && tok.Deprel != "fixed" && tok.Deprel != "flat" && !abbreviatedTitle(an.word(t)):
				r.cands = append(r.cands, r.nominalCandidate(t, s, sent.First))
			}
		}
		slices.SortStableFunc(r.cands[start:], func(a, b candidate) int {
			if a.head != b.head {
				return a.head - b.head
			}
			return a.first - b.first
		})
	}
	for i := range r.cands {
		c := &r.cands[i]
		c.chain = -1
		c.role = r.roleOf(c.head)
		c.quote = quoteAt(r.quotes, an.Tokens[c.head].Start)
		r.byHead[c.head] = i
		if c.kind == Nominal {
			r.byNoun[c.noun] = append(r.byNoun[c.noun], i)
		}
	}
}

// abbreviatedTitle reports "Rep." and "Sen" as the parser leaves them over.
func abbreviatedTitle(w string) bool {
	return IsTitle(w) && (strings.HasSuffix(w, ".") || titleWords[plainWord(w)] != "" || titleGender[plainWord(w)] != "" && len(w) < 4)
}

// timed marks the tokens of time expressions.
func (r *resolver) timed() []bool {
	out := make([]bool, len(r.an.Tokens))
	t := 0
	for _, x := range r.an.Times {
		for t < len(r.an.Tokens) && r.an.Tokens[t].Start < x.Span.Start {
			t++
		}
		for ; t < len(r.an.Tokens) && r.an.Tokens[t].Start < x.Span.End; t++ {
			out[t] = true
		}
	}
	return out
}

func (r *resolver) nameCandidate(m *Mention, index, sentence int) candidate {
	c := candidate{first: m.First, last: m.Last, head: m.Head, sentence: sentence, kind: Name, index: index}
	if c.class = r.classOfName(m); c.class == classUnknown && m.Last-m.First > 1 && m.Label == "" && (FirstNameGender(r.an.word(m.First)) != "" || IsTitle(r.an.word(m.First))) {
		c.class = classPerson
	}
	if c.class != classPlace && m.First > 0 && personTitle(r.an, m.First-1) {
		c.class = classPerson // "Mr Vale", also where Vale is a firm
	}
	switch c.class {
	case classPerson:
		c.plural, c.gender = -1, r.genderOfName(m)
	case classOrg, classPlace:
		c.gender = "neutral"
	}
	return c
}

// personTitle reports a title of address right before the next token.
func personTitle(an *Analysis, t int) bool {
	w := plainWord(an.word(t))
	return (w == "mr" || w == "mrs" || w == "ms" || w == "miss" || w == "dr") && t+1 < len(an.Tokens) && an.Tokens[t].End < an.Tokens[t+1].Start
}

// retype lets an apposition say what a name is of which the recogniser only
// knows that it is one: "Orrin Vale, the chief executive". It reports whether
// it did.
func (r *resolver) retype(k int, c *candidate) bool {
	n := &r.cands[k]
	ch := &r.chains[n.chain]
	if n.index < 0 || r.an.Mentions[n.index].Label != "MISC" || n.class != classThing || len(ch.members) > 1 || c.class == classUnknown {
		return false
	}
	n.class, n.gender, n.plural = c.class, c.gender, c.plural
	ch.class, ch.gender = c.class, c.gender
	return true
}

// classOfName reads a name's class from its type, else from its label.
func (r *resolver) classOfName(m *Mention) refClass {
	if m.Type != "" && r.a.ontology != nil {
		switch r.a.ontology.Family(m.Type) {
		case "person":
			return classPerson
		case "org":
			return classOrg
		case "place":
			return classPlace
		case "thing":
			return classThing
		}
	}
	switch m.Label {
	case "PER":
		return classPerson
	case "ORG":
		return classOrg
	case "LOC":
		return classPlace
	}
	return classUnknown
}

func (r *resolver) genderOfName(m *Mention) string {
	for t := m.First; t < m.Last; t++ {
		if g := titleGender[strings.ToLower(strings.TrimSuffix(r.an.word(t), "."))]; g != "" {
			return g
		}
	}
	if t := m.First - 1; t >= 0 {
		if g := titleGender[strings.ToLower(strings.TrimSuffix(r.an.word(t), "."))]; g != "" && r.an.Tokens[t].End+1 == m.Start {
			return g
		}
	}
	for t := m.First; t < m.Last; t++ {
		w := r.an.word(t)
		if m.Last-m.First > 1 && IsTitle(w) && t+1 < m.Last {
			continue
		}
		if g := FirstNameGender(w); g != "" && (t+1 < m.Last || m.Last-m.First == 1) {
			return g
		}
		return ""
	}
	return ""
}

var titleGender = map[string]string{
	"mr": "male", "sir": "male", "lord": "male", "king": "male", "prince": "male", "congressman": "male", "councilman": "male", "father": "male", "duke": "male", "pope": "male", "baron": "male",
	"herr": "male", "monsieur": "male", "brother": "male", "emperor": "male", "uncle": "male", "señor": "male", "don": "male",
	"mrs": "female", "ms": "female", "miss": "female", "lady": "female", "dame": "female", "queen": "female", "princess": "female", "congresswoman": "female", "councilwoman": "female",
	"duchess": "female", "baroness": "female", "countess": "female", "sister": "female", "frau": "female", "madame": "female", "empress": "female", "aunt": "female", "señora": "female",
}

// pronounCandidate reads a personal or possessive pronoun.
func (r *resolver) pronounCandidate(t, sentence int) (candidate, bool) {
	w := strings.ToLower(fold(r.an.word(t)))
	p, ok := pronouns[w]
	if !ok {
		return candidate{}, false
	}
	c := candidate{first: t, last: t + 1, head: t, sentence: sentence, kind: Pronoun, index: -1, noun: w, gender: p.gender, plural: p.plural}
	if p.gender == "male" || p.gender == "female" || p.person == 1 {
		c.class = classPerson
	}
	return c, true
}

// A pronounForm is what a pronoun says of what it stands for.
type pronounForm struct {
	kind   string // "he", "she", "it", "they", "i", "we"
	person int
	gender string
	plural int8
	form   string // "nom", "acc", "poss", "refl"
	bit    uint8  // of the kind, 0 for the first person
}

var pronouns = func() map[string]pronounForm {
	m := map[string]pronounForm{}
	for n, row := range []struct {
		kind, gender         string
		person               int
		plural               int8
		nom, acc, poss, refl string
	}{
		{"he", "male", 3, -1, "he", "him", "his", "himself"},
		{"she", "female", 3, -1, "she", "her", "hers", "herself"},
		{"it", "neutral", 3, -1, "it", "", "its", "itself"},
		{"they", "", 3, 1, "they", "them 'em", "their theirs", "themselves themself"},
		{"i", "", 1, -1, "i", "me", "my mine", "myself"},
		{"we", "", 1, 1, "we", "us", "our ours", "ourselves"},
	} {
		for form, words := range map[string]string{"nom": row.nom, "acc": row.acc, "poss": row.poss, "refl": row.refl} {
			for w := range strings.FieldsSeq(words) {
				bit := uint8(0)
				if row.person == 3 {
					bit = 1 << n
				}
				m[w] = pronounForm{row.kind, row.person, row.gender, row.plural, form, bit}
			}
		}
	}
	return m
}()

// nominalCandidate reads the noun phrase around the common noun at t: from
// its first premodifier to itself.
func (r *resolver) nominalCandidate(t, sentence, low int) candidate {
	an := r.an
	c := candidate{first: t, last: t + 1, head: t, sentence: sentence, kind: Nominal, index: -1, noun: strings.ToLower(an.Tokens[t].Lemma)}
	for k := t - 1; k >= low && r.premodifies(k, t); k-- {
		c.first = k
	}
	for c.first < t && !opensPhrase(an, c.first, t) {
		c.first++
	}
	c.det = r.determiner(c.first, t)
	c.plural = -1
	if an.Tokens[t].XPOS == "NNS" {
		c.plural = 1
	}
	c.class, c.gender = r.nounClass(c.noun)
	if c.plural == 1 && c.gender != "" && c.class != classPerson {
		c.gender = ""
	}
	return c
}

// opensPhrase reports whether the token at first can be the first of the
// phrase around the noun at t.
func opensPhrase(an *Analysis, first, t int) bool {
	switch tok := &an.Tokens[first]; tok.UPOS {
	case "PUNCT", "CCONJ", "ADP", "SCONJ", "PART", "SYM":
		return false
	case "ADV":
		return tok.Head != t
	}
	return classOf(firstRune(an.word(first))) != classPunct
}

// premodifies reports whether token k hangs before the noun at t as part of
// its phrase.
func (r *resolver) premodifies(k, t int) bool {
	for range 8 {
		tok := &r.an.Tokens[k]
		if tok.Head == t {
			rel := tok.Deprel
			base, _, _ := strings.Cut(rel, ":")
			switch base {
			case "det", "amod", "nummod", "compound", "advmod", "goeswith", "punct", "nmod", "case":
				return (base != "nmod" || rel == "nmod:poss" || rel == "nmod:desc" || rel == "nmod:unmarked") && (base != "case")
			}
			return false
		}
		if tok.Head < 0 || tok.Head > t {
			return false
		}
		k = tok.Head
	}
	return false
}

// determiner classes the determiner of the phrase from first to its head.
func (r *resolver) determiner(first, head int) string {
	for k := first; k < head; k++ {
		tok := &r.an.Tokens[k]
		if tok.Head != head {
			continue
		}
		switch tok.Deprel {
		case "nmod:poss":
			return "poss"
		case "det":
			switch w := strings.ToLower(r.an.word(k)); w {
			case "the":
				return "the"
			case "this", "that", "these", "those":
				return "this"
			case "a", "an", "another", "some", "such":
				return "a"
			case "any", "no", "each", "every", "all", "either", "neither":
				return "any"
			default:
				return w
			}
		}
	}
	return ""
}

// roleOf returns the grammatical role of a token: the relation to its
// governor, that of the first conjunct in a coordination.
func (r *resolver) roleOf(t int) string {
	for range 8 {
		tok := &r.an.Tokens[t]
		if tok.Deprel != "conj" || tok.Head < 0 || tok.UPOS == "VERB" {
			break
		}
		t = tok.Head
	}
	return r.an.Tokens[t].Deprel
}

func isSubject(role string) bool { return strings.HasPrefix(role, "nsubj") }

// clauseOf returns the token that heads the clause token t stands in.
func (r *resolver) clauseOf(t int) int {
	for range 24 {
		tok := &r.an.Tokens[t]
		if tok.Head < 0 {
			return t
		}
		switch tok.Deprel {
		case "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis", "csubj", "csubj:pass", "root":
			return t
		case "conj":
			if tok.UPOS == "VERB" || tok.UPOS == "AUX" {
				return t
			}
		}
		t = tok.Head
	}
	return t
}

// above reports whether token a governs token t, however far.
func (r *resolver) above(a, t int) bool {
	for range 24 {
		if t = r.an.Tokens[t].Head; t < 0 {
			return false
		}
		if t == a {
			return true
		}
	}
	return false
}
