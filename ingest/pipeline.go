package ingest

import (
	"strings"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/identity"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// Version of the extraction. It stands in every claim and in every document's
// revision, so that a store tells what a newer extractor would read anew: raise
// it with every change to what is extracted.
const Version = "dossier/1"

// A Pipeline turns articles into what they say. Make one with New and share
// it: it is safe for concurrent use.
type Pipeline struct {
	ontology  *schema.Ontology
	analyzer  *nlp.Analyzer
	extractor *claim.Extractor
	options   claim.Options
	identity  *identity.Index
	open      bool // extracts carry open relations
}

// New returns a pipeline under an ontology. Claims that score below minScore
// are dropped.
func New(o *schema.Ontology, minScore float64) *Pipeline {
	return &Pipeline{ontology: o, analyzer: nlp.New(o), extractor: claim.New(o), options: claim.Options{MinScore: minScore}, identity: identity.NewIndex(o)}
}

// Analyze runs the language layer and the claim extractor over one article.
// Text in a language other than English comes back without claims.
func (p *Pipeline) Analyze(a *article.Article) (*nlp.Analysis, []graph.Claim) {
	an := p.analyzer.Analyze(a)
	if an.Language != "en" {
		return an, nil
	}
	return an, p.extractor.Extract(a, an, p.options)
}

// Document returns the graph's document of an article, complete but for what
// analysis would tell: enough to see whether a store has it already.
func (p *Pipeline) Document(a *article.Article) graph.Document {
	d := graph.Document{
		Kind: graph.KindArticle, URL: canonical(a.URL), Title: a.Title, Publisher: a.Publisher, Authors: a.Authors,
		Published: a.Published, DayOnly: a.DayOnly, Language: a.Language, Text: a.Text,
		Raw: a.Raw, RawType: a.RawType, Extractor: Version,
	}
	for _, r := range a.Regions {
		d.Regions = append(d.Regions, graph.Region{Span: graph.Span(r.Span), Kind: string(r.Kind)})
	}
	content := strings.Join([]string{d.Title, d.Publisher, d.Published.String(), d.Text}, "\x00")
	d.ID = graph.NewDocumentID(d.URL, []byte(content))
	d.Revision = graph.RevisionOf(&d)
	return d
}

// Batch analyses an article and returns everything it says.
func (p *Pipeline) Batch(a *article.Article) *graph.Batch {
	an, claims := p.Analyze(a)
	b := &graph.Batch{Document: p.Document(a), Claims: claims}
	if b.Document.Language == "" {
		b.Document.Language = an.Language
	}
	used := renumber(an, claims)
	r := p.identity.Read(an)
	for _, e := range used {
		b.Profiles = append(b.Profiles, p.profile(b, an, r, e))
	}
	at := map[int]uint32{}
	for n, e := range used {
		at[e] = uint32(n)
	}
	for _, m := range an.Mentions {
		if n, ok := at[m.Entity]; ok && m.Entity >= 0 {
			b.Mentions = append(b.Mentions, graph.Mention{
				Span: graph.Span(m.Span), Profile: n, Kind: string(m.Kind), Type: m.Type, Rule: m.Rule, Score: m.Score,
			})
		}
	}
	for i := range b.Claims {
		c := &b.Claims[i]
		c.ID = graph.ClaimID{Document: b.Document.ID, N: uint32(i)}
		c.Extractor = Version
	}
	addRoles(b)
	for i, t := range p.traits(b, an, r, used) {
		b.Profiles[i].Keys = p.identity.Keys(&b.Profiles[i], t)
	}
	return b
}

// renumber picks the entities that become profiles, in order: those that carry
// a name and those that a claim speaks of. The claims' profile numbers, which
// were indexes of entities, become indexes of that list.
func renumber(an *nlp.Analysis, claims []graph.Claim) []int {
	keep := make([]bool, len(an.Entities))
	for e := range an.Entities {
		for _, m := range an.Entities[e].Mentions {
			keep[e] = keep[e] || an.Mentions[m].Kind == nlp.Name
		}
	}
	each := func(visit func(*int32)) {
		for i := range claims {
			c := &claims[i]
			visit(&c.Subject.Profile)
			visit(&c.Object.Profile)
			if c.Place != nil {
				visit(&c.Place.Profile)
			}
			for j := range c.Arguments {
				visit(&c.Arguments[j].Profile)
			}
			for j := range c.Attribution {
				visit(&c.Attribution[j].Profile)
			}
		}
	}
	each(func(p *int32) {
		if *p >= 0 {
			keep[*p] = true
		}
	})
	var used []int
	number := make([]int32, len(keep))
	for e, k := range keep {
		if k {
			number[e] = int32(len(used))
			used = append(used, e)
		}
	}
	each(func(p *int32) {
		if *p >= 0 {
			*p = number[*p]
		}
	})
	return used
}
