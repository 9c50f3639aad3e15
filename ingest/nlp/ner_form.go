package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/ingest/article"
	"dossier/ingest/nlp/ner"
)

// caseCount counts how a word is written in running text, away from the start
// of a sentence.
type caseCount struct {
	lower, upper int
	form         string // as written with a capital, its first time
}

// gatherCase reads the case of words where it tells something: not in
// headlines, not at the start of a sentence.
func (f *nameFinder) gatherCase() {
	f.cases = map[string]caseCount{}
	for _, s := range f.an.Sentences {
		if f.shouting(s) != quiet {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			w := f.an.word(i)
			r, _ := utf8.DecodeRuneInString(w)
			if !unicode.IsLetter(r) {
				continue
			}
			key := strings.ToLower(w)
			c := f.cases[key]
			switch {
			case unicode.IsLower(r):
				c.lower++
			case i > s.First:
				c.upper++
				if c.form == "" {
					c.form = w
				}
			}
			f.cases[key] = c
		}
	}
}

// How far the capitals of a sentence tell nothing.
const (
	quiet   = iota
	titled  // Every Word Has One
	shouted // EVERY LETTER IS ONE
)

func (f *nameFinder) shouting(s Sentence) int {
	var letters, upper, all, long int
	for i := s.First; i < s.Last; i++ {
		w := f.an.word(i)
		r, size := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if size < len(w) && strings.ToUpper(w) == w {
			all++
		}
		if utf8.RuneCountInString(w) > 3 {
			long++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	switch {
	case letters >= 3 && all*4 >= letters*3:
		return shouted
	case long >= 4 && upper*10 >= long*9 && (s.Region == article.Title || letters >= 5):
		return titled
	}
	return quiet
}

// recase lowers the capitals of a headline that only its style explains:
// words that the running text writes small, and plain words of the dictionary
// that it does not have. The words are changed in place.
func (f *nameFinder) recase(s Sentence, words []string) []string {
	style := f.shouting(s)
	if style == quiet {
		if f.silent(words) {
			f.raise(words)
		}
		return words
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) {
			continue
		}
		low := strings.ToLower(w)
		c, seen := f.cases[low]
		switch {
		case c.upper > c.lower && !f.dictionaryWord(low):
			words[i] = c.form
		case i == 0:
			if style == shouted {
				words[i] = upperFirst(low)
			}
		case seen || f.dictionaryWord(low):
			words[i] = low
		case style == shouted && utf8.RuneCountInString(w) > 4:
			words[i] = upperFirst(low)
		}
	}
	return words
}

// silent reports whether a sentence has no capitals but "I": its writer makes
// none, and names cannot be told by them.
func (f *nameFinder) silent(words []string) bool {
	letters := 0
	for _, w := range words {
		r := firstRune(w)
		if unicode.IsUpper(r) && w != "I" {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 3 && f.tagger != nil
}

// raise capitalises what the gazetteer knows as a name and the dictionary does
// not know as a word. The words are changed in place.
func (f *nameFinder) raise(words []string) {
	g := f.tagger.Gazetteer()
	const names = ner.Country | ner.City | ner.Region | ner.Place | ner.Company | ner.Media
	for i := 0; i < len(words); i++ {
		size := 0
		for n := min(4, len(words)-i); n > 1 && size == 0; n-- {
			if g.Phrase(words[i:i+n])&names != 0 && utf8.RuneCountInString(words[i]) > 2 && !neverName[words[i]] {
				size = n
			}
		}
		if c := g.Class(words[i]) | g.Phrase(words[i:i+1]); size == 0 && c&(names|ner.FirstName) != 0 && c&ner.Common == 0 && utf8.RuneCountInString(words[i]) > 3 {
			size = 1
		}
		for k := i; k < i+size; k++ {
			words[k] = upperFirst(words[k])
		}
		i += max(size-1, 0)
	}
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// dictionaryWord reports whether a lower-case word is plain English and no
// known part of a name.
func (f *nameFinder) dictionaryWord(low string) bool {
	return f.tagger != nil && f.tagger.Gazetteer().PlainWord(low)
}

// trim takes off what is no part of a name: an article and a title before a
// person, a possessive and closing signs behind.
func (f *nameFinder) trim(c foundName, s Sentence) foundName {
	for c.last > c.first {
		w := f.an.word(c.last - 1)
		if w != "'s" && w != "’s" && w != "'" && w != "’" && w != "," && w != "-" && w != ":" && w != "\"" && w != "”" {
			break
		}
		c.last--
	}
	for c.last-c.first > 1 {
		w := f.an.word(c.first)
		if w != "\"" && w != "“" && w != "-" && w != "." {
			break
		}
		c.first++
	}
	if w := f.an.word(c.last - 1); c.last-c.first > 2 && (w == "KC" || w == "QC" || w == "SAN" || w == "OBE" || w == "MBE" || w == "CBE") {
		c.last, c.label, c.score = c.last-1, "PER", max(c.score, 0.7)
	}
	if c.last-c.first > 2 && c.label != "ORG" && natives[f.an.word(c.first)] {
		c.first, c.label, c.score = c.first+1, "PER", max(c.score, guess) // "Spaniard Iker Etxe"
	}
	if c.label == "PER" {
		c.first = f.behindTitle(c)
	}
	return c
}

// natives say where the person they stand in front of is from.
var natives = set(`Spaniard Frenchman Frenchwoman Englishman Englishwoman Irishman Irishwoman Dutchman Dutchwoman Welshman Scotsman Briton Dane Swede
	Finn Pole Croat Turk`)

// postNominals are honours and callings behind a person's name.
var postNominals = set("KC QC SC SAN MP MEP MSP MBE OBE CBE KBE GBE PhD MD Esq FRS JP PC QPM")

// model extends a name by the number of a model and calls it a thing:
// "Mohajer-6", "COVID-19".
func (f *nameFinder) model(c foundName, s Sentence) foundName {
	if c.last-c.first != 1 || c.last+1 >= s.Last || c.label == "LOC" && f.commonKnowledge(f.an.word(c.first)) {
		return c
	}
	dash, number := f.an.word(c.last), f.an.word(c.last+1)
	if isDash(dash) && number != "" && number[0] >= '0' && number[0] <= '9' &&
		f.an.Tokens[c.first].End == f.an.Tokens[c.last].Start && f.an.Tokens[c.last].End == f.an.Tokens[c.last+1].Start {
		c.last, c.label, c.score = c.last+2, "MISC", max(c.score, 0.6)
	}
	return c
}

// partners extends a firm of partners to the names before its commas:
// "Pell, Haug & Partners LLP".
func (f *nameFinder) partners(c foundName, s Sentence) foundName {
	if c.label != "ORG" || !IsOrgSuffix(f.an.word(c.last-1)) || !strings.Contains(f.text(c.first, c.last), " & ") {
		return c
	}
	for c.first-2 >= s.First && f.an.word(c.first-1) == "," && unicode.IsUpper(firstRune(f.an.word(c.first-2))) &&
		(c.first-3 < s.First || !unicode.IsUpper(firstRune(f.an.word(c.first-3)))) {
		c.first -= 2
	}
	return c
}

// make tells a make of car or phone from a person: its first word is a known
// company and no given name.
func (f *nameFinder) make(c foundName) foundName {
	if c.label != "PER" || c.last-c.first < 2 || IsGivenName(f.an.word(c.first)) {
		return c
	}
	facts := f.kb.lookup(f.an.word(c.first))
	if len(facts) > 0 && !allWeak(facts) && labelOfFacts(facts) == "ORG" {
		c.label = "MISC"
	}
	return c
}

// purposes joins an institution with what it is for, where the recogniser saw
// two names: "Ostra Foundation for Human Rights".
func (f *nameFinder) purposes(s Sentence) {
	for i := s.First + 1; i+1 < s.Last; i++ {
		a, b := f.taken[i-1], f.taken[i+1]
		if f.an.word(i) != "for" || a == 0 || b == 0 || f.tagger == nil {
			continue
		}
		left, right := f.names[a-1], f.names[b-1]
		if left.label == "ORG" && left.last == i && right.first == i+1 && right.label != "PER" && right.label != "LOC" &&
			f.tagger.Gazetteer().Class(f.an.word(i-1))&ner.OrgHead != 0 {
			left.last, left.facts, left.score = right.last, nil, max(left.score, guess)
			f.replace(left)
		}
	}
}

// behindTitle returns where a person's name starts behind its titles:
// "Transport Minister Ivo Brandt".
func (f *nameFinder) behindTitle(c foundName) int {
	if IsGivenName(f.an.word(c.first)) {
		return c.first // Earl Warren, Martin Luther King Jr.
	}
	if c.first >= 2 && f.an.word(c.first-1) == "of" && IsTitle(f.an.word(c.first-2)) {
		for i := c.first + 1; i < c.last-1; i++ { // Minister of Finance Ivo Brandt
			if IsGivenName(f.an.word(i)) {
				return i
			}
		}
	}
	for i := c.last - 2; i >= c.first; i-- {
		if w := f.an.word(i); IsTitle(w) && !IsGivenName(w) {
			next := f.an.word(i + 1)
			if r := firstRune(next); !unicode.IsUpper(r) || nameSuffix[next] {
				return c.first
			}
			return i + 1
		}
	}
	return c.first
}

var nameSuffix = map[string]bool{"Jr": true, "Jr.": true, "Sr": true, "Sr.": true, "II": true, "III": true, "IV": true}

// never reports whether a span cannot be a name: days and months, dates, lone
// letters and signs, pronouns.
func (f *nameFinder) never(c foundName) bool {
	lists := wordLists().member
	letters := false
	dates := true
	for i := c.first; i < c.last; i++ {
		w := f.an.word(i)
		for _, r := range w {
			letters = letters || unicode.IsLetter(r)
		}
		dates = dates && (lists["weekday"][w] || lists["month"][w] && c.label != "PER" || !strings.ContainsFunc(w, unicode.IsLetter))
	}
	if !letters || dates || f.isSum(c) {
		return true
	}
	if w := f.an.word(c.first); c.last-c.first == 1 {
		if neverName[strings.ToLower(w)] || f.officeOnly(c, w) || f.demonym(w) && (c.label == "MISC" || c.label == "LOC") {
			return true
		}
	}
	last := f.an.word(c.last - 1)
	if c.label == "PER" && c.last-c.first > 1 && IsTitle(last) && !IsGivenName(last) && !IsGivenName(f.an.word(c.first)) && c.score < 0.8 {
		return true // U.S. Secretary
	}
	return c.last-c.first == 1 && utf8.RuneCountInString(strings.TrimSuffix(last, ".")) == 1
}

// officeOnly reports whether a name of one word is but part of a title: "Crown
// Prince", "Labor Secretary".
func (f *nameFinder) officeOnly(c foundName, w string) bool {
	next := ""
	if c.last < len(f.an.Tokens) {
		next = f.an.word(c.last)
	}
	if IsTitle(w) && !IsGivenName(w) {
		return c.score < 0.9 || IsTitle(next)
	}
	return next == "Secretary" && listedType()[kbKey(w)] == "PoliticalParty"
}

// demonym reports whether a word is a people or its adjective, also in
// capitals: "Chinese" points at a country and does not name it.
func (f *nameFinder) demonym(w string) bool {
	if strings.ToUpper(w) == w && len(w) > 3 {
		w = upperFirst(strings.ToLower(w))
	}
	return (wordLists().member["Demonym"][w] || f.kb.demonyms[w] != nil) && f.kb.names[w] == nil
}

// neverName lists words that no name consists of.
var neverName = map[string]bool{"i": true, "he": true, "she": true, "it": true, "we": true, "they": true, "you": true, "the": true,
	"a": true, "an": true, "this": true, "that": true, "and": true, "or": true, "but": true, "mr.": true, "mrs.": true, "ms.": true, "dr.": true,
	"mr": true, "mrs": true, "ms": true, "dr": true, "inc.": true, "corp.": true, "ltd.": true, "email": true, "e-mail": true, "ok": true}

// writtenAsName reports whether tokens the knowledge base matches are written
// as a name here: not in a headline whose capitals tell nothing, unless the
// name has several words.
func (f *nameFinder) writtenAsName(first, last int, facts []kbName) bool {
	w := f.an.word(first)
	r, _ := utf8.DecodeRuneInString(w)
	return last-first > 1 || !unicode.IsLower(r) || strings.ToLower(w) != w
}

// platformCues are the words before a platform of one letter.
var platformCues = map[string]bool{"on": true, "to": true, "via": true, "platform": true, "network": true, "site": true, "through": true}

// weakFits reports whether the context supports a weak name: an organisation that
// speaks, or a name of one letter with a cue ("posted on X"); any other waits for
// the recogniser.
func (f *nameFinder) weakFits(first, last int, facts []kbName) bool {
	if n := f.taken[first]; n > 0 {
		return f.names[n-1].first == first && f.names[n-1].last == last
	}
	if f.firmSpeaks(first, last, facts) {
		return true // Apple said
	}
	if last-first > 1 || utf8.RuneCountInString(f.an.word(first)) > 1 {
		return false
	}
	for _, n := range facts {
		if n.fact.Type == "Platform" || n.fact.Type == "Company" {
			before := first > 0 && platformCues[strings.ToLower(f.an.word(first-1))]
			after := last+1 < len(f.an.Tokens) && f.an.word(last) == "," && strings.EqualFold(f.an.word(last+1), "formerly")
			post := last < len(f.an.Tokens) && (f.an.word(last) == "post" || f.an.word(last) == "account" || f.an.word(last) == "users")
			// "on X axis" and "to X": a name stands before a pause or a clause.
			end := last >= len(f.an.Tokens) || !strings.ContainsFunc(f.an.word(last)[:1], unicode.IsLetter) || f.an.word(last) == "that"
			if after || post || before && (end || f.an.word(first-1) == "on") {
				return true
			}
		}
	}
	return false
}
