package graph

import (
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"

	"github.com/google/uuid"
)

// Statements: the same words in several documents are one utterance. A
// sentence is the folded words of a claim's quote; sentences whose words are
// alike are joined; an utterance is a component. As with identity, the
// components are a function of what is there, and a change looks only at the
// sentences next to those it touched.
const (
	sentenceHeader = "h"
	sentenceClaim  = "c" // + claim
	utterHeader    = "h"
	utterMember    = "m" // + sentence

	shingleWords  = 3
	shingleWindow = 8
	maxCarriers   = 64 // different sentences of one print; beyond, it is a commonplace
)

type sentenceRec struct {
	Words  string `cbor:"1,keyasint,omitempty"` // pieces joined by ellipses
	Claims int    `cbor:"2,keyasint,omitempty"`
	Utter  []byte `cbor:"3,keyasint,omitempty"`
	Shared bool   `cbor:"4,keyasint,omitempty"` // several documents carry the utterance
}

type utterRec struct {
	Text     string `cbor:"1,keyasint,omitempty"`
	Speaker  []byte `cbor:"2,keyasint,omitempty"` // node
	Carriers int    `cbor:"3,keyasint,omitempty"`
}

// A sentence as the step sees it.
type sentence struct {
	id     nodeID
	rec    sentenceRec
	delta  int     // claims
	all    []print // every run of words, sorted
	picked []print // those it is found by
	known  bool
}

// sentenceFor names the statement of a claim: the same words, the same name.
// Rows of data sets are no statements.
func sentenceFor(d *Document, c *Claim) (nodeID, string) {
	if d.Kind != KindArticle {
		return nodeID{}, ""
	}
	text := ""
	for i, ws := range pieces(statementOf(c.Evidence.Quote)) {
		if i > 0 {
			text += " …"
		}
		for j, w := range ws {
			if i > 0 || j > 0 {
				text += " "
			}
			text += w
		}
	}
	if text == "" {
		return nodeID{}, ""
	}
	return nodeID(uuid.NewSHA1(spaceSentence, []byte(text))), text
}

func (s *sentence) prepare() {
	if s.all == nil {
		runs := shingles(pieces(s.rec.Words), shingleWords)
		s.all, s.picked = distinct(runs), winnow(runs, shingleWindow)
	}
}

func partSentence(id nodeID) string          { return famSentence + string(id[:]) }
func partUtter(id UtteranceID) string        { return famUtter + string(id[:]) }
func partPrint(space string, p print) string { return famShingle + space + be64(uint64(p)) }

// spoken notes that a claim of a sentence comes (+1) or goes (-1).
func (st *step) spoken(id nodeID, words string, claim ClaimID, sum *claimSum, sign int) {
	if id.zero() {
		return
	}
	s := st.sentence(id)
	s.delta += sign
	if words != "" {
		s.rec.Words = words
	}
	key := kv.Key{Part: partSentence(id), Sort: sentenceClaim + sortClaim(claim)}
	if sign > 0 {
		st.o.put(key, sum)
	} else {
		st.o.delete(key)
	}
}

func (st *step) sentence(id nodeID) *sentence {
	s := st.sentences[id]
	if s == nil {
		s = &sentence{id: id}
		st.sentences[id] = s
	}
	return s
}

// loadSentences reads the headers of sentences not read yet.
func (st *step) loadSentences(ctx context.Context, ids []nodeID) error {
	var keys []kv.Key
	var ask []*sentence
	for _, id := range ids {
		if s := st.sentence(id); !s.known {
			s.known = true
			keys, ask = append(keys, kv.Key{Part: partSentence(id), Sort: sentenceHeader}), append(ask, s)
		}
	}
	return getAll(ctx, st.o, keys, func(i int, r *sentenceRec) { ask[i].rec = *r })
}

// speak brings sentences and utterances up to date.
func (st *step) speak(ctx context.Context) error {
	if len(st.sentences) == 0 {
		return nil
	}
	start := slices.SortedFunc(maps.Keys(st.sentences), cmp16[nodeID])
	words := map[nodeID]string{}
	for _, id := range start {
		words[id] = st.sentences[id].rec.Words
	}
	if err := st.loadSentences(ctx, start); err != nil {
		return err
	}
	came, went := map[print]int{}, map[print]int{}
	for _, id := range start {
		st.recount(st.sentences[id], words[id], came, went)
	}
	groups, err := st.likeness(ctx, start, came, went)
	if err != nil {
		return err
	}
	return st.putUtterances(ctx, groups)
}

// recount applies what the step does to a sentence's claims and puts it under
// its prints, or takes it from there.
func (st *step) recount(s *sentence, words string, came, went map[print]int) {
	before := s.rec.Claims
	s.rec.Claims += s.delta
	if before == 0 {
		s.rec.Words = words
	}
	s.prepare()
	for _, p := range s.picked {
		key := kv.Key{Part: partPrint("s", p), Sort: string(s.id[:])}
		switch {
		case before == 0 && s.rec.Claims > 0:
			st.o.mark(key)
			came[p]++
		case before > 0 && s.rec.Claims == 0:
			st.o.delete(key)
			went[p]++
		}
	}
}

// likeness forms the components of the sentences around those given. A print
// that more than maxCarriers sentences share joins nothing; when the step
// brings it above or below that, all of them are looked at.
func (st *step) likeness(ctx context.Context, start []nodeID, came, went map[print]int) ([][]*sentence, error) {
	root := map[nodeID]*[]*sentence{}
	in := map[nodeID]bool{}
	frontier := start
	for len(frontier) > 0 {
		for _, id := range frontier {
			in[id] = true
			if s := st.sentences[id]; root[id] == nil && s.rec.Claims > 0 {
				root[id] = &[]*sentence{s}
			}
		}
		near, wake, err := st.nearby(ctx, frontier, came, went)
		if err != nil {
			return nil, err
		}
		next := map[nodeID]bool{}
		for _, id := range wake {
			next[id] = true
		}
		for i, id := range frontier {
			s := st.sentences[id]
			for _, other := range near[i] {
				o := st.sentences[other]
				if !alike(s.all, o.all) {
					continue
				}
				next[other] = true
				if root[other] == nil {
					root[other] = &[]*sentence{o}
				}
				if a, b := root[id], root[other]; a != nil && a != b {
					*a = append(*a, *b...)
					for _, m := range *b {
						root[m.id] = a
					}
				}
			}
		}
		frontier = slices.DeleteFunc(slices.SortedFunc(maps.Keys(next), cmp16[nodeID]), func(id nodeID) bool { return in[id] })
	}
	seen := map[*[]*sentence]bool{}
	var out [][]*sentence
	for _, id := range slices.SortedFunc(maps.Keys(root), cmp16[nodeID]) {
		if g := root[id]; !seen[g] {
			seen[g] = true
			out = append(out, *g)
		}
	}
	return out, nil
}

// nearby reads which sentences share a print with each of some. wake are all
// sentences of prints that became commonplaces or ceased to be.
func (st *step) nearby(ctx context.Context, ids []nodeID, came, went map[print]int) (near [][]nodeID, wake []nodeID, err error) {
	var ranges []kv.Range
	var owner []int
	var of []print
	for i, id := range ids {
		s := st.sentences[id]
		s.prepare()
		for _, p := range s.picked {
			r := kv.Range{Part: partPrint("s", p), KeysOnly: true, Limit: maxCarriers + 1 + came[p] + went[p]}
			ranges, owner, of = append(ranges, r), append(owner, i), append(of, p)
		}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, nil, err
	}
	near = make([][]nodeID, len(ids))
	var all []nodeID
	for k, es := range rows {
		now := len(es)
		before := now - came[of[k]] + went[of[k]]
		many := now > maxCarriers
		for _, e := range es {
			id := nodeID(id16(e.Key.Sort))
			if (before > maxCarriers) != many {
				wake = append(wake, id)
				all = append(all, id)
			}
			if !many && id != ids[owner[k]] {
				near[owner[k]] = append(near[owner[k]], id)
				all = append(all, id)
			}
		}
	}
	if err := st.loadSentences(ctx, all); err != nil {
		return nil, nil, err
	}
	for _, id := range all {
		st.sentences[id].prepare()
	}
	for i := range near {
		slices.SortFunc(near[i], cmp16[nodeID])
		near[i] = slices.Compact(near[i])
	}
	return near, wake, nil
}
