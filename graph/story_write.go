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

func partStory(id StoryID) string { return famStory + string(id[:]) }

const (
	storyHeader = "h"
	storyMember = "m" // + publication, newest first + document
)

func storyListed(id StoryID, r *storyRec) kv.Key {
	return kv.Key{Part: listStories, Sort: newestFirst(r.First) + string(id[:])}
}

// put replaces the old stories by the components, and brings what follows from
// a document's story up to date.
func (g *grouping) put(ctx context.Context) error {
	st := g.st
	for _, id := range slices.SortedFunc(maps.Keys(g.olds), cmp16[StoryID]) {
		if err := st.dropStory(ctx, id); err != nil {
			return err
		}
	}
	after := map[DocumentID]*storyOf{}
	seen := map[*[]*outline]bool{}
	for _, id := range slices.SortedFunc(maps.Keys(g.root), cmp16[DocumentID]) {
		c := g.root[id]
		if seen[c] {
			continue
		}
		seen[c] = true
		if len(*c) < 2 {
			after[id] = &storyOf{}
		} else if err := st.putStory(ctx, *c, after); err != nil {
			return err
		}
	}
	return g.follow(ctx, after)
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

// putStory writes a story of at least two documents and notes what each of
// them owes to it.
func (st *step) putStory(ctx context.Context, g []*outline, after map[DocumentID]*storyOf) error {
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
	keys := storyKeys(id, g)
	day := dayOfStory(g)
	for i, o := range g {
		of := &storyOf{Story: bytes16(id), Keys: keys[i]}
		if len(o.rec.Waiting) > 0 {
			of.Day, of.After = day(o)
		}
		after[o.id] = of
		st.o.mark(kv.Key{Part: partStory(id), Sort: storyMember + newestFirst(o.pub) + string(o.id[:])})
		st.o.put(docKey(o.id, docStory), of)
	}
	st.o.put(kv.Key{Part: partStory(id), Sort: storyHeader}, r)
	st.o.mark(storyListed(id, &r))
	st.stats.Stories++
	return nil
}
