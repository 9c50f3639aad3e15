package nlp

import (
	"slices"
	"testing"
)

func TestSupersenses(t *testing.T) {
	for _, c := range []struct{ lemma, upos, want string }{
		{"company", "NOUN", "noun.group"}, {"senator", "NOUN", "noun.person"}, {"say", "VERB", "verb.communication"},
		{"prime minister", "NOUN", "noun.person"}, {"Senator", "PROPN", "noun.person"},
	} {
		if got := Supersenses(c.lemma, c.upos); !slices.Contains(got, c.want) {
			t.Errorf("%s %s: %v has no %s", c.lemma, c.upos, got, c.want)
		}
	}
	if got := Supersenses("say", "ADP"); got != nil {
		t.Errorf("say as ADP: %v", got)
	}
	if got := Supersenses("qwxyz", ""); got != nil {
		t.Errorf("qwxyz: %v", got)
	}
	for form, lemma := range map[string]string{"companies": "company", "stopped": "stop", "went": "go", "women": "woman"} {
		if set := lexicon().senses(lemma); FormSenses(form)&set == 0 {
			t.Errorf("%s has no senses of %s", form, lemma)
		}
	}
}

func TestDerivations(t *testing.T) {
	found := false
	for _, d := range Derivations("acquisition") {
		found = found || d.From == "acquire" && d.FromPOS == "v"
	}
	if !found {
		t.Errorf("acquisition: %v", Derivations("acquisition"))
	}
}

func BenchmarkLexiconLoad(b *testing.B) {
	for b.Loop() {
		if _, err := decodeLexicon(lexiconFile); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzDecodeLexicon(f *testing.F) {
	good, err := EncodeLexicon([]LexiconEntry{{"a", 3}, {"ab", 5}}, []Derivation{{"agent", "run", "v", "runner", "n"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		if table, err := decodeLexicon(data); err == nil {
			table.senses("ab")
		}
		if d, err := decodeDerivations(data); err == nil {
			_ = d["run"]
		}
	})
}
