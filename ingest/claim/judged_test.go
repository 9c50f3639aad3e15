package claim_test

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

var judge = flag.Bool("judge", false, "print the claims of the founding articles that testdata/judged.txt has no label for, ready to be judged")

// judgedFile holds one line for every claim that a person has read beside its
// sentence: the claim's digest and "right", "vague", or "wrong:" and the reason.
const judgedFile = "testdata/judged.txt"

// wantRight is the share of right claims that the founding articles must keep.
const wantRight = 0.85

// TestJudged looks up every claim of the founding articles' main stories in
// the judged list. It fails for a claim that nobody has judged, for a reversed
// one, for one that affirms what is denied, and when too few are right.
// The texts stay outside the repository, so the list holds digests only.
func TestJudged(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared(t, "seeds"), "*.txt"))
	if len(files) == 0 {
		t.Skip("needs the shared folder beside the repository (../shared): no seeds")
	}
	labels := readJudged(t)
	o := schema.Default()
	an, x := nlp.New(o), claim.New(o)
	all, right, unjudged := 0, 0, 0
	for _, file := range files {
		doc := firstStory(t, file)
		a := an.Analyze(doc)
		here, good := 0, 0
		for _, c := range x.Extract(doc, a, claim.Options{}) {
			here++
			label, digest := "", digestOf(filepath.Base(file), a, c)
			if label = labels[digest]; label == "right" {
				good++
			}
			switch {
			case label == "":
				if unjudged++; *judge {
					fmt.Printf("%s ? %s\n\t%s\n", digest, oneLine(describe(a, c)), oneLine(c.Evidence.Quote))
				} else {
					t.Errorf("not judged (-judge lists them; label them in %s): %s ? %s\n\t%s", judgedFile, digest, oneLine(describe(a, c)), oneLine(c.Evidence.Quote))
				}
			case label == "wrong:reversed", label == "wrong:negation":
				t.Errorf("%s: %s", label, describe(a, c))
			}
		}
		t.Logf("%s: %d of %d right", filepath.Base(file)[:3], good, here)
		all, right = all+here, right+good
	}
	t.Logf("%d of %d right (%.1f %%), %d not judged", right, all, 100*float64(right)/float64(max(all, 1)), unjudged)
	if float64(right) < wantRight*float64(all) {
		t.Errorf("%d of %d claims are right, want %.0f of 100", right, all, 100*wantRight)
	}
}

// firstStory reads the main story of a file; related ones are documents of their own.
func firstStory(t *testing.T, file string) *article.Article {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for doc, err := range article.Read(filepath.Base(file), f) {
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	t.Fatalf("%s: no story", file)
	return nil
}

// digestOf is the same for a claim as long as its sentence, its ends, its
// words and what qualifies it stay the same.
func digestOf(name string, a *nlp.Analysis, c graph.Claim) string {
	end := func(x graph.Argument) string { return cmp.Or(nameOf(a, x), x.Text) }
	parts := []string{name, c.Evidence.Quote, end(c.Subject), c.Relation, c.Predicate, end(c.Object), fmt.Sprint(c.Polarity), fmt.Sprint(c.Modality)}
	for _, s := range c.Attribution {
		who := s.Text
		if s.Profile >= 0 {
			who = cmp.Or(a.Entities[s.Profile].Name, who)
		}
		parts = append(parts, who)
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(parts, "\x00"))))[:12]
}

func readJudged(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open(judgedFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	labels := map[string]string{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		digest, label, ok := strings.Cut(text, " ")
		if !ok || len(digest) != 12 || label != "right" && label != "vague" && !strings.HasPrefix(label, "wrong:") {
			t.Fatalf("%s:%d: want a digest of 12 digits and right, vague or wrong:reason, got %q", judgedFile, n, text)
		}
		labels[digest] = label
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return labels
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
