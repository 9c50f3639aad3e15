package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"

	"dossier/ingest/nlp"
)

// knetQuestions collects the it and they of KnowledgeNet that are annotated
// with the Wikidata item a name of the same text is annotated with: mostly
// organisations, which GUM's pronouns hardly ever stand for.
func knetQuestions(a *nlp.Analyzer, path string, others pronounRanker) ([]pronounExample, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []pronounExample
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for line := 1; sc.Scan(); line++ {
		var d knetDocument
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		out = append(out, d.questions(a, others)...)
	}
	return out, sc.Err()
}

type knetDocument struct {
	DocumentText string
	Passages     []struct {
		Facts []struct {
			SubjectStart, SubjectEnd, ObjectStart, ObjectEnd int
			SubjectURI                                       string `json:"subjectUri"`
			ObjectURI                                        string `json:"objectUri"`
		}
	}
}

func (d *knetDocument) questions(a *nlp.Analyzer, others pronounRanker) []pronounExample {
	item := map[nlp.Span]string{}
	pronouns := map[int]string{} // byte offset → item
	text := d.DocumentText
	note := func(start, end int, uri string) {
		span := nlp.Span{Start: byteOffset(text, start), End: byteOffset(text, end)}
		if uri == "" || span.End > len(text) || span.Start >= span.End {
			return
		}
		switch strings.ToLower(text[span.Start:span.End]) {
		case "it", "its", "they", "their", "them":
			pronouns[span.Start] = uri
		default:
			item[span] = uri
		}
	}
	for _, p := range d.Passages {
		for _, f := range p.Facts {
			note(f.SubjectStart, f.SubjectEnd, f.SubjectURI)
			note(f.ObjectStart, f.ObjectEnd, f.ObjectURI)
		}
	}
	if len(pronouns) == 0 || len(item) == 0 {
		return nil
	}
	var out []pronounExample
	an := nlp.Segment(text)
	a.PronounQuestions(an, func(q *nlp.PronounQuestion) int {
		best := others.best(q)
		uri := pronouns[an.Tokens[q.Token].Start]
		if uri == "" {
			return best
		}
		e := pronounExample{weight: knetWeight, right: make([]bool, len(q.Choices))}
		any := false
		for k, c := range q.Choices {
			e.choices = append(e.choices, c.Features)
			for _, m := range c.Mentions {
				span := nlp.Span{Start: an.Tokens[m[0]].Start, End: an.Tokens[m[1]-1].End}
				for s, u := range item {
					e.right[k] = e.right[k] || u == uri && spansOverlap(s, span)
				}
			}
			any = any || e.right[k]
		}
		if any {
			out = append(out, e)
		}
		return best
	})
	return out
}
