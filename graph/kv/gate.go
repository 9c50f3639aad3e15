package kv

import "sync"

// A Gate lets calls in until it is closed, and lets Close wait for those inside.
// The zero value is open. Unlike a read–write mutex, a call inside may enter
// again while somebody waits to close: it is refused, not stuck.
type Gate struct {
	mu     sync.Mutex
	inside int           // guarded by mu
	closed bool          // guarded by mu
	empty  chan struct{} // made by the first Close, closed when nobody is inside
}

// Enter returns ErrClosed once Close has been called. Otherwise call Leave.
func (g *Gate) Enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return ErrClosed
	}
	g.inside++
	return nil
}

// Leave ends a call that Enter let in.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inside--; g.inside == 0 && g.closed {
		close(g.empty)
	}
}

// Close shuts the gate and waits until nobody is inside. It reports whether
// this was the first call.
func (g *Gate) Close() (first bool) {
	g.mu.Lock()
	first = !g.closed
	if first {
		g.closed, g.empty = true, make(chan struct{})
		if g.inside == 0 {
			close(g.empty)
		}
	}
	empty := g.empty
	g.mu.Unlock()
	<-empty
	return first
}
