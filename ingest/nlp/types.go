package nlp

// typeOfMention returns the ontology type that a name's own words and its
// neighbours give away, or "".
func (a *Analyzer) typeOfMention(an *Analysis, m *Mention) string {
	for _, n := range a.tables().kb.lookup(an.Text[m.Start:m.End]) {
		if !n.weak {
			return n.fact.Type
		}
	}
	return ""
}

// voteTypes gives each entity of an analysis its type, its fact and its facet
// by a vote of its mentions, and writes the type back to them. It runs after
// coreference.
func (a *Analyzer) voteTypes(an *Analysis) {
	for i := range an.Entities {
		e := &an.Entities[i]
		votes := map[string]int{}
		for _, k := range e.Mentions {
			m := &an.Mentions[k]
			if m.Type == "" {
				continue
			}
			votes[m.Type]++
			if votes[m.Type] > votes[e.Type] {
				e.Type = m.Type
			}
		}
		for _, k := range e.Mentions {
			an.Mentions[k].Type = e.Type
		}
	}
}
