package claim

import (
	"strings"
)

// A clause is one predicate with what belongs to it, after ClausIE (Del Corro
// and Gemulla 2013), in active direction: a passive's agent is the subject and
// its grammatical subject the object. Everything else in this package reads clauses.
type clause struct {
	head    int    // the verb; of a copular clause the noun or adjective
	cop     int    // the copula, -1 for none
	parent  int    // clause it depends on, -1 for none
	link    string // how: "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "root" …
	mark    string // subordinating words in lower case: "that", "if", "so that", "to"
	passive bool
	existal bool // "there is", "it is … that": the grammatical subject says nothing

	particle string
	subjects []int // heads of noun phrases, coordination resolved
	surface  []int // of a passive: the grammatical subjects
	objects  []int
	indirect []int
	obliques []oblique
	content  int // clausal object ("said that …"): its clause, -1 for none
	infinite int // infinitive or predicate complement: its token, -1 for none
	resolved bool

	ctx context
}

// An oblique is a participant behind a preposition, or a bare time expression.
type oblique struct {
	head  int
	prep  string // "", "to", "in front of": words in lower case
	at    int    // first token of the preposition, -1 for none
	under int    // noun it is attached to when that is the clause's object, else -1
}

// timely are verbs whose subject may be a time: "2020 saw the first sale".
var timely = words(`see mark bring witness begin start end come pass become prove be remain approach arrive expire elapse loom include matter suit`)

// emerging are verbs whose "it" stands for the clause behind them.
var emerging = words(`emerge transpire appear seem happen turn follow`)

// clausal are the relations by which a predicate can hang on something.
var clausal = map[string]bool{"root": true, "ccomp": true, "xcomp": true, "advcl": true, "acl": true, "acl:relcl": true,
	"conj": true, "parataxis": true, "csubj": true, "csubj:pass": true, "advcl:relcl": true, "list": true, "appos": true, "dep": true, "csubj:outer": true}

// findClauses fills d.clauses.
func (d *page) findClauses() {
	for i := range d.a.Tokens {
		if d.isPredicate(i) {
			d.clauseAt[i] = len(d.clauses)
			d.clauses = append(d.clauses, clause{head: i, cop: d.copulaOf(i), parent: -1, content: -1, infinite: -1})
		}
	}
	for c := range d.clauses {
		d.attach(c)
	}
	for c := range d.clauses {
		d.resolve(c, 0)
	}
	for c := range d.clauses {
		d.unbind(&d.clauses[c])
	}
}

// unbind forgets what an object pronoun stands for where that is the clause's
// own subject: for that English has "himself".
func (d *page) unbind(cl *clause) {
	for _, list := range [][]int{cl.objects, cl.indirect} {
		for _, o := range list {
			if d.upos(o) != "PRON" || !thirdPersons[d.lower[o]] || strings.HasSuffix(d.lower[o], "self") || strings.HasSuffix(d.lower[o], "selves") {
				continue
			}
			for _, s := range cl.subjects {
				if e := d.entityOf(o); e >= 0 && e == d.entityOf(s) && d.head(o) == cl.head {
					d.mention[o] = -1
				}
			}
		}
	}
}

// copulaOf returns the copula of a predicate, -1 for none. "The problem is that
// it failed" has a finite verb for its head; that one needs no copula.
func (d *page) copulaOf(i int) int {
	if d.upos(i) == "VERB" && (d.xpos(i) == "VBD" || d.xpos(i) == "VBZ" || d.xpos(i) == "VBP") || d.kid(i, "nsubj:outer", "csubj:outer") >= 0 && d.kid(i, "nsubj", "nsubj:pass") >= 0 {
		return -1
	}
	return d.kid(i, "cop")
}

// whetherOf reports whether a "whether" that the parser hung on one of the
// clause's nouns belongs to it.
func (d *page) whetherOf(c int) bool {
	head := d.clauses[c].head
	for k := head - 1; k >= d.a.Sentences[d.sentence[head]].First; k-- {
		if d.lower[k] != "whether" {
			continue
		}
		for h, n := d.head(k), 0; h >= 0 && n < 20; h, n = d.head(h), n+1 {
			if d.clauseAt[h] >= 0 {
				return h == head
			}
		}
	}
	return false
}

func (d *page) isPredicate(i int) bool {
	if prepositional[d.lower[i]] && d.kid(i, "nsubj", "nsubj:pass", "aux") < 0 && d.head(i) >= 0 || d.idiom(i) {
		return false
	}
	if !clausal[d.rel(i)] && d.head(i) >= 0 {
		return false
	}
	if i > 1 && d.word(i-1) == "-" && d.a.Tokens[i-1].End == d.a.Tokens[i].Start && d.rel(i) != "root" && d.kid(i, "nsubj", "aux") < 0 {
		return false // "money-making"
	}
	if d.kid(i, "cop") >= 0 {
		return true
	}
	if d.upos(i) != "VERB" && (d.upos(i) != "AUX" || d.kid(i, "nsubj", "expl") < 0) {
		return false
	}
	if d.rel(i) == "conj" || d.rel(i) == "appos" || d.rel(i) == "dep" {
		h := d.head(i)
		return h < 0 || d.clauseAt[h] >= 0 || d.upos(h) == "VERB" || d.kid(h, "cop") >= 0 || d.kid(i, "nsubj", "nsubj:pass") >= 0
	}
	return true
}

// idiom tells set phrases that hold a verb and say nothing: "so to speak".
func (d *page) idiom(i int) bool {
	return i >= 2 && d.lower[i] == "speak" && d.lower[i-1] == "to" && d.lower[i-2] == "so"
}

// attach finds the clause's parent, its link and its subordinator.
func (d *page) attach(c int) {
	cl := &d.clauses[c]
	cl.link = d.rel(cl.head)
	if d.head(cl.head) < 0 {
		cl.link = "root"
	}
	for h, n := d.head(cl.head), 0; h >= 0 && n < 200; h, n = d.head(h), n+1 {
		if d.clauseAt[h] >= 0 {
			cl.parent = d.clauseAt[h]
			break
		}
	}
	var marks []string
	for _, k := range d.kids[cl.head] {
		if d.rel(k) == "mark" || d.rel(k) == "case" && k < cl.head && cl.cop < 0 {
			marks = append(marks, d.lower[k])
			for _, f := range d.all(k, "fixed") {
				marks = append(marks, d.lower[f])
			}
		}
	}
	cl.mark = strings.Join(marks, " ")
	if !strings.Contains(cl.mark, "whether") && d.whetherOf(c) {
		cl.mark = strings.TrimSpace(cl.mark + " whether")
	}
	if k := d.kid(cl.head, "advmod"); cl.mark == "" && k >= 0 && k < cl.head && (d.xpos(k) == "WRB") {
		cl.mark = d.lower[k]
	}
	if prt := d.kid(cl.head, "compound:prt"); prt >= 0 {
		cl.particle = d.lower[prt]
	}
	if d.kid(cl.head, "aux:pass", "nsubj:pass", "obl:agent", "csubj:pass") >= 0 {
		cl.passive = true
	}
	if (cl.link == "acl" || cl.link == "advcl") && d.xpos(cl.head) == "VBN" && d.kid(cl.head, "aux", "obj") < 0 && cl.mark != "to" {
		cl.passive = true // "engineers based in China", "asked about it, Roy …"
	}
}

// resolve fills subjects, objects and obliques, those of the parent first,
// because a clause without its own subject borrows one.
func (d *page) resolve(c, depth int) {
	cl := &d.clauses[c]
	if cl.resolved || depth > 100 {
		return
	}
	cl.resolved = true
	if cl.parent >= 0 {
		d.resolve(cl.parent, depth+1)
	}
	if p := cl.parent; cl.link == "conj" && p >= 0 && d.xpos(cl.head) == "VBN" && d.clauses[p].passive && d.kid(cl.head, "aux", "nsubj") < 0 {
		cl.passive = true
	}
	d.own(cl)
	if len(cl.surface) == 0 && (len(cl.subjects) == 0 || cl.passive) && !cl.existal {
		d.borrow(cl)
	}
	d.relative(cl)
	d.shareObjects(cl)
}

// own reads the clause's own dependents.
func (d *page) own(cl *clause) {
	outer := -1 // the copula of "the problem is that it failed": subjects before it are another's
	if cl.cop < 0 {
		outer = d.kid(cl.head, "cop")
	}
	if k := d.kid(cl.head, "nsubj"); k >= 0 && d.lower[k] == "it" && emerging[d.lemma(cl.head)] && d.kid(cl.head, "ccomp", "csubj") >= 0 {
		cl.existal = true // "it emerged that"
	}
	if d.kid(cl.head, "expl") >= 0 || d.kid(cl.head, "nsubj:outer", "csubj:outer") >= 0 {
		cl.existal = true
	}
	for _, k := range d.kids[cl.head] {
		switch d.rel(k) {
		case "nsubj":
			if k < outer || d.laterSubject(cl.head, k) || d.timeAt[k] >= 0 && cl.cop < 0 && !timely[d.lemma(cl.head)] {
				continue
			}
			if !cl.existal || d.kid(cl.head, "nsubj:outer") >= 0 {
				if cl.passive && d.kid(cl.head, "aux:pass") >= 0 {
					cl.surface = append(cl.surface, d.members(k)...)
				} else {
					cl.subjects = append(cl.subjects, d.members(k)...)
				}
			}
		case "nsubj:pass":
			cl.surface = append(cl.surface, d.members(k)...)
		case "obj":
			if d.timeAt[k] >= 0 && cl.content < 0 && !spending[d.lemma(cl.head)] {
				d.addOblique(cl, k, -1) // "said Friday that …" is often read as an object
				continue
			}
			cl.objects = append(cl.objects, d.members(k)...)
		case "iobj":
			cl.indirect = append(cl.indirect, d.members(k)...)
		case "obl:agent":
			if cl.passive && d.base(k) == "obl" && d.means(k) {
				d.addOblique(cl, k, -1)
				continue
			}
			cl.subjects = append(cl.subjects, d.members(k)...)
		case "ccomp":
			if cl.content < 0 && d.clauseAt[k] >= 0 {
				cl.content = d.clauseAt[k]
			}
		case "xcomp":
			if cl.infinite < 0 {
				cl.infinite = k
			}
		case "obl", "obl:unmarked", "obl:tmod", "obl:npmod":
			if cl.passive && d.isAgent(k) {
				cl.subjects = append(cl.subjects, d.members(k)...)
				continue
			}
			d.addOblique(cl, k, -1)
		}
	}
	for _, o := range cl.objects {
		for _, k := range d.all(o, "nmod") {
			if d.rel(k) == "nmod" {
				d.addOblique(cl, k, o)
			}
		}
	}
	if cl.cop >= 0 && d.nominal(cl.head) {
		for _, k := range d.all(cl.head, "nmod") {
			if d.rel(k) == "nmod" {
				d.addOblique(cl, k, cl.head)
			}
		}
	}
	d.takePlace(cl)
	if cl.passive {
		d.sumsAside(cl)
		d.activate(cl)
	}
}

// takePlace reads "take place" as one verb.
func (d *page) takePlace(cl *clause) {
	if d.lemma(cl.head) == "take" && len(cl.objects) == 1 && d.lower[cl.objects[0]] == "place" && d.kid(cl.objects[0], "det", "nmod:poss") < 0 {
		cl.particle, cl.objects = "place", nil
	}
}

// sumsAside makes a sum in a passive of paying a circumstance: "was fined $9
// million" tells who was fined.
func (d *page) sumsAside(cl *clause) {
	if !paying[d.lemma(cl.head)] || len(cl.surface) == 0 {
		return
	}
	for _, o := range cl.objects {
		if d.valueAt[o] < 0 && d.upos(o) != "SYM" {
			return
		}
	}
	for _, o := range cl.objects {
		d.addOblique(cl, o, -1)
	}
	cl.objects = nil
}

func (d *page) addOblique(cl *clause, k, under int) {
	for _, m := range d.members(k) {
		prep, at := d.preposition(m)
		if prep == "" && m != k {
			prep, at = d.preposition(k)
		}
		cl.obliques = append(cl.obliques, oblique{head: m, prep: prep, at: at, under: under})
	}
}

// preposition returns the words that mark a noun phrase, and where they begin.
func (d *page) preposition(h int) (string, int) {
	var words []string
	at := -1
	for _, k := range d.kids[h] {
		if d.rel(k) != "case" || k > h {
			continue
		}
		if at < 0 {
			at = k
		}
		words = append(words, d.lower[k])
		for _, f := range d.all(k, "fixed") {
			words = append(words, d.lower[f])
		}
	}
	return strings.Join(words, " "), at
}
