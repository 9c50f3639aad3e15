package neural

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

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

func sentence(m *Model, forms ...string) (s [][]int32) {
	for _, f := range forms {
		s = append(s, m.Features(nil, f, 1<<uint(len(f))))
	}
	return s
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
		arcs := p.Parse([][][]int32{sentence(m, "the", "Port", "é")})
		if len(arcs) != 1 || len(arcs[0]) != 3 {
			t.Fatalf("arcs %v", arcs)
		}
	})
}

func TestParserKernelsAndBatches(t *testing.T) {
	m := tiny(t)
	vector, scalar := NewParser(m, Best()), NewParser(m, Scalar())
	words := []string{"the", "port", "closed", "ports", "Ostra", "!"}
	rapid.Check(t, func(t *rapid.T) {
		var input [][][]int32
		for range rapid.IntRange(0, 40).Draw(t, "sentences") {
			input = append(input, sentence(m, rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "words")...))
		}
		together := vector.Parse(input)
		for i, s := range input {
			alone := scalar.Parse([][][]int32{s})
			if !slices.Equal(alone[0], together[i]) {
				t.Fatalf("sentence %d: alone, scalar %v; together, vector %v", i, alone[0], together[i])
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

// BenchmarkParse reports how much of the time bare matrix products of the same
// count of operations would take: the floor for this network.
func BenchmarkParse(b *testing.B) {
	m := tiny(b)
	m.Params = NewParams(Shape{Rows: m.Rows(), Width: 128, Hidden: 128, MLP: 128, Tags: 112, Labels: 64})
	s := sentence(m, slices.Repeat([]string{"the", "port", "closed"}, 8)...)
	batch := slices.Repeat([][][]int32{s}, 32)
	m.Tags = slices.Repeat([]string{"NOUN|NN"}, 112)
	p := NewParser(m, Best())
	x, y := NewMatrix(768, 256), NewMatrix(768, 1024)
	var w Panels
	w.Pack(NewMatrix(256, 1024))
	tokens := float64(len(s) * len(batch))
	var whole, product time.Duration
	for b.Loop() {
		start := time.Now()
		p.Parse(batch)
		middle := time.Now()
		Best().AddMul(y, x, &w)
		whole, product = whole+middle.Sub(start), product+time.Since(middle)
	}
	operations := 128*1024 + 2*128*512 + 256*112*2 + 256*1024 + 2*128*512 + 256*512 + 128*128 + 25*128 + 128*64
	floor := product.Seconds() / (768 * 256 * 1024) * float64(operations) * tokens
	b.ReportMetric(tokens*float64(b.N)/whole.Seconds(), "tokens/s")
	b.ReportMetric(whole.Seconds()/floor, "×floor")
}
