package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/schema"
)

// A kbName is one name under which the knowledge base knows a fact.
type kbName struct {
	fact   *schema.Fact
	family schema.Family
	weak   bool // only sometimes this fact: needs support from the context
}

// A kbIndex finds the names of the knowledge base in token sequences. Names
// are keyed by their characters without spaces, so the match does not depend
// on how a tokeniser splits "Coca-Cola" or "U.S.".
type kbIndex struct {
	names    map[string][]kbName
	upper    map[string][]kbName // keys in capitals, of names that are not
	demonyms map[string]*schema.Fact
	starts   map[string]int // first run of letters or digits → longest key that starts so, bytes
}

func newKBIndex(o *schema.Ontology) *kbIndex {
	x := &kbIndex{names: map[string][]kbName{}, upper: map[string][]kbName{}, demonyms: map[string]*schema.Fact{}, starts: map[string]int{}}
	if o == nil {
		return x
	}
	facts := o.Facts()
	for i := range facts {
		f := &facts[i]
		family := o.Family(f.Type)
		for _, n := range f.Weak {
			x.add(n, kbName{f, family, true})
		}
		x.add(f.Name, kbName{f, family, false})
		for _, n := range f.Aliases {
			x.add(n, kbName{f, family, false})
		}
		for _, n := range f.Demonyms {
			k := kbKey(n)
			if x.demonyms[k] == nil {
				x.demonyms[k] = f
			}
		}
	}
	return x
}

func (x *kbIndex) add(name string, n kbName) {
	key := kbKey(name)
	if key == "" {
		return
	}
	for _, have := range x.names[key] {
		if have.fact == n.fact {
			return
		}
	}
	x.names[key] = append(x.names[key], n)
	if up := strings.ToUpper(key); up != key && len(key) > 3 {
		x.upper[up] = append(x.upper[up], n)
	}
	word, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	start := firstRun(kbKey(word))
	x.starts[start] = max(x.starts[start], len(key))
}

// lookup returns the facts that carry exactly this name; a text in capitals
// matches whatever the case of the name.
func (x *kbIndex) lookup(text string) []kbName {
	key := kbKey(text)
	if n := x.names[key]; n != nil {
		return n
	}
	return x.upper[key]
}

// longest returns the end of the longest run of tokens from first, before
// limit, that is a name of the knowledge base, and the facts it names.
func (x *kbIndex) longest(an *Analysis, first, limit int) (end int, names []kbName) {
	start := firstRun(kbKey(an.word(first)))
	most := x.starts[start]
	if most == 0 {
		return first, nil
	}
	var key strings.Builder
	for i := first; i < limit; i++ {
		key.WriteString(kbKey(an.word(i)))
		if key.Len() > most {
			break
		}
		if n := x.names[key.String()]; n != nil {
			end, names = i+1, n
		}
	}
	return end, names
}

// word returns the text of token i.
func (an *Analysis) word(i int) string { t := an.Tokens[i]; return an.Text[t.Start:t.End] }

// kbKey folds what typography changes and identity does not: spaces fall,
// every dash is "-", every apostrophe "'".
func kbKey(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u00ad' || r == '\u200b':
		case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
			b.WriteByte('-')
		case r == '’' || r == '‘' || r == 'ʼ':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// firstRun returns the letters and digits a key starts with, or its first
// rune when it starts with neither.
func firstRun(key string) string {
	for i, r := range key {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if i == 0 {
				return key[:utf8.RuneLen(r)]
			}
			return key[:i]
		}
	}
	return key
}

func allWeak(names []kbName) bool {
	for _, n := range names {
		if !n.weak {
			return false
		}
	}
	return true
}
