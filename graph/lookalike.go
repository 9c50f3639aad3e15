package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Bounds of a look for lookalikes.
const maxLookalikes = 400

// Lookalikes lists entities that may be the same as one, best first: those
// that share a short name, those a full name of which goes with another id,
// and those of similar names. A pair judged already is not listed.
func (s *Snapshot) Lookalikes(ctx context.Context, id EntityID, first int) ([]Lookalike, error) {
	self, err := s.Entities(ctx, []EntityID{id})
	if err != nil || self[0] == nil {
		return nil, err
	}
	st := s.lookStep()
	near, err := st.neighbourhood(ctx, id)
	if err != nil {
		return nil, err
	}
	similar, err := s.similarNames(ctx, self[0])
	if err != nil {
		return nil, err
	}
	for _, e := range similar {
		if near[e] == nil {
			near[e] = grounds{}
		}
	}
	delete(near, id)
	delete(near, EntityID{})
	settled, err := st.settledWith(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := slices.SortedFunc(maps.Keys(near), cmp16[EntityID])
	ids = slices.DeleteFunc(ids, func(e EntityID) bool { return settled[e] })
	es, err := s.Entities(ctx, ids[:min(len(ids), maxLookalikes)])
	if err != nil {
		return nil, err
	}
	said, err := st.saidOf(ctx, append([]EntityID{id}, ids[:len(es)]...))
	if err != nil {
		return nil, err
	}
	var out []Lookalike
	for i, e := range es {
		if e == nil {
			continue
		}
		l := compare(self[0], e, near[e.ID])
		for _, how := range parted(said[0], said[i+1]) {
			l.Reasons = append(l.Reasons, "but "+how)
			l.Score *= 0.6
		}
		if l.Score >= 0.3 || len(near[e.ID]) > 0 && l.Score >= 0.1 {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, byScore)
	if out, err = s.inContext(ctx, id, out[:min(len(out), inContext)]); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, byScore)
	return out[:min(len(out), max(first, 0))], nil
}

func byScore(a, b Lookalike) int { return cmp.Compare(b.Score, a.Score) }

// inContext scores lookalikes by the company they keep: things and values that
// both are related to speak for one entity, two documents that speak of both
// under different names speak against.
func (s *Snapshot) inContext(ctx context.Context, id EntityID, ls []Lookalike) ([]Lookalike, error) {
	ids := []EntityID{id}
	for _, l := range ls {
		ids = append(ids, l.Entity)
	}
	rels, err1 := s.RelationsOf(ctx, ids, RelationQuery{Page: Page{First: contextSize}})
	docs, err2 := s.DocumentsOf(ctx, ids, Page{First: contextSize})
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	own := companyOf(id, rels[0].Items)
	in := map[DocumentID]bool{}
	for _, d := range docs[0].Items {
		in[d.ID] = true
	}
	names := map[EntityID]string{}
	both := make([][]company, len(ls))
	for i := range ls {
		theirs := companyOf(ls[i].Entity, rels[i+1].Items)
		for _, c := range slices.SortedFunc(maps.Keys(theirs), company.compare) {
			if own[c] && c.entity != id && c.entity != ls[i].Entity {
				both[i] = append(both[i], c)
				names[c.entity] = ""
			}
		}
	}
	if err := s.namesOfAll(ctx, names); err != nil {
		return nil, err
	}
	for i := range ls {
		l := &ls[i]
		for k, c := range both[i] {
			if k < 3 {
				l.Reasons = append(l.Reasons, "both with "+cmp.Or(names[c.entity], c.value))
				l.Score = 1 - (1-l.Score)*0.85
			}
		}
		n := 0
		for _, d := range docs[i+1].Items {
			if in[d.ID] {
				n++
			}
		}
		if n > 0 {
			l.Reasons = append(l.Reasons, "but both are in "+counted(n, "document"))
			l.Score *= 0.7
		}
	}
	return ls, nil
}

// Bounds of a look at the company that lookalikes keep.
const (
	inContext   = 40 // lookalikes looked at, the best by name
	contextSize = 60 // relations and documents of each
)

// A company is the other end of a relation: an entity, or a value of a type of
// relation.
type company struct {
	entity EntityID
	value  string
}

func (c company) compare(d company) int {
	return cmp.Or(cmp16(c.entity, d.entity), cmp.Compare(c.value, d.value))
}

func companyOf(id EntityID, rels []*Relation) map[company]bool {
	out := map[company]bool{}
	for _, r := range rels {
		switch {
		case r.ID.Subject != id:
			out[company{entity: r.ID.Subject}] = true
		case r.ID.Object != (EntityID{}):
			out[company{entity: r.ID.Object}] = true
		case r.Value != nil:
			out[company{value: r.Value.Text}] = true
		}
	}
	return out
}

// namesOfAll fills in the names of entities.
func (s *Snapshot) namesOfAll(ctx context.Context, names map[EntityID]string) error {
	delete(names, EntityID{})
	ids := slices.SortedFunc(maps.Keys(names), cmp16[EntityID])
	es, err := s.Entities(ctx, ids)
	for _, e := range es {
		if e != nil {
			names[e.ID] = e.Name
		}
	}
	return err
}

// compare scores how likely two entities are one, from what brought them
// together and from their names and types.
func compare(a, b *Entity, reasons grounds) Lookalike {
	l := Lookalike{Entity: b.ID}
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		l.Reasons = append(l.Reasons, why)
		l.Score = max(l.Score, reasons[why])
	}
	best, left, right := 0.0, "", ""
	for _, x := range a.Aliases {
		for _, y := range b.Aliases {
			if v := nameLikeness(x.Name, y.Name); v > best {
				best, left, right = v, x.Name, y.Name
			}
		}
	}
	if best >= 0.5 {
		l.Reasons = append(l.Reasons, fmt.Sprintf("names %q and %q", left, right))
		l.Score = 1 - (1-l.Score)*(1-0.6*best)
	}
	if a.Type != b.Type {
		l.Reasons = append(l.Reasons, fmt.Sprintf("but %s and %s", a.Type, b.Type))
		l.Score *= 0.5
	}
	for _, x := range a.ExternalIDs {
		for _, y := range b.ExternalIDs {
			if x.Scheme == y.Scheme && x.Value != y.Value {
				l.Reasons = append(l.Reasons, "but different "+x.Scheme+" ids")
				l.Score *= 0.5
			}
		}
	}
	return l
}

// nameLikeness is the share of the longer name's words that the shorter has;
// an initial counts half.
func nameLikeness(a, b string) float64 {
	x, y := wordsOf(a), wordsOf(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	got := 0.0
	for _, w := range x {
		switch {
		case slices.Contains(y, w):
			got++
		case slices.ContainsFunc(y, func(v string) bool {
			return (len(w) == 1 || len(v) == 1) && w[0] == v[0]
		}):
			got += 0.5
		}
	}
	return got / float64(len(y))
}
