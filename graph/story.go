package graph

import (
	"slices"
	"strings"
)

// Stories: documents that cover the same event. Two documents do when their
// bodies are near copies, or when they share passages, speak of the same
// things and are not far apart in time. A story is a component of that; one of
// a single document is none.
const (
	docPrints = "f" // in the document's partition: what it is compared by
	docStory  = "s" // in the document's partition: its story, and what follows from that

	storyWords  = 6 // of a run
	storyWindow = 8 // a shared passage of 13 words is always seen
	maxPrints   = 256
	maxAnchors  = 256
	maxCopies   = 256 // documents of one print; beyond, it is furniture of a site
	maxTellers  = 32  // documents of one phrase; beyond, it tells nothing
	storyDays   = 21
	dayMicros   = 24 * 3600 * 1e6

	nearCopy     = 0.5 // share of the shorter's prints
	passages     = 2   // shared prints that, with
	commonThings = 3   // as many shared things, that are
	commonShare  = 0.2 // this share of the shorter list, make one event
)

// printsRec is what a document is compared by, and what its story decides.
type printsRec struct {
	Prints    []byte         `cbor:"1,keyasint,omitempty"`
	Anchors   []byte         `cbor:"2,keyasint,omitempty"` // hashes of the keys its profiles hang on
	Pub       int64          `cbor:"3,keyasint,omitempty"`
	Words     []byte         `cbor:"4,keyasint,omitempty"`
	Phrases   []byte         `cbor:"5,keyasint,omitempty"`
	Salient   []byte         `cbor:"6,keyasint,omitempty"`
	Described []describedRec `cbor:"7,keyasint,omitempty"`
	Waiting   []uint32       `cbor:"8,keyasint,omitempty"`  // claims whose time the story tells
	Weekdays  uint8          `cbor:"9,keyasint,omitempty"`  // that those name, a bit each
	Day       int64          `cbor:"10,keyasint,omitempty"` // the last day that it reports by full date, when it has no date itself
}

// storyOf is a document's story with what the document owes to it.
type storyOf struct {
	Story []byte     `cbor:"1,keyasint,omitempty"`
	Keys  []storyKey `cbor:"2,keyasint,omitempty"`
	Day   int64      `cbor:"3,keyasint,omitempty"` // that its relative times count from
	After bool       `cbor:"4,keyasint,omitempty"` // it was written on that day or within the week after
}

type storyRec struct {
	Title     string `cbor:"1,keyasint,omitempty"`
	Documents int    `cbor:"2,keyasint,omitempty"`
	First     int64  `cbor:"3,keyasint,omitempty"`
}

// An outline is a document as it is compared.
type outline struct {
	id      DocumentID
	gone    bool
	prints  []print
	anchors []print
	words   []print
	phrases []print
	salient []print
	index   []print // under which it is found: prints, and phrases with the week
	pub     int64
	rec     *printsRec
}

// bodyOf returns the words of a document that are its own: not those of
// adverts, comments and other stories on the page.
func bodyOf(d *Document) string {
	if len(d.Regions) == 0 {
		return d.Text
	}
	var b strings.Builder
	for _, r := range d.Regions {
		switch r.Kind {
		case "body", "summary", "quote", "caption":
			b.WriteString(d.Text[r.Start:r.End])
			b.WriteString(" … ")
		}
	}
	return b.String()
}

// outlineOf makes what a document is compared by.
func outlineOf(b *Batch, all []anchoring) *printsRec {
	d := &b.Document
	body := bodyOf(d)
	ps := winnow(shingles(pieces(body), storyWords), storyWindow)
	ps = ps[:min(len(ps), maxPrints)] // the smallest: the same choice everywhere
	var things []print
	for _, a := range all {
		things = append(things, hashPrint(a.anchor[:]))
	}
	words, phrases := phrasesOf(d.Title + " . " + body)
	r := &printsRec{
		Prints: packPrints(ps), Anchors: packPrints(least(things, maxAnchors)), Pub: micros(d.Published),
		Words: packShort(words), Phrases: packShort(phrases), Salient: packPrints(salientOf(b, all)), Described: describedOf(all),
	}
	r.timesOf(b)
	return r
}

func (r *printsRec) outline(id DocumentID) *outline {
	o := &outline{
		id: id, prints: unpackPrints(r.Prints), anchors: unpackPrints(r.Anchors), pub: r.Pub,
		words: unpackShort(r.Words), phrases: unpackShort(r.Phrases), salient: unpackPrints(r.Salient), rec: r,
	}
	o.index = append(slices.Clone(o.prints), foundBy(o.phrases, o.pub)...)
	return o
}

// sameEvent reports whether two documents cover one event.
func sameEvent(a, b *outline) bool {
	if a.pub != 0 && b.pub != 0 && max(a.pub-b.pub, b.pub-a.pub) > storyDays*dayMicros {
		return false
	}
	n := shared(a.prints, b.prints)
	if few := min(len(a.prints), len(b.prints)); few > 0 && n >= 3 && float64(n) >= nearCopy*float64(few) {
		return true
	}
	things, few := shared(a.anchors, b.anchors), min(len(a.anchors), len(b.anchors))
	if n >= passages && things >= commonThings && float64(things) >= commonShare*float64(few) {
		return true
	}
	return telling(a, b)
}
