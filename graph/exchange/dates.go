package exchange

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/graph"
)

// parseDay reads dates of the precision of a year, month or day, and times.
func parseDay(s string) (start, end time.Time, p graph.Precision, ok bool) {
	for _, f := range []struct {
		layout    string
		precision graph.Precision
	}{
		{"2006-01-02", graph.Day}, {"2006", graph.Year}, {"2006-01", graph.Month}, {time.RFC3339, graph.Instant}, {"2006-01-02T15:04:05", graph.Instant},
	} {
		t, err := time.Parse(f.layout, s)
		if err != nil {
			continue
		}
		start = t.UTC().Truncate(24 * time.Hour)
		switch f.precision {
		case graph.Year:
			end = start.AddDate(1, 0, -1)
		case graph.Month:
			end = start.AddDate(0, 1, -1)
		default:
			end = start
		}
		return start, end, f.precision, true
	}
	return start, end, 0, false
}

// interval makes a claim's time from a first and a last date; nil from none.
// Without a last date it is open: nobody said that it ended.
func interval(from, to string) (*graph.Time, error) {
	if from == "" && to == "" {
		return nil, nil
	}
	t := &graph.Time{Text: strings.Trim(from+"–"+to, "–"), Basis: "data set"}
	if from != "" {
		start, _, p, ok := parseDay(from)
		if !ok {
			return nil, fmt.Errorf("date %q is not year, month or day", from)
		}
		t.Start, t.Precision = start, p
	}
	if to != "" {
		_, end, _, ok := parseDay(to)
		if !ok {
			return nil, fmt.Errorf("date %q is not year, month or day", to)
		}
		t.End, t.Precision = end, graph.RangeOfTime
	}
	return t, nil
}

// onDate makes a claim's time from one date.
func onDate(date string) (*graph.Time, error) {
	t, err := interval(date, "")
	if t != nil {
		_, t.End, _, _ = parseDay(date)
	}
	return t, err
}

// Orders of day and month in dates such as 1/2/2020.
const (
	dayFirst   = "dmy"
	monthFirst = "mdy"
)

var errTwoWays = errors.New(`can be read two ways: say "dates": "dmy" or "mdy" in the mapping`)

// isoDay rewrites a date as spreadsheets show them, 1.2.2020 or 1/31/2020, with
// or without a time behind it. With points the day comes first; else the order
// decides, or that a month has no more than 12. What is no such date stays as
// it is.
func isoDay(s, order string) (string, error) {
	date, _, _ := strings.Cut(s, " ")
	for _, sep := range []string{".", "/", "-"} {
		f := strings.Split(date, sep)
		if len(f) != 3 || len(f[2]) != 4 || len(f[0]) > 2 || len(f[1]) > 2 {
			continue
		}
		var n [3]uint64
		for i := range f {
			var err error
			if n[i], err = strconv.ParseUint(f[i], 10, 16); err != nil {
				return s, nil
			}
		}
		day, month := n[0], n[1]
		switch {
		case order == monthFirst, order == "" && sep != "." && month > 12:
			day, month = month, day
		case order == "" && sep != "." && day <= 12 && day != month:
			return "", fmt.Errorf("date %q %w", s, errTwoWays)
		}
		return fmt.Sprintf("%04d-%02d-%02d", n[2], month, day), nil
	}
	return s, nil
}
