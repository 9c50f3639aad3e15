package graph

import "time"

// A Claim is what one sentence says. It never exists without evidence.
type Claim struct {
	ID          ClaimID
	Subject     Argument // may be empty: a passive without its agent
	Relation    string   // relation type of the ontology, "" for an open claim
	Predicate   string   // the words, as written
	PredicateAt Span
	Lemma       string // the predicate's lemma form: "supply to"
	Object      Argument
	Arguments   []Argument // further participants and circumstances, with roles
	Polarity    Polarity
	Modality    Modality
	Attribution []Attribution // innermost speaker first; the outlet is not listed
	Time        *Time         // the event's, not the report's
	Place       *Argument
	Evidence    Evidence
	Score       float64 // calibrated: 0.8 is right four times in five
	Extractor   string

	Utterance UtteranceID // set when read
}

// An Argument is a participant of a claim: an entity, a value, or mere words.
type Argument struct {
	Role    string // "" for subject and object; else "recipient", "topic", "purpose", "place", "amount" …
	Span    Span
	Text    string
	Profile int32 // N of the profile in the same document, -1 for none
	Value   *Value

	Entity EntityID // set when read; zero if Profile is -1
}

// Empty reports whether the argument is absent.
func (a Argument) Empty() bool { return a.Text == "" && a.Profile < 0 && a.Value == nil }

// A Value is an object that is no entity.
type Value struct {
	Type   string // "date", "number", "money", "text"
	Text   string
	Number float64 // number and money
	Unit   string
	Date   time.Time // date
}

// Polarity says whether a claim affirms or denies.
type Polarity uint8

// The polarities.
const (
	Affirmed Polarity = iota
	Denied
)

// Modality says how a claim is put forward.
type Modality uint8

// The modalities.
const (
	Asserted Modality = iota
	Reported
	Alleged
	Planned
	Ordered
	Requested
	Expected
	Possible
	Conditional
	Opinion
)

// An Attribution says who claims, and by which words.
type Attribution struct {
	Profile int32 // N of the speaker's profile, -1 for none
	Text    string
	Cue     string // "said", "according to"
	Channel string // "post on X", "letter"; may be empty

	Entity EntityID // set when read
}

// A Time is when a claim's event took place.
type Time struct {
	Text       string
	Start, End time.Time // UTC days, inclusive; zero when open or unresolved
	Precision  Precision
	Basis      string

	// Relative is set where only the day of writing tells which day is meant
	// ("Friday") and the document does not say when it was written. The graph
	// then takes that day from the document's story, and whatever stands in
	// Start, End, Precision and Basis is the graph's.
	Relative *Relative
}

// A Relative time is known by its distance from the day it is told on.
type Relative struct {
	Precision Precision
	Days      [7][2]int8 // by weekday of that day, Sunday first: days to the first and to the last; NoEnd for none
}

// NoEnd is the distance to an end that an interval does not have.
const NoEnd int8 = -128

// Precision of a time.
type Precision uint8

// The precisions.
const (
	UnknownTime Precision = iota
	Instant
	Day
	Week
	Month
	Year
	Decade
	RangeOfTime
)

// Evidence is the shortest run of whole sentences that shows a claim. For an
// article the quote equals the text at the span; for a data set the span is
// the byte range of the row in its file and the quote is the row.
type Evidence struct {
	Span
	Quote string
	Line  int // data sets: line of the row, counted from 1
}
