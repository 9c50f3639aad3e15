// Package claim turns analysed text into claims: who did what to whom, when,
// according to whom, asserted or denied.
//
// It reads the language layer's dependencies as clauses (after ClausIE and
// MinIE), takes open claims from them in the sentence's own words, types them
// by the ontology's cues, and composes polarity, modality and attribution along
// the path from the root of the sentence to each clause.
package claim

import (
	"cmp"
	"slices"
	"strings"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// Version names this extractor in claims.
const Version = "clauses/1"

// An Extractor finds claims. Make one with New and share it.
type Extractor struct {
	ontology  *schema.Ontology
	headTypes map[string]string         // lemma of a common noun → entity type
	titles    map[string][]*schema.Fact // "secretary of defense" → the bodies and persons with that title
	demonyms  map[string]*schema.Fact   // "Chinese" → China
	seats     map[string]*schema.Fact   // the fact of a city → the country or union whose government it stands for
	citizen   *schema.RelationType      // the relation that cues of citizenship give, nil for none
	job       *schema.RelationType      // the relation of someone who holds an office
	groups    string                    // the ontology's type for groups of people, "" if it has none
	ranker    *Ranker                   // what the ontology's examples taught, nil for none
}

// New returns an Extractor that types claims by the ontology's cues and, where
// it has one, its ranker. A ranker that DecodeRanker refuses is left out.
func New(o *schema.Ontology) *Extractor {
	x := &Extractor{ontology: o, headTypes: map[string]string{}, titles: map[string][]*schema.Fact{}, demonyms: map[string]*schema.Fact{}, seats: seats(o)}
	for _, t := range o.EntityTypes() {
		for _, h := range t.Heads {
			if _, ok := x.headTypes[plain(h)]; !ok {
				x.headTypes[plain(h)] = t.Name
			}
		}
		if x.groups == "" && t.Family == schema.FamilyGroup {
			x.groups = t.Name
		}
	}
	if b := o.Ranker(); b != nil {
		if r, err := DecodeRanker(b); err == nil {
			x.ranker = r.under(o)
		}
	}
	x.citizen = roleRelation(o, "citizen")
	if x.job = o.RelationType(holdsPosition); x.job == nil {
		x.job = roleRelation(o, "employee")
	}
	facts := o.Facts()
	for i := range facts {
		for _, t := range facts[i].Titles {
			k := canonicalTitle(t)
			x.titles[k] = append(x.titles[k], &facts[i])
		}
		for _, dem := range facts[i].Demonyms {
			if x.demonyms[dem] == nil {
				x.demonyms[dem] = &facts[i]
			}
		}
	}
	return x
}

// seats maps the cities whose names the ontology gives to a government: the
// capital among a country's weak names, "Brussels" among the European Union's.
func seats(o *schema.Ontology) map[string]*schema.Fact {
	out, facts := map[string]*schema.Fact{}, o.Facts()
	named := map[string]*schema.Fact{}
	for i := range facts {
		f := &facts[i]
		if o.Family(f.Type) == schema.FamilyPlace && !o.Is(f.Type, "Country") && !o.Is(f.Type, "City") {
			continue
		}
		if o.Is(f.Type, "Country") || o.Family(f.Type) == schema.FamilyOrg && f.Part == "" {
			for _, w := range f.Weak {
				if have := named[w]; have == nil || o.Family(have.Type) == schema.FamilyPlace {
					named[w] = f
				}
			}
		}
	}
	for i := range facts {
		if f := &facts[i]; o.Is(f.Type, "City") {
			for _, n := range append([]string{f.Name}, f.Weak...) {
				if g := named[n]; g != nil && g.ID != f.ID && (g.Capital == f.ID || o.Family(g.Type) == schema.FamilyOrg && o.Is(g.Type, "InternationalOrganization")) {
					out[f.ID] = g
				}
			}
		}
	}
	return out
}

// roleRelation returns the relation that has a role cue with that head, nil for none.
func roleRelation(o *schema.Ontology, head string) *schema.RelationType {
	for _, rc := range o.CuesFor(schema.CueRole, head) {
		return rc.Relation
	}
	return nil
}

// Options of an extraction; the zero value works.
type Options struct {
	MinScore   float64 // claims below are dropped
	Unresolved bool    // keep claims about pronouns that nothing explains, as plain words
	EachName   bool    // a claim for each of an entity's names and pronouns in a sentence of which a ranker says the same, not one for all
}

// Extract returns the claims of one document in text order, numbered from 0.
// The Profile of every argument and speaker is an index in a.Entities; objects
// that are no entity and no value are plain words with Profile -1. It may add
// entities to a (recurring groups, events, documents, systems) with their
// mentions.
func (x *Extractor) Extract(doc *article.Article, a *nlp.Analysis, o Options) []graph.Claim {
	list := x.Judgeable(doc, a, o)
	out := make([]graph.Claim, len(list))
	for i := range list {
		out[i] = list[i].Claim
	}
	return out
}

// Judgeable is Extract with the evidence of each claim's score, for fitting the
// weights of the evidence.
func (x *Extractor) Judgeable(doc *article.Article, a *nlp.Analysis, o Options) []Judgeable {
	if a == nil || len(a.Tokens) == 0 {
		return nil
	}
	d := x.read(doc, a)
	d.unresolved, d.eachName = o.Unresolved, o.EachName
	d.severalPeople()
	d.recurring()
	var out []draft
	for c := range d.clauses {
		if s := d.sentence[d.clauses[c].head]; d.told(s) && d.speaks(s) {
			out = append(out, d.clauseClaims(c)...)
		}
	}
	out = append(out, d.nounClaims()...)
	if x.ranker != nil {
		out = d.ranked(out)
	}
	claims := d.finish(out, o)
	d.sortMentions()
	return claims
}

// read makes a page of an analysis: indexes, clauses, quotations.
func (x *Extractor) read(doc *article.Article, a *nlp.Analysis) *page {
	d := index(x, doc, a)
	d.findClauses()
	d.findQuotes()
	return d
}

// A draft is a claim with what its score is computed from.
type draft struct {
	graph.Claim
	at       int // token that orders it: the predicate's
	clause   int // -1 for claims from nouns
	rule     string
	subjHead int
	objHead  int
	sure     float64 // a ranker's probability, 0 for none
}

// finish drops doubles, evidence-less and low claims, orders and numbers the rest.
func (d *page) finish(list []draft, o Options) []Judgeable {
	slices.SortStableFunc(list, func(a, b draft) int {
		return cmp.Or(cmp.Compare(d.sentence[a.at], d.sentence[b.at]), cmp.Compare(a.at, b.at))
	})
	seen := map[string]bool{}
	var out []Judgeable
	for i := range list {
		c := &list[i].Claim
		c.Score = d.score(&list[i])
		key := doubleKey(c)
		if o.EachName && list[i].sure > 0 {
			key += "|" + itoa(c.Subject.Span.Start) + "|" + itoa(c.Object.Span.Start)
		}
		if c.Subject.Profile >= 0 && c.Subject.Profile == c.Object.Profile {
			continue // nobody does this to himself; a pronoun was resolved wrongly
		}
		if torn(&c.Subject) || torn(&c.Object) {
			continue
		}
		if c.Score < o.MinScore || seen[key] || c.Evidence.Quote == "" {
			continue
		}
		seen[key] = true
		c.Extractor = Version
		c.ID.N = uint32(len(out))
		j := Judgeable{Claim: *c, Rule: list[i].rule}
		if list[i].sure == 0 || c.Relation == "" {
			j.Evidence = d.evidenceOf(&list[i])
		}
		out = append(out, j)
	}
	return out
}

// torn reports whether words were cut out of the middle of a quotation or a
// bracket: they hold one mark of two.
func torn(a *graph.Argument) bool {
	if a.Profile >= 0 {
		return false
	}
	return strings.Count(a.Text, "“") != strings.Count(a.Text, "”") || strings.Count(a.Text, "(") != strings.Count(a.Text, ")") ||
		strings.Count(a.Text, "\"")%2 == 1
}

// doubleKey is the same for two claims that say the same in the same sentence.
func doubleKey(c *graph.Claim) string {
	var b strings.Builder
	end := func(a graph.Argument) {
		if a.Profile >= 0 {
			b.WriteString("#" + itoa(int(a.Profile)))
		} else {
			b.WriteString(a.Text)
		}
		b.WriteByte('|')
	}
	end(c.Subject)
	b.WriteString(c.Relation + "|")
	if c.Relation == "" {
		b.WriteString(c.Lemma + "|")
	}
	end(c.Object)
	b.WriteString(itoa(c.Evidence.Start))
	return b.String()
}
