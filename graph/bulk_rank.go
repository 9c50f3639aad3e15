package graph

import (
	"cmp"
	"context"
	"encoding/binary"
	"iter"
	"slices"
	"sync"
)

// rank numbers keys, entities, documents and types in the order of their
// records, so that what follows sorts numbers.
func (l *loader) rank(ctx context.Context) error {
	l.nodeOrder, l.nodeRank = ranked(l.keys.n, func(i int32) string { return unsafeString(l.keys.at(i).id[:]) })
	l.docOrder, l.docRank = ranked(len(l.docs), func(i int32) string { return unsafeString(l.docs[i].id[:]) })
	l.typeKeys = make([]string, len(l.typeNames))
	for i, t := range l.typeNames {
		l.typeKeys[i] = keyText(t)
	}
	l.typeOrder, l.typeRank = ranked(len(l.typeKeys), func(i int32) string { return l.typeKeys[i] })
	l.rankEntities()
	return ctx.Err()
}

// A beginning is the start of a key, which decides nearly all comparisons
// without a look at the rest.
type beginning struct {
	head uint64
	i    int32
}

// byKey sorts numbers by their keys; those of equal keys stay as they are.
func byKey(numbers iter.Seq[int32], n int, key func(int32) string) []int32 {
	hs := make([]beginning, 0, n)
	for i := range numbers {
		var b [8]byte
		copy(b[:], key(i))
		hs = append(hs, beginning{binary.BigEndian.Uint64(b[:]), i})
	}
	slices.SortStableFunc(hs, func(x, y beginning) int {
		if x.head != y.head {
			return cmp.Compare(x.head, y.head)
		}
		return compareStrings(key(x.i), key(y.i))
	})
	out := make([]int32, len(hs))
	for k, h := range hs {
		out[k] = h.i
	}
	return out
}

// ranked sorts the numbers below n by their keys.
func ranked(n int, key func(int32) string) (order, rank []int32) {
	order, rank = byKey(func(yield func(int32) bool) {
		for i := range n {
			if !yield(int32(i)) {
				return
			}
		}
	}, n, key), make([]int32, n)
	for r, i := range order {
		rank[i] = int32(r)
	}
	return order, rank
}

// rankEntities lists the entities by id, and their keys.
func (l *loader) rankEntities() {
	l.members = byKey(func(yield func(int32) bool) {
		for _, i := range l.nodeOrder { // so that keys of one entity stay by id
			if l.keys.at(i).entity != (EntityID{}) && !yield(i) {
				return
			}
		}
	}, l.keys.n, func(i int32) string { return unsafeString(l.keys.at(i).entity[:]) })
	l.entityAt = slices.Repeat([]int32{-1}, l.keys.n)
	begins := func(at int) bool {
		return at == 0 || l.keys.at(l.members[at]).entity != l.keys.at(l.members[at-1]).entity
	}
	n := 0
	for at := range l.members {
		if begins(at) {
			n++
		}
	}
	l.entities = make([]loadedEntity, 0, n)
	for at, i := range l.members {
		if begins(at) {
			l.entities = append(l.entities, loadedEntity{id: l.keys.at(i).entity, member: int32(at)})
		}
		l.entityAt[i] = int32(len(l.entities)) - 1
	}
}

// membersOf lists the keys of an entity, by id.
func (l *loader) membersOf(e int32) []int32 {
	end := int32(len(l.members))
	if int(e)+1 < len(l.entities) {
		end = l.entities[e+1].member
	}
	return l.members[l.entities[e].member:end]
}

// Keys of tuples put two numbers into one.
func two(a, b int32) uint64              { return uint64(uint32(a))<<32 | uint64(uint32(b)) }
func apart(n uint64) (a, b int32)        { return int32(n >> 32), int32(n) }
func (l *loader) doc(r int32) DocumentID { return l.docs[l.docOrder[r]].id }

// Lists of claims that are uttered sort behind the others of a key.
const speaks = 1 << 31

// contribute sorts what profiles say by key and by entity, and claims by key
// and by relation: two goroutines, which share nothing they write.
func (l *loader) contribute(ctx context.Context) error {
	var failed error
	var wg sync.WaitGroup
	wg.Go(func() { failed = l.sortProfiles() })
	err := l.sortClaims()
	wg.Wait()
	if err == nil {
		err = failed
	}
	if err == nil {
		err = l.sortEdges()
	}
	l.index = nil
	return firstError(err, l.says.close(), l.sums.close(), ctx.Err())
}

func (l *loader) sortProfiles() error {
	return l.says.each(func(s *spooled) error {
		doc, node := l.docRank[s.n[0]], int32(s.n[2])
		r := l.nodeRank[node]
		if err := l.byNode.add(two(r, doc), uint64(s.n[1]), 0, nil, s.payload); err != nil {
			return err
		}
		if e := l.entityAt[node]; e >= 0 {
			return l.byEntity.add(two(e, r), two(doc, int32(s.n[1])), 0, nil, s.payload)
		}
		return nil
	})
}

func (l *loader) sortClaims() error {
	var sum claimSum
	return l.sums.each(func(s *spooled) error {
		doc := l.docRank[s.n[0]]
		subject, object := int32(s.n[2])-1, int32(s.n[3])-1
		if subject >= 0 {
			if err := l.listed.add(two(l.nodeRank[subject], doc), uint64(s.n[1]), 0, nil, s.payload); err != nil {
				return err
			}
		}
		if object >= 0 && object != subject {
			if err := l.listed.add(two(l.nodeRank[object], doc), uint64(s.n[1]), 0, nil, s.payload); err != nil {
				return err
			}
		}
		if s.payload[0]&sumHasSpeakers != 0 {
			if err := sum.unpack(keyHeader, s.payload); err != nil {
				return err
			}
			if err := l.sortSpeakers(&sum, doc, s); err != nil {
				return err
			}
		}
		return l.sortSupport(s, subject, object, doc)
	})
}

func (l *loader) sortSpeakers(sum *claimSum, doc int32, s *spooled) (err error) {
	sum.lists(func(n []byte, kind string) {
		if kind == nodeSpeaker && err == nil {
			node := l.index[from16[nodeID](n)]
			err = l.listed.add(two(l.nodeRank[node], doc)|speaks, uint64(s.n[1]), 0, nil, s.payload)
		}
	})
	return err
}

// sortSupport counts a claim for its entities, and gives it to its relation.
func (l *loader) sortSupport(s *spooled, subject, object, doc int32) error {
	se, oe := l.entityOf(subject), l.entityOf(object)
	if se >= 0 {
		l.entities[se].claims++
	}
	if oe >= 0 && oe != se {
		l.entities[oe].claims++
	}
	if se < 0 || l.typeNames[s.n[4]] == "" || oe < 0 && len(s.text) == 0 {
		return nil
	}
	a, c := two(se, l.typeRank[s.n[4]]), two(doc, int32(s.n[1]))
	if oe >= 0 {
		return l.supports.add(a, uint64(oe), c, nil, s.payload)
	}
	return l.supports.add(a, valueEnd(s.text), c, s.text, s.payload)
}

// valueEnd sorts values behind entities, by their beginnings.
func valueEnd(text []byte) uint64 {
	var b [8]byte
	copy(b[1:], text)
	return 1<<63 | binary.BigEndian.Uint64(b[:])
}

// entityOf is the entity of a key, -1 for none.
func (l *loader) entityOf(node int32) int32 {
	if node < 0 {
		return -1
	}
	return l.entityAt[node]
}

// sortEdges sorts the edges by key, in both directions.
func (l *loader) sortEdges() error {
	both := func(a, b int32, weak uint64, n int) error {
		if err := l.beside.add(uint64(l.nodeRank[a]), weak|uint64(l.nodeRank[b]), uint64(n), nil, nil); err != nil {
			return err
		}
		return l.beside.add(uint64(l.nodeRank[b]), weak|uint64(l.nodeRank[a]), uint64(n), nil, nil)
	}
	for pair, n := range l.edges {
		if err := both(pair[0], pair[1], 0, n); err != nil {
			return err
		}
	}
	l.edges = nil
	for ws := l.weak; len(ws) > 0; {
		n := 1
		for n < len(ws) && ws[n] == ws[0] {
			n++
		}
		if err := both(ws[0][0], ws[0][1], weakEdge, n); err != nil {
			return err
		}
		ws = ws[n:]
	}
	l.weak = nil
	return nil
}

// Edges of weak keys sort after the others.
const weakEdge = 1 << 63
