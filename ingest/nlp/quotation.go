package nlp

import (
	"strings"
)

// A quotation is a stretch of text between quotation marks.
type quotation struct {
	Span
	first, last int // token range inside the marks
	speaker     int // candidate that is said to say it, -1 unknown
	verb        int // token of the verb of saying, where the speaker is known
}

// findQuotations finds quoted stretches: curly or straight double quotes, and
// curly single quotes that open after a space. A quotation that is not closed
// ends with its paragraph; the next one may open with a mark of its own.
func findQuotations(an *Analysis) []quotation {
	var out []quotation
	open := -1 // token of the opening mark
	mark := "" // the opening mark
	closeAt := func(t, end int) {
		if open+1 < t {
			out = append(out, quotation{Span: Span{Start: an.Tokens[open].End, End: end}, first: open + 1, last: t, speaker: -1})
		}
		open = -1
	}
	for _, s := range an.Sentences {
		if open >= 0 && s.First > 0 && strings.Contains(an.Text[an.Tokens[s.First-1].End:s.Start], "\n") {
			if mark == "'" {
				open = -1 // as likely an apostrophe
			} else {
				closeAt(s.First, an.Tokens[s.First-1].End)
			}
		}
		for t := s.First; t < s.Last; t++ {
			switch w := an.word(t); {
			case w == "“" || w == "„" || w == "``" || w == "«":
				if open >= 0 && mark != "'" {
					closeAt(t, an.Tokens[t].Start)
				}
				open, mark = t, w
			case w == "”" || w == "''" || w == "»" || w == `"` && mark == `"` && open >= 0:
				if open >= 0 {
					closeAt(t, an.Tokens[t].Start)
				}
			case w == `"` && open < 0:
				open, mark = t, w
			case (w == "'" || w == "‘") && open < 0 && opensQuote(an, t, s):
				open, mark = t, "'"
			case (w == "'" || w == "’") && open >= 0 && mark == "'" && closesQuote(an, t, s):
				closeAt(t, an.Tokens[t].Start)
			}
		}
	}
	if open >= 0 && mark != "'" && open+1 < len(an.Tokens) {
		closeAt(len(an.Tokens), an.Tokens[len(an.Tokens)-1].End)
	}
	return out
}

// opensQuote reports a single mark that stands before a word and behind a
// space.
func opensQuote(an *Analysis, t int, s Sentence) bool {
	return t+1 < s.Last && an.Tokens[t].End == an.Tokens[t+1].Start && an.Tokens[t].XPOS != "POS" &&
		(t == 0 || an.Tokens[t-1].End < an.Tokens[t].Start || isOpening(an.word(t-1)))
}

// closesQuote reports a single mark behind a word that is no possessive.
func closesQuote(an *Analysis, t int, s Sentence) bool {
	return t > s.First && an.Tokens[t-1].End == an.Tokens[t].Start && an.Tokens[t].XPOS != "POS" &&
		(t+1 >= len(an.Tokens) || an.Tokens[t].End < an.Tokens[t+1].Start || an.Tokens[t+1].UPOS == "PUNCT")
}

// quoteAt returns the number (from 1) of the quotation that holds a byte, 0
// for none.
func quoteAt(quotes []quotation, at int) int {
	lo, hi := 0, len(quotes)
	for lo < hi {
		mid := (lo + hi) / 2
		if quotes[mid].End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(quotes) && quotes[lo].Start <= at {
		return lo + 1
	}
	return 0
}

var sayVerbs = set(`say tell add write note announce declare state explain argue claim warn insist reply answer ask respond recall
	admit acknowledge remark comment observe conclude continue suggest report stress emphasize emphasise describe call testify tweet post
	think believe joke promise vow confirm deny assert urge`)

// speakerOf returns the candidate that a quotation is attributed to: the
// subject of a verb of saying outside the quotation, in a sentence it
// touches, nearest to its marks; -1 when there is none.
func (r *resolver) speakerOf(q *quotation) int {
	best, near := -1, 1<<30
	first, last := sentenceRange(r.an, q.first), sentenceRange(r.an, q.last-1)
	for t := first.first; t < last.last; t++ {
		if t >= q.first && t < q.last {
			continue
		}
		tok := &r.an.Tokens[t]
		if tok.Head < 0 || tok.Deprel != "nsubj" || quoteAt(r.quotes, tok.Start) > 0 {
			continue
		}
		verb := tok.Head
		if !sayVerbs[r.an.Tokens[verb].Lemma] || verb >= q.first && verb < q.last {
			continue
		}
		c := r.at(t)
		if c < 0 {
			continue
		}
		distance := q.first - verb
		if verb >= q.last {
			distance = verb - q.last
		}
		if distance < near {
			best, near, q.verb = c, distance, verb
		}
	}
	return best
}

// attribute fills in the speakers. A quotation without one of its own that
// follows another directly, in the same paragraph, has that one's.
func (r *resolver) attribute() {
	for k := range r.quotes {
		q := &r.quotes[k]
		if q.speaker = r.speakerOf(q); q.speaker >= 0 || k == 0 {
			continue
		}
		before := &r.quotes[k-1]
		gap := r.an.Text[before.End:q.Start]
		if before.speaker >= 0 && !strings.Contains(gap, "\n") && sentenceRange(r.an, q.first).first <= sentenceRange(r.an, before.last-1).last {
			q.speaker = before.speaker
		}
	}
}
