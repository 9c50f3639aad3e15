// Package prosebench compares the language layer with jdkato/prose v2 on the
// same text. It is a module of its own, so that prose is no dependency of
// Dossier. Run it by hand:
//
//	cd ingest/nlp/testdata/prosebench && go test -bench . -cpu 1
package prosebench

import (
	"os"
	"syscall"
	"testing"
	"time"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"

	"github.com/jdkato/prose/v2"
)

func text(t testing.TB) string {
	b, err := os.ReadFile("../bench.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func BenchmarkDossier(b *testing.B) {
	a := nlp.New(schema.Default())
	doc := &article.Article{Text: text(b)}
	tokens := len(a.Analyze(doc).Tokens)
	for b.Loop() {
		a.Analyze(doc)
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkProse(b *testing.B) {
	s := text(b)
	tokens := 0
	for b.Loop() {
		doc, err := prose.NewDocument(s)
		if err != nil {
			b.Fatal(err)
		}
		tokens = len(doc.Tokens())
		doc.Entities()
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// TestTimesAsFast compares processor time, which a busy machine does not
// change. Prose reads its model anew for every document, some 0.3 s, so the
// ratio depends on length: on an article of 500 tokens it was 14 to 16, on
// 8,000 tokens 3.
func TestTimesAsFast(t *testing.T) {
	s := text(t)
	a := nlp.New(schema.Default())
	doc := &article.Article{Text: s}
	a.Analyze(doc)
	if _, err := prose.NewDocument(s); err != nil {
		t.Fatal(err)
	}
	const rounds = 5
	ours := processor(func() {
		for range 20 * rounds {
			a.Analyze(doc)
		}
	}) / 20
	theirs := processor(func() {
		for range rounds {
			prose.NewDocument(s)
		}
	})
	t.Logf("Dossier %v, prose %v: %.1f times as fast", ours/rounds, theirs/rounds, float64(theirs)/float64(ours))
	if theirs < 8*ours {
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
