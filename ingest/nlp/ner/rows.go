package ner

// A rowTable holds the weights of features under their hashes. It is an open
// table in the order of the hashes: the size of one gives its slot, and it stands
// there or soon behind. No hash is nought.
type rowTable struct {
	slots []slot
	size  uint64   // slots, but for some at the end for the last hashes to run over
	known []uint64 // a bit for the first bits of each hash: most of those asked for are not there
}

// A slot is one feature: the bytes of labels 0 to 7, each plus 128, then the hash
// (upper half) and the byte of label 8. One line of the cache holds four.
type slot struct{ labels, rest uint64 }

const knownBits = 23

// newRowTable returns a table with room for n features, to be given to push in
// the order of their hashes.
func newRowTable(n int) rowTable {
	size := n + n/3 + 1
	return rowTable{slots: make([]slot, size, size+64), size: uint64(size), known: make([]uint64, 1<<knownBits/64)}
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
	b := key >> (32 - knownBits)
	t.known[b/64] |= 1 << (b % 64)
}

// everySecond is the mask of labels 0, 2, 4 and 6, with room to add up.
const everySecond = 0x00ff00ff00ff00ff

// sum adds up the rows of features, label by label.
func (t *rowTable) sum(feats []uint32) (sum [NumLabels]int32) {
	for len(feats) > 0 {
		// Four labels share a word, 16 bits each: room for 256 features.
		part := feats[:min(len(feats), 256)]
		feats = feats[len(part):]
		var even, odd uint64
		var eighth, found int32
		for _, f := range part {
			if b := f >> (32 - knownBits); t.known[b/64]>>(b%64)&1 == 0 {
				continue
			}
			for i := t.place(f); i < len(t.slots); i++ {
				s := &t.slots[i]
				if key := uint32(s.rest >> 32); key < f {
					if key == 0 {
						break
					}
					continue
				} else if key == f {
					even += s.labels & everySecond
					odd += s.labels >> 8 & everySecond
					eighth += int32(int8(s.rest))
					found++
				}
				break
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
