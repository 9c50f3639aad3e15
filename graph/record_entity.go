package graph

import "dossier/graph/kv"

// entityRec is an entity as it is kept.
type entityRec struct {
	Type        string
	Name        string
	Aliases     []countRec
	Description string
	ExternalIDs []externalRec
	Documents   int
	Claims      int
	Relations   int
	FirstSeen   int64
	LastSeen    int64
}

func (r *entityRec) entity(id EntityID) *Entity {
	e := &Entity{
		ID: id, Type: r.Type, Name: r.Name, Description: r.Description, Documents: r.Documents, Claims: r.Claims,
		Relations: r.Relations, FirstSeen: fromMicros(r.FirstSeen), LastSeen: fromMicros(r.LastSeen),
	}
	if len(r.Aliases) > 0 {
		e.Aliases = make([]Alias, len(r.Aliases))
	}
	for i, a := range r.Aliases {
		e.Aliases[i] = Alias{a.Text, a.N}
	}
	if len(r.ExternalIDs) > 0 {
		e.ExternalIDs = make([]ExternalID, len(r.ExternalIDs))
	}
	for i, x := range r.ExternalIDs {
		e.ExternalIDs[i] = ExternalID(x)
	}
	return e
}

// size is about how many bytes the entity takes.
func (r *entityRec) size() int {
	n := 400 + len(r.Name) + len(r.Description) + len(r.Type)
	for _, a := range r.Aliases {
		n += len(a.Text) + 32
	}
	for _, x := range r.ExternalIDs {
		n += len(x.Scheme) + len(x.Value) + 48
	}
	return n
}

func (r entityRec) pack(b []byte) []byte {
	b = packText(packText(packText(b, r.Type), r.Name), r.Description)
	b = packInt(packInt(packInt(b, r.Documents), r.Claims), r.Relations)
	b = packTime(packTime(b, r.FirstSeen), r.LastSeen-r.FirstSeen)
	b = packInt(b, len(r.Aliases))
	for _, a := range r.Aliases {
		b = packInt(packText(b, a.Text), a.N)
	}
	b = packInt(b, len(r.ExternalIDs))
	for _, x := range r.ExternalIDs {
		b = packText(packText(b, x.Scheme), x.Value)
	}
	return b
}

func (r *entityRec) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	*r = entityRec{Type: u.text(), Name: u.text(), Description: u.text(), Documents: u.int(), Claims: u.int(), Relations: u.int()}
	r.FirstSeen = u.time()
	r.LastSeen = r.FirstSeen + u.time()
	if n := u.count(); n > 0 {
		r.Aliases = make([]countRec, n)
	}
	for i := range r.Aliases {
		r.Aliases[i] = countRec{u.text(), u.int()}
	}
	if n := u.count(); n > 0 {
		r.ExternalIDs = make([]externalRec, n)
	}
	for i := range r.ExternalIDs {
		r.ExternalIDs[i] = externalRec{u.text(), u.text()}
	}
	return u.end(key)
}

// listedEntity is what a list knows of an entity, to filter by.
type listedEntity struct {
	Type      string
	Documents int
}

func (l listedEntity) pack(b []byte) []byte { return packInt(packText(b, l.Type), l.Documents) }

func (l *listedEntity) unpack(key kv.Key, payload []byte) error {
	u := &unpacker{rest: payload}
	*l = listedEntity{u.text(), u.int()}
	return u.end(key)
}
