package api

import (
	"strings"
	"unicode/utf8"

	"dossier/graph"
)

var claimFields = map[string]resolver{
	"Claim.id":               nodeFields["Node.id"],
	"Claim.relation":         one(relationOf, (*graph.Snapshot).Relations),
	"Claim.subject":          entityOf(func(v *graph.Claim) graph.EntityID { return v.Subject.Entity }),
	"Claim.subjectText":      leaf(func(b []byte, v *graph.Claim) []byte { return appendText(b, v.Subject.Text) }),
	"Claim.object":           entityOf(func(v *graph.Claim) graph.EntityID { return v.Object.Entity }),
	"Claim.objectText":       leaf(func(b []byte, v *graph.Claim) []byte { return appendText(b, v.Object.Text) }),
	"Claim.value":            child(func(v *graph.Claim) any { return orNil(v.Object.Value) }),
	"Claim.predicate":        leaf(func(b []byte, v *graph.Claim) []byte { return appendString(b, v.Predicate) }),
	"Claim.lemma":            leaf(func(b []byte, v *graph.Claim) []byte { return appendText(b, v.Lemma) }),
	"Claim.arguments":        many(2, func(v *graph.Claim) any { return pointers(v.Arguments) }),
	"Claim.polarity":         leaf(func(b []byte, v *graph.Claim) []byte { return appendMember(b, polarities, v.Polarity) }),
	"Claim.modality":         leaf(func(b []byte, v *graph.Claim) []byte { return appendMember(b, modalities, v.Modality) }),
	"Claim.attribution":      child(innermost),
	"Claim.attributionChain": child(func(v *graph.Claim) any { return pointers(v.Attribution) }),
	"Claim.time":             child(func(v *graph.Claim) any { return orNil(v.Time) }),
	"Claim.place": entityOf(func(v *graph.Claim) (id graph.EntityID) {
		if v.Place != nil {
			id = v.Place.Entity
		}
		return id
	}),
	"Claim.evidence":  child(func(v *graph.Claim) any { return (*evidence)(v) }),
	"Claim.utterance": one(func(v *graph.Claim) graph.UtteranceID { return v.Utterance }, (*graph.Snapshot).Utterances),
	"Claim.score":     leaf(func(b []byte, v *graph.Claim) []byte { return appendFloat(b, v.Score) }),
	"Claim.extractor": leaf(func(b []byte, v *graph.Claim) []byte { return appendString(b, v.Extractor) }),

	"Argument.role":   leaf(func(b []byte, v *graph.Argument) []byte { return appendString(b, v.Role) }),
	"Argument.text":   leaf(func(b []byte, v *graph.Argument) []byte { return appendString(b, v.Text) }),
	"Argument.start":  leaf(func(b []byte, v *graph.Argument) []byte { return appendInt(b, v.Span.Start) }),
	"Argument.end":    leaf(func(b []byte, v *graph.Argument) []byte { return appendInt(b, v.Span.End) }),
	"Argument.entity": entityOf(func(v *graph.Argument) graph.EntityID { return v.Entity }),
	"Argument.value":  child(func(v *graph.Argument) any { return orNil(v.Value) }),

	"Attribution.speaker": entityOf(func(v *graph.Attribution) graph.EntityID { return v.Entity }),
	"Attribution.text":    leaf(func(b []byte, v *graph.Attribution) []byte { return appendString(b, v.Text) }),
	"Attribution.cue":     leaf(func(b []byte, v *graph.Attribution) []byte { return appendString(b, v.Cue) }),
	"Attribution.channel": leaf(func(b []byte, v *graph.Attribution) []byte { return appendText(b, v.Channel) }),

	"TimeExpression.text":      leaf(func(b []byte, v *graph.Time) []byte { return appendString(b, v.Text) }),
	"TimeExpression.start":     leaf(func(b []byte, v *graph.Time) []byte { return appendTime(b, v.Start) }),
	"TimeExpression.end":       leaf(func(b []byte, v *graph.Time) []byte { return appendTime(b, v.End) }),
	"TimeExpression.precision": leaf(func(b []byte, v *graph.Time) []byte { return appendMember(b, precisions, v.Precision) }),
	"TimeExpression.basis":     leaf(func(b []byte, v *graph.Time) []byte { return appendString(b, v.Basis) }),

	"Value.type": leaf(func(b []byte, v *graph.Value) []byte { return appendString(b, strings.ToUpper(v.Type)) }),
	"Value.text": leaf(func(b []byte, v *graph.Value) []byte { return appendString(b, v.Text) }),
	"Value.number": leaf(func(b []byte, v *graph.Value) []byte {
		if v.Type != "number" && v.Type != "money" {
			return b
		}
		return appendFloat(b, v.Number)
	}),
	"Value.unit": leaf(func(b []byte, v *graph.Value) []byte { return appendText(b, v.Unit) }),
	"Value.date": leaf(func(b []byte, v *graph.Value) []byte { return appendTime(b, v.Date) }),
}

func innermost(v *graph.Claim) any {
	if len(v.Attribution) == 0 {
		return nil
	}
	return &v.Attribution[0]
}

// evidence is a claim seen as its evidence.
type evidence graph.Claim

var evidenceFields = map[string]resolver{
	"Evidence.document": documentOf(func(v *evidence) graph.DocumentID { return v.ID.Document }),
	"Evidence.quote":    leaf(func(b []byte, v *evidence) []byte { return appendString(b, v.Evidence.Quote) }),
	"Evidence.start":    leaf(func(b []byte, v *evidence) []byte { return appendInt(b, v.Evidence.Start) }),
	"Evidence.end":      leaf(func(b []byte, v *evidence) []byte { return appendInt(b, v.Evidence.End) }),
	"Evidence.prefix": {batch: around(func(text string, e graph.Evidence) string {
		return text[runeStart(text, max(0, e.Start-contextBytes)):e.Start]
	})},
	"Evidence.suffix": {batch: around(func(text string, e graph.Evidence) string {
		return text[e.End:runeStart(text, min(len(text), e.End+contextBytes))]
	})},
	"Evidence.line": leaf(func(b []byte, v *evidence) []byte {
		if v.Evidence.Line == 0 {
			return b
		}
		return appendInt(b, v.Evidence.Line)
	}),
}

// contextBytes is how much text prefix and suffix show.
const contextBytes = 120

// around makes the resolver of words before or after a quote; an imported row
// has none.
func around(cut func(text string, e graph.Evidence) string) batchFunc {
	return func(c *call, srcs []any) ([]any, error) {
		ids := idsOf(srcs, func(v *evidence) graph.DocumentID { return v.ID.Document })
		if err := c.loadTexts(ids); err != nil {
			return nil, err
		}
		out := make([]any, len(srcs))
		for i, s := range srcs {
			words := ""
			e := s.(*evidence).Evidence
			if d := c.texts[ids[i]]; d != nil && e.Start >= 0 && e.Start <= e.End && e.End <= len(d.Text) {
				words = cut(d.Text, e)
			}
			out[i] = appendString(nil, words)
		}
		return out, nil
	}
}

// runeStart moves at forward to the start of a character.
func runeStart(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}
