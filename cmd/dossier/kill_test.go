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

var kills = flag.Int("kills", 4, "how often TestKill kills an ingest")

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

// An ingest that is killed at any moment leaves a store that opens, verifies,
// and after a rerun exports the same bytes as one that was left alone.
func TestKill(t *testing.T) {
	news := filepath.Join(t.TempDir(), "news")
	if err := os.Mkdir(news, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		text := fmt.Sprintf("Firm number %d\n\nAna Roy, the director of Firm %d, met Dan Ode on Monday. Ode accused Firm %d of bribery. "+
			"The National Customs Agency (NCA) fined Firm %d. The NCA declined to comment.", i, i, i%7, i)
		if err := os.WriteFile(filepath.Join(news, fmt.Sprintf("%02d.txt", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	calm := filepath.Join(t.TempDir(), "calm")
	start := time.Now()
	must(t, dossierCommand(t, calm, "ingest", news))
	whole := time.Since(start)
	want := must(t, dossierCommand(t, calm, "export"))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, an undisturbed run takes %v", seed, whole)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for round := range *kills {
		store := filepath.Join(t.TempDir(), "store")
		c := dossierCommand(t, store, "ingest", news)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rnd.Int64N(int64(whole))))
		_ = c.Process.Kill()
		_ = c.Wait()
		if _, err := os.Stat(store); err == nil {
			must(t, dossierCommand(t, store, "verify"))
		}
		must(t, dossierCommand(t, store, "ingest", news))
		must(t, dossierCommand(t, store, "verify"))
		if got := must(t, dossierCommand(t, store, "export")); !bytes.Equal(got, want) {
			t.Errorf("round %d: the export differs from that of an undisturbed run", round)
		}
	}
}
