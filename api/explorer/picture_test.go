package explorer_test

import (
	"fmt"
	"testing"
	"time"

	"dossier/graph"
)

// TestHubs shows 301 entities of which two have 150 better supported
// relations each: the line between the two is there all the same.
func TestHubs(t *testing.T) {
	var batches []*graph.Batch
	for part := range 6 {
		d := newDoc(fmt.Sprintf("https://example.org/%d", part), "2031-01-02", fmt.Sprintf("Outlet %d", part), "A list")
		for i := range 150 {
			for _, hub := range []string{"Hub One", "Hub Two"} {
				d.say(said{"Person", hub, "knows", "knows", "Person", fmt.Sprintf("Friend %d of %s", i, hub), false, graph.Asserted, "", fmt.Sprintf(" as part %d has it", part%3)})
			}
		}
		batches = append(batches, d.done())
	}
	last := newDoc("https://example.org/last", "2031-01-03", "The Post", "A meeting")
	last.say(said{"Person", "Hub One", "meets", "met", "Person", "Hub Two", false, graph.Asserted, "", ""})
	s := serve(t, append(batches, last.done())...)
	p := open(t, addressOf(t, s, 302))
	p.within("document.querySelector('.canvas').canvas.graph.order === 302", time.Minute)
	p.idle()
	got := p.text(`(() => { const { graph } = document.querySelector('.canvas').canvas;
		const [a, b] = ['Hub One', 'Hub Two'].map((l) => graph.findNode((_, x) => x.label === l));
		return graph.size + ' ' + graph.areNeighbors(a, b) })()`)
	if got != "301 true" {
		t.Errorf("lines, and whether the hubs are joined: %s, want 301 true", got)
	}
}
