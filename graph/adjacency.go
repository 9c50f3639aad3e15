package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"dossier/graph/kv"
)

// A tie is a relation as seen from the entity under which it is kept. It has
// no pointers, so that many of them cost the garbage collector nothing.
type tie struct {
	other          EntityID // zero: a value
	sources, docs  uint32
	typ            uint32 // in types of the adjacency
	payload, bytes uint32 // where the record lies in records
	in             bool   // the entity is the object
}

// An adjacency is all relations of an entity, best first. Once made it does
// not change, so readers share it.
type adjacency struct {
	self    EntityID
	types   []string // as keys have them
	ties    []tie    // most sources, then most documents, then by subject, type and object
	loops   []tie    // the relations of the entity with itself, as coming in: ties has them as going out
	records []byte

	grouping sync.Once
	near     *nearby
}

// newAdjacency reads an entity's relations from its records.
func newAdjacency(self EntityID, entries []kv.Entry) (*adjacency, error) {
	a := &adjacency{self: self, ties: make([]tie, 0, len(entries))}
	size := 0
	for _, e := range entries {
		size += max(len(e.Value)-recordHead, 0)
	}
	a.records = make([]byte, 0, size)
	for _, e := range entries {
		payload, err := open(e.Key, e.Value)
		if err != nil {
			return nil, err
		}
		var r relationRec
		if err := r.unpack(e.Key, payload); err != nil {
			return nil, err
		}
		_, typ, _, _ := relParts(e.Key)
		a.add(&r, typ, e.Key.Sort[1] == 'i', payload)
	}
	a.rank()
	return a, nil
}

// adjacencyOf is newAdjacency for relations that were computed.
func adjacencyOf(self EntityID, rels []*relationRec) *adjacency {
	a := &adjacency{self: self}
	key := func(r *relationRec) string {
		if r.ID.Subject == self {
			return "o" + relOut(r.ID).Sort
		}
		return "p" + relIn(r.ID).Sort
	}
	slices.SortFunc(rels, func(x, y *relationRec) int { return compareStrings(key(x), key(y)) })
	for _, r := range rels {
		a.add(r, keyText(r.ID.Type), r.ID.Subject != self, r.pack(nil))
	}
	a.rank()
	return a
}

// add notes a relation; those of one type come one after the other.
func (a *adjacency) add(r *relationRec, typ string, in bool, payload []byte) {
	if n := len(a.types); n == 0 || a.types[n-1] != typ {
		a.types = append(a.types, strings.Clone(typ))
	}
	t := tie{
		other: r.ID.Object, sources: uint32(r.Sources), docs: uint32(r.Documents),
		typ: uint32(len(a.types) - 1), payload: uint32(len(a.records)), bytes: uint32(len(payload)), in: in,
	}
	if in {
		t.other = r.ID.Subject
	}
	if a.records = append(a.records, payload...); in && t.other == a.self {
		a.loops = append(a.loops, t)
	} else {
		a.ties = append(a.ties, t)
	}
}

// rank sorts the ties. Their records lie in the order of the keys.
func (a *adjacency) rank() { a.sort(a.ties) }

func (a *adjacency) sort(ties []tie) {
	subject := func(t *tie) *EntityID {
		if t.in {
			return &t.other
		}
		return &a.self
	}
	slices.SortFunc(ties, func(x, y tie) int {
		if x.sources != y.sources {
			return cmp.Compare(y.sources, x.sources)
		}
		if x.docs != y.docs {
			return cmp.Compare(y.docs, x.docs)
		}
		if c := cmp16(*subject(&x), *subject(&y)); c != 0 {
			return c
		}
		return cmp.Compare(x.payload, y.payload)
	})
}

// size is about how many bytes it takes.
func (a *adjacency) size() int { return 300 + 76*len(a.ties) + len(a.records) + 16*len(a.types) }

// id is the relation of a tie. Where the key does not say all of it, it takes
// the record.
func (a *adjacency) id(t *tie) RelationID {
	if t.other == (EntityID{}) || a.records[t.payload]&relHasType != 0 {
		return a.record(t).ID
	}
	if t.in {
		return RelationID{Subject: t.other, Type: a.types[t.typ], Object: a.self}
	}
	return RelationID{Subject: a.self, Type: a.types[t.typ], Object: t.other}
}

// record reads the record of a tie, which newAdjacency has checked.
func (a *adjacency) record(t *tie) relationRec {
	r := relationRec{ID: RelationID{Subject: a.self, Type: a.types[t.typ], Object: t.other}}
	if t.in {
		r.ID.Subject, r.ID.Object = t.other, a.self
	}
	r.fields(&unpacker{rest: a.records[t.payload : t.payload+t.bytes]})
	return r
}

// selected returns the ties that a query lets through, as far as views tell,
// in the order of the adjacency.
func (a *adjacency) selected(q *RelationQuery) []tie {
	if q.unfiltered() && q.Direction == Both && q.Entity == (EntityID{}) {
		return a.ties
	}
	all := a.ties
	if q.Direction == In && len(a.loops) > 0 {
		all = slices.Concat(a.ties, a.loops)
		a.sort(all)
	}
	types := a.typed(q.Types)
	deep := q.Polarity != nil || len(q.Modality) > 0 || !q.Since.IsZero() || !q.Until.IsZero() || !q.PublishedBefore.IsZero()
	var out []tie
	for i := range all {
		t := &all[i]
		switch {
		case q.Direction == Out && t.in, q.Direction == In && !t.in:
		case types != nil && !types[t.typ], int(t.sources) < q.MinSources:
		case q.Entity != (EntityID{}) && t.other != q.Entity:
		default:
			if deep {
				if r := a.record(t); !q.matches(&r) {
					continue
				}
			}
			out = append(out, *t)
		}
	}
	return out
}

// typed tells which of the types a query names; nil is all.
func (a *adjacency) typed(names []string) []bool {
	if len(names) == 0 {
		return nil
	}
	out := make([]bool, len(a.types))
	for _, n := range names {
		n = keyText(n)
		for i, t := range a.types {
			out[i] = out[i] || t == n
		}
	}
	return out
}

// nearby is the ties of an entity grouped by their other end.
type nearby struct {
	ends   []end    // in the order of their best ties
	order  []uint32 // of the ties, those of one end together
	summed []uint32 // the ends, most sources first
}

// An end is an entity at the other end of order[at:at+n].
type end struct {
	id      EntityID
	sources uint32
	at, n   uint32
}

// grouped groups all ties, once.
func (a *adjacency) grouped() *nearby {
	a.grouping.Do(func() { a.near = groupTies(a.self, a.ties) })
	return a.near
}

// groupTies leaves out values and the entity itself.
func groupTies(self EntityID, ties []tie) *nearby {
	g := &nearby{}
	at := make(map[EntityID]uint32, len(ties))
	in := make([]uint32, len(ties)) // end of each tie, plus one
	for i := range ties {
		t := &ties[i]
		if t.other == self || t.other == (EntityID{}) {
			continue
		}
		k, ok := at[t.other]
		if !ok {
			g.ends = append(g.ends, end{id: t.other})
			k = uint32(len(g.ends))
			at[t.other] = k
		}
		in[i] = k
		g.ends[k-1].sources += t.sources
		g.ends[k-1].n++
	}
	g.order, g.summed = make([]uint32, len(ties)), make([]uint32, len(g.ends))
	sum := uint32(0)
	for k := range g.ends {
		g.ends[k].at, sum = sum, sum+g.ends[k].n
		g.summed[k] = uint32(k)
	}
	next := make([]uint32, len(g.ends))
	for i, k := range in {
		if k > 0 {
			g.order[g.ends[k-1].at+next[k-1]] = uint32(i)
			next[k-1]++
		}
	}
	slices.SortFunc(g.summed, func(x, y uint32) int {
		a, b := &g.ends[x], &g.ends[y]
		if a.sources != b.sources {
			return cmp.Compare(b.sources, a.sources)
		}
		return cmp16(a.id, b.id)
	})
	return g
}

// adjacent reads the relations of entities, or recalls them.
func (s *Snapshot) adjacent(ctx context.Context, ids []EntityID) ([]*adjacency, error) {
	out := make([]*adjacency, len(ids))
	missing := recall(s, (*memo).tieShelf, ids, out)
	for len(missing) > 0 {
		n := min(len(missing), adjacentRun)
		if err := s.readAdjacent(ctx, ids, missing[:n], out); err != nil {
			return nil, err
		}
		missing = missing[n:]
	}
	return out, nil
}

// adjacentRun is how many entities' relations are read at a time.
const adjacentRun = 256

func (s *Snapshot) readAdjacent(ctx context.Context, ids []EntityID, which []int, out []*adjacency) error {
	ranges := make([]kv.Range, len(which))
	for k, i := range which {
		ranges[k] = prefixRange(partEntity(ids[i]), entRelation)
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for k, i := range which {
		a, err := newAdjacency(ids[i], rows[k])
		if err != nil {
			return err
		}
		out[i] = a
		keep(s, (*memo).tieShelf, a.self, a, a.size())
	}
	return nil
}
