package nlp_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"

	"github.com/rogpeppe/go-internal/txtar"
)

var updateCoref = flag.Bool("update-coref", false, "rewrite the wanted chains of testdata/coref")

// chains writes each entity of two mentions or more as a line, and the
// pronouns that stand for nothing as the last.
func chains(an *nlp.Analysis) string {
	var b strings.Builder
	for _, e := range an.Entities {
		if len(e.Mentions) < 2 {
			continue
		}
		fmt.Fprintf(&b, "%s:", e.Name)
		for n, k := range e.Mentions {
			m := an.Mentions[k]
			if n > 0 {
				b.WriteString(" |")
			}
			fmt.Fprintf(&b, " %s", an.Text[m.Start:m.End])
			if m.Rule != "" {
				fmt.Fprintf(&b, " (%s)", m.Rule)
			}
		}
		b.WriteString("\n")
	}
	var none []string
	for _, m := range an.Mentions {
		if m.Entity < 0 {
			none = append(none, an.Text[m.Start:m.End])
		}
	}
	if len(none) > 0 {
		fmt.Fprintf(&b, "nothing: %s\n", strings.Join(none, " | "))
	}
	return b.String()
}

func TestCoref(t *testing.T) {
	a := nlp.New(schema.Default())
	files, err := filepath.Glob("testdata/coref/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			c, err := txtar.ParseFile(f)
			if err != nil {
				t.Fatal(err)
			}
			got := chains(a.Analyze(&article.Article{Text: string(c.Files[0].Data), Language: "en"}))
			if *updateCoref {
				c.Files[1].Data = []byte(got)
				if err := os.WriteFile(f, txtar.Format(c), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(c.Files[1].Data); got != want {
				t.Errorf("%s%sgot\n%swant\n%s", c.Comment, c.Files[0].Data, got, want)
			}
		})
	}
}
