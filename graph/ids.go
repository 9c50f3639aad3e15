package graph

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/google/uuid"
)

// Name spaces of the version 5 UUIDs (RFC 9562, section 5.5).
var (
	spaceDocument  = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:document"))
	spaceEntity    = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:entity"))
	spaceNode      = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:key"))
	spaceStory     = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:story"))
	spaceUtterance = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:utterance"))
	spaceSentence  = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:sentence"))
	spaceJudgement = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:judgement"))
)

// NewDocumentID returns the id of a document: from its URL, or where it has
// none from its content.
func NewDocumentID(url string, content []byte) DocumentID {
	if url != "" {
		return DocumentID(uuid.NewSHA1(spaceDocument, []byte("url\x00"+url)))
	}
	sum := sha256.Sum256(content)
	return DocumentID(uuid.NewSHA1(spaceDocument, append([]byte("sha256\x00"), sum[:]...)))
}

func (id DocumentID) String() string  { return uuid.UUID(id).String() }
func (id EntityID) String() string    { return uuid.UUID(id).String() }
func (id StoryID) String() string     { return uuid.UUID(id).String() }
func (id UtteranceID) String() string { return uuid.UUID(id).String() }
func (id JudgementID) String() string { return uuid.UUID(id).String() }
func (id ProfileID) String() string   { return fmt.Sprintf("%s/p%d", id.Document, id.N) }
func (id ClaimID) String() string     { return fmt.Sprintf("%s/c%d", id.Document, id.N) }

// RevisionOf returns the hash of all that a document says of itself: what
// Apply compares when the caller left Revision at zero.
func RevisionOf(d *Document) uint64 {
	h := sha256.New()
	text := func(ss ...string) {
		for _, s := range ss {
			var n [8]byte
			binary.BigEndian.PutUint64(n[:], uint64(len(s)))
			h.Write(n[:])
			h.Write([]byte(s))
		}
	}
	text(string(d.Kind), d.URL, d.Title, d.Publisher, d.Language, d.Text, string(d.Raw), d.RawType, d.Extractor, string(d.Parent[:]))
	text(d.Authors...)
	text(fmt.Sprint(d.Published.UnixMicro(), d.Published.IsZero(), d.DayOnly, len(d.Authors)))
	for _, r := range d.Regions {
		text(fmt.Sprint(r.Start, r.End), r.Kind)
	}
	v := binary.BigEndian.Uint64(h.Sum(nil))
	if v == 0 {
		return 1
	}
	return v
}

// A nodeID names an identity key within its family.
type nodeID [16]byte

// newNodeID tells strong and weak keys of one text apart.
func newNodeID(family, key string, strong bool) nodeID {
	mark := "\x00"
	if !strong {
		mark = "\x01"
	}
	return nodeID(version5(spaceNode, family, mark, key))
}

// version5 is uuid.NewSHA1 of texts put together. It makes no garbage: a bulk
// load needs one for every key and entity.
func version5(space uuid.UUID, a, b, c string) (id uuid.UUID) {
	var room [256]byte
	sum := sha1.Sum(append(append(append(append(room[:0], space[:]...), a...), b...), c...))
	copy(id[:], sum[:])
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

func (n nodeID) zero() bool { return n == nodeID{} }

// newEntityID names the entity whose first key this is.
func newEntityID(family, key string, strong bool) EntityID {
	mark := "\x00true\x00"
	if !strong {
		mark = "\x00false\x00"
	}
	return EntityID(version5(spaceEntity, family, mark, key))
}

// pair holds two things that belong together.
type pair[A, B any] struct {
	a A
	b B
}

// claimLess orders claims by document, then number.
func claimLess(a, b ClaimID) int {
	if c := cmp16(a.Document, b.Document); c != 0 {
		return c
	}
	return int(int64(a.N) - int64(b.N))
}

// cmp16 compares two ids bytewise.
func cmp16[T ~[16]byte](a, b T) int {
	for i := range a {
		if a[i] != b[i] {
			return int(a[i]) - int(b[i])
		}
	}
	return 0
}
