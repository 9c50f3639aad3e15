package graph

import (
	"encoding/binary"
	"maps"
	"slices"
)

// A loadedKey is an identity key. There are more of them than things, and they
// stay to the end of a Load: so it is small, and holds no pointers that the
// garbage collector would have to follow.
type loadedKey struct {
	id                nodeID
	entity            EntityID // zero until resolved, or for none
	text              uint64   // where it begins among the texts
	carried, anchored int32
	family            uint16 // number
	strong            bool
}

// keyTable holds the keys by index, in blocks, so that it neither moves nor
// needs more room than it has keys.
type keyTable struct {
	n      int
	blocks [][]loadedKey
	texts  textArena
	family map[string]uint16
	name   []string // of families
}

const keyBlock = 1 << 12

func (t *keyTable) at(i int32) *loadedKey { return &t.blocks[i/keyBlock][i%keyBlock] }

// add adds a key that nothing carries yet, and returns its index.
func (t *keyTable) add(k anchorKey, family string, strong bool) int32 {
	f, ok := t.family[family]
	if !ok {
		if t.family == nil {
			t.family = map[string]uint16{}
		}
		f = uint16(len(t.name))
		t.family[family] = f
		t.name = append(t.name, family)
	}
	if t.n%keyBlock == 0 {
		t.blocks = append(t.blocks, make([]loadedKey, keyBlock))
	}
	t.n++
	*t.at(int32(t.n - 1)) = loadedKey{id: k.node, text: t.texts.add(k.text), family: f, strong: strong}
	return int32(t.n - 1)
}

// rec is what is stored of a key.
func (t *keyTable) rec(k *loadedKey) nodeRec {
	r := nodeRec{Text: t.texts.at(k.text), Family: t.name[k.family], Strong: k.strong, Carried: int(k.carried), Anchored: int(k.anchored)}
	if k.entity != (EntityID{}) {
		r.Entity = k.entity[:]
	}
	return r
}

// A textArena holds texts one behind the other. A text is found by its block
// and its offset there.
type textArena struct{ blocks [][]byte }

func (a *textArena) add(s string) uint64 {
	size := binary.MaxVarintLen32 + len(s)
	if n := len(a.blocks); n == 0 || len(a.blocks[n-1])+size > cap(a.blocks[n-1]) {
		a.blocks = append(a.blocks, make([]byte, 0, max(blockSize, size)))
	}
	last := len(a.blocks) - 1
	b := a.blocks[last]
	at := uint64(last)<<32 | uint64(len(b))
	a.blocks[last] = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	return at
}

func (a *textArena) at(at uint64) string {
	b := a.blocks[at>>32][uint32(at):]
	n, m := binary.Uvarint(b)
	return unsafeString(b[m : m+int(n)])
}

// neighbours are the ends of the edges of every key: those of key i lie from
// start[i] to start[i+1].
type neighbours struct {
	start []int32
	ends  []neighbour
}

type neighbour struct{ key, profiles int32 }

// neighboursOf lists edges under both ends.
func neighboursOf(edges map[[2]int32]int, keys int) *neighbours {
	ns := &neighbours{start: make([]int32, keys+1), ends: make([]neighbour, 2*len(edges))}
	for pair := range edges {
		ns.start[pair[0]]++
		ns.start[pair[1]]++
	}
	sum := int32(0)
	for i, n := range ns.start {
		sum += n
		ns.start[i] = sum // where the edges of i end; filled from there
	}
	for pair, n := range edges {
		for k, i := range pair {
			ns.start[i]--
			ns.ends[ns.start[i]] = neighbour{pair[1-k], int32(n)}
		}
	}
	return ns
}

func (ns *neighbours) of(i int32) []neighbour { return ns.ends[ns.start[i]:ns.start[i+1]] }

// components lists the keys that have edges, those that are connected together,
// in runs of whole components of about size keys.
func (ns *neighbours) components(edges map[[2]int32]int, size int, visit func(run []int32)) {
	group := newUnion(len(ns.start) - 1)
	for pair := range maps.Keys(edges) {
		group.join(pair[0], pair[1])
	}
	var order []int32
	for i := range group.parent {
		if len(ns.of(int32(i))) > 0 {
			group.parent[i] = group.find(int32(i))
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if ra, rb := group.parent[a], group.parent[b]; ra != rb {
			return int(ra) - int(rb)
		}
		return int(a) - int(b)
	})
	for len(order) > 0 {
		n := min(size, len(order))
		for n < len(order) && group.parent[order[n]] == group.parent[order[n-1]] {
			n++
		}
		visit(order[:n])
		order = order[n:]
	}
}
