package graph

import "time"

// An Entity is a view over the profiles that are one thing.
type Entity struct {
	ID          EntityID
	Type        string
	Name        string
	Aliases     []Alias // with the name itself, most documents first, then by name
	Description string
	ExternalIDs []ExternalID // sorted
	Documents   int          // that speak of it; data sets included
	Claims      int          // in which it is subject or object
	Relations   int
	FirstSeen   time.Time // earliest publication, zero if none is dated
	LastSeen    time.Time
}

// An Alias is a name with the number of documents that use it.
type Alias struct {
	Name      string
	Documents int
}

// A RelationID names a relation: by its ends and type. Exactly one of Object
// and Value is set.
type RelationID struct {
	Subject EntityID
	Type    string
	Object  EntityID
	Value   string // type and text of a value: "money:$9 billion"
}

// A Relation is a view over all claims with one (subject, type, object).
type Relation struct {
	ID            RelationID
	Value         *Value
	Claims        int
	Supporting    int // affirmed
	Contradicting int // denied
	Documents     int
	Sources       int      // copies of one statement count once
	Modality      Modality // the strongest among the supporting claims
	FirstSeen     time.Time
	LastSeen      time.Time
	FirstTime     time.Time // of the event, where known
	LastTime      time.Time
	Score         float64 // of the best claim
}

// A Story is a set of documents that cover the same event.
type Story struct {
	ID             StoryID
	Title          string
	Documents      int
	FirstPublished time.Time
}

// An Utterance is one statement as several documents carry it.
type Utterance struct {
	ID       UtteranceID
	Text     string
	Speaker  EntityID // zero if unknown
	Carriers int
}

// A Judgement says that two entities are the same or not. Append-only; undo is
// a judgement too.
type Judgement struct {
	ID          JudgementID
	Left, Right []IdentityKey // the strong keys of the two sides when it was made: survives re-ingest
	LeftFamily  string        // identity family of the left keys
	RightFamily string
	LeftName    string
	RightName   string
	Verdict     Verdict
	Undoes      JudgementID // of an undo: the judgement taken back
	By          string
	Reason      string
	At          time.Time

	LeftEntity, RightEntity EntityID // set when read: where the keys are now
}

// Verdict of a judgement.
type Verdict uint8

// The verdicts.
const (
	Undecided Verdict = iota
	Same
	Different
)

// An IdentityLink says why two parts of an entity are one.
type IdentityLink struct {
	Left, Right string // names or keys
	Rule        string // "same full name", "wikidata id", "judgement" …
	Score       float64
	Judgement   JudgementID // zero for a rule
}

// A Lookalike is an entity that may be the same as another.
type Lookalike struct {
	Entity  EntityID
	Score   float64
	Reasons []string
}

// A Contradiction is a pair of claims that cannot both hold.
type Contradiction struct {
	Kind        string // "polarity", "object", "amount", "time"
	Left, Right ClaimID
	Explanation string
}

// A Path is a chain of relations between two entities.
type Path struct {
	Entities  []EntityID // one more than Relations
	Relations []RelationID
}

// Stats counts what a store holds.
type Stats struct {
	Documents, Datasets, Mentions, Profiles, Claims, OpenClaims int
	Entities, Relations, Stories, Utterances, Judgements        int
	ByEntityType, ByRelationType                                []Count
}
