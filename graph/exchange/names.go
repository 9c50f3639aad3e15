package exchange

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/graph"
)

// words splits an identifier of any style into words: "film/directed_by",
// "directedBy", "DIRECTED_BY", "directed-by".
func words(s string) []string {
	var out []string
	var w []rune
	flush := func() {
		if len(w) > 0 {
			out = append(out, string(w))
			w = nil
		}
	}
	rs := []rune(s)
	for i, r := range rs {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		upper := unicode.IsUpper(r)
		if upper && len(w) > 0 && (!unicode.IsUpper(w[len(w)-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			flush()
		}
		w = append(w, r)
	}
	flush()
	return out
}

// typeName makes an entity type's name: "film actor" → "FilmActor".
func typeName(s string) string {
	var b strings.Builder
	for _, w := range words(s) {
		r, n := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(r))
		b.WriteString(strings.ToLower(w[n:]))
	}
	return safeName(b.String())
}

// relationName makes a relation type's name: "directed_by" → "directedBy".
func relationName(s string) string {
	t := typeName(s)
	r, n := utf8.DecodeRuneInString(t)
	if n == 0 {
		return ""
	}
	return string(unicode.ToLower(r)) + t[n:]
}

// safeName keeps what a name of GraphQL may hold.
func safeName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, s)
	if s != "" && unicode.IsDigit(rune(s[0])) {
		s = "N" + s
	}
	return s
}

// spaced is an identifier as words of a sentence.
func spaced(s string) string { return strings.ToLower(strings.Join(words(s), " ")) }

// iriLocal returns the part of an IRI that says what it is: the fragment, or
// the last step of the path. The whole path where the IRI has no scheme, as in
// Freebase: "/film/film/starring".
func iriLocal(iri string) string {
	if !strings.Contains(iri, ":") {
		return strings.Trim(iri, "/")
	}
	iri = strings.TrimRight(iri, "/#")
	return iri[strings.LastIndexAny(iri, "/#:")+1:]
}

// iriLast is the last step of an IRI.
func iriLast(iri string) string {
	l := iriLocal(iri)
	return l[strings.LastIndexByte(l, '/')+1:]
}

// iriName is a name made of an IRI's last step, where nothing else names a node.
func iriName(iri string) string {
	name := iriLast(iri)
	if plain, err := url.PathUnescape(name); err == nil && utf8.ValidString(plain) && !strings.ContainsFunc(plain, unicode.IsControl) {
		name = plain
	}
	if strings.HasPrefix(iri, "http://dbpedia.org/resource/") {
		name = strings.ReplaceAll(name, "_", " ")
	}
	return shorten(name)
}

// Schemes of ids by the beginnings of their IRIs.
var iriSchemes = []struct{ prefix, scheme string }{
	{"http://www.wikidata.org/entity/", "wikidata"},
	{"https://www.wikidata.org/entity/", "wikidata"},
	{"https://www.wikidata.org/wiki/", "wikidata"},
	{"http://dbpedia.org/resource/", "dbpedia"},
	{"http://rdf.freebase.com/ns/", "freebase"},
	{"https://www.imdb.com/name/", "imdb"},
	{"https://orcid.org/", "orcid"},
}

// iriID turns an IRI into an external id.
func iriID(iri string) graph.ExternalID {
	for _, s := range iriSchemes {
		if v, ok := strings.CutPrefix(iri, s.prefix); ok && v != "" && !strings.ContainsAny(v, "/#?") {
			return graph.ExternalID{Scheme: s.scheme, Value: v}
		}
	}
	return graph.ExternalID{Scheme: "iri", Value: iri}
}

// idIRI is the inverse of iriID where there is one.
func idIRI(x graph.ExternalID) string {
	if x.Scheme == "iri" {
		return x.Value
	}
	for _, s := range iriSchemes {
		if s.scheme == x.Scheme {
			return s.prefix + x.Value
		}
	}
	return ""
}
