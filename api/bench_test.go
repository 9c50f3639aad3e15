package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dossier/graph"
)

// A question is what a benchmark asks: a query, and hand-written Go that
// answers the same from the same store.
type question struct {
	name  string
	query func(i int) string // variables differ from request to request
	vars  func(i int) map[string]any
	hand  func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte
}

func questions(g *benchGraph) []question {
	ids := make([]string, len(g.ids))
	for i, id := range g.ids {
		ids[i] = EntityID(id)
	}
	pick := func(i int) int { return i * 7919 % len(ids) }
	fixed := func(q string) func(int) string { return func(int) string { return q } }
	return []question{
		{name: "point", query: fixed(`query($n:String!){entity(name:$n){id type name claimCount}}`),
			vars: func(i int) map[string]any { return map[string]any{"n": g.names[pick(i)]} },
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				found, _ := s.Named(ctx, g.names[pick(i):pick(i)+1])
				es, _ := s.Entities(ctx, found[0])
				return handEntity(append(b, `{"data":{"entity":`...), es[0])
			}},
		{name: "neighbours", query: fixed(`query($id:ID!){entity(id:$id){neighbors(first:50){nodes{entity{name type}}}}}`),
			vars: func(i int) map[string]any { return map[string]any{"id": ids[pick(i)]} },
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				ls, _ := s.NeighborsOf(ctx, g.ids[pick(i):pick(i)+1], graph.RelationQuery{Page: graph.Page{First: 50}}, nil)
				var es []graph.EntityID
				for _, n := range ls[0].Items {
					es = append(es, n.Entity)
				}
				found, _ := s.Entities(ctx, es)
				for _, en := range found {
					b = handEntity(b, en)
				}
				return b
			}},
		{name: "two hops", query: fixed(`query($id:ID!){entity(id:$id){neighbors(first:10){nodes{entity{neighbors(first:10){nodes{entity{name}}}}}}}}`),
			vars: func(i int) map[string]any { return map[string]any{"id": ids[pick(i)]} },
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				return handHops(ctx, s, g.ids[pick(i)], b)
			}},
		{name: "subgraph 1000", query: fixed(`query($id:ID!){subgraph(around:[$id],depth:3,limit:1000){entities{id name type} relations{type subject{id} object{id}}}}`),
			vars: func(i int) map[string]any { return map[string]any{"id": ids[pick(i)]} },
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				return handSubgraph(ctx, s, g.ids[pick(i)], b)
			}},
		{name: "path", query: fixed(`query($a:ID!,$b:ID!){paths(from:$a,to:$b,maxHops:4,first:1){length entities{name}}}`),
			vars: func(i int) map[string]any { return map[string]any{"a": ids[pick(i)], "b": ids[pick(i+1)]} },
			hand: func(ctx context.Context, s *graph.Snapshot, i int, b []byte) []byte {
				ps, _ := s.Paths(ctx, g.ids[pick(i)], g.ids[pick(i+1)], 4, 1, graph.RelationQuery{})
				for _, p := range ps {
					es, _ := s.Entities(ctx, p.Entities)
					for _, en := range es {
						b = append(appendString(append(b, `{"name":`...), en.Name), '}')
					}
				}
				return b
			}},
	}
}

func handHops(ctx context.Context, s *graph.Snapshot, id graph.EntityID, b []byte) []byte {
	q := graph.RelationQuery{Page: graph.Page{First: 10}}
	ls, _ := s.NeighborsOf(ctx, []graph.EntityID{id}, q, nil)
	var es []graph.EntityID
	for _, n := range ls[0].Items {
		es = append(es, n.Entity)
	}
	ls, _ = s.NeighborsOf(ctx, es, q, nil)
	es = nil
	for _, l := range ls {
		for _, n := range l.Items {
			es = append(es, n.Entity)
		}
	}
	found, _ := s.Entities(ctx, es)
	for _, en := range found {
		b = append(appendString(append(b, `{"name":`...), en.Name), '}')
	}
	return b
}

func handSubgraph(ctx context.Context, s *graph.Snapshot, id graph.EntityID, b []byte) []byte {
	es, rs, _, _ := s.Subgraph(ctx, []graph.EntityID{id}, 3, 1000, graph.RelationQuery{})
	found, _ := s.Entities(ctx, es)
	for _, en := range found {
		b = handEntity(b, en)
	}
	for _, r := range rs {
		b = appendString(append(b, `{"type":`...), r.ID.Type)
		b = appendID(append(b, `,"subject":{"id":`...), idEntity, r.ID.Subject)
		b = append(appendID(append(b, `},"object":{"id":`...), idEntity, r.ID.Object), "}}"...)
	}
	return b
}

func handEntity(b []byte, en *graph.Entity) []byte {
	b = appendID(append(b, `{"id":`...), idEntity, en.ID)
	b = appendString(append(b, `,"type":`...), en.Type)
	b = appendString(append(b, `,"name":`...), en.Name)
	return append(appendInt(append(b, `,"claimCount":`...), en.Claims), '}')
}

// BenchmarkHTTP asks over a loopback connection. Next to the time of a request
// it reports "×const", the CPU time as a multiple of a handler that writes a
// constant, and "×hand", of a handler that reads the store and writes JSON by
// hand, both measured in the same run, client included.
func BenchmarkHTTP(b *testing.B) {
	g := benchStore()
	e := engineOn(b, Config{Store: g.store})
	site, err := newSite(e.cfg)
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(site.handler())
	defer srv.Close()
	constant := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", typeJSON)
		w.Write(constantBody)
	}))
	defer constant.Close()
	for _, q := range questions(g) {
		b.Run(q.name, func(b *testing.B) {
			body := func(i int) []byte {
				raw, _ := json.Marshal(map[string]any{"query": q.query(i), "variables": q.vars(i)})
				return raw
			}
			const n = 300
			base := cpuOf(b, constant, n, body)
			b.ResetTimer()
			start := cpuTime()
			c := dial(b, srv)
			for i := range b.N {
				c.ask(b, body(i))
			}
			used := (cpuTime() - start) / time.Duration(b.N)
			b.StopTimer()
			b.ReportMetric(float64(used)/float64(base), "×const")
			if q.hand != nil {
				var asked atomic.Int64
				hand := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					io.Copy(io.Discard, r.Body)
					s, err := e.store.Snapshot(r.Context())
					if err != nil {
						b.Error(err)
						return
					}
					defer s.Close()
					out := q.hand(r.Context(), s, int(asked.Add(1)), nil)
					w.Header().Set("Content-Length", strconv.Itoa(len(out)))
					w.Write(out)
				}))
				b.ReportMetric(float64(used)/float64(cpuOf(b, hand, n, body)), "×hand")
				hand.Close()
			}
		})
	}
}

var constantBody = fmt.Appendf(nil, `{"data":%q}`, bytes.Repeat([]byte("x"), 1000))

// cpuOf is the CPU time of one of n requests.
func cpuOf(b *testing.B, srv *httptest.Server, n int, body func(int) []byte) time.Duration {
	c := dial(b, srv)
	c.ask(b, body(0))
	start := cpuTime()
	for i := range n {
		c.ask(b, body(i))
	}
	return (cpuTime() - start) / time.Duration(n)
}

// cpuTime is what the process has used so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A rawClient asks over one connection with as little work of its own as it
// can.
type rawClient struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
}

func dial(t testing.TB, srv *httptest.Server) *rawClient {
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &rawClient{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}
}

// ask sends a request and reads the answer to its end.
func (c *rawClient) ask(t testing.TB, body []byte) {
	c.out = append(c.out[:0], "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "...)
	c.out = strconv.AppendInt(c.out, int64(len(body)), 10)
	c.out = append(append(c.out, "\r\n\r\n"...), body...)
	if _, err := c.conn.Write(c.out); err != nil {
		t.Fatal(err)
	}
	length := -1
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			t.Fatal(err)
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
			t.Fatalf("%s", line)
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(n)))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	if length < 0 {
		t.Fatal("the answer has no length")
	}
	if _, err := c.in.Discard(length); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkClients reports p50, p99 and the rate with 1 and 8 clients.
func BenchmarkClients(b *testing.B) {
	g := benchStore()
	e := engineOn(b, Config{Store: g.store})
	site, err := newSite(e.cfg)
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(site.handler())
	defer srv.Close()
	for _, q := range questions(g) {
		for _, clients := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/%d", q.name, clients), func(b *testing.B) {
				var mu sync.Mutex
				var times []time.Duration
				var wait sync.WaitGroup
				start := time.Now()
				for k := range clients {
					wait.Go(func() {
						c := dial(b, srv)
						var mine []time.Duration
						for i := k; i < b.N; i += clients {
							raw, _ := json.Marshal(map[string]any{"query": q.query(i), "variables": q.vars(i)})
							at := time.Now()
							c.ask(b, raw)
							mine = append(mine, time.Since(at))
						}
						mu.Lock()
						defer mu.Unlock()
						times = append(times, mine...)
					})
				}
				wait.Wait()
				total := time.Since(start)
				slices.Sort(times)
				b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
				b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
				b.ReportMetric(float64(len(times))/total.Seconds(), "req/s")
			})
		}
	}
}
