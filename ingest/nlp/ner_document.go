package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/ingest/nlp/ner"
)

// A nameTally adds up what a document says about one text as a name.
type nameTally struct {
	weight map[string]float64 // label → evidence
	best   string
	top    float64 // the best score of one of its occurrences
}

func (t *nameTally) add(label string, w float64) {
	if t.weight == nil {
		t.weight = map[string]float64{}
	}
	t.weight[label] += w
}

// settle sets the label with the most evidence; ties go by alphabet.
func (t *nameTally) settle() {
	for _, l := range [...]string{"LOC", "MISC", "ORG", "PER"} {
		if t.weight[l] > t.weight[t.best] {
			t.best = l
		}
	}
}

// evidence grades a name by its score: sure ones count far more than guesses.
func evidence(score float64) float64 { return score * score }

// guess is the score below which a label counts only when the document has more
// for it: measured on the development sets, more of them are wrong than right.
const guess = 0.5

// vote gives the same text the same label over the document, and a surname the
// label of the person who bears it.
func (f *nameFinder) vote() {
	tally := f.tally()
	firms := f.firstWords(tally)
	surnames := f.surnames(tally, firms)
	for i := range f.names {
		n := &f.names[i]
		if n.dropped {
			continue
		}
		text := kbKey(f.text(n.first, n.last))
		if l := f.terms[text]; l != "" {
			n.label = l
			continue
		}
		if len(n.facts) > 0 && !allWeak(n.facts) {
			continue
		}
		if n.last-n.first == 1 && surnames[text] > max(tally[text].weight["ORG"], tally[text].weight["LOC"]) {
			n.label, n.score = "PER", max(n.score, guess)
			continue
		}
		if n.label == "PER" && n.last-n.first == 1 && surnames[text] == 0 && f.seatOnly(*n) {
			n.label = "LOC" // "Washington imposed sanctions"
			continue
		}
		if n.score < guess && tally[text].top < guess && tally[text].weight[tally[text].best] < 0.5 {
			if l := labelOfFacts(f.kb.lookup(text)); l != "" {
				n.label = l // BRASÍLIA
				continue
			}
			n.dropped = n.named < 0.6 && !f.introduced(n)
			n.label = "MISC"
			continue
		}
		if n.last-n.first == 1 && 3*firms[text] > tally[text].weight[tally[text].best] && surnames[text] == 0 {
			n.label = "ORG"
			continue
		}
		if t := tally[text]; t.best != n.label && t.weight[t.best] > 1.5*t.weight[n.label] {
			n.label = t.best
		}
	}
}

func (f *nameFinder) tally() map[string]*nameTally {
	tally := map[string]*nameTally{}
	for _, n := range f.names {
		if n.dropped {
			continue
		}
		text := kbKey(f.text(n.first, n.last))
		if tally[text] == nil {
			tally[text] = &nameTally{}
		}
		tally[text].add(n.label, evidence(n.score))
		tally[text].top = max(tally[text].top, n.score)
		f.neighbours(n, tally[text])
	}
	for _, t := range tally {
		t.settle()
	}
	return tally
}

// neighbours adds what titles and appositions beside a name tell.
func (f *nameFinder) neighbours(n foundName, t *nameTally) {
	if f.types == nil {
		return
	}
	m := Mention{First: n.first, Last: n.last, Head: f.an.headOf(n.first, n.last)}
	for _, v := range f.types.neighbourVotes(f.an, &m, nil) {
		if l := labelOfFamily(f.types.ontology.Family(v.name)); l != "MISC" {
			t.add(l, contextShare*v.weight)
		}
	}
	if f.tagger == nil {
		return
	}
	if n.label == "PER" && !IsGivenName(f.an.word(n.first)) && saysIt(f.an, m.Head) {
		t.add("ORG", 1.2)
	}
	if n.label == "MISC" && f.speaks(n) {
		t.add("ORG", speechShare)
	}
	switch c := f.tagger.Gazetteer().Phrase(f.words(n.first, n.last)); {
	case c&(ner.PersonName|ner.FirstName|ner.LastName|ner.Common) != 0:
	case c&ner.Country != 0:
		t.add("LOC", 0.5)
	case c&(ner.City|ner.Region|ner.Place) != 0 && c&(ner.Company|ner.Organisation) == 0:
		t.add("LOC", 0.25)
	case c&(ner.Company|ner.Media|ner.Organisation) != 0 && c&(ner.City|ner.Region|ner.Place) == 0:
		t.add("ORG", 0.25)
	}
}

// Weights of the context against the recogniser's own votes.
const (
	contextShare = 0.4 // scales the votes of neighbours
	speechShare  = 0.6 // of what speaks
)

// surnames returns the last words of persons' full names and the evidence, and
// inner words that no firm's name begins with.
func (f *nameFinder) surnames(tally map[string]*nameTally, firms map[string]float64) map[string]float64 {
	out := map[string]float64{}
	for _, n := range f.names {
		if n.dropped || n.last-n.first < 2 || tally[kbKey(f.text(n.first, n.last))].best != "PER" {
			continue
		}
		if w := f.an.word(n.last - 1); utf8.RuneCountInString(w) > 2 && !strings.HasSuffix(w, ".") {
			out[kbKey(w)] += evidence(n.score)
		}
		if n.last-n.first == 3 && f.innerName(n.first+1) && firms[kbKey(f.an.word(n.first+1))] == 0 {
			out[kbKey(f.an.word(n.first+1))] += evidence(n.score) / 2
		}
	}
	return out
}

// innerName reports a word inside a person's name that may be the surname:
// "Sheinbaum" of "Claudia Sheinbaum Pardo".
func (f *nameFinder) innerName(i int) bool {
	w := f.an.word(i)
	return len(w) > 4 && !f.commonKnowledge(w)
}

// firstWords returns the first words of organisations' longer names and the
// evidence: "Teldra" of "Teldra Heavy Industries". Words of the dictionary,
// places and given names stand for themselves.
func (f *nameFinder) firstWords(tally map[string]*nameTally) map[string]float64 {
	out := map[string]float64{}
	for _, n := range f.names {
		if n.dropped || n.last-n.first < 2 || tally[kbKey(f.text(n.first, n.last))].best != "ORG" || !f.clear(n.first, n.first+1) {
			continue
		}
		if w := f.an.word(n.first); !f.commonKnowledge(w) && utf8.RuneCountInString(w) > 2 {
			out[kbKey(w)] += evidence(n.score)
		}
	}
	return out
}

// commonKnowledge reports whether a word by itself is known as a place, a
// given name or an adjective of a nation.
func (f *nameFinder) commonKnowledge(w string) bool {
	if IsGivenName(w) || f.tagger == nil {
		return true
	}
	c := f.tagger.Gazetteer().Class(w) | f.tagger.Gazetteer().Phrase([]string{w})
	return c&(ner.Country|ner.City|ner.Region|ner.Place|ner.Demonym|ner.PlaceHead|ner.OrgHead) != 0
}

// spread finds names elsewhere that the document shows clearly once: the same
// text, the surname alone, the acronym defined in brackets.
func (f *nameFinder) spread(sentences []Sentence) {
	known := map[string]foundName{}
	longest := map[string]int{} // first word → most tokens
	learn := func(first, last int, label string, score float64) {
		if score < 0.6 {
			return
		}
		key := kbKey(f.text(first, last))
		if have, ok := known[key]; ok && have.score >= score {
			return
		}
		known[key] = foundName{first: first, last: last, label: label, score: score}
		w := f.an.word(first)
		longest[w] = max(longest[w], last-first)
	}
	for _, n := range f.names {
		if n.dropped || n.label == "MISC" {
			continue
		}
		if f.clear(n.first, n.last) {
			learn(n.first, n.last, n.label, n.score)
		}
		if n.label == "PER" && n.last-n.first > 1 && f.clear(n.last-1, n.last) {
			learn(n.last-1, n.last, "PER", n.score*0.95)
		}
		if n.label == "ORG" && n.last-n.first > 1 && f.clear(n.first, n.first+1) && !f.commonKnowledge(f.an.word(n.first)) {
			learn(n.first, n.first+1, "ORG", n.score*0.9)
		}
	}
	for _, n := range f.names { // no part of a person's name where a firm has it: Ortega Foods
		if n.dropped || n.label != "PER" || n.last-n.first != 3 {
			continue
		}
		if _, ok := known[kbKey(f.an.word(n.first+1))]; !ok && f.innerName(n.first+1) && f.clear(n.first+1, n.first+2) {
			learn(n.first+1, n.first+2, "PER", n.score*0.9)
		}
	}
	f.shoutedNames(sentences, known)
	for _, s := range sentences {
		for i := s.First; i < s.Last; i++ {
			for size := min(longest[f.an.word(i)], s.Last-i); size > 0; size-- {
				if n, ok := known[kbKey(f.text(i, i+size))]; ok && f.free(i, i+size) {
					c := foundName{first: i, last: i + size, label: n.label, score: n.score * 0.9}
					if i >= n.last || i+size <= n.first {
						f.add(c)
					}
					i += size - 1
					break
				}
			}
		}
	}
}

// shoutedNames finds the names of the running text in headlines written in
// capitals, where they replace what the recogniser guessed.
func (f *nameFinder) shoutedNames(sentences []Sentence, known map[string]foundName) {
	upper := map[string]foundName{}
	starts := map[string]int{}
	for _, key := range sortedKeys(known) {
		n := known[key]
		up := strings.ToUpper(key)
		if have, ok := upper[up]; !ok || have.score < n.score {
			upper[up] = n
		}
		first := strings.ToUpper(f.an.word(n.first))
		starts[first] = max(starts[first], n.last-n.first)
	}
	for _, s := range sentences {
		if f.shouting(s) != shouted {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			for size := min(starts[strings.ToUpper(f.an.word(i))], s.Last-i); size > 0; size-- {
				n, ok := upper[strings.ToUpper(kbKey(f.text(i, i+size)))]
				if !ok || !f.covers(i, i+size) {
					continue
				}
				f.replace(foundName{first: i, last: i + size, label: n.label, score: n.score * 0.9})
				i += size - 1
				break
			}
		}
	}
}

// clear reports whether a name is safe to look for elsewhere: capitalised,
// and not a word that the document or the dictionary also writes small.
func (f *nameFinder) clear(first, last int) bool {
	w := f.an.word(first)
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(r) || utf8.RuneCountInString(w) < 2 {
		return false
	}
	if last-first > 1 {
		return true
	}
	low := strings.ToLower(w)
	if strings.ToUpper(w) == w {
		return f.cases[low].lower == 0 && len(w) > 1
	}
	return f.cases[low].lower == 0 && !f.dictionaryWord(low)
}

// definitions finds "Alpha Beta Council (ABC)" in a sentence: a run of words
// whose initials the brackets repeat is one name, and so is the acronym.
func (f *nameFinder) definitions(s Sentence) {
	for i := s.First + 2; i+2 < s.Last; i++ {
		if f.an.word(i) != "(" || f.an.word(i+2) != ")" {
			continue
		}
		first := f.definedFrom(s, i)
		if first < 0 {
			f.shortForm(i)
		}
		if first < 0 || !f.covers(first, i) {
			continue
		}
		label := "ORG"
		for k := first; k < i; k++ {
			n := f.taken[k]
			if n == 0 {
				continue
			}
			c := &f.names[n-1]
			if c.last == i && (c.first == first || c.score > 0.5) {
				label = c.label
			}
			c.dropped = true
		}
		if label == "PER" {
			label = "ORG"
		}
		if n := f.taken[i+1]; n > 0 {
			f.names[n-1].dropped = true
		}
		f.terms[kbKey(f.an.word(i+1))] = label
		f.add(foundName{first: first, last: i, label: label, score: 0.9})
		f.add(foundName{first: i + 1, last: i + 2, label: label, score: 0.95})
	}
}

// shortForm takes capitals in brackets behind an organisation's name for its
// short form though they are not its initials in English: "Liberal Party (PL)".
func (f *nameFinder) shortForm(open int) {
	n := f.taken[open-1]
	short := f.an.word(open + 1)
	if n == 0 || strings.ToUpper(short) != short || !unicode.IsUpper(firstRune(short)) || utf8.RuneCountInString(short) < 2 {
		return
	}
	c := f.names[n-1]
	if c.label != "ORG" || c.last != open || c.last-c.first < 2 || c.score < 0.5 {
		return
	}
	if m := f.taken[open+1]; m > 0 && len(f.names[m-1].facts) > 0 {
		return // it is known as something else
	}
	f.terms[kbKey(short)] = "ORG"
	f.replace(foundName{first: open + 1, last: open + 2, label: "ORG", score: 0.9})
}

// definedFrom returns the first word of the name that the acronym behind the
// bracket at token open stands for, or -1.
func (f *nameFinder) definedFrom(s Sentence, open int) int {
	short := f.an.word(open + 1)
	if r := utf8.RuneCountInString(short); r < 2 || r > 8 || strings.ToUpper(short) != short {
		return -1
	}
	for first := open - 1; first >= s.First && first >= open-9; first-- {
		w := f.an.word(first)
		r := firstRune(w)
		if !unicode.IsUpper(r) {
			if strings.ToLower(w) != w || utf8.RuneCountInString(w) > 3 {
				return -1
			}
			continue
		}
		if r == unicode.ToUpper(firstRune(short)) && open-first > 1 && isAcronymOf(short, f.text(first, open)) {
			return first
		}
	}
	return -1
}

// isAcronymOf reports whether the letters of short open words of name, in
// order: small words may be skipped.
func isAcronymOf(short, name string) bool {
	letters := strings.ToUpper(strings.ReplaceAll(short, ".", ""))
	if utf8.RuneCountInString(letters) < 2 || strings.ToUpper(short) != short {
		return false
	}
	rest := []rune(letters)
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == ' ' || r == '-' || r == '‑' || r == '\n' }) {
		r, _ := utf8.DecodeRuneInString(w)
		if len(rest) > 0 && unicode.ToUpper(r) == rest[0] {
			rest = rest[1:]
		} else if unicode.IsUpper(r) && len(rest) == 0 {
			return false
		}
	}
	return len(rest) == 0
}
