package nlp

import (
	"slices"
	"strings"
	"unicode"

	"dossier/ingest/nlp/ner"
)

// bodyHeads close the names of institutions that carry no name besides what
// they are and where: "Estonian Environment Ministry", "Leith Crown Court".
var bodyHeads = set(`Ministry Department Agency Authority Commission Committee Council Court Police Bureau Directorate Parliament University College
	Hospital Institute Tribunal Constabulary Inspectorate Ombudsman Federation Association Corporation`)

// bodies finds institutions by their last word in running text, where the
// recogniser saw no name or only the place in front of one.
func (f *nameFinder) bodies(s Sentence) {
	if f.tagger == nil || f.shouting(s) != quiet {
		return
	}
	for i := s.First + 1; i < s.Last; i++ {
		if !bodyHeads[f.an.word(i)] || i+1 < s.Last && (bodyHeads[f.an.word(i+1)] || f.an.word(i+1) == "of" || f.an.word(i+1) == "for") {
			continue
		}
		first := f.bodyFrom(s, i)
		if first == i || !f.covers(first, i+1) || f.heldBy(first, i, "PER") || i-first == 1 && f.an.word(first) == "The" {
			continue
		}
		if n := f.taken[i]; n > 0 && f.names[n-1].first <= first {
			continue
		}
		f.replace(foundName{first: first, last: i + 1, label: "ORG", score: 0.7, named: 0.9})
	}
}

// bodyFrom returns where the run of capitalised words that ends at token i
// begins.
func (f *nameFinder) bodyFrom(s Sentence, i int) int {
	first := i
	for first > s.First && i-first < 5 {
		w := f.an.word(first - 1)
		if !unicode.IsUpper(firstRune(w)) || neverName[strings.ToLower(w)] || IsTitle(w) || strings.HasSuffix(w, ".") && len(w) > 4 {
			break
		}
		if first-1 == s.First && f.dictionaryWord(strings.ToLower(w)) && !f.demonym(w) {
			break // the capital of a sentence's first word tells nothing
		}
		first--
	}
	return first
}

// heldBy reports whether a name of a label lies on the tokens.
func (f *nameFinder) heldBy(first, last int, label string) bool {
	for i := first; i < last; i++ {
		if n := f.taken[i]; n > 0 && f.names[n-1].label == label {
			return true
		}
	}
	return false
}

// firms finds firms named for their founders: "the law firm Alder & Finch".
// Both sides are capitalised, no longer name of a person stands on either, and
// the word in front or the recogniser's own guess speaks for a firm.
func (f *nameFinder) firms(s Sentence) {
	for i := s.First + 1; i+1 < s.Last; i++ {
		if f.an.word(i) != "&" || f.tagger == nil || f.shouting(s) != quiet {
			continue
		}
		left, right := f.an.word(i-1), f.an.word(i+1)
		if !firmWord(left) || !firmWord(right) {
			continue
		}
		first, last := i-1, i+2
		if n := f.taken[i]; n > 0 {
			if f.names[n-1].score >= guess {
				continue
			}
			first, last = f.names[n-1].first, f.names[n-1].last
		}
		if n := f.taken[i-1]; n > 0 && f.names[n-1].last == i {
			first = f.names[n-1].first
		}
		if n := f.taken[i+1]; n > 0 && f.names[n-1].first == i+1 {
			last = f.names[n-1].last
		}
		if f.taken[i] == 0 && !firmCues[f.before(first, s)] {
			continue // "Home & Away", "(Vale & Roy, 2014)"
		}
		if last-first > 4 || f.heldBy(first, i, "PER") && i-first > 1 || f.heldBy(i+1, last, "PER") && last-i > 2 || IsGivenName(left) || IsGivenName(right) {
			continue
		}
		f.replace(foundName{first: first, last: last, label: "ORG", score: 0.7, named: 0.9})
	}
}

// firmCues are the words right in front of a firm's name.
var firmCues = set(`firm rival company partner auditor auditors lawyers solicitors consultancy bank broker retailer joined at agency`)

// firmWord reports a word that is written as a name, with small letters in it.
func firmWord(w string) bool {
	return unicode.IsUpper(firstRune(w)) && strings.ToUpper(w) != w && len(w) > 2
}

// centres joins "National Monitoring" and "Research Center" around an "and"
// where the second alone names the kind of body and the first is no body.
func (f *nameFinder) centres(s Sentence) {
	for i := s.First + 2; i+1 < s.Last; i++ {
		a, b := f.taken[i-1], f.taken[i+1]
		if f.an.word(i) != "and" || b == 0 || f.tagger == nil {
			continue
		}
		right := f.names[b-1]
		head := f.an.word(right.last - 1)
		if right.label == "PER" || right.first != i+1 || right.last-right.first > 3 || !bodyHeads[head] && head != "Center" && head != "Centre" && head != "Office" && head != "Service" {
			continue
		}
		first := i
		for a == 0 && first > s.First+1 && i-first < 4 && unicode.IsUpper(firstRune(f.an.word(first-1))) {
			first--
		}
		if a > 0 {
			first = f.names[a-1].first
			if l := f.names[a-1].label; l != "MISC" && l != "ORG" || f.names[a-1].last != i || len(f.names[a-1].facts) > 0 {
				continue
			}
		}
		if i-first < 2 || f.isBody(first, i) || f.kb.lookup(f.text(i+1, right.last)) != nil || !slices.Contains([]string{"the", "The", "'s", "’s"}, f.before(first, s)) {
			continue
		}
		f.replace(foundName{first: first, last: right.last, label: "ORG", score: 0.7, named: 0.9})
	}
}

func (f *nameFinder) before(i int, s Sentence) string {
	if i <= s.First {
		return ""
	}
	return f.an.word(i - 1)
}

// isBody reports whether a name closes with the word of an institution.
func (f *nameFinder) isBody(first, last int) bool {
	return f.tagger.Gazetteer().Class(f.an.word(last-1))&ner.OrgHead != 0 || IsOrgSuffix(f.an.word(last-1))
}

// offices drops the field of an office, which names nothing by itself: the
// "Power" of "Minister of Power".
func (f *nameFinder) offices(s Sentence) {
	for i := s.First + 2; i < s.Last; i++ {
		n := f.taken[i]
		if n == 0 || f.names[n-1].first != i || f.names[n-1].label == "PER" {
			continue
		}
		if p := f.an.word(i - 1); p != "of" && p != "for" || !officeWords[strings.ToLower(f.an.word(i-2))] {
			continue
		}
		c := &f.names[n-1]
		plain := len(c.facts) == 0
		for k := c.first; k < c.last; k++ {
			w := strings.ToLower(f.an.word(k))
			plain = plain && (w == "and" || w == "of" || f.tagger.Gazetteer().Class(w)&ner.Common != 0)
		}
		if plain {
			c.dropped = true
			for k := c.first; k < c.last; k++ {
				f.taken[k] = 0
			}
		}
	}
}

var officeWords = set(`minister secretary undersecretary commissioner deputy director minister-designate ministers`)

// behindOffice returns a name that the recogniser took for a body's or a
// place's though it is an office and its holder: of "Public Security Minister
// Minh Duc" the holder.
func (f *nameFinder) behindOffice(c foundName) foundName {
	if c.label == "PER" || c.last-c.first < 3 {
		return c
	}
	last := f.an.word(c.last - 1)
	if bodyHeads[last] || IsOrgSuffix(last) || f.tagger.Gazetteer().Class(last)&(ner.OrgHead|ner.PlaceHead) != 0 {
		return c
	}
	for i := c.last - 2; i > c.first; i-- {
		switch f.an.word(i) {
		case "Minister", "President", "Governor", "Senator", "Secretary", "Chancellor", "Premier", "Ambassador", "Commissioner", "Chairman", "Mayor":
			for k := i + 1; k < c.last; k++ {
				if w := f.an.word(k); !unicode.IsUpper(firstRune(w)) || f.dictionaryWord(strings.ToLower(w)) && k == c.last-1 {
					return c
				}
			}
			c.first, c.label, c.score = i+1, "PER", max(c.score, 0.7)
			return c
		}
	}
	return c
}

// trades are words that close the names of firms and of hardly anything else.
var trades = set(`Semicon Semiconductor Semiconductors Pharma Pharmaceuticals Telecom Biotech Logistics Credit Invest Petroleum Airways Shipping Aerospace
	Robotics Securities Ventures Biosciences Therapeutics Insurance Refineries Textiles Freight Haulage Consulting Software Networks Motors Airlines
	Diagnostics Electronics Semiconducteurs Petrochemicals Chemicals Cement Breweries Distillers Shipyard Shipbuilding Outfitters Realty`)

// trade makes an organisation of a name of several words that closes with a
// trade: "Primor Credit" is neither a person nor a place.
func (f *nameFinder) trade(c foundName) foundName {
	if c.label != "ORG" && c.last-c.first > 1 && trades[f.an.word(c.last-1)] && (c.label != "PER" || !IsTitle(f.an.word(max(c.first-1, 0)))) {
		c.label, c.score, c.named = "ORG", max(c.score, 0.7), max(c.named, 0.8)
	}
	return c
}

// isSum reports whether a name is the code of a currency with its amount, or
// the country of a dollar: the "Sh" of "Sh2bn", the "US" of "US$12bn".
func (f *nameFinder) isSum(c foundName) bool {
	for i := c.first; i < c.last; i++ {
		if opensSum(f.an.Text, f.an.Tokens, i) {
			return true
		}
		if sign, _ := fusedSum(f.an.word(i)); sign != "" && c.last-c.first <= 2 {
			return true
		}
	}
	return c.last < len(f.an.Tokens) && f.an.word(c.last) == "$" && f.an.Tokens[c.last-1].End == f.an.Tokens[c.last].Start
}

// seatOnly reports whether a lone word that is taken for a person is known to
// the knowledge base as a place only, and stands behind no title.
func (f *nameFinder) seatOnly(n foundName) bool {
	w := f.an.word(n.first)
	if IsGivenName(w) || n.first > 0 && IsTitle(f.an.word(n.first-1)) {
		return false
	}
	facts := f.kb.lookup(w)
	return len(facts) > 0 && labelOfFacts(facts) == "LOC"
}

// saysIt reports whether the name headed by a token says what "it" does, as
// nobody does of himself: "Ostra said it would appeal".
func saysIt(an *Analysis, head int) bool {
	verb := an.Tokens[head].Head
	if verb < head || an.Tokens[head].Deprel != "nsubj" || !sayVerbs[an.Tokens[verb].Lemma] {
		return false
	}
	for i := verb + 1; i < len(an.Tokens) && i < verb+4; i++ {
		if t := &an.Tokens[i]; strings.EqualFold(an.word(i), "it") && t.Deprel == "nsubj" && t.Head > i && an.Tokens[t.Head].UPOS == "VERB" {
			return an.Tokens[t.Head].Head == verb && an.Tokens[t.Head].Deprel == "ccomp"
		}
	}
	return false
}

// particles takes the particle of a surname into it where the full name has
// it: "del Prado" after "Luis del Prado".
func (f *nameFinder) particles() {
	f.joinParticles()
	full := map[string]bool{}
	for _, n := range f.names {
		for i := n.first + 1; n.label == "PER" && !n.dropped && i+1 < n.last; i++ {
			if w := f.an.word(i); particleWords[w] {
				full[kbKey(f.text(i, n.last))] = true
			}
		}
	}
	for k := range f.names {
		n := &f.names[k]
		for first := n.first - 1; len(full) > 0 && n.label == "PER" && first >= 0 && first >= n.first-2 && particleWords[f.an.word(first)] && f.taken[first] == 0; first-- {
			if full[kbKey(f.text(first, n.last))] {
				n.first = first
				f.taken[first] = int32(k + 1)
				break
			}
		}
	}
}

// joinParticles makes one name of two persons' names that only a particle
// parts: "Mohammed bin Salim".
func (f *nameFinder) joinParticles() {
	for k := range f.names {
		n := &f.names[k]
		if n.dropped || n.label != "PER" || n.last+1 >= len(f.taken) || !particleWords[f.an.word(n.last)] || f.taken[n.last] > 0 || !f.an.sameSentence(n.first, n.last+1) {
			continue
		}
		m := f.taken[n.last+1]
		if m == 0 || f.names[m-1].dropped || f.names[m-1].label != "PER" || f.names[m-1].first != n.last+1 {
			continue
		}
		f.names[m-1].dropped = true
		for i := n.last; i < f.names[m-1].last; i++ {
			f.taken[i] = int32(k + 1)
		}
		n.last, n.facts = f.names[m-1].last, nil
	}
}

var particleWords = set("de del della di da do dos das la le van von der den ter ten bin ibn bint al el")
