package graph

import (
	"context"
	"slices"

	"dossier/graph/kv"
)

// A candidate is a claim that may be in a list, by its sum.
type candidate struct {
	id  ClaimID
	sum claimSum
}

// claimKey is the order key of a claim.
func claimKey(c *candidate, o ClaimOrder) string {
	place := newestFirst(c.sum.Pub) + sortClaim(c.id)
	switch o {
	case ClaimsByTime:
		start := c.sum.Start
		if start == 0 {
			start = c.sum.End
		}
		return datedLast(start) + place
	case ClaimsByScore:
		return mostFirst(int(c.sum.Score*1e6)) + place
	}
	return place
}

// claimFilter decides about claims with the entities of their ends known.
type claimFilter struct {
	q    *ClaimQuery
	at   map[nodeID]EntityID
	self EntityID // zero: of no entity in particular
}

func (f *claimFilter) matches(c *candidate) bool {
	q, s := f.q, &c.sum
	switch {
	case len(q.Types) > 0 && !slices.Contains(q.Types, s.Relation),
		q.Document != (DocumentID{}) && c.id.Document != q.Document,
		q.Polarity != nil && Polarity(s.Polarity) != *q.Polarity,
		len(q.Modality) > 0 && !slices.Contains(q.Modality, Modality(s.Modality)),
		s.Score < q.MinScore,
		q.Open != nil && *q.Open != (s.Relation == ""),
		!inTime(q.Since, q.Until, s.Start, s.End),
		!q.PublishedBefore.IsZero() && (s.Pub == 0 || s.Pub >= micros(q.PublishedBefore)):
		return false
	}
	subj, obj := f.entity(s.Subject), f.entity(s.Object)
	if f.self != (EntityID{}) && (q.Direction == Out && subj != f.self || q.Direction == In && obj != f.self) {
		return false
	}
	if e := q.Entity; e != (EntityID{}) && !f.otherEnd(subj, obj, e) {
		return false
	}
	if q.AttributedTo == (EntityID{}) {
		return true
	}
	return slices.ContainsFunc(s.Speakers, func(n []byte) bool { return f.entity(n) == q.AttributedTo })
}

func (f *claimFilter) entity(n []byte) EntityID {
	if len(n) == 0 {
		return EntityID{}
	}
	return f.at[from16[nodeID](n)]
}

// otherEnd reports whether e is at the end of a claim that is not self.
func (f *claimFilter) otherEnd(subj, obj, e EntityID) bool {
	if f.self == (EntityID{}) {
		switch f.q.Direction {
		case Out:
			return subj == e
		case In:
			return obj == e
		}
		return subj == e || obj == e
	}
	return subj == f.self && obj == e || obj == f.self && subj == e
}

// claimLists filters, sorts and cuts candidates, one list for each group, then
// reads the claims of all pages in one go.
func (s *Snapshot) claimLists(ctx context.Context, selves []EntityID, groups [][]candidate, q *ClaimQuery) ([]List[*Claim], error) {
	at := map[nodeID]EntityID{}
	for _, g := range groups {
		for i := range g {
			for _, n := range append([][]byte{g[i].sum.Subject, g[i].sum.Object}, g[i].sum.Speakers...) {
				if len(n) > 0 {
					at[from16[nodeID](n)] = EntityID{}
				}
			}
		}
	}
	if q.Entity != (EntityID{}) || q.AttributedTo != (EntityID{}) || q.Direction != Both {
		if err := entitiesAt(ctx, s.r, at); err != nil {
			return nil, err
		}
	}
	pages := make([]List[ClaimID], len(groups))
	for i, g := range groups {
		f := claimFilter{q: q, at: at}
		if selves != nil {
			f.self = selves[i]
		}
		g = slices.DeleteFunc(g, func(c candidate) bool { return !f.matches(&c) })
		if q.Text != "" {
			var err error
			if g, err = s.withWords(ctx, g, q.Text); err != nil {
				return nil, err
			}
		}
		ks := make([]keyed[ClaimID], len(g))
		for k := range g {
			ks[k] = keyed[ClaimID]{claimKey(&g[k], q.Order), g[k].id}
		}
		var err error
		if pages[i], err = pageOf(ks, q.Page); err != nil {
			return nil, err
		}
	}
	return s.fillClaims(ctx, pages)
}

// fillClaims reads the claims of several pages.
func (s *Snapshot) fillClaims(ctx context.Context, pages []List[ClaimID]) ([]List[*Claim], error) {
	var ids []ClaimID
	for _, p := range pages {
		ids = append(ids, p.Items...)
	}
	claims, err := s.Claims(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]List[*Claim], len(pages))
	for i, p := range pages {
		n := len(p.Items)
		out[i] = List[*Claim]{claims[:n:n], p.Cursors, p.HasNext, p.HasPrevious, p.Total}
		claims = claims[n:]
	}
	return out, nil
}

// withWords keeps the claims whose words hold all those of a text.
func (s *Snapshot) withWords(ctx context.Context, g []candidate, text string) ([]candidate, error) {
	ids := make([]ClaimID, len(g))
	for i, c := range g {
		ids[i] = c.id
	}
	claims, err := s.Claims(ctx, ids)
	if err != nil {
		return nil, err
	}
	want := wordsOf(text)
	var out []candidate
	for i, c := range claims {
		if c != nil && hasWords(c.Predicate+" "+c.Lemma+" "+c.Relation+" "+c.Subject.Text+" "+c.Object.Text+" "+c.Evidence.Quote, want) {
			out = append(out, g[i])
		}
	}
	return out, nil
}

// nodeClaims reads the claims that hang on the keys of entities.
func (s *Snapshot) nodeClaims(ctx context.Context, ids []EntityID, kind string) ([][]candidate, error) {
	members, err := membersOf(ctx, s.r, ids)
	if err != nil {
		return nil, err
	}
	var ranges []kv.Range
	var owner []int
	for i, ms := range members {
		for _, m := range ms {
			ranges, owner = append(ranges, prefixRange(partNode(m), kind)), append(owner, i)
		}
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]candidate, len(ids))
	seen := make([]map[ClaimID]bool, len(ids))
	for i, es := range rows {
		o := owner[i]
		if seen[o] == nil {
			seen[o] = map[ClaimID]bool{}
		}
		err := listed(es, func(id ClaimID, sum *claimSum) {
			if !seen[o][id] {
				seen[o][id] = true
				out[o] = append(out[o], candidate{id, *sum})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ClaimsOf lists the claims of which each entity is subject or object.
func (s *Snapshot) ClaimsOf(ctx context.Context, ids []EntityID, q ClaimQuery) ([]List[*Claim], error) {
	groups, err := s.nodeClaims(ctx, ids, nodeClaim)
	if err != nil {
		return nil, err
	}
	return s.claimLists(ctx, ids, groups, &q)
}

// ClaimsOfRelations lists the claims that support or contradict each relation.
func (s *Snapshot) ClaimsOfRelations(ctx context.Context, ids []RelationID, q ClaimQuery) ([]List[*Claim], error) {
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		k := relEvidence(id)
		ranges[i] = prefixRange(k.Part, k.Sort)
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	groups := make([][]candidate, len(ids))
	for i, es := range rows {
		for _, e := range es {
			c := candidate{id: claimOf(e.Key.Sort)}
			if err := decode(e.Key, e.Value, &c.sum); err != nil {
				return nil, err
			}
			groups[i] = append(groups[i], c)
		}
	}
	return s.claimLists(ctx, nil, groups, &q)
}

// ClaimsOfDocuments lists the claims of each document.
func (s *Snapshot) ClaimsOfDocuments(ctx context.Context, ids []DocumentID, q ClaimQuery) ([]List[*Claim], error) {
	groups, err := s.documentClaims(ctx, ids)
	if err != nil {
		return nil, err
	}
	return s.claimLists(ctx, nil, groups, &q)
}

// documentClaims reads the sums of all claims of documents.
func (s *Snapshot) documentClaims(ctx context.Context, ids []DocumentID) ([][]candidate, error) {
	keys := make([]kv.Key, len(ids))
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		keys[i], ranges[i] = docKey(id, docHeader), prefixRange(partDocument(id), docClaim)
	}
	pubs := make([]int64, len(ids))
	if err := getAll(ctx, s.r, keys, func(i int, r *docRec) { pubs[i] = r.Published }); err != nil {
		return nil, err
	}
	groups, err := groupsIn(ctx, s.r, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]candidate, len(ids))
	for i, gs := range groups {
		err := eachGrouped(gs, func(n uint32, r *claimRec) {
			out[i] = append(out[i], candidate{ClaimID{ids[i], n}, r.sum(pubs[i])})
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
