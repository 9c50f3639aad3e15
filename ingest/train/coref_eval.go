package train

import (
	"fmt"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
)

// EvaluateCoref scores coreference of named and nominal mentions on GUM
// documents, read as raw text by the whole pipeline. Mentions are matched by
// the byte at which their head word starts, since GUM's spans hold all
// modifiers and ours the name or base phrase. Times and clauses, which GUM has
// as mentions, are left out. The first score is over chains
// of two mentions or more, as in OntoNotes; the second also counts the mentions
// that stand alone; the third is the first with pronouns.
func EvaluateCoref(a *nlp.Analyzer, sentences []*nlp.CoNLLUSentence) []CorefScore {
	type pair struct{ gold, found clusterMap }
	chains, all, pronouns := pair{clusterMap{}, clusterMap{}}, pair{clusterMap{}, clusterMap{}}, pair{clusterMap{}, clusterMap{}}
	docs := gumDocuments(sentences)
	for n := range docs {
		d := &docs[n]
		gold, goldAll := clusterMap{}, clusterMap{}
		for _, m := range d.mentions {
			if m.other {
				continue
			}
			key := fmt.Sprintf("%d:%d", n, d.analysis.Tokens[m.head].Start)
			goldAll[key] = n<<16 + m.cluster
			if !m.pronoun {
				gold[key] = n<<16 + m.cluster
			}
		}
		found, foundAll := clusterMap{}, clusterMap{}
		an := a.Analyze(&article.Article{Text: d.analysis.Text, Language: "en"})
		for k, m := range an.Mentions {
			key := fmt.Sprintf("%d:%d", n, an.Tokens[m.Head].Start)
			id := n<<16 + m.Entity
			if m.Entity < 0 {
				id = n<<16 + 1<<15 + k
			}
			foundAll[key] = id
			if m.Kind != nlp.Pronoun {
				found[key] = id
			}
		}
		for _, part := range []struct{ to, from clusterMap }{{all.gold, gold}, {all.found, found}, {chains.gold, linked(gold)}, {chains.found, linked(found)}, {pronouns.gold, linked(goldAll)}, {pronouns.found, linked(foundAll)}} {
			for k, v := range part.from {
				part.to[k] = v
			}
		}
	}
	return []CorefScore{
		scoreCoref("GUM names and descriptions", chains.gold, chains.found),
		scoreCoref("GUM with lone mentions", all.gold, all.found),
		scoreCoref("GUM with pronouns", pronouns.gold, pronouns.found),
	}
}

// linked drops the mentions that are alone in their cluster.
func linked(m clusterMap) clusterMap {
	size := map[int]int{}
	for _, id := range m {
		size[id]++
	}
	out := clusterMap{}
	for k, id := range m {
		if size[id] > 1 {
			out[k] = id
		}
	}
	return out
}

// String gives one line, ratios in percent.
func (s CorefScore) String() string {
	return fmt.Sprintf("%-28s gold %5d  found %5d  both %5d  MUC %5.2f/%5.2f/%5.2f  B3 %5.2f/%5.2f/%5.2f  CEAFe %5.2f/%5.2f/%5.2f  CoNLL %5.2f", s.Layer, s.Gold, s.Found, s.MentionsMatched,
		100*s.MUC[0], 100*s.MUC[1], 100*s.MUC[2], 100*s.B3[0], 100*s.B3[1], 100*s.B3[2], 100*s.CEAFe[0], 100*s.CEAFe[1], 100*s.CEAFe[2], 100*s.CoNLL)
}
