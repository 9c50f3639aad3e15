package train

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
)

// A gapExample is one line of GAP (Webster et al. 2018): a text with one
// pronoun and two names.
type gapExample struct {
	id            string
	text, pronoun string
	at            nlp.Span // of the pronoun, bytes
	a, b          nlp.Span
	isA, isB      bool
}

// readGAP reads a GAP file; its offsets are characters.
func readGAP(path string) ([]gapExample, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, 11
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []gapExample
	for n, row := range rows[1:] {
		e := gapExample{id: row[0], text: row[1], pronoun: row[2], isA: row[6] == "TRUE", isB: row[9] == "TRUE"}
		for i, span := range []*nlp.Span{&e.at, &e.a, &e.b} {
			col := []int{3, 5, 8}[i]
			chars, err := strconv.Atoi(row[col])
			if err != nil {
				return nil, fmt.Errorf("%s:%d: offset %q", path, n+2, row[col])
			}
			span.Start = byteOffset(e.text, chars)
			span.End = span.Start + len(row[col-1])
		}
		out = append(out, e)
	}
	return out, nil
}

func byteOffset(text string, chars int) int {
	at := 0
	for ; chars > 0 && at < len(text); chars-- {
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return at
}

// EvaluatePronouns scores pronoun resolution on a GAP file, as GAP's scorer
// does: the whole pipeline reads the raw text, and each of the two names is
// found to be the pronoun's when a mention of the pronoun's entity overlaps
// it. The scores are overall, masculine and feminine.
func EvaluatePronouns(a *nlp.Analyzer, path string) ([]Score, error) {
	examples, err := readGAP(path)
	if err != nil {
		return nil, err
	}
	return scorePronouns(a, examples), nil
}

func scorePronouns(a *nlp.Analyzer, examples []gapExample) []Score {
	all, male, female := Score{Layer: "GAP"}, Score{Layer: "GAP masculine"}, Score{Layer: "GAP feminine"}
	for i := range examples {
		e := &examples[i]
		foundA, foundB := e.answer(a.Analyze(&article.Article{Text: e.text, Language: "en"}))
		part := &male
		switch strings.ToLower(e.pronoun) {
		case "she", "her", "hers":
			part = &female
		}
		for _, s := range []*Score{&all, part} {
			s.binary(e.isA, foundA)
			s.binary(e.isB, foundB)
		}
	}
	return []Score{all, male, female}
}

// binary counts one yes-or-no answer.
func (s *Score) binary(gold, found bool) {
	switch {
	case gold && found:
		s.TP++
	case found:
		s.FP++
	case gold:
		s.FN++
	}
}

// answer reads from an analysis which names the pronoun stands for.
func (e *gapExample) answer(an *nlp.Analysis) (a, b bool) {
	entity := -1
	for _, m := range an.Mentions {
		if m.Kind == nlp.Pronoun && m.Start == e.at.Start {
			entity = m.Entity
		}
	}
	if entity < 0 {
		return false, false
	}
	for _, k := range an.Entities[entity].Mentions {
		m := &an.Mentions[k]
		if m.Kind == nlp.Pronoun {
			continue
		}
		a = a || spansOverlap(m.Span, e.a)
		b = b || spansOverlap(m.Span, e.b)
	}
	return a, b
}

func spansOverlap(x, y nlp.Span) bool { return x.Start < y.End && y.Start < x.End }
