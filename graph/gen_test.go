package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// testFamily maps the types the tests use.
func testFamily(t string) string {
	switch t {
	case "Person":
		return "person"
	case "Company", "PublicBody":
		return "org"
	}
	return "thing"
}

var testDay = time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC) // a Saturday

var testTime = time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)

func testOptions() Options {
	return Options{Family: testFamily, Functional: func(r string, _ bool) bool { return r == "funds" }, Now: func() time.Time { return testTime }}
}

func openTest(t testing.TB, db kv.DB) *Store {
	t.Helper()
	s, err := Open(context.Background(), db, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dump renders every record of a store, one a line.
func dump(t testing.TB, db kv.DB) string {
	t.Helper()
	var b strings.Builder
	for e, err := range db.Walk(context.Background(), "") {
		if err != nil {
			t.Fatal(err)
		}
		payload, err := open(e.Key, e.Value)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %x\n", keyString(e.Key), payload)
	}
	return b.String()
}

// firstDifference shows where two dumps part.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("line %d:\n %s\n %s", i, as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(as), len(bs))
}

// sample is a way to write a document for a test: a text is made of sentences
// "SUBJECT VERB OBJECT."; names say by their form what they are.
type sample struct {
	name      string
	published string // "2031-02-03"
	says      [][3]string
}

// profileFor makes the profile of a name: two words a person with strong full
// name and weak surname, one word "X…" in capitals an organisation with a weak
// acronym, "name#Q1" a thing with an external id, "name~sport" somebody with a
// trait, one word a bare surname, or "Lund" one that is too usual to lead
// anywhere but in a story.
func profileFor(doc DocumentID, n int, word string) Profile {
	name, id, _ := strings.Cut(word, "#")
	name, traits, _ := strings.Cut(name, "~")
	p := Profile{ID: ProfileID{doc, uint32(n)}, Type: "Person", Name: name, Names: []Count{{name, 1}}}
	low := strings.ToLower(name)
	first, last, full := strings.Cut(low, " ")
	switch {
	case low == name: // a description: "clerks of orm", "staff of orm", "the chief"
		p.Type = "Group"
		switch name {
		case "clerks of orm":
			p.Keys = []IdentityKey{{Text: "group/orm", Story: true}, {Text: "group/orm/clerk", Strong: true, Story: true}}
		case "staff of orm":
			p.Keys = []IdentityKey{{Text: "?group/orm", Story: true}, {Text: "group/orm/staff", Strong: true, Story: true}}
		case "the chief":
			p.Type, p.Keys = "Person", []IdentityKey{{Text: "?role/chief", Story: true}}
		}
	case strings.HasSuffix(name, "Corp"):
		p.Type = "Company"
		p.Keys = append(p.Keys, IdentityKey{Text: "org/name/" + low, Strong: true}, IdentityKey{Text: "org/short/" + first, Strong: false})
	case last == "lund":
		p.Keys = append(p.Keys, IdentityKey{Text: "person/name/" + low, Strong: true}, IdentityKey{Text: "name/" + low, Strong: true, Story: true}, IdentityKey{Text: "surname/lund", Story: true})
	case name == "Lund":
		p.Keys = append(p.Keys, IdentityKey{Text: "?surname/lund", Strong: true, Story: true})
	case full:
		p.Keys = append(p.Keys, IdentityKey{Text: "person/name/" + low, Strong: true}, IdentityKey{Text: "person/surname/" + last, Strong: false})
	case name == strings.ToUpper(name):
		p.Type = "Company"
		p.Keys = append(p.Keys, IdentityKey{Text: "org/short/" + low, Strong: false})
	default:
		p.Keys = append(p.Keys, IdentityKey{Text: "person/surname/" + low, Strong: false})
	}
	for _, t := range strings.Fields(strings.ReplaceAll(traits, "~", " ")) {
		kind := map[bool]string{true: "born", false: "field"}[t[0] == '1']
		p.Keys = append(p.Keys, IdentityKey{Text: "id/~" + kind + " " + low + "/" + t, Strong: true})
	}
	if id != "" {
		p.Keys = append(p.Keys, IdentityKey{Text: "id/wikidata/" + id, Strong: true})
		p.ExternalIDs = []ExternalID{{"wikidata", id}}
	}
	slices.SortFunc(p.Keys, func(a, b IdentityKey) int { return strings.Compare(a.Text, b.Text) })
	if low == "kit vane" {
		p.Keys = append(p.Keys, IdentityKey{Text: "role/chief", Story: true})
	}
	return p
}

// onWeekday is a time that only the day of writing resolves: the last such day.
func onWeekday(w int) *Time {
	t := &Time{Text: time.Weekday(w).String(), Relative: &Relative{Precision: Day}}
	for today := range t.Relative.Days {
		off := -int8((today - w + 7) % 7)
		t.Relative.Days[today] = [2]int8{off, off}
	}
	return t
}

func (s sample) batch() *Batch {
	id := NewDocumentID("https://example.org/"+s.name, nil)
	b := &Batch{Document: Document{ID: id, Kind: KindArticle, URL: "https://example.org/" + s.name, Title: "On " + s.name, Language: "en", Extractor: "test"}}
	if s.published != "" {
		b.Document.Published, _ = time.Parse("2006-01-02", s.published)
	}
	number := map[string]int32{}
	profile := func(w string) int32 {
		n, ok := number[w]
		if !ok {
			n = int32(len(number))
			number[w] = n
			b.Profiles = append(b.Profiles, profileFor(id, int(n), w))
		}
		return n
	}
	var text strings.Builder
	for i, t := range s.says {
		start := text.Len()
		arg := func(word string) Argument {
			name, _, _ := strings.Cut(word, "#")
			name, _, _ = strings.Cut(name, "~")
			at := text.Len()
			text.WriteString(name)
			a := Argument{Span: Span{at, text.Len()}, Text: name, Profile: profile(word)}
			b.Mentions = append(b.Mentions, Mention{Span: a.Span, Profile: uint32(a.Profile), Kind: "name", Type: "Person", Rule: "test", Score: 1})
			return a
		}
		c := Claim{ID: ClaimID{id, uint32(i)}, Score: 0.5 + float64(i%4)/10, Extractor: "test"}
		phrase, tail, _ := strings.Cut(t[1], "|")
		verb, denied := strings.CutPrefix(phrase, "not ")
		if denied {
			c.Polarity = Denied
		}
		c.Subject = arg(t[0])
		c.PredicateAt.Start = text.Len() + 1
		text.WriteString(" " + phrase)
		c.PredicateAt.End = text.Len()
		text.WriteString(" ")
		c.Predicate, c.Lemma = phrase, verb
		if verb != "greets" {
			c.Relation = verb
		}
		if amount, ok := strings.CutPrefix(t[2], "$"); ok {
			at := text.Len()
			text.WriteString(t[2])
			c.Object = Argument{Span: Span{at, text.Len()}, Text: t[2], Profile: -1, Value: &Value{Type: "money", Text: t[2], Number: float64(len(amount)), Unit: "USD"}}
		} else {
			c.Object = arg(t[2])
		}
		if i%3 == 1 {
			c.Attribution = []Attribution{{Profile: c.Subject.Profile, Text: c.Subject.Text, Cue: "said"}}
		}
		if i%2 == 1 && !b.Document.Published.IsZero() {
			c.Time = &Time{Text: "that day", Start: b.Document.Published, End: b.Document.Published, Precision: Day, Basis: "test"}
		}
		if c.Time == nil && b.Document.Published.IsZero() {
			c.Time = onWeekday(i % 7)
			if i == 3 && verb == "funds" {
				c.Time = &Time{Text: "1 February 2031", Start: testDay, End: testDay, Precision: Day, Basis: "absolute"}
			}
		}
		text.WriteString(tail + ".")
		c.Evidence = Evidence{Span: Span{start, text.Len()}, Quote: text.String()[start:]}
		text.WriteString(" ")
		b.Claims = append(b.Claims, c)
	}
	b.Document.Text = text.String()
	b.Document.Raw = []byte("<p>" + b.Document.Text + "</p>")
	b.Document.RawType = "text/html"
	b.Document.Regions = []Region{{Span{0, text.Len()}, "body"}}
	b.Document.Revision = RevisionOf(&b.Document)
	return b
}

// tails end sentences so that some are copies of others, with words left out,
// other typography, or a frame around the same quotation.
var tails = []string{
	"", "", "",
	" in the long-closed hall of the old harbour office while nobody else was there to see what happened",
	" in the long‑closed hall … while nobody else was there to see what happened",
	" in the long closed hall of the old harbour office while nobody else was there to see what had happened",
	" and says: “We were in the hall of the old harbour office all night and saw nothing”",
	" who adds on Monday: \"We were in the hall of the old harbour office all night and saw nothing\"",
}

// genSamples draws documents over a small world of names that overlap.
func genSamples(t *rapid.T, docs int) []sample {
	names := []string{
		"Ada Moss", "Ada Moss#Q1", "Ada Moss#Q2", "Moss", "Bo Moss", "A Moss#Q1", "Tarn Corp", "Tarn Corp#Q5", "TARN",
		"Olu Reed", "Reed", "Olu Reed#Q7", "Kit Vane", "Vane", "Kit Vane#Q9", "Kit Vane#Q1",
		"clerks of orm", "staff of orm", "the chief",
		"Ivo Lund", "Ivo Lund~sport", "Ivo Lund~office", "Ivo Lund~sport~office", "Ivo Lund~office~1961", "Ivo Lund~1987", "Ivo Lund~sport#Q3", "Eva Lund", "Lund",
	}
	var out []sample
	for i := range docs {
		s := sample{name: fmt.Sprint("d", i), published: rapid.SampledFrom([]string{"", "2031-01-02", "2031-01-03", "2030-12-31"}).Draw(t, "date")}
		for range rapid.IntRange(0, 5).Draw(t, "claims") {
			obj := rapid.SampledFrom(append(names, "$5", "$77")).Draw(t, "object")
			s.says = append(s.says, [3]string{
				rapid.SampledFrom(names).Draw(t, "subject"),
				rapid.SampledFrom([]string{"meets", "not meets", "funds", "greets"}).Draw(t, "verb") + "|" + rapid.SampledFrom(tails).Draw(t, "tail"), obj,
			})
		}
		out = append(out, s)
	}
	return out
}
