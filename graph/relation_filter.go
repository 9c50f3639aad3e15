package graph

import (
	"context"
	"slices"
	"strings"
	"time"

	"dossier/graph/kv"
)

// matches applies what can be told from the view alone.
func (q *RelationQuery) matches(r *relationRec) bool {
	if len(q.Types) > 0 && !slices.Contains(q.Types, r.ID.Type) || r.Sources < q.MinSources {
		return false
	}
	if q.Polarity != nil && (*q.Polarity == Denied && r.Contradicting == 0 || *q.Polarity == Affirmed && r.Supporting == 0) {
		return false
	}
	if len(q.Modality) > 0 && !slices.ContainsFunc(q.Modality, func(m Modality) bool { return r.Modalities&(1<<m) != 0 }) {
		return false
	}
	if !inTime(q.Since, q.Until, r.FirstTime, r.LastTime) {
		return false
	}
	return q.PublishedBefore.IsZero() || r.FirstSeen != 0 && r.FirstSeen < micros(q.PublishedBefore)
}

// inTime reports whether [first, last] touches [since, until]; what is not
// dated touches only the unbounded.
func inTime(since, until time.Time, first, last int64) bool {
	if since.IsZero() && until.IsZero() {
		return true
	}
	if first == 0 && last == 0 {
		return false
	}
	if first == 0 {
		first = last
	}
	if last == 0 {
		last = first
	}
	return (since.IsZero() || last >= micros(since)) && (until.IsZero() || first <= micros(until))
}

// narrow applies what needs more than the view: words, and what was known by
// some time.
func (s *Snapshot) narrow(ctx context.Context, groups [][]*relationRec, q *RelationQuery) ([][]*relationRec, error) {
	if !q.PublishedBefore.IsZero() {
		if err := s.asOf(ctx, groups, micros(q.PublishedBefore)); err != nil {
			return nil, err
		}
	}
	if q.Text == "" {
		return groups, nil
	}
	want := wordsOf(q.Text)
	met := q.met
	if met == nil {
		met = map[EntityID]uint64{}
	}
	if err := s.meet(ctx, groups, met, want); err != nil {
		return nil, err
	}
	types := map[string]uint64{}
	for i, g := range groups {
		groups[i] = slices.DeleteFunc(g, func(r *relationRec) bool {
			in, ok := types[r.ID.Type]
			if !ok {
				in = wordsIn(r.ID.Type, want)
				types[r.ID.Type] = in
			}
			if in |= met[r.ID.Subject] | met[r.ID.Object]; r.ID.Value != "" {
				in |= wordsIn(r.ID.Value, want)
			}
			return in != allWords(want)
		})
	}
	return groups, nil
}

// meet finds out which of the words the names of the ends of relations hold,
// as far as that is not known.
func (s *Snapshot) meet(ctx context.Context, groups [][]*relationRec, met map[EntityID]uint64, want []string) error {
	var ids []EntityID
	for _, g := range groups {
		for _, r := range g {
			for _, id := range []EntityID{r.ID.Subject, r.ID.Object} {
				if _, ok := met[id]; !ok {
					met[id] = 0
					ids = append(ids, id)
				}
			}
		}
	}
	es, err := s.Entities(ctx, ids)
	for _, e := range es {
		if e != nil {
			met[e.ID] = wordsIn(e.allNames(), want)
		}
	}
	return err
}

// narrows reports whether narrow has anything to do.
func (q *RelationQuery) narrows() bool { return q.Text != "" || !q.PublishedBefore.IsZero() }

// hasWords reports whether a text holds all the words, the last one perhaps
// only begun. Words compare by stem.
func hasWords(text string, want []string) bool { return wordsIn(text, want) == allWords(want) }

// allWords is what wordsIn gives where nothing is missing.
func allWords(want []string) uint64 { return 1<<min(len(want), 63) - 1 }

// wordsIn tells which of the words a text holds, a bit each; of more than 63
// the rest is not looked for.
func wordsIn(text string, want []string) (in uint64) {
	have := map[string]bool{}
	words := wordsOf(text)
	for _, w := range words {
		have[w], have[stem(w)] = true, true
	}
	for i, w := range want[:min(len(want), 63)] {
		if have[w] || have[stem(w)] || i == len(want)-1 && slices.ContainsFunc(words, func(t string) bool { return strings.HasPrefix(t, w) }) {
			in |= 1 << i
		}
	}
	return in
}

// asOf computes relations from the claims published before a time.
func (s *Snapshot) asOf(ctx context.Context, groups [][]*relationRec, before int64) error {
	var ranges []kv.Range
	for _, g := range groups {
		for _, r := range g {
			k := relEvidence(r.ID)
			ranges = append(ranges, prefixRange(k.Part, k.Sort))
		}
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return err
	}
	known := make([][]supporting, len(rows))
	for k, es := range rows {
		for _, e := range es {
			var sum claimSum
			if err := decode(e.Key, e.Value, &sum); err != nil {
				return err
			}
			if sum.Pub != 0 && sum.Pub < before {
				known[k] = append(known[k], supporting{claimOf(e.Key.Sort), sum})
			}
		}
	}
	utter, err := statements(ctx, s.r, known)
	if err != nil {
		return err
	}
	k := 0
	for i, g := range groups {
		var left []*relationRec
		for _, r := range g {
			if v := viewOf(r.ID, known[k], utter); v != nil {
				left = append(left, v)
			}
			k++
		}
		groups[i] = left
	}
	return nil
}
