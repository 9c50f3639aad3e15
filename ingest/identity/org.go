package identity

import (
	"strings"

	"dossier/schema"
)

// nameKey adds the key of a full name. Where bodies of several countries go by
// it, it is the key of the country's; and unless the country stands beside it,
// reports of one story mean the same body.
func (x *Index) nameKey(name string, words []string, family string, t Traits, add func(strong bool, parts ...string), story func(strong bool, text string)) {
	if family != string(schema.FamilyOrg) {
		add(true, family, "name", canonicalOrg(words))
		return
	}
	x.once.Do(x.load)
	n := x.takeApart(name)
	if !x.anyCountrys(n.core) {
		add(true, family, "name", canonicalOrg(words))
		return
	}
	sure := n.country != "" || t.Sure
	if n.country == "" {
		n.country = t.Country
	}
	if n.country != "" {
		add(true, family, "name", n.country+" "+n.core)
	}
	if !sure {
		story(true, "name/"+n.core)
	}
}

// acronymOf returns the acronym of a name that is one beside a country, "" for
// other names.
func (x *Index) acronymOf(name string) string {
	x.once.Do(x.load)
	n := x.takeApart(name)
	for _, w := range strings.Fields(name) {
		if n.country != "" && acronym(w) && Fold(w) == n.core {
			return w
		}
	}
	return ""
}

// acronymKey adds the key of an acronym, defined by a full name beside it or
// not. Three letters stand for something else in the next country; without
// one they lead to what they stand for in the same story.
func (x *Index) acronymKey(text, family, country string, defined bool, add func(strong bool, parts ...string), story func(strong bool, text string)) {
	name := Fold(text)
	if len(name) > 3 || family != string(schema.FamilyOrg) {
		add(false, family, "acronym", name)
		return
	}
	if country != "" {
		add(false, family, "acronym", country+" "+name)
	}
	switch {
	case defined:
		story(false, "acronym/"+name)
	case country == "":
		story(true, "?acronym/"+name)
	}
}
