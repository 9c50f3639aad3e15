package ingest

import (
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
)

// ExtractOpen is what a document says as open relations in its own words, in
// the two forms in which open information extraction is compared.
type ExtractOpen struct {
	Tuples  []ExtractTuple `json:"tuples"`  // one a clause and subject, with all its arguments
	Triples []ExtractTuple `json:"triples"` // one an argument; the relation holds all words between
}

// ExtractTuple is one open relation. Start and end are those of its sentence.
type ExtractTuple struct {
	Start     int      `json:"start"`
	End       int      `json:"end"`
	Subject   string   `json:"subject"`
	Relation  string   `json:"relation"`
	Arguments []string `json:"arguments"`
	Score     float64  `json:"score"`
}

// Open makes the pipeline's extracts carry open relations beside the claims.
func (p *Pipeline) Open() { p.open = true }

func (p *Pipeline) extractOpen(an *nlp.Analysis) *ExtractOpen {
	if !p.open || an.Language != "en" {
		return nil
	}
	least := p.options.MinScore
	return &ExtractOpen{Tuples: openTuples(an, p.extractor.Tuples(an), least), Triples: openTuples(an, p.extractor.Triples(an), least)}
}

func openTuples(an *nlp.Analysis, list []claim.Tuple, least float64) []ExtractTuple {
	out := []ExtractTuple{}
	for _, t := range list {
		if t.Score >= least {
			s := an.Sentences[t.Sentence]
			out = append(out, ExtractTuple{s.Start, s.End, t.Subject, t.Relation, t.Arguments, t.Score})
		}
	}
	return out
}
