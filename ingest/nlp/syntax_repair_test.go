package nlp

import (
	"slices"
	"strings"
	"testing"
)

func TestRaiseTopics(t *testing.T) {
	// According to divers , ships of Ostra sank
	tokens := []Token{{Deprel: "case", Head: 2}, {Deprel: "fixed", Head: 0}, {Deprel: "nmod", Head: 4}, {Deprel: "punct", Head: 2},
		{Deprel: "nsubj", Head: 7}, {Deprel: "case", Head: 6}, {Deprel: "nmod", Head: 4}, {Deprel: "root", Head: -1}}
	want := slices.Clone(tokens)
	want[2].Deprel, want[2].Head = "obl", 7
	raiseTopics(tokens, 0)
	if !slices.Equal(tokens, want) {
		t.Errorf("got %+v, want %+v", tokens, want)
	}
}

func TestJoinNames(t *testing.T) {
	text := "Mr Oduya met Ana Roy Helmsby Ferries"
	var tokens []Token
	at := 0
	for _, w := range strings.Fields(text) {
		tokens = append(tokens, Token{Span: Span{Start: at, End: at + len(w)}, UPOS: "PROPN", Head: 2, Deprel: "obj"})
		at += len(w) + 1
	}
	tokens[0].Deprel, tokens[1].Deprel = "nsubj", "nsubj"
	tokens[2].UPOS, tokens[2].Head, tokens[2].Deprel = "VERB", -1, "root"
	tokens[5].Deprel, tokens[6].Deprel = "obl", "obl"
	want := slices.Clone(tokens)
	want[0].Head, want[0].Deprel = 1, "nmod:desc"
	want[4].Head, want[4].Deprel = 3, "flat"
	want[5].Head, want[5].Deprel = 6, "compound"
	joinNames(text, tokens, 0)
	if !slices.Equal(tokens, want) {
		t.Errorf("got %+v, want %+v", tokens, want)
	}
}

func TestRaiseDays(t *testing.T) {
	for _, tc := range []struct {
		subject string
		raised  bool
	}{{"Detectives", true}, {"Ostra", true}, {"attack", false}} {
		text := tc.subject + " on Friday stopped"
		var tokens []Token
		at := 0
		for _, w := range strings.Fields(text) {
			tokens = append(tokens, Token{Span: Span{Start: at, End: at + len(w)}})
			at += len(w) + 1
		}
		upos := "NOUN"
		if tc.subject == "Ostra" {
			upos = "PROPN"
		}
		tokens[0].UPOS, tokens[0].Head, tokens[0].Deprel = upos, 3, "nsubj"
		tokens[1].UPOS, tokens[1].Head, tokens[1].Deprel = "ADP", 2, "case"
		tokens[2].UPOS, tokens[2].Head, tokens[2].Deprel = "PROPN", 0, "nmod"
		tokens[3].UPOS, tokens[3].Head, tokens[3].Deprel = "VERB", -1, "root"
		raiseDays(text, tokens, 0)
		if got := tokens[2].Head == 3 && tokens[2].Deprel == "obl"; got != tc.raised {
			t.Errorf("%q: raised %v, want %v", text, got, tc.raised)
		}
	}
}

func TestFreeDays(t *testing.T) {
	text := "Ostra said Monday"
	for _, rel := range []string{"obj", "iobj"} {
		tokens := []Token{{Span: Span{End: 5}, UPOS: "PROPN", Head: 1, Deprel: "nsubj"}, {Span: Span{Start: 6, End: 10}, UPOS: "VERB", Head: -1, Deprel: "root"},
			{Span: Span{Start: 11, End: 17}, UPOS: "PROPN", Head: 1, Deprel: rel}}
		if freeDays(text, tokens, 0); tokens[2].Deprel != "obl:unmarked" {
			t.Errorf("%s: got %q", rel, tokens[2].Deprel)
		}
	}
}

func TestJoinSides(t *testing.T) {
	// talks between Ostra and Pell
	text := "talks between Ostra and Pell"
	tokens := []Token{{Span: Span{End: 5}, Head: -1, Deprel: "root"}, {Span: Span{Start: 6, End: 13}, Head: 2, Deprel: "case"}, {Span: Span{Start: 14, End: 19}, Head: 0, Deprel: "nmod"},
		{Span: Span{Start: 20, End: 23}, Head: 4, Deprel: "cc"}, {Span: Span{Start: 24, End: 28}, Head: 0, Deprel: "conj"}}
	if joinSides(text, tokens, 0); tokens[4].Head != 2 {
		t.Errorf("got head %d, want 2", tokens[4].Head)
	}
}
