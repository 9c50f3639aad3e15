package graph

import "fmt"

// Bounds of what one batch may say in one breath; what is longer is refused,
// so that every record that follows from it fits the storage contract.
const (
	maxRecord = 192 << 10 // bytes of a profile, a claim, or a document's header
	maxField  = 32 << 10  // bytes of a name, a key, a value, a role
	maxType   = 200       // bytes of the name of a type
)

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
	if err := b.checkSizes(); err != nil {
		return err
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

// checkSizes tells whether everything fits a record.
func (b *Batch) checkSizes() error {
	if n := len(marshal(encodeDocument(&b.Document))); n > maxRecord {
		return fmt.Errorf("%w: title and metadata of %d bytes, at most %d", ErrInvalid, n, maxRecord)
	}
	for i := range b.Profiles {
		p := &b.Profiles[i]
		fields := append([]string{p.Name, p.Description}, p.Roles...)
		for _, n := range p.Names {
			fields = append(fields, n.Text)
		}
		for _, x := range p.ExternalIDs {
			fields = append(fields, x.Scheme+x.Value)
		}
		for _, k := range p.Keys {
			fields = append(fields, k.Text)
		}
		if err := checkFields(fmt.Sprint("profile ", p.ID.N), p.Type, fields); err != nil {
			return err
		}
	}
	for i := range b.Claims {
		c := &b.Claims[i]
		var fields []string
		if v := c.Object.Value; v != nil {
			fields = []string{v.Text, v.Type, v.Unit}
		}
		what := fmt.Sprint("claim ", c.ID.N)
		if err := checkFields(what, c.Relation, fields); err != nil {
			return err
		}
		n := len(c.Evidence.Quote) + len(c.Subject.Text) + len(c.Object.Text) + len(c.Predicate) + len(c.Lemma)
		for _, a := range c.Arguments {
			n += len(a.Text) + len(a.Role) + 64
		}
		for _, a := range c.Attribution {
			n += len(a.Text) + len(a.Cue) + len(a.Channel) + 64
		}
		if n > maxRecord {
			return fmt.Errorf("%w: %s has %d bytes, at most %d", ErrInvalid, what, n, maxRecord)
		}
	}
	return nil
}

func checkFields(what, typ string, fields []string) error {
	if len(typ) > maxType {
		return fmt.Errorf("%w: %s: a type of %d bytes, at most %d", ErrInvalid, what, len(typ), maxType)
	}
	sum := 0
	for _, f := range fields {
		sum += len(f)
		if len(f) > maxField {
			return fmt.Errorf("%w: %s: a text of %d bytes, at most %d", ErrInvalid, what, len(f), maxField)
		}
	}
	if sum > maxRecord {
		return fmt.Errorf("%w: %s: texts of %d bytes, at most %d", ErrInvalid, what, sum, maxRecord)
	}
	return nil
}
