package train_test

import (
	"os"
	"path/filepath"
	"testing"

	"dossier/ingest/nlp"
	"dossier/ingest/train"
	"dossier/schema"
)

// shared returns a file of the data that lies beside the project, and skips
// the test where it does not.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "shared"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs the shared data folder beside the repository (../shared): no %s", filepath.Join(parts...))
	}
	return path
}

func TestOntologyKnowledgeNet(t *testing.T) {
	o, err := schema.LoadDir("testdata/ontology-knowledgenet")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(o.RelationTypes()); n != 15 {
		t.Errorf("%d relation types, want KnowledgeNet's 15", n)
	}
}

func TestReadKnowledgeNet(t *testing.T) {
	f, err := train.Open(shared(t, "data", "relations", "knowledgenet-folds1-3.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	passages, err := train.ReadKnowledgeNet(f)
	if err != nil {
		t.Fatal(err)
	}
	facts := 0
	for _, p := range passages {
		facts += len(p.Facts)
		for _, x := range p.Facts {
			if x.Relation == "" || !p.Complete[x.Relation] {
				t.Fatalf("passage %s: fact with property %q", p.ID, x.Relation)
			}
			if x.Subject.Start < p.Span.Start || x.Object.End > p.Span.End {
				t.Fatalf("passage %s: a fact outside it", p.ID)
			}
		}
	}
	t.Logf("%d passages, %d facts", len(passages), facts)
	if len(passages) != 4293 || facts < 7000 {
		t.Errorf("%d passages with %d facts", len(passages), facts)
	}
}

// TestKnowledgeNet measures the ranker that folds 1 and 2 taught on fold 3. A
// Stanford CoreNLP pipeline with a learned classifier scores 0.52 on the hidden
// test set.
func TestKnowledgeNet(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses 1,400 passages")
	}
	f, err := train.Open(shared(t, "data", "relations", "knowledgenet-folds1-3.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	passages, err := train.ReadKnowledgeNet(f)
	if err != nil {
		t.Fatal(err)
	}
	o, err := schema.LoadDir("testdata/ontology-knowledgenet")
	if err != nil {
		t.Fatal(err)
	}
	var some []train.RelationPassage // the quality file measures all of them
	for i, p := range passages {
		if p.Fold == 3 && i%4 == 0 {
			some = append(some, p)
		}
	}
	for _, s := range train.EvaluateRelations(o, nlp.New(o), some).Scores {
		t.Log(s)
		if s.Layer == "relations" && s.F1() < 0.65 {
			t.Errorf("F1 %.3f, want 0.65", s.F1())
		}
	}
}
