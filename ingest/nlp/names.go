package nlp

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed lists/*.txt
var listFiles embed.FS

// wordLists are the word lists of lists/*.txt, read once.
var wordLists = sync.OnceValue(func() *nameLists {
	l := &nameLists{sections: map[string][]string{}, member: map[string]map[string]bool{}, short: map[string][]string{}}
	files, _ := fs.Glob(listFiles, "lists/*.txt")
	for _, f := range files {
		data, _ := listFiles.ReadFile(f)
		for line := range strings.Lines(string(data)) {
			key, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
			if !ok || strings.HasPrefix(key, "#") {
				continue
			}
			var items []string
			for item := range strings.SplitSeq(rest, ";") {
				if item = strings.TrimSpace(item); item != "" {
					items = append(items, item)
				}
			}
			if f == "lists/nicknames.txt" {
				l.short[key] = items
				continue
			}
			l.add(key, items)
		}
	}
	return l
})

type nameLists struct {
	sections map[string][]string        // section → items as written
	member   map[string]map[string]bool // section → items
	short    map[string][]string        // given name → nicknames
}

func (l *nameLists) add(section string, items []string) {
	l.sections[section] = append(l.sections[section], items...)
	if l.member[section] == nil {
		l.member[section] = map[string]bool{}
	}
	for _, w := range items {
		l.member[section][w] = true
	}
}

// WordList returns the words of a section of the embedded lists: "title",
// "role", "orgsuffix", "orghead", "placehead", "month", "weekday", "say",
// "female", "male", or an entity type for well-known names of that type. Shared
// slice: do not write. Nil for an unknown section.
func WordList(section string) []string { return wordLists().sections[section] }

// WordSections returns the names of all sections, sorted.
func WordSections() []string {
	var out []string
	for k := range wordLists().sections {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// IsTitle reports whether a word as written is a title before a person's
// name: "Mr.", "Senator", "Gen".
func IsTitle(word string) bool { return wordLists().member["title"][word] }

// IsOrgSuffix reports whether a word as written closes names of
// organisations: "Inc.", "GmbH", "Holdings".
func IsOrgSuffix(word string) bool { return wordLists().member["orgsuffix"][word] }

// FirstNameGender returns "female", "male" or "" for a given name as written;
// of two names joined by a hyphen the first decides. Names that go with both
// genders have none.
func FirstNameGender(name string) string {
	l := wordLists()
	f, m := l.member["female"][name], l.member["male"][name]
	switch {
	case f && !m:
		return "female"
	case m && !f:
		return "male"
	}
	if first, _, ok := strings.Cut(name, "-"); ok && !f && !m && first != "" {
		return FirstNameGender(first)
	}
	return ""
}

// IsGivenName reports whether the word is a known given name.
func IsGivenName(name string) bool {
	l := wordLists()
	return l.member["female"][name] || l.member["male"][name]
}

// Nicknames returns what bearers of a formal given name are also called.
// Shared slice: do not write.
func Nicknames(name string) []string { return wordLists().short[name] }

// SameGivenName reports whether two given names may be one person's: equal
// when case is ignored, one the nickname of the other, or both of one formal name.
func SameGivenName(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	fa, fb := formalNames()[a], formalNames()[b]
	for _, x := range append(slices.Clip(fa), a) {
		for _, y := range append(slices.Clip(fb), b) {
			if x == y {
				return true
			}
		}
	}
	return false
}

// FormalName returns the given name that a short form stands for ("Pete":
// "Peter"), or the name itself where it is no short form, or one of several.
func FormalName(name string) string {
	if formal := formalNames()[name]; len(formal) == 1 {
		return formal[0]
	}
	return name
}

var formalNames = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	short := wordLists().short
	for _, name := range sortedKeys(short) {
		for _, n := range short[name] {
			out[n] = append(out[n], name)
		}
	}
	return out
})

// set makes a set of the words of a text.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
