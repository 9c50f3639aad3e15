package graph

import (
	"context"
	"iter"

	"dossier/graph/kv"
)

// batchRun is how many profiles or claims of a data set one batch holds.
const batchRun = 64 * groupSize

// Batches yields every document with all it says, by document id: what a
// lossless export writes. A dataset of any size comes in several batches of
// the same document, each with a run of its profiles and claims.
func (s *Snapshot) Batches(ctx context.Context) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		list := kv.Range{Part: listDocumentIDs, KeysOnly: true, Limit: maxScanPage}
		for {
			rows, err := s.r.scanAll(ctx, []kv.Range{list})
			if err != nil {
				yield(nil, err)
				return
			}
			for _, e := range rows[0] {
				if !s.batchesOf(ctx, DocumentID(id16(e.Key.Sort)), yield) {
					return
				}
			}
			if len(rows[0]) < list.Limit {
				return
			}
			list.From = rows[0][len(rows[0])-1].Key.Sort + "\x00"
		}
	}
}

// batchesOf yields one document; false ends it all.
func (s *Snapshot) batchesOf(ctx context.Context, id DocumentID, yield func(*Batch, error) bool) bool {
	docs, err := s.Documents(ctx, []DocumentID{id}, true, true)
	if err != nil || docs[0] == nil {
		if err == nil {
			err = missing("document", id.String())
		}
		return yield(nil, err)
	}
	d := *docs[0]
	d.Story, d.Claims, d.Entities = StoryID{}, 0, 0
	limit := 0
	if d.Kind == KindDataset {
		limit = batchRun / groupSize
	}
	profiles := prefixRange(partDocument(id), docProfile)
	claims := prefixRange(partDocument(id), docClaim)
	profiles.Limit, claims.Limit = limit, limit
	for first := true; ; first = false {
		b := &Batch{Document: d}
		if !first && limit == 0 {
			return true
		}
		more, err := s.fillBatch(ctx, b, &profiles, &claims)
		if err != nil {
			return yield(nil, err)
		}
		b.More = more && limit > 0
		if !yield(b, nil) {
			return false
		}
		if !b.More {
			return true
		}
	}
}

// fillBatch reads the next run: of profiles while there are any, then of
// claims. more tells that the run was full.
func (s *Snapshot) fillBatch(ctx context.Context, b *Batch, profiles, claims *kv.Range) (more bool, err error) {
	id := b.Document.ID
	groups, err := groupsIn(ctx, s.r, []kv.Range{*profiles})
	if err != nil {
		return false, err
	}
	err = eachGrouped(groups[0], func(n uint32, r *profileRec) { b.Profiles = append(b.Profiles, *r.profile(ProfileID{id, n})) })
	if err != nil {
		return false, err
	}
	if n := len(groups[0]); n > 0 {
		profiles.From = docProfile + be32(groups[0][n-1].first/groupSize+1)
		if err := s.fillMentions(ctx, b); err != nil {
			return false, err
		}
		if profiles.Limit > 0 && n == profiles.Limit {
			return true, nil
		}
	}
	if groups, err = groupsIn(ctx, s.r, []kv.Range{*claims}); err != nil {
		return false, err
	}
	err = eachGrouped(groups[0], func(n uint32, r *claimRec) { b.Claims = append(b.Claims, *r.claim(ClaimID{id, n})) })
	n := len(groups[0])
	if n > 0 {
		claims.From = docClaim + be32(groups[0][n-1].first/groupSize+1)
	}
	return claims.Limit > 0 && n == claims.Limit, err
}

// fillMentions reads the mentions of the batch's profiles.
func (s *Snapshot) fillMentions(ctx context.Context, b *Batch) error {
	first, last := b.profileRange()
	r := kv.Range{
		Part: partDocument(b.Document.ID), From: docMention + be32(uint32(first)), To: docMention + be32(uint32(last)),
	}
	rows, err := s.r.scanAll(ctx, []kv.Range{r})
	if err != nil {
		return err
	}
	ms, err := mentionsOf(rows[0])
	if err != nil {
		return err
	}
	sortMentions(ms)
	for _, m := range ms {
		b.Mentions = append(b.Mentions, m.Mention)
	}
	return nil
}
