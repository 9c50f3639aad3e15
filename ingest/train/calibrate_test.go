package train_test

import (
	"math"
	"testing"

	"dossier/ingest/train"
	"dossier/schema"
)

func TestReliability(t *testing.T) {
	scores, right := []float64{0.95, 0.95, 0.05, 0.05, 1}, []bool{true, true, false, true, true}
	bins, ece := train.Reliability(scores, right)
	if bins[9].Claims != 3 || bins[9].Right != 3 || bins[0].Claims != 2 || bins[0].Right != 1 {
		t.Errorf("bins %v", bins)
	}
	if want := (3*math.Abs(2.9/3-1) + 2*math.Abs(0.05-0.5)) / 5; math.Abs(ece-want) > 1e-9 {
		t.Errorf("expected calibration error %v, want %v", ece, want)
	}
}

// A score says how many of ten such claims are right, on claims that nothing
// was learnt from.
func TestScoresAreCalibrated(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses 640 sentences and 980 documents")
	}
	data := shared(t, "data")
	o, err := schema.LoadDir("testdata/ontology-knowledgenet")
	if err != nil {
		t.Fatal(err)
	}
	judged, err := train.JudgeClaims(data, o)
	if err != nil {
		t.Fatal(err)
	}
	var scores []float64
	var right []bool
	for _, j := range judged {
		if j.Held {
			scores, right = append(scores, j.Score), append(right, j.Right)
		}
	}
	bins, ece := train.Reliability(scores, right)
	if ece > 0.07 {
		t.Errorf("expected calibration error %.3f over %d claims, want at most 0.07", ece, len(scores))
	}
	if b := bins[8]; b.Claims < 50 || math.Abs(float64(b.Right)/float64(b.Claims)-0.85) > 0.1 {
		t.Errorf("of %d claims that score 0.8 to 0.9, %d are right", b.Claims, b.Right)
	}
}
