package train

import (
	"path/filepath"
	"strings"
	"time"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/ner"
)

// nerLayers are the rows of a measurement of names: each label, PER, ORG and
// LOC together ("all"), and their spans whatever the label.
var nerLayers = []string{"PER", "ORG", "LOC", "MISC", "all", "span"}

// EvaluateNER measures the analyzer's names on files of IOB2 tags, from their
// words: exact span and label. WikiGold, WNUT17 and CrossNER are told by their
// file names and mapped to PER, ORG, LOC and MISC; any other file is read as
// Universal NER. A file name ending in "#9" stands for the sentences whose
// index ends in 9: of WikiGold, the tenth held out from training. MISC is
// counted by itself only.
func EvaluateNER(a *nlp.Analyzer, files ...string) ([]Score, error) {
	total := map[string]*Score{}
	for _, l := range nerLayers {
		total[l] = &Score{Layer: "ner " + l}
	}
	for _, file := range files {
		path, tenth := strings.CutSuffix(file, "#9")
		sentences, err := readIOB(path, formatOf(path))
		if err != nil {
			return nil, err
		}
		counted := func(i int) bool { return !tenth || i%10 == 9 }
		for first := 0; first < len(sentences); {
			last := first + 1
			for last < len(sentences) && sentences[last].Doc == sentences[first].Doc {
				last++
			}
			found := analyseNames(a, sentences[first:last])
			for i := first; i < last; i++ {
				if counted(i) {
					countNames(total, ner.Names(sentences[i].gold()), found[i-first])
				}
			}
			first = last
		}
	}
	var out []Score
	for _, l := range nerLayers {
		out = append(out, *total[l])
	}
	return out, nil
}

// analyseNames runs the whole language layer over the words of one document.
func analyseNames(a *nlp.Analyzer, sentences []nameSentence) [][]ner.Name {
	var doc []*nlp.CoNLLUSentence
	for _, s := range sentences {
		c := &nlp.CoNLLUSentence{}
		for _, w := range s.Words {
			c.Words = append(c.Words, nlp.CoNLLUWord{Form: w, Head: -1})
		}
		doc = append(doc, c)
	}
	an := a.AnalyzeTokens(nlp.LayoutCoNLLU(doc), time.Time{})
	out := make([][]ner.Name, len(sentences))
	k := 0
	for _, m := range an.Mentions {
		if m.Kind != nlp.Name || m.Label == "" {
			continue
		}
		for k < len(an.Sentences) && an.Sentences[k].Last <= m.First {
			k++
		}
		first := an.Sentences[k].First
		out[k] = append(out[k], ner.Name{First: m.First - first, Last: m.Last - first, Label: m.Label})
	}
	return out
}

// countNames compares the names of one sentence.
func countNames(total map[string]*Score, gold, found []ner.Name) {
	type key struct {
		first, last int
		label       string
	}
	want := map[key]bool{}
	rows := func(label string) []*Score {
		if label == "MISC" {
			return []*Score{total[label]}
		}
		return []*Score{total[label], total["all"]}
	}
	for _, n := range gold {
		want[key{n.First, n.Last, n.Label}] = true
		if n.Label != "MISC" {
			want[key{n.First, n.Last, ""}] = true
		}
	}
	for _, n := range found {
		k := key{n.First, n.Last, n.Label}
		for _, s := range rows(n.Label) {
			if want[k] {
				s.TP++
			} else {
				s.FP++
			}
		}
		delete(want, k)
		if k.label = ""; n.Label != "MISC" {
			if want[k] {
				total["span"].TP++
			} else {
				total["span"].FP++
			}
			delete(want, k)
		}
	}
	for _, n := range gold {
		if want[key{n.First, n.Last, n.Label}] {
			for _, s := range rows(n.Label) {
				s.FN++
			}
		}
		if n.Label != "MISC" && want[key{n.First, n.Last, ""}] {
			total["span"].FN++
		}
	}
}

// DevNER measures a gazetteer and weights on the development sets, sentence by
// sentence, without what the document adds.
func DevNER(data string, gazetteer, weights []byte) (string, error) {
	g, err := ner.ReadGazetteer(gazetteer)
	if err != nil {
		return "", err
	}
	m, err := ner.ReadModel(weights)
	if err != nil {
		return "", err
	}
	t := ner.NewTagger(g, m)
	var out strings.Builder
	for _, set := range []string{"uner-ewt-dev.iob2.gz", "wikigold", "crossner-politics-dev.conll.gz", "wnut17-dev.conll.gz"} {
		var s []nameSentence
		if set == "wikigold" {
			_, s, err = splitWikiGold(data)
		} else {
			s, err = readIOB(filepath.Join(data, "ner", set), formatOf(set))
		}
		if err != nil {
			return "", err
		}
		total := map[string]*Score{}
		for _, l := range nerLayers {
			total[l] = &Score{Layer: "ner " + l}
		}
		for i := range s {
			countNames(total, ner.Names(s[i].gold()), t.Tag(s[i].Words))
		}
		out.WriteString(set + "\n")
		for _, l := range nerLayers {
			out.WriteString(total[l].String() + "\n")
		}
	}
	return out.String(), nil
}
