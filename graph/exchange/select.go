package exchange

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"dossier/graph"

	"github.com/google/uuid"
)

const (
	exportPage  = 500       // items read at a time
	aroundLimit = 1_000_000 // entities around some
)

// A selection is what of the graph is exported. Entities and relations come in
// a fixed order, so that the same graph gives the same bytes.
type selection struct {
	ex       *exporter
	only     map[graph.EntityID]bool // nil: all of the types
	relation []*graph.Relation       // of Around
}

func (ex *exporter) choose(ctx context.Context) (*selection, error) {
	sel := &selection{ex: ex}
	o := &ex.o
	if len(o.Around) > 0 {
		ids, rs, _, err := ex.s.Subgraph(ctx, o.Around, o.Depth, aroundLimit, ex.query())
		if err != nil {
			return nil, err
		}
		sel.only, sel.relation = map[graph.EntityID]bool{}, []*graph.Relation{}
		for _, id := range append(ids, o.Around...) {
			sel.only[id] = true
		}
		sel.relation = append(sel.relation, rs...)
		slices.SortFunc(sel.relation, func(a, b *graph.Relation) int { return strings.Compare(relationText(a.ID), relationText(b.ID)) })
		return sel, nil
	}
	if len(o.Relations) == 0 && o.Since.IsZero() && o.MinSources == 0 {
		return sel, nil
	}
	only := map[graph.EntityID]bool{} // the ends of the relations that are asked for
	for r, err := range sel.relations(ctx) {
		if err != nil {
			return nil, err
		}
		only[r.ID.Subject] = true
		if r.ID.Object != (graph.EntityID{}) {
			only[r.ID.Object] = true
		}
	}
	sel.only = only
	return sel, nil
}

func (ex *exporter) query() graph.RelationQuery {
	return graph.RelationQuery{Types: ex.o.Relations, Since: ex.o.Since, MinSources: ex.o.MinSources}
}

// entities yields the selected ones by name.
func (sel *selection) entities(ctx context.Context) iter.Seq2[*graph.Entity, error] {
	return func(yield func(*graph.Entity, error) bool) {
		q := graph.EntityQuery{Types: sel.ex.o.Types, Order: graph.EntitiesByName, Page: graph.Page{First: exportPage}}
		for {
			l, err := sel.ex.s.ListEntities(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, e := range l.Items {
				if sel.only != nil && !sel.only[e.ID] {
					continue
				}
				sel.ex.report.Entities++
				if !yield(e, nil) {
					return
				}
			}
			sel.ex.tell()
			if !l.HasNext || len(l.Cursors) == 0 {
				return
			}
			q.Page.After = l.Cursors[len(l.Cursors)-1]
		}
	}
}

// relations yields the selected ones whose ends are of the types.
func (sel *selection) relations(ctx context.Context) iter.Seq2[*graph.Relation, error] {
	return func(yield func(*graph.Relation, error) bool) {
		for rs, err := range sel.relationPages(ctx) {
			if err == nil {
				rs, err = sel.ofTypes(ctx, rs)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range rs {
				sel.ex.report.Relations++
				if !yield(r, nil) {
					return
				}
			}
			sel.ex.tell()
		}
	}
}

func (sel *selection) relationPages(ctx context.Context) iter.Seq2[[]*graph.Relation, error] {
	return func(yield func([]*graph.Relation, error) bool) {
		sel.ex.report.Relations = 0
		if sel.relation != nil {
			for rs := range slices.Chunk(sel.relation, exportPage) {
				if !yield(rs, nil) {
					return
				}
			}
			return
		}
		q := sel.ex.query()
		q.Page = graph.Page{First: exportPage}
		for {
			l, err := sel.ex.s.ListRelations(ctx, q)
			if !yield(l.Items, err) || err != nil || !l.HasNext || len(l.Cursors) == 0 {
				return
			}
			q.Page.After = l.Cursors[len(l.Cursors)-1]
		}
	}
}

// ofTypes keeps the relations whose ends are of the types asked for.
func (sel *selection) ofTypes(ctx context.Context, rs []*graph.Relation) ([]*graph.Relation, error) {
	types := sel.ex.o.Types
	if len(types) == 0 {
		return rs, nil
	}
	ends, err := sel.ends(ctx, rs)
	if err != nil {
		return nil, err
	}
	fits := func(id graph.EntityID) bool { return ends[id] != nil && slices.Contains(types, ends[id].Type) }
	var kept []*graph.Relation
	for _, r := range rs {
		if fits(r.ID.Subject) && (r.ID.Object == (graph.EntityID{}) || fits(r.ID.Object)) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// ends reads the entities at the ends of relations.
func (sel *selection) ends(ctx context.Context, rs []*graph.Relation) (map[graph.EntityID]*graph.Entity, error) {
	ends := map[graph.EntityID]*graph.Entity{}
	var ids []graph.EntityID
	for _, r := range rs {
		for _, id := range []graph.EntityID{r.ID.Subject, r.ID.Object} {
			if _, ok := ends[id]; !ok && id != (graph.EntityID{}) {
				ends[id] = nil
				ids = append(ids, id)
			}
		}
	}
	es, err := sel.ex.s.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		if e != nil {
			ends[e.ID] = e
		}
	}
	return ends, nil
}

// An evidenced relation comes with its ends and the claims that bear on it.
type evidenced struct {
	*graph.Relation
	subject, object *graph.Entity // nil where there is none
	claims          []*graph.Claim
}

// maxClaims bounds the claims that are written for one relation.
const maxClaims = 200

// withClaims yields the selected relations with up to n claims each.
func (sel *selection) withClaims(ctx context.Context, n int) iter.Seq2[evidenced, error] {
	return func(yield func(evidenced, error) bool) {
		for rs, err := range sel.relationPages(ctx) {
			var es []evidenced
			if err == nil {
				es, err = sel.evidence(ctx, rs, n)
			}
			if err != nil {
				yield(evidenced{}, err)
				return
			}
			for _, e := range es {
				sel.ex.report.Relations++
				if !yield(e, nil) {
					return
				}
			}
			sel.ex.tell()
		}
	}
}

func (sel *selection) evidence(ctx context.Context, rs []*graph.Relation, n int) ([]evidenced, error) {
	rs, err := sel.ofTypes(ctx, rs)
	if err != nil {
		return nil, err
	}
	ends, err := sel.ends(ctx, rs)
	if err != nil {
		return nil, err
	}
	ids := make([]graph.RelationID, len(rs))
	for i, r := range rs {
		ids[i] = r.ID
	}
	lists, err := sel.ex.s.ClaimsOfRelations(ctx, ids, graph.ClaimQuery{Page: graph.Page{First: n}})
	if err != nil {
		return nil, err
	}
	out := make([]evidenced, len(rs))
	for i, r := range rs {
		out[i] = evidenced{r, ends[r.ID.Subject], ends[r.ID.Object], lists[i].Items}
	}
	return out, nil
}

// documents reads the documents of claims.
func (ex *exporter) documents(ctx context.Context, known map[graph.DocumentID]*graph.Document, claims []*graph.Claim) error {
	var ids []graph.DocumentID
	for _, c := range claims {
		if _, ok := known[c.ID.Document]; !ok {
			known[c.ID.Document] = nil
			ids = append(ids, c.ID.Document)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	ds, err := ex.s.Documents(ctx, ids, false, false)
	if err != nil {
		return err
	}
	for _, d := range ds {
		if d != nil {
			known[d.ID] = d
		}
	}
	return nil
}

var spaceRelation = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:relation"))

func relationText(id graph.RelationID) string {
	return string(id.Subject[:]) + id.Type + "\x00" + string(id.Object[:]) + id.Value
}

// relationKey names a relation by a UUID of its own.
func relationKey(id graph.RelationID) string {
	return uuid.NewSHA1(spaceRelation, []byte(relationText(id))).String()
}

// values yields an entity in place of each value that a relation has for an
// object, for formats whose edges lead to nodes. One for each relation: two
// things that have a date in common are not tied by it.
func (sel *selection) values(ctx context.Context) iter.Seq2[*graph.Entity, error] {
	return func(yield func(*graph.Entity, error) bool) {
		for r, err := range sel.relations(ctx) {
			var v *graph.Entity
			if err == nil {
				v = valueOf(r)
			}
			if (err != nil || v != nil) && !yield(v, err) {
				return
			}
		}
	}
}

// valueOf is the value that a relation has for an object, as an entity; nil if
// its object is an entity.
func valueOf(r *graph.Relation) *graph.Entity {
	if r.Value == nil || r.ID.Object != (graph.EntityID{}) {
		return nil
	}
	return &graph.Entity{
		ID: graph.EntityID(uuid.NewSHA1(spaceValue, []byte(relationText(r.ID)))), Type: r.Value.Type, Name: r.Value.Text,
		Documents: r.Documents, Claims: r.Claims, Relations: 1, FirstSeen: r.FirstSeen, LastSeen: r.LastSeen,
	}
}

// target is what a relation leads to: an entity, or a value in its place.
func (r *evidenced) target() *graph.Entity {
	if r.object != nil {
		return r.object
	}
	return valueOf(r.Relation)
}

// end is the day on which the relation ended or its event was over; "" if it is
// open.
func (r *evidenced) end() string {
	for _, c := range r.claims {
		if c.Time != nil && c.Time.End.IsZero() {
			return ""
		}
	}
	return day(r.LastTime)
}

var spaceValue = uuid.NewSHA1(uuid.NameSpaceURL, []byte("dossier:value"))

// day writes a date, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// otherNames are an entity's names without the first one.
func otherNames(e *graph.Entity) []string {
	var out []string
	for _, a := range e.Aliases {
		if a.Name != e.Name {
			out = append(out, a.Name)
		}
	}
	return out
}

func nameOf(e *graph.Entity) string {
	if e == nil {
		return ""
	}
	return e.Name
}

func typeOf(e *graph.Entity) string {
	if e == nil {
		return ""
	}
	return e.Type
}
