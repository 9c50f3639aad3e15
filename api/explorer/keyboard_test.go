package explorer_test

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses Tab until the focus is on what an expression of e asks for.
func (p *page) tabTo(expr string) {
	p.t.Helper()
	for range 120 {
		if p.text("(() => { const e = document.activeElement; return !!("+expr+") })()") == "true" {
			return
		}
		p.keys(kb.Tab)
	}
	p.shot("failed")
	p.t.Fatalf("120 times Tab never reached %s", expr)
}

// TestKeyboard is the first test without a mouse.
func TestKeyboard(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.keys("/")
	p.wait("document.activeElement.id === 'search'")
	p.keys("ada moss")
	p.wait("document.querySelector('#hits [role=option]')")
	p.keys(kb.Enter)
	p.wait("document.activeElement.classList.contains('canvas')")
	p.idle()
	p.keys("e")
	p.idle()
	p.keys(kb.ArrowRight)
	p.idle()
	if got := p.text("document.querySelector('.panel h2').textContent"); got == "Ada Moss" {
		t.Error("the right arrow did not move the selection")
	}
	p.keys("e")
	p.idle()
	p.keys(kb.Enter)
	p.wait("document.activeElement.tagName === 'H2'")
	p.tabTo("e.classList.contains('relation-line')")
	p.keys(kb.Enter)
	p.wait("document.querySelector('mark[data-quote]')")
	p.idle()
	p.tabTo("e.closest('.source')")
	p.keys(kb.Enter)
	p.wait("document.querySelector('mark.evidence')")
	p.keys(kb.Escape)
	p.wait("!document.querySelector('.panel') && document.activeElement.classList.contains('canvas')")
	before := p.names()
	p.keys("h")
	p.idle()
	if got := p.names(); len(got) != len(before)-1 {
		t.Errorf("H left %q of %q", got, before)
	}
	p.keys("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	p.idle()
	if got := p.names(); !slices.Equal(got, before) {
		t.Errorf("undo gives %q, want %q", got, before)
	}
	p.keys("t")
	p.wait("document.querySelector('table')")
	p.tabTo("e.closest('th')?.textContent.startsWith('Relation')")
	p.keys(kb.Enter)
	p.wait("document.querySelector('th[aria-sort=ascending]')?.textContent.startsWith('Relation')")
	p.keys("t")
	p.keys("i")
	p.tabTo("e.type === 'radio'")
	p.keys(kb.ArrowDown)
	p.idle()
	p.wait("location.hash.includes('de=only')")
	p.do(chromedp.NavigateBack())
	p.wait("!location.hash.includes('de=only') && document.querySelector('.canvas').canvas.graph.size > 1")
	p.keys("i")
	p.keys("?")
	p.wait("document.querySelector('dialog[open]')")
	p.keys(kb.Escape)
	p.wait("!document.querySelector('dialog[open]')")
}
