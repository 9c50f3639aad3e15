package explorer_test

import (
	"slices"
	"strings"
	"testing"
)

// TestJudge judges by each of the keys Y, N and U, and takes each back from
// the history.
func TestJudge(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	before := s.count(t)
	p.find("ada mosse")
	p.press("Identity")
	const like = "[...document.querySelectorAll('.likes li')].find((l) => l.textContent.includes('Ada Moss'))"
	for _, v := range []struct{ key, verdict, words string }{
		{"n", "different", "is not"}, {"u", "undecided", "may be"}, {"y", "same", "is the same as"},
	} {
		p.find("ada mosse")
		p.press("Identity")
		p.wait(like)
		p.js(like+".focus()", nil)
		p.keys(v.key)
		p.wait("document.querySelector('.toast')?.textContent.includes('Judged " + v.verdict + "')")
		p.idle()
		if joined := s.count(t) != before; joined != (v.verdict == "same") {
			t.Errorf("judged %s, the store holds %s, before %s", v.verdict, s.count(t), before)
		}
		p.press("More")
		p.press("Judgements")
		p.wait("document.querySelector('.p-judgements li button')")
		const button = "document.querySelector('.p-judgements li button')"
		if got := p.text(button + ".closest('li').textContent"); !strings.HasPrefix(got, "Ada Mosse "+v.words+" Ada Moss") || !strings.Contains(got, "explorer") {
			t.Errorf("judged %s, the history says %q", v.verdict, got)
		}
		p.js(button+".click()", nil)
		p.wait("document.querySelector('.toast')?.textContent.includes('taken back')")
		p.wait("!" + button)
		p.idle()
		if got := p.names(); !slices.Contains(got, "Ada Mosse") {
			t.Errorf("%s taken back, the picture holds %q", v.verdict, got)
		}
		p.wait("[...document.querySelectorAll('.p-judgements li')].some((l) => l.textContent.startsWith('Taken back: Ada Mosse " + v.words + "'))")
		if got := s.count(t); got != before {
			t.Errorf("%s taken back, the store holds %s, before %s", v.verdict, got, before)
		}
	}
	p.shot("judgements")
	if got := p.text("document.querySelectorAll('.p-judgements li').length + ' ' + document.querySelectorAll('.p-judgements li.undone').length"); got != "6 3" {
		t.Errorf("judgements, and those undone: %s, want 6 3", got)
	}
}

// TestJudgeThenUndo hides somebody, joins two others, and takes back the
// hiding: who was hidden is there again, and who was joined is there once.
func TestJudgeThenUndo(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.everything()
	p.find("bea lund")
	p.press("Hide")
	p.find("ada mosse")
	p.press("Identity")
	p.wait("document.querySelector('.likes li')")
	p.js("[...document.querySelectorAll('.likes li')].find((l) => l.textContent.includes('Ada Moss')).focus()", nil)
	p.keys("y")
	p.wait("document.querySelector('.toast')?.textContent.includes('Judged same')")
	p.idle()
	p.press("↶")
	p.idle()
	if got := p.names(); !slices.Contains(got, "Bea Lund") || len(got) != 6 {
		t.Errorf("after undo the picture holds %q", got)
	}
}

// TestContradictions looks at the two sides of a deal that is denied: side by
// side, each with its quote, the outlet and a way to its document.
func TestContradictions(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.press("Contradictions")
	p.wait("document.querySelectorAll('.sides .claim').length === 2")
	p.idle()
	var sides []struct {
		Quote, Text string
		Top, Left   float64
	}
	p.js(`[...document.querySelectorAll('.sides .claim')].map((c) => ({ quote: c.querySelector('mark').textContent, text: c.innerText, top: c.getBoundingClientRect().top, left: c.getBoundingClientRect().left }))`, &sides)
	for i, want := range []struct{ quote, outlet, how string }{{"Tarn Corp will buy Fenn Mining.", "The Ledger, 2 Jan 2031", "planned"}, {"Tarn Corp did not buy Fenn Mining.", "The Post, 5 Mar 2031", "denied"}} {
		if got := sides[i]; got.Quote != want.quote || !strings.Contains(got.Text, want.outlet) || !strings.Contains(got.Text, want.how) {
			t.Errorf("side %d: %+v, want %+v", i, got, want)
		}
	}
	if sides[0].Top != sides[1].Top || sides[0].Left >= sides[1].Left {
		t.Errorf("they do not stand side by side: %+v", sides)
	}
	p.js("document.querySelectorAll('.sides .source .link')[1].click()", nil)
	p.wait("document.querySelector('mark.evidence')?.textContent === 'Tarn Corp did not buy Fenn Mining.'")
}

// TestGraphiQLFilled opens GraphiQL from a relation: its editor holds the
// query of what was looked at, and running it gives the quote.
func TestGraphiQLFilled(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.find("bea lund")
	p.js("[...document.querySelectorAll('.relation-line')].find((l) => l.textContent.includes('Fenn')).click()", nil)
	p.wait("document.querySelector('mark[data-quote]')")
	p.press("More")
	p.js(`(() => { const a = document.querySelector('[role=menuitem][href="/graphiql"]'); a.removeAttribute('target'); a.click(); })()`, nil)
	p.wait("document.querySelector('.graphiql-execute-button')")
	p.wait("document.querySelector('.graphiql-query-editor .CodeMirror')?.CodeMirror.getValue().startsWith('query Relation(')")
	p.shot("graphiql")
	p.js("document.querySelector('.graphiql-execute-button').click()", nil)
	p.wait("document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue().includes('Bea Lund is the head of Fenn Mining')")
}

// TestDropMany drops four files, of which one is packed and one is refused,
// and watches the count go up while they are read.
func TestDropMany(t *testing.T) {
	s := serve(t)
	p := open(t, s.URL+"/")
	p.js(`(() => {
		window.seen = [];
		new MutationObserver(() => { const b = document.querySelector('.ingest b')?.textContent; if (b && seen.at(-1) !== b) seen.push(b); }).observe(document.body, { subtree: true, childList: true, characterData: true });
		const data = new DataTransfer();
		for (const [name, text] of [['one.txt', 'a'], ['blank.txt', ' '], ['two.txt', 'b']]) data.items.add(new File([text], name, { type: 'text/plain' }));
		data.items.add(new File([Uint8Array.from(atob('H4sIAAAAAAACA0sGAG/fuQYBAAAA'), (c) => c.charCodeAt(0))], 'three.txt.gz'));
		document.querySelector('.page').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`, nil)
	p.wait("document.querySelector('.ingest b')?.textContent === '3 documents added'")
	if got := p.text("seen.join()"); got != "Reading 1 of 4,Reading 2 of 4,Reading 3 of 4,Reading 4 of 4,3 documents added" {
		t.Errorf("the progress was %s", got)
	}
	if got := p.text("document.querySelector('.ingest li').textContent"); got != "blank.txt: the document was refused: the file is empty" {
		t.Errorf("refused: %q", got)
	}
	p.wait("document.querySelector('.start h1')?.textContent.includes('connected')")
	if got := s.count(t); got != "3 documents, 2 entities, 1 relations" {
		t.Errorf("the store holds %s", got)
	}
	p.shot("dropped-many")
}
