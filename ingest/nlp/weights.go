package nlp

import _ "embed"

// The weights are trained by ingest/train; see weights/LICENSE for the data they
// come from.

//go:embed weights/syntax.bin
var syntaxFile []byte

//go:embed weights/lemma.bin
var lemmaFile []byte

// Embedded returns the embedded file of a name in weights, or nil.
func Embedded(name string) []byte {
	switch name {
	case "segment.bin":
		return segmentWeights
	case "lexicon.bin":
		return lexiconFile
	case "lemma.bin":
		return lemmaFile
	case "syntax.bin":
		return syntaxFile
	case "gazetteer.bin":
		return gazetteerFile
	case "ner.bin":
		return nameWeights
	case "coref.bin":
		return corefWeights
	}
	return nil
}
