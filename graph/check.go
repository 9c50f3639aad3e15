package graph

import "fmt"

// check tells whether a batch holds together: numbers in order, profiles that
// exist, quotes that are the text at their offsets.
func (b *Batch) check() error {
	d := &b.Document
	if d.ID == (DocumentID{}) {
		return fmt.Errorf("%w: no id", ErrInvalid)
	}
	if d.Kind != KindArticle && d.Kind != KindDataset {
		return fmt.Errorf("%w: kind %q", ErrInvalid, d.Kind)
	}
	if b.More && d.Kind != KindDataset {
		return fmt.Errorf("%w: only data sets come in parts", ErrInvalid)
	}
	for _, r := range d.Regions {
		if !r.Span.within(len(d.Text)) {
			return fmt.Errorf("%w: region %d–%d of a text of %d bytes", ErrInvalid, r.Start, r.End, len(d.Text))
		}
	}
	return b.checkParts()
}

func (s Span) within(n int) bool { return 0 <= s.Start && s.Start <= s.End && s.End <= n }

func (b *Batch) checkParts() error {
	d := &b.Document
	for i := range b.Profiles {
		id := b.Profiles[i].ID
		if id.Document != d.ID || int64(id.N) != int64(b.Profiles[0].ID.N)+int64(i) {
			return fmt.Errorf("%w: profile %d is numbered %s", ErrInvalid, i, id)
		}
	}
	first, last := b.profileRange()
	known := func(p int64) bool { return p < last && (p >= first || d.Kind == KindDataset) }
	for i, m := range b.Mentions {
		if !m.Span.within(len(d.Text)) && d.Kind == KindArticle {
			return fmt.Errorf("%w: mention %d at %d–%d of a text of %d bytes", ErrInvalid, i, m.Start, m.End, len(d.Text))
		}
		if p := int64(m.Profile); p < first || p >= last {
			return fmt.Errorf("%w: mention %d speaks of profile %d", ErrInvalid, i, m.Profile)
		}
	}
	for i := range b.Claims {
		c := &b.Claims[i]
		if c.ID.Document != d.ID || int64(c.ID.N) != int64(b.Claims[0].ID.N)+int64(i) {
			return fmt.Errorf("%w: claim %d is numbered %s", ErrInvalid, i, c.ID)
		}
		if err := c.checkEvidence(d); err != nil {
			return err
		}
		var bad error
		eachProfile(c, func(p int32) {
			if p >= 0 && len(b.Profiles) > 0 && !known(int64(p)) {
				bad = fmt.Errorf("%w: claim %d speaks of profile %d", ErrInvalid, c.ID.N, p)
			}
		})
		if bad != nil {
			return bad
		}
	}
	return nil
}

// profileRange is which numbers the batch's profiles have.
func (b *Batch) profileRange() (first, last int64) {
	if len(b.Profiles) == 0 {
		return 0, 0
	}
	first = int64(b.Profiles[0].ID.N)
	return first, first + int64(len(b.Profiles))
}

// checkEvidence tells whether a claim's quote is what the document says.
func (c *Claim) checkEvidence(d *Document) error {
	e := c.Evidence
	if e.Quote == "" {
		return fmt.Errorf("%w: claim %d has no quote", ErrInvalid, c.ID.N)
	}
	if d.Kind != KindArticle {
		return nil
	}
	if !e.Span.within(len(d.Text)) || d.Text[e.Start:e.End] != e.Quote {
		return fmt.Errorf("%w: claim %d: the text at %d–%d is not its quote", ErrInvalid, c.ID.N, e.Start, e.End)
	}
	return nil
}
