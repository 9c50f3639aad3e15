package claim

import (
	"sort"
	"strings"

	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// bodyArgument links a role to the organisation that its title names. If the
// document does not name it elsewhere it becomes an entity here, mentioned by
// the title's words.
func (d *page) bodyArgument(r role) graph.Argument {
	f := r.body
	span := d.wordsOf(r.words, "").Span
	for i := range d.a.Entities {
		if d.a.Entities[i].Fact == f.ID {
			return graph.Argument{Span: span, Text: d.a.Text[span.Start:span.End], Profile: int32(i)}
		}
	}
	e := d.addEntity("fact:"+f.ID, nlp.Entity{Name: f.Name, Type: f.Type, Fact: f.ID, Gender: "neutral"})
	d.addMention(e, nlp.Mention{Span: nlp.Span(span), First: r.words.first, Last: r.words.last, Head: r.noun, Kind: nlp.Nominal, Type: f.Type, Rule: "title", Score: 0.9})
	return graph.Argument{Span: span, Text: d.a.Text[span.Start:span.End], Profile: int32(e)}
}

func (d *page) addEntity(key string, e nlp.Entity) int {
	if i, ok := d.added[key]; ok {
		return i
	}
	d.a.Entities = append(d.a.Entities, e)
	d.added[key] = len(d.a.Entities) - 1
	return len(d.a.Entities) - 1
}

// addMention adds a mention of entity e behind all others; finish puts them
// into text order.
func (d *page) addMention(e int, m nlp.Mention) {
	m.Entity = e
	d.a.Mentions = append(d.a.Mentions, m)
	d.a.Entities[e].Mentions = append(d.a.Entities[e].Mentions, len(d.a.Mentions)-1)
}

// sortMentions restores the text order of mentions after some were added, and
// the indexes that entities hold.
func (d *page) sortMentions() {
	order := make([]int, len(d.a.Mentions))
	for i := range order {
		order[i] = i
	}
	at := func(i int) nlp.Span { return d.a.Mentions[i].Span }
	sort.SliceStable(order, func(a, b int) bool {
		x, y := at(order[a]), at(order[b])
		if x.Start != y.Start {
			return x.Start < y.Start
		}
		return x.End > y.End
	})
	sorted := make([]nlp.Mention, len(order))
	place := make([]int, len(order))
	for to, from := range order {
		sorted[to], place[from] = d.a.Mentions[from], to
	}
	d.a.Mentions = sorted
	for e := range d.a.Entities {
		for i, m := range d.a.Entities[e].Mentions {
			d.a.Entities[e].Mentions[i] = place[m]
		}
		sort.Ints(d.a.Entities[e].Mentions)
	}
}

// A thing is a description that may become an entity: "the two-week review",
// "engineers based in China".
type thing struct {
	key, kind string
	heads     []int
	roles     int
}

// recurring makes entities of common nouns for groups, events, documents and
// systems that the document speaks of more than once.
func (d *page) recurring() {
	byKey := map[string]*thing{}
	var order []*thing
	for i := range d.a.Tokens {
		if d.upos(i) != "NOUN" || d.entityOf(i) >= 0 || !d.told(d.sentence[i]) || d.base(i) == "compound" || d.timeAt[i] >= 0 || d.valueAt[i] >= 0 && d.upos(i) == "NUM" {
			continue
		}
		kind := d.thingKind(i)
		if kind == "" {
			continue
		}
		key := kind + ":" + d.thingKey(i)
		t := byKey[key]
		if t == nil {
			t = &thing{key: key, kind: kind}
			byKey[key] = t
			order = append(order, t)
		}
		t.heads = append(t.heads, i)
		if d.participates(i) {
			t.roles++
		}
	}
	for _, t := range order {
		if !d.known(t) {
			continue
		}
		d.makeThing(t)
	}
}

// known reports whether a description tells enough of a thing to know it by:
// groups and events that act or are acted on, when once described ("foreign
// engineers", "a two-week review"), others when they come again, and "officials"
// alone never: each time others.
func (d *page) known(t *thing) bool {
	if strings.Contains(t.key, "@") {
		return true
	}
	once := t.roles > 0 && (t.kind == d.x.groups || d.o.Is(t.kind, "Event"))
	return strings.Contains(t.key, " ") && (len(t.heads) > 1 || once)
}

func (d *page) makeThing(t *thing) {
	h := t.heads[0]
	for _, x := range t.heads {
		if a, b := d.nounPhrase(x), d.nounPhrase(h); a.last-a.first < b.last-b.first {
			h = x
		}
	}
	gender := "neutral"
	if t.kind == d.x.groups {
		gender = "plural"
	}
	e := d.addEntity("thing:"+t.key, nlp.Entity{Name: d.thingName(h), Type: t.kind, Gender: gender})
	for _, x := range t.heads {
		p := d.tightPhrase(x)
		if d.thingPlace(x) != "" {
			p = d.nounPhrase(x)
		}
		for p.first < x && (d.lower[p.first] == "no" || d.lower[p.first] == "any") {
			p.first++
		}
		w := d.wordsOf(p, "")
		d.addMention(e, nlp.Mention{Span: nlp.Span(w.Span), First: p.first, Last: p.last, Head: x, Kind: nlp.Nominal, Type: t.kind, Rule: "recurring", Score: 0.7})
		d.mention[x] = len(d.a.Mentions) - 1
	}
}

// thingName is the phrase without its determiner or possessor.
func (d *page) thingName(h int) string {
	p := d.tightPhrase(h)
	if d.thingPlace(h) != "" {
		p = d.nounPhrase(h)
	}
	for p.first < h && (d.rel(p.first) == "det" || d.lower[p.first] == "its" || d.lower[p.first] == "their" || d.lower[p.first] == "our" || d.base(p.first) == "punct") {
		p.first++
	}
	return strings.Join(strings.Fields(d.phraseText(p)), " ")
}

// thingKind returns the entity type a common noun may found: groups of people
// in the plural, and what the ontology's head nouns name that is no person or place.
func (d *page) thingKind(i int) string {
	l := d.lemma(i)
	if d.xpos(i) == "NNS" && people[l] {
		return d.x.groups
	}
	t := d.x.headTypes[l]
	if t == "" {
		return ""
	}
	switch d.o.Family(t) {
	case schema.FamilyThing:
		if d.o.Is(t, "Position") || d.o.Is(t, "Topic") || d.o.Is(t, "Award") || d.o.Is(t, "Disease") || d.o.Is(t, "Security") {
			return ""
		}
		return t
	case schema.FamilyGroup:
		return t
	}
	return ""
}

// thingKey is what two descriptions must share to be one thing: the head with
// its describing words; for groups in a place, the head and the place.
func (d *page) thingKey(i int) string {
	if place := d.thingPlace(i); place != "" && d.x.groups != "" && people[d.lemma(i)] {
		return strings.Join(append(d.otherWords(i), d.lemma(i)+"@"+place), " ")
	}
	var parts []string
	for _, k := range d.kids[i] {
		if b := d.base(k); (b == "amod" || b == "compound") && k < i {
			parts = append(parts, d.lemma(k))
		}
	}
	return strings.Join(append(parts, d.lemma(i)), " ")
}

// otherWords are the describing words of a group that name no place:
// "Norvian opposition forces" are not "Norvian government forces".
func (d *page) otherWords(i int) []string {
	var out []string
	for _, k := range d.kids[i] {
		if b := d.base(k); (b == "amod" || b == "compound") && k < i && d.placeIn(k) == "" && d.upos(k) == "NOUN" {
			out = append(out, d.lemma(k))
		}
	}
	return out
}

// thingPlace returns the place that a description names: "Chinese engineers",
// "engineers based in China".
func (d *page) thingPlace(i int) string {
	place := ""
	for _, k := range d.kids[i] {
		switch d.base(k) {
		case "amod", "compound":
			if f := d.placeIn(k); f != "" {
				place = f
			}
		case "nmod", "acl":
			if prep, _ := d.preposition(k); d.base(k) == "acl" && located[d.lemma(k)] || prep == "in" || prep == "from" {
				if f := d.placeIn(k); f != "" {
					place = f
				}
			}
		}
	}
	return place
}

var located = words(`base locate live reside work operate station situate come`)

// placeIn returns the country or place that a modifier names, by name or
// demonym, "" for none.
func (d *page) placeIn(k int) string {
	for i := range append([]int{k}, d.kids[k]...) {
		t := append([]int{k}, d.kids[k]...)[i]
		if e := d.entityOf(t); e >= 0 && d.o.Family(d.a.Entities[e].Type) == schema.FamilyPlace {
			return d.a.Entities[e].Name
		}
		if f := d.x.demonyms[d.word(t)]; f != nil {
			return f.Name
		}
		if base, ok := strings.CutSuffix(d.lower[t], "-based"); ok {
			for _, e := range d.a.Entities {
				if plain(e.Name) == base {
					return e.Name
				}
			}
		}
	}
	return ""
}

// participates reports whether a noun is subject, object or oblique of a clause.
func (d *page) participates(i int) bool {
	switch d.base(i) {
	case "nsubj", "obj", "iobj", "obl":
		return true
	}
	return false
}
