package schema

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestFaults loads the bad files of testdata/faults and compares all messages.
func TestFaults(t *testing.T) {
	paths, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			fsys, want := fstest.MapFS{}, ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
				} else {
					fsys[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			got := "no error"
			if _, err := Load(fsys); err != nil {
				got = err.Error() + "\n"
			}
			if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
				t.Errorf("(-want +got):\n%s\ngot:\n%s", d, got)
			}
		})
	}
}

func TestLoadShape(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"brackets": {strings.Repeat("[", 1_000_000), "a.yaml:0: more than 64 brackets or dashes inside one another"},
		"dashes":   {strings.Repeat("- ", 1_000_000), "a.yaml:0: more than 64 brackets or dashes inside one another"},
		"nul":      {"facts:\x00", "a.yaml:0: file holds a NUL byte: it is not YAML"},
		"large":    {strings.Repeat("#", maxFile+1), "a.yaml:0: file has 16777217 bytes, more than 16777216"},
	} {
		_, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(c.data)}})
		var faults Faults
		if !errors.As(err, &faults) || err.Error() != c.want {
			t.Errorf("%s: got %.200v, want %s", name, err, c.want)
		}
	}
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestLoadDir: a file of the same path replaces, another adds, "replace" drops.
func TestLoadDir(t *testing.T) {
	const likes = "relations:\n  - {name: likes, label: likes, inverse: liked by, doc: S likes O., cues: [S like O]}\n"
	base := Default()

	o, err := LoadDir(folder(t, map[string]string{"mine.yaml": likes}))
	if err != nil {
		t.Fatal(err)
	}
	if o.RelationType("likes") == nil || len(o.RelationTypes()) != len(base.RelationTypes())+1 || len(o.Facts()) != len(base.Facts()) {
		t.Errorf("adding: %d relation types of %d, %d facts", len(o.RelationTypes()), len(base.RelationTypes()), len(o.Facts()))
	}
	if d := cmp.Diff(base.CuesFor(CueVerb, "acquire"), o.CuesFor(CueVerb, "acquire")); d != "" {
		t.Errorf("cues of a built-in type changed:\n%s", d)
	}

	_, err = LoadDir(folder(t, map[string]string{"kb/cities.yaml": "# no cities\n", "kb/countries.yaml": "", "kb/regions.yaml": ""}))
	if err == nil || !strings.Contains(err.Error(), `builtin:kb/bodies.yaml:4: fact "Q30" does not exist`) {
		t.Errorf("dropping the countries that bodies belong to: %.300v", err)
	}

	o, err = LoadDir(folder(t, map[string]string{"kb/congress.yaml": "# no members\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := o.FactsNamed("Tom Cotton"); got != nil {
		t.Errorf("replaced file still speaks: %v", got)
	}

	o, err = LoadDir(folder(t, map[string]string{"mine.yaml": "replace: [relations, facts]\n" + likes}))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.RelationTypes()) != 1 || len(o.Facts()) != 0 || len(o.EntityTypes()) != len(base.EntityTypes()) || o.CuesFor(CueVerb, "acquire") != nil {
		t.Errorf("replace: %d relation types, %d facts, %d entity types", len(o.RelationTypes()), len(o.Facts()), len(o.EntityTypes()))
	}

	dir := folder(t, map[string]string{"mine.yaml": "relations:\n  - {name: meets, label: m, symmetric: true, doc: d}\n"})
	_, err = LoadDir(dir)
	if err == nil || !strings.HasPrefix(err.Error(), filepath.Join(dir, "mine.yaml")+`:2: relation type "meets" is defined already at builtin:words.yaml:`) {
		t.Errorf("clash with a built-in type: %v", err)
	}

	for name, dir := range map[string]string{
		"is not a folder":      filepath.Join(dir, "mine.yaml"),
		"holds no *.yaml file": t.TempDir(),
		"no such file":         filepath.Join(dir, "nowhere"),
	} {
		if _, err := LoadDir(dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, dir := range []string{"testdata/faults", "testdata/example"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			archive, err := txtar.ParseFile(filepath.Join(dir, p))
			if err != nil {
				return err
			}
			f.Add(archive.Comment)
			for _, file := range archive.Files {
				f.Add(file.Data)
			}
			return nil
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Load(fstest.MapFS{"a.yaml": {Data: data}})
		var faults Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatalf("error is no Faults: %v", err)
		}
		for i, x := range faults {
			if x.File != "a.yaml" || i > 0 && faults[i-1].Line > x.Line {
				t.Fatalf("faults out of order:\n%v", err)
			}
		}
		if err == nil {
			for _, r := range o.RelationTypes() {
				for _, c := range r.Cues {
					if len(o.CuesFor(c.Kind, c.Head)) == 0 {
						t.Fatalf("cue %q is not found by its head", c.Text)
					}
				}
			}
		}
	})
}
