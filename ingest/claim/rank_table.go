package claim

import (
	"bytes"
	"compress/gzip"
	"encoding/gob"
	"fmt"
	"io"
	"math"
	"slices"
)

// A table keeps for every bucket the weights that are not zero.
type table struct {
	start  []uint32 // of each bucket in weight; one more at the end
	weight []cell
}

type cell struct {
	relation uint16
	w        float32
}

// step is the unit in which weights are kept.
const step = 1.0 / 32

// newTable keeps the weights of at least so many steps.
func newTable(dense [][]float32, least float64) table {
	t := table{start: make([]uint32, RankBuckets+1)}
	for b := range RankBuckets {
		t.start[b] = uint32(len(t.weight))
		for k, d := range dense {
			if q := math.Round(float64(d[b]) / step); math.Abs(q) >= least {
				t.weight = append(t.weight, cell{uint16(k), float32(max(-127, min(127, q)) * step)})
			}
		}
	}
	t.start[RankBuckets] = uint32(len(t.weight))
	return t
}

// score adds the weights of features to the scores of relations.
func (t *table) score(features []uint32, into []float64) {
	for _, f := range features {
		for _, c := range t.weight[t.start[f]:t.start[f+1]] {
			into[c.relation] += float64(c.w)
		}
	}
}

// rankerImage is a Ranker as it is stored.
type rankerImage struct {
	Format    int
	Wide      bool
	Floor     float64
	Mix       [4]float64
	Relations []rankedImage
	Tables    []tableImage
}

type rankedImage struct {
	Name        string
	Slope, Bias float64
	Types       []string
}

type tableImage struct {
	Gap      []uint32 // to the bucket of the cell before
	Relation []uint16
	Weight   []int8
}

const rankerFormat = 1

// Encode writes the ranker; the same ranker gives the same bytes.
func (r *Ranker) Encode() []byte {
	img := rankerImage{Format: rankerFormat, Wide: r.Wide, Floor: r.Floor, Mix: r.Mix}
	for _, rel := range r.Relations {
		ri := rankedImage{Name: rel.Name, Slope: rel.Slope, Bias: rel.Bias}
		for t := range rel.Types {
			ri.Types = append(ri.Types, t)
		}
		slices.Sort(ri.Types)
		img.Relations = append(img.Relations, ri)
	}
	img.Tables = append(img.Tables, r.table.image())
	if r.Wide {
		img.Tables = append(img.Tables, r.holds.image(), r.ends[0].image(), r.ends[1].image())
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	// Writing plain values into memory cannot fail.
	gob.NewEncoder(z).Encode(img)
	z.Close()
	return b.Bytes()
}

func (t *table) image() tableImage {
	var img tableImage
	last := uint32(0)
	for b := range uint32(RankBuckets) {
		for _, c := range t.weight[t.start[b]:t.start[b+1]] {
			img.Gap, last = append(img.Gap, b-last), b
			img.Relation = append(img.Relation, c.relation)
			img.Weight = append(img.Weight, int8(math.Round(float64(c.w)/step)))
		}
	}
	return img
}

// maxRanker bounds an unpacked ranker file: beyond it is none.
const maxRanker = 64 << 20

// DecodeRanker reads what Encode wrote.
func DecodeRanker(b []byte) (*Ranker, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read ranker: %w", err)
	}
	var img rankerImage
	if err := gob.NewDecoder(io.LimitReader(z, maxRanker)).Decode(&img); err != nil {
		return nil, fmt.Errorf("read ranker: %w", err)
	}
	if img.Format != rankerFormat {
		return nil, fmt.Errorf("read ranker: format %d, this program reads %d", img.Format, rankerFormat)
	}
	want := 1
	if img.Wide {
		want = 4
	}
	if len(img.Tables) != want {
		return nil, fmt.Errorf("read ranker: %d tables, want %d", len(img.Tables), want)
	}
	r := &Ranker{Wide: img.Wide, Floor: img.Floor, Mix: img.Mix}
	for _, ri := range img.Relations {
		rel := Ranked{Name: ri.Name, Slope: ri.Slope, Bias: ri.Bias, Types: map[string]bool{}}
		for _, t := range ri.Types {
			rel.Types[t] = true
		}
		r.Relations = append(r.Relations, rel)
	}
	for i, ti := range img.Tables {
		n := 1
		if i < 2 {
			n = len(r.Relations)
		}
		t, err := ti.table(n)
		if err != nil {
			return nil, fmt.Errorf("read ranker: %w", err)
		}
		switch i {
		case 0:
			r.table = t
		case 1:
			r.holds = t
		default:
			r.ends[i-2] = t
		}
	}
	return r, nil
}

func (img *tableImage) table(relations int) (table, error) {
	t := table{start: make([]uint32, RankBuckets+1)}
	if len(img.Relation) != len(img.Gap) || len(img.Weight) != len(img.Gap) {
		return t, fmt.Errorf("columns of %d, %d and %d cells", len(img.Gap), len(img.Relation), len(img.Weight))
	}
	b, next := uint64(0), uint64(0)
	for i, g := range img.Gap {
		if b += uint64(g); b >= RankBuckets || int(img.Relation[i]) >= relations {
			return t, fmt.Errorf("cell %d lies outside", i)
		}
		for ; next <= b; next++ {
			t.start[next] = uint32(i)
		}
		t.weight = append(t.weight, cell{img.Relation[i], float32(img.Weight[i]) * step})
	}
	for ; next <= RankBuckets; next++ {
		t.start[next] = uint32(len(img.Gap))
	}
	return t, nil
}
