package graph

import (
	"context"
	"slices"

	"dossier/graph/kv"
)

// allRelations cuts a page out of all relations in the order of their keys,
// where no list has that order. It looks at every relation, entity by entity,
// and keeps no more than the page.
func (s *Snapshot) allRelations(ctx context.Context, q RelationQuery, key func(relationRec) string) (List[*Relation], error) {
	b, err := newBest[*relationRec](q.Page)
	if err != nil {
		return List[*Relation]{}, err
	}
	q.Direction, q.met = Out, map[EntityID]uint64{}
	list := kv.Range{Part: listEntRelations, KeysOnly: true, Limit: adjacentRun}
	for {
		rows, err := s.r.scanAll(ctx, []kv.Range{list})
		if err != nil {
			return List[*Relation]{}, err
		}
		ids := make([]EntityID, len(rows[0]))
		for i, e := range rows[0] {
			ids[i] = id16(e.Key.Sort)
		}
		choices, err := s.choose(ctx, ids, &q)
		if err != nil {
			return List[*Relation]{}, err
		}
		for _, c := range choices {
			for i := range c.picked {
				r := c.record(&c.picked[i])
				if k := key(r); b.wants(k) {
					kept := r
					b.keep(k, &kept)
				}
			}
		}
		if len(ids) < adjacentRun {
			break
		}
		list.From = rows[0][len(ids)-1].Key.Sort + "\x00"
	}
	l := b.list()
	out := List[*Relation]{Cursors: l.Cursors, Total: l.Total, HasNext: l.HasNext, HasPrevious: l.HasPrevious}
	for _, r := range l.Items {
		out.Items = append(out.Items, r.relation())
	}
	return out, ctx.Err()
}

// best gathers the items of one page from items in any order.
type best[T any] struct {
	n                          int
	back                       bool
	page                       Page
	after, before              string
	total, passed, beyond, fit int // all; up to after; from before on; between
	kept                       []keyed[T]
	bound                      string // "" or the key beyond which nothing is on the page
}

func newBest[T any](p Page) (*best[T], error) {
	b := &best[T]{page: p}
	var err error
	b.n, b.back, b.after, b.before, err = p.bounds()
	return b, err
}

// wants counts a key and tells whether its item may be on the page.
func (b *best[T]) wants(key string) bool {
	b.total++
	switch {
	case b.page.After != "" && key <= b.after:
		b.passed++
	case b.page.Before != "" && key >= b.before:
		b.beyond++
	default:
		b.fit++
		return b.bound == "" || key < b.bound != b.back
	}
	return false
}

func (b *best[T]) keep(key string, item T) {
	b.kept = append(b.kept, keyed[T]{key, item})
	if len(b.kept) >= 2*b.n+64 {
		b.cut()
	}
}

// cut sorts what is kept and forgets what is not on the page.
func (b *best[T]) cut() {
	slices.SortFunc(b.kept, func(x, y keyed[T]) int { return compareStrings(x.key, y.key) })
	if over := len(b.kept) - b.n; over > 0 && b.back {
		b.kept = slices.Delete(b.kept, 0, over)
	} else if over > 0 {
		clear(b.kept[b.n:])
		b.kept = b.kept[:b.n]
	}
	if len(b.kept) < b.n {
		return
	}
	if b.bound = b.kept[len(b.kept)-1].key; b.back {
		b.bound = b.kept[0].key
	}
}

func (b *best[T]) list() List[T] {
	b.cut()
	left := b.fit - len(b.kept) // fit, but not on the page
	out := List[T]{Total: b.total, HasPrevious: b.passed > 0, HasNext: b.beyond > 0}
	if b.back {
		out.HasPrevious = out.HasPrevious || left > 0
	} else {
		out.HasNext = out.HasNext || left > 0
	}
	for _, k := range b.kept {
		out.Items, out.Cursors = append(out.Items, k.item), append(out.Cursors, cursorOf(k.key))
	}
	return out
}
