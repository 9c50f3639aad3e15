package explorer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// edgeAt finds the middle of the line between two entities on the screen.
const edgeAt = `(() => {
  const { graph, sigma } = document.querySelector('.canvas').canvas;
  const id = (n) => graph.findNode((_, a) => a.label === n);
  const [a, b] = [id(%q), id(%q)].map((n) => sigma.graphToViewport(graph.getNodeAttributes(n)));
  const box = document.querySelector('.canvas').getBoundingClientRect();
  return [box.x + (a.x + b.x) / 2, box.y + (a.y + b.y) / 2];
})()`

// TestFlow is what a reader does: search, expand, open an edge, read the
// quote, open the document, find a path, filter, judge, take it back, save,
// and share the address.
func TestFlow(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.shot("flow-1-start")
	p.click("#search")
	p.keys("ada mo")
	p.wait("document.querySelector('#hits [role=option]')")
	p.shot("flow-2-search")
	p.keys(kb.Enter)
	p.wait("document.querySelector('.panel h2')?.textContent === 'Ada Moss'")
	p.idle()
	if got := p.names(); !slices.Equal(got, []string{"Ada Moss", "Olu Reed", "Tarn Corp"}) {
		t.Fatalf("after the search the picture holds %q", got)
	}
	p.keys("e")
	p.idle()

	var at []float64
	p.js(fmt.Sprintf(edgeAt, "Ada Moss", "Tarn Corp"), &at)
	p.do(chromedp.MouseClickXY(at[0], at[1]))
	p.wait("document.querySelector('.p-relation mark[data-quote]')")
	p.idle()
	p.shot("flow-3-relation")
	want := quoted + " since the first day of the year, as the board decided."
	if got := p.text("document.querySelector('mark[data-quote]').textContent"); got != want {
		t.Errorf("the quote shown is %q, stored is %q", got, want)
	}
	if got := p.text("[...document.querySelectorAll('mark[data-quote]:first-of-type b')].map((b) => b.className + '=' + b.textContent).join()"); got != "subject=Ada Moss,object=Tarn Corp" {
		t.Errorf("marked ends: %s", got)
	}
	if got := p.text("document.querySelectorAll('.claim').length + document.querySelector('.facts').textContent"); !strings.HasPrefix(got, "11 independent source2 documents") {
		t.Errorf("a statement in two documents shows as %q", got)
	}

	p.click(".source .link")
	p.wait("document.querySelector('mark.evidence')")
	p.idle()
	p.shot("flow-4-document")
	if got := p.text("document.querySelector('mark.evidence').textContent"); got != want {
		t.Errorf("the document is marked at %q", got)
	}
	if seen := p.text("(() => { const b = document.querySelector('mark.evidence').getBoundingClientRect(); return b.top > 50 && b.bottom < innerHeight })()"); seen != "true" {
		t.Error("the mark is out of sight")
	}
	path(t, p)
	filter(t, p)
	judged(t, p, s)
	saves(t, p)
	again(t, p)
}

func path(t *testing.T, p *page) {
	p.click("#search")
	p.keys("bea lund")
	p.wait("document.querySelector('#hits [role=option]')?.textContent.includes('Bea Lund')")
	p.keys(kb.Enter)
	p.wait("document.querySelector('.panel h2')?.textContent === 'Bea Lund'")
	p.idle()
	// The second end by Shift and click on the canvas.
	var at []float64
	p.js(fmt.Sprintf(edgeAt, "Ada Moss", "Ada Moss"), &at)
	p.do(chromedp.MouseClickXY(at[0], at[1], chromedp.ButtonModifiers(chromedp.ModifierShift)))
	p.wait("document.querySelector('.tools button[title^=Shortest]:not(:disabled)')")
	p.press("Path")
	p.wait("document.querySelector('.toast')?.textContent.includes('3 steps apart')")
	p.idle()
	p.shot("flow-5-path")
	for _, name := range []string{"Ada Moss", "Tarn Corp", "Fenn Mining", "Bea Lund"} {
		if !slices.Contains(p.names(), name) {
			t.Errorf("%s is not on the path shown: %q", name, p.names())
		}
	}
}

func filter(t *testing.T, p *page) {
	edges := func() string {
		return p.text("document.querySelector('.canvas').canvas.graph.mapEdges((_, a) => a.status).sort().join()")
	}
	before := edges()
	p.press("Filters")
	p.js("[...document.querySelectorAll('.filters label')].find((l) => l.textContent.includes('only what is denied')).click()", nil)
	p.idle()
	p.shot("flow-6-filter")
	if got := edges(); got != "disputed" {
		t.Errorf("only what is denied shows %q", got)
	}
	p.press("Clear all filters")
	p.idle()
	if got := edges(); got != before {
		t.Errorf("after clearing the filters: %q, before: %q", got, before)
	}
	p.press("Filters")
}

func judged(t *testing.T, p *page, s *site) {
	before := s.count(t)
	p.click("#search")
	p.keys("ada mosse")
	p.wait("document.querySelector('#hits [role=option]')?.textContent.includes('Ada Mosse')")
	p.keys(kb.Enter)
	p.wait("document.querySelector('.panel h2')?.textContent === 'Ada Mosse'")
	p.idle()
	p.press("Identity")
	p.wait("[...document.querySelectorAll('.likes li')].some((l) => l.textContent.includes('Ada Moss'))")
	p.shot("flow-7-judge")
	p.js("[...document.querySelectorAll('.likes li')].find((l) => l.textContent.includes('Ada Moss')).focus()", nil)
	p.keys("y")
	p.wait("document.querySelector('.toast')?.textContent.includes('Judged same')")
	if s.count(t) == before {
		t.Errorf("after the judgement the store still holds %s", before)
	}
	p.idle()
	p.js("document.querySelector('.toast button').click()", nil)
	p.wait("document.querySelector('.toast')?.textContent.includes('taken back')")
	if got := s.count(t); got != before {
		t.Errorf("after undo the store holds %s, before %s", got, before)
	}
	p.idle()
}

func again(t *testing.T, p *page) {
	p.idle()
	const look = `JSON.stringify([location.hash, document.querySelector('.panel')?.innerText, document.querySelector('.canvas').canvas.graph.mapNodes((n, a) => [n, Math.round(a.x), Math.round(a.y)]).sort(), document.querySelector('.canvas').canvas.graph.edges().sort()])`
	before := p.text(look)
	p.do(chromedp.Reload())
	p.wait("document.querySelector('.canvas')?.canvas?.graph.order > 0 && document.querySelector('.panel')")
	p.idle()
	if after := p.text(look); after != before {
		t.Errorf("the address gives another view:\n%s\nbefore:\n%s", after, before)
	}
	p.shot("flow-8-again")
}
