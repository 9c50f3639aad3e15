package train

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// A JudgedClaim is a claim of the extractor that public annotations call right
// or wrong.
type JudgedClaim struct {
	claim.Judgeable
	Right bool
	Held  bool // not to learn from
}

// claimShare is the share of a claim's words that one tuple of CaRB must have
// in the same places for the claim to be right.
const claimShare = 0.7

// JudgeClaims returns the claims that the extractor finds in two corpora of the
// data folder, judged by their annotations: open ones by CaRB's tuples, of which
// every third sentence is held out, and those that the cues of KnowledgeNet's
// ontology give by its facts, of which the reported fold is. What neither
// annotates is left out: CaRB knows no titles and nationalities.
func JudgeClaims(data string, knowledgeNet *schema.Ontology) ([]JudgedClaim, error) {
	open, err := judgeOpen(filepath.Join(data, "openie", "carb-dev.tsv.gz"))
	if err != nil {
		return nil, err
	}
	typed, err := judgeTyped(knowledgeNet, filepath.Join(data, "relations", "knowledgenet-folds1-3.jsonl.gz"))
	return append(open, typed...), err
}

func judgeOpen(file string) ([]JudgedClaim, error) {
	f, err := Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	gold, err := ReadCaRB(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	o := schema.Default()
	a, x := nlp.New(o), claim.New(o)
	var out []JudgedClaim
	for n, s := range gold {
		an := OpenAnalysis(s.Text)
		a.AnalyzeTokens(an, time.Time{})
		doc := &article.Article{Text: an.Text, Language: "en"}
		for _, j := range x.Judgeable(doc, an, claim.Options{}) {
			if j.Rule != "clause" && j.Rule != "cue" && j.Rule != "copula" {
				continue
			}
			out = append(out, JudgedClaim{Judgeable: j, Right: toldBy(s.Gold, claimTuple(&j.Claim, an)), Held: n%3 == 2})
		}
	}
	return out, nil
}

// claimTuple is a claim in words, as CaRB compares tuples. What an agentless
// passive happens to stands first.
func claimTuple(c *graph.Claim, a *nlp.Analysis) OpenTuple {
	in := func(s graph.Span) string {
		var w []string
		for _, t := range a.Tokens {
			if t.Start >= s.Start && t.End <= s.End {
				w = append(w, a.Text[t.Start:t.End])
			}
		}
		return strings.Join(w, " ")
	}
	t := OpenTuple{Relation: strings.ReplaceAll(c.Predicate, " …", "")}
	for _, arg := range []graph.Argument{c.Subject, c.Object} {
		if !arg.Empty() {
			t.Arguments = append(t.Arguments, in(arg.Span))
		}
	}
	return t
}

// toldBy reports whether one of the tuples says what a claim says. Of a claim
// with one end ("Lind was fined") that end and the predicate are compared.
func toldBy(gold []OpenTuple, t OpenTuple) bool {
	for _, g := range gold {
		if len(t.Arguments) < 2 && len(g.Arguments) > 1 {
			g.Arguments = g.Arguments[:1]
		}
		if p, _ := compare(toBinary(g), toBinary(t)); p >= claimShare {
			return true
		}
	}
	return false
}

func judgeTyped(o *schema.Ontology, file string) ([]JudgedClaim, error) {
	f, err := Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	passages, err := ReadKnowledgeNet(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	byText := map[string][]RelationPassage{}
	var texts []string
	for _, p := range passages {
		if byText[p.Text] == nil {
			texts = append(texts, p.Text)
		}
		byText[p.Text] = append(byText[p.Text], p)
	}
	a, x := nlp.New(o), claim.New(o).WithRanker(nil)
	var out []JudgedClaim
	for n, text := range texts {
		if n%3 != 0 {
			continue // a third is plenty
		}
		doc := &article.Article{Text: text, Language: "en"}
		an := a.Analyze(doc)
		for _, j := range x.Judgeable(doc, an, claim.Options{}) {
			if right, known := factOf(byText[text], &j.Claim); known {
				out = append(out, JudgedClaim{Judgeable: j, Right: right, Held: byText[text][0].Fold == testFold})
			}
		}
	}
	return out, nil
}

// factOf judges a typed claim by the passage it lies in; known is false where
// that is not annotated for its relation.
func factOf(passages []RelationPassage, c *graph.Claim) (right, known bool) {
	if c.Relation == "" || c.Subject.Empty() || c.Object.Empty() || c.Polarity == graph.Denied {
		return false, false
	}
	for _, p := range passages {
		if !within(nlp.Span(c.Subject.Span), p.Span) || !within(nlp.Span(c.Object.Span), p.Span) || !p.Complete[c.Relation] {
			continue
		}
		known = true
		for _, f := range p.Facts {
			if f.Relation == c.Relation && overlaps(f.Subject, nlp.Span(c.Subject.Span)) && overlaps(f.Object, nlp.Span(c.Object.Span)) {
				return true, true
			}
		}
	}
	return false, known
}

// FitScoreTable fits the weights of claims' scores on the data folder, under the
// ontology of KnowledgeNet in a folder, and writes them as the table that
// package claim embeds.
func FitScoreTable(dir, data, table string, log io.Writer) error {
	o, err := schema.LoadDir(dir)
	if err != nil {
		return err
	}
	judged, err := JudgeClaims(data, o)
	if err != nil {
		return err
	}
	return os.WriteFile(table, []byte(FitScores(judged, log)), 0o644)
}

// FitScores fits the weights of the evidence on the judged claims that are not
// held out and returns them as a table.
func FitScores(judged []JudgedClaim, log io.Writer) string {
	var rows [][]float64
	var right []bool
	for _, j := range judged {
		if !j.Held && j.Evidence != nil {
			rows, right = append(rows, j.Evidence), append(right, j.Right)
		}
	}
	fmt.Fprintf(log, "%d judged claims\n", len(rows))
	return claim.WriteScores(FitLogistic(rows, right, 1e-3))
}

// EvaluateScores measures on held-out judged claims how far the scores are the
// shares of right claims: for every tenth of the scale which share of the claims
// that score there is right, and the expected calibration error.
func EvaluateScores(judged []JudgedClaim) Report {
	var scores []float64
	var right []bool
	for _, j := range judged {
		if j.Held {
			scores, right = append(scores, j.Score), append(right, j.Right)
		}
	}
	bins, ece := Reliability(scores, right)
	var out Report
	for i, b := range bins {
		name := fmt.Sprintf("score %.1f to %.1f: right of %d claims", float64(i)/10, float64(i+1)/10, b.Claims)
		out.Figures = append(out.Figures, Figure{name, quotient(b.Right, b.Claims)})
	}
	out.Figures = append(out.Figures, Figure{"expected calibration error", ece})
	return out
}

// A Bin holds the claims whose scores lie in one tenth.
type Bin struct {
	Claims, Right int
	Score         float64 // sum
}

// Reliability sorts scored claims into ten bins and returns the expected
// calibration error (Naeini et al. 2015): by how much the mean score of a bin
// and its share of right claims differ, weighed by the bins' sizes.
func Reliability(scores []float64, right []bool) (bins [10]Bin, ece float64) {
	for i, s := range scores {
		b := &bins[min(9, max(0, int(10*s)))]
		b.Claims++
		b.Score += s
		if right[i] {
			b.Right++
		}
	}
	for _, b := range bins {
		if b.Claims > 0 {
			ece += math.Abs(b.Score-float64(b.Right)) / float64(max(1, len(scores)))
		}
	}
	return bins, ece
}
