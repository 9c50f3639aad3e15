package graph

import (
	"bytes"
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

// A formedStory is a story as it is to be.
type formedStory struct {
	id      StoryID
	rec     storyRec
	members []kv.Key
}

// put replaces the old stories by the components, writing only what differs,
// and brings what follows from a document's story up to date.
func (g *grouping) put(ctx context.Context) error {
	after := map[DocumentID]*storyOf{}
	var stories []*formedStory
	seen := map[*[]*outline]bool{}
	for _, id := range slices.SortedFunc(maps.Keys(g.root), cmp16[DocumentID]) {
		c := g.root[id]
		if seen[c] {
			continue
		}
		seen[c] = true
		if len(*c) < 2 {
			after[id] = &storyOf{}
			continue
		}
		s, err := g.st.formStory(ctx, *c, after)
		if err != nil {
			return err
		}
		stories = append(stories, s)
	}
	if err := g.replace(ctx, stories, after); err != nil {
		return err
	}
	return g.follow(ctx, after)
}

// replace writes stories in place of the old ones.
func (g *grouping) replace(ctx context.Context, stories []*formedStory, after map[DocumentID]*storyOf) error {
	st := g.st
	olds := slices.SortedFunc(maps.Keys(g.olds), cmp16[StoryID])
	ranges := make([]kv.Range, len(olds))
	for i, id := range olds {
		ranges[i] = kv.Range{Part: partStory(id)}
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	have := map[kv.Key]bool{}
	for i, es := range rows {
		for _, e := range es {
			if e.Key.Sort != storyHeader {
				have[e.Key] = true
				continue
			}
			var r storyRec
			if err := decode(e.Key, e.Value, &r); err != nil {
				return err
			}
			st.o.delete(e.Key)
			st.o.delete(storyListed(olds[i], &r))
			st.stats.Stories--
		}
	}
	for _, s := range stories {
		for _, k := range s.members {
			if !have[k] {
				st.o.mark(k)
			}
			delete(have, k)
		}
		st.o.put(kv.Key{Part: partStory(s.id), Sort: storyHeader}, s.rec)
		st.o.mark(storyListed(s.id, &s.rec))
		st.stats.Stories++
	}
	for k := range have {
		st.o.delete(k)
		if doc := DocumentID(id16(k.Sort)); after[doc] == nil {
			st.o.delete(docKey(doc, docStory))
		}
	}
	for id, now := range after {
		switch was := g.before[id]; {
		case len(now.Story) == 0 && was != nil:
			st.o.delete(docKey(id, docStory))
		case len(now.Story) > 0 && (was == nil || !bytes.Equal(marshal(was), marshal(now))):
			st.o.put(docKey(id, docStory), now)
		}
	}
	return nil
}

// formStory makes a story of at least two documents and notes what each of
// them owes to it.
func (st *step) formStory(ctx context.Context, g []*outline, after map[DocumentID]*storyOf) (*formedStory, error) {
	slices.SortFunc(g, func(a, b *outline) int {
		if c := strings.Compare(datedLast(a.pub), datedLast(b.pub)); c != 0 {
			return c
		}
		return cmp16(a.id, b.id)
	})
	s := &formedStory{id: StoryID(uuid.NewSHA1(spaceStory, g[0].id[:])), rec: storyRec{Documents: len(g), First: g[0].pub}}
	headers := make([]kv.Key, len(g))
	for i, o := range g {
		headers[i] = docKey(o.id, docHeader)
	}
	// The first document that has a title names the story.
	if err := getAll(ctx, st.o, headers, func(_ int, d *docRec) { s.rec.Title = cmp.Or(s.rec.Title, d.Title) }); err != nil {
		return nil, err
	}
	keys := storyKeys(s.id, g)
	day := dayOfStory(g)
	for i, o := range g {
		of := &storyOf{Story: bytes16(s.id), Keys: keys[i]}
		if len(o.rec.Waiting) > 0 {
			of.Day, of.After = day(o)
		}
		after[o.id] = of
		s.members = append(s.members, kv.Key{Part: partStory(s.id), Sort: storyMember + newestFirst(o.pub) + string(o.id[:])})
	}
	return s, nil
}
