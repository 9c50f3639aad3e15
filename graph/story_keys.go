package graph

import (
	"context"
	"maps"
	"slices"
)

// What has no name is known by its description: "Chinese engineers" and
// "engineers based in China" are the same people to the reader of one story,
// and others in the next. Keys that hold within a story therefore join
// profiles only among its documents, by links from the keys that the profiles
// hang on to a key of the story. Those links are recorded with each document
// and go when the document's story changes.

// storyFamily is the family of the keys that are made for stories; no type has
// it. Their texts sort behind all others, so that none names an entity.
const storyFamily, storyPrefix = "story", "~story/"

// describedRec is a profile that a story may join with others.
type describedRec struct {
	Node []byte   `cbor:"1,keyasint,omitempty"` // the key it hangs on
	Own  bool     `cbor:"2,keyasint,omitempty"` // which no other document has
	Keys []keyRec `cbor:"3,keyasint,omitempty"`
}

// A storyKey links the key that a profile hangs on to a key of its story.
type storyKey struct {
	Node []byte `cbor:"1,keyasint,omitempty"`
	Text string `cbor:"2,keyasint,omitempty"`
}

// describedOf lists the profiles with keys that hold within a story.
func describedOf(all []anchoring) []describedRec {
	var out []describedRec
	for _, a := range all {
		if len(a.story) == 0 || len(a.strong) == 0 {
			continue
		}
		d := describedRec{Node: bytes16(a.anchor), Own: a.own}
		for _, k := range a.story {
			d.Keys = append(d.Keys, keyRec(k))
		}
		out = append(out, d)
	}
	return out
}

// storyKeys tells for each document of a story which profiles it joins. A
// strong key joins all that have it. A profile with none goes by its weak key
// to the one thing of the story that has the key too, or with others of the
// weak key if there is no such thing; where there are several, it stays alone.
func storyKeys(id StoryID, g []*outline) [][]storyKey {
	things := map[string]map[string]bool{} // by weak key: what has it, a strong key or a node
	for _, o := range g {
		for _, d := range o.rec.Described {
			if t := d.thing(); t != "" {
				for _, k := range d.Keys {
					if !k.Strong {
						noteSet(things, k.Text, t)
					}
				}
			}
		}
	}
	nodes := map[string]map[string]bool{} // by key: what it joins
	out := make([][]storyKey, len(g))
	for i, o := range g {
		for _, d := range o.rec.Described {
			for _, text := range d.joins(things) {
				out[i] = append(out[i], storyKey{d.Node, text})
				noteSet(nodes, text, string(d.Node))
			}
		}
	}
	for i, ks := range out {
		out[i] = slices.DeleteFunc(ks, func(k storyKey) bool { return len(nodes[k.Text]) < 2 })
		for j := range out[i] {
			out[i][j].Text = storyPrefix + id.String() + "/" + out[i][j].Text
		}
	}
	return out
}

func noteSet(m map[string]map[string]bool, k, v string) {
	if m[k] == nil {
		m[k] = map[string]bool{}
	}
	m[k][v] = true
}

// thing is what a profile stands for among those that its weak keys fit: its
// first strong key, or the key it hangs on if that holds everywhere.
func (d *describedRec) thing() string {
	for _, k := range d.Keys {
		if k.Strong {
			return k.Text
		}
	}
	if d.Own {
		return ""
	}
	return string(d.Node)
}

// joins lists the keys that join a profile with others.
func (d *describedRec) joins(things map[string]map[string]bool) []string {
	var out []string
	thing := d.thing()
	for _, k := range d.Keys {
		switch of := things[k.Text]; {
		case k.Strong:
			out = append(out, k.Text)
		case thing == string(d.Node) && len(of) == 1: // a name that descriptions lead to
			out = append(out, k.Text)
		case thing == "" && len(of) == 0:
			return append(out, k.Text)
		case thing == "" && len(of) == 1:
			for t := range of {
				if len(t) == len(nodeID{}) {
					t = k.Text
				}
				return append(out, t)
			}
		}
	}
	return out
}

// A storyLink is a storyKey that maps can hold.
type storyLink struct {
	node nodeID
	text string
}

func (k storyLink) key() nodeID { return newNodeID(storyFamily, k.text, true) }

// follow brings up to date what follows from the stories of documents: which
// profiles they join, and the times that count from their day.
func (g *grouping) follow(ctx context.Context, after map[DocumentID]*storyOf) error {
	ids := map[DocumentID]bool{}
	for id := range after {
		ids[id] = true
	}
	for id := range g.before {
		ids[id] = true
	}
	var need []nodeID
	changes := map[storyLink]int{}
	note := func(of *storyOf, sign int) {
		if of == nil {
			return
		}
		for _, k := range of.Keys {
			l := storyLink{from16[nodeID](k.Node), k.Text}
			changes[l] += sign
			need = append(need, l.node, l.key())
		}
	}
	order := slices.SortedFunc(maps.Keys(ids), cmp16[DocumentID])
	for _, id := range order {
		note(g.before[id], -1)
		note(after[id], +1)
	}
	if err := g.st.loadNodes(ctx, need); err != nil {
		return err
	}
	for l, n := range changes {
		if n != 0 {
			g.st.linkToStory(l, n)
		}
	}
	return g.retime(ctx, order, after)
}

// linkToStory adds n links from a key to a key of a story.
func (st *step) linkToStory(l storyLink, n int) {
	of, at := st.nodes[l.key()], st.nodes[l.node]
	of.rec.Text, of.rec.Family, of.rec.Strong = l.text, storyFamily, true
	of.rec.Carried += n
	of.dirty = true
	st.touched[of.id], st.touched[at.id] = true, true
	st.countEdge(anchorKey{at.id, at.rec.Text}, anchorKey{of.id, l.text}, nodeStrong, n)
}
