package identity

import (
	"slices"
	"strings"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// Every country has a supreme court, a ministry of defence and perhaps an
// "NCA". Which one a report means is told by the country beside the name, else
// by the countries it speaks of; where neither tells, the name is known within
// the report's story only.

// A bodyName is the name of a body taken apart.
type bodyName struct {
	core    string // "defense ministry"
	country string // id of the country that the name holds: "Norwegian", "of Norway"
}

// takeApart separates a country from a folded name and brings "ministry of x"
// into one shape with "x ministry".
// The index is loaded.
func (x *Index) takeApart(name string) bodyName {
	var n bodyName
	words := strings.Fields(Fold(strings.NewReplacer("'s ", " ", "’s ", " ", "(", "", ")", "").Replace(name + " ")))
	if id, k := x.placeAt(words); k > 0 && k < len(words) && x.countries[id] {
		n.country, words = id, words[k:]
	}
	for i := len(words) - 1; i > 0 && n.country == ""; i-- {
		if id, k := x.placeAt(words[i:]); i+k == len(words) && x.countries[id] {
			n.country, words = id, words[:i]
			if last := len(words) - 1; last > 0 && (words[last] == "of" || words[last] == "in" || words[last] == "the") {
				words = words[:last]
			}
		}
	}
	words = strings.Fields(strings.TrimSuffix(strings.Join(words, " "), " of"))
	for i, w := range words {
		if w == "defence" {
			words[i] = "defense"
		}
	}
	if len(words) > 2 && (words[0] == "ministry" || words[0] == "department") && words[1] == "of" {
		words = append(slices.Clone(words[2:]), words[0])
	}
	n.core = canonicalOrg(words)
	return n
}

// loadBodies notes which countries have a body of which name.
func (x *Index) loadBodies(facts []schema.Fact) {
	x.bodies = map[string]map[string]string{}
	for i := range facts {
		f := &facts[i]
		country := x.CountryOf(f)
		if !x.ofCountry(f) || country == "" {
			continue
		}
		for _, name := range slices.Concat([]string{f.Name}, f.Aliases, f.Weak) {
			n := x.takeApart(name)
			if n.core == "" || n.country != "" && n.country != country {
				continue
			}
			if x.bodies[n.core] == nil {
				x.bodies[n.core] = map[string]string{}
			}
			if x.bodies[n.core][country] == "" {
				x.bodies[n.core][country] = f.ID
			}
		}
	}
}

// ofCountry reports whether a fact is a body of a country: no firm, and no
// outlet, whose names are their own.
func (x *Index) ofCountry(f *schema.Fact) bool {
	return x.ontology.Family(f.Type) == schema.FamilyOrg && f.Part != "" && !x.ontology.Is(f.Type, "Company") && !x.ontology.Is(f.Type, "Publication")
}

// CountryOf follows what a fact is part of, to its country; "" for none.
func (x *Index) CountryOf(f *schema.Fact) string {
	for range 8 {
		if x.ontology.Is(f.Type, "Country") {
			return f.ID
		}
		up := x.ontology.Fact(f.Part)
		if up == nil {
			break
		}
		f = up
	}
	return ""
}

// anyCountrys reports whether a name fits bodies of several countries: those
// of several go by it, or it has none but the usual words, or up to three
// capitals.
func (x *Index) anyCountrys(name string) bool {
	x.once.Do(x.load)
	if len(name) <= 3 && name == strings.ToUpper(name) {
		return true
	}
	n := x.takeApart(name)
	if n.country != "" {
		return false
	}
	return len(x.bodies[n.core]) > 1 || !slices.ContainsFunc(strings.Fields(n.core), func(w string) bool { return !civic[w] })
}

// civic are words of which names of public bodies and parties are made.
var civic = set(`ministry department agency authority commission committee council court office service bureau board directorate police army navy force forces guard
	parliament senate assembly congress house chamber cabinet government treasury bank party union front alliance movement coalition
	supreme high constitutional federal national central state general public civil royal armed air coast border security intelligence customs tax revenue
	defense defence foreign interior justice finance health education agriculture labour labor transport trade energy environment economy culture home
	affairs representatives deputies commons lords appeal appeals election electoral statistics competition immigration
	democratic republican socialist communist conservative liberal green greens social christian people's peoples workers progressive reform
	opposition of and for the on`)

// A Reading is what one analysed document tells about which things of the
// knowledge base it speaks of.
type Reading struct {
	x     *Index
	an    *nlp.Analysis
	lands map[string]int // how often the document speaks of a country
}

// Read prepares a document.
func (x *Index) Read(an *nlp.Analysis) *Reading {
	x.once.Do(x.load)
	r := &Reading{x: x, an: an, lands: map[string]int{}}
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind != nlp.Name || m.Entity < 0 {
			continue
		}
		f := x.ontology.Fact(an.Entities[m.Entity].Fact)
		if f == nil || x.ofCountry(f) && x.anyCountrys(r.text(m)) {
			continue
		}
		if c := x.CountryOf(f); c != "" {
			r.lands[c]++
		}
	}
	for i := range an.Tokens {
		t := an.Tokens[i]
		for _, f := range x.ontology.FactsWithDemonym(an.Text[t.Start:t.End]) {
			if x.countries[f.ID] {
				r.lands[f.ID]++
			}
		}
	}
	return r
}

func (r *Reading) text(m *nlp.Mention) string { return r.an.Text[m.Start:m.End] }

// home is the country that the document is about: it speaks of it at least
// twice as often as of any other; "" for none.
func (r *Reading) home() string {
	best, second := "", 0
	for c, n := range r.lands {
		switch top := r.lands[best]; {
		case n > top || n == top && c < best:
			best, second = c, max(second, top)
		default:
			second = max(second, n)
		}
	}
	if r.lands[best] < 2*second {
		return ""
	}
	return best
}

// beside is the country that stands beside a name of entity e: "India's
// Election Commission", "the Supreme Court in London"; "" for none.
func (r *Reading) beside(e int) string {
	for _, k := range r.an.Entities[e].Mentions {
		m := &r.an.Mentions[k]
		if m.Kind != nlp.Name {
			continue
		}
		if n := r.x.takeApart(r.text(m)); n.country != "" {
			return n.country
		}
		words := foldWords(r.an, max(0, m.First-2), m.First)
		for i := range words {
			if id, n := r.x.placeAt(words[i:]); n > 0 && i+n == len(words) && r.x.countries[id] {
				return id
			}
		}
		if k+1 >= len(r.an.Mentions) {
			continue
		}
		next := &r.an.Mentions[k+1]
		if between := r.an.Text[m.End:max(m.End, next.Start)]; (between == " in " || between == " of ") && next.Entity >= 0 {
			if f := r.x.ontology.Fact(r.an.Entities[next.Entity].Fact); f != nil && r.x.ontology.Family(f.Type) == schema.FamilyPlace {
				return r.x.CountryOf(f)
			}
		}
	}
	return ""
}

// Country is the country whose body entity e is, if its names fit bodies of
// several: one that stands beside them, which is sure, else the one that the
// document is about. It is "" where nothing tells.
func (r *Reading) Country(e int) (country string, sure bool) {
	if c := r.beside(e); c != "" {
		return c, true
	}
	return r.home(), false
}

// Fact returns what the knowledge base knows of entity e, nil for nothing. A
// striker of a senator's name is not the senator, and a name that fits bodies
// of several countries is the body of the country the document speaks of.
func (r *Reading) Fact(e int) *schema.Fact {
	x := r.x
	f := x.ontology.Fact(r.an.Entities[e].Fact)
	switch {
	case f == nil:
		return r.unnamed(e)
	case x.ontology.Family(f.Type) == schema.FamilyPerson:
		said, known := x.TraitsOf(r.an, e, nil, 0), x.known(f)
		if said.Against(&known) {
			return nil
		}
		return f
	case !x.ofCountry(f):
		if state := r.government(e, f); state != nil {
			return state
		}
		return f
	}
	name := ""
	for _, k := range r.an.Entities[e].Mentions {
		if m := &r.an.Mentions[k]; m.Kind == nlp.Name {
			if name = r.text(m); !x.anyCountrys(name) {
				return f
			}
		}
	}
	country := x.CountryOf(f)
	if country == "" {
		return f
	}
	if c := r.beside(e); c != "" {
		return x.bodyOf(name, c, f)
	}
	top := 0
	for _, n := range r.lands {
		top = max(top, n)
	}
	switch {
	case name == "" || top == 0 && len(name) > 3:
		return f
	case r.lands[country] > 0 && 3*r.lands[country] >= top:
		return f
	}
	return x.bodyOf(name, r.home(), f)
}

// unnamed returns the body of a country that entity e is by a name that the
// knowledge base has only with the country in it: "Turkey's Central Bank".
func (r *Reading) unnamed(e int) *schema.Fact {
	if r.x.ontology.Family(r.an.Entities[e].Type) != schema.FamilyOrg {
		return nil
	}
	name := ""
	for _, k := range r.an.Entities[e].Mentions {
		if m := &r.an.Mentions[k]; m.Kind == nlp.Name && len(r.text(m)) > len(name) {
			name = r.text(m)
		}
	}
	if !strings.Contains(name, " ") || !r.x.anyCountrys(name) {
		return nil
	}
	country, _ := r.Country(e)
	return r.x.ontology.Fact(r.x.bodies[r.x.takeApart(name).core][country])
}

// bodyOf returns the body of a country that goes by a name: f, if it is its
// own, or another, or nil.
func (x *Index) bodyOf(name, country string, f *schema.Fact) *schema.Fact {
	if country == x.CountryOf(f) {
		return f
	}
	return x.ontology.Fact(x.bodies[x.takeApart(name).core][country])
}
