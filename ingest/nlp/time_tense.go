package nlp

// tenseOf tells whether the verb an expression belongs to speaks of the
// future (1), the past (-1) or neither (0).
func tenseOf(an *Analysis, e *timeExpr) int {
	if e.last > len(an.Tokens) || an.Tokens[e.first].Deprel == "" {
		return 0
	}
	at := an.headOf(e.first, e.last)
	for range 6 {
		at = an.Tokens[at].Head
		if at < 0 || at >= len(an.Tokens) {
			return 0
		}
		t := &an.Tokens[at]
		if t.UPOS != "VERB" && t.UPOS != "AUX" && !(t.UPOS == "ADJ" && aheadWords[t.Lemma]) {
			continue
		}
		return verbTense(an, at)
	}
	return 0
}

// aheadWords are verbs and adjectives whose complements lie in the future.
var aheadWords = set(`expect schedule plan due set intend hope order ask tell require urge threaten vow promise agree want aim slate
	call demand propose prepare likely ready bound`)

// verbTense reads the tense of the verb at token v from its tag, its
// auxiliaries and the verb that governs it.
func verbTense(an *Analysis, v int) int {
	sentence := sentenceRange(an, v)
	for i := sentence.first; i < sentence.last; i++ {
		if an.Tokens[i].Head != v || an.Tokens[i].UPOS != "AUX" {
			continue
		}
		switch an.Tokens[i].Lemma {
		case "will", "shall":
			return 1
		}
		switch an.word(i) {
		case "had", "was", "were", "did", "has", "have":
			if aheadWords[an.Tokens[v].Lemma] {
				return 1 // "was scheduled for"
			}
			return -1
		}
	}
	t := &an.Tokens[v]
	if aheadWords[t.Lemma] && t.XPOS != "VBD" {
		return 1
	}
	switch t.XPOS {
	case "VBD":
		return -1
	case "VB", "VBG":
		if h := t.Head; h >= 0 && h < len(an.Tokens) && aheadWords[an.Tokens[h].Lemma] {
			return 1
		}
	}
	return 0
}

// sentenceRange returns the token range of the sentence that holds token t.
func sentenceRange(an *Analysis, t int) tokenRange {
	lo, hi := 0, len(an.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if an.Sentences[mid].Last <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(an.Sentences) {
		return tokenRange{}
	}
	return tokenRange{an.Sentences[lo].First, an.Sentences[lo].Last}
}
