package nlp

import (
	"slices"
	"strings"

	"dossier/schema"
)

// resolveCoref links the mentions of an analysis that stand for one thing:
// names to names, descriptions to names, pronouns to both. It appends pronouns
// and the descriptions it linked to the mentions, and fills in the entities.
// Links are made one rule after the other, surest first, as in multi-sieve
// resolution (Lee et al. 2013); pronouns are ranked by a linear model. Every
// link carries its rule and score.
func (a *Analyzer) resolveCoref(an *Analysis) {
	r := newResolver(a, an)
	r.linkNames()
	r.describe()
	r.attribute()
	r.walking = true
	for i := range r.cands {
		switch c := &r.cands[i]; c.kind {
		case Nominal:
			r.linkNominal(i)
		case Pronoun:
			if pronouns[c.noun].person == 3 {
				r.linkPronoun(i)
			}
		}
		r.pass(i)
	}
	r.linkFirstPersons() // last: a quotation may name its speaker behind it
	r.emit()
}

// A refClass is what kind of thing a mention stands for, as far as
// agreement with pronouns and descriptions goes.
type refClass uint8

const (
	classUnknown refClass = iota
	classPerson
	classOrg
	classPlace
	classThing
)

// A candidate is a mention as coreference sees it, also of descriptions that
// end up linked to nothing and are dropped.
type candidate struct {
	first, last, head int // tokens
	sentence          int
	kind              MentionKind
	index             int    // in Analysis.Mentions, -1 for pronouns and descriptions
	noun              string // lemma of a description's head; the pronoun in lower case
	class             refClass
	plural            int8   // 1 plural, -1 singular, 0 not known
	gender            string // "female", "male", "neutral" or ""
	det               string // determiner of a description: "the", "this", "poss", "a", ""
	role              string // grammatical role of the head, of the first conjunct's in a coordination
	quote             int    // number of the quotation it stands in, 0 outside
	chain             int    // -1 while alone
	rule              string
	score             float64
}

// A chain is a set of candidates that corefer.
type chain struct {
	members  []int // indexes of candidates, in order of linking
	class    refClass
	gender   string
	typ      string          // ontology type most of its names carry
	fact     string          // id of the fact its names agree on
	nouns    map[string]bool // lemmas that describe it: "senator", "department"
	named    bool
	subjects int   // members that are subjects
	seen     int   // members passed in going through the text
	last     int   // the last of them
	kinds    uint8 // pronouns among them, as bits of pronounForm.bit
	dead     bool
}

type resolver struct {
	a       *Analyzer
	an      *Analysis
	cands   []candidate // in text order
	chains  []chain
	byHead  map[int]int      // head token → candidate
	byNoun  map[string][]int // noun → descriptions around it, in order
	quotes  []quotation
	scores  []rankedCandidate
	from    []int       // sentence → index of its first candidate
	groupOf map[int]int // name → its group of names written alike
	walking bool        // the candidates are being gone through in order
}

func newResolver(a *Analyzer, an *Analysis) *resolver {
	r := &resolver{a: a, an: an, byHead: map[int]int{}, byNoun: map[string][]int{}, groupOf: map[int]int{}}
	r.quotes = findQuotations(an)
	r.collect()
	return r
}

// newChain opens a chain for a candidate.
func (r *resolver) newChain(i int) int {
	r.chains = append(r.chains, emptyChain())
	r.join(i, len(r.chains)-1, "", 1)
	if r.walking {
		r.pass(i)
	}
	return len(r.chains) - 1
}

// pass notes that going through the text has come by candidate i.
func (r *resolver) pass(i int) {
	c := &r.cands[i]
	if c.chain < 0 || r.chains[c.chain].last >= i {
		return
	}
	ch := &r.chains[c.chain]
	ch.seen++
	ch.last = i
	if c.kind == Pronoun {
		ch.kinds |= pronouns[c.noun].bit
	}
}

// chainOf returns the chain of a candidate, opening one where it has none.
func (r *resolver) chainOf(i int) int {
	if c := r.cands[i].chain; c >= 0 {
		return c
	}
	return r.newChain(i)
}

// join adds a candidate without a chain to one.
func (r *resolver) join(i, to int, rule string, score float64) {
	c, ch := &r.cands[i], &r.chains[to]
	c.chain, c.rule, c.score = to, rule, score
	ch.members = append(ch.members, i)
	if isSubject(c.role) {
		ch.subjects++
	}
	if c.kind == Name {
		ch.named = true
	}
	if ch.class == classUnknown {
		ch.class = c.class
	}
	if c.kind == Nominal {
		ch.nouns[c.noun] = true
	}
	if ch.gender == "" {
		ch.gender = c.gender
	}
}

// merge moves all of chain b into chain a; the rule is noted on those members
// of b that had none.
func (r *resolver) merge(a, b int, rule string, score float64) {
	if a == b {
		return
	}
	from := r.chains[b]
	r.chains[b] = chain{dead: true}
	for _, i := range from.members {
		c := &r.cands[i]
		c.chain = -1
		if c.rule == "" || c.rule == "exact" {
			r.join(i, a, rule, score)
		} else {
			r.join(i, a, c.rule, min(score, c.score))
		}
	}
	to := &r.chains[a]
	for n := range from.nouns {
		to.nouns[n] = true
	}
	if to.typ == "" {
		to.typ = from.typ
	}
	if to.fact == "" {
		to.fact = from.fact
	}
	if to.gender == "" {
		to.gender = from.gender
	}
}

// emit writes mentions and entities to the analysis.
func (r *resolver) emit() {
	keep := make([]bool, len(r.chains))
	for k := range r.chains {
		described := 0
		for _, i := range r.chains[k].members {
			if r.cands[i].kind == Nominal {
				described++
			}
		}
		ch := &r.chains[k]
		keep[k] = !ch.dead && (ch.named || described > 0 && len(ch.members) > 1)
	}
	names := r.an.Mentions
	out := make([]Mention, 0, len(r.cands))
	for i := range r.cands {
		c := &r.cands[i]
		kept := c.chain >= 0 && keep[c.chain]
		var m Mention
		switch {
		case c.index >= 0:
			m = names[c.index]
		case c.kind == Pronoun || kept:
			m = Mention{Span: Span{Start: r.an.Tokens[c.first].Start, End: r.an.Tokens[c.last-1].End}, First: c.first, Last: c.last, Head: c.head, Kind: c.kind}
		default:
			continue
		}
		m.Entity = -1
		if kept {
			m.Entity = c.chain
			m.Rule, m.Score = c.rule, c.score
		}
		out = append(out, m)
	}
	r.an.Mentions = out
	r.entities(keep)
}

// entities numbers the kept chains by first mention and names them.
func (r *resolver) entities(keep []bool) {
	number := make(map[int]int, len(keep))
	for k := range r.an.Mentions {
		m := &r.an.Mentions[k]
		if m.Entity < 0 {
			continue
		}
		n, ok := number[m.Entity]
		if !ok {
			n = len(r.an.Entities)
			number[m.Entity] = n
			ch := &r.chains[m.Entity]
			r.an.Entities = append(r.an.Entities, Entity{Type: ch.typ, Fact: ch.fact, Gender: r.genderOf(ch)})
		}
		m.Entity = n
		r.an.Entities[n].Mentions = append(r.an.Entities[n].Mentions, k)
	}
	for n := range r.an.Entities {
		e := &r.an.Entities[n]
		e.Name = r.bestName(e)
	}
}

// genderOf returns what is known of a chain's gender and number.
func (r *resolver) genderOf(ch *chain) string {
	plural := 0
	for _, i := range ch.members {
		plural += int(r.cands[i].plural)
	}
	switch {
	case ch.gender != "":
		return ch.gender
	case !ch.named && plural > 0:
		return "plural"
	case ch.class != classPerson && ch.class != classUnknown:
		return "neutral"
	}
	return ""
}

// bestName is the knowledge base's name, else the fullest name in the text,
// else the fullest description without its article.
func (r *resolver) bestName(e *Entity) string {
	if f := r.fact(e.Fact); f != nil {
		return f.Name
	}
	best, size := "", -1
	for _, k := range e.Mentions {
		m := &r.an.Mentions[k]
		first := m.First
		points := 0
		switch m.Kind {
		case Pronoun:
			continue
		case Name:
			points = 100
			for m.Label == "PER" && first+1 < m.Last && IsTitle(r.an.word(first)) {
				first++
			}
		default:
			for first+1 < m.Last && r.bare(first) {
				first++
			}
		}
		if points += m.Last - first; points > size {
			text := r.an.Text[r.an.Tokens[first].Start:m.End]
			best, size = strings.Join(strings.Fields(text), " "), points
		}
	}
	return best
}

// bare reports a word that a description is named without: an article, a
// possessive pronoun, a quotation mark.
func (r *resolver) bare(t int) bool {
	tok := &r.an.Tokens[t]
	switch r.an.word(t) {
	case "so", "called", "-":
		return true // "so-called"
	}
	return tok.Deprel == "det" || tok.UPOS == "PUNCT" || tok.UPOS == "PRON" || classOf(firstRune(r.an.word(t))) == classPunct
}

func (r *resolver) fact(id string) *schema.Fact {
	if id == "" || r.a.ontology == nil {
		return nil
	}
	return r.a.ontology.Fact(id)
}

// live returns the chains with a member in the sentences from up to, before
// candidate i, each with its last such member, in chain order.
func (r *resolver) live(i, sentences int) []int {
	var out []int
	low := max(0, r.cands[i].sentence-sentences)
	for k := r.from[low]; k < i; k++ {
		if c := r.cands[k].chain; c >= 0 && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
