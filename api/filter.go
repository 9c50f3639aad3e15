package api

import (
	"slices"
	"strings"

	"dossier/graph"
)

// Members of enums, at the place of the Go constant they stand for.
var (
	polarities = []string{"AFFIRMED", "DENIED"}
	modalities = []string{"ASSERTED", "REPORTED", "ALLEGED", "PLANNED", "ORDERED", "REQUESTED", "EXPECTED", "POSSIBLE", "CONDITIONAL", "OPINION"}
	precisions = []string{"UNKNOWN", "INSTANT", "DAY", "WEEK", "MONTH", "YEAR", "DECADE", "RANGE"}
	verdicts   = []string{"UNDECIDED", "SAME", "DIFFERENT"}
	directions = []string{"BOTH", "OUT", "IN"}
	hitKinds   = []string{"ENTITY", "DOCUMENT", "CLAIM"}

	relationOrders = []string{"SOURCES", "FIRST_SEEN", "LAST_SEEN", "TYPE"}
	claimOrders    = []string{"DOCUMENT", "TIME", "SCORE"}
	entityOrders   = []string{"DOCUMENTS", "NAME", "RELATIONS", "LAST_SEEN"}
	documentOrders = []string{"PUBLISHED", "TITLE"}
)

// member is the constant an enum argument stands for; 0 if absent.
func member(names []string, s string) int { return max(0, slices.Index(names, s)) }

// appendMember appends an enum member; nothing for an unknown constant.
func appendMember[T ~uint8](b []byte, names []string, v T) []byte {
	if int(v) >= len(names) {
		return b
	}
	return appendString(b, names[v])
}

// page is the stretch of a list the arguments ask for.
func (a args) page() graph.Page {
	p := graph.Page{First: a.int("first"), Last: a.int("last"), After: a.str("after"), Before: a.str("before")}
	if p.Last == 0 && p.Before != "" {
		p.Last = defaultFirst
	}
	if p.First == 0 && p.Last == 0 {
		p.First = defaultFirst
	}
	return p
}

// page is the stretch of a list the field asks for.
func (c *call) page() graph.Page {
	p := c.args.page()
	p.NoCursors = !c.field.cursors
	return p
}

// expand adds to types all their subtypes. The member that stands for all
// types beyond the ontology becomes those that the store holds.
func (c *call) expand(types []string) ([]string, error) {
	var out []string
	for _, t := range types {
		switch sub, known := c.eng.below[t]; {
		case known:
			out = append(out, sub...)
		case t == otherEntity || t == otherRelation:
			beyond, err := c.beyond(t)
			if err != nil {
				return nil, err
			}
			out = append(append(out, t), beyond...)
		default:
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// beyond returns the stored types that the ontology does not have.
func (c *call) beyond(member string) (out []string, err error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	st, err := s.Stats(c.ctx)
	counts := st.ByEntityType
	if member == otherRelation {
		counts = st.ByRelationType
	}
	for _, n := range counts {
		if c.eng.below[n.Text] == nil {
			out = append(out, n.Text)
		}
	}
	return out, err
}

// relationQuery reads the arguments filter, orderBy and the page.
func (c *call) relationQuery() (graph.RelationQuery, error) {
	q, err := c.relationFilter(c.args.object("filter"))
	q.Order = graph.RelationOrder(member(relationOrders, c.args.str("orderBy")))
	q.Page = c.page()
	return q, err
}

// relationFilter reads what RelationFilter and ClaimFilter share.
func (c *call) relationFilter(f args) (graph.RelationQuery, error) {
	other, err := f.entityID("entity")
	if err != nil {
		return graph.RelationQuery{}, err
	}
	types, err := c.expand(f.strs("types"))
	q := graph.RelationQuery{
		Types:           append(types, f.strs("otherTypes")...),
		Entity:          other,
		Direction:       graph.Direction(member(directions, f.str("direction"))),
		Since:           f.since("since"),
		Until:           f.until("until"),
		PublishedBefore: f.since("publishedBefore"),
		MinSources:      f.int("minSources"),
		Text:            strings.TrimSpace(f.str("text")),
	}
	if f.has("polarity") {
		p := graph.Polarity(member(polarities, f.str("polarity")))
		q.Polarity = &p
	}
	for _, m := range f.strs("modality") {
		q.Modality = append(q.Modality, graph.Modality(member(modalities, m)))
	}
	return q, err
}

// claimQuery reads the arguments filter, orderBy and the page.
func (c *call) claimQuery() (graph.ClaimQuery, error) {
	f := c.args.object("filter")
	rq, err := c.relationFilter(f)
	if err != nil {
		return graph.ClaimQuery{}, err
	}
	q := graph.ClaimQuery{
		RelationQuery: rq,
		MinScore:      f.float("minScore"),
		Order:         graph.ClaimOrder(member(claimOrders, c.args.str("orderBy"))),
		Page:          c.page(),
	}
	if f.has("relation") {
		open := f.str("relation") == "OPEN"
		q.Open = &open
	}
	if q.AttributedTo, err = f.entityID("attributedTo"); err != nil {
		return q, err
	}
	q.Document, err = f.documentID("document")
	return q, err
}

func (c *call) entityQuery() (graph.EntityQuery, error) {
	f := c.args.object("filter")
	doc, err := f.documentID("document")
	if err != nil {
		return graph.EntityQuery{}, err
	}
	types, err := c.expand(f.strs("types"))
	return graph.EntityQuery{
		Types:          types,
		NameStartsWith: f.str("nameStartsWith"),
		Text:           strings.TrimSpace(f.str("text")),
		Document:       doc,
		MinDocuments:   f.int("minDocuments"),
		SeenSince:      f.since("seenSince"),
		SeenUntil:      f.until("seenUntil"),
		Order:          graph.EntityOrder(member(entityOrders, c.args.str("orderBy"))),
		Page:           c.page(),
	}, err
}

func (c *call) documentQuery() (graph.DocumentQuery, error) {
	f := c.args.object("filter")
	story, err := f.nodeID("story", idStory)
	return graph.DocumentQuery{
		Kind:      graph.DocumentKind(strings.ToLower(f.str("kind"))),
		Publisher: f.str("publisher"),
		Language:  f.str("language"),
		Text:      strings.TrimSpace(f.str("text")),
		Since:     f.since("since"),
		Until:     f.until("until"),
		Story:     graph.StoryID(story.uuid),
		Order:     graph.DocumentOrder(member(documentOrders, c.args.str("orderBy"))),
		Page:      c.page(),
	}, err
}
