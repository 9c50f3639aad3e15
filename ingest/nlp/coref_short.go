package nlp

import (
	"slices"
	"strings"
	"unicode"

	"dossier/ingest/article"
	"dossier/ingest/nlp/ner"
)

// linkShort attaches a short form of the name of an organisation or thing:
// without its legal form, its acronym, or its head alone ("the Ministry").
func (r *resolver) linkShort(groups []nameGroup, index *nameIndex, i int) {
	g := &groups[i]
	if g.class == classPerson {
		return
	}
	match, rule, score := -1, "", 0.0
	for _, k := range r.longForms(groups, index, g) {
		o := &groups[k]
		if k == i || r.chainOfGroup(o) == r.chainOfGroup(g) || o.class == classPerson || len(o.words) < 2 || len(o.words) <= len(g.words) && !g.capital {
			continue
		}
		why, sure := r.shortMatch(g, o)
		if own := g.fact != "" && !g.weak && g.fact != o.fact; own && !(g.capital && r.defines(o, g)) && !(o.fact == "" && why == "legal form") {
			continue // known to be something of its own, and the text says nothing else
		}
		if why == "" {
			continue
		}
		if match >= 0 && r.chainOfGroup(&groups[match]) != r.chainOfGroup(o) {
			if sure == score {
				return // fits two: with neither
			}
			if sure < score {
				continue
			}
		}
		match, rule, score = k, why, sure
	}
	if match >= 0 {
		if g.fact != groups[match].fact && rule != "legal form" {
			r.chains[r.chainOfGroup(g)].fact = "" // the text's own definition outranks the knowledge base
		}
		r.mergeGroups(groups, match, i, rule, score)
	}
}

// shortMatch says how g can be short for o, and how surely.
func (r *resolver) shortMatch(g, o *nameGroup) (string, float64) {
	if g.capital {
		if r.defines(o, g) {
			return "acronym", 0.98
		}
		if o.class != classPlace && isInitials(o.words, g.words[0]) && (o.first < g.first || r.inHeadline(g)) {
			return "acronym", 0.8
		}
		return "", 0
	}
	if g.class == classPlace && o.class != classPlace || o.class == classPlace && g.class != classPlace {
		return "", 0
	}
	n := len(g.words)
	if equalWords(g.words, o.words[:n]) {
		legal, kind := true, false
		for _, w := range o.words[n:] {
			legal = legal && (IsOrgSuffix(w) || w == "," || w == "&")
			kind = kind || r.isOrgWord(w)
		}
		switch {
		case legal:
			return "legal form", 0.95
		case kind && o.class == classOrg && o.first < g.first && !strings.Contains(o.key, " of "):
			return "short name", 0.75
		case n > 1 && n+1 == len(o.words) && o.class == classOrg && g.class != classPlace && g.fact == "" && o.first < g.first && !placeWord(o.words[n]):
			return "short name", 0.7 // "Mercy Lakes" of "Mercy Lakes Health", but no parent of "Mercy Lakes Ohio"
		}
	}
	if n == 1 && o.class == classOrg && g.fact == "" && r.ownWord(g) {
		switch {
		case strings.EqualFold(g.words[0], o.words[0]) && g.class == classOrg:
			return "short name", 0.7 // "Meridian" of "Meridian Health"
		case strings.EqualFold(g.words[0], o.words[len(o.words)-1]):
			return "short name", 0.65 // "Villa" of "Aston Villa"
		}
	}
	if n == 1 && g.class != classPlace && o.first < g.first && r.isOrgWord(g.words[0]) && o.class == classOrg {
		if strings.EqualFold(o.words[len(o.words)-1], g.words[0]) || strings.EqualFold(o.words[0], g.words[0]) && len(o.words) > 1 && strings.EqualFold(o.words[1], "of") {
			return "head", 0.8
		}
	}
	return "", 0
}

// placeWord reports a word that is known as a place.
func placeWord(w string) bool {
	t := recogniser()
	return t != nil && t.Gazetteer().Class(w)&(ner.Country|ner.City|ner.Region|ner.Place|ner.Demonym) != 0
}

// ownWord reports a lone word that can stand for the whole of a name: none for
// a kind of organisation, no given name, and nothing that is known as a place.
func (r *resolver) ownWord(g *nameGroup) bool {
	t, w := recogniser(), g.words[0]
	if t == nil || r.isOrgWord(w) || IsGivenName(w) || len(w) < 4 {
		return false
	}
	c := t.Gazetteer().Class(w) | t.Gazetteer().Phrase([]string{w})
	if g.class == classOrg && len(r.a.tables().kb.lookup(w)) == 0 {
		c &^= ner.City | ner.Place // no city of note, and the text uses it otherwise
	}
	return c&(ner.Country|ner.City|ner.Region|ner.Place|ner.Demonym|ner.PlaceHead|ner.OrgHead) == 0
}

// inHeadline reports whether a name first stands in the headline, which may use
// the short form of what the text then names in full.
func (r *resolver) inHeadline(g *nameGroup) bool {
	return r.an.Sentences[r.cands[g.first].sentence].Region == article.Title
}

// isOrgWord reports a word that names a kind of organisation: "Bank",
// "Ministry", "Airlines".
func (r *resolver) isOrgWord(w string) bool {
	if IsOrgSuffix(w) {
		return true
	}
	for _, t := range r.a.nouns().types[strings.ToLower(w)] {
		if r.a.ontology.Family(t) == "org" {
			return true
		}
	}
	return false
}

// defines reports that the acronym stands in brackets behind the long form:
// "National Port System (NPS)".
func (r *resolver) defines(long, short *nameGroup) bool {
	for _, m := range r.chains[r.chainOfGroup(short)].members {
		if k := r.bracketed(m); k >= 0 && r.cands[k].chain == r.chainOfGroup(long) && lettersOf(long.words, short.words[0]) {
			return true
		}
	}
	return false
}

// isInitials reports whether an acronym is made of the first letters of the
// words; small words may be left out.
func isInitials(words []string, acronym string) bool {
	acronym = strings.ReplaceAll(acronym, ".", "")
	all, major := initialsOf(words)
	return len(acronym) >= 2 && (acronym == all || acronym == major)
}

// initialsOf returns the initials of all words in capitals, and those of the
// capitalised words.
func initialsOf(words []string) (all, major string) {
	for _, w := range words {
		c := firstRune(w)
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			continue
		}
		all += string(unicode.ToUpper(c))
		if unicode.IsUpper(c) {
			major += string(c)
		}
	}
	return all, major
}

// longForms returns, in order, the groups that g could be short for.
func (r *resolver) longForms(groups []nameGroup, index *nameIndex, g *nameGroup) []int {
	if !g.capital {
		return index.sharing(g)
	}
	out := slices.Clone(index.initials[strings.ReplaceAll(g.words[0], ".", "")])
	for _, m := range r.chains[r.chainOfGroup(g)].members {
		if k := r.bracketed(m); k >= 0 {
			out = append(out, r.groupOf[k])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// bracketed returns the name that ends before the bracket in which candidate
// m stands, or -1.
func (r *resolver) bracketed(m int) int {
	c := &r.cands[m]
	if c.first < 2 || r.an.word(c.first-1) != "(" {
		return -1
	}
	for k := m - 1; k >= 0 && k >= m-3; k-- {
		if o := &r.cands[k]; o.kind == Name && o.last == c.first-1 {
			return k
		}
	}
	return -1
}

// lettersOf reports, more loosely, that the letters of an acronym appear in
// order in the words and that it begins with the first of them.
func lettersOf(words []string, acronym string) bool {
	letters := []rune(strings.ToLower(strings.ReplaceAll(acronym, ".", "")))
	text := []rune(strings.ToLower(strings.Join(words, "")))
	if len(letters) == 0 || len(text) == 0 || letters[0] != text[0] {
		return false
	}
	at := 0
	for _, c := range text {
		if at < len(letters) && c == letters[at] {
			at++
		}
	}
	return at == len(letters)
}
