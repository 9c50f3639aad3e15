package nlp

import (
	"sort"
	"strings"
	"sync"
	"unicode"

	"dossier/ingest/nlp/ner"
	"dossier/schema"
)

// nameTables hold what name finding needs beside the weights, built from the
// ontology at first use.
type nameTables struct {
	once    sync.Once
	kb      *kbIndex
	affixes map[string][]string // word in a name → entity types it gives away
}

func (a *Analyzer) tables() *nameTables {
	a.names.once.Do(func() {
		a.names.kb = newKBIndex(a.ontology)
		a.names.affixes = affixTypes(a.ontology)
	})
	return &a.names
}

func affixTypes(o *schema.Ontology) map[string][]string {
	m := map[string][]string{}
	if o == nil {
		return m
	}
	for _, t := range o.EntityTypes() {
		if t.Family == schema.FamilyPerson {
			continue // titles have their own list
		}
		for _, w := range t.Affix {
			m[w] = append(m[w], t.Name)
		}
	}
	return m
}

// findNames appends the names of an analysis to its mentions: spans on token
// boundaries, in text order, never overlapping, each with its coarse label, an
// ontology type for what its own words and neighbours give away, and its head
// token. It needs sentences and tokens; tags and heads help when present.
//
// The recogniser reads each sentence by itself; the knowledge base adds the
// names it holds; then the document is looked at as a whole: one name gets one
// label, and a name seen clearly once is found elsewhere.
func (a *Analyzer) findNames(an *Analysis) {
	f := &nameFinder{an: an, kb: a.tables().kb, tagger: recogniser(), taken: make([]int32, len(an.Tokens))}
	if a.ontology != nil {
		f.types = a
	}
	f.gatherCase()
	for first := 0; first < len(an.Sentences); first += nameWindow {
		last := min(first+nameWindow, len(an.Sentences))
		f.names, f.terms = f.names[:0], map[string]string{}
		for _, s := range an.Sentences[first:last] {
			f.read(s)
		}
		f.vote()
		f.spread(an.Sentences[first:last])
		f.particles()
		f.append(a)
	}
	sort.SliceStable(an.Mentions, func(i, j int) bool { return an.Mentions[i].Start < an.Mentions[j].Start })
}

// nameWindow is the most sentences that are taken for one document: what a
// name means in one article tells nothing about a whole corpus.
const nameWindow = 150

// A nameFinder finds the names of one analysis.
type nameFinder struct {
	an     *Analysis
	kb     *kbIndex
	tagger *ner.Tagger
	types  *Analyzer            // for its ontology; nil without one
	cases  map[string]caseCount // lower-cased word → how it is written outside headlines
	taken  []int32              // token → number of the found name on it plus one, in this window
	names  []foundName
	terms  map[string]string // acronym defined in this window → label
}

// A foundName is a name before it becomes a mention.
type foundName struct {
	first, last int // tokens
	label       string
	score       float64
	named       float64 // how sure it is a name at all
	facts       []kbName
	dropped     bool
}

func (f *nameFinder) add(n foundName) {
	f.names = append(f.names, n)
	for i := n.first; i < n.last; i++ {
		f.taken[i] = int32(len(f.names))
	}
}

// legalForm lists the suffixes that only firms have, whatever the recogniser says.
var legalForm = set(`Inc Inc. Corp Corp. Co. Ltd Ltd. LLC LLP PLC plc GmbH AG Sp. S.A. S.p.A. N.V. B.V. A/S Oyj`)

// replace adds a name and drops those it overlaps.
func (f *nameFinder) replace(n foundName) {
	for i := n.first; i < n.last; i++ {
		if k := f.taken[i]; k > 0 {
			f.names[k-1].dropped = true
		}
	}
	f.add(n)
}

// free reports whether no name stands on the tokens.
func (f *nameFinder) free(first, last int) bool {
	for i := first; i < last; i++ {
		if f.taken[i] != 0 {
			return false
		}
	}
	return true
}

func (f *nameFinder) text(first, last int) string {
	return f.an.Text[f.an.Tokens[first].Start:f.an.Tokens[last-1].End]
}

// read finds the names of one sentence.
func (f *nameFinder) read(s Sentence) {
	words := make([]string, 0, s.Last-s.First)
	for i := s.First; i < s.Last; i++ {
		words = append(words, f.an.word(i))
	}
	words = f.recase(s, words)
	if f.tagger != nil {
		for _, n := range f.tagger.Tag(words) {
			c := foundName{first: s.First + n.First, last: s.First + n.Last, label: n.Label, score: n.Score, named: n.Named}
			if end := f.an.word(c.last - 1); c.label == "ORG" && IsOrgSuffix(end) || c.last-c.first > 1 && legalForm[end] {
				c.label, c.score = "ORG", max(c.score, 0.9)
			}
			if c = f.model(f.trim(f.behindOffice(c), s), s); c.first < c.last && !f.never(c) {
				f.replace(f.trade(f.make(f.relabel(f.partners(c, s)))))
			}
		}
	}
	f.purposes(s)
	f.firms(s)
	f.bodies(s)
	f.centres(s)
	f.offices(s)
	f.known(s)
	f.join(s)
	f.described(s)
	f.regional(s)
	f.definitions(s)
}

// known adds the names of the knowledge base. A longer name of it replaces
// what the recogniser found inside; inside a longer found name it is left.
func (f *nameFinder) known(s Sentence) {
	for i := s.First; i < s.Last; {
		end, facts := f.longest(i, s.Last)
		if end <= i || allWeak(facts) && !f.weakFits(i, end, facts) {
			i++
			continue
		}
		first := i
		i = end
		if f.exact(first, end, facts) {
			continue
		}
		n := foundName{first: first, last: end, label: labelOfFacts(facts), score: 0.9, facts: facts}
		if !f.covers(first, end) || !f.writtenAsName(first, end, facts) || f.isSum(n) {
			continue
		}
		switch {
		case n.label == "PER":
			n.first = f.behindTitle(n)
		case n.label == "" && f.firmSpeaks(first, end, facts):
			n.label = "ORG"
		}
		f.replace(n)
	}
}

// longest returns the longest name from token i on that the knowledge base or
// the lists hold. A listed name has its type but no fact to show.
func (f *nameFinder) longest(i, limit int) (end int, facts []kbName) {
	end, facts = f.kb.longest(f.an, i, limit)
	if n, listed := listedNames().longest(f.an, i, limit); n > end && n-i > 1 {
		return n, listed
	}
	return end, facts
}

// listedNames indexes the names of the embedded lists that have several words.
var listedNames = sync.OnceValue(func() *kbIndex {
	x := newKBIndex(nil)
	families := map[string]schema.Family{"Region": schema.FamilyPlace, "Place": schema.FamilyPlace, "Country": schema.FamilyPlace,
		"Platform": schema.FamilyThing, "System": schema.FamilyThing, "Product": schema.FamilyThing, "WeaponSystem": schema.FamilyThing,
		"Disease": schema.FamilyThing}
	for _, section := range WordSections() {
		if section == "Demonym" || !unicode.IsUpper(firstRune(section)) {
			continue
		}
		family := families[section]
		if family == "" {
			family = schema.FamilyOrg
		}
		for _, name := range WordList(section) {
			if strings.Contains(name, " ") {
				x.add(name, kbName{fact: &schema.Fact{Type: section, Name: name}, family: family})
			}
		}
	}
	return x
})

// exact gives the facts to a name found on just these tokens.
func (f *nameFinder) exact(first, last int, facts []kbName) bool {
	n := f.taken[first]
	if n == 0 {
		return false
	}
	c := &f.names[n-1]
	if c.first != first || c.last != last {
		return false
	}
	if facts[0].fact.ID == "" {
		return true // a list does not know better than the recogniser
	}
	c.facts = facts
	if l := labelOfFacts(facts); l != "" && !allWeak(facts) && (c.score < 0.9 || l != "MISC") {
		c.label, c.score = l, max(c.score, 0.9)
	}
	return true
}

// covers reports whether every name on the tokens lies within them.
func (f *nameFinder) covers(first, last int) bool {
	for i := first; i < last; i++ {
		if n := f.taken[i]; n > 0 && (f.names[n-1].first < first || f.names[n-1].last > last) {
			return false
		}
	}
	return true
}

// labelOfFacts returns the coarse label all facts agree on, or "". Those that
// carry the name for certain decide over those that may: "the US government" is
// a body, though the country is called so as well.
func labelOfFacts(facts []kbName) string {
	label, weak := "", allWeak(facts)
	for _, n := range facts {
		if n.weak && !weak {
			continue
		}
		l := labelOfFamily(n.family)
		if label != "" && l != label {
			return ""
		}
		label = l
	}
	return label
}

func labelOfFamily(f schema.Family) string {
	switch f {
	case schema.FamilyPerson:
		return "PER"
	case schema.FamilyOrg:
		return "ORG"
	case schema.FamilyPlace:
		return "LOC"
	}
	return "MISC"
}

// append turns what is left into mentions and clears the window.
func (f *nameFinder) append(a *Analyzer) {
	an := f.an
	for _, n := range f.names {
		for i := n.first; i < n.last; i++ {
			f.taken[i] = 0
		}
		if n.dropped || n.label == "" {
			continue
		}
		m := Mention{
			Span:  Span{Start: an.Tokens[n.first].Start, End: an.Tokens[n.last-1].End},
			First: n.first, Last: n.last, Head: an.headOf(n.first, n.last),
			Kind: Name, Label: n.label, Entity: -1, Score: n.score,
		}
		m.Type = a.typeOfMention(an, &m)
		an.Mentions = append(an.Mentions, m)
	}
}

// headOf returns the token of the range whose governor lies outside it, else
// the last one.
func (an *Analysis) headOf(first, last int) int {
	for i := first; i < last; i++ {
		if h := an.Tokens[i].Head; an.Tokens[i].Deprel != "" && (h < first || h >= last) {
			return i
		}
	}
	return last - 1
}
