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
	if st.s.functional(id.Type, id.Value != "") {
		st.functional[[2]string{string(id.Subject[:]), id.Type}] = true
	}
}

// noteObjects lists the subjects that have several affirmed objects of a
// functional relation.
func (st *step) noteObjects(ctx context.Context) error {
	pairs := slices.SortedFunc(maps.Keys(st.functional), func(a, b [2]string) int {
		return strings.Compare(a[0]+a[1], b[0]+b[1])
	})
	keys := make([]kv.Key, len(pairs))
	for i, p := range pairs {
		keys[i] = conflictKey(conflictObject, id16(p[0]), functionalPrefix(p[1]))
	}
	clash, err := st.clashes(ctx, pairs)
	if err != nil {
		return err
	}
	olds, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, p := range pairs {
		switch {
		case clash[i] && olds[i] == nil:
			st.o.put(keys[i], conflictRec{[]byte(p[0]), []byte(functionalPrefix(p[1]))})
		case !clash[i] && olds[i] != nil:
			st.o.delete(keys[i])
		}
	}
	return nil
}

// objectPage is how many relations of a subject and a type are looked at in
// one go. Two that clash settle the matter, however many there are.
const objectPage = 16

// clashes tells which subjects have objects of a type that cannot all hold.
func (st *step) clashes(ctx context.Context, pairs [][2]string) ([]bool, error) {
	all := make([]rivalry, len(pairs))
	ranges := make([]kv.Range, len(pairs))
	open := make([]int, len(pairs))
	for i, p := range pairs {
		open[i], all[i].typ = i, p[1]
		ranges[i] = prefixRange(famEntity+p[0], functionalPrefix(p[1]))
		ranges[i].Limit = objectPage
	}
	for len(open) > 0 {
		asked := make([]kv.Range, len(open))
		for k, i := range open {
			asked[k] = ranges[i]
		}
		rows, err := st.o.scanAll(ctx, asked)
		if err != nil {
			return nil, err
		}
		var again []int
		for k, i := range open {
			for _, e := range rows[k] {
				var r relationRec
				if err := decode(e.Key, e.Value, &r); err != nil {
					return nil, err
				}
				all[i].add(st.s, &r)
				ranges[i].From = e.Key.Sort + "\x00"
			}
			if len(rows[k]) == objectPage && !all[i].clash {
				again = append(again, i)
			}
		}
		open = again
	}
	out := make([]bool, len(pairs))
	for i := range all {
		out[i] = all[i].clash
	}
	return out, nil
}

// A rivalry gathers the affirmed objects that a subject has by one type of
// relation, to see whether two cannot both hold.
type rivalry struct {
	subject EntityID
	typ     string
	of      map[string]string // kind of object → the first one
	clash   bool
}

// add takes one more relation.
func (r *rivalry) add(s *Store, rel *relationRec) {
	if r.clash || rel.Supporting == 0 {
		return
	}
	kind, gist := rel.gist()
	if !s.functional(r.typ, kind != "") {
		return
	}
	if r.of == nil {
		r.of = map[string]string{}
	}
	if first, ok := r.of[kind]; !ok {
		r.of[kind] = gist
	} else if first != gist {
		r.clash = true
	}
}

// gist is what two objects must share to be compatible: things are one or not,
// of dates the year counts, since "1961" may be "3 May 1961". Objects of
// different kinds do not contradict each other: a place of birth, a date.
func (r *relationRec) gist() (kind, gist string) {
	v := r.Value
	switch {
	case v == nil:
		return "", r.ID.Object.String()
	case v.Type == "date" && v.Date != 0:
		return v.Type, fromMicros(v.Date).Format("2006")
	case v.Number != 0:
		return v.Type, fmt.Sprint(v.Number, " ", v.Unit)
	}
	return v.Type, v.Text
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
	for i, a := range rels { // the best supported two that clash
		kind, gist := a.gist()
		for _, b := range rels[i+1:] {
			if k, g := b.gist(); k == kind && g != gist && s.functional(a.ID.Type, kind != "") {
				return s.objectConflict(ctx, a, b)
			}
		}
	}
	return nil, nil
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

// objectConflict pairs the best claims of two objects of which one can hold.
func (s *Snapshot) objectConflict(ctx context.Context, a, b *relationRec) (*Contradiction, error) {
	var pair [2]*supporting
	for i, r := range []*relationRec{a, b} {
		best, err := s.bestClaims(ctx, r.ID)
		if err != nil || best[Affirmed] == nil {
			return nil, err
		}
		pair[i] = best[Affirmed]
	}
	kind, what := "object", "different objects"
	if v := a.Value; v != nil {
		switch v.Type {
		case "money", "number":
			kind, what = "amount", "different amounts"
		case "date":
			kind, what = "time", "different dates"
		}
	}
	why := fmt.Sprintf("%s where one is expected; %s for the first, %s for the second", what, counted(a.Sources, "source"), counted(b.Sources, "source"))
	if kind != "time" && a.FirstTime != 0 && b.FirstTime != 0 && (a.LastTime < b.FirstTime || b.LastTime < a.FirstTime) {
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
