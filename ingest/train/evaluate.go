package train

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"dossier/ingest/claim"
	"dossier/ingest/identity"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// A Figure is a measured value that is no count: the area under a curve, or a
// score whose definition weighs its counts.
type Figure struct {
	Name  string
	Value float64 // 0 to 1
}

// A Report is what measuring one layer gave.
type Report struct {
	Scores  []Score
	Figures []Figure
}

// Layers lists what Evaluate measures, with the format of its gold data.
func Layers() []string {
	return []string{
		"syntax CoNLL-U", "ner IOB2", "coref CoNLL-U with Entity=", "pronouns GAP", "openie CaRB TSV or BenchIE text",
		"relations KnowledgeNet JSONL", "triples Text2KGBench JSONL, FILE#ont_1_movie for one ontology's held-out tenth", "scores data folder, under KnowledgeNet's ontology", "names CSV", "pages folder with ground-truth.json",
	}
}

// Evaluate measures a layer on gold files in their public format. The layers
// below it are predicted, never taken from the gold data.
func Evaluate(o *schema.Ontology, layer string, files []string) (Report, error) {
	a := nlp.New(o)
	switch layer {
	case "syntax":
		return evaluateSyntax(files)
	case "ner":
		s, err := EvaluateNER(a, files...)
		return Report{Scores: s}, err
	case "coref":
		return each(files, func(f string) (Report, error) { return evaluateCoref(a, f) })
	case "pronouns":
		return each(files, func(f string) (Report, error) {
			s, err := EvaluatePronouns(a, f)
			return Report{Scores: s}, err
		})
	case "openie":
		return each(files, func(f string) (Report, error) { return evaluateOpenIE(o, a, f) })
	case "relations":
		return each(files, func(f string) (Report, error) { return evaluateRelations(o, a, f) })
	case "triples":
		return each(files, func(f string) (Report, error) { return evaluateTriples(o, a, f) })
	case "scores":
		return each(files, func(f string) (Report, error) {
			judged, err := JudgeClaims(f, o)
			return EvaluateScores(judged), err
		})
	case "names":
		return each(files, func(f string) (Report, error) { return evaluateNames(o, f) })
	case "pages":
		return each(files, func(f string) (Report, error) {
			s, err := EvaluatePages(f)
			return Report{Scores: []Score{s}}, err
		})
	}
	return Report{}, fmt.Errorf("no layer %q; there are: %s", layer, strings.Join(Layers(), ", "))
}

// each measures file by file.
func each(files []string, measure func(string) (Report, error)) (Report, error) {
	var all Report
	for _, f := range files {
		r, err := measure(f)
		if err != nil {
			return all, err
		}
		all.Scores, all.Figures = append(all.Scores, r.Scores...), append(all.Figures, r.Figures...)
	}
	return all, nil
}

// evaluateSyntax adds what raw text gives to what gold tokens give.
func evaluateSyntax(files []string) (Report, error) {
	scores, err := EvaluateSyntax(files...)
	if err != nil {
		return Report{}, err
	}
	for _, f := range files {
		sentences, err := ReadTreebanks(f)
		if err != nil {
			return Report{}, err
		}
		name, _, _ := strings.Cut(filepath.Base(f), ".")
		scores = append(scores, EvaluateSegment(name, sentences)...)
	}
	return Report{Scores: scores}, nil
}

// evaluateCoref gives the CoNLL score and its three parts (Pradhan et al. 2014).
func evaluateCoref(a *nlp.Analyzer, file string) (Report, error) {
	sentences, err := ReadTreebanks(file)
	if err != nil {
		return Report{}, err
	}
	var out Report
	for _, s := range EvaluateCoref(a, sentences) {
		out.Figures = append(out.Figures,
			Figure{s.Layer + ": MUC F1", s.MUC[2]}, Figure{s.Layer + ": B3 F1", s.B3[2]},
			Figure{s.Layer + ": CEAFe F1", s.CEAFe[2]}, Figure{s.Layer + ": CoNLL F1", s.CoNLL})
	}
	return out, nil
}

func evaluateNames(o *schema.Ontology, file string) (Report, error) {
	f, err := Open(file)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	pairs, err := ReadNamePairs(f, file)
	if err != nil {
		return Report{}, err
	}
	s, _ := EvaluateNames(o, pairs, identity.MatchThreshold)
	return Report{Scores: []Score{s}}, nil
}

// evaluateOpenIE tells the two formats apart by the file's name.
func evaluateOpenIE(o *schema.Ontology, a *nlp.Analyzer, file string) (Report, error) {
	f, err := Open(file)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	x := claim.New(o)
	analyse := func(an *nlp.Analysis) { a.AnalyzeTokens(an, time.Time{}) }
	if strings.Contains(filepath.Base(file), ".txt") {
		gold, err := ReadBenchIE(f)
		if err != nil {
			return Report{}, fmt.Errorf("%s: %w", file, err)
		}
		p, r, f1 := ScoreBenchIE(gold, PredictOpen(gold, ByID, analyse, func(an *nlp.Analysis) []OpenTuple { return tuples(x.Triples(an)) }))
		return Report{Figures: []Figure{{"BenchIE precision", p}, {"BenchIE recall", r}, {"BenchIE F1", f1}}}, nil
	}
	gold, err := ReadCaRB(f)
	if err != nil {
		return Report{}, fmt.Errorf("%s: %w", file, err)
	}
	s := ScoreCaRB(gold, PredictOpen(gold, ByText, analyse, func(an *nlp.Analysis) []OpenTuple { return tuples(x.Tuples(an)) }))
	return Report{Figures: []Figure{{"CaRB precision", s.Precision}, {"CaRB recall", s.Recall}, {"CaRB F1", s.F1}, {"CaRB AUC", s.AUC}}}, nil
}

// tuples is the extractor's open form as the scorers take it.
func tuples(list []claim.Tuple) []OpenTuple {
	out := make([]OpenTuple, 0, len(list))
	for _, t := range list {
		out = append(out, OpenTuple{Relation: t.Relation, Arguments: append([]string{t.Subject}, t.Arguments...), Confidence: t.Score})
	}
	return out
}

// evaluateRelations runs the whole pipeline on every passage. The ontology
// must name its relation types after the properties (RelationName).
func evaluateRelations(o *schema.Ontology, a *nlp.Analyzer, file string) (Report, error) {
	f, err := Open(file)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	passages, err := ReadKnowledgeNet(f)
	if err != nil {
		return Report{}, fmt.Errorf("%s: %w", file, err)
	}
	return EvaluateRelations(o, a, passages), nil
}

// evaluateTriples measures the held-out tenth of Text2KGBench's training rows.
func evaluateTriples(o *schema.Ontology, a *nlp.Analyzer, file string) (Report, error) {
	_, items, err := readExamples(file)
	if err != nil {
		return Report{}, err
	}
	_, held := splitTenth(items)
	if len(held) == 0 {
		return Report{}, fmt.Errorf("%s: no sentences of Text2KGBench", file)
	}
	return EvaluateTekGen(o, a, held), nil
}
