package nlp

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dossier/ingest/nlp/ner"
)

// nameVotes appends what one name tells of its type.
func (a *Analyzer) nameVotes(an *Analysis, m *Mention, votes []typeVote) []typeVote {
	text := an.Text[m.Start:m.End]
	short := partOfName[m.Rule]
	known := a.tables().kb.lookup(text)
	for _, n := range known {
		if short {
			break
		}
		w := voteFact
		if n.weak {
			if !a.weakSupported(an, m, n) {
				continue
			}
			w = voteWeakName
		}
		votes = append(votes, typeVote{n.fact.Type, w})
	}
	if t := listedType()[kbKey(text)]; t != "" && !short && a.ontology.EntityType(t) != nil && labelAllows(m.Label, t, a) {
		w := voteList
		if m.Last-m.First > 1 {
			w = voteListed
		}
		votes = append(votes, typeVote{t, w})
	}
	votes = a.affixVotes(an, m, votes)
	votes = a.withinLabel(m, len(votes), a.neighbourVotes(an, m, votes))
	if len(known) == 0 && !short {
		votes = a.gazetteerVotes(an, m, votes)
	}
	if m.Label == "MISC" {
		return append(votes, typeVote{"Thing", voteUnsure})
	}
	if t := labelType(m.Label); t != "" {
		votes = append(votes, typeVote{t, voteLabel * (0.5 + m.Score)})
	}
	return votes
}

// withinLabel halves the votes from number first on that contradict the label
// about being a person: in "Photo: Ana Roy" the photo is not what she is.
func (a *Analyzer) withinLabel(m *Mention, first int, votes []typeVote) []typeVote {
	for i := first; i < len(votes); i++ {
		if person := labelOfFamily(a.ontology.Family(votes[i].name)) == "PER"; m.Label != "" && m.Label != "MISC" && person != (m.Label == "PER") {
			votes[i].weight *= 0.5
		}
	}
	return votes
}

// labelAllows reports whether a type fits a coarse label: a person is never a
// company by list.
func labelAllows(label, typ string, a *Analyzer) bool {
	want := labelOfFamily(a.ontology.Family(typ))
	return label == "" || label == want || label != "PER" && want != "PER"
}

// listedType maps the names of the embedded lists to their types.
var listedType = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, section := range WordSections() {
		if section == "Demonym" || !unicode.IsUpper(firstRune(section)) {
			continue
		}
		for _, name := range WordList(section) {
			if k := kbKey(name); m[k] == "" {
				m[k] = section
			} else if m[k] != section {
				m[k] = "-" // known as two things: tells nothing
			}
		}
	}
	for k, t := range m {
		if t == "-" {
			delete(m, k)
		}
	}
	return m
})

// affixVotes appends what the words of the name tell: its last word, its first
// one before "of" or "for", and for persons a title within.
func (a *Analyzer) affixVotes(an *Analysis, m *Mention, votes []typeVote) []typeVote {
	if m.Label == "PER" || m.Last-m.First < 2 {
		return votes
	}
	last := an.word(m.Last - 1)
	head := last
	for i := m.First + 1; i < m.Last-1; i++ {
		if w := an.word(i); w == "of" || w == "for" || w == "on" {
			head = an.word(i - 1)
			break
		}
	}
	votes = a.affixVote(m, head, votes)
	if trades[last] && m.Label == "ORG" && a.ontology.EntityType("Company") != nil {
		votes = append(votes, typeVote{"Company", voteAffix / 2})
	}
	if m.Label == "LOC" {
		votes = a.affixVote(m, an.word(m.First), votes) // Mount, Lake
	}
	if head != last && IsOrgSuffix(last) {
		votes = a.affixVote(m, last, votes)
	}
	return votes
}

func (a *Analyzer) affixVote(m *Mention, word string, votes []typeVote) []typeVote {
	for _, t := range a.tables().affixes[word] {
		if labelAllows(m.Label, t, a) {
			votes = append(votes, typeVote{t, voteAffix})
		}
	}
	return votes
}

// neighbourVotes appends what stands beside the name: a title, a noun before
// it ("the newspaper Y"), an apposition or a predicate ("Z, a bank", "Z is a bank").
func (a *Analyzer) neighbourVotes(an *Analysis, m *Mention, votes []typeVote) []typeVote {
	if i := m.First - 1; i >= 0 && an.sameSentence(i, m.First) {
		w := an.word(i)
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case IsTitle(w) && m.Label != "LOC" && (unicode.IsUpper(r)) && !strings.EqualFold(w, "Director"):
			votes = append(votes, typeVote{"Person", voteTitle * personShare(m)})
		case unicode.IsLower(r) && an.Tokens[i].UPOS != "VERB": // "called Ezra" is no call
			votes = a.headVotes(an, i, voteAppos, votes)
		}
	}
	from, to := max(0, m.First-30), min(len(an.Tokens), m.Last+30)
	for i := from; i < to; i++ {
		t := &an.Tokens[i]
		if i >= m.First && i < m.Last {
			continue
		}
		if t.Deprel == "appos" && t.Head == m.Head && t.UPOS == "NOUN" {
			votes = a.headVotes(an, i, voteAppos, votes)
		}
	}
	h := an.Tokens[m.Head]
	if h.Deprel == "appos" && h.Head >= 0 && an.Tokens[h.Head].UPOS == "NOUN" {
		votes = a.headVotes(an, h.Head, voteAppos, votes)
	}
	if h.Deprel == "nsubj" && h.Head >= 0 && an.Tokens[h.Head].UPOS == "NOUN" && an.hasCopula(h.Head) {
		votes = a.headVotes(an, h.Head, voteAppos, votes)
	}
	if m.Label == "MISC" && h.Deprel == "compound" && h.Head >= m.Last && an.Tokens[h.Head].UPOS == "NOUN" {
		votes = a.headVotes(an, h.Head, voteAppos, votes) // Mohajer-6 drones
	}
	if m.Label != "PER" && sails(an, m) && a.ontology.EntityType("Vessel") != nil {
		votes = append(votes, typeVote{"Vessel", voteAppos})
	}
	return ownerVotes(an, m, a.listVotes(an, m, votes))
}

// hasCopula reports whether a token is a predicate noun: "is a bank".
func (an *Analysis) hasCopula(i int) bool {
	for k := max(0, i-12); k < i; k++ {
		if an.Tokens[k].Head == i && an.Tokens[k].Deprel == "cop" {
			return true
		}
	}
	return false
}

// organisationParts lists what organisations have and people do not, before
// "of" or "for" or behind a possessive.
var organisationParts = set(`spokesman spokeswoman spokesperson ceo chief shareholder investor headquarters subsidiary board share stock
	customer employee chairman chairwoman founder cofounder co-founder executive president revenue profit earnings management member lawmaker leader`)

// companyParts are those of them that hardly anything but a company has.
var companyParts = set(`ceo shareholder headquarters subsidiary stock customer revenue profit earnings cofounder co-founder`)

// partWeight returns the weight of having the part that the token at i names.
func partWeight(an *Analysis, i int) float64 {
	l := an.lemma(i)
	if companyParts[l] || l == "chief" && i+1 < len(an.Tokens) && strings.EqualFold(an.word(i+1), "executive") {
		return 2 * voteOwner
	}
	return voteOwner
}

// ownerVotes appends that a name which has a spokesman or shares is an
// organisation: "Veltor's chief executive", "a spokeswoman for Veltor".
func ownerVotes(an *Analysis, m *Mention, votes []typeVote) []typeVote {
	if i := m.Last; i+1 < len(an.Tokens) && (an.word(i) == "'s" || an.word(i) == "’s") && an.sameSentence(i, i+1) && organisationParts[an.lemma(i+1)] {
		return append(votes, typeVote{"Organization", partWeight(an, i+1)})
	}
	if i := m.First - 2; i >= 0 && (an.word(i+1) == "of" || an.word(i+1) == "for") && an.sameSentence(i, m.First) && organisationParts[an.lemma(i)] {
		return append(votes, typeVote{"Organization", partWeight(an, i)})
	}
	return votes
}

// personShare lowers the weight of a title before what is no person by label:
// "Director Microsoft".
func personShare(m *Mention) float64 {
	if m.Label == "ORG" {
		return 0.3
	}
	return 1
}

// headVotes appends the types that the common noun at a token names, longest
// expression first: "hedge fund" before "fund".
func (a *Analyzer) headVotes(an *Analysis, i int, weight float64, votes []typeVote) []typeVote {
	if i < 0 || i >= len(an.Tokens) || a.ontology == nil {
		return votes
	}
	lemma := an.lemma(i)
	if i > 0 && an.sameSentence(i-1, i) {
		if types := a.ontology.TypesForHead(lowerASCII(an.word(i-1)) + " " + lemma); len(types) > 0 {
			for _, t := range types {
				votes = append(votes, typeVote{t.Name, weight / float64(len(types))})
			}
			return votes
		}
	}
	types := a.ontology.TypesForHead(lemma)
	for _, t := range types {
		votes = append(votes, typeVote{t.Name, weight / float64(len(types))})
	}
	return votes
}

// lemma returns the lemma of a token, or without one its lower-cased word
// without a plural s.
func (an *Analysis) lemma(i int) string {
	if l := an.Tokens[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	w := strings.ToLower(an.word(i))
	if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3 {
		return w[:len(w)-1]
	}
	return w
}

func (an *Analysis) sameSentence(i, j int) bool {
	return an.sentenceOf(i) == an.sentenceOf(j)
}

// sentenceOf returns the number of the sentence a token lies in, by halving.
func (an *Analysis) sentenceOf(i int) int {
	lo, hi := 0, len(an.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if an.Sentences[mid].Last <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// gazetteerVotes appends what the gazetteer knows the phrase as.
func (a *Analyzer) gazetteerVotes(an *Analysis, m *Mention, votes []typeVote) []typeVote {
	t := recogniser()
	if t == nil || m.Label == "PER" || m.Label == "MISC" {
		return votes
	}
	words := make([]string, 0, m.Last-m.First)
	for i := m.First; i < m.Last; i++ {
		words = append(words, an.word(i))
	}
	c := t.Gazetteer().Phrase(words)
	kinds := [...]struct {
		class ner.Class
		label string
		name  string
	}{
		{ner.Country, "LOC", "Country"}, {ner.City, "LOC", "City"}, {ner.Region, "LOC", "Region"},
		{ner.Company, "ORG", "Company"}, {ner.Media, "ORG", "Publication"},
	}
	for _, k := range kinds {
		if c&k.class != 0 && m.Label == k.label {
			return append(votes, typeVote{k.name, votePlace})
		}
	}
	return votes
}

func lowerASCII(s string) string { return strings.ToLower(s) }
