package api

import (
	"context"
	"fmt"
	"strings"

	"dossier/graph"
)

// queryFields are the fields of Query. Their one source is the exec.
var queryFields = map[string]resolver{
	"Query.node":           root(queryNode),
	"Query.nodes":          {batch: root(queryNodes).batch, fan: func(a args) int { return len(a.strs("ids")) }},
	"Query.entity":         root(queryEntity),
	"Query.entities":       paged(queryEntities),
	"Query.relations":      wide(paged(queryRelations), wideRelations),
	"Query.claims":         wide(paged(queryClaims), wideClaims),
	"Query.documents":      paged(queryDocuments),
	"Query.stories":        paged(plain((*graph.Snapshot).ListStories)),
	"Query.search":         {batch: root(querySearch).batch, fan: fanPage, scans: true},
	"Query.paths":          {batch: root(queryPaths).batch, fan: fanPage, wide: func(a args) bool { return a.int("maxHops") > 4 }},
	"Query.subgraph":       {batch: root(querySubgraph).batch, fan: func(a args) int { return min(a.int("limit"), maxSubgraph) }},
	"Query.contradictions": paged(plain((*graph.Snapshot).ListContradictions)),
	"Query.judgements":     paged(plain((*graph.Snapshot).ListJudgements)),
	"Query.ontology":       root(func(c *call, _ *graph.Snapshot) (any, error) { return c.eng.onto, nil }),
	"Query.stats":          root(queryStats),
	"Query.limits":         root(func(c *call, _ *graph.Snapshot) (any, error) { return c.eng, nil }),
}

// root makes the resolver of a field of Query.
func root(f func(c *call, s *graph.Snapshot) (any, error)) resolver {
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		s, err := c.snapshot()
		if err != nil {
			return nil, err
		}
		v, err := f(c, s)
		return []any{v}, err
	}}
}

// paged is root for a connection.
func paged(f func(c *call, s *graph.Snapshot) (any, error)) resolver {
	r := root(f)
	r.fan = fanPage
	return r
}

// wide marks a resolver that may look at the whole graph, by its arguments.
func wide(r resolver, is func(a args) bool) resolver {
	r.wide = is
	return r
}

// wideRelations reports whether no list has the order that is asked for, or
// whether a filter may let through so little that all of one is read.
func wideRelations(a args) bool {
	f := a.object("filter")
	return !f.has("entity") && (a.str("orderBy") != "SOURCES" || len(f) > 0)
}

func wideClaims(a args) bool {
	f := a.object("filter")
	return !f.has("entity") && !f.has("document") && (a.str("orderBy") != "DOCUMENT" || len(f) > 0)
}

// plain makes the function of a connection that takes nothing but its page.
func plain[T any](list func(*graph.Snapshot, context.Context, graph.Page) (graph.List[*T], error)) func(*call, *graph.Snapshot) (any, error) {
	return func(c *call, s *graph.Snapshot) (any, error) {
		l, err := list(s, c.ctx, c.page())
		return pageOf(c.cursorTag(), l), err
	}
}

func queryNode(c *call, s *graph.Snapshot) (any, error) {
	found, err := loadNodes(c, s, []string{c.args.str("id")})
	if err != nil {
		return nil, err
	}
	if bad, ok := found[0].(error); ok {
		return nil, bad
	}
	return found[0], nil
}

func queryNodes(c *call, s *graph.Snapshot) (any, error) {
	ids := c.args.strs("ids")
	if err := checkIDs("ids", ids, maxIDs); err != nil {
		return nil, err
	}
	found, err := loadNodes(c, s, ids)
	return found, err
}

func checkIDs(name string, ids []string, most int) error {
	if len(ids) > most {
		return limitError("argument %q has %d members, at most %d are allowed", name, len(ids), most)
	}
	return nil
}

// loadNodes reads things of any kind by global id, with one read for each
// kind. In the place of what is no id it gives an error.
func loadNodes(c *call, s *graph.Snapshot, ids []string) ([]any, error) {
	out := make([]any, len(ids))
	by := map[byte][]int{}
	parsed := make([]nodeID, len(ids))
	for i, id := range ids {
		var ok bool
		if parsed[i], ok = parseID(id); !ok {
			out[i] = newError(codeBadID, fmt.Sprintf("%q is not an id", clip(id, 80)))
			continue
		}
		by[parsed[i].kind] = append(by[parsed[i].kind], i)
	}
	for _, load := range []func() error{
		nodesOf(c, s.Entities, out, parsed, by[idEntity], func(n nodeID) graph.EntityID { return n.uuid }),
		nodesOf(c, documentHeads(s), out, parsed, by[idDocument], func(n nodeID) graph.DocumentID { return n.uuid }),
		nodesOf(c, s.Claims, out, parsed, by[idClaim], nodeID.claim),
		nodesOf(c, s.Relations, out, parsed, by[idRelation], func(n nodeID) graph.RelationID { return n.relation }),
		nodesOf(c, s.Stories, out, parsed, by[idStory], func(n nodeID) graph.StoryID { return n.uuid }),
		nodesOf(c, s.Utterances, out, parsed, by[idUtterance], func(n nodeID) graph.UtteranceID { return n.uuid }),
		nodesOf(c, s.Judgements, out, parsed, by[idJudgement], func(n nodeID) graph.JudgementID { return n.uuid }),
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (n nodeID) claim() graph.ClaimID {
	return graph.ClaimID{Document: graph.DocumentID(n.uuid), N: n.n}
}

func documentHeads(s *graph.Snapshot) func(context.Context, []graph.DocumentID) ([]*graph.Document, error) {
	return func(ctx context.Context, ids []graph.DocumentID) ([]*graph.Document, error) {
		return s.Documents(ctx, ids, false, false)
	}
}

// nodesOf reads the things of one kind and puts them where they were asked.
func nodesOf[ID, T any](c *call, read func(context.Context, []ID) ([]*T, error), out []any, parsed []nodeID, at []int, id func(nodeID) ID) func() error {
	return func() error {
		if len(at) == 0 {
			return nil
		}
		ids := make([]ID, len(at))
		for i, j := range at {
			ids[i] = id(parsed[j])
		}
		found, err := read(c.ctx, ids)
		for i, v := range found {
			out[at[i]] = orNil(v)
		}
		return err
	}
}

// queryEntity finds one entity by id or by name.
func queryEntity(c *call, s *graph.Snapshot) (any, error) {
	name := strings.TrimSpace(c.args.str("name"))
	if c.args.has("id") == (name != "") {
		return nil, badInput("entity takes either id or name")
	}
	if name == "" {
		id, err := c.args.entityID("id")
		if err != nil {
			return nil, err
		}
		found, err := s.Entities(c.ctx, []graph.EntityID{id})
		if err != nil {
			return nil, err
		}
		return orNil(found[0]), nil
	}
	named, err := s.Named(c.ctx, []string{name})
	if err != nil {
		return nil, err
	}
	found, err := s.Entities(c.ctx, named[0])
	if err != nil {
		return nil, err
	}
	found = c.eng.ofType(found, c.args.str("type"))
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	return nil, ambiguous(name, found)
}

// ofType keeps the entities of a type and its subtypes.
func (e *engine) ofType(list []*graph.Entity, t string) []*graph.Entity {
	var out []*graph.Entity
	for _, en := range list {
		if en != nil && (t == "" || t == e.entityKind(en.Type) || e.onto.Is(en.Type, t)) {
			out = append(out, en)
		}
	}
	return out
}

func ambiguous(name string, found []*graph.Entity) *Error {
	e := newError(codeAmbiguous, fmt.Sprintf("%q names %d entities; ask by id, or give a type", clip(name, 80), len(found)))
	var list []map[string]string
	for _, en := range found[:min(len(found), 10)] {
		list = append(list, map[string]string{"id": EntityID(en.ID), "name": en.Name, "type": en.Type})
	}
	e.Extra = map[string]any{"candidates": list}
	return e
}

func queryEntities(c *call, s *graph.Snapshot) (any, error) {
	q, err := c.entityQuery()
	if err != nil {
		return nil, err
	}
	l, err := s.ListEntities(c.ctx, q)
	return pageOf(c.cursorTag(), l), err
}

func queryRelations(c *call, s *graph.Snapshot) (any, error) {
	q, err := c.relationQuery()
	if err != nil {
		return nil, err
	}
	l, err := s.ListRelations(c.ctx, q)
	return pageOf(c.cursorTag(), l), err
}

func queryClaims(c *call, s *graph.Snapshot) (any, error) {
	q, err := c.claimQuery()
	if err != nil {
		return nil, err
	}
	l, err := s.ListClaims(c.ctx, q)
	return pageOf(c.cursorTag(), l), err
}

func queryDocuments(c *call, s *graph.Snapshot) (any, error) {
	q, err := c.documentQuery()
	if err != nil {
		return nil, err
	}
	l, err := s.ListDocuments(c.ctx, q)
	return pageOf(c.cursorTag(), l), err
}

func querySearch(c *call, s *graph.Snapshot) (any, error) {
	q := graph.SearchQuery{Text: c.args.str("query"), Page: c.page()}
	if len(q.Text) > 1024 {
		return nil, limitError("argument %q has %d bytes, at most 1024 are allowed", "query", len(q.Text))
	}
	for _, k := range c.args.strs("kinds") {
		q.Kinds = append(q.Kinds, graph.HitKind(member(hitKinds, k)))
	}
	l, err := s.Search(c.ctx, q)
	return page(c.cursorTag(), l, func(v *graph.Hit) any { return v }), err
}

func queryPaths(c *call, s *graph.Snapshot) (any, error) {
	from, err := c.args.entityID("from")
	if err != nil {
		return nil, err
	}
	to, err := c.args.entityID("to")
	if err != nil {
		return nil, err
	}
	hops, n := c.args.int("maxHops"), c.args.int("first")
	if hops < 1 || hops > maxHops {
		return nil, limitError("argument %q is %d, allowed are 1 to %d", "maxHops", hops, maxHops)
	}
	if n < 1 || n > maxPaths {
		return nil, limitError("argument %q is %d, allowed are 1 to %d", "first", n, maxPaths)
	}
	q, err := c.relationFilter(c.args.object("filter"))
	if err != nil {
		return nil, err
	}
	found, err := s.Paths(c.ctx, from, to, hops, n, q)
	return pointers(found), err
}

func querySubgraph(c *call, s *graph.Snapshot) (any, error) {
	names := c.args.strs("around")
	if err := checkIDs("around", names, maxSubgraph); err != nil {
		return nil, err
	}
	ids := make([]graph.EntityID, len(names))
	for i, name := range names {
		id, err := argumentID("around", name, idEntity)
		if err != nil {
			return nil, err
		}
		ids[i] = id.uuid
	}
	depth, limit := c.args.int("depth"), c.args.int("limit")
	if depth < 0 || depth > maxHops {
		return nil, limitError("argument %q is %d, allowed are 0 to %d", "depth", depth, maxHops)
	}
	if limit < 1 || limit > maxSubgraph {
		return nil, limitError("argument %q is %d, allowed are 1 to %d", "limit", limit, maxSubgraph)
	}
	q, err := c.relationFilter(c.args.object("filter"))
	if err != nil {
		return nil, err
	}
	var g subgraph
	g.entities, g.relations, g.truncated, err = s.Subgraph(c.ctx, ids, depth, limit, q)
	return &g, err
}

func queryStats(c *call, s *graph.Snapshot) (any, error) {
	st, err := s.Stats(c.ctx)
	return &st, err
}
