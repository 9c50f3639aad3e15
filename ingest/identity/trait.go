package identity

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// Traits are what a document says of a person beside the name, as far as two
// people of one name can be told apart by it. Nothing said is no trait.
type Traits struct {
	Born      []int    // possible years of birth: two where the document tells an age
	Fields    []string // "office", "sport", "stage", "trade"
	Lands     []string // of whose office: the id of a country
	Gender    string   // "female" or "male", where a title of address tells
	Ambiguous bool     // the document has somebody else of this surname
	Country   string   // whose body an organisation is, where others have one of its name
	Sure      bool     // that country stands beside the name
	Here      string   // key under which the document has the person several times; "" for once
}

// keys lists the traits under their schemes.
func (t *Traits) keys(p *graph.Profile, n personName, add func(scheme, value string)) {
	for _, y := range t.Born {
		add("born", strconv.Itoa(y))
	}
	for _, f := range t.Fields {
		add("field", f)
	}
	for _, l := range t.Lands {
		add("land", l)
	}
	for _, other := range p.Names { // "Robert Kane", elsewhere in the text "Robert Q. Kane Jr."
		if o := parsePerson(other.Text); other.N > 0 && o.full == n.full {
			n.middle, n.generation = cmp.Or(n.middle, o.middle), cmp.Or(n.generation, o.generation)
		}
	}
	if n.middle != "" {
		add("middle", n.middle)
	}
	if n.generation != "" {
		add("generation", n.generation)
	}
}

// Against reports whether two descriptions cannot be of one person: they share
// no field, or no country of their offices, where both have one.
func (t *Traits) Against(u *Traits) bool {
	apart := func(a, b []string) bool {
		return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
	}
	return apart(t.Fields, u.Fields) || apart(t.Lands, u.Lands)
}

// Described returns the traits in the words of a description: "former
// Norvian minister".
func (x *Index) Described(text string) Traits {
	var t Traits
	t.read(x, strings.Fields(Fold(text)))
	t.tidy()
	return t
}

// known returns the traits of a person of the knowledge base.
func (x *Index) known(f *schema.Fact) Traits {
	t := x.Described(f.Doc)
	t.Lands = nil
	if c := x.CountryOf(f); c != "" && slices.Contains(t.Fields, "office") {
		t.Lands = []string{c}
	}
	return t
}

// TraitsOf reads what an analysis tells of its entity e, a person who holds
// the given roles, in a document written in a year; 0 for an unknown one.
// It looks at titles, appositions and predicates of the names, and at ages.
func (x *Index) TraitsOf(an *nlp.Analysis, e int, roles []string, written int) Traits {
	var t Traits
	for _, r := range roles {
		t.read(x, strings.Fields(Fold(r)))
	}
	for _, k := range an.Entities[e].Mentions {
		m := &an.Mentions[k]
		if m.Kind != nlp.Name {
			continue
		}
		title := titleWords(an, m)
		t.read(x, title)
		t.address(append(title, strings.Fields(Fold(an.Text[m.Start:m.End]))...))
		for _, i := range predicates(an, m) {
			t.read(x, nounPhrase(an, i))
		}
		if age := ageBeside(an, m); age > 0 && written > 0 {
			t.Born = append(t.Born, written-age-1, written-age)
		}
	}
	t.tidy()
	return t
}

// address reads the gender from a title: "Mrs" Smith.
func (t *Traits) address(words []string) {
	for _, w := range words {
		if g := genderOf[w]; g != "" {
			t.Gender = g
		}
	}
}

var genderOf = map[string]string{
	"mr": "male", "sir": "male", "lord": "male", "mrs": "female", "ms": "female", "miss": "female", "lady": "female", "dame": "female", "mme": "female",
}

func (t *Traits) tidy() {
	slices.Sort(t.Born)
	t.Born = slices.Compact(t.Born)
	if len(t.Born) > 2 { // several people's, or nonsense
		t.Born = nil
	}
	slices.Sort(t.Fields)
	t.Fields = slices.Compact(t.Fields)
	slices.Sort(t.Lands)
	t.Lands = slices.Compact(t.Lands)
}

// read adds what the words of a title or description tell.
func (t *Traits) read(x *Index, words []string) {
	office := false
	var lands []string
	for i := 0; i < len(words); i++ {
		if land, n := x.place(words[i:]); n > 0 {
			lands = append(lands, land)
			i += n - 1
			continue
		}
		w := singular(words[i])
		if i > 0 && fieldOf[words[i-1]+" "+w] != "" {
			w = words[i-1] + " " + w
		}
		f := fieldOf[w]
		if f == "" && len(lands) > 0 && ofState[w] {
			f = "office"
		}
		if f != "" {
			t.Fields = append(t.Fields, f)
			office = office || f == "office"
		}
		if abroad[w] {
			return // an ambassador's country may be either
		}
	}
	if office && len(lands) == 1 && x.countries[lands[0]] {
		t.Lands = append(t.Lands, lands[0])
	}
}

// titleWords are the folded words right before a name that may be a title:
// "British prime minister" Keir Starmer. A verb, an article, a comma or a
// preposition ends them.
func titleWords(an *nlp.Analysis, m *nlp.Mention) []string {
	first := m.First
	for first > 0 && m.First-first < 5 && inPhrase(an, first-1, m.First) {
		first--
	}
	return foldWords(an, first, m.First)
}

// inPhrase reports whether token i may belong to the noun phrase that the
// token at end follows.
func inPhrase(an *nlp.Analysis, i, end int) bool {
	t := &an.Tokens[i]
	if an.Text[t.End:an.Tokens[i+1].Start] != " " && an.Text[t.End:an.Tokens[i+1].Start] != "" {
		return false // another line, a heading
	}
	switch t.UPOS {
	case "NOUN", "PROPN", "ADJ":
		return true
	}
	return false
}

// foldWords folds the words of tokens.
func foldWords(an *nlp.Analysis, first, last int) []string {
	if first >= last {
		return nil
	}
	return strings.Fields(Fold(an.Text[an.Tokens[first].Start:an.Tokens[last-1].End]))
}

// predicates are the nouns that a name is said to be: appositions and what
// follows "is".
func predicates(an *nlp.Analysis, m *nlp.Mention) []int {
	var out []int
	for i := max(0, m.First-12); i < min(len(an.Tokens), m.Last+12); i++ {
		t := &an.Tokens[i]
		if i >= m.First && i < m.Last || t.UPOS != "NOUN" {
			continue
		}
		if t.Deprel == "appos" && t.Head == m.Head {
			out = append(out, i)
		}
	}
	h := &an.Tokens[m.Head]
	if h.Head < 0 || an.Tokens[h.Head].UPOS != "NOUN" {
		return out
	}
	if h.Deprel == "appos" || h.Deprel == "nsubj" && copular(an, h.Head) {
		out = append(out, h.Head)
	}
	return out
}

// copular reports whether a noun is a predicate affirmed: "is a nurse", never
// "is not a nurse".
func copular(an *nlp.Analysis, noun int) bool {
	is := false
	for i := max(0, noun-12); i < noun; i++ {
		if t := &an.Tokens[i]; t.Head == noun {
			if t.Deprel == "cop" {
				is = true
			} else if t.Deprel == "aux" || t.Lemma == "not" || t.Lemma == "never" {
				return false
			}
		}
	}
	return is
}

// nounPhrase is a noun with the adjectives, nouns and names before it.
func nounPhrase(an *nlp.Analysis, noun int) []string {
	first := noun
	for first > 0 && noun-first < 5 && inPhrase(an, first-1, noun) {
		first--
	}
	return foldWords(an, first, noun+1)
}

// YearOf is the year in which a document was written: that of its date, else
// of the day that its first lines name, 0 for an unknown one.
func YearOf(an *nlp.Analysis, published time.Time) int {
	if !published.IsZero() {
		return published.Year()
	}
	const opening = 300 // bytes
	for _, t := range an.Times {
		if t.Span.Start < opening && t.Basis == "absolute" && t.Precision == "day" {
			return t.Start.Year()
		}
	}
	return 0
}

// Ages stand right behind a name or in the title before it.
var (
	ageBehind = regexp.MustCompile(`^(?:, aged (\d{1,3})\b|, (\d{1,3})[,.;]| \((\d{1,3})\))`)
	ageBefore = regexp.MustCompile(`(\d{1,3})[-\x{2010}\x{2011} ]years?[-\x{2010}\x{2011} ]old(?: [\pL-]+){0,3} $`)
)

// ageBeside reads the age that stands beside a name, 0 for none.
func ageBeside(an *nlp.Analysis, m *nlp.Mention) int {
	before := an.Text[max(0, m.Start-60):m.Start]
	for _, g := range [][]string{ageBehind.FindStringSubmatch(an.Text[m.End:min(len(an.Text), m.End+20)]), ageBefore.FindStringSubmatch(before)} {
		for i := 1; i < len(g); i++ {
			if n, _ := strconv.Atoi(g[i]); n > 0 && n < 120 {
				return n
			}
		}
	}
	return 0
}
