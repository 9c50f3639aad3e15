// Package ner labels the words of sentences as parts of names: persons,
// organisations, places and other names. It holds a linear-chain conditional
// random field (Lafferty, McCallum and Pereira 2001) over hashed features of
// words, their contexts and gazetteers, and the codecs of its weights;
// ingest/train fits them.
package ner

// A Label is a B-I-O tag of one word.
type Label uint8

// The labels. The inside of a type is its begin plus one.
const (
	Outside Label = iota
	BeginPER
	InsidePER
	BeginORG
	InsideORG
	BeginLOC
	InsideLOC
	BeginMISC
	InsideMISC
	NumLabels = 9
)

var labelNames = [NumLabels]string{"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"}

func (l Label) String() string { return labelNames[l] }

// Type returns "PER", "ORG", "LOC", "MISC" or "" for Outside.
func (l Label) Type() string {
	if l == Outside {
		return ""
	}
	return labelNames[l][2:]
}

// Begins reports whether the label opens a name.
func (l Label) Begins() bool { return l%2 == 1 }

// Inside returns the label that continues a name l is part of.
func (l Label) Inside() Label {
	if l == Outside {
		return Outside
	}
	return l + l%2
}

// ParseLabel returns the label of an IOB2 tag over PER, ORG, LOC and MISC;
// any other tag is Outside.
func ParseLabel(tag string) Label {
	for i, n := range labelNames {
		if n == tag {
			return Label(i)
		}
	}
	return Outside
}

// A Labels is a set of labels a word may have: what an incomplete annotation
// leaves open.
type Labels uint16

// AnyLabel leaves everything open.
const AnyLabel Labels = 1<<NumLabels - 1

// Only is the set of the labels given.
func Only(ls ...Label) Labels {
	var s Labels
	for _, l := range ls {
		s |= 1 << l
	}
	return s
}

// Has reports whether l is in the set.
func (s Labels) Has(l Label) bool { return s>>l&1 != 0 }

// Follows reports whether next may stand behind prev: a name is continued
// only by its own type.
func Follows(prev, next Label) bool {
	return next == Outside || next.Begins() || prev != Outside && prev.Inside() == next
}

// A Name is a labelled run of words, half-open.
type Name struct {
	First, Last int
	Label       string  // "PER", "ORG", "LOC", "MISC"
	Named       float64 // how sure it is a name of any type, 0 to 1
	Score       float64 // how sure its type is where it is least sure, 0 to 1
}

// Names reads the names off a sequence of labels. An inside label without
// its begin opens a name of its own.
func Names(labels []Label) []Name {
	var out []Name
	for i := 0; i < len(labels); {
		if labels[i] == Outside {
			i++
			continue
		}
		j := i + 1
		for j < len(labels) && labels[j] == labels[i].Inside() {
			j++
		}
		out = append(out, Name{First: i, Last: j, Label: labels[i].Type()})
		i = j
	}
	return out
}
