package ner

import "sync"

// A Tagger labels sentences. It is safe for concurrent use.
type Tagger struct {
	gaz   *Gazetteer
	model *Model
	pool  sync.Pool // of *worker
}

type worker struct {
	extract   *Extractor
	chain     Chain
	marginals [][NumLabels]float64
}

// NewTagger returns a tagger over a gazetteer and weights fitted with it.
func NewTagger(g *Gazetteer, m *Model) *Tagger {
	t := &Tagger{gaz: g, model: m}
	t.pool.New = func() any {
		return &worker{extract: g.Extractor(), chain: Chain{Edges: &m.edges, Start: &m.start, fixed: true}}
	}
	return t
}

// Gazetteer returns the gazetteer the tagger uses.
func (t *Tagger) Gazetteer() *Gazetteer { return t.gaz }

// Tag returns the most probable names of a sentence, in order, each with the
// least probability over its words that they belong to a name of its type.
func (t *Tagger) Tag(words []string) []Name {
	if len(words) == 0 {
		return nil
	}
	w := t.pool.Get().(*worker)
	defer t.pool.Put(w)
	feats, ends := w.extract.Features(words)
	c := &w.chain
	c.Emit = t.model.scores(feats, ends, c.Emit)
	c.Kinds = c.Kinds[:0]
	for i := range words {
		c.Kinds = append(c.Kinds, w.extract.EdgeKind(i))
	}
	labels := c.Best()
	names := Names(labels)
	if len(names) == 0 {
		return nil
	}
	c.Prepare()
	if cap(w.marginals) < len(labels) {
		w.marginals = make([][NumLabels]float64, 2*len(labels))
	}
	marginals := w.marginals[:len(labels)]
	c.Forward(nil, marginals)
	for i := range names {
		names[i].Score, names[i].Named = 1, 1
		for k := names[i].First; k < names[i].Last; k++ {
			begin := labels[k] - 1 + labels[k]%2
			names[i].Score = min(names[i].Score, marginals[k][begin]+marginals[k][begin+1])
			names[i].Named = min(names[i].Named, 1-marginals[k][Outside])
		}
	}
	return names
}
