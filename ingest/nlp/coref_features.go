package nlp

import (
	_ "embed"
	"encoding/binary"
	"math"
	"strings"
	"sync"
)

// A rankModel is a linear model whose scores are log-odds once scaled.
type rankModel struct {
	linear
	scale float64
}

//go:embed weights/coref.bin
var corefWeights []byte

const corefMagic = "DCOR1\n"

// corefModel decodes the embedded weights once; nil where there are none yet.
var corefModel = sync.OnceValue(func() *rankModel {
	b := byteReader{b: corefWeights}
	if string(b.take(len(corefMagic))) != corefMagic {
		return nil
	}
	raw := b.take(8)
	if b.bad {
		return nil
	}
	m := &rankModel{scale: math.Float64frombits(binary.LittleEndian.Uint64(raw))}
	m.weights = b.int8s()
	if b.bad || len(m.weights) == 0 || len(m.weights)&(len(m.weights)-1) != 0 {
		return nil
	}
	return m
})

// EncodeCoref writes the weights of the pronoun ranker in the format of
// weights/coref.bin: the value of one step, then a byte a weight.
func EncodeCoref(weights []float64) []byte {
	top := 1e-9
	for _, w := range weights {
		top = max(top, math.Abs(w))
	}
	out := append([]byte(corefMagic), binary.LittleEndian.AppendUint64(nil, math.Float64bits(top/127))...)
	out = binary.AppendUvarint(out, uint64(len(weights)))
	return append(out, Quantise(weights)...)
}

// describeChoices fills in the features of all choices of pronoun i.
func (r *resolver) describeChoices(i int, form pronounForm) {
	known := 0 // choices whose gender is known to agree
	for k := range r.scores {
		if c := r.scores[k].cand; c >= 0 && r.genderStatus(c, form) == 2 {
			known++
		}
	}
	rank, after := 0, 0
	for k := range r.scores {
		c := &r.scores[k]
		switch {
		case c.cand < 0:
			c.features = r.noneFeatures(i, form, known)
		case c.cand > i:
			after++
			c.features = r.choiceFeatures(i, c.cand, form, 20+after, known)
		default:
			rank++
			c.features = r.choiceFeatures(i, c.cand, form, rank, known)
		}
	}
}

// genderStatus is 2 where a candidate's gender is known to agree with the
// pronoun's, 1 where nothing is known.
func (r *resolver) genderStatus(k int, form pronounForm) uint32 {
	g := r.cands[k].gender
	if ch := r.cands[k].chain; ch >= 0 && r.chains[ch].gender != "" {
		g = r.chains[ch].gender
	}
	switch g {
	case "":
		return 1
	case form.gender:
		return 2
	}
	return 0
}

// noneFeatures describe the choice that a pronoun stands for nothing said.
func (r *resolver) noneFeatures(i int, form pronounForm, known int) []uint32 {
	c := &r.cands[i]
	kind, role := hash32(form.kind), hash32(c.role)
	tok := &r.an.Tokens[c.head]
	gov, upos := uint32(0), uint32(0)
	if tok.Head >= 0 {
		gov, upos = hash32(r.an.Tokens[tok.Head].Lemma), hash32(r.an.Tokens[tok.Head].UPOS)
	}
	next := uint32(0)
	if c.head+1 < len(r.an.Tokens) {
		next = hash32(r.an.Tokens[c.head+1].Lemma)
	}
	early := uint32(min(c.sentence, 3))
	quoted := uint32(min(c.quote, 1))
	people := kind
	if form.kind == "she" {
		people = hash32("he")
	}
	return []uint32{
		mix(101, people), mix(102, people, role), mix(103, kind, gov), mix(104, kind, next), mix(105, people, early), mix(106, people, upos, role),
		mix(107, people, uint32(min(len(r.scores), 6))), mix(108, people, uint32(min(known, 3))), mix(109, people, quoted), mix(110, kind, next, upos, role),
	}
}

// choiceFeatures describe pronoun i standing for candidate k; rank is the
// place of k among the choices, nearest first.
func (r *resolver) choiceFeatures(i, k int, form pronounForm, rank, known int) []uint32 {
	p, c := &r.cands[i], &r.cands[k]
	who := form.kind
	if who == "she" {
		who = "he"
	}
	kind := hash32(who)
	formed := mix(1, kind, hash32(form.form))
	distance := uint32(p.sentence - c.sentence)
	kinds := hash32(string(c.kind))
	role, own := coarseRole(c.role), coarseRole(p.role)
	gender := r.genderStatus(k, form)
	class, plural := uint32(c.class), uint32(c.plural+1)
	size, subjects, named := uint32(1), uint32(0), uint32(0)
	if c.kind == Name {
		named = 1
	}
	if c.chain >= 0 {
		ch := &r.chains[c.chain]
		class = uint32(ch.class)
		size, subjects = logBucket(ch.seen), uint32(min(ch.subjects, 3))
		if ch.named {
			named = 1
		}
	}
	ranked := uint32(min(rank, 26))
	near := uint32(min(rank, 4))
	words := uint32(min(c.last-c.first, 3))
	tokens := logBucket(max(p.head-c.head, c.head-p.head))
	binding := r.binding(i, k)
	path := r.path(i, k)
	parallel := uint32(0)
	if role == own {
		parallel = 1
	}
	quote := r.quoteRelation(p, c)
	first := r.firstSubject(k)
	opens := uint32(0)
	if p.first == r.an.Sentences[p.sentence].First {
		opens = 1
	}
	unique := uint32(0)
	if gender == 2 && known == 1 {
		unique = 1
	} else if gender == 2 {
		unique = 2
	}
	det := hash32(c.det)
	inside := r.inside(i, k)
	return []uint32{
		mix(1, kind), mix(2, kind, distance), mix(3, kind, kinds), mix(4, kind, kinds, distance), mix(5, kind, role, distance), mix(6, formed, role, distance),
		mix(7, kind, parallel, own), mix(8, kind, role, own, distance), mix(9, kind, ranked), mix(10, kind, ranked, distance), mix(11, kind, gender, kinds),
		mix(12, kind, class, named), mix(13, kind, plural, class), mix(14, kind, size), mix(15, kind, subjects, near), mix(16, kind, tokens, min(distance, 1)),
		mix(17, formed, binding), mix(18, formed, binding, role), mix(19, kind, path), mix(20, formed, path), mix(21, kind, quote), mix(22, kind, quote, distance, role),
		mix(23, kind, first, distance), mix(24, formed, first, distance, opens), mix(25, kind, unique), mix(26, kind, unique, near), mix(27, kind, det, kinds),
		mix(28, kind, words, kinds), mix(29, kind, size, role, distance), mix(30, formed, role, near), mix(31, kind, inside), mix(32, kind, parallel, distance, first),
		mix(33, formed, parallel, near, min(distance, 2)), mix(34, kind, class, kinds, role), mix(35, kind, size, near), mix(36, kind, path, near), mix(37, kind, binding, near, parallel),
		mix(38, kind, own, first, min(distance, 2)), mix(39, kind, named, near, role),
	}
}

// coarseRole groups grammatical relations.
func coarseRole(rel string) uint32 {
	base, _, _ := strings.Cut(rel, ":")
	switch {
	case rel == "nmod:poss":
		return 7
	case base == "nsubj":
		return 1
	case base == "obj" || base == "iobj":
		return 2
	case base == "obl":
		return 3
	case base == "nmod":
		return 4
	case base == "appos":
		return 5
	case base == "root":
		return 6
	case base == "compound" || base == "flat":
		return 8
	case base == "conj":
		return 9
	}
	return 10
}

func logBucket(n int) uint32 {
	b := uint32(0)
	for ; n > 0; n >>= 1 {
		b++
	}
	return b
}

// binding describes how pronoun and candidate stand in one clause, where a
// plain object cannot be its own subject but a possessive can.
func (r *resolver) binding(i, k int) uint32 {
	p, c := &r.cands[i], &r.cands[k]
	if p.sentence != c.sentence {
		return 0
	}
	pc, cc := r.clauseOf(p.head), r.clauseOf(c.head)
	switch {
	case pc == cc && r.an.Tokens[p.head].Head == r.an.Tokens[c.head].Head:
		return 1
	case pc == cc:
		return 2
	case r.above(cc, pc):
		return 3
	case r.above(pc, cc):
		return 4
	}
	return 5
}

// path describes the way from the pronoun's clause up to the clause the
// candidate is the subject or object of: the relations passed, at most two.
func (r *resolver) path(i, k int) uint32 {
	p, c := &r.cands[i], &r.cands[k]
	if p.sentence != c.sentence {
		return 0
	}
	target := r.clauseOf(c.head)
	at := r.clauseOf(p.head)
	h := coarseRole(c.role)
	if k > i {
		h += 100
	}
	for step := range 3 {
		if at == target {
			return mix(70, h, uint32(step))
		}
		h = mix(71, h, hash32(r.an.Tokens[at].Deprel))
		up := r.an.Tokens[at].Head
		if up < 0 {
			break
		}
		at = r.clauseOf(up)
	}
	return mix(72, coarseRole(c.role))
}

// quoteRelation tells whether pronoun and candidate share a quotation, and
// whether the candidate speaks the one the pronoun stands in.
func (r *resolver) quoteRelation(p, c *candidate) uint32 {
	switch {
	case p.quote == 0 && c.quote == 0:
		return 0
	case p.quote == c.quote:
		return 1
	case p.quote == 0:
		return 2
	}
	if who := r.quotes[p.quote-1].speaker; who >= 0 {
		if s := &r.cands[who]; s.head == c.head || s.chain >= 0 && s.chain == c.chain {
			return 3
		}
	}
	return 4
}

// firstSubject tells whether candidate k is the first of its sentence, and
// whether it is a subject of the main clause or another.
func (r *resolver) firstSubject(k int) uint32 {
	c := &r.cands[k]
	f := uint32(0)
	if k == r.from[c.sentence] {
		f = 1
	}
	if isSubject(c.role) {
		f += 2
		if root := r.clauseOf(c.head); r.an.Tokens[root].Head < 0 {
			f += 2
		}
	}
	return f
}

// inside describes a candidate that is the possessor or a modifier in the
// phrase of another, and a pronoun inside the candidate's clause modifiers.
func (r *resolver) inside(i, k int) uint32 {
	c, p := &r.cands[k], &r.cands[i]
	rel := r.an.Tokens[c.head].Deprel
	f := uint32(0)
	if rel == "conj" {
		f = 1
	}
	if r.above(c.head, p.head) {
		f += 2 // "Ana Roy, who sold her firm"
	}
	if strings.HasPrefix(rel, "appos") {
		f += 4
	}
	return f
}
