package ner

// An Extractor turns sentences into hashed features. It keeps buffers and
// serves one goroutine; make one with Gazetteer.Extractor.
type Extractor struct {
	gaz   *Gazetteer
	words []word
	feats []uint32
	ends  []int
}

// Extractor returns a new extractor over the gazetteer.
func (g *Gazetteer) Extractor() *Extractor { return &Extractor{gaz: g} }

// word is what is known of one word before its neighbours are looked at.
type word struct {
	low    uint32 // hash of the folded word
	shape  uint32
	pre    [3]uint32 // first 2 to 4 runes; 0 where the word is no longer than that
	suf    [4]uint32 // last 1 to 4 runes
	caps   caps
	link   bool  // may stand inside a name in lower case: of, and, the …
	class  Class // of the word alone
	begin  Class // phrases that begin here …
	inside Class // … or go on here
	last   Class // … or end here
	run    span  // capitalised words around
	wide   span  // the same, across links
}

type span struct{ first, last int } // half-open; empty for a word in lower case

var links = func() map[uint32]bool {
	m := map[uint32]bool{}
	for _, w := range []string{"of", "the", "and", "&", "for", "de", "la", "del", "der", "van", "von", "di", "da", "al", "el", "bin", "ibn", "-", "'s", "on", "in", "to", "at"} {
		m[hashFold(hashStart, w)] = true
	}
	return m
}()

// prepare fills x.words.
func (x *Extractor) prepare(words []string) {
	n := len(words)
	if cap(x.words) < n {
		x.words = make([]word, n+n/2)
	}
	x.words = x.words[:n]
	for i, w := range words {
		d := &x.words[i]
		*d = word{low: hashFold(hashStart, w), shape: shapeHash(w), caps: capsOf(w)}
		d.class = x.gaz.get(d.low) &^ (prefix | phraseClasses)
		d.link = links[d.low]
		d.affixes(w)
	}
	x.phrases(words)
	x.runs()
}

func (d *word) affixes(w string) {
	var r [64]rune
	n := 0
	for _, c := range w {
		if n == len(r) {
			copy(r[32:], r[33:]) // keep the start and the end of a very long word
			n--
		}
		r[n] = foldRune(c)
		n++
	}
	h := uint32(hashStart)
	for i := 0; i < 4 && i < n; i++ {
		h = (h ^ uint32(r[i])) * hashPrime
		if i > 0 && i+1 < n {
			d.pre[i-1] = h
		}
	}
	h = hashStart
	for i := 0; i < 4 && i < n; i++ {
		h = (h ^ uint32(r[n-1-i])) * hashPrime
		d.suf[i] = h
	}
}

// phrases marks the longest phrase of the gazetteer from each word on.
func (x *Extractor) phrases(words []string) {
	for i := range words {
		h, best, class := uint32(hashStart), -1, Class(0)
		for j := i; j < len(words) && j < i+maxPhrase; j++ {
			h = hashFold(h, words[j])
			c := x.gaz.get(h)
			if c&phraseClasses != 0 {
				best, class = j, c&phraseClasses
			}
			if c&prefix == 0 {
				break
			}
		}
		if best < 0 {
			continue
		}
		x.words[i].begin |= class
		for j := i + 1; j <= best; j++ {
			x.words[j].inside |= class
		}
		x.words[best].last |= class
	}
}

func (x *Extractor) runs() {
	n := len(x.words)
	for i := 0; i < n; {
		if !x.words[i].caps.isCap() {
			i++
			continue
		}
		j := i
		for j < n && x.words[j].caps.isCap() {
			j++
		}
		for k := i; k < j; k++ {
			x.words[k].run = span{i, j}
		}
		i = j
	}
	for i := 0; i < n; {
		if !x.words[i].caps.isCap() {
			i++
			continue
		}
		j := x.words[i].run.last
		for j < n {
			k := j
			for k < n && k < j+2 && x.words[k].link && !x.words[k].caps.isCap() {
				k++
			}
			if k == j || k >= n || !x.words[k].caps.isCap() {
				break
			}
			j = x.words[k].run.last
		}
		for k := i; k < j; k++ {
			x.words[k].wide = span{i, j}
		}
		i = j
	}
}

// at returns word i, or the edge of the sentence.
func (x *Extractor) at(i int) *word {
	switch {
	case i < 0:
		return &startWord
	case i >= len(x.words):
		return &endWord
	}
	return &x.words[i]
}

var (
	startWord = word{low: 1, shape: 1, caps: capPunct}
	endWord   = word{low: 2, shape: 2, caps: capPunct}
)

// mix hashes a template number and the values it combines.
func mix(template, a uint32) uint32 {
	h := (template+1)*0x9e3779b1 ^ a
	h ^= h >> 15
	h *= 0x85ebca6b
	h ^= h >> 13
	return h
}

func mix2(template, a, b uint32) uint32 { return mix(template, mix(a, b)) }

func mix3(template, a, b, c uint32) uint32 { return mix(template, mix(mix(a, b), c)) }

// Features returns the hashed features of every word of the sentence: those
// of word i are feats[ends[i-1]:ends[i]]. Both slices are valid until the next
// call.
func (x *Extractor) Features(words []string) (feats []uint32, ends []int) {
	x.prepare(words)
	x.feats, x.ends = x.feats[:0], x.ends[:0]
	shout := x.shouting()
	for i := range x.words {
		x.lexical(i)
		x.known(i)
		x.surroundings(i, shout)
		x.ends = append(x.ends, len(x.feats))
	}
	return x.feats, x.ends
}

// shouting grades how far capitals tell nothing here: 2 for a sentence in
// capitals, 1 for one in Title Case, else 0.
func (x *Extractor) shouting() uint32 {
	var letters, all, first int
	for i := range x.words {
		switch x.words[i].caps {
		case capNone:
			if !x.words[i].link {
				letters++
			}
		case capFirst, capMixed:
			letters++
			first++
		case capAll:
			letters++
			all++
		}
	}
	switch {
	case letters >= 3 && all*4 >= letters*3:
		return 2
	case letters >= 4 && (all+first)*5 >= letters*4:
		return 1
	}
	return 0
}

func (x *Extractor) add(h uint32) { x.feats = append(x.feats, h) }

// Template numbers are part of the weights: append, never renumber.
func (x *Extractor) lexical(i int) {
	w, l, r := x.at(i), x.at(i-1), x.at(i+1)
	l2, r2 := x.at(i-2), x.at(i+2)
	x.add(mix(0, 0))
	x.add(mix(1, w.low))
	x.add(mix(2, l.low))
	x.add(mix(3, r.low))
	x.add(mix(4, l2.low))
	x.add(mix(5, r2.low))
	x.add(mix2(6, l.low, w.low))
	x.add(mix2(7, w.low, r.low))
	x.add(mix2(8, l2.low, l.low))
	x.add(mix2(9, r.low, r2.low))
	x.add(mix2(10, l.low, r.low))
	x.add(mix(11, w.shape))
	x.add(mix(12, l.shape))
	x.add(mix(13, r.shape))
	x.add(mix2(14, l.shape, w.shape))
	x.add(mix2(15, w.shape, r.shape))
	x.add(mix3(16, l.shape, w.shape, r.shape))
	x.add(mix2(17, uint32(w.caps), w.low))
	x.add(mix2(18, uint32(w.caps), l.low))
	x.add(mix2(19, uint32(w.caps), r.low))
	for k, h := range w.suf {
		if h != 0 {
			x.add(mix2(20, uint32(k), h))
			if w.caps.isCap() {
				x.add(mix2(21, uint32(k), h))
			}
		}
	}
	for k, h := range w.pre {
		if h != 0 {
			x.add(mix2(22, uint32(k), h))
		}
	}
	x.add(mix(23, l.suf[2]))
	x.add(mix(24, r.suf[2]))
	for k := 1; k <= 4; k++ {
		x.add(mix(25, x.at(i-k).low))
		x.add(mix(26, x.at(i+k).low))
	}
}

// known adds what the gazetteer says.
func (x *Extractor) known(i int) {
	w, l, r := x.at(i), x.at(i-1), x.at(i+1)
	c := uint32(w.caps)
	x.add(mix2(30, uint32(w.class), c))
	x.add(mix(31, uint32(l.class)))
	x.add(mix(32, uint32(r.class)))
	x.add(mix3(33, uint32(l.class), uint32(w.class), c))
	x.add(mix3(34, uint32(w.class), uint32(r.class), c))
	x.bits(35, w.class, c)
	x.bits(36, l.class, uint32(l.caps))
	x.bits(37, r.class, uint32(r.caps))
	begin, inside := w.begin, w.inside
	x.bits(38, begin&w.last, c)
	x.bits(39, begin&^w.last, c)
	x.bits(40, inside&w.last, c)
	x.bits(41, inside&^w.last, c)
	x.add(mix3(42, uint32(begin), uint32(inside), c))
	x.bits(43, l.begin|l.inside, c)
	x.bits(44, r.begin|r.inside, c)
	x.add(mix3(45, uint32(begin|inside), l.low, c))
	x.add(mix3(46, uint32(begin|inside), r.low, c))
	x.add(mix3(47, uint32(begin|inside), uint32(w.class), c))
}

// bits adds a feature for each class of the set.
func (x *Extractor) bits(template uint32, set Class, with uint32) {
	for k := uint32(0); set != 0; k++ {
		if set&1 != 0 {
			x.add(mix2(template, k, with))
		}
		set >>= 1
	}
}

// surroundings adds the place in the sentence and the capitalised run.
func (x *Extractor) surroundings(i int, shout uint32) {
	w := x.at(i)
	c := uint32(w.caps)
	x.add(mix2(50, shout, c))
	if i == 0 {
		x.add(mix2(51, c, uint32(w.class&Common)))
		x.add(mix2(52, c, x.at(i+1).shape))
	}
	if w.run.last == 0 {
		return
	}
	x.run(60, w.run, i)
	x.run(80, w.wide, i)
}

func (x *Extractor) run(t uint32, s span, i int) {
	first, last := x.at(s.first), x.at(s.last-1)
	before, after := x.at(s.first-1), x.at(s.last)
	length := uint32(min(s.last-s.first, 5))
	fromStart, fromEnd := uint32(min(i-s.first, 3)), uint32(min(s.last-1-i, 3))
	x.add(mix2(t, length, fromStart))
	x.add(mix2(t+1, length, fromEnd))
	x.add(mix2(t+2, last.low, fromEnd))
	x.add(mix2(t+3, first.low, fromStart))
	x.bits(t+4, last.class, fromEnd)
	x.bits(t+5, first.class, fromStart)
	x.add(mix(t+6, before.low))
	x.add(mix(t+7, after.low))
	x.add(mix2(t+8, before.low, length))
	x.add(mix2(t+9, after.low, length))
	x.add(mix2(t+10, before.low, after.low))
	x.bits(t+11, before.class, length)
	x.bits(t+12, after.class, length)
	x.add(mix3(t+13, uint32(first.class), uint32(last.class), length))
	x.add(mix2(t+14, last.suf[2], fromEnd))
	x.add(mix2(t+15, x.at(s.first-2).low, before.low))
	x.add(mix2(t+16, x.at(s.last+1).low, after.low))
	var all, phrase Class
	for k := s.first; k < s.last; k++ {
		all |= x.words[k].class
		phrase |= x.words[k].begin | x.words[k].inside
	}
	x.bits(t+17, all&^(Common|Verb), 0)
	x.bits(t+18, phrase, length)
}
