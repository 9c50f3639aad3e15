package claim

import (
	"math"
)

// What the score of a tuple is computed from. The order is that of the weights.
const (
	fBias        = iota
	fHeads       // log of the parser's least certain head among predicate, subject and object
	fSentence    // mean log certainty of the sentence's heads
	fLength      // tokens of the sentence, in 40s
	fBorrowed    // the subject is another clause's
	fRelative    // a relative clause
	fParticiple  // a participle behind a noun
	fAdverbial   // an adverbial clause
	fInfinitive  // an infinitive or participle complement
	fConjoined   // a coordinated clause
	fSubjectLong // tokens of the subject, in tens
	fObjectLong
	fOblique   // the object stands behind a preposition
	fNoObject  // there is none
	fPassive   // a passive
	fCopula    // a copula
	fPronoun   // the subject is a pronoun
	fNamed     // the subject is a proper name
	fShareObj  // the object is coordinated
	fFirstRoot // the root of the sentence
	featureCount
)

// features describes a clause with one subject and one object (token heads, -1
// for none; prep as it stands before the object).
func (d *page) features(cl *clause, subject, object int, prep string) []float64 {
	f := make([]float64, featureCount)
	f[fBias] = 1
	least := d.certainty(cl.head)
	if subject >= 0 && d.below(subject, cl.head) {
		least = min(least, d.certainty(subject))
	}
	if object >= 0 && d.below(object, cl.head) {
		least = min(least, d.certainty(object))
	}
	f[fHeads] = math.Log(least)
	s := d.a.Sentences[d.sentence[cl.head]]
	for i := s.First; i < s.Last; i++ {
		f[fSentence] += math.Log(d.certainty(i)) / float64(s.Last-s.First)
	}
	f[fLength] = float64(s.Last-s.First) / 40
	on := func(k int, b bool) {
		if b {
			f[k] = 1
		}
	}
	on(fBorrowed, subject >= 0 && d.head(subject) != cl.head)
	on(fRelative, cl.link == "acl:relcl")
	on(fParticiple, cl.link == "acl")
	on(fAdverbial, cl.link == "advcl")
	on(fInfinitive, cl.link == "xcomp")
	on(fConjoined, cl.link == "conj")
	on(fFirstRoot, cl.link == "root")
	if subject >= 0 {
		p := d.nounPhrase(subject)
		f[fSubjectLong] = float64(p.last-p.first) / 10
		on(fPronoun, d.upos(subject) == "PRON")
		on(fNamed, d.upos(subject) == "PROPN")
	}
	if object >= 0 {
		p := d.nounPhrase(object)
		f[fObjectLong] = float64(p.last-p.first) / 10
		on(fShareObj, d.rel(object) == "conj")
	}
	on(fOblique, prep != "")
	on(fNoObject, object < 0)
	on(fPassive, cl.passive)
	on(fCopula, cl.cop >= 0)
	return f
}

// certainty is the parser's probability of a token's head, kept off zero. Trees
// from elsewhere carry none and count as certain.
func (d *page) certainty(i int) float64 {
	if s := float64(d.tok[i].HeadScore); s > 0 {
		return max(s, 0.01)
	}
	return 1
}

// weights were fitted by logistic regression on the triples that BenchIE's
// development sentences give, right where they equal a formulation of a fact.
var weights = [featureCount]float64{2.012, 0.966, 1.395, -0.889, -0.247, 0.390, 0.594, -0.687, 0.296, -0.188, -0.837,
	-0.009, -0.246, 0, 0.399, -0.747, 0.033, 0.366, -0.476, -0.306}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func dot(f []float64) float64 {
	x := 0.0
	for i, w := range weights {
		x += w * f[i]
	}
	return x
}
