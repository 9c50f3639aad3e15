package claim

import "dossier/ingest/nlp"

// repairNames corrects what the parser did around names, which the recogniser
// knows better: names inside longer noun phrases, titles and descriptions in
// front of names.
func (d *page) repairNames() {
	for m := range d.a.Mentions {
		men := &d.a.Mentions[m]
		if men.Kind != nlp.Name || men.First < 0 || men.Last > len(d.tok) || men.First >= men.Last {
			continue
		}
		d.joinNames(men.First, men.Last)
		d.possessName(men)
		d.nestName(men)
		d.gatherName(men)
		d.promoteName(men)
	}
}

// nestName repairs a name that holds a preposition and stands before a noun:
// of "Department of Trade cloud contract" the contract is the head, not the
// department.
func (d *page) nestName(m *nlp.Mention) {
	for c := m.First + 1; c < m.Last; c++ {
		x := d.tok[c].Head
		if d.tok[c].Deprel != "case" || x < m.Last || d.sentence[x] != d.sentence[c] {
			continue
		}
		top := m.First
		for steps := 0; steps < 20 && top < c && d.tok[top].Head >= m.First && d.tok[top].Head < c; steps++ {
			top = d.tok[top].Head
		}
		out := x // the outermost noun behind the name that hangs under its first part
		for n := 0; n < 10 && d.tok[out].Head >= m.Last; n++ {
			out = d.tok[out].Head
		}
		if d.tok[out].Head != top {
			return
		}
		d.tok[out].Head, d.tok[out].Deprel = d.tok[top].Head, d.tok[top].Deprel
		for k := d.a.Sentences[d.sentence[top]].First; k < m.First; k++ {
			if d.tok[k].Head == top {
				d.tok[k].Head = out
			}
		}
		d.tok[top].Head, d.tok[top].Deprel = out, "compound"
		last := m.Last - 1
		d.tok[c].Head = last
		if d.tok[last].Head >= m.Last || d.tok[last].Head < m.First {
			d.tok[last].Head, d.tok[last].Deprel = top, "nmod"
		}
		return
	}
}

// possessName gives what a name of several words possesses the place that the
// parser gave to the name's first part: of "the Department of Trade's cloud
// systems" the systems are meant.
func (d *page) possessName(m *nlp.Mention) {
	s := d.a.Sentences[d.sentence[m.First]]
	top := -1
	for k := m.First; k < m.Last && top < 0; k++ {
		if h := d.tok[k].Head; h < m.First || h >= m.Last {
			top = k
		}
	}
	if top < 0 || m.Last-m.First < 3 || m.Last >= s.Last || d.lower[m.Last] != "'s" || d.tok[top].Deprel == "nmod:poss" || d.tok[m.Last].Head == top {
		return
	}
	x := d.tok[m.Last].Head // the part that was read as the possessor
	if x < m.First || x >= m.Last || d.tok[x].Head < m.Last || d.tok[x].Deprel != "nmod:poss" {
		return
	}
	owned := d.tok[x].Head
	for k := m.First; k < m.Last; k++ {
		if h := d.tok[k].Head; k != top && (h < m.First || h >= m.Last) {
			d.tok[k].Head = top
			if d.tok[k].Deprel == "case" {
				d.tok[k].Head = x
			}
		}
	}
	d.tok[owned].Head, d.tok[owned].Deprel = d.tok[top].Head, d.tok[top].Deprel
	for k := s.First; k < m.First; k++ { // a preposition in front of the name
		if d.tok[k].Head == top && d.tok[k].Deprel == "case" {
			d.tok[k].Head = owned
		}
	}
	d.tok[top].Head, d.tok[top].Deprel = owned, "nmod:poss"
	d.tok[x].Head, d.tok[x].Deprel = top, "nmod"
	d.tok[m.Last].Head = top
}

// gatherName lets what hangs on an inner word of a name hang on the name.
func (d *page) gatherName(m *nlp.Mention) {
	top := d.topOf(m.First, m.Last)
	if top < 0 {
		return
	}
	s := d.a.Sentences[d.sentence[top]]
	for k := m.Last; k < s.Last; k++ { // "senator Ana Roy, who …": not the office
		if h := d.tok[k].Head; h >= 0 && h < m.First && d.tok[h].Deprel == "nmod:desc" && d.tok[h].Head == top && d.tok[k].Deprel == "acl:relcl" {
			d.tok[k].Head = top
		}
	}
	for k := s.First; k < s.Last; k++ {
		if h := d.tok[k].Head; (k < m.First || k >= m.Last) && h >= m.First && h < m.Last && h != top && d.tok[k].Deprel != "case" && d.tok[k].Deprel != "cc" {
			d.tok[k].Head = top
		}
	}
}

// promoteName makes a name the head of the description in front of it: of
// "Secretary of Trade Ana Roy" and "the news site Ledger" the name is what is
// spoken of.
func (d *page) promoteName(m *nlp.Mention) {
	i := d.topOf(m.First, m.Last)
	if i < 0 || i > 0 && m.First == 0 {
		return
	}
	h := d.tok[i].Head
	if h < 0 || h >= m.First || !d.describes(h, m) {
		return
	}
	comma := d.tok[i].Deprel == "appos" && d.lower[m.First-1] == "," && d.isPosition(h) && d.tok[h].XPOS != "NNS" && d.o.Family(m.Type) == "person"
	switch d.tok[i].Deprel {
	case "nmod", "appos", "flat", "compound", "nmod:desc", "dep", "nmod:unmarked":
	default:
		return
	}
	for k := h + 1; k < m.First && !comma; k++ {
		if d.tok[k].Deprel == "punct" && d.tok[k].Head == i || d.tok[k].Deprel == "case" && d.tok[k].Head == i || d.lower[k] == "," || d.lower[k] == "'s" {
			return
		}
	}
	up, rel := d.tok[h].Head, d.tok[h].Deprel
	for k := d.a.Sentences[d.sentence[h]].First; k < h; k++ {
		if d.tok[k].Head == h && (d.tok[k].Deprel == "case" || d.tok[k].Deprel == "cc" || d.tok[k].Deprel == "mark" || d.tok[k].Deprel == "punct") {
			d.tok[k].Head = i
		}
	}
	s := d.a.Sentences[d.sentence[h]]
	for k := m.Last; k < s.Last; k++ { // what stands behind the name belongs to it
		if d.tok[k].Head == h {
			d.tok[k].Head = i
		}
	}
	d.tok[i].Head, d.tok[i].Deprel = up, rel
	d.tok[h].Head, d.tok[h].Deprel = i, "nmod:desc"
	if comma {
		d.tok[h].Deprel = "appos"
	}
}

// describes reports whether a common noun in front of a name says what the
// name is: an office for a person, a kind of organisation for an organisation.
func (d *page) describes(h int, m *nlp.Mention) bool {
	if d.named(h) {
		return false
	}
	if m.Label == "PER" || d.o.Family(m.Type) == "person" {
		return d.isPosition(h) || people[d.lemmas[h]] && d.tok[h].XPOS != "NNS"
	}
	if winners[d.lemmas[h]] && d.tok[h].Deprel != "compound" {
		return true // "defending champions Riga"
	}
	t := d.x.headTypes[d.lemmas[h]]
	return t != "" && d.tok[h].UPOS == "NOUN" && d.tok[h].XPOS != "NNS" && (d.o.Family(t) == "org" && (m.Label == "ORG" || d.o.Family(m.Type) == "org"))
}

// winners are what clubs and teams are called in front of their names.
var winners = words(`champion giant minnow holder runner-up newcomer`)

// raiseSpeaker repairs "Ana Roy, the chair, wrote, “Ostra has paid”", read as
// if Ana Roy paid: a verb of saying stands between a verb's two subjects, so
// the first is the speaker and the verb is what is said.
func (d *page) raiseSpeaker(v int) {
	s := d.a.Sentences[d.sentence[v]]
	var subjects []int
	for k := s.First; k < v; k++ {
		if d.tok[k].Head == v && d.tok[k].Deprel == "nsubj" {
			subjects = append(subjects, k)
		}
	}
	if len(subjects) != 2 {
		return
	}
	w := -1
	for k := subjects[0] + 1; k < subjects[1]; k++ {
		if d.tok[k].Head == v && d.tok[k].UPOS == "VERB" && isWay(d.lemmas[k], waySaid) {
			w = k
		}
	}
	if w < 0 {
		return
	}
	quote := w
	for k := w + 1; k < subjects[1] && quote == w; k++ {
		if l := d.lower[k]; l == "\"" || l == "“" || l == "'" || l == "``" || l == ":" {
			quote = k
		}
	}
	d.tok[w].Head, d.tok[w].Deprel = d.tok[v].Head, d.tok[v].Deprel
	d.tok[v].Head, d.tok[v].Deprel = w, "ccomp"
	if own := d.child(w, "nsubj"); own > subjects[0] {
		d.tok[own].Head, d.tok[own].Deprel = subjects[0], "appos"
	}
	d.tok[subjects[0]].Head = w
	for k := quote + 1; k < v; k++ {
		if d.tok[k].Head == w && quote > w && k != v {
			d.tok[k].Head = v
		}
	}
}
