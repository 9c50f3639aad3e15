package claim

import (
	"strings"

	"dossier/ingest/nlp"
)

// A Tuple is an open relation in the words of its sentence, the form in which
// open information extraction is compared: CaRB counts tuples of any number of
// arguments, BenchIE subject, relation and one object.
type Tuple struct {
	Sentence  int // index in Analysis.Sentences
	Subject   string
	Relation  string
	Arguments []string
	Score     float64
	Features  []float64 // what Score is computed from
}

// Tuples returns the open relations of an analysis, one for each clause and
// subject with all its arguments. They carry no polarity or modality: as in
// the benchmarks, negation and auxiliaries stand in the words of the relation.
func (x *Extractor) Tuples(a *nlp.Analysis) []Tuple {
	d := x.read(nil, a)
	var out []Tuple
	for c := range d.clauses {
		out = append(out, d.clauseTuples(c)...)
	}
	return append(out, d.nounTuples()...)
}

// Triples returns the open relations as triples: the relation holds all words
// between subject and object, so each argument of a clause gives one.
func (x *Extractor) Triples(a *nlp.Analysis) []Tuple {
	d := x.read(nil, a)
	var out []Tuple
	for c := range d.clauses {
		out = append(out, d.clauseTriples(c)...)
	}
	return out
}

// verbGroup is a verb as written: auxiliaries, negation, adverbs between them,
// particle; of a copular clause the copula with its auxiliaries.
func (d *page) verbGroup(cl *clause, adverbs bool) string {
	keep := map[int]bool{cl.head: cl.cop < 0}
	for _, k := range d.kids[cl.head] {
		switch d.base(k) {
		case "aux", "cop":
			keep[k] = true
		case "compound":
			if d.rel(k) == "compound:prt" {
				keep[k] = true
			}
		case "advmod":
			if d.negates(k) || adverbs && k < cl.head && k > d.firstAux(cl) {
				keep[k] = true
			}
		}
	}
	s := d.a.Sentences[d.sentence[cl.head]]
	var w []string
	for i := s.First; i < s.Last; i++ {
		if keep[i] {
			w = append(w, d.word(i))
		}
	}
	return strings.Join(w, " ")
}

// firstAux returns the first auxiliary of a clause, its head if it has none.
func (d *page) firstAux(cl *clause) int {
	for _, k := range d.kids[cl.head] {
		if b := d.base(k); (b == "aux" || b == "cop") && k < cl.head {
			return k
		}
	}
	return cl.head
}

// piece is one argument of a tuple: a preposition that may be empty, and its words.
type piece struct {
	at         int
	prep, text string
	object     bool
}

// pieces returns a clause's arguments in text order.
func (d *page) pieces(cl *clause) []piece {
	var out []piece
	add := func(k int, prep string, object bool) {
		out = append(out, piece{at: k, prep: prep, text: d.argText(k), object: object})
	}
	for _, k := range d.kids[cl.head] {
		switch d.rel(k) {
		case "obj":
			add(k, "", true)
		case "iobj":
			add(k, "", true)
		case "obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod":
			prep, _ := d.preposition(k)
			add(k, prep, false)
		case "xcomp", "ccomp":
			p := d.wholeWithMark(k)
			out = append(out, piece{at: k, text: d.tokens(p), object: true})
		case "advcl":
			out = append(out, piece{at: k, text: d.tokens(d.wholeWithMark(k))})
		}
	}
	return out
}

// wholeWithMark is a clausal argument with its subordinator.
func (d *page) wholeWithMark(k int) phrase {
	p := d.whole(k)
	for _, m := range d.all(k, "mark") {
		p.first = min(p.first, m)
	}
	return p
}

// argText is the text of a noun phrase as an argument of a tuple.
func (d *page) argText(h int) string { return d.tokens(d.longPhrase(h)) }

// tokens joins the words of a phrase with blanks, as the benchmarks write them.
func (d *page) tokens(p phrase) string {
	w := make([]string, 0, p.last-p.first)
	for i := p.first; i < p.last; i++ {
		w = append(w, d.word(i))
	}
	return strings.Join(w, " ")
}

// surfaceSubjects returns the grammatical subjects of a clause, coordination kept whole.
func (d *page) surfaceSubjects(cl *clause) []string {
	heads := cl.subjects
	if cl.passive {
		heads = cl.surface
	}
	var out []string
	for i, h := range heads {
		if i > 0 && d.rel(h) == "conj" {
			continue // part of the first one's words
		}
		if cl.link == "acl" && d.head(cl.head) == h || cl.link == "acl:relcl" && d.head(cl.head) == h {
			out = append(out, d.tokens(d.nounPhraseWithout(h, cl.head)))
			continue
		}
		out = append(out, d.argText(h))
	}
	return out
}

func (d *page) clauseTuples(c int) []Tuple {
	cl := &d.clauses[c]
	subjects := d.surfaceSubjects(cl)
	if len(subjects) == 0 {
		return nil
	}
	rel := d.verbGroup(cl, true)
	args := d.pieces(cl)
	var words []string
	if cl.cop >= 0 {
		words = append(words, d.tokens(d.predicative(cl)))
	}
	for i, p := range args {
		text := p.text
		if p.prep != "" {
			if i == 0 && cl.cop < 0 {
				rel += " " + p.prep
			} else {
				text = p.prep + " " + text
			}
		}
		words = append(words, text)
	}
	if len(words) == 0 {
		return nil
	}
	var out []Tuple
	for _, s := range subjects {
		f := d.features(cl, d.firstOf(cl.subjects, cl.surface), d.firstOf(cl.objects, nil), "")
		out = append(out, Tuple{Sentence: d.sentence[cl.head], Subject: s, Relation: rel, Arguments: words, Score: logistic(dot(f)), Features: f})
	}
	return out
}

// firstOf returns the first head of two lists, -1 if both are empty.
func (d *page) firstOf(a, b []int) int {
	for _, list := range [][]int{a, b} {
		if len(list) > 0 {
			return list[0]
		}
	}
	return -1
}

// predicative is what a copula says of its subject.
func (d *page) predicative(cl *clause) phrase {
	p := d.spread(cl.head, predicativeCut, false)
	if _, at := d.preposition(cl.head); at >= 0 && at < p.first {
		p.first = at
	}
	return p
}

var predicativeCut = words(`nsubj nsubj:pass cop aux mark punct parataxis discourse csubj expl vocative nsubj:outer advcl dep acl:relcl advcl:relcl obl:unmarked`)

// nounTuples returns the relations between nouns that open extraction knows:
// apposition as "is".
func (d *page) nounTuples() []Tuple {
	var out []Tuple
	for i := range d.a.Tokens {
		for _, k := range d.all(i, "appos") {
			out = append(out, Tuple{Sentence: d.sentence[i], Subject: d.tokens(d.nounPhrase(i)), Relation: "is", Arguments: []string{d.argText(k)}, Score: 0.3})
		}
	}
	return out
}
