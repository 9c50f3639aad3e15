package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/neural"
)

// sample is a tiny treebank: 20 sentences over a few words.
func sample(t testing.TB) []*nlp.CoNLLUSentence {
	t.Helper()
	var text strings.Builder
	subjects := []string{"Vale", "Ostra", "Lind", "Haug", "Roy"}
	verbs := [][2]string{{"sold", "sell"}, {"bought", "buy"}, {"fined", "fine"}, {"met", "meet"}}
	for i := range 20 {
		s, v, o := subjects[i%5], verbs[i%4], subjects[(i+2)%5]
		line := func(cols ...string) { text.WriteString(strings.Join(cols, "\t") + "\n") }
		line("1", s, s, "PROPN", "NNP", "_", "2", "nsubj", "_", "_")
		line("2", v[0], v[1], "VERB", "VBD", "_", "0", "root", "_", "_")
		line("3", o, o, "PROPN", "NNP", "_", "2", "obj", "_", "_")
		if i%3 == 0 {
			line("4", "in", "in", "ADP", "IN", "_", "5", "case", "_", "_")
			line("5", "May", "May", "PROPN", "NNP", "_", "2", "obl", "_", "_")
		}
		text.WriteString("\n")
	}
	got, err := nlp.ReadCoNLLU(strings.NewReader(text.String()), "sample")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestGradient compares every part of the gradient with differences of the loss.
func TestGradient(t *testing.T) {
	o := SyntaxOptions{Width: 6, Hidden: 5, MLP: 4, Dropout: -1}
	o.defaults()
	m, lessons, err := prepare(sample(t)[:4], o)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	initialise(m.Params, rng)
	names, all := m.Params.All()
	for _, w := range all {
		for i := range w.Data {
			w.Data[i] += float32(rng.NormFloat64() * 0.3)
		}
	}
	var pk packed
	p := newPupil(m.Params, &pk, 0, rng)
	batch := []*lesson{&lessons[0], &lessons[1], &lessons[2], &lessons[3]}
	loss := func() float64 {
		pk.pack(m.Params)
		l := p.learn(batch, 1)
		return l.tags + l.arcs + l.labels
	}
	lessons[1].heads[2], lessons[2].tags[0] = -1, -1 // unknown: no loss, no gradient
	loss()
	_, grads := p.grad.Params.All()
	var want []neural.Matrix
	for _, g := range grads {
		want = append(want, neural.Matrix{Rows: g.Rows, Cols: g.Cols, Data: slices.Clone(g.Data)})
	}
	for n, w := range all {
		if names[n] == "tag.w" || names[n] == "tag.bias" || strings.HasPrefix(names[n], "lower") || names[n] == "embed" {
			continue // the tag distribution passes no gradient on: checked below
		}
		checkGradient(t, names[n], w, want[n], loss, rng)
	}
	// Without tag embeddings nothing is cut off, so all the rest must agree too.
	m.Params.TagEmbed.Zero()
	loss()
	for n, g := range grads {
		want[n].Data = slices.Clone(g.Data)
	}
	for n, w := range all {
		if names[n] != "tag.embed" {
			checkGradient(t, names[n], w, want[n], loss, rng)
		}
	}
}

func checkGradient(t *testing.T, name string, w *neural.Matrix, grad neural.Matrix, loss func() float64, rng *rand.Rand) {
	t.Helper()
	const eps = 1e-3 // small, so that few rectifiers switch
	for range 12 {
		i := rng.IntN(len(w.Data))
		old := w.Data[i]
		w.Data[i] = old + eps
		up := loss()
		w.Data[i] = old - eps
		down := loss()
		w.Data[i] = old
		got, want := float64(grad.Data[i]), (up-down)/(2*eps)
		if math.Abs(got-want) > 0.02*math.Max(1, math.Abs(want)) {
			t.Errorf("%s element %d: gradient %v, difference %v", name, i, got, want)
		}
	}
}

func TestSyntaxLearnsBySeed(t *testing.T) {
	gold := sample(t)
	train := func(threads int) *neural.Model {
		m, err := Syntax(gold, SyntaxOptions{Epochs: 120, Rate: 5e-3, Width: 16, Hidden: 16, MLP: 16, Batch: 4, Average: 0.9, Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	one, two := train(1), train(2)
	for _, s := range ScoreSyntax(nlp.NewSyntax(one, Lemmas(gold), neural.Best()), gold) {
		if s.F1() < 1 {
			t.Errorf("after 120 epochs: %v", s)
		}
	}
	a, errA := one.MarshalBinary()
	b, errB := two.MarshalBinary()
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("one thread and two gave different weights (%v, %v)", errA, errB)
	}
}
