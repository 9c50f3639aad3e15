package graph

import (
	"fmt"
	"strings"

	"dossier/graph/kv"
)

// relationRec is a relation as it is kept under either end.
type relationRec struct {
	ID            RelationID
	Value         *valueRec
	Claims        int
	Supporting    int
	Contradicting int
	Documents     int
	Sources       int
	Modality      uint8
	Modalities    uint32 // a bit each
	FirstSeen     int64
	LastSeen      int64
	FirstTime     int64
	LastTime      int64
	Score         float64
}

func (r *relationRec) relation() *Relation {
	return &Relation{
		ID: r.ID, Value: r.Value.value(), Claims: r.Claims, Supporting: r.Supporting, Contradicting: r.Contradicting,
		Documents: r.Documents, Sources: r.Sources, Modality: Modality(r.Modality),
		FirstSeen: fromMicros(r.FirstSeen), LastSeen: fromMicros(r.LastSeen),
		FirstTime: fromMicros(r.FirstTime), LastTime: fromMicros(r.LastTime), Score: r.Score,
	}
}

// Flags of a relation's record.
const (
	relHasValue = 1 << iota
	relHasType  // the key has the type in another form
	relHasSeen
	relHasTime
)

// pack writes what ranks a relation first. The ends and the type are in the
// key.
func (r *relationRec) pack(b []byte) []byte {
	flags := 0
	if r.Value != nil {
		flags |= relHasValue
	}
	if keyText(r.ID.Type) != r.ID.Type {
		flags |= relHasType
	}
	if r.FirstSeen != 0 || r.LastSeen != 0 {
		flags |= relHasSeen
	}
	if r.FirstTime != 0 || r.LastTime != 0 {
		flags |= relHasTime
	}
	b = packInt(packInt(b, flags), r.Sources)
	b = packInt(b, r.Documents)
	b = packInt(b, r.Supporting)
	b = packInt(b, r.Contradicting)
	b = packInt(b, int(r.Modality))
	b = packInt(b, int(r.Modalities))
	b = packFloat(b, r.Score)
	if flags&relHasSeen != 0 {
		b = packTime(packTime(b, r.FirstSeen), r.LastSeen-r.FirstSeen)
	}
	if flags&relHasTime != 0 {
		b = packTime(packTime(b, r.FirstTime), r.LastTime-r.FirstTime)
	}
	if flags&relHasType != 0 {
		b = packText(b, r.ID.Type)
	}
	if v := r.Value; v != nil {
		b = v.pack(b)
	}
	return b
}

// fields reads what pack wrote.
func (r *relationRec) fields(u *unpacker) {
	flags := u.uint()
	r.Sources, r.Documents = u.int(), u.int()
	r.Supporting, r.Contradicting = u.int(), u.int()
	r.Claims = r.Supporting + r.Contradicting
	r.Modality, r.Modalities = uint8(u.uint()), uint32(u.uint())
	r.Score = u.float()
	if flags&relHasSeen != 0 {
		r.FirstSeen = u.time()
		r.LastSeen = r.FirstSeen + u.time()
	}
	if flags&relHasTime != 0 {
		r.FirstTime = u.time()
		r.LastTime = r.FirstTime + u.time()
	}
	if flags&relHasType != 0 {
		r.ID.Type = u.text()
	}
	if flags&relHasValue != 0 {
		r.Value = &valueRec{}
		r.Value.fields(u)
		r.ID.Value = r.Value.valueKey()
	}
}

func (r *relationRec) unpack(key kv.Key, payload []byte) error {
	self, typ, end, ok := relParts(key)
	if !ok {
		return fmt.Errorf("%s: %w: no key of a relation", keyString(key), errDamaged)
	}
	*r = relationRec{ID: RelationID{Subject: self, Type: typ}}
	var other EntityID
	if end[0] == 'e' {
		other = EntityID(id16(end))
	}
	if key.Sort[1] == 'o' {
		r.ID.Object = other
	} else {
		r.ID.Subject, r.ID.Object = other, self
	}
	u := &unpacker{rest: payload}
	r.fields(u)
	return u.end(key)
}

// relParts takes the key of a relation's record apart: the entity it lies
// under, the type as the key has it, the other end.
func relParts(key kv.Key) (self EntityID, typ, end string, ok bool) {
	if len(key.Part) != 17 || len(key.Sort) < 2 || key.Sort[:1] != entRelation {
		return self, "", "", false
	}
	typ, end, ok = strings.Cut(key.Sort[2:], "\x00")
	if !ok || end == "" || end[0] == 'e' && len(end) != 17 {
		return self, "", "", false
	}
	return EntityID(id16(key.Part)), typ, end, true
}
