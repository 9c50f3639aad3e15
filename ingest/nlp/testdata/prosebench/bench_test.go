// Package prosebench compares the language layer with jdkato/prose v2 on the
// same texts. It is a module of its own, so that prose is no dependency of
// Dossier. Run it by hand:
//
//	cd ingest/nlp/testdata/prosebench && go test -v . && go test -bench . -cpu 1
package prosebench

import (
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"

	"github.com/jdkato/prose/v2"
)

// articles of different lengths: prose reads its model anew for every document,
// so that the ratio falls with length.
var articles = []string{"short.txt", ofNewsLength, "long.txt"}

// ofNewsLength is the article of 434 words: about as many as a news agency's
// stories have.
const ofNewsLength = "../bench.txt"

func text(t testing.TB, name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func BenchmarkDossier(b *testing.B) {
	a := nlp.New(schema.Default())
	for _, name := range articles {
		b.Run(name, func(b *testing.B) {
			doc := &article.Article{Text: text(b, name)}
			tokens := len(a.Analyze(doc).Tokens)
			for b.Loop() {
				a.Analyze(doc)
			}
			b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

func BenchmarkProse(b *testing.B) {
	for _, name := range articles {
		b.Run(name, func(b *testing.B) {
			s, tokens := text(b, name), 0
			for b.Loop() {
				doc, err := prose.NewDocument(s)
				if err != nil {
					b.Fatal(err)
				}
				tokens = len(doc.Tokens())
				doc.Entities()
			}
			b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

// TestTimesAsFast compares processor time, which a busy machine changes for both
// alike: the two take turns, and each starts without garbage of the other's. Each
// document is analysed as a caller would, by one call; no part of either pipeline
// is left out.
func TestTimesAsFast(t *testing.T) {
	a := nlp.New(schema.Default())
	var ours, theirs time.Duration
	for _, name := range articles {
		s := text(t, name)
		doc := &article.Article{Text: s}
		tokens := len(a.Analyze(doc).Tokens)
		if _, err := prose.NewDocument(s); err != nil {
			t.Fatal(err)
		}
		const rounds, each = 6, 8
		var our, their time.Duration
		for range rounds {
			runtime.GC()
			our += processor(func() {
				for range each {
					a.Analyze(doc)
				}
			}) / each
			runtime.GC()
			their += processor(func() { prose.NewDocument(s) })
		}
		our, their = our/rounds, their/rounds
		t.Logf("%4d words, %4d tokens: Dossier %v, %.0f tokens/s; prose %v; %.1f times as fast", len(strings.Fields(s)), tokens,
			our.Round(10*time.Microsecond), float64(tokens)/our.Seconds(), their.Round(10*time.Microsecond), float64(their)/float64(our))
		ours, theirs = ours+our, theirs+their
		if name == ofNewsLength && their < 20*our {
			t.Errorf("%s: only %.1f times as fast as prose", name, float64(their)/float64(our))
		}
	}
	t.Logf("all: Dossier %v, prose %v; %.1f times as fast", ours, theirs, float64(theirs)/float64(ours))
	if theirs < 15*ours {
		t.Errorf("only %.1f times as fast as prose", float64(theirs)/float64(ours))
	}
}

// processor returns the processor time that f takes, of all threads.
func processor(f func()) time.Duration {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			panic(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	start := used()
	f()
	return used() - start
}
