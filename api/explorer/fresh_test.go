package explorer

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFresh fails when dist was built from other sources than those beside it.
func TestFresh(t *testing.T) {
	names := []string{"build.mjs", "package-lock.json", "package.json", "tsconfig.json"}
	err := filepath.WalkDir("src", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		if n := strings.Count(string(data), "\n"); strings.HasPrefix(name, "src/") && n > 400 {
			t.Errorf("%s has %d lines, at most 400 are allowed", name, n)
		}
	}
	built, err := os.ReadFile("dist/SOURCES")
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != strings.TrimSpace(string(built)) {
		t.Errorf("dist is stale: the sources are %s, it was built from %sRun go generate ./api/explorer and commit dist.", got, built)
	}
}

// firstView is what a page asks for before the reader does anything.
var firstView = []string{"index.html.gz", "explorer.js.gz", "style.css.gz", "icon.svg.gz"}

// TestSize holds the first view under 150 KB, and every file readable.
func TestSize(t *testing.T) {
	total := 0
	for _, name := range append([]string{"layout.js.gz"}, firstView...) {
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(strings.NewReader(string(data)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := io.Copy(io.Discard, z); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if name != "layout.js.gz" {
			total += len(data)
		}
	}
	if total > 150_000 {
		t.Errorf("the first view takes %d bytes, at most 150000 are allowed", total)
	}
}
