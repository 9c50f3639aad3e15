package graph

import "dossier/graph/kv"

// A claimSum is what views and filters need of a claim: it stands wherever a
// claim is referred to.
type claimSum struct {
	Subject  []byte // node
	Object   []byte // node
	Value    *valueRec
	Relation string
	Polarity uint8
	Modality uint8
	Score    float64
	Pub      int64 // of the document
	Start    int64 // of the event
	End      int64
	Sentence []byte
	Speakers [][]byte // nodes
}

// Flags of a claim in short.
const (
	sumHasSubject = 1 << iota
	sumHasObject
	sumHasValue
	sumHasStance // polarity or modality
	sumHasPub
	sumHasTime
	sumHasSentence
	sumHasSpeakers
)

func (s *claimSum) pack(b []byte) []byte {
	var flags byte
	for i, has := range [...]bool{
		len(s.Subject) > 0, len(s.Object) > 0, s.Value != nil, s.Polarity|s.Modality != 0,
		s.Pub != 0, s.Start|s.End != 0, len(s.Sentence) > 0, len(s.Speakers) > 0,
	} {
		if has {
			flags |= 1 << i
		}
	}
	b = packFloat(packText(append(b, flags), s.Relation), s.Score)
	b = append(append(append(b, s.Subject...), s.Object...), s.Sentence...)
	if s.Value != nil {
		b = s.Value.pack(b)
	}
	if flags&sumHasStance != 0 {
		b = append(b, s.Polarity, s.Modality)
	}
	if flags&sumHasPub != 0 {
		b = packTime(b, s.Pub)
	}
	if flags&sumHasTime != 0 {
		b = packTime(packTime(b, s.Start), s.End-s.Start)
	}
	if flags&sumHasSpeakers != 0 {
		b = packInt(b, len(s.Speakers))
		for _, n := range s.Speakers {
			b = append(b, n...)
		}
	}
	return b
}

func (s *claimSum) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	flags := u.byte()
	*s = claimSum{Relation: u.text(), Score: u.float()}
	if flags&sumHasSubject != 0 {
		s.Subject = u.id()
	}
	if flags&sumHasObject != 0 {
		s.Object = u.id()
	}
	if flags&sumHasSentence != 0 {
		s.Sentence = u.id()
	}
	if flags&sumHasValue != 0 {
		s.Value = &valueRec{}
		s.Value.fields(u)
	}
	if flags&sumHasStance != 0 {
		s.Polarity, s.Modality = u.byte(), u.byte()
	}
	if flags&sumHasPub != 0 {
		s.Pub = u.time()
	}
	if flags&sumHasTime != 0 {
		s.Start = u.time()
		s.End = s.Start + u.time()
	}
	if flags&sumHasSpeakers != 0 {
		s.Speakers = make([][]byte, u.count())
		for i := range s.Speakers {
			s.Speakers[i] = u.id()
		}
	}
	return u.end(key)
}

func (v *valueRec) pack(b []byte) []byte {
	b = packText(packText(b, v.Type), v.Text)
	b = packText(packFloat(b, v.Number), v.Unit)
	return packTime(b, v.Date)
}

func (v *valueRec) fields(u *unpacker) {
	*v = valueRec{Type: u.text(), Text: u.text(), Number: u.float(), Unit: u.text(), Date: u.time()}
}

// id reads 16 bytes, which it shares with the payload.
func (u *unpacker) id() []byte {
	if len(u.rest) < 16 {
		u.bad, u.rest = true, nil
		return nil
	}
	id := u.rest[:16:16]
	u.rest = u.rest[16:]
	return id
}

func (u *unpacker) byte() byte {
	if len(u.rest) == 0 {
		u.bad = true
		return 0
	}
	b := u.rest[0]
	u.rest = u.rest[1:]
	return b
}
