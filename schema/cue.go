package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// prepositions are the words that open a slot in a frame.
var prepositions = wordSet(`about above across after against along alongside amid among around as at before behind
	below beneath beside besides between beyond by concerning despite during except for from in inside into like near
	of on onto outside over past per regarding since than through throughout to toward towards under until upon via
	versus with within without and`)

// particles are words that stand behind a verb and open no slot of their own.
// "over", "on", "in", "off", "through" and "by" are prepositions unless the frame joins
// them with "+", because news uses both.
var particles = wordSet(`up out off down away back apart together forward ahead aside`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// ParseCue reads one frame. The cue's String gives the frame back.
func ParseCue(text string) (Cue, error) {
	words := strings.Fields(text)
	if err := checkWords(words); err != nil {
		return Cue{}, err
	}
	c := Cue{Text: strings.Join(words, " ")}
	var err error
	switch {
	case strings.HasSuffix(words[0], "'s"):
		err = c.possessive(words)
	case !isSlot(words[0]):
		err = c.noun(words)
	case words[1] == "be" && !(len(words) == 4 && prepositions[words[2]]): // "S be against O" is a verb with preposition
		err = c.role(words)
	default:
		err = c.verb(words)
	}
	if err != nil {
		return Cue{}, err
	}
	return c, nil
}

// String writes the frame from its parts, in the normal form of ParseCue.
func (c Cue) String() string {
	switch c.Kind {
	case CueRole:
		if c.Subject.Role == SlotSubject {
			return "S be " + c.Head + " " + c.Object.Prep + " O"
		}
		return "O be " + c.Head + " " + c.Subject.Prep + " S"
	case CueNoun:
		return c.nounString()
	}
	var b strings.Builder
	b.WriteString(subjectOf(c))
	b.WriteString(" " + c.Head)
	if particles[c.Particle] {
		b.WriteString(" " + c.Particle)
	} else if c.Particle != "" {
		b.WriteString("+" + c.Particle)
	}
	for _, it := range c.items() { // complements, in their order
		if it.prep != "" {
			b.WriteString(" " + it.prep)
		}
		b.WriteString(" " + it.word)
	}
	return b.String()
}

func subjectOf(c Cue) string {
	switch {
	case c.Subject.Role == SlotSubject:
		return "S"
	case c.Object.Role == SlotSubject:
		return "O"
	}
	return "_"
}

func (c Cue) nounString() string {
	tail := func(s Slot, name string) string { return " " + s.Prep + " " + name }
	switch {
	case c.Subject.Role == SlotPossessor:
		return "S's " + c.Head + tail(c.Object, "O")
	case c.Object.Role == SlotPossessor:
		return "O's " + c.Head + tail(c.Subject, "S")
	case c.Object.Prep == "and" || c.Text != "" && strings.Index(c.Text, " S") < strings.Index(c.Text, " O"):
		return c.Head + tail(c.Subject, "S") + tail(c.Object, "O")
	}
	return c.Head + tail(c.Object, "O") + tail(c.Subject, "S")
}

// item is one complement of a verb frame: a slot or filler behind an optional preposition.
type item struct{ prep, word string }

func (it item) slot() Slot {
	if it.prep == "" {
		return Slot{Role: SlotObject}
	}
	return Slot{Role: SlotPrep, Prep: it.prep}
}

// items returns the complements in the order they were written.
func (c Cue) items() []item {
	var its []item
	add := func(s Slot, word string) {
		if s.Role != SlotSubject && s.Role != SlotPossessor {
			its = append(its, item{s.Prep, word})
		}
	}
	add(c.Subject, "S")
	add(c.Object, "O")
	if c.Filler != "" {
		add(c.FillerAt, c.Filler)
	}
	place := func(it item) int {
		key := " " + it.word + " "
		if it.prep != "" {
			key = " " + it.prep + key
		}
		return strings.LastIndex(c.Text+" ", key)
	}
	slices.SortStableFunc(its, func(a, b item) int { return place(a) - place(b) })
	return its
}

func isSlot(w string) bool { return w == "S" || w == "O" || w == "_" }

func checkWords(words []string) error {
	if len(words) < 3 {
		return errors.New("a cue needs at least S, a lemma and O")
	}
	var s, o int
	for i, w := range words {
		switch base := strings.TrimSuffix(w, "'s"); {
		case i > 0 && base != w && isSlot(base):
			return fmt.Errorf("%q can only stand in front", w)
		case base == "S":
			s++
		case base == "O":
			o++
		case base == "_":
		case !lemma(w):
			return fmt.Errorf("%q is neither S, O, _ nor a lemma", w)
		}
	}
	if s != 1 || o != 1 {
		return errors.New("a cue needs exactly one S and one O")
	}
	return nil
}

// lemma accepts words as the language layer writes lemmas: letters, digits,
// inner hyphens, full stops and apostrophes, and "+" before a particle.
func lemma(w string) bool {
	for i, r := range w {
		inner := i > 0 && i < len(w)-1 && strings.ContainsRune("-+'", r)
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 127 || r == '.' || r == '&'
		if !inner && !letter {
			return false
		}
	}
	return w != ""
}

func (c *Cue) set(name string, s Slot) {
	if name == "S" {
		c.Subject = s
	} else {
		c.Object = s
	}
}

// possessive reads "S's use of O".
func (c *Cue) possessive(words []string) error {
	c.Kind = CueNoun
	first := strings.TrimSuffix(words[0], "'s")
	n := len(words)
	if !isSlot(first) || first == "_" || n < 4 || !isSlot(words[n-1]) || !prepositions[words[n-2]] {
		return errors.New(`a noun cue reads "S's noun preposition O"`)
	}
	c.set(first, Slot{Role: SlotPossessor})
	c.set(words[n-1], Slot{Role: SlotPrep, Prep: words[n-2]})
	return c.head(words[1 : n-2])
}

// noun reads "war between S and O".
func (c *Cue) noun(words []string) error {
	c.Kind = CueNoun
	n := len(words)
	if n < 5 || !isSlot(words[n-1]) || !prepositions[words[n-2]] || !isSlot(words[n-3]) || !prepositions[words[n-4]] {
		return errors.New(`a cue without S or O in front reads "noun preposition S preposition O"`)
	}
	c.set(words[n-3], Slot{Role: SlotPrep, Prep: words[n-4]})
	c.set(words[n-1], Slot{Role: SlotPrep, Prep: words[n-2]})
	return c.head(words[:n-4])
}

// role reads "S be director of O".
func (c *Cue) role(words []string) error {
	c.Kind = CueRole
	n := len(words)
	if n < 5 || words[0] == "_" || !isSlot(words[n-1]) || !prepositions[words[n-2]] {
		return errors.New(`a role cue reads "S be noun preposition O"`)
	}
	c.set(words[0], Slot{Role: SlotSubject})
	c.set(words[n-1], Slot{Role: SlotPrep, Prep: words[n-2]})
	return c.head(words[2 : n-2])
}

func (c *Cue) head(words []string) error {
	for _, w := range words {
		if isSlot(w) || strings.HasSuffix(w, "'s") || strings.Contains(w, "+") {
			return fmt.Errorf("%q cannot be part of the noun", w)
		}
	}
	c.Head = strings.Join(words, " ")
	return nil
}

// verb reads "S provide _ to O".
func (c *Cue) verb(words []string) error {
	c.Kind = CueVerb
	if words[0] != "_" {
		c.set(words[0], Slot{Role: SlotSubject})
	}
	var plus bool
	c.Head, c.Particle, plus = strings.Cut(words[1], "+")
	rest := words[2:]
	if isSlot(words[1]) || strings.HasSuffix(words[1], "'s") {
		return errors.New("the second word of a verb cue is the verb")
	}
	if !plus && particles[rest[0]] {
		c.Particle, rest = rest[0], rest[1:]
	}
	if !plus && c.Particle == "" && len(rest) > 1 && prepositions[rest[0]] && prepositions[rest[1]] {
		return fmt.Errorf("two prepositions in a row: write %s+%s if the first is a particle", c.Head, rest[0])
	}
	return c.complements(rest)
}

func (c *Cue) complements(rest []string) error {
	direct := false
	for len(rest) > 0 {
		var it item
		switch {
		case prepositions[rest[0]]:
			it.prep, rest = rest[0], rest[1:]
		case len(rest) > 2 && particles[rest[0]] && prepositions[rest[1]]: // "pull _ out of O"
			it.prep, rest = rest[0]+" "+rest[1], rest[2:]
		}
		n := 0
		for n < len(rest) && !prepositions[rest[n]] && !particles[rest[n]] && (n == 0 || !isSlot(rest[n]) && !isSlot(rest[0])) {
			n++
		}
		if n == 0 {
			return fmt.Errorf("nothing stands behind %q", it.prep)
		}
		it.word, rest = strings.Join(rest[:n], " "), rest[n:]
		second := it.prep == "" && direct
		direct = direct || it.prep == ""
		switch {
		case second && (it.word == "S" || it.word == "O" || c.Filler != ""):
			return errors.New("two direct objects")
		case second:
			c.Filler, c.FillerAt = it.word, Slot{Role: SlotComplement}
		case strings.Contains(it.word, "+"):
			return fmt.Errorf("%q cannot stand behind the verb", it.word)
		case it.word == "S" || it.word == "O":
			c.set(it.word, it.slot())
		case c.Filler != "":
			return errors.New("two fillers")
		default:
			c.Filler, c.FillerAt = it.word, it.slot()
		}
	}
	return nil
}
