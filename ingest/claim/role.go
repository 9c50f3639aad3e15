package claim

import (
	"strings"

	"dossier/graph"
	"dossier/schema"
)

// A role says what someone or something is to another: "Frank Lind, Teldra's
// chief engineer", "Defense Minister Ana Roy", "Ostra is a subsidiary of Pell".
type role struct {
	relation *schema.RelationType
	subject  int // head of who has the role
	noun     int // head of the role's words
	words    phrase
	object   int          // head of the organisation or country, -1 for none
	body     *schema.Fact // the organisation, where only its title names it
	past     string       // "former"
	position bool
}

const holdsPosition = "holdsPosition"

// positions are nouns for offices and jobs that one holds in an organisation.
var positions = words(`president chairman chairwoman chair chairperson director manager minister secretary senator congressman
	congresswoman representative mayor governor ambassador spokesman spokeswoman spokesperson officer executive ceo cfo coo cto chief head
	leader founder co-founder cofounder editor judge justice general admiral colonel captain commander lieutenant sergeant
	prosecutor attorney commissioner chancellor premier king queen prince princess pope bishop archbishop cardinal emir sultan
	professor lecturer dean principal rector coach treasurer deputy lawmaker mp member adviser advisor aide envoy diplomat
	inspector superintendent sheriff councillor councilor councilman councilwoman lawyer counsel economist analyst strategist
	scientist engineer researcher fellow partner owner speaker whip vice-president undersecretary under-secretary president-elect
	dictator ruler monarch legislator delegate negotiator coordinator supervisor administrator auditor controller curator
	correspondent reporter journalist columnist anchor producer physician surgeon consul coroner marshal major brigadier
	assistant co-chair vice-chairman vice-chair co-director intern trustee chairman-elect boss`)

// past are adjectives that put a role into the past.
var past = words(`former ex onetime one-time erstwhile late then then- ousted retired outgoing ex-`)

// isPosition reports whether a noun phrase names an office.
func (d *page) isPosition(h int) bool {
	l := d.lemma(h)
	return positions[l] || positions[strings.TrimPrefix(l, "ex-")] || d.o.Is(d.x.headTypes[l], "Position")
}

// roles returns the roles that a noun gives a subject: by the ontology's role
// cues, and for persons in an office as holdsPosition.
func (d *page) roles(s, noun int) []role {
	if s == noun || s < 0 || d.vague(s) {
		return nil
	}
	base := role{subject: s, noun: noun, words: d.title(noun), object: -1, past: d.pastOf(noun)}
	holders := d.holders(noun)
	var out []role
	for _, rc := range d.roleCues(noun) {
		who, prep := rc.Cue.Subject, rc.Cue.Object.Prep
		turned := who.Role != schema.SlotSubject
		if turned {
			prep = rc.Cue.Subject.Prep
		}
		for _, h := range holders {
			if h.prep != prep && h.prep != "'s" && !(h.prep == "" && d.entityOf(h.head) >= 0) {
				continue
			}
			a, b := s, h.head
			if turned {
				a, b = h.head, s
			}
			if h.head == s || d.vague(h.head) || !d.accepts(rc.Relation, a, b) {
				continue
			}
			r := base
			r.relation, r.subject, r.object = d.officeRelation(rc.Relation, noun), a, b
			r.position = d.isPosition(noun)
			if r.position && !turned && d.kindFamily(b) == "place" {
				r.body = d.bodyOf(&r)
			}
			out = append(out, r)
		}
	}
	if len(out) > 0 {
		return out
	}
	if !d.isPosition(noun) || !d.person(s) {
		return nil
	}
	base.relation, base.position = d.x.job, true
	for _, h := range holders {
		if h.prep == "as" || h.prep == "with" && d.kindFamily(h.head) != "org" {
			continue
		}
		if d.strangeName(h.head, noun) {
			base.object = h.head
			break
		}
		if f := d.kindFamily(h.head); f == "org" || f == "place" || f == "" && h.prep != "" && d.entityOf(h.head) < 0 {
			if f == "" && !people[d.lemma(h.head)] {
				continue
			}
			base.object = h.head
			break
		}
	}
	base.body = d.bodyOf(&base)
	if base.relation == nil || base.relation.Name != holdsPosition && base.object < 0 && base.body == nil {
		return nil // another ontology's job needs an employer
	}
	return []role{base}
}

// officeRelation prefers holding an office to being employed where the noun
// names an office and not a job.
func (d *page) officeRelation(r *schema.RelationType, noun int) *schema.RelationType {
	if r.Name == "employedBy" && offices[d.lemma(noun)] && d.x.job != nil && d.x.job.Name == holdsPosition {
		return d.x.job
	}
	return r
}

// offices are positions that an organisation has one or few of.
var offices = words(`officer president executive manager partner chief head director chairman chairwoman chair ceo cfo coo cto counsel
	economist scientist strategist editor secretary adviser advisor spokesman spokeswoman spokesperson treasurer controller deputy`)

// roleCues returns the role cues for a noun, those of several words ("chief
// executive") before those of its head alone.
func (d *page) roleCues(noun int) []schema.RelationCue {
	lemma := d.lemma(noun)
	for n := 2; n >= 1; n-- {
		if noun-n < 0 {
			continue
		}
		var parts []string
		for i := noun - n; i < noun; i++ {
			parts = append(parts, d.lower[i])
		}
		if cues := d.o.CuesFor(schema.CueRole, strings.Join(parts, " ")+" "+lemma); len(cues) > 0 {
			return cues
		}
	}
	return d.o.CuesFor(schema.CueRole, lemma)
}

func (d *page) person(h int) bool {
	t := d.typeOf(h)
	if t == "" {
		return d.upos(h) == "PROPN" && d.mention[h] < 0 && false
	}
	return d.o.Family(t) == schema.FamilyPerson
}

func (d *page) kindFamily(h int) string {
	if t := d.kindOf(h); t != "" {
		return string(d.o.Family(t))
	}
	return ""
}

// A holder is what a role is held in, with the preposition that says so: "of",
// "'s" for a possessor, "" for a name in front of the noun.
type holder struct {
	head int
	prep string
}

func (d *page) holders(noun int) []holder {
	var out []holder
	for _, k := range d.kids[noun] {
		switch d.rel(k) {
		case "nmod:poss":
			out = append(out, holder{k, "'s"})
		case "compound", "amod", "nmod:desc", "nmod:unmarked":
			if k < noun && (d.entityOf(k) >= 0 || d.strangeName(k, noun)) {
				out = append(out, holder{k, ""})
			}
		case "nmod", "obl":
			if prep, _ := d.preposition(k); prep != "" {
				for _, m := range d.members(k) {
					out = append(out, holder{m, prep})
				}
			}
		}
	}
	return out
}

// strangeName reports whether a word in front of an office written small is a
// name that the recogniser does not know: "Ostra chief executive".
func (d *page) strangeName(k, noun int) bool {
	if k > noun || d.upos(k) != "PROPN" || d.mention[k] >= 0 || d.word(noun) != d.lower[noun] || d.word(k) == d.lower[k] || d.isPosition(k) {
		return false
	}
	return d.head(k) == noun && (d.rel(k) == "compound" && d.xpos(noun) != "NNPS" || d.rel(k) == "nmod:poss") && d.x.demonyms[d.word(k)] == nil
}

// title is the words of a role without determiner, possessor and what it is
// held in: "chief communications officer", "former defence minister".
func (d *page) title(noun int) phrase {
	p := phrase{head: noun, first: noun, last: noun + 1}
	s := d.a.Sentences[d.sentence[noun]]
	for p.first-1 >= s.First {
		k := p.first - 1
		if d.head(k) != noun && !(d.below(k, noun) && d.base(k) != "punct") {
			break
		}
		if d.rel(k) == "det" || d.rel(k) == "case" || d.rel(k) == "nmod:poss" || past[d.lemma(k)] || d.rel(k) == "cop" || d.base(k) == "cc" || d.base(k) == "punct" && d.word(k) != "-" ||
			d.entityOf(k) >= 0 || d.mentionCovers(k) || d.strangeName(k, noun) || d.base(k) == "nsubj" || d.base(k) == "advmod" || d.base(k) == "aux" {
			break
		}
		p.first--
	}
	if p.last+1 < s.Last && d.lower[p.last] == "of" { // "Secretary of Trade Ana Roy"
		k := p.last + 1
		for k < s.Last && (d.upos(k) == "NOUN" || d.upos(k) == "PROPN" || d.lower[k] == "and") && d.personAt(k) < 0 {
			k++
		}
		if k < s.Last && k > p.last+1 && d.personAt(k) >= 0 {
			p.last = k
		}
	}
	// "secretary of state", "minister for trade": common nouns behind belong to the title.
	for _, k := range d.all(noun, "nmod") {
		prep, at := d.preposition(k)
		if at == p.last && (prep == "of" || prep == "for") && d.entityOf(k) < 0 && !people[d.lemma(k)] && !d.namesIn(d.nounPhrase(k)) {
			p.last = d.nounPhrase(k).last
		}
	}
	return p
}

// personAt returns the mention of a person that begins at a token, -1 for none.
func (d *page) personAt(k int) int {
	for i := range d.a.Mentions {
		m := &d.a.Mentions[i]
		if m.First == k && m.Kind == "name" && d.o.Family(m.Type) == schema.FamilyPerson {
			return i
		}
	}
	return -1
}

// namesIn reports whether a phrase holds a proper name.
func (d *page) namesIn(p phrase) bool {
	for i := p.first; i < p.last; i++ {
		if d.upos(i) == "PROPN" || d.mention[i] >= 0 && d.entityOf(i) >= 0 {
			return true
		}
	}
	return false
}

// mentionCovers reports whether a token lies in a named mention that it does
// not head: a part of an organisation's name.
func (d *page) mentionCovers(k int) bool {
	for i := range d.a.Mentions {
		m := &d.a.Mentions[i]
		if m.First <= k && k < m.Last && m.Kind == "name" {
			t := m.Type
			if m.Entity >= 0 {
				t = d.a.Entities[m.Entity].Type
			}
			return d.o.Family(t) != schema.FamilyPerson
		}
	}
	return false
}

func (d *page) pastOf(noun int) string {
	for _, k := range d.kids[noun] {
		if k < noun && past[d.lemma(k)] {
			return d.lower[k]
		}
	}
	if strings.HasPrefix(d.lower[noun], "ex-") {
		return "former"
	}
	return ""
}

// bodyOf returns the organisation that a title alone names: from the facts
// about the person, else the one body with that title, within the country that
// stands in front of it.
func (d *page) bodyOf(r *role) *schema.Fact {
	if r.object >= 0 && d.kindFamily(r.object) == "org" {
		return nil
	}
	title := canonicalTitle(d.phraseText(r.words))
	if e := d.entityOf(r.subject); e >= 0 {
		if f := d.o.Fact(d.a.Entities[e].Fact); f != nil && f.Part != "" {
			for _, t := range f.Titles {
				if k := canonicalTitle(t); k == title || strings.HasSuffix(k, " "+title) || strings.HasSuffix(title, k) {
					if b := d.o.Fact(f.Part); b != nil && d.o.Family(b.Type) == schema.FamilyOrg {
						return b
					}
				}
			}
		}
	}
	bodies := d.x.titles[title]
	if len(bodies) == 0 {
		if i := strings.LastIndexByte(title, ' '); i > 0 {
			return nil
		}
		bodies = d.x.titles[d.lemma(r.noun)]
	}
	var found *schema.Fact
	for _, b := range bodies {
		if d.o.Family(b.Type) != schema.FamilyOrg || !d.inCountry(b, r.object) {
			continue
		}
		if found != nil {
			return nil
		}
		found = b
	}
	return found
}

// canonicalTitle writes an office in one way: "Secretary of Defence", "US
// defense secretary" and "Defense Secretary" are "defense secretary".
func canonicalTitle(s string) string {
	s = strings.ReplaceAll(plain(s), "defence", "defense")
	for _, p := range []string{"us ", "u.s. ", "american ", "united states ", "the "} {
		s = strings.TrimPrefix(s, p)
	}
	if office, field, ok := strings.Cut(s, " of "); ok && !strings.Contains(field, " of ") {
		s = strings.TrimPrefix(field, "the ") + " " + office
	}
	return s
}

// inCountry reports whether a body belongs to the country of a phrase; without
// a phrase the document must speak of the country.
func (d *page) inCountry(b *schema.Fact, h int) bool {
	if b.Part == "" {
		return true
	}
	if h >= 0 {
		e := d.entityOf(h)
		return e >= 0 && d.a.Entities[e].Fact == b.Part
	}
	for i := range d.a.Entities {
		if d.a.Entities[i].Fact == b.Part || d.a.Entities[i].Fact == b.ID {
			return true
		}
	}
	return false
}

// roleClaim makes a claim of a role; the caller adds circumstances and evidence.
func (d *page) roleClaim(r role) draft {
	out := draft{at: r.noun, clause: -1, rule: "role", subjHead: r.subject, objHead: r.object}
	g := &out.Claim
	if r.relation != nil {
		g.Relation = r.relation.Name
	}
	g.Subject = d.argument(r.subject, "")
	words := d.wordsOf(r.words, "position")
	g.Predicate, g.PredicateAt, g.Lemma = words.Text, words.Span, plain(words.Text)
	switch {
	case r.body != nil:
		g.Object = d.bodyArgument(r)
	case r.object >= 0:
		g.Object = d.argument(r.object, "")
	default:
		g.Object = words
		g.Object.Role = ""
	}
	if r.position {
		g.Arguments = append(g.Arguments, words)
	}
	if r.past != "" {
		g.Time = &graph.Time{Text: r.past}
	}
	return out
}
