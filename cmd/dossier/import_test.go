package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The mapping that the help of import shows works with the table beside it.
func TestMappingHelp(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	table := write("register.csv", strings.ReplaceAll(mappingTable, "  ", ""))
	mapping := write("columns.json", mappingExample)
	var out, talk strings.Builder
	if code := run(t.Context(), []string{"import", "--store", "mem:", "--mapping", mapping, table}, strings.NewReader(""), &out, &talk); code != exitDone {
		t.Fatalf("exit %d: %s", code, talk.String())
	}
	if !strings.Contains(out.String(), "2 entities, 1 claims, 0 lines refused") {
		t.Error(out.String())
	}
}
