package nlp

import (
	"strings"
	"unicode"
)

// maxDateline is the most tokens of a dateline.
const maxDateline = 9

// splitDatelines makes a sentence of its own of the dateline that opens a
// story: "LISBON, Portugal (Northwire) - ". The place is no part of the first
// sentence, and above all not its subject.
func splitDatelines(text string, spans []Span, ranges []tokenRange) []tokenRange {
	out := make([]tokenRange, 0, len(ranges))
	for _, r := range ranges {
		if end := datelineEnd(text, spans[r.first:r.last]); end > 0 && r.first+end < r.last && opensLine(text, spans[r.first].Start) {
			out = append(out, tokenRange{r.first, r.first + end})
			r.first += end
		}
		out = append(out, r)
	}
	return out
}

// opensLine reports whether only white space stands before a byte on its line.
func opensLine(text string, at int) bool {
	before := text[max(0, at-80):at] // no further, for the time it takes
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return strings.TrimSpace(line) == ""
}

// datelineEnd returns how many tokens a dateline at the start takes, its dash
// included; 0 where there is none. The place is in capitals, and what follows
// up to the dash has capital first letters.
func datelineEnd(text string, spans []Span) int {
	brackets := 0
	for i, s := range spans[:min(len(spans), maxDateline)] {
		w := text[s.Start:s.End]
		switch {
		case i == 0:
			if len(w) < 3 || strings.IndexFunc(w, func(r rune) bool { return !unicode.IsUpper(r) }) >= 0 {
				return 0
			}
		case w == "-" || w == "–" || w == "—" || w == "--":
			if brackets == 0 && spans[i-1].End < s.Start && i+1 < len(spans) && s.End < spans[i+1].Start {
				return i + 1
			}
			return 0
		case w == "(":
			brackets++
		case w == ")":
			brackets--
		case w == "," || w == "." || w == "/":
		case !unicode.IsUpper(firstRune(w)) && !unicode.IsDigit(firstRune(w)):
			return 0
		}
	}
	return 0
}
