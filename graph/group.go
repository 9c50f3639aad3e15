package graph

import (
	"context"
	"encoding/binary"
	"fmt"

	"dossier/graph/kv"
)

// The profiles and claims of a document lie together in groups of groupSize
// consecutive numbers: a record of its own for each would cost more than what
// it says. A group is one record, or where that gets too long several parts.

const groupSize = 32

// groupKey is where part i of the group lies that a number belongs to.
func groupKey(doc DocumentID, kind string, n uint32, i int) kv.Key {
	s := kind + be32(n/groupSize)
	if i > 0 {
		s += be32(uint32(i))
	}
	return docKey(doc, s)
}

// A group gathers the payloads of consecutive numbers.
type group struct {
	doc  DocumentID
	kind string
	n    uint32 // of the first
	size int    // how many
	data []byte // each with its length before it
	buf  []byte
}

func (g *group) add(payload []byte) {
	g.data = append(binary.AppendUvarint(g.data, uint64(len(payload))), payload...)
	g.size++
}

// pack adds a record.
func (g *group) pack(rec packed) {
	g.buf = rec.pack(g.buf[:0])
	g.add(g.buf)
}

// full reports whether the next number belongs to another group.
func (g *group) full() bool { return g.n%groupSize+uint32(g.size) == groupSize }

// next empties the group for the number that follows.
func (g *group) next() { g.n, g.size, g.data = g.n+uint32(g.size), 0, g.data[:0] }

// each visits the records of the group: how many parts follow, then the data.
func (g *group) each(visit func(key kv.Key, payload []byte) error) error {
	parts := max(0, (len(g.data)-1)/maxChunk)
	for i := 0; i <= parts; i++ {
		data := g.data[i*maxChunk : min(len(g.data), (i+1)*maxChunk)]
		if i == 0 {
			g.buf = append(binary.AppendUvarint(g.buf[:0], uint64(parts)), data...)
			data = g.buf
		}
		if err := visit(groupKey(g.doc, g.kind, g.n, i), data); err != nil {
			return err
		}
	}
	return nil
}

// write puts the group into an overlay.
func (o *overlay) group(g *group) {
	g.each(func(key kv.Key, payload []byte) error {
		o.write(key, seal(key, payload))
		return nil
	})
}

// A stored group.
type storedGroup struct {
	keys     []kv.Key
	first    uint32
	payloads [][]byte
}

// split reads the payloads of a group from its data.
func (g *storedGroup) split(data []byte) error {
	for len(data) > 0 {
		size, k := binary.Uvarint(data)
		if k <= 0 || size > uint64(len(data)-k) || len(g.payloads) == groupSize {
			return damagedError(keyString(g.keys[0]), errDamaged)
		}
		g.payloads = append(g.payloads, data[k:k+int(size):k+int(size)])
		data = data[k+int(size):]
	}
	return nil
}

// groupsIn reads the groups of ranges that start at the first part of one. A
// limit counts records; the last group is read to its end all the same.
func groupsIn(ctx context.Context, r scanner, ranges []kv.Range) ([][]storedGroup, error) {
	rows, err := r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]storedGroup, len(ranges))
	for i, es := range rows {
		for len(es) > 0 {
			head, parts, err := groupHead(es[0])
			if err != nil {
				return nil, err
			}
			if parts >= len(es) && ranges[i].Limit > 0 && len(rows[i]) == ranges[i].Limit {
				tail := kv.Range{Part: es[0].Key.Part, From: es[0].Key.Sort, To: prefixEnd(es[0].Key.Sort)}
				whole, err := r.scanAll(ctx, []kv.Range{tail})
				if err != nil {
					return nil, err
				}
				es = whole[0]
			}
			g := storedGroup{first: getBE32(es[0].Key.Sort[1:]) * groupSize}
			data := head
			for k := 0; k <= parts; k++ {
				if k >= len(es) || len(es[k].Key.Sort) != 5+4*min(k, 1) || k > 0 && getBE32(es[k].Key.Sort[5:]) != uint32(k) {
					return nil, fmt.Errorf("%s: %w: part %d is missing", keyString(es[0].Key), errDamaged, k)
				}
				g.keys = append(g.keys, es[k].Key)
				if k > 0 {
					more, err := open(es[k].Key, es[k].Value)
					if err != nil {
						return nil, err
					}
					data = append(data[:len(data):len(data)], more...)
				}
			}
			if err := g.split(data); err != nil {
				return nil, err
			}
			out[i], es = append(out[i], g), es[parts+1:]
		}
	}
	return out, nil
}

// groupHead reads the first part of a group.
func groupHead(e kv.Entry) (data []byte, parts int, err error) {
	payload, err := open(e.Key, e.Value)
	if err != nil {
		return nil, 0, err
	}
	n, k := binary.Uvarint(payload)
	if k <= 0 || n > 1<<20 || len(e.Key.Sort) != 5 {
		return nil, 0, fmt.Errorf("%s: %w: not the head of a group", keyString(e.Key), errDamaged)
	}
	return payload[k:], int(n), nil
}

// grouped reads the payloads of single numbers: nil where there is none. Each
// group is read once.
func grouped(ctx context.Context, r scanner, kind string, ids []ClaimID) ([][]byte, error) {
	type place struct {
		doc   DocumentID
		group uint32
	}
	at := map[place]int{}
	var keys []kv.Key
	for _, id := range ids {
		p := place{id.Document, id.N / groupSize}
		if _, ok := at[p]; !ok {
			at[p] = len(keys)
			keys = append(keys, groupKey(id.Document, kind, id.N, 0))
		}
	}
	got, err := r.Get(ctx, keys)
	if err != nil {
		return nil, err
	}
	groups := make([]storedGroup, len(keys))
	for i, v := range got {
		if v == nil {
			continue
		}
		data, parts, err := groupHead(kv.Entry{Key: keys[i], Value: v})
		if err != nil {
			return nil, err
		}
		if parts == 0 {
			groups[i].keys = keys[i : i+1]
			if err := groups[i].split(data); err != nil {
				return nil, err
			}
			continue
		}
		whole, err := groupsIn(ctx, r, []kv.Range{prefixRange(keys[i].Part, keys[i].Sort)})
		if err != nil {
			return nil, err
		}
		groups[i] = whole[0][0]
	}
	out := make([][]byte, len(ids))
	for i, id := range ids {
		g := &groups[at[place{id.Document, id.N / groupSize}]]
		if n := int(id.N % groupSize); n < len(g.payloads) {
			out[i] = g.payloads[n]
		}
	}
	return out, nil
}

// getGrouped decodes the records of single numbers; visit is not called where
// there is none.
func getGrouped[T any](ctx context.Context, r scanner, kind string, ids []ClaimID, visit func(i int, rec *T)) error {
	got, err := grouped(ctx, r, kind, ids)
	if err != nil {
		return err
	}
	for i, payload := range got {
		if payload == nil {
			continue
		}
		rec := new(T)
		if err := unmarshalRecord(groupKey(ids[i].Document, kind, ids[i].N, 0), payload, rec); err != nil {
			return err
		}
		visit(i, rec)
	}
	return nil
}

// eachGrouped decodes the records of groups, in order.
func eachGrouped[T any](groups []storedGroup, visit func(n uint32, rec *T)) error {
	for _, g := range groups {
		for k, payload := range g.payloads {
			rec := new(T)
			if err := unmarshalRecord(g.keys[0], payload, rec); err != nil {
				return err
			}
			visit(g.first+uint32(k), rec)
		}
	}
	return nil
}
