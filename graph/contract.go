package graph

import "context"

func (s *Snapshot) Identity(ctx context.Context, id EntityID) ([]IdentityLink, error) {
	panic("contract only")
}

func (s *Snapshot) Lookalikes(ctx context.Context, id EntityID, first int) ([]Lookalike, error) {
	panic("contract only")
}

func (s *Snapshot) ListContradictions(ctx context.Context, p Page) (List[*Contradiction], error) {
	panic("contract only")
}
