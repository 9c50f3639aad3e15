package identity

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/graph"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// A personName is a person's name taken apart, in folded words.
type personName struct {
	full       string // "john smith": what reports agree on; "" where there is but a surname
	surname    string // "smith"
	first      string // first word of the full name, where it may be the surname: "xi" of "xi jinping"
	initial    bool   // of the given name there is but its first letter
	middle     string // "q": the initials between
	generation string // "jr", "sr", "iii"
}

// generations tell father from son.
var generations = []string{"jr", "sr", "ii", "iii", "iv"}

// parsePerson takes a name apart. Titles of address and academic degrees are
// dropped, a short form of the given name is spelt out, and a family name that
// stands before a known given name goes behind it: "Orbán Viktor".
func parsePerson(name string) personName {
	raw := strings.Fields(name)
	words := strings.Fields(Fold(name))
	var n personName
	for len(words) > 1 && len(raw) > 1 && slices.Contains(honorifics, words[0]) {
		words, raw = words[1:], raw[1:]
	}
	for len(words) > 1 && slices.Contains(suffixes, words[len(words)-1]) {
		if last := words[len(words)-1]; slices.Contains(generations, last) {
			n.generation = last
		}
		words = words[:len(words)-1]
	}
	initials := 0
	for initials < len(words)-1 && utf8.RuneCountInString(words[initials]) == 1 {
		initials++
	}
	if initials > 1 { // J. K. Rowling
		words = append([]string{strings.Join(words[:initials], "")}, words[initials:]...)
	}
	if len(words) == 0 {
		return n
	}
	n.surname = words[len(words)-1]
	if len(words) == 1 || familyOnly(raw, words) {
		return n
	}
	if len(words) == 2 && !givenName(words[0]) && givenName(words[1]) && !nlp.IsTitle(raw[0]) && !crowned[words[0]] {
		words = []string{words[1], words[0]}
		n.surname = words[1]
	}
	if !givenName(words[0]) {
		n.first = words[0]
	}
	out := []string{given(words[0])}
	for i, w := range words[1:] {
		if i < len(words)-2 && utf8.RuneCountInString(w) == 1 {
			n.middle += w
			continue
		}
		out = append(out, w)
	}
	n.initial = utf8.RuneCountInString(words[0]) == 1
	n.full = strings.Join(out, " ")
	return n
}

// familyOnly reports whether a name is a family name of several words: "von
// der Leyen", "Al-Assad", "De Gaulle".
func familyOnly(raw, words []string) bool {
	if len(raw) == 0 || !slices.Contains(particles, words[0]) && !nobiliary[words[0]] {
		return false
	}
	r, _ := utf8.DecodeRuneInString(raw[0])
	return unicode.IsLower(r) || len(raw) == 1 || nobiliary[words[0]] || len(words) == 2 && (words[0] == "le" || words[0] == "la")
}

// nobiliary are particles that are no given names, also with a capital.
var nobiliary = set(`de du di von del della dos da ibn`)

// crowned are words before a given name that are no family name.
var crowned = set(`king queen prince princess pope saint st san santa emperor empress emir sultan tsar brother sister father mother baby little big uncle aunt`)

func givenName(w string) bool { return nlp.IsGivenName(capital(w)) }

func capital(w string) string {
	r, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[n:]
}

// given is the full form of a folded given name.
func given(w string) string { return Fold(nlp.FormalName(capital(w))) }

// personKeys lists the keys of somebody who goes by a name.
//
// A full name is a strong key, with what tells namesakes apart beside it. A
// surname alone, or with an initial, leads out of its story only if it is
// rare: there are too many Smiths. Within the story it looks for the one
// person who bears it.
func (x *Index) personKeys(p *graph.Profile, t Traits, add, story func(strong bool, text string)) {
	n := parsePerson(p.Name)
	family := string(schema.FamilyPerson)
	if n.full == "" || n.initial {
		short := n.short(t.Gender)
		switch {
		case t.Here != "":
			add(true, t.Here)
			story(true, "?"+short)
		case t.Ambiguous: // known in its document only
		case x.rare(n.surname):
			add(false, family+"/"+short)
		default:
			story(true, "?"+short)
		}
		return
	}
	add(true, family+"/name/"+n.full)
	t.keys(p, n, func(scheme, value string) { add(true, "id/~"+scheme+" "+n.full+"/"+value) })
	story(true, "name/"+n.full)
	gender := cmp.Or(t.Gender, nlp.FirstNameGender(capital(strings.Fields(n.full)[0])))
	for _, short := range n.shorts(n.surname, gender) {
		story(false, short)
		if x.rare(n.surname) {
			add(false, family+"/"+short)
		}
	}
	if n.first != "" {
		for _, short := range n.shorts(n.first, gender) {
			story(false, short)
		}
	}
	roleKeys(p, story)
}

// short is the key of a name without the given name: "surname/smith", of a
// woman "surname/smith/female", with an initial "initial/j smith".
func (n *personName) short(gender string) string {
	switch {
	case n.initial:
		return "initial/" + string([]rune(n.full)[0]) + " " + n.surname
	case gender != "":
		return "surname/" + n.surname + "/" + gender
	}
	return "surname/" + n.surname
}

// shorts are the keys under which somebody of a full name may be looked for,
// by a surname.
func (n *personName) shorts(surname, gender string) []string {
	out := []string{"initial/" + string([]rune(n.full)[0]) + " " + surname, "surname/" + surname}
	for _, g := range []string{"female", "male"} {
		if gender == "" || gender == g {
			out = append(out, "surname/"+surname+"/"+g)
		}
	}
	return out
}

// rare reports whether a surname is likely to be borne by one person in the
// news: no usual surname, no given name, and nothing else that the knowledge
// base knows.
func (x *Index) rare(surname string) bool {
	x.once.Do(x.load)
	return utf8.RuneCountInString(surname) > 3 && !usual[surname] && !givenName(surname) && !x.shared[surname]
}

// Ambiguous notes which people of a document go by a surname that somebody else
// in it bears too: the document keeps them apart, so others do not join them.
// Where it has nothing but the surname, without a title that differs, they are
// one.
func (x *Index) Ambiguous(profiles []graph.Profile, ts []Traits) {
	bearers := map[string][]int{}
	names := make([]personName, len(profiles))
	for i := range profiles {
		if x.ontology.Family(profiles[i].Type) == schema.FamilyPerson && proper(&profiles[i]) {
			names[i] = parsePerson(profiles[i].Name)
			bearers[names[i].surname] = append(bearers[names[i].surname], i)
		}
	}
	for surname, all := range bearers {
		one := !slices.ContainsFunc(all, func(i int) bool {
			return names[i].full != "" || ts[i].Gender != ts[all[0]].Gender
		})
		for _, i := range all {
			switch {
			case surname == "" || len(all) == 1:
			case one:
				ts[i].Here = graph.LocalKey(profiles[i].ID.Document, surname)
			default:
				ts[i].Ambiguous = true
			}
		}
	}
}
