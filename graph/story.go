package graph

import "context"

// stories fills in the story of each document.
func (s *Snapshot) stories(ctx context.Context, docs []*Document) error { return nil }

func (s *Snapshot) storyDocuments(ctx context.Context, q DocumentQuery) (List[*Document], error) {
	ls, err := s.DocumentsOfStories(ctx, []StoryID{q.Story}, q.Page)
	if err != nil {
		return List[*Document]{}, err
	}
	return ls[0], nil
}
