package nlp

import (
	"time"

	"dossier/ingest/article"
)

// A timeAnchor is the day relative expressions are resolved against.
type timeAnchor struct {
	day  time.Time // zero: nothing to resolve against
	name string    // "publication" or "a date in the text"
}

// anchorSentences is how far into a text a date may stand that the text is
// taken to be written on or about: a dateline, a lead. Dates further down
// belong to the story's past as likely.
const anchorSentences = 12

// anchorOf returns the publication day, else a full date of the byline, else
// the first full date of the first sentences.
func anchorOf(an *Analysis, exprs []timeExpr, published time.Time) timeAnchor {
	if !published.IsZero() {
		return timeAnchor{dayOfTime(published), "publication"}
	}
	var first time.Time
	sentence := 0
	for i := range exprs {
		e := &exprs[i]
		day, ok := fullDate(e)
		if !ok {
			continue
		}
		for an.Sentences[sentence].Last <= e.first {
			sentence++
		}
		if an.Sentences[sentence].Region == article.Byline {
			return timeAnchor{day, "a date in the text"}
		}
		if first.IsZero() && sentence < anchorSentences {
			first = day
		}
	}
	return timeAnchor{first, "a date in the text"}
}

// fullDate returns the day of an expression that gives year, month and day.
func fullDate(e *timeExpr) (time.Time, bool) {
	if e.kind != timeDate || e.year == 0 || e.month == 0 || e.day == 0 {
		return time.Time{}, false
	}
	d := date(e.year, e.month, e.day)
	return d, d.Day() == e.day
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func dayOfTime(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return date(y, int(m), d)
}

// An interval is what an expression stands for; the zero interval is unknown.
type interval struct {
	start, end       time.Time // inclusive days
	precision, basis string
}

// resolve fills in the interval of an expression.
func (a timeAnchor) resolve(an *Analysis, e *timeExpr, t *Time) {
	t.Precision, t.Duration = "unknown", e.kind == timeDuration
	if t.Duration {
		return
	}
	tense := tenseOf(an, e)
	in, ok := a.interval(e, tense)
	if ok && e.to != nil {
		if e.to.year == 0 && e.year == 0 {
			e.to.year = in.start.Year()
		}
		var to interval
		if to, ok = a.interval(e.to, tense); ok && !to.end.Before(in.start) {
			in.end, in.precision = to.end, "range"
		}
	}
	if !ok {
		if e.kind == timeClock {
			t.Precision = "instant"
		}
		return
	}
	t.Start, t.End, t.Precision, t.Basis = in.start, in.end, in.precision, in.basis
	switch e.bound {
	case "since":
		t.End, t.Precision = time.Time{}, "range"
	case "until", "by":
		t.Start, t.Precision = time.Time{}, "range"
	case "before":
		t.Start, t.End, t.Precision = time.Time{}, in.start.AddDate(0, 0, -1), "range"
	case "after":
		t.Start, t.End, t.Precision = in.end.AddDate(0, 0, 1), time.Time{}, "range"
	}
}

// interval resolves one expression without its bound and other end. Tense is
// above zero for the future, below for the past, 0 where nothing tells.
func (a timeAnchor) interval(e *timeExpr, tense int) (interval, bool) {
	if e.kind == timeDate && e.year > 0 || e.year > 0 && (e.kind == timeDecade || e.kind == timeCentury || e.kind == timeQuarter || e.kind == timeSeason) {
		in, ok := calendar(e, e.year)
		in.basis = "absolute"
		return in, ok
	}
	if a.day.IsZero() {
		return interval{}, false
	}
	if e.bound == "by" || e.bound == "until" {
		tense = 1
	}
	basis := "relative to " + a.name
	switch e.kind {
	case timeDate, timeSeason:
		in, ok := calendar(e, a.year(e, tense))
		in.basis = "year from " + a.name
		return in, ok
	case timeWeekday:
		return a.weekday(e, tense), true
	case timeDay:
		d := a.day.AddDate(0, 0, e.n)
		return interval{d, d, clocked(e, "day"), basis}, true
	case timeUnit:
		return a.unit(e, basis)
	case timeQuarter:
		in, ok := calendar(e, a.day.Year()+yearShift(e.dir))
		in.basis = "year from " + a.name
		return in, ok
	case timeAgo:
		if e.n < 0 {
			return interval{}, false
		}
		return around(back(a.day, e.unit, e.n), e, basis)
	case timeSpan:
		if e.n < 0 {
			return interval{}, false
		}
		if e.dir == 1 {
			return interval{a.day, back(a.day, e.unit, -e.n), "range", basis}, true
		}
		return interval{back(a.day, e.unit, e.n), a.day, "range", basis}, true
	}
	return interval{}, false
}

func clocked(e *timeExpr, precision string) string {
	if e.clock {
		return "instant"
	}
	return precision
}

func yearShift(dir int) int {
	if dir == 2 {
		return 0
	}
	return dir
}

// calendar returns the stretch of a given year that an expression names.
func calendar(e *timeExpr, y int) (interval, bool) {
	switch e.kind {
	case timeDecade:
		return part(interval{start: date(y, 1, 1), end: date(y+9, 12, 31), precision: "decade"}, e.part), true
	case timeCentury:
		return part(interval{start: date(y, 1, 1), end: date(y+99, 12, 31), precision: "range"}, e.part), true
	case timeQuarter:
		length := 3
		if e.unit == "half" {
			length = 6
		}
		if e.n*length > 12 {
			return interval{}, false
		}
		start := date(y, (e.n-1)*length+1, 1)
		return interval{start: start, end: start.AddDate(0, length, -1), precision: "range"}, true
	case timeSeason:
		start := date(y, e.month, 1)
		return interval{start: start, end: start.AddDate(0, 3, -1), precision: "range"}, true
	}
	switch {
	case e.month == 0:
		return part(interval{start: date(y, 1, 1), end: date(y, 12, 31), precision: "year"}, e.part), true
	case e.day == 0:
		start := date(y, e.month, 1)
		return part(interval{start: start, end: start.AddDate(0, 1, -1), precision: "month"}, e.part), true
	}
	d := date(y, e.month, e.day)
	return interval{start: d, end: d, precision: clocked(e, "day")}, d.Day() == e.day
}

// part narrows an interval to its first, middle or last third, or to its
// first or last tenth for "start" and "end".
func part(in interval, name string) interval {
	days := int(in.end.Sub(in.start).Hours()/24) + 1
	from, to := 0, days
	switch name {
	case "":
		return in
	case "early", "earlier":
		to = (days + 2) / 3
	case "mid":
		from, to = days/3, days-days/3
	case "late", "later":
		from = days - (days+2)/3
	case "start":
		to = max(1, days/10)
	case "end":
		from = days - max(1, days/10)
	}
	in.start, in.end = in.start.AddDate(0, 0, from), in.start.AddDate(0, 0, to-1)
	in.precision = "range"
	return in
}

// year chooses the year of a date given without one: by direction or tense,
// else the nearest, with the past counted three times as near.
func (a timeAnchor) year(e *timeExpr, tense int) int {
	at := func(y int) time.Time {
		if e.day > 0 {
			return date(y, e.month, e.day)
		}
		return date(y, e.month, 1).AddDate(0, 1, -1) // the present month is not yet past
	}
	y := a.day.Year()
	last, next := y, y
	if at(y).After(a.day) {
		last--
	} else {
		next++
	}
	month := int(a.day.Month())
	switch {
	case e.dir == 2 || e.dir == 6:
		return y
	case e.dir == -3 || e.dir == 3:
		return y + e.dir/3
	case e.month == month && e.day == 0 && e.dir == 0:
		return y
	case e.dir == -1 || e.dir == 0 && tense < 0:
		if e.dir == 0 && a.sameMonthAhead(e) {
			return y
		}
		return last
	case e.dir == 1 || tense > 0:
		return next
	}
	past, ahead := a.day.Sub(at(last)), at(next).Sub(a.day)
	if past <= 3*ahead {
		return last
	}
	return next
}

// sameMonthAhead reports a day of the present month that is still to come:
// "was set for July 30" is not of last year.
func (a timeAnchor) sameMonthAhead(e *timeExpr) bool {
	ahead := date(a.day.Year(), e.month, max(1, e.day)).Sub(a.day)
	return ahead > 0 && ahead <= 10*24*time.Hour
}

// weekday resolves the name of a day of the week.
func (a timeAnchor) weekday(e *timeExpr, tense int) interval {
	behind := (int(a.day.Weekday()) - e.weekday + 7) % 7 // days since the last one, 0 today
	monday := a.day.AddDate(0, 0, -(int(a.day.Weekday())+6)%7)
	ofWeek := monday.AddDate(0, 0, (e.weekday+6)%7)
	var d time.Time
	switch {
	case e.dir == 5:
		d = a.day.AddDate(0, 0, (7-behind)%7+7)
	case e.dir == -3:
		d = ofWeek.AddDate(0, 0, -7)
	case e.dir == 3 || e.dir == 1:
		d = ofWeek.AddDate(0, 0, 7)
	case e.dir == 6:
		d = ofWeek
	case e.dir == -1 && behind == 0:
		d = a.day.AddDate(0, 0, -7)
	case e.dir == 2 && tense >= 0, e.dir == 0 && tense > 0:
		d = a.day.AddDate(0, 0, (7-behind)%7)
	default:
		d = a.day.AddDate(0, 0, -behind)
	}
	basis := "weekday before " + a.name
	switch {
	case d.After(a.day):
		basis = "weekday after " + a.name
	case d.Equal(a.day):
		basis = "weekday of " + a.name
	}
	return interval{d, d, clocked(e, "day"), basis}
}

// unit resolves "this week", "last month", "earlier this year".
func (a timeAnchor) unit(e *timeExpr, basis string) (interval, bool) {
	shift := yearShift(e.dir)
	y, m := a.day.Year(), int(a.day.Month())
	in := interval{precision: e.unit, basis: basis}
	switch e.unit {
	case "day":
		d := a.day.AddDate(0, 0, shift)
		in.start, in.end = d, d
	case "week":
		in.start = a.day.AddDate(0, 0, -(int(a.day.Weekday())+6)%7+7*shift)
		in.end = in.start.AddDate(0, 0, 6)
	case "weekend":
		saturday := a.day.AddDate(0, 0, 6-(int(a.day.Weekday())+6)%7-1)
		if int(a.day.Weekday()+6)%7 < 5 && e.dir == -1 || e.dir == 1 || e.dir == 2 {
			saturday = saturday.AddDate(0, 0, 7*shift)
		}
		in.start, in.end, in.precision = saturday, saturday.AddDate(0, 0, 1), "range"
	case "month":
		in.start = date(y, m+shift, 1)
		in.end = in.start.AddDate(0, 1, -1)
	case "quarter":
		in.start = date(y, (m-1)/3*3+1+3*shift, 1)
		in.end, in.precision = in.start.AddDate(0, 3, -1), "range"
	case "year":
		in.start, in.end = date(y+shift, 1, 1), date(y+shift, 12, 31)
	case "decade":
		y = y/10*10 + 10*shift
		in.start, in.end = date(y, 1, 1), date(y+9, 12, 31)
	case "century":
		y = (y-1)/100*100 + 1 + 100*shift
		in.start, in.end, in.precision = date(y, 1, 1), date(y+99, 12, 31), "range"
	default:
		return interval{}, false
	}
	switch {
	case e.part == "earlier" && e.dir == 2:
		in.end, in.precision = a.day, "range" // "earlier this week": up to now
	case e.part == "later" && e.dir == 2:
		in.start, in.precision = a.day, "range"
	default:
		in = part(in, e.part)
	}
	return in, true
}

// back goes n units back from a day.
func back(d time.Time, unit string, n int) time.Time {
	if n > 5000 || n < -5000 {
		n = 5000
	}
	switch unit {
	case "day":
		return d.AddDate(0, 0, -n)
	case "week", "weekend":
		return d.AddDate(0, 0, -7*n)
	case "fortnight":
		return d.AddDate(0, 0, -14*n)
	case "month":
		return d.AddDate(0, -n, 0)
	case "quarter":
		return d.AddDate(0, -3*n, 0)
	case "year":
		return d.AddDate(-n, 0, 0)
	case "decade":
		return d.AddDate(-10*n, 0, 0)
	case "century":
		return d.AddDate(-100*n, 0, 0)
	}
	return d
}

// around widens a day to what the unit of "three years ago" can mean: the
// day, week, month, year or, for decades, a quarter of the way on each side.
func around(d time.Time, e *timeExpr, basis string) (interval, bool) {
	in := interval{d, d, "day", basis}
	switch e.unit {
	case "day", "hour", "minute", "second":
	case "week", "fortnight", "weekend":
		in = interval{d.AddDate(0, 0, -3), d.AddDate(0, 0, 3), "week", basis}
	case "month", "quarter":
		start := date(d.Year(), int(d.Month()), 1)
		in = interval{start, start.AddDate(0, 1, -1), "month", basis}
	case "year":
		in = interval{date(d.Year(), 1, 1), date(d.Year(), 12, 31), "year", basis}
	default:
		span := 2 * max(1, e.n)
		if e.unit == "century" {
			span = 20 * max(1, e.n)
		}
		in = interval{date(d.Year()-span, 1, 1), date(d.Year()+span, 12, 31), "range", basis}
	}
	return in, true
}
