package neural

import (
	"testing"

	"pgregory.net/rapid"
)

// bruteForce tries every assignment of heads.
func bruteForce(scores Matrix) float32 {
	n := scores.Rows
	heads, best := make([]int, n), float32(-1e30)
	var try func(i int)
	try = func(i int) {
		if i == n {
			if isTree(heads) {
				best = max(best, weight(scores, heads))
			}
			return
		}
		for h := range n + 1 {
			if h != i+1 {
				heads[i] = h
				try(i + 1)
			}
		}
	}
	try(0)
	return best
}

func weight(scores Matrix, heads []int) (sum float32) {
	for i, h := range heads {
		sum += scores.Row(i)[h]
	}
	return sum
}

func TestHeadsAreTheBestTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		scores := NewMatrix(n, n+1)
		for i := range scores.Data {
			scores.Data[i] = float32(rapid.IntRange(-20, 20).Draw(t, "score"))
		}
		heads := Heads(nil, scores)
		if !isTree(heads) {
			t.Fatalf("heads %v are no tree", heads)
		}
		if got, want := weight(scores, heads), bruteForce(scores); got != want {
			t.Fatalf("tree %v weighs %v, the best %v", heads, got, want)
		}
	})
}

func TestHeadsOfManyTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		if heads := Heads(nil, drawMatrix(t, n, n+1, "scores")); !isTree(heads) {
			t.Fatalf("heads %v are no tree", heads)
		}
	})
}
