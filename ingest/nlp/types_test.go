package nlp

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/ingest/article"
	"dossier/schema"

	"github.com/rogpeppe/go-internal/txtar"
)

var updateNames = flag.Bool("update-names", false, "rewrite the wanted names of testdata/names")

// Every case is an article and the names found in it: text, label, type.
func TestNamesOfArticles(t *testing.T) {
	files, err := filepath.Glob("testdata/names/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	a := New(schema.Default())
	for _, file := range files {
		arc, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(string(arc.Files[0].Data))
		an := a.Analyze(&article.Article{Text: text, Language: "en"})
		var got strings.Builder
		for _, m := range an.Mentions {
			if m.Kind == Name {
				fmt.Fprintf(&got, "%s | %s | %s\n", strings.ReplaceAll(text[m.Start:m.End], "\n", " "), m.Label, m.Type)
			}
		}
		want := &arc.Files[len(arc.Files)-1]
		if *updateNames {
			want.Data = []byte(got.String())
			if err := os.WriteFile(file, txtar.Format(arc), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got.String() != string(want.Data) {
			t.Errorf("%s:\ngot:\n%swant:\n%s", file, got.String(), want.Data)
		}
	}
}
