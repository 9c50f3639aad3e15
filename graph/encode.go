package graph

import "dossier/graph/kv"

// The records of a document's partition, as CBOR with integer keys where the
// fields have numbers, else packed: see pack.go. Numbers of fields are forever; a
// field that is gone leaves its number unused.

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
	Text string
	N    int
}

type externalRec struct {
	Scheme string
	Value  string
}

type keyRec struct {
	Text   string `cbor:"1,keyasint,omitempty"`
	Strong bool   `cbor:"2,keyasint,omitempty"`
	Story  bool   `cbor:"3,keyasint,omitempty"`
}

type profileRec struct {
	Type        string
	Name        string
	Names       []countRec
	Roles       []string
	Description string
	ExternalIDs []externalRec
	Keys        []keyRec
	Family      string
	Anchor      []byte // the key it hangs on
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
	Type   string
	Text   string
	Number float64
	Unit   string
	Date   int64
}

type argumentRec struct {
	Role    string
	Start   int
	End     int
	Text    string
	Profile int32 // plus one: 0 is none
	Value   *valueRec
	Node    []byte // anchor of the profile
}

type attributionRec struct {
	Profile int32 // plus one
	Text    string
	Cue     string
	Channel string
	Node    []byte
}

type timeRec struct {
	Text      string
	Start     int64
	End       int64
	Precision uint8
	Basis     string
	Relative  []byte // precision, then two days for each weekday
}

type claimRec struct {
	Subject     *argumentRec
	Relation    string
	Predicate   string
	PredStart   int
	PredEnd     int
	Lemma       string
	Object      *argumentRec
	Arguments   []argumentRec
	Polarity    uint8
	Modality    uint8
	Attribution []attributionRec
	Time        *timeRec
	Place       *argumentRec
	Start       int // of the evidence
	End         int
	Quote       string
	Line        int
	Score       float64
	Extractor   string
	Sentence    []byte
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
		r.Time = encodeTime(t)
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
		c.Time = t.time()
	}
	if r.Place != nil {
		p := r.Place.argument()
		c.Place = &p
	}
	return c
}

// encodeTime leaves out what the graph itself finds from a story.
func encodeTime(t *Time) *timeRec {
	if t.Relative == nil {
		return &timeRec{t.Text, micros(t.Start), micros(t.End), uint8(t.Precision), t.Basis, nil}
	}
	r := &timeRec{Text: t.Text, Relative: []byte{byte(t.Relative.Precision)}}
	for _, d := range t.Relative.Days {
		r.Relative = append(r.Relative, byte(d[0]), byte(d[1]))
	}
	return r
}

func (r *timeRec) time() *Time {
	t := &Time{Text: r.Text, Start: fromMicros(r.Start), End: fromMicros(r.End), Precision: Precision(r.Precision), Basis: r.Basis}
	if len(r.Relative) == 15 {
		t.Relative = &Relative{Precision: Precision(r.Relative[0])}
		for i := range t.Relative.Days {
			t.Relative.Days[i] = [2]int8{int8(r.Relative[1+2*i]), int8(r.Relative[2+2*i])}
		}
	}
	return t
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
	story  []IdentityKey
	own    bool // no key holds outside of the document
}

type anchorKey struct {
	node nodeID
	text string
}

// put makes an entry.
func put(key kv.Key, v any) kv.Entry { return kv.Entry{Key: key, Value: encode(key, v)} }
