package explorer_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

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

// TestPages types a name and Enter at once, before any answer can be there,
// and goes on in a list of relations that comes in pages.
func TestPages(t *testing.T) {
	d := newDoc("https://example.org/long", "2031-01-02", "The Ledger", "A list")
	for i := range 60 {
		d.say(said{"Person", "Hub One", "knows", "knows", "Person", fmt.Sprintf("Friend %d", i), false, graph.Asserted, "", ""})
	}
	s := serve(t, d.done())
	p := open(t, s.URL+"/")
	p.click("#search")
	p.keys("hub one" + kb.Enter)
	p.wait("document.querySelector('.panel h2')?.textContent === 'Hub One'")
	p.wait("document.querySelectorAll('.relation-line').length === 50")
	p.press("Show more (10 left)")
	p.wait("document.querySelectorAll('.relation-line').length === 60")
	if got := p.text("new Set([...document.querySelectorAll('.relation-line')].map((l) => l.textContent)).size + ' ' + [...document.querySelectorAll('.panel button')].some((b) => b.textContent.startsWith('Show more'))"); got != "60 false" {
		t.Errorf("different relations, and whether there are more: %s, want 60 false", got)
	}
}
