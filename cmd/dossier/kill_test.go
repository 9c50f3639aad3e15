package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

var kills = flag.Int("kills", 4, "how often TestKill kills an ingest, and an import")

// dossierCommand is the program in a process of its own.
func dossierCommand(t *testing.T, store string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: exe, Args: append([]string{"dossier"}, args...), Env: append(os.Environ(), "DOSSIER_STORE="+store)}
}

func must(t *testing.T, c *exec.Cmd) []byte {
	t.Helper()
	var out, talk bytes.Buffer
	c.Stdout, c.Stderr = &out, &talk
	if err := c.Run(); err != nil {
		t.Fatalf("dossier %q: %v\n%s%s", c.Args[1:], err, out.Bytes(), talk.Bytes())
	}
	return out.Bytes()
}

// An ingest or import that is killed at any moment leaves a store that opens,
// verifies, and after a rerun exports the same bytes as one that was left
// alone.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	news, more, ties := filepath.Join(dir, "news"), filepath.Join(dir, "more"), filepath.Join(dir, "ties.nq")
	writeNews(t, news, 60)
	writeNews(t, more, 1)
	writeTies(t, ties, 4_000)
	for _, c := range []struct {
		name        string
		first, then []string
	}{
		{"ingest", nil, []string{"ingest", news}},
		{"import in bulk", nil, []string{"import", ties}},
		{"import step by step", []string{"ingest", more}, []string{"import", ties}},
	} {
		t.Run(c.name, func(t *testing.T) { killed(t, c.first, c.then) })
	}
}

func writeNews(t *testing.T, dir string, n int) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		text := fmt.Sprintf("Firm number %d\n\nAna Roy, the director of Firm %d, met Dan Ode on Monday. Ode accused Firm %d of bribery. "+
			"The National Customs Agency (NCA) fined Firm %d. The NCA declined to comment.", i, i, i%7, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.txt", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func writeTies(t *testing.T, file string, n int) {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "<http://a.test/%d> <http://a.test/knows> <http://a.test/%d> .\n", i%3000, i*7%2990)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// killed runs a verb again and again and kills it, each time in a new store in
// which first has been run.
func killed(t *testing.T, first, then []string) {
	begin := func() string {
		store := filepath.Join(t.TempDir(), "store")
		if first != nil {
			must(t, dossierCommand(t, store, first...))
		}
		return store
	}
	calm := begin()
	start := time.Now()
	must(t, dossierCommand(t, calm, then...))
	whole := time.Since(start)
	want := must(t, dossierCommand(t, calm, "export"))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, an undisturbed run takes %v", seed, whole)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for round := range *kills {
		store := begin()
		c := dossierCommand(t, store, then...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rnd.Int64N(int64(whole))))
		_ = c.Process.Kill()
		_ = c.Wait()
		if _, err := os.Stat(store); err == nil {
			must(t, dossierCommand(t, store, "verify"))
		}
		must(t, dossierCommand(t, store, then...))
		must(t, dossierCommand(t, store, "verify"))
		if got := must(t, dossierCommand(t, store, "export")); !bytes.Equal(got, want) {
			t.Errorf("round %d: the export differs from that of an undisturbed run", round)
		}
	}
}
