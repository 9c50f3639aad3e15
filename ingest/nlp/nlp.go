// Package nlp is the language layer: from text to sentences, tokens, tags,
// dependencies, mentions, coreference, times and values. Its models are small,
// trained by ingest/train, and embedded; everything is deterministic and safe
// for concurrent use.
package nlp

import (
	"time"

	"dossier/ingest/article"
	"dossier/schema"
)

// A Span is a half-open range of bytes of the analysed text.
type Span = article.Span

// A Token is one word of a sentence, after Universal Dependencies English.
type Token struct {
	Span
	Lemma  string
	UPOS   string // "NOUN"
	XPOS   string // "NNS"
	Head   int    // index of the governing token in Analysis.Tokens, -1 for a root
	Deprel string // "nsubj:pass"

	HeadScore float32 // the parser's probability of Head, 0 to 1
}

// A Sentence is a run of tokens and the bytes they cover.
type Sentence struct {
	Span
	First, Last int                // half-open range in Analysis.Tokens
	Region      article.RegionKind // the region it lies in
}

// MentionKind tells names from descriptions from pronouns.
type MentionKind string

// The kinds of mention.
const (
	Name    MentionKind = "name"    // Microsoft
	Nominal MentionKind = "nominal" // the company
	Pronoun MentionKind = "pronoun" // it
)

// A Mention is a span that names or describes an entity.
type Mention struct {
	Span
	First, Last int // half-open token range
	Head        int // token index of the syntactic head
	Kind        MentionKind
	Label       string  // "PER", "ORG", "LOC", "MISC": the recogniser's coarse type; "" for others
	Type        string  // entity type of the ontology
	Entity      int     // index in Analysis.Entities; -1 for a pronoun nothing explains
	Rule        string  // the coreference rule that attached it: "exact", "surname", "acronym", "pronoun" …
	Score       float64 // of that link, 0 to 1
}

// An Entity is one thing as one document speaks of it: a coreference chain.
type Entity struct {
	Name     string // best name: knowledge base name, else the fullest mention
	Type     string // entity type of the ontology, by vote over the document
	Facet    string // "government" where a country's name stands for its government only
	Fact     string // id of the schema.Fact it is, or ""
	Gender   string // "female", "male", "neutral", "plural" or ""
	Mentions []int  // indexes in Analysis.Mentions, in text order
}

// A Time is a date or time expression and the interval it stands for.
type Time struct {
	Span
	Text       string
	Start, End time.Time // UTC days, both inclusive; zero when unresolved or open
	Precision  string    // "instant", "day", "week", "month", "year", "decade", "range", "unknown"
	Basis      string    // how it was resolved: "absolute", "weekday before publication", …
	Duration   bool      // "two weeks": a length, not a point
	Relative   *Relative // set where only the day of writing resolves it, and that is not known
}

// A Relative is an expression as a function of the day it is written on.
type Relative struct {
	Precision string
	Days      [7][2]int // by weekday of that day, Sunday first: days to the first and to the last
	Ends      [2]bool   // whether there is a first, and a last
}

// A Value is money, a percentage, a quantity or an ordinal.
type Value struct {
	Span
	Text   string
	Type   string // "money", "percent", "number", "ordinal", "duration"
	Number float64
	Unit   string // ISO 4217 code for money, the noun counted for quantities
}

// An Analysis is all the language layer says of one text.
type Analysis struct {
	Text      string
	Language  string // ISO 639-1; only "en" has anything below
	Sentences []Sentence
	Tokens    []Token
	Mentions  []Mention // in text order
	Entities  []Entity  // in order of first mention
	Times     []Time
	Values    []Value
}

// An Analyzer analyses texts. Make one with New and share it.
type Analyzer struct {
	ontology *schema.Ontology
	names    nameTables
	heads    nounTables
	answer   func(*PronounQuestion) int // in the place of the pronoun model, for training
}

// New returns an Analyzer over the embedded models; they are loaded at first
// use. The ontology supplies types, cues and the knowledge base.
func New(o *schema.Ontology) *Analyzer { return &Analyzer{ontology: o} }
