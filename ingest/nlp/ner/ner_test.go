package ner

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestGazetteerKeepsWhatItWasGiven(t *testing.T) {
	var b GazetteerBuilder
	b.Add([]string{"Port", "Ostra"}, City)
	b.Add([]string{"Port"}, PlaceHead)
	b.Add([]string{"PORT", "OSTRA"}, Company)
	file := b.Bytes()
	if !bytes.Equal(file, b.Bytes()) {
		t.Fatal("the same entries give other bytes")
	}
	g, err := ReadGazetteer(file)
	if err != nil {
		t.Fatal(err)
	}
	for phrase, want := range map[string]Class{"port ostra": City | Company, "Port": PlaceHead, "Ostra": 0} {
		if got := g.Phrase(strings.Fields(phrase)); got != want {
			t.Errorf("%q is %b, want %b", phrase, got, want)
		}
	}
	for i := range file {
		if _, err := ReadGazetteer(file[:i]); err == nil {
			t.Fatalf("accepts a file cut at %d of %d", i, len(file))
		}
	}
}

func emptyGazetteer() *Gazetteer {
	g := newGazetteer(0)
	g.index.done()
	return g
}

// randomModel returns weights that know the features of a sentence.
func randomModel(t testing.TB, x *Extractor, s []string, rng *rand.Rand) *Model {
	w := Weights{Rows: map[uint32]*[NumLabels]float32{}}
	feats, _ := x.Features(s)
	for _, f := range feats {
		row := new([NumLabels]float32)
		for l := range row {
			row[l] = float32(rng.NormFloat64())
		}
		w.Rows[f] = row
	}
	for k := range w.Edges {
		for p := range w.Edges[k] {
			for l := range w.Edges[k][p] {
				w.Edges[k][p][l] = float32(rng.NormFloat64())
			}
		}
	}
	m, err := ReadModel(w.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The best labels and the marginals agree with trying every sequence.
func TestChainAgreesWithEnumeration(t *testing.T) {
	g := emptyGazetteer()
	s := []string{"Lind", "of", "Ostra", "spoke"}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 0))
		x := g.Extractor()
		m := randomModel(t, x, s, rng)
		feats, ends := x.Features(s)
		c := Chain{Emit: m.scores(feats, ends, nil), Edges: &m.edges, Start: &m.start}
		for i := range s {
			for l := range c.Emit[i] {
				c.Emit[i][l] /= 20 // so that sequences compete
			}
			c.Kinds = append(c.Kinds, x.EdgeKind(i))
		}
		n := len(s)
		best, total := math.Inf(-1), 0.0
		var bestSeq []Label
		want := make([][NumLabels]float64, n)
		seq := make([]Label, n)
		var walk func(i int, score float64)
		walk = func(i int, score float64) {
			if i == n {
				p := math.Exp(score)
				total += p
				for k, l := range seq {
					want[k][l] += p
				}
				if score > best {
					best, bestSeq = score, append([]Label(nil), seq...)
				}
				return
			}
			for l := range Label(NumLabels) {
				prev := Outside
				add := float64(c.Emit[i][l])
				if i > 0 {
					prev = seq[i-1]
					add += float64(c.Edges[c.Kinds[i]][prev][l])
				} else {
					add += float64(c.Start[l])
				}
				if Follows(prev, l) {
					seq[i] = l
					walk(i+1, score+add)
				}
			}
		}
		walk(0, 0)
		got := c.Best()
		for i := range got {
			if got[i] != bestSeq[i] {
				t.Fatalf("seed %d: best %v, want %v", seed, got, bestSeq)
			}
		}
		c.Prepare()
		marginals := make([][NumLabels]float64, n)
		c.Forward(nil, marginals)
		for i := range marginals {
			for l, p := range marginals[i] {
				if math.Abs(p-want[i][l]/total) > 1e-6 {
					t.Fatalf("seed %d: word %d label %d: %v, want %v", seed, i, l, p, want[i][l]/total)
				}
			}
		}
	}
}

func TestModelFileSurvives(t *testing.T) {
	g := emptyGazetteer()
	x := g.Extractor()
	s := []string{"Ana", "Roy", "left"}
	m := randomModel(t, x, s, rand.New(rand.NewPCG(1, 2)))
	feats, ends := x.Features(s)
	if a, b := m.scores(feats, ends, nil), m.scores(feats, ends, nil); a[0] != b[0] || a[0] == ([NumLabels]float32{}) {
		t.Fatalf("scores %v and %v", a[0], b[0])
	}
	if _, err := ReadModel([]byte("dossier names 1\nshort")); err == nil {
		t.Error("accepts a cut file")
	}
}

func FuzzTag(f *testing.F) {
	g := emptyGazetteer()
	s := []string{"Ana", "Roy", "of", "Pell", "left", "."}
	m := randomModel(f, g.Extractor(), s, rand.New(rand.NewPCG(3, 4)))
	t := NewTagger(g, m)
	f.Add("Ana Roy of Pell left .")
	f.Add("ÉTÉ ’s ‑ \xff 𝔘 ﷽ 0x00")
	f.Fuzz(func(tt *testing.T, text string) {
		words := strings.Fields(text)
		at := 0
		for _, n := range t.Tag(words) {
			if n.First < at || n.Last <= n.First || n.Last > len(words) || n.Label == "" || !(n.Score >= 0 && n.Score <= 1.000001) {
				tt.Fatalf("name %+v of %q", n, words)
			}
			at = n.Last
		}
	})
}
