package train

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"dossier/ingest/nlp/ner"
)

// openGaps opens the labels of words that a model fitted on the other half of
// the documents is sure are a name, where nothing is annotated: annotators of
// web text miss many. The two carefully made corpora stay as they are.
func openGaps(g *ner.Gazetteer, corpus []nameSentence, opt NEROptions) {
	if opt.Sure > 1 {
		return
	}
	half := map[string]int{}
	opened := 0
	var parts [2][]nameSentence
	for _, s := range corpus {
		if _, ok := half[s.Doc]; !ok {
			half[s.Doc] = len(half) % 2
		}
		parts[half[s.Doc]] = append(parts[half[s.Doc]], s)
	}
	opt.Epochs = 4
	var models [2]*ner.Model
	for k := range parts {
		f := newCRFFit(g, parts[k], opt)
		w := f.weights(f.train(rand.New(rand.NewPCG(opt.Seed, uint64(1000+k)))))
		m, err := ner.ReadModel(w.Bytes())
		if err != nil {
			panic(err) // our own bytes
		}
		models[k] = m
	}
	for i := range corpus {
		s := &corpus[i]
		if strings.Contains(s.Doc, "wikigold") || strings.Contains(s.Doc, "crossner") {
			continue
		}
		for _, n := range ner.NewTagger(g, models[1-half[s.Doc]]).Tag(s.Words) {
			if n.Score < opt.Sure || n.Label == "MISC" || !s.unnamed(n.First, n.Last) {
				continue
			}
			for k := n.First; k < n.Last; k++ {
				s.Allowed[k] = ner.AnyLabel
			}
			opened++
		}
	}
	fmt.Fprintf(opt.Log, "%d names opened\n", opened)
}

// unnamed reports whether none of the words is annotated as a name.
func (s *nameSentence) unnamed(first, last int) bool {
	for i := first; i < last; i++ {
		if !s.Allowed[i].Has(ner.Outside) {
			return false
		}
	}
	return true
}
