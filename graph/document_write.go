package graph

import (
	"context"
	"fmt"
	"slices"

	"dossier/graph/kv"
)

// comeDocument adds what one batch says: a whole article, or a part of a
// data set of which old is what is there already.
func (st *step) comeDocument(ctx context.Context, b *Batch, old *docRec) error {
	d := &b.Document
	h := encodeDocument(d)
	if old != nil {
		h.Profiles, h.Claims, h.Open, h.Mentions = old.Profiles, old.Claims, old.Open, old.Mentions
	} else {
		st.documentLists(d.ID, &h, true)
		st.o.entries(textRecords(d)...)
		if d.Kind == KindDataset {
			st.stats.Datasets++
		} else {
			st.stats.Documents++
		}
		for stem, n := range stemsOf(d.Title, d.Text) {
			st.o.put(kv.Key{Part: famWord + keyText(stem), Sort: string(d.ID[:])}, countRec{N: n})
		}
	}
	anchors, all, err := st.comeProfiles(ctx, b, &h)
	if err != nil {
		return err
	}
	st.comeMentions(b, &h)
	if err := st.comeClaims(ctx, b, &h, anchors); err != nil {
		return err
	}
	if d.Kind == KindArticle {
		st.tellStory(d.ID, outlineOf(b, all), true)
	}
	h.Partial = b.More
	if b.More {
		st.o.mark(keyPending(d.ID))
	} else if old != nil {
		st.o.delete(keyPending(d.ID))
	}
	st.o.put(docKey(d.ID, docHeader), h)
	st.changed.Documents = append(st.changed.Documents, d.ID)
	return nil
}

// textRecords are the records of a document's text, regions and raw bytes.
func textRecords(d *Document) []kv.Entry {
	part := partDocument(d.ID)
	es := append(chunked(part, docText, []byte(d.Text)), chunked(part, docRaw, d.Raw)...)
	if len(d.Regions) > 0 {
		rs := make([]regionRec, len(d.Regions))
		for i, r := range d.Regions {
			rs[i] = regionRec{r.Start, r.End, r.Kind}
		}
		es = append(es, chunked(part, docRegions, marshal(rs))...)
	}
	return es
}

// documentListKeys are a document's places in the lists.
func documentListKeys(id DocumentID, h *docRec) []kv.Key {
	return []kv.Key{
		{Part: listDocumentIDs, Sort: string(id[:])},
		{Part: listDocDate, Sort: newestFirst(h.Published) + string(id[:])},
		{Part: listDocTitle, Sort: keyText(fold(h.Title)) + "\x00" + string(id[:])},
	}
}

func (st *step) documentLists(id DocumentID, h *docRec, add bool) {
	for _, key := range documentListKeys(id, h) {
		if add {
			st.o.mark(key)
		} else {
			st.o.delete(key)
		}
	}
}

func (st *step) comeProfiles(ctx context.Context, b *Batch, h *docRec) (map[uint32]nodeID, []anchoring, error) {
	anchors := make(map[uint32]nodeID, len(b.Profiles))
	all := make([]anchoring, len(b.Profiles))
	var need []nodeID
	for i := range b.Profiles {
		p := &b.Profiles[i]
		all[i] = anchorOf(p, st.s.family(p.Type))
		for _, k := range append(all[i].strong, all[i].weak...) {
			need = append(need, k.node)
		}
	}
	if err := st.loadNodes(ctx, need); err != nil {
		return nil, nil, err
	}
	g, err := st.lastGroup(ctx, b.Document.ID, docProfile, h.Profiles)
	if err != nil {
		return nil, nil, err
	}
	for i := range b.Profiles {
		p, a := &b.Profiles[i], all[i]
		anchors[p.ID.N] = a.anchor
		g.pack(encodeProfile(p, a))
		if g.full() || i == len(b.Profiles)-1 {
			st.o.group(g)
			g.next()
		}
		st.hang(p, a, h.Published, +1)
	}
	h.Profiles += len(b.Profiles)
	st.stats.Profiles += len(b.Profiles)
	return anchors, all, nil
}

// lastGroup is the group of profiles or claims that goes on with number n.
func (st *step) lastGroup(ctx context.Context, doc DocumentID, kind string, n int) (*group, error) {
	g := &group{doc: doc, kind: kind, n: uint32(n / groupSize * groupSize)}
	if n%groupSize == 0 {
		return g, nil
	}
	old, err := groupsIn(ctx, st.o, []kv.Range{prefixRange(partDocument(doc), kind+be32(uint32(n)/groupSize))})
	if err != nil {
		return nil, err
	}
	for _, o := range old[0] {
		for _, payload := range o.payloads {
			g.add(payload)
		}
	}
	return g, nil
}

// hang adds (+1) or takes away (-1) what a profile says of its keys.
func (st *step) hang(p *Profile, a anchoring, pub int64, sign int) {
	at := hung{p.ID, a.anchor, pub}
	key := nodeKey(a.anchor, nodeProfile+sortProfile(p.ID))
	if sign > 0 {
		st.comeP = append(st.comeP, at)
		st.o.put(key, countRec{N: int(pub)})
	} else {
		st.goneP = append(st.goneP, at)
		st.o.delete(key)
	}
	carry := func(k anchorKey, strong bool) {
		n := st.nodes[k.node]
		n.rec.Text, n.rec.Family, n.rec.Strong = k.text, a.family, strong
		n.rec.Carried += sign
		if k.node == a.anchor {
			n.rec.Anchored += sign
		}
		n.dirty = true
		st.touched[k.node] = true
	}
	for _, k := range a.strong {
		carry(k, true)
	}
	for _, e := range a.edges() {
		st.countEdge(e[0], e[1], nodeStrong, sign)
	}
	for _, k := range a.weak {
		carry(k, false)
		if len(a.strong) > 0 {
			st.countEdge(a.strong[0], k, nodeWeak, sign)
		}
	}
	for _, f := range factsOf(p) {
		st.count(nodeKey(a.anchor, nodeFact+f.kind+keyText(f.text)), f.text, sign, nil)
	}
	st.countNames(p, a.anchor, sign)
}

func (st *step) countEdge(a, b anchorKey, kind string, sign int) {
	st.count(nodeKey(a.node, kind+string(b.node[:])), b.text, sign, nil)
	st.count(nodeKey(b.node, kind+string(a.node[:])), a.text, sign, nil)
}

// comeMentions stores the mentions of each profile together.
func (st *step) comeMentions(b *Batch, h *docRec) {
	st.o.entries(mentionRecords(b, h.Mentions)...)
	h.Mentions += len(b.Mentions)
	st.stats.Mentions += len(b.Mentions)
}

// mentionRecords are the records of a batch's mentions; before is how many its
// document has already.
func mentionRecords(b *Batch, before int) []kv.Entry {
	by := map[uint32][]mentionRec{}
	for i, m := range b.Mentions {
		by[m.Profile] = append(by[m.Profile], mentionRec{m.Start, m.End, m.Kind, m.Type, m.Rule, m.Score, before + i})
	}
	var es []kv.Entry
	for p, ms := range by {
		es = append(es, chunked(partDocument(b.Document.ID), docMention+be32(p), marshal(ms))...)
	}
	return es
}

func (st *step) comeClaims(ctx context.Context, b *Batch, h *docRec, anchors map[uint32]nodeID) error {
	if err := st.earlierAnchors(ctx, b, anchors); err != nil {
		return err
	}
	node := func(p int32) nodeID { return anchors[uint32(p)] }
	g, err := st.lastGroup(ctx, b.Document.ID, docClaim, h.Claims)
	if err != nil {
		return err
	}
	refs := references{}
	for i := range b.Claims {
		c := &b.Claims[i]
		sentence, words := sentenceFor(&b.Document, c)
		rec := encodeClaim(c, node, sentence)
		g.pack(&rec)
		if g.full() || i == len(b.Claims)-1 {
			st.o.group(g)
			g.next()
		}
		sum := rec.sum(h.Published)
		st.come[c.ID] = sum
		refs.add(c.ID.N, &sum)
		st.spoken(sentence, words, c.ID, &sum, +1)
		if c.Relation == "" {
			h.Open++
			st.stats.Open++
		}
	}
	if err := st.refer(ctx, b.Document.ID, refs, h.Claims > 0); err != nil {
		return err
	}
	h.Claims += len(b.Claims)
	st.stats.Claims += len(b.Claims)
	return nil
}

// earlierAnchors reads the anchors of profiles of earlier parts of a data set
// that claims of this part speak of.
func (st *step) earlierAnchors(ctx context.Context, b *Batch, anchors map[uint32]nodeID) error {
	var ids []ClaimID
	want := map[uint32]bool{}
	for i := range b.Claims {
		eachProfile(&b.Claims[i], func(p int32) {
			if n := uint32(p); p >= 0 && anchors[n].zero() && !want[n] {
				want[n] = true
				ids = append(ids, ClaimID{b.Document.ID, n})
			}
		})
	}
	found := 0
	err := getGrouped(ctx, st.o, docProfile, ids, func(i int, r *profileRec) {
		found++
		anchors[ids[i].N] = from16[nodeID](r.Anchor)
	})
	if err == nil && found < len(ids) {
		i := slices.IndexFunc(ids, func(id ClaimID) bool { return anchors[id.N].zero() })
		err = fmt.Errorf("a claim speaks of profile %d, which the document does not have: %w", ids[i].N, ErrInvalid)
	}
	return err
}

// eachProfile visits the profile of every argument and speaker of a claim.
func eachProfile(c *Claim, visit func(p int32)) {
	visit(c.Subject.Profile)
	visit(c.Object.Profile)
	for i := range c.Arguments {
		visit(c.Arguments[i].Profile)
	}
	for i := range c.Attribution {
		visit(c.Attribution[i].Profile)
	}
	if c.Place != nil {
		visit(c.Place.Profile)
	}
}
