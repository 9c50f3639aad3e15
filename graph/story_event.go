package graph

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
)

// Two documents cover one event in different words when they were written
// within days of each other, the things they speak of most are partly the same,
// and so are their words. Things alone are not enough: the same minister and
// the same company meet in many events.
const (
	maxFound    = 40 // phrases of a document by which others are found
	maxSalient  = 8
	eventDays   = 7
	eventThings = 3    // salient things in common; of one less, the words must tell more
	eventWords  = 7    // content words in common,
	eventShare  = 0.25 // which are this share of the fewer,
	wordsAlone  = 0.4  // or this share,
	eventPairs  = 0.03 // and phrases, one at least: this share of the fewer
)

// telling reports whether two documents tell of one event by their words.
func telling(a, b *outline) bool {
	if a.pub != 0 && b.pub != 0 && max(a.pub-b.pub, b.pub-a.pub) > eventDays*dayMicros {
		return false
	}
	share := eventShare
	switch n := shared(a.salient, b.salient); {
	case n < eventThings-1:
		return false
	case n < eventThings:
		share = wordsAlone
	}
	words, few := shared(a.words, b.words), min(len(a.words), len(b.words))
	if words < eventWords || float64(words) < share*float64(few) {
		return false
	}
	phrases := shared(a.phrases, b.phrases)
	return phrases > 0 && float64(phrases) >= eventPairs*float64(min(len(a.phrases), len(b.phrases)))
}

// salientOf returns the things a document speaks of most, as prints; those of
// equal weight in a fixed order. What has no name that holds outside of the
// document is left out.
func salientOf(b *Batch, all []anchoring) []print {
	mentions := map[uint32]int{}
	for _, m := range b.Mentions {
		mentions[m.Profile]++
	}
	count := map[print]int{}
	for i, a := range all {
		if !a.own {
			count[hashPrint(a.anchor[:])] += mentions[b.Profiles[i].ID.N]
		}
	}
	things := slices.SortedFunc(maps.Keys(count), func(a, b print) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a, b))
	})
	things = things[:min(len(things), maxSalient)]
	slices.Sort(things)
	return things
}

// foundBy hashes the phrases under which a document is looked for, together
// with when it was written: two documents less than eventDays apart that share
// a phrase among their first are found by it, and so are two of which one is
// undated. A phrase of half a story is soon in too many documents to tell
// anything; those of a few of them hold it together, however large it grows.
func foundBy(phrases []print, pub int64) []print {
	const bucket = eventDays * dayMicros
	when := []int64{-1}
	if pub != 0 {
		when = append(when, pub/bucket, pub/bucket+1)
	}
	var out []print
	for _, p := range phrases[:min(len(phrases), maxFound)] {
		for _, w := range when {
			var buf []byte
			buf = binary.BigEndian.AppendUint32(buf, uint32(p))
			out = append(out, hashPrint(binary.BigEndian.AppendUint64(buf, uint64(w))))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
