package graph

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// Under an identity key lie the claims in short of which a profile there is
// subject or object (nodeClaim), and those it utters (nodeSpeaker). The claims
// of one document lie together, in records of up to listClaims: each record is
// filled before the next is begun, so that the same claims always give the
// same records. Its key ends in the number of its first claim. A claim that
// joins a list writes its last record again, so records are short.

const (
	listClaims = 32
	listBytes  = 32 << 10 // a record that has as much takes no more
)

// A claimList is one such record.
type claimList struct {
	first uint32
	size  int
	data  []byte // each: number, length, claim in short
}

// takes reports whether the record has room for one more claim.
func (l *claimList) takes() bool { return l.size < listClaims && len(l.data) < listBytes }

func (l *claimList) add(n uint32, sum []byte) {
	if l.size == 0 {
		l.first = n
	}
	l.size++
	l.data = binary.AppendUvarint(l.data, uint64(n))
	l.data = append(binary.AppendUvarint(l.data, uint64(len(sum))), sum...)
}

func (l *claimList) reset() { l.size, l.data = 0, l.data[:0] }

// listKey is where the claims from the first one on lie.
func listKey(n nodeID, kind string, first ClaimID) kv.Key {
	return nodeKey(n, kind+sortClaim(first))
}

// eachListed visits the claims of such a record, in short and not yet decoded.
func eachListed(e kv.Entry, visit func(id ClaimID, sum []byte) error) error {
	data, err := open(e.Key, e.Value)
	if err != nil {
		return err
	}
	id := claimOf(e.Key.Sort)
	for len(data) > 0 {
		n, k := binary.Uvarint(data)
		size, m := binary.Uvarint(data[max(k, 0):])
		if k <= 0 || m <= 0 || n>>32 != 0 || size > uint64(len(data)-k-m) {
			return fmt.Errorf("%s: %w: not a list of claims", keyString(e.Key), errDamaged)
		}
		id.N = uint32(n)
		if err := visit(id, data[k+m:k+m+int(size)]); err != nil {
			return err
		}
		data = data[k+m+int(size):]
	}
	return nil
}

// recut yields entries with the lists of claims cut as this version cuts them.
// An earlier one put up to 256 claims in a record, and where it began a list,
// this one went on. What is no such list stays as it is.
func recut(entries iter.Seq2[kv.Entry, error]) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		var l claimList
		var of kv.Key // of the list, without the number
		put := func() bool {
			if l.size == 0 {
				return true
			}
			key := kv.Key{Part: of.Part, Sort: of.Sort + be32(l.first)}
			e := kv.Entry{Key: key, Value: seal(key, l.data)}
			l.reset()
			return yield(e, nil)
		}
		for e, err := range entries {
			if err != nil || !isClaimList(e) {
				if !put() || !yield(e, err) {
					return
				}
				continue
			}
			list := kv.Key{Part: e.Key.Part, Sort: e.Key.Sort[:len(e.Key.Sort)-4]}
			if list != of && !put() {
				return
			}
			of = list
			stopped := eachListed(e, func(id ClaimID, sum []byte) error {
				if !l.takes() && !put() {
					return errStopped
				}
				l.add(id.N, sum)
				return nil
			})
			if stopped != nil {
				return
			}
		}
		put()
	}
}

// isClaimList reports whether an entry is a whole record of a list of claims
// whose key names the first.
func isClaimList(e kv.Entry) bool {
	kind := e.Key.Sort[:min(1, len(e.Key.Sort))]
	if !strings.HasPrefix(e.Key.Part, famNode) || kind != nodeClaim && kind != nodeSpeaker || len(e.Key.Sort) != 1+16+4 {
		return false
	}
	n := 0
	first := getBE32(e.Key.Sort[17:])
	err := eachListed(e, func(id ClaimID, _ []byte) error {
		if n++; n == 1 && id.N != first {
			return errDamaged
		}
		return nil
	})
	return err == nil && n > 0
}

// listed decodes the claims of records of a list.
func listed(es []kv.Entry, visit func(id ClaimID, sum *claimSum)) error {
	for _, e := range es {
		err := eachListed(e, func(id ClaimID, b []byte) error {
			var sum claimSum
			if err := unmarshalRecord(e.Key, b, &sum); err != nil {
				return err
			}
			visit(id, &sum)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A reference is a list that claims of one document join or leave.
type reference struct {
	node nodeID
	kind string
}

// references gathers for each list the claims that it holds.
type references map[reference][]referred

type referred struct {
	n   uint32
	sum []byte
}

// add notes the lists of a claim; they get claims in the order of numbers.
func (rs references) add(n uint32, sum *claimSum) {
	b := sum.pack(nil)
	sum.lists(func(node []byte, kind string) {
		r := reference{from16[nodeID](node), kind}
		rs[r] = append(rs[r], referred{n, b})
	})
}

// lists visits the lists that a claim belongs to, each once.
func (sum *claimSum) lists(visit func(node []byte, kind string)) {
	if len(sum.Subject) > 0 {
		visit(sum.Subject, nodeClaim)
	}
	if len(sum.Object) > 0 && !bytes.Equal(sum.Object, sum.Subject) {
		visit(sum.Object, nodeClaim)
	}
	for i, n := range sum.Speakers {
		if !slices.ContainsFunc(sum.Speakers[:i], func(o []byte) bool { return bytes.Equal(n, o) }) {
			visit(n, nodeSpeaker)
		}
	}
}

// sorted returns the lists in a fixed order.
func (rs references) sorted() []reference {
	return slices.SortedFunc(maps.Keys(rs), func(a, b reference) int {
		if c := cmp16(a.node, b.node); c != 0 {
			return c
		}
		return compareStrings(a.kind, b.kind)
	})
}

// ranges are where the lists of a document lie.
func (rs references) ranges(order []reference, doc DocumentID) []kv.Range {
	out := make([]kv.Range, len(order))
	for i, r := range order {
		out[i] = prefixRange(partNode(r.node), r.kind+string(doc[:]))
	}
	return out
}

// refer puts claims into their lists. With more, the document has claims in
// lists already, and these go on where those end.
func (st *step) refer(ctx context.Context, doc DocumentID, rs references, more bool) error {
	order := rs.sorted()
	last := make([][]kv.Entry, len(order))
	if more {
		ranges := rs.ranges(order, doc)
		for i := range ranges {
			ranges[i].Reverse, ranges[i].Limit = true, 1
		}
		var err error
		if last, err = st.o.scanAll(ctx, ranges); err != nil {
			return err
		}
	}
	for i, r := range order {
		var l claimList
		for _, e := range last[i] {
			if err := eachListed(e, func(id ClaimID, sum []byte) error { l.add(id.N, sum); return nil }); err != nil {
				return err
			}
		}
		for _, c := range rs[r] {
			if l.size > 0 && !l.takes() {
				st.putList(r, doc, &l)
				l = claimList{}
			}
			l.add(c.n, c.sum)
		}
		st.putList(r, doc, &l)
	}
	return nil
}

func (st *step) putList(r reference, doc DocumentID, l *claimList) {
	key := listKey(r.node, r.kind, ClaimID{doc, l.first})
	st.o.write(key, seal(key, l.data))
}

// unrefer takes the claims with the lowest numbers of a document out of their
// lists.
func (st *step) unrefer(ctx context.Context, doc DocumentID, rs references) error {
	order := rs.sorted()
	ranges := rs.ranges(order, doc)
	for i, r := range order {
		ranges[i].Limit = len(rs[r]) + 1 // a record holds one claim or more
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	for i, r := range order {
		gone := rs[r]
		last := gone[len(gone)-1].n
		for _, e := range rows[i] {
			if claimOf(e.Key.Sort).N > last {
				break
			}
			var l claimList
			err := eachListed(e, func(id ClaimID, sum []byte) error {
				if id.N > last {
					l.add(id.N, sum)
				}
				return nil
			})
			if err != nil {
				return err
			}
			st.o.delete(e.Key)
			if l.size > 0 {
				st.putList(r, doc, &l)
			}
		}
	}
	return nil
}
