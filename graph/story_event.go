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
	maxSalient  = 8 // things of a document by which others are found
	eventDays   = 7
	eventThings = 2    // salient things in common,
	eventWords  = 7    // content words in common,
	eventShare  = 0.25 // which are this share of the fewer,
	eventPairs  = 0.03 // and phrases, one at least: this share of the fewer
)

// telling reports whether two documents tell of one event by their words.
func telling(a, b *outline) bool {
	if a.pub != 0 && b.pub != 0 && max(a.pub-b.pub, b.pub-a.pub) > eventDays*dayMicros {
		return false
	}
	if shared(a.salient, b.salient) < eventThings {
		return false
	}
	words, few := shared(a.words, b.words), min(len(a.words), len(b.words))
	if words < eventWords || float64(words) < eventShare*float64(few) {
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

// pairsOf hashes the pairs of things under which a document is looked for,
// together with when it was written: two documents less than eventDays apart
// have a pair in common for each two things in common, and so have two of
// which one is undated.
func pairsOf(things []print, pub int64) []print {
	const bucket = eventDays * dayMicros
	when := []int64{-1}
	if pub != 0 {
		when = append(when, pub/bucket, pub/bucket+1)
	}
	var out []print
	for i, a := range things {
		for _, b := range things[i+1:] {
			for _, w := range when {
				var buf []byte
				buf = binary.BigEndian.AppendUint64(buf, uint64(a))
				buf = binary.BigEndian.AppendUint64(buf, uint64(b))
				out = append(out, hashPrint(binary.BigEndian.AppendUint64(buf, uint64(w))))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
