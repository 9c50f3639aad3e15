package api

import "sync"

// A hub passes reports of running ingests on to all who listen. Listeners that
// are slow miss reports, never the last one of a run.
type hub struct {
	mu        sync.Mutex // guards listeners
	listeners map[chan Progress]struct{}
}

func newHub() *hub { return &hub{listeners: map[chan Progress]struct{}{}} }

// listen returns a channel of reports; stop releases it.
func (h *hub) listen() (c <-chan Progress, stop func()) {
	ch := make(chan Progress, 16)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listeners[ch] = struct{}{}
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners, ch)
	}
}

func (h *hub) publish(p Progress) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.listeners {
		if p.Done && len(ch) == cap(ch) {
			select { // make room for the last report
			case <-ch:
			default:
			}
		}
		select {
		case ch <- p:
		default:
		}
	}
}
