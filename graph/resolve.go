package graph

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"dossier/graph/kv"
)

// resolve brings the assignment of keys to entities up to date around the
// keys that the step touched.
func (st *step) resolve(ctx context.Context) error {
	pool, err := st.pool(ctx)
	if err != nil {
		return err
	}
	joined := map[nodeID]bool{} // strong keys, and weak ones that a judgement ties
	var weak []nodeID
	for _, id := range pool {
		if n := st.nodes[id]; n.rec.Strong {
			joined[id] = true
		} else {
			weak = append(weak, id)
		}
	}
	free, err := st.tied(ctx, weak, joined)
	if err != nil {
		return err
	}
	reg, err := st.closure(ctx, joined)
	if err != nil {
		return err
	}
	if err := st.loadNodes(ctx, reg.nodes); err != nil {
		return err
	}
	st.assign(reg)
	if err := st.attach(ctx, reg, free); err != nil {
		return err
	}
	return st.writeNodes()
}

// pool returns the keys touched and all keys of the entities they were in.
func (st *step) pool(ctx context.Context) ([]nodeID, error) {
	pool := map[nodeID]bool{}
	if err := st.loadNodes(ctx, slices.Collect(maps.Keys(st.touched))); err != nil {
		return nil, err
	}
	olds := map[EntityID]bool{}
	for id := range st.touched {
		pool[id] = true
		if e := st.nodes[id].was; e != (EntityID{}) {
			olds[e] = true
		}
	}
	members, err := st.members(ctx, slices.Collect(maps.Keys(olds)))
	if err != nil {
		return nil, err
	}
	for _, ms := range members {
		for _, m := range ms {
			pool[m] = true
		}
	}
	out := slices.SortedFunc(maps.Keys(pool), cmp16[nodeID])
	return out, st.loadNodes(ctx, out)
}

// members reads the keys of entities as they are written now.
func (st *step) members(ctx context.Context, ids []EntityID) ([][]nodeID, error) {
	return membersOf(ctx, st.o, ids)
}

func membersOf(ctx context.Context, r scanner, ids []EntityID) ([][]nodeID, error) {
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		ranges[i] = prefixRange(partEntity(id), entMember)
		ranges[i].KeysOnly = true
	}
	rows, err := r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]nodeID, len(ids))
	for i, es := range rows {
		for _, e := range es {
			out[i] = append(out[i], id16(e.Key.Sort))
		}
	}
	return out, nil
}

// tied moves the weak keys that a judgement "same" names to joined and
// returns the others.
func (st *step) tied(ctx context.Context, weak []nodeID, joined map[nodeID]bool) (free []nodeID, err error) {
	on, err := st.judgementsOn(ctx, weak)
	if err != nil {
		return nil, err
	}
	for i, id := range weak {
		if slices.ContainsFunc(on[i], func(j *Judgement) bool { return j.Verdict == Same }) {
			joined[id] = true
		} else {
			free = append(free, id)
		}
	}
	return free, nil
}

// A cluster is a component in the making, with what it must not join.
type cluster struct {
	nodes  []*node
	ids    map[string]map[string]bool      // scheme → values
	stands map[JudgementID]map[string]bool // judgement "different" → sides
	judged map[JudgementID]*Judgement
}

// assign forms the components of a region by joining along its links in a
// fixed order, as Kruskal's algorithm does: judgements first, newest first,
// then by how many profiles support a link. A link that would put two ids of
// one scheme into one entity, or both sides of a judgement "different", joins
// nothing.
func (st *step) assign(reg *region) {
	root := map[nodeID]*cluster{}
	for _, id := range reg.nodes {
		root[id] = st.clusterOf(st.nodes[id])
	}
	slices.SortFunc(reg.links, st.linkOrder)
	for _, l := range reg.links {
		a, b := root[l.a], root[l.b]
		if a == nil || b == nil || a == b || a.against(b, st.tiedScheme(l), l.judgement) {
			continue
		}
		if len(a.nodes) < len(b.nodes) {
			a, b = b, a
		}
		a.join(b)
		for _, n := range b.nodes {
			root[n.id] = a
		}
	}
	seen := map[*cluster]bool{}
	for _, id := range reg.nodes {
		if c := root[id]; !seen[c] {
			seen[c] = true
			c.name()
		}
	}
}

func (st *step) clusterOf(n *node) *cluster {
	c := &cluster{nodes: []*node{n}}
	if s := schemeOf(n.rec.Text); s != "" && n.exists() {
		c.ids = map[string]map[string]bool{s: {n.rec.Text: true}}
	}
	for _, s := range st.stances[n.id] {
		if c.stands == nil {
			c.stands, c.judged = map[JudgementID]map[string]bool{}, map[JudgementID]*Judgement{}
		}
		c.stands[s.judgement.ID] = map[string]bool{s.side: true}
		c.judged[s.judgement.ID] = s.judgement
	}
	return c
}

// linkOrder is the fixed order in which links join.
func (st *step) linkOrder(x, y link) int {
	switch {
	case x.judgement != nil && y.judgement != nil && x.judgement != y.judgement:
		if x.judgement.newer(y.judgement) {
			return -1
		}
		return 1
	case x.judgement != nil && y.judgement != nil:
		return cmp16(x.b, y.b)
	case (x.judgement != nil) != (y.judgement != nil):
		if x.judgement != nil {
			return -1
		}
		return 1
	case x.n != y.n:
		return y.n - x.n
	}
	xa, xb := st.endTexts(x)
	ya, yb := st.endTexts(y)
	if c := keyLess(xa, ya); c != 0 {
		return c
	}
	return keyLess(xb, yb)
}

func (st *step) endTexts(l link) (string, string) {
	a, b := st.nodes[l.a].rec.Text, st.nodes[l.b].rec.Text
	if keyLess(a, b) > 0 {
		return b, a
	}
	return a, b
}

// tiedScheme returns the scheme of which a link ties two traits, "" for other
// links.
func (st *step) tiedScheme(l link) string {
	if a := st.nodes[l.a].rec.Text; goTogether(a, st.nodes[l.b].rec.Text) {
		return schemeOf(a)
	}
	return ""
}

// against reports whether two clusters must stay apart, whatever values they
// have of the scheme that ties them. A judgement "same" gives way to newer
// judgements only.
func (c *cluster) against(d *cluster, tied string, by *Judgement) bool {
	for id, sides := range c.stands {
		if other := d.stands[id]; other != nil && disjoint(sides, other) && (by == nil || c.judged[id].newer(by)) {
			return true
		}
	}
	if by != nil {
		return false
	}
	for s, vs := range c.ids {
		if other := d.ids[s]; other != nil && s != tied && disjoint(vs, other) {
			return true
		}
	}
	return false
}

func disjoint(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return false
		}
	}
	return true
}

func (c *cluster) join(d *cluster) {
	c.nodes = append(c.nodes, d.nodes...)
	for s, vs := range d.ids {
		if c.ids == nil {
			c.ids = map[string]map[string]bool{}
		}
		if c.ids[s] == nil {
			c.ids[s] = map[string]bool{}
		}
		maps.Copy(c.ids[s], vs)
	}
	for id, sides := range d.stands {
		if c.stands == nil {
			c.stands, c.judged = map[JudgementID]map[string]bool{}, map[JudgementID]*Judgement{}
		}
		if c.stands[id] == nil {
			c.stands[id] = map[string]bool{}
		}
		maps.Copy(c.stands[id], sides)
		c.judged[id] = d.judged[id]
	}
}

// name gives the cluster's keys their entity: named by the first key that
// some profile carries.
func (c *cluster) name() {
	var first *node
	for _, n := range c.nodes {
		if n.exists() && (first == nil || firstKey(n, first)) {
			first = n
		}
	}
	for _, n := range c.nodes {
		if n.exists() {
			n.set(newEntityID(first.rec.Family, first.rec.Text, first.rec.Strong))
		} else {
			n.set(EntityID{})
		}
	}
}

// firstKey reports whether a comes before b: strong before weak, each in its
// fixed order, then by family.
func firstKey(a, b *node) bool {
	if a.rec.Strong != b.rec.Strong {
		return a.rec.Strong
	}
	c := 0
	if a.rec.Strong {
		c = cmp.Or(naming(a.rec.Text)-naming(b.rec.Text), keyLess(a.rec.Text, b.rec.Text))
	} else {
		c = weakLess(a.rec.Text, b.rec.Text)
	}
	if c == 0 {
		return a.rec.Family < b.rec.Family
	}
	return c < 0
}

// set gives the key its entity.
func (n *node) set(e EntityID) {
	if n.entity() != e {
		n.rec.Entity, n.dirty = bytes16(e), true
	}
}

// writeNodes stores every key that changed and keeps the entities' lists of
// keys in step.
func (st *step) writeNodes() error {
	for _, n := range st.nodes {
		if !n.dirty {
			continue
		}
		st.writeNode(n)
		now := n.entity()
		if !n.exists() {
			now = EntityID{}
		}
		if now == n.was {
			continue
		}
		if n.was != (EntityID{}) {
			st.o.delete(entKey(n.was, entMember+string(n.id[:])))
		}
		if now != (EntityID{}) {
			st.o.mark(entKey(now, entMember+string(n.id[:])))
		}
	}
	return nil
}
