package badgerkv

import (
	"strings"

	"dossier/graph/kv"
)

// A key of the contract is written as its escaped Part, a terminator, and its
// Sort as it is. In the Part, 00 becomes 00 FF, which sorts above the
// terminator 00 01: so "a" < "a\x00" < "ab", and no Part is the beginning of
// another. Keys beginning with "!badger!" are Badger's own: a Part that begins
// with "!" goes on with 01.
const (
	escapedZero = "\x00\xff"
	terminator  = "\x00\x01"
	pastPart    = "\x00\x02" // sorts after every key of the partition, equals none
	reserved    = '!'
	unreserve   = "\x01"
)

// appendPart appends an escaped part, or the beginning of one.
func appendPart(b []byte, part string) []byte {
	if part != "" && part[0] == reserved {
		b = append(b, reserved)
		b = append(b, unreserve...)
		part = part[1:]
	}
	for {
		i := strings.IndexByte(part, 0)
		if i < 0 {
			return append(b, part...)
		}
		b = append(b, part[:i]...)
		b = append(b, escapedZero...)
		part = part[i+1:]
	}
}

func appendKey(b []byte, k kv.Key) []byte {
	b = appendPart(b, k.Part)
	b = append(b, terminator...)
	return append(b, k.Sort...)
}

func encodeKey(k kv.Key) []byte {
	return appendKey(make([]byte, 0, len(k.Part)+len(k.Sort)+8), k)
}

// decodeKey is the inverse of appendKey; ok is false for anything it did not
// make.
func decodeKey(b []byte) (k kv.Key, ok bool) {
	s := string(b)
	i, zeros := 0, 0
	for ; ; i += 2 {
		z := strings.IndexByte(s[i:], 0)
		if z < 0 || i+z+1 >= len(s) {
			return kv.Key{}, false
		}
		if i += z; s[i:i+2] == terminator {
			break
		}
		if s[i:i+2] != escapedZero {
			return kv.Key{}, false
		}
		zeros++
	}
	k.Part, k.Sort = s[:i], s[i+2:]
	if k.Part != "" && k.Part[0] == reserved {
		if !strings.HasPrefix(k.Part[1:], unreserve) {
			return kv.Key{}, false
		}
		k.Part = k.Part[:1] + k.Part[2:]
	}
	if zeros > 0 {
		k.Part = strings.ReplaceAll(k.Part, escapedZero, "\x00")
	}
	return k, true
}
