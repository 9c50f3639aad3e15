package badgerkv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/dgraph-io/badger/v4"

	"dossier/graph/kv"
)

// reader answers from one Badger transaction.
type reader struct{ tx *badger.Txn }

func (r reader) get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, k := range keys {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		// Not from a buffer used again: Badger notes the keys that an update reads.
		item, err := r.tx.Get(encodeKey(k))
		if errors.Is(err, badger.ErrKeyNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("get %q: %w", k, err)
		}
		if values[i], err = valueOf(item); err != nil {
			return nil, err
		}
	}
	return values, ctx.Err()
}

// valueOf copies a value; the copy is never nil.
func valueOf(item *badger.Item) ([]byte, error) {
	v, err := item.ValueCopy(make([]byte, 0, item.ValueSize()))
	if err != nil {
		return nil, fmt.Errorf("value of %q: %w", item.Key(), err)
	}
	if v == nil {
		v = []byte{}
	}
	return v, nil
}

// scan answers all forward ranges with one iterator, then all reverse ones
// with another: a transaction that writes may have only one open at a time.
func (r reader) scan(ctx context.Context, ranges []kv.Range) ([]kv.Page, error) {
	pages := make([]kv.Page, len(ranges))
	for _, reverse := range []bool{false, true} {
		if err := r.scanOneWay(ctx, ranges, reverse, pages); err != nil {
			return nil, err
		}
	}
	return pages, ctx.Err()
}

func (r reader) scanOneWay(ctx context.Context, ranges []kv.Range, reverse bool, pages []kv.Page) error {
	var it *badger.Iterator
	for i, rg := range ranges {
		if rg.Reverse != reverse {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if it == nil {
			it = r.iterator(reverse)
			defer it.Close()
		}
		p, rg, err := kv.NewPager(rg)
		if err != nil {
			return err
		}
		if err := fillPage(it, p, rg); err != nil {
			return err
		}
		pages[i] = p.Page()
	}
	return nil
}

func (r reader) iterator(reverse bool) *badger.Iterator {
	o := badger.DefaultIteratorOptions
	o.PrefetchValues = false // values are inline; prefetching doubles the work
	o.Reverse = reverse
	return r.tx.NewIterator(o)
}

func fillPage(it *badger.Iterator, p *kv.Pager, rg kv.Range) error {
	part := append(appendPart(make([]byte, 0, len(rg.Part)+8), rg.Part), terminator...)
	low := append(bytes.Clone(part), rg.From...)
	high := append(bytes.Clone(part), rg.To...)
	if rg.To == "" {
		high = append(part[:len(part)-len(terminator):len(part)-len(terminator)], pastPart...)
	}
	if rg.Reverse {
		it.Seek(high)
	} else {
		it.Seek(low)
	}
	for ; it.Valid(); it.Next() {
		item := it.Item()
		k := item.Key()
		if rg.Reverse && bytes.Equal(k, high) {
			continue
		}
		if bytes.Compare(k, low) < 0 || bytes.Compare(k, high) >= 0 {
			return nil
		}
		sort := string(k[len(part):])
		more, err := p.Add(sort, len(sort)+int(item.ValueSize()), func() ([]byte, error) { return valueOf(item) })
		if !more || err != nil {
			return err
		}
	}
	return nil
}

// A snapshot is a read-only transaction of Badger.
type snapshot struct {
	reader
	s    *store
	gate kv.Gate // Close waits for reads
}

func (s *store) Snapshot(ctx context.Context) (kv.Snapshot, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.leave()
	snap := &snapshot{reader: reader{s.db.NewTransaction(false)}, s: s}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[snap] = struct{}{}
	return snap, nil
}

func (sn *snapshot) enter(ctx context.Context) error {
	if err := sn.s.enter(ctx); err != nil {
		return err
	}
	if err := sn.gate.Enter(); err != nil {
		sn.s.leave()
		return err
	}
	return nil
}

func (sn *snapshot) leave() {
	sn.gate.Leave()
	sn.s.leave()
}

func (sn *snapshot) Get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	if err := sn.enter(ctx); err != nil {
		return nil, err
	}
	defer sn.leave()
	return sn.get(ctx, keys)
}

func (sn *snapshot) Scan(ctx context.Context, ranges []kv.Range) ([]kv.Page, error) {
	if err := sn.enter(ctx); err != nil {
		return nil, err
	}
	defer sn.leave()
	return sn.scan(ctx, ranges)
}

func (sn *snapshot) Close() {
	if !sn.gate.Close() {
		return
	}
	sn.s.mu.Lock()
	defer sn.s.mu.Unlock()
	if _, open := sn.s.open[sn]; open { // else the store has closed and discarded it
		delete(sn.s.open, sn)
		sn.tx.Discard()
	}
}

func (s *store) Walk(ctx context.Context, prefix string) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		if err := s.enter(ctx); err != nil {
			yield(kv.Entry{}, err)
			return
		}
		defer s.leave()
		tx := s.db.NewTransaction(false)
		defer tx.Discard()
		it := reader{tx}.iterator(false)
		defer it.Close()
		start, n := appendPart(nil, prefix), 0
		for it.Seek(start); it.ValidForPrefix(start); it.Next() {
			if n++; n%1024 == 0 && ctx.Err() != nil {
				yield(kv.Entry{}, ctx.Err())
				return
			}
			e, err := entryOf(it.Item())
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

func entryOf(item *badger.Item) (kv.Entry, error) {
	k, ok := decodeKey(item.Key())
	if !ok {
		return kv.Entry{}, fmt.Errorf("%w: key %q is not one of this store's", kv.ErrDamaged, item.Key())
	}
	v, err := valueOf(item)
	return kv.Entry{Key: k, Value: v}, err
}

// A txn is a Badger transaction that keeps the limits of the contract.
type txn struct {
	reader
	budget  kv.Budget
	written map[kv.Key]struct{}
	keys    []kv.Key // of written
	ended   bool
}

func (t *txn) Get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	if t.ended {
		return nil, kv.ErrClosed
	}
	return t.get(ctx, keys)
}

func (t *txn) Scan(ctx context.Context, ranges []kv.Range) ([]kv.Page, error) {
	if t.ended {
		return nil, kv.ErrClosed
	}
	return t.scan(ctx, ranges)
}

func (t *txn) Put(key kv.Key, value []byte) error {
	if err := t.note(kv.Entry{Key: key, Value: value}); err != nil {
		return err
	}
	return t.tx.Set(encodeKey(key), bytes.Clone(value))
}

func (t *txn) Delete(key kv.Key) error {
	if err := t.note(kv.Entry{Key: key}); err != nil {
		return err
	}
	return t.tx.Delete(encodeKey(key))
}

func (t *txn) note(e kv.Entry) error {
	if t.ended {
		return kv.ErrClosed
	}
	if err := t.budget.Spend(e); err != nil {
		return err
	}
	if _, again := t.written[e.Key]; !again {
		t.written[e.Key] = struct{}{}
		t.keys = append(t.keys, e.Key)
	}
	return nil
}
