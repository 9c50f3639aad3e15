package nlp

import (
	"strings"
	"time"
)

// findTimes appends the date and time expressions of an analysis, in text
// order and without overlap, and resolves them: against published where that
// is known, else against a full date in the text, else not at all. It needs
// sentences and tokens; tags and heads sharpen it.
func findTimes(an *Analysis, published time.Time) {
	var exprs []timeExpr
	p := timeParser{an: an}
	for _, s := range an.Sentences {
		exprs = p.sentence(s, exprs)
	}
	anchor := anchorOf(an, exprs, published)
	for i := range exprs {
		e := &exprs[i]
		t := Time{Span: Span{Start: an.Tokens[e.first].Start, End: an.Tokens[e.last-1].End}}
		t.Text = strings.Join(strings.Fields(an.Text[t.Span.Start:t.Span.End]), " ")
		anchor.resolve(an, e, &t)
		if anchor.day.IsZero() {
			t.Relative = relativeOf(an, e, &t)
		}
		an.Times = append(an.Times, t)
	}
}

// A timeKind is the shape of a time expression.
type timeKind uint8

const (
	timeNone     timeKind = iota
	timeDate              // year, month, day, as far as given
	timeWeekday           // weekday, dir
	timeDay               // today, yesterday, tomorrow: n days from the anchor
	timeUnit              // this, last, next unit: dir
	timeAgo               // n units before the anchor
	timeSpan              // the past or next n units: dir
	timeDecade            // year is its first
	timeCentury           // year is its first
	timeQuarter           // n of quarters or halves (unit) of year
	timeSeason            // month is its first
	timeDuration          // n units
	timeClock             // a time of day alone
)

// A timeExpr is a parsed time expression before it is resolved.
type timeExpr struct {
	kind             timeKind
	first, last      int // half-open range of tokens
	year, month, day int
	weekday          int // of a weekday, else -1 or 0
	dir              int // -1 last, 0 none, 1 next, 2 this
	n                int // -1 for a count without a number
	unit             string
	part             string    // "early", "mid", "late", "start", "end"
	bound            string    // "since", "until", "before", "after", "by"
	to               *timeExpr // the other end of a range
	clock            bool
	vague            bool // "almost a decade ago"
}

// A timeParser finds time expressions in one sentence at a time.
type timeParser struct {
	an    *Analysis
	base  int      // index of the sentence's first token
	words []string // of the sentence, lower-case, dashes and quotes folded
}

func (p *timeParser) sentence(s Sentence, out []timeExpr) []timeExpr {
	p.base, p.words = s.First, p.words[:0]
	for i := s.First; i < s.Last; i++ {
		p.words = append(p.words, strings.ToLower(fold(p.an.word(i))))
	}
	for i := 0; i < len(p.words); {
		e, end := p.bounded(i)
		if end <= i {
			i++
			continue
		}
		e.first, e.last = p.base+i, p.base+end
		out = append(out, e)
		i = end
	}
	return out
}

// word returns word i of the sentence, "" beyond its ends.
func (p *timeParser) word(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i]
}

// upper reports whether word i is written with a capital.
func (p *timeParser) upper(i int) bool {
	if i < 0 || i >= len(p.words) {
		return false
	}
	c := firstRune(p.an.word(p.base + i))
	return c >= 'A' && c <= 'Z'
}

// tag returns the UPOS of word i, "" where there is none.
func (p *timeParser) tag(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.an.Tokens[p.base+i].UPOS
}

// bounded parses an expression with the preposition that opens an interval
// or joins two ends: since, until, from … to, between … and.
func (p *timeParser) bounded(i int) (timeExpr, int) {
	switch w := p.word(i); w {
	case "since", "until", "till", "before", "after", "by", "through":
		e, end := p.point(i + 1)
		if end == 0 || e.kind == timeDuration || e.kind == timeSpan || e.kind == timeClock && !e.clock {
			return timeExpr{}, 0
		}
		switch w {
		case "till", "through":
			w = "until"
		}
		e.bound = w
		return e, end
	case "between", "from":
		if first := dayOf(p.word(i + 1)); first > 0 && (p.word(i+2) == "to" || p.word(i+2) == "and") && dayOf(p.word(i+3)) > first {
			if to, stop := p.date(i + 3); stop > 0 && to.day > first && to.to == nil { // from 5 to 9 May
				e := to
				e.day, e.to = first, &to
				return e, stop
			}
		}
		e, end := p.point(i + 1)
		if end == 0 || e.kind == timeDuration {
			return timeExpr{}, 0
		}
		if e.to != nil {
			return e, end
		}
		joined := w == "between" && p.word(end) == "and" || w == "from" && (p.word(end) == "to" || p.word(end) == "until" || p.word(end) == "till" || p.word(end) == "through")
		if joined {
			if to, stop := p.point(end + 1); stop > 0 && to.kind != timeDuration && to.to == nil {
				e.to = &to
				return e, stop
			}
		}
		return timeExpr{}, 0
	}
	return p.point(i)
}

// point parses an expression without such a preposition; end is 0 where none
// begins at i.
func (p *timeParser) point(i int) (e timeExpr, end int) {
	if i >= len(p.words) {
		return e, 0
	}
	for _, parse := range []func(int) (timeExpr, int){p.clockTime, p.weekday, p.date, p.parted, p.quarter, p.relative, p.decade, p.counted, p.year} {
		if e, end = parse(i); end > 0 {
			e, end = p.extend(e, end)
			return e, end
		}
	}
	return e, 0
}

// extend joins a range's other end ("March 3-5", "2019-21", "May to July")
// and a time of day to an expression.
func (p *timeParser) extend(e timeExpr, end int) (timeExpr, int) {
	if w := p.word(end); (w == "-" || w == "to" || w == "/") && e.to == nil && e.kind == timeDate {
		if to, stop := p.rangeEnd(e, end+1, w); stop > 0 {
			e.to = &to
			if e.year == 0 {
				e.year = to.year
			}
			return e, stop
		}
	}
	if e.kind == timeDate && e.day > 0 || e.kind == timeWeekday || e.kind == timeDay {
		at := end
		if p.word(at) == "at" || p.word(at) == "," {
			at++
		}
		if clock, stop := p.clockTime(at); stop > 0 && clock.to == nil {
			e.clock = true
			return e, stop
		}
	}
	return e, end
}

// rangeEnd parses what may follow the sign of a range: a dash, a slash, "to".
func (p *timeParser) rangeEnd(from timeExpr, i int, sign string) (timeExpr, int) {
	to, dash := from, sign == "-"
	w := p.word(i)
	switch {
	case sign == "/":
		if from.month == 0 && len(w) == 2 && atoi(w) == (from.year+1)%100 {
			to.year = from.year + 1 // the season 2023/24
			return to, i + 1
		}
		return timeExpr{}, 0
	case from.month == 0 && yearOf(w) > from.year:
		to.year = yearOf(w)
		return to, i + 1
	case dash && from.month == 0 && len(w) == 2 && atoi(w) > from.year%100:
		to.year = from.year/100*100 + atoi(w)
		return to, i + 1
	case dash && from.day > 0 && dayOf(w) > from.day && monthOf(p.word(i+1)) == 0:
		to.day = dayOf(w)
		end := i + 1
		if y, stop := p.yearBehind(end); stop > 0 {
			to.year, end = y, stop
		}
		return to, end
	case from.month > 0 && (monthOf(w) > 0 || dayOf(w) > 0):
		e, end := p.date(i)
		if end > 0 && e.month > 0 && (e.day > 0) == (from.day > 0) {
			if e.year == 0 {
				e.year = from.year
			}
			return e, end
		}
	}
	return timeExpr{}, 0
}
