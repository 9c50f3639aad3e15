package graph

import (
	"context"

	"dossier/graph/kv"
)

// stories fills in the story of each document.
func (s *Snapshot) stories(ctx context.Context, docs []*Document) error {
	keys := make([]kv.Key, len(docs))
	for i, d := range docs {
		if d != nil {
			keys[i] = docKey(d.ID, docStory)
		}
	}
	return getAll(ctx, s.r, keys, func(i int, r *storyOf) { docs[i].Story = from16[StoryID](r.Story) })
}

// Stories returns stories by id.
func (s *Snapshot) Stories(ctx context.Context, ids []StoryID) ([]*Story, error) {
	keys := make([]kv.Key, len(ids))
	for i, id := range ids {
		keys[i] = kv.Key{Part: partStory(id), Sort: storyHeader}
	}
	out := make([]*Story, len(ids))
	return out, getAll(ctx, s.r, keys, func(i int, r *storyRec) {
		out[i] = &Story{ID: ids[i], Title: r.Title, Documents: r.Documents, FirstPublished: fromMicros(r.First)}
	})
}

// DocumentsOfStories lists the documents of each story, newest first.
func (s *Snapshot) DocumentsOfStories(ctx context.Context, ids []StoryID, p Page) ([]List[*Document], error) {
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		ranges[i] = prefixRange(partStory(id), storyMember)
		ranges[i].KeysOnly = true
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	groups := make([][]DocumentID, len(ids))
	for i, es := range rows {
		for _, e := range es {
			groups[i] = append(groups[i], id16(e.Key.Sort))
		}
	}
	return s.documentGroups(ctx, groups, p)
}

// storyDocuments lists the documents of one story under a query.
func (s *Snapshot) storyDocuments(ctx context.Context, q DocumentQuery) (List[*Document], error) {
	ls, err := s.DocumentsOfStories(ctx, []StoryID{q.Story}, Page{First: 1 << 30})
	if err != nil {
		return List[*Document]{}, err
	}
	ids := make([]DocumentID, len(ls[0].Items))
	for i, d := range ls[0].Items {
		ids[i] = d.ID
	}
	docs, ok, err := s.filterDocuments(ctx, ids, &q)
	if err != nil {
		return List[*Document]{}, err
	}
	var out []keyed[*Document]
	for i, d := range docs {
		if !ok[i] {
			continue
		}
		key := newestFirst(micros(d.Published)) + string(d.ID[:])
		if q.Order == DocumentsByTitle {
			key = keyText(fold(d.Title)) + "\x00" + string(d.ID[:])
		}
		out = append(out, keyed[*Document]{key, d})
	}
	return pageOf(out, q.Page)
}

// ListStories lists all stories, newest first.
func (s *Snapshot) ListStories(ctx context.Context, p Page) (List[*Story], error) {
	out, err := pageIndex(ctx, s.r, kv.Range{Part: listStories, KeysOnly: true}, p,
		func(ctx context.Context, es []kv.Entry) ([]*Story, []bool, error) {
			ids, ok := make([]StoryID, len(es)), make([]bool, len(es))
			for i, e := range es {
				ids[i], ok[i] = id16(e.Key.Sort), true
			}
			found, err := s.Stories(ctx, ids)
			return found, ok, err
		})
	if err != nil {
		return out, err
	}
	st, err := s.Stats(ctx)
	out.Total = st.Stories
	return out, err
}
