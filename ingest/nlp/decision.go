package nlp

// A Decision is one yes-or-no question the segmenter asks a linear model, as
// ingest/train sees it.
type Decision struct {
	Offset   int // byte offset in the text of the boundary in question
	Features []uint32
}

// TokenDecisions returns the token boundaries of text that are left to the
// model.
func TokenDecisions(text string) []Decision {
	var out []Decision
	for at := 0; at < len(text); {
		if asciiClassOf(text[at]) == classSpace || isSpace(firstRune(text[at:])) {
			at += len(string(firstRune(text[at:])))
			continue
		}
		end, plain := chunkEnd(text, at)
		if !plain {
			in := Span{Start: at, End: end}
			atoms := appendAtoms(nil, text, in)
			for i := 1; i < len(atoms); i++ {
				if !atoms[i].glue && !atoms[i].cut {
					out = append(out, Decision{atoms[i].Start, splitFeatures(nil, atoms, i, text, in)})
				}
			}
		}
		at = end
	}
	return out
}

// SentenceDecisions returns the sentence boundaries that are left to the
// model when those before each are as ends says (by token index).
func SentenceDecisions(text string, tokens []Span, ends map[int]bool) []Decision {
	scan := newSentenceScan(text, tokens)
	var out []Decision
	start := 0
	for i := 0; i+1 < len(tokens); i++ {
		if _, features := scan.at(i, start); features != nil {
			out = append(out, Decision{tokens[i].End, append([]uint32(nil), features...)})
		}
		if ends[i] {
			start = i + 1
			scan.restart(start, i)
		}
	}
	return out
}

// Sentences splits text into tokens and the half-open token ranges of its
// sentences.
func Sentences(text string) (tokens []Span, sentences [][2]int) {
	tokens = Tokens(text)
	for _, r := range defaultSegmenter().sentences(text, tokens, nil) {
		sentences = append(sentences, [2]int{r.first, r.last})
	}
	return tokens, sentences
}
