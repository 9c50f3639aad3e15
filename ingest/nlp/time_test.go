package nlp

import (
	"strings"
	"testing"
	"time"

	"dossier/ingest/article"
)

// published is a Friday.
var published = time.Date(2025, 7, 18, 9, 30, 0, 0, time.UTC)

func timesOf(text string, at time.Time) []Time {
	an := &Analysis{Text: text}
	segment(an, regionsOf(&article.Article{Text: text}))
	findTimes(an, at)
	return an.Times
}

func show(times []Time) string {
	var out []string
	for _, t := range times {
		day := func(d time.Time) string {
			if d.IsZero() {
				return "…"
			}
			return d.Format("2006-01-02")
		}
		s := t.Text + " = " + t.Precision
		if !t.Start.IsZero() || !t.End.IsZero() {
			s += " " + day(t.Start)
			if !t.End.Equal(t.Start) {
				s += "/" + day(t.End)
			}
		}
		if t.Duration {
			s += " duration"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestTimes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"On 15, July 2025 the port shut.", "15, July 2025 = day 2025-07-15"},
		{"It shut on July 3rd, 2024, he said.", "July 3rd, 2024 = day 2024-07-03"},
		{"It opened on the 3rd of March 2021.", "the 3rd of March 2021 = day 2021-03-03"},
		{"The deal of 2024-11-05 ended.", "2024-11-05 = day 2024-11-05"},
		{"The deal of 11/25/2024 ended.", "11/25/2024 = day 2024-11-25"},
		{"The deal of 25.11.2024 ended.", "25.11.2024 = day 2024-11-25"},
		{"She said on Friday that it shut.", "Friday = day 2025-07-18"},
		{"She said on Wednesday that it shut.", "Wednesday = day 2025-07-16"},
		{"She said last Monday that it shut.", "last Monday = day 2025-07-14"},
		{"She said Thursday evening that it shut.", "Thursday evening = day 2025-07-17"},
		{"She met him on Tuesday, July 1, in Riga.", "Tuesday, July 1 = day 2025-07-01"},
		{"She met him at 5 p.m. on Tuesday.", "5 p.m. on Tuesday = instant 2025-07-15"},
		{"She won it in the 2023/24 season.", "2023/24 = range 2023-01-01/2024-12-31"},
		{"It runs from 5 to 9 May.", "from 5 to 9 May = range 2025-05-05/2025-05-09"},
		{"He was held in May last year.", "May last year = month 2024-05-01/2024-05-31"},
		{"They play on Sunday week.", "Sunday week = day 2025-07-27"},
		{"It began at 10.30am on Monday.", "10.30am on Monday = instant 2025-07-14"},
		{"It began at 6:30 p.m. Thursday.", "6:30 p.m. Thursday = instant 2025-07-17"},
		{"It was open as recently as April.", "April = month 2025-04-01/2025-04-30"},
		{"It will melt by the end of the century.", "by the end of the century = range …/2100-12-31"},
		{"He must answer by Monday.", "by Monday = range …/2025-07-21"},
		{"It was found earlier this week.", "earlier this week = range 2025-07-14/2025-07-18"},
		{"It was found last week.", "last week = week 2025-07-07/2025-07-13"},
		{"It was found last month.", "last month = month 2025-06-01/2025-06-30"},
		{"Sales fell late last year.", "late last year = range 2024-09-01/2024-12-31"},
		{"A review took two weeks.", "two weeks = unknown duration"},
		{"He ordered a two-week review.", "two-week = unknown duration"},
		{"It began almost a decade ago.", "almost a decade ago = range 2013-01-01/2017-12-31"},
		{"It began three years ago.", "three years ago = year 2022-01-01/2022-12-31"},
		{"It began 10 days ago.", "10 days ago = day 2025-07-08"},
		{"He has worked there since 2019.", "since 2019 = range 2019-01-01/…"},
		{"It grew between March and May.", "between March and May = range 2025-03-01/2025-05-31"},
		{"It grew from 2019 to 2021 only.", "from 2019 to 2021 = range 2019-01-01/2021-12-31"},
		{"The 2019-21 plan and the 2016 vote.", "2019-21 = range 2019-01-01/2021-12-31; 2016 = year 2016-01-01/2016-12-31"},
		{"It ends in early August.", "early August = range 2025-08-01/2025-08-11"},
		{"It met on March 3-5, 2024.", "March 3-5, 2024 = range 2024-03-03/2024-03-05"},
		{"Sales rose in the third quarter of 2024.", "the third quarter of 2024 = range 2024-07-01/2024-09-30"},
		{"Sales rose in Q1 2023.", "Q1 2023 = range 2023-01-01/2023-03-31"},
		{"In the late 1980s it was small.", "the late 1980s = range 1986-09-01/1989-12-31"},
		{"In the 1990s it was small.", "the 1990s = decade 1990-01-01/1999-12-31"},
		{"It opened in mid-June.", "mid-June = range 2025-06-11/2025-06-20"},
		{"He leaves at the end of 2026.", "the end of 2026 = range 2026-11-26/2026-12-31"},
		{"In the past two years it shrank.", "the past two years = range 2023-07-18/2025-07-18"},
		{"Yesterday it rained; today it does not.", "Yesterday = day 2025-07-17; today = day 2025-07-18"},
		{"The law of December 3 fell.", "December 3 = day 2024-12-03"},
		{"Mrs May may march through the town.", ""},
		{"He is 34 years old and earns $300 a week.", ""},
		{"About 2000 people came.", ""},
		{"The 34-year-old man left after 2 days.", "2 days = unknown duration"},
	} {
		if got := show(timesOf(c.text, published)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// TestTimesAnchor shows what an expression is resolved against.
func TestTimesAnchor(t *testing.T) {
	for _, c := range []struct {
		text, basis string
		at          time.Time
	}{
		{"She said on Monday it was shut.", "weekday before publication", published},
		{"She said on Monday it was shut.", "", time.Time{}},
		{"July 18, 2025. She said on Monday it was shut.", "weekday before a date in the text", time.Time{}},
	} {
		times := timesOf(c.text, c.at)
		if got := times[len(times)-1]; got.Basis != c.basis || got.Start.IsZero() != (c.basis == "") {
			t.Errorf("%s: %+v, want basis %q", c.text, got, c.basis)
		}
	}
}
