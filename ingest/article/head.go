package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestHead is how many lines may stand before the first running text and
// still be the head of a page: section names, headline, standfirst, byline.
const longestHead = 24

// kicker is what may stand over a headline: the name of a section or a flag.
var kicker = whole(`((the )?(breaking|latest|top|live|local|world|national|international|uk|us|u\.s\.|business|sports?|political|daily) )?` +
	`(news|live|breaking|exclusive|updated?s?|(press|news|media) release|(for )?immediate release|developing|just in|alert|world|politics|business|companies|economy|economics|markets?|money|finance|tech(nology)?|science|` +
	`health|sports?|football|cricket|opinion|comment|editorial|analysis|explainer|features?|investigations?|special report|interview|video|watch|national|` +
	`international|local|metro|region(al)?|europe|asia|asia[ -]pacific|africa|americas|latin america|middle east|uk|us|u\.s\.|india|china|australia|` +
	`environment|climate|energy|education|crime|law|courts?|security|defen[cs]e|culture|entertainment|arts|life(style)?|travel|stor(y|ies)|headlines|report)` +
	`( news)?( [/|›»>-] [\p{L} ]{2,30})*`)

// role is a line that says what the writer named beside it does.
var role = whole(`((chief|senior|staff|special|deputy|foreign|assistant|executive|managing|associate|[\p{L}]+) ){0,4}` +
	`(editor|reporter|correspondent|writer|journalist|columnist|bureau chief|contributor|producer)s?(,? (in|at|for|of) .{2,40}|, .{2,40})?`)

// writer is a line of one or a few names of people, and nothing else.
var writer = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’-]+ ){1,3}\p{Lu}[\p{L}'’-]+((,| and| &) (\p{Lu}[\p{L}.'’-]+ ){1,3}\p{Lu}[\p{L}'’-]+)*$`)

// contact is a line of addresses of the writer.
var contact = whole(`(e-?mail:? ?)?([\w.+-]+@[\w.-]+|@\w+|twitter:? ?@?\w+)( ?[|,·•/-]? ?([\w.+-]+@[\w.-]+|@\w+))*`)

// headKinds gives the lines before the first running text their kind where it
// can be told, "" elsewhere. With titled, one of them may be the headline.
func headKinds(lines []line, known []RegionKind, titled bool) []RegionKind {
	kinds := make([]RegionKind, headEnd(lines, known))
	headline := -1
	for i := range kinds {
		s := strings.TrimSpace(lines[i].text)
		switch kind, ok := furnitureKind(s); {
		case s == "" || known[i] != "":
		case ok:
			kinds[i] = kind
		case titled && headline < 0 && (kicker.MatchString(s) || len(strings.Fields(s)) < 2):
			kinds[i] = Navigation
		case titled && headline < 0 && isTitle(s, next(lines, i)):
			kinds[i], headline = Title, i
		}
	}
	for i := range kinds {
		s := strings.TrimSpace(lines[i].text)
		if s != "" && kinds[i] == "" && known[i] == "" && i > headline &&
			(role.MatchString(s) || writer.MatchString(s) && besideByline(lines, kinds, i)) {
			kinds[i] = Byline
		}
	}
	return kinds
}

// headEnd counts the lines of the head: those before the first running text or
// heading of another stretch. A text without running text, or that begins with
// it, has none.
func headEnd(lines []line, known []RegionKind) int {
	full := 0
	for i, l := range lines {
		s := strings.TrimSpace(l.text)
		if s == "" {
			continue
		}
		if full++; full > longestHead {
			return 0
		}
		_, _, begins := heading(s, false)
		if begins || isProse(s) || known[i] != "" && known[i] != Title {
			return i
		}
	}
	return 0
}

// isProse reports whether a line is running text: a sentence of some length.
func isProse(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"'”’)`))
	return len(s) > 60 && strings.ContainsRune(".?!…", last) && !isMenu(s) && !datesOnly(s) || len(s) > 220
}

// besideByline reports whether a neighbour of line i is of the byline, or says
// what a writer does.
func besideByline(lines []line, kinds []RegionKind, i int) bool {
	for _, step := range []int{-1, 1} {
		for j := i + step; j >= 0 && j < len(kinds); j += step {
			s := strings.TrimSpace(lines[j].text)
			if s == "" {
				continue
			}
			if kinds[j] == Byline || role.MatchString(s) {
				return true
			}
			break
		}
	}
	return false
}

// isMenu reports whether a line is a bar of links: three or more short items
// with strokes or dots between them.
func isMenu(s string) bool {
	for _, by := range []string{" | ", " • ", " · ", " » ", " / "} {
		items := strings.Split(strings.Trim(s, by), by)
		if len(items) < 3 {
			continue
		}
		for _, item := range items {
			if len(strings.Fields(item)) > 4 || strings.HasSuffix(item, ".") {
				return false
			}
		}
		return true
	}
	return false
}

// words that a line of dates and times may hold besides numbers.
var dateWord = regexp.MustCompile(`(?i)^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?|` +
	`(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?|am|pm|a\.m|p\.m|noon|midnight|gmt|utc|bst|[ecmp][ds]?t|cest|ist|eat|wat|sast|jst|kst|sgt|aest|` +
	`at|on|of|in|and|the|last|first|posted|published|updated?|modified|created|date|an?|ago|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?|` +
	`yesterday|today|now|just|\d{1,2}(st|nd|rd|th)|\d{1,2}([:.]\d{2}){0,2}(am|pm|h)?|\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(t[\d:.]+z?)?|[+-]\d{2}:?\d{2})$`)

// datesOnly reports whether a line tells a date or a time, and nothing else.
func datesOnly(s string) bool {
	if len(s) > 120 || !strings.ContainsFunc(s, unicode.IsDigit) {
		return false
	}
	dated := false
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",|•·()[]–—;", r) }) {
		if w = strings.Trim(w, ":.-"); w == "" {
			continue
		}
		if !dateWord.MatchString(w) {
			return false
		}
		dated = dated || len(w) >= 3 && unicode.IsLetter(rune(w[0])) || strings.ContainsAny(w, ":/-")
	}
	return dated
}
