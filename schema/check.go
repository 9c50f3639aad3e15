package schema

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	typeName     = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	relationName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
	factID       = regexp.MustCompile(`^(Q[1-9][0-9]*|kb:[a-z0-9][a-z0-9-]*)$`)
)

var (
	families   = []string{string(FamilyPerson), string(FamilyOrg), string(FamilyPlace), string(FamilyThing), string(FamilyGroup)}
	valueTypes = []string{ValueDate, ValueNumber, ValueMoney, ValueText}
)

// check turns what was read into an ontology and tells every fault.
func (b *builder) check() *Ontology {
	c := &checker{builder: b, o: &Ontology{}, where: map[string]string{}, types: map[string]bool{}, rels: map[string]bool{}, ids: map[string]bool{}}
	for _, e := range b.entities {
		c.types[e.name.s] = true
	}
	for _, t := range b.relations {
		c.rels[t.name.s] = true
	}
	for _, f := range b.facts {
		c.ids[f.id.s] = true
	}
	c.entityTypes()
	c.relationTypes()
	c.facts()
	return c.o
}

type checker struct {
	*builder
	o     *Ontology
	where map[string]string // what is defined already → FILE:LINE
	types map[string]bool
	rels  map[string]bool
	ids   map[string]bool
}

// once tells a fault if key was defined before, else remembers where it is.
func (c *checker) once(file string, line int, key, what string) {
	if at, ok := c.where[key]; ok {
		c.fault(file, line, "%s is defined already at %s", what, at)
		return
	}
	c.where[key] = fmt.Sprintf("%s:%d", file, line)
}

// need tells a fault for a field that must not be empty.
func (c *checker) need(file string, line int, w word, what, field string) {
	if w.s == "" {
		c.fault(file, line, "%s has no %s", what, field)
	}
}

// known tells a fault for each name that set does not hold.
func (c *checker) known(file string, ws []word, set map[string]bool, what string, also ...string) {
	for _, w := range ws {
		if w.s != "" && !set[w.s] && !slices.Contains(also, w.s) {
			c.fault(file, w.line, "%s %q does not exist", what, w.s)
		}
	}
}

func (c *checker) entityTypes() {
	up := map[string][]string{}
	for _, e := range c.entities {
		what := title("entity type", e.name)
		if !typeName.MatchString(e.name.s) {
			c.fault(e.file, e.line, "%s needs a name like PublicBody", what)
		}
		c.once(e.file, e.line, "type "+e.name.s, what)
		c.need(e.file, e.line, e.label, what, "label")
		c.need(e.file, e.line, e.doc, what, "doc")
		c.known(e.file, append([]word{e.parent}, e.also...), c.types, "entity type")
		if e.family.s != "" && !slices.Contains(families, e.family.s) {
			c.fault(e.file, e.family.line, "family is one of %s, not %q", strings.Join(families, ", "), e.family.s)
		}
		if e.parent.s == "" && e.family.s == "" {
			c.fault(e.file, e.line, "%s has neither a parent nor a family", what)
		}
		up[e.name.s] = append(text(e.also), e.parent.s)
		c.o.entities = append(c.o.entities, EntityType{
			Name: e.name.s, Label: e.label.s, Plural: or(e.plural.s, e.label.s+"s"), Doc: e.doc.s,
			Parent: e.parent.s, Also: text(e.also), Family: Family(e.family.s),
			Heads: text(e.heads), Affix: text(e.affix), File: e.file, Line: e.line,
		})
	}
	ring := c.cycles(up, "entity type", func(name string) (string, int) {
		i := slices.IndexFunc(c.entities, func(e rawEntity) bool { return e.name.s == name })
		return c.entities[i].file, c.entities[i].line
	})
	if !ring {
		c.inheritFamilies()
	}
}

// inheritFamilies gives a type without a family that of its parent.
func (c *checker) inheritFamilies() {
	at := map[string]*EntityType{}
	for i := range c.o.entities {
		at[c.o.entities[i].Name] = &c.o.entities[i]
	}
	for i := range c.o.entities {
		e := &c.o.entities[i]
		for t := e; t != nil && e.Family == ""; t = at[t.Parent] {
			e.Family = t.Family
		}
	}
}

func (c *checker) relationTypes() {
	up := map[string][]string{}
	for _, t := range c.relations {
		what := title("relation type", t.name)
		if !relationName.MatchString(t.name.s) {
			c.fault(t.file, t.line, "%s needs a name like holdsPosition", what)
		}
		c.once(t.file, t.line, "relation "+t.name.s, what)
		c.need(t.file, t.line, t.label, what, "label")
		c.need(t.file, t.line, t.doc, what, "doc")
		if !t.symmetric {
			c.need(t.file, t.line, t.inverse, what, "inverse")
		}
		c.known(t.file, []word{t.parent, t.opposite}, c.rels, "relation type")
		c.known(t.file, t.domain, c.types, "entity type")
		c.known(t.file, t.rang, c.types, "entity type", valueTypes...)
		up[t.name.s] = []string{t.parent.s}
		c.o.relations = append(c.o.relations, RelationType{
			Name: t.name.s, Label: t.label.s, Inverse: or(t.inverse.s, t.label.s), Doc: t.doc.s, Parent: t.parent.s,
			Domain: text(t.domain), Range: text(t.rang), Symmetric: t.symmetric, Functional: t.functional,
			Lasting: t.lasting, Opposite: t.opposite.s, Cues: c.parseCues(t.file, t.name.s, t.cues), File: t.file, Line: t.line,
		})
	}
	for _, more := range c.cues {
		i := slices.IndexFunc(c.o.relations, func(t RelationType) bool { return t.Name == more.relation.s })
		if i < 0 {
			c.fault(more.file, more.relation.line, "relation type %q does not exist", more.relation.s)
			continue
		}
		r := &c.o.relations[i]
		r.Cues = append(r.Cues, c.parseCues(more.file, r.Name, more.cues)...)
	}
	c.cycles(up, "relation type", func(name string) (string, int) {
		i := slices.IndexFunc(c.relations, func(t rawRelation) bool { return t.name.s == name })
		return c.relations[i].file, c.relations[i].line
	})
}

func (c *checker) parseCues(file, relation string, ws []word) []Cue {
	var cues []Cue
	for _, w := range ws {
		cue, err := ParseCue(w.s)
		if err != nil {
			c.fault(file, w.line, "cue %q: %v", w.s, err)
			continue
		}
		c.once(file, w.line, "cue "+relation+" "+cue.String(), fmt.Sprintf("cue %q of %s", w.s, relation))
		cue.File, cue.Line = file, w.line
		cues = append(cues, cue)
	}
	return cues
}

// cycles tells each type that is its own supertype, once per ring.
func (c *checker) cycles(up map[string][]string, what string, at func(string) (string, int)) bool {
	found := false
	state := map[string]int{} // 1: on the path, 2: done
	var path []string
	var walk func(string)
	walk = func(name string) {
		state[name] = 1
		path = append(path, name)
		for _, s := range up[name] {
			if _, ok := up[s]; !ok || state[s] == 2 {
				continue
			}
			if state[s] == 1 {
				found = true
				ring := append(slices.Clone(path[slices.Index(path, s):]), s)
				file, line := at(s)
				c.fault(file, line, "%s %q is its own supertype: %s", what, s, strings.Join(ring, " → "))
				continue
			}
			walk(s)
		}
		path = path[:len(path)-1]
		state[name] = 2
	}
	names := make([]string, 0, len(up))
	for name := range up {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if state[name] == 0 {
			walk(name)
		}
	}
	return found
}

func (c *checker) facts() {
	family := map[string]Family{}
	for _, e := range c.o.entities {
		family[e.Name] = e.Family
	}
	for _, f := range c.builder.facts {
		what := title("fact", or2(f.id, f.name))
		if !factID.MatchString(f.id.s) {
			c.fault(f.file, f.line, "%s needs an id: a Wikidata id like Q30, or kb: and small letters, digits, hyphens", what)
		}
		c.once(f.file, f.line, "fact "+f.id.s, what)
		c.need(f.file, f.line, f.name, what, "name")
		c.need(f.file, f.line, f.typ, what, "type")
		c.known(f.file, []word{f.typ}, c.types, "entity type")
		c.known(f.file, []word{f.part, f.capital}, c.ids, "fact")
		if f.gender.s != "" && f.gender.s != "female" && f.gender.s != "male" {
			c.fault(f.file, f.gender.line, "gender is female or male, not %q", f.gender.s)
		}
		for _, n := range append([]word{f.name}, f.aliases...) {
			if n.s != "" && family[f.typ.s] != "" && !slices.Contains(text(f.weak), n.s) {
				c.once(f.file, n.line, "name "+string(family[f.typ.s])+" "+n.s, fmt.Sprintf("name %q (one of them must be weak)", n.s))
			}
		}
		c.o.facts = append(c.o.facts, Fact{
			ID: f.id.s, Type: f.typ.s, Name: f.name.s, Aliases: text(f.aliases), Weak: text(f.weak), Demonyms: text(f.demonyms),
			Titles: text(f.titles), Part: f.part.s, Capital: f.capital.s, Gender: f.gender.s, Doc: f.doc.s, File: f.file, Line: f.line,
		})
	}
}

func title(kind string, w word) string {
	if w.s == "" {
		return kind
	}
	return fmt.Sprintf("%s %q", kind, w.s)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func or2(a, b word) word {
	if a.s != "" {
		return a
	}
	return b
}

func text(ws []word) []string {
	if len(ws) == 0 {
		return nil
	}
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = w.s
	}
	return out
}
