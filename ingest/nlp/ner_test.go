package nlp

import (
	"strings"
	"sync"
	"testing"

	"dossier/ingest/article"
	"dossier/schema"
)

// namesOnly runs the tokeniser and the finder of names, no other layer.
func namesOnly(a *Analyzer, text string) *Analysis {
	an := &Analysis{Text: text, Language: "en"}
	segment(an, regionsOf(&article.Article{Text: text}))
	a.findNames(an)
	return an
}

func labelled(an *Analysis) []string {
	var out []string
	for _, m := range an.Mentions {
		out = append(out, an.Text[m.Start:m.End]+"/"+m.Label)
	}
	return out
}

func TestNamesInContext(t *testing.T) {
	a := New(schema.Default())
	for _, c := range []struct{ text, has, hasNot string }{
		{"A China‑based supplier lost the contract.", "China/LOC", "China‑based/LOC"},
		{"The minister's office in Lisbon's old town closed on Monday in March.", "Lisbon/LOC", "Monday/MISC March/MISC Lisbon's/LOC"},
		{"The senator wrote on X that he would resign.", "X/MISC", ""},
		{"Let X be the number of boats.", "", "X/MISC"},
		{"The Ostra Fisheries Council (OFC) met in Bergen. Later OFC sued.", "OFC/ORG Ostra Fisheries Council/ORG", "OFC/PER OFC/LOC OFC/MISC"},
		{"Dr. Maria Kovac joined Bergen University in 2003. Kovac retired.", "Maria Kovac/PER Kovac/PER", "Dr. Maria Kovac/PER"},
		{"TALKS FAIL IN LISBON\n\nTalks about the fishing rights failed in Lisbon, officials said.", "LISBON/LOC Lisbon/LOC", "TALKS/ORG FAIL/ORG"},
	} {
		got := labelled(namesOnly(a, c.text))
		has := func(want string) bool {
			for _, g := range got {
				if g == want {
					return true
				}
			}
			return false
		}
		for _, part := range splitNames(c.has) {
			if !has(part) {
				t.Errorf("%q: no %q among %q", c.text, part, got)
			}
		}
		for _, part := range splitNames(c.hasNot) {
			if has(part) {
				t.Errorf("%q: %q among %q", c.text, part, got)
			}
		}
	}
}

// splitNames parts "Maria Kovac/PER Kovac/PER" behind each label.
func splitNames(s string) []string {
	var out []string
	for s != "" {
		i := strings.IndexByte(s, '/')
		j := i + 1
		for j < len(s) && s[j] != ' ' {
			j++
		}
		out = append(out, s[:j])
		s = strings.TrimPrefix(s[j:], " ")
	}
	return out
}

func TestNamesAreTheSameInParallel(t *testing.T) {
	a := New(schema.Default())
	text := "Ana Roy of Pell Mining Corp. met Dan Ode, a senator, in Lisbon. Roy said Pell would leave Norvia."
	want := strings.Join(labelled(namesOnly(a, text)), " ")
	var wg sync.WaitGroup
	got := make([]string, 16)
	for i := range got {
		wg.Go(func() { got[i] = strings.Join(labelled(namesOnly(a, text)), " ") })
	}
	wg.Wait()
	for _, g := range got {
		if g != want {
			t.Fatalf("got %s, want %s", g, want)
		}
	}
}

func FuzzNames(f *testing.F) {
	a := New(schema.Default())
	f.Add("ANA ROY OF PELL. Ana Roy (AR) said on X. X. The U.S.–China talks, Pell‑based.")
	f.Add("\u2028É’s Mr. \xf0 X\u00ad-1 COVID-19 ((ABC) Alpha Beta Co. (ABC)")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		an := namesOnly(a, text)
		at := 0
		for _, m := range an.Mentions {
			if m.First < 0 || m.Last <= m.First || m.Last > len(an.Tokens) || m.Start != an.Tokens[m.First].Start ||
				m.End != an.Tokens[m.Last-1].End || m.Start < at || m.Head < m.First || m.Head >= m.Last || m.Label == "" {
				t.Fatalf("mention %+v of %q", m, text)
			}
			at = m.End
		}
	})
}

func BenchmarkNames(b *testing.B) {
	a := New(schema.Default())
	text := strings.Repeat("Ana Roy, the director of Pell Mining Corp., met Senator Dan Ode in Lisbon on 3 March. "+
		"The company's lawyers had asked the Ministry of Finance for an answer, according to the Ostra Courier. ", 20)
	an := namesOnly(a, text)
	b.ResetTimer()
	for b.Loop() {
		an.Mentions = nil
		a.findNames(an)
	}
	b.ReportMetric(float64(len(an.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkLoadRecogniser(b *testing.B) {
	for b.Loop() {
		if _, err := loadRecogniser(gazetteerFile, nameWeights); err != nil {
			b.Fatal(err)
		}
	}
}
