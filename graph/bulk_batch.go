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
	for _, f := range []func(*Batch, *loadedDocument) error{l.profiles, l.mentions, l.claims} {
		if err := f(b, d); err != nil {
			return fmt.Errorf("load document %s: %w", d.id, err)
		}
	}
	if b.More {
		return nil
	}
	l.open = nil
	for _, g := range []*group{d.profiles, d.claims} {
		if err := l.putGroup(g); err != nil {
			return err
		}
	}
	d.profiles, d.claims = nil, nil
	return l.put(docKey(d.id, docHeader), d.rec)
}

func (l *loader) put(key kv.Key, v any) error    { return l.out.put(key, encode(key, v)) }
func (l *loader) mark(key kv.Key) error          { return l.out.put(key, seal(key, nil)) }
func (l *loader) one(key kv.Key, t string) error { return l.out.count(key, t, 1) }

// grouped adds a profile or claim to its group.
func (l *loader) grouped(g *group, payload []byte) error {
	g.add(payload)
	if !g.full() {
		return nil
	}
	return l.putGroup(g)
}

func (l *loader) putGroup(g *group) error {
	if g.size == 0 {
		return nil
	}
	defer g.next()
	return g.each(func(key kv.Key, payload []byte) error { return l.out.put(key, seal(key, payload)) })
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
	l.open = &loadedDocument{id: c.ID, rec: encodeDocument(&c), profiles: &group{doc: c.ID, kind: docProfile}, claims: &group{doc: c.ID, kind: docClaim}}
	l.docs = append(l.docs, l.open)
	l.stats.Datasets++
	for _, key := range documentListKeys(c.ID, &l.open.rec) {
		if err := l.mark(key); err != nil {
			return err
		}
	}
	for _, e := range textRecords(&c) {
		if err := l.out.put(e.Key, e.Value); err != nil {
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

func (l *loader) profiles(b *Batch, d *loadedDocument) error {
	for i := range b.Profiles {
		p := &b.Profiles[i]
		a := anchorOf(p, l.s.family(p.Type))
		if err := l.grouped(d.profiles, marshal(encodeProfile(p, a))); err != nil {
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
	if err := l.put(nodeKey(a.anchor, nodeProfile+sortProfile(p.ID)), countRec{N: int(d.rec.Published)}); err != nil {
		return err
	}
	for i, k := range a.strong {
		n := l.carry(k, &a, true)
		if i == 0 {
			continue
		}
		if err := l.edge(a.strong[0], k, nodeStrong); err != nil {
			return err
		}
		pair := [2]int32{min(n, l.index[a.strong[0].node]), max(n, l.index[a.strong[0].node])}
		l.edges[pair]++
	}
	for _, k := range a.weak {
		n := l.carry(k, &a, false)
		if len(a.strong) == 0 {
			continue
		}
		if err := l.edge(a.strong[0], k, nodeWeak); err != nil {
			return err
		}
		l.weak[n] = append(l.weak[n], a.strong[0].node)
	}
	d.anchors = append(d.anchors, l.index[a.anchor])
	for _, f := range factsOf(p) {
		if err := l.facts.count(nodeKey(a.anchor, nodeFact+f.kind+keyText(f.text)), f.text, 1); err != nil {
			return err
		}
	}
	var err error
	eachNameKey(p, a.anchor, func(k kv.Key) {
		if err == nil {
			err = l.one(k, "")
		}
	})
	return err
}

func (l *loader) edge(a, b anchorKey, kind string) error {
	if err := l.one(nodeKey(a.node, kind+string(b.node[:])), b.text); err != nil {
		return err
	}
	return l.one(nodeKey(b.node, kind+string(a.node[:])), a.text)
}

// carry counts a profile under a key and returns the key's index.
func (l *loader) carry(k anchorKey, a *anchoring, strong bool) int32 {
	i, ok := l.index[k.node]
	if !ok {
		i = int32(len(l.nodes))
		l.index[k.node] = i
		l.nodes = append(l.nodes, node{id: k.node, rec: nodeRec{Text: k.text, Family: a.family, Strong: strong}, read: true})
	}
	n := &l.nodes[i]
	n.rec.Carried++
	if k.node == a.anchor {
		n.rec.Anchored++
	}
	return i
}

func (l *loader) mentions(b *Batch, d *loadedDocument) error {
	for _, e := range mentionRecords(b, d.rec.Mentions) {
		if err := l.out.put(e.Key, e.Value); err != nil {
			return err
		}
	}
	d.rec.Mentions += len(b.Mentions)
	l.stats.Mentions += len(b.Mentions)
	return nil
}

func (l *loader) claims(b *Batch, d *loadedDocument) error {
	var bad error
	node := func(p int32) nodeID {
		if int(p) >= len(d.anchors) {
			bad = fmt.Errorf("a claim speaks of profile %d, which the document does not have: %w", p, ErrInvalid)
			return nodeID{}
		}
		return l.nodes[d.anchors[p]].id
	}
	for i := range b.Claims {
		c := &b.Claims[i]
		rec := encodeClaim(c, node, nodeID{}) // rows of data sets are no statements
		if bad != nil {
			return bad
		}
		if err := l.grouped(d.claims, marshal(rec)); err != nil {
			return err
		}
		if err := l.refer(c.ID, rec.sum(d.rec.Published)); err != nil {
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

// refer puts a claim under the keys of its ends and speakers, and keeps it for
// the views.
func (l *loader) refer(id ClaimID, sum claimSum) error {
	payload := sum.pack(nil)
	var err error
	sum.lists(func(n []byte, kind string) {
		if err == nil {
			err = l.refs.put(listKey(from16[nodeID](n), kind, id), payload)
		}
	})
	return errors.Join(err, l.sums.write(id, payload))
}
