package graph

import (
	"maps"
	"slices"
)

// statsRec is the record of counters.
type statsRec struct {
	Documents  int            `cbor:"1,keyasint,omitempty"`
	Datasets   int            `cbor:"2,keyasint,omitempty"`
	Mentions   int            `cbor:"3,keyasint,omitempty"`
	Profiles   int            `cbor:"4,keyasint,omitempty"`
	Claims     int            `cbor:"5,keyasint,omitempty"`
	Open       int            `cbor:"6,keyasint,omitempty"`
	Entities   int            `cbor:"7,keyasint,omitempty"`
	Relations  int            `cbor:"8,keyasint,omitempty"`
	Stories    int            `cbor:"9,keyasint,omitempty"`
	Utterances int            `cbor:"10,keyasint,omitempty"`
	Judgements int            `cbor:"11,keyasint,omitempty"`
	ByEntity   map[string]int `cbor:"12,keyasint,omitempty"`
	ByRelation map[string]int `cbor:"13,keyasint,omitempty"`
}

func (r *statsRec) entityType(t string, delta int) {
	if r.ByEntity == nil {
		r.ByEntity = map[string]int{}
	}
	r.ByEntity[t] += delta
}

func (r *statsRec) relationType(t string, delta int) {
	if r.ByRelation == nil {
		r.ByRelation = map[string]int{}
	}
	r.ByRelation[t] += delta
}

// tidy drops counts of nothing, so that equal states have equal bytes.
func (r *statsRec) tidy() *statsRec {
	zero := func(_ string, n int) bool { return n == 0 }
	maps.DeleteFunc(r.ByEntity, zero)
	maps.DeleteFunc(r.ByRelation, zero)
	if len(r.ByEntity) == 0 {
		r.ByEntity = nil
	}
	if len(r.ByRelation) == 0 {
		r.ByRelation = nil
	}
	return r
}

func (r *statsRec) stats() Stats {
	return Stats{
		Documents: r.Documents, Datasets: r.Datasets, Mentions: r.Mentions, Profiles: r.Profiles, Claims: r.Claims,
		OpenClaims: r.Open, Entities: r.Entities, Relations: r.Relations, Stories: r.Stories,
		Utterances: r.Utterances, Judgements: r.Judgements,
		ByEntityType: countsOf(r.ByEntity), ByRelationType: countsOf(r.ByRelation),
	}
}

// countsOf lists counts, most first, ties by text.
func countsOf(m map[string]int) []Count {
	out := make([]Count, 0, len(m))
	for t, n := range m {
		out = append(out, Count{t, n})
	}
	slices.SortFunc(out, func(a, b Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return compareStrings(a.Text, b.Text)
	})
	return out
}
