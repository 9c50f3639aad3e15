package nlp

import "time"

// relativeOf tells what an expression means by the day it is written on, if
// that depends on the weekday alone: "Friday", "yesterday", "last week".
func relativeOf(an *Analysis, e *timeExpr, t *Time) *Relative {
	if e.to != nil || !t.Start.IsZero() || !t.End.IsZero() {
		return nil
	}
	switch {
	case e.kind == timeWeekday, e.kind == timeDay:
	case e.kind == timeUnit && (e.unit == "day" || e.unit == "week" || e.unit == "weekend"):
	case e.kind == timeAgo && e.n >= 0 && e.n <= 14 && (e.unit == "day" || e.unit == "week" && e.n <= 8):
	default:
		return nil
	}
	r := &Relative{}
	for w := range r.Days {
		day := date(2023, 1, 1+w) // the first of 2023 was a Sunday
		at := *t
		timeAnchor{day, "story"}.resolve(an, e, &at)
		for i, end := range []time.Time{at.Start, at.End} {
			if !end.IsZero() {
				r.Ends[i] = true
				r.Days[w][i] = int(end.Sub(day).Hours() / 24)
			}
		}
		r.Precision = at.Precision
	}
	if !r.Ends[0] && !r.Ends[1] {
		return nil
	}
	return r
}
