package neural

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// tiny returns a model with drawn weights.
func tiny(t testing.TB) *Model {
	t.Helper()
	v := NewVocabulary([]string{"the", "port", "closed", "ports", "Closed"}, 1, 1)
	m := &Model{Vocabulary: v, Tags: []string{"DET|DT", "NOUN|NN", "VERB|VBD"}, Labels: []string{"det", "nsubj", "root"}}
	m.Params = NewParams(Shape{Rows: v.Rows(), Width: 9, Hidden: 10, MLP: 7, Tags: 3, Labels: 3})
	rng := rand.New(rand.NewPCG(1, 2))
	_, all := m.Params.All()
	for _, w := range all {
		for i := range w.Data {
			w.Data[i] = float32(rng.NormFloat64() / 2)
		}
	}
	return m
}

// number gives the words of sentences numbers, and returns their features.
func number(m *Model, sentences ...[]string) (words, numbers [][]int32) {
	seen := make(map[string]int32)
	for _, s := range sentences {
		var list []int32
		for _, f := range s {
			n, ok := seen[f]
			if !ok {
				n = int32(len(words))
				seen[f] = n
				words = append(words, m.Features(nil, f, 1<<uint(len(f))))
			}
			list = append(list, n)
		}
		numbers = append(numbers, list)
	}
	return words, numbers
}

func TestModelSurvivesTheFile(t *testing.T) {
	m := tiny(t)
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back Model
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(back.Tags, m.Tags) || !slices.Equal(back.Labels, m.Labels) || back.Rows() != m.Rows() {
		t.Errorf("read %v, %v, %d rows", back.Tags, back.Labels, back.Rows())
	}
	_, before := m.Params.All()
	_, after := back.Params.All()
	for n := range before {
		for i := range before[n].Rows {
			was, is := before[n].Row(i), after[n].Row(i)
			bound := 0.51 / 127 * float64(max(slices.Max(was), -slices.Min(was)))
			for j := range was {
				if math.Abs(float64(was[j]-is[j])) > bound {
					t.Fatalf("matrix %d: %v became %v", n, was[j], is[j])
				}
			}
		}
	}
	again, err := back.MarshalBinary()
	if err != nil || !slices.Equal(again, b) {
		t.Errorf("writing again gave other bytes (%v)", err)
	}
}

func TestDamagedModel(t *testing.T) {
	good, err := tiny(t).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(good) {
		if err := new(Model).UnmarshalBinary(good[:n]); !errors.Is(err, ErrModel) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
		bad := slices.Clone(good)
		bad[n] ^= 0x10
		if err := new(Model).UnmarshalBinary(bad); !errors.Is(err, ErrModel) {
			t.Fatalf("byte %d changed: %v", n, err)
		}
	}
}

// FuzzModel repairs the checksum, so that damage reaches the decoder.
func FuzzModel(f *testing.F) {
	good, err := tiny(f).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good[len(modelMagic)+4:])
	f.Fuzz(func(t *testing.T, body []byte) {
		file := binary.LittleEndian.AppendUint32([]byte(modelMagic), crc32.Checksum(body, castagnoli))
		m := new(Model)
		if err := m.UnmarshalBinary(append(file, body...)); err != nil {
			if !errors.Is(err, ErrModel) {
				t.Fatal(err)
			}
			return
		}
		p := NewParser(m, Best())
		arcs := p.Parse(number(m, []string{"the", "Port", "é"}))
		if len(arcs) != 1 || len(arcs[0]) != 3 {
			t.Fatalf("arcs %v", arcs)
		}
	})
}

func TestParserKernelsAndBatches(t *testing.T) {
	m := tiny(t)
	scalar := NewParser(m, Scalar())
	var parsers []*Parser
	for _, k := range Kernels() {
		parsers = append(parsers, NewParser(m, k))
	}
	words := []string{"the", "port", "closed", "ports", "Ostra", "!"}
	rapid.Check(t, func(t *rapid.T) {
		var input [][]string
		for range rapid.IntRange(0, 40).Draw(t, "sentences") {
			input = append(input, rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "words"))
		}
		var together [][][]Arc
		for _, p := range parsers {
			together = append(together, p.Parse(number(m, input...)))
		}
		for i, s := range input {
			alone := scalar.Parse(number(m, s))
			for k, p := range parsers {
				if !slices.Equal(alone[0], together[k][i]) {
					t.Fatalf("sentence %d: alone, scalar %v; together, %s %v", i, alone[0], p.kernel.Name(), together[k][i])
				}
			}
			heads := make([]int, len(s))
			for j, a := range alone[0] {
				heads[j] = a.Head
				if (a.Head == 0) != (m.Labels[a.Label] == "root") || !(a.Score >= 0 && a.Score <= 1.0001) {
					t.Fatalf("arc %+v", a)
				}
			}
			if len(heads) > 0 && !isTree(heads) {
				t.Fatalf("heads %v are no tree", heads)
			}
		}
	})
}

func TestFeatures(t *testing.T) {
	v := NewVocabulary([]string{"Don’t", "don't", "1984", "2024"}, 2, 2)
	a, b := v.Features(nil, "DON’T", 0), v.Features(nil, "don't", 0)
	if a[0] != b[0] || a[0] == Unknown() {
		t.Errorf("quotes or case tell words apart: %v, %v", a, b)
	}
	if f := v.Features(nil, "1066", 0); f[0] == Unknown() {
		t.Errorf("digits tell words apart: %v", f)
	}
	long := v.Features(nil, string(make([]rune, 100000)), ^uint64(0))
	if len(long) > 100 {
		t.Errorf("%d features of one form", len(long))
	}
}

func FuzzFeatures(f *testing.F) {
	f.Add("Zürich", uint64(5))
	f.Add("\xff\xfe…’", uint64(0))
	v := NewVocabulary([]string{"Zürich", "’s"}, 1, 1)
	f.Fuzz(func(t *testing.T, form string, senses uint64) {
		for _, r := range v.Features(nil, form, senses) {
			if r < 0 || int(r) >= v.Rows() {
				t.Fatalf("row %d of %d", r, v.Rows())
			}
		}
	})
}

// BenchmarkParse parses sentences of 24 words, of which every third is new.
func BenchmarkParse(b *testing.B) {
	m := tiny(b)
	m.Params = NewParams(Shape{Rows: m.Rows(), Width: 128, Hidden: 128, MLP: 128, Tags: 112, Labels: 64})
	rng := rand.New(rand.NewPCG(3, 4))
	_, all := m.Params.All()
	for _, w := range all {
		for i := range w.Data {
			w.Data[i] = float32(rng.NormFloat64() / 16)
		}
	}
	m.Tags = slices.Repeat([]string{"NOUN|NN"}, 112)
	m.Labels = append(slices.Repeat([]string{"dep"}, 63), "root")
	batch := make([][]int32, 32)
	var words [][]int32
	for i := range batch {
		for at := range 24 {
			if at%3 == 0 {
				words = append(words, m.Features(nil, string(rune('a'+at))+"port", uint64(i)))
			}
			batch[i] = append(batch[i], int32(rng.IntN(len(words))))
		}
	}
	for _, k := range Kernels() {
		b.Run(k.Name(), func(b *testing.B) {
			p := NewParser(m, k)
			for b.Loop() {
				p.Parse(words, batch)
			}
			b.ReportMetric(float64(32*24*b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
