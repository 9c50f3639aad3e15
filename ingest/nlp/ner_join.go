package nlp

import (
	"slices"
	"unicode"

	"dossier/ingest/nlp/ner"
	"dossier/schema"
)

// join makes one name of two found ones that only together name something:
// "Jean-Luc Roy", "Lord Vale of Ostra", "Central Bank of Norvia".
func (f *nameFinder) join(s Sentence) {
	for i := s.First + 1; i+1 < s.Last; i++ {
		a := f.taken[i-1]
		if a == 0 || f.names[a-1].last != i {
			continue
		}
		next := i + 1
		if f.an.word(i) == "of" && f.an.word(next) == "the" && next+1 < s.Last {
			next++
		}
		b := f.taken[next]
		if b == 0 || f.names[b-1].first != next {
			continue
		}
		left, right := f.names[a-1], f.names[b-1]
		label := "PER"
		switch {
		case f.hyphenated(i, left, right), f.noble(i, left, right):
		case f.bodyOf(i, left, right):
			label = "ORG"
		default:
			continue
		}
		f.replace(foundName{first: left.first, last: right.last, label: label, score: max(left.score, guess), named: left.named})
	}
}

// hyphenated reports whether a hyphen without spaces joins two given names.
func (f *nameFinder) hyphenated(i int, left, right foundName) bool {
	return isDash(f.an.word(i)) && left.label == "PER" && right.label == "PER" && left.last-left.first == 1 &&
		f.an.Tokens[i-1].End == f.an.Tokens[i].Start && f.an.Tokens[i].End == f.an.Tokens[i+1].Start
}

func isDash(w string) bool { return w == "-" || w == "‑" || w == "–" }

// nobility lists the titles that go with a place behind the name.
var nobility = set(`Lord Lady Baron Baroness Viscount Viscountess Earl Countess`)

// noble reports whether a peer is named with his place.
func (f *nameFinder) noble(i int, left, right foundName) bool {
	return f.an.word(i) == "of" && right.label != "ORG" && left.first > 0 && nobility[f.an.word(left.first-1)]
}

// bodyOf reports whether a kind of organisation is named with its place.
func (f *nameFinder) bodyOf(i int, left, right foundName) bool {
	return f.an.word(i) == "of" && left.label != "PER" && right.label == "LOC" && (len(left.facts) == 0 || allWeak(left.facts)) &&
		f.tagger != nil && f.tagger.Gazetteer().Class(f.an.word(i-1))&ner.OrgHead != 0
}

// described finds names that the recogniser missed behind a noun for a kind of
// organisation: "shipping firm Maresk fell".
func (f *nameFinder) described(s Sentence) {
	if f.types == nil || f.tagger == nil || f.shouting(s) != quiet {
		return
	}
	for i := s.First + 1; i < s.Last; i++ {
		if f.taken[i] != 0 || !f.unknownName(i) || !f.orgNoun(i-1) {
			continue
		}
		end := i + 1
		for end < s.Last && end < i+4 && f.taken[end] == 0 && f.an.Tokens[end].UPOS == "PROPN" && unicode.IsUpper(firstRune(f.an.word(end))) {
			end++
		}
		f.add(foundName{first: i, last: end, label: "ORG", score: 0.7, named: 0.7})
		i = end
	}
}

// unknownName reports whether a token is written and tagged as a name and known
// as nothing else: no word of the dictionary, no part of a person's name, no
// title, place or people.
func (f *nameFinder) unknownName(i int) bool {
	w := f.an.word(i)
	if f.an.Tokens[i].UPOS != "PROPN" || len(w) < 3 || !f.clear(i, i+1) || IsTitle(w) || IsGivenName(w) || f.demonym(w) {
		return false
	}
	const known = ner.Country | ner.City | ner.Region | ner.Place | ner.PersonName | ner.FirstName | ner.LastName | ner.Title |
		ner.Demonym | ner.PlaceHead | ner.Common | ner.SenseTime
	g := f.tagger.Gazetteer()
	return (g.Class(w)|g.Phrase([]string{w}))&known == 0
}

// orgNoun reports whether a token is a common noun for organisations only.
func (f *nameFinder) orgNoun(i int) bool {
	if f.an.Tokens[i].UPOS != "NOUN" || !unicode.IsLower(firstRune(f.an.word(i))) {
		return false
	}
	types := f.types.nouns().types[f.an.Tokens[i].Lemma]
	return len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool {
		return f.types.ontology.Family(t) != schema.FamilyOrg
	})
}

// regional finds organisations named after their region, of which only the
// region is known: "Teldra Middle East", "Ostrabank Africa".
func (f *nameFinder) regional(s Sentence) {
	if f.tagger == nil || f.shouting(s) != quiet {
		return
	}
	const regions = ner.Country | ner.Region | ner.Place
	g := f.tagger.Gazetteer()
	for i := s.First; i+1 < s.Last; i++ {
		if !f.unknownName(i) || !f.partOf(i, i+1) {
			continue
		}
		switch n := f.taken[i]; {
		case n == 0 && i > s.First && f.taken[i+1] > 0:
			r := f.names[f.taken[i+1]-1]
			if r.first == i+1 && r.label == "LOC" && g.Phrase(f.words(r.first, r.last))&regions != 0 {
				f.replace(foundName{first: i, last: r.last, label: "ORG", score: regionSure, named: regionSure})
			}
		case n > 0 && f.names[n-1].first == i && f.names[n-1].label == "LOC" && len(f.names[n-1].facts) == 0:
			if c := &f.names[n-1]; c.last-i > 1 && g.Phrase(f.words(i+1, c.last))&regions != 0 {
				c.label, c.score = "ORG", max(c.score, regionSure)
			}
		}
	}
}

// regionSure is the score of a name with a region: above what an apposition says
// of it, for "oil trader Teldra Africa" is no man.
const regionSure = 0.85

// partOf reports whether the parser hangs one of two tokens on the other as
// part of one noun, or both on a third.
func (f *nameFinder) partOf(a, b int) bool {
	for k := 0; k < 3; k++ {
		h := f.an.Tokens[a].Head
		if h < 0 {
			return false
		}
		if d := f.an.Tokens[a].Deprel; h >= b && h <= b+3 && (d == "compound" || d == "flat" || d == "nmod:desc") {
			return true
		}
		if t := f.an.Tokens[b]; t.Head == a && (t.Deprel == "flat" || t.Deprel == "nmod:desc" || t.Deprel == "compound") {
			return true
		}
		b++
		if b >= len(f.an.Tokens) {
			return false
		}
	}
	return false
}

// words returns the texts of a range of tokens.
func (f *nameFinder) words(first, last int) []string {
	words := make([]string, 0, last-first)
	for i := first; i < last; i++ {
		words = append(words, f.an.word(i))
	}
	return words
}

// speaks reports whether a name says something, as no thing does: "Kestra said",
// "according to Kestra".
func (f *nameFinder) speaks(n foundName) bool {
	if n.first > 1 && f.an.word(n.first-1) == "to" && f.an.word(n.first-2) == "according" {
		return true
	}
	t := f.an.Tokens[f.an.headOf(n.first, n.last)]
	return t.Deprel == "nsubj" && t.Head >= 0 && wordLists().member["say"][f.an.word(t.Head)]
}

// firmSpeaks reports whether a name that may be an organisation and no person says
// something.
func (f *nameFinder) firmSpeaks(first, last int, facts []kbName) bool {
	firm := false
	for _, n := range facts {
		if n.family == schema.FamilyPerson {
			return false
		}
		firm = firm || n.family == schema.FamilyOrg && n.fact.ID != ""
	}
	return firm && f.speaks(foundName{first: first, last: last})
}

// relabel mends a label that the words of the name contradict: a given name and a
// surname are a person, a county is none.
func (f *nameFinder) relabel(c foundName) foundName {
	if i := c.first - 1; c.label == "PER" && c.score < 0.6 && c.last-c.first == 1 && i >= 0 && f.an.Tokens[i].Head == c.first && f.taken[i] == 0 &&
		unicode.IsUpper(firstRune(f.an.word(i))) && !IsGivenName(f.an.word(i)) && !IsTitle(f.an.word(i)) {
		c.first, c.label = i, "ORG" // the first half of a firm's name was no word it knew
	}
	if c.last-c.first < 2 || f.tagger == nil {
		return c
	}
	g, last := f.tagger.Gazetteer(), f.an.word(c.last-1)
	switch given := IsGivenName(f.an.word(c.first)); {
	case c.label == "PER" && !given && area[last]:
		c.label = "LOC"
	case c.label == "LOC" && given && c.last-c.first == 2 && g.Class(last)&ner.LastName != 0 && g.Class(last)&ner.PlaceHead == 0 &&
		g.Phrase(f.words(c.first, c.last)) == 0:
		c.label = "PER"
	}
	return c
}

// area lists the last words of names of places that are no surnames.
var area = set(`County Province Township Prefecture Oblast Peninsula Island Islands Mountains River Airport Municipality District`)
