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
	names := map[EntityID]string{}
	for _, g := range groups {
		for _, r := range g {
			names[r.ID.Subject], names[r.ID.Object] = "", ""
		}
	}
	if err := s.namesOf(ctx, names); err != nil {
		return nil, err
	}
	want := wordsOf(q.Text)
	for i, g := range groups {
		groups[i] = slices.DeleteFunc(g, func(r *relationRec) bool {
			return !hasWords(names[r.ID.Subject]+" "+names[r.ID.Object]+" "+r.ID.Value+" "+r.ID.Type, want)
		})
	}
	return groups, nil
}

// narrows reports whether narrow has anything to do.
func (q *RelationQuery) narrows() bool { return q.Text != "" || !q.PublishedBefore.IsZero() }

// namesOf fills in all names of entities.
func (s *Snapshot) namesOf(ctx context.Context, names map[EntityID]string) error {
	ids := make([]EntityID, 0, len(names))
	for id := range names {
		ids = append(ids, id)
	}
	es, err := s.Entities(ctx, ids)
	if err != nil {
		return err
	}
	for _, e := range es {
		if e == nil {
			continue
		}
		var b strings.Builder
		b.WriteString(e.Name)
		for _, a := range e.Aliases {
			b.WriteByte(' ')
			b.WriteString(a.Name)
		}
		names[e.ID] = b.String()
	}
	return nil
}

// hasWords reports whether a text holds all the words, the last one perhaps
// only begun. Words compare by stem.
func hasWords(text string, want []string) bool {
	have := map[string]bool{}
	words := wordsOf(text)
	for _, w := range words {
		have[w], have[stem(w)] = true, true
	}
	for i, w := range want {
		if have[w] || have[stem(w)] {
			continue
		}
		if i < len(want)-1 || !slices.ContainsFunc(words, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
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
