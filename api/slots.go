package api

import (
	"context"
	"runtime"
	"time"
)

// heavyCost is from where an operation takes one of the few heavy slots.
const heavyCost = 2_000

func lightSlots() int { return 8 * runtime.GOMAXPROCS(0) }

func heavySlots() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// mutationFactor is how much longer a mutation may run than a query: it may
// have to analyse an article.
const mutationFactor = 6

// timeout is how long an operation may run once it has a slot.
func (s *site) timeout(q *ready) time.Duration {
	if q.kind() == "mutation" {
		return mutationFactor * s.cfg.Timeout
	}
	return s.cfg.Timeout
}

// execute runs a prepared operation in a slot, within its time, and logs and
// counts it, whatever way it came. busy says that there was no slot.
func (s *site) execute(ctx context.Context, q *ready, requestID string) (body []byte, busy *Error) {
	start := time.Now()
	release, busy := s.slot(ctx, q)
	if busy != nil {
		s.metrics.query(q.kind(), []*Error{busy}, time.Since(start))
		return nil, busy
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.timeout(q))
	defer cancel()
	body, errs := s.run(ctx, q)
	s.logErrors(ctx, requestID, errs)
	s.metrics.query(q.kind(), errs, time.Since(start))
	return body, nil
}

// slot waits for the right to run an operation, at most as long as a query may
// run.
func (s *site) slot(ctx context.Context, q *ready) (release func(), busy *Error) {
	slots := s.light
	switch {
	case q.cost > heavyCost:
		slots = s.heavy
	case q.x.scans:
		slots = s.scans
	}
	release = func() { <-slots }
	select {
	case slots <- struct{}{}:
		return release, nil
	default:
	}
	t := time.NewTimer(s.cfg.Timeout)
	defer t.Stop()
	select {
	case slots <- struct{}{}:
		return release, nil
	case <-ctx.Done():
		return nil, asError(ctx.Err())
	case <-t.C:
		return nil, newError(codeOverloaded, "the server is busy; try again")
	}
}
