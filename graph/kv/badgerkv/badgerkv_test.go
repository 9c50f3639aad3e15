package badgerkv

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"dossier/graph/kv"
	"dossier/graph/kv/kvtest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir)
	}
	goleak.VerifyTestMain(m,
		// glog, which Badger's dependency imports, and its cache keep one each.
		goleak.IgnoreTopFunction("github.com/golang/glog.(*fileSink).flushDaemon"))
}

func openTemp(t testing.TB) kv.DB {
	db, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestContract(t *testing.T) { kvtest.Run(t, openTemp) }

func BenchmarkBadger(b *testing.B) { kvtest.Bench(b, openTemp) }

// Encoded keys sort as keys do, and come back as they were.
func TestKeysKeepOrder(t *testing.T) {
	half := rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"", "\x00", "\x01", "\x02", "\xfe", "\xff", "a", "!", "!badger!", "zz"}), 0, 5).Draw(t, "bytes")
		return strings.Join(parts, "")
	})
	rapid.Check(t, func(t *rapid.T) {
		a := kv.Key{Part: half.Draw(t, "a part"), Sort: half.Draw(t, "a sort")}
		b := kv.Key{Part: half.Draw(t, "b part"), Sort: half.Draw(t, "b sort")}
		ea, eb := encodeKey(a), encodeKey(b)
		if got, want := bytes.Compare(ea, eb), a.Compare(b); got != want {
			t.Fatalf("%q and %q compare as %d, encoded %q and %q as %d", a, b, want, ea, eb, got)
		}
		if back, ok := decodeKey(ea); !ok || back != a {
			t.Fatalf("%q came back as %q, %v", a, back, ok)
		}
		if bytes.HasPrefix(ea, []byte("!badger!")) {
			t.Fatalf("%q is written as a key of Badger's own", a)
		}
	})
}

func FuzzDecodeKey(f *testing.F) {
	f.Add([]byte("a\x00\xff\x00\x01b"))
	f.Add([]byte("!\x01\x00\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, ok := decodeKey(b); ok && !bytes.Equal(encodeKey(k), b) {
			t.Errorf("%q decodes to %q, which encodes to %q", b, k, encodeKey(k))
		}
	})
}

func TestOneProcess(t *testing.T) {
	dir := t.TempDir()
	db, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir, Options{})
	if !errors.Is(err, kv.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("second open: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(dir, Options{}); err != nil {
		t.Fatalf("open after close: %v", err)
	}
	db.Close()
}

func TestNoSpace(t *testing.T) {
	if _, err := Open(t.TempDir(), Options{MinFree: 1 << 62}); !errors.Is(err, kv.ErrNoSpace) {
		t.Errorf("open: %v", err)
	}
	db := openTemp(t)
	defer db.Close()
	db.(*store).o.MinFree = 1 << 62
	err := db.Update(t.Context(), func(tx kv.Txn) error { return tx.Put(kv.Key{Part: "p"}, nil) })
	if !errors.Is(err, kv.ErrNoSpace) {
		t.Errorf("update: %v", err)
	}
	if err := db.Load(t.Context(), numbered(0, 10)); !errors.Is(err, kv.ErrNoSpace) {
		t.Errorf("load: %v", err)
	}
	db.(*store).o.MinFree = 1
	if err := db.Load(t.Context(), numbered(0, 10)); err != nil {
		t.Errorf("load with space again: %v", err)
	}
}

func numbered(from, to int) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		for i := from; i < to; i++ {
			if !yield(kv.Entry{Key: kv.Key{Part: "n", Sort: fmt.Sprintf("%08d", i)}, Value: fmt.Appendf(nil, "value %d", i)}, nil) {
				return
			}
		}
	}
}

func count(t testing.TB, db kv.DB) int {
	t.Helper()
	n := 0
	for _, err := range db.Walk(context.Background(), "") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// filled makes a folder with a loaded store, closed.
func filled(t *testing.T, n int) string {
	dir := t.TempDir()
	db, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Load(t.Context(), numbered(0, n)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What a kill leaves behind must not keep the store from opening, and what
// damage leaves must not be opened as if nothing were missing.
func TestPreflight(t *testing.T) {
	const n = 200_000
	for _, c := range []struct {
		name   string
		change func(dir string) error
		err    error
	}{
		{"empty logs", func(dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, "00099.mem"), nil, 0o600), os.WriteFile(filepath.Join(dir, "000099.vlog"), nil, 0o600))
		}, nil},
		{"no manifest", func(dir string) error { return os.Remove(filepath.Join(dir, "MANIFEST")) }, kv.ErrDamaged},
		{"empty manifest", func(dir string) error { return os.Truncate(filepath.Join(dir, "MANIFEST"), 0) }, kv.ErrDamaged},
		{"manifest cut to its head", func(dir string) error { return os.Truncate(filepath.Join(dir, "MANIFEST"), 8) }, kv.ErrDamaged},
		{"manifest cut by a byte", func(dir string) error { return cut(filepath.Join(dir, "MANIFEST"), 1) }, kv.ErrDamaged},
		{"manifest changed", func(dir string) error { return flip(filepath.Join(dir, "MANIFEST"), 20) }, kv.ErrDamaged},
		{"table missing", func(dir string) error { return os.Remove(firstTable(dir)) }, kv.ErrDamaged},
		{"table cut to nothing", func(dir string) error { return os.Truncate(firstTable(dir), 0) }, kv.ErrDamaged},
		{"table left over", func(dir string) error {
			data, err := os.ReadFile(firstTable(dir))
			return errors.Join(err, os.WriteFile(filepath.Join(dir, "000777.sst"), data, 0o600))
		}, nil},
		{"table half written", func(dir string) error {
			data, err := os.ReadFile(firstTable(dir))
			return errors.Join(err, os.WriteFile(filepath.Join(dir, "000777.sst"), data[:len(data)/2], 0o600))
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filled(t, n)
			if err := c.change(dir); err != nil {
				t.Fatal(err)
			}
			for range 2 { // a refusal must not turn into an empty store
				db, err := Open(dir, Options{})
				if !errors.Is(err, c.err) {
					t.Fatalf("open: %v, want %v", err, c.err)
				}
				if err != nil {
					t.Log(err)
					continue
				}
				if got := count(t, db); got != n {
					t.Errorf("%d records, want %d", got, n)
				}
				db.Close()
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "strays", "*")); c.err == nil && len(left) > 0 {
				t.Errorf("strays left: %v", left)
			}
		})
	}
}

func firstTable(dir string) string {
	tables, _ := filepath.Glob(filepath.Join(dir, "*.sst"))
	return tables[0]
}

func cut(path string, n int64) error {
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, st.Size()-n)
}

func flip(path string, at int64) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return err
	}
	b[0] ^= 0x40
	_, err = f.WriteAt(b[:], at)
	return err
}

// A damaged block ends Badger's iterators early and silently; Verify names it.
func TestVerifyFindsDamage(t *testing.T) {
	dir := filled(t, 50_000)
	if err := flip(firstTable(dir), 5000); err != nil {
		t.Fatal(err)
	}
	db, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.(*store).Verify(t.Context()); !errors.Is(err, kv.ErrDamaged) {
		t.Errorf("verify: %v", err)
	}
}

const (
	childDir  = "BADGERKV_TEST_CHILD"
	childVerb = "BADGERKV_TEST_VERB"
)

// child writes until it is killed, and says what has been acknowledged.
func child(dir string) {
	db, err := Open(dir, Options{})
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	fmt.Println("open")
	if os.Getenv(childVerb) == "load" {
		err = db.Load(context.Background(), numbered(0, 1<<40))
		fmt.Println("load:", err)
		os.Exit(1)
	}
	written := 0
	for range db.Walk(context.Background(), "") {
		written++
	}
	for round := written / perRound; ; round++ {
		err := db.Update(context.Background(), func(tx kv.Txn) error {
			for e := range numbered(round*perRound, (round+1)*perRound) {
				e.Value = append(e.Value, bytes.Repeat([]byte{'x'}, 800)...)
				if err := tx.Put(e.Key, e.Value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			fmt.Println("update:", err)
			os.Exit(1)
		}
		fmt.Println("done", round)
	}
}

const perRound = 1000

// Ten times a process is killed in the middle of its updates: every update
// that it was told is done is there, whole, and none by half.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(3, 9))
	acknowledged := -1
	for round := range 10 {
		lines := runAndKill(t, dir, "", time.Duration(100+rng.IntN(500))*time.Millisecond)
		for _, l := range lines {
			if n, err := fmt.Sscanf(l, "done %d", &acknowledged); n != 1 && l != "open" {
				t.Fatalf("round %d: child said %q (%v)", round, l, err)
			}
		}
		db, err := Open(dir, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		n := count(t, db)
		if n%perRound != 0 || n < (acknowledged+1)*perRound {
			t.Fatalf("round %d: %d records, %d updates of %d acknowledged", round, n, acknowledged+1, perRound)
		}
		if err := db.(*store).Verify(t.Context()); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d updates of %d records", acknowledged+1, perRound)
	if acknowledged < 9 { // one a round
		t.Errorf("only %d updates were acknowledged: the test tests nothing", acknowledged+1)
	}
}

// A killed Load leaves an empty store.
func TestKillLoad(t *testing.T) {
	dir := t.TempDir()
	runAndKill(t, dir, "load", 0)
	db, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n := count(t, db); n != 0 {
		t.Errorf("%d records of a load that never ended", n)
	}
	if err := db.Load(t.Context(), numbered(0, 10)); err != nil {
		t.Errorf("load after a killed one: %v", err)
	}
}

// waitForTable returns when a bulk load has written its first table.
func waitForTable(t *testing.T, dir string) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if tables, _ := filepath.Glob(filepath.Join(dir, "*.sst")); len(tables) > 0 {
			return
		}
	}
	t.Error("no table after a minute")
}

// runAndKill starts a child, kills it some time after it is at work, and
// returns what it said.
func runAndKill(t *testing.T, dir, verb string, after time.Duration) []string {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), childDir+"="+dir, childVerb+"="+verb)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	sc := bufio.NewScanner(out)
	for sc.Scan() {
		lines = append(lines, sc.Text())
		switch {
		case verb == "load" && len(lines) == 1:
			waitForTable(t, dir)
			cmd.Process.Kill()
		case verb == "" && len(lines) == 2: // open, and one update done, however slow the machine
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	return lines
}

// A Load leaves alone what Badger has not made.
func TestLoadKeepsOtherFiles(t *testing.T) {
	dir := t.TempDir()
	note := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(note, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(dir, Options{MinFree: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Load(t.Context(), numbered(0, 1000)); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(note); string(got) != "mine" {
		t.Errorf("%q, %v", got, err)
	}
}
