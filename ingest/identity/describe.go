package identity

import (
	"slices"
	"strings"

	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// What goes by no name is told from others by its description, and that only
// among documents of one story: there "China-based engineers" and "engineers
// in China" are the same people. A description is reduced to its head noun and
// the place it names; without a place to all its words. These are the keys of
// a story (see graph.IdentityKey): a strong one joins, a weak one says what a
// thing may be looked for by, and with "?" in front what a thing looks for.

// description is what is left of "its so-called Chinese software engineers".
type description struct {
	place string   // id or folded name of the country or place
	mods  []string // "software"
	head  string   // "engineer"
}

// describe takes a description apart. The words before the head are kept, of
// those behind it only the place.
func (x *Index) describe(text string) description {
	text = strings.NewReplacer("'s ", " ", "’s ", " ", "s' ", "s ", "s’ ", "s ").Replace(text + " ")
	raw := strings.Fields(text)
	for len(raw) > 1 && (openers[strings.ReplaceAll(Fold(raw[0]), " ", "")] || number(raw[0])) {
		raw = raw[1:]
	}
	for i, w := range raw { // "US-supervised" names no place where somebody is
		switch _, after, ok := strings.Cut(w, "-"); {
		case !ok || after == "based":
		case strings.HasSuffix(after, "ed") && i+1 < len(raw):
			raw[i] = ""
		default:
			raw[i] = strings.ReplaceAll(w, "-", "")
		}
	}
	words := strings.Fields(Fold(strings.Join(raw, " ")))
	var d description
	var kept []string
	for i := 0; i < len(words); i++ {
		w := words[i]
		if place, n := x.place(words[i:]); n > 0 {
			d.place = place
			i += n - 1
			if i+1 < len(words) && words[i+1] == "based" {
				i++
			}
			continue
		}
		if i+2 < len(words) && words[i+1] == "based" && !joints[words[i+2]] {
			d.place, i = w, i+1 // "Riga-based engineers"
			continue
		}
		if (joints[w] || strings.HasSuffix(w, "ed") && i+1 < len(words) && joints[words[i+1]]) && len(kept) > 0 {
			d.behind(x, words[i:])
			break
		}
		if !joints[w] {
			kept = append(kept, singular(w))
		}
	}
	if n := len(kept); n > 0 {
		d.mods, d.head = kept[:n-1], kept[n-1]
	}
	if n := len(d.mods); n > 0 && crews[d.head] { // "engineering teams" are engineers
		if who := strings.TrimSuffix(d.mods[n-1], "ing"); employed[who] {
			d.mods, d.head = d.mods[:n-1], who
		}
	}
	return d
}

// behind reads the place of "based in China", "from China".
func (d *description) behind(x *Index, words []string) {
	for len(words) > 1 && joints[words[0]] && words[0] != "in" && words[0] != "from" {
		words = words[1:]
	}
	if len(words) < 2 || words[0] != "in" && words[0] != "from" {
		return
	}
	if place, n := x.place(words[1:]); n > 0 {
		d.place = place
	}
}

// Plain is a description without what only leads to it and without quotation
// marks: "these “digital escorts”" is "digital escorts".
func Plain(text string) string {
	words := strings.Fields(text)
	for len(words) > 1 && openers[strings.ReplaceAll(Fold(words[0]), " ", "")] {
		words = words[1:]
	}
	s := strings.Trim(quotes.Replace(strings.Join(words, " ")), ",;: ")
	if s == "" {
		return text
	}
	return s
}

// storyKeys lists the keys of a profile without a name.
func (x *Index) storyKeys(p *graph.Profile, add func(strong bool, text string)) {
	names := []string{p.Name}
	for _, n := range p.Names {
		if n.N > 0 {
			names = append(names, n.Text)
		}
	}
	for _, name := range names {
		if r := role(name); r != "" && x.ontology.Family(p.Type) == schema.FamilyPerson {
			add(false, "?role/"+r)
			continue
		}
		d := x.describe(name)
		phrase := strings.Join(append(slices.Clone(d.mods), d.head), " ")
		telling := slices.ContainsFunc(d.mods, func(m string) bool { return !vague[m] && (d.place == "" || !apart[m]) })
		switch {
		case d.head == "" || vague[d.head]:
		case d.place != "" && (workers[d.head] || crews[d.head]):
			add(true, "group/"+d.place+"/worker")
			add(false, "?group/"+d.place)
		case d.place != "" && d.head == "people":
			add(false, "?group/"+d.place)
		case d.place != "" && x.personal(p, d.head):
			add(true, "group/"+d.place+"/"+strings.Join(append(slices.DeleteFunc(slices.Clone(d.mods), func(m string) bool { return !apart[m] }), d.head), " "))
			if employed[d.head] {
				add(false, "group/"+d.place)
			}
			if telling {
				add(false, "phrase/"+phrase)
			}
		case d.place != "" && telling:
			add(true, "phrase/"+d.place+" "+phrase)
		case telling && d.place == "":
			add(true, "phrase/"+phrase)
			add(false, "?phrase/"+phrase)
		}
	}
}

// roleKeys lists by which roles a named person may be looked for.
func roleKeys(p *graph.Profile, add func(strong bool, text string)) {
	for _, r := range p.Roles {
		if r = role(r); r != "" {
			add(false, "role/"+r)
		}
	}
}

// role reduces "US Secretary of Defense" and "defense secretary" to one text:
// the title and what it is of, sorted; "" for a bare title, and for what is
// no title.
func role(text string) string {
	text = strings.NewReplacer("'s ", " ", "’s ", " ").Replace(text)
	var words []string
	titled := false
	for _, w := range strings.Fields(Fold(text)) {
		switch {
		case w == "of" || w == "for" || w == "the" || w == "us" || w == "uk" || w == "former" || w == "acting" || w == "national":
		case w == "defence":
			words = append(words, "defense")
		default:
			words = append(words, w)
			titled = titled || offices[w]
		}
	}
	if !titled || len(words) < 2 {
		return ""
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// titleAlone reports whether what passes for a person's name is an office:
// "Defense Secretary".
func titleAlone(name string) bool {
	words := strings.Fields(Fold(name))
	return len(words) > 0 && offices[words[len(words)-1]] && !nlp.IsGivenName(strings.Fields(name)[0])
}

// personal reports whether a noun means people: by what it is said to be in its
// document, or by the dictionary where nothing says.
func (x *Index) personal(p *graph.Profile, lemma string) bool {
	switch x.ontology.Family(p.Type) {
	case schema.FamilyPerson, schema.FamilyGroup:
		return true
	}
	return employed[lemma] || p.Type == "Thing" && slices.Contains(nlp.Supersenses(lemma, "NOUN"), "noun.person")
}

// people reports whether a word that starts a sentence is a common noun for
// people in the plural: "Workers", "Experts".
func people(word string) bool {
	one := singular(word)
	return one != word && slices.Contains(nlp.Supersenses(one, "NOUN"), "noun.person")
}

// singular is the singular of a folded noun, as far as its ending tells.
func singular(w string) string {
	switch {
	case w == "personnel" || w == "staff" || w == "people" || len(w) < 4 || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "sses"):
		return w[:len(w)-2]
	}
	return strings.TrimSuffix(w, "s")
}

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

var quotes = strings.NewReplacer("\"", "", "“", "", "”", "", "„", "", "«", "", "»", "")

var (
	// openers stand before a description and say nothing of it.
	openers = set(`the a an its their his her our your my this that these those some any many several all both each every no other such so called socalled
		about around nearly almost over more than at least up on how what why of two three four five six seven eight nine ten dozens hundreds thousands`)
	// joints begin what follows a head.
	joints = set(`based living located working stationed situated hired known in from of for to on at by with under who that which whose and or as into over against between among through`)
	// workers are people of an employer, whatever they do; crews are groups of them.
	workers = set(`employee worker personnel staff workforce labor labour staffer`)
	crews   = set(`team crew staff workforce`)
	// employed are occupations that somebody has for an employer.
	employed = set(`engineer developer programmer coder technician mechanic specialist contractor subcontractor consultant scientist researcher analyst
		operator administrator driver miner nurse doctor teacher pilot sailor farmer builder welder guard cleaner cook designer architect tester`)
	// apart are words that make others of the same head and place.
	apart = set(`former military government state police army naval opposition senior junior local female male young old retired ex foreign illegal undocumented`)
	// vague words do not tell one thing from another.
	vague = set(`new old recent other same such own first last next several many certain various related similar different major main key big large small
		good bad great long short high low further additional possible likely latest current early late important whole general common
		thing way issue matter move step part number lot kind type sort case fact idea point`)
	// offices end or head the title of somebody who holds one.
	offices = set(`secretary minister president chief chairman chairwoman chair director officer spokesman spokeswoman spokesperson senator governor mayor ambassador
		commissioner premier chancellor treasurer prosecutor representative congressman congresswoman lawmaker administrator undersecretary executive
		commander general admiral justice leader speaker`)
)
