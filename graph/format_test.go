package graph

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/graph/kv"
)

var update = flag.Bool("update", false, "write testdata/format-N anew")

const formatFile = "testdata/format-%d/records.gz"

// formatStore makes the store that testdata keeps: every kind of record.
func formatStore(t testing.TB) kv.DB {
	db := kv.NewMem()
	s := clocked(t, keepOpen{db})
	more := []sample{
		{"s1", "2031-04-01", [][3]string{{"Ada Moss", "meets|" + tails[3] + tails[6], "Olu Reed"}, {"Kit Vane", "funds", "$5"}}},
		{"s2", "2031-04-02", [][3]string{{"Ada Moss", "meets|" + tails[3] + tails[6], "Olu Reed"}, {"Kit Vane", "funds", "$77"}}},
	}
	applyTo(t, s, append(batchesOf(append(world, more...)), dataset("table", 3, 1)), 10)
	snap := snapshot(t, s)
	ctx := context.Background()
	j, _, err := s.Judge(ctx, named(t, snap, "Ada Moss").ID, named(t, snap, "Kit Vane").ID, Different, "tester", "two people", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Undo(ctx, j.ID, "tester", "after all", false); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Judge(ctx, named(t, snap, "Ada Moss").ID, named(t, snap, "Olu Reed").ID, Different, "tester", "", false); err != nil {
		t.Fatal(err)
	}
	return db
}

// A store of every format ever released opens, verifies, and this version
// writes the newest byte for byte.
func TestFormats(t *testing.T) {
	ctx := context.Background()
	newest := fmt.Sprintf(formatFile, formatVersion)
	if *update {
		writeRecords(t, newest, formatStore(t))
	}
	files, _ := filepath.Glob("testdata/format-*/records.gz")
	if len(files) != formatVersion {
		t.Fatalf("%d stores of %d formats", len(files), formatVersion)
	}
	for _, f := range files {
		db := kv.NewMem()
		if err := db.Load(ctx, readRecords(t, f)); err != nil {
			t.Fatal(err)
		}
		before := dump(t, db)
		s := openTest(t, keepOpen{db})
		checkVerify(t, s)
		if f == newest && before != dump(t, formatStore(t)) {
			t.Errorf("%s: this version writes other bytes: %s", f, firstDifference(before, dump(t, formatStore(t))))
		}
	}
}

func TestUnknownFormatIsRefused(t *testing.T) {
	ctx := context.Background()
	db := kv.NewMem()
	err := db.Update(ctx, func(tx kv.Txn) error { return tx.Put(keyHeader, encode(keyHeader, headerRec{formatVersion + 1})) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, db, Options{}); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
}

// FORMAT.md describes every family of records there is.
func TestFormatIsDescribed(t *testing.T) {
	doc, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range formatStore(t).Walk(context.Background(), "") {
		if err != nil {
			t.Fatal(err)
		}
		name := family(e.Key)
		switch {
		case e.Key.Part[0] == famMeta[0]:
			name = e.Key.Part[1:]
		case strings.Contains("SUT", e.Key.Part[:1]):
			name = e.Key.Part[:1] + e.Key.Sort[:1]
		case e.Key.Part[:1] == famShingle:
			name = e.Key.Part[:2]
		}
		if !bytes.Contains(doc, []byte("`"+name+"`")) {
			t.Errorf("FORMAT.md does not describe `%s`", name)
		}
	}
}

func writeRecords(t *testing.T, file string, db kv.DB) {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for e, err := range db.Walk(context.Background(), "") {
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range [][]byte{[]byte(e.Key.Part), []byte(e.Key.Sort), e.Value} {
			z.Write(binary.AppendUvarint(nil, uint64(len(f))))
			z.Write(f)
		}
	}
	z.Close()
	os.MkdirAll(filepath.Dir(file), 0o755)
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readRecords(t *testing.T, file string) iter.Seq2[kv.Entry, error] {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	field := func() []byte {
		n, k := binary.Uvarint(data)
		f := data[k : k+int(n)]
		data = data[k+int(n):]
		return f
	}
	return func(yield func(kv.Entry, error) bool) {
		for len(data) > 0 {
			if !yield(kv.Entry{Key: kv.Key{Part: string(field()), Sort: string(field())}, Value: field()}, nil) {
				return
			}
		}
	}
}
