package explorer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// find searches for a name and takes the first answer.
func (p *page) find(name string) {
	p.t.Helper()
	p.click("#search")
	p.keys(name)
	p.wait("document.querySelector('#hits [role=option]')?.textContent.toLowerCase().includes(" + quote(name) + ")")
	p.keys(kb.Enter)
	p.wait("document.querySelector('.panel h2')?.textContent.toLowerCase() === " + quote(name))
	p.idle()
}

// everything draws the whole world of harbour.
func (p *page) everything() []string {
	p.t.Helper()
	p.press("Show the most connected")
	p.wait("document.querySelector('.canvas').canvas.graph.order === 7")
	p.idle()
	return p.lines()
}

// slide sets a slider to a share of its length, as arrow keys would.
func slide(label string, share float64) string {
	return fmt.Sprintf(`(() => { const e = [...document.querySelectorAll('.filters label')].find((l) => l.textContent.startsWith(%q)).querySelector('input');
		e.value = Math.round(+e.min + (e.max - e.min) * %g); e.dispatchEvent(new Event('input', { bubbles: true })); })()`, label, share)
}

// tick changes the box or button of a filter with these words.
func tick(label string) string {
	return fmt.Sprintf("[...document.querySelectorAll('.filters label')].find((l) => l.textContent.trim().startsWith(%q)).querySelector('input').click()", label)
}

// TestFilters sets every filter by itself, looks at the lines that are left,
// and at whether the address gives the same view to somebody else.
func TestFilters(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	all := p.everything()
	p.press("Filters")
	p.wait("document.querySelectorAll('.time rect[height]:not([height=\"0\"])').length > 1")
	for _, f := range []struct {
		name, set, hash string
		want            []string
	}{
		{"type", tick("leads"), "rt=leads", []string{"Ada Moss leads Tarn Corp", "Bea Lund leads Fenn Mining"}},
		{"modality", tick("alleged"), "mo=ALLEGED", []string{"Olu Reed close to Ada Moss"}},
		{"denied", tick("only what is denied"), "de=only", []string{"Tarn Corp acquires Fenn Mining"}},
		{"not denied", tick("leave out"), "de=none", all},
		{"sources", slide("Independent", 0.25), "min=2", []string{"Tarn Corp acquires Fenn Mining"}},
		{"since", slide("From", 0.9), "from=2031-02-2", []string{"Bea Lund leads Fenn Mining", "Bea Lund lives in Oslo", "Fenn Mining based in Oslo", "Tarn Corp acquires Fenn Mining"}},
		{"until", slide("To", 0.1), "to=2031-01-0", []string{"Ada Moss leads Tarn Corp", "Ada Mosse meets Olu Reed", "Olu Reed close to Ada Moss"}},
		{"document", `(() => { const e = document.querySelector('.filters select'); e.value = [...e.options].find((o) => o.text === 'A quiet town').value; e.dispatchEvent(new Event('change', { bubbles: true })); })()`,
			"doc=", []string{"Bea Lund lives in Oslo"}},
	} {
		p.js(f.set, nil)
		p.wait(fmt.Sprintf("document.querySelector('.canvas').canvas.graph.size === %d", len(f.want)))
		p.idle()
		if got := p.lines(); !slices.Equal(got, f.want) {
			t.Errorf("%s leaves %q, want %q", f.name, got, f.want)
		}
		if got := p.text("location.hash"); !strings.Contains(got, f.hash) {
			t.Errorf("%s: the address %s does not hold %s", f.name, got, f.hash)
		}
		if got := p.text("document.querySelector('.filters .note').textContent"); !strings.HasPrefix(got, fmt.Sprintf("%d of %d relations shown", len(f.want), len(all))) {
			t.Errorf("%s: the count says %q", f.name, got)
		}
		other := open(t, p.text("location.href"))
		other.wait("document.querySelector('.canvas')?.canvas?.graph.order === 7")
		other.idle()
		if got := other.lines(); !slices.Equal(got, f.want) {
			t.Errorf("%s: the address gives %q, want %q", f.name, got, f.want)
		}
		p.press("Clear all filters")
		p.wait(fmt.Sprintf("document.querySelector('.canvas').canvas.graph.size === %d", len(all)))
	}
}

// places are where the entities are, by name.
func (p *page) places() map[string][2]int {
	p.t.Helper()
	var out map[string][2]int
	p.js("Object.fromEntries(document.querySelector('.canvas').canvas.graph.mapNodes((_, a) => [a.label, [Math.round(a.x), Math.round(a.y)]]))", &out)
	return out
}

// TestSteps expands, drags, pins, hides, and goes back and forth; who is
// already there never moves unless asked to.
func TestSteps(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.find("ada moss")
	before := p.places()
	p.js("document.querySelector('.canvas').focus()", nil)
	p.find("bea lund")
	p.keys("e")
	p.wait("document.querySelector('.canvas').canvas.graph.order >= 6")
	p.idle()
	after := p.places()
	for name, at := range before {
		if after[name] != at {
			t.Errorf("%s jumped from %v to %v", name, at, after[name])
		}
	}

	// Pinned, it stays where it was dragged while all else is laid out anew.
	var at []float64
	p.js(fmt.Sprintf(edgeAt, "Bea Lund", "Bea Lund"), &at)
	p.do(chromedp.MouseEvent("mousePressed", at[0], at[1], chromedp.ButtonLeft))
	p.do(chromedp.MouseEvent("mouseMoved", at[0]+90, at[1]-70, chromedp.ButtonLeft))
	p.do(chromedp.MouseEvent("mouseReleased", at[0]+90, at[1]-70, chromedp.ButtonLeft))
	p.idle()
	dragged := p.places()
	if dragged["Bea Lund"] == after["Bea Lund"] {
		t.Fatal("it cannot be dragged")
	}
	p.js("document.querySelector('.canvas').focus()", nil)
	p.keys("l")
	p.idle()
	if got := p.places(); got["Bea Lund"] != dragged["Bea Lund"] || got["Ada Moss"] == dragged["Ada Moss"] {
		t.Errorf("after a new layout %v, dragged to %v", got, dragged)
	}
	if got := p.text("location.hash"); strings.Count(got, "~p") != 1 {
		t.Errorf("one is pinned, the address says %s", got)
	}

	back := func(want map[string][2]int) {
		t.Helper()
		p.press("↶")
		p.idle()
		if got := p.places(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("undo gives %v, want %v", got, want)
		}
	}
	anew := p.places()
	back(dragged)
	back(after)
	p.press("↷")
	p.press("↷")
	p.idle()
	if got := p.places(); fmt.Sprint(got) != fmt.Sprint(anew) {
		t.Errorf("redo gives %v, want %v", got, anew)
	}
	p.press("Hide")
	p.idle()
	if got := p.names(); slices.Contains(got, "Bea Lund") {
		t.Errorf("hidden, it is still there: %q", got)
	}
	p.do(chromedp.NavigateBack())
	p.wait("document.querySelector('.canvas').canvas.graph.mapNodes((_, a) => a.label).includes('Bea Lund')")
}

// TestAddress gives the address of a view with everything in it to somebody
// else: two selected, a marked path, a panel, the table; then the back button
// takes away one step after the other.
func TestAddress(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.find("ada moss")
	p.find("bea lund")
	p.js("document.querySelector('.canvas').focus()", nil)
	for range 8 { // Shift and arrows choose the other end
		if p.text("document.querySelector('.panel h2').textContent") == "Ada Moss" {
			break
		}
		p.keys(kb.ArrowLeft, chromedp.KeyModifiers(chromedp.ModifierShift))
		p.idle()
	}
	if p.text("document.querySelector('.tools button[title^=Shortest]').disabled") == "true" {
		t.Fatal("Shift and an arrow did not choose a second entity")
	}
	p.keys("s")
	p.wait("document.querySelector('.toast')?.textContent.includes('apart')")
	p.keys("t")
	p.wait("document.querySelector('table')")
	p.idle()
	const look = `JSON.stringify([location.hash, document.querySelector('.panel').innerText, document.querySelector('.tables').innerText, [...document.querySelectorAll('tr.marked')].map((r) => r.innerText)])`
	want := p.text(look)
	for _, part := range []string{"n=", "s=", "!", "p=entity~", "v=table", "path=", "c="} {
		if !strings.Contains(want, part) {
			t.Errorf("the address lacks %s: %.400s", part, want)
		}
	}
	other := open(t, p.text("location.href"))
	other.wait("document.querySelectorAll('tr.marked').length === 2 && document.querySelector('.tabs')")
	other.idle()
	if got := other.text(look); got != want {
		t.Errorf("the address gives\n%s\nwant\n%s", got, want)
	}
	p.do(chromedp.NavigateBack())
	p.wait("!document.querySelector('table')")
	p.do(chromedp.NavigateBack())
	p.wait("!location.hash.includes('path=')")
}
