package api

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	osexec "os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestHostileServer is the child of TestHostile: it serves a small world until
// its stdin closes.
func TestHostileServer(t *testing.T) {
	if os.Getenv("DOSSIER_TEST_SERVER") == "" {
		t.Skip("runs as a child of TestHostile")
	}
	var world strings.Builder
	for i := range 80 {
		fmt.Fprintf(&world, "# 2031-01-02 The Ledger: Article %d\n", i)
		for j := range 5 {
			fmt.Fprintf(&world, "Person P%d | meets | Person P%d\n", i, (i*7+j*13)%80)
		}
	}
	srv := serve(t, Config{Store: openWorld(t, parseWorld(t, world.String())...), Timeout: 5 * time.Second})
	fmt.Println("serving", srv.Listener.Addr())
	io.Copy(io.Discard, os.Stdin)
}

// An attack sends hostile requests until stop closes; reject is called with
// the time each answer took.
type attack func(addr string, stop <-chan struct{}, took func(time.Duration))

// TestHostile attacks servers, each in a process of its own, with ten clients
// at once: the server stays alive and small, refuses quickly, and answers
// others meanwhile.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) { runAttack(t, a.run) })
	}
}

type namedAttack struct {
	name string
	run  attack
}

func attacks() []namedAttack {
	post := func(body string) attack {
		return func(addr string, stop <-chan struct{}, took func(time.Duration)) {
			for !closed(stop) {
				start := time.Now()
				res, err := http.Post("http://"+addr+"/graphql", "application/json", strings.NewReader(body))
				if err != nil {
					continue
				}
				io.Copy(io.Discard, res.Body)
				res.Body.Close()
				took(time.Since(start))
			}
		}
	}
	doc := func(q string) attack {
		b, _ := json.Marshal(map[string]string{"query": q})
		return post(string(b))
	}
	h, c := hostile(), costly()
	return []namedAttack{
		{"fragment cycle", doc(h["cycle in 34 bytes"])},
		{"deep brackets", doc(h["a million brackets"])},
		{"aliases", doc(h["aliases"])},
		{"field repetition", doc(h["repeated field"])},
		{"diamond fragments", doc(h["2^40 fields"])},
		{"overlapping fields", doc(c["same field, other args"])},
		{"fan-out", doc(c["fan-out"])},
		{"huge variables", post(`{"query":"query($a:[ID!]!){nodes(ids:$a){id}}","variables":{"a":[` + strings.Repeat(`"x",`, 900_000) + `"x"]}}`)},
		{"deep variables", post(`{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 3_000_000))},
		{"costly but allowed", untimed(doc(`{entities(first:100){nodes{relations(first:10){nodes{object{relations(first:10){nodes{object{name}}}}}}}}}`))},
		{"slow headers", slowHeaders},
		{"idle connections", idle},
		{"gone in mid-response", gone},
	}
}

// untimed is for requests that are answered, however long that takes.
func untimed(a attack) attack {
	return func(addr string, stop <-chan struct{}, _ func(time.Duration)) { a(addr, stop, func(time.Duration) {}) }
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func slowHeaders(addr string, stop <-chan struct{}, _ func(time.Duration)) {
	for !closed(stop) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return
		}
		for _, b := range []byte("POST /graphql HTTP/1.1\r\nHost: " + addr) {
			if closed(stop) {
				break
			}
			conn.Write([]byte{b})
			time.Sleep(5 * time.Millisecond)
		}
		conn.Close()
	}
}

func idle(addr string, stop <-chan struct{}, _ func(time.Duration)) {
	var conns []net.Conn
	for range 50 { // ten attackers: 500
		if conn, err := net.Dial("tcp", addr); err == nil {
			conns = append(conns, conn)
		}
	}
	<-stop
	for _, c := range conns {
		c.Close()
	}
}

func gone(addr string, stop <-chan struct{}, _ func(time.Duration)) {
	q := `{"query":"{entities(first:100){nodes{name relations(first:20){nodes{label object{name}}}}}}"}`
	for !closed(stop) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return
		}
		fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", addr, len(q), q)
		io.ReadFull(conn, make([]byte, 100))
		conn.Close()
	}
}

func runAttack(t *testing.T, a attack) {
	cmd := osexec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHostileServer$", "-test.v")
	cmd.Env = append(os.Environ(), "DOSSIER_TEST_SERVER=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer in.Close()
	addr := ""
	for lines := bufio.NewScanner(out); addr == "" && lines.Scan(); {
		addr, _ = strings.CutPrefix(lines.Text(), "serving ")
		if addr == lines.Text() {
			addr = ""
		}
	}
	go io.Copy(io.Discard, out)
	if addr == "" {
		t.Fatal("the child does not serve")
	}
	calm := normal(t, addr, 100*time.Millisecond)
	before := residentKB(t, cmd.Process.Pid)

	stop := make(chan struct{})
	var attackers sync.WaitGroup
	var answers, slow atomic.Int64
	for range 10 {
		attackers.Go(func() {
			a(addr, stop, func(d time.Duration) {
				answers.Add(1)
				if d > slack*500*time.Millisecond {
					slow.Add(1)
				}
			})
		})
	}
	busy := normal(t, addr, 250*time.Millisecond)
	close(stop)
	attackers.Wait()
	grown := residentKB(t, cmd.Process.Pid) - before
	t.Logf("p95 %v, under attack %v; %d attacks answered; memory %+d MB", calm, busy, answers.Load(), grown>>10)
	if grown > slack*64<<10 {
		t.Errorf("memory grew by %d MB", grown>>10)
	}
	if busy > max(20*calm, slack*500*time.Millisecond) { // generous: attackers and tests share the processors
		t.Errorf("p95 of others went from %v to %v", calm, busy)
	}
	if slow.Load() > answers.Load()/10 {
		t.Errorf("%d of %d attacks took more than 500ms to answer", slow.Load(), answers.Load())
	}
	normal(t, addr, 50*time.Millisecond)
}

// normal asks a plain query for a while and returns the 95th percentile.
func normal(t *testing.T, addr string, d time.Duration) time.Duration {
	t.Helper()
	var times []time.Duration
	for end := time.Now().Add(d); time.Now().Before(end) || len(times) < 5; {
		start := time.Now()
		res, err := http.Post("http://"+addr+"/graphql", "application/json", strings.NewReader(`{"query":"{entity(name:\"P7\"){name claimCount}}"}`))
		if err != nil {
			t.Fatal("the server is gone:", err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if !strings.Contains(string(body), `"name":"P7"`) {
			t.Fatalf("answer %d %s", res.StatusCode, body)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	return times[len(times)*95/100]
}

// residentKB is the memory a process has, where the system tells.
func residentKB(t *testing.T, pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmRSS:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
