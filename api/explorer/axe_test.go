package explorer_test

import (
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dossier/api"
)

// accessible runs axe-core on what a page shows, and reports what is serious
// or critical.
func accessible(p *page, state string) {
	p.t.Helper()
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		p.t.Skip("needs axe-core: npm ci --prefix api/explorer")
	}
	p.js("(() => { if (!window.axe) { "+string(axe)+" } return 1 })()", nil)
	p.idle()
	p.shot("axe-" + strings.ReplaceAll(state, " ", "-"))
	var found []struct{ ID, Help, Impact, Where string }
	p.js(`axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
		.map((v) => ({ id: v.id, help: v.help, impact: v.impact, where: v.nodes.slice(0, 4).map((n) => n.html.slice(0, 200) + ' ' + (n.any[0]?.message ?? '')).join('\n  ') })))`, &found)
	for _, v := range found {
		p.t.Errorf("%s: %s %s: %s\n  %s", state, v.Impact, v.ID, v.Help, v.Where)
	}
}

// TestAccessible looks at the main states, in light and dark, wide and narrow.
func TestAccessible(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	check := func(state string) {
		t.Helper()
		accessible(p, state)
	}
	check("start")
	p.press("Show the most connected")
	p.wait("document.querySelector('.canvas').canvas.graph.order > 4")
	check("picture")
	p.press("Filters")
	check("filters")
	p.press("Table")
	check("table")
	p.js("document.querySelector('table .link:not(.entity)').click()", nil)
	p.wait("document.querySelector('.claim')")
	check("relation")
	p.press("Table")
	p.js("document.querySelector('.source .link').click()", nil)
	p.wait("document.querySelector('.text')")
	check("document")
	p.js("document.querySelector('.mention').click()", nil)
	p.wait("document.querySelector('.tabs')")
	check("entity")
	for _, tab := range []string{"Timeline", "Documents", "Identity"} {
		p.press(tab)
		check(tab)
	}
	for _, item := range []string{"Contradictions", "Judgements", "Dark", "Keys"} {
		p.press("More")
		if item == "Dark" {
			check("menu")
		}
		p.press(item)
		check(item)
	}
	p.press("Close")
	p.press("Table")
	check("dark table")
	p.js("document.querySelector('table .link:not(.entity)').click()", nil)
	p.wait("document.querySelector('.claim')")
	check("dark relation")
	p.js("document.querySelector('.source .link').click()", nil)
	p.wait("document.querySelector('.text')")
	check("dark document")
	p.press("Table")
	p.press("Save")
	check("dark menu")
	p.press("Save")
	p.do(chromedp.EmulateViewport(400, 860))
	check("narrow")
	p.js("document.querySelector('[aria-label=\"Close panel\"]').click()", nil)
	p.press("Legend")
	check("narrow picture")
	p.js("document.querySelector('.brand').click()", nil)
	check("narrow start")
	if wide := p.text("document.documentElement.scrollWidth"); wide != "400" {
		t.Errorf("on a screen of 400 px the page is %s px wide", wide)
	}
}

// TestEmpty looks at an empty store, drops a file, and at a refusal.
func TestEmpty(t *testing.T) {
	p := open(t, serve(t).URL+"/")
	p.wait("document.querySelector('h1')?.textContent === 'The graph is empty'")
	accessible(p, "empty")
	drop := `(() => {
		const data = new DataTransfer();
		data.items.add(new File([%s], %s, { type: 'text/plain' }));
		document.querySelector('.page').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`
	p.js(strings.Replace(strings.Replace(drop, "%s", quote("Nothing more was known."), 1), "%s", quote("harbour.txt"), 1), nil)
	p.wait("document.querySelector('.ingest')?.textContent.includes('1 document added')")
	accessible(p, "dropped")
	p.press("Close")
	p.js(strings.Replace(strings.Replace(drop, "%s", quote(" "), 1), "%s", quote("blank.txt"), 1), nil)
	p.wait("document.querySelector('.ingest')?.textContent.includes('the file is empty')")
	p.press("Show the most connected")
	p.wait("document.querySelector('.canvas').canvas.graph.order === 2")
}

// TestReadOnly says what cannot be done, and what happens when the server goes.
func TestReadOnly(t *testing.T) {
	s := serveWith(t, api.Config{ReadOnly: true}, harbour()...)
	p := open(t, s.URL+"/")
	p.js(`(() => {
		const data = new DataTransfer();
		data.items.add(new File(['x'], 'x.txt'));
		document.querySelector('.page').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`, nil)
	p.wait("document.querySelector('.banner')?.textContent.includes('read-only')")
	p.press("Show the most connected")
	p.wait("document.querySelector('.canvas').canvas.graph.order > 4")
	p.idle()
	before := p.names()
	s.CloseClientConnections()
	s.Close()
	p.press("More")
	p.press("Documents")
	p.wait("document.querySelector('.banner.error')?.textContent.includes('does not answer')")
	if got := p.names(); len(got) != len(before) {
		t.Errorf("the picture held %q, without the server %q", before, got)
	}
	p.forgive() // the browser notes that the connection was refused
	accessible(p, "gone")

	again := httptest.NewUnstartedServer(s.Config.Handler)
	again.Listener.Close()
	var err error
	if again.Listener, err = net.Listen("tcp", s.Listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	again.Start()
	t.Cleanup(again.Close)
	p.press("try again")
	p.wait("!document.querySelector('.banner.error')")
}
