package train

import (
	"os"
	"testing"
)

func TestPages(t *testing.T) {
	const dir = "../../../shared/data/pages"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("needs the shared data folder beside the repository (../shared)")
	}
	s, err := EvaluatePages(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(s)
	if s.F1() < 0.90 {
		t.Errorf("body F1 %.3f, want at least 0.90", s.F1())
	}
}
