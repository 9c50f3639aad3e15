package api

import (
	"context"

	"dossier/graph"
)

func (e *engine) subscriptionFields() map[string]resolver {
	return map[string]resolver{
		"Subscription.ingestProgress": {batch: event},
		"Subscription.graphChanged":   {batch: event},

		"IngestProgress.documents": leaf(func(b []byte, v *Progress) []byte { return appendInt(b, v.Documents) }),
		"IngestProgress.claims":    leaf(func(b []byte, v *Progress) []byte { return appendInt(b, v.Claims) }),
		"IngestProgress.refused":   leaf(func(b []byte, v *Progress) []byte { return appendInt(b, v.Refused) }),
		"IngestProgress.total":     leaf(func(b []byte, v *Progress) []byte { return appendInt(b, v.Total) }),
		"IngestProgress.current":   leaf(func(b []byte, v *Progress) []byte { return appendString(b, v.Current) }),
		"IngestProgress.done":      leaf(func(b []byte, v *Progress) []byte { return appendBool(b, v.Done) }),

		"GraphChange.entityIds": leaf(func(b []byte, v *graph.Change) []byte {
			return appendIDs(b, v.Entities, func(b []byte, id graph.EntityID) []byte { return appendID(b, idEntity, id) })
		}),
		"GraphChange.documentIds": leaf(func(b []byte, v *graph.Change) []byte {
			return appendIDs(b, v.Documents, func(b []byte, id graph.DocumentID) []byte { return appendID(b, idDocument, id) })
		}),
		"GraphChange.entityCount":   leaf(func(b []byte, v *graph.Change) []byte { return appendInt(b, len(v.Entities)) }),
		"GraphChange.documentCount": leaf(func(b []byte, v *graph.Change) []byte { return appendInt(b, len(v.Documents)) }),
		"GraphChange.entities":      {batch: changedEntities, fan: fan(maxListed)},
	}
}

// event gives the event that the exec was made for.
func event(c *call, _ []any) ([]any, error) { return []any{c.event}, nil }

func appendIDs[T any](b []byte, ids []T, one func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, id := range ids[:min(len(ids), maxListed)] {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, id)
	}
	return append(b, ']')
}

// changedEntities leaves out those that are gone by now.
func changedEntities(c *call, srcs []any) ([]any, error) {
	out := make([]any, len(srcs))
	for i, s := range srcs {
		ids := s.(*graph.Change).Entities
		found, err := c.entitiesByID(ids[:min(len(ids), maxListed)])
		if err != nil {
			return nil, err
		}
		there := []any{}
		for _, f := range found {
			if f != nil {
				there = append(there, f)
			}
		}
		out[i] = there
	}
	return out, nil
}

// subscribe calls run with the operation that answers each event of a prepared
// subscription, until ctx ends or run fails. It calls listening once it misses
// nothing any more.
func (e *engine) subscribe(ctx context.Context, r *ready, listening func(), run func(context.Context, *ready) error) error {
	f := r.plan.root.fields[0]
	if f.def == nil {
		return newError(codeValidation, "a subscription selects one of its fields")
	}
	answer := func(ev any) error {
		return run(ctx, &ready{r.plan, r.cost, &exec{ctx: ctx, eng: e, vars: r.x.vars, args: r.x.args, event: ev}})
	}
	if f.def.name == "ingestProgress" {
		c, stop := e.hub.listen()
		defer stop()
		listening()
		return forward(ctx, c, func(p Progress) error { return answer(&p) })
	}
	only, err := r.x.argsOf(f).entityID("entity")
	if err != nil {
		return err
	}
	c, stop := e.store.Changes()
	defer stop()
	listening()
	return forward(ctx, c, func(ch graph.Change) error {
		if only != (graph.EntityID{}) && !contains(ch.Entities, only) {
			return nil
		}
		return answer(&ch)
	})
}

func contains(ids []graph.EntityID, id graph.EntityID) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// forward calls f for all that comes from c until ctx ends, c closes or f
// fails.
func forward[T any](ctx context.Context, c <-chan T, f func(T) error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case v, ok := <-c:
			if !ok {
				return nil
			}
			if err := f(v); err != nil {
				return err
			}
		}
	}
}
