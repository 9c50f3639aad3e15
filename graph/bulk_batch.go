package graph

import (
	"errors"
	"fmt"

	"dossier/graph/kv"
)

// batch takes one part of a data set.
func (l *loader) batch(b *Batch) error {
	if err := b.check(); err != nil {
		return fmt.Errorf("load document %s: %w", b.Document.ID, err)
	}
	if b.Document.Kind != KindDataset {
		return fmt.Errorf("load document %s: %w: only data sets are loaded in bulk", b.Document.ID, ErrInvalid)
	}
	if l.open == nil || l.open.id != b.Document.ID {
		if err := l.begin(&b.Document); err != nil {
			return err
		}
	}
	d := l.open
	if !continues(b, &d.rec) && d.rec.Profiles+d.rec.Claims > 0 {
		return fmt.Errorf("load document %s: %w: a part is missing", d.id, ErrInvalid)
	}
	for _, f := range []func(*Batch, *loadedDocument) error{l.takeProfiles, l.mentions, l.takeClaims} {
		if err := f(b, d); err != nil {
			return fmt.Errorf("load document %s: %w", d.id, err)
		}
	}
	if b.More {
		return nil
	}
	l.open = nil
	if err := errors.Join(d.putGroup(d.claims, l.claims), d.putGroup(d.profiles, l.profiles)); err != nil {
		return err
	}
	d.profiles, d.claims = nil, nil
	d.spooled[1], d.spooled[3] = l.claims.size, l.profiles.size
	return l.put(docKey(d.id, docHeader), d.rec)
}

// put adds one of the few records.
func (l *loader) put(key kv.Key, v any) error { return l.rest.put(key, encode(key, v)) }

// grouped adds a profile or claim to its group.
func (d *loadedDocument) grouped(g *group, to *spool, rec packed) error {
	g.pack(rec)
	if !g.full() {
		return nil
	}
	return d.putGroup(g, to)
}

func (d *loadedDocument) putGroup(g *group, to *spool) error {
	if g.size == 0 {
		return nil
	}
	defer g.next()
	return g.each(func(key kv.Key, payload []byte) error {
		return to.write([spoolNumbers]uint32{d.at}, key.Sort, payload)
	})
}

// begin writes what a document says of itself.
func (l *loader) begin(d *Document) error {
	if l.open != nil || l.known[d.ID] {
		return fmt.Errorf("load document %s: %w: parts of data sets are mixed up", d.ID, ErrInvalid)
	}
	l.known[d.ID] = true
	c := *d
	if c.Revision == 0 {
		c.Revision = RevisionOf(&c)
	}
	l.open = &loadedDocument{
		id: c.ID, at: uint32(len(l.docs)), spooled: [4]int64{0: l.claims.size, 2: l.profiles.size},
		rec: encodeDocument(&c), profiles: &group{doc: c.ID, kind: docProfile}, claims: &group{doc: c.ID, kind: docClaim},
	}
	l.docs = append(l.docs, l.open)
	l.stats.Datasets++
	for _, key := range documentListKeys(c.ID, &l.open.rec) {
		if err := l.rest.put(key, seal(key, nil)); err != nil {
			return err
		}
	}
	for _, e := range textRecords(&c) {
		if err := l.rest.put(e.Key, e.Value); err != nil {
			return err
		}
	}
	for stem, n := range stemsOf(c.Title, c.Text) {
		if err := l.put(kv.Key{Part: famWord + keyText(stem), Sort: string(c.ID[:])}, countRec{N: n}); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) takeProfiles(b *Batch, d *loadedDocument) error {
	for i := range b.Profiles {
		p := &b.Profiles[i]
		a := anchorOf(p, l.s.family(p.Type))
		if err := d.grouped(d.profiles, l.profiles, encodeProfile(p, a)); err != nil {
			return err
		}
		if err := l.hang(p, a, d); err != nil {
			return err
		}
	}
	d.rec.Profiles += len(b.Profiles)
	l.stats.Profiles += len(b.Profiles)
	return nil
}

// hang does what step.hang does.
func (l *loader) hang(p *Profile, a anchoring, d *loadedDocument) error {
	for _, k := range a.strong {
		l.carry(k, &a, true)
	}
	for _, e := range a.edges() {
		m, n := l.index[e[0].node], l.index[e[1].node]
		l.edges[[2]int32{min(m, n), max(m, n)}]++
	}
	for _, k := range a.weak {
		n := l.carry(k, &a, false)
		if len(a.strong) > 0 {
			l.weak = append(l.weak, [2]int32{n, l.index[a.strong[0].node]})
		}
	}
	anchor := l.index[a.anchor]
	d.anchors = append(d.anchors, anchor)
	l.facts = l.facts[:0]
	for _, f := range factsOf(p) {
		l.facts = packText(append(l.facts, f.kind[0]), f.text)
	}
	if err := l.says.write([spoolNumbers]uint32{d.at, p.ID.N, uint32(anchor)}, "", l.facts); err != nil {
		return err
	}
	var err error
	eachNameKey(p, a.anchor, func(k kv.Key) {
		if err == nil {
			err = l.names.count(k, "", 1)
		}
	})
	return err
}

// carry counts a profile under a key and returns the key's index.
func (l *loader) carry(k anchorKey, a *anchoring, strong bool) int32 {
	i, ok := l.index[k.node]
	if !ok {
		i = l.keys.add(k, a.family, strong)
		l.index[k.node] = i
	}
	n := l.keys.at(i)
	n.carried++
	if k.node == a.anchor {
		n.anchored++
	}
	return i
}

func (l *loader) mentions(b *Batch, d *loadedDocument) error {
	for _, e := range mentionRecords(b, d.rec.Mentions) {
		if err := l.rest.put(e.Key, e.Value); err != nil {
			return err
		}
	}
	d.rec.Mentions += len(b.Mentions)
	l.stats.Mentions += len(b.Mentions)
	return nil
}

func (l *loader) takeClaims(b *Batch, d *loadedDocument) error {
	var bad error
	node := func(p int32) nodeID {
		if int(p) >= len(d.anchors) {
			bad = fmt.Errorf("a claim speaks of profile %d, which the document does not have: %w", p, ErrInvalid)
			return nodeID{}
		}
		return l.keys.at(d.anchors[p]).id
	}
	for i := range b.Claims {
		c := &b.Claims[i]
		rec := encodeClaim(c, node, nodeID{}) // rows of data sets are no statements
		if bad != nil {
			return bad
		}
		if err := d.grouped(d.claims, l.claims, &rec); err != nil {
			return err
		}
		sum := rec.sum(d.rec.Published)
		if err := l.keep(c, d, &sum); err != nil {
			return err
		}
		if c.Relation == "" {
			d.rec.Open++
			l.stats.Open++
		}
	}
	d.rec.Claims += len(b.Claims)
	l.stats.Claims += len(b.Claims)
	return nil
}

// keep keeps a claim in short for the views.
func (l *loader) keep(c *Claim, d *loadedDocument, sum *claimSum) error {
	typ, ok := l.types[c.Relation]
	if !ok {
		typ = int32(len(l.typeNames))
		l.types[c.Relation] = typ
		l.typeNames = append(l.typeNames, c.Relation)
	}
	end := func(a *Argument, node []byte) uint32 {
		if len(node) == 0 {
			return 0
		}
		return uint32(d.anchors[a.Profile]) + 1
	}
	value := ""
	if sum.Value != nil {
		value = keyText(sum.Value.valueKey())
	}
	l.facts = sum.pack(l.facts[:0])
	return l.sums.write([spoolNumbers]uint32{d.at, c.ID.N, end(&c.Subject, sum.Subject), end(&c.Object, sum.Object), uint32(typ)}, value, l.facts)
}
