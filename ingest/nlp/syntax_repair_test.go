package nlp

import (
	"slices"
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
