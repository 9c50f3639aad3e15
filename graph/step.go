package graph

import (
	"context"

	"dossier/graph/kv"
)

// A step computes one atomic change of the store: documents that come and go,
// judgements, and what both do to identity and to every view. It gathers the
// changes as it goes, finish turns them into writes, and the store commits
// those. A step depends on nothing but what is stored and what it is given.
type step struct {
	s     *Store
	o     *overlay
	seen  []byte // record of counters at the start
	stats statsRec

	nodes  map[nodeID]*node
	counts map[kv.Key]*counter

	touched    map[nodeID]bool // keys whose edges or judgements changed
	entities   map[EntityID]*entity
	relation   map[string]*joined // by key of relOut
	functional map[[2]string]bool // subject and type whose objects changed
	shifted    map[string]bool    // relations from which claims moved to another

	gone, come   map[ClaimID]claimSum
	retimed      int    // of both: claims that stay, at another time
	goneP, comeP []hung // profiles

	sentences map[nodeID]*sentence
	dropped   map[UtteranceID]bool // to be written anew, or not
	unsettled []claimSum           // claims whose utterance changed

	told     map[DocumentID][]*outline // documents that come or go
	printsIn map[print]int             // by how many documents more

	judged  map[JudgementID]*Judgement // read so far
	stances map[nodeID][]stance
	changed Change
	effect  *Effect
}

// A hung profile: the key it hangs on and its document's date.
type hung struct {
	id   ProfileID
	node nodeID
	pub  int64
}

// A counter is a record that counts, with what it counts.
type counter struct {
	text    string
	delta   int
	crossed func(delta int) // when it comes to be (+1) or ceases (-1)
}

// A node is an identity key within its family, as the step sees it.
type node struct {
	id    nodeID
	rec   nodeRec
	was   EntityID // before the step
	dirty bool
	edges []edge // strong ones, read by closure
	read  bool
}

type nodeRec struct {
	Text     string
	Family   string
	Strong   bool
	Carried  int // profiles that have the key
	Anchored int // profiles that hang on it
	Entity   []byte
}

func (n *node) entity() EntityID { return from16[EntityID](n.rec.Entity) }
func (n *node) exists() bool     { return n.rec.Carried > 0 }

// begin starts a step on the present state.
func (s *Store) begin(ctx context.Context, base kv.Reader) (*step, error) {
	st := &step{
		s: s, o: newOverlay(base), nodes: map[nodeID]*node{}, counts: map[kv.Key]*counter{},
		touched: map[nodeID]bool{}, entities: map[EntityID]*entity{}, relation: map[string]*joined{}, shifted: map[string]bool{}, functional: map[[2]string]bool{},
		gone: map[ClaimID]claimSum{}, come: map[ClaimID]claimSum{}, judged: map[JudgementID]*Judgement{},
		stances: map[nodeID][]stance{}, sentences: map[nodeID]*sentence{}, dropped: map[UtteranceID]bool{},
		told: map[DocumentID][]*outline{}, printsIn: map[print]int{},
		effect: &Effect{},
	}
	got, err := base.Get(ctx, []kv.Key{keyStats})
	if err != nil {
		return nil, err
	}
	st.seen = got[0]
	if st.seen != nil {
		if err := decode(keyStats, st.seen, &st.stats); err != nil {
			return nil, err
		}
	}
	return st, nil
}

// finish computes all that follows from what the step was told.
func (st *step) finish(ctx context.Context) error {
	for _, f := range []func(context.Context) error{
		st.group,       // stories, and what of identity and time follows from them
		st.flushCounts, // keys, edges, facts
		st.resolve,     // which key belongs to which entity
		st.contribute,  // claims and documents of entities
		st.flushCounts,
		st.speak,    // utterances
		st.unsettle, // relations whose sources these change
		st.relate,   // relations
		st.assemble, // entities
	} {
		if err := f(ctx); err != nil {
			return err
		}
	}
	st.o.put(keyStats, st.stats.tidy())
	return nil
}

// loadNodes reads the headers of keys not read yet.
func (st *step) loadNodes(ctx context.Context, ids []nodeID) error {
	var keys []kv.Key
	var ask []nodeID
	for _, id := range ids {
		if st.nodes[id] == nil && !id.zero() {
			st.nodes[id] = &node{id: id}
			keys, ask = append(keys, nodeKey(id, nodeHeader)), append(ask, id)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	got, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, v := range got {
		if v == nil {
			continue
		}
		n := st.nodes[ask[i]]
		if err := decode(keys[i], v, &n.rec); err != nil {
			return err
		}
		n.was = n.entity()
	}
	return nil
}

// writeNode stores a key's header, or removes it when no profile has it.
func (st *step) writeNode(n *node) {
	if n.exists() {
		st.o.put(nodeKey(n.id, nodeHeader), n.rec)
	} else {
		st.o.delete(nodeKey(n.id, nodeHeader))
	}
}

// count changes a counting record by delta when the counts are flushed.
func (st *step) count(key kv.Key, text string, delta int, crossed func(int)) {
	c := st.counts[key]
	if c == nil {
		c = &counter{text: text, crossed: crossed}
		st.counts[key] = c
	}
	c.delta += delta
}

// flushCounts reads the counting records, changes and writes them.
func (st *step) flushCounts(ctx context.Context) error {
	keys := make([]kv.Key, 0, len(st.counts))
	for k, c := range st.counts {
		if c.delta != 0 {
			keys = append(keys, k)
		}
	}
	got, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, k := range keys {
		c := st.counts[k]
		var r countRec
		if got[i] != nil {
			if err := decode(k, got[i], &r); err != nil {
				return err
			}
		}
		before := r.N
		r.N += c.delta
		r.Text = c.text
		if r.N > 0 {
			st.o.put(k, r)
		} else {
			st.o.delete(k)
		}
		if c.crossed != nil && (before > 0) != (r.N > 0) {
			if r.N > 0 {
				c.crossed(1)
			} else {
				c.crossed(-1)
			}
		}
	}
	st.counts = map[kv.Key]*counter{}
	return nil
}
