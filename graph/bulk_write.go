package graph

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"iter"
	"unsafe"

	"dossier/graph/kv"
)

// outletRoom is how many bytes of keys and values are made at a time.
const outletRoom = 256 << 10

// An outlet makes records of parts, sort keys and payloads that come in key
// order, lets those of which there are few in between, and sends runs of them.
type outlet struct {
	send func([]kv.Entry) error
	run  []kv.Entry
	room []byte

	part string
	sum  uint32 // checksum of part and the zero byte

	rest    func() (sorted, error, bool)
	waiting sorted // the next of the rest
	more    bool   // there is one
	between bool   // it may come before the next record of this part
}

// write makes all records in key order and sends runs of them to runs, until
// stop is closed.
func (l *loader) write(ctx context.Context, runs chan<- []kv.Entry, stop <-chan struct{}) error {
	o := &outlet{send: func(run []kv.Entry) error {
		select {
		case runs <- run:
			return nil
		case <-stop:
			return errStopped
		}
	}}
	next, end := iter.Pull2(func(yield func(sorted, error) bool) {
		err := l.rest.each(func(r sorted) error {
			if !yield(r, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && err != errStopped {
			yield(sorted{}, err)
		}
	})
	defer end()
	o.rest = next
	if err := o.step(); err != nil {
		return err
	}
	for _, f := range []func(*outlet) error{l.writeNames, l.writeDocuments, l.writeEntities, l.writeLists, l.writeNodes, l.writeMeta} {
		if err := f(o); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return o.flush()
}

// step goes on to the next of the rest.
func (o *outlet) step() (err error) {
	o.waiting, err, o.more = o.rest()
	return err
}

// at begins a part.
func (o *outlet) at(part string) error {
	o.part = part
	o.sum = crc32.Update(crc32.Update(0, castagnoli, bytesIn(part)), castagnoli, zeroByte)
	for o.more && o.waiting.key.Part < part {
		if err := o.pass(); err != nil {
			return err
		}
	}
	o.between = o.more && o.waiting.key.Part == part
	return nil
}

// pass sends one of the rest.
func (o *outlet) pass() error {
	w := o.waiting
	if err := o.entry(kv.Entry{Key: w.key, Value: append([]byte(nil), w.value...)}); err != nil {
		return err
	}
	return o.step()
}

func (o *outlet) entry(e kv.Entry) error {
	if o.run = append(o.run, e); len(o.run) == entryRun {
		return o.flush()
	}
	return nil
}

func (o *outlet) flush() error {
	run := o.run
	o.run = make([]kv.Entry, 0, entryRun)
	return o.send(run)
}

// put sends a record of the part.
func (o *outlet) put(sort, payload []byte) error {
	for o.between && o.waiting.key.Sort < unsafeString(sort) {
		if err := o.pass(); err != nil {
			return err
		}
		o.between = o.more && o.waiting.key.Part == o.part
	}
	need := len(sort) + recordHead + len(payload)
	if len(o.room)+need > cap(o.room) {
		o.room = make([]byte, 0, max(outletRoom, need))
	}
	at := len(o.room)
	b := append(append(o.room, sort...), formatVersion, 0, 0, 0, 0)
	b = append(b, payload...)
	key, value := b[at:at+len(sort)], b[at+len(sort):len(b):len(b)]
	sum := crc32.Update(crc32.Update(o.sum, castagnoli, key), castagnoli, versionByte)
	binary.BigEndian.PutUint32(value[1:], crc32.Update(sum, castagnoli, payload))
	o.room = b
	return o.entry(kv.Entry{Key: kv.Key{Part: o.part, Sort: unsafeString(key)}, Value: value})
}

// unsafeString lends bytes that nobody writes any more as a string.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// counted sends the records of a sorter of counts.
func (l *loader) counted(o *outlet, from *sorter) error {
	var buf, sort []byte
	return from.each(func(r sorted) error {
		if r.key.Part != o.part {
			if err := o.at(r.key.Part); err != nil {
				return err
			}
		}
		buf, sort = countRec{N: int(r.count)}.pack(buf[:0]), append(sort[:0], r.key.Sort...)
		return o.put(sort, buf)
	})
}

func (l *loader) writeNames(o *outlet) error { return l.counted(o, l.names) }

// writeDocuments sends the groups of claims and profiles of each document; all
// else that it has is among the rest.
func (l *loader) writeDocuments(o *outlet) error {
	for _, i := range l.docOrder {
		d := l.docs[i]
		if err := o.at(partDocument(d.id)); err != nil {
			return err
		}
		for k, from := range []*spool{l.claims, l.profiles} {
			r, err := from.from(d.spooled[2*k], d.spooled[2*k+1])
			for err == nil && r.ok {
				if err = o.put(r.cur.text, r.cur.payload); err == nil {
					err = r.next()
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLists sends the lists over the whole graph.
func (l *loader) writeLists(o *outlet) error {
	most := func(part string, key func(*loadedEntity) uint64) error {
		t := newTuples(l.dir, l.size)
		for i := range l.entities {
			if e := &l.entities[i]; e.documents > 0 {
				if err := t.add(key(e), uint64(i), 0, nil, nil); err != nil {
					return err
				}
			}
		}
		return l.writeList(o, part, t)
	}
	if err := most(listEntDocuments, func(e *loadedEntity) uint64 { return uint64(getBE32(mostFirst(int(e.documents)))) << 32 }); err != nil {
		return err
	}
	if err := l.writeByName(o); err != nil {
		return err
	}
	if err := most(listEntRelations, func(e *loadedEntity) uint64 { return uint64(getBE32(mostFirst(int(e.relations)))) << 32 }); err != nil {
		return err
	}
	if err := most(listEntSeen, func(e *loadedEntity) uint64 { return binary.BigEndian.Uint64(bytesIn(newestFirst(e.latest))) }); err != nil {
		return err
	}
	return l.writeRanked(o)
}

// writeList sends a list of entities by number; four bytes of the number are
// in the key, or in the list by date all eight.
func (l *loader) writeList(o *outlet, part string, t *tuples) error {
	if err := o.at(part); err != nil {
		return err
	}
	err := t.begin()
	var sort, buf []byte
	for f := t.first(); f != nil && err == nil; f = t.first() {
		e := &l.entities[f.b]
		sort = binary.BigEndian.AppendUint64(sort[:0], f.a)
		if part != listEntSeen {
			sort = sort[:4]
		}
		sort = append(sort, e.id[:]...)
		buf = l.listedAs(e).pack(buf[:0])
		if err = o.put(sort, buf); err == nil {
			err = t.skip()
		}
	}
	return firstError(err, t.close())
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) listedAs(e *loadedEntity) listedEntity {
	return listedEntity{l.typeNames[e.typ], int(e.documents)}
}

func (l *loader) writeByName(o *outlet) error {
	if err := o.at(listEntName); err != nil {
		return err
	}
	var sort, buf []byte
	return l.byName.each(func(r sorted) error {
		buf, sort = l.listedAs(&l.entities[r.count-1]).pack(buf[:0]), append(sort[:0], r.key.Sort...)
		return o.put(sort, buf)
	})
}

// writeRanked sends the list of all relations.
func (l *loader) writeRanked(o *outlet) error {
	if err := o.at(listRelations); err != nil {
		return err
	}
	err := l.ranked.begin()
	var sort []byte
	for f := l.ranked.first(); f != nil && err == nil; f = l.ranked.first() {
		sort = binary.BigEndian.AppendUint32(sort[:0], uint32(f.a))
		sort = append(append(sort, l.entities[f.c].id[:]...), f.payload...)
		if err = o.put(sort, nil); err == nil {
			err = l.ranked.skip()
		}
	}
	return err
}

// writeMeta sends the rest, and last the counters.
func (l *loader) writeMeta(o *outlet) error {
	if err := o.at(keyHeader.Part); err != nil {
		return err
	}
	if err := o.put([]byte(keyHeader.Sort), marshal(headerRec{formatVersion})); err != nil {
		return err
	}
	return o.put([]byte(keyStats.Sort), marshal(l.stats.tidy()))
}
