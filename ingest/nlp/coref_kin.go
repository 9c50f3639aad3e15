package nlp

import "strings"

// dropJunior is a name without what tells the son from the father.
func dropJunior(words []string) []string {
	for len(words) > 1 {
		switch strings.ToLower(words[len(words)-1]) {
		case "jr", "sr", "ii", "iii", "iv", ",":
			words = words[:len(words)-1]
			continue
		}
		break
	}
	return words
}

// junior is what behind a name tells the son from the father, "" for nothing.
func junior(words []string) string {
	return strings.ToLower(strings.Join(words[len(dropJunior(words)):], ""))
}

// kin are the nouns that stand before the name of a relative: "his father,
// Robert Kane".
var kin = set(`father mother son daughter grandfather grandmother grandson granddaughter namesake`)

// isKin reports whether such a noun stands right before the first use of a
// name, with or without a comma.
func (r *resolver) isKin(g *nameGroup) bool {
	i := r.cands[g.first].first - 1
	if i > 0 && r.an.word(i) == "," {
		i--
	}
	return i >= 0 && kin[r.an.lemma(i)]
}
