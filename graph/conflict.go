package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// Contradictions are kept as a list of where they are: relations that some
// claims affirm and others deny, and subjects with several objects of a
// relation that admits one. Which claims stand against each other is read
// when asked for.
const (
	conflictPolarity = "p"
	conflictObject   = "o"
)

type conflictRec struct {
	Subject []byte `cbor:"1,keyasint,omitempty"`
	Sort    []byte `cbor:"2,keyasint,omitempty"` // polarity: of the relation; object: prefix of the relations
}

func conflictKey(kind string, subject EntityID, sort string) kv.Key {
	return kv.Key{Part: listConflicts, Sort: kind + string(subject[:]) + sort}
}

func (r *relationRec) disputed() bool { return r != nil && r.Supporting > 0 && r.Contradicting > 0 }

// notePolarity lists a relation, or takes it off the list.
func (st *step) notePolarity(id RelationID, old, new *relationRec) {
	sort := relOut(id).Sort
	key := conflictKey(conflictPolarity, id.Subject, sort)
	switch {
	case new.disputed() && !old.disputed():
		st.o.put(key, conflictRec{bytes16(id.Subject), []byte(sort)})
	case old.disputed() && !new.disputed():
		st.o.delete(key)
	}
	if st.s.functional(id.Type) {
		st.functional[[2]string{string(id.Subject[:]), id.Type}] = true
	}
}

// noteObjects lists the subjects that have several affirmed objects of a
// functional relation.
func (st *step) noteObjects(ctx context.Context) error {
	pairs := slices.SortedFunc(maps.Keys(st.functional), func(a, b [2]string) int {
		return strings.Compare(a[0]+a[1], b[0]+b[1])
	})
	ranges := make([]kv.Range, len(pairs))
	keys := make([]kv.Key, len(pairs))
	for i, p := range pairs {
		keys[i] = conflictKey(conflictObject, id16(p[0]), functionalPrefix(p[1]))
		ranges[i] = prefixRange(famEntity+p[0], functionalPrefix(p[1]))
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	olds, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, p := range pairs {
		n := 0
		for _, e := range rows[i] {
			var r relationRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return err
			}
			if r.Supporting > 0 {
				n++
			}
		}
		switch {
		case n > 1 && olds[i] == nil:
			st.o.put(keys[i], conflictRec{[]byte(p[0]), []byte(functionalPrefix(p[1]))})
		case n < 2 && olds[i] != nil:
			st.o.delete(keys[i])
		}
	}
	return nil
}

func functionalPrefix(relation string) string { return entRelation + "o" + keyText(relation) + "\x00" }

// ListContradictions lists pairs of claims that cannot both hold: of each
// relation denied and affirmed the best claim either way, and of each relation
// that admits one object the best claims of the two best supported. They are
// shown, never resolved.
func (s *Snapshot) ListContradictions(ctx context.Context, p Page) (List[*Contradiction], error) {
	return pageIndex(ctx, s.r, kv.Range{Part: listConflicts}, p,
		func(ctx context.Context, es []kv.Entry) ([]*Contradiction, []bool, error) {
			out, ok := make([]*Contradiction, len(es)), make([]bool, len(es))
			for i, e := range es {
				var r conflictRec
				if err := decode(e.Key, e.Value, &r); err != nil {
					return nil, nil, err
				}
				c, err := s.contradiction(ctx, e.Key.Sort[:1], &r)
				if err != nil {
					return nil, nil, err
				}
				out[i], ok[i] = c, c != nil
			}
			return out, ok, nil
		})
}

func (s *Snapshot) contradiction(ctx context.Context, kind string, r *conflictRec) (*Contradiction, error) {
	part := partEntity(from16[EntityID](r.Subject))
	list := prefixRange(part, string(r.Sort))
	if kind == conflictPolarity {
		list.To = string(r.Sort) + "\x00"
	}
	rows, err := s.r.scanAll(ctx, []kv.Range{list})
	if err != nil {
		return nil, err
	}
	var rels []*relationRec
	for _, e := range rows[0] {
		rel := &relationRec{}
		if err := decode(e.Key, e.Value, rel); err != nil {
			return nil, err
		}
		rels = append(rels, rel)
	}
	if kind == conflictPolarity {
		if len(rels) != 1 {
			return nil, nil
		}
		return s.polarityConflict(ctx, rels[0])
	}
	rels = slices.DeleteFunc(rels, func(r *relationRec) bool { return r.Supporting == 0 })
	if len(rels) < 2 {
		return nil, nil
	}
	slices.SortStableFunc(rels, func(a, b *relationRec) int { return b.Sources - a.Sources })
	return s.objectConflict(ctx, rels)
}

// polarityConflict pairs the best claim that affirms with the best that denies.
func (s *Snapshot) polarityConflict(ctx context.Context, r *relationRec) (*Contradiction, error) {
	best, err := s.bestClaims(ctx, r.ID)
	if err != nil || best[Affirmed] == nil || best[Denied] == nil {
		return nil, err
	}
	return &Contradiction{
		Kind: "polarity", Left: best[Affirmed].id, Right: best[Denied].id,
		Explanation: fmt.Sprintf("affirmed by %s, denied by %s, in %s",
			counted(r.Supporting, "claim"), counted(r.Contradicting, "claim"), counted(r.Documents, "document")),
	}, nil
}

// objectConflict pairs the best claims of the two objects with most sources.
func (s *Snapshot) objectConflict(ctx context.Context, rels []*relationRec) (*Contradiction, error) {
	var pair [2]*supporting
	for i := range pair {
		best, err := s.bestClaims(ctx, rels[i].ID)
		if err != nil || best[Affirmed] == nil {
			return nil, err
		}
		pair[i] = best[Affirmed]
	}
	kind := "object"
	if v := rels[0].Value; v != nil {
		switch v.Type {
		case "money", "number":
			kind = "amount"
		case "date":
			kind = "time"
		}
	}
	why := fmt.Sprintf("%d different objects where one is expected; %s for the first, %s for the second",
		len(rels), counted(rels[0].Sources, "source"), counted(rels[1].Sources, "source"))
	if a, b := rels[0], rels[1]; a.FirstTime != 0 && b.FirstTime != 0 && (a.LastTime < b.FirstTime || b.LastTime < a.FirstTime) {
		why += "; at different times, so both may have held"
	}
	return &Contradiction{Kind: kind, Left: pair[0].id, Right: pair[1].id, Explanation: why}, nil
}

// bestClaims returns the claim of highest score of either polarity, ties by
// document and place.
func (s *Snapshot) bestClaims(ctx context.Context, id RelationID) (best [2]*supporting, err error) {
	k := relEvidence(id)
	rows, err := s.r.scanAll(ctx, []kv.Range{prefixRange(k.Part, k.Sort)})
	if err != nil {
		return best, err
	}
	for _, e := range rows[0] {
		var sum claimSum
		if err := decode(e.Key, e.Value, &sum); err != nil {
			return best, err
		}
		at := min(Polarity(sum.Polarity), Denied)
		if best[at] == nil || sum.Score > best[at].sum.Score {
			best[at] = &supporting{claimOf(e.Key.Sort), sum}
		}
	}
	return best, nil
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
