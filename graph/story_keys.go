package graph

import (
	"context"
	"maps"
	"slices"
	"strings"
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

// A storyThing is what the names and descriptions of a story stand for:
// profiles in several documents that go by one name, or by none.
type storyThing struct {
	nodes  []string
	named  bool
	text   string          // the first key that joined it
	has    map[string]bool // keys it may be looked for by
	wants  map[string]bool // keys it looks for; true where those who look in vain are one
	merged *storyThing
}

func (t *storyThing) now() *storyThing {
	for t.merged != nil {
		t = t.merged
	}
	return t
}

// find makes one thing of that which was looked for and what looked for it;
// not if both have a name.
func (t *storyThing) find(u *storyThing, by string) {
	if t, u = t.now(), u.now(); !t.named || !u.named {
		t.join(u, by)
	}
}

// join makes two things one.
func (t *storyThing) join(u *storyThing, by string) {
	t, u = t.now(), u.now()
	if t == u {
		return
	}
	for _, n := range u.nodes {
		if !slices.Contains(t.nodes, n) {
			t.nodes = append(t.nodes, n)
		}
	}
	t.named = t.named || u.named
	maps.Copy(t.has, u.has)
	maps.Copy(t.wants, u.wants)
	for _, text := range []string{u.text, by} {
		if text != "" && (t.text == "" || text < t.text) {
			t.text = text
		}
	}
	u.merged = t
}

// wanted starts the text of a key by which a thing looks for another.
const wanted = "?"

// storyKeys tells for each document of a story which profiles are joined by
// which key. Those with the same strong key are one thing. Then a thing that
// looks for another by a key joins it if there is exactly one; keys that say
// more come first. Where nothing has the key, those that look for it by a
// strong one are one thing: "Lind" in two reports that never say "Karl Lind".
func storyKeys(id StoryID, g []*outline) [][]storyKey {
	at, all := storyThings(g)
	wants := map[string][]*storyThing{}
	for _, t := range all {
		for k := range t.wants {
			wants[k] = append(wants[k], t)
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(wants), weakLess) {
		var found *storyThing
		several := false
		for _, t := range all {
			if t = t.now(); t.has[k] && t != found {
				several = several || found != nil
				found = t
			}
		}
		for _, t := range wants[k] {
			switch {
			case found != nil && !several && !t.now().has[k]:
				found.find(t, k)
			case found == nil && t.wants[k]:
				found = t
			}
		}
	}
	out := make([][]storyKey, len(g))
	for i, o := range g {
		for _, d := range o.rec.Described {
			if t := at[string(d.Node)].now(); len(t.nodes) > 1 {
				out[i] = append(out[i], storyKey{d.Node, storyPrefix + id.String() + "/" + t.text})
			}
		}
	}
	return out
}

// storyThings makes a thing of every key that profiles hang on and joins those
// with the same strong key, in the order of the story's documents.
func storyThings(g []*outline) (at map[string]*storyThing, all []*storyThing) {
	at = map[string]*storyThing{}
	strong := map[string]*storyThing{}
	for _, o := range g {
		for _, d := range o.rec.Described {
			t := at[string(d.Node)]
			if t == nil {
				t = &storyThing{nodes: []string{string(d.Node)}, named: !d.Own, has: map[string]bool{}, wants: map[string]bool{}}
				at[string(d.Node)] = t
				all = append(all, t)
			}
			for _, k := range d.Keys {
				rest, wants := strings.CutPrefix(k.Text, wanted)
				switch {
				case wants:
					t.now().wants[rest] = k.Strong
				case k.Strong && strong[k.Text] == nil:
					strong[k.Text] = t
				case k.Strong:
					strong[k.Text].now().join(t, k.Text)
				default:
					t.now().has[k.Text] = true
				}
			}
		}
	}
	return at, all
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
