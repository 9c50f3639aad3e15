package ner

// A rowTable holds the weights of features under their hashes. It is an open
// table in the order of the hashes: the size of one gives its slot, and it stands
// there or soon behind. No hash is nought.
type rowTable struct {
	slots []slot
	size  uint64 // slots, but for some at the end for the last hashes to run over
}

// A slot is one feature: the bytes of labels 0 to 7, each plus 128, then the hash
// (upper half) and the byte of label 8. One line of the cache holds four.
type slot struct{ labels, rest uint64 }

// newRowTable returns a table with room for n features, to be given to push in
// the order of their hashes.
func newRowTable(n int) rowTable {
	size := n + n/3 + 1
	return rowTable{slots: make([]slot, size, size+64), size: uint64(size)}
}

// place is the slot a hash has when there is room.
func (t *rowTable) place(key uint32) int { return int(uint64(key) * t.size >> 32) }

func (t *rowTable) push(key uint32, row [NumLabels]int8) {
	i := t.place(key)
	for i < len(t.slots) && t.slots[i].rest != 0 {
		i++
	}
	if i == len(t.slots) {
		t.slots = append(t.slots, slot{})
	}
	s := slot{rest: uint64(key)<<32 | uint64(uint8(row[8]))}
	for l := range 8 {
		s.labels |= uint64(uint8(int(row[l])+128)) << (8 * l)
	}
	t.slots[i] = s
}

// everySecond is the mask of labels 0, 2, 4 and 6, with room to add up.
const everySecond = 0x00ff00ff00ff00ff

// sum adds up the rows of features, label by label.
func (t *rowTable) sum(feats []uint32) (sum [NumLabels]int32) {
	var first [atOnce]uint64
	for len(feats) > 0 {
		// Four labels share a word, 16 bits each: room for 256 features.
		part := feats[:min(len(feats), atOnce)]
		feats = feats[len(part):]
		// No branch here waits for the memory, so that it is fetched side by side.
		for i, f := range part {
			first[i] = t.slots[t.place(f)].rest
		}
		var even, odd uint64
		var eighth, found int32
		for k, f := range part {
			i := t.place(f)
			for key := uint32(first[k] >> 32); key < f && key != 0 && i+1 < len(t.slots); {
				i++
				key = uint32(t.slots[i].rest >> 32)
			}
			if s := &t.slots[i]; uint32(s.rest>>32) == f {
				even += s.labels & everySecond
				odd += s.labels >> 8 & everySecond
				eighth += int32(int8(s.rest))
				found++
			}
		}
		for l := range 4 {
			sum[2*l] += int32(even>>(16*l)&0xffff) - 128*found
			sum[2*l+1] += int32(odd>>(16*l)&0xffff) - 128*found
		}
		sum[8] += eighth
	}
	return sum
}

// atOnce is how many features are added up in one go.
const atOnce = 256
