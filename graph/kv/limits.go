package kv

import "fmt"

// Size is what a write counts against MaxTxnBytes.
func (e Entry) Size() int { return len(e.Key.Part) + len(e.Key.Sort) + len(e.Value) }

// Check returns ErrTooLarge, with figures, for an entry over the limits.
func (e Entry) Check() error {
	if n := len(e.Key.Part) + len(e.Key.Sort); n > MaxKey {
		return fmt.Errorf("key of %d bytes, limit %d: %w", n, MaxKey, ErrTooLarge)
	}
	if n := len(e.Value); n > MaxValue {
		return fmt.Errorf("value of %d bytes, limit %d: %w", n, MaxValue, ErrTooLarge)
	}
	return nil
}

// A Budget counts the writes of one Update against the limits. The zero value
// is an unspent one.
type Budget struct{ bytes, entries int }

// Spend checks an entry and counts it.
func (b *Budget) Spend(e Entry) error {
	if err := e.Check(); err != nil {
		return err
	}
	if b.entries == MaxTxnEntries {
		return fmt.Errorf("more than %d writes in one update: %w", MaxTxnEntries, ErrTooLarge)
	}
	if b.bytes+e.Size() > MaxTxnBytes {
		return fmt.Errorf("more than %d bytes in one update: %w", MaxTxnBytes, ErrTooLarge)
	}
	b.entries++
	b.bytes += e.Size()
	return nil
}

// Limits of a page whose Range asks for no other.
const (
	PageEntries = 1000
	PageBytes   = 1 << 20
)

// A Pager collects the entries of one Range into a Page, and makes and reads
// the resume tokens: a mark and the Sort of the last entry given out.
type Pager struct {
	r       Range
	limit   int
	bytes   int
	entries []Entry
	next    string
}

const tokenMark = "k"

// NewPager starts a page. The range to scan is From <= Sort < To of the
// returned range, and moreover, going backwards or forwards, what follows the
// resume token.
func NewPager(r Range) (*Pager, Range, error) {
	if r.Limit < 0 {
		return nil, r, fmt.Errorf("range with limit %d", r.Limit)
	}
	p := &Pager{r: r, limit: r.Limit}
	if p.limit == 0 {
		p.limit = PageEntries
	}
	if r.Resume == "" {
		return p, r, nil
	}
	last, ok := cutMark(r.Resume)
	if !ok {
		return nil, r, fmt.Errorf("resume token %q is not one of this store's", r.Resume)
	}
	switch {
	case r.Reverse && last == "":
		r.From, r.To = "\x00", "\x00" // nothing sorts before the empty key
	case r.Reverse && (r.To == "" || last < r.To):
		r.To = last
	case !r.Reverse && last+"\x00" > r.From:
		r.From = last + "\x00" // the next possible key
	}
	return p, r, nil
}

func cutMark(token string) (string, bool) {
	if len(token) < len(tokenMark) || token[:len(tokenMark)] != tokenMark {
		return "", false
	}
	return token[len(tokenMark):], true
}

// Add takes the next entry of the range. It returns false when the page was
// already full: then the page has a Next, and scanning may stop. value is
// called for entries that are taken, unless only keys are wanted.
func (p *Pager) Add(sort string, size int, value func() ([]byte, error)) (more bool, err error) {
	if len(p.entries) == p.limit || len(p.entries) > 0 && p.bytes+size > PageBytes {
		p.next = tokenMark + p.entries[len(p.entries)-1].Key.Sort
		return false, nil
	}
	e := Entry{Key: Key{p.r.Part, sort}}
	if !p.r.KeysOnly {
		if e.Value, err = value(); err != nil {
			return false, err
		}
		p.bytes += size
	}
	p.entries = append(p.entries, e)
	return true, nil
}

// Page returns what was collected.
func (p *Pager) Page() Page { return Page{Entries: p.entries, Next: p.next} }
