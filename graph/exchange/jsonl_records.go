package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"dossier/graph"

	"github.com/google/uuid"
)

// The lines of a JSONL file. Every line is an object with one member that
// tells what it is. A document is followed by its profiles, mentions and
// claims. The last line counts them, so that a cut file is noticed. Names and
// their order are fixed: the same graph gives the same bytes.

const (
	jsonlKind    = "dossier graph"
	jsonlVersion = 1
)

type recLine struct {
	Head      *recHead      `json:"graph,omitempty"`
	Document  *recDocument  `json:"document,omitempty"`
	Profile   *recProfile   `json:"profile,omitempty"`
	Mention   *recMention   `json:"mention,omitempty"`
	Claim     *recClaim     `json:"claim,omitempty"`
	Judgement *recJudgement `json:"judgement,omitempty"`
	End       *recEnd       `json:"end,omitempty"`
}

type recHead struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

type recEnd struct {
	Documents  int `json:"documents"`
	Profiles   int `json:"profiles"`
	Mentions   int `json:"mentions"`
	Claims     int `json:"claims"`
	Judgements int `json:"judgements"`
}

type recDocument struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind"`
	URL       string      `json:"url,omitempty"`
	Title     string      `json:"title,omitempty"`
	Publisher string      `json:"publisher,omitempty"`
	Authors   []string    `json:"authors,omitempty"`
	Published string      `json:"published,omitempty"`
	DayOnly   bool        `json:"dayOnly,omitempty"`
	Language  string      `json:"language,omitempty"`
	Parent    string      `json:"parent,omitempty"`
	Extractor string      `json:"extractor,omitempty"`
	Revision  string      `json:"revision"` // hex: more than a double holds
	Text      string      `json:"text,omitempty"`
	Regions   []recRegion `json:"regions,omitempty"`
	RawType   string      `json:"rawType,omitempty"`
	Raw       string      `json:"raw,omitempty"`       // where it is UTF-8
	RawBase64 []byte      `json:"rawBase64,omitempty"` // where it is not
}

type recRegion struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Kind  string `json:"kind"`
}

type recCount struct {
	Text string `json:"text"`
	N    int    `json:"n"`
}

type recExternal struct {
	Scheme string `json:"scheme"`
	Value  string `json:"value"`
}

type recKey struct {
	Text   string `json:"key"`
	Strong bool   `json:"strong,omitempty"`
	Story  bool   `json:"story,omitempty"`
}

type recProfile struct {
	N           uint32        `json:"n"`
	Type        string        `json:"type,omitempty"`
	Name        string        `json:"name,omitempty"`
	Names       []recCount    `json:"names,omitempty"`
	Roles       []string      `json:"roles,omitempty"`
	Description string        `json:"description,omitempty"`
	ExternalIDs []recExternal `json:"ids,omitempty"`
	Keys        []recKey      `json:"keys,omitempty"`
}

type recMention struct {
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Profile uint32  `json:"profile"`
	Kind    string  `json:"kind,omitempty"`
	Type    string  `json:"type,omitempty"`
	Rule    string  `json:"rule,omitempty"`
	Score   float64 `json:"score,omitempty"`
}

type recValue struct {
	Type   string  `json:"type"`
	Text   string  `json:"text,omitempty"`
	Number float64 `json:"number,omitempty"`
	Unit   string  `json:"unit,omitempty"`
	Date   string  `json:"date,omitempty"`
}

type recArgument struct {
	Role    string    `json:"role,omitempty"`
	Start   int       `json:"start,omitempty"`
	End     int       `json:"end,omitempty"`
	Text    string    `json:"text,omitempty"`
	Profile *int32    `json:"profile,omitempty"`
	Value   *recValue `json:"value,omitempty"`
}

type recAttribution struct {
	Profile *int32 `json:"profile,omitempty"`
	Text    string `json:"text,omitempty"`
	Cue     string `json:"cue,omitempty"`
	Channel string `json:"channel,omitempty"`
}

type recTime struct {
	Text      string `json:"text,omitempty"`
	Start     string `json:"start,omitempty"`
	End       string `json:"end,omitempty"`
	Precision string `json:"precision,omitempty"`
	Basis     string `json:"basis,omitempty"`
	Relative  []int8 `json:"relative,omitempty"` // precision, then for each weekday of the day it is told on, Sunday first, the days to its first and last; -128: open
}

type recEvidence struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Line  int    `json:"line,omitempty"`
	Quote string `json:"quote"`
}

type recClaim struct {
	N           uint32           `json:"n"`
	Subject     *recArgument     `json:"subject,omitempty"`
	Relation    string           `json:"relation,omitempty"`
	Predicate   string           `json:"predicate,omitempty"`
	PredStart   int              `json:"predicateStart,omitempty"`
	PredEnd     int              `json:"predicateEnd,omitempty"`
	Lemma       string           `json:"lemma,omitempty"`
	Object      *recArgument     `json:"object,omitempty"`
	Arguments   []recArgument    `json:"arguments,omitempty"`
	Polarity    string           `json:"polarity"`
	Modality    string           `json:"modality"`
	Attribution []recAttribution `json:"attribution,omitempty"`
	Time        *recTime         `json:"time,omitempty"`
	Place       *recArgument     `json:"place,omitempty"`
	Evidence    recEvidence      `json:"evidence"`
	Score       float64          `json:"score,omitempty"`
	Extractor   string           `json:"extractor,omitempty"`
}

type recJudgement struct {
	ID          string   `json:"id"`
	Left        []recKey `json:"left"`
	Right       []recKey `json:"right"`
	LeftName    string   `json:"leftName,omitempty"`
	LeftFamily  string   `json:"leftFamily,omitempty"`
	RightFamily string   `json:"rightFamily,omitempty"`
	RightName   string   `json:"rightName,omitempty"`
	Verdict     string   `json:"verdict"`
	Undoes      string   `json:"undoes,omitempty"`
	By          string   `json:"by,omitempty"`
	Reason      string   `json:"reason,omitempty"`
	At          string   `json:"at,omitempty"`
}

func idText[T ~[16]byte](id T) string {
	if id == (T{}) {
		return ""
	}
	return uuid.UUID(id).String()
}

func parseID[T ~[16]byte](s string) (T, error) {
	if s == "" {
		return T{}, nil
	}
	id, err := uuid.Parse(s)
	if err != nil || len(s) != 36 {
		return T{}, fmt.Errorf("id %q is not a UUID", s)
	}
	return T(id), nil
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func parseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("time %q is not in the form of RFC 3339", s)
	}
	return t.UTC(), nil
}

func documentRec(d *graph.Document) *recDocument {
	r := &recDocument{
		ID: idText(d.ID), Kind: string(d.Kind), URL: d.URL, Title: d.Title, Publisher: d.Publisher, Authors: d.Authors,
		Published: timeText(d.Published), DayOnly: d.DayOnly, Language: d.Language, Parent: idText(d.Parent),
		Extractor: d.Extractor, Revision: strconv.FormatUint(d.Revision, 16), Text: d.Text, RawType: d.RawType,
	}
	for _, g := range d.Regions {
		r.Regions = append(r.Regions, recRegion{g.Start, g.End, g.Kind})
	}
	if utf8.Valid(d.Raw) {
		r.Raw = string(d.Raw)
	} else {
		r.RawBase64 = d.Raw
	}
	return r
}

func (r *recDocument) document() (d graph.Document, err error) {
	d = graph.Document{
		Kind: graph.DocumentKind(r.Kind), URL: r.URL, Title: r.Title, Publisher: r.Publisher, Authors: r.Authors, DayOnly: r.DayOnly,
		Language: r.Language, Extractor: r.Extractor, Text: r.Text, RawType: r.RawType, Raw: r.RawBase64,
	}
	if r.Raw != "" {
		d.Raw = []byte(r.Raw)
	}
	for _, g := range r.Regions {
		d.Regions = append(d.Regions, graph.Region{Span: graph.Span{Start: g.Start, End: g.End}, Kind: g.Kind})
	}
	if d.ID, err = parseID[graph.DocumentID](r.ID); err != nil {
		return d, err
	}
	if d.Parent, err = parseID[graph.DocumentID](r.Parent); err != nil {
		return d, err
	}
	if d.Published, err = parseTime(r.Published); err != nil {
		return d, err
	}
	if d.Revision, err = strconv.ParseUint(r.Revision, 16, 64); err != nil {
		return d, fmt.Errorf("revision %q is not a hexadecimal number", r.Revision)
	}
	return d, nil
}

func keyRecs(ks []graph.IdentityKey) []recKey {
	var rs []recKey
	for _, k := range ks {
		rs = append(rs, recKey(k))
	}
	return rs
}

func keysOf(rs []recKey) []graph.IdentityKey {
	var ks []graph.IdentityKey
	for _, r := range rs {
		ks = append(ks, graph.IdentityKey(r))
	}
	return ks
}

func profileRec(p *graph.Profile) *recProfile {
	r := &recProfile{N: p.ID.N, Type: p.Type, Name: p.Name, Roles: p.Roles, Description: p.Description, Keys: keyRecs(p.Keys)}
	for _, n := range p.Names {
		r.Names = append(r.Names, recCount(n))
	}
	for _, x := range p.ExternalIDs {
		r.ExternalIDs = append(r.ExternalIDs, recExternal(x))
	}
	return r
}

func (r *recProfile) profile(d graph.DocumentID) graph.Profile {
	p := graph.Profile{
		ID: graph.ProfileID{Document: d, N: r.N}, Type: r.Type, Name: r.Name, Roles: r.Roles, Description: r.Description, Keys: keysOf(r.Keys),
	}
	for _, n := range r.Names {
		p.Names = append(p.Names, graph.Count(n))
	}
	for _, x := range r.ExternalIDs {
		p.ExternalIDs = append(p.ExternalIDs, graph.ExternalID(x))
	}
	return p
}

// decodeLine reads one line strictly: a member that is not known would be
// lost without a word.
func decodeLine(text []byte) (*recLine, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var r recLine
	if err := dec.Decode(&r); err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, fmt.Errorf("more than one object in a line")
	}
	return &r, nil
}
