package graph

import (
	"context"
	"flag"
	"strings"
	"testing"
	"time"

	"dossier/graph/kv"
)

// A tally counts records read and written: all, and those of identity, which
// are the keys, their edges and the lists of keys of entities. Bytes are those
// of the values of all.
type tally struct{ read, written, keysRead, keysWritten, bytesRead, bytesWritten int }

// each is the tally of one of n documents.
func (t tally) each(n int) tally {
	return tally{t.read / n, t.written / n, t.keysRead / n, t.keysWritten / n, t.bytesRead / n, t.bytesWritten / n}
}

// ofIdentity reports whether a record is of identity.
func ofIdentity(part, sort string) bool {
	return strings.HasPrefix(part, famNode) && !strings.HasPrefix(sort, nodeClaim) || strings.HasPrefix(part, famEntity) && strings.HasPrefix(sort, entMember)
}

// meter counts the records that a store reads and writes.
type meter struct {
	kv.DB
	tally
}

func (m *meter) reads(k kv.Key, n int) {
	m.read += n
	if ofIdentity(k.Part, k.Sort) {
		m.keysRead += n
	}
}

func (m *meter) Snapshot(ctx context.Context) (kv.Snapshot, error) {
	s, err := m.DB.Snapshot(ctx)
	return &meteredSnapshot{s, m}, err
}

func (m *meter) Update(ctx context.Context, fn func(kv.Txn) error) error {
	return m.DB.Update(ctx, func(tx kv.Txn) error { return fn(meteredTxn{tx, m}) })
}

type meteredTxn struct {
	kv.Txn
	m *meter
}

func (t meteredTxn) Put(k kv.Key, v []byte) error {
	t.m.written++
	t.m.bytesWritten += len(v)
	if ofIdentity(k.Part, k.Sort) {
		t.m.keysWritten++
	}
	return t.Txn.Put(k, v)
}

type meteredSnapshot struct {
	kv.Snapshot
	m *meter
}

func (s *meteredSnapshot) Get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	got, err := s.Snapshot.Get(ctx, keys)
	for i, k := range keys {
		s.m.reads(k, 1)
		s.m.bytesRead += len(got[i])
	}
	return got, err
}

func (s *meteredSnapshot) Scan(ctx context.Context, rs []kv.Range) ([]kv.Page, error) {
	ps, err := s.Snapshot.Scan(ctx, rs)
	for i, p := range ps {
		s.m.reads(kv.Key{Part: rs[i].Part, Sort: rs[i].From}, 1+len(p.Entries))
		for _, e := range p.Entries {
			s.m.bytesRead += len(e.Value)
		}
	}
	return ps, err
}

var costDocs = flag.Int("cost", 300, "documents of the large store of TestCostIsFlat, 22 profiles each")

// One more document costs the same in a large store as in a small one: it
// reads and writes the blocks it touches and no others. What grows a little is
// that more sentences are like its own, and that relations have more claims.
func TestCostIsFlat(t *testing.T) {
	ctx := context.Background()
	cost := func(docs int) tally {
		m := &meter{DB: kv.NewMem()}
		s := openTest(t, m)
		defer s.Close()
		applyTo(t, s, bigWorld(docs, 7), 100)
		m.tally = tally{}
		more := bigWorld(40, 8)
		start := time.Now()
		applyTo(t, s, more, 1)
		spent := time.Since(start)
		st := must[Stats](t)(snapshot(t, s).Stats(ctx))
		each := m.each(len(more))
		t.Logf("%d profiles, a document: %d records of identity read and %d written, %d and %d of all kinds, in %s", st.Profiles,
			each.keysRead, each.keysWritten, each.read, each.written, (spent / time.Duration(len(more))).Round(time.Microsecond))
		return m.tally
	}
	small, large := cost(42), cost(*costDocs) // the small one has 1,000 profiles
	for _, c := range []struct {
		what         string
		small, large int
		most         float64
	}{
		{"identity read", small.keysRead, large.keysRead, 1.25},
		{"identity written", small.keysWritten, large.keysWritten, 1.25},
		{"read", small.read, large.read, 2.2},
		{"written", small.written, large.written, 1.25},
	} {
		ratio := float64(c.large) / float64(c.small)
		t.Logf("ratio %s: %.2f", c.what, ratio)
		if ratio > c.most {
			t.Errorf("a document costs %.2f times as much (%s) in the large store, want at most %.2f", ratio, c.what, c.most)
		}
	}
}
