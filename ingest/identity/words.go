package identity

import (
	"slices"
	"strings"
)

// honorifics stand beside a person's name and are no part of it.
var honorifics = []string{"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "shaikh", "sheikh", "sheik", "hajji", "haji"}

// particles join the parts of a person's name; writers drop or glue them.
var particles = []string{"al", "el", "ul", "ur", "bin", "ben", "ibn", "bint", "abu", "abou", "de", "da", "di", "du", "van", "von", "der", "den", "la", "le", "and"}

// personWords drops what does not tell people apart.
func personWords(ws []string) []string {
	out := slices.DeleteFunc(slices.Clone(ws), func(w string) bool {
		return slices.Contains(honorifics, w) || slices.Contains(particles, w) || slices.Contains(suffixes, w)
	})
	if len(out) == 0 {
		return ws
	}
	return out
}

// phrases are legal forms and other names of one thing, in folded words, each
// with what it becomes; longer ones first.
var phrases = []struct{ from, to string }{
	{"gesellschaft mit beschrankter haftung", ""}, {"limited liability company", ""}, {"joint stock company", ""},
	{"joint stock compan", ""}, {"open joint stock company", ""}, {"public joint stock company", ""},
	{"sociedad anonima", ""}, {"societe anonyme", ""}, {"aktiengesellschaft", ""}, {"sp z oo", ""}, {"s de rl", ""}, {"sa de cv", ""},
	{"united states", "us"}, {"united kingdom", "uk"}, {"intl", "international"}, {"govt", "government"}, {"dept", "department"},
	{"first", "1"}, {"1st", "1"}, {"second", "2"}, {"2nd", "2"}, {"third", "3"}, {"3rd", "3"}, {"one", "1"}, {"two", "2"}, {"three", "3"},
	{"forty four", "44"},
}

// moreForms are legal forms beyond those of canonicalOrg that may stand
// anywhere in a name, in front as well.
var moreForms = []string{"ooo", "oao", "zao", "pao", "ao", "the", "and", "of"}

// orgWords brings legal forms and usual abbreviations to one shape.
func orgWords(ws []string) []string {
	s := " " + strings.Join(ws, " ") + " "
	for _, p := range phrases {
		s = strings.ReplaceAll(s, " "+p.from+" ", " "+p.to+" ")
	}
	all := strings.Fields(s)
	out := slices.DeleteFunc(slices.Clone(all), func(w string) bool {
		return slices.Contains(legalForms, w) || slices.Contains(moreForms, w)
	})
	if len(out) == 0 {
		return all
	}
	return out
}

// nicknames reports whether one given name is a short form of the other.
func nicknames(u, v string) bool { return given(u) == given(v) }

// sounds lists spellings that traditions of transliteration write differently,
// in the order in which they are applied.
var sounds = strings.NewReplacer(
	"sch", "s", "tch", "c", "sh", "s", "zh", "j", "kh", "h", "gh", "g", "ph", "f", "th", "t", "dh", "d", "ck", "k", "ou", "u", "oo", "u",
	"ee", "i", "ie", "i", "ei", "i", "ey", "i", "ay", "i", "ai", "i", "iy", "i", "yy", "i", "ii", "i", "y", "i", "w", "v", "q", "k", "x", "ks", "z", "s", "c", "k", "j", "i",
)

// sound is a word as it is spoken, roughly: what spellings of one name share.
// Doubled letters and an h after a vowel fall; vowels that traditions mix up
// become one.
func sound(w string) string {
	w = sounds.Replace(w)
	var b strings.Builder
	var last rune
	for i, r := range w {
		switch {
		case r == 'e' || r == 'i':
			r = 'i'
		case r == 'o' || r == 'u':
			r = 'u'
		case r == 'h' && i > 0:
			continue
		}
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// cyrillic spells Russian and Ukrainian letters in Latin ones, after the
// tables of the United States Board on Geographic Names, without marks.
var cyrillic = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "ё", "e", "є", "ye", "ж", "zh", "з", "z", "и", "i", "і", "i", "ї", "yi",
	"й", "y", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts",
	"ч", "ch", "ш", "sh", "щ", "shch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya",
)

// latin spells Cyrillic names in Latin letters; other scripts stay.
func latin(s string) string {
	lower := strings.ToLower(s)
	if got := cyrillic.Replace(lower); got != lower {
		return got
	}
	return s
}
