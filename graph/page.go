package graph

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"sort"

	"dossier/graph/kv"
)

// ErrCursor tells that a cursor is none of this store's.
var ErrCursor = errors.New("not a cursor of this list")

const (
	defaultPage = 20
	maxScanPage = 1024
)

// A cursor is the order key of an item, id included, so that pages neither
// skip nor repeat an item that stays in its place while others write.
func cursorOf(key string) string { return base64.RawURLEncoding.EncodeToString([]byte(key)) }

func keyOfCursor(c string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(c)
	if err != nil {
		return "", ErrCursor
	}
	return string(b), nil
}

// bounds decodes a page: how many, from which end, and the open interval of
// order keys it may take from ("" is unbounded).
func (p Page) bounds() (n int, back bool, after, before string, err error) {
	n, back = p.First, false
	switch {
	case p.First <= 0 && p.Last > 0:
		n, back = p.Last, true
	case p.First <= 0:
		n = defaultPage
	}
	if p.After != "" {
		if after, err = keyOfCursor(p.After); err != nil {
			return 0, false, "", "", err
		}
	}
	if p.Before != "" {
		if before, err = keyOfCursor(p.Before); err != nil {
			return 0, false, "", "", err
		}
	}
	return n, back, after, before, nil
}

// keyed is an item with its order key.
type keyed[T any] struct {
	key  string
	item T
}

// pageOf sorts items by key and cuts out a page.
func pageOf[T any](items []keyed[T], p Page) (List[T], error) {
	slices.SortFunc(items, func(a, b keyed[T]) int { return compareStrings(a.key, b.key) })
	return pageSorted(len(items), p, func(i int) string { return items[i].key }, func(i int) T { return items[i].item })
}

// pageSorted cuts a page out of n items that are in the order of their keys.
// Only the keys and items that it needs are made.
func pageSorted[T any](n int, p Page, key func(int) string, item func(int) T) (List[T], error) {
	want, back, after, before, err := p.bounds()
	if err != nil {
		return List[T]{}, err
	}
	lo, hi := 0, n
	if p.After != "" {
		lo = sort.Search(n, func(i int) bool { return key(i) > after })
	}
	if p.Before != "" {
		hi = max(lo, sort.Search(n, func(i int) bool { return key(i) >= before }))
	}
	if back {
		lo = max(lo, hi-want)
	} else {
		hi = min(hi, lo+want)
	}
	out := List[T]{Total: n, HasPrevious: lo > 0, HasNext: hi < n}
	if hi > lo {
		out.Items = make([]T, 0, hi-lo)
	}
	for i := lo; i < hi; i++ {
		out.Items = append(out.Items, item(i))
	}
	if hi > lo && !p.NoCursors {
		out.Cursors = make([]string, 0, hi-lo)
		for i := lo; i < hi; i++ {
			out.Cursors = append(out.Cursors, cursorOf(key(i)))
		}
	}
	return out, nil
}

// pageIndex walks a list kept in key order and cuts out a page of what keep
// lets through. The key under Part is the order key. Total stays -1.
func pageIndex[T any](ctx context.Context, r scanner, list kv.Range, p Page,
	keep func(ctx context.Context, es []kv.Entry) ([]T, []bool, error)) (List[T], error) {
	out := List[T]{Total: -1}
	n, back, after, before, err := p.bounds()
	if err != nil {
		return out, err
	}
	if p.After != "" && after+"\x00" > list.From {
		list.From = after + "\x00"
	}
	if p.Before != "" && (list.To == "" || before < list.To) {
		list.To = before
	}
	list.Reverse = back
	list.Limit = n + 1
	var got []keyed[T]
	for len(got) <= n {
		rows, err := r.scanAll(ctx, []kv.Range{list})
		if err != nil {
			return out, err
		}
		es := rows[0]
		items, ok, err := keep(ctx, es)
		if err != nil {
			return out, err
		}
		for i, e := range es {
			if ok[i] && len(got) <= n {
				got = append(got, keyed[T]{e.Key.Sort, items[i]})
			}
		}
		if len(es) < list.Limit {
			break
		}
		if last := es[len(es)-1].Key.Sort; back {
			list.To = last
		} else {
			list.From = last + "\x00"
		}
		list.Limit = min(maxScanPage, 2*list.Limit)
	}
	more := len(got) > n
	if more {
		got = got[:n]
	}
	if back {
		slices.Reverse(got)
		out.HasPrevious, out.HasNext = more, p.Before != ""
	} else {
		out.HasNext, out.HasPrevious = more, p.After != ""
	}
	for _, g := range got {
		out.Items = append(out.Items, g.item)
		if !p.NoCursors {
			out.Cursors = append(out.Cursors, cursorOf(g.key))
		}
	}
	return out, nil
}

// lists makes one page of each group.
func lists[T any](groups [][]keyed[T], p Page) ([]List[T], error) {
	out := make([]List[T], len(groups))
	for i, g := range groups {
		var err error
		if out[i], err = pageOf(g, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// datedLast is a key whose order is oldest first, undated last.
func datedLast(us int64) string {
	if us == 0 {
		return undatedKey
	}
	return oldestFirst(us)
}
