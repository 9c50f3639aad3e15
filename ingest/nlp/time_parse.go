package nlp

import (
	"strings"
	"time"
)

// date parses dates with a month in words or all in figures.
func (p *timeParser) date(i int) (timeExpr, int) {
	w := p.word(i)
	if e, end := p.figures(i); end > 0 {
		return e, end
	}
	e := timeExpr{kind: timeDate}
	if m := monthOf(w); m > 0 {
		return p.monthFirst(i, m)
	}
	at := i
	if w == "the" {
		at++
	}
	d := dayOf(p.word(at))
	if d == 0 && w == "the" {
		d = ordinalWords[p.word(at)]
	}
	if d == 0 || d > 31 {
		return e, 0
	}
	at++
	// "3-5 March": the first day of a range whose month comes later.
	first := 0
	if p.word(at) == "-" && dayOf(p.word(at+1)) > d && monthOf(p.word(at+2)) > 0 {
		first, d, at = d, dayOf(p.word(at+1)), at+2
	}
	if p.word(at) == "of" || p.word(at) == "," {
		at++
	}
	m := monthOf(p.word(at))
	if m == 0 || !p.upper(at) {
		return e, 0
	}
	e.day, e.month = d, int(m)
	end := at + 1
	if y, stop := p.yearBehind(end); stop > 0 {
		e.year, end = y, stop
	}
	if first > 0 {
		to := e
		e.day, e.to = first, &to
	}
	return e, end
}

// monthFirst parses "July 15, 2025", "July 2025" and "July".
func (p *timeParser) monthFirst(i int, m time.Month) (timeExpr, int) {
	e := timeExpr{kind: timeDate, month: int(m)}
	if !p.upper(i) {
		return e, 0
	}
	at := i + 1
	if p.word(at) == "the" && (dayOf(p.word(at+1)) > 0 || ordinalWords[p.word(at+1)] > 0) {
		at++
	}
	d := dayOf(p.word(at))
	if d == 0 && at > i+1 {
		d = ordinalWords[p.word(at)]
	}
	if d > 0 && d <= 31 && p.word(at+1) != "%" && p.word(at+1) != ":" {
		e.day = d
		if y, stop := p.yearBehind(at + 1); stop > 0 {
			e.year = y
			return e, stop
		}
		return e, at + 1
	}
	if y, stop := p.yearBehind(i + 1); stop > 0 {
		e.year = y
		return e, stop
	}
	if d, ok := direction(p.word(i + 1)); ok && p.word(i+2) == "year" {
		e.dir = 3 * sign(d) // "May last year": of that very year
		return e, i + 3
	}
	if p.tag(i) == "PROPN" && p.tag(i+1) == "PROPN" && !dayParts[p.word(i+1)] {
		return e, 0 // "April Ryan", "March Madness"
	}
	if w := p.word(i); (w == "may" || w == "march" || w == "april" || w == "june" || w == "august" || w == "mar" || w == "jan") && !p.dateBefore(i) {
		return e, 0 // a verb or a name unless something says otherwise
	}
	return e, i + 1
}

// dateBefore reports whether the word before i makes a month of what follows.
func (p *timeParser) dateBefore(i int) bool {
	switch p.word(i - 1) {
	case "in", "since", "until", "till", "by", "from", "of", "last", "next", "this", "early", "late", "mid", "during", "before",
		"after", "between", "and", "to", "-", "through", "every", "each", "late-", "mid-", "as":
		return true
	}
	return false
}

// yearBehind parses ", 2025", "of 2025", "in 2025" or "2025" behind a month.
func (p *timeParser) yearBehind(i int) (year, end int) {
	switch p.word(i) {
	case ",", "of", "in", "-", "/":
		i++
	}
	if y := yearOf(p.word(i)); y > 0 && !p.isCount(i) {
		return y, i + 1
	}
	return 0, 0
}

// isCount reports whether the number at i counts something: "2000 workers".
func (p *timeParser) isCount(i int) bool {
	switch w := p.word(i + 1); {
	case w == "%" || w == "percent" || w == "per" || w == "million" || w == "billion" || w == "people":
		return true
	case p.word(i-1) == "$" || p.word(i-1) == "€" || p.word(i-1) == "£":
		return true
	case i+1 < len(p.words) && p.an.Tokens[p.base+i+1].XPOS == "NNS":
		return p.an.Tokens[p.base+i].Head == p.base+i+1 && p.an.Tokens[p.base+i].Deprel == "nummod"
	}
	return false
}

// figures parses 2025-07-15, 15.07.2025 and 7/15/2025, which may be one token
// or several. A date whose order cannot be told is read month first.
func (p *timeParser) figures(i int) (timeExpr, int) {
	w := p.word(i)
	if w == "" || w[0] < '0' || w[0] > '9' {
		return timeExpr{}, 0
	}
	text, end := w, i+1
	if yearOf(w) > 0 && p.word(i+1) == "-" && p.word(i+3) == "-" {
		text, end = w+"-"+p.word(i+2)+"-"+p.word(i+4), i+5
	}
	sep := strings.IndexAny(text, "-/.")
	if sep < 0 {
		return timeExpr{}, 0
	}
	part := strings.Split(text, text[sep:sep+1])
	if len(part) != 3 {
		return timeExpr{}, 0
	}
	day, _, _ := strings.Cut(part[2], "t")
	a, b, c := atoi(part[0]), atoi(part[1]), atoi(day)
	e := timeExpr{kind: timeDate}
	switch {
	case yearOf(part[0]) > 0:
		e.year, e.month, e.day = a, b, c
	case text[sep] == '/' && a <= 12 && len(part[2]) >= 2:
		e.month, e.day, e.year = a, b, c
	case text[sep] != '-' && len(part[2]) >= 2:
		e.day, e.month, e.year = a, b, c
	}
	if e.year >= 0 && e.year < 100 && len(part[2]) == 2 {
		if e.year += 2000; e.year > 2050 {
			e.year -= 100
		}
	}
	if e.month < 1 || e.month > 12 || e.day < 1 || e.day > 31 || e.year < 1400 || e.year > 2199 {
		return timeExpr{}, 0
	}
	if day != part[2] && (p.word(end) == "z" || strings.HasPrefix(p.word(end), "1") || strings.HasPrefix(p.word(end), "0") || strings.HasPrefix(p.word(end), "2")) {
		end++ // the time of day of an ISO stamp
	}
	return e, end
}

// weekday parses "Friday", "last Monday", "Friday evening", "Friday, July 15".
func (p *timeParser) weekday(i int) (timeExpr, int) {
	e := timeExpr{kind: timeWeekday}
	at := i
	if d, ok := direction(p.word(i)); ok {
		e.dir, at = d, i+1
	}
	day, ok := weekdayNames[strings.TrimSuffix(p.word(at), ".")]
	if !ok || !p.upper(at) || p.tag(at) == "VERB" {
		return e, 0
	}
	if p.tag(at) == "PROPN" && p.tag(at-1) == "PROPN" && at == i && p.upper(at-1) {
		return e, 0 // "Black Friday", "Joe Friday"
	}
	e.weekday = int(day)
	at++
	for dayParts[p.word(at)] {
		at++
	}
	next := at
	if p.word(next) == "," {
		next++
	}
	if date, end := p.date(next); end > 0 && date.day > 0 {
		return date, end
	}
	if p.word(at) == "," && len(p.words) > at+1 && p.word(at+1) == "the" {
		if date, end := p.date(at + 1); end > 0 && date.day > 0 {
			return date, end
		}
	}
	if p.word(at) == "week" && at == i+1 {
		e.dir = 5 // British: a week after the next such day
		return e, at + 1
	}
	if d, ok := direction(p.word(at)); ok && d != 0 && p.word(at+1) == "week" {
		e.dir = 3 * sign(d) // "Monday last week": of that very week
		return e, at + 2
	}
	return e, at
}

func sign(d int) int {
	switch {
	case d < 0:
		return -1
	case d == 1:
		return 1
	}
	return 2
}

// direction reads last, next, this and their like.
func direction(w string) (int, bool) {
	switch w {
	case "last", "past", "previous":
		return -1, true
	case "next", "coming", "upcoming", "following":
		return 1, true
	case "this", "current":
		return 2, true
	}
	return 0, false
}

// clockTime parses "5 p.m.", "10:30 GMT", "noon".
func (p *timeParser) clockTime(i int) (timeExpr, int) {
	e := timeExpr{kind: timeClock, clock: true}
	w := p.word(i)
	at := 0
	switch {
	case w == "noon" || w == "midnight":
		at = i + 1
	case isClock(w) || strings.Contains(w, ".") && isClock(strings.Replace(w, ".", ":", 1)) && half(p.word(i+1)):
		at = i + 1
		if half(p.word(at)) {
			at++
		}
	case dayOf(w) > 0 && dayOf(w) <= 12 && len(w) <= 2 && half(p.word(i+1)):
		at = i + 2
	case len(w) >= 3 && len(w) <= 9 && half(strings.TrimLeft(w, "0123456789:.")) && w[0] >= '0' && w[0] <= '9':
		at = i + 1
	default:
		return e, 0
	}
	switch p.word(at) {
	case "gmt", "utc", "est", "edt", "et", "pst", "pdt", "pt", "cet", "cest", "bst", "ct", "mt":
		at++
	case "local":
		if p.word(at+1) == "time" {
			at += 2
		}
	}
	if w := strings.TrimSuffix(p.word(at), "."); w == "on" || w == "," || weekdayNames[w] > 0 || w == "sunday" {
		next := at
		if w == "on" || w == "," {
			next++
		}
		if day, end := p.weekday(next); end > 0 {
			day.clock = true
			return day, end
		}
		if day, end := p.date(next); end > 0 && day.day > 0 {
			day.clock = true
			return day, end
		}
	}
	return e, at
}

func half(w string) bool {
	return w == "a.m." || w == "p.m." || w == "am" || w == "pm" || w == "a.m" || w == "p.m"
}

// isClock reports "10:30" and "10:30:05".
func isClock(w string) bool {
	h, rest, ok := strings.Cut(w, ":")
	if !ok || len(h) > 2 || len(rest) < 2 {
		return false
	}
	hour, minute := atoi(h), atoi(rest[:2])
	return hour >= 0 && hour <= 24 && minute >= 0 && minute < 60
}
