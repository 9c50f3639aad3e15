package graph

import (
	"cmp"
	"context"
	"time"

	"dossier/graph/kv"
)

// timesOf notes which claims wait for the day their document was written, and
// the last day that the document reports by full date.
func (r *printsRec) timesOf(b *Batch) {
	if r.Pub != 0 {
		return
	}
	for i := range b.Claims {
		switch t := b.Claims[i].Time; {
		case t == nil:
		case t.Relative != nil:
			r.Waiting = append(r.Waiting, b.Claims[i].ID.N)
			if w, ok := t.Relative.weekday(); ok {
				r.Weekdays |= 1 << w
			}
		case t.Precision == Day && t.Start.Equal(t.End) && b.Claims[i].Modality <= Reported:
			r.Day = max(r.Day, micros(t.Start))
		}
	}
}

// weekday tells which day of the week an expression names, if it does.
func (r *Relative) weekday() (time.Weekday, bool) {
	w := 0
	for today, d := range r.Days {
		if d[0] != d[1] || d[0] == NoEnd {
			return 0, false
		}
		at := ((today+int(d[0]))%7 + 7) % 7
		if today > 0 && at != w {
			return 0, false
		}
		w = at
	}
	return time.Weekday(w), true
}

// dayOfStory returns how to find the day on which an undated document of a
// story was written: with the dated document most like it. Where none is
// dated, a full date that one reports helps if another names the same day by
// its weekday: then it lies in the week before. after tells the second case.
func dayOfStory(g []*outline) func(o *outline) (day int64, after bool) {
	reported := int64(0)
	for _, o := range g {
		if o.rec.Day <= reported {
			continue
		}
		for _, other := range g {
			if other != o && other.rec.Weekdays&(1<<fromMicros(o.rec.Day).Weekday()) != 0 {
				reported = o.rec.Day
				break
			}
		}
	}
	return func(o *outline) (int64, bool) {
		best, pub := -1, int64(0)
		for _, other := range g { // by date: of equal ones the first
			if other.pub == 0 {
				continue
			}
			if n := 4*shared(o.prints, other.prints) + 2*shared(o.phrases, other.phrases) + shared(o.words, other.words); n > best {
				best, pub = n, other.pub
			}
		}
		return cmp.Or(pub, reported), best < 0 && reported != 0
	}
}

// retime resolves the waiting times of documents whose day changed.
func (g *grouping) retime(ctx context.Context, ids []DocumentID, after map[DocumentID]*storyOf) error {
	var docs []DocumentID
	var ranges []kv.Range
	for _, id := range ids {
		was, now := g.before[id], after[id]
		if was == nil {
			was = &storyOf{}
		}
		if now == nil || len(g.known[id].rec.Waiting) == 0 || now.Day == was.Day && now.After == was.After && len(g.st.told[id]) == 0 {
			continue
		}
		docs, ranges = append(docs, id), append(ranges, prefixRange(partDocument(id), docClaim))
	}
	rows, err := groupsIn(ctx, g.st.o, ranges)
	if err != nil {
		return err
	}
	for i, id := range docs {
		if err := g.st.retimeDocument(ctx, id, rows[i], after[id]); err != nil {
			return err
		}
	}
	return nil
}

// retimeDocument writes the claims of an undated document with the times that
// follow from a day, and has what follows from them computed anew.
func (st *step) retimeDocument(ctx context.Context, id DocumentID, groups []storedGroup, now *storyOf) error {
	old, new := references{}, references{}
	changed := false
	var recs []*claimRec
	err := eachGrouped(groups, func(n uint32, r *claimRec) {
		before := r.sum(0)
		if r.Time != nil && len(r.Time.Relative) > 0 {
			was := *r.Time
			r.Time.countFrom(now.Day, now.After)
			changed = changed || was.Basis != r.Time.Basis || was.Start != r.Time.Start || was.End != r.Time.End
		}
		sum := r.sum(0)
		old.add(n, &before)
		new.add(n, &sum)
		if sum.Start != before.Start || sum.End != before.End {
			st.resum(ClaimID{id, n}, before, sum)
		}
		recs = append(recs, r)
	})
	if err != nil || !changed {
		return err
	}
	st.deleteGroups(groups)
	out := &group{doc: id, kind: docClaim, n: groups[0].first}
	for i, r := range recs {
		out.add(marshal(r))
		if out.full() || i == len(recs)-1 {
			st.o.group(out)
			out.next()
		}
	}
	if err := st.unrefer(ctx, id, old); err != nil {
		return err
	}
	return st.refer(ctx, id, new, false)
}

// resum replaces what a claim of an undated document contributes.
func (st *step) resum(id ClaimID, old, sum claimSum) {
	if _, new := st.come[id]; !new {
		st.gone[id] = old
		st.retimed++
	}
	st.come[id] = sum
	if len(sum.Sentence) > 0 {
		st.o.put(kv.Key{Part: partSentence(from16[nodeID](sum.Sentence)), Sort: sentenceClaim + sortClaim(id)}, &sum)
	}
}

// countFrom resolves a relative time from the day it was told on; 0 is unknown.
// With after it was told on that day or within the week that follows, which is
// enough to tell what a weekday's name means.
func (r *timeRec) countFrom(day int64, after bool) {
	rel := r.time().Relative
	r.Start, r.End, r.Precision, r.Basis = 0, 0, 0, ""
	if rel == nil || day == 0 {
		return
	}
	told := fromMicros(day).Truncate(24 * time.Hour)
	w, named := rel.weekday()
	switch {
	case after && !named:
		return
	case after:
		at := told.AddDate(0, 0, (int(w)-int(told.Weekday())+7)%7)
		r.Start, r.End = micros(at), micros(at)
		r.Basis = "story: weekday in the week from " + told.Format(time.DateOnly)
	default:
		d := rel.Days[told.Weekday()]
		if d[0] != NoEnd {
			r.Start = micros(told.AddDate(0, 0, int(d[0])))
		}
		if d[1] != NoEnd {
			r.End = micros(told.AddDate(0, 0, int(d[1])))
		}
		r.Basis = "story: told on " + told.Format(time.DateOnly)
	}
	r.Precision = uint8(rel.Precision)
}
