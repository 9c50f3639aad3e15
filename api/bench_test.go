package api

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkHTTP asks over loopback connections from a process of its own, each
// time with other variables, and reports the median and the 99th percentile
// of the answers' times and their rate. With one client it also reports the
// processor time the server took for one, as a multiple of what two others
// take in the same run: "×const" of a handler that writes a constant kilobyte,
// "×hand" of one that reads the store and writes the same JSON by hand. The
// client's own time counts for none of them.
func BenchmarkHTTP(b *testing.B) {
	g := benchStore(b)
	e := engineOn(b, Config{Store: g.store})
	site, err := newSite(e.cfg)
	if err != nil {
		b.Fatal(err)
	}
	l := &loader{startProcess(b, "loader")}
	own := httptest.NewServer(site.handler())
	defer own.Close()
	constant := httptest.NewServer(http.HandlerFunc(constantAnswer))
	defer constant.Close()
	for _, q := range questions(g, e) {
		for _, clients := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/%d", q.name, clients), func(b *testing.B) {
				b.StopTimer() // it runs while our server is asked
				if clients > 1 {
					m := l.measure(b, own, clients, q.bodies(0, b.N), b.StartTimer)
					b.StopTimer()
					m.report(b)
					return
				}
				hand := httptest.NewServer(g.answerByHand(b, q))
				defer hand.Close()
				compare(b, l, q, own, constant, hand)
			})
		}
	}
}

// compare asks the three servers the same, in turns, so that what else the
// machine does meets all of them.
func compare(b *testing.B, l *loader, q question, own, constant, hand *httptest.Server) {
	turns := min(4, (b.N+99)/100)
	var ours, least, byHand measured
	for turn := range turns {
		from, to := b.N*turn/turns, b.N*(turn+1)/turns
		bodies := q.bodies(from, to)
		ours.add(l.measure(b, own, 1, bodies, b.StartTimer))
		b.StopTimer()
		least.add(l.measure(b, constant, 1, bodies, nil))
		byHand.add(l.measure(b, hand, 1, bodies, func() { q.asked.Store(int64(from)) }))
	}
	ours.report(b)
	b.ReportMetric(float64(ours.cpu.Microseconds())/float64(ours.answers), "cpu-µs")
	b.ReportMetric(float64(ours.cpu)/float64(least.cpu), "×const")
	b.ReportMetric(float64(ours.cpu)/float64(byHand.cpu), "×hand")
}

// constantBody is the answer of the floor all others stand on: net/http, a
// body read, a kilobyte written.
var constantBody = fmt.Appendf(nil, `{"data":%q}`, strings.Repeat("x", 1000))

func constantAnswer(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", typeJSON)
	w.Header().Set("Content-Length", strconv.Itoa(len(constantBody)))
	w.Write(constantBody)
}

// answerByHand answers a question without GraphQL: it knows what the n-th
// request asks.
func (g *benchGraph) answerByHand(t testing.TB, q question) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		s, err := g.store.Snapshot(r.Context())
		if err != nil {
			t.Error(err)
			return
		}
		defer s.Close()
		out := q.hand(r.Context(), s, int(q.asked.Add(1)-1), make([]byte, 0, 2048))
		w.Header().Set("Content-Type", typeJSON)
		w.Header().Set("Content-Length", strconv.Itoa(len(out)))
		w.Write(out)
	}
}

// measured is what a run of requests took.
type measured struct {
	loaded
	cpu time.Duration // of the server
}

func (m *measured) add(n measured) {
	m.Times = append(m.Times, n.Times...)
	m.Took += n.Took
	m.answers += n.answers
	m.cpu += n.cpu
}

func (m *measured) report(b *testing.B) {
	b.ReportMetric(float64(percentile(m.Times, 50).Microseconds()), "p50-µs")
	b.ReportMetric(float64(percentile(m.Times, 99).Microseconds()), "p99-µs")
	b.ReportMetric(float64(m.answers)/m.Took.Seconds(), "req/s")
	b.ReportMetric(float64(m.Took.Nanoseconds())/float64(m.answers), "ns/op")
}

// measure has the loader ask a server that runs in this process. It lets the
// collector finish before, so that each server pays for its own garbage;
// before, if not nil, is called last.
func (l *loader) measure(b *testing.B, srv *httptest.Server, clients int, bodies []string, before func()) measured {
	b.Helper()
	l.load(b, srv.Listener.Addr().String(), clients, bodies)
	if before != nil {
		before()
	}
	runtime.GC()
	start := cpuTime()
	m := measured{loaded: l.run(b)}
	m.cpu = cpuTime() - start
	return m
}

// cpuTime is what the process has used so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
