package nlp

import "strings"

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
