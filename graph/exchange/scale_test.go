package exchange

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/graph"
	"dossier/graph/kv"
	"dossier/graph/kv/badgerkv"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/ristretto/v2/z"
)

// A world is a graph made up by a seed: entities with a name and a type, and
// edges of twelve kinds whose ends follow a steep distribution. Lines come as
// they do from a dump: an entity with the edges that start there.
type world struct{ entities, edges int }

func (w world) source() Source {
	return Source{Name: fmt.Sprintf("world/%d.nq", w.edges), Open: func() (io.ReadCloser, error) {
		r, p := io.Pipe()
		go func() {
			b := bufio.NewWriterSize(p, 1<<16)
			w.each(func(e edgeOf) {
				if e.to < 0 {
					fmt.Fprintf(b, "<http://world.test/n%d> <name> \"Given%d Family%d\" .\n<http://world.test/n%d> <type> <%s> .\n",
						e.from, e.from%9973, e.from, e.from, []string{"Person", "Company", "Place"}[e.from%3])
					return
				}
				fmt.Fprintf(b, "<http://world.test/n%d> <http://world.test/rel%d> <http://world.test/n%d> .\n", e.from, e.kind, e.to)
			})
			p.CloseWithError(b.Flush())
		}()
		return r, nil
	}}
}

type edgeOf struct{ from, kind, to int }

// each visits every entity (to is -1), followed by its edges.
func (w world) each(visit func(edgeOf)) {
	rng := rand.New(rand.NewPCG(uint64(w.edges), 7))
	left := w.edges
	for i := range w.entities {
		visit(edgeOf{from: i, to: -1})
		n := left / (w.entities - i)
		if i < w.entities-1 && n > 0 {
			n = rng.IntN(2*n + 1)
		}
		for range min(n, left) {
			u := rng.Float64()
			visit(edgeOf{i, rng.IntN(12), int(u * u * u * float64(w.entities))})
			left--
		}
	}
}

var worldOptions = ImportOptions{Label: []string{"name"}, Type: []string{"type"}}

// cpu is the time that all threads have worked so far.
func cpu() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// peak is the most memory that the process has had, in MB.
func peak() int {
	data, _ := os.ReadFile("/proc/self/status")
	var kb int
	if _, rest, ok := strings.Cut(string(data), "VmHWM:"); ok {
		fmt.Sscan(rest, &kb)
	}
	return kb >> 10
}

// A cost is what something took.
type cost struct{ wall, cpu time.Duration }

func (c cost) per(n int) string {
	return fmt.Sprintf("%.0f/s wall, %.1f µs wall, %.1f µs CPU each", float64(n)/c.wall.Seconds(), c.wall.Seconds()*1e6/float64(n), c.cpu.Seconds()*1e6/float64(n))
}

func timed(f func()) cost {
	wall, work := time.Now(), cpu()
	f()
	return cost{time.Since(wall), cpu() - work}
}

// onBadger opens a store in a folder of the test's.
func onBadger(t testing.TB, dir string) (*graph.Store, kv.DB) {
	t.Helper()
	db, err := badgerkv.Open(dir, badgerkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := graph.Open(context.Background(), db, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s, db
}

// A graph of 50,000 edges in bulk, with little memory for sorting: counts and
// the edges of sampled entities are those of the generator.
func TestGenerated(t *testing.T) {
	w := world{10_000, 50_000}
	s, _ := onBadger(t, t.TempDir())
	defer s.Close()
	o := worldOptions
	o.Bulk = graph.LoadOptions{Dir: t.TempDir(), Memory: 4 << 20}
	if r := imported(t, s, w.source(), "nquads", o); r.Claims != w.edges || r.Profiles != w.entities {
		t.Errorf("%+v", r)
	}
	w.check(t, s)
	verified(t, s)
}

// check compares counts and the relations of sampled entities.
func (w world) check(t testing.TB, s *graph.Store) {
	t.Helper()
	sample := map[int]map[edgeOf]bool{}
	for i := 0; i < w.entities; i += w.entities/40 + 1 {
		sample[i] = map[edgeOf]bool{}
	}
	distinct := map[uint64]struct{}{}
	w.each(func(e edgeOf) {
		if e.to < 0 {
			return
		}
		if w.edges <= 100_000 {
			distinct[uint64(e.from)<<32|uint64(e.kind)<<27|uint64(e.to)] = struct{}{}
		}
		for _, i := range []int{e.from, e.to} {
			if sample[i] != nil {
				sample[i][e] = true
			}
		}
	})
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	st, err := snap.Stats(t.Context())
	if err != nil || st.Entities != w.entities || st.Claims != w.edges || len(distinct) > 0 && st.Relations != len(distinct) {
		t.Errorf("%d entities, %d claims, %d relations (%v), want %+v and %d", st.Entities, st.Claims, st.Relations, err, w, len(distinct))
	}
	for i, edges := range sample {
		name := fmt.Sprintf("Given%d Family%d", i%9973, i)
		got, err := snap.Named(t.Context(), []string{name})
		if err != nil || len(got[0]) != 1 {
			t.Fatalf("%s: %v, %v", name, got, err)
		}
		ls, err := snap.RelationsOf(t.Context(), got[0], graph.RelationQuery{Page: graph.Page{First: 1}})
		if err != nil || ls[0].Total != len(edges) {
			t.Errorf("%s has %d relations (%v), want %d", name, ls[0].Total, err, len(edges))
		}
	}
}

var scale = flag.Bool("scale", false, "TestScale: also load 500 thousand edges, and five million")

// Five million edges fit in 1.5 GB, and an edge costs no more than half again
// as much as in a graph of a tenth.
func TestScale(t *testing.T) {
	if !*scale {
		t.Skip("needs -scale, 2 GB of disk and some minutes")
	}
	var costs []float64
	for _, w := range []world{{100_000, 500_000}, {1_000_000, 5_000_000}} {
		dir := t.TempDir()
		s, _ := onBadger(t, dir)
		o := worldOptions
		o.Bulk.Dir = dir
		c := timed(func() { imported(t, s, w.source(), "nquads", o) })
		fmt.Printf("%d entities, %d edges: %s; peak %d MB\n", w.entities, w.edges, c.per(w.edges), peak())
		costs = append(costs, c.cpu.Seconds()/float64(w.edges))
		w.check(t, s)
		s.Close()
	}
	fmt.Printf("cost of an edge, large over small: %.2f\n", costs[1]/costs[0])
	if peak() > 1536 || costs[1] > 1.5*costs[0] {
		t.Error("too much")
	}
}

// BenchmarkBulk measures a bulk import against its floor, the same records
// through Badger's StreamWriter, and against the incremental way. By
// -benchtime Nx the graph has N edges.
func BenchmarkBulk(b *testing.B) {
	if b.N == 1 {
		return
	}
	w := world{max(b.N/5, 10), b.N}
	s, db := onBadger(b, b.TempDir())
	bulk := timed(func() { imported(b, s, w.source(), "nquads", worldOptions) })
	records, bytes := recordsOf(b, db)
	s.Close()
	floor := timed(func() { streamed(b, records) })
	few := world{max(b.N/50, 10), b.N / 10}
	o := worldOptions
	o.NoBulk = true
	s, _ = onBadger(b, b.TempDir())
	slow := timed(func() { imported(b, s, few.source(), "nquads", o) })
	s.Close()
	b.ReportMetric(float64(b.N)/bulk.wall.Seconds(), "edges/s")
	b.ReportMetric(bulk.cpu.Seconds()*1e6/float64(b.N), "µs-CPU/edge")
	b.ReportMetric(float64(len(records))/float64(b.N), "records/edge")
	b.ReportMetric(float64(bytes)/float64(b.N), "B/edge")
	b.ReportMetric(bulk.wall.Seconds()/floor.wall.Seconds(), "wall-of-floor")
	b.ReportMetric(bulk.cpu.Seconds()/floor.cpu.Seconds(), "CPU-of-floor")
	b.ReportMetric(slow.wall.Seconds()*float64(w.edges)/float64(few.edges)/bulk.wall.Seconds(), "times-incremental")
	b.ReportMetric(slow.cpu.Seconds()*float64(w.edges)/float64(few.edges)/bulk.cpu.Seconds(), "times-incremental-CPU")
	b.ReportMetric(float64(peak()), "peak-MB")
}

// recordsOf reads all records of a store.
func recordsOf(t testing.TB, db kv.DB) (es []kv.Entry, size int) {
	for e, err := range db.Walk(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		es = append(es, e)
		size += len(e.Key.Part) + len(e.Key.Sort) + len(e.Value)
	}
	return es, size
}

// streamed writes records with Badger's StreamWriter, sorted and in one
// stream, with the options of the store.
func streamed(t testing.TB, es []kv.Entry) {
	o := badger.DefaultOptions(filepath.Join(t.TempDir(), "floor")).WithLogger(nil).WithMetricsEnabled(false).WithSyncWrites(true).
		WithMemTableSize(58 << 20).WithNumMemtables(2).WithBaseTableSize(8 << 20).WithCompression(options.Snappy).WithValueLogFileSize(16 << 20)
	o.TableSizeMultiplier = 1
	db, err := badger.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w := db.NewStreamWriter()
	if err := w.Prepare(); err != nil {
		t.Fatal(err)
	}
	buf := z.NewBuffer(5<<20, "floor")
	defer buf.Release()
	record := &pb.KV{Version: 1, StreamId: 1}
	var key bytes.Buffer
	for i, e := range es {
		key.Reset()
		key.WriteString(e.Key.Part)
		key.WriteString("\x00\x01")
		key.WriteString(e.Key.Sort)
		record.Key, record.Value = key.Bytes(), e.Value
		badger.KVToBuffer(record, buf)
		if buf.LenNoPadding() >= 4<<20 || i == len(es)-1 {
			if err := w.Write(buf); err != nil {
				t.Fatal(err)
			}
			buf.Reset()
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}
