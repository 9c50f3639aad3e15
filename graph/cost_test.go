package graph

import (
	"context"
	"flag"
	"testing"
	"time"

	"dossier/graph/kv"
)

// meter counts the records that a store reads and writes.
type meter struct {
	kv.DB
	read, written int
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
	return t.Txn.Put(k, v)
}

type meteredSnapshot struct {
	kv.Snapshot
	m *meter
}

func (s *meteredSnapshot) Get(ctx context.Context, keys []kv.Key) ([][]byte, error) {
	s.m.read += len(keys)
	return s.Snapshot.Get(ctx, keys)
}

func (s *meteredSnapshot) Scan(ctx context.Context, rs []kv.Range) ([]kv.Page, error) {
	ps, err := s.Snapshot.Scan(ctx, rs)
	for _, p := range ps {
		s.m.read += 1 + len(p.Entries)
	}
	return ps, err
}

var costDocs = flag.Int("cost", 300, "documents of the large store of TestCostIsFlat, 24 profiles each")

// One more document costs the same in a large store as in a small one: it
// reads and writes the blocks it touches and no others.
func TestCostIsFlat(t *testing.T) {
	ctx := context.Background()
	cost := func(docs int) (read, written int) {
		m := &meter{DB: kv.NewMem()}
		s := openTest(t, m)
		defer s.Close()
		applyTo(t, s, bigWorld(docs, 7), 100)
		m.read, m.written = 0, 0
		more := bigWorld(40, 8)
		start := time.Now()
		applyTo(t, s, more, 1)
		spent := time.Since(start)
		st := must[Stats](t)(snapshot(t, s).Stats(ctx))
		t.Logf("%d profiles: %d records read, %d written a document, in %s", st.Profiles, m.read/len(more), m.written/len(more), (spent / time.Duration(len(more))).Round(time.Microsecond))
		return m.read, m.written
	}
	smallRead, smallWritten := cost(42) // 1,000 profiles
	largeRead, largeWritten := cost(*costDocs)
	t.Logf("ratio: %.2f read, %.2f written", float64(largeRead)/float64(smallRead), float64(largeWritten)/float64(smallWritten))
	if largeRead > 2*smallRead || largeWritten > 2*smallWritten {
		t.Error("a document costs more than twice as much in the large store as in one of 1,000 profiles")
	}
}
