package claim

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dossier/graph"
	"dossier/ingest/nlp"
)

// scoreNames are what the score of a claim is computed from: how it was found,
// how sure the parser is, how its clause hangs in the sentence, and what its
// subject and object are.
var scoreNames = []string{
	"bias", "open", "cue", "role", "noun", "copula", "demonym", "life", // how it was found
	"parser's least sure head", "parser's mean", "sentence length", "distance", // logs of probabilities; tokens by 40; tokens by 10
	"root clause", "conjoined clause", "relative clause", "participle", "adverbial clause", "complement clause", "passive", "borrowed subject",
	"no subject", "subject is a name", "subject is a pronoun", "subject is unlinked", "subject length", // tokens by 10
	"no object", "object is a name", "object is a clause", "object is a value", "object behind a preposition", "object coordinated", "object length",
	"reference", // log of the least sure link from a pronoun or description to its entity
	"reported", "weaker than reported", "denied", "further arguments",
	"typed, subject is a name", "typed, subject is a pronoun", "typed, object is a name", "typed, object is a value", "typed, distance",
}

// ScoreNames returns the names of a claim's evidence, in its order.
func ScoreNames() []string { return slices.Clone(scoreNames) }

// score.tsv holds a weight for each of them. It is remade by
// "dossier train --ontology ingest/train/testdata/ontology-knowledgenet --scores FILE".
//
//go:embed score.tsv
var scoreTable string

var scoreWeights = sync.OnceValue(func() []float64 {
	w, err := ReadScores(scoreTable)
	if err != nil {
		panic(err) // a fault of this package's own file
	}
	return w
})

// ReadScores reads a table of weights, "name TAB weight" a line; lines that begin
// with "#" are remarks. Names that are missing weigh nothing.
func ReadScores(table string) ([]float64, error) {
	w := make([]float64, len(scoreNames))
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, "\t")
		k := slices.Index(scoreNames, name)
		if k < 0 {
			return nil, fmt.Errorf("score table, line %d: nothing is called %q", n+1, name)
		}
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("score table, line %d: %w", n+1, err)
		}
		w[k] = x
	}
	return w, nil
}

// WriteScores is the inverse of ReadScores.
func WriteScores(weights []float64) string {
	var b strings.Builder
	b.WriteString("# Log odds by which evidence makes a claim likelier right. Remake with: dossier train --ontology ingest/train/testdata/ontology-knowledgenet --scores ingest/claim/score.tsv\n# Fitted on judgements of CaRB (Bhardwaj and others 2019; MIT) and KnowledgeNet (Mesquita and others 2019; CC BY-SA 4.0).\n")
	for k, w := range weights {
		fmt.Fprintf(&b, "%s\t%.3f\n", scoreNames[k], w)
	}
	return b.String()
}

// score is the probability that a claim is right, as fitted on judged claims.
// What a ranker judged has the ranker's.
func (d *page) score(c *draft) float64 {
	p := c.sure
	if p == 0 || c.Relation == "" {
		x := 0.0
		for k, v := range d.evidenceOf(c) {
			x += scoreWeights()[k] * v
		}
		p = logistic(x)
	}
	return min(max(p, 0.01), 0.99)
}

// evidenceOf fills in what scoreNames names.
func (d *page) evidenceOf(c *draft) []float64 {
	f := evidence{v: make([]float64, len(scoreNames))}
	f.set("bias", 1)
	rule := c.rule
	if rule == "clause" || rule == "cue" && c.Relation == "" || slices.Index(scoreNames, rule) < 0 {
		rule = "open"
	}
	f.set(rule, 1)
	d.parserEvidence(&f, c)
	d.clauseEvidence(&f, c)
	d.endEvidence(&f, c)
	f.on("reported", c.Modality == graph.Reported)
	f.on("weaker than reported", c.Modality != graph.Reported && c.Modality != graph.Asserted)
	f.on("denied", c.Polarity == graph.Denied)
	f.on("further arguments", len(c.Arguments) > 0)
	if c.Relation != "" { // a cue asks for what an open claim takes as it comes
		for _, name := range []string{"subject is a name", "subject is a pronoun", "object is a name", "object is a value", "distance"} {
			f.set("typed, "+name, f.v[slices.Index(scoreNames, name)])
		}
	}
	return f.v
}

// evidence is filled by name.
type evidence struct{ v []float64 }

func (f *evidence) set(name string, x float64) { f.v[slices.Index(scoreNames, name)] = x }

func (f *evidence) on(name string, is bool) {
	if is {
		f.set(name, 1)
	}
}

func (d *page) parserEvidence(f *evidence, c *draft) {
	heads := []int{c.at}
	if c.clause >= 0 {
		heads = append(heads, d.clauses[c.clause].head)
	}
	least := 1.0
	for _, h := range append(heads, c.subjHead, c.objHead) {
		if h >= 0 && h < len(d.tok) {
			least = min(least, d.certainty(h))
		}
	}
	f.set("parser's least sure head", math.Log(least))
	at := min(c.at, len(d.sentence)-1)
	s := d.a.Sentences[d.sentence[at]]
	mean := 0.0
	for i := s.First; i < s.Last; i++ {
		mean += math.Log(d.certainty(i)) / float64(s.Last-s.First)
	}
	f.set("parser's mean", mean)
	f.set("sentence length", float64(s.Last-s.First)/40)
	if c.subjHead >= 0 && c.objHead >= 0 {
		f.set("distance", min(4, math.Abs(float64(c.subjHead-c.objHead))/10))
	}
}

func (d *page) clauseEvidence(f *evidence, c *draft) {
	if c.clause < 0 {
		return
	}
	cl := &d.clauses[c.clause]
	switch cl.link {
	case "root":
		f.set("root clause", 1)
	case "conj":
		f.set("conjoined clause", 1)
	case "acl:relcl":
		f.set("relative clause", 1)
	case "acl":
		f.set("participle", 1)
	case "advcl":
		f.set("adverbial clause", 1)
	case "xcomp", "ccomp":
		f.set("complement clause", 1)
	}
	f.on("passive", cl.passive)
	f.on("borrowed subject", c.subjHead >= 0 && d.head(c.subjHead) != cl.head)
}

func (d *page) endEvidence(f *evidence, c *draft) {
	f.on("no subject", c.Subject.Empty())
	f.on("no object", c.Object.Empty())
	link := 1.0
	if h := c.subjHead; h >= 0 {
		f.on("subject is a name", d.isName(h))
		f.on("subject is a pronoun", d.upos(h) == "PRON")
		link = min(link, d.linkScore(h))
	}
	f.on("subject is unlinked", !c.Subject.Empty() && c.Subject.Profile < 0)
	f.set("subject length", float64(len(strings.Fields(c.Subject.Text)))/10)
	if h := c.objHead; h >= 0 && h < len(d.tok) {
		f.on("object is a name", d.isName(h))
		f.on("object coordinated", d.rel(h) == "conj")
		prep, _ := d.preposition(h)
		f.on("object behind a preposition", prep != "")
		link = min(link, d.linkScore(h))
	}
	f.on("object is a clause", c.objHead < 0 && !c.Object.Empty())
	f.on("object is a value", c.Object.Value != nil)
	f.set("object length", min(3, float64(len(strings.Fields(c.Object.Text)))/10))
	f.set("reference", math.Log(max(link, 0.05)))
}

// linkScore is how sure the language layer is which entity a phrase stands for.
func (d *page) linkScore(h int) float64 {
	m := d.mention[h]
	if m < 0 || d.a.Mentions[m].Kind == nlp.Name || d.a.Mentions[m].Entity < 0 || d.a.Mentions[m].Score <= 0 {
		return 1
	}
	return d.a.Mentions[m].Score
}

// A Judgeable is a claim with the evidence that its score is computed from.
type Judgeable struct {
	graph.Claim
	Rule     string    // how it was found: "clause", "cue", "copula", "role", "noun" …
	Evidence []float64 // in the order of ScoreNames; nil for what a ranker judged
}
