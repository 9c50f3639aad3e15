package claim

import (
	"strings"

	"dossier/graph"
)

// speaker adds the one who says a clause's content: the subject of the
// reporting clause, or of a report the one who made it.
func (d *page) speaker(up *clause, ctx *context) {
	ctx.weaken(graph.Reported)
	who := up.subjects
	if up.passive && len(up.subjects) == 0 {
		ctx.weaken(graph.Reported)
		return
	}
	if len(who) == 0 {
		return
	}
	d.attribute(ctx, who[0], up.head, d.word(up.head), d.channelOf(up))
}

// accuser adds the subject of an accusation as the one who alleges.
func (d *page) accuser(up *clause, ctx *context) {
	if len(up.subjects) > 0 {
		d.attribute(ctx, up.subjects[0], up.head, d.word(up.head), d.channelOf(up))
	}
}

// attribute puts a speaker in front of the chain. A report, letter or statement
// is no speaker: its author is, and it is the channel.
func (d *page) attribute(ctx *context, who, at int, cue, channel string) {
	if d.entityOf(who) < 0 || channels[d.lemma(who)] {
		if author := d.author(who); author >= 0 {
			if channel == "" {
				channel = d.phraseText(d.core(who))
			}
			who = author
		}
	}
	a := graph.Attribution{Profile: int32(d.actor(who)), Text: d.phraseText(d.nounPhrase(who)), Cue: cue, Channel: channel}
	if a.Profile < 0 && (vaguePronouns[plain(a.Text)] || relativePronouns[plain(a.Text)]) {
		return
	}
	for _, have := range ctx.speakers {
		if have.Profile == a.Profile && (a.Profile >= 0 || have.Text == a.Text) {
			return
		}
	}
	ctx.speakers = append([]graph.Attribution{a}, ctx.speakers...)
}

// author returns who made a report or letter: its possessor, its "by" phrase,
// a name in front of it; -1 for none.
func (d *page) author(n int) int {
	if !channels[d.lemma(n)] && !isWay(d.lemma(n), waySaid, wayDenied, wayAlleged) && d.lemma(n) != "investigation" && d.lemma(n) != "review" {
		return -1
	}
	for _, k := range d.kids[n] {
		p, _ := d.preposition(k)
		switch {
		case d.rel(k) == "nmod:poss", d.base(k) == "nmod" && (p == "by" || p == "from"), d.rel(k) == "compound" && d.entityOf(k) >= 0:
			return k
		}
	}
	for _, k := range d.all(n, "acl") {
		if by := d.kid(k, "obl:agent"); by >= 0 {
			return by
		}
	}
	return -1
}

// core is a noun with its adjectives and compounds only: "social media post".
func (d *page) core(h int) phrase {
	p := phrase{head: h, first: h, last: h + 1}
	for p.first > 0 && d.head(p.first-1) == h && (d.base(p.first-1) == "compound" || d.base(p.first-1) == "amod") {
		p.first--
	}
	return p
}

func (d *page) phraseText(p phrase) string { return d.text(p.first, p.last) }

// channelOf returns by which words something was said: "post on X", "letter".
func (d *page) channelOf(c *clause) string {
	for _, o := range c.obliques {
		l := d.lemma(o.head)
		switch o.prep {
		case "in", "on", "via", "through", "during", "at", "by":
			if channels[l] {
				return d.phraseText(d.channelPhrase(o.head))
			}
			if o.prep == "on" || o.prep == "via" {
				if t := d.typeOf(o.head); t != "" && d.timeAt[o.head] < 0 && (d.o.Is(t, "Product") || d.o.Is(t, "OnlinePlatform") || d.o.Is(t, "Platform") || d.o.Is(t, "Company") || d.o.Is(t, "Publication")) {
					return d.phraseText(d.nounPhrase(o.head))
				}
			}
		}
	}
	return ""
}

// channelPhrase is a channel with the platform it stood on: "post on X".
func (d *page) channelPhrase(h int) phrase {
	p := d.core(h)
	for _, k := range d.all(h, "nmod") {
		if prep, at := d.preposition(k); (prep == "on" || prep == "to" || prep == "with") && at == p.last {
			p.last = d.nounPhrase(k).last
		}
	}
	for _, k := range d.all(h, "acl") {
		if o := d.kid(k, "obl"); o >= 0 && k == p.last {
			if prep, _ := d.preposition(o); prep == "on" {
				p.last = d.nounPhrase(o).last
			}
		}
	}
	return p
}

// beside finds speakers who stand beside a clause and not above it: "according
// to the Ledger", "Roy said" after or inside the statement, "as the Ledger reported".
func (d *page) beside(c int, ctx *context) {
	cl := &d.clauses[c]
	for _, k := range d.kids[cl.head] {
		prep, at := d.preposition(k)
		switch {
		case d.lower[k] == "according" && d.kid(k, "obl", "nmod") >= 0:
			ctx.weaken(graph.Reported)
			d.attribute(ctx, d.kid(k, "obl", "nmod"), k, "according to", "")
		case prep == "according to" || prep == "per" && d.entityOf(k) >= 0:
			ctx.weaken(graph.Reported)
			d.attribute(ctx, k, at, prep, "")
		case d.clauseAt[k] >= 0:
			if s := &d.clauses[d.clauseAt[k]]; d.isComment(s) {
				ctx.weaken(graph.Reported)
				if v := d.lemma(s.head); isWay(v, wayOpinion) && !isWay(v, waySaid) {
					ctx.weaken(graph.Opinion)
				}
				d.speaker(s, ctx)
			}
		}
	}
	if cl.parent >= 0 && cl.link != "conj" {
		return
	}
	// A nominal between clause and phrase: "the fee, according to Roy, rose".
	for _, list := range [][]int{cl.subjects, cl.surface, cl.objects} {
		for _, h := range list {
			for _, k := range d.kids[h] {
				if prep, at := d.preposition(k); prep == "according to" && h != d.head(cl.head) {
					ctx.weaken(graph.Reported)
					d.attribute(ctx, k, at, prep, "")
				}
			}
		}
	}
}

// A quotation is a stretch of text between quotation marks.
type quotation struct {
	start, end int // bytes between the marks
	closed     bool
	speaker    *graph.Attribution
}

// findQuotes pairs the quotation marks of the text, paragraph by paragraph. A
// mark that is not closed in its paragraph runs to the paragraph's end, as
// quotations over several paragraphs are printed.
func (d *page) findQuotes() {
	text, open := d.a.Text, -1
	var closer rune
	flush := func(end int, closed bool) {
		if open >= 0 && end-open > 12 {
			d.quotes = append(d.quotes, quotation{start: open, end: end, closed: closed})
		}
		open = -1
	}
	prev := ' '
	for i, r := range text {
		switch {
		case r == '\n' && strings.HasPrefix(text[i:], "\n\n"):
			flush(i, false)
		case open >= 0 && r == closer && !(r == '’' || r == '\'') || open >= 0 && r == closer && closesSingle(text, i, r):
			flush(i, true)
		case open < 0 && r == '“':
			open, closer = i+len("“"), '”'
		case open < 0 && r == '"':
			open, closer = i+1, '"'
		case open < 0 && r == '‘' && opensSingle(text, i, prev, r):
			open, closer = i+len("‘"), '’'
		case open < 0 && r == '\'' && opensSingle(text, i, prev, r):
			open, closer = i+1, '\''
		}
		prev = r
	}
	flush(len(text), false)
	for i := range d.quotes {
		d.quotes[i].speaker = d.speakerOfQuote(i)
	}
	d.findBlocks()
}

// findBlocks finds the paragraphs that a sentence ending in a colon
// announces: "Roy posted this statement:". They are quotations without marks.
func (d *page) findBlocks() {
	for s, sent := range d.a.Sentences {
		text := d.a.Text
		if s+1 >= len(d.a.Sentences) || lastByte(text[sent.Start:sent.End]) != ":" {
			continue
		}
		next := d.a.Sentences[s+1]
		if !strings.Contains(text[sent.End:next.Start], "\n") || d.inQuote(next.Start) || strings.ContainsAny(text[next.Start:next.Start+1], "\"'") {
			continue
		}
		who := d.reporterIn(s)
		if who == nil {
			continue
		}
		end := len(text)
		if i := strings.Index(text[next.Start:], "\n"); i >= 0 {
			end = next.Start + i
		}
		d.quotes = append(d.quotes, quotation{start: next.Start, end: end, closed: true, speaker: who})
	}
}

func opensSingle(text string, i int, prev, r rune) bool {
	next := i + len(string(r))
	return (prev == ' ' || prev == '\n' || prev == '(' || prev == '—') && next < len(text) && text[next] != ' ' && text[next] != '\n' && text[next] != 's'
}

// closesSingle tells a closing single quotation mark from an apostrophe: no letter follows.
func closesSingle(text string, i int, r rune) bool {
	next := i + len(string(r))
	if next >= len(text) {
		return true
	}
	b := text[next]
	if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' {
		return false
	}
	// "workers' demands": a plural's apostrophe before a word, unless punctuation comes first.
	return b != ' ' || i > 0 && strings.ContainsRune(".,!?;”", rune(text[i-1])) || !(i > 0 && text[i-1] == 's')
}

// speakerOfQuote finds who says a quotation: a reporting clause outside the
// marks in a sentence that the quotation touches; else, for a quotation that
// begins where a quoted statement of the same paragraph ended, that speaker;
// else a reporting clause just before a colon.
func (d *page) speakerOfQuote(q int) *graph.Attribution {
	qt := &d.quotes[q]
	for s := range d.a.Sentences {
		sent := d.a.Sentences[s]
		if sent.End <= qt.start || sent.Start >= qt.end {
			continue
		}
		if a := d.reporterIn(s); a != nil {
			return a
		}
	}
	if q > 0 && d.quotes[q-1].speaker != nil && d.quotes[q-1].end < qt.start && d.sentenceStart(qt.start) {
		between := d.a.Text[d.quotes[q-1].end:qt.start]
		if !d.quotes[q-1].closed && strings.TrimSpace(strings.Trim(between, "“”\"‘’'")) == "" {
			return d.quotes[q-1].speaker
		}
		if !strings.Contains(between, "\n\n") && d.sentencesBetween(d.quotes[q-1].end, qt.start) == 0 {
			return d.quotes[q-1].speaker
		}
	}
	for s := range d.a.Sentences {
		if sent := d.a.Sentences[s]; sent.End <= qt.start && qt.start-sent.End < 8 && strings.ContainsAny(lastByte(d.a.Text[sent.Start:sent.End]), ":,") {
			return d.reporterIn(s)
		}
	}
	return nil
}

func lastByte(s string) string {
	s = strings.TrimRight(s, " \n\t\r\"“'")
	return s[max(len(s)-1, 0):]
}

// sentenceStart reports whether a quotation begins with a capital, as a full sentence does.
func (d *page) sentenceStart(at int) bool {
	return at < len(d.a.Text) && d.a.Text[at] >= 'A' && d.a.Text[at] <= 'Z'
}

// sentencesBetween counts the sentences that lie wholly between two offsets.
func (d *page) sentencesBetween(from, to int) int {
	n := 0
	for _, s := range d.a.Sentences {
		if s.Start >= from && s.End <= to {
			n++
		}
	}
	return n
}

// reporterIn returns the speaker of the reporting clause of a sentence whose
// verb stands outside quotation marks; of several the one with a clause for its
// object, or none: "posted a video in which he said".
func (d *page) reporterIn(s int) *graph.Attribution {
	var found *graph.Attribution
	for c := range d.clauses {
		cl := &d.clauses[c]
		if d.sentence[cl.head] != s || !isWay(d.lemma(cl.head), waySaid) || len(cl.subjects) == 0 || cl.passive || d.inQuote(d.a.Tokens[cl.head].Start) {
			continue
		}
		var ctx context
		d.attribute(&ctx, cl.subjects[0], cl.head, d.word(cl.head), d.channelOf(cl))
		if len(ctx.speakers) > 0 && (found == nil || len(cl.objects) == 0) {
			found = &ctx.speakers[0]
			if len(cl.objects) == 0 {
				break
			}
		}
	}
	return found
}

func (d *page) inQuote(at int) bool { return d.quoteAt(at) != nil }

func (d *page) quoteAt(at int) *quotation {
	for i := range d.quotes {
		if d.quotes[i].start <= at && at < d.quotes[i].end {
			return &d.quotes[i]
		}
	}
	return nil
}

// quotedSpeaker returns the speaker of the quotation that holds a whole main
// clause, nil for none.
func (d *page) quotedSpeaker(c int) *graph.Attribution {
	at := d.a.Tokens[d.clauses[c].head].Start
	if q := d.quoteAt(at); q != nil {
		return q.speaker
	}
	return nil
}
