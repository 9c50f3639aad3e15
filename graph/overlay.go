package graph

import (
	"context"
	"slices"

	"dossier/graph/kv"
)

// An overlay collects writes above a reader and reads through them. It is
// how a step of any size is computed before the first byte is written.
// Used by one goroutine.
type overlay struct {
	base  kv.Reader
	parts map[string]map[string][]byte // nil value: deleted
	n     int                          // entries
	bytes int
}

func newOverlay(base kv.Reader) *overlay {
	return &overlay{base: base, parts: map[string]map[string][]byte{}}
}

func (o *overlay) write(key kv.Key, value []byte) {
	m := o.parts[key.Part]
	if m == nil {
		m = map[string][]byte{}
		o.parts[key.Part] = m
	}
	if old, ok := m[key.Sort]; ok {
		o.bytes += len(value) - len(old)
	} else {
		o.n++
		o.bytes += len(key.Part) + len(key.Sort) + len(value)
	}
	m[key.Sort] = value
}

func (o *overlay) put(key kv.Key, v any) { o.write(key, encode(key, v)) }
func (o *overlay) mark(key kv.Key)       { o.write(key, seal(key, nil)) }
func (o *overlay) delete(key kv.Key)     { o.write(key, nil) }
func (o *overlay) entries(es ...kv.Entry) {
	for _, e := range es {
		o.write(e.Key, e.Value)
	}
}

// Get implements kv.Reader.
func (o *overlay) Get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	out := make([][]byte, len(keys))
	var ask []kv.Key
	var where []int
	for i, k := range keys {
		if v, ok := o.parts[k.Part][k.Sort]; ok {
			out[i] = v
			continue
		}
		ask, where = append(ask, k), append(where, i)
	}
	if len(ask) == 0 {
		return out, nil
	}
	got, err := o.base.Get(ctx, ask)
	if err != nil {
		return nil, err
	}
	for i, v := range got {
		out[where[i]] = v
	}
	return out, nil
}

// scanAll reads ranges to their ends (or limits), merged with the writes.
// Resume and Reverse with writes in the partition are handled by reading all.
func (o *overlay) scanAll(ctx context.Context, ranges []kv.Range) ([][]kv.Entry, error) {
	ask := slices.Clone(ranges)
	for i := range ask {
		if ask[i].Limit > 0 && len(o.parts[ask[i].Part]) > 0 {
			ask[i].Limit += o.deletedIn(ask[i])
		}
	}
	got, err := scanAll(ctx, o.base, ask)
	if err != nil {
		return nil, err
	}
	for i, r := range ranges {
		if m := o.parts[r.Part]; len(m) > 0 {
			got[i] = merge(got[i], m, r)
		}
		if r.Limit > 0 && len(got[i]) > r.Limit {
			got[i] = got[i][:r.Limit]
		}
	}
	return got, nil
}

func (o *overlay) deletedIn(r kv.Range) (n int) {
	for sort, v := range o.parts[r.Part] {
		if v == nil && inRange(sort, r) {
			n++
		}
	}
	return n
}

func inRange(sort string, r kv.Range) bool {
	return sort >= r.From && (r.To == "" || sort < r.To)
}

// merge lays the writes of a partition over the entries of a range.
func merge(base []kv.Entry, writes map[string][]byte, r kv.Range) []kv.Entry {
	var over []string
	for sort := range writes {
		if inRange(sort, r) {
			over = append(over, sort)
		}
	}
	if len(over) == 0 {
		return base
	}
	out := make([]kv.Entry, 0, len(base)+len(over))
	for _, e := range base {
		if _, ok := writes[e.Key.Sort]; !ok {
			out = append(out, e)
		}
	}
	for _, sort := range over {
		if v := writes[sort]; v != nil {
			out = append(out, kv.Entry{Key: kv.Key{Part: r.Part, Sort: sort}, Value: v})
		}
	}
	slices.SortFunc(out, func(a, b kv.Entry) int {
		if r.Reverse {
			a, b = b, a
		}
		return compareStrings(a.Key.Sort, b.Key.Sort)
	})
	return out
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// scanAll reads every range to its end, or to its limit, in rounds: one call
// a round for all ranges that have more.
func scanAll(ctx context.Context, r kv.Reader, ranges []kv.Range) ([][]kv.Entry, error) {
	out := make([][]kv.Entry, len(ranges))
	ask := slices.Clone(ranges)
	where := make([]int, len(ranges))
	for i := range where {
		where[i] = i
	}
	for len(ask) > 0 {
		pages, err := r.Scan(ctx, ask)
		if err != nil {
			return nil, err
		}
		var next []kv.Range
		var nextWhere []int
		for i, p := range pages {
			w := where[i]
			out[w] = append(out[w], p.Entries...)
			if p.Next == "" || ranges[w].Limit > 0 && len(out[w]) >= ranges[w].Limit {
				continue
			}
			q := ask[i]
			q.Resume = p.Next
			if q.Limit > 0 {
				q.Limit = ranges[w].Limit - len(out[w])
			}
			next, nextWhere = append(next, q), append(nextWhere, w)
		}
		ask, where = next, nextWhere
	}
	return out, nil
}

// scanner is what both a snapshot and an overlay can do.
type scanner interface {
	Get(ctx context.Context, keys []kv.Key) ([][]byte, error)
	scanAll(ctx context.Context, ranges []kv.Range) ([][]kv.Entry, error)
}

// plain makes a scanner of a reader.
type plain struct{ kv.Reader }

func (p plain) scanAll(ctx context.Context, ranges []kv.Range) ([][]kv.Entry, error) {
	return scanAll(ctx, p.Reader, ranges)
}

// sorted returns the writes in key order.
func (o *overlay) sorted() []kv.Entry {
	out := make([]kv.Entry, 0, o.n)
	for part, m := range o.parts {
		for sort, v := range m {
			out = append(out, kv.Entry{Key: kv.Key{Part: part, Sort: sort}, Value: v})
		}
	}
	slices.SortFunc(out, func(a, b kv.Entry) int {
		if c := compareStrings(a.Key.Part, b.Key.Part); c != 0 {
			return c
		}
		return compareStrings(a.Key.Sort, b.Key.Sort)
	})
	return out
}
