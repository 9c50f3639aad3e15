package article

import (
	"strings"
	"time"
)

var instants = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05",
	"2006-01-02 15:04", time.RFC1123Z, time.RFC1123,
}

var days = []string{
	"2006-01-02", "2006/01/02", "20060102",
	"January 2, 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 January 2006", "2 Jan 2006", "2 Jan. 2006",
	"Monday, January 2, 2006", "Monday, 2 January 2006", "Monday 2 January 2006", "Mon, 2 Jan 2006",
	"2, January 2006",
}

// ParseDate reads a publication date as sources write it: ISO 8601, RFC 1123,
// or in English words. dayOnly reports that no time of day was given. Orders of
// digits that differ between countries (03/04/2025) are not guessed at.
func ParseDate(s string) (t time.Time, dayOnly, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range instants {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), false, sane(t)
		}
	}
	for _, layout := range days {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true, sane(t)
		}
	}
	return time.Time{}, false, false
}

// sane keeps out the year 1 and other artefacts; no news is older than print.
func sane(t time.Time) bool { return t.Year() >= 1600 && t.Year() < 2200 }
