package api

import (
	"context"
	"fmt"
	osexec "os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestGraphiQL opens the page in a browser without a network, runs the query
// it comes with, and looks at the answer and at what the console says.
func TestGraphiQL(t *testing.T) {
	browser, err := osexec.LookPath("chromium")
	if err != nil {
		t.Skip("needs Chromium: apt-get install chromium")
	}
	srv := serve(t, Config{Store: openWorld(t, parseWorld(t, "# 2031-01-02 A: B\nPerson Ada Moss | leads | Company Tarn Corp")...)})
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.Flag("headless", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	var mu sync.Mutex // guards faults
	var faults []string
	err = chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			faults = append(faults, fmt.Sprintf("%+v", ev.ExceptionDetails))
		case *runtime.EventConsoleAPICalled:
			if ev.Type == "error" {
				faults = append(faults, fmt.Sprintf("%+v", ev.Args))
			}
		case *log.EventEntryAdded: // what the page asked for and did not get
			if ev.Entry.Level == log.EntryLevelError {
				faults = append(faults, ev.Entry.Text+" "+ev.Entry.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	defer cancel()
	const result = `document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue()`
	err = chromedp.Do(ctx,
		chromedp.Navigate(srv.URL+"/graphiql"),
		chromedp.WaitVisible(".graphiql-execute-button"),
		chromedp.Click(".graphiql-execute-button"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](result+`?.includes('Ada Moss')`)); err != nil {
		t.Fatal(err)
	}
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](result))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(answer, `"quote": "Ada Moss leads Tarn Corp."`) {
		t.Errorf("answer: %s", answer)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(faults) > 0 {
		t.Errorf("the console says: %s", strings.Join(faults, "\n"))
	}
}
