package explorer_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/graph"
)

// hostile are a hundred names, titles and addresses nobody should have. Each
// that runs would set a variable of the page or ask another host.
func hostile() []string {
	run := "window.ran=1"
	out := []string{
		"<script>" + run + "</script>", "</script><script>" + run + "</script>", "<img src=x onerror=" + run + ">", "<svg onload=" + run + ">",
		"<iframe srcdoc='<script>parent." + run + "</script>'>", "<a href=\"javascript:" + run + "\">x</a>", "javascript:" + run, "JaVaScRiPt:" + run,
		" javascript:" + run, "java\tscript:" + run, "data:text/html,<script>" + run + "</script>", "vbscript:" + run, "//evil.example/x.js", "http://evil.example/" + "<b>",
		"https://evil.example/\" onmouseover=\"" + run, "\"><script>" + run + "</script>", "' onfocus='" + run + "' autofocus='", "`${" + run + "}`", "{{constructor.constructor(\"" + run + "\")()}}",
		"<style>*{display:none}</style>", "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>",
		"<form action=//evil.example><input name=q>", "<object data=//evil.example>", "<embed src=//evil.example>", "<video><source onerror=" + run + ">", "<math><mtext></mtext></math>",
		"\u202eevil\u202c", "\u202e\u202e\u202eabc", "\u2066\u2067\u2068x", "\u200f\u200eleft", "\ufeffbom", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a" + strings.Repeat("\u0489", 60),
		strings.Repeat("W", 10_000), strings.Repeat("wide ", 2_000), strings.Repeat("漢", 3_000), strings.Repeat("👩\u200d👩\u200d👧", 300), strings.Repeat("\u202e", 2000) + "x",
		"=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "%00%0a", "../../etc/passwd", "NULL", "undefined", "__proto__", "constructor", "toString", "hasOwnProperty",
		"]]>", "<![CDATA[x]]>", "&lt;script&gt;", "&#x3c;script&#x3e;", "<!--", "-->", "<!DOCTYPE html>", "\\u003cscript\\u003e", "</title><script>" + run + "</script>", "</bdi></span></button><h1>x</h1>",
		"a|b", "a~b!c", "a#b?c&d=e", "%2e%2e%2f", "🏴‍☠️", "ﷺﷺﷺﷺ", "العربية مع English", "עברית ו English", "ภาษาไทย", "x\u2028y\u2029z", "x\u0085y",
	}
	for i := 0; len(out) < 100; i++ {
		out = append(out, fmt.Sprintf("<x%d onclick=%s style=position:fixed;inset:0>%s", i, run, strings.Repeat("/", i)))
	}
	return out
}

// TestHostile puts each into titles, names, quotes, publishers and addresses,
// and looks at every view.
func TestHostile(t *testing.T) {
	list := hostile()
	if len(list) != 100 {
		t.Fatalf("%d strings, want 100", len(list))
	}
	var batches []*graph.Batch
	for i, h := range list {
		d := newDoc(fmt.Sprintf("%s#%d", h, i), "2031-01-02", h, h)
		d.b.Document.Authors = []string{h}
		d.say(said{"Person", h, "leads", "leads", "Company", "Hub Corp", i%7 == 0, graph.Asserted, "", " " + h})
		batches = append(batches, d.done())
	}
	s := serve(t, batches...)
	p := open(t, s.URL+"/")
	calm := func(state string) {
		t.Helper()
		p.idle()
		p.shot("hostile-" + state)
		if ran := p.text("window.ran"); ran != "undefined" {
			t.Fatalf("%s: something ran", state)
		}
		if wide := p.text("document.documentElement.scrollWidth <= innerWidth && document.querySelector('.top').offsetHeight < 120 && [...document.querySelectorAll('.panel')].every((e) => e.scrollWidth <= e.clientWidth + 1)"); wide != "true" {
			t.Errorf("%s: the layout is broken", state)
		}
		if bad := p.text("[...document.querySelectorAll('a[href], script, iframe, object, embed, img, base')].filter((e) => e.tagName === 'A' ? !/^https?:$/.test(e.protocol) || (e.host !== location.host && e.rel !== 'noopener noreferrer') : e.tagName !== 'SCRIPT' || !e.src.startsWith(location.origin + '/explorer/')).map((e) => e.outerHTML.slice(0, 200)).join()"); bad != "" {
			t.Errorf("%s: %s", state, bad)
		}
	}
	calm("start")
	p.press("Show the most connected")
	p.wait("document.querySelector('.canvas').canvas.graph.order > 20")
	calm("picture")
	p.press("Table")
	calm("table")
	p.press("Filters")
	calm("filters")
	p.click("#search")
	p.keys("script")
	p.wait("document.querySelector('#hits [role=option]')")
	calm("search")
	p.press("Filters")
	for i := 0; i < 40; i += 4 {
		p.js(fmt.Sprintf("document.querySelectorAll('table')[1].querySelectorAll('.link.entity')[%d].click()", i), nil)
		p.idle()
		p.js("document.querySelector('.relation-line')?.click()", nil)
		p.wait("document.querySelector('.claim')")
		calm(fmt.Sprintf("relation-%d", i))
		p.js("document.querySelector('.source .link').click()", nil)
		p.wait("document.querySelector('.text')")
		calm(fmt.Sprintf("document-%d", i))
	}
	p.press("More")
	p.press("Documents")
	calm("documents")
}
