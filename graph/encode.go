package graph

import "dossier/graph/kv"

// The records of a document's partition, as CBOR with integer keys. Numbers
// of fields are forever; a field that is gone leaves its number unused.

type docRec struct {
	Kind      string   `cbor:"1,keyasint,omitempty"`
	URL       string   `cbor:"2,keyasint,omitempty"`
	Title     string   `cbor:"3,keyasint,omitempty"`
	Publisher string   `cbor:"4,keyasint,omitempty"`
	Authors   []string `cbor:"5,keyasint,omitempty"`
	Published int64    `cbor:"6,keyasint,omitempty"` // micros
	DayOnly   bool     `cbor:"7,keyasint,omitempty"`
	Language  string   `cbor:"8,keyasint,omitempty"`
	RawType   string   `cbor:"9,keyasint,omitempty"`
	Parent    []byte   `cbor:"10,keyasint,omitempty"`
	Extractor string   `cbor:"11,keyasint,omitempty"`
	Revision  uint64   `cbor:"12,keyasint,omitempty"`
	Profiles  int      `cbor:"13,keyasint,omitempty"`
	Claims    int      `cbor:"14,keyasint,omitempty"`
	Open      int      `cbor:"15,keyasint,omitempty"` // claims without relation type
	Mentions  int      `cbor:"16,keyasint,omitempty"`
	TextBytes int      `cbor:"17,keyasint,omitempty"`
	Partial   bool     `cbor:"18,keyasint,omitempty"` // more parts are to come
	RawBytes  int      `cbor:"19,keyasint,omitempty"`
	Regions   int      `cbor:"20,keyasint,omitempty"`
}

type regionRec struct {
	Start int    `cbor:"1,keyasint,omitempty"`
	End   int    `cbor:"2,keyasint,omitempty"`
	Kind  string `cbor:"3,keyasint,omitempty"`
}

type countRec struct {
	Text string `cbor:"1,keyasint,omitempty"`
	N    int    `cbor:"2,keyasint,omitempty"`
}

type externalRec struct {
	Scheme string `cbor:"1,keyasint,omitempty"`
	Value  string `cbor:"2,keyasint,omitempty"`
}

type keyRec struct {
	Text   string `cbor:"1,keyasint,omitempty"`
	Strong bool   `cbor:"2,keyasint,omitempty"`
}

type profileRec struct {
	Type        string        `cbor:"1,keyasint,omitempty"`
	Name        string        `cbor:"2,keyasint,omitempty"`
	Names       []countRec    `cbor:"3,keyasint,omitempty"`
	Roles       []string      `cbor:"4,keyasint,omitempty"`
	Description string        `cbor:"5,keyasint,omitempty"`
	ExternalIDs []externalRec `cbor:"6,keyasint,omitempty"`
	Keys        []keyRec      `cbor:"7,keyasint,omitempty"`
	Family      string        `cbor:"8,keyasint,omitempty"`
	Anchor      []byte        `cbor:"9,keyasint,omitempty"` // the key it hangs on
}

type mentionRec struct {
	Start int     `cbor:"1,keyasint,omitempty"`
	End   int     `cbor:"2,keyasint,omitempty"`
	Kind  string  `cbor:"3,keyasint,omitempty"`
	Type  string  `cbor:"4,keyasint,omitempty"`
	Rule  string  `cbor:"5,keyasint,omitempty"`
	Score float64 `cbor:"6,keyasint,omitempty"`
	Order int     `cbor:"7,keyasint,omitempty"` // place in the document's list
}

type valueRec struct {
	Type   string  `cbor:"1,keyasint,omitempty"`
	Text   string  `cbor:"2,keyasint,omitempty"`
	Number float64 `cbor:"3,keyasint,omitempty"`
	Unit   string  `cbor:"4,keyasint,omitempty"`
	Date   int64   `cbor:"5,keyasint,omitempty"`
}

type argumentRec struct {
	Role    string    `cbor:"1,keyasint,omitempty"`
	Start   int       `cbor:"2,keyasint,omitempty"`
	End     int       `cbor:"3,keyasint,omitempty"`
	Text    string    `cbor:"4,keyasint,omitempty"`
	Profile int32     `cbor:"5,keyasint,omitempty"` // plus one: 0 is none
	Value   *valueRec `cbor:"6,keyasint,omitempty"`
	Node    []byte    `cbor:"7,keyasint,omitempty"` // anchor of the profile
}

type attributionRec struct {
	Profile int32  `cbor:"1,keyasint,omitempty"` // plus one
	Text    string `cbor:"2,keyasint,omitempty"`
	Cue     string `cbor:"3,keyasint,omitempty"`
	Channel string `cbor:"4,keyasint,omitempty"`
	Node    []byte `cbor:"5,keyasint,omitempty"`
}

type timeRec struct {
	Text      string `cbor:"1,keyasint,omitempty"`
	Start     int64  `cbor:"2,keyasint,omitempty"`
	End       int64  `cbor:"3,keyasint,omitempty"`
	Precision uint8  `cbor:"4,keyasint,omitempty"`
	Basis     string `cbor:"5,keyasint,omitempty"`
}

type claimRec struct {
	Subject     *argumentRec     `cbor:"1,keyasint,omitempty"`
	Relation    string           `cbor:"2,keyasint,omitempty"`
	Predicate   string           `cbor:"3,keyasint,omitempty"`
	PredStart   int              `cbor:"4,keyasint,omitempty"`
	PredEnd     int              `cbor:"5,keyasint,omitempty"`
	Lemma       string           `cbor:"6,keyasint,omitempty"`
	Object      *argumentRec     `cbor:"7,keyasint,omitempty"`
	Arguments   []argumentRec    `cbor:"8,keyasint,omitempty"`
	Polarity    uint8            `cbor:"9,keyasint,omitempty"`
	Modality    uint8            `cbor:"10,keyasint,omitempty"`
	Attribution []attributionRec `cbor:"11,keyasint,omitempty"`
	Time        *timeRec         `cbor:"12,keyasint,omitempty"`
	Place       *argumentRec     `cbor:"13,keyasint,omitempty"`
	Start       int              `cbor:"14,keyasint,omitempty"` // of the evidence
	End         int              `cbor:"15,keyasint,omitempty"`
	Quote       string           `cbor:"16,keyasint,omitempty"`
	Line        int              `cbor:"17,keyasint,omitempty"`
	Score       float64          `cbor:"18,keyasint,omitempty"`
	Extractor   string           `cbor:"19,keyasint,omitempty"`
	Sentence    []byte           `cbor:"20,keyasint,omitempty"`
}

// bytes16 keeps an id as bytes, the zero id as nothing.
func bytes16[T ~[16]byte](id T) []byte {
	if id == (T{}) {
		return nil
	}
	return append([]byte(nil), id[:]...)
}

// from16 is the inverse of bytes16.
func from16[T ~[16]byte](b []byte) (id T) {
	copy(id[:], b)
	return id
}

func encodeDocument(d *Document) docRec {
	return docRec{
		Kind: string(d.Kind), URL: d.URL, Title: d.Title, Publisher: d.Publisher, Authors: d.Authors,
		Published: micros(d.Published), DayOnly: d.DayOnly, Language: d.Language, RawType: d.RawType,
		Parent: bytes16(d.Parent), Extractor: d.Extractor, Revision: d.Revision,
		TextBytes: len(d.Text), RawBytes: len(d.Raw), Regions: len(d.Regions),
	}
}

func (r *docRec) document(id DocumentID) *Document {
	return &Document{
		ID: id, Kind: DocumentKind(r.Kind), URL: r.URL, Title: r.Title, Publisher: r.Publisher, Authors: r.Authors,
		Published: fromMicros(r.Published), DayOnly: r.DayOnly, Language: r.Language, RawType: r.RawType,
		Parent: from16[DocumentID](r.Parent), Extractor: r.Extractor, Revision: r.Revision,
		Claims: r.Claims, Entities: r.Profiles,
	}
}

func encodeProfile(p *Profile, a anchoring) profileRec {
	r := profileRec{
		Type: p.Type, Name: p.Name, Roles: p.Roles, Description: p.Description,
		Family: a.family, Anchor: bytes16(a.anchor),
	}
	for _, n := range p.Names {
		r.Names = append(r.Names, countRec(n))
	}
	for _, x := range p.ExternalIDs {
		r.ExternalIDs = append(r.ExternalIDs, externalRec(x))
	}
	for _, k := range p.Keys {
		r.Keys = append(r.Keys, keyRec(k))
	}
	return r
}

func (r *profileRec) profile(id ProfileID) *Profile {
	p := &Profile{ID: id, Type: r.Type, Name: r.Name, Roles: r.Roles, Description: r.Description}
	for _, n := range r.Names {
		p.Names = append(p.Names, Count(n))
	}
	for _, x := range r.ExternalIDs {
		p.ExternalIDs = append(p.ExternalIDs, ExternalID(x))
	}
	for _, k := range r.Keys {
		p.Keys = append(p.Keys, IdentityKey(k))
	}
	return p
}

func encodeValue(v *Value) *valueRec {
	if v == nil {
		return nil
	}
	return &valueRec{Type: v.Type, Text: v.Text, Number: v.Number, Unit: v.Unit, Date: micros(v.Date)}
}

func (r *valueRec) value() *Value {
	if r == nil {
		return nil
	}
	return &Value{Type: r.Type, Text: r.Text, Number: r.Number, Unit: r.Unit, Date: fromMicros(r.Date)}
}

// valueKey is how a value stands in a RelationID.
func (r *valueRec) valueKey() string {
	if r == nil {
		return ""
	}
	return r.Type + ":" + r.Text
}

func encodeArgument(a *Argument, node func(int32) nodeID) *argumentRec {
	if a == nil || a.Empty() {
		return nil
	}
	r := &argumentRec{
		Role: a.Role, Start: a.Span.Start, End: a.Span.End, Text: a.Text, Profile: max(a.Profile, -1) + 1, Value: encodeValue(a.Value),
	}
	if a.Profile >= 0 {
		r.Node = bytes16(node(a.Profile))
	}
	return r
}

func (r *argumentRec) argument() Argument {
	if r == nil {
		return Argument{Profile: -1}
	}
	return Argument{
		Role: r.Role, Span: Span{r.Start, r.End}, Text: r.Text, Profile: r.Profile - 1, Value: r.Value.value(),
	}
}

func (r *argumentRec) node() nodeID {
	if r == nil {
		return nodeID{}
	}
	return from16[nodeID](r.Node)
}

func encodeClaim(c *Claim, node func(int32) nodeID, sentence nodeID) claimRec {
	r := claimRec{
		Subject: encodeArgument(&c.Subject, node), Relation: c.Relation, Predicate: c.Predicate,
		PredStart: c.PredicateAt.Start, PredEnd: c.PredicateAt.End, Lemma: c.Lemma,
		Object: encodeArgument(&c.Object, node), Polarity: uint8(c.Polarity), Modality: uint8(c.Modality),
		Place: encodeArgument(c.Place, node), Start: c.Evidence.Start, End: c.Evidence.End, Quote: c.Evidence.Quote,
		Line: c.Evidence.Line, Score: c.Score, Extractor: c.Extractor, Sentence: bytes16(sentence),
	}
	for i := range c.Arguments {
		if a := encodeArgument(&c.Arguments[i], node); a != nil {
			r.Arguments = append(r.Arguments, *a)
		}
	}
	for _, a := range c.Attribution {
		t := attributionRec{Profile: max(a.Profile, -1) + 1, Text: a.Text, Cue: a.Cue, Channel: a.Channel}
		if a.Profile >= 0 {
			t.Node = bytes16(node(a.Profile))
		}
		r.Attribution = append(r.Attribution, t)
	}
	if t := c.Time; t != nil {
		r.Time = &timeRec{t.Text, micros(t.Start), micros(t.End), uint8(t.Precision), t.Basis}
	}
	return r
}

func (r *claimRec) claim(id ClaimID) *Claim {
	c := &Claim{
		ID: id, Subject: r.Subject.argument(), Relation: r.Relation, Predicate: r.Predicate,
		PredicateAt: Span{r.PredStart, r.PredEnd}, Lemma: r.Lemma, Object: r.Object.argument(),
		Polarity: Polarity(r.Polarity), Modality: Modality(r.Modality),
		Evidence: Evidence{Span{r.Start, r.End}, r.Quote, r.Line}, Score: r.Score, Extractor: r.Extractor,
	}
	for i := range r.Arguments {
		c.Arguments = append(c.Arguments, r.Arguments[i].argument())
	}
	for _, a := range r.Attribution {
		c.Attribution = append(c.Attribution, Attribution{Profile: a.Profile - 1, Text: a.Text, Cue: a.Cue, Channel: a.Channel})
	}
	if t := r.Time; t != nil {
		c.Time = &Time{t.Text, fromMicros(t.Start), fromMicros(t.End), Precision(t.Precision), t.Basis}
	}
	if r.Place != nil {
		p := r.Place.argument()
		c.Place = &p
	}
	return c
}

// nodes visits the nodes of a claim together with where each one's entity goes.
func (r *claimRec) nodes(c *Claim, visit func(n []byte, into *EntityID)) {
	if r.Subject != nil {
		visit(r.Subject.Node, &c.Subject.Entity)
	}
	if r.Object != nil {
		visit(r.Object.Node, &c.Object.Entity)
	}
	for i := range r.Arguments {
		visit(r.Arguments[i].Node, &c.Arguments[i].Entity)
	}
	for i := range r.Attribution {
		visit(r.Attribution[i].Node, &c.Attribution[i].Entity)
	}
	if r.Place != nil {
		visit(r.Place.Node, &c.Place.Entity)
	}
}

// A claimSum is what views and filters need of a claim: it stands wherever a
// claim is referred to.
type claimSum struct {
	Subject  []byte    `cbor:"1,keyasint,omitempty"` // node
	Object   []byte    `cbor:"2,keyasint,omitempty"` // node
	Value    *valueRec `cbor:"3,keyasint,omitempty"`
	Relation string    `cbor:"4,keyasint,omitempty"`
	Polarity uint8     `cbor:"5,keyasint,omitempty"`
	Modality uint8     `cbor:"6,keyasint,omitempty"`
	Score    float64   `cbor:"7,keyasint,omitempty"`
	Pub      int64     `cbor:"8,keyasint,omitempty"` // of the document
	Start    int64     `cbor:"9,keyasint,omitempty"` // of the event
	End      int64     `cbor:"10,keyasint,omitempty"`
	Sentence []byte    `cbor:"11,keyasint,omitempty"`
	Speakers [][]byte  `cbor:"12,keyasint,omitempty"` // nodes
}

func (r *claimRec) sum(pub int64) claimSum {
	s := claimSum{
		Subject: bytes16(r.Subject.node()), Object: bytes16(r.Object.node()), Relation: r.Relation,
		Polarity: r.Polarity, Modality: r.Modality, Score: r.Score, Pub: pub, Sentence: r.Sentence,
	}
	if r.Object != nil && len(r.Object.Node) == 0 {
		s.Value = r.Object.Value
	}
	if r.Time != nil {
		s.Start, s.End = r.Time.Start, r.Time.End
	}
	for _, a := range r.Attribution {
		if len(a.Node) > 0 {
			s.Speakers = append(s.Speakers, a.Node)
		}
	}
	return s
}

// An anchoring is where identity puts a profile: a function of the profile
// and its family alone.
type anchoring struct {
	family string
	anchor nodeID
	strong []anchorKey // the anchor first, unless it is weak
	weak   []anchorKey // the anchor first if there is no strong key
}

type anchorKey struct {
	node nodeID
	text string
}

// put makes an entry.
func put(key kv.Key, v any) kv.Entry { return kv.Entry{Key: key, Value: encode(key, v)} }
