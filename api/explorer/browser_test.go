package explorer_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var (
	shots = flag.String("shots", "", "folder for screenshots of the main states")
	heavy = flag.Bool("heavy", false, "also run the tests that take minutes: speed and memory")
)

// The one browser of all tests, started when first needed.
var browser struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}

func startBrowser() {
	path, err := osexec.LookPath("chromium")
	if err != nil {
		browser.err = err
		return
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("use-gl", "angle"), chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("force-prefers-reduced-motion", true), chromedp.Flag("enable-precise-memory-info", true), chromedp.Flag("js-flags", "--expose-gc"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))...)
	ctx, end := chromedp.NewContext(alloc)
	browser.ctx, browser.stop = ctx, func() { end(); stop() }
	browser.err = chromedp.Do(ctx)
}

// A page is one tab. What its console complains of and what it asks of other
// hosts is kept, and fails the test when it ends.
type page struct {
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex // guards faults
	faults []string
}

// open opens an address in a tab of its own. The test is skipped when there is
// no browser.
func open(t testing.TB, address string) *page {
	t.Helper()
	browser.once.Do(startBrowser)
	if browser.err != nil {
		t.Skipf("needs Chromium: apt-get install chromium (%v)", browser.err)
	}
	ctx, cancel := chromedp.NewContext(browser.ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	p := &page{t: t, ctx: ctx}
	p.do(chromedp.EmulateViewport(1440, 900))
	if err := chromedp.Listen(ctx, func(ev any) { p.hear(ev, address) }); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Navigate(address))
	p.wait(`document.querySelector('.canvas')?.canvas`)
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, f := range p.faults {
			t.Error(f)
		}
	})
	return p
}

// hear keeps what should not be heard.
func (p *page) hear(ev any, address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.faults = append(p.faults, fmt.Sprintf("exception: %s %+v", ev.ExceptionDetails.Text, ev.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if ev.Type == "error" || ev.Type == "warning" {
			for _, a := range ev.Args {
				p.faults = append(p.faults, fmt.Sprintf("console %s: %s %s", ev.Type, a.Value, a.Description))
			}
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == "error" {
			p.faults = append(p.faults, fmt.Sprintf("log: %s %s", ev.Entry.Text, ev.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(ev.Request.URL)
		if err != nil || u.Scheme != "data" && u.Scheme != "blob" && !strings.HasPrefix(address, u.Scheme+"://"+u.Host+"/") {
			p.faults = append(p.faults, "foreign request: "+ev.Request.URL)
		}
	}
}

// forgive drops what was heard so far.
func (p *page) forgive() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = nil
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// js evaluates an expression, promises included, and decodes its value.
func (p *page) js(expr string, into any) {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("(async () => JSON.stringify((await ("+expr+")) ?? null))()", chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expr, err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(v), into); err != nil {
		p.t.Fatalf("%s: %s: %v", expr, v, err)
	}
}

func (p *page) text(expr string) string {
	p.t.Helper()
	var s string
	p.js("String(await ("+expr+"))", &s)
	return s
}

// wait waits until an expression holds.
func (p *page) wait(expr string) {
	p.t.Helper()
	p.within(expr, 25*time.Second)
}

// within is wait with a time of its own.
func (p *page) within(expr string, most time.Duration) {
	p.t.Helper()
	for end := time.Now().Add(most); ; time.Sleep(40 * time.Millisecond) {
		v, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("!!("+expr+")"))
		if err == nil && v {
			return
		}
		if time.Now().After(end) {
			p.shot("failed")
			p.t.Fatalf("waited in vain for %s (%v)\npage: %.1500s", expr, err, p.text("document.body.innerText"))
		}
	}
}

// click clicks the first element a selector finds, as a mouse does.
func (p *page) click(selector string) {
	p.t.Helper()
	p.wait("document.querySelector(" + quote(selector) + ")")
	step, cancel := context.WithTimeout(p.ctx, 15*time.Second)
	defer cancel()
	if err := chromedp.Do(step, chromedp.Click(chromedp.CSS(selector))); err != nil {
		p.t.Fatalf("click %s: %v", selector, err)
	}
}

// press clicks the button, tab or menu item with these words.
func (p *page) press(words string) {
	p.t.Helper()
	find := "[...document.querySelectorAll('button, [role=menuitem], [role=option], summary')].find((b) => b.textContent.trim().startsWith(" + quote(words) + ") && b.offsetParent)"
	p.wait(find)
	p.js(find+".click()", nil)
}

// keys types; names of keys are those of the kb package of chromedp.
func (p *page) keys(s string, opts ...chromedp.KeyOption) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(s, opts...))
}

// idle waits until nothing is being asked and the address is written.
func (p *page) idle() {
	p.t.Helper()
	p.wait("!document.querySelector('.progress.on') && !document.querySelector('.waiting')")
	time.Sleep(380 * time.Millisecond)
}

// media shows the page as a medium does, such as "print"; "" is the screen.
func (p *page) media(kind string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) shot(name string) {
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644)
	}
	if err != nil {
		p.t.Log(err)
	}
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// names are the entities on the canvas, in alphabetical order.
func (p *page) names() []string {
	p.t.Helper()
	var out []string
	p.js("document.querySelector('.canvas').canvas.graph.mapNodes((_, a) => a.label).sort()", &out)
	return out
}
