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
	parts map[string]*written
	n     int // entries
	bytes int
}

// written is what is written to one partition.
type written struct {
	values map[string][]byte // nil value: deleted
	sorted []string          // the keys, as far as fresh
	fresh  bool
}

// within returns the keys of a range, sorted.
func (w *written) within(r kv.Range) []string {
	if !w.fresh {
		w.sorted = w.sorted[:0]
		for k := range w.values {
			w.sorted = append(w.sorted, k)
		}
		slices.Sort(w.sorted)
		w.fresh = true
	}
	i, _ := slices.BinarySearch(w.sorted, r.From)
	j := len(w.sorted)
	if r.To != "" {
		j, _ = slices.BinarySearch(w.sorted, r.To)
	}
	return w.sorted[i:max(i, j)]
}

func newOverlay(base kv.Reader) *overlay {
	return &overlay{base: base, parts: map[string]*written{}}
}

func (o *overlay) write(key kv.Key, value []byte) {
	w := o.parts[key.Part]
	if w == nil {
		w = &written{values: map[string][]byte{}}
		o.parts[key.Part] = w
	}
	if old, ok := w.values[key.Sort]; ok {
		o.bytes += len(value) - len(old)
	} else {
		w.fresh = false
		o.n++
		o.bytes += len(key.Part) + len(key.Sort) + len(value)
	}
	w.values[key.Sort] = value
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
		if w := o.parts[k.Part]; w != nil {
			if v, ok := w.values[k.Sort]; ok {
				out[i] = v
				continue
			}
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
		if w := o.parts[ask[i].Part]; w != nil && ask[i].Limit > 0 {
			ask[i].Limit += w.deletedIn(ask[i])
		}
	}
	got, err := scanAll(ctx, o.base, ask)
	if err != nil {
		return nil, err
	}
	for i, r := range ranges {
		if w := o.parts[r.Part]; w != nil {
			got[i] = w.over(got[i], r)
		}
		if r.Limit > 0 && len(got[i]) > r.Limit {
			got[i] = got[i][:r.Limit]
		}
	}
	return got, nil
}

func (w *written) deletedIn(r kv.Range) (n int) {
	for _, k := range w.within(r) {
		if w.values[k] == nil {
			n++
		}
	}
	return n
}

// over lays the writes over the entries of a range.
func (w *written) over(base []kv.Entry, r kv.Range) []kv.Entry {
	keys := w.within(r)
	if len(keys) == 0 {
		return base
	}
	if r.Reverse {
		keys = slices.Clone(keys)
		slices.Reverse(keys)
	}
	before := func(a, b string) bool { return a < b != r.Reverse }
	out := make([]kv.Entry, 0, len(base)+len(keys))
	for len(base) > 0 || len(keys) > 0 {
		switch {
		case len(keys) == 0 || len(base) > 0 && base[0].Key.Sort != keys[0] && before(base[0].Key.Sort, keys[0]):
			out = append(out, base[0])
			base = base[1:]
			continue
		case len(base) > 0 && base[0].Key.Sort == keys[0]:
			base = base[1:]
		}
		if v := w.values[keys[0]]; v != nil {
			out = append(out, kv.Entry{Key: kv.Key{Part: r.Part, Sort: keys[0]}, Value: v})
		}
		keys = keys[1:]
	}
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
	for part, w := range o.parts {
		for sort, v := range w.values {
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
