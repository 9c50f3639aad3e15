package nlp

import (
	"slices"
	"strings"
)

// sameDescription returns an earlier description with the same noun whose
// modifiers hold all of this one's: "a new report … the report".
func (r *resolver) sameDescription(i int, post bool) int {
	c := &r.cands[i]
	mods := r.modifiers(c)
	found := -1
	for _, k := range r.earlier(i, reach) {
		o := &r.cands[k]
		if o.det == "any" || o.plural != c.plural || o.quote > 0 != (c.quote > 0) && o.sentence == c.sentence {
			continue
		}
		theirs := r.modifiers(o)
		fits := true
		for _, m := range mods {
			fits = fits && slices.Contains(theirs, m)
		}
		for _, m := range theirs { // "the 25% tariffs" are not "the 15% tariffs"
			fits = fits && (m[0] < '0' || m[0] > '9' || len(mods) == 0 || slices.Contains(mods, m))
		}
		if !fits || post && len(mods) == 0 && !r.samePost(c, o) {
			continue
		}
		if found >= 0 {
			if r.cands[found].chain < 0 || r.cands[found].chain != o.chain {
				if len(theirs) != len(mods) || len(r.modifiers(&r.cands[found])) != len(mods) {
					return -1 // two of the kind
				}
			}
			continue
		}
		found = k
	}
	return found
}

// How many sentences back the same words may mean the same thing: a definite
// description, and words repeated to the letter.
const (
	reach     = 15
	reachSame = 60
)

// maxEarlier bounds the descriptions that one is compared with.
const maxEarlier = 30

// earlier returns the descriptions with the noun of candidate i in so many
// sentences before it, nearest first.
func (r *resolver) earlier(i, reach int) []int {
	c := &r.cands[i]
	same := r.byNoun[c.noun]
	end, _ := slices.BinarySearch(same, i)
	var out []int
	for n := end - 1; n >= 0 && len(out) < maxEarlier && r.cands[same[n]].sentence >= c.sentence-reach; n-- {
		out = append(out, same[n])
	}
	return out
}

// sameOwner returns an earlier description with the same noun and the same
// owner: "Roy's firm … her firm".
func (r *resolver) sameOwner(i int) int {
	owner := r.ownerOf(&r.cands[i])
	if owner < 0 {
		return -1
	}
	mods := r.modifiers(&r.cands[i])
	for _, k := range r.earlier(i, reach) {
		o := &r.cands[k]
		if o.det != "poss" || o.plural != r.cands[i].plural || r.ownerOf(o) != owner {
			continue
		}
		if theirs := r.modifiers(o); len(mods) <= 1 || slices.Equal(mods[1:], theirs[min(1, len(theirs)):]) {
			return k
		}
	}
	return -1
}

// ownerOf returns the chain of a description's possessor, -1 for none.
func (r *resolver) ownerOf(c *candidate) int {
	for t := c.first; t < c.head; t++ {
		if tok := &r.an.Tokens[t]; tok.Head == c.head && tok.Deprel == "nmod:poss" {
			if k, ok := r.byHead[t]; ok {
				return r.cands[k].chain
			}
		}
	}
	return -1
}

// sameWords returns an earlier description without an article that has the
// very same words; a single word serves only for things, since "officials"
// are others each time.
func (r *resolver) sameWords(i int) int {
	c := &r.cands[i]
	mods := r.modifiers(c)
	if len(mods) == 0 && (c.class == classPerson || c.class == classOrg || c.class == classPlace || len(c.noun) < 3) {
		return -1
	}
	for _, m := range mods {
		if m[0] >= '0' && m[0] <= '9' || numberWords[m] > 0 {
			return -1 // "40 engineers" are not the last forty
		}
	}
	for _, k := range r.earlier(i, reachSame) {
		o := &r.cands[k]
		if o.det == "any" || o.det == "poss" || o.det == "a" || o.plural != c.plural || len(mods) == 0 && o.det != "" {
			continue
		}
		if slices.Equal(mods, r.modifiers(o)) {
			return k
		}
	}
	return -1
}

// samePost reports that two descriptions are narrowed by the same words.
func (r *resolver) samePost(a, b *candidate) bool {
	n := 0
	for ; n < 3 && a.head+1+n < len(r.an.Tokens) && b.head+1+n < len(r.an.Tokens); n++ {
		if !strings.EqualFold(r.an.word(a.head+1+n), r.an.word(b.head+1+n)) {
			return false
		}
	}
	return n == 3
}
