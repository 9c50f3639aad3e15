package graph

import "dossier/graph/kv"

// The records of a group and the counting ones, packed: see pack.go.

func (r countRec) pack(b []byte) []byte { return packText(packInt(b, r.N), r.Text) }

func (r *countRec) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	*r = countRec{N: u.int(), Text: u.text()}
	return u.end(key)
}

func (r nodeRec) pack(b []byte) []byte {
	strong := 0
	if r.Strong {
		strong = 1
	}
	b = packText(packText(packInt(b, strong), r.Family), r.Text)
	return append(packInt(packInt(b, r.Carried), r.Anchored), r.Entity...)
}

func (r *nodeRec) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	*r = nodeRec{Strong: u.uint() == 1, Family: u.text(), Text: u.text(), Carried: u.int(), Anchored: u.int()}
	if len(u.rest) > 0 {
		r.Entity = u.id()
	}
	return u.end(key)
}

func packTexts(b []byte, ss []string) []byte {
	b = packInt(b, len(ss))
	for _, s := range ss {
		b = packText(b, s)
	}
	return b
}

// list reads a list of any length.
func list[T any](u *unpacker, read func(*T)) []T {
	n := u.count()
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		read(&out[i])
	}
	return out
}

func (u *unpacker) texts() []string { return list(u, func(s *string) { *s = u.text() }) }

// flags packs bits.
func packFlags(b []byte, bits ...bool) []byte {
	n := 0
	for i, on := range bits {
		if on {
			n |= 1 << i
		}
	}
	return packInt(b, n)
}

func (r profileRec) pack(b []byte) []byte {
	b = packText(packText(packText(b, r.Type), r.Name), r.Description)
	b = packInt(b, len(r.Names))
	for _, n := range r.Names {
		b = n.pack(b)
	}
	b = packInt(packTexts(b, r.Roles), len(r.ExternalIDs))
	for _, x := range r.ExternalIDs {
		b = packText(packText(b, x.Scheme), x.Value)
	}
	b = packInt(b, len(r.Keys))
	for _, k := range r.Keys {
		b = packText(packFlags(b, k.Strong, k.Story), k.Text)
	}
	return append(packText(b, r.Family), r.Anchor...)
}

func (r *profileRec) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	*r = profileRec{Type: u.text(), Name: u.text(), Description: u.text()}
	r.Names = list(u, func(c *countRec) { *c = countRec{N: u.int(), Text: u.text()} })
	r.Roles = u.texts()
	r.ExternalIDs = list(u, func(x *externalRec) { *x = externalRec{u.text(), u.text()} })
	r.Keys = list(u, func(k *keyRec) {
		flags := u.uint()
		*k = keyRec{Strong: flags&1 != 0, Story: flags&2 != 0, Text: u.text()}
	})
	r.Family, r.Anchor = u.text(), u.id()
	return u.end(key)
}

func (r *argumentRec) pack(b []byte) []byte {
	b = packFlags(b, r.Value != nil, len(r.Node) > 0)
	b = packText(packText(b, r.Role), r.Text)
	b = packInt(packInt(packInt(b, r.Start), r.End), int(r.Profile))
	if r.Value != nil {
		b = r.Value.pack(b)
	}
	return append(b, r.Node...)
}

func (r *argumentRec) fields(u *unpacker) {
	flags := u.uint()
	*r = argumentRec{Role: u.text(), Text: u.text(), Start: u.int(), End: u.int(), Profile: int32(u.uint())}
	if flags&1 != 0 {
		r.Value = &valueRec{}
		r.Value.fields(u)
	}
	if flags&2 != 0 {
		r.Node = u.id()
	}
}

// argument reads an argument that is there if a flag says so.
func (u *unpacker) argument(there bool) *argumentRec {
	if !there {
		return nil
	}
	r := &argumentRec{}
	r.fields(u)
	return r
}

func (r claimRec) pack(b []byte) []byte {
	lemma := r.Lemma
	if lemma == r.Predicate {
		lemma = ""
	}
	b = packFlags(b, r.Subject != nil, r.Object != nil, r.Place != nil, r.Time != nil, len(r.Sentence) > 0, lemma != r.Lemma)
	b = packText(packText(packText(b, r.Relation), r.Predicate), lemma)
	b = packInt(packInt(b, r.PredStart), r.PredEnd)
	b = packFloat(append(b, r.Polarity, r.Modality), r.Score)
	b = packInt(packInt(packInt(b, r.Start), r.End), r.Line)
	b = packText(packText(b, r.Quote), r.Extractor)
	for _, a := range []*argumentRec{r.Subject, r.Object, r.Place} {
		if a != nil {
			b = a.pack(b)
		}
	}
	b = packInt(b, len(r.Arguments))
	for i := range r.Arguments {
		b = r.Arguments[i].pack(b)
	}
	b = packInt(b, len(r.Attribution))
	for _, a := range r.Attribution {
		b = packInt(packFlags(b, len(a.Node) > 0), int(a.Profile))
		b = packText(packText(packText(b, a.Text), a.Cue), a.Channel)
		b = append(b, a.Node...)
	}
	if t := r.Time; t != nil {
		b = packTime(packTime(packText(b, t.Text), t.Start), t.End-t.Start)
		b = packText(packText(append(b, t.Precision), t.Basis), string(t.Relative))
	}
	return append(b, r.Sentence...)
}

func (r *claimRec) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	flags := u.uint()
	has := func(bit int) bool { return flags>>bit&1 == 1 }
	*r = claimRec{Relation: u.text(), Predicate: u.text(), Lemma: u.text(), PredStart: u.int(), PredEnd: u.int(), Polarity: u.byte(), Modality: u.byte()}
	if has(5) {
		r.Lemma = r.Predicate
	}
	r.Score = u.float()
	r.Start, r.End, r.Line = u.int(), u.int(), u.int()
	r.Quote, r.Extractor = u.text(), u.text()
	r.Subject, r.Object, r.Place = u.argument(has(0)), u.argument(has(1)), u.argument(has(2))
	r.Arguments = list(u, func(a *argumentRec) { a.fields(u) })
	r.Attribution = list(u, func(a *attributionRec) {
		node := u.uint()&1 == 1
		*a = attributionRec{Profile: int32(u.uint()), Text: u.text(), Cue: u.text(), Channel: u.text()}
		if node {
			a.Node = u.id()
		}
	})
	if has(3) {
		t := &timeRec{Text: u.text(), Start: u.time()}
		t.End = t.Start + u.time()
		t.Precision, t.Basis = u.byte(), u.text()
		if rel := u.text(); rel != "" {
			t.Relative = []byte(rel)
		}
		r.Time = t
	}
	if has(4) {
		r.Sentence = u.id()
	}
	return u.end(key)
}
