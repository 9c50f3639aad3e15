package api

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// A loader asks servers from a process of its own, so that the time they take
// is theirs alone.
type loader struct{ *process }

// An order tells the loader's process what to ask, and then, empty, to do it.
type order struct {
	Addr    string
	Clients int
	Bodies  []string
}

// loaded is what the loader's process found.
type loaded struct {
	Times   []time.Duration // of the answers
	Took    time.Duration   // for all
	Fault   string
	answers int
}

// load gives the loader its requests, and returns when it is about to run.
func (l *loader) load(t testing.TB, addr string, clients int, bodies []string) {
	t.Helper()
	l.tell(t, order{addr, clients, bodies})
}

// run lets the loader ask.
func (l *loader) run(t testing.TB) loaded {
	t.Helper()
	m := l.tell(t, order{})
	m.answers = len(m.Times)
	return m
}

func (l *loader) tell(t testing.TB, o order) (m loaded) {
	t.Helper()
	l.process.tell(t, o, &m)
	if m.Fault != "" {
		t.Fatal("loader: ", m.Fault)
	}
	return m
}

// loadOnOrder is the duty of a loader.
func loadOnOrder(_ *testing.T, in *json.Decoder, out *json.Encoder) {
	for {
		var o order
		if err := in.Decode(&o); err != nil {
			return
		}
		clients, err := o.dial()
		out.Encode(loaded{Fault: faultOf(err)})
		if err := in.Decode(new(order)); err != nil {
			return
		}
		out.Encode(o.run(clients))
	}
}

func faultOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func (o order) dial() (clients []*rawClient, err error) {
	for range o.Clients {
		conn, err := net.Dial("tcp", o.Addr)
		if err != nil {
			return nil, err
		}
		clients = append(clients, &rawClient{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)})
	}
	return clients, nil
}

// run asks everything once, the clients in parallel.
func (o order) run(clients []*rawClient) (m loaded) {
	var mu sync.Mutex // guards m
	var wait sync.WaitGroup
	start := time.Now()
	for k, c := range clients {
		wait.Go(func() {
			defer c.conn.Close()
			var times []time.Duration
			for i := k; i < len(o.Bodies); i += len(clients) {
				at := time.Now()
				answer, err := c.ask(o.Bodies[i])
				times = append(times, time.Since(at))
				if err == nil && bytes.Contains(answer, []byte(`"errors":[`)) {
					err = fmt.Errorf("%s: %.300s", o.Bodies[i], answer)
				}
				if err != nil {
					mu.Lock()
					m.Fault = faultOf(err)
					mu.Unlock()
					break
				}
			}
			mu.Lock()
			m.Times = append(m.Times, times...)
			mu.Unlock()
		})
	}
	wait.Wait()
	m.Took = time.Since(start)
	return m
}

// A rawClient asks over one connection with as little work of its own as it
// can.
type rawClient struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
	body []byte
}

// ask sends a request and returns the answer, which lasts until the next.
func (c *rawClient) ask(body string) ([]byte, error) {
	c.out = append(c.out[:0], "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "...)
	c.out = strconv.AppendInt(c.out, int64(len(body)), 10)
	c.out = append(append(c.out, "\r\n\r\n"...), body...)
	if _, err := c.conn.Write(c.out); err != nil {
		return nil, err
	}
	length := -1
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
			return nil, fmt.Errorf("answer %q", line)
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(n)))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	if length < 0 {
		return nil, fmt.Errorf("the answer has no length")
	}
	c.body = slices.Grow(c.body[:0], length)[:length]
	_, err := io.ReadFull(c.in, c.body)
	return c.body, err
}
