package main

import (
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// imports is the order of the packages: each may import those on its right and
// no other of this module. A new edge is a commit of its own that says why. Do
// not relax a rule to make a build pass.
const imports = `
schema              :
graph/kv            :
ingest/article      :
graph/kv/kvtest     : graph/kv
graph/kv/badgerkv   : graph/kv
graph               : graph/kv
ingest/nlp/neural   :
ingest/nlp/ner      : ingest/nlp/neural
ingest/nlp          : schema ingest/article ingest/nlp/neural ingest/nlp/ner ingest/nlp/weights
ingest/nlp/weights  :
graph/exchange      : graph
ingest/claim        : schema graph ingest/article ingest/nlp
ingest/identity     : schema graph ingest/nlp
ingest/train        : schema graph ingest/article ingest/nlp ingest/nlp/neural ingest/nlp/ner ingest/nlp/weights ingest/claim ingest/identity
ingest              : schema graph ingest/article ingest/nlp ingest/claim ingest/identity
api/explorer        :
api                 : schema graph api/explorer
cmd/dossier         : schema graph graph/kv graph/kv/badgerkv graph/exchange ingest ingest/article ingest/nlp ingest/claim ingest/train ingest/identity api
`

// owners gives costly dependencies to the one package that may import them.
const owners = `
github.com/dgraph-io/badger/v4        : graph/kv/badgerkv
github.com/jackc/pgx                  : graph/kv/pgkv
github.com/fxamacker/cbor             : graph
github.com/klauspost/compress         : graph
github.com/kljensen/snowball          : graph
github.com/graphql-go/graphql         : api
github.com/prometheus/client_golang   : api
github.com/markusmobius/go-trafilatura: ingest/article
github.com/go-shiori/go-readability   : ingest/article
github.com/yuin/goldmark              : ingest/article
golang.org/x/net/html                 : ingest/article
github.com/clipperhouse/uax29         : ingest/nlp
github.com/abadojack/whatlanggo       : ingest/nlp
golang.org/x/sys/cpu                  : ingest/nlp/neural
github.com/xrash/smetrics             : ingest/identity
github.com/agnivade/levenshtein       : ingest/identity
github.com/goccy/go-yaml              : schema
github.com/spf13/cobra                : cmd/dossier
github.com/schollz/progressbar        : cmd/dossier
`

// rows parses "left : right right" lines.
func rows(table string) map[string][]string {
	out := map[string][]string{}
	for l := range strings.Lines(table) {
		if left, right, ok := strings.Cut(l, ":"); ok {
			out[strings.TrimSpace(left)] = strings.Fields(right)
		}
	}
	return out
}

const root = "../.."

// each calls fn with every Go file of the module that is built into it, tests
// left out, and the file's package path.
func each(t *testing.T, fn func(file, pkg string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && file != root && (name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".")) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			if ok, err := build.Default.MatchFile(filepath.Dir(file), name); err != nil || !ok {
				return err
			}
			rel, err := filepath.Rel(root, filepath.Dir(file))
			if err != nil {
				return err
			}
			fn(file, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportsPointDown(t *testing.T) {
	allowed, owner := rows(imports), rows(owners)
	each(t, func(file, pkg string) {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			return
		}
		ok, known := allowed[pkg]
		if !known {
			t.Errorf("%s: package %s is not in the table", file, pkg)
			return
		}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if local, is := strings.CutPrefix(imported, "dossier/"); is && !slices.Contains(ok, local) {
				t.Errorf("%s: %s may not import %s", file, pkg, local)
			}
			for dep, who := range owner {
				if strings.HasPrefix(imported, dep) && !slices.Contains(who, pkg) {
					t.Errorf("%s: %s belongs to %s", file, dep, path.Join(who...))
				}
			}
		}
	})
}

// maxLines keeps files readable in one sitting.
const maxLines = 400

func TestFilesStaySmall(t *testing.T) {
	each(t, func(file, _ string) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			return
		}
		if strings.Contains(string(data[:min(len(data), 400)]), "DO NOT EDIT") {
			return
		}
		if n := strings.Count(string(data), "\n"); n > maxLines {
			t.Errorf("%s has %d lines; which duty would move out?", file, n)
		}
	})
}
