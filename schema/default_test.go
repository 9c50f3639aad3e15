package schema

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "rewrite ontology.gob.gz from the YAML files")

// TestCompiled checks that the compiled ontology is that of the YAML files.
func TestCompiled(t *testing.T) {
	files, err := sources(builtinFS(), "builtin")
	if err != nil {
		t.Fatal(err)
	}
	want, err := parse(files)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		data, err := encodeImage(files, want)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("ontology.gob.gz", data, 0o666); err != nil {
			t.Fatal(err)
		}
		compiled = data
	}
	got := fromImage(files)
	if got == nil {
		t.Fatal("ontology.gob.gz is not that of ontology/: run go generate ./schema")
	}
	for _, d := range []string{
		cmp.Diff(want.entities, got.entities, cmpopts.EquateEmpty()),
		cmp.Diff(want.relations, got.relations, cmpopts.EquateEmpty()),
		cmp.Diff(want.facts, got.facts, cmpopts.EquateEmpty()),
	} {
		if d != "" {
			t.Errorf("ontology.gob.gz is stale, run go generate ./schema (-yaml +compiled):\n%.2000s", d)
		}
	}
}

func BenchmarkDefault(b *testing.B) {
	files, err := sources(builtinFS(), "builtin")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			if fromImage(files) == nil {
				b.Fatal("stale")
			}
		}
	})
	b.Run("yaml", func(b *testing.B) {
		for b.Loop() {
			if _, err := parse(files); err != nil {
				b.Fatal(err)
			}
		}
	})
}
