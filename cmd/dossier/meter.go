package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A meter shows progress: a bar on a terminal, else a plain line now and then.
type meter struct {
	w     io.Writer
	what  string
	bar   *progressbar.ProgressBar
	start time.Time
	last  time.Time
}

// plainEvery is the time between two plain progress lines.
const plainEvery = 5 * time.Second

func newMeter(w io.Writer, what string) *meter {
	m := &meter{w: w, what: what, start: time.Now(), last: time.Now()}
	if f, ok := w.(interface{ Fd() uintptr }); ok && term.IsTerminal(int(f.Fd())) {
		m.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond))
	}
	return m
}

// set says that done of total steps are over (total 0: unknown).
func (m *meter) set(done, total int, detail string) {
	if m.bar != nil {
		if total > 0 {
			m.bar.ChangeMax(total)
		}
		m.bar.Describe(m.what + ": " + detail)
		_ = m.bar.Set(done)
		return
	}
	if now := time.Now(); now.Sub(m.last) >= plainEvery {
		m.last = now
		fmt.Fprintf(m.w, "%s: %d of %d, %s, %s left\n", m.what, done, total, detail, m.left(done, total))
	}
}

// left estimates the time to go from the rate so far.
func (m *meter) left(done, total int) string {
	if done == 0 || total <= done {
		return "unknown time"
	}
	spent := time.Since(m.start)
	return (spent / time.Duration(done) * time.Duration(total-done)).Round(time.Second).String()
}

// done takes the bar away.
func (m *meter) done() {
	if m.bar != nil {
		_ = m.bar.Finish()
	}
}
