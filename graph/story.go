package graph

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"dossier/graph/kv"

	"github.com/google/uuid"
)

// Stories: documents that cover the same event. Two documents do when their
// bodies are near copies, or when they share passages, speak of the same
// things and are not far apart in time. A story is a component of that; one of
// a single document is none.
const (
	docPrints = "f" // in the document's partition: what it is compared by
	docStory  = "s" // in the document's partition: its story

	storyWords  = 6 // of a run
	storyWindow = 8 // a shared passage of 13 words is always seen
	maxPrints   = 256
	maxAnchors  = 256
	maxCopies   = 32 // documents of one print; beyond, it is furniture of a site
	storyDays   = 21

	nearCopy     = 0.5 // share of the shorter's prints
	passages     = 2   // shared prints that, with
	commonThings = 3   // as many shared things, that are
	commonShare  = 0.2 // this share of the shorter list, make one event
)

// printsRec is what a document is compared by.
type printsRec struct {
	Prints  []byte `cbor:"1,keyasint,omitempty"`
	Anchors []byte `cbor:"2,keyasint,omitempty"` // hashes of the keys its profiles hang on
	Pub     int64  `cbor:"3,keyasint,omitempty"`
}

type storyOf struct {
	Story []byte `cbor:"1,keyasint,omitempty"`
}

type storyRec struct {
	Title     string `cbor:"1,keyasint,omitempty"`
	Documents int    `cbor:"2,keyasint,omitempty"`
	First     int64  `cbor:"3,keyasint,omitempty"`
}

// An outline is a document as it is compared.
type outline struct {
	id      DocumentID
	prints  []print
	anchors []print
	pub     int64
	gone    bool
}

// bodyOf returns the words of a document that are its own: not those of
// adverts, comments and other stories on the page.
func bodyOf(d *Document) string {
	if len(d.Regions) == 0 {
		return d.Text
	}
	var b strings.Builder
	for _, r := range d.Regions {
		switch r.Kind {
		case "body", "summary", "quote", "caption":
			b.WriteString(d.Text[r.Start:r.End])
			b.WriteString(" … ")
		}
	}
	return b.String()
}

// outlineOf makes what a document is compared by.
func outlineOf(d *Document, anchors map[uint32]nodeID) printsRec {
	ps := winnow(shingles(pieces(bodyOf(d)), storyWords), storyWindow)
	ps = ps[:min(len(ps), maxPrints)] // the smallest: the same choice everywhere
	things := map[print]bool{}
	for _, n := range anchors {
		things[hashPrint(n[:])] = true
	}
	as := slices.Sorted(maps.Keys(things))
	as = as[:min(len(as), maxAnchors)]
	return printsRec{packPrints(ps), packPrints(as), micros(d.Published)}
}

func (r *printsRec) outline(id DocumentID) *outline {
	return &outline{id: id, prints: unpackPrints(r.Prints), anchors: unpackPrints(r.Anchors), pub: r.Pub}
}

// sameEvent reports whether two documents cover one event.
func sameEvent(a, b *outline) bool {
	if a.pub != 0 && b.pub != 0 && max(a.pub-b.pub, b.pub-a.pub) > storyDays*24*3600*1e6 {
		return false
	}
	n := shared(a.prints, b.prints)
	if least := min(len(a.prints), len(b.prints)); least > 0 && n >= 3 && float64(n) >= nearCopy*float64(least) {
		return true
	}
	things, least := shared(a.anchors, b.anchors), min(len(a.anchors), len(b.anchors))
	return n >= passages && things >= commonThings && float64(things) >= commonShare*float64(least)
}

// tellStory notes that a document comes or goes.
func (st *step) tellStory(id DocumentID, r *printsRec, come bool) {
	o := r.outline(id)
	o.gone = !come
	key := docKey(id, docPrints)
	if come {
		st.o.put(key, r)
	} else {
		st.o.delete(key)
	}
	for _, p := range o.prints {
		k := kv.Key{Part: partPrint("d", p), Sort: string(id[:])}
		if come {
			st.o.mark(k)
			st.printsIn[p]++
		} else {
			st.o.delete(k)
			st.printsIn[p]--
		}
	}
	st.told[id] = append(st.told[id], o)
}

// group brings stories up to date.
func (st *step) group(ctx context.Context) error {
	if len(st.told) == 0 {
		return nil
	}
	known := map[DocumentID]*outline{}
	olds := map[StoryID]bool{}
	frontier := slices.SortedFunc(maps.Keys(st.told), cmp16[DocumentID])
	next := map[DocumentID]bool{}
	root := map[DocumentID]*[]*outline{}
	visit := func(o *outline) error {
		near, err := st.nearOutlines(ctx, o, known, next)
		for _, other := range near {
			if !sameEvent(o, other) {
				continue
			}
			next[other.id] = true
			if a, b := rootOf(root, o), rootOf(root, other); !o.gone && a != b {
				*a = append(*a, *b...)
				for _, m := range *b {
					root[m.id] = a
				}
			}
		}
		return err
	}
	in := map[DocumentID]bool{}
	for len(frontier) > 0 {
		if err := st.loadStories(ctx, frontier, olds); err != nil {
			return err
		}
		for _, id := range frontier {
			in[id] = true
			versions := st.told[id]
			if len(versions) == 0 {
				versions = []*outline{known[id]}
			}
			for _, o := range versions {
				if !o.gone {
					known[id] = o
					rootOf(root, o)
				}
				if err := visit(o); err != nil {
					return err
				}
			}
		}
		frontier = slices.SortedFunc(maps.Keys(next), cmp16[DocumentID])
		frontier = slices.DeleteFunc(frontier, func(id DocumentID) bool { return in[id] })
		clear(next)
	}
	return st.putStories(ctx, root, olds)
}

func rootOf(root map[DocumentID]*[]*outline, o *outline) *[]*outline {
	if o.gone {
		return nil
	}
	if root[o.id] == nil {
		root[o.id] = &[]*outline{o}
	}
	return root[o.id]
}

// nearOutlines reads the documents that share a print with one. Documents of a
// print that became furniture or ceased to be go into wake.
func (st *step) nearOutlines(ctx context.Context, o *outline, known map[DocumentID]*outline, wake map[DocumentID]bool) ([]*outline, error) {
	ranges := make([]kv.Range, len(o.prints))
	for i, p := range o.prints {
		ranges[i] = kv.Range{Part: partPrint("d", p), KeysOnly: true, Limit: maxCopies + 1 + max(st.printsIn[p], -st.printsIn[p])}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	ids := map[DocumentID]bool{}
	var need []DocumentID
	for i, es := range rows {
		many := len(es) > maxCopies
		turned := (len(es)-st.printsIn[o.prints[i]] > maxCopies) != many
		for _, e := range es {
			id := DocumentID(id16(e.Key.Sort))
			if turned {
				wake[id] = true
			}
			if (turned || !many) && known[id] == nil {
				need = append(need, id)
			}
			if !many && id != o.id {
				ids[id] = true
			}
		}
	}
	if err := st.loadOutlines(ctx, need, known); err != nil {
		return nil, err
	}
	var out []*outline
	for _, id := range slices.SortedFunc(maps.Keys(ids), cmp16[DocumentID]) {
		out = append(out, known[id])
	}
	return out, nil
}

func (st *step) loadOutlines(ctx context.Context, ids []DocumentID, known map[DocumentID]*outline) error {
	slices.SortFunc(ids, cmp16[DocumentID])
	ids = slices.Compact(ids)
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = docKey(id, docPrints)
	}
	return getAll(ctx, st.o, keys, func(i int, r *printsRec) {
		if known[ids[i]] == nil {
			known[ids[i]] = r.outline(ids[i])
		}
	})
}

// loadStories notes which stories documents were in.
func (st *step) loadStories(ctx context.Context, ids []DocumentID, olds map[StoryID]bool) error {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = docKey(id, docStory)
	}
	return getAll(ctx, st.o, keys, func(_ int, r *storyOf) { olds[from16[StoryID](r.Story)] = true })
}

func partStory(id StoryID) string { return famStory + string(id[:]) }

const (
	storyHeader = "h"
	storyMember = "m" // + publication, newest first + document
)

func storyListed(id StoryID, r *storyRec) kv.Key {
	return kv.Key{Part: listStories, Sort: newestFirst(r.First) + string(id[:])}
}

// putStories replaces the old stories by the components.
func (st *step) putStories(ctx context.Context, root map[DocumentID]*[]*outline, olds map[StoryID]bool) error {
	for _, id := range slices.SortedFunc(maps.Keys(olds), cmp16[StoryID]) {
		if err := st.dropStory(ctx, id); err != nil {
			return err
		}
	}
	seen := map[*[]*outline]bool{}
	for _, id := range slices.SortedFunc(maps.Keys(root), cmp16[DocumentID]) {
		g := root[id]
		if seen[g] {
			continue
		}
		seen[g] = true
		if err := st.putStory(ctx, *g); err != nil {
			return err
		}
	}
	return nil
}

func (st *step) dropStory(ctx context.Context, id StoryID) error {
	rows, err := st.o.scanAll(ctx, []kv.Range{{Part: partStory(id)}})
	if err != nil {
		return err
	}
	for _, e := range rows[0] {
		st.o.delete(e.Key)
		if e.Key.Sort == storyHeader {
			var r storyRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return err
			}
			st.o.delete(storyListed(id, &r))
			st.stats.Stories--
			continue
		}
		st.o.delete(docKey(id16(e.Key.Sort), docStory))
	}
	return nil
}

func (st *step) putStory(ctx context.Context, g []*outline) error {
	if len(g) < 2 {
		return nil
	}
	slices.SortFunc(g, func(a, b *outline) int {
		if c := strings.Compare(datedLast(a.pub), datedLast(b.pub)); c != 0 {
			return c
		}
		return cmp16(a.id, b.id)
	})
	id := StoryID(uuid.NewSHA1(spaceStory, g[0].id[:]))
	r := storyRec{Documents: len(g), First: g[0].pub}
	headers := make([]kv.Key, len(g))
	for i, o := range g {
		headers[i] = docKey(o.id, docHeader)
	}
	// The first document that has a title names the story.
	if err := getAll(ctx, st.o, headers, func(_ int, d *docRec) { r.Title = cmp.Or(r.Title, d.Title) }); err != nil {
		return err
	}
	for _, o := range g {
		st.o.mark(kv.Key{Part: partStory(id), Sort: storyMember + newestFirst(o.pub) + string(o.id[:])})
		st.o.put(docKey(o.id, docStory), storyOf{bytes16(id)})
	}
	st.o.put(kv.Key{Part: partStory(id), Sort: storyHeader}, r)
	st.o.mark(storyListed(id, &r))
	st.stats.Stories++
	return nil
}
