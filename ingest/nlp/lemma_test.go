package nlp

import "testing"

func TestLemmas(t *testing.T) {
	l := EmbeddedSyntax().lemmas
	for _, c := range [][4]string{
		{"banks", "NOUN", "NNS", "bank"}, {"women", "NOUN", "NNS", "woman"}, {"companies", "NOUN", "NNS", "company"},
		{"supplying", "VERB", "VBG", "supply"}, {"spied", "VERB", "VBD", "spy"}, {"stopped", "VERB", "VBN", "stop"},
		{"was", "AUX", "VBD", "be"}, {"n't", "PART", "RB", "not"}, {"its", "PRON", "PRP$", "its"}, {"larger", "ADJ", "JJR", "large"},
		{"Teldra", "PROPN", "NNP", "Teldra"}, {"McMurtry", "PROPN", "NNP", "McMurtry"}, {"The", "DET", "DT", "the"},
		{"overfishing", "VERB", "VBG", "overfish"}, {"tweeted", "VERB", "VBD", "tweet"}, {"", "NOUN", "NN", ""},
	} {
		if got := l.Lemma(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%s %s: %q, want %q", c[0], c[2], got, c[3])
		}
	}
}

func FuzzLemma(f *testing.F) {
	f.Add("İstanbul’s", "NNS")
	f.Add("\xffing", "VBG")
	l := EmbeddedSyntax().lemmas
	f.Fuzz(func(t *testing.T, form, xpos string) {
		if form != "" && l.Lemma(form, "VERB", xpos) == "" {
			t.Fatalf("%q %q has an empty lemma", form, xpos)
		}
	})
}

func FuzzLemmatizer(f *testing.F) {
	var e LemmaExamples
	e.Add("banks", "NNS", "bank")
	good, err := e.Lemmatizer().MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		l := new(Lemmatizer)
		if l.UnmarshalBinary(data) == nil {
			l.Lemma("banks", "NOUN", "NNS")
		}
	})
}
