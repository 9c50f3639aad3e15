package graph

import "slices"

// writeNodes sends all that lies in the parts of identity keys.
func (l *loader) writeNodes(o *outlet) error {
	if err := firstError(l.listed.begin(), l.beside.begin(), l.byNode.begin()); err != nil {
		return err
	}
	w := nodeWriter{l: l, o: o, said: map[fact]int{}}
	for r := range l.nodeOrder {
		if err := w.node(int32(r)); err != nil {
			return err
		}
		l.tell(len(l.entities) + r)
	}
	return nil
}

// A nodeWriter holds what writeNodes uses again.
type nodeWriter struct {
	l         *loader
	o         *outlet
	list      claimList
	said      map[fact]int
	facts     []fact
	profiles  []byte // sort keys of the profiles, each profileKey long
	sort, buf []byte
}

func (w *nodeWriter) node(r int32) error {
	n := w.l.keys.at(w.l.nodeOrder[r])
	if err := w.o.at(partNode(n.id)); err != nil {
		return err
	}
	if err := w.lists(r, 0, nodeClaim); err != nil {
		return err
	}
	if err := w.edges(r); err != nil {
		return err
	}
	w.buf = w.l.keys.rec(n).pack(w.buf[:0])
	if err := w.o.put([]byte(nodeHeader), w.buf); err != nil {
		return err
	}
	if err := w.hung(r); err != nil {
		return err
	}
	return w.lists(r, speaks, nodeSpeaker)
}

// lists sends the lists of claims of one kind.
func (w *nodeWriter) lists(r int32, kind uint64, name string) error {
	l := w.l
	for t := l.listed.first(); t != nil; t = l.listed.first() {
		key := t.a
		if at, _ := apart(key); at != r || key&speaks != kind {
			return nil
		}
		doc := l.doc(int32(key &^ speaks & 0xffffffff))
		for ; t != nil && t.a == key; t = l.listed.first() {
			if !w.list.takes() {
				if err := w.putList(name, doc); err != nil {
					return err
				}
			}
			w.list.add(uint32(t.b), t.payload)
			if err := l.listed.skip(); err != nil {
				return err
			}
		}
		if err := w.putList(name, doc); err != nil {
			return err
		}
	}
	return nil
}

func (w *nodeWriter) putList(kind string, doc DocumentID) error {
	w.sort = append(append(append(w.sort[:0], kind...), doc[:]...), be32(w.list.first)...)
	defer w.list.reset()
	return w.o.put(w.sort, w.list.data)
}

// edges sends the edges of a key, those of weak keys last.
func (w *nodeWriter) edges(r int32) error {
	l := w.l
	for t := l.beside.first(); t != nil && int32(t.a) == r; t = l.beside.first() {
		other := l.keys.at(l.nodeOrder[t.b&^weakEdge])
		kind := nodeStrong
		if t.b&weakEdge != 0 {
			kind = nodeWeak
		}
		w.sort = append(append(w.sort[:0], kind...), other.id[:]...)
		w.buf = countRec{Text: l.keys.texts.at(other.text), N: int(t.c)}.pack(w.buf[:0])
		if err := firstError(w.o.put(w.sort, w.buf), l.beside.skip()); err != nil {
			return err
		}
	}
	return nil
}

// hung sends the facts and the profiles of a key.
func (w *nodeWriter) hung(r int32) error {
	l := w.l
	clear(w.said)
	w.profiles = w.profiles[:0]
	const size = 4 + 4 // document's rank and number
	for t := l.byNode.first(); t != nil; t = l.byNode.first() {
		at, doc := apart(t.a)
		if at != r {
			break
		}
		w.profiles = append(append(w.profiles, be32(uint32(doc))...), be32(uint32(t.b))...)
		eachFact(t.payload, func(f fact) { w.said[f]++ })
		if err := l.byNode.skip(); err != nil {
			return err
		}
	}
	w.facts = w.facts[:0]
	for f := range w.said {
		w.facts = append(w.facts, f)
	}
	slices.SortFunc(w.facts, compareFacts)
	for _, f := range w.facts {
		w.sort = append(append(append(w.sort[:0], nodeFact...), f.kind...), keyText(f.text)...)
		w.buf = countRec{Text: f.text, N: w.said[f]}.pack(w.buf[:0])
		if err := w.o.put(w.sort, w.buf); err != nil {
			return err
		}
	}
	for p := w.profiles; len(p) > 0; p = p[size:] {
		d := l.docs[l.docOrder[getBE32(string(p[:4]))]]
		w.sort = append(append(append(w.sort[:0], nodeProfile...), d.id[:]...), p[4:size]...)
		w.buf = countRec{N: int(d.rec.Published)}.pack(w.buf[:0])
		if err := w.o.put(w.sort, w.buf); err != nil {
			return err
		}
	}
	return nil
}
