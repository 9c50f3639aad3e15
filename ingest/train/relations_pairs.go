package train

import (
	"hash/fnv"
	"strings"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// A RelationSpan is something a relation may hold of: a name, a pronoun, a
// date, the adjective of a country.
type RelationSpan struct {
	nlp.Span
	First, Last int // tokens
	Head        int
	Type        string
}

// pronounTypes sorts the pronouns that annotators count as mentions.
var pronounTypes = map[string]string{"he": "HE", "she": "HE", "him": "HE", "her": "HE", "his": "HIS", "hers": "HIS", "i": "HE", "me": "HE", "my": "HIS",
	"it": "IT", "its": "ITS", "they": "THEY", "we": "THEY", "us": "THEY", "their": "THEIR", "our": "THEIR", "them": "THEY", "who": "WHO", "whom": "WHO",
	"whose": "WHO", "which": "WHICH", "that": "WHICH", "where": "WHERE", "himself": "HE", "herself": "HE", "itself": "IT"}

// RelationSpans returns the spans of an analysis between which relations are
// looked for, in text order.
func RelationSpans(a *nlp.Analysis, o *schema.Ontology) []RelationSpan {
	demonym := map[string]bool{}
	facts := o.Facts()
	for i := range facts {
		for _, d := range facts[i].Demonyms {
			demonym[d] = true
		}
	}
	taken := make([]bool, len(a.Tokens))
	var out []RelationSpan
	add := func(first, last int, typ string) {
		if first >= last || taken[first] || taken[last-1] {
			return
		}
		for i := first; i < last; i++ {
			taken[i] = true
		}
		out = append(out, RelationSpan{Span: nlp.Span{Start: a.Tokens[first].Start, End: a.Tokens[last-1].End}, First: first, Last: last, Head: headIn(a, first, last), Type: typ})
	}
	for _, t := range a.Times {
		first, last := tokensOf(a, t.Span)
		add(first, last, "DATE")
	}
	for i := range a.Mentions {
		if m := &a.Mentions[i]; m.Kind == nlp.Name {
			typ := m.Label
			if m.Last-m.First == 1 && demonym[a.Text[m.Start:m.End]] {
				typ = "NAT"
			}
			add(m.First, m.Last, typ)
		}
	}
	for i, t := range a.Tokens {
		w := a.Text[t.Start:t.End]
		if demonym[w] {
			add(i, i+1, "NAT")
		} else if p := pronounTypes[strings.ToLower(w)]; p != "" && (t.UPOS == "PRON" || t.UPOS == "ADV" || t.UPOS == "SCONJ" && p == "WHICH") {
			add(i, i+1, p)
		}
	}
	sortSpans(out)
	return out
}

func sortSpans(list []RelationSpan) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].Start < list[j-1].Start; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// tokensOf returns the half-open token range that lies in a span.
func tokensOf(a *nlp.Analysis, s nlp.Span) (first, last int) {
	first = len(a.Tokens)
	for i, t := range a.Tokens {
		if t.Start >= s.Start && t.End <= s.End {
			first, last = min(first, i), i+1
		}
	}
	return first, last
}

func headIn(a *nlp.Analysis, first, last int) int {
	for i := first; i < last; i++ {
		if h := a.Tokens[i].Head; h < first || h >= last {
			return i
		}
	}
	return first
}

// pairFeatures describes an ordered pair of spans of one sentence as hashed
// features. cues are the properties that the extractor's cues find there.
type pairFeatures struct {
	a    *nlp.Analysis
	sent nlp.Sentence
	all  []RelationSpan
	out  []uint32
}

func (p *pairFeatures) add(parts ...string) {
	h := fnv.New32a()
	for _, s := range parts {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	p.out = append(p.out, h.Sum32()&(relationBuckets-1))
}

const relationBuckets = 1 << 18

func (p *pairFeatures) lemma(i int) string {
	if i < p.sent.First || i >= p.sent.Last {
		return "#"
	}
	if l := p.a.Tokens[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return strings.ToLower(p.a.Text[p.a.Tokens[i].Start:p.a.Tokens[i].End])
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

// pair fills in the features of subject s and object o.
func (p *pairFeatures) pair(s, o RelationSpan) []uint32 {
	p.out = p.out[:0]
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
	return append([]uint32(nil), p.out...)
}

// between counts the spans of the object's kind between the two, and which
// date of its bracket or sentence a date is.
func (p *pairFeatures) between(first, second RelationSpan, types string) {
	n, nth := 0, 0
	for _, x := range p.all {
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
		switch p.a.Text[p.a.Tokens[i].Start:p.a.Tokens[i].End] {
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
func (p *pairFeatures) path(s, o int, types string) {
	up := map[int]int{}
	for i, n := s, 0; i >= 0 && n < 40; i, n = p.a.Tokens[i].Head, n+1 {
		up[i] = n
	}
	turn := o
	for n := 0; n < 40 && turn >= 0; n++ {
		if _, ok := up[turn]; ok {
			break
		}
		turn = p.a.Tokens[turn].Head
	}
	if _, ok := up[turn]; !ok || turn < 0 {
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
