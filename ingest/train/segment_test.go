package train

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"dossier/ingest/nlp"
)

var fitSegment = flag.Bool("fit-segment", false, "fit and write the weights of the tokeniser and sentence splitter")

const segmentFile = "../nlp/weights/segment.bin"

// shared returns the path of a file beside the project, or skips.
func shared(t testing.TB, path string) string {
	t.Helper()
	full := filepath.Join("..", "..", "..", "shared", path)
	if _, err := os.Stat(full); err != nil {
		t.Skipf("needs the shared data folder beside the repository: no %s", filepath.Join("..", "shared", path))
	}
	return full
}

func readTreebank(t testing.TB, names ...string) []*nlp.CoNLLUSentence {
	t.Helper()
	var paths []string
	for _, n := range names {
		paths = append(paths, shared(t, "data/syntax/"+n+".conllu.gz"))
	}
	s, err := ReadTreebanks(paths...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFitSegment writes the weights when asked to: go test ./ingest/train
// -run TestFitSegment -fit-segment. Run the evaluation afterwards.
func TestFitSegment(t *testing.T) {
	if !*fitSegment {
		t.Skip("needs -fit-segment")
	}
	m := FitSegment(readTreebank(t, "ewt-train", "gum-train"), 1)
	if err := os.WriteFile(segmentFile, m.Encode(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestSegmentTreebanks(t *testing.T) {
	floor := map[string]float64{
		"ewt-dev tokens": 0.985, "ewt-dev sentences": 0.85,
		"gum-dev tokens": 0.985, "gum-dev sentences": 0.85,
	}
	for _, name := range []string{"ewt-dev", "gum-dev"} {
		for _, s := range EvaluateSegment(name, readTreebank(t, name)) {
			t.Log(s)
			if s.F1() < floor[s.Layer] {
				t.Errorf("%s: F1 %.4f, want at least %.4f", s.Layer, s.F1(), floor[s.Layer])
			}
		}
	}
}
