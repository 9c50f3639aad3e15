package nlp

import (
	"slices"
	"strings"
)

// raiseTopics mends one systematic mistake of the parser: a phrase with a
// preposition in front of the subject ("According to the Ledger, engineers …")
// belongs to the verb. In the treebanks, a nominal modifier with a preposition
// stands before a subject it modifies once in two thousand times.
func raiseTopics(tokens []Token, first int) {
	cased := make([]bool, len(tokens))
	for _, t := range tokens {
		if t.Deprel == "case" && t.Head >= first {
			cased[t.Head-first] = true
		}
	}
	for i := range tokens {
		t := &tokens[i]
		if t.Deprel != "nmod" || !cased[i] || t.Head <= first+i {
			continue
		}
		if subject := tokens[t.Head-first]; strings.HasPrefix(subject.Deprel, "nsubj") && subject.Head >= 0 {
			t.Head, t.Deprel = subject.Head, "obl"
		}
	}
}

// raiseDays mends another: of "Detectives on Saturday arrested him" the day is
// the arrest's, as news agencies write it and the treebanks seldom do. What
// takes place itself keeps its day: "The attack on Friday killed three."
func raiseDays(text string, tokens []Token, first int) {
	word := func(i int) string { return text[tokens[i].Start:tokens[i].End] }
	for i := 1; i+1 < len(tokens); i++ {
		day, h := &tokens[i], tokens[i].Head-first
		if day.Deprel != "nmod" || h < 0 || h >= i || !weekdays[word(i)] || word(i-1) != "on" {
			continue
		}
		subject := tokens[h]
		if v := subject.Head - first; v <= i || !strings.HasPrefix(subject.Deprel, "nsubj") || takesPlace(word(h), subject.UPOS) {
			continue
		}
		if next := tokens[i+1].UPOS; next == "VERB" || next == "AUX" || next == "ADV" {
			day.Head, day.Deprel = subject.Head, "obl"
		}
	}
}

var weekdays = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

// takesPlace reports whether a noun may name what happens.
func takesPlace(form, upos string) bool {
	if upos != "NOUN" {
		return false
	}
	senses := FormSenses(form)
	return senses&happenings != 0 && senses&actors == 0
}

var (
	happenings = senseBits("noun.act", "noun.event", "noun.phenomenon", "noun.process", "noun.communication", "noun.state")
	actors     = senseBits("noun.person", "noun.group")
)

// senseBits returns supersenses as bits of SupersenseNames.
func senseBits(names ...string) (set uint64) {
	for _, n := range names {
		set |= 1 << slices.Index(SupersenseNames[:], n)
	}
	return set
}

// freeDays mends a third: a bare weekday is when something is said or done, not
// what: "said Monday that it would close".
func freeDays(text string, tokens []Token, first int) {
	for i := range tokens {
		t := &tokens[i]
		if t.Deprel != "obj" && t.Deprel != "iobj" || t.Head < first || tokens[t.Head-first].UPOS != "VERB" || !weekdays[text[t.Start:t.End]] {
			continue
		}
		if !slices.ContainsFunc(tokens, func(k Token) bool { return k.Head == first+i && k.Deprel != "punct" }) {
			t.Deprel = "obl:unmarked"
		}
	}
}

// joinSides mends a fourth: the second side of "talks between Ostra and the
// Pell group" belongs to the first, not to the talks.
func joinSides(text string, tokens []Token, first int) {
	for i, t := range tokens {
		side := t.Head - first
		if t.Deprel != "case" || side <= i || !strings.EqualFold(text[t.Start:t.End], "between") {
			continue
		}
		for k := side + 1; k < len(tokens); k++ {
			c := &tokens[k]
			if c.Deprel != "conj" || c.Head < first || c.Head != tokens[side].Head {
				continue
			}
			if slices.ContainsFunc(tokens[side+1:k], func(and Token) bool { return and.Deprel == "cc" && and.Head == first+k }) {
				c.Head = first + side
			}
			break
		}
	}
}

// joinNames mends names that the parser took apart: two proper nouns side by
// side are never two subjects, two objects and so on of one verb. The first is
// a title or an office of the second, its given name, or its modifier. A name
// behind a noun for a person or a body says who: "the journalist Ana Roy".
func joinNames(text string, tokens []Token, first int) {
	for i := len(tokens) - 2; i >= 0; i-- {
		a, b := &tokens[i], &tokens[i+1]
		if a.UPOS != "PROPN" && a.XPOS != "NN" || b.UPOS != "PROPN" || a.Head < 0 || a.Head != b.Head || a.Deprel != b.Deprel || a.Head == first+i+1 {
			continue
		}
		switch a.Deprel {
		case "flat", "compound", "list", "goeswith", "punct":
			continue
		}
		switch word := text[a.Start:a.End]; {
		case a.UPOS != "PROPN":
			if FormSenses(word)&actors != 0 {
				b.Head, b.Deprel = first+i, "appos"
			}
		case IsTitle(word):
			a.Head, a.Deprel = first+i+1, "nmod:desc"
		case IsGivenName(word):
			b.Head, b.Deprel = first+i, "flat"
		default:
			a.Head, a.Deprel = first+i+1, "compound"
		}
	}
}

// gatherNames lets what describes an inner word of a name describe the name:
// the parser hangs an apposition or a relative clause on a surname at times,
// where it belongs to the head of the whole.
func gatherNames(an *Analysis) {
	inside := make([]int, len(an.Tokens)) // head of the name around a token, plus one
	for i := range an.Mentions {
		if m := &an.Mentions[i]; m.Kind == Name {
			for k := m.First; k < m.Last; k++ {
				inside[k] = m.Head + 1
			}
		}
	}
	for k := range an.Tokens {
		t := &an.Tokens[k]
		if t.Head < 0 || inside[t.Head] == 0 || inside[k] == inside[t.Head] {
			continue
		}
		switch t.Deprel {
		case "appos", "acl:relcl", "acl":
			t.Head = inside[t.Head] - 1
		}
	}
}
