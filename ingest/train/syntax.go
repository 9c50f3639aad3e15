package train

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/neural"
)

// SyntaxOptions steer the training of the tagger and parser; the zero value
// gives the recipe of the embedded weights.
type SyntaxOptions struct {
	Epochs     int     // 24
	Stop       int     // stops after so many epochs of a plan for Epochs; FitSyntax's first phase after 10
	SelfEpochs int     // 6, of FitSyntax's second phase
	Seed       uint64  // 1
	Width      int     // 128, of a feature row
	Hidden     int     // 128 LSTM units a direction
	MLP        int     // 128
	Batch      int     // 32 sentences
	Rate       float64 // 2e-3, Adam's, after warm-up
	Dropout    float64 // 0.33; negative for none, also of inputs and words
	Loose      bool    // a dropout mask for every token of hidden layers, not one a sentence
	Average    float64 // 0.999, decay of the moving average of weights; negative for none
	Threads    int     // 1; 2 gives the same weights sooner

	Start *neural.Model         // weights to begin with, of the same tags and labels; drawn when nil
	Plain []*nlp.CoNLLUSentence // further sentences, where tags and heads may be unset (see Label)

	Log   io.Writer                          // one line an epoch
	Epoch func(n int, m *neural.Model) error // called after every epoch with the weights so far
}

func (o *SyntaxOptions) defaults() {
	o.Epochs = cmp.Or(o.Epochs, 24)
	o.Stop = min(cmp.Or(o.Stop, o.Epochs), o.Epochs)
	o.SelfEpochs = cmp.Or(o.SelfEpochs, 6)
	o.Seed = cmp.Or(o.Seed, 1)
	o.Width = cmp.Or(o.Width, 128)
	o.Hidden = cmp.Or(o.Hidden, 128)
	o.MLP = cmp.Or(o.MLP, 128)
	o.Batch = cmp.Or(o.Batch, 32)
	o.Rate = cmp.Or(o.Rate, 2e-3)
	o.Dropout = max(0, cmp.Or(o.Dropout, 0.33))
	o.Average = max(0, cmp.Or(o.Average, 0.999))
	if o.Log == nil {
		o.Log = io.Discard
	}
}

// A lesson is one sentence of the treebank as the network sees it.
type lesson struct {
	features [][]int32
	tags     []int // -1 where unknown
	heads    []int // from 1, 0 for the root, -1 where unknown
	labels   []int
}

// Syntax trains the joint tagger and parser (see neural.Params) on sentences.
// The same options and sentences give the same weights.
func Syntax(sentences []*nlp.CoNLLUSentence, o SyntaxOptions) (*neural.Model, error) {
	o.defaults()
	m, lessons, err := prepare(sentences, o)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, 1))
	if o.Start == nil {
		initialise(m.Params, rng)
	}
	perEpoch := (len(lessons) + o.Batch - 1) / o.Batch
	t := newTeacher(m, o, perEpoch*o.Epochs)
	for epoch := range o.Stop {
		var sum losses
		for _, batch := range batches(lessons, o.Batch, rng) {
			sum.add(t.step(batch))
		}
		fmt.Fprintf(o.Log, "epoch %d: loss tags %.4f arcs %.4f labels %.4f\n", epoch+1,
			sum.tags/float64(sum.tokens), sum.arcs/float64(sum.tokens), sum.labels/float64(sum.tokens))
		if math.IsNaN(sum.arcs) {
			return nil, errors.New("train syntax: the loss is no number")
		}
		if o.Epoch != nil {
			if err := o.Epoch(epoch+1, t.average()); err != nil {
				return nil, err
			}
		}
	}
	return t.average(), nil
}

// prepare makes the vocabulary and numbers tags, labels and features.
func prepare(sentences []*nlp.CoNLLUSentence, o SyntaxOptions) (*neural.Model, []lesson, error) {
	tags, labels := make(map[string]int), make(map[string]int)
	for _, s := range sentences {
		for i, w := range s.Words {
			if w.Head < 0 || w.Deprel == "" || w.UPOS == "" {
				id, _ := s.Comment("sent_id")
				return nil, nil, fmt.Errorf("train syntax: sentence %s: word %d has no tag or head", id, i+1)
			}
			tags[w.UPOS+"|"+w.XPOS] = 0
			labels[w.Deprel] = 0
		}
	}
	m := &neural.Model{Vocabulary: neural.NewVocabulary(formsOf(sentences), 2, 4), Tags: number(tags), Labels: number(labels)}
	if m.Root() < 0 {
		return nil, nil, errors.New("train syntax: no word is a root")
	}
	if len(o.Plain) > 0 {
		m.Vocabulary = m.Join(neural.NewVocabulary(formsOf(o.Plain), 3, 8))
	}
	m.Params = neural.NewParams(neural.Shape{Rows: m.Rows(), Width: o.Width, Hidden: o.Hidden, MLP: o.MLP,
		Tags: len(m.Tags), Labels: len(m.Labels)})
	if o.Start != nil {
		if !slices.Equal(o.Start.Tags, m.Tags) || !slices.Equal(o.Start.Labels, m.Labels) {
			return nil, nil, errors.New("train syntax: the weights to begin with have other tags or labels")
		}
		m = o.Start.Grow(m.Vocabulary)
	}
	var lessons []lesson
	for _, s := range slices.Concat(sentences, o.Plain) {
		lessons = append(lessons, lessonOf(s, m, tags, labels))
	}
	return m, lessons, nil
}

func formsOf(sentences []*nlp.CoNLLUSentence) (forms []string) {
	for _, s := range sentences {
		for _, w := range s.Words {
			forms = append(forms, w.Form)
		}
	}
	return forms
}

func lessonOf(s *nlp.CoNLLUSentence, m *neural.Model, tags, labels map[string]int) (l lesson) {
	for _, w := range s.Words {
		tag, ok := tags[w.UPOS+"|"+w.XPOS]
		if !ok {
			tag = -1
		}
		label, ok := labels[w.Deprel]
		if !ok {
			w.Head = -1
		}
		l.features = append(l.features, m.Features(nil, w.Form, nlp.FormSenses(w.Form)))
		l.tags = append(l.tags, tag)
		l.heads = append(l.heads, w.Head)
		l.labels = append(l.labels, label)
	}
	return l
}

// number gives every key its place in sorted order, and returns that order.
func number(keys map[string]int) []string {
	list := make([]string, 0, len(keys))
	for k := range keys {
		list = append(list, k)
	}
	slices.Sort(list)
	for i, k := range list {
		keys[k] = i
	}
	return list
}

// initialise draws the weights: Glorot's uniform for matrices, forget gates
// biased to 1, small feature rows.
func initialise(p *neural.Params, rng *rand.Rand) {
	names, all := p.All()
	for i, m := range all {
		bound := math.Sqrt(6 / float64(m.Rows+m.Cols))
		switch {
		case names[i] == "embed":
			bound = 0.1
		case names[i] == "root":
			bound = 0.1
		case strings.HasSuffix(names[i], ".x"):
			bound = math.Sqrt(6 / float64(m.Rows+m.Cols/8))
		case strings.HasSuffix(names[i], ".forward"), strings.HasSuffix(names[i], ".backward"):
			bound = math.Sqrt(6 / float64(m.Rows+m.Cols/4))
		case m.Rows == 1:
			continue
		}
		for j := range m.Data {
			m.Data[j] = float32((2*rng.Float64() - 1) * bound)
		}
	}
	for _, l := range []*neural.Layer{&p.Lower, &p.Upper} {
		h := p.Hidden
		for d := range 2 {
			for j := range h {
				l.B.Data[d*4*h+h+j] = 1
			}
		}
	}
}

// batches groups lessons of like length, in random order.
func batches(lessons []lesson, size int, rng *rand.Rand) [][]*lesson {
	type entry struct {
		l   *lesson
		key float64
	}
	order := make([]entry, len(lessons))
	for i := range lessons {
		order[i] = entry{&lessons[i], float64(len(lessons[i].tags)) + 3*rng.Float64()}
	}
	slices.SortStableFunc(order, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	var all [][]*lesson
	for chunk := range slices.Chunk(order, size) {
		batch := make([]*lesson, len(chunk))
		for i, e := range chunk {
			batch[i] = e.l
		}
		all = append(all, batch)
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// A teacher owns the weights while they are learnt. Each batch is worked on in
// two halves whose gradients are added in a fixed order, so that one thread and
// two give the same weights.
type teacher struct {
	model  *neural.Model
	o      SyntaxOptions
	packed packed
	halves [2]*pupil
	adam   *adam
}

func newTeacher(m *neural.Model, o SyntaxOptions, steps int) *teacher {
	t := &teacher{model: m, o: o, adam: newAdam(m.Params, o.Rate, steps, o.Average)}
	for i := range t.halves {
		t.halves[i] = newPupil(m.Params, &t.packed, o.Dropout, rand.New(rand.NewPCG(o.Seed, uint64(i+2))))
		t.halves[i].locked = !o.Loose
	}
	return t
}

// step learns from one batch.
func (t *teacher) step(batch []*lesson) losses {
	t.packed.pack(t.model.Params)
	tokens := 0
	for _, l := range batch {
		tokens += len(l.tags)
	}
	var parts [2][]*lesson
	for i, l := range batch {
		parts[i%2] = append(parts[i%2], l)
	}
	var found [2]losses
	var wait sync.WaitGroup
	for i, p := range t.halves {
		work := func() { found[i] = p.learn(parts[i], 1/float32(tokens)) }
		if t.o.Threads > 1 {
			wait.Go(work)
		} else {
			work()
		}
	}
	wait.Wait()
	t.adam.step(t.halves[0].grad, t.halves[1].grad)
	found[0].add(found[1])
	return found[0]
}

// average returns the model with averaged weights, as of now.
func (t *teacher) average() *neural.Model {
	m := *t.model
	m.Params = t.adam.average()
	return &m
}

// losses are sums over tokens, in nats.
type losses struct {
	tags, arcs, labels float64
	tokens             int
}

func (l *losses) add(o losses) {
	l.tags += o.tags
	l.arcs += o.arcs
	l.labels += o.labels
	l.tokens += o.tokens
}
