package claim

import (
	"strings"
	"time"

	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// argument makes an argument of a noun phrase: linked to its entity when the
// head is a mention, a value when it is one, else words.
func (d *page) argument(h int, role string) graph.Argument { return d.argumentOf(h, -2, role) }

// argumentOf is argument without the words of the clause that token drop heads.
func (d *page) argumentOf(h, drop int, role string) graph.Argument {
	p := d.nounPhraseWithout(h, d.branch(h, drop))
	if m := d.mention[h]; m >= 0 && d.a.Mentions[m].Entity >= 0 {
		men := d.a.Mentions[m]
		if f := men.First; men.Kind != nlp.Name && f > 0 && f < len(d.lower) && (d.lower[f] == "least" || d.lower[f] == "most") && d.lower[f-1] == "at" {
			men.Start = d.a.Tokens[f-1].Start
		}
		if n := h + 2; n < len(d.tok) && men.Last == h+1 && d.head(n) == h && d.firm(h, n) {
			men.End = d.a.Tokens[n].End
		}
		return graph.Argument{Role: role, Span: graph.Span(men.Span), Text: d.a.Text[men.Start:men.End], Profile: int32(d.actor(h))}
	}
	if p.first < h && d.rel(p.first) == "det" && (d.lower[p.first] == "no" || d.lower[p.first] == "neither") {
		p.first++ // the claim is denied instead
	}
	a := d.wordsOf(p, role)
	a.Profile = int32(d.outlet(h))
	if v := d.valueOf(h); v != nil {
		a.Value = v
	}
	return a
}

// branch returns the dependent of h whose words hold a clause's, the clause's
// own head if none does: of "a man convicted of threatening Roy" who threatens
// is "a man".
func (d *page) branch(h, head int) int {
	if head < 0 || d.clauseAt[head] < 0 {
		return head
	}
	for k, n := head, 0; k >= 0 && n < 50; k, n = d.head(k), n+1 {
		if d.head(k) == h {
			if d.base(k) == "acl" {
				return k
			}
			return head
		}
	}
	return head
}

// outlets are nouns that stand for the medium whose name is in front of them.
var outlets = words(`website site newspaper paper magazine outlet agency newswire broadcaster channel blog`)

// outlet returns the entity of a medium named before such a noun: "the Ledger
// website" is the Ledger; -1 for none.
func (d *page) outlet(h int) int {
	if !outlets[d.lemma(h)] {
		return -1
	}
	for _, k := range d.all(h, "compound", "nmod:poss") {
		if e := d.entityOf(k); e >= 0 && d.o.Family(d.a.Entities[e].Type) == "org" {
			return e
		}
	}
	return -1
}

// wordsOf makes a plain argument of a phrase.
func (d *page) wordsOf(p phrase, role string) graph.Argument {
	sp := graph.Span{Start: d.a.Tokens[p.first].Start, End: d.a.Tokens[p.last-1].End}
	return graph.Argument{Role: role, Span: sp, Text: d.a.Text[sp.Start:sp.End], Profile: -1}
}

// valueOf returns the date, money or number that a phrase's head is, nil for none.
func (d *page) valueOf(h int) *graph.Value {
	if t := d.timeAt[h]; t >= 0 && !d.a.Times[t].Duration {
		return &graph.Value{Type: "date", Text: d.a.Times[t].Text, Date: d.a.Times[t].Start}
	}
	if v := d.valueAt[h]; v >= 0 {
		x := d.a.Values[v]
		switch x.Type {
		case "money":
			return &graph.Value{Type: "money", Text: x.Text, Number: x.Number, Unit: x.Unit}
		case "number", "percent":
			if d.upos(h) == "NUM" || d.upos(h) == "SYM" || x.Type == "percent" {
				return &graph.Value{Type: "number", Text: x.Text, Number: x.Number, Unit: x.Unit}
			}
		}
	}
	return nil
}

// timeOf returns when a clause's event took place: its own time expressions
// first, then those of the clause it depends on when they share one event.
func (d *page) timeOf(c int) *graph.Time {
	cl := &d.clauses[c]
	for n := 0; n < 6; n++ {
		for _, o := range cl.obliques {
			if t := d.timeAt[o.head]; t >= 0 && o.under < 0 && !d.a.Times[t].Duration {
				return makeTime(&d.a.Times[t], o.prep)
			}
		}
		for _, k := range d.kids[cl.head] {
			if t := d.timeAt[k]; t >= 0 && (d.base(k) == "advmod" || d.base(k) == "nmod" || d.base(k) == "obl") && !d.a.Times[t].Duration {
				return makeTime(&d.a.Times[t], "")
			}
		}
		if cl.parent < 0 || cl.link != "xcomp" && cl.link != "conj" {
			return nil
		}
		up := &d.clauses[cl.parent]
		if cl.link == "conj" && (len(d.all(cl.head, "nsubj", "nsubj:pass")) > 0 || d.finite(cl) && !d.fronted(up)) {
			return nil // "left in May and now works for Pell"
		}
		cl = up
	}
	return nil
}

// fronted reports whether a clause's time stands before its verb, where it
// holds for the verbs coordinated with it, too.
func (d *page) fronted(cl *clause) bool {
	for _, o := range cl.obliques {
		if d.timeAt[o.head] >= 0 {
			return o.head < cl.head
		}
	}
	return true
}

var precisions = map[string]graph.Precision{"instant": graph.Instant, "day": graph.Day, "week": graph.Week, "month": graph.Month,
	"year": graph.Year, "decade": graph.Decade, "range": graph.RangeOfTime}

// makeTime turns a time expression into a claim's time; "since" and "until"
// leave one end open.
func makeTime(t *nlp.Time, prep string) *graph.Time {
	g := &graph.Time{Text: t.Text, Start: t.Start, End: t.End, Precision: precisions[t.Precision], Basis: t.Basis, Relative: relative(t.Relative, prep)}
	switch prep {
	case "since", "from":
		g.Text, g.Precision = withPrep(prep, t.Text), graph.RangeOfTime
		g.End = time.Time{}
	case "until", "till", "by", "through", "before":
		g.Text, g.Precision = withPrep(prep, t.Text), graph.RangeOfTime
		g.Start = time.Time{}
	case "after":
		g.Text, g.Precision = withPrep(prep, t.Text), graph.RangeOfTime
		g.Start, g.End = g.End, time.Time{}
	}
	return g
}

// relative turns a time that only the day of writing resolves into one that the
// graph can resolve; "since" and "until" leave one end open here, too.
func relative(t *nlp.Relative, prep string) *graph.Relative {
	if t == nil {
		return nil
	}
	r := &graph.Relative{Precision: precisions[t.Precision]}
	from, to := t.Ends[0], t.Ends[1]
	switch prep {
	case "since", "from":
		to, r.Precision = false, graph.RangeOfTime
	case "until", "till", "by", "through", "before":
		from, r.Precision = false, graph.RangeOfTime
	case "after":
		return nil
	}
	for w, d := range t.Days {
		r.Days[w] = [2]int8{graph.NoEnd, graph.NoEnd}
		if from {
			r.Days[w][0] = int8(d[0])
		}
		if to {
			r.Days[w][1] = int8(d[1])
		}
	}
	return r
}

func withPrep(prep, text string) string {
	if strings.HasPrefix(strings.ToLower(text), prep+" ") {
		return text
	}
	return prep + " " + text
}

// roleOf names what an oblique is to its clause.
func (d *page) roleOf(o oblique) string {
	t := d.typeOf(o.head)
	switch {
	case d.timeAt[o.head] >= 0:
		return "time"
	case d.valueAt[o.head] >= 0 && d.a.Values[d.valueAt[o.head]].Type == "money":
		return "amount"
	case d.o.Family(t) == "place" && t != "" && placePreps[o.prep]:
		return "place"
	}
	if carries := t != "" && (d.o.Is(t, "Platform") || d.o.Is(t, "Publication")); carries && (o.prep == "on" || o.prep == "in" || o.prep == "via") {
		return "channel"
	}
	if o.prep == "in" || o.prep == "at" {
		return d.standsIn(o.head)
	}
	if r := rolesOfPreps[o.prep]; r != "" {
		return r
	}
	if o.prep == "" && timeUnits[d.lemma(o.head)] {
		return "time"
	}
	if o.prep == "" && d.kid(o.head, "nummod") >= 0 {
		return "amount"
	}
	if o.prep == "" {
		return "manner"
	}
	return o.prep
}

// standsIn names the role of what stands behind "in" or "at": a place when it
// is one, the channel of words, else a circumstance.
func (d *page) standsIn(h int) string {
	switch t := d.kindOf(h); {
	case channels[d.lemma(h)]:
		return "channel"
	case t != "" && (d.o.Family(t) == schema.FamilyPlace || d.o.Family(t) == schema.FamilyOrg || d.o.Is(t, "Facility")), locations[d.lemma(h)]:
		return "place"
	case t != "" && d.o.Is(t, "Event"):
		return "time"
	}
	return "circumstance"
}

// locations are common nouns for places that the ontology may not name.
var locations = words(`city town village country state province region area district street road house home apartment flat building room hall
	office headquarters prison jail court courtroom hospital school university camp park square garden field farm forest desert
	mountain valley island coast shore beach sea ocean lake river border harbour harbor port station airport factory plant shop
	store restaurant hotel bar church mosque temple stadium arena site location neighborhood neighbourhood suburb capital north
	south east west middle centre center world abroad car vehicle truck bus train plane ship boat space territory zone warehouse
	laboratory lab museum theatre theater library embassy base garage cell custody detention`)

var placePreps = words(`in at on near from to outside inside across around into off along through throughout within`)

var rolesOfPreps = map[string]string{"to": "recipient", "for": "purpose", "with": "participant", "by": "means", "about": "topic", "on": "topic",
	"over": "topic", "regarding": "topic", "as": "capacity", "from": "source", "because of": "cause", "due to": "cause", "in response to": "cause",
	"against": "target", "following": "time", "of": "topic", "after": "time", "before": "time", "during": "time", "since": "time", "until": "time", "into": "target", "through": "means", "via": "means", "using": "instrument", "without": "without", "despite": "concession",
	"amid": "circumstance", "under": "circumstance", "between": "participant", "among": "participant", "towards": "target", "toward": "target", "near": "place", "like": "manner"}
