package claim_test

import (
	"bytes"
	"math"
	"testing"

	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// What a ranker was made of survives its file, and a damaged file is refused.
func TestRankerFile(t *testing.T) {
	weights := make([]float32, claim.RankBuckets)
	weights[3], weights[claim.RankBuckets-1] = 1.5, -0.25
	l := claim.Learned{Ranked: claim.Ranked{Name: "dateFounded", Slope: 2, Bias: -1, Types: map[string]bool{"ORG>DATE": true}}, Weights: weights}
	r := claim.NewRanker([]claim.Learned{l}, nil, nil)
	r.Floor = 0.25
	b := r.Encode()
	again, err := claim.DecodeRanker(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Encode(), b) {
		t.Error("a ranker read from its file writes another one")
	}
	pair := claim.Pair{Types: "ORG>DATE", Features: []uint32{3, 7, claim.RankBuckets - 1}}
	if got := again.Sums(&pair); got[0] != 1.25 {
		t.Errorf("sum %v, want 1.25", got)
	}
	pair.Types = "PER>DATE"
	if got := again.Sums(&pair); !math.IsInf(got[0], -1) {
		t.Errorf("sum %v for types never seen", got)
	}
	for _, bad := range [][]byte{nil, []byte("ranker"), b[:len(b)/2]} {
		if _, err := claim.DecodeRanker(bad); err == nil {
			t.Errorf("a file of %d bytes is taken for a ranker", len(bad))
		}
	}
}

// A ranker's claims carry quote, attribution and an honest score like others:
// here KnowledgeNet's, on sentences that its cues alone do not cover.
func TestRankedClaims(t *testing.T) {
	o, err := schema.LoadDir("../train/testdata/ontology-knowledgenet")
	if err != nil {
		t.Fatal(err)
	}
	a, x := nlp.New(o), claim.New(o)
	if !x.Ranks() {
		t.Fatal("the ontology's ranker is not in use")
	}
	for _, c := range []struct{ text, subject, relation, object string }{
		{"Maria Holt (born 3 May 1971 in Bergen) is a Norwegian engineer.", "Maria Holt", "dateOfBirth", "3 May 1971"},
		{"Maria Holt (born 3 May 1971 in Bergen) is a Norwegian engineer.", "Maria Holt", "placeOfBirth", "Bergen"},
		{"Peter Lang, a graduate of Oxford University, lives in Leeds.", "Peter Lang", "educatedAt", "Oxford University"},
	} {
		doc := &article.Article{Text: c.text, Language: "en"}
		found := false
		for _, g := range x.Extract(doc, a.Analyze(doc), claim.Options{}) {
			if g.Relation == c.relation && g.Subject.Text == c.subject && g.Object.Text == c.object {
				found = true
				if g.Evidence.Quote != c.text || g.Score <= 0 || g.Score >= 1 || g.Predicate == "" {
					t.Errorf("%s: quote %q, score %v, predicate %q", c.relation, g.Evidence.Quote, g.Score, g.Predicate)
				}
			}
		}
		if !found {
			t.Errorf("%q: no %s %s %s", c.text, c.subject, c.relation, c.object)
		}
	}
}

// Claims below the least score asked for are left out, all others stay.
func TestMinScore(t *testing.T) {
	o := schema.Default()
	a, x := nlp.New(o), claim.New(o)
	doc := &article.Article{Text: "Ostra bought Pell Mining in May. Ana Roy, the minister of trade, praised the sale. Engineers working there for a company fear cuts.", Language: "en"}
	all := x.Extract(doc, a.Analyze(doc), claim.Options{})
	best, n := 0.0, 0
	for _, c := range all {
		best = max(best, c.Score)
	}
	for _, c := range all {
		if c.Score >= best {
			n++
		}
	}
	few := x.Extract(doc, a.Analyze(doc), claim.Options{MinScore: best})
	if len(few) != n || n == len(all) {
		t.Errorf("%d of %d claims score %.2f; that least score keeps %d", n, len(all), best, len(few))
	}
}

// A tree of any shape is read: here names hang on the first word.
func TestFirstWordAsHead(t *testing.T) {
	o := schema.Default()
	a := &nlp.Analysis{Text: "Ana Roy Ode", Language: "en"}
	for i, s := range []nlp.Span{{Start: 0, End: 3}, {Start: 4, End: 7}, {Start: 8, End: 11}} {
		a.Tokens = append(a.Tokens, nlp.Token{Span: s, Lemma: "x", UPOS: "PROPN", XPOS: "NNP", Head: 0, Deprel: "compound"})
		if i == 0 {
			a.Tokens[0].Head, a.Tokens[0].Deprel = -1, "root"
		}
	}
	a.Sentences = []nlp.Sentence{{Span: nlp.Span{Start: 0, End: 11}, Last: 3, Region: "body"}}
	claim.New(o).Extract(&article.Article{Text: a.Text, Language: "en"}, a, claim.Options{})
}

// The table of score weights reads back as it was written.
func TestScoreTable(t *testing.T) {
	w := make([]float64, len(claim.ScoreNames()))
	for i := range w {
		w[i] = float64(i) / 8
	}
	got, err := claim.ReadScores(claim.WriteScores(w))
	if err != nil {
		t.Fatal(err)
	}
	for i := range w {
		if got[i] != w[i] {
			t.Errorf("%s: %v, want %v", claim.ScoreNames()[i], got[i], w[i])
		}
	}
	for _, bad := range []string{"bias\tmuch\n", "luck\t1\n"} {
		if _, err := claim.ReadScores(bad); err == nil {
			t.Errorf("%q is taken for a table", bad)
		}
	}
}

// Whatever the file holds, reading it ends with a ranker that can be asked and
// written again, or with an error.
func FuzzDecodeRanker(f *testing.F) {
	weights := make([]float32, claim.RankBuckets)
	weights[9] = 1
	l := claim.Learned{Ranked: claim.Ranked{Name: "states", Types: map[string]bool{"PER>ORG": true}}, Weights: weights}
	f.Add(claim.NewRanker([]claim.Learned{l}, nil, nil).Encode())
	f.Add(claim.NewRanker([]claim.Learned{l}, []claim.Learned{l}, []claim.Learned{l, l}).Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := claim.DecodeRanker(b)
		if err != nil {
			return
		}
		r.Predict([]claim.Pair{{Types: "PER>ORG", Features: []uint32{9}}}, 0)
		if _, err := claim.DecodeRanker(r.Encode()); err != nil {
			t.Error(err)
		}
	})
}
