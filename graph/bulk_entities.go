package graph

import (
	"slices"
	"strings"
)

// writeEntities describes the entities one after the other and sends all that
// lies in their parts.
func (l *loader) writeEntities(o *outlet) error {
	if err := firstError(l.byEntity.begin(), l.in.begin()); err != nil {
		return err
	}
	evidence, err := l.evidence.from(0, l.evidence.size)
	if err != nil {
		return err
	}
	out, err := l.out.from(0, l.out.size)
	if err != nil {
		return err
	}
	w := entityWriter{l: l, o: o, evidence: evidence, out: out, set: newFactSet(), docs: map[int32]int{}, said: map[fact]int{}, types: map[string]int32{}}
	for e := range l.entities {
		if err := w.entity(int32(e)); err != nil {
			return err
		}
		l.tell(e)
	}
	return nil
}

// An entityWriter holds what writeEntities uses again.
type entityWriter struct {
	l             *loader
	o             *outlet
	evidence, out *spoolReader
	set           *factSet
	docs          map[int32]int // documents of the entity by rank: profiles
	order         []int32
	said          map[fact]int // of one key
	facts         []fact
	types         map[string]int32
	sort, buf     []byte
}

func (w *entityWriter) entity(e int32) error {
	l, o := w.l, w.o
	x := &l.entities[e]
	if err := o.at(partEntity(x.id)); err != nil {
		return err
	}
	if err := w.gather(e); err != nil {
		return err
	}
	first, last, err := w.documents()
	if err != nil {
		return err
	}
	x.documents, x.latest = int32(len(w.docs)), last
	if x.documents > 0 {
		r := entityRec{Documents: int(x.documents), Claims: int(x.claims), Relations: int(x.relations), FirstSeen: first, LastSeen: last}
		if err := w.describe(e, &r); err != nil {
			return err
		}
	}
	for ; err == nil && w.evidence.ok && w.evidence.cur.n[0] == uint32(e); err = firstError(err, w.evidence.next()) {
		c := &w.evidence.cur
		w.sort = append(append(append(w.sort[:0], entEvidence...), c.text...), sortClaim(ClaimID{l.doc(int32(c.n[1])), c.n[2]})...)
		err = o.put(w.sort, c.payload)
	}
	for _, i := range l.membersOf(e) {
		w.sort = append(append(w.sort[:0], entMember...), l.keys.at(i).id[:]...)
		err = firstError(err, o.put(w.sort, nil))
	}
	if err != nil {
		return err
	}
	return w.relations(e)
}

// relations sends the relations of which the entity is object, then those of
// which it is subject.
func (w *entityWriter) relations(e int32) error {
	l := w.l
	for t := l.in.first(); t != nil; t = l.in.first() {
		oe, typ := apart(t.a)
		if oe != e {
			break
		}
		w.sort = append(append(append(w.sort[:0], entRelation+"i"...), l.typeKeys[l.typeOrder[typ]]...), 0, 'e')
		w.sort = append(w.sort, l.entities[t.b].id[:]...)
		if err := firstError(w.o.put(w.sort, t.payload), l.in.skip()); err != nil {
			return err
		}
	}
	for w.out.ok && w.out.cur.n[0] == uint32(e) {
		if err := firstError(w.o.put(w.out.cur.text, w.out.cur.payload), w.out.next()); err != nil {
			return err
		}
	}
	return nil
}

// gather reads what the profiles of an entity say.
func (w *entityWriter) gather(e int32) error {
	l := w.l
	clear(w.docs)
	w.set.clear()
	for t := l.byEntity.first(); t != nil; t = l.byEntity.first() {
		if at, _ := apart(t.a); at != e {
			return nil
		}
		key := t.a
		_, r := apart(key)
		clear(w.said)
		for ; t != nil && t.a == key; t = l.byEntity.first() {
			doc, _ := apart(t.b)
			w.docs[doc]++
			eachFact(t.payload, func(f fact) { w.said[f]++ })
			if err := l.byEntity.skip(); err != nil {
				return err
			}
		}
		n := l.keys.rec(l.keys.at(l.nodeOrder[r]))
		for _, f := range w.shown() {
			w.set.add(f, w.said[f], &n)
		}
	}
	return nil
}

// eachFact visits what one profile says. The texts are its own.
func eachFact(payload []byte, visit func(fact)) {
	u := unpacker{rest: payload}
	for len(u.rest) > 0 {
		kind := kindOf(u.byte())
		visit(fact{kind, u.text()})
	}
}

// kindOf is a kind of fact without making a string of it.
func kindOf(b byte) string { return "12345"[b-'1' : b-'0'] }

// shown lists the facts of a key that a view looks at: the first ones by
// key, if there are too many.
func (w *entityWriter) shown() []fact {
	w.facts = w.facts[:0]
	for f := range w.said {
		w.facts = append(w.facts, f)
	}
	if len(w.facts) > maxFacts {
		slices.SortFunc(w.facts, compareFacts)
		w.facts = w.facts[:maxFacts]
	}
	return w.facts
}

// compareFacts orders facts as their keys do.
func compareFacts(a, b fact) int {
	if a.kind != b.kind {
		return strings.Compare(a.kind, b.kind)
	}
	return strings.Compare(keyText(a.text), keyText(b.text))
}

// documents sends the documents that speak of an entity, newest first.
func (w *entityWriter) documents() (first, last int64, err error) {
	l := w.l
	w.order = w.order[:0]
	for d := range w.docs {
		w.order = append(w.order, d)
	}
	pub := func(d int32) int64 { return l.docs[l.docOrder[d]].rec.Published }
	slices.SortFunc(w.order, func(a, b int32) int {
		if c := strings.Compare(newestFirst(pub(a)), newestFirst(pub(b))); c != 0 {
			return c
		}
		return int(a) - int(b)
	})
	for _, d := range w.order {
		if p := pub(d); p != 0 {
			if first == 0 || p < first {
				first = p
			}
			last = max(last, p)
		}
		id := l.doc(d)
		w.sort = append(append(append(w.sort[:0], entDocument...), newestFirst(pub(d))...), id[:]...)
		w.buf = countRec{N: w.docs[d]}.pack(w.buf[:0])
		if err := w.o.put(w.sort, w.buf); err != nil {
			return 0, 0, err
		}
	}
	return first, last, nil
}

// describe sends an entity's header and notes what the lists need.
func (w *entityWriter) describe(e int32, r *entityRec) error {
	l := w.l
	w.set.describe(r)
	l.stats.Entities++
	l.stats.entityType(r.Type, 1)
	typ, ok := w.types[r.Type]
	if !ok {
		typ = int32(len(l.typeNames))
		w.types[r.Type] = typ
		l.typeNames = append(l.typeNames, r.Type)
	}
	l.entities[e].typ = typ
	w.buf = r.pack(w.buf[:0])
	if err := w.o.put([]byte(entHeader), w.buf); err != nil {
		return err
	}
	key := entityLists(l.entities[e].id, r)[1]
	return l.byName.count(key, "", int64(e)+1)
}
