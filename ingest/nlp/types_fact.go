package nlp

import "dossier/schema"

// A factContext chooses the facts of the knowledge base that the entities of
// one analysis are.
type factContext struct {
	a      *Analyzer
	an     *Analysis
	facts  []*schema.Fact  // of each entity, nil while unknown
	states map[string]int  // id of a country → names of it and of what is part of it; nil while not counted
	there  map[string]bool // ids of the facts settled
	wholes map[string]int  // id → settled facts that are part of it
}

func newFactContext(a *Analyzer, an *Analysis) *factContext {
	return &factContext{a: a, an: an, facts: make([]*schema.Fact, len(an.Entities)), there: map[string]bool{}, wholes: map[string]int{}}
}

// settle makes entity i the fact, if there is one.
func (c *factContext) settle(i int, f *schema.Fact) {
	if f == nil {
		return
	}
	e := &c.an.Entities[i]
	e.Fact, e.Type, e.Name = f.ID, f.Type, f.Name
	if e.Gender == "" {
		e.Gender = f.Gender
	}
	c.facts[i] = f
	if !c.there[f.ID] {
		c.there[f.ID] = true
		c.wholes[f.Part]++
	}
}

// exact returns the fact that mentions of the entity name exactly, the one
// with the most and longest such names. Facts of another family than the
// entity's type do not count.
func (c *factContext) exact(e *Entity) *schema.Fact {
	weight := map[*schema.Fact]int{}
	var best *schema.Fact
	for _, k := range e.Mentions {
		m := &c.an.Mentions[k]
		if m.Kind != Name || partOfName[m.Rule] {
			continue
		}
		for _, n := range c.a.tables().kb.lookup(c.an.Text[m.Start:m.End]) {
			if n.weak || !c.a.fits(n, e.Type) || c.a.otherPerson(c.an, e, n.fact) {
				continue
			}
			weight[n.fact] += 1 + m.Last - m.First
			if best == nil || weight[n.fact] > weight[best] {
				best = n.fact
			}
		}
	}
	return best
}

// weak returns the fact that a name of entity i sometimes stands for, where
// the label of the name and the rest of the document speak for it. Of several
// the one the document speaks for most, if there is a clear one.
func (c *factContext) weak(i int) *schema.Fact {
	e := &c.an.Entities[i]
	score := map[*schema.Fact]int{}
	var order []*schema.Fact
	for _, k := range e.Mentions {
		m := &c.an.Mentions[k]
		if m.Kind != Name || partOfName[m.Rule] {
			continue
		}
		for _, n := range c.a.tables().kb.lookup(c.an.Text[m.Start:m.End]) {
			if !n.weak || c.foreign(n) || !c.a.fits(n, e.Type) || !c.a.weakSupported(c.an, m, n) || c.a.otherPerson(c.an, e, n.fact) {
				continue
			}
			if _, ok := score[n.fact]; !ok {
				score[n.fact] = c.support(n.fact, e.Type)
				order = append(order, n.fact)
			}
			score[n.fact] += c.beside(k, n.fact)
		}
	}
	cities := false
	for _, f := range order {
		cities = cities || c.a.ontology.Is(f.Type, "City")
	}
	var best, second *schema.Fact
	for _, f := range order {
		switch {
		case cities && f.Type == "Country": // a capital for its government is still the city
		case best == nil || score[f] > score[best]:
			best, second = f, best
		case second == nil || score[f] > score[second]:
			second = f
		}
	}
	if second != nil && score[best] == score[second] {
		return nil
	}
	return best
}

// support counts what the document has for a fact: things that are part of it,
// the thing it is part of, and the elected type.
func (c *factContext) support(f *schema.Fact, elected string) int {
	n := 2 * min(c.wholes[f.ID], 2)
	if f.Part != "" && c.there[f.Part] {
		n++
	}
	if f.Type == elected {
		n += 2
	}
	if c.a.ontology.Is(f.Type, "City") {
		n++ // news happens in New York the city
	}
	return n
}

// beside looks at the names coordinated with mention k: "Ukraine, Georgia and
// Moldova" are of one type, "Tbilisi, Georgia" are part and whole.
func (c *factContext) beside(k int, f *schema.Fact) int {
	n := 0
	m := &c.an.Mentions[k]
	if k > 0 {
		if g := c.factOf(k - 1); g != nil && c.joined(&c.an.Mentions[k-1], m) {
			switch {
			case g.Part == f.ID:
				n += 4
			case g.Type == f.Type:
				n += 3
			}
		}
	}
	if k+1 < len(c.an.Mentions) {
		if g := c.factOf(k + 1); g != nil && c.joined(m, &c.an.Mentions[k+1]) && g.Type == f.Type {
			n += 3
		}
	}
	return n
}

func (c *factContext) factOf(mention int) *schema.Fact {
	if e := c.an.Mentions[mention].Entity; e >= 0 && e < len(c.facts) {
		return c.facts[e]
	}
	return nil
}

// joined reports whether only commas and conjunctions stand between two names.
func (c *factContext) joined(a, b *Mention) bool {
	if b.First <= a.Last-1 || b.First-a.Last > 3 || b.First == a.Last {
		return false
	}
	for i := a.Last; i < b.First; i++ {
		switch c.an.word(i) {
		case ",", "and", "or", "&", "the":
		default:
			return false
		}
	}
	return true
}

// foreign reports a body of one country in a text about others: "the Congress"
// in a story from Jaipur, "the Communist Party" in one from Hanoi. It counts
// what is settled when it is first asked.
func (c *factContext) foreign(n kbName) bool {
	country := c.countryOf(n.fact)
	if n.family != schema.FamilyOrg || country == "" {
		return false
	}
	if c.states == nil {
		c.states = map[string]int{}
		for i, f := range c.facts {
			if f == nil || c.countryOf(f) == "" {
				continue
			}
			for _, k := range c.an.Entities[i].Mentions {
				if c.an.Mentions[k].Kind == Name {
					c.states[c.countryOf(f)]++
				}
			}
		}
	}
	most := 0
	for _, n := range c.states {
		most = max(most, n)
	}
	return 2*c.states[country] < most
}

// countryOf returns the id of the country that a fact is or is part of, "" for
// none.
func (c *factContext) countryOf(f *schema.Fact) string {
	for range 4 {
		switch {
		case f == nil:
			return ""
		case f.Type == "Country":
			return f.ID
		}
		f = c.a.ontology.Fact(f.Part)
	}
	return ""
}
