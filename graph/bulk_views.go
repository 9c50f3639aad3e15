package graph

import (
	"bytes"
	"context"
)

// relate computes the relations one after the other, by subject, type and
// other end.
func (l *loader) relate(ctx context.Context) error {
	if err := l.supports.begin(); err != nil {
		return err
	}
	r := relating{l: l}
	for n := 0; l.supports.first() != nil; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.next(); err != nil {
			return err
		}
	}
	return l.rivals(&r.last)
}

// relating is the state of relate.
type relating struct {
	l      *loader
	n      uint64 // relations so far
	claims []supporting
	data   []byte // of the claims in short, one after the other
	text   []byte // of the value
	sort   []byte // of the relation under its subject
	buf    []byte
	last   rivalry
}

// next computes one relation.
func (r *relating) next() error {
	l, t := r.l, r.l.supports.first()
	a, b := t.a, t.b
	r.claims, r.data, r.text = r.claims[:0], r.data[:0], append(r.text[:0], t.text...)
	se, typ := apart(a)
	name := l.typeOrder[typ]
	id := RelationID{Subject: l.entities[se].id, Type: l.typeNames[name]}
	oe := int32(-1)
	if b>>63 == 0 {
		oe = int32(b)
		id.Object = l.entities[oe].id
	}
	r.sort = append(append(append(r.sort[:0], entRelation+"o"...), l.typeKeys[name]...), 0)
	if oe >= 0 {
		r.sort = append(append(r.sort, 'e'), id.Object[:]...)
	} else {
		r.sort = append(append(append(r.sort, 'v'), r.text...), 0)
	}
	for ; t != nil && t.a == a && t.b == b && bytes.Equal(t.text, r.text); t = l.supports.first() {
		if err := r.claim(t); err != nil {
			return err
		}
		if err := l.supports.skip(); err != nil {
			return err
		}
	}
	if oe < 0 {
		id.Value = r.claims[0].sum.Value.valueKey()
	}
	return r.put(id, se, oe, int32(typ))
}

// claim takes one claim of the relation, and spools it as evidence.
func (r *relating) claim(t *tupleSource) error {
	l := r.l
	doc, n := apart(t.c)
	s := supporting{id: ClaimID{l.doc(doc), uint32(n)}}
	r.data = append(r.data, t.payload...)
	if err := s.sum.unpack(keyHeader, r.data[len(r.data)-len(t.payload):]); err != nil {
		return err
	}
	r.claims = append(r.claims, s)
	se, _ := apart(t.a)
	return l.evidence.write([spoolNumbers]uint32{uint32(se), uint32(doc), uint32(n)}, unsafeString(r.sort[2:]), t.payload)
}

// put spools a relation for either end and for the list of all.
func (r *relating) put(id RelationID, se, oe, typ int32) error {
	l := r.l
	view := viewOf(id, r.claims, nil)
	l.stats.Relations++
	l.stats.relationType(id.Type, 1)
	l.entities[se].relations++
	r.buf = view.pack(r.buf[:0])
	if err := l.out.write([spoolNumbers]uint32{uint32(se)}, unsafeString(r.sort), r.buf); err != nil {
		return err
	}
	if oe >= 0 {
		if oe != se {
			l.entities[oe].relations++
		}
		if err := l.in.add(two(oe, typ), uint64(se), 0, nil, r.buf); err != nil {
			return err
		}
	}
	r.n++
	if err := l.ranked.add(^uint64(view.Sources), r.n, uint64(se), nil, r.sort[2:]); err != nil {
		return err
	}
	return l.conflicts(&r.last, id, view)
}

// conflicts lists a relation that is affirmed and denied, and subjects with
// several objects of a functional relation; relations come by subject and type.
func (l *loader) conflicts(last *rivalry, id RelationID, r *relationRec) error {
	if id.Subject != last.subject || id.Type != last.typ {
		if err := l.rivals(last); err != nil {
			return err
		}
		*last = rivalry{subject: id.Subject, typ: id.Type}
	}
	last.add(l.s, r)
	if !r.disputed() {
		return nil
	}
	sort := relOut(id).Sort
	return l.put(conflictKey(conflictPolarity, id.Subject, sort), conflictRec{bytes16(id.Subject), []byte(sort)})
}

func (l *loader) rivals(r *rivalry) error {
	if !r.clash {
		return nil
	}
	sort := functionalPrefix(r.typ)
	return l.put(conflictKey(conflictObject, r.subject, sort), conflictRec{bytes16(r.subject), []byte(sort)})
}
