package claim

import (
	"math"
	"strconv"
	"strings"

	"dossier/ingest/nlp"
)

// RankBuckets is how many places the hashed features of a ranker share.
const RankBuckets = 1 << 18

// A Fact says that a relation holds between two spans of a text (bytes).
type Fact struct {
	Relation        string
	Subject, Object nlp.Span
	Score           float64 // of a prediction
}

// A Pair is an ordered pair of candidates of one sentence with its hashed
// features.
type Pair struct {
	Subject, Object Candidate
	Sentence        int
	Types           string // of both: "PER>DATE"
	Features        []uint32
	Context         []uint32 // of the sentence, for a wide ranker; shared by its pairs
}

// pairer describes the candidates and pairs of one sentence.
type pairer struct {
	a     *nlp.Analysis
	sent  nlp.Sentence
	names []Candidate // those that do not overlap, for counting
	out   []uint32
}

// add hashes one feature (FNV-1a, its parts ended by zero bytes).
func (p *pairer) add(parts ...string) {
	h := uint32(2166136261)
	for _, s := range parts {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint32(s[i])) * 16777619
		}
		h *= 16777619
	}
	p.out = append(p.out, h&(RankBuckets-1))
}

func (p *pairer) taken() []uint32 {
	out := append([]uint32(nil), p.out...)
	p.out = p.out[:0]
	return out
}

func (p *pairer) lemma(i int) string {
	if i < p.sent.First || i >= p.sent.Last {
		return "#"
	}
	if l := p.a.Tokens[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return strings.ToLower(p.word(i))
}

func (p *pairer) word(i int) string { return p.a.Text[p.a.Tokens[i].Start:p.a.Tokens[i].End] }

func (p *pairer) upos(i int) string {
	if i < p.sent.First || i >= p.sent.Last {
		return "#"
	}
	return p.a.Tokens[i].UPOS
}

func bucket(n int) string {
	switch {
	case n <= 2:
		return string(rune('0' + max(n, 0)))
	case n <= 4:
		return "3-4"
	case n <= 7:
		return "5-7"
	case n <= 12:
		return "8-12"
	}
	return "13+"
}

// span fills in the features of a candidate by itself: whether it is a whole
// name, title or noun phrase that a relation may hold of.
func (p *pairer) span(c Candidate) []uint32 {
	n := c.Last - c.First
	first, last := p.word(c.First), p.word(c.Last-1)
	at := "in"
	if c.First == p.sent.First {
		at = "start"
	}
	p.add("bias")
	p.add("type", c.Type, bucket(n))
	p.add("at", c.Type, at)
	p.add("place", c.Type, bucket((c.First-p.sent.First)/2))
	p.add("before", p.lemma(c.First-1), at)
	p.add("before type", p.lemma(c.First-1), c.Type)
	p.add("before2", p.lemma(c.First-2), p.lemma(c.First-1))
	p.add("after", p.lemma(c.Last), at)
	p.add("after type", p.lemma(c.Last), c.Type)
	p.add("after2", p.lemma(c.Last), p.lemma(c.Last+1))
	p.add("around", p.lemma(c.First-1), p.lemma(c.Last))
	p.add("around tags", p.upos(c.First-1), p.upos(c.First), p.upos(c.Last-1), p.upos(c.Last))
	p.add("first", strings.ToLower(first), c.Type)
	p.add("last", strings.ToLower(last), c.Type)
	p.add("tags", p.upos(c.First), p.upos(c.Last-1), bucket(n))
	p.add("head", p.lemma(c.Head))
	p.add("rel", p.a.Tokens[c.Head].Deprel, c.Type)
	if h := p.a.Tokens[c.Head].Head; h >= 0 {
		p.add("governor", p.lemma(h), p.a.Tokens[c.Head].Deprel)
	}
	p.add("text", strings.ToLower(p.a.Text[c.Start:c.End]))
	p.edges(c)
	return p.taken()
}

// edges tells how a candidate's ends meet the tree and the names around it.
func (p *pairer) edges(c Candidate) {
	out, in := 0, 0
	for i := p.sent.First; i < p.sent.Last; i++ {
		h := p.a.Tokens[i].Head
		inside := i >= c.First && i < c.Last
		switch {
		case inside && (h < c.First || h >= c.Last):
			out++
		case !inside && h >= c.First && h < c.Last:
			in++
			if i == c.First-1 || i == c.Last {
				p.add("cut", p.a.Tokens[i].Deprel, c.Type)
			}
		}
	}
	p.add("ways", bucket(out), bucket(in), c.Type)
	cross, same, within, holds := false, "", "", 0
	for _, n := range p.names {
		switch {
		case n.First == c.First && n.Last == c.Last:
			same = n.Type
		case n.First >= c.First && n.Last <= c.Last:
			holds++
		case n.First <= c.First && n.Last >= c.Last:
			within = n.Type
		case n.First < c.Last && n.Last > c.First:
			cross = true
		}
	}
	p.add("names", same, within, bucket(holds), strconv.FormatBool(cross), c.Type)
	small, capitals := 0, 0
	for i := c.First; i < c.Last; i++ {
		w := p.word(i)
		switch {
		case w[0] >= 'A' && w[0] <= 'Z':
			capitals++
		case w[0] >= 'a' && w[0] <= 'z':
			small++
		default:
			p.add("mark", w, c.Type)
		}
		if i > c.First && i < c.Last-1 {
			p.add("inner", strings.ToLower(w), c.Type)
		}
	}
	p.add("capitals", bucket(capitals), bucket(small), c.Type)
	if c.Last < p.sent.Last {
		w := p.word(c.Last)
		p.add("goes on", strconv.FormatBool(w[0] >= 'A' && w[0] <= 'Z'), p.upos(c.Last), c.Type)
	}
	if c.First > p.sent.First {
		w := p.word(c.First - 1)
		p.add("went before", strconv.FormatBool(w[0] >= 'A' && w[0] <= 'Z'), p.upos(c.First-1), c.Type)
	}
}

// certain adds how sure it is that subject and object are ends of relations,
// and that they end where they should.
func (p *pairer) certain(s, o *end, types string) {
	q := func(x float64) string { return strconv.Itoa(int(math.Round(max(-4, min(4, x))))) }
	p.add("subject sure", q(s.sure))
	p.add("object sure", q(o.sure))
	p.add("both sure", q((s.sure+o.sure)/2), types)
	p.add("subject margin", q(2*s.margin))
	p.add("object margin", q(2*o.margin))
	p.add("best", strconv.FormatBool(s.margin > 0), strconv.FormatBool(o.margin > 0))
}

// lexical adds what the object is in words.
func (p *pairer) lexical(s, o Candidate) {
	p.add("object text", strings.ToLower(p.a.Text[o.Start:o.End]))
	p.add("object head", p.lemma(o.Head), o.Type)
	p.add("object last", p.lemma(o.Last-1), p.lemma(o.Last))
	p.add("object before", p.lemma(o.First-1), p.lemma(o.Last))
	p.add("subject head", p.lemma(s.Head), s.Type)
	p.add("subject after", p.lemma(s.Last), p.lemma(s.Last+1))
	p.add("subject at", strconv.FormatBool(s.First == p.sent.First), p.a.Tokens[s.Head].Deprel)
	verb, noun, prep := "#", "#", "#"
	for i := o.First - 1; i >= p.sent.First && verb == "#"; i-- {
		switch u := p.upos(i); {
		case u == "VERB":
			verb = p.lemma(i)
		case u == "NOUN" && noun == "#":
			noun = p.lemma(i)
		case u == "ADP" && prep == "#":
			prep = p.lemma(i)
		}
	}
	p.add("verb", verb)
	p.add("verb prep", verb, prep)
	p.add("verb prep noun", verb, prep, noun)
	p.add("noun prep", noun, prep)
	follows := "#"
	for i := o.Last; i < p.sent.Last && i < o.Last+4 && follows == "#"; i++ {
		if u := p.upos(i); u == "VERB" || u == "NOUN" || u == "PROPN" {
			follows = p.lemma(i)
		}
	}
	p.add("follows", follows, o.Type)
	if s.Last <= o.First && o.First-s.Last <= 6 {
		var words []string
		for i := s.Last; i < o.First; i++ {
			words = append(words, p.lemma(i))
		}
		p.add("between", strings.Join(words, " "))
	}
}

// context describes the sentence as a whole: its words and word pairs, which
// kinds of names it has, and what cues find in it.
func (p *pairer) context(cues []Fact) []uint32 {
	for i := p.sent.First; i < p.sent.Last; i++ {
		p.add("word", p.lemma(i))
		p.add("words", p.lemma(i), p.lemma(i+1))
		if i > p.sent.First+1 {
			p.add("skip", p.lemma(i-2), p.lemma(i))
		}
	}
	for _, n := range p.names {
		p.add("name", n.Type)
	}
	for _, c := range cues {
		if overlap(c.Object, p.sent.Span) {
			p.add("cue here", c.Relation)
		}
	}
	return p.taken()
}

// pair fills in the features of subject s and object o.
func (p *pairer) pair(s, o Candidate) {
	first, second, order := s, o, "so"
	if o.Start < s.Start {
		first, second, order = o, s, "os"
	}
	types := s.Type + ">" + o.Type
	p.add("bias")
	p.add("types", types)
	p.add("order", order, types)
	gap := second.First - first.Last
	p.add("gap", bucket(gap), order)
	for i := first.Last; i < second.First && gap <= 12; i++ {
		p.add("in", p.lemma(i), order)
		p.add("in2", p.lemma(i), p.lemma(i+1), order)
	}
	p.add("before", p.lemma(first.First-1), order)
	p.add("before2", p.lemma(first.First-2), p.lemma(first.First-1), order)
	p.add("after", p.lemma(second.Last), order)
	p.add("next", p.lemma(first.Last), order)
	p.add("prev", p.lemma(second.First-1), order, types)
	p.add("prev2", p.lemma(second.First-2), p.lemma(second.First-1), order)
	p.between(first, second, types)
	p.path(s.Head, o.Head, types)
	for i := p.sent.First; i < p.sent.Last; i++ {
		if u := p.a.Tokens[i].UPOS; u == "VERB" || u == "NOUN" {
			p.add("sent", p.lemma(i), types)
		}
	}
}

// between counts the candidates of the later one's kind between the two, and
// which date of its bracket or sentence a date is.
func (p *pairer) between(first, second Candidate, types string) {
	n, nth := 0, 0
	for _, x := range p.names {
		if x.Start >= first.End && x.End <= second.Start && x.Type == second.Type {
			n++
		}
		if x.Type == "DATE" && x.Start < second.Start && x.First >= p.sent.First {
			nth++
		}
	}
	p.add("skipped", bucket(n), types)
	if second.Type == "DATE" {
		p.add("nth", bucket(nth), bucket(n))
	}
	depth := 0
	for i := first.Last; i < second.First; i++ {
		switch p.word(i) {
		case "(":
			depth++
		case ")":
			depth--
		}
	}
	if depth > 0 {
		p.add("bracket", types, bucket(n))
		p.add("bracket2", types, p.lemma(second.First-1), bucket(nth))
	}
}

// path adds the way through the tree from one head to the other: its
// relations, the words on it, and where it turns.
func (p *pairer) path(s, o int, types string) {
	turn := turnOf(p.a, s, o)
	if turn < 0 {
		p.add("nopath", types)
		return
	}
	var rels, words []string
	for i := s; i != turn && i >= 0; i = p.a.Tokens[i].Head {
		rels = append(rels, "^"+p.a.Tokens[i].Deprel)
		if i != s {
			words = append(words, p.lemma(i))
		}
	}
	if turn != s && turn != o {
		words = append(words, p.lemma(turn))
		p.add("turn", p.lemma(turn), types)
	}
	var down []string
	for i := o; i != turn && i >= 0; i = p.a.Tokens[i].Head {
		down = append(down, "v"+p.a.Tokens[i].Deprel)
		if i != o {
			words = append(words, p.lemma(i))
		}
	}
	for i := len(down) - 1; i >= 0; i-- {
		rels = append(rels, down[i])
	}
	if len(rels) <= 6 {
		p.add("path", strings.Join(rels, " "), types)
		p.add("pathwords", strings.Join(rels, " "), strings.Join(words, " "))
	}
	p.add("length", bucket(len(rels)), types)
	for _, w := range words {
		p.add("on", w, types)
	}
	p.add("words", strings.Join(words, " "), types)
	prep := "#"
	for i := p.sent.First; i < p.sent.Last; i++ {
		if t := p.a.Tokens[i]; t.Head == o && t.Deprel == "case" {
			prep = p.lemma(i)
		}
	}
	if len(words) > 0 {
		p.add("prep", prep, words[len(words)-1], types)
	}
	p.add("case", prep, types)
}

// turnOf returns the lowest token above both of two, -1 for none.
func turnOf(a *nlp.Analysis, s, o int) int {
	up := map[int]bool{}
	for i, n := s, 0; i >= 0 && n < 40; i, n = a.Tokens[i].Head, n+1 {
		up[i] = true
	}
	for n := 0; n < 40 && o >= 0; n++ {
		if up[o] {
			return o
		}
		o = a.Tokens[o].Head
	}
	return -1
}

// cues adds which relations cues find between these spans, and between this
// object or subject and another span.
func (p *pairer) cues(s, o Candidate, types string, found []Fact) {
	for _, c := range found {
		switch hitS, hitO := overlap(c.Subject, s.Span), overlap(c.Object, o.Span); {
		case hitS && hitO:
			p.add("cue", c.Relation)
		case hitO:
			p.add("cue object", c.Relation, types)
		case hitS:
			p.add("cue subject", c.Relation, types)
		}
	}
}

func overlap(a, b nlp.Span) bool { return a.Start < b.End && b.Start < a.End }
