package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"time"

	"dossier/graph/kv"
)

// All key shapes of a store. FORMAT.md draws them; a change here is a new
// format version. The first byte of Part is the record family.
//
// Partitions are chosen so that what is asked for together lies together: a
// document with all it says, an identity key with the profiles and claims
// that hang on it, an entity with its relations.
const (
	famDocument = "D" // + document
	famNode     = "N" // + identity key
	famEntity   = "E" // + entity
	famName     = "A" // + folded name
	famComplete = "C" // + first letter of a word of a name
	famWord     = "W" // + stem
	famList     = "L" // + name of the list
	famJudge    = "J"
	famSentence = "S" // + sentence
	famUtter    = "U" // + utterance
	famShingle  = "H" // + "s" or "d" + print
	famStory    = "T" // + story

	// Header, counters, journal, unfinished documents. It comes last, so that a
	// bulk load knows what to count when it gets there.
	famMeta = "Z"
)

// keyHeader is the record that tells the format.
var keyHeader = kv.Key{Part: famMeta + "header", Sort: "format"}

// keyStats is the record of counters; every commit writes it.
var keyStats = kv.Key{Part: famMeta + "header", Sort: "stats"}

const (
	partJournal = famMeta + "journal"
	partPending = famMeta + "pending"
)

func keyJournal(n uint64) kv.Key           { return kv.Key{Part: partJournal, Sort: "r" + be64(n)} }
func keyJournalMark() kv.Key               { return kv.Key{Part: partJournal, Sort: "a"} }
func keyPending(d DocumentID) kv.Key       { return kv.Key{Part: partPending, Sort: string(d[:])} }
func partDocument(d DocumentID) string     { return famDocument + string(d[:]) }
func partNode(n nodeID) string             { return famNode + string(n[:]) }
func partEntity(e EntityID) string         { return famEntity + string(e[:]) }
func be32(n uint32) string                 { return string(binary.BigEndian.AppendUint32(nil, n)) }
func be64(n uint64) string                 { return string(binary.BigEndian.AppendUint64(nil, n)) }
func getBE32(s string) uint32              { return binary.BigEndian.Uint32([]byte(s)) }
func sortClaim(c ClaimID) string           { return string(c.Document[:]) + be32(c.N) }
func sortProfile(p ProfileID) string       { return string(p.Document[:]) + be32(p.N) }
func docKey(d DocumentID, s string) kv.Key { return kv.Key{Part: partDocument(d), Sort: s} }
func nodeKey(n nodeID, s string) kv.Key    { return kv.Key{Part: partNode(n), Sort: s} }
func entKey(e EntityID, s string) kv.Key   { return kv.Key{Part: partEntity(e), Sort: s} }

// Records of a document's partition.
const (
	docHeader  = "h"
	docRegions = "r" // chunks
	docText    = "t" // chunks
	docRaw     = "w" // chunks
	docProfile = "p" // + number
	docClaim   = "c" // + number
	docMention = "m" // + profile number + chunk
)

// Records of an identity key's partition.
const (
	nodeHeader   = "h"
	nodeStrong   = "e" // + other key: edges between strong keys
	nodeWeak     = "f" // + other key: edges between a strong and a weak key
	nodeJudged   = "g" // + judgement in force
	nodeFact     = "i" // + kind + text: what profiles say, counted
	nodeProfile  = "p" // + profile anchored here
	nodeClaim    = "c" // + claim of which such a profile is subject or object
	nodeSpeaker  = "s" // + claim that such a profile utters
	nodeEdgesEnd = "h" // end of the range that starts at nodeStrong
)

// Records of an entity's partition.
const (
	entHeader   = "h"
	entMember   = "m" // + identity key
	entDocument = "d" // + publication, newest first + document
	entRelation = "r" // + "o" or "i" + type + other end
	entEvidence = "k" // + type + other end + claim
)

// Lists over the whole graph.
const (
	listDocumentIDs  = famList + "di"
	listDocDate      = famList + "dd"
	listDocTitle     = famList + "dt"
	listEntDocuments = famList + "ed"
	listEntName      = famList + "en"
	listEntRelations = famList + "er"
	listEntSeen      = famList + "es"
	listRelations    = famList + "rs"
	listStories      = famList + "st"
	listConflicts    = famList + "xx"
	listJudgeTime    = famJudge + "t" // + time + judgement
	listJudge        = famJudge + "i" // + judgement
)

const maxKeyText = 200 // bytes of a text kept in a key; the rest becomes a hash

// keyText makes any text fit a key and sort (nearly) as the text does: NUL
// and 0x01 are escaped so that a terminator can follow, and what is longer
// than maxKeyText ends in a hash.
func keyText(s string) string {
	b := make([]byte, 0, min(len(s), maxKeyText)+20)
	for i := 0; i < len(s) && len(b) < maxKeyText; i++ {
		if c := s[i]; c <= 1 {
			b = append(b, 1, c+1)
		} else {
			b = append(b, c)
		}
	}
	if len(b) >= maxKeyText {
		sum := sha256.Sum256([]byte(s))
		b = append(b[:maxKeyText], 1, 3)
		for _, c := range sum[:8] { // hex, so that no byte is below 2
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		}
	}
	return string(b)
}

// zeroSeconds is the zero time.Time in Unix seconds.
const zeroSeconds = -62135596800

// micros turns a time into microseconds since the zero time; zero stays zero.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return (t.Unix()-zeroSeconds)*1e6 + int64(t.Nanosecond()/1000)
}

// fromMicros is the inverse of micros.
func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(floorDiv(n, 1e6)+zeroSeconds, (n-floorDiv(n, 1e6)*1e6)*1000).UTC()
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// newestFirst is a key whose order is newest first, undated last.
func newestFirst(us int64) string {
	if us == 0 {
		return be64(math.MaxUint64)
	}
	return be64(math.MaxUint64 - 1 - (uint64(us) ^ 1<<63))
}

// oldestFirst is a key whose order is oldest first.
func oldestFirst(us int64) string { return be64(uint64(us) ^ 1<<63) }

// mostFirst is a key whose order is the highest count first.
func mostFirst(n int) string { return be32(math.MaxUint32 - uint32(max(n, 0))) }

// undatedKey starts the undated ones in an order made by newestFirst.
var undatedKey = be64(math.MaxUint64)

// prefixEnd returns the end of the range of keys that start with prefix.
func prefixEnd(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return string(b[:i+1])
		}
	}
	return ""
}

func prefixRange(part, prefix string) kv.Range {
	return kv.Range{Part: part, From: prefix, To: prefixEnd(prefix)}
}

// relEnd is the other end of a relation in a key: an entity or a value.
func relEnd(e EntityID, value string) string {
	if value != "" {
		return "v" + keyText(value) + "\x00"
	}
	return "e" + string(e[:])
}

// relOut is the key of a relation in its subject's partition.
func relOut(id RelationID) kv.Key {
	return entKey(id.Subject, entRelation+"o"+keyText(id.Type)+"\x00"+relEnd(id.Object, id.Value))
}

// relIn is the key of a relation in its object's partition.
func relIn(id RelationID) kv.Key {
	return entKey(id.Object, entRelation+"i"+keyText(id.Type)+"\x00"+relEnd(id.Subject, ""))
}

// relEvidence is the prefix of the claims of a relation.
func relEvidence(id RelationID) kv.Key {
	return entKey(id.Subject, entEvidence+keyText(id.Type)+"\x00"+relEnd(id.Object, id.Value))
}

// relListed is the key of a relation in the list of all.
func relListed(id RelationID, sources int) kv.Key {
	return kv.Key{Part: listRelations, Sort: mostFirst(sources) + string(id.Subject[:]) + keyText(id.Type) + "\x00" + relEnd(id.Object, id.Value)}
}

// relOfListed is the key of the record of a listed relation.
func relOfListed(sort string) kv.Key {
	return kv.Key{Part: famEntity + sort[4:20], Sort: entRelation + "o" + sort[20:]}
}

// claimOf reads the claim at the end of a key.
func claimOf(sort string) ClaimID {
	n := len(sort)
	var c ClaimID
	copy(c.Document[:], sort[n-20:n-4])
	c.N = getBE32(sort[n-4:])
	return c
}

// id16 reads the 16 bytes at the end of a key.
func id16(sort string) (id [16]byte) {
	copy(id[:], sort[len(sort)-16:])
	return id
}

// dateOf reads the date from the key of an entity's document.
func dateOf(sort string) int64 {
	n := binary.BigEndian.Uint64([]byte(sort[1:9]))
	if n == math.MaxUint64 {
		return 0
	}
	return int64((math.MaxUint64 - 1 - n) ^ 1<<63)
}
