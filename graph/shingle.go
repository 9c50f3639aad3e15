package graph

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
	"unicode/utf8"
)

// pieces cuts a text at ellipses and brackets, where words were left out or
// put in, and folds each piece into words. Dashes, quotes and case are folded
// away, so that a copy with other typography gives the same words.
func pieces(text string) [][]string {
	text = strings.NewReplacer("...", "…", ". . .", "…", "[", "…", "]", "…").Replace(text)
	var out [][]string
	for part := range strings.SplitSeq(text, "…") {
		if ws := wordsOf(part); len(ws) > 0 {
			out = append(out, ws)
		}
	}
	return out
}

// minQuoted is how many words inside quotation marks make a statement of
// their own, apart from the sentence around them.
const minQuoted = 8

// statementOf returns what a sentence states: the words inside its quotation
// marks if they are many, else all of it. The same statement is often framed
// differently: "…", she said; in a post she wrote that "…".
func statementOf(sentence string) string {
	var quoted []string
	rest := sentence
	for {
		i := strings.IndexAny(rest, "\"“„«")
		if i < 0 {
			break
		}
		_, n := utf8.DecodeRuneInString(rest[i:])
		rest = rest[i+n:]
		j := strings.IndexAny(rest, "\"”“»")
		if j < 0 {
			j = len(rest) // it goes on in the next sentence
		}
		quoted = append(quoted, rest[:j])
		_, n = utf8.DecodeRuneInString(rest[j:])
		rest = rest[min(j+n, len(rest)):]
	}
	inside := strings.Join(quoted, " … ")
	if len(wordsOf(inside)) >= minQuoted {
		return inside
	}
	return sentence
}

// A print is the hash of a run of words.
type print uint64

// shingles hashes every run of k words of each piece; a piece shorter than k
// gives one of all its words.
func shingles(ps [][]string, k int) [][]print {
	out := make([][]print, 0, len(ps))
	for _, ws := range ps {
		n := max(len(ws)-k+1, 1)
		run := make([]print, n)
		for i := range run {
			h := fnv.New64a()
			for _, w := range ws[i:min(i+k, len(ws))] {
				h.Write([]byte(w))
				h.Write([]byte{0})
			}
			run[i] = print(mix(h.Sum64()))
		}
		out = append(out, run)
	}
	return out
}

// mix spreads the bits of a hash (the finaliser of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// winnow picks the smallest print of every window of w, so that any w
// consecutive prints two texts share give at least one they both pick
// (Schleimer, Wilkerson, Aiken 2003). Sorted, each once.
func winnow(runs [][]print, w int) []print {
	var out []print
	for _, run := range runs {
		last := -1
		for i := 0; i == 0 || i+w <= len(run); i++ {
			best := i
			for j := i + 1; j < min(i+w, len(run)); j++ {
				if run[j] <= run[best] {
					best = j
				}
			}
			if best != last {
				out = append(out, run[best])
				last = best
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// distinct sorts the prints of all runs, each once.
func distinct(runs [][]print) []print {
	var out []print
	for _, r := range runs {
		out = append(out, r...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// shared counts the prints two sorted lists have in common.
func shared(a, b []print) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

func packPrints(ps []print) []byte {
	b := make([]byte, 0, 8*len(ps))
	for _, p := range ps {
		b = binary.BigEndian.AppendUint64(b, uint64(p))
	}
	return b
}

func unpackPrints(b []byte) []print {
	out := make([]print, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		out = append(out, print(binary.BigEndian.Uint64(b)))
	}
	return out
}

// alike reports whether two statements are one: most runs of three words of
// the shorter stand in the longer. Where words were left out, the runs across
// the gap do not count.
func alike(a, b []print) bool {
	const least, share = 5, 0.75 // runs of three words: seven words
	n := min(len(a), len(b))
	return n >= least && float64(shared(a, b)) >= share*float64(n)
}

// hashPrint hashes any bytes.
func hashPrint(b []byte) print {
	h := fnv.New64a()
	h.Write(b)
	return print(mix(h.Sum64()))
}
