package nlp

import (
	"strconv"
	"strings"
	"time"
)

var monthNames = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var weekdayNames = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
}

var seasonNames = map[string]time.Month{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

// timeUnits maps units of time to their singular.
var timeUnits = map[string]string{
	"second": "second", "seconds": "second", "minute": "minute", "minutes": "minute", "hour": "hour", "hours": "hour",
	"day": "day", "days": "day", "night": "day", "nights": "day", "week": "week", "weeks": "week", "fortnight": "fortnight", "weekend": "weekend",
	"month": "month", "months": "month", "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
	"decade": "decade", "decades": "decade", "century": "century", "centuries": "century",
}

// numberWords are the cardinals one writes out; vague ones are below.
var numberWords = map[string]int{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
	"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "hundredth": 100, "thousandth": 1000, "millionth": 1000000,
}

var decadeWords = map[string]int{
	"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}

// dayParts follow a day without changing it: "Friday evening".
var dayParts = map[string]bool{"morning": true, "afternoon": true, "evening": true, "night": true, "noon": true, "midnight": true}

// vagueCounts are counts without a number.
var vagueCounts = map[string]bool{"several": true, "few": true, "many": true, "some": true}

// atoi reads a short run of ASCII digits; -1 where it is none.
func atoi(s string) int {
	if s == "" || len(s) > 6 {
		return -1
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
	}
	n, _ := strconv.Atoi(s)
	return n
}

// monthOf reads a month's name or abbreviation, 0 where it is none.
func monthOf(word string) time.Month { return monthNames[strings.TrimSuffix(word, ".")] }

// yearOf reads a year of four digits that news may mean, 0 where it is none.
func yearOf(word string) int {
	if n := atoi(word); len(word) == 4 && n >= 1400 && n <= 2199 {
		return n
	}
	return 0
}

// dayOf reads the day of a month: "15", "15th"; 0 where it is none.
func dayOf(word string) int {
	if len(word) > 2 {
		switch word[len(word)-2:] {
		case "st", "nd", "rd", "th":
			word = word[:len(word)-2]
		}
	}
	if n := atoi(word); len(word) <= 2 && n >= 1 && n <= 31 {
		return n
	}
	return 0
}
