package nlp

import (
	"compress/gzip"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/ingest/nlp/neural"
)

// treebank reads a developers' treebank without its tags, or skips the test.
func treebank(t testing.TB, name string) *Analysis {
	t.Helper()
	return bare(goldTreebank(t, name))
}

func goldTreebank(t testing.TB, name string) *Analysis {
	t.Helper()
	f, err := os.Open("../../../shared/data/syntax/" + name + ".conllu.gz")
	if err != nil {
		t.Skip("needs the shared data folder beside the repository (../shared)")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadCoNLLU(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return LayoutCoNLLU(s)
}

func bare(a *Analysis) *Analysis {
	for i, tok := range a.Tokens {
		a.Tokens[i] = Token{Span: tok.Span, Head: -1}
	}
	return a
}

// layout makes an analysis of sentences of blank-separated tokens.
func layout(sentences ...string) *Analysis {
	var all []*CoNLLUSentence
	for _, s := range sentences {
		c := new(CoNLLUSentence)
		for w := range strings.FieldsSeq(s) {
			c.Words = append(c.Words, CoNLLUWord{Form: w, Head: -1})
		}
		all = append(all, c)
	}
	return LayoutCoNLLU(all)
}

func TestSyntaxOfASentence(t *testing.T) {
	a := layout("The regulator fined two banks in Norvia on Monday .")
	EmbeddedSyntax().Annotate(a.Text, a.Tokens, a.Sentences)
	type row struct {
		lemma, upos string
		head        int
		deprel      string
	}
	want := []row{{"the", "DET", 1, "det"}, {"regulator", "NOUN", 2, "nsubj"}, {"fine", "VERB", -1, "root"}, {"two", "NUM", 4, "nummod"},
		{"bank", "NOUN", 2, "obj"}}
	for i, w := range want {
		tok := a.Tokens[i]
		if got := (row{tok.Lemma, tok.UPOS, tok.Head, tok.Deprel}); got != w {
			t.Errorf("token %d: %+v, want %+v", i, got, w)
		}
		if tok.HeadScore <= 0 || tok.HeadScore > 1 {
			t.Errorf("token %d: head score %v", i, tok.HeadScore)
		}
	}
}

// The scalar kernel needs a minute for all dev text.
var full = flag.Bool("full", false, "compare the kernels on all dev text, not on a tenth")

func everyTenth(s []Sentence) (some []Sentence) {
	for i := 0; i < len(s); i += 10 {
		some = append(some, s[i])
	}
	return some
}

// TestKernelsAgree wants the same tokens of every kernel this machine runs.
func TestKernelsAgree(t *testing.T) {
	e := EmbeddedSyntax()
	var layers []*Syntax
	for _, k := range neural.Kernels()[1:] {
		layers = append(layers, NewSyntax(e.model, e.lemmas, k))
	}
	for _, name := range []string{"ewt-dev", "gum-dev"} {
		a := treebank(t, name)
		if !*full {
			a.Sentences = everyTenth(a.Sentences)
		}
		e.Annotate(a.Text, a.Tokens, a.Sentences)
		for n, other := range layers {
			b := slices.Clone(a.Tokens)
			other.Annotate(a.Text, b, a.Sentences)
			for i := range b {
				if a.Tokens[i] != b[i] {
					t.Fatalf("%s token %d: %+v, by %s %+v", name, i, a.Tokens[i], neural.Kernels()[n+1].Name(), b[i])
				}
			}
		}
	}
}

var sampleSentences = []string{
	"Orrin Vale , the port 's director , said on Monday that Maresk Lines had not paid its fees .",
	"Yes .", "The ministry ordered Teldra to hand over its logs by Friday .", "!", "Pell could buy Ostra",
	"If the board agrees , Ostra could buy Pell Mining for $ 2 billion .",
}

func TestBatchesDoNotMatter(t *testing.T) {
	e := EmbeddedSyntax()
	var many []string
	for i := range 90 {
		many = append(many, sampleSentences[i%len(sampleSentences)])
	}
	together := layout(many...)
	e.Annotate(together.Text, together.Tokens, together.Sentences)
	for i, s := range sampleSentences {
		alone := layout(s)
		e.Annotate(alone.Text, alone.Tokens, alone.Sentences)
		for n := i; n < len(many); n += len(sampleSentences) {
			first := together.Sentences[n].First
			for j, want := range alone.Tokens {
				got := together.Tokens[first+j]
				if got.Head >= 0 {
					got.Head -= first
				}
				got.Span = want.Span
				if got != want {
					t.Fatalf("%q token %d: in a batch %+v, alone %+v", s, j, got, want)
				}
			}
		}
	}
}

func TestParallelUse(t *testing.T) {
	e := EmbeddedSyntax()
	want := layout(sampleSentences...)
	e.Annotate(want.Text, want.Tokens, want.Sentences)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			a := layout(sampleSentences...)
			e.Annotate(a.Text, a.Tokens, a.Sentences)
			if !reflect.DeepEqual(a, want) {
				t.Error("parallel use gave another result")
			}
		})
	}
	wait.Wait()
}

func TestEndlessSentence(t *testing.T) {
	a := layout(strings.Repeat("ships , ports and gold ", 3000), strings.Repeat("x ", 1001))
	EmbeddedSyntax().Annotate(a.Text, a.Tokens, a.Sentences)
	for _, s := range a.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			switch h := a.Tokens[i].Head; {
			case h < 0:
				roots++
			case h < s.First || h >= s.Last || h == i:
				t.Fatalf("token %d of %d to %d has head %d", i, s.First, s.Last, h)
			}
		}
		if roots != 1 {
			t.Errorf("%d roots", roots)
		}
	}
}

func FuzzSyntax(f *testing.F) {
	f.Add("Vale said : “ We won ’t — ever … ” \xff\x00 𝔘nicode ＡＢＣ ٣٤")
	f.Fuzz(func(t *testing.T, text string) {
		a := layout(text)
		EmbeddedSyntax().Annotate(a.Text, a.Tokens, a.Sentences)
		for i, tok := range a.Tokens {
			if tok.Head >= len(a.Tokens) || tok.Head == i || tok.Lemma == "" || tok.UPOS == "" || tok.Deprel == "" {
				t.Fatalf("token %+v", tok)
			}
		}
	})
}

// BenchmarkSyntax reports tokens a second for every kernel.
func BenchmarkSyntax(b *testing.B) {
	e := EmbeddedSyntax()
	for _, k := range neural.Kernels() {
		b.Run(k.Name(), func(b *testing.B) {
			s := NewSyntax(e.model, e.lemmas, k)
			a := treebank(b, "ewt-dev")
			if k == neural.Scalar() {
				a.Sentences = a.Sentences[:200]
			}
			tokens := a.Sentences[len(a.Sentences)-1].Last
			for b.Loop() {
				s.Annotate(a.Text, a.Tokens[:tokens], a.Sentences)
			}
			b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

func BenchmarkSyntaxLoad(b *testing.B) {
	for b.Loop() {
		if _, err := loadSyntax(syntaxFile, lemmaFile); err != nil {
			b.Fatal(err)
		}
	}
}
