package graph

import (
	"bytes"
	"sync"

	"dossier/graph/kv"
)

// defaultCache is the memory for what readers asked for last, in bytes.
const defaultCache = 128 << 20

// maxChanged is how many changed entities are remembered one by one.
const maxChanged = 1 << 16

// A memo keeps what readers asked for last, decoded: entities, their
// relations, and which entities a name means. It serves the snapshots of all
// states: a commit only outdates what it changed, and only from its state on.
type memo struct {
	mu      sync.Mutex          // guards the rest
	now     uint64              // number of the newest state that readers see
	floor   uint64              // what was read from a state before this one is out of date
	changed map[EntityID]uint64 // in which state an entity changed last, as far as floor does not say

	entities shelf[EntityID, *Entity]
	ties     shelf[EntityID, *adjacency]
	names    shelf[string, []EntityID]
}

func newMemo(budget int64) *memo {
	if budget == 0 {
		budget = defaultCache
	}
	budget = max(budget, 0)
	m := &memo{changed: map[EntityID]uint64{}}
	m.entities.budget, m.ties.budget, m.names.budget = int(budget/4), int(budget/3*2), int(budget/12)
	return m
}

// advance begins a new state and returns its number. touched changed since
// the last one; all tells that anything may have.
func (m *memo) advance(touched map[EntityID]bool, all bool) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now++
	if all || len(m.changed)+len(touched) > maxChanged {
		m.floor = m.now
		clear(m.changed)
		return m.now
	}
	for id := range touched {
		m.changed[id] = m.now
	}
	return m.now
}

// same reports whether an entity is the same in two states. m.mu is held.
func (m *memo) same(id EntityID, a, b uint64) bool {
	return min(a, b) >= max(m.floor, m.changed[id])
}

func (m *memo) entityShelf() *shelf[EntityID, *Entity] { return &m.entities }
func (m *memo) tieShelf() *shelf[EntityID, *adjacency] { return &m.ties }

// recall fills in what a shelf knows of each id in the state of a snapshot,
// and returns the places of the rest.
func recall[V any](s *Snapshot, of func(*memo) *shelf[EntityID, V], ids []EntityID, out []V) (missing []int) {
	if s.memo == nil {
		for i := range ids {
			missing = append(missing, i)
		}
		return missing
	}
	m := s.memo
	m.mu.Lock()
	defer m.mu.Unlock()
	from := of(m)
	for i, id := range ids {
		if e, ok := from.get(id); ok && m.same(id, e.state, s.state) {
			out[i] = e.v
		} else {
			missing = append(missing, i)
		}
	}
	return missing
}

// keep puts a value on a shelf, unless it is out of date.
func keep[V any](s *Snapshot, on func(*memo) *shelf[EntityID, V], id EntityID, v V, size int) {
	m := s.memo
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.state >= max(m.floor, m.changed[id]) {
		on(m).put(id, shelved[V]{v, s.state, size})
	}
}

// recallName returns the entities of a folded name. Any commit may change them.
func (s *Snapshot) recallName(name string) ([]EntityID, bool) {
	m := s.memo
	if m == nil {
		return nil, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.names.get(name)
	return e.v, ok && e.state == s.state
}

func (s *Snapshot) keepName(name string, ids []EntityID) {
	m := s.memo
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.state == m.now {
		m.names.put(name, shelved[[]EntityID]{ids, s.state, len(name) + 16*len(ids) + 100})
	}
}

// A shelf holds at most its budget. What makes room is what nobody asked for
// since the hand passed it last: a clock (Corbató 1968).
type shelf[K comparable, V any] struct {
	budget, size int // bytes
	at           map[K]int
	ring         []slot[K, V]
	hand         int
}

type slot[K comparable, V any] struct {
	key   K
	it    shelved[V]
	asked bool
}

type shelved[V any] struct {
	v     V
	state uint64
	size  int
}

func (s *shelf[K, V]) get(k K) (it shelved[V], ok bool) {
	i, ok := s.at[k]
	if !ok {
		return it, false
	}
	s.ring[i].asked = true
	return s.ring[i].it, true
}

func (s *shelf[K, V]) put(k K, it shelved[V]) {
	if it.size > s.budget/4 {
		return
	}
	if i, ok := s.at[k]; ok {
		s.size += it.size - s.ring[i].it.size
		s.ring[i].it = it
	} else {
		if s.at == nil {
			s.at = map[K]int{}
		}
		s.at[k] = len(s.ring)
		s.ring = append(s.ring, slot[K, V]{key: k, it: it})
		s.size += it.size
	}
	for s.size > s.budget {
		s.turn()
	}
}

// turn moves the hand on, or removes what it points at.
func (s *shelf[K, V]) turn() {
	if s.hand >= len(s.ring) {
		s.hand = 0
	}
	here, last := &s.ring[s.hand], len(s.ring)-1
	if here.asked {
		here.asked = false
		s.hand++
		return
	}
	s.size -= here.it.size
	delete(s.at, here.key)
	if s.hand != last {
		*here = s.ring[last]
		s.at[here.key] = s.hand
	}
	s.ring[last] = slot[K, V]{}
	s.ring = s.ring[:last]
}

// touch notes what a commit is going to change. The writer holds s.writing.
func (s *Store) touch(o *overlay, seen []byte) {
	if !bytes.Equal(seen, s.wrote) {
		s.touchedAll = true // somebody else wrote in between, or it is the first commit
	}
	for part := range o.parts {
		if part[:1] == famEntity {
			s.touched[id16(part)] = true
		}
	}
	if w := o.parts[keyStats.Part]; w != nil {
		s.wrote = w.values[keyStats.Sort]
	}
}

// fresh makes the state that readers see from now on.
func (s *Store) fresh(snap kv.Snapshot) *sharedSnapshot {
	state := s.memo.advance(s.touched, s.touchedAll)
	clear(s.touched)
	s.touchedAll = false
	return &sharedSnapshot{Snapshot: snap, refs: 1, state: state}
}
