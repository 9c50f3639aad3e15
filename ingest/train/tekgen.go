package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// A TekGenItem is a sentence of Text2KGBench's Wikidata-TekGen half
// (Mihindukulasooriya et al. 2023) with the triples it should give under one of
// its small ontologies.
type TekGenItem struct {
	ID       string
	Ontology string // "ont_1_movie"
	Text     string
	Triples  [][3]string // subject, relation, object: labels
}

// ReadTekGen reads the training rows, one triple each, and joins those of the
// same sentence and ontology; the order is that of first appearance.
func ReadTekGen(r io.Reader) ([]TekGenItem, error) {
	var out []TekGenItem
	at := map[string]int{}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		var row struct {
			ID, Sent string
			Sub      string `json:"sub_label"`
			Rel      string `json:"rel_label"`
			Obj      string `json:"obj_label"`
		}
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("read TekGen: line %d: %w", line, err)
		}
		ont := row.ID
		for _, part := range []string{"_train_", "_val_", "_test_"} {
			ont, _, _ = strings.Cut(ont, part)
		}
		key := ont + "\x00" + row.Sent
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, TekGenItem{ID: row.ID, Ontology: ont, Text: row.Sent})
		}
		out[i].Triples = append(out[i].Triples, [3]string{row.Sub, strings.TrimSpace(row.Rel), row.Obj})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read TekGen: %w", err)
	}
	return out, nil
}

// t2kNormal is how Text2KGBench compares labels: without blanks and case.
func t2kNormal(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "_", " ")), ""))
}

// ScoreTekGen returns precision, recall and F1, averaged over sentences. With
// filter only triples whose relation the sentence's gold has are counted, as
// in the published scorer.
func ScoreTekGen(items []TekGenItem, pred map[string][][3]string, filter bool) (p, r, f float64) {
	for _, it := range items {
		gold, rels := map[string]bool{}, map[string]bool{}
		for _, t := range it.Triples {
			gold[tripleKey(t)], rels[t[1]] = true, true
		}
		found := map[string]bool{}
		for _, t := range pred[it.ID] {
			if !filter || rels[t[1]] {
				found[tripleKey(t)] = true
			}
		}
		tp := 0
		for k := range found {
			if gold[k] {
				tp++
			}
		}
		a, b := quotient(tp, len(found)), quotient(tp, len(gold))
		p, r, f = p+a, r+b, f+harmonic(a, b)
	}
	n := float64(max(len(items), 1))
	return p / n, r / n, f / n
}

func tripleKey(t [3]string) string { return t2kNormal(t[0]) + t2kNormal(t[1]) + t2kNormal(t[2]) }

// tekgenSpans are the candidates of a TekGen sentence: names, dates, noun
// phrases without their articles, what quotation marks hold, and labels known
// from training.
func tekgenSpans(a *nlp.Analysis, o *schema.Ontology, known map[string]bool) []RelationSpan {
	seen := map[[2]int]bool{}
	var out []RelationSpan
	add := func(first, last int, typ string) {
		if first < 0 || first >= last || last > len(a.Tokens) || seen[[2]int{first, last}] {
			return
		}
		seen[[2]int{first, last}] = true
		out = append(out, RelationSpan{Span: nlp.Span{Start: a.Tokens[first].Start, End: a.Tokens[last-1].End}, First: first, Last: last, Head: headIn(a, first, last), Type: typ})
	}
	for _, s := range RelationSpans(a, o) {
		if s.Type == "DATE" || s.Type == "PER" || s.Type == "ORG" || s.Type == "LOC" || s.Type == "MISC" || s.Type == "NAT" {
			add(s.First, s.Last, s.Type)
		}
	}
	for i := range a.Tokens {
		for n := 1; n <= 6 && i+n <= len(a.Tokens); n++ {
			if known[t2kNormal(a.Text[a.Tokens[i].Start:a.Tokens[i+n-1].End])] {
				add(i, i+n, "KNOWN")
			}
		}
	}
	for _, s := range a.Sentences {
		titles(a, s, add)
	}
	sortSpans(out)
	return out
}

// titles adds what may be the title a sentence is about: its words before the
// first finite verb or bracket, with and without an article, and quoted stretches.
func titles(a *nlp.Analysis, s nlp.Sentence, add func(int, int, string)) {
	first := s.First
	open := -1
	for i := s.First; i < s.Last; i++ {
		switch w := a.Text[a.Tokens[i].Start:a.Tokens[i].End]; w {
		case "\"", "“", "”", "``", "''", "'":
			if open >= 0 && i > open+1 {
				add(open+1, i, "TITLE")
				open = -1
			} else {
				open = i
			}
		}
	}
	for i := first; i < s.Last; i++ {
		w := a.Text[a.Tokens[i].Start:a.Tokens[i].End]
		x := a.Tokens[i].XPOS
		if i > first && (x == "VBZ" || x == "VBD" || x == "VBP" || w == "(" || w == "," || w == "'s" || x == "MD") {
			add(first, i, "TITLE")
			if a.Tokens[first].UPOS == "DET" {
				add(first+1, i, "TITLE")
			}
			if x != "VBD" && x != "VBZ" || i > first+8 {
				break
			}
			return
		}
	}
}

// tekgenInput makes an item ready to learn from.
func tekgenInput(it TekGenItem, a *nlp.Analysis, o *schema.Ontology, known map[string]bool, relations map[string]bool) RelationInput {
	in := RelationInput{RelationPassage: RelationPassage{ID: it.ID, Text: a.Text, Span: nlp.Span{Start: 0, End: len(a.Text)}, Complete: relations}, Analysis: a}
	in.Spans = tekgenSpans(a, o, known)
	for _, t := range it.Triples {
		for _, s := range in.Spans {
			if t2kNormal(a.Text[s.Start:s.End]) != t2kNormal(t[0]) {
				continue
			}
			for _, x := range in.Spans {
				if t2kNormal(tekgenLabel(a, x)) == t2kNormal(t[2]) || t2kNormal(a.Text[x.Start:x.End]) == t2kNormal(t[2]) {
					in.Facts = append(in.Facts, RelationFact{Property: t[1], Subject: s.Span, Object: x.Span})
				}
			}
		}
	}
	return in
}

// tekgenLabel is a span as the benchmark writes it: dates in full.
func tekgenLabel(a *nlp.Analysis, s RelationSpan) string {
	if s.Type == "DATE" {
		for _, t := range a.Times {
			if t.Span == s.Span && !t.Start.IsZero() {
				return t.Start.Format("02 January 2006")
			}
		}
	}
	return a.Text[s.Start:s.End]
}

// EvaluateTekGen learns from all items but every tenth and predicts those.
// It returns the held-out items, the triples it is sure of, and the best triple
// of every relation, which is what the filter of the published scorer rewards.
func EvaluateTekGen(o *schema.Ontology, a *nlp.Analyzer, items []TekGenItem) (held []TekGenItem, sure, every map[string][][3]string) {
	relations, known := map[string]map[string]bool{}, map[string]bool{}
	for i, it := range items {
		if relations[it.Ontology] == nil {
			relations[it.Ontology] = map[string]bool{}
		}
		for _, t := range it.Triples {
			relations[it.Ontology][t[1]] = true
			if i%10 != 0 && len(t[2]) < 60 {
				known[t2kNormal(t[2])] = true
			}
		}
	}
	var learn []RelationInput
	var test []TekGenItem
	var inputs []RelationInput
	for i, it := range items {
		an := tekgenAnalysis(a, it.Text)
		in := tekgenInput(it, an, o, known, relations[it.Ontology])
		if i%10 == 0 {
			in.Facts = nil
			test, inputs = append(test, it), append(inputs, in)
		} else {
			in.Complete = someRelations(it, relations[it.Ontology])
			learn = append(learn, in)
		}
	}
	m := FitRelations(o, learn)
	sure, every = map[string][][3]string{}, map[string][][3]string{}
	for i := range inputs {
		sure[inputs[i].ID] = m.bestTriples(&inputs[i], false)
		every[inputs[i].ID] = m.bestTriples(&inputs[i], true)
	}
	return test, sure, every
}

// someRelations returns the relations that a sentence teaches: its own, and
// two others of its ontology, chosen by its text, as negatives. Sentences are
// not annotated completely, so more negatives would teach noise.
func someRelations(it TekGenItem, all map[string]bool) map[string]bool {
	names := make([]string, 0, len(all))
	for r := range all {
		names = append(names, r)
	}
	slices.Sort(names)
	out := map[string]bool{}
	for _, t := range it.Triples {
		out[t[1]] = true
	}
	h := fnv.New32a()
	h.Write([]byte(it.Text))
	n := int(h.Sum32() % uint32(len(names)))
	out[names[n]], out[names[(n+len(names)/2)%len(names)]] = true, true
	return out
}

// bestTriples returns for each relation the pair with the best score. Without
// all, only those above the relation's floor, at least the best of all.
func (m *RelationModel) bestTriples(in *RelationInput, all bool) [][3]string {
	type best struct {
		x float64
		t [3]string
	}
	found := map[string]best{}
	spans := map[nlp.Span]RelationSpan{}
	for _, s := range in.Spans {
		spans[s.Span] = s
	}
	for _, pair := range m.pairs(in) {
		for p := range in.Complete {
			w := m.weights[p]
			if w == nil || !m.types[p][pair.types] {
				continue
			}
			x := score(w, pair.feats)
			if b, ok := found[p]; !ok || x > b.x {
				found[p] = best{x, [3]string{in.Text[pair.fact.Subject.Start:pair.fact.Subject.End], p, tekgenLabel(in.Analysis, spans[pair.fact.Object])}}
			}
		}
	}
	var out [][3]string
	top := ""
	for p, b := range found {
		if t, ok := found[top]; !ok || b.x-m.floor[p] > t.x-m.floor[top] || b.x-m.floor[p] == t.x-m.floor[top] && p < top {
			top = p
		}
	}
	for p, b := range found {
		if all || b.x >= m.floor[p] || p == top {
			out = append(out, b.t)
		}
	}
	slices.SortFunc(out, func(a, b [3]string) int { return strings.Compare(a[1], b[1]) })
	return out
}

// tekgenAnalysis analyses a sentence as a document of its own.
func tekgenAnalysis(a *nlp.Analyzer, text string) *nlp.Analysis {
	return a.Analyze(&article.Article{Text: text, Language: "en"})
}
