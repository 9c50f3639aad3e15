package nlp

import (
	"slices"
	"strings"
	"unicode"
)

// A nameGroup is the set of names of one text with the same words.
type nameGroup struct {
	words   []string // without article, titles and closing full stops
	key     string
	class   refClass
	title   string // "mr", "mrs": keeps Mr Smith from Mrs Smith
	first   int    // first candidate
	fact    string
	weak    bool // the fact is only one reading of the words
	capital bool // written in capitals throughout
}

// linkNames makes chains of names: first the same words, then one fact of
// the knowledge base, then parts of one full name. Two persons with different
// given names are never joined, and a surname that two bear joins neither.
func (r *resolver) linkNames() {
	groups := r.groupNames()
	index := indexNames(groups)
	r.addressed(groups)
	r.takeSurnames(groups, index)
	r.linkFacts(groups)
	// Full names first: a surname then finds the forms of one name in one chain.
	for _, full := range []bool{true, false} {
		for i := range groups {
			if g := &groups[i]; (g.class == classPerson || g.class == classUnknown) && len(g.words) > 1 == full {
				r.linkPerson(groups, index, i)
			}
		}
	}
	for i := range groups {
		r.linkShort(groups, index, i)
	}
}

// takeSurnames makes a person of a single word that a text uses after the full
// name of somebody who bears it, though the knowledge base has a firm of that
// name: "Orrin Vale … Vale wrote". Where the firm goes by a longer name in the
// same text, the word stays the firm's.
func (r *resolver) takeSurnames(groups []nameGroup, index *nameIndex) {
	for i := range groups {
		g := &groups[i]
		if len(g.words) != 1 || g.capital || g.class != classOrg && g.class != classUnknown {
			continue
		}
		ch := &r.chains[r.chainOfGroup(g)]
		members := ch.members
		last := members[len(members)-1] // a headline may use the surname first
		bearer, firm := false, false
		for _, k := range index.sharing(g) {
			o := &groups[k]
			bearer = bearer || o.class == classPerson && o.first < last && strings.EqualFold(o.words[len(o.words)-1], g.words[0])
			firm = firm || o.class != classPerson && strings.EqualFold(o.words[0], g.words[0])
		}
		if !bearer || firm {
			continue
		}
		g.class, g.fact, g.weak = classPerson, "", false
		ch.class, ch.typ, ch.gender = classPerson, "Person", ""
		for _, m := range members {
			r.cands[m].class, r.cands[m].gender = classPerson, ""
			r.an.Mentions[r.cands[m].index].Label = "PER"
		}
	}
}

// groupNames opens a chain for every name that is written the same way.
func (r *resolver) groupNames() []nameGroup {
	var groups []nameGroup
	at := map[string]int{}
	for i := range r.cands {
		c := &r.cands[i]
		if c.kind != Name {
			continue
		}
		words, title := r.nameWords(c)
		key := strings.ToLower(strings.Join(words, " "))
		if r.isAcronym(words) && c.class != classPlace {
			key = strings.Join(words, " ")
		}
		id := key // several words written alike are one name, whatever the recogniser calls them
		if c.class == classPerson && len(words) == 1 {
			id += "\x00person" + titleGender[title] // Mr Smith is not Mrs Smith
		}
		k, ok := at[id]
		if !ok {
			k = len(groups)
			at[id] = k
			g := nameGroup{words: words, key: key, class: c.class, first: i, title: title, capital: r.isAcronym(words)}
			g.fact, g.weak = r.factOf(c)
			r.newChain(i)
			groups = append(groups, g)
		} else {
			r.join(i, r.chainOfGroup(&groups[k]), "exact", 1)
			if g := &groups[k]; g.class != c.class && c.class == classPerson && g.fact == "" {
				g.class = classPerson // "Orrin Vale" is no place once he is a person
				r.chains[c.chain].class, r.chains[c.chain].gender, r.chains[c.chain].typ = classPerson, c.gender, ""
			}
		}
		r.groupOf[i] = k
		if m, ch := &r.an.Mentions[c.index], &r.chains[c.chain]; m.Type != "" && ch.typ == "" {
			ch.typ = m.Type
		}
	}
	return groups
}

// addressed makes persons of the names that the text elsewhere puts a title
// of address before: after "Mr Vale", Vale is not the mining company.
func (r *resolver) addressed(groups []nameGroup) {
	titled := map[string]bool{}
	for i := range groups {
		if g := &groups[i]; g.class == classPerson && len(g.words) == 1 && titleGender[g.title] != "" {
			titled[g.key] = true
		}
	}
	for i := range groups {
		g := &groups[i]
		if !titled[g.key] || g.class == classPlace || g.class == classPerson && g.fact == "" {
			continue
		}
		g.class, g.fact, g.weak = classPerson, "", false
		ch := &r.chains[r.chainOfGroup(g)]
		ch.class, ch.typ, ch.gender = classPerson, "Person", ""
		for _, k := range ch.members {
			c := &r.cands[k]
			c.class, c.gender = classPerson, ""
			r.an.Mentions[c.index].Label, r.an.Mentions[c.index].Type = "PER", "Person"
		}
	}
}

// nameWords returns the words of a name without its article, its titles and
// a possessive, and the last title.
func (r *resolver) nameWords(c *candidate) (words []string, title string) {
	first, last := c.first, c.last
	if last-first > 1 && strings.EqualFold(r.an.word(first), "the") {
		first++
	}
	if w := fold(r.an.word(last - 1)); last-first > 1 && (w == "'s" || w == "'") {
		last--
	}
	if c.class == classPerson {
		if first > 0 && IsTitle(r.an.word(first-1)) {
			title = plainWord(r.an.word(first - 1))
		}
		for last-first > 1 && IsTitle(r.an.word(first)) {
			title = plainWord(r.an.word(first))
			first++
		}
	}
	for last-first > 2 && postNominals[r.an.word(last-1)] {
		last--
	}
	for t := first; t < last; t++ {
		words = append(words, strings.TrimSuffix(fold(r.an.word(t)), "."))
	}
	return words, title
}

func plainWord(w string) string { return strings.ToLower(strings.TrimSuffix(w, ".")) }

func (r *resolver) isAcronym(words []string) bool {
	if len(words) != 1 || len(words[0]) < 2 || len(words[0]) > 7 {
		return false
	}
	for _, c := range words[0] {
		if !unicode.IsUpper(c) && !unicode.IsDigit(c) && c != '&' && c != '.' {
			return false
		}
	}
	return true
}

// factOf returns the one fact of the knowledge base that a name can mean.
func (r *resolver) factOf(c *candidate) (id string, weak bool) {
	names := r.a.tables().kb.lookup(strings.TrimPrefix(r.an.Text[r.an.Tokens[c.first].Start:r.an.Tokens[c.last-1].End], "the "))
	for _, n := range names {
		if id != "" && id != n.fact.ID {
			return "", false
		}
		id, weak = n.fact.ID, n.weak
	}
	return id, weak
}

// linkFacts joins names of one fact; a weak name joins only where a strong
// one of the same fact stands in the text.
func (r *resolver) linkFacts(groups []nameGroup) {
	strong := map[string]int{}
	for i := range groups {
		if g := &groups[i]; g.fact != "" && !g.weak {
			r.chains[r.chainOfGroup(g)].fact = g.fact
			if k, ok := strong[g.fact]; ok {
				r.mergeGroups(groups, k, i, "knowledge base", 0.95)
				continue
			}
			strong[g.fact] = i
		}
	}
	for i := range groups {
		g := &groups[i]
		if k, ok := strong[g.fact]; ok && g.weak && (g.class == groups[k].class || g.class == classUnknown || g.class == classOrg) {
			r.mergeGroups(groups, k, i, "knowledge base", 0.8)
		}
	}
}

// chainOfGroup is the chain a group's names are in at present.
func (r *resolver) chainOfGroup(g *nameGroup) int { return r.cands[g.first].chain }

// mergeGroups moves group b into the chain of group a.
func (r *resolver) mergeGroups(groups []nameGroup, a, b int, rule string, score float64) {
	r.merge(r.chainOfGroup(&groups[a]), r.chainOfGroup(&groups[b]), rule, score)
}

// A nameIndex finds the groups that a short form can belong to by their first
// and last words, and by their initials.
type nameIndex struct {
	ends     map[string][]int // first or last word in lower case → groups
	initials map[string][]int
}

// maxSharing is how many names may share a word before a part of them can
// stand for none.
const maxSharing = 64

func indexNames(groups []nameGroup) *nameIndex {
	x := &nameIndex{ends: map[string][]int{}, initials: map[string][]int{}}
	for k := range groups {
		words := dropJunior(groups[k].words)
		if len(words) < 2 {
			continue
		}
		first, last := strings.ToLower(words[0]), strings.ToLower(words[len(words)-1])
		x.ends[first] = append(x.ends[first], k)
		if last != first {
			x.ends[last] = append(x.ends[last], k)
		}
		for _, w := range words[1 : len(words)-1] {
			if w = strings.ToLower(w); len(words) == 3 && len(w) > 3 && w != first && w != last {
				x.ends[w] = append(x.ends[w], k)
			}
		}
		all, major := initialsOf(groups[k].words)
		x.initials[all] = append(x.initials[all], k)
		if major != all {
			x.initials[major] = append(x.initials[major], k)
		}
	}
	return x
}

// sharing returns, in order, the groups that have one of the words of g at
// an end.
func (x *nameIndex) sharing(g *nameGroup) []int {
	words := dropJunior(g.words)
	if len(words) == 0 {
		return nil
	}
	out := slices.Clone(x.ends[strings.ToLower(words[0])])
	if len(words) > 1 {
		out = append(out, x.ends[strings.ToLower(words[len(words)-1])]...)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > maxSharing {
		return nil
	}
	return out
}

// linkPerson attaches a part of a name to the one full name that has it, or
// a full name to another form of it.
func (r *resolver) linkPerson(groups []nameGroup, index *nameIndex, i int) {
	g := &groups[i]
	var match []int // of the best rule
	rule := ""
	for _, k := range index.sharing(g) {
		o := &groups[k]
		if k == i || r.chainOfGroup(o) == r.chainOfGroup(g) || o.class != classPerson {
			continue
		}
		why := r.personMatch(g, o)
		if why == "" || rank(why) < rank(rule) {
			continue
		}
		if rank(why) > rank(rule) {
			match = match[:0]
		}
		match, rule = append(match, k), why
	}
	if len(match) == 0 || g.class == classUnknown && len(g.words) > 1 {
		return
	}
	for _, k := range match[1:] {
		if r.chainOfGroup(&groups[k]) != r.chainOfGroup(&groups[match[0]]) { // two bear it
			if rule == "surname" && len(g.words) == 1 {
				r.shareSurname(groups, i, match)
			}
			return
		}
	}
	score := map[string]float64{"surname": 0.9, "given name": 0.75, "name form": 0.9, "inner name": 0.8}[rule]
	r.mergeGroups(groups, match[len(match)-1], i, rule, score)
}

func rank(rule string) int {
	switch rule {
	case "surname", "name form":
		return 3
	case "given name":
		return 2
	case "":
		return 0
	}
	return 1
}

// personMatch says how the name g can be a form of the fuller name o, "" if
// it cannot.
func (r *resolver) personMatch(g, o *nameGroup) string {
	gw, ow := dropJunior(g.words), dropJunior(o.words)
	if len(ow) < 2 || len(gw) > len(ow) || len(gw) == 0 || g.fact != "" && o.fact != "" && g.fact != o.fact {
		return ""
	}
	if ga, oa := r.groupGender(g), r.groupGender(o); ga != "" && oa != "" && ga != oa {
		return ""
	}
	if ga, oa := junior(g.words), junior(o.words); ga != oa && (ga != "" && oa != "" || len(gw) > 1 && r.isKin(g) != r.isKin(o)) {
		return "" // father and son
	}
	last := len(ow) - 1
	if len(gw) == 1 {
		switch {
		case strings.EqualFold(gw[0], ow[last]):
			return "surname"
		case strings.EqualFold(gw[0], ow[0]) && (g.title == "" || royalTitles[g.title]):
			return "given name"
		case last > 1 && !IsGivenName(gw[0]) && slices.ContainsFunc(ow[1:last], func(w string) bool { return strings.EqualFold(w, gw[0]) }):
			return "inner name" // "Sheinbaum" of "Claudia Sheinbaum Pardo"
		}
		return ""
	}
	if len(gw) < len(ow) && equalWords(gw, ow[len(ow)-len(gw):]) {
		return "surname" // "bin Salman", "de Gaulle"
	}
	if len(gw) < len(ow) && equalWords(gw, ow[:len(gw)]) && len(gw) >= 2 {
		return "name form" // "Gabriel García" of "Gabriel García Márquez"
	}
	if !strings.EqualFold(gw[len(gw)-1], ow[last]) {
		return ""
	}
	if !sameGiven(gw[0], ow[0]) || !middleFits(gw[1:len(gw)-1], ow[1:last]) {
		return ""
	}
	if len(gw) == len(ow) && g.first < o.first && len(strings.Join(gw, "")) >= len(strings.Join(ow, "")) {
		return "" // the other one will be joined to this one
	}
	return "name form"
}

// royalTitles stand before a given name alone.
var royalTitles = set("prince princess king queen emperor empress sultan emir pope sheikh sheik shaikh sir dame lady lord sister brother father saint duke")

// groupGender reads a group's gender from its title, else its given name.
func (r *resolver) groupGender(g *nameGroup) string {
	if t := titleGender[g.title]; t != "" {
		return t
	}
	if len(g.words) > 1 {
		return FirstNameGender(g.words[0])
	}
	return ""
}
