package claim

import (
	"strings"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// page is one analysed document while claims are taken from it: the analysis
// with the indexes that the rules need.
type page struct {
	x        *Extractor
	o        *schema.Ontology
	art      *article.Article
	a        *nlp.Analysis
	tok      []nlp.Token // a's tokens, attachments repaired
	lemmas   []string    // lemmas in lower case
	lower    []string    // tokens in lower case, typographic apostrophes made plain
	kids     [][]int     // dependents of each token, in text order
	sentence []int       // sentence of each token
	mention  []int       // best mention that a token heads, -1 for none
	timeAt   []int       // time expression that covers a token, -1 for none
	valueAt  []int       // value that covers a token, -1 for none

	clauses    []clause // in text order of their heads
	clauseAt   []int    // clause that a token heads, -1 for none
	quotes     []quotation
	tight      bool           // phrases are read without modifiers behind the head
	unresolved bool           // pronouns that nothing explains count as phrases
	eachName   bool           // what a ranker says of two names of one thing is two claims
	dropped    int            // token that the phrase being read leaves out, plus one
	added      map[string]int // entities this package added: key → index
}

// index builds a page. Tokens whose heads lie outside their sentence are
// treated as roots, so that no later rule can leave the sentence.
func index(x *Extractor, art *article.Article, a *nlp.Analysis) *page {
	n := len(a.Tokens)
	d := &page{x: x, o: x.ontology, art: art, a: a, tok: cloneTokens(a.Tokens), lower: make([]string, n), lemmas: make([]string, n), kids: make([][]int, n), added: map[string]int{},
		sentence: fill(n, 0), mention: fill(n, -1), timeAt: fill(n, -1), valueAt: fill(n, -1), clauseAt: fill(n, -1)}
	for i, t := range a.Times {
		d.cover(t.Span, i, d.timeAt)
	}
	for m := range a.Mentions { // "Sunday Okafor" is no day
		if men := &a.Mentions[m]; men.Kind == nlp.Name && men.Label == "PER" && men.Last > men.First+1 {
			for i := max(men.First, 0); i < men.Last && i < n; i++ {
				d.timeAt[i] = -1
			}
		}
	}
	for i, v := range a.Values {
		d.cover(v.Span, i, d.valueAt)
	}
	for s, sent := range a.Sentences {
		for i := sent.First; i < sent.Last; i++ {
			d.sentence[i] = s
			d.lower[i] = plain(a.Text[a.Tokens[i].Start:a.Tokens[i].End])
			d.lemmas[i] = d.lower[i]
			if l := d.tok[i].Lemma; l != "" && l != "_" {
				d.lemmas[i] = plain(l)
			}
			if h := d.tok[i].Head; h < sent.First || h >= sent.Last || h == i {
				d.tok[i].Head = -1
			}
		}
	}
	d.repair()
	d.breakCycles()
	for i := range d.tok {
		if h := d.tok[i].Head; h >= 0 {
			d.kids[h] = append(d.kids[h], i)
		}
	}
	d.indexMentions()
	return d
}

// breakCycles makes a root of a token that repairs made hang on itself.
func (d *page) breakCycles() {
	for i := range d.tok {
		slow, fast := i, i
		for {
			if fast = d.tok[fast].Head; fast < 0 {
				break
			}
			if fast = d.tok[fast].Head; fast < 0 {
				break
			}
			if slow = d.tok[slow].Head; slow == fast {
				d.tok[slow].Head = -1
				break
			}
		}
	}
}

func fill(n, v int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = v
	}
	return s
}

// plain lowers a word and makes its apostrophes and hyphens the ASCII ones.
func plain(s string) string {
	s = strings.ToLower(s)
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return asciiMarks.Replace(s)
		}
	}
	return s
}

var asciiMarks = strings.NewReplacer("’", "'", "‘", "'", "‐", "-", "‑", "-")

// cover writes v into at for every token inside the span.
func (d *page) cover(sp nlp.Span, v int, at []int) {
	lo, hi := 0, len(d.a.Tokens)
	for lo < hi {
		if mid := (lo + hi) / 2; d.a.Tokens[mid].End <= sp.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < len(d.a.Tokens) && d.a.Tokens[lo].Start < sp.End; lo++ {
		at[lo] = v
	}
}

// indexMentions finds the mention each token heads. A name wins over a
// description, a resolved mention over an unresolved one, a longer over a
// shorter. The head is taken from the tree, because a recogniser's idea of a
// head and the parser's may differ inside a name.
func (d *page) indexMentions() {
	for m := range d.a.Mentions {
		men := &d.a.Mentions[m]
		h := d.topOf(men.First, men.Last)
		if h < 0 || men.Kind == nlp.Nominal && d.rel(men.First) == "mark" {
			continue // "that Ostra misled customers" was read as customers
		}
		if old := d.mention[h]; old < 0 || d.better(m, old) {
			d.mention[h] = m
		}
	}
}

func (d *page) better(m, old int) bool {
	rank := func(i int) int {
		men, r := &d.a.Mentions[i], 0
		if men.Entity >= 0 {
			r += 4
		}
		if men.Kind == nlp.Name {
			r += 2
		}
		return r
	}
	if a, b := rank(m), rank(old); a != b {
		return a > b
	}
	return d.a.Mentions[m].Last-d.a.Mentions[m].First > d.a.Mentions[old].Last-d.a.Mentions[old].First
}

// topOf returns the token of a range that is governed from outside it, -1 for
// an empty range. Of several, the last wins: English noun phrases end in their head.
func (d *page) topOf(first, last int) int {
	top := -1
	for i := max(first, 0); i < last && i < len(d.a.Tokens); i++ {
		if h := d.tok[i].Head; (h < first || h >= last) && d.base(i) != "punct" && d.base(i) != "case" {
			if top < 0 || !d.below(i, top) {
				top = i
			}
		}
	}
	return top
}

// below reports whether token i hangs, at any depth, under token top.
func (d *page) below(i, top int) bool {
	for n := 0; i >= 0 && n < 200; n++ {
		if i == top {
			return true
		}
		i = d.tok[i].Head
	}
	return false
}

// base returns a token's relation without its subtype: "nsubj" of "nsubj:pass".
func (d *page) base(i int) string {
	r, _, _ := strings.Cut(d.tok[i].Deprel, ":")
	return r
}

func (d *page) rel(i int) string  { return d.tok[i].Deprel }
func (d *page) upos(i int) string { return d.tok[i].UPOS }
func (d *page) xpos(i int) string { return d.tok[i].XPOS }
func (d *page) head(i int) int    { return d.tok[i].Head }

// lemma returns a token's lemma in lower case, the word itself if it has none.
func (d *page) lemma(i int) string { return d.lemmas[i] }

// kid returns the first dependent with one of the relations (full or base
// names), or -1.
func (d *page) kid(i int, rels ...string) int {
	for _, k := range d.kids[i] {
		for _, r := range rels {
			if d.rel(k) == r || d.base(k) == r {
				return k
			}
		}
	}
	return -1
}

// all returns the dependents with one of the relations, in text order.
func (d *page) all(i int, rels ...string) []int {
	var out []int
	for _, k := range d.kids[i] {
		for _, r := range rels {
			if d.rel(k) == r || d.base(k) == r {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

// has reports whether token i has a dependent of that relation with one of the lemmas.
func (d *page) has(i int, rel string, lemmas ...string) bool {
	for _, k := range d.kids[i] {
		if d.rel(k) != rel && d.base(k) != rel {
			continue
		}
		for _, l := range lemmas {
			if d.lemma(k) == l || d.lower[k] == l {
				return true
			}
		}
	}
	return false
}

// text returns the bytes of a token range as written.
func (d *page) text(first, last int) string {
	if first >= last {
		return ""
	}
	return d.a.Text[d.a.Tokens[first].Start:d.a.Tokens[last-1].End]
}

func (d *page) word(i int) string { return d.text(i, i+1) }

// entityOf returns the entity that the noun phrase headed by token i stands
// for, -1 for none.
func (d *page) entityOf(i int) int {
	if i < 0 || d.mention[i] < 0 {
		return -1
	}
	return d.a.Mentions[d.mention[i]].Entity
}

// typeOf returns the entity type of the noun phrase headed by i, "" if unknown.
func (d *page) typeOf(i int) string {
	if e := d.entityOf(i); e >= 0 {
		return d.a.Entities[e].Type
	}
	if i >= 0 && d.mention[i] >= 0 && d.a.Mentions[d.mention[i]].Type != "" {
		return d.a.Mentions[d.mention[i]].Type
	}
	if i >= 0 && personal[d.lower[i]] {
		return "Person"
	}
	return ""
}

// personal are the pronouns that stand for one person.
var personal = words(`he she him her his hers himself herself i me my myself who whom whose`)

// named reports whether the phrase stands for an entity that has a name.
func (d *page) named(i int) bool {
	e := d.entityOf(i)
	return e >= 0 && d.a.Entities[e].Name != ""
}
