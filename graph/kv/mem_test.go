package kv

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The tree must agree with a sorted map under any series of changes, and a
// clone must not move when the original does.
func TestTreeAgainstMap(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	tr, want := newTree(), map[Key][]byte{}
	var frozen *tree
	var frozenKeys []Key
	for step := range 60_000 {
		k := Key{fmt.Sprint(rng.IntN(40)), fmt.Sprint(rng.IntN(200))}
		if rng.IntN(5) < 2 || step > 50_000 {
			tr.delete(k)
			delete(want, k)
		} else {
			v := []byte{byte(step)}
			tr.put(k, v)
			want[k] = v
		}
		if step == 30_000 {
			frozen, frozenKeys = tr.clone(), sortedKeys(want)
		}
		if step%5000 == 0 {
			checkTree(t, tr, sortedKeys(want))
		}
	}
	checkTree(t, tr, sortedKeys(want))
	checkTree(t, frozen, frozenKeys)
	for k, v := range want {
		if got, ok := tr.get(k); !ok || !slices.Equal(got, v) {
			t.Fatalf("get %v = %v, %v, want %v", k, got, ok, v)
		}
	}
}

func sortedKeys(m map[Key][]byte) []Key {
	keys := make([]Key, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, Key.Compare)
	return keys
}

func checkTree(t *testing.T, tr *tree, want []Key) {
	t.Helper()
	var up, down []Key
	tr.ascend(Key{}, func(e Entry) bool { up = append(up, e.Key); return true })
	tr.descend(Key{Part: "\xff"}, func(e Entry) bool { down = append(down, e.Key); return true })
	slices.Reverse(down)
	if !slices.Equal(up, want) || !slices.Equal(down, want) || tr.size != len(want) {
		t.Fatalf("tree has %d up, %d down, size %d; want %d keys", len(up), len(down), tr.size, len(want))
	}
	if len(want) == 0 {
		return
	}
	from := want[len(want)/2]
	var got []Key
	tr.ascend(from, func(e Entry) bool { got = append(got, e.Key); return true })
	if !slices.Equal(got, want[len(want)/2:]) {
		t.Fatalf("ascend from %v: %d keys, want %d", from, len(got), len(want)-len(want)/2)
	}
	got = got[:0]
	tr.descend(from, func(e Entry) bool { got = append(got, e.Key); return true })
	slices.Reverse(got)
	if !slices.Equal(got, want[:len(want)/2]) {
		t.Fatalf("descend to %v: %d keys, want %d", from, len(got), len(want)/2)
	}
}
