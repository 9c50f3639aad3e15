package train

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"dossier/ingest/nlp/ner"
)

// NEROptions set how the recogniser of names is fitted. The zero value is
// what the embedded weights were made with.
type NEROptions struct {
	Seed    uint64
	Epochs  int     // default 6
	Rate    float64 // AdaGrad's, default 0.03
	Dropout float64 // share of features hidden in each step, default 0.15
	Models  int     // models whose weights are averaged, default 4
	Least   int     // times a feature must occur, default 2
	Cut     float64 // weights below fall away, default 0.05
	Log     io.Writer
	Lower   float64         // share of sentences repeated in lower case, default 0.05
	Upper   float64         // share repeated in capitals, default 0.02
	Skip    map[string]bool // sources left out, by name
}

func (o NEROptions) withDefaults() NEROptions {
	set := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	count := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	count(&o.Epochs, 6)
	count(&o.Models, 4)
	count(&o.Least, 2)
	set(&o.Rate, 0.03)
	set(&o.Dropout, 0.15)
	set(&o.Cut, 0.05)
	set(&o.Lower, 0.05)
	set(&o.Upper, 0.02)
	if o.Log == nil {
		o.Log = io.Discard
	}
	return o
}

// nerSources reads the corpora the recogniser learns from, under a data
// folder. Of WikiGold the sentences whose index ends in 9 are held out.
var nerSources = []struct {
	name string
	read func(data string) ([]nameSentence, error)
}{
	{"uner", func(d string) ([]nameSentence, error) {
		return readIOB(filepath.Join(d, "ner/uner-ewt-train.iob2.gz"), formatUNER)
	}},
	{"wikigold", func(d string) ([]nameSentence, error) { train, _, err := splitWikiGold(d); return train, err }},
	{"wnut", func(d string) ([]nameSentence, error) {
		return readIOB(filepath.Join(d, "ner/wnut17-train.conll.gz"), formatWNUT)
	}},
	{"politics", func(d string) ([]nameSentence, error) {
		return readIOB(filepath.Join(d, "ner/crossner-politics-train.conll.gz"), formatPolitics)
	}},
	{"gum", func(d string) ([]nameSentence, error) {
		return readGUM(filepath.Join(d, "syntax/gum-train.conllu.gz"))
	}},
	{"knowledgenet", func(d string) ([]nameSentence, error) {
		return readKnowledgeNet(filepath.Join(d, "relations/knowledgenet-folds1-3.jsonl.gz"))
	}},
	{"docred", func(d string) ([]nameSentence, error) {
		return readDocRED(filepath.Join(d, "relations/redocred-dev.json.gz"))
	}},
	{"re3d", func(d string) ([]nameSentence, error) {
		return readRe3d(filepath.Join(d, "relations/re3d.jsonl.gz"))
	}},
}

func splitWikiGold(data string) (train, held []nameSentence, err error) {
	all, err := readIOB(filepath.Join(data, "ner/wikigold.conll.gz"), formatWikiGold)
	for i, s := range all {
		if i%10 == 9 {
			held = append(held, s)
		} else {
			train = append(train, s)
		}
	}
	return train, held, err
}

// NER fits the recogniser on the data folder and returns the files of its
// gazetteer and its weights. The same data, options and binary give the same
// bytes.
func NER(data string, opt NEROptions) (gazetteer, weights []byte, err error) {
	opt = opt.withDefaults()
	gazetteer, err = Gazetteer(data)
	if err != nil {
		return nil, nil, err
	}
	g, err := ner.ReadGazetteer(gazetteer)
	if err != nil {
		return nil, nil, err
	}
	var corpus []nameSentence
	for _, src := range nerSources {
		if opt.Skip[src.name] {
			continue
		}
		s, err := src.read(data)
		if err != nil {
			return nil, nil, err
		}
		fmt.Fprintf(opt.Log, "%-13s %6d sentences\n", src.name, len(s))
		corpus = append(corpus, s...)
	}
	corpus = append(corpus, recased(corpus, opt)...)
	f := newCRFFit(g, corpus, opt)
	fmt.Fprintf(opt.Log, "%d words, %d features\n", f.words, len(f.keys))
	sum := newCRFParams(len(f.keys))
	for k := range opt.Models {
		p := f.train(rand.New(rand.NewPCG(opt.Seed, uint64(k))))
		sum.add(p, 1/float32(opt.Models))
	}
	return gazetteer, f.weights(sum).Bytes(), nil
}

// A crfFit holds a corpus as numbered features.
type crfFit struct {
	opt       NEROptions
	sentences []crfSentence
	keys      []uint32 // feature number → hash
	words     int
}

type crfSentence struct {
	feats   []uint32 // numbers
	ends    []int
	kinds   []int
	allowed []ner.Labels
}

func newCRFFit(g *ner.Gazetteer, corpus []nameSentence, opt NEROptions) *crfFit {
	f := &crfFit{opt: opt}
	counts := map[uint32]int32{}
	x := g.Extractor()
	for _, s := range corpus {
		feats, _ := x.Features(s.Words)
		for _, h := range feats {
			counts[h]++
		}
	}
	number := map[uint32]uint32{}
	for _, s := range corpus {
		feats, ends := x.Features(s.Words)
		c := crfSentence{allowed: s.Allowed}
		at := 0
		for i, end := range ends {
			for _, h := range feats[at:end] {
				if counts[h] < int32(opt.Least) || h == 0 {
					continue
				}
				n, ok := number[h]
				if !ok {
					n = uint32(len(f.keys))
					number[h] = n
					f.keys = append(f.keys, h)
				}
				c.feats = append(c.feats, n)
			}
			at = end
			c.ends = append(c.ends, len(c.feats))
			c.kinds = append(c.kinds, x.EdgeKind(i))
		}
		f.words += len(ends)
		f.sentences = append(f.sentences, c)
	}
	return f
}

// crfParams are the weights while they are fitted.
type crfParams struct {
	rows  [][ner.NumLabels]float32
	edges [ner.NumEdges][ner.NumLabels][ner.NumLabels]float32
	start [ner.NumLabels]float32
}

func newCRFParams(n int) *crfParams { return &crfParams{rows: make([][ner.NumLabels]float32, n)} }

func (p *crfParams) add(q *crfParams, by float32) {
	for i := range q.rows {
		for l, v := range q.rows[i] {
			p.rows[i][l] += v * by
		}
	}
	for k := range q.edges {
		for a := range q.edges[k] {
			for b, v := range q.edges[k][a] {
				p.edges[k][a][b] += v * by
			}
		}
	}
	for l, v := range q.start {
		p.start[l] += v * by
	}
}

func (f *crfFit) weights(p *crfParams) *ner.Weights {
	w := &ner.Weights{Rows: make(map[uint32]*[ner.NumLabels]float32, len(f.keys)), Edges: p.edges, Start: p.start}
	for i, key := range f.keys {
		row, keep := centred(p.rows[i]), false
		for l, v := range row {
			if math.Abs(float64(v)) < f.opt.Cut {
				row[l] = 0
			} else {
				keep = true
			}
		}
		if keep {
			w.Rows[key] = &row
		}
	}
	return w
}

// recased repeats a share of the sentences in lower case and in capitals, as
// web text and headlines write them.
func recased(corpus []nameSentence, opt NEROptions) []nameSentence {
	rng := rand.New(rand.NewPCG(opt.Seed, 1<<32))
	var out []nameSentence
	for _, s := range corpus {
		change := strings.ToLower
		switch p := rng.Float64(); {
		case p < opt.Upper:
			change = strings.ToUpper
		case p >= opt.Upper+opt.Lower:
			continue
		}
		c := s
		c.Words = make([]string, len(s.Words))
		for i, w := range s.Words {
			c.Words[i] = change(w)
		}
		out = append(out, c)
	}
	return out
}

// centred shifts a row by its median: a constant over all labels changes no
// probability, and most weights become small enough to fall away.
func centred(row [ner.NumLabels]float32) [ner.NumLabels]float32 {
	sorted := row
	slices.Sort(sorted[:])
	for l := range row {
		row[l] -= sorted[ner.NumLabels/2]
	}
	return row
}
