package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/graph/kv"
)

// kept is an engine that outlives the stores that are opened on it.
type kept struct{ kv.DB }

func (kept) Close() error { return nil }

// An import that is cut short anywhere, and started again, in the same process
// or after a crash, ends as one that was not: nothing lost, nothing twice.
func TestResume(t *testing.T) {
	var b strings.Builder
	b.WriteString(":START_ID,:END_ID,:TYPE\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "n%d,n%d,KNOWS\n", i%400, (i*7)%390)
	}
	table := b.String()
	whole := newStore(t)
	imported(t, whole, text("d/ties.csv", table), "csv", ImportOptions{})
	want := exported(t, whole, "jsonl", ExportOptions{})

	for _, bytes := range []int64{0, 3000, 9000, 14_000} {
		for _, bulk := range []bool{true, false} {
			for _, crash := range []bool{true, false} {
				db := kept{kv.NewMem()}
				s, err := graph.Open(t.Context(), db, graph.Options{})
				if err != nil {
					t.Fatal(err)
				}
				readings := 0
				src := Source{Name: "d/ties.csv", Open: func() (io.ReadCloser, error) {
					if readings++; readings == 1 {
						return io.NopCloser(strings.NewReader(table)), nil
					}
					return io.NopCloser(io.MultiReader(io.LimitReader(strings.NewReader(table), bytes), broken{})), nil
				}}
				if _, err := Import(t.Context(), s, src, "csv", ImportOptions{NoBulk: !bulk}); !errors.Is(err, errBroken) {
					t.Fatalf("cut import: %v", err)
				}
				if crash {
					s.Close()
					if s, err = graph.Open(context.Background(), db, graph.Options{}); err != nil {
						t.Fatal(err)
					}
				}
				if got := edges(t, s); len(got) > 1 || len(got) == 1 && got[0] != "" {
					t.Errorf("half an import is shown: %d relations", len(got))
				}
				imported(t, s, text("d/ties.csv", table), "csv", ImportOptions{NoBulk: !bulk})
				if got := exported(t, s, "jsonl", ExportOptions{}); got != want {
					t.Errorf("bytes %d, bulk %v, crash %v: %s", bytes, bulk, crash, firstDifference(got, want))
				}
				s.Close()
			}
		}
	}
}

var errBroken = errors.New("the disk is gone")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }
