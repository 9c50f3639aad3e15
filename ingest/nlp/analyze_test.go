package nlp_test

import (
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"
)

func harbour(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/bench.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// checkAnalysis fails unless every span lies inside the text, on the
// boundaries of tokens, and every index points at something.
func checkAnalysis(t *testing.T, an *nlp.Analysis) {
	t.Helper()
	inside := func(what string, s nlp.Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(an.Text) {
			t.Fatalf("%s %v outside of %d bytes: %q", what, s, len(an.Text), an.Text)
		}
	}
	for i, m := range an.Mentions {
		inside("mention", m.Span)
		if m.First < 0 || m.Last <= m.First || m.Last > len(an.Tokens) || m.Head < m.First || m.Head >= m.Last {
			t.Fatalf("mention %d has tokens %d:%d, head %d, of %d", i, m.First, m.Last, m.Head, len(an.Tokens))
		}
		if m.Start != an.Tokens[m.First].Start || m.End != an.Tokens[m.Last-1].End {
			t.Fatalf("mention %d %v is not on its tokens", i, m.Span)
		}
		if m.Entity < -1 || m.Entity >= len(an.Entities) || m.Entity < 0 && m.Kind == nlp.Name || m.Score < 0 || m.Score > 1 {
			t.Fatalf("mention %d: %+v of %d entities", i, m, len(an.Entities))
		}
		if i > 0 && m.Head < an.Mentions[i-1].Head && m.First < an.Mentions[i-1].First {
			t.Fatalf("mentions %d and %d out of order", i-1, i)
		}
	}
	for e, ent := range an.Entities {
		if len(ent.Mentions) == 0 {
			t.Fatalf("entity %d has no mention", e)
		}
		for k, m := range ent.Mentions {
			if m < 0 || m >= len(an.Mentions) || an.Mentions[m].Entity != e || k > 0 && m <= ent.Mentions[k-1] {
				t.Fatalf("entity %d: mentions %v", e, ent.Mentions)
			}
		}
	}
	for i, x := range an.Times {
		inside("time", x.Span)
		if i > 0 && x.Span.Start < an.Times[i-1].Span.End {
			t.Fatalf("times overlap: %+v", an.Times[i-1:i+1])
		}
		if !x.Start.IsZero() && !x.End.IsZero() && x.End.Before(x.Start) {
			t.Fatalf("time ends before it starts: %+v", x)
		}
	}
	for i, v := range an.Values {
		inside("value", v.Span)
		if i > 0 && v.Start < an.Values[i-1].End {
			t.Fatalf("values overlap: %+v", an.Values[i-1:i+1])
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	a := nlp.New(schema.Default())
	for _, s := range []string{"", "Ana Roy said she left. “I was tired,” Roy said on Friday.", "the the the of of", "It's its it it.", "( ( ( NPS ) )", "'", "“", "in 99999 1e9 $$$ 5% %",
		"between and from to since", "Mr Mr Mr. X (X) X's", "\xff\xfe\x00", "May may March march 31 31 31 2024 2024", "He him his she her they them we us I me my", "Roy, Roy, Roy, the Roy, a Roy"} {
		f.Add(s)
	}
	f.Add(harbour(f))
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			text = text[:4096]
		}
		text = strings.ToValidUTF8(text, "")
		doc := &article.Article{Text: text, Language: "en", Published: time.Date(2025, 7, 18, 0, 0, 0, 0, time.UTC)}
		checkAnalysis(t, a.Analyze(doc))
	})
}

// TestAnalyzeDeterministic analyses the same text many times, alone and in
// parallel, and wants the same answer.
func TestAnalyzeDeterministic(t *testing.T) {
	a := nlp.New(schema.Default())
	text := harbour(t)
	want := a.Analyze(&article.Article{Text: text})
	checkAnalysis(t, want)
	if len(want.Entities) < 5 || len(want.Times) == 0 || len(want.Values) == 0 {
		t.Fatalf("%d entities, %d times, %d values", len(want.Entities), len(want.Times), len(want.Values))
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			fresh := nlp.New(schema.Default())
			for range 2 {
				if got := a.Analyze(&article.Article{Text: text}); !reflect.DeepEqual(got, want) {
					t.Error("the same text gave another analysis")
				}
			}
			if got := fresh.Analyze(&article.Article{Text: text}); !reflect.DeepEqual(got, want) {
				t.Error("another analyzer gave another analysis")
			}
		}()
	}
	wait.Wait()
}

// TestAnalyzeLinear wants four times the text to take well under sixteen
// times as long.
func TestAnalyzeLinear(t *testing.T) {
	a := nlp.New(schema.Default())
	for _, unit := range []string{harbour(t), "he said it is the company of the company and ", "Ana Roy met Roy Ana. ", "( NPS ) ", "“I am it,” he said. "} {
		measure := func(n int) time.Duration {
			text := strings.Repeat(unit, 1+n/len(unit))
			start := time.Now()
			a.Analyze(&article.Article{Text: text, Language: "en"})
			return time.Since(start)
		}
		var small, big time.Duration
		for range 5 { // a busy machine is given a few tries
			if small, big = measure(1<<12), measure(1<<14); big <= 10*small+20*time.Millisecond {
				break
			}
		}
		if big > 10*small+20*time.Millisecond {
			t.Errorf("%.30q: %v for 4 KB, %v for 16 KB", unit, small, big)
		}
	}
}

// TestEndlessText analyses what no full stop ends: four times the text may take
// little more than four times the processor time.
func TestEndlessText(t *testing.T) {
	if raceDetector {
		t.Skip("takes minutes with the race detector")
	}
	a := nlp.New(schema.Default())
	measure := func(tokens int) time.Duration {
		text := strings.Repeat("Ana Roy met Ostra bank of ", tokens/6+1)
		before, _ := used()
		an := a.Analyze(&article.Article{Text: text, Language: "en"})
		after, _ := used()
		checkAnalysis(t, an)
		if len(an.Tokens) < tokens || len(an.Sentences) < tokens/200 {
			t.Fatalf("%d tokens in %d sentences", len(an.Tokens), len(an.Sentences))
		}
		return after - before
	}
	measure(100) // load
	small, big := measure(25000), measure(100000)
	t.Logf("%v for 25,000 tokens, %v for 100,000", small, big)
	if big > 7*small {
		t.Errorf("%v for 25,000 tokens, %v for 100,000", small, big)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	a := nlp.New(schema.Default())
	doc := &article.Article{Text: harbour(b)}
	tokens := 0
	a.Analyze(doc)
	b.ReportAllocs()
	for b.Loop() {
		tokens += len(a.Analyze(doc).Tokens)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
