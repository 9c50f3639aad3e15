package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A TekGenItem is a sentence of Text2KGBench's Wikidata-TekGen half
// (Mihindukulasooriya et al. 2023) with the triples it should give under one of
// its small ontologies.
type TekGenItem struct {
	ID       string
	Ontology string // "ont_1_movie"
	Text     string
	Triples  [][3]string // subject, relation, object: labels

	Properties []string // Wikidata's identifiers of the triples' relations
	Held       bool     // one of the tenth, every tenth sentence of the file, that is held out to measure on
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
			PID      string `json:"rel"`
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
			out = append(out, TekGenItem{ID: row.ID, Ontology: ont, Text: row.Sent, Held: i%10 == 0})
		}
		out[i].Triples = append(out[i].Triples, [3]string{row.Sub, strings.TrimSpace(row.Rel), row.Obj})
		out[i].Properties = append(out[i].Properties, row.PID)
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
