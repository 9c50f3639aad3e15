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
// raw text to claims with the predicted language layer: what the ontology's
// cues find by themselves ("relations by cues"), and what its ranker makes of
// them ("relations", and each property). An ontology without a ranker learns
// one from the folds that are not reported, where there are any.
func EvaluateRelations(o *schema.Ontology, a *nlp.Analyzer, passages []RelationPassage) Report {
	learn, test := splitFolds(passages)
	byCues := claim.New(o).WithRanker(nil)
	with := claim.New(o)
	if o.Ranker() == nil && len(learn) > 0 && len(test) > 0 {
		with = with.WithRanker(FitRelations(o, a, learn))
	}
	if len(test) == 0 {
		test = learn
	}
	out := Report{Scores: sortedScores(ScoreRelations(test, passageFacts(o, a, with, test)), "relations")}
	cues := *ScoreRelations(test, passageFacts(o, a, byCues, test))[""]
	cues.Layer = "relations by cues"
	out.Scores = append(out.Scores, cues)
	return out
}

func splitFolds(passages []RelationPassage) (learn, test []RelationPassage) {
	for _, p := range passages {
		if p.Fold == testFold {
			test = append(test, p)
		} else {
			learn = append(learn, p)
		}
	}
	return learn, test
}

// FitRelations learns a ranker from passages.
func FitRelations(o *schema.Ontology, a *nlp.Analyzer, passages []RelationPassage) *claim.Ranker {
	x := claim.New(o).WithRanker(nil)
	var examples []RankExample
	eachDocument(a, extractWith(o, x, false), passages, func(p *RelationPassage, an *nlp.Analysis, found []claim.Fact) {
		examples = append(examples, RankExample{Analysis: an, Span: p.Span, Complete: p.Complete, Facts: p.Facts, Cues: found})
	})
	return FitRanker(x, examples, false)
}

// passageFacts returns what an extractor finds, by passage.
func passageFacts(o *schema.Ontology, a *nlp.Analyzer, x *claim.Extractor, passages []RelationPassage) map[string][]claim.Fact {
	out := map[string][]claim.Fact{}
	eachDocument(a, extractWith(o, x, true), passages, func(p *RelationPassage, _ *nlp.Analysis, found []claim.Fact) { out[p.ID] = found })
	return out
}

// extractWith returns what finds the facts of a document. A ranker judges each
// name by itself; what a cue says of a thing holds for all its names in the sentence.
func extractWith(o *schema.Ontology, x *claim.Extractor, ranked bool) func(*article.Article, *nlp.Analysis) []claim.Fact {
	if ranked && x.Ranks() {
		return func(doc *article.Article, a *nlp.Analysis) []claim.Fact {
			var out []claim.Fact
			for _, c := range x.Extract(doc, a, claim.Options{Unresolved: true, EachName: true}) {
				if c.Relation != "" && c.Polarity == graph.Affirmed {
					f := claim.Fact{Relation: c.Relation, Subject: nlp.Span(c.Subject.Span), Object: nlp.Span(c.Object.Span), Score: c.Score}
					out = append(out, f)
					if o.RelationType(c.Relation).Symmetric {
						out = append(out, claim.Fact{Relation: f.Relation, Subject: f.Object, Object: f.Subject, Score: f.Score})
					}
				}
			}
			return out
		}
	}
	return func(doc *article.Article, a *nlp.Analysis) []claim.Fact {
		return claim.Facts(o, a, x.Extract(doc, a, claim.Options{Unresolved: true}))
	}
}

// eachDocument visits passages with the analysis of their document, which is
// made once, and the facts found inside them.
func eachDocument(a *nlp.Analyzer, find func(*article.Article, *nlp.Analysis) []claim.Fact, passages []RelationPassage, visit func(*RelationPassage, *nlp.Analysis, []claim.Fact)) {
	type read struct {
		analysis *nlp.Analysis
		facts    []claim.Fact
	}
	memo := map[string]read{}
	for i := range passages {
		p := &passages[i]
		r, ok := memo[p.Text]
		if !ok {
			doc := &article.Article{Text: p.Text, Language: "en"}
			r.analysis = a.Analyze(doc)
			r.facts = find(doc, r.analysis)
			memo[p.Text] = r
		}
		var in []claim.Fact
		for _, f := range r.facts {
			if within(f.Subject, p.Span) && within(f.Object, p.Span) {
				in = append(in, f)
			}
		}
		visit(p, r.analysis, in)
	}
}

func within(a, b nlp.Span) bool { return a.Start >= b.Start && a.End <= b.End }

func sortedScores(scores map[string]*Score, all string) []Score {
	var out []Score
	for property, s := range scores {
		s.Layer = cmp.Or(property, all)
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Score) int { return strings.Compare(a.Layer, b.Layer) })
	return out
}
