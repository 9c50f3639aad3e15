package claim_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted claims of testdata")

// TestCases holds one file for every construction that a rule exists for, and
// whole articles of several kinds beside the pipeline: all invented, with the
// claims they give. What an article gives is not all right: it is what is given.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	articles, err := filepath.Glob("../testdata/articles/*.txtar")
	if err != nil || len(articles) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	files = append(files, articles...)
	analyzer, extractor := nlp.New(schema.Default()), claim.New(schema.Default())
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) != 2 {
				t.Fatalf("%s: want two files in it: %v", file, err)
			}
			doc := story(string(ar.Files[0].Data))
			a := analyzer.Analyze(doc)
			claims := extractor.Extract(doc, a, claim.Options{})
			checkLaws(t, doc, a, claims)
			got := describeAll(a, claims)
			if *update {
				ar.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), got); diff != "" {
				t.Errorf("%s\n%s(-want +got; run with -update and read the diff)\n%s", ar.Comment, ar.Files[0].Data, diff)
			}
		})
	}
}

func story(text string) *article.Article {
	return &article.Article{Text: text, Language: "en", Published: time.Date(2024, 3, 6, 0, 0, 0, 0, time.UTC), DayOnly: true, RawType: "text"}
}

// checkLaws holds what every claim promises, whatever the text.
func checkLaws(t *testing.T, doc *article.Article, a *nlp.Analysis, claims []graph.Claim) {
	t.Helper()
	for i, c := range claims {
		e := c.Evidence
		if e.Start < 0 || e.End > len(doc.Text) || e.Start >= e.End || doc.Text[e.Start:e.End] != e.Quote {
			t.Errorf("claim %d: quote is not the text at %v", i, e.Span)
		}
		if int(c.ID.N) != i || c.Score < 0 || c.Score > 1 {
			t.Errorf("claim %d: number %d, score %g", i, c.ID.N, c.Score)
		}
		for _, arg := range append([]graph.Argument{c.Subject, c.Object}, c.Arguments...) {
			if int(arg.Profile) >= len(a.Entities) || arg.Profile < -1 {
				t.Errorf("claim %d: profile %d of %d entities", i, arg.Profile, len(a.Entities))
			}
			if !arg.Empty() && (arg.Span.Start < 0 || arg.Span.End > len(doc.Text) || doc.Text[arg.Span.Start:arg.Span.End] != arg.Text) {
				t.Errorf("claim %d: argument %q is not the text at %v", i, arg.Text, arg.Span)
			}
		}
	}
}

func describeAll(a *nlp.Analysis, claims []graph.Claim) string {
	var b strings.Builder
	for _, c := range claims {
		b.WriteString(describe(a, c) + "\n")
	}
	return b.String()
}

// describe writes a claim on one line: subject – relation (words) – object,
// what qualifies it, who says so. "→" shows the entity behind other words.
func describe(a *nlp.Analysis, c graph.Claim) string {
	var b strings.Builder
	if c.Polarity == graph.Denied {
		b.WriteString("NOT ")
	}
	rel := c.Relation
	if rel == "" {
		rel = "-"
	}
	fmt.Fprintf(&b, "%s | %s (%s) | %s", describeArgument(a, c.Subject), rel, c.Predicate, describeArgument(a, c.Object))
	for _, x := range c.Arguments {
		b.WriteString(" | " + describeArgument(a, x))
	}
	if c.Modality != graph.Asserted {
		fmt.Fprintf(&b, " | %s", c.Modality)
	}
	for _, s := range c.Attribution {
		fmt.Fprintf(&b, " | by %s (%s)", s.Text, strings.Trim(s.Cue+", "+s.Channel, ", "))
	}
	if c.Time != nil {
		b.WriteString(" | when " + c.Time.Text)
	}
	return b.String()
}

func describeArgument(a *nlp.Analysis, x graph.Argument) string {
	if x.Empty() {
		return "∅"
	}
	s := x.Text
	if x.Role != "" {
		s = x.Role + ": " + s
	}
	if x.Value != nil {
		s += " {" + x.Value.Type + "}"
	}
	if x.Profile >= 0 && a.Entities[x.Profile].Name != x.Text {
		s += " → " + a.Entities[x.Profile].Name
	}
	if x.Profile < 0 && x.Value == nil {
		s = strings.Replace(s, x.Text, "“"+x.Text+"”", 1)
	}
	return s
}
