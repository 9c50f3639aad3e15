package api

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"github.com/google/uuid"

	"dossier/graph"
)

// Global ids are opaque to clients: the kind of thing, then its own id, in
// URL-safe base64.
const (
	idClaim     = 'C'
	idDocument  = 'D'
	idEntity    = 'E'
	idJudgement = 'J'
	idRelation  = 'R'
	idStory     = 'S'
	idUtterance = 'U'
)

// A nodeID is a global id taken apart.
type nodeID struct {
	kind     byte
	uuid     [16]byte // of all kinds but relations
	n        uint32   // of claims
	relation graph.RelationID
}

func appendID(b []byte, kind byte, id [16]byte) []byte {
	var raw [17]byte
	raw[0] = kind
	copy(raw[1:], id[:])
	return quoteID(b, raw[:])
}

func appendClaimID(b []byte, id graph.ClaimID) []byte {
	var raw [17 + binary.MaxVarintLen32]byte
	raw[0] = idClaim
	copy(raw[1:], id.Document[:])
	n := binary.PutUvarint(raw[17:], uint64(id.N))
	return quoteID(b, raw[:17+n])
}

func appendRelationID(b []byte, id graph.RelationID) []byte {
	var buf [128]byte
	raw := append(buf[:0], idRelation)
	raw = append(raw, id.Subject[:]...)
	raw = append(raw, id.Object[:]...)
	raw = append(raw, id.Type...)
	raw = append(raw, 0)
	raw = append(raw, id.Value...)
	return quoteID(b, raw)
}

func quoteID(b, raw []byte) []byte {
	b = append(b, '"')
	b = base64.RawURLEncoding.AppendEncode(b, raw)
	return append(b, '"')
}

// EntityID returns the global id of an entity, as the API shows it.
func EntityID(id graph.EntityID) string { return unquote(appendID(nil, idEntity, id)) }

// DocumentID returns the global id of a document.
func DocumentID(id graph.DocumentID) string { return unquote(appendID(nil, idDocument, id)) }

func unquote(b []byte) string { return string(b[1 : len(b)-1]) }

// parseID takes a global id apart; ok is false for anything else.
func parseID(s string) (id nodeID, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) < 17 {
		return nodeID{}, false
	}
	id.kind = raw[0]
	rest := raw[17:]
	copy(id.uuid[:], raw[1:17])
	switch id.kind {
	case idDocument, idEntity, idJudgement, idStory, idUtterance:
		return id, len(rest) == 0
	case idClaim:
		n, size := binary.Uvarint(rest)
		id.n = uint32(n)
		return id, size > 0 && size == len(rest) && n == uint64(id.n)
	case idRelation:
		return parseRelationID(id, rest)
	}
	return nodeID{}, false
}

func parseRelationID(id nodeID, rest []byte) (nodeID, bool) {
	if len(rest) < 17 {
		return nodeID{}, false
	}
	id.relation.Subject = graph.EntityID(id.uuid)
	copy(id.relation.Object[:], rest[:16])
	for i, c := range rest[16:] {
		if c == 0 {
			id.relation.Type = string(rest[16 : 16+i])
			id.relation.Value = string(rest[16+i+1:])
			return id, true
		}
	}
	return nodeID{}, false
}

var kindNames = map[byte]string{idClaim: "a claim", idDocument: "a document", idEntity: "an entity", idJudgement: "a judgement",
	idRelation: "a relation", idStory: "a story", idUtterance: "an utterance"}

// argumentID reads the global id of a thing of a known kind. It also takes the
// id that the command line shows, where that tells all but the kind.
func argumentID(arg, s string, kind byte) (nodeID, error) {
	if id, ok := parseID(s); ok && id.kind == kind {
		return id, nil
	}
	if u, err := uuid.Parse(s); err == nil && len(s) == 36 && kind != idClaim && kind != idRelation {
		return nodeID{kind: kind, uuid: u}, nil
	}
	return nodeID{}, newError(codeBadID, fmt.Sprintf("argument %q: %q is not the id of %s", arg, clip(s, 80), kindNames[kind]))
}

// entityID reads an argument that is the global id of an entity; zero if
// absent.
func (a args) entityID(name string) (graph.EntityID, error) {
	id, err := a.nodeID(name, idEntity)
	return graph.EntityID(id.uuid), err
}

func (a args) documentID(name string) (graph.DocumentID, error) {
	id, err := a.nodeID(name, idDocument)
	return graph.DocumentID(id.uuid), err
}

func (a args) nodeID(name string, kind byte) (nodeID, error) {
	if !a.has(name) {
		return nodeID{}, nil
	}
	return argumentID(name, a.str(name), kind)
}
