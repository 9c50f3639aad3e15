package nlp

import "testing"

func TestLemmas(t *testing.T) {
	l := EmbeddedSyntax().lemmas
	for _, c := range [][4]string{
		{"banks", "NOUN", "NNS", "bank"}, {"women", "NOUN", "NNS", "woman"}, {"companies", "NOUN", "NNS", "company"},
		{"supplying", "VERB", "VBG", "supply"}, {"spied", "VERB", "VBD", "spy"}, {"stopped", "VERB", "VBN", "stop"},
		{"was", "AUX", "VBD", "be"}, {"n't", "PART", "RB", "not"}, {"its", "PRON", "PRP$", "its"}, {"larger", "ADJ", "JJR", "large"},
		{"Teldra", "PROPN", "NNP", "Teldra"}, {"McMurtry", "PROPN", "NNP", "McMurtry"}, {"The", "DET", "DT", "the"},
		{"overfishing", "VERB", "VBG", "overfish"}, {"tweeted", "VERB", "VBD", "tweet"}, {"fined", "VERB", "VBD", "fine"}, {"fined", "VERB", "VBN", "fine"}, {"staring", "VERB", "VBG", "stare"}, {"opened", "VERB", "VBD", "open"},
		{"planned", "VERB", "VBN", "plan"}, {"raided", "VERB", "VBD", "raid"}, {"accused", "VERB", "VBN", "accuse"},
		{"tapped", "VERB", "VBD", "tap"}, {"taped", "VERB", "VBD", "tape"}, {"barred", "VERB", "VBN", "bar"}, {"sued", "VERB", "VBD", "sue"},
		{"sued", "VERB", "VBN", "sue"}, {"ousted", "VERB", "VBN", "oust"}, {"seizing", "VERB", "VBG", "seize"}, {"denied", "VERB", "VBD", "deny"},
		{"spying", "VERB", "VBG", "spy"}, {"hacked", "VERB", "VBD", "hack"}, {"jailed", "VERB", "VBN", "jail"}, {"bribing", "VERB", "VBG", "bribe"},
		{"poached", "VERB", "VBD", "poach"}, {"probing", "VERB", "VBG", "probe"}, {"flies", "VERB", "VBZ", "fly"}, {"buses", "NOUN", "NNS", "bus"},
		{"spies", "NOUN", "NNS", "spy"}, {"knives", "NOUN", "NNS", "knife"}, {"crises", "NOUN", "NNS", "crisis"}, {"mice", "NOUN", "NNS", "mouse"},
		{"", "NOUN", "NN", ""},
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
