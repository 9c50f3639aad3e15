package ner

// A hashIndex finds hashes among sorted ones. Hashes spread evenly, so a table
// over their first bits leads to a bucket of about one.
type hashIndex struct {
	keys  []uint32 // ascending
	start []uint32 // first bits → first key of the bucket; one more at the end
	shift uint
}

// newHashIndex returns an index with room for n keys, to be given to push in
// ascending order and closed with done.
func newHashIndex(n int) hashIndex {
	bits := uint(4)
	for 1<<bits < n && bits < 31 {
		bits++
	}
	return hashIndex{keys: make([]uint32, 0, n), start: make([]uint32, 0, 1<<bits+1), shift: 32 - bits}
}

func (x *hashIndex) push(key uint32) {
	for len(x.start) <= int(key>>x.shift) {
		x.start = append(x.start, uint32(len(x.keys)))
	}
	x.keys = append(x.keys, key)
}

func (x *hashIndex) done() {
	for len(x.start) <= 1<<(32-x.shift) {
		x.start = append(x.start, uint32(len(x.keys)))
	}
}

// find returns the position of a key, or -1.
func (x *hashIndex) find(key uint32) int {
	b := key >> x.shift
	for i := x.start[b]; i < x.start[b+1]; i++ {
		if x.keys[i] == key {
			return int(i)
		}
	}
	return -1
}
