package explorer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dossier/api"
	"dossier/graph"
)

// crowd is a graph of n entities and m relations, in documents of 100
// sentences, with a few entities that know many.
func crowd(n, m int) []*graph.Batch {
	r := rand.New(rand.NewPCG(7, 11))
	var out []*graph.Batch
	var d *doc
	for i := range m {
		if i%100 == 0 {
			if d != nil {
				out = append(out, d.done())
			}
			d = newDoc(fmt.Sprintf("https://example.org/%d", i), "2031-01-02", "The Ledger", fmt.Sprintf("Part %d", i/100))
		}
		a := i % n
		b := int(float64(n) * r.Float64() * r.Float64())
		if a == b {
			b = (a + 1) % n
		}
		d.say(said{"Person", fmt.Sprintf("Person Number %d", a), "knows", "knows", "Person", fmt.Sprintf("Person Number %d", b), false, graph.Asserted, "", ""})
	}
	return append(out, d.done())
}

// addressOf is the address that shows the first n entities, on a grid.
func addressOf(t testing.TB, s *site, n int) string {
	snap, err := s.store.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	var parts []string
	page := graph.Page{First: 100}
	for len(parts) < n {
		l, err := snap.ListEntities(context.Background(), graph.EntityQuery{Page: page})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range l.Items {
			i := len(parts)
			parts = append(parts, fmt.Sprintf("%s~%d~%d", api.EntityID(e.ID), i%50*40-1000, i/50*40-800))
		}
		if !l.HasNext {
			break
		}
		page.After = l.Cursors[len(l.Cursors)-1]
	}
	return s.URL + "/#n=" + strings.Join(parts[:min(n, len(parts))], "!")
}

// TestFast draws 2,000 entities with nearly 6,000 relations: the first paint comes
// within 2 s of the last answer, and a frame of a pan takes no longer than
// that of sigma as it comes, with its default programs and settings, in the
// same browser.
func TestFast(t *testing.T) {
	if !*heavy {
		t.Skip("run with -heavy")
	}
	s := serve(t, crowd(2010, 6000)...)
	hash := strings.SplitN(addressOf(t, s, 2000), "#", 2)[1]
	p, best := firstPaint(t, s, hash)
	// Other work on the machine only adds: the best of three tries is the page's own.
	for try := 1; try < 3 && best > 2000; try++ {
		again, ms := firstPaint(t, s, hash)
		if ms < best {
			p, best = again, ms
		}
	}
	p.shot("heavy")
	t.Logf("first paint %.0f ms after the last answer", best)
	if best > 2000 {
		t.Errorf("the first paint took %.0f ms, at most 2000 are allowed", best)
	}
	shown := map[string]bool{}
	for _, name := range p.names() {
		shown[name] = true
	}
	left := 0
	for shown[fmt.Sprintf("Person Number %d", left)] {
		left++
	}
	p.find(fmt.Sprintf("person number %d", left)) // beyond what one picture holds
	p.wait("document.querySelector('.toast')?.textContent.includes('at most 2,000 entities; 1 entity left out. Hide some, or use filters.')")
	p.js("document.querySelector('[aria-label=\"Close panel\"]').click()", nil)
	p.idle()
	var pan struct{ Ours, Theirs float64 }
	p.js(panning, &pan)
	t.Logf("median frame of a pan: %.1f ms, sigma's own %.1f ms", pan.Ours, pan.Theirs)
	if pan.Ours > 1.1*pan.Theirs {
		t.Errorf("a frame takes %.1f ms, sigma's own %.1f ms", pan.Ours, pan.Theirs)
	}
}

// firstPaint shows an address of 2,000 entities in a new tab, and returns the
// milliseconds from the last answer until pixels of the whole picture can be
// read.
func firstPaint(t *testing.T, s *site, hash string) (*page, float64) {
	p := open(t, s.URL+"/")
	p.js(`(() => { const { graph, sigma } = document.querySelector('.canvas').canvas;
		const gl = [...sigma.getContainer().querySelectorAll('canvas')].map((c) => c.getContext('webgl2') ?? c.getContext('webgl')).filter(Boolean);
		sigma.on('afterRender', () => {
			if (window.painted || graph.order !== 2000 || graph.size < 5000) return;
			for (const g of gl) g.readPixels(0, 0, 1, 1, g.RGBA, g.UNSIGNED_BYTE, new Uint8Array(4));
			window.painted = performance.now();
		});
		performance.setResourceTimingBufferSize(5000); })()`, nil)
	p.js("(history.replaceState(null, '', '#"+hash+"'), dispatchEvent(new PopStateEvent('popstate')), 1)", nil)
	p.within("window.painted", 2*time.Minute)
	p.idle()
	var ms float64
	p.js("painted - Math.max(...performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/graphql')).map((e) => e.responseEnd))", &ms)
	return p, ms
}

// panning drags both pictures by turns, 15 frames each, and takes the medians.
// Reading a pixel waits for the frame to be drawn.
const panning = `(async () => {
	const { graph, sigma } = document.querySelector('.canvas').canvas;
	const host = document.createElement('div');
	host.style.cssText = 'position:fixed;left:0;top:54px;width:' + sigma.getDimensions().width + 'px;height:' + sigma.getDimensions().height + 'px';
	document.body.append(host);
	const plain = new graph.constructor();
	graph.forEachNode((n, a) => plain.addNode(n, { x: a.x, y: a.y, size: a.size, label: a.label, color: '#c2571a' }));
	graph.forEachEdge((e, a, s, t) => plain.addEdge(s, t, { size: a.size, color: '#78818c' }));
	const theirs = new sigma.constructor(plain, host);
	const mouse = (on, type, i) => on.dispatchEvent(new MouseEvent(type, { clientX: 500 + i % 2 * 6, clientY: 400, bubbles: true }));
	const frame = (s, i) => {
		mouse(s.getContainer().querySelector('.sigma-mouse'), 'mousedown', i);
		const start = performance.now();
		mouse(document, 'mousemove', i + 1);
		s.render();
		for (const canvas of s.getContainer().querySelectorAll('canvas')) {
			const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
			gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
		}
		const took = performance.now() - start;
		mouse(document, 'mouseup', i + 1);
		s.getCamera().animate(s.getCamera().getState(), { duration: 0 });
		return took;
	};
	const pause = () => new Promise((r) => setTimeout(r, 50));
	const a = [], b = [];
	for (let i = 0; i < 15; i++) {
		await pause();
		a.push(frame(sigma, i));
		await pause();
		b.push(frame(theirs, i));
	}
	theirs.kill();
	host.remove();
	const median = (l) => l.sort((x, y) => x - y)[l.length >> 1];
	return { ours: median(a), theirs: median(b) };
})()`

// TestMemory expands and hides 200 times; the heap of the second half does not
// grow.
func TestMemory(t *testing.T) {
	if !*heavy {
		t.Skip("run with -heavy")
	}
	s := serve(t, crowd(400, 1200)...)
	p := open(t, addressOf(t, s, 1))
	p.wait("document.querySelector('.canvas').canvas.graph.order === 1")
	p.idle()
	const cycles = `(async () => {
		const { graph } = document.querySelector('.canvas').canvas;
		const key = (k) => dispatchEvent(new KeyboardEvent('keydown', { key: k, bubbles: true }));
		const until = async (f) => { for (let i = 0; i < 400 && !f(); i++) await new Promise((r) => setTimeout(r, 10)); };
		const first = graph.nodes()[0];
		for (let i = 0; i < 50; i++) {
			document.querySelector('.canvas').focus();
			document.querySelector('.canvas').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
			key('e');
			await until(() => graph.order > 1 && !document.querySelector('.progress.on'));
			for (let k = 0; k < 200 && graph.order > 1; k++) { dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true })); await new Promise((r) => setTimeout(r, 5)); }
		}
		for (let i = 0; i < 3; i++) { gc(); await new Promise((r) => setTimeout(r, 200)); }
		return performance.memory.usedJSHeapSize / 1e6;
	})()`
	var heap [4]float64
	for i := range heap {
		p.js(cycles, &heap[i])
	}
	t.Logf("heap after 50, 100, 150, 200 cycles: %.1f MB", heap)
	if heap[3] > heap[1]*1.1+1 {
		t.Errorf("the heap grows: %.1f MB", heap)
	}
}
