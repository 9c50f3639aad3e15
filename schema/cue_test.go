package schema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func prep(p string) Slot { return Slot{Role: SlotPrep, Prep: p} }

var (
	subject    = Slot{Role: SlotSubject}
	object     = Slot{Role: SlotObject}
	possessor  = Slot{Role: SlotPossessor}
	complement = Slot{Role: SlotComplement}
)

func TestParseCue(t *testing.T) {
	for _, want := range []Cue{
		{Text: "S acquire O", Head: "acquire", Subject: subject, Object: object},
		{Text: "O hire S", Head: "hire", Subject: object, Object: subject},
		{Text: "S look into O", Head: "look", Subject: subject, Object: prep("into")},
		{Text: "S carry out O", Head: "carry", Particle: "out", Subject: subject, Object: object},
		{Text: "S take+over O", Head: "take", Particle: "over", Subject: subject, Object: object},
		{Text: "S sign up for O", Head: "sign", Particle: "up", Subject: subject, Object: prep("for")},
		{Text: "S give+in to O", Head: "give", Particle: "in", Subject: subject, Object: prep("to")},
		{Text: "S provide _ to O", Head: "provide", Filler: "_", FillerAt: object, Subject: subject, Object: prep("to")},
		{Text: "S sign deal with O", Head: "sign", Filler: "deal", FillerAt: object, Subject: subject, Object: prep("with")},
		{Text: "S provide technical support to O", Head: "provide", Filler: "technical support", FillerAt: object, Subject: subject, Object: prep("to")},
		{Text: "S charge O with _", Head: "charge", Filler: "_", FillerAt: prep("with"), Subject: subject, Object: object},
		{Text: "S step down as _ of O", Head: "step", Particle: "down", Filler: "_", FillerAt: prep("as"), Subject: subject, Object: prep("of")},
		{Text: "S pull _ out of O", Head: "pull", Filler: "_", FillerAt: object, Subject: subject, Object: prep("out of")},
		{Text: "S take O hostage", Head: "take", Filler: "hostage", FillerAt: complement, Subject: subject, Object: object},
		{Text: "S call O _", Head: "call", Filler: "_", FillerAt: complement, Subject: subject, Object: object},
		{Text: "_ base S in O", Head: "base", Subject: object, Object: prep("in")},
		{Text: "_ ally S with O", Head: "ally", Subject: object, Object: prep("with")},
		{Text: "S be against O", Head: "be", Subject: subject, Object: prep("against")},
		{Text: "S be director of O", Kind: CueRole, Head: "director", Subject: subject, Object: prep("of")},
		{Text: "O be son of S", Kind: CueRole, Head: "son", Subject: prep("of"), Object: subject},
		{Text: "S be chief executive of O", Kind: CueRole, Head: "chief executive", Subject: subject, Object: prep("of")},
		{Text: "S be commander-in-chief of O", Kind: CueRole, Head: "commander-in-chief", Subject: subject, Object: prep("of")},
		{Text: "S's use of O", Kind: CueNoun, Head: "use", Subject: possessor, Object: prep("of")},
		{Text: "O's acquisition by S", Kind: CueNoun, Head: "acquisition", Subject: prep("by"), Object: possessor},
		{Text: "war between S and O", Kind: CueNoun, Head: "war", Subject: prep("between"), Object: prep("and")},
		{Text: "letter from S to O", Kind: CueNoun, Head: "letter", Subject: prep("from"), Object: prep("to")},
		{Text: "arrest of O by S", Kind: CueNoun, Head: "arrest", Subject: prep("by"), Object: prep("of")},
	} {
		got, err := ParseCue(want.Text)
		if err != nil {
			t.Errorf("ParseCue(%q): %v", want.Text, err)
			continue
		}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("ParseCue(%q) (-want +got):\n%s", want.Text, d)
		}
		if got.String() != want.Text {
			t.Errorf("%q written back: %q", want.Text, got.String())
		}
	}
}

func TestParseCueFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "a cue needs at least S, a lemma and O",
		"S O":                  "a cue needs at least S, a lemma and O",
		"S acquire it":         "a cue needs exactly one S and one O",
		"S meet S and O":       "a cue needs exactly one S and one O",
		"S acquire!! O":        `"acquire!!" is neither S, O, _ nor a lemma`,
		"S be director O":      `a role cue reads "S be noun preposition O"`,
		"S's O use":            `a noun cue reads "S's noun preposition O"`,
		"war S O":              `a cue without S or O in front reads "noun preposition S preposition O"`,
		"S give in to O":       "two prepositions in a row: write give+in if the first is a particle",
		"S give _ O":           "two direct objects",
		"S tell O of _ at _":   "two fillers",
		"S look O into":        `nothing stands behind "into"`,
		"_ say S's O":          `"S's" can only stand in front`,
		"S's use+up of O":      `"use+up" cannot be part of the noun`,
		"S talk about O's cat": `"O's" can only stand in front`,
	} {
		if _, err := ParseCue(text); err == nil || err.Error() != want {
			t.Errorf("ParseCue(%q): got %v, want %s", text, err, want)
		}
	}
}

// TestDefaultCues checks that every cue of the embedded ontology can be
// written back from its parts.
func TestDefaultCues(t *testing.T) {
	n := 0
	for _, r := range Default().RelationTypes() {
		for _, c := range r.Cues {
			n++
			if got := c.String(); got != c.Text {
				t.Errorf("%s:%d: %q written back: %q", c.File, c.Line, c.Text, got)
			}
			again, err := ParseCue(c.String())
			if err != nil {
				t.Errorf("%s:%d: %v", c.File, c.Line, err)
			}
			again.File, again.Line = c.File, c.Line
			if d := cmp.Diff(c, again); d != "" {
				t.Errorf("%s:%d: parsed again:\n%s", c.File, c.Line, d)
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d cues", n)
	}
}

func FuzzParseCue(f *testing.F) {
	for _, s := range []string{"S acquire O", "_ base S in O", "S's use of O", "war between S and O", "S take+over O", "S pull _ out of O"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCue(s)
		if err != nil {
			return
		}
		again, err := ParseCue(c.String())
		if err != nil {
			t.Fatalf("%q became %q: %v", s, c.String(), err)
		}
		if d := cmp.Diff(c, again); d != "" {
			t.Fatalf("%q became %q:\n%s", s, c.String(), d)
		}
	})
}
