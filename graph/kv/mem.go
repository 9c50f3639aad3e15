package kv

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
)

// NewMem returns an empty store in memory: the reference of the contract. It
// is for tests and small temporary graphs; nothing of it survives Close.
func NewMem() DB { return &mem{tree: newTree()} }

type mem struct {
	gate      Gate
	conflicts Conflicts
	mu        sync.Mutex
	tree      *tree // guarded by mu: what is committed
}

func (m *mem) view() *tree {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tree.clone()
}

func (m *mem) Snapshot(ctx context.Context) (Snapshot, error) {
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.gate.Leave()
	return &memSnapshot{memReader{m, m.view()}}, nil
}

// enter is what every call begins with; gate.Leave ends it.
func (m *mem) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.gate.Enter()
}

func (m *mem) Update(ctx context.Context, fn func(Txn) error) error {
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.gate.Leave()
	for {
		done, err := m.try(fn)
		if done || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// try runs fn once; done is false after a conflict.
func (m *mem) try(fn func(Txn) error) (done bool, err error) {
	start := m.conflicts.Begin()
	defer m.conflicts.End(start)
	t := &memTxn{memReader: memReader{m, m.view()}, writes: map[Key][]byte{}}
	err = fn(t)
	t.ended = true
	if err != nil || len(t.keys) == 0 {
		return true, err
	}
	return m.conflicts.Commit(start, t.keys, func() { m.commit(t) }), nil
}

func (m *mem) commit(t *memTxn) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range t.keys {
		if v := t.writes[k]; v != nil {
			m.tree.put(k, v)
		} else {
			m.tree.delete(k)
		}
	}
}

func (m *mem) Load(ctx context.Context, entries iter.Seq2[Entry, error]) error {
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.gate.Leave()
	if m.view().size > 0 {
		return ErrNotEmpty
	}
	loaded := newTree()
	for e, err := range Ascending(ctx, entries) {
		if err != nil {
			return err
		}
		loaded.put(e.Key, bytesOf(e.Value))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tree.size > 0 {
		return ErrNotEmpty
	}
	m.tree = loaded
	return nil
}

// Ascending passes entries on, checking the limits and the order: what Load
// accepts. After an error it ends.
func Ascending(ctx context.Context, entries iter.Seq2[Entry, error]) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		var last Key
		n := 0
		for e, err := range entries {
			switch {
			case err != nil:
			case n > 0 && last.Compare(e.Key) >= 0:
				err = fmt.Errorf("entry %d: %q after %q: %w", n, e.Key, last, ErrUnsorted)
			case n%1024 == 0 && ctx.Err() != nil:
				err = ctx.Err()
			default:
				err = e.Check()
			}
			if err != nil {
				yield(Entry{}, err)
				return
			}
			last = e.Key
			n++
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (m *mem) Walk(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if err := m.enter(ctx); err != nil {
			yield(Entry{}, err)
			return
		}
		defer m.gate.Leave()
		n := 0
		m.view().ascend(Key{Part: prefix}, func(e Entry) bool {
			if !strings.HasPrefix(e.Key.Part, prefix) {
				return false
			}
			if n++; n%1024 == 0 && ctx.Err() != nil {
				yield(Entry{}, ctx.Err())
				return false
			}
			return yield(Entry{e.Key, bytesOf(e.Value)}, nil)
		})
	}
}

func (m *mem) Close() error {
	if m.gate.Close() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.tree = newTree()
	}
	return nil
}

// memReader reads from one tree that nobody else changes.
type memReader struct {
	m    *mem
	tree *tree
}

func (r memReader) Get(ctx context.Context, keys []Key) ([][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	values := make([][]byte, len(keys))
	for i, k := range keys {
		if v, ok := r.tree.get(k); ok {
			values[i] = bytesOf(v)
		}
	}
	return values, nil
}

func (r memReader) Scan(ctx context.Context, ranges []Range) ([]Page, error) {
	pages := make([]Page, len(ranges))
	for i, rg := range ranges {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, rg, err := NewPager(rg)
		if err != nil {
			return nil, err
		}
		r.scan(p, rg)
		pages[i] = p.Page()
	}
	return pages, nil
}

func (r memReader) scan(p *Pager, rg Range) {
	add := func(e Entry) bool {
		more, _ := p.Add(e.Key.Sort, len(e.Key.Sort)+len(e.Value), func() ([]byte, error) { return bytesOf(e.Value), nil })
		return more
	}
	if !rg.Reverse {
		r.tree.ascend(Key{rg.Part, rg.From}, func(e Entry) bool {
			return e.Key.Part == rg.Part && (rg.To == "" || e.Key.Sort < rg.To) && add(e)
		})
		return
	}
	end := Key{rg.Part, rg.To}
	if rg.To == "" {
		end = Key{Part: rg.Part + "\x00"} // the next possible part
	}
	r.tree.descend(end, func(e Entry) bool {
		return e.Key.Part == rg.Part && e.Key.Sort >= rg.From && add(e)
	})
}

// bytesOf copies a value; the copy is never nil.
func bytesOf(v []byte) []byte { return append(make([]byte, 0, len(v)), v...) }

type memSnapshot struct{ memReader }

func (s *memSnapshot) Get(ctx context.Context, keys []Key) ([][]byte, error) {
	if err := s.m.gate.Enter(); err != nil {
		return nil, err
	}
	defer s.m.gate.Leave()
	return s.memReader.Get(ctx, keys)
}

func (s *memSnapshot) Scan(ctx context.Context, ranges []Range) ([]Page, error) {
	if err := s.m.gate.Enter(); err != nil {
		return nil, err
	}
	defer s.m.gate.Leave()
	return s.memReader.Scan(ctx, ranges)
}

func (s *memSnapshot) Close() {}

// memTxn reads and changes a copy of the tree, and keeps what it wrote to
// repeat it on the tree of the store.
type memTxn struct {
	memReader
	budget Budget
	writes map[Key][]byte // nil value: deleted
	keys   []Key          // of writes, each once
	ended  bool
}

func (t *memTxn) Put(key Key, value []byte) error {
	return t.write(key, bytesOf(value))
}

func (t *memTxn) Delete(key Key) error { return t.write(key, nil) }

func (t *memTxn) write(key Key, value []byte) error {
	if t.ended {
		return ErrClosed
	}
	if err := t.budget.Spend(Entry{key, value}); err != nil {
		return err
	}
	if _, again := t.writes[key]; !again {
		t.keys = append(t.keys, key)
	}
	t.writes[key] = value
	if value == nil {
		t.tree.delete(key)
	} else {
		t.tree.put(key, slices.Clip(value))
	}
	return nil
}
