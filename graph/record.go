package graph

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"sync"
	"unsafe"

	"dossier/graph/kv"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"
)

// formatVersion is the version of records and keys that this code writes.
const formatVersion = 1

// A record is one byte of format version, the CRC32C of the key, the version
// and the payload, then the payload: CBOR with integer keys, what pack writes,
// or nothing.
const recordHead = 5

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errDamaged tells a record that does not check.
var errDamaged = errors.New("record is damaged")

// zeroByte stands between the halves of a key, and versionByte before the
// payload.
var zeroByte, versionByte = []byte{0}, []byte{formatVersion}

func recordSum(key kv.Key, payload []byte) uint32 {
	c := crc32.Update(0, castagnoli, bytesIn(key.Part))
	c = crc32.Update(c, castagnoli, zeroByte)
	c = crc32.Update(c, castagnoli, bytesIn(key.Sort))
	c = crc32.Update(c, castagnoli, versionByte)
	return crc32.Update(c, castagnoli, payload)
}

// bytesIn lends the bytes of a string, to be read only: a copy of each half of
// the key would be most of what checking a record costs.
func bytesIn(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// seal makes a record for a key.
func seal(key kv.Key, payload []byte) []byte {
	b := make([]byte, recordHead, recordHead+len(payload))
	b[0] = formatVersion
	binary.BigEndian.PutUint32(b[1:], recordSum(key, payload))
	return append(b, payload...)
}

// open checks a record and returns its payload.
func open(key kv.Key, record []byte) ([]byte, error) {
	if len(record) < recordHead {
		return nil, fmt.Errorf("%s: %w: %d bytes", keyString(key), errDamaged, len(record))
	}
	if record[0] != formatVersion {
		return nil, fmt.Errorf("%s: %w: version %d", keyString(key), ErrFormat, record[0])
	}
	if binary.BigEndian.Uint32(record[1:]) != recordSum(key, record[recordHead:]) {
		return nil, fmt.Errorf("%s: %w: checksum differs", keyString(key), errDamaged)
	}
	return record[recordHead:], nil
}

// keyString makes a key readable.
func keyString(k kv.Key) string { return fmt.Sprintf("%q/%q", k.Part, k.Sort) }

// codec holds the CBOR modes: deterministic, and tolerant of text that is no
// UTF-8, since names come from anywhere.
var codec = sync.OnceValue(func() (c struct {
	enc cbor.EncMode
	dec cbor.DecMode
}) {
	enc := cbor.CoreDetEncOptions()
	c.enc, _ = enc.EncMode()
	c.dec, _ = cbor.DecOptions{
		UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32,
	}.DecMode()
	return c
})

// encode makes a record of a value. The types encoded here are this package's
// own and always encode: anything else is a bug.
func encode(key kv.Key, v any) []byte {
	if p, ok := v.(packed); ok {
		b := p.pack(make([]byte, recordHead, 64))
		b[0] = formatVersion
		binary.BigEndian.PutUint32(b[1:], recordSum(key, b[recordHead:]))
		return b
	}
	return seal(key, marshal(v))
}

// marshal is encode without a record around it: for what is chunked or grouped.
func marshal(v any) []byte {
	if p, ok := v.(packed); ok {
		return p.pack(nil)
	}
	b, err := codec().enc.Marshal(v)
	if err != nil {
		panic("graph: " + err.Error())
	}
	return b
}

// decode checks a record and reads its value.
func decode(key kv.Key, record []byte, v any) error {
	payload, err := open(key, record)
	if err != nil {
		return err
	}
	return unmarshalRecord(key, payload, v)
}

// unmarshalRecord reads what marshal makes; the key is for what it says itself,
// and for messages.
func unmarshalRecord(key kv.Key, payload []byte, v any) error {
	if p, ok := v.(unpacked); ok {
		return p.unpack(key, payload)
	}
	if err := codec().dec.Unmarshal(payload, v); err != nil {
		return fmt.Errorf("%s: %w: %v", keyString(key), errDamaged, err)
	}
	return nil
}

// maxChunk is the most payload one record takes.
const maxChunk = 128 << 10

var zstdCoders = sync.OnceValue(func() (z struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}) {
	z.enc, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	z.dec, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<32))
	return z
})

// chunked compresses data into records prefix+0, prefix+1 … of a partition.
func chunked(part, prefix string, data []byte) []kv.Entry {
	if len(data) == 0 {
		return nil
	}
	z := zstdCoders().enc.EncodeAll(data, nil)
	var out []kv.Entry
	for i := uint32(0); len(z) > 0; i++ {
		n := min(len(z), maxChunk)
		key := kv.Key{Part: part, Sort: prefix + be32(i)}
		out = append(out, kv.Entry{Key: key, Value: seal(key, z[:n])})
		z = z[n:]
	}
	return out
}

// unchunk is the inverse of chunked; entries in key order.
func unchunk(entries []kv.Entry) ([]byte, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	var z []byte
	for i, e := range entries {
		payload, err := open(e.Key, e.Value)
		if err != nil {
			return nil, err
		}
		if n := getBE32(e.Key.Sort[len(e.Key.Sort)-4:]); n != uint32(i) {
			return nil, fmt.Errorf("%s: %w: chunk %d is missing", keyString(e.Key), errDamaged, i)
		}
		z = append(z, payload...)
	}
	data, err := zstdCoders().dec.DecodeAll(z, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %v", keyString(entries[0].Key), errDamaged, err)
	}
	return data, nil
}

func damagedError(what string, err error) error {
	return fmt.Errorf("%s: %w: %v", what, errDamaged, err)
}
