package nlp

import (
	"strings"
)

// parted parses a part of a period: "early August", "the end of 2024", "late
// last year", "mid-July", "earlier this week".
func (p *timeParser) parted(i int) (timeExpr, int) {
	w := p.word(i)
	if p.word(i) == "the" {
		if w = p.word(i + 1); w != "end" && w != "start" && w != "beginning" && w != "middle" {
			return timeExpr{}, 0
		}
		i++
	}
	part, at := "", i+1
	switch w {
	case "early", "late", "earlier", "later", "mid", "mid-":
		part = strings.TrimSuffix(w, "-")
		if p.word(at) == "-" || p.word(at) == "in" {
			at++
		}
	case "end", "start", "beginning", "middle":
		part = map[string]string{"end": "end", "start": "start", "beginning": "start", "middle": "mid"}[w]
		if p.word(at) != "of" {
			return timeExpr{}, 0
		}
		at++
	default:
		if strings.HasPrefix(w, "mid-") && len(w) > 5 {
			return p.midWord(i, w[4:])
		}
		return timeExpr{}, 0
	}
	if e, end := p.relative(at); end > 0 && (e.kind == timeUnit || e.kind == timeDate) {
		e.part = part
		return e, end
	}
	if p.word(at) == "the" && (w == "end" || w == "start" || w == "beginning" || w == "middle") {
		if u := timeUnits[p.word(at+1)]; u == "year" || u == "month" || u == "week" || u == "decade" || u == "century" {
			return timeExpr{kind: timeUnit, dir: 2, unit: u, part: part}, at + 2
		}
	}
	if m := monthOf(p.word(at)); m > 0 && p.upper(at) {
		e := timeExpr{kind: timeDate, month: int(m), part: part}
		if y, stop := p.yearBehind(at + 1); stop > 0 {
			e.year = y
			return e, stop
		}
		return e, at + 1
	}
	if e, end := p.decade(at); end > 0 {
		e.part = part
		return e, end
	}
	if y := yearOf(p.word(at)); y > 0 && !p.isCount(at) {
		return timeExpr{kind: timeDate, year: y, part: part}, at + 1
	}
	return timeExpr{}, 0
}

// midWord parses the rest of "mid-July" and "mid-1980s".
func (p *timeParser) midWord(i int, rest string) (timeExpr, int) {
	if m := monthOf(rest); m > 0 {
		e := timeExpr{kind: timeDate, month: int(m), part: "mid"}
		if y, stop := p.yearBehind(i + 1); stop > 0 {
			e.year = y
			return e, stop
		}
		return e, i + 1
	}
	if y := decadeOf(rest); y > 0 {
		return timeExpr{kind: timeDecade, year: y, part: "mid"}, i + 1
	}
	if y := yearOf(rest); y > 0 {
		return timeExpr{kind: timeDate, year: y, part: "mid"}, i + 1
	}
	return timeExpr{}, 0
}

// relative parses what only an anchor resolves: today, this week, last
// month, next July, the past two years.
func (p *timeParser) relative(i int) (timeExpr, int) {
	switch p.word(i) {
	case "today", "tonight":
		return timeExpr{kind: timeDay}, i + 1
	case "yesterday", "tomorrow":
		e := timeExpr{kind: timeDay, n: 1}
		if p.word(i) == "yesterday" {
			e.n = -1
		}
		at := i + 1
		if dayParts[p.word(at)] {
			at++
		}
		return e, at
	}
	at := i
	if p.word(at) == "the" {
		at++
	}
	dir, ok := direction(p.word(at))
	if !ok || p.word(at) == "following" || p.word(at) == "previous" {
		return timeExpr{}, 0 // those lean on the story's own time
	}
	at++
	w := p.word(at)
	if dayParts[w] && at == i+1 {
		n := 0
		if dir == -1 && w == "night" {
			n = -1
		}
		return timeExpr{kind: timeDay, n: n}, at + 1
	}
	if m := monthOf(w); m > 0 && p.upper(at) {
		return timeExpr{kind: timeDate, month: int(m), dir: dir}, at + 1
	}
	if m := seasonNames[w]; m > 0 && (w != "fall" || p.tag(at) != "VERB") {
		return timeExpr{kind: timeSeason, month: int(m), dir: dir}, at + 1
	}
	if u := timeUnits[w]; u != "" && u != "second" && u != "minute" && u != "hour" && w != "nights" && w != "night" {
		if strings.HasSuffix(w, "s") {
			return timeExpr{kind: timeSpan, dir: dir, n: -1, unit: u}, at + 1 // "the past decades"
		}
		if p.word(i) == "the" && (u == "day" || p.word(i+1) == "current") {
			return timeExpr{}, 0
		}
		return timeExpr{kind: timeUnit, dir: dir, unit: u}, at + 1
	}
	if n, unit, end, _ := p.count(at); end > 0 {
		return timeExpr{kind: timeSpan, dir: dir, n: n, unit: unit}, end
	}
	return timeExpr{}, 0
}

// count parses a number and a unit of time: "two weeks", "a few days", "10
// years", "two-week", "half a year". The count is -1 where it has no number;
// hyphen reports the adjective form.
func (p *timeParser) count(i int) (n int, unit string, end int, hyphen bool) {
	at := i
	if p.word(at) == "half" {
		at++
	}
	w := p.word(at)
	switch {
	case w == "a" || w == "an":
		n, at = 1, at+1
		switch p.word(at) {
		case "few":
			n, at = -1, at+1
		case "couple":
			n, at = 2, at+1
			if p.word(at) == "of" {
				at++
			}
		case "dozen":
			n, at = 12, at+1
		}
	case vagueCounts[w]:
		n, at = -1, at+1
	case numberWords[w] > 0:
		n, at = numberWords[w], at+1
		if n >= 20 && p.word(at) == "-" && numberWords[p.word(at+1)] > 0 && numberWords[p.word(at+1)] < 10 {
			n, at = n+numberWords[p.word(at+1)], at+2
		}
	case atoi(w) >= 0:
		n, at = atoi(w), at+1
	default:
		return 0, "", 0, false
	}
	if (p.word(at) == "or" || p.word(at) == "to") && (numberWords[p.word(at+1)] > 0 || atoi(p.word(at+1)) > 0) {
		at += 2 // "two or three years"
	}
	if p.word(at) == "-" {
		hyphen, at = true, at+1
	}
	if p.word(at) == "more" || p.word(at) == "full" || p.word(at) == "consecutive" || p.word(at) == "straight" {
		at++
	}
	unit = timeUnits[p.word(at)]
	if unit == "" || hyphen && p.word(at+1) == "-" && p.word(at+2) == "old" || p.word(at+1) == "old" || p.word(at+1) == "-" && p.word(at+2) == "old" {
		return 0, "", 0, false
	}
	if unit == "quarter" && n == 1 || p.word(at) == "second" && n != 1 {
		return 0, "", 0, false
	}
	if p.word(i) == "half" {
		n = -1
	}
	return n, unit, at + 1, hyphen
}

// counted parses "two weeks ago", "almost a decade ago" and durations.
func (p *timeParser) counted(i int) (timeExpr, int) {
	at := i
	vague := false
	switch p.word(i) {
	case "almost", "nearly", "about", "around", "roughly", "over", "some", "approximately":
		vague, at = true, i+1
	case "more", "less":
		if p.word(i+1) == "than" {
			vague, at = true, i+2
		}
	}
	n, unit, end, hyphen := p.count(at)
	if end == 0 {
		if u := timeUnits[p.word(at)]; at == i && u != "" && strings.HasSuffix(p.word(at), "s") && p.word(at+1) == "ago" {
			return timeExpr{kind: timeAgo, n: -1, unit: u, vague: true}, at + 2
		}
		return timeExpr{}, 0
	}
	e := timeExpr{kind: timeDuration, n: n, unit: unit, vague: vague}
	switch p.word(end) {
	case "ago":
		e.kind = timeAgo
		return e, end + 1
	case "earlier", "later", "before", "after":
		return e, end // leans on the story's own time: a distance
	}
	single := p.word(at) == "a" || p.word(at) == "an"
	if single && n == 1 && !hyphen && !durationBefore(p.word(i-1)) && !vague {
		return timeExpr{}, 0 // "$300 a week", "twice a year", "a day of rest"
	}
	return e, end
}

func durationBefore(w string) bool {
	switch w {
	case "for", "in", "within", "over", "than", "nearly", "almost", "about", "half", "lasted", "took", "last", "take", "takes", "spent", "every", "per":
		return w != "every" && w != "per"
	}
	return false
}

// decade parses "the 1990s", "the '90s", "the nineties", "the 19th century".
func (p *timeParser) decade(i int) (timeExpr, int) {
	at := i
	if p.word(at) == "the" {
		at++
	}
	part := ""
	if w := p.word(at); at > i && (w == "early" || w == "late" || w == "mid") {
		part = w
		at++
		if p.word(at) == "-" {
			at++
		}
	} else if strings.HasPrefix(w, "mid-") && decadeOf(w[4:]) > 0 {
		return timeExpr{kind: timeDecade, year: decadeOf(w[4:]), part: "mid"}, at + 1
	}
	w := p.word(at)
	if y := yearOf(w); y > 0 && y%10 == 0 && p.word(at+1) == "'s" && at > i {
		return timeExpr{kind: timeDecade, year: y, part: part}, at + 2
	}
	if y := decadeOf(w); y > 0 {
		return timeExpr{kind: timeDecade, year: y, part: part}, at + 1
	}
	if d := decadeWords[w]; d > 0 && at > i {
		return timeExpr{kind: timeDecade, year: 1900 + d, part: part}, at + 1
	}
	n := ordinalOf(w)
	next := at + 1
	if p.word(next) == "-" {
		next++
	}
	if n >= 10 && n <= 21 && p.word(next) == "century" {
		return timeExpr{kind: timeCentury, year: n*100 - 99, part: part}, next + 1
	}
	return timeExpr{}, 0
}

// decadeOf reads "1990s", "'90s" and "90s"; 0 where it is none.
func decadeOf(w string) int {
	if len(w) < 3 || w[len(w)-1] != 's' {
		return 0
	}
	w = strings.TrimSuffix(w[:len(w)-1], "'")
	short := strings.TrimPrefix(w, "'")
	switch n := atoi(short); {
	case n < 0 || n%10 != 0:
		return 0
	case yearOf(short) > 0:
		return n
	case len(short) == 2 && n >= 20:
		return 1900 + n
	}
	return 0
}

// ordinalOf reads "19th" and "nineteenth"; 0 where it is none.
func ordinalOf(w string) int {
	if n := ordinalWords[w]; n > 0 {
		return n
	}
	if len(w) > 2 && (strings.HasSuffix(w, "th") || strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd")) {
		if n := atoi(w[:len(w)-2]); n > 0 {
			return n
		}
	}
	return 0
}

// quarter parses "Q3 2024", "the third quarter of 2024", "the first half of
// the year" and seasons of a year.
func (p *timeParser) quarter(i int) (timeExpr, int) {
	at := i
	if p.word(at) == "the" {
		at++
	}
	w := p.word(at)
	if m := seasonNames[w]; m > 0 {
		if y, stop := p.yearBehind(at + 1); stop > 0 {
			return timeExpr{kind: timeSeason, month: int(m), year: y}, stop
		}
		return timeExpr{}, 0
	}
	e := timeExpr{kind: timeQuarter, unit: "quarter"}
	switch n := ordinalOf(w); {
	case len(w) == 2 && (w[0] == 'q' || w[0] == 'h') && w[1] >= '1' && w[1] <= '4' && p.upper(at):
		e.n = int(w[1] - '0')
		if w[0] == 'h' {
			e.unit = "half"
		}
		at++
	case n >= 1 && n <= 4:
		at++
		if p.word(at) == "-" || p.word(at) == "fiscal" {
			at++
		}
		if p.word(at) != "quarter" && (p.word(at) != "half" || n > 2) {
			return timeExpr{}, 0
		}
		if p.word(at) == "half" {
			e.unit = "half"
		}
		e.n = n
		at++
	default:
		return timeExpr{}, 0
	}
	if y, stop := p.yearBehind(at); stop > 0 {
		e.year = y
		return e, stop
	}
	if p.word(at) == "of" {
		if p.word(at+1) == "the" && p.word(at+2) == "year" {
			return e, at + 3
		}
		if d, ok := direction(p.word(at + 1)); ok && p.word(at+2) == "year" {
			e.dir = d
			return e, at + 3
		}
		if e.unit == "half" {
			return timeExpr{}, 0 // of a match, of a book
		}
	}
	if e.unit == "half" && p.word(i) != "the" {
		return timeExpr{}, 0
	}
	if e.unit == "half" {
		return timeExpr{}, 0
	}
	return e, at
}

// year parses a year alone, where something says that it is one.
func (p *timeParser) year(i int) (timeExpr, int) {
	y := yearOf(p.word(i))
	if y == 0 || p.isCount(i) || y > 2100 {
		return timeExpr{}, 0
	}
	switch p.word(i - 1) {
	case "in", "since", "by", "from", "until", "till", "before", "after", "during", "of", "between", "and", "to", "through", "the", "(", "-", "around", "circa", "for", "year", "its", "his", "her", "their", "a":
		if w := p.word(i + 1); w == "-" && atoi(p.word(i+2)) < 0 && p.word(i-1) != "in" {
			return timeExpr{}, 0 // "the 2000-seat hall"
		}
		return timeExpr{kind: timeDate, year: y}, i + 1
	}
	if w := p.word(i + 1); w == ")" || w == "," || w == "" || w == "." {
		return timeExpr{kind: timeDate, year: y}, i + 1
	}
	return timeExpr{}, 0
}
