package graph

import (
	"context"
	"slices"

	"dossier/graph/kv"
)

// ListClaims lists the claims of the whole graph. By document it reads no more
// than it returns; by time and by score it reads every claim.
func (s *Snapshot) ListClaims(ctx context.Context, q ClaimQuery) (List[*Claim], error) {
	var ls []List[*Claim]
	var err error
	switch {
	case q.Document != (DocumentID{}):
		ls, err = s.ClaimsOfDocuments(ctx, []DocumentID{q.Document}, q)
	case q.Entity != (EntityID{}):
		id := q.Entity
		q.Entity = EntityID{}
		ls, err = s.ClaimsOf(ctx, []EntityID{id}, q)
	case q.AttributedTo != (EntityID{}):
		var groups [][]candidate
		if groups, err = s.nodeClaims(ctx, []EntityID{q.AttributedTo}, nodeSpeaker); err == nil {
			ls, err = s.claimLists(ctx, nil, groups, &q)
		}
	case q.Order == ClaimsByDocument:
		return s.claimsByDocument(ctx, q)
	default:
		return s.claimsSorted(ctx, q)
	}
	if err != nil {
		return List[*Claim]{}, err
	}
	return ls[0], nil
}

// claimsRun is how many documents are read at a time.
const claimsRun = 16

// claimsByDocument walks the documents in order of publication.
func (s *Snapshot) claimsByDocument(ctx context.Context, q ClaimQuery) (List[*Claim], error) {
	n, back, after, before, err := q.Page.bounds()
	if err != nil {
		return List[*Claim]{}, err
	}
	list := kv.Range{Part: listDocDate, Reverse: back, KeysOnly: true, Limit: claimsRun}
	if len(after) >= 24 {
		list.From = after[:24]
	}
	if len(before) >= 24 {
		list.To = before[:24] + "\x00"
	}
	var got []keyed[ClaimID]
	for len(got) <= n {
		rows, err := s.r.scanAll(ctx, []kv.Range{list})
		if err != nil {
			return List[*Claim]{}, err
		}
		var docs []DocumentID
		for _, e := range rows[0] {
			docs = append(docs, DocumentID(id16(e.Key.Sort)))
		}
		run, err := s.matching(ctx, docs, &q)
		if err != nil {
			return List[*Claim]{}, err
		}
		if back {
			slices.Reverse(run)
		}
		for _, k := range run {
			if (q.Page.After == "" || k.key > after) && (q.Page.Before == "" || k.key < before) {
				got = append(got, k)
			}
		}
		if len(docs) < claimsRun {
			break
		}
		if last := rows[0][len(docs)-1].Key.Sort; back {
			list.To = last
		} else {
			list.From = last + "\x00"
		}
	}
	return s.claimPage(ctx, got, n, back, &q)
}

// claimPage makes the answer of claims already in order.
func (s *Snapshot) claimPage(ctx context.Context, got []keyed[ClaimID], n int, back bool, q *ClaimQuery) (List[*Claim], error) {
	p := List[ClaimID]{Total: -1, HasNext: q.Page.Before != "", HasPrevious: q.Page.After != ""}
	more := len(got) > n
	got = got[:min(n, len(got))]
	if back {
		p.HasPrevious = more
		slices.Reverse(got)
	} else {
		p.HasNext = more
	}
	for _, k := range got {
		p.Items, p.Cursors = append(p.Items, k.item), append(p.Cursors, cursorOf(k.key))
	}
	if q.unfiltered() && q.MinScore == 0 && q.Open == nil && q.Direction == Both {
		st, err := s.Stats(ctx)
		if err != nil {
			return List[*Claim]{}, err
		}
		p.Total = st.Claims
	}
	ls, err := s.fillClaims(ctx, []List[ClaimID]{p})
	if err != nil {
		return List[*Claim]{}, err
	}
	return ls[0], nil
}

// matching reads the claims of documents that a query lets through, in order.
func (s *Snapshot) matching(ctx context.Context, docs []DocumentID, q *ClaimQuery) ([]keyed[ClaimID], error) {
	groups, err := s.documentClaims(ctx, docs)
	if err != nil {
		return nil, err
	}
	f := claimFilter{q: q}
	var out []keyed[ClaimID]
	for _, g := range groups {
		g = slices.DeleteFunc(g, func(c candidate) bool { return !f.matches(&c) })
		if q.Text != "" {
			if g, err = s.withWords(ctx, g, q.Text); err != nil {
				return nil, err
			}
		}
		for i := range g {
			out = append(out, keyed[ClaimID]{claimKey(&g[i], q.Order), g[i].id})
		}
	}
	slices.SortFunc(out, func(a, b keyed[ClaimID]) int { return compareStrings(a.key, b.key) })
	return out, nil
}

// claimsSorted reads all claims and sorts them.
func (s *Snapshot) claimsSorted(ctx context.Context, q ClaimQuery) (List[*Claim], error) {
	var all []keyed[ClaimID]
	list := kv.Range{Part: listDocumentIDs, KeysOnly: true, Limit: claimsRun}
	for {
		rows, err := s.r.scanAll(ctx, []kv.Range{list})
		if err != nil {
			return List[*Claim]{}, err
		}
		var docs []DocumentID
		for _, e := range rows[0] {
			docs = append(docs, DocumentID(id16(e.Key.Sort)))
		}
		run, err := s.matching(ctx, docs, &q)
		if err != nil {
			return List[*Claim]{}, err
		}
		all = append(all, run...)
		if len(docs) < claimsRun {
			break
		}
		list.From = rows[0][len(docs)-1].Key.Sort + "\x00"
	}
	page, err := pageOf(all, q.Page)
	if err != nil {
		return List[*Claim]{}, err
	}
	ls, err := s.fillClaims(ctx, []List[ClaimID]{page})
	if err != nil {
		return List[*Claim]{}, err
	}
	return ls[0], nil
}
