package nlp

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dossier/ingest/article"
)

func tokenText(text string) string {
	var out []string
	for _, s := range Tokens(text) {
		out = append(out, text[s.Start:s.End])
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"They don't use China-based staff.":                       "They do n't use China - based staff .",
		"He cannot pay $4.7bn (or 3.5%), can he?":                 "He can not pay $ 4.7 bn ( or 3.5 % ) , can he ?",
		"Orla Finch’s firm, Finch & Sons Inc., lost.":             "Orla Finch ’s firm , Finch & Sons Inc. , lost .",
		"Write to press@harlow.example or www.harlow.com.":        "Write to press@harlow.example or www.harlow.com .",
		"The U.S. Navy’s co-founder e-mailed Dr. Vale.":           "The U.S. Navy ’s co-founder e-mailed Dr. Vale .",
		"It was so.Harlow then left.":                             "It was so . Harlow then left .",
		"“We’ll see,” she said — and left…":                       "“ We ’ll see , ” she said — and left …",
		"Ms O’Brien's talks at 5 p.m. Harlow time on 15.07.2025.": "Ms O’Brien 's talks at 5 p.m. Harlow time on 15.07.2025 .",
		"A China‑based team":                                      "A China ‑ based team",
		"the companies' plans of 2019-2021":                       "the companies ' plans of 2019 - 2021",
	} {
		if got := tokenText(text); got != want {
			t.Errorf("tokens of %q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, want := range [][]string{
		{"Orla Finch met Dr. Vale at 5 p.m. on Monday.", "He left."},
		{"Harlow wins again\n", "The team of J. R. Vale beat the U.S. side.", "“It was easy,” he said."},
		{"It was so.", "", "Harlow then left."},
		{"Key points\n", "1. The port stays shut.\n", "2. The mayor resigned.\n\n", "Background\n", "Nobody spoke."},
		{"Was it true?", "“Yes!” he said.", "Finch Inc. of Harlow paid $3.5 million."},
	} {
		glue := " "
		var parts []string
		text := ""
		for _, w := range want {
			if w == "" {
				text = strings.TrimSuffix(text, glue)
				continue
			}
			text += w
			if !strings.HasSuffix(w, "\n") {
				text += glue
			}
			parts = append(parts, strings.TrimSpace(w))
		}
		an := New(nil).Analyze(&article.Article{Text: text})
		var got []string
		for _, s := range an.Sentences {
			got = append(got, text[s.Start:s.End])
		}
		if strings.Join(got, "|") != strings.Join(parts, "|") {
			t.Errorf("sentences\n got %s\nwant %s", strings.Join(got, "|"), strings.Join(parts, "|"))
		}
	}
}

func TestLanguage(t *testing.T) {
	english := "The mayor of Harlow said on Monday that the port would stay shut until the council had seen the report of the engineers."
	german := "Die Bürgermeisterin sagte am Montag, dass der Hafen geschlossen bleibt, bis der Rat den Bericht der Ingenieure gesehen hat."
	for _, c := range []struct{ text, declared, want string }{
		{english, "", "en"},
		{german, "", "de"},
		{english + "\n\n" + english + "\n" + german, "", "en"},
		{"Harlow port shut", "", "en"},
		{"Finch quits", "en-GB", "en"},
		{"Le port de Harlow restera fermé jusqu'à nouvel ordre, a déclaré lundi la maire de la ville devant le conseil municipal.", "", "fr"},
		{"Мэр города заявил в понедельник, что порт останется закрытым.", "", "ru"},
		{"", "", "en"},
	} {
		if got := languageOf(&article.Article{Text: c.text, Language: c.declared}); got != c.want {
			t.Errorf("language of %q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// checkSegments fails unless sentences and tokens are in order, inside the
// text, on rune boundaries, and cover all that is not space.
func checkSegments(t *testing.T, an *Analysis) {
	t.Helper()
	at, next, valid := 0, 0, utf8.ValidString(an.Text)
	for i, tok := range an.Tokens {
		if tok.Start < at || tok.End <= tok.Start || tok.End > len(an.Text) {
			t.Fatalf("token %d %v behind %d of %d bytes: %q", i, tok.Span, at, len(an.Text), an.Text)
		}
		if strings.IndexFunc(an.Text[at:tok.Start], func(r rune) bool { return !isSpace(r) }) >= 0 {
			t.Fatalf("no token covers %q of %q", an.Text[at:tok.Start], an.Text)
		}
		if valid && !utf8.ValidString(an.Text[tok.Start:tok.End]) {
			t.Fatalf("token %d cuts a rune: %q", i, an.Text)
		}
		at = tok.End
	}
	if strings.IndexFunc(an.Text[at:], func(r rune) bool { return !isSpace(r) }) >= 0 {
		t.Fatalf("no token covers %q", an.Text[at:])
	}
	for i, s := range an.Sentences {
		if s.First != next || s.Last <= s.First || s.Last-s.First > maxSentence || s.Start != an.Tokens[s.First].Start || s.End != an.Tokens[s.Last-1].End {
			t.Fatalf("sentence %d is %+v, want tokens from %d", i, s, next)
		}
		next = s.Last
	}
	if next != len(an.Tokens) {
		t.Fatalf("sentences cover %d of %d tokens", next, len(an.Tokens))
	}
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{"", "It's a test. Yes!", "a.B", "so.Hegseth", "\xff\xfe", "x@y.z", "http://", "\u200b’t n't", "İn't ĸ'T", "1.\n2.\n\n3", "😀👩‍👩‍👧🏽!?…", "é" + strings.Repeat("\x96", 300), "don" + strings.Repeat("'t", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		an := &Analysis{Text: text}
		segment(an, regionsOf(&article.Article{Text: text}))
		checkSegments(t, an)
	})
}

// TestSegmentLinear doubles pathological input and expects no more than
// about twice the time.
func TestSegmentLinear(t *testing.T) {
	for _, unit := range []string{"a", "a.", ".", "a@", "\n", "a \n", "http://a", "n't", "a-", "(", "word ", "A"} {
		measure := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit))
			start := time.Now()
			an := &Analysis{Text: text}
			segment(an, regionsOf(&article.Article{Text: text}))
			checkSegments(t, an)
			return time.Since(start)
		}
		// Quadratic time would be 16 times as long; a busy machine is given a few tries.
		var small, big time.Duration
		for range 5 {
			if small, big = measure(1<<15), measure(1<<17); big <= 10*small+20*time.Millisecond {
				break
			}
		}
		if big > 10*small+20*time.Millisecond {
			t.Errorf("%q: %v for 32 KB, %v for 128 KB", unit, small, big)
		}
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	text := strings.Repeat("word ", 100000)
	an := &Analysis{Text: text}
	segment(an, regionsOf(&article.Article{Text: text}))
	checkSegments(t, an)
	if len(an.Tokens) != 100000 {
		t.Errorf("%d tokens, want 100000", len(an.Tokens))
	}
}

func BenchmarkSegment(b *testing.B) {
	text := strings.Repeat("Orla Finch, the port's director, didn't say on Monday (3 March) that Maresk Lines had not paid its $4.7bn fees. ", 200)
	regions := regionsOf(&article.Article{Text: text})
	tokens := 0
	for b.Loop() {
		an := &Analysis{Text: text}
		segment(an, regions)
		tokens += len(an.Tokens)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
