package nlp

import (
	"math"
	"strings"
)

// findValues appends money, percentages, quantities, ordinals and durations,
// in text order and without overlap. What a time expression covers is no
// value, except durations, which are both; a number inside a name is none. It
// runs after findTimes and findNames; tags and heads sharpen it.
func findValues(an *Analysis) {
	v := valueParser{an: an}
	for _, s := range an.Sentences {
		v.sentence(s)
	}
}

type valueParser struct {
	an    *Analysis
	base  int
	words []string // of the sentence, lower-case, dashes and quotes folded
	time  int      // index of the next time expression
	name  int      // index of the next name
}

func (v *valueParser) sentence(s Sentence) {
	v.base, v.words = s.First, v.words[:0]
	for i := s.First; i < s.Last; i++ {
		v.words = append(v.words, strings.ToLower(fold(v.an.word(i))))
	}
	for i := 0; i < len(v.words); {
		if end := v.skipTime(i); end > i {
			i = end
			continue
		}
		val, end := v.parse(i)
		if end <= i || v.inName(i) && val.Type != "money" {
			i++
			continue
		}
		v.add(val, i, end)
		i = end
	}
}

func (v *valueParser) add(val Value, first, end int) {
	val.Span = Span{Start: v.an.Tokens[v.base+first].Start, End: v.an.Tokens[v.base+end-1].End}
	val.Text = strings.Join(strings.Fields(v.an.Text[val.Start:val.End]), " ")
	v.an.Values = append(v.an.Values, val)
}

// skipTime returns the end of the time expression that covers word i; one
// that is a duration is entered as a value.
func (v *valueParser) skipTime(i int) int {
	at := v.an.Tokens[v.base+i].Start
	times := v.an.Times
	for v.time < len(times) && times[v.time].Span.End <= at {
		v.time++
	}
	if v.time == len(times) || times[v.time].Span.Start > at {
		return i
	}
	t := times[v.time]
	end := i
	for end < len(v.words) && v.an.Tokens[v.base+end].Start < t.Span.End {
		end++
	}
	if t.Duration {
		p := timeParser{an: v.an, base: v.base, words: v.words}
		if e, stop := p.counted(i); stop > i && e.n >= 0 {
			v.add(Value{Type: "duration", Number: float64(e.n), Unit: e.unit}, i, end)
		}
	}
	return end
}

// inName reports whether a name covers word i.
func (v *valueParser) inName(i int) bool {
	names, first := v.an.Mentions, v.base+i
	for v.name < len(names) && names[v.name].Last <= first {
		v.name++
	}
	return v.name < len(names) && names[v.name].First <= first
}

func (v *valueParser) word(i int) string {
	if i < 0 || i >= len(v.words) {
		return ""
	}
	return v.words[i]
}

func (v *valueParser) token(i int) *Token {
	if i < 0 || i >= len(v.words) {
		return &Token{}
	}
	return &v.an.Tokens[v.base+i]
}

// parse reads the value that begins at word i; end is 0 where none does.
func (v *valueParser) parse(i int) (Value, int) {
	if val, end := v.money(i); end > 0 {
		return val, end
	}
	n, end := v.number(i, false)
	if end == 0 {
		return v.ordinal(i)
	}
	if m := shortMultipliers[v.word(end)]; m > 0 && v.token(end-1).End == v.token(end).Start && (v.plural(end+1) || v.plural(end+2) || v.plural(end+3)) {
		n, end = scaled(n, m), end+1 // "9m pensioners", but "9m tall"
	}
	switch w := v.word(end); {
	case w == "%" || w == "percent" || w == "pct":
		return Value{Type: "percent", Number: n, Unit: "%"}, end + 1
	case w == "per" && v.word(end+1) == "cent":
		return Value{Type: "percent", Number: n, Unit: "%"}, end + 2
	case w == "percentage" && strings.HasPrefix(v.word(end+1), "point"):
		return Value{Type: "percent", Number: n, Unit: "percentage point"}, end + 2
	case w == "-" && (v.word(end+1) == "percent" || v.word(end+1) == "%"):
		return Value{Type: "percent", Number: n, Unit: "%"}, end + 2
	}
	if code, stop := v.currencyBehind(end, n); stop > 0 {
		return Value{Type: "money", Number: n, Unit: code}, stop
	}
	return v.quantity(i, end, n)
}

// money reads an amount with its sign or code in front.
func (v *valueParser) money(i int) (Value, int) {
	word := v.an.word(v.base + i)
	if sign, figures := fusedSum(word); sign != "" {
		return v.fused(i, fusedSigns[sign], figures)
	}
	code, at := currencyBefore(word), i+1
	if w := strings.ReplaceAll(v.word(i), ".", ""); v.word(i+1) == "$" && v.token(i).End == v.token(i+1).Start && currencySigns[w+"$"] != "" {
		code, at = currencySigns[w+"$"], i+2
	}
	if code == "" || len(word) == 1 && at == i+1 && word != "$" && v.token(i).End < v.token(at).Start {
		return Value{}, 0
	}
	n, end := v.number(at, true)
	if end == 0 || v.word(at) == "a" || v.word(at) == "an" {
		return Value{}, 0
	}
	return Value{Type: "money", Number: n, Unit: code}, end
}

// fused reads an amount whose code is written on to its figures: "N33.8bn".
func (v *valueParser) fused(i int, code, figures string) (Value, int) {
	n, rest, ok := figure(figures)
	scale := func(w string) float64 { return max(multipliers[w], shortMultipliers[w]) }
	switch end := i + 1; {
	case !ok:
		return Value{}, 0
	case rest != "":
		return Value{Type: "money", Number: scaled(n, scale(rest)), Unit: code}, end
	case scale(v.word(end)) > 0:
		return Value{Type: "money", Number: scaled(n, scale(v.word(end))), Unit: code}, end + 1
	default:
		return Value{Type: "money", Number: n, Unit: code}, end
	}
}

func isUpperWord(w string) bool { return w != "" && w == strings.ToUpper(w) }

// currencyBehind reads the currency behind an amount.
func (v *valueParser) currencyBehind(i int, n float64) (code string, end int) {
	if v.word(i) == "-" && currencyWords[v.word(i+1)] != "" {
		i++
	}
	w := v.word(i)
	if w == "hong" || w == "new" || w == "sri" {
		i++
		w = strings.Replace(v.word(i), "lankan", "sri", 1)
	}
	if nation := dollarNations[w]; nation != "" && (currencyWords[v.word(i+1)] != "" || strings.HasPrefix(v.word(i+1), "pound")) {
		return nation, i + 2
	}
	switch {
	case w == "€" || w == "£":
		return currencySigns[w], i + 1
	case w == "won" && v.token(i).UPOS == "VERB", w == "rand" && v.token(i).UPOS == "PROPN":
		return "", 0
	case w == "pounds" && (n >= 1e6 || v.word(i+1) == "sterling"):
		if v.word(i+1) == "sterling" {
			i++
		}
		return "GBP", i + 1
	}
	if code = currencyWords[w]; code != "" {
		return code, i + 1
	}
	return "", 0
}

// scaled multiplies without the dust of binary fractions: 33.8 billion is a
// whole number.
func scaled(n, m float64) float64 { return math.Round(n*m*1e3) / 1e3 }

// plural reports whether word i is a noun in the plural.
func (v *valueParser) plural(i int) bool {
	t, w := v.token(i), v.word(i)
	return t.XPOS == "NNS" || t.XPOS == "" && len(w) > 3 && strings.HasSuffix(w, "s") && classOf(firstRune(w)) == classLetter && !functionWords[w] || w == "people"
}

// number reads a cardinal with its multipliers: "4.7 billion", "two hundred
// and fifty", "a million", "half a million". One digit words such as "one"
// count only where they count something; see quantity.
func (v *valueParser) number(i int, money bool) (n float64, end int) {
	w := v.word(i)
	at := i
	switch {
	case (w == "a" || w == "an") && multipliers[v.word(i+1)] > 0 && !strings.HasSuffix(v.word(i+1), "s"):
		n, at = 1, i+1
	case w == "half" && v.word(i+1) == "a" && multipliers[v.word(i+2)] >= 1e6:
		n, at = 0.5, i+2
	default:
		var ok bool
		if n, at, ok = v.simple(i, money); !ok {
			return 0, 0
		}
	}
	for {
		w := v.word(at)
		if w == "-" && multipliers[v.word(at+1)] >= 1e3 {
			at++
			w = v.word(at)
		}
		m := multipliers[w]
		if m == 0 && money {
			m = shortMultipliers[w]
		}
		if m == 0 {
			return n, at
		}
		n = scaled(n, m)
		at++
		if m == 100 || m == 1000 {
			n, at = v.addRest(n, m, at)
		}
	}
}

// simple reads figures or one written number.
func (v *valueParser) simple(i int, money bool) (n float64, end int, ok bool) {
	w := v.word(i)
	if n, rest, ok := figure(w); ok {
		switch m := multipliers[rest]; {
		case rest == "":
			if (v.word(i+1) == "/" || v.word(i+1) == "⁄") && atoi(v.word(i+2)) > 0 && n < 100 {
				return n / float64(atoi(v.word(i+2))), i + 3, true
			}
			return n, i + 1, true
		case m > 0:
			return scaled(n, m), i + 1, true
		case money && shortMultipliers[rest] > 0:
			return scaled(n, shortMultipliers[rest]), i + 1, true
		}
		return 0, 0, false
	}
	if k, found := numberWords[w]; found {
		n, end = float64(k), i+1
		if k >= 20 && v.word(end) == "-" {
			if unit, found := numberWords[v.word(end+1)]; found && unit > 0 && unit < 10 {
				return n + float64(unit), end + 2, true
			}
		}
		if k >= 20 {
			if unit, found := numberWords[v.word(end)]; found && unit > 0 && unit < 10 {
				return n + float64(unit), end + 1, true
			}
		}
		return n, end, true
	}
	return 0, 0, false
}

// addRest adds what follows a hundred or thousand: "and fifty".
func (v *valueParser) addRest(n, m float64, at int) (float64, int) {
	next := at
	if v.word(next) == "and" {
		next++
	}
	if _, found := numberWords[v.word(next)]; !found {
		return n, at
	}
	rest, end := v.number(next, false)
	if end > 0 && rest > 0 && rest < m {
		return n + rest, end
	}
	return n, at
}

// quantity reads the noun that a number counts. A small written number
// without one is no value ("one of them").
func (v *valueParser) quantity(i, end int, n float64) (Value, int) {
	val := Value{Type: "number", Number: n}
	written := v.word(i) != "" && (v.word(i)[0] < '0' || v.word(i)[0] > '9')
	if v.token(i).UPOS == "PROPN" || v.token(i-1).UPOS == "PROPN" && v.token(i).Head == v.base+i-1 {
		return val, 0 // part of a name: "Falcon 9"
	}
	if i == 0 && (v.word(end) == "." || v.word(end) == ")" || v.word(end) == "") {
		return val, 0 // the number of a list item
	}
	if v.word(end) == "-" && strings.HasPrefix(v.word(end+1), "year") && v.word(end+2) == "-" && v.word(end+3) == "old" {
		val.Unit = "year"
		return val, end + 4
	}
	if v.word(end) == "-" && v.word(end+1) != "" && classOf(firstRune(v.word(end+1))) == classLetter {
		val.Unit = v.lemma(end + 1)
		return val, end + 2
	}
	if noun := v.counted(end); noun > 0 {
		val.Unit = v.lemma(noun)
		return val, noun + 1
	}
	if written && n < 100 || n < 10 && v.token(i).UPOS != "NUM" {
		return val, 0
	}
	return val, end
}

// counted returns the word that is counted, 0 where there is none: the
// governor of the number, else the first plural within three words.
func (v *valueParser) counted(i int) int {
	if num := v.token(i - 1); num.Deprel == "nummod" {
		if h := num.Head - v.base; h >= i && h < i+6 && h < len(v.words) {
			return h
		}
	}
	for k := i; k < i+3 && k < len(v.words); k++ {
		t, w := v.token(k), v.word(k)
		switch {
		case v.plural(k):
			return k
		case t.UPOS == "ADJ" || t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "" && !functionWords[w] && classOf(firstRune(w)) == classLetter:
			continue
		}
		return 0
	}
	return 0
}

var functionWords = set(`the a an of in on at to for with by from as is was were are be been has have had this that these those its his her their
	and or but not than more less said says who which when while after before`)

// lemma returns the lemma of word i, or the word where it has none.
func (v *valueParser) lemma(i int) string {
	if l := v.token(i).Lemma; l != "" {
		return strings.ToLower(l)
	}
	return v.word(i)
}

// ordinal reads "third" and "23rd".
func (v *valueParser) ordinal(i int) (Value, int) {
	w := v.word(i)
	n := ordinalOf(w)
	if n == 0 || w == "second" && (v.token(i).UPOS == "NOUN" || v.word(i-1) == "a") {
		return Value{}, 0
	}
	if t := v.token(i); t.UPOS == "ADV" || t.UPOS == "PROPN" {
		return Value{}, 0
	}
	return Value{Type: "ordinal", Number: float64(n)}, i + 1
}
