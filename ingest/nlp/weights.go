package nlp

import _ "embed"

// The weights are trained by ingest/train; see weights/LICENSE for the data they
// come from.

//go:embed weights/syntax.bin
var syntaxFile []byte

//go:embed weights/lemma.bin
var lemmaFile []byte
