package api

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// keepAlive is how often a silent stream sends a comment, so that proxies keep
// it open and a client that is gone is noticed.
const keepAlive = 12 * time.Second

// serveEvents answers an operation as a stream of server-sent events: "next"
// for each response, "complete" at the end.
func (s *site) serveEvents(w http.ResponseWriter, r *http.Request, q request) {
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		s.refuse(w, newError(codeOverloaded, "too many streams are open; try again"))
		return
	}
	h := w.Header()
	st := &stream{w: w, rc: http.NewResponseController(w)}
	run := func(ctx context.Context, op *ready) error {
		body, busy := s.execute(ctx, op, h.Get("X-Request-Id"))
		if busy != nil {
			body = errorBody([]*Error{busy}, false)
		}
		return st.next(body)
	}
	ready, errs := s.prepare(r.Context(), q)
	if errs == nil {
		errs = s.fits(w, r, ready, typeEvents)
	}
	h.Set("Content-Type", typeEvents+"; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	switch {
	case errs != nil:
		s.metrics.query("invalid", errs, 0)
		st.next(errorBody(errs, false))
	case ready.kind() == "subscription":
		s.stream(r, st, ready, run)
	default:
		run(r.Context(), ready)
	}
	st.send("event: complete\ndata:\n\n")
}

// stream runs a subscription until the client leaves or the server shuts down.
func (s *site) stream(r *http.Request, st *stream, q *ready, run func(context.Context, *ready) error) {
	ctx, cancel := context.WithCancel(r.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		t := time.NewTicker(keepAlive)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-closing(ctx):
				cancel()
			case <-t.C:
				if st.send(":\n\n") != nil {
					cancel()
				}
			}
		}
	})
	err := s.subscribe(ctx, q, func() { st.send(":\n\n") }, run) // the comment tells the client that it listens
	cancel()
	wait.Wait()
	if e := asError(err); err != nil && r.Context().Err() == nil && e.Code != codeInternal {
		st.next(errorBody([]*Error{e}, false))
	}
}

// A stream writes events, one goroutine at a time, each within a deadline so
// that a client that does not read cannot hold it.
type stream struct {
	mu sync.Mutex // guards w
	w  http.ResponseWriter
	rc *http.ResponseController
}

func (st *stream) next(body []byte) error {
	return st.send("event: next\ndata: " + string(body) + "\n\n")
}

func (st *stream) send(text string) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.rc.SetWriteDeadline(time.Now().Add(2 * keepAlive))
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	return st.rc.Flush()
}
