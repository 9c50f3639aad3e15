package graph

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"dossier/graph/kv"
)

// The records that every question reads have an encoding of their own, which
// is read without reflection: numbers are varints, signed ones zigzag, texts
// have their length before them, floats are varints of their bits turned round.
type packed interface{ pack(b []byte) []byte }

// unpacked is the inverse; what the key says is not said again in the payload.
type unpacked interface {
	unpack(key kv.Key, payload []byte) error
}

func packInt(b []byte, n int) []byte     { return binary.AppendUvarint(b, uint64(n)) }
func packTime(b []byte, us int64) []byte { return binary.AppendVarint(b, us) }
func packText(b []byte, s string) []byte { return append(packInt(b, len(s)), s...) }

func packFloat(b []byte, f float64) []byte {
	return binary.AppendUvarint(b, bits.ReverseBytes64(math.Float64bits(f)))
}

// An unpacker reads a payload from its beginning. What is cut short or no
// number reads as zero and shows at the end.
type unpacker struct {
	rest []byte
	bad  bool
}

func (u *unpacker) uint() uint64 {
	if len(u.rest) > 0 && u.rest[0] < 0x80 {
		n := u.rest[0]
		u.rest = u.rest[1:]
		return uint64(n)
	}
	n, k := binary.Uvarint(u.rest)
	return u.took(n, k)
}

func (u *unpacker) took(n uint64, k int) uint64 {
	if k <= 0 {
		u.bad, u.rest = true, nil
		return 0
	}
	u.rest = u.rest[k:]
	return n
}

func (u *unpacker) int() int { return int(u.uint()) }

// count is int for the length of a list, each member of which takes a byte at
// least.
func (u *unpacker) count() int {
	n := u.uint()
	if n > uint64(len(u.rest)) {
		u.bad, u.rest = true, nil
		return 0
	}
	return int(n)
}

func (u *unpacker) time() int64 {
	n, k := binary.Varint(u.rest)
	return int64(u.took(uint64(n), k))
}

func (u *unpacker) float() float64 { return math.Float64frombits(bits.ReverseBytes64(u.uint())) }

func (u *unpacker) text() string {
	n := u.count()
	s := string(u.rest[:n])
	u.rest = u.rest[n:]
	return s
}

// end tells whether the payload was read without fault, and to its end.
func (u *unpacker) end(key kv.Key) error {
	if u.bad || len(u.rest) > 0 {
		return fmt.Errorf("%s: %w: its fields do not fill it", keyString(key), errDamaged)
	}
	return nil
}
