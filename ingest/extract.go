package ingest

import (
	"fmt"
	"time"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/identity"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// An Extract is what one document says, in the form that "dossier extract"
// prints: offsets are bytes of Document.Text, half-open.
type Extract struct {
	Document ExtractDocument  `json:"document"`
	Mentions []ExtractMention `json:"mentions"`
	Entities []ExtractEntity  `json:"entities"`
	Claims   []ExtractClaim   `json:"claims"`
	Open     *ExtractOpen     `json:"open,omitempty"` // where asked for
}

// ExtractDocument is the document itself; what is unknown is null.
type ExtractDocument struct {
	ID        string          `json:"id"`
	URL       *string         `json:"url"`
	Title     *string         `json:"title"`
	Publisher *string         `json:"publisher"`
	Published *string         `json:"published"`
	Language  string          `json:"language"`
	Source    string          `json:"source"`
	Text      string          `json:"text"`
	Regions   []ExtractRegion `json:"regions"`
}

// ExtractRegion is a stretch of text of one kind.
type ExtractRegion struct {
	Kind  string `json:"kind"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// ExtractMention is a span that names or describes an entity.
type ExtractMention struct {
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Text   string  `json:"text"`
	Type   string  `json:"type"`
	Entity string  `json:"entity,omitempty"`
	Kind   string  `json:"kind"`
	Rule   string  `json:"rule,omitempty"`
	Score  float64 `json:"score,omitempty"`
}

// ExtractEntity is one thing as the document speaks of it.
type ExtractEntity struct {
	ID          string             `json:"id"`
	Type        string             `json:"type"`
	Name        string             `json:"name"`
	Aliases     []string           `json:"aliases"`
	ExternalIDs []graph.ExternalID `json:"externalIds,omitempty"`
}

// ExtractClaim is what one sentence says.
type ExtractClaim struct {
	Subject        *ExtractArgument    `json:"subject"`
	Relation       *string             `json:"relation"`
	Predicate      string              `json:"predicate"`
	PredicateStart int                 `json:"predicateStart"`
	PredicateEnd   int                 `json:"predicateEnd"`
	Lemma          string              `json:"lemma,omitempty"`
	Object         *ExtractArgument    `json:"object"`
	Arguments      []ExtractArgument   `json:"arguments"`
	Polarity       string              `json:"polarity"`
	Modality       string              `json:"modality"`
	Attribution    *ExtractAttribution `json:"attribution"`
	Time           *ExtractTime        `json:"time"`
	Place          *ExtractArgument    `json:"place,omitempty"`
	Evidence       ExtractEvidence     `json:"evidence"`
	Score          float64             `json:"score"`
}

// ExtractArgument is a participant: an entity, a value, or mere words.
type ExtractArgument struct {
	Role      string   `json:"role,omitempty"`
	Entity    string   `json:"entity,omitempty"`
	Value     string   `json:"value,omitempty"`
	ValueType string   `json:"valueType,omitempty"`
	Date      string   `json:"date,omitempty"`   // of a date: its first day
	Number    *float64 `json:"number,omitempty"` // of a number or money
	Unit      string   `json:"unit,omitempty"`   // ISO 4217 code of money
	Start     int      `json:"start"`
	End       int      `json:"end"`
	Text      string   `json:"text"`
}

// ExtractAttribution says who claims; By leads outwards to further speakers.
type ExtractAttribution struct {
	Entity  string              `json:"entity,omitempty"`
	Text    string              `json:"text"`
	Cue     string              `json:"cue"`
	Channel string              `json:"channel,omitempty"`
	By      *ExtractAttribution `json:"by,omitempty"`
}

// ExtractTime is when the event took place; dates that are open or unresolved
// are null.
type ExtractTime struct {
	Text      string  `json:"text"`
	Start     *string `json:"start"`
	End       *string `json:"end"`
	Precision string  `json:"precision"`
	Basis     string  `json:"basis"`
}

// ExtractEvidence is the run of sentences that shows the claim.
type ExtractEvidence struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Quote string `json:"quote"`
}

// Extract analyses one article without a store.
func (p *Pipeline) Extract(a *article.Article) *Extract {
	an, claims := p.Analyze(a)
	d := p.Document(a)
	out := &Extract{
		Document: ExtractDocument{
			ID: d.ID.String(), URL: orNull(d.URL), Title: orNull(d.Title), Publisher: orNull(d.Publisher),
			Published: orNull(published(a)), Language: an.Language, Source: a.Source, Text: a.Text, Regions: []ExtractRegion{},
		},
		Mentions: []ExtractMention{}, Entities: []ExtractEntity{}, Claims: []ExtractClaim{},
	}
	for _, r := range a.Regions {
		out.Document.Regions = append(out.Document.Regions, ExtractRegion{string(r.Kind), r.Start, r.End})
	}
	for _, m := range an.Mentions {
		out.Mentions = append(out.Mentions, ExtractMention{
			m.Start, m.End, an.Text[m.Start:m.End], m.Type, entityRef(int32(m.Entity)), string(m.Kind), m.Rule, m.Score,
		})
	}
	r := p.identity.Read(an)
	for e := range an.Entities {
		out.Entities = append(out.Entities, extractEntity(an, r, e))
	}
	for i := range claims {
		out.Claims = append(out.Claims, extractClaim(&claims[i]))
	}
	out.Open = p.extractOpen(an)
	return out
}

func extractEntity(an *nlp.Analysis, r *identity.Reading, e int) ExtractEntity {
	ent := an.Entities[e]
	out := ExtractEntity{ID: entityRef(int32(e)), Type: ent.Type, Name: ent.Name, Aliases: []string{}}
	if f := r.Fact(e); f != nil {
		out.Type, out.Name = f.Type, f.Name
		out.ExternalIDs = []graph.ExternalID{externalID(f.ID)}
	}
	seen := map[string]bool{}
	for _, m := range ent.Mentions {
		text := an.Text[an.Mentions[m].Start:an.Mentions[m].End]
		if an.Mentions[m].Kind != nlp.Pronoun && !seen[text] {
			seen[text] = true
			out.Aliases = append(out.Aliases, text)
		}
	}
	return out
}

func extractClaim(c *graph.Claim) ExtractClaim {
	out := ExtractClaim{
		Subject: extractArgument(&c.Subject), Relation: orNull(c.Relation),
		Predicate: c.Predicate, PredicateStart: c.PredicateAt.Start, PredicateEnd: c.PredicateAt.End, Lemma: c.Lemma,
		Object: extractArgument(&c.Object), Arguments: []ExtractArgument{}, Place: extractArgument(c.Place),
		Polarity: c.Polarity.String(), Modality: c.Modality.String(),
		Evidence: ExtractEvidence{c.Evidence.Start, c.Evidence.End, c.Evidence.Quote}, Score: c.Score,
	}
	for i := range c.Arguments {
		out.Arguments = append(out.Arguments, *extractArgument(&c.Arguments[i]))
	}
	for i := len(c.Attribution) - 1; i >= 0; i-- {
		at := c.Attribution[i]
		out.Attribution = &ExtractAttribution{entityRef(at.Profile), at.Text, at.Cue, at.Channel, out.Attribution}
	}
	if t := c.Time; t != nil {
		out.Time = &ExtractTime{t.Text, day(t.Start), day(t.End), t.Precision.String(), t.Basis}
	}
	return out
}

// extractArgument returns nil for an absent argument.
func extractArgument(a *graph.Argument) *ExtractArgument {
	if a == nil || a.Empty() {
		return nil
	}
	out := &ExtractArgument{Role: a.Role, Entity: entityRef(a.Profile), Start: a.Span.Start, End: a.Span.End, Text: a.Text}
	if a.Value != nil {
		out.Value, out.ValueType, out.Unit = a.Value.Text, a.Value.Type, a.Value.Unit
		switch {
		case a.Value.Type != schema.ValueDate:
			out.Number = &a.Value.Number
		case !a.Value.Date.IsZero():
			out.Date = a.Value.Date.Format(time.DateOnly)
		}
	}
	return out
}

// entityRef is the name of an entity within one Extract.
func entityRef(n int32) string {
	if n < 0 {
		return ""
	}
	return fmt.Sprintf("e%d", n+1)
}

func published(a *article.Article) string {
	switch {
	case a.Published.IsZero():
		return ""
	case a.DayOnly:
		return a.Published.Format(time.DateOnly)
	}
	return a.Published.Format(time.RFC3339)
}

func day(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return orNull(t.Format(time.DateOnly))
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
