package train

import (
	"fmt"
	"strings"
	"time"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// FitTekGen learns a ranker from sentences.
func FitTekGen(o *schema.Ontology, a *nlp.Analyzer, items []TekGenItem) (*claim.Ranker, error) {
	x := claim.New(o).WithRanker(nil)
	names, err := relationsByLabel(o, items)
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, n := range names {
		all[n] = true
	}
	var examples []RankExample
	for _, it := range items {
		doc := &article.Article{Text: it.Text, Language: "en"}
		an := a.Analyze(doc)
		cues := claim.Facts(o, an, x.Extract(doc, an, claim.Options{}))
		ex := RankExample{Analysis: an, Span: nlp.Span{Start: 0, End: len(an.Text)}, Complete: all, Cues: cues}
		ex.Facts = tekgenFacts(x, an, it, names)
		examples = append(examples, ex)
	}
	return FitRanker(x, examples, true), nil
}

// relationsByLabel maps the labels that sentences use to relation types.
func relationsByLabel(o *schema.Ontology, items []TekGenItem) (map[string]string, error) {
	names := map[string]string{}
	for _, r := range o.RelationTypes() {
		names[t2kNormal(r.Label)] = r.Name
	}
	out := map[string]string{}
	for _, it := range items {
		for _, t := range it.Triples {
			n := names[t2kNormal(t[1])]
			if n == "" {
				return nil, fmt.Errorf("sentence %s: the ontology has no relation with the label %q", it.ID, t[1])
			}
			out[t[1]] = n
		}
	}
	return out, nil
}

// tekgenFacts finds the candidates that read like a sentence's triples.
func tekgenFacts(x *claim.Extractor, a *nlp.Analysis, it TekGenItem, names map[string]string) []claim.Fact {
	var out []claim.Fact
	candidates := x.Candidates(a, true)
	label := make([]string, len(candidates))
	for i, c := range candidates {
		label[i] = t2kNormal(a.Text[c.Start:c.End])
		if c.Type != "DATE" {
			continue
		}
		for _, t := range a.Times {
			if t.Span == c.Span && !t.Start.IsZero() {
				label[i] = t2kNormal(t2kDate(t.Start))
			}
		}
	}
	for _, t := range it.Triples {
		subject, object := t2kNormal(t[0]), t2kNormal(t[2])
		for i, s := range candidates {
			for k, c := range candidates {
				if i != k && label[i] == subject && label[k] == object {
					out = append(out, claim.Fact{Relation: names[t[1]], Subject: s.Span, Object: c.Span})
				}
			}
		}
	}
	return out
}

// t2kDate is how Text2KGBench writes a day; years are their first of January.
func t2kDate(t time.Time) string { return t.Format("02 January 2006") }

// EvaluateTekGen measures typed relations on Text2KGBench's sentences of one
// ontology: from raw text to claims, their triples written as the benchmark
// writes them. "filtered" is the published scorer's way, which counts only
// triples whose relation is among the sentence's own.
func EvaluateTekGen(o *schema.Ontology, a *nlp.Analyzer, items []TekGenItem) Report {
	var out Report
	pred := PredictTekGen(o, a, items)
	name := "triples"
	for _, filter := range []bool{false, true} {
		if filter {
			name += ", filtered"
		}
		p, r, f := ScoreTekGen(items, pred, filter)
		out.Figures = append(out.Figures, Figure{name + ": precision", p}, Figure{name + ": recall", r}, Figure{name + ": F1", f})
	}
	return out
}

// PredictTekGen returns the triples that the pipeline finds, by sentence.
func PredictTekGen(o *schema.Ontology, a *nlp.Analyzer, items []TekGenItem) map[string][][3]string {
	x := claim.New(o)
	pred := map[string][][3]string{}
	for _, it := range items {
		doc := &article.Article{Text: it.Text, Language: "en"}
		an := a.Analyze(doc)
		for _, c := range x.Extract(doc, an, claim.Options{}) {
			if r := o.RelationType(c.Relation); r != nil && c.Polarity == graph.Affirmed && !c.Subject.Empty() && !c.Object.Empty() {
				pred[it.ID] = append(pred[it.ID], [3]string{c.Subject.Text, r.Label, objectLabel(&c.Object)})
			}
		}
	}
	return pred
}

func objectLabel(a *graph.Argument) string {
	if a.Value != nil && a.Value.Type == schema.ValueDate && !a.Value.Date.IsZero() {
		return t2kDate(a.Value.Date)
	}
	return strings.TrimSpace(a.Text)
}
