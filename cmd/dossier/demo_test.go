package main

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
)

// TestDemo reads the samples and asks what the demo proposes to ask: every
// query is answered, without an error and with something in it.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	if err := unpack(samples, dir); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(dir, "store")
	dossier := func(args ...string) (out string, code int) {
		var stdout, stderr bytes.Buffer
		code = run(context.Background(), append(args, "--store", store), nil, &stdout, &stderr)
		return stdout.String() + stderr.String(), code
	}
	if out, code := dossier("ingest", filepath.Join(dir, "samples")); code != 0 {
		t.Fatalf("exit status %d: %s", code, out)
	}
	for _, query := range demoQueries {
		if out, code := dossier("query", query); code != 0 || len(out) < 200 {
			t.Errorf("%s\nexit status %d: %s", query, code, out)
		}
	}
}
