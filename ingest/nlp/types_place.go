package nlp

import (
	"slices"
	"strings"
	"unicode"
)

// homeNouns stand behind the name of the place they lie in: "his Runda home".
var homeNouns = set(`home house mansion villa residence neighbourhood neighborhood suburb district province county village township estate slum constituency`)

// staysPut reports whether the text has every name of an entity only as where
// something is: behind a preposition of place without an article, or in front
// of a home.
func staysPut(an *Analysis, e *Entity) bool {
	put := false
	for _, k := range e.Mentions {
		m := &an.Mentions[k]
		if m.Kind != Name {
			continue
		}
		if m.Label != "MISC" || m.First == 0 || m.Last-m.First > 2 {
			return false
		}
		before := strings.ToLower(an.word(m.First - 1))
		in := (before == "in" || before == "near" || before == "outside") && (m.Last == len(an.Tokens) || !unicode.IsLetter(firstRune(an.word(m.Last))) || an.Tokens[m.Last].UPOS != "NOUN")
		home := m.Last < len(an.Tokens) && homeNouns[an.lemma(m.Last)] && an.sameSentence(m.First, m.Last)
		if !in && !home {
			return false
		}
		put = true
	}
	return put
}

// listVotes appends the type of a plural noun that a list of names explains:
// "two banks, Ostra Credit and Veltor".
func (a *Analyzer) listVotes(an *Analysis, m *Mention, votes []typeVote) []typeVote {
	i := m.First - 1
	for ; i > 0 && i > m.First-14 && an.sameSentence(i, m.First); i-- {
		w := an.word(i)
		if w == "," && an.Tokens[i-1].XPOS == "NNS" {
			break
		}
		if w != "," && w != "and" && w != "&" && !unicode.IsUpper(firstRune(w)) {
			return votes
		}
	}
	if i <= 0 || i == m.First-14 || !an.sameSentence(i, m.First) || an.word(i) != "," || an.Tokens[i-1].XPOS != "NNS" {
		return votes
	}
	if i == m.First-1 && (m.Last+1 >= len(an.Tokens) || an.word(m.Last) != "," && an.word(m.Last) != "and") {
		return votes // a single name behind a plural explains nothing
	}
	if slices.Contains(Supersenses(an.lemma(i-1), "NOUN"), "noun.person") {
		return votes // "two owners, Ana Roy and Dan Ode": the recogniser knows better
	}
	return a.headVotes(an, i-1, voteAppos*0.7, votes)
}

// sails reports whether a name is the subject of what only ships do.
func sails(an *Analysis, m *Mention) bool {
	t := &an.Tokens[m.Head]
	if t.Head < 0 || !strings.HasPrefix(t.Deprel, "nsubj") {
		return false
	}
	switch an.Tokens[t.Head].Lemma {
	case "capsize", "dock":
		return true
	case "run":
		return t.Head+1 < len(an.Tokens) && an.word(t.Head+1) == "aground"
	}
	return false
}
