package nlp

import (
	_ "embed"
	"sync"

	"dossier/ingest/nlp/ner"
)

//go:embed weights/gazetteer.bin
var gazetteerFile []byte

//go:embed weights/ner.bin
var nameWeights []byte

// recogniser decodes the embedded gazetteer and weights once. It is nil when
// they do not decode; a test guards the files.
var recogniser = sync.OnceValue(func() *ner.Tagger {
	t, err := loadRecogniser(gazetteerFile, nameWeights)
	if err != nil {
		return nil
	}
	return t
})

func loadRecogniser(gazetteer, weights []byte) (*ner.Tagger, error) {
	g, err := ner.ReadGazetteer(gazetteer)
	if err != nil {
		return nil, err
	}
	m, err := ner.ReadModel(weights)
	if err != nil {
		return nil, err
	}
	return ner.NewTagger(g, m), nil
}
