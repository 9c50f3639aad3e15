package train

import (
	"cmp"
	"slices"
	"strings"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// testFold is the fold of KnowledgeNet that is reported; the others teach.
const testFold = 3

// EvaluateRelations measures typed relations on KnowledgeNet's passages, from
// raw text with the predicted language layer: what the ontology's cues find
// ("relations by cues"), and, where there are other folds than the reported
// one to learn from, what the ranking of candidates learnt from them finds
// ("relations", and each property).
func EvaluateRelations(o *schema.Ontology, a *nlp.Analyzer, passages []RelationPassage) Report {
	learn, test := relationInputs(o, a, passages)
	var report []RelationPassage
	cues, ranked := map[string][]RelationFact{}, map[string][]RelationFact{}
	var model *RelationModel
	if len(learn) > 0 && len(test) > 0 {
		model = FitRelations(o, learn)
	}
	if len(test) == 0 {
		test = learn
	}
	for i := range test {
		report = append(report, test[i].RelationPassage)
		cues[test[i].ID] = test[i].Cues
		if model != nil {
			ranked[test[i].ID] = model.Predict(&test[i])
		}
	}
	byCues := ScoreRelations(report, cues)
	var out Report
	if model == nil {
		return Report{Scores: sortedScores(byCues, "relations by cues")}
	}
	out.Scores = sortedScores(ScoreRelations(report, ranked), "relations")
	total := *byCues[""]
	total.Layer = "relations by cues"
	out.Scores = append(out.Scores, total)
	return out
}

func sortedScores(scores map[string]*Score, all string) []Score {
	var out []Score
	for property, s := range scores {
		s.Layer = cmp.Or(property, all)
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Score) int { return strings.Compare(a.Layer, b.Layer) })
	return out
}

// relationInputs analyses the passages' documents, each once, and parts those
// to learn from from those to report.
func relationInputs(o *schema.Ontology, a *nlp.Analyzer, passages []RelationPassage) (learn, test []RelationInput) {
	type read struct {
		analysis *nlp.Analysis
		facts    []RelationFact
	}
	x := claim.New(o)
	memo := map[string]read{}
	for _, p := range passages {
		r, ok := memo[p.Text]
		if !ok {
			doc := &article.Article{Text: p.Text, Language: "en"}
			r.analysis = a.Analyze(doc)
			r.facts = relationFacts(o, r.analysis, x.Extract(doc, r.analysis, claim.Options{Unresolved: true}))
			memo[p.Text] = r
		}
		in := RelationInput{RelationPassage: p, Analysis: r.analysis}
		for _, f := range r.facts {
			if within(f.Subject, p.Span) && within(f.Object, p.Span) {
				in.Cues = append(in.Cues, f)
			}
		}
		if p.Fold == testFold {
			test = append(test, in)
		} else {
			learn = append(learn, in)
		}
	}
	return learn, test
}

func within(a, b nlp.Span) bool { return a.Start >= b.Start && a.End <= b.End }

// relationFacts are the typed claims of a text. A fact is one about entities,
// so it is given for every mention of its subject in the claim's sentence;
// that is how the passages are annotated.
func relationFacts(o *schema.Ontology, a *nlp.Analysis, claims []graph.Claim) []RelationFact {
	var out []RelationFact
	for _, c := range claims {
		if c.Relation == "" || c.Polarity == graph.Denied || c.Subject.Empty() || c.Object.Empty() {
			continue
		}
		f := RelationFact{Property: c.Relation, Score: c.Score, Object: nlp.Span(c.Object.Span)}
		for _, s := range spansOf(a, c.Subject, c.Evidence.Span) {
			f.Subject = s
			out = append(out, f)
			if t := o.RelationType(c.Relation); t != nil && t.Symmetric {
				out = append(out, RelationFact{Property: f.Property, Score: f.Score, Subject: f.Object, Object: s})
			}
		}
	}
	return out
}

// spansOf returns where an argument's entity is mentioned within a stretch.
func spansOf(a *nlp.Analysis, arg graph.Argument, in graph.Span) []nlp.Span {
	out := []nlp.Span{nlp.Span(arg.Span)}
	if arg.Profile < 0 {
		return out
	}
	for _, m := range a.Entities[arg.Profile].Mentions {
		s := a.Mentions[m].Span
		if within(s, nlp.Span(in)) && s != nlp.Span(arg.Span) {
			out = append(out, s)
		}
	}
	return out
}
