package graph

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"dossier/graph/kv"
)

// entityOf returns the entity of a key.
func (l *loader) entityOf(n []byte) EntityID {
	if len(n) == 0 {
		return EntityID{}
	}
	i, ok := l.index[from16[nodeID](n)]
	if !ok {
		return EntityID{}
	}
	return l.nodes[i].entity()
}

// count returns where an entity's figures are.
func (l *loader) entity(id EntityID) *loadedEntity {
	i, ok := l.ents[id]
	if !ok {
		i = int32(len(l.list))
		l.ents[id] = i
		l.list = append(l.list, loadedEntity{})
	}
	return &l.list[i]
}

// contribute writes the keys with their entities, and which documents speak of
// an entity.
func (l *loader) contribute(ctx context.Context) error {
	for i := range l.nodes {
		n := &l.nodes[i]
		if err := l.put(nodeKey(n.id, nodeHeader), n.rec); err != nil {
			return err
		}
		if e := n.entity(); e != (EntityID{}) {
			if err := l.mark(entKey(e, entMember+string(n.id[:]))); err != nil {
				return err
			}
		}
	}
	for at, d := range l.docs {
		pub := d.rec.Published
		for _, i := range d.anchors {
			id := l.nodes[i].entity()
			if id == (EntityID{}) {
				continue
			}
			if err := l.one(entKey(id, entDocument+newestFirst(pub)+string(d.id[:])), ""); err != nil {
				return err
			}
			e := l.entity(id)
			if e.last == int32(at)+1 {
				continue
			}
			e.last = int32(at) + 1
			e.documents++
			if pub != 0 && (e.first == 0 || pub < e.first) {
				e.first = pub
			}
			if pub != 0 && (e.latest == 0 || pub > e.latest) {
				e.latest = pub
			}
		}
		d.anchors = nil
	}
	return ctx.Err()
}

// lists fills the lists of claims under keys.
func (l *loader) lists(ctx context.Context) error {
	var list claimList
	var current kv.Key // of the list, without the claim
	flush := func() error {
		if list.size == 0 {
			return nil
		}
		key := kv.Key{Part: current.Part, Sort: current.Sort + be32(list.first)}
		defer list.reset()
		return l.out.put(key, seal(key, list.data))
	}
	err := l.refs.each(func(r sorted) error {
		id := claimOf(r.key.Sort)
		key := kv.Key{Part: r.key.Part, Sort: r.key.Sort[:len(r.key.Sort)-4]}
		if key != current || !list.takes() {
			if err := flush(); err != nil {
				return err
			}
			current = key
		}
		list.add(id.N, r.value)
		return nil
	})
	if err == nil {
		err = flush()
	}
	return errors.Join(err, ctx.Err())
}

// relate gives every claim to its relation, and computes the relations one
// after the other.
func (l *loader) relate(ctx context.Context) error {
	by := newSorter(l.dir, l.size/2)
	err := l.sums.each(func(id ClaimID, payload []byte) error {
		var sum claimSum
		if err := sum.unpack(kv.Key{}, payload); err != nil {
			return err
		}
		s, o := l.entityOf(sum.Subject), l.entityOf(sum.Object)
		if s != (EntityID{}) {
			l.entity(s).claims++
		}
		if o != (EntityID{}) && o != s {
			l.entity(o).claims++
		}
		rel, ok := sum.relationOf(l.entityOf)
		if !ok {
			return nil
		}
		key := relEvidence(rel)
		key.Sort += sortClaim(id)
		return by.put(key, payload)
	})
	if err == nil {
		err = l.relations(ctx, by)
	}
	return errors.Join(err, by.close())
}

func (l *loader) relations(ctx context.Context, by *sorter) error {
	var claims []supporting
	var current kv.Key // of the evidence, without the claim
	var last rivalry
	flush := func() error {
		if len(claims) == 0 {
			return nil
		}
		rel, _ := claims[0].sum.relationOf(l.entityOf)
		view := viewOf(rel, claims, nil)
		claims = claims[:0]
		return errors.Join(l.relation(rel, view), l.conflicts(&last, rel, view))
	}
	n := 0
	err := by.each(func(r sorted) error {
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		key := kv.Key{Part: r.key.Part, Sort: r.key.Sort[:len(r.key.Sort)-20]}
		if key != current {
			if err := flush(); err != nil {
				return err
			}
			current = key
		}
		s := supporting{id: claimOf(r.key.Sort)}
		if err := s.sum.unpack(r.key, bytes.Clone(r.value)); err != nil {
			return err
		}
		claims = append(claims, s)
		return l.out.put(r.key, seal(r.key, r.value))
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return err
	}
	return l.rivals(&last)
}

// A rivalry counts the affirmed objects that a subject has by a relation which
// admits one.
type rivalry struct {
	subject EntityID
	typ     string
	objects int
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
	if r.Supporting > 0 {
		last.objects++
	}
	if !r.disputed() {
		return nil
	}
	sort := relOut(id).Sort
	return l.put(conflictKey(conflictPolarity, id.Subject, sort), conflictRec{bytes16(id.Subject), []byte(sort)})
}

func (l *loader) rivals(r *rivalry) error {
	if r.objects < 2 || !l.s.functional(r.typ) {
		return nil
	}
	sort := functionalPrefix(r.typ)
	return l.put(conflictKey(conflictObject, r.subject, sort), conflictRec{bytes16(r.subject), []byte(sort)})
}

func (l *loader) relation(id RelationID, r *relationRec) error {
	l.stats.Relations++
	l.stats.relationType(id.Type, 1)
	l.entity(id.Subject).relations++
	payload, out := marshal(r), relOut(id)
	if err := l.out.put(out, seal(out, payload)); err != nil {
		return err
	}
	if id.Object != (EntityID{}) {
		in := relIn(id)
		if err := l.out.put(in, seal(in, payload)); err != nil {
			return err
		}
		if id.Object != id.Subject {
			l.entity(id.Object).relations++
		}
	}
	return l.mark(relListed(id, r.Sources))
}

// assemble describes the entities by what their profiles say.
func (l *loader) assemble(ctx context.Context) error {
	by := newSorter(l.dir, l.size/2)
	var part string
	n := 0
	defer l.facts.close()
	err := l.facts.each(func(r sorted) error {
		if r.key.Part != part {
			part, n = r.key.Part, 0
		}
		if err := l.out.count(r.key, string(r.value), r.count); err != nil {
			return err
		}
		if n++; n > maxFacts {
			return nil
		}
		rec := &l.nodes[l.index[nodeID([]byte(part[len(famNode):]))]].rec
		kinds := "c"
		if rec.Strong {
			kinds += "s"
		}
		if schemeOf(rec.Text) != "" {
			kinds += "i"
		}
		kind := r.key.Sort[1:2]
		for _, k := range kinds {
			key := kv.Key{Part: string(rec.Entity), Sort: string(k) + kind + keyText(string(r.value))}
			if err := by.count(key, string(r.value), r.count); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = l.entities(ctx, by)
	}
	return errors.Join(err, by.close())
}

func (l *loader) entities(ctx context.Context, by *sorter) error {
	var part string
	set := newFactSet()
	flush := func() error {
		if part == "" {
			return nil
		}
		err := l.describe(EntityID([]byte(part)), set)
		set = newFactSet()
		return err
	}
	err := by.each(func(r sorted) error {
		if r.key.Part != part {
			if err := flush(); err != nil {
				return err
			}
			part = r.key.Part
		}
		f := fact{r.key.Sort[1:2], strings.Clone(string(r.value))}
		switch r.key.Sort[0] {
		case 'c':
			set.counts[f] += int(r.count)
		case 's':
			set.strong[f] += int(r.count)
		case 'i':
			set.ids[f] += int(r.count)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return flush()
}

func (l *loader) describe(id EntityID, set *factSet) error {
	e := l.entity(id)
	r := entityRec{
		Documents: int(e.documents), Claims: int(e.claims), Relations: int(e.relations), FirstSeen: e.first, LastSeen: e.latest,
	}
	if r.Documents == 0 {
		return nil
	}
	set.describe(&r)
	l.stats.Entities++
	l.stats.entityType(r.Type, 1)
	if err := l.put(entKey(id, entHeader), r); err != nil {
		return err
	}
	for _, k := range entityLists(id, &r) {
		if err := l.put(k, listedEntity{r.Type, r.Documents}); err != nil {
			return err
		}
	}
	return nil
}
